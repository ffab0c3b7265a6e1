"""A number that is right of other days: another month's, an older vintage's, or a change quoted as a level."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pyrrhus.judging.candidates import tie
from pyrrhus.judging.fault import Fault, close_to, gives, is_kyivs, is_named, tells
from pyrrhus.judging.numbers import agrees, digits, meant
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.verdicts import Code, Relation
from pyrrhus.measures.flows import flow, mean_per_day
from pyrrhus.period import DAY, Period, month, period_of
from pyrrhus.statement import Statement

__all__ = ["change_as_level", "older_vintage", "wrong_period"]


def older_vintage(said: Statement, shelf: Shelf) -> Fault | None:
    """A value that its source has since replaced."""
    if said.metric not in ("casualties", "held") or said.value is None:
        return None
    source = "ua_general_staff" if said.metric == "casualties" else "isw"
    if said.source not in shelf.rules.family(source) | {"unattributed"}:
        return None
    days = period_of_figure(said)
    for pair in shelf.restated(source, said.metric):
        before = pair.before
        if said.kind in ("cumulative", "level") and (before.end, before.value) == (said.end, said.value):
            return Fault(Code.OLDER_VINTAGE, before, Relation.OTHER_VINTAGE)
        if said.kind == "flow" and days is not None and said.value in _as_it_stood(before, days, shelf):
            return Fault(Code.OLDER_VINTAGE, before, Relation.OTHER_VINTAGE)
    return None


def _as_it_stood(replaced: Statement, days: Period, shelf: Shelf) -> Iterator[Decimal]:
    """What the totals gave for a period while a reading at one of its edges stood that was replaced since."""
    for first, last in ((days.start, days.end + DAY), (days.start - DAY, days.end)):
        if replaced.end in (first, last):
            pair = [replaced if replaced.end == day else shelf.held.totals.get(day) for day in (first, last)]
            values = [one.value for one in pair if one is not None and one.value is not None]
            if len(values) == 2:
                yield values[1] - values[0]


def change_as_level(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """A change quoted as a level: what was added in a day or month for the total, or the difference of two months for a month."""
    if said.value is None or digits(said.value) < 2:
        return None
    days = period_of_figure(said)
    if said.kind in ("cumulative", "level"):
        metric = "ground" if said.metric == "held" else said.metric
        for one in shelf.rows(metric, "flow", said.party):
            near = one.end and said.end and abs((one.end - said.end).days) <= 31
            if near and gives(said, one, written) and is_named(said, one, shelf):
                return Fault(Code.CHANGE_QUOTED_AS_LEVEL, one)
        if said.metric == "casualties" and is_kyivs(said, shelf) and said.end and said.value is not None:
            for period in (
                Period(said.end - DAY, said.end - DAY),
                Period(said.end, said.end),
                month(month(said.end).start - DAY),
                month(said.end),
            ):
                found = next((one for one in shelf.losses("casualties", period) if one.value == said.value), None)
                if found is not None:
                    return Fault(Code.CHANGE_QUOTED_AS_LEVEL, found)
    elif said.kind == "flow" and days is not None and days.shape == "month":
        for one in shelf.rows(said.metric, "trend", said.party):
            if (one.start, one.end) == (said.start, said.end) and one.unit == said.unit and one.value == said.value:
                return Fault(Code.CHANGE_QUOTED_AS_LEVEL, one)
        if said.metric == "casualties" and is_kyivs(said, shelf):
            now, then = (shelf.losses("casualties", one)[:2] for one in (days, days.previous()))
            for one, other in zip(now, then, strict=False):
                assert one.value is not None and other.value is not None
                if abs(one.value - other.value) == said.value:
                    return Fault(Code.CHANGE_QUOTED_AS_LEVEL, one)
    return None


def wrong_period(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """The same source's number of the same thing, of other days."""
    if not tells(said):
        return None
    days = period_of_figure(said)
    for one in shelf.rows(said.metric, said.kind, said.party):
        other = (one.start, one.end) != (said.start, said.end) and one.unit == said.unit and one.class_ == said.class_
        alike = shelf.place(one.place) == shelf.place(said.place) and one.subgroup == said.subgroup
        own = said.source == "unattributed" or tie(said.source, one, shelf) == "own"
        if other and alike and one.value == said.value and own and (said.kind != "rate" or _months_off(said, one) <= 3):
            return Fault(Code.WRONG_PERIOD, one, Relation.SAME)
    if is_kyivs(said, shelf) and said.metric in ("casualties", "equipment") and said.value is not None and said.end:
        return _kyivs_period(said, written, days, shelf)
    if said.metric == "ground" and said.kind == "flow" and days is not None and days.shape == "month":
        return _maps_period(said, days, shelf)
    return None


def _kyivs_period(said: Statement, written: str, days: Period | None, shelf: Shelf) -> Fault | None:
    readings = shelf.totals(said.metric, said.class_)
    if said.kind == "cumulative":
        mine = meant(said, written)
        hits = [one for one in readings.values() if mine is not None and one.value is not None and mine.holds(one.value)]
        best = min(hits, key=lambda one: abs((one.end or date.min) - (said.end or date.min)), default=None)
        return Fault(Code.WRONG_PERIOD, best) if best is not None and tells(said) else None
    if days is None or said.value is None:
        return None
    if days.start == days.end and said.kind == "flow" and said.metric == "casualties":
        near = sorted(shelf.days_of_increase(said.value), key=lambda day: abs((day - days.start).days))
        if near and abs((near[0] - days.start).days) <= 31:
            return Fault(Code.WRONG_PERIOD, flow(readings, Period(near[0], near[0])))
        return None
    for period in _neighbours(days, shelf)[: 6 if said.kind == "rate" else None]:
        for one in shelf.losses(said.metric, period, said.class_):
            figure = mean_per_day(one) if said.kind == "rate" else one
            if said.kind in ("flow", "rate") and _reads(said, figure):
                return Fault(Code.WRONG_PERIOD, figure)
    return None


def _months_off(said: Statement, one: Statement) -> int:
    if said.end is None or one.end is None:
        return 99
    return abs((said.end.year - one.end.year) * 12 + said.end.month - one.end.month)


def _reads(said: Statement, figure: Statement) -> bool:
    assert figure.value is not None and said.value is not None
    return tells(said) and agrees(said, figure) and (said.bound != "plain" or close_to(said, figure.value))


def _maps_period(said: Statement, days: Period, shelf: Shelf) -> Fault | None:
    for source in ("isw", "deepstate"):
        if said.source not in (source, "unattributed"):
            continue
        for period in _neighbours(days, shelf)[:24]:
            for one in shelf.measured_ground(source, period, said.basis):
                if _reads(said, one):
                    return Fault(Code.WRONG_PERIOD, one)
    return None


def _neighbours(days: Period, shelf: Shelf) -> list[Period]:
    """Other periods of the same shape: from the nearest outwards."""
    first, last = shelf.of.start, shelf.as_of
    found: list[Period] = []
    back, ahead = days, days
    while back.end >= first or ahead.start <= last:
        back = back.previous()
        ahead = _next(ahead)
        found += [one for one in (back, ahead) if one.end >= first and one.start <= last]
        if days.shape == "range" and len(found) >= 2:
            break  # days that nobody names: farther off, a number is found by chance
        if len(found) > 120:
            break
    return found


def _next(days: Period) -> Period:
    if days.shape == "month":
        return month(days.end + DAY)
    if days.shape == "year":
        return period_of(date(days.end.year + 1, 1, 1), date(days.end.year + 1, 12, 31))
    if days.shape == "quarter":
        middle = month(month(month(days.end + DAY).end + DAY).end + DAY)
        return period_of(days.end + DAY, middle.end)
    return Period(days.end + DAY, days.end + (days.end - days.start) + DAY, days.shape)
