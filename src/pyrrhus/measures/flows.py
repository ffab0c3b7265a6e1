"""What a running total or a level says happened in a period: one reading less another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from pyrrhus.measures.readings import Convention, Picked, Readings, edges, pick
from pyrrhus.measures.worked import divided, worked_out
from pyrrhus.period import DAY, Period, month
from pyrrhus.statement import Statement

__all__ = ["corrections", "flow", "increases", "mean_per_day", "months", "without_jumps"]


def flow(
    readings: Readings, period: Period, convention: Convention = "calendar", *, began: date | None = None
) -> Statement | None:
    """The change over a period, worked out from two readings.

    Args:
        readings: running totals (the flow keeps their metric and unit) or levels of area held (the flow is net ground).
        period: where it is still open, the figure runs to the newest reading, says so, and ends on that day.
        convention: which days' readings are taken.
        began: for a running total, the day its count began: a period that holds it starts from nothing.

    Returns:
        None where no reading shows an edge.
    """
    if not readings:
        return None
    asked = edges(period, convention, readings.shows)
    from_nothing = began is not None and period.start <= began <= period.end
    first = None if from_nothing else _first(readings, asked.first)
    last = pick(asked.last, readings, readings.newest)
    if last is None or (first is None and not from_nothing):
        return None
    before = readings[first.day] if first else None
    after = readings[last.day]
    if before is not None and after.end is not None and before.end is not None and after.end <= before.end:
        return None
    if before is None and readings.covers(last.day) < (began or date.min):
        return None
    start = began if from_nothing and began else period.start
    end = min(period.end, readings.covers(last.day)) if last.so_far else period.end
    assert after.value is not None
    held = after.metric == "held"
    used = [one for one in (before, after) if one is not None]
    return worked_out(
        "level_difference/1" if held else "total_difference/1",
        used,
        metric="ground" if held else after.metric,
        basis="net" if held else "",
        party=after.party,
        kind="flow",
        unit=after.unit,
        class_=after.class_,
        value=after.value - (before.value if before and before.value is not None else Decimal(0)),
        start=start,
        end=end,
        convention=convention,
        days=tuple(one.end for one in used if one.end),
        flags=_flags(first, last),
        note=_note(asked.first, asked.last, first, last),
    )


def increases(
    readings: Readings, period: Period, jumps: Mapping[date, Statement] = MappingProxyType({})
) -> dict[date, Statement]:
    """Each day's increase, by the calendar day it covers; only where both days' readings are there.

    On a day on which a correction of earlier days was entered it is given without that.
    """
    found = {}
    for day in readings:
        covered = readings.covers(day)
        if period.contains(covered) and day - DAY in readings:
            one = flow(readings, Period(covered, covered, "day"))
            if one is not None:
                found[covered] = without_jumps(one, jumps) or one
    return found


def corrections(statements: list[Statement]) -> dict[date, Statement]:
    """Jumps of a running total that are no day's loss, by the day they fell on."""
    return {one.end: one for one in statements if one.end and one.kind == "flow" and "jump" in one.flags}


def without_jumps(total: Statement, jumps: Mapping[date, Statement]) -> Statement | None:
    """The same flow without the corrections that were entered in it; None where there are none."""
    assert total.start and total.end and total.value is not None
    inside = [jump for day, jump in sorted(jumps.items()) if total.start <= day <= total.end]
    if not inside:
        return None
    entered = sum((jump.value for jump in inside if jump.value is not None), Decimal(0))
    return worked_out(
        "without_corrections/1", [total, *inside], metric=total.metric, party=total.party, kind=total.kind,
        unit=total.unit, value=total.value - entered, start=total.start, end=total.end, convention=total.convention,
        days=total.days, derived_from=total.derived_from, note="without corrections of earlier days entered in the period",
    )  # fmt: skip


def mean_per_day(total: Statement) -> Statement:
    """A flow over the days it covers."""
    assert total.start and total.end and total.value is not None
    days = (total.end - total.start).days + 1
    return worked_out(
        "mean_per_day/1", [total], metric=total.metric, basis=total.basis, party=total.party, kind="rate",
        unit=f"{total.unit}/day", value=divided(total.value, Decimal(days)), start=total.start, end=total.end,
        place=total.place, convention=total.convention, days=total.days,
        derived_from=total.derived_from if total.source == "pyrrhus" else total.source,
    )  # fmt: skip


def months(readings: Readings, last: date, convention: Convention = "calendar", *, began: date | None = None) -> list[Statement]:
    """The flow of every whole month from the series' first to the one that holds ``last``, where two readings show it."""
    found = []
    one = month(began or readings.first) if readings else None
    while one and one.start <= last:
        total = flow(readings, one, convention, began=began)
        if total is not None and "so_far" not in total.flags:
            found.append(total)
        one = month(one.end + DAY)
    return found


def _first(readings: Readings, wanted: date) -> Picked | None:
    picked = pick(wanted, readings, readings.newest)
    return None if picked is None or picked.so_far else picked


def _flags(first: Picked | None, last: Picked) -> frozenset[str]:
    told = {"stand_in": (first is not None and first.stand_in) or last.stand_in, "so_far": last.so_far}
    return frozenset(name for name, is_so in told.items() if is_so)


def _note(first_day: date, last_day: date, first: Picked | None, last: Picked) -> str:
    told = [
        f"the reading of {picked.day} stands in for the missing one of {wanted}"
        for wanted, picked in ((first_day, first), (last_day, last))
        if picked is not None and picked.stand_in
    ]
    if last.so_far:
        told.append(f"runs to the newest reading, of {last.day}")
    return "; ".join(told)
