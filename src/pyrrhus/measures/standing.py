"""Where a period stands in a series: its rank, its streak, the record, its trend, by both days that publishers print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from pyrrhus.errors import InputError
from pyrrhus.ledger.view import View
from pyrrhus.measures.flows import mean_per_day, months, without_jumps
from pyrrhus.measures.gather import Gathered
from pyrrhus.measures.ranks import margin, rank, streak_above, threshold
from pyrrhus.measures.readings import Convention, Shows
from pyrrhus.measures.trends import trend
from pyrrhus.period import DAY, Period, month
from pyrrhus.statement import Statement

__all__ = ["MARKS", "METRICS", "SERIES", "Row", "Standing", "rank_of", "record_of", "streak_of", "trend_of"]

METRICS: Final = ("casualties", "ground")
SERIES: Final = {"casualties": ("ua_general_staff",), "ground": ("isw", "deepstate")}
"""Whose readings give a series of months."""
MARKS: Final = {"casualties": Decimal(1000), "ground": Decimal(0)}
"""What a streak is counted above where no mark is asked for: persons a day, km2 a day."""

Why = Literal["", "conventions", "corrections", "stand_in", "tie", "short", "not_positive", "below"]


@dataclass(frozen=True, slots=True)
class Row:
    """One day convention's answer, or that of a counter's prints (``convention`` empty).

    ``figure`` is the rank, streak, trend or record; ``of`` the month or period it is of; ``against`` what it is set beside;
    ``margin`` how far apart those are; ``by_day`` the rank of the daily mean.
    """

    convention: Convention | Literal[""]
    figure: Statement | None
    of: Statement
    against: Statement | None = None
    margin: Statement | None = None
    by_day: Statement | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What one source's series says; ``answer`` only where both day conventions agree, else ``why`` says why there is none.

    ``since`` and ``until`` are the days that the series covers.
    """

    what: Literal["rank", "streak", "record", "trend"]
    source: str
    metric: str
    period: Period
    as_of: date
    answer: Statement | None
    why: Why
    rows: tuple[Row, ...]
    since: date | None = None
    until: date | None = None
    mark: Statement | None = None


def rank_of(view: View, period: Period, metric: str = "casualties", source: str | None = None) -> tuple[Standing, ...]:
    """The place of a month among the months of each series up to it, 1 for the highest.

    No rank where the day conventions, or corrections entered in the month, give different ones, where another day's reading
    stands in, or where the month is open.

    Raises:
        InputError: for a period that is no month, or a source without a series of the metric.
        NoData: where no series has the month.
    """
    held, all_series = _series(view, period, metric, source)
    return tuple(_ranked(held, name, series) for name, series in all_series.items())


def record_of(view: View, period: Period, metric: str = "casualties", source: str | None = None) -> tuple[Standing, ...]:
    """The highest month of each series up to a month, and how far the next highest is under it.

    Raises:
        InputError: for a period that is no month, or a source without a series of the metric.
        NoData: where no series has the month.
    """
    held, all_series = _series(view, period, metric, source)
    found = []
    for name, series in all_series.items():
        short = any(len(rows) < 2 for rows in series.values())
        rows = [Row(days, None, rows[-1]) if short else _record(days, rows) for days, rows in series.items()]
        tops = {row.of.start for row in rows}
        ranked = [row for row in rows if row.figure is not None]
        why: Why = "short" if short else "conventions" if len(tops) > 1 else "" if len(ranked) == len(rows) else "tie"
        if not why and "stand_in" in rows[0].of.flags:
            why = "stand_in"
        answer = None if why else rows[0].figure
        found.append(_standing("record", held, name, metric, answer, why, rows if not why else _bare(rows), series))
    return tuple(found)


def streak_of(
    view: View, period: Period, metric: str = "casualties", source: str | None = None, mark: Decimal | None = None
) -> tuple[Standing, ...]:
    """How many months in a row, up to a month, had a daily mean above a mark (persons, or km2, a day).

    Raises:
        InputError: for a period that is no month, or a source without a series of the metric.
        NoData: where no series has the month.
    """
    held, all_series = _series(view, period, metric, source)
    asked = MARKS[metric] if mark is None else mark
    found = []
    for name, series in all_series.items():
        rows = [Row(days, streak_above(rows, asked), rows[-1]) for days, rows in series.items()]
        lengths = {(row.figure.value, row.figure.start) if row.figure else None for row in rows}
        why: Why = "conventions" if len(lengths) > 1 else "below" if rows[0].figure is None else ""
        answer = None if why else rows[0].figure
        kept = _bare(rows) if why == "conventions" else rows
        made = threshold(answer, asked) if answer is not None else None
        found.append(_standing("streak", held, name, metric, answer, why, kept, series, made))
    return tuple(found)


def trend_of(
    view: View, period: Period, against: Period | None = None, metric: str = "casualties", source: str | None = None
) -> tuple[Standing, ...]:
    """How a period's figure went from another's, by default the one before: each series, and each counter that printed both.

    Raises:
        InputError: for a source that has no figure of the metric at all.
        NoData: where nothing covers both periods.
    """
    held = Gathered(view, period)
    held.check_span()
    then = against or period.previous()
    before = Gathered(view, then)
    _check_source(source, metric, [*SERIES[metric], *sorted({one.source for one in view.statements(metric=metric, kind="flow")})])
    found = []
    for (whose, *_), rows in (_print_rows(held, before, metric) | _series_rows(held, then, metric)).items():
        if source in (None, whose):
            told = [row.figure for row in rows if row.figure is not None]
            why: Why = "not_positive" if not told else "conventions" if len({one.direction for one in told}) > 1 else ""
            answer = None if why else told[0]
            found.append(Standing("trend", whose, metric, period, held.as_of, answer, why, tuple(rows)))
    if not found:
        raise held.nothing(f"no figure of {metric} beside one of {then.code}")
    return tuple(found)


def _series(
    view: View, period: Period, metric: str, source: str | None
) -> tuple[Gathered, dict[str, dict[Convention, list[Statement]]]]:
    if period.shape != "month":
        raise InputError(f"a series here is one of months, and {period.code} is none", remedy="name a month like 2025-01")
    held = Gathered(view, period)
    held.check_span()
    _check_source(source, metric, SERIES[metric])
    found: dict[str, dict[Convention, list[Statement]]] = {}
    for name in SERIES[metric]:
        if source in (None, name):
            series = {days: _months(held, name, days) for days in _both(_shows(held, name))}
            if all(rows and rows[-1].start and month(rows[-1].start) == period for rows in series.values()):
                found[name] = series
    if not found:
        raise held.nothing(f"no whole month of {metric}")
    return held, found


def _check_source(source: str | None, metric: str, known: Sequence[str]) -> None:
    if source is not None and source not in known:
        raise InputError(f"no series of {metric} by {source[:40]!r}; there are: {', '.join(dict.fromkeys(known))}")


def _shows(held: Gathered, source: str) -> Shows:
    return {"ua_general_staff": held.totals.shows, "isw": held.layers.shows, "deepstate": held.maps.shows}[source]


def _both(shows: Shows) -> tuple[Convention, Convention]:
    """The calendar's days and the others that publishers print."""
    return ("calendar", "last_to_last" if shows == "day_before" else "first_to_first")


def _months(held: Gathered, source: str, days: Convention) -> list[Statement]:
    """The whole months of a series up to the period."""
    if source == "ua_general_staff":
        return months(held.totals, held.period.end, days, began=held.of.start)
    if source == "isw":
        return [held.set_right(one) for one in months(held.layers, held.period.end, days)]
    found = []
    one = month(next(iter(held.maps.maps), held.period.end + DAY))
    while one.start <= held.period.end:
        change = held.maps.change(one, days)
        if change is not None and "so_far" not in change.net.flags:
            found.append(change.net)
        one = month(one.end + DAY)
    return found


def _ranked(held: Gathered, source: str, series: Mapping[Convention, list[Statement]]) -> Standing:
    rows = [_rank_row(days, rows) for days, rows in series.items()]
    ranks = [row.figure.rank if row.figure else None for row in rows]
    why: Why = ""
    if any(len(one) < 2 for one in series.values()):
        why = "short"
    elif any("stand_in" in row.of.flags for row in rows):
        why = "stand_in"
    elif None in ranks:
        why = "tie"
    elif len(set(ranks)) > 1:
        why = "conventions"
    elif source == "ua_general_staff" and not _holds_without_corrections(held, series, ranks[0]):
        why = "corrections"
    answer = None if why else rows[0].figure
    return _standing("rank", held, source, rows[0].of.metric, answer, why, _bare(rows) if why else rows, series)


def _rank_row(days: Convention, rows: list[Statement]) -> Row:
    mine, means = rows[-1], [mean_per_day(one) for one in rows]
    ordered = sorted(rows, key=lambda one: one.value or 0, reverse=True)
    other = ordered[0] if mine is not ordered[0] else ordered[1] if len(ordered) > 1 else None
    return Row(days, rank(mine, rows), mine, other, _margin(mine, other), rank(means[-1], means))


def _record(days: Convention, rows: list[Statement]) -> Row:
    first, second = sorted(rows, key=lambda one: one.value or 0, reverse=True)[:2]
    means = [mean_per_day(one) for one in rows]
    return Row(days, rank(first, rows), first, second, _margin(second, first), rank(means[rows.index(first)], means))


def _margin(mine: Statement, other: Statement | None) -> Statement | None:
    """How far the lower of two months is under the higher; none where the higher is not above zero."""
    if other is None:
        return None
    low, high = sorted((mine, other), key=lambda one: one.value or 0)
    return margin(low, high) if high.value is not None and high.value > 0 else None


def _holds_without_corrections(held: Gathered, series: Mapping[Convention, list[Statement]], place: int | None) -> bool:
    """Whether the rank stays when what was entered for earlier days is taken off each month."""
    for rows in series.values():
        cleaned = [without_jumps(one, held.jumps) or one for one in rows]
        found = rank(cleaned[-1], cleaned)
        if found is None or found.rank != place:
            return False
    return True


def _bare(rows: Sequence[Row]) -> list[Row]:
    """The months alone: what is not agreed on is not printed."""
    return [Row(row.convention, None, row.of) for row in rows]


def _standing(
    what: Literal["rank", "streak", "record"], held: Gathered, source: str, metric: str, answer: Statement | None, why: Why,
    rows: Sequence[Row], series: Mapping[Convention, list[Statement]], mark: Statement | None = None,
) -> Standing:  # fmt: skip
    whole = next(iter(series.values()))
    return Standing(what, source, metric, held.period, held.as_of, answer, why, tuple(rows), whole[0].start, whole[-1].end, mark)


def _series_rows(held: Gathered, then: Period, metric: str) -> dict[tuple[str, ...], list[Row]]:
    """Both periods by each of two day conventions, as each series gives them."""
    figures: dict[str, tuple[Shows, Callable[[Period, Convention], Statement | None]]] = {}
    if metric == "casualties":
        figures["ua_general_staff"] = (held.totals.shows, held.casualties)
    else:
        figures["isw"] = (held.layers.shows, lambda period, days: _second(held.layer_change(period, days)))
        figures["deepstate"] = (held.maps.shows, lambda period, days: _net(held, period, days))
    found: dict[tuple[str, ...], list[Row]] = {}
    for name, (shows, figure) in figures.items():
        for days in _both(shows):
            now, before = figure(held.period, days), figure(then, days)
            if now is not None and before is not None:
                found.setdefault((name,), []).append(Row(days, trend(now, before), now, before))
    return found


def _second(found: tuple[Statement, Statement] | None) -> Statement | None:
    return found[1] if found else None


def _net(held: Gathered, period: Period, days: Convention) -> Statement | None:
    change = held.maps.change(period, days)
    return change.net if change else None


def _print_rows(held: Gathered, before: Gathered, metric: str) -> dict[tuple[str, ...], list[Row]]:
    """What one counter printed for both periods, of one scope and basis."""
    found: dict[tuple[str, ...], list[Row]] = {}
    if metric == "casualties":
        now, then = held.printed_casualties(held.period), held.printed_casualties(before.period)
        if now is not None and then is not None:
            found[(now.source, "print")] = [Row("", trend(now, then), now, then)]
        return found
    earlier = held.ground_prints(before.period)
    for now in held.ground_prints(held.period):
        same = [one for one in earlier if one.source == now.source and held.alike(one, now)]
        if same:
            found[(now.source, now.place, now.basis)] = [Row("", trend(now, same[0]), now, same[0])]
    return found
