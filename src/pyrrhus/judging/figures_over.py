"""A source's figure of one thing over any days, by the best it published: what ranks, trends and comparisons are made of."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from pyrrhus.conflict import scope
from pyrrhus.judging.candidates import share_of_days
from pyrrhus.judging.ratio import ratios_of
from pyrrhus.judging.shelf import Shelf
from pyrrhus.measures.flows import flow, mean_per_day
from pyrrhus.measures.readings import Convention
from pyrrhus.period import DAY, Period, month
from pyrrhus.statement import Statement

__all__ = ["BOTH", "daily_mean", "figure_over", "periods_of_shape", "series_of", "whose_series"]

BOTH: Final[tuple[Convention, ...]] = ("first_to_first", "last_to_last")
"""The two ways of cutting days that publishers print."""
ENOUGH: Final = 0.8
"""The least share of days in common of a claim's period and a print that may stand for it in a trend."""
LONGEST: Final = 1600
"""Days; a series of daily figures has no more."""


def figure_over(metric: str, party: str, period: Period, source: str, shelf: Shelf) -> list[Statement]:
    """Figures for a period, the nearest first: printed for these days, of the daily series, printed for nearly these days.

    ``source`` may be ``unattributed`` for anybody's.
    """
    key = ("over", metric, party, source, period.start, period.end)
    return shelf.once_by_page(key, lambda: _figure_over(metric, party, period, source, shelf))


def _figure_over(metric: str, party: str, period: Period, source: str, shelf: Shelf) -> list[Statement]:
    if metric in ("casualties_per_km2", "deaths_per_km2"):
        asked = Statement(
            source=source, metric=metric, kind="ratio", unit="persons/km2", party=party, start=period.start, end=period.end
        )
        printed = [one for one in shelf.rows(metric, "ratio", party) if (one.start, one.end) == (period.start, period.end)]
        return [one for one in printed if "doubtful" not in one.flags] + [one.figure for one in ratios_of(asked, shelf)]
    rows = [one for one in shelf.rows(metric, "flow", party) if _fit(one, source, metric, shelf)]
    rates = [one for one in shelf.rows(metric, "rate", party) if _fit(one, source, metric, shelf) and one.unit.endswith("/day")]
    exact = [one for one in (*rows, *rates) if (one.start, one.end) == (period.start, period.end)]
    near = [
        one for one in (*rows, *rates)
        if one not in exact and one.start and one.end and share_of_days(_asked(period), one) >= ENOUGH
    ]  # fmt: skip
    near.sort(key=lambda one: -share_of_days(_asked(period), one))
    members = shelf.rules.members(source)
    own = [one for one in exact if one.source in members or source == "unattributed"]
    others = [one for one in exact if one not in own]
    series = _series(metric, party, period, source, shelf)
    if metric == "casualties" and source in shelf.rules.family("ua_general_staff"):
        return [*series, *sorted(exact, key=_plainest), *near]
    return [*sorted(own, key=_plainest), *series, *sorted(others, key=_plainest), *near]


def daily_mean(one: Statement) -> Statement | None:
    """A flow by the day; a rate as it is."""
    if one.kind in ("rate", "ratio"):
        return one
    return mean_per_day(one) if one.value is not None and one.start and one.end else None


def series_of(metric: str, period: Period, source: str, shelf: Shelf, first: date, convention: Convention) -> list[Statement]:
    """The figures of every period of the same shape from ``first`` up to the last day known, whole periods only."""
    key = ("series", metric, source, convention, first, *_phase(period))
    return shelf.once(key, lambda: _series_of(metric, period, source, shelf, first, convention))


def _phase(period: Period) -> tuple[object, ...]:
    """What two periods of one series have in common: the calendar's unit, or a length and where its first day falls."""
    if period.shape in ("month", "quarter", "year"):
        return (period.shape,)
    return (period.days, period.start.toordinal() % period.days)


def _series_of(metric: str, period: Period, source: str, shelf: Shelf, first: date, convention: Convention) -> list[Statement]:
    found = []
    for one in periods_of_shape(period, first, shelf.as_of):
        figure = None
        if metric == "casualties":
            figure = flow(shelf.held.totals, one, convention, began=shelf.of.start)
        elif metric == "ground" and source == "isw":
            pair = shelf.held.layer_change(one, convention)
            figure = pair[1] if pair else None
        elif metric == "ground":
            change = shelf.held.maps.change(one, convention)
            figure = change.net if change else None
        if figure is not None and "so_far" not in figure.flags:
            found.append(figure)
    return found


def periods_of_shape(period: Period, first: date, last: date) -> list[Period]:
    """The periods of one shape that lie between two days, oldest first."""
    found: list[Period] = []
    one = period
    while one.start > first and one.previous().end >= first and len(found) < LONGEST:
        one = one.previous()
    while one.start <= last and len(found) < LONGEST:
        found.append(one)
        if one.shape == "month":
            one = month(one.end + DAY)
        elif one.shape == "year":
            one = Period(date(one.start.year + 1, 1, 1), date(one.start.year + 1, 12, 31), "year")
        else:
            one = Period(one.end + DAY, one.end + (one.end - one.start) + DAY, one.shape)
    return found


def _fit(one: Statement, source: str, metric: str, shelf: Shelf) -> bool:
    if (
        one.flags & {"doubtful"}
        or one.bound in ("over", "under", "nearly")
        or one.value is None
        or one.subgroup
        or one.basis == "lost"
    ):
        return False
    if metric == "ground" and scope(one, shelf.of) == "part":
        return False
    members = shelf.rules.members(source) | shelf.rules.family(source)
    if (
        source != "unattributed"
        and one.source not in members
        and one.derived_from not in members
        and one.relayed_by not in members
    ):
        return False
    return not shelf.place(one.place)


def _plainest(one: Statement) -> tuple[object, ...]:
    return (one.bound != "plain", one.kind != "flow", one.id)


def _asked(period: Period) -> Statement:
    return Statement(source="unattributed", metric="ground", kind="flow", unit="km2", start=period.start, end=period.end)


def _series(metric: str, party: str, period: Period, source: str, shelf: Shelf) -> list[Statement]:
    if party != "russia":
        return []
    found: list[Statement] = []
    whose: tuple[Literal["ua_general_staff", "isw", "deepstate"], ...] = (
        ("ua_general_staff",) if metric == "casualties" else ("isw", "deepstate") if metric == "ground" else ()
    )
    for one in whose:
        if source != "unattributed" and not _may_speak(one, source, metric, shelf):
            continue
        found += (
            shelf.losses("casualties", period)[:1]
            if metric == "casualties"
            else shelf.measured_ground(one, period, "net")[-2:][:1]
        )
    return found


def _may_speak(series: str, source: str, metric: str, shelf: Shelf) -> bool:
    """A series speaks for its maker, its side, and those whose losses are its own figures."""
    if source in shelf.rules.family(series) or series == source:
        return True
    return metric == "casualties" and shelf.stance(source) != "party"


def whose_series(said: Statement, shelf: Shelf) -> list[str]:
    """The daily series that may speak for a claim: Kyiv's for casualties, whoever repeats them; a map-maker's own."""
    if said.party != "russia" or said.subgroup or shelf.place(said.place):
        return []
    if said.metric == "casualties":
        return ["ua_general_staff"] if said.source not in ("ru_mod", "russia_government") else []
    if said.metric == "ground":
        return [said.source] if said.source in ("isw", "deepstate") else ["isw", "deepstate"]
    return []
