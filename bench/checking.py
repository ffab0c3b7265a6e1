"""How soon an article of 600 words is checked: as a whole process, in a process that runs already, and in a folder."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

from processes import PYRRHUS, Ended, interleaved, run
from table import Line, spread

WORDS = 600
COLD, WARM = 1.2, 0.050
"""Seconds that are asked."""
ARTICLES = 1000
PUBLISHED = date(2025, 2, 4)
CLAIMS = """\
Ukraine's General Staff said that Russia suffered 48,240 casualties in January 2025, its second-highest month of the war.
On Tuesday it put the total at 842,930, of which 1,270 were added in a day.
The Institute for the Study of War said that Russian forces took 498 square kilometres (192 square miles) in January 2025.
It put the price at about 96 casualties per square kilometre. In December 2024 they took 593 square kilometres, it said.
Russia's Ministry of Defence said that Ukraine suffered about 1,265 casualties on 3 February 2025.
Mediazona and the BBC had confirmed the deaths of 90,019 Russian soldiers by 24 January 2025.
DeepState said that Russian forces took 325 square kilometres in January 2025.
The UK Ministry of Defence said that Russia suffered an average of 1,570 casualties a day in December 2024.
"""
REST = """\
The road out of the town runs past low houses, a school and a row of bare poplars, and in the evening the shops close early.
Officials asked people to keep away from windows while repairs to the line went on, and trains ran late for most of the day.
"""


def article() -> str:
    """Sixteen figures among 600 words."""
    text = CLAIMS
    while len(text.split()) < WORDS:
        text += REST
    return " ".join(text.split()[:WORDS]).replace("war. ", "war.\n\n") + "\n"


def checking_lines(folder: Path, rounds: int) -> list[Line]:
    """Three lines, on the figures that ship."""
    path = folder / "article.txt"
    path.write_text(article(), encoding="utf-8")
    nowhere = str(folder / "no-ledger.db")

    def cold() -> Ended:
        return run([PYRRHUS, "check", str(path), "--published", str(PUBLISHED), "--format", "json"], PYRRHUS_LEDGER=nowhere)

    interleaved({"cold": cold}, 1)
    ended = interleaved({"cold": cold}, rounds)["cold"]
    took = spread([one.seconds for one in ended])
    failure = next((one.failure for one in ended if one.failure and not one.failure.startswith("exit status 1")), "")
    what = f"pyrrhus check, {WORDS} words, whole process"
    lines = [Line(what, f"{COLD:g} s", failure or took.shown(" s"), not failure and took.median <= COLD)]
    return [*lines, _warm(rounds), _folder(folder, nowhere)]


def _warm(rounds: int) -> Line:
    from pyrrhus.judging.api import Desk
    from pyrrhus.ledger.shipped import Shipped
    from pyrrhus.ledger.view import View
    from pyrrhus.reading.clean import cleaned_text

    shipped = Shipped()
    desk = Desk(View([shipped], shipped.published()))
    cleaned = cleaned_text(article())
    taken: list[float] = []
    for _ in range(5 * rounds + 2):
        began = time.perf_counter()
        found = desk.check(cleaned, name="article.txt", published=PUBLISHED)
        taken.append(time.perf_counter() - began)
    took = spread(taken[2:])
    what = f"the same read and judged, warm, {len(found.judgements)} claims"
    return Line(what, f"{1000 * WARM:.0f} ms", spread([1000 * one for one in taken[2:]]).shown(" ms", 1), took.median <= WARM)


def _folder(folder: Path, nowhere: str) -> Line:
    texts = folder / "articles"
    texts.mkdir()
    for number in range(ARTICLES):
        day = PUBLISHED + timedelta(days=number % 30)
        (texts / f"{number:05}-{day}.txt").write_text(article(), encoding="utf-8")
    ended = run([PYRRHUS, "check", str(texts), "--out", str(folder / "checked")], PYRRHUS_LEDGER=nowhere)
    again = run([PYRRHUS, "check", str(texts), "--out", str(folder / "checked")], PYRRHUS_LEDGER=nowhere)
    written = len(list((folder / "checked").glob("*.json")))
    each = 1000 * ended.seconds / ARTICLES
    told = f"{ended.seconds:.0f} s, {each:.0f} ms an article; again, nothing to do: {again.seconds:.1f} s"
    return Line(f"pyrrhus check, a folder of {ARTICLES:,} articles, all cores", "all written", told, written == ARTICLES)
