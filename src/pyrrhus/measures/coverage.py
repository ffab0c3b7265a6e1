"""Who published what on which party, month by month: what is not published stands there too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from pyrrhus.measures.worked import worked_out
from pyrrhus.period import DAY, Period, month
from pyrrhus.statement import Statement

__all__ = ["PARTIES", "SUBJECTS", "Covered", "coverage", "covered", "source_count", "subject"]

PARTIES: Final = ("russia", "ukraine")
SUBJECTS: Final[Mapping[str, tuple[str, ...]]] = {
    "casualties": ("casualties", "irrecoverable", "wounded", "missing", "captured"),
    "killed": ("killed", "killed_or_missing"),
    "names": ("killed_confirmed",),
    "ground": ("ground", "held", "settlements"),
}
"""What is asked of both parties alike, and the metrics that answer it."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What is published on one subject for one party and month.

    A figure belongs to the month in which its period ends. ``sources`` are those who counted, by id; ``newest`` is the last
    day that their figures reach. Without a figure ``figures`` is 0 and ``newest`` None: not published.
    """

    month: Period
    party: str
    subject: str
    figures: int
    sources: tuple[str, ...]
    newest: date | None


def coverage(statements: Iterable[Statement], first: date, last: date) -> list[Covered]:
    """Every month from that of ``first`` to that of ``last``, each party and subject, whether anything is published or not."""
    by_cell: dict[tuple[date, str, str], list[Statement]] = {}
    for one in statements:
        what = subject(one)
        if what and one.end and one.source != "pyrrhus":
            by_cell.setdefault((month(one.end).start, one.party, what), []).append(one)
    found = []
    for period in months(first, last):
        for party in PARTIES:
            for what in SUBJECTS:
                rows = by_cell.get((period.start, party, what), [])
                sources = tuple(sorted({one.source for one in rows}))
                newest = max((one.end for one in rows if one.end), default=None)
                found.append(Covered(period, party, what, len(rows), sources, newest))
    return found


def covered(statements: Iterable[Statement], period: Period) -> dict[tuple[str, str], list[Statement]]:
    """Of each source its newest figure on each party and subject, among those whose period ends in ``period``."""
    newest: dict[tuple[str, str, str], Statement] = {}
    for one in statements:
        what = subject(one)
        if what and one.end and period.contains(one.end) and one.source != "pyrrhus" and "doubtful" not in one.flags:
            key = (one.party, what, one.source)
            if key not in newest or (newest[key].end or date.min) < one.end:
                newest[key] = one
    found: dict[tuple[str, str], list[Statement]] = {}
    for (party, what, _), one in sorted(newest.items(), key=lambda item: item[0]):
        found.setdefault((party, what), []).append(one)
    return found


def source_count(statements: list[Statement], period: Period) -> Statement:
    """How many sources these figures, one of each, are from: a statement."""
    first = statements[0]
    return worked_out(
        "source_count/1", statements, metric=first.metric, party=first.party, kind="count", unit="none",
        value=Decimal(len({one.source for one in statements})), start=period.start, end=period.end,
    )  # fmt: skip


def subject(one: Statement) -> str:
    """What a figure is about, as both parties are asked: empty for other figures and for parts of the whole."""
    return next((name for name, metrics in SUBJECTS.items() if one.metric in metrics and not one.subgroup), "")


def months(first: date, last: date) -> Iterator[Period]:
    """The months from that of ``first`` to that of ``last``."""
    one = month(first)
    while one.start <= last:
        yield one
        one = month(one.end + DAY)
