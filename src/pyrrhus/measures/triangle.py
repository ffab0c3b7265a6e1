"""How late names come: weeks of death against the days on which their names were counted, a reporting triangle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from pyrrhus.measures.worked import divided
from pyrrhus.period import parse_day
from pyrrhus.statement import Statement

__all__ = ["AGES", "KNOWN_AT", "Late", "Triangle", "lateness", "reporting_triangle"]

KNOWN_AT: Final = "as known at "
"""How the subgroup of a statement begins that tells a past count again; the day follows."""
AGES: Final = (4, 12, 26, 52, 104)
"""Ages of a week, in weeks, at which the share of its names is told."""
_AROUND: Final = 1


@dataclass(frozen=True, slots=True)
class Triangle:
    """Names by week of death (rows, by the week's last day) and by the day they were known at (columns).

    ``counts[week][column]`` is None where the source counted none for that day; ``now`` is what is known now.
    """

    source: str
    weeks: tuple[date, ...]
    known_at: tuple[date, ...]
    counts: tuple[tuple[Decimal | None, ...], ...]
    now: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Late:
    """Of the names now known for a week, what percentage was known when the week was so many weeks old.

    ``cases`` are weeks of that age, give or take one, at one of the days of the triangle; middle, lowest and highest case.
    """

    source: str
    age_weeks: int
    cases: int
    median: Decimal
    lowest: Decimal
    highest: Decimal


def reporting_triangle(statements: Iterable[Statement]) -> list[Triangle]:
    """The triangles in these statements, one a source.

    A column is made of statements whose subgroup says on which day they were known; what is known now are the statements
    of the same page, metric and week without one.
    """
    past: dict[tuple[str, str, str], dict[tuple[date, date], Decimal]] = {}
    now: dict[tuple[str, str, str], dict[date, Decimal]] = {}
    for one in statements:
        if one.end is None or one.value is None or one.kind != "flow":
            continue
        key = (one.source, one.metric, one.page)
        if one.subgroup.startswith(KNOWN_AT):
            day = parse_day(one.subgroup.removeprefix(KNOWN_AT), what="day of a count")
            past.setdefault(key, {})[one.end, day] = one.value
        elif not one.subgroup:
            now.setdefault(key, {})[one.end] = one.value
    return [_triangle(key[0], cells, now.get(key, {})) for key, cells in sorted(past.items())]


def lateness(triangle: Triangle, ages: Sequence[int] = AGES) -> list[Late]:
    """The share of the names now known that was known at an age of the week; an age without a case is left out."""
    found = []
    for age in ages:
        shares = sorted(share for at, share in _shares(triangle) if abs(at - age) <= _AROUND)
        if shares:
            found.append(Late(triangle.source, age, len(shares), shares[(len(shares) - 1) // 2], shares[0], shares[-1]))
    return found


def _triangle(source: str, cells: dict[tuple[date, date], Decimal], now: dict[date, Decimal]) -> Triangle:
    weeks = tuple(sorted({week for week, _ in cells} | set(now)))
    days = tuple(sorted({day for _, day in cells}))
    counts = tuple(tuple(cells.get((week, day)) for day in days) for week in weeks)
    return Triangle(source, weeks, days, counts, tuple(now.get(week) for week in weeks))


def _shares(triangle: Triangle) -> list[tuple[int, Decimal]]:
    """Age in whole weeks and percentage, of each week that was over on a day of the triangle."""
    return [
        ((day - week).days // 7, divided(known * 100, total))
        for week, row, total in zip(triangle.weeks, triangle.counts, triangle.now, strict=True)
        for day, known in zip(triangle.known_at, row, strict=True)
        if known is not None and total and week <= day
    ]
