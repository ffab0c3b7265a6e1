"""What the rules of the grammar of time mean, as days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from pyrrhus.period import DAY, month
from pyrrhus.reading.calendar import Calendar, When, back, ends, final_units, past, run, unit_of, whole_units

__all__ = ["phrase_of", "span_of"]


def span_of(name: str, bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    """The days that a row of the grammar means, None where they are none."""
    try:
        made = SPANS[name](bound, of)
    except (ValueError, OverflowError):
        return None  # the 31st of June is no day
    return None if made is None else replace(made, rule=name)


def phrase_of(name: str, bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    """A span with the word before it."""
    if name == "since_war":
        return When(of.war, of.published, "war", "in", rule=name)
    if name == "in_units":
        return _in_units(bound.get("n", [1])[0], bound["unit"][0], of)
    if name == "in_a_day":
        past_span = past(1, "day", of)
        return past_span and replace(past_span, form="in", rule="past_day")
    if name == "vague":
        return When(None, of.published, bound.get("unit", ["month"])[0], "vague", rule=name)
    if name == "now":
        return When(None, of.published, "day", "until", rule=name)
    span: When = (bound.get("span") or bound["calendar"])[0]
    if name == "so_far":
        return replace(span, end=min(span.end or of.published, of.published), form="in", rule="so_far")
    if name == "since" and span.start is not None and span.end is not None:
        # "Since February 24" of any later year is since the war began.
        anniversary = span.rule == "day" and (span.start.month, span.start.day) == (of.war.month, of.war.day)
        if span.start <= of.war <= span.end or anniversary:
            span = replace(span, start=of.war)
    if name == "in" and span.rule == "event":
        return (
            When(of.war, of.published, "war", "in", rule="since_war")
            if span.start == of.war
            else replace(span, end=of.published, form="in")
        )
    if name == "in" and span.rule in ("weekday", "last_weekday", "day", "day_of_year"):
        return replace(span, form="on")
    return replace(span, form=name)


def _in_units(count: int, unit: str, of: Calendar) -> When | None:
    """ "In eighteen months": of war where the war is about that old, else the last eighteen."""
    past_span = past(count, unit, of)
    if past_span is None or past_span.start is None:
        return None
    if unit == "day" and count == 1:
        return replace(past_span, form="in", rule="past_day")
    age, told = (of.published - of.war).days, (of.published - past_span.start).days
    if unit != "hour" and abs(age - told) <= max(7, told // 8):
        return When(of.war, of.published, "war", "in", rule="since_war")
    return replace(past_span, form="in", rule="past_units")


Rule = Callable[[Mapping[str, list[Any]], Calendar], "When | None"]


def _whole_month(number: int, of: Calendar, at: int | None = None) -> When:
    """The latest month of that name that has begun, or that of the year the text is about."""
    last = of.published
    told = at if at is not None else of.about_year
    chosen = told if told is not None else last.year - (number > last.month)
    span = month(date(chosen, number, 1))
    return When(span.start, span.end, "month", explicit=at is not None)


def _day(number: int, month_: int, of: Calendar, at: int | None = None) -> When:
    if at is None:
        at = of.about_year if of.about_year is not None else of.published.year
        if date(at, month_, number) > of.published:
            at -= 1
        day = date(at, month_, number)
        return When(day, day, "day")
    day = date(at, month_, number)
    return When(day, day, "day", explicit=True)


def _quarter(number: int, of: Calendar, at: int | None = None) -> When | None:
    if not 1 <= number <= 4:
        return None
    told = at if at is not None else of.about_year
    chosen = told if told is not None else of.published.year - (3 * number - 2 > of.published.month)
    return When(date(chosen, 3 * number - 2, 1), month(date(chosen, 3 * number, 1)).end, "quarter", explicit=at is not None)


def _half(number: int, of: Calendar, at: int | None = None) -> When | None:
    if number not in (1, 2):
        return None
    told = at if at is not None else of.about_year
    chosen = told if told is not None else of.published.year - (6 * number - 5 > of.published.month)
    return When(date(chosen, 6 * number - 5, 1), month(date(chosen, 6 * number, 1)).end, "half", explicit=at is not None)


def _season(first: int, of: Calendar, at: int | None = None, *, ended: bool = False) -> When:
    chosen = at
    if chosen is None:
        chosen = of.about_year if of.about_year is not None else of.published.year
        while date(chosen, first, 1) > of.published or (ended and _season(first, of, chosen).end >= of.published):  # type: ignore[operator]
            chosen -= 1
    start = date(chosen, first, 1)
    end = month(month(month(start).end + DAY).end + DAY).end
    return When(start, end, "season", explicit=at is not None)


def _weekday(number: int, of: Calendar, *, before: bool = False) -> When:
    back = (of.published.weekday() - number) % 7
    day = of.published - timedelta(days=back + (7 if before and back == 0 else 0))
    return When(day, day, "day")


def _this(unit: str, of: Calendar) -> When | None:
    if unit == "hour":
        return None
    span = unit_of(unit, of.published)
    return span and replace(span, end=of.published)


def _last(unit: str, of: Calendar) -> When | None:
    if unit in ("fortnight", "hour"):
        return past(1, unit, of)
    this = unit_of(unit, of.published)
    return unit_of(unit, this.start - DAY) if this is not None and this.start is not None else None


def _weekend(of: Calendar) -> When:
    """The last Saturday and Sunday before the day of publication."""
    sunday = of.published - timedelta(days=(of.published.weekday() + 1) % 7 or 7)
    return When(sunday - DAY, sunday, "range")


def _year_end(of: Calendar) -> When:
    """The last day of the year, in the first half of a year of the one before."""
    day = date(of.published.year - (of.published.month < 7), 12, 31)
    return When(day, day, "point")


def _before_last(unit: str, of: Calendar) -> When | None:
    last = _last(unit, of)
    return unit_of(unit, last.start - DAY) if last is not None and last.start is not None else None


def _between(points: list[When], of: Calendar) -> When | None:
    return ends(points[0], points[1], of)


def _days(bound: Mapping[str, list[Any]], of: Calendar, at: int | None = None) -> When | None:
    first, last = bound["d"][:2]
    if first > last:
        return None
    one, two = _day(first, bound["month"][0], of, at), _day(last, bound["month"][0], of, at)
    return ends(one, two, of) if one.start and two.end and one.start <= two.end else None


def _only(bound: Mapping[str, list[Any]], start: bool) -> When | None:
    span: When = bound["span"][0]
    day = span.start if start else span.end
    return None if day is None or (span.relative and span.rule != "the_unit") else When(day, day, "point", explicit=span.explicit)


def _part(bound: Mapping[str, list[Any]], low: int, high: int) -> When | None:
    """A part of a month, by days, or of a longer span, by thirds."""
    span: When = bound["span"][0]
    if span.start is None or span.end is None or (span.relative and span.rule != "the_unit"):
        return None
    first_day, last_day = span.start, span.end
    span = replace(span, relative=())
    if span.grain == "month":
        first = first_day.replace(day=low)
        return replace(span, start=first, end=month(first).end if high > 28 else first_day.replace(day=high), grain="part")
    length = (last_day - first_day).days + 1
    if length < 3:
        return span
    return replace(
        span,
        start=first_day + timedelta(days=length * (low - 1) // 30),
        end=first_day + timedelta(days=length * high // 30 - 1),
        grain="part",
    )


def _mid(bound: Mapping[str, list[Any]], _: Calendar) -> When | None:
    """The middle of a month is its 15th; of a longer span, its middle third."""
    span: When = bound["span"][0]
    if span.grain == "month" and span.start:
        day = span.start.replace(day=15)
        return When(day, day, "point", explicit=span.explicit)
    return _part(bound, 11, 20)


def _first_units(bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    count, unit = bound["n"][0], bound["unit"][0]
    span: When | None = bound["span"][0] if "span" in bound else unit_of("year", of.published)
    if span is None or span.start is None:
        return None
    return run(span.start, count, unit)


def _the(unit: str, of: Calendar) -> When | None:
    """ "The month": the one spoken of, else that of a week ago."""
    if unit in ("hour", "day"):
        return None
    week = timedelta(days=7)
    span = unit_of(unit, of.published - week) if unit in ("month", "quarter") else unit_of(unit, of.published)
    if unit == "year" and of.about_year is not None:
        span = unit_of(unit, date(of.about_year, 1, 1))
    return span and replace(span, relative=("same", unit, 1))


def _units_to(bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    """ "The week to 2 February": so many units that end on a day."""
    end = bound["point"][0].end
    if end is None:
        return None
    return final_units({"n": bound.get("n", [1]), "unit": bound["unit"], "span": [When(end, end)]}, of)


def _half_of(bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    number, span = bound["nth"][0], bound["span"][0]
    if span.grain == "year" and span.start:
        return _half(number, of, span.start.year)
    if span.grain == "month" and number in (1, 2):
        return _part(bound, 1, 15) if number == 1 else _part(bound, 16, 31)
    return None


def _units_ago(bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    count, unit = bound["n"][0], bound["unit"][0]
    if unit == "hour":
        return None
    day = of.published
    shifted = back(When(day, day, "day"), unit, count)
    return shifted and replace(shifted, relative=(), form="ago")


# A rule takes what its row has bound and the calendar, whether or not it asks for both.
# ruff: noqa: ARG005
SPANS: Final[dict[str, Rule]] = {
    "day": lambda b, of: _day(b["d"][0] if "d" in b else b["nth"][0], b["month"][0], of),
    "day_of_year": lambda b, of: _day(b["d"][0], b["month"][0], of, b["year"][0]),
    "day_in_digits": lambda b, of: _day(b["d"][0], b["m"][0], of, (b.get("year") or b["yy"])[0]),
    "iso_day": lambda b, of: (
        _day(b["m"][1], b["m"][0], of, b["year"][0]) if len(b["m"]) > 1 else _day(b["d"][0], b["m"][0], of, b["year"][0])
    ),
    "month": lambda b, of: _whole_month(b["month"][0], of),
    "month_of_year": lambda b, of: _whole_month(b["month"][0], of, (b.get("year") or b["spoken_year"])[0]),
    "month_of_last_year": lambda b, of: _whole_month(b["month"][0], of, of.published.year - 1),
    "month_of_this_year": lambda b, of: _whole_month(b["month"][0], of, of.published.year),
    "last_month_named": lambda b, of: _whole_month(b["month"][0], of, of.published.year - (b["month"][0] >= of.published.month)),
    "quarter": lambda b, of: _quarter(b["nth"][0], of),
    "quarter_of_year": lambda b, of: _quarter((b.get("nth") or b["d"])[0], of, b["year"][0]),
    "quarter_of_last_year": lambda b, of: _quarter(b["nth"][0], of, of.published.year - 1),
    "last_quarter_of_year": lambda b, of: _quarter(4, of, b["year"][0]),
    "half": lambda b, of: _half((b.get("nth") or b["d"])[0], of),
    "half_of_year": lambda b, of: _half((b.get("nth") or b["d"])[0], of, b["year"][0]),
    "half_in_letters": lambda b, of: _half(b["d"][0], of, b["year"][0]),
    "weekend": lambda b, of: _weekend(of),
    "months_list": lambda b, of: _between(
        [_whole_month(one, of, b["year"][0] if "year" in b else None) for one in b["month"][::2]], of
    ),
    "half_of_last_year": lambda b, of: _half(b["nth"][0], of, of.published.year - 1),
    "half_of_span": _half_of,
    "season": lambda b, of: _season(b["season"][0], of),
    "season_of_year": lambda b, of: _season(b["season"][0], of, b["year"][0]),
    "last_season": lambda b, of: _season(b["season"][0], of, ended=True),
    "year": lambda b, of: When(date(b["year"][0], 1, 1), date(b["year"][0], 12, 31), "year", explicit=True),
    "this_unit": lambda b, of: _this(b["unit"][0], of),
    "this_year": lambda b, of: _this("year", of),
    "last_unit": lambda b, of: _last(b["unit"][0], of),
    "whole_of": lambda b, of: b["span"][0],
    "unit_before_last": lambda b, of: _before_last(b["unit"][0], of),
    "unit_before": lambda b, of: When(None, None, relative=("before", b["unit"][0], 1)),
    "n_units_before": lambda b, of: (
        past(b["n"][0], "hour", of) if b["unit"][0] == "hour" else When(None, None, relative=("before", b["unit"][0], b["n"][0]))
    ),
    "same_span": lambda b, of: When(None, None, relative=("same",)),
    "same_span_last_year": lambda b, of: When(None, None, relative=("back", "year", 1)),
    "same_span_of_year": lambda b, of: When(None, None, relative=("in_year", b["year"][0])),
    "the_n_units": lambda b, of: When(None, None, relative=("same", b["unit"][0], b["n"][0])),
    "units_to": _units_to,
    "the_unit": lambda b, of: _the(b["unit"][0], of),
    "yesterday": lambda b, of: When(of.published - DAY, of.published - DAY, "day"),
    "today": lambda b, of: When(of.published, of.published, "day"),
    "past_day": lambda b, of: past(1, "day", of),
    "past_units": lambda b, of: past(b["n"][0] if "n" in b else 1, b["unit"][0], of),
    "last_units": lambda b, of: whole_units(b["n"][0], b["unit"][0], of),
    "last_n_months_of": final_units,
    "first_n_units_of": _first_units,
    "first_n_units": _first_units,
    "weekday": lambda b, of: _weekday(b["weekday"][0], of),
    "last_weekday": lambda b, of: _weekday(b["weekday"][0], of, before=True),
    "start_of": lambda b, of: (
        _only(b, True) if "span" in b else When(date(of.published.year, 1, 1), date(of.published.year, 1, 1), "point")
    ),
    "end_of": lambda b, of: _only(b, False) if "span" in b else _year_end(of),
    "early": lambda b, of: _part(b, 1, 10),
    "middle_of": _mid,
    "late": lambda b, of: _part(b, 21, 31),
    "event": lambda b, of: When(b["event"][0], b["event"][0], "event", explicit=True),
    "before_event": lambda b, of: When(of.war - DAY, of.war - DAY, "event", explicit=True),
    "span_to_span": lambda b, of: _between([*b.get("span", ()), *b["point"]], of),
    "days_of_month": _days,
    "days_of_month_of_year": lambda b, of: _days(b, of, b["year"][0]),
    "months_and": lambda b, of: ends(_whole_month(b["month"][0], of), _whole_month(b["month"][1], of), of),
    "months_and_of_year": lambda b, of: ends(
        _whole_month(b["month"][0], of, None if "year" in b else of.published.year - 1),
        _whole_month(b["month"][1], of, b["year"][0] if "year" in b else of.published.year - 1),
        of,
    ),
    "units_ago": _units_ago,
}
