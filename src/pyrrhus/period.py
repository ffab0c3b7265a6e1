"""Periods of whole days: read from text, named, and set beside their neighbours.

All days are calendar days without a time zone, as publishers print them; both ends are inclusive.
"""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from pyrrhus.errors import InputError

__all__ = ["DAY", "Period", "month", "parse_day", "parse_period", "period_of", "season", "year"]

Shape = Literal["day", "week", "month", "quarter", "year", "range"]

DAY: Final = timedelta(days=1)
_FORMS = "2025-01, 2025, 2025-Q1, 2025-W05, 2025-01-31 or 2025-01-06..2025-01-12"
_SEASONS: Final = {12: "winter", 3: "spring", 6: "summer", 9: "autumn"}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """``start`` to ``end``, both inclusive; ``shape`` is the calendar unit it was asked as."""

    start: date
    end: date
    shape: Shape = "range"

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.end - self.start).days + 1

    @property
    def code(self) -> str:
        """The shortest text that :func:`parse_period` reads as this period."""
        match self.shape:
            case "day":
                return self.start.isoformat()
            case "month":
                return f"{self.start:%Y-%m}"
            case "year":
                return f"{self.start:%Y}"
            case "quarter":
                return f"{self.start:%Y}-Q{(self.start.month + 2) // 3}"
            case "week":
                iso = self.start.isocalendar()
                return f"{iso.year}-W{iso.week:02}"
            case _:
                return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def name(self) -> str:
        """How prose names it: ``January 2025``, ``January to March 2025``, ``6 to 12 January 2025``."""
        match self.shape:
            case "day":
                return day_name(self.start)
            case "month":
                return f"{self.start:%B %Y}"
            case "year":
                return f"{self.start:%Y}"
            case "quarter":
                return f"{self.start:%B} to {self.end:%B %Y}"
            case _:
                return _span_name(self.start, self.end)

    @property
    def when(self) -> str:
        """Its name with the preposition that prose puts before it: ``in January 2025``, ``on 4 February 2025``."""
        if self.shape in ("month", "year"):
            return f"in {self.name}"
        return f"on {self.name}" if self.start == self.end else f"from {self.name}"

    def contains(self, day: date) -> bool:
        """Whether ``day`` lies inside."""
        return self.start <= day <= self.end

    def previous(self) -> Period:
        """The period of the same shape before this one; a range steps back by its own length."""
        last = self.start - DAY
        match self.shape:
            case "month":
                return month(last)
            case "year":
                return year(last)
            case "quarter":
                return Period(date(last.year, last.month - 2, 1), last, "quarter")
            case _:
                return Period(self.start - timedelta(days=self.days), last, self.shape)

    def year_before(self) -> Period:
        """The same days a year before (the same ISO week number for weeks that the year before has)."""
        if self.shape == "week":
            iso = self.start.isocalendar()
            start = date.fromisocalendar(iso.year - 1, min(iso.week, 52), 1)
            return Period(start, start + timedelta(days=6), "week")
        if self.shape == "month":
            return month(self.start.replace(year=self.start.year - 1, day=1))
        return Period(_year_earlier(self.start), _year_earlier(self.end), self.shape)


def day_name(day: date) -> str:
    """``4 February 2025``."""
    return f"{day.day} {day:%B %Y}"


def month(day: date) -> Period:
    """The calendar month that holds ``day``."""
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last), "month")


def year(day: date) -> Period:
    """The calendar year that holds ``day``."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31), "year")


def season(day: date) -> tuple[str, Period]:
    """The meteorological season (three whole months from December, March, June or September) that holds ``day``."""
    first = (day.month // 3) * 3 or 12
    start = date(day.year - 1 if day.month < 3 else day.year, first, 1)
    end = month(month(month(start).end + DAY).end + DAY).end
    named = f"{start:%Y}" if first != 12 else f"{start:%Y}-{end:%y}"
    return f"{_SEASONS[first]} {named}", Period(start, end)


def parse_day(text: object, *, what: str = "day") -> date:
    """Read ``YYYY-MM-DD``.

    Raises:
        InputError: for any other text.
    """
    if isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise InputError(f"expected a {what} like 2025-02-04, got {str(text)[:60]!r}")


def parse_period(text: str) -> Period:
    """Read a day, ISO week, month, quarter, year or ``first..last`` range.

    Raises:
        InputError: for a text in none of these forms, a day that does not exist, or a range that ends before it starts.
    """
    first, dots, last = text.partition("..")
    parts = [_one_period(part) for part in ([first, last] if dots else [text])]
    if None in parts:
        raise InputError(f"expected a period like {_FORMS}, got {text[:60]!r}")
    found = [part for part in parts if part is not None]
    if found[-1].end < found[0].start:
        raise InputError(f"the period {text[:60]!r} ends before it starts")
    return Period(found[0].start, found[1].end, "range") if dots else found[0]


def period_of(start: date, end: date) -> Period:
    """The period of two days, as the calendar unit that these are the edges of; a range where they are of none."""
    iso = start.isocalendar()
    quarter = f"{start:%Y}-Q{(start.month + 2) // 3}"
    for text in (start.isoformat(), f"{iso.year}-W{iso.week:02}", f"{start:%Y-%m}", quarter, f"{start:%Y}"):
        found = _one_period(text)
        if found and (found.start, found.end) == (start, end):
            return found
    return Period(start, end)


def _one_period(text: str) -> Period | None:
    """A period without dots, None for any other text."""
    try:
        if match := re.fullmatch(r"([0-9]{4})-W([0-9]{2})", text):
            start = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return Period(start, start + timedelta(days=6), "week")
        if match := re.fullmatch(r"([0-9]{4})-Q([1-4])", text):
            start = date(int(match[1]), 3 * int(match[2]) - 2, 1)
            return Period(start, month(start.replace(month=start.month + 2)).end, "quarter")
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            day = date.fromisoformat(text)
            return Period(day, day, "day")
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            return month(date.fromisoformat(f"{text}-01"))
        if re.fullmatch(r"[0-9]{4}", text):
            return year(date(int(text), 1, 1))
    except (ValueError, OverflowError):
        return None
    return None


def _year_earlier(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    whole_february = day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]
    return day.replace(year=day.year - 1, day=last if whole_february else min(day.day, last))


def _span_name(start: date, end: date) -> str:
    if start == end:
        return day_name(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_name(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {day_name(end)}"
    return f"{day_name(start)} to {day_name(end)}"
