"""A daily series of readings (running totals or levels), and which two of them show the edges of a period.

The calendar convention takes the readings that show the period's first and last day; publishers also print from the first
day to the first day, or from the last to the last. A missing day is never interpolated: the nearest reading before it, at
most three days off, stands in and is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from pyrrhus.period import DAY, Period
from pyrrhus.statement import Statement

__all__ = ["CONVENTIONS", "FARTHEST", "Convention", "Edges", "Picked", "Readings", "Shows", "edges", "pick", "pick_after"]

Convention = Literal["calendar", "first_to_first", "last_to_last"]
Shows = Literal["same_day", "day_before"]
CONVENTIONS: Final[tuple[Convention, ...]] = ("calendar", "first_to_first", "last_to_last")
FARTHEST: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Edges:
    """The two reading days of a period under a convention."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Picked:
    """The reading day used for a wanted day: itself, one before a missing one, one after it, or the newest there is."""

    day: date
    stand_in: bool = False
    so_far: bool = False
    late: bool = False


def edges(period: Period, convention: Convention, shows: Shows) -> Edges:
    """The reading days a convention asks for."""
    if convention == "calendar":
        convention = "first_to_first" if shows == "day_before" else "last_to_last"
    if convention == "first_to_first":
        return Edges(period.start, period.end + DAY)
    return Edges(period.start - DAY, period.end)


def pick(wanted: date, days: Mapping[date, object], newest: date) -> Picked | None:
    """The reading for ``wanted``: itself, the newest where it is not out yet, else the nearest up to three days before."""
    if wanted in days:
        return Picked(wanted)
    if wanted > newest:
        return Picked(newest, so_far=True)
    for back in range(1, FARTHEST.days + 1):
        if (day := wanted - back * DAY) in days:
            return Picked(day, stand_in=True)
    return None


def pick_after(wanted: date, days: Mapping[date, object]) -> Picked | None:
    """The nearest reading after a missing one, at most three days off."""
    later = (wanted + ahead * DAY for ahead in range(1, FARTHEST.days + 1))
    return next((Picked(day, late=True) for day in later if day in days), None)


class Readings(Mapping[date, Statement]):
    """The usable readings of one series by the day that they are of.

    Doubtful ones are left out, and so is a day for which one version gave two values.
    """

    def __init__(self, statements: Iterable[Statement], shows: Shows) -> None:
        found = {one.end: one for one in statements if one.end and "doubtful" not in one.flags}
        self._by_day: dict[date, Statement] = dict(sorted(found.items()))
        self.shows: Shows = shows

    def __getitem__(self, day: date) -> Statement:
        return self._by_day[day]

    def __iter__(self) -> Iterator[date]:
        return iter(self._by_day)

    def __len__(self) -> int:
        return len(self._by_day)

    @property
    def first(self) -> date:
        """The oldest reading's day."""
        return next(iter(self._by_day))

    @property
    def newest(self) -> date:
        """The newest reading's day."""
        return next(reversed(self._by_day))

    def covers(self, day: date) -> date:
        """The last calendar day that the reading of ``day`` shows."""
        return day - DAY if self.shows == "day_before" else day

    def showing(self, day: date) -> date:
        """The reading day that shows the end of a calendar day."""
        return day + DAY if self.shows == "day_before" else day
