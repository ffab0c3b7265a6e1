"""Where a month stands in its series: ranks, margins, streaks, days above a mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pyrrhus.measures.flows import mean_per_day
from pyrrhus.measures.worked import divided, worked_out
from pyrrhus.statement import Statement

__all__ = ["days_at_or_above", "margin", "rank", "streak_above", "threshold"]


def rank(one: Statement, series: Sequence[Statement]) -> Statement | None:
    """The place of a figure in its series, 1 for the highest.

    Returns:
        None where the figure is not of the series, shares its place with another, or the series has one month.
    """
    values = [other.value for other in series if other.value is not None]
    if one.value is None or len(values) < 2 or values.count(one.value) != 1:
        return None
    place = sum(value > one.value for value in values) + 1
    return worked_out(
        "rank/1", list(series), metric=one.metric, basis=one.basis, party=one.party, kind="rank", unit=one.unit,
        rank=place, direction="up", start=one.start, end=one.end, vs_start=series[0].start, vs_end=series[-1].end,
        convention=one.convention, derived_from=one.derived_from,
    )  # fmt: skip


def margin(one: Statement, other: Statement, *, bound: str = "plain", vs_source: str = "") -> Statement:
    """How far a figure is below (or above) another, in percent of the other: of its series, or of another source."""
    assert one.value is not None and other.value
    return worked_out(
        "margin/1", [one, other], metric=one.metric, party=one.party, kind="comparison", unit="percent",
        value=divided(abs(one.value - other.value) * 100, other.value), direction="down" if one.value < other.value else "up",
        start=one.start, end=one.end, vs_start=other.start, vs_end=other.end, convention=one.convention,
        derived_from=one.derived_from, bound=bound, vs_source=vs_source,
    )  # fmt: skip


def streak_above(months: Sequence[Statement], mark: Decimal) -> Statement | None:
    """How many months in a row, up to the last, had a daily mean above a mark; None where the last had not."""
    run: list[Statement] = []
    for total in reversed(months):
        mean = mean_per_day(total)
        if mean.value is None or mean.value <= mark:
            break
        run.append(mean)
    if not run:
        return None
    run.reverse()
    return worked_out(
        "streak/1", run, metric=run[0].metric, party=run[0].party, kind="count", unit="months", value=Decimal(len(run)),
        start=run[0].start, end=run[-1].end, derived_from=run[0].derived_from, of=f"means above {mark:,f}",
        note=f"daily mean above {mark:,f}",
    )  # fmt: skip


def threshold(streak: Statement, mark: Decimal) -> Statement:
    """The mark that each month of a streak was above."""
    return worked_out(
        "threshold/1", [streak], metric=streak.metric, party=streak.party, kind="threshold", bound="over",
        unit=f"{streak.operands[0].unit.removesuffix('/day')}/day", value=mark, of=f"{mark:,f} a day",
        start=streak.start, end=streak.end, derived_from=streak.derived_from,
    )  # fmt: skip


def days_at_or_above(days: Iterable[Statement], mark: Decimal) -> Statement | None:
    """On how many of the days given the figure reached a mark; None without any day."""
    series = list(days)
    if not series:
        return None
    reached = [one for one in series if one.value is not None and one.value >= mark]
    return worked_out(
        "days_at_or_above/1", series, metric=series[0].metric, party=series[0].party, kind="count", unit="days",
        value=Decimal(len(reached)), start=series[0].start, end=series[-1].end, derived_from=series[0].derived_from,
        note=f"at or above {mark:,}",
    )  # fmt: skip
