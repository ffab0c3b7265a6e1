"""Numbers of a text, ours and quantulum3's side by side: python bench/reading_numbers.py [--peers PYTHON] [--rounds N].

What is measured
- F1 on values, and on values with their units, over every quantity of eight labelled texts of ../shared/corpus/dev. The
  gold (tests/reading/gold_numbers.json) holds offsets, values and units: drafted by our reader, then read through by hand
  against the texts. Days, years, clock times, ordinals, numbers in names and repetitions in another unit stand there as passed
  over: whatever a reader finds on them counts neither for nor against it.
- Recall on the numbers of all labels of all thirty texts, and of the ten that are kept aside.
- Seconds over the thirty texts, one reader after the other in each round, medians, after one round that is not counted.

A find matches a gold quantity where the spans overlap and one of its numbers is one of the gold's (square miles may stand as
such or in km2); finds of both ends of a range count once. A unit agrees where its name does; the second figure for units takes
counted nouns (soldiers, tanks, villages) for no unit, since quantulum3 reads none.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from table import Line, ratio, rendered, spread

from pyrrhus.reading import quantities
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT.parent / "shared" / "corpus" / "dev"
GOLD = ROOT / "tests" / "reading" / "gold_numbers.json"
PEER = Path(__file__).with_name("reading_peer.py")
KEPT = (
    "afp-count-2025-12-02", "bakhmut-2023-05-26", "factcheck-2025-11-21", "kursk-2024-08-21", "local-ukr-2026-05-15",
    "mod-update-2024-07-12", "radio-2022-12-02", "ru-agency-2025-03-14", "tabloid-2024-12-20", "translated-german-2024-12-31",
)  # fmt: skip
NO_QUANTITY = ("date", "identifier", "numbering", "ordinal", "score", "look-alike", "house number")
COUNTED = ("persons", "pieces", "settlements", "none", "times")
NAMES = {
    "dimensionless": "", "square kilometre": "km2", "square mile": "km2", "percentage": "percent", "kilometre": "km",
    "mile": "miles", "metre": "m", "millimetre": "mm", "gram": "g", "kilogram": "kg", "day": "days", "week": "weeks",
    "month": "months", "year": "years", "hour": "hours", "minute": "minutes", "second": "seconds", "dollar": "usd",
    "united states dollar": "usd", "euro": "eur", "pound sterling": "gbp", "russian ruble": "rub", "ruble": "rub",
    "gigawatt": "gw", "degree celsius": "celsius", "metre per day": "m/day", "square kilometre per day": "km2/day",
    "per square kilometre": "persons/km2", "per day": "/day", "ukrainian hryvnia": "uah",
}  # fmt: skip


class Find(NamedTuple):
    """A quantity that a reader found, or one of the gold."""

    start: int
    end: int
    values: tuple[float, ...]
    unit: str

    def meets(self, other: Find) -> bool:
        """Whether the spans overlap and a number agrees."""
        return self.start < other.end and self.end > other.start and any(
            abs(one - two * factor) <= 1e-6 * max(1.0, abs(one))
            for one in self.values for two in other.values for factor in (1.0, float(KM2_PER_SQUARE_MILE))
        )  # fmt: skip


class Score(NamedTuple):
    """Precision, recall and F1 in percent."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        return f"{self.f1:.1f} (P {self.precision:.1f}, R {self.recall:.1f})"


def ours(text: str) -> list[Find]:
    """What our reader finds and does not pass over."""
    found = []
    for one in quantities(text):
        values = tuple(float(number) for number in (one.low, one.value, one.high) if number is not None)
        if values and one.rejected not in NO_QUANTITY:
            unit = one.unit + (f"/{one.per}" if one.per else "")
            found.append(Find(one.start_char, one.end_char, values, unit))
    return found


def theirs(rows: Iterable[Sequence[Any]]) -> list[Find]:
    """What quantulum3 finds, its units under our names."""
    return [Find(start, end, tuple(values), NAMES.get(unit, unit)) for start, end, values, unit in rows]


def scores(found: dict[str, list[Find]], gold: dict[str, Any]) -> tuple[Score, Score, Score]:
    """On values, on values with units, and with counted nouns taken for no unit, over all texts of the gold."""
    hits = with_unit = with_measure = finds = golden = 0
    for name, entry in gold.items():
        wanted = [Find(start, end, tuple(map(float, values)), unit) for start, end, values, unit in entry["quantities"]]
        golden += len(wanted)
        left = dict.fromkeys(range(len(wanted)))
        for one in found[name]:
            number = next((n for n in left if one.meets(wanted[n])), None)
            if number is None:
                passed = any(one.start < end and one.end > start for start, end in entry["passed_over"])
                again = any(one.meets(other) for other in wanted)
                finds += not passed and not again
                continue
            del left[number]
            finds += 1
            hits += 1
            with_unit += one.unit == wanted[number].unit
            with_measure += _measure(one.unit) == _measure(wanted[number].unit)
    return _score(hits, finds, golden), _score(with_unit, finds, golden), _score(with_measure, finds, golden)


def _measure(unit: str) -> str:
    first, bar, per = unit.partition("/")
    return ("" if first in COUNTED else first) + bar + per


def _score(hits: int, finds: int, golden: int) -> Score:
    precision, recall = 100 * hits / max(finds, 1), 100 * hits / max(golden, 1)
    return Score(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


def label_recall(found: dict[str, list[Find]], names: Iterable[str]) -> float:
    """Percent of the labels with a number that a find meets."""
    met = labels = 0
    for name in names:
        for label in json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))["claims"]:
            numbers = tuple(abs(float(label[key])) for key in ("low", "value", "high") if label.get(key) is not None)
            if numbers:
                wanted = Find(label["start_char"], label["end_char"], numbers, "")
                labels += 1
                met += any(one._replace(values=tuple(map(abs, one.values))).meets(wanted) for one in found[name])
    return 100 * met / labels


def number_lines(peers: str | None, rounds: int) -> list[Line]:
    """Every line of the table; without peers, or without the texts, what cannot be measured is said to be skipped."""
    if not TEXTS.is_dir():
        return [Line("numbers of texts", "F1 92.0", "no labelled texts", None)]
    texts = {path.stem: path.read_bytes().decode() for path in sorted(TEXTS.glob("*.txt"))}
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    found = {name: ours(text) for name, text in texts.items()}
    beside, seconds = _peers(peers, texts, rounds) if peers else ({}, {})
    if not seconds:
        seconds = {"ours": [_seconds(texts) for _ in range(rounds + 1)][1:]}
    other = {name: theirs(rows) for name, rows in beside.items()}
    mine, peer = scores(found, gold), scores(other, gold) if other else ("quantulum3 not installed",) * 3
    lines = [
        Line(f"F1 on {what}", f"{asked:.1f}" if asked else "-", str(one), one.f1 >= asked, str(two))
        for what, asked, one, two in zip(
            ("values", "values with units", "values with units of measure"), (92.0, 85.6, 0.0), mine, peer, strict=True
        )
    ]
    for what, names in (("all labels", list(texts)), ("labels of the kept texts", list(KEPT))):
        peers_recall = f"{label_recall(other, names):.1f}" if other else "quantulum3 not installed"
        lines.append(Line(f"recall on numbers of {what}", "-", f"{label_recall(found, names):.1f}", True, peers_recall))
    words = sum(len(text.split()) for text in texts.values())
    per_article = [600_000 * one / words for one in seconds["ours"]]
    lines.append(Line("600 words", "3 ms", spread(per_article).shown(" ms"), spread(per_article).median <= 3))
    for name, asked in (("quantulum3", 10), ("spaCy blank", 0)):
        if name not in seconds:
            lines.append(Line(f"speed beside {name}", f"{asked}x" if asked else "-", "-", None, f"{name} not installed"))
            continue
        times = ratio(seconds[name], seconds["ours"])
        beside_ms = spread([600_000 * one / words for one in seconds[name]]).shown(" ms")
        lines.append(Line(f"speed beside {name}", f"{asked}x" if asked else "-", spread(per_article).shown(" ms"),
                          times.median >= asked, beside_ms, f"{times.shown('x', 1)}"))  # fmt: skip
    return lines


def _seconds(texts: dict[str, str]) -> float:
    began = time.perf_counter()
    for text in texts.values():
        quantities(text)
    return time.perf_counter() - began


def _peers(python: str, texts: dict[str, str], rounds: int) -> tuple[dict[str, Any], dict[str, list[float]]]:
    """What quantulum3 finds, and the seconds of all readers, one after the other in each round."""
    with subprocess.Popen(
        [python, str(PEER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as peer:
        assert peer.stdin is not None and peer.stdout is not None
        print(json.dumps(texts), file=peer.stdin, flush=True)
        made = json.loads(peer.stdout.readline())
        seconds: dict[str, list[float]] = {"ours": [], **{name: [] for name in made["readers"]}}
        for _ in range(rounds + 1):
            seconds["ours"].append(_seconds(texts))
            for name in made["readers"]:
                print(name, file=peer.stdin, flush=True)
                seconds[name].append(float(peer.stdout.readline()))
        peer.stdin.close()
    return made["found"], {name: found[1:] for name, found in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", help="a Python that has quantulum3 and spaCy; never the product's own")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the timing")
    options = parser.parse_args()
    print(rendered(number_lines(options.peers, options.rounds)))


if __name__ == "__main__":
    main()
