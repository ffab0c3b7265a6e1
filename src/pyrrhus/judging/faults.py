"""Which error explains a number that differs: each is tried, and only one that gives the number exactly is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from pyrrhus.judging.candidates import Candidate, tie
from pyrrhus.judging.numbers import Span, agrees, apart, central, digits, meant, quantum
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.verdicts import Code, Relation
from pyrrhus.measures.flows import flow, mean_per_day
from pyrrhus.period import DAY, Period, month, period_of
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

__all__ = ["Fault", "explain"]

TELLING: Final = 3
"""A number of fewer digits is found in too many places to tell anything."""
NEAR: Final = Decimal("0.10")
"""How far a number may be from the figure and still be a bad rounding of it."""
_UNITS: Final = (KM2_PER_SQUARE_MILE, 1 / KM2_PER_SQUARE_MILE, KM2_PER_SQUARE_MILE**2, 1 / KM2_PER_SQUARE_MILE**2)
_DAYS: Final = (Decimal(7), Decimal(30), Decimal(31), Decimal(365))


@dataclass(frozen=True, slots=True)
class Fault:
    """An error that explains the number: what it is really the figure of (``found``), None where the digits alone went wrong."""

    code: Code
    found: Statement | None = None
    relation: Relation = Relation.SAME


def explain(said: Statement, written: str, own: list[Candidate], shelf: Shelf) -> Fault | None:
    """The first error that gives the number, from the most to the least telling.

    Args:
        said: the claim's statement.
        written: its words.
        own: the figures for the claim's own metric, party and days.
        shelf: what is held.
    """
    expected = [one.figure for one in own if one.tie == "own"] or [one.figure for one in own]
    tries: tuple[Callable[[], Fault | None], ...] = (
        lambda: _unit(said, expected),
        lambda: _thousands(said, expected),
        lambda: _category(said, written, shelf),
        lambda: _party(said, written, shelf),
        lambda: _source(said, written, own),
        lambda: _scope(said, written, shelf),
        lambda: _vintage(said, shelf),
        lambda: _swapped(said, expected),
        lambda: _change(said, written, shelf),
        lambda: _period(said, written, shelf),
        lambda: _one_digit(said, expected),
        lambda: _rounding(said, expected),
    )
    return next((found for one in tries if (found := one()) is not None), None)


def _values(expected: list[Statement]) -> Iterator[tuple[Decimal, Statement]]:
    for one in expected:
        value = central(one)
        if value:
            yield value, one


def _tells(said: Statement) -> bool:
    return said.value is not None and digits(said.value) >= TELLING


def _unit(said: Statement, expected: list[Statement]) -> Fault | None:
    """Square miles for km2, square metres, a ratio divided instead of multiplied; a rate for another length of time."""
    factors: tuple[Decimal, ...] = ()
    if said.unit.startswith("km2") or said.unit == "persons/km2":
        factors = (*_UNITS, Decimal(1_000_000), Decimal("0.000001"))
    elif "/" in said.unit:
        factors = tuple(factor for days in _DAYS for factor in (days, 1 / days))
    mine = meant(said)
    for value, one in _values(expected):
        for factor in factors:
            if mine is not None and mine.holds(value * factor) and (said.bound != "plain" or _close(said, value * factor)):
                return Fault(Code.WRONG_UNIT, one)
    if "metre" in said.unit_as_written.casefold() or "meter" in said.unit_as_written.casefold():
        unit = said.unit_as_written.casefold().replace("kilometre", "").replace("kilometer", "")
        if "metre" in unit or "meter" in unit:
            return Fault(Code.WRONG_UNIT, expected[0] if expected else None)
    return None


def _close(said: Statement, value: Decimal) -> bool:
    """A converted number agrees to its last digit, or to half a percent."""
    assert said.value is not None
    return abs(said.value - value) <= max(quantum(said.value) / 2, abs(value) / 200)


def _thousands(said: Statement, expected: list[Statement]) -> Fault | None:
    """48 or 48.24 for 48,240; 48,240,000."""
    if said.value is None or said.unit.startswith("km2"):
        return None
    for value, one in _values(expected):
        if abs(value) < 1000:
            continue
        thousandth = value / 1000
        if said.value in (thousandth, Decimal(int(thousandth)), thousandth.quantize(Decimal(1))) or said.value == value * 1000:
            return Fault(Code.THOUSANDS_MARK_LOST, one)
    return None


def _category(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """The same number for the same days and party, of another loss."""
    if said.metric not in shelf.metrics() or said.value is None:
        return None
    for metric in shelf.metrics():
        if metric == said.metric:
            continue
        for one in _like(said, shelf, metric=metric):
            if _same(said, one, written) and _named(said, one, shelf):
                return Fault(Code.WRONG_CATEGORY, one, Relation.OTHER_DEFINITION)
    if said.kind == "added":
        return None
    for one in shelf.rows("killed_confirmed", "added", said.party) if said.kind == "flow" else ():
        if (one.start, one.end) == (said.start, said.end) and _same(said, one, written):
            return Fault(Code.WRONG_CATEGORY, one, Relation.OTHER_DEFINITION)
    return None


def _party(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """The same number for the same days, of the other side."""
    for party in shelf.of.parties:
        if party == said.party:
            continue
        for one in _like(said, shelf, party=party):
            if _same(said, one, written) and _named(said, one, shelf):
                return Fault(Code.WRONG_PARTY, one)
    return None


def _source(said: Statement, written: str, own: list[Candidate]) -> Fault | None:
    """The same number for the same thing, of somebody else."""
    if said.source == "unattributed":
        return None
    for one in own:
        if one.tie == "other" and _same(said, one.figure, written):
            return Fault(Code.WRONG_SOURCE, one.figure, Relation.INDEPENDENT)
    return None


def _scope(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """The same number for the same days, of a part of the country or of more than it."""
    for one in shelf.rows(said.metric, said.kind, said.party):
        elsewhere = shelf.place(one.place) != shelf.place(said.place)
        same = (one.start, one.end) == (said.start, said.end) and one.unit == said.unit
        if elsewhere and same and _same(said, one, written) and _named(said, one, shelf):
            return Fault(Code.WRONG_SCOPE, one, Relation.OTHER_SCOPE)
    return None


def _vintage(said: Statement, shelf: Shelf) -> Fault | None:
    """A value that its source has since replaced."""
    if said.metric not in ("casualties", "held") or said.value is None:
        return None
    source = "ua_general_staff" if said.metric == "casualties" else "isw"
    if said.source not in shelf.rules.family(source) | {"unattributed"}:
        return None
    for pair in shelf.view.restated(source, said.metric):
        if pair.before.end == said.end and pair.before.value == said.value and said.kind in ("cumulative", "level"):
            return Fault(Code.OLDER_VINTAGE, pair.before, Relation.OTHER_VINTAGE)
        days = period_of_figure(said)
        if said.kind == "flow" and days is not None and pair.before.value is not None:
            stood = dict(shelf.held.totals) | {pair.before.end: pair.before}
            for first, last in ((days.start, days.end + DAY), (days.start - DAY, days.end)):
                before, after = stood.get(first), stood.get(last)
                touched = pair.before.end in (first, last)
                if touched and before and after and before.value is not None and after.value is not None:
                    if after.value - before.value == said.value:
                        return Fault(Code.OLDER_VINTAGE, pair.before, Relation.OTHER_VINTAGE)
    return None


def _swapped(said: Statement, expected: list[Statement]) -> Fault | None:
    """Two digits changed places."""
    for value, one in _values(expected):
        ours, theirs = _written(said, value)
        if ours == theirs or len(ours) != len(theirs) or sorted(ours) != sorted(theirs):
            continue
        if sum(a != b for a, b in zip(ours, theirs, strict=True)) == 2:
            return Fault(Code.DIGITS_SWAPPED, one)
    return None


def _one_digit(said: Statement, expected: list[Statement]) -> Fault | None:
    """One digit is another."""
    if not _tells(said):
        return None
    for value, one in _values(expected):
        ours, theirs = _written(said, value)
        if len(ours) == len(theirs) >= TELLING and sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1:
            return Fault(Code.DIGIT_CHANGED, one)
    return None


def _written(said: Statement, value: Decimal) -> tuple[str, str]:
    """Both numbers as digits, the figure rounded as the text's number is."""
    if said.value is None:
        return "", ""
    unit = min(quantum(said.value), Decimal(1)) if quantum(said.value) < 1 else Decimal(1)
    return f"{abs(said.value).quantize(unit):f}", f"{abs(value).quantize(unit):f}"


def _change(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """A change quoted as a level: what was added in a day or month for the total, or the difference of two months for a month."""
    if not _tells(said):
        return None
    days = period_of_figure(said)
    if said.kind in ("cumulative", "level"):
        metric = "ground" if said.metric == "held" else said.metric
        for one in shelf.rows(metric, "flow", said.party):
            if one.end and said.end and abs((one.end - said.end).days) <= 31 and _same(said, one, written):
                if _named(said, one, shelf):
                    return Fault(Code.CHANGE_QUOTED_AS_LEVEL, one)
        if said.metric == "casualties" and _kyiv(said, shelf) and said.end and said.value is not None:
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
        if said.metric == "casualties" and _kyiv(said, shelf):
            now, then = (shelf.losses("casualties", one)[:2] for one in (days, days.previous()))
            for one, other in zip(now, then, strict=False):
                assert one.value is not None and other.value is not None
                if abs(one.value - other.value) == said.value:
                    return Fault(Code.CHANGE_QUOTED_AS_LEVEL, one)
    return None


def _period(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """The same source's number of the same thing, of other days."""
    if not _tells(said):
        return None
    days = period_of_figure(said)
    for one in shelf.rows(said.metric, said.kind, said.party):
        other = (one.start, one.end) != (said.start, said.end) and one.unit == said.unit and one.class_ == said.class_
        alike = shelf.place(one.place) == shelf.place(said.place) and one.subgroup == said.subgroup
        own = said.source == "unattributed" or tie(said.source, one, shelf) == "own"
        if other and alike and one.value == said.value and own and (said.kind != "rate" or _months_off(said, one) <= 3):
            return Fault(Code.WRONG_PERIOD, one, Relation.SAME)
    if _kyiv(said, shelf) and said.metric in ("casualties", "equipment") and said.value is not None and said.end:
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
        return Fault(Code.WRONG_PERIOD, best) if best is not None and _tells(said) else None
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
    return _tells(said) and agrees(said, figure) and (said.bound != "plain" or _close(said, figure.value))


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


def _rounding(said: Statement, expected: list[Statement]) -> Fault | None:
    """Near the figure, but the digits or the word of bound do not allow it."""
    mine = central(said)
    for value, one in _values(expected):
        if mine is not None and apart(mine, value) <= NEAR:
            return Fault(Code.ROUNDING_BEYOND_BOUND, one)
    return None


def _like(said: Statement, shelf: Shelf, *, metric: str = "", party: str = "") -> Iterator[Statement]:
    """Figures that a claim would be about if it were of another metric or party, its days as they are."""
    what, whose = metric or said.metric, party or said.party
    for one in shelf.rows(what, said.kind, whose):
        same_end = said.kind in ("cumulative", "level") and one.end and said.end and abs((one.end - said.end).days) <= 3
        if ((one.start, one.end) == (said.start, said.end) or same_end) and one.unit == said.unit and not one.subgroup:
            if shelf.place(one.place) == shelf.place(said.place) and one.class_ == said.class_:
                yield one
    days = period_of_figure(said)
    if what == "casualties" and whose == "russia" and days is not None and not shelf.place(said.place):
        if said.kind == "flow":
            yield from shelf.losses("casualties", days)
        elif said.kind == "rate" and said.unit == "persons/day":
            yield from (mean_per_day(one) for one in shelf.losses("casualties", days))
        elif said.kind == "cumulative" and said.end:
            yield from (one for day in (said.end, said.end - DAY) if (one := shelf.held.totals.get(day)) is not None)


def _same(said: Statement, one: Statement, written: str) -> bool:
    """Whether a figure gives the text's number; one of few digits has to be the very number."""
    if said.value is None or one.value is None:
        return False
    mine = meant(said, written)
    if _tells(said):
        return isinstance(mine, Span) and mine.holds(one.value) and (said.value == one.value or _close(said, one.value))
    # A number of two digits tells only of the very days.
    very_days = (said.start, said.end) == (one.start, one.end) and said.kind not in ("cumulative", "level")
    return digits(said.value) == 2 and very_days and said.value == one.value and one.bound in (said.bound, "plain")


def _named(said: Statement, one: Statement, shelf: Shelf) -> bool:
    """Whether a figure is the named source's, its side's, or nobody was named."""
    return said.source == "unattributed" or tie(said.source, one, shelf) != "other"


def _kyiv(said: Statement, shelf: Shelf) -> bool:
    kyiv = shelf.rules.family("ua_general_staff") | {"unattributed"}
    return said.party == "russia" and (said.source in kyiv or said.relayed_by in kyiv) and not said.place and not said.subgroup
