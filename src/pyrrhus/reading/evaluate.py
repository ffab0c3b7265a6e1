"""How well a reading agrees with labels: spans by precision, recall and F1, attributes on matched spans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from pyrrhus.errors import InputError
from pyrrhus.reading.claim import Claim, claim_from_json
from pyrrhus.reading.read import read_text

__all__ = ["ATTRIBUTES", "Score", "evaluated", "has_number", "labelled_texts", "match", "score", "total"]

ATTRIBUTES: Final[dict[str, Callable[[Claim], object]]] = {
    "value": lambda one: tuple(_rounded(number) for number in (one.said.low, one.said.value, one.said.high)),
    "unit": lambda one: one.said.unit,
    "bound": lambda one: one.said.bound,
    "metric": lambda one: one.said.metric,
    "party": lambda one: one.said.party,
    "kind": lambda one: one.said.kind,
    "source": lambda one: one.said.source,
    "period": lambda one: (one.said.start, one.said.end),
    "start": lambda one: one.said.start,
    "end": lambda one: one.said.end,
}
"""What is compared on a matched span; ``period`` is start and end together."""

_NEAR: Final = Decimal("0.000001")
_PLACES: Final = Decimal("0.0001")


@dataclass(slots=True)
class Score:
    """Counts that add up over texts; the ratios are None where nothing was there to count."""

    labels: int = 0
    found: int = 0
    matched: int = 0
    agreed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ATTRIBUTES, 0))

    def add(self, other: Score) -> None:
        """Take another text's counts in."""
        self.labels += other.labels
        self.found += other.found
        self.matched += other.matched
        for name, count in other.agreed.items():
            self.agreed[name] += count

    @property
    def precision(self) -> float | None:
        """Matched finds among all finds that count."""
        return self.matched / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Matched labels among all labels."""
        return self.matched / self.labels if self.labels else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall: twice the matches over labels and finds."""
        total = self.labels + self.found
        return 2 * self.matched / total if total else None

    def accuracy(self, name: str) -> float | None:
        """Share of matched spans whose attribute agrees."""
        return self.agreed[name] / self.matched if self.matched else None


def match(labels: Sequence[Claim], found: Sequence[Claim]) -> tuple[list[tuple[Claim, Claim]], list[Claim], list[Claim]]:
    """Pairs one to one, then the labels missed and the finds that match nothing.

    A find may match a label where the spans overlap and a number agrees (any of low, value, high, to 1e-6, a repeating
    fraction to its fourth place), or, where the label has no number, the rank, else the direction. As many pairs as can be
    are made; among several partners the one that agrees in more attributes comes first. A leftover find that only touches
    an ``also`` span of a matched label is left out of both lists.
    """
    wishes = {
        place: sorted(
            (other for other, one in enumerate(found) if _overlap(label, one) and _same_number(label, one)),
            key=lambda other: -_likeness(label, found[other]),
        )
        for place, label in enumerate(labels)
    }
    taken: dict[int, int] = {}
    for place in wishes:
        _seat(place, wishes, taken, set())
    pairs = {place: other for other, place in taken.items()}
    also = [span for place in pairs for span in labels[place].also]
    spare = [
        one
        for other, one in enumerate(found)
        if other not in taken
        and not any(one.span.start_char < span.end_char and span.start_char < one.span.end_char for span in also)
    ]
    missed = [label for place, label in enumerate(labels) if place not in pairs]
    return [(labels[place], found[other]) for place, other in sorted(pairs.items())], missed, spare


def score(labels: Sequence[Claim], found: Sequence[Claim], keep: Callable[[Claim], bool] | None = None) -> Score:
    """Counts of one text.

    Args:
        labels: the text's labels.
        found: what a reader found in it.
        keep: a subset of claims, as one kind: labels of it and unmatched finds of it are counted.
    """
    pairs, missed, spare = match(labels, found)
    if keep is not None:
        pairs = [pair for pair in pairs if keep(pair[0])]
        missed, spare = [one for one in missed if keep(one)], [one for one in spare if keep(one)]
    made = Score(len(pairs) + len(missed), len(pairs) + len(spare), len(pairs))
    for label, one in pairs:
        for name, of in ATTRIBUTES.items():
            made.agreed[name] += of(label) == of(one)
    return made


def has_number(claim: Claim) -> bool:
    """Whether a claim states a number, rather than a word alone."""
    return bool(_numbers(claim))


def _seat(place: int, wishes: dict[int, list[int]], taken: dict[int, int], seen: set[int]) -> bool:
    """Give a label a find, moving others to their next choice (augmenting paths, Kuhn 1955)."""
    for other in wishes[place]:
        if other not in seen:
            seen.add(other)
            if other not in taken or _seat(taken[other], wishes, taken, seen):
                taken[other] = place
                return True
    return False


def _overlap(one: Claim, other: Claim) -> bool:
    return one.span.start_char < other.span.end_char and other.span.start_char < one.span.end_char


def _same_number(label: Claim, one: Claim) -> bool:
    numbers = _numbers(label)
    if numbers:
        return any(_close(number, other) for number in numbers for other in _numbers(one))
    if _numbers(one):
        return False
    if label.said.rank is not None:
        return label.said.rank == one.said.rank
    return label.said.direction == one.said.direction


def _close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _NEAR * max(Decimal(1), abs(one)) or _rounded(one) == _rounded(other)


def _likeness(label: Claim, one: Claim) -> int:
    return sum(of(label) == of(one) for of in ATTRIBUTES.values())


def _numbers(claim: Claim) -> list[Decimal]:
    return [number for number in (claim.said.low, claim.said.value, claim.said.high) if number is not None]


def _rounded(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(_PLACES).normalize()


def total(scores: Iterable[Score]) -> Score:
    """The sum of many texts' counts."""
    made = Score()
    for one in scores:
        made.add(one)
    return made


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its labels."""

    name: str
    text: str
    published: date
    publisher: str | None
    labels: tuple[Claim, ...]


def labelled_texts(folder: Path) -> Iterator[Labelled]:
    """The texts of a folder that have labels beside them, by name.

    Raises:
        InputError: where there is none, or one cannot be read.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise InputError(
            "expected NAME.txt with its labels in NAME.json", where=str(folder), remedy="name a folder of labelled texts"
        )
    for file in files:
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            text = file.with_suffix(".txt").read_bytes().decode("utf-8")
            labels = tuple(
                claim_from_json(label, where=f"{file.name}, claim {place}") for place, label in enumerate(told["claims"], 1)
            )
            yield Labelled(file.stem, text, date.fromisoformat(told["published"]), told.get("publisher"), labels)
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise InputError(f"cannot read the labelled text ({fault})", where=str(file)) from fault


def evaluated(folder: Path) -> dict[str, dict[str, Score]]:
    """Scores of a folder: ``all`` with the groups all, numbers and words; ``kind`` by kind; ``text`` by text."""
    groups: dict[str, dict[str, Score]] = {"all": {}, "kind": {}, "text": {}}
    for one in labelled_texts(folder):
        found = read_text(one.text, published=one.published, publisher=one.publisher).claims
        kinds = sorted({claim.said.kind for claim in (*one.labels, *found)})
        groups["text"][one.name] = score(one.labels, found)
        _take(groups["all"], "all", groups["text"][one.name])
        _take(groups["all"], "with a number", score(one.labels, found, has_number))
        _take(groups["all"], "words", score(one.labels, found, lambda claim: not has_number(claim)))
        for kind in kinds:
            _take(groups["kind"], kind, score(one.labels, found, lambda claim, kind=kind: claim.said.kind == kind))  # type: ignore[misc]
    return groups


def _take(group: dict[str, Score], name: str, one: Score) -> None:
    group.setdefault(name, Score()).add(one)
