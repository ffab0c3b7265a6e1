"""Days counted: from the day of publication back, by calendar units, and between two days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from pyrrhus.period import DAY, month, year

__all__ = ["Calendar", "When", "back", "ends", "final_units", "months_back", "past", "run", "unit_of", "whole_units"]


@dataclass(frozen=True, slots=True)
class When:
    """A phrase of time in a text; days are inclusive, None where that side is open or not said.

    ``form`` is how it relates to its number (``in``, ``on``, ``since``, ``until``, ``ago``, ``vague``); ``grain`` is the
    calendar unit it was said in; ``relative`` tells what it needs another period for.
    """

    start: date | None
    end: date | None
    grain: str = "day"
    form: str = ""
    relative: tuple[Any, ...] = ()
    rule: str = ""
    explicit: bool = False
    from_: int = 0
    to: int = 0
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """What days are counted from: the day of publication, the events of the conflict, a year the text is about."""

    published: date
    war: date
    events: Mapping[str, date] = field(default_factory=dict)
    about_year: int | None = None


def unit_of(unit: str, day: date) -> When | None:
    """The calendar day, week, month, quarter or year that holds a day."""
    if unit == "day":
        return When(day, day, "day")
    if unit == "week":
        start = day - timedelta(days=day.weekday())
        return When(start, start + timedelta(days=6), "week")
    if unit == "month":
        return When(month(day).start, month(day).end, "month")
    if unit == "quarter":
        first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        return When(first, month(first.replace(month=first.month + 2)).end, "quarter")
    if unit == "year":
        return When(year(day).start, year(day).end, "year")
    return None


def past(count: int, unit: str, of: Calendar) -> When | None:
    """The days that end on the day of publication; hours up to 24 and one day are the day before."""
    end = of.published
    if unit == "hour":
        if count > 24 and count % 24 == 0:
            return When(end - timedelta(days=count // 24 - 1), end, "day")
        return When(end - DAY, end - DAY, "day") if count <= 24 else When(end - timedelta(days=-(-count // 24) - 1), end, "day")
    if unit == "day":
        return When(end - DAY, end - DAY, "day") if count == 1 else When(end - timedelta(days=count - 1), end, "day")
    if unit in ("week", "fortnight"):
        return When(end - timedelta(days=count * (14 if unit == "fortnight" else 7) - 1), end, unit)
    # "The last three months", "the past year": back by calendar months, to the day after the same day.
    return When(months_back(end, count * {"month": 1, "quarter": 3, "year": 12}[unit]) + DAY, end, unit)


def whole_units(count: int, unit: str, of: Calendar) -> When | None:
    """ "The last four months": whole calendar months before the one that has begun, unless that is as good as over."""
    if unit not in ("month", "quarter"):
        return past(count, unit, of)
    last = month(of.published).start - DAY if of.published != month(of.published).end else of.published
    return When(months_back(last + DAY, count * (3 if unit == "quarter" else 1)), last, "range")


def months_back(day: date, count: int) -> date:
    """The same day so many months before, or the last of a shorter month."""
    whole = day.year * 12 + day.month - 1 - count
    first = date(whole // 12, whole % 12 + 1, 1)
    return first.replace(day=min(day.day, month(first).end.day))


def back(span: When, unit: str, count: int) -> When | None:
    """The same days so many units before."""
    if span.start is None or span.end is None:
        return None
    if unit in ("month", "quarter", "year"):
        step = count * {"month": 1, "quarter": 3, "year": 12}[unit]
        end = months_back(span.end, step)
        if span.end == month(span.end).end:
            end = month(end).end
        return replace(span, start=months_back(span.start, step), end=end)
    days = timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}.get(unit, 1))
    return replace(span, start=span.start - days, end=span.end - days)


def ends(first: When, last: When, of: Calendar) -> When | None:
    """From the first day of one span to the last of another, a year told with one holding for both."""
    if first.start is None or last.end is None or first.relative or last.relative:
        return None
    start, end = first.start, last.end
    if last.explicit and not first.explicit:
        while start.year > end.year or start > end:
            start = start.replace(year=start.year - 1, day=min(start.day, 28) if start.month == 2 else start.day)
        while start.year < end.year and start.replace(year=start.year + 1, day=min(start.day, 28)) <= end:
            start = start.replace(year=start.year + 1, day=min(start.day, 28) if start.month == 2 else start.day)
    elif first.explicit and not last.explicit and end < start:
        return None
    elif start > end:
        start = months_back(start, 12)
        if start > end:
            return None
    if start <= of.war <= end and (of.war - start).days < 32:
        start = of.war
    return When(start, end, last.grain if first.grain == last.grain else "range", explicit=first.explicit or last.explicit)


def run(start: date, count: int, unit: str) -> When | None:
    """So many units from a first day on."""
    if unit in ("month", "quarter", "year"):
        step = count * {"month": 1, "quarter": 3, "year": 12}[unit]
        return When(start, months_back(start, -step) - DAY, "range")
    if unit in ("day", "week", "fortnight"):
        return When(start, start + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit] - 1), "range")
    return None


def final_units(bound: Mapping[str, list[Any]], _: Calendar) -> When | None:
    """The last so many units of a span."""
    count, unit, span = bound["n"][0], bound["unit"][0], bound["span"][0]
    if span.end is None or span.relative:
        return None
    if unit in ("month", "quarter", "year"):
        start = months_back(span.end + DAY, count * {"month": 1, "quarter": 3, "year": 12}[unit])
        return When(start, span.end, "range", explicit=span.explicit)
    if unit in ("day", "week", "fortnight"):
        return When(span.end - timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit] - 1), span.end, "range")
    return None
