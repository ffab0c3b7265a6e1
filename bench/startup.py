"""How soon the first result is there: help, and a brief without a ledger."""

from __future__ import annotations

from pathlib import Path

from processes import PYRRHUS, PYTHON, Ended, interleaved, run, well
from table import Line, ratio, spread

PEER = "import polars, shapely"
MONTH = "2025-01"
ASKED = {
    "pyrrhus --help": 0.25,
    f"pyrrhus brief {MONTH} --format md": 1.0,
    f"pyrrhus brief {MONTH} --format html": 2.0,
}


def startup_lines(folder: Path, rounds: int) -> list[Line]:
    """One line a command; each is run once beforehand, so that no round compiles modules or reads a cold disk."""
    nowhere = str(folder / "no-ledger.db")

    def command(words: str) -> Ended:
        return run([PYRRHUS, *words.split()[1:]], PYRRHUS_LEDGER=nowhere)

    def peer() -> Ended:
        return well(run([PYTHON, "-c", PEER]))

    commands = {words: (lambda words=words: command(words)) for words in ASKED}
    interleaved({**commands, PEER: peer}, 1)
    found = interleaved({**commands, PEER: peer}, rounds)
    beside = [one.seconds for one in found[PEER]]
    return [_line(words, asked, found[words], beside) for words, asked in ASKED.items()]


def _line(words: str, asked: float, ours: list[Ended], beside: list[float]) -> Line:
    what = words if "--help" in words else f"{words}, no ledger"
    limit, peer = f"{asked:g} s", f"{PEER}: {spread(beside).shown(' s')}"
    failure = next((one.failure for one in ours if one.failure), "")
    if failure:
        return Line(what, limit, failure, False, peer)
    seconds = [one.seconds for one in ours]
    took = spread(seconds)
    return Line(what, limit, took.shown(" s"), took.median <= asked, peer, ratio(seconds, beside).shown())
