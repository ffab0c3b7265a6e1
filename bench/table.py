"""What was asked, what was measured, and beside what: lines of one table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

HEADER = ("line", "asked", "measured", "peer", "ratio", "result")


@dataclass(frozen=True, slots=True)
class Line:
    """One row; ``good`` is None where nothing could be measured, or where nothing was asked ("-")."""

    what: str
    asked: str
    measured: str
    good: bool | None
    peer: str = "-"
    ratio: str = "-"

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = {True: "pass", False: "short", None: "-" if self.asked == "-" else "skipped"}[self.good]
        return self.what, self.asked, self.measured, self.peer, self.ratio, verdict


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some measurements, and the least and the most of them."""

    median: float
    least: float
    most: float

    def shown(self, unit: str = "", digits: int = 2) -> str:
        return f"{self.median:.{digits}f}{unit} ({self.least:.{digits}f}-{self.most:.{digits}f})"


def spread(values: Sequence[float]) -> Spread:
    return Spread(statistics.median(values), min(values), max(values))


def ratio(ours: Sequence[float], peers: Sequence[float]) -> Spread:
    """Ours over the peer's of the same round."""
    return spread([one / other for one, other in zip(ours, peers, strict=True)])


def rendered(lines: Sequence[Line]) -> str:
    rows = [HEADER, *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    ruled = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in ruled)
