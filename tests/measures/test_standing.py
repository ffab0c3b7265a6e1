"""Ranks, records, streaks and trends are told only where both days that publishers print agree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from making import totals

from pyrrhus.errors import InputError, NoData
from pyrrhus.ledger.view import View
from pyrrhus.measures.standing import rank_of, record_of, streak_of, trend_of
from pyrrhus.period import parse_period


def test_a_rank_names_its_series_and_the_margin_by_both_conventions(view: View) -> None:
    (found,) = rank_of(view, parse_period("2025-01"))
    assert found.answer is not None
    assert (found.answer.rank, found.source, found.since) == (2, "ua_general_staff", date(2022, 2, 24))
    assert [(row.convention, row.of.value) for row in found.rows] == [("calendar", 48240), ("last_to_last", 48060)]
    assert [round(row.margin.value or 0, 1) for row in found.rows if row.margin] == [Decimal("0.9"), Decimal("2.2")]
    assert [row.by_day.rank for row in found.rows if row.by_day] == [2, 2]


@pytest.mark.parametrize(("code", "metric", "source", "why"), [
    ("2025-02", "casualties", "ua_general_staff", "conventions"),
    ("2025-01", "ground", "isw", "conventions"),
    ("2025-01", "ground", "deepstate", "stand_in"),
])  # fmt: skip
def test_no_rank_is_printed_where_the_days_matter(view: View, code: str, metric: str, source: str, why: str) -> None:
    (found,) = rank_of(view, parse_period(code), metric, source)
    assert (found.answer, found.why) == (None, why)
    assert all(row.figure is None and row.by_day is None and row.of.value is not None for row in found.rows)


def test_the_record_is_the_highest_month_and_the_next_under_it(view: View) -> None:
    (found,) = record_of(view, parse_period("2025-01"))
    row = found.rows[0]
    assert row.against is not None
    assert (row.of.start, row.of.value, row.against.value) == (date(2024, 12, 1), 48670, 48240)


def test_a_streak_counts_months_above_a_mark_in_its_own_unit(view: View) -> None:
    (found,) = streak_of(view, parse_period("2025-01"))
    assert found.answer is not None and found.mark is not None
    assert (found.answer.value, found.answer.start, found.mark.value, found.mark.unit) == (
        9,
        date(2024, 5, 1),
        1000,
        "persons/day",
    )
    (none,) = streak_of(view, parse_period("2025-01"), mark=Decimal(2000))
    assert (none.answer, none.why) == (None, "below")
    ground = streak_of(view, parse_period("2025-01"), "ground")
    assert [(one.source, one.mark.unit if one.mark else "") for one in ground] == [("isw", "km2/day"), ("deepstate", "km2/day")]
    assert ground[1].answer is not None
    assert ground[1].answer.start == ground[1].since  # no longer than the series


def test_prints_have_a_trend_and_the_series_only_where_both_conventions_agree(view: View) -> None:
    printed, series = trend_of(view, parse_period("2025-01"))
    assert printed.answer is not None
    assert (printed.answer.direction, printed.rows[0].convention) == ("same", "")
    assert (series.answer, series.why) == (None, "conventions")
    assert [row.figure.direction for row in series.rows if row.figure] == ["same", "down"]


def test_a_trend_is_of_one_counter_with_itself(view: View) -> None:
    found = trend_of(view, parse_period("2025-01"), metric="ground")
    for one in found:
        for row in one.rows:
            assert row.against is not None
            assert (row.of.source, row.of.derived_from) == (row.against.source, row.against.derived_from)
    (isw, *_) = trend_of(view, parse_period("2025-01"), parse_period("2024-11"), "ground", "isw")
    assert isw.rows[0].against is not None
    assert isw.rows[0].against.start == date(2024, 11, 1)


def test_a_rank_that_hangs_on_a_correction_is_none(view: View) -> None:
    from making import total

    from pyrrhus.measures.flows import months
    from pyrrhus.measures.gather import Gathered
    from pyrrhus.measures.standing import _ranked

    readings = totals(date(2024, 1, 1), [10] * 31 + [20] * 29 + [25] * 31 + [1])
    series = {days: months(readings, date(2024, 3, 31), days) for days in ("calendar", "last_to_last")}
    held = Gathered(view, parse_period("2024-03"))
    held.jumps = {date(2024, 3, 5): total(date(2024, 3, 5), 400, kind="flow", start=date(2024, 3, 5), flags=frozenset({"jump"}))}
    assert _ranked(held, "ua_general_staff", series).why == "corrections"
    held.jumps = {}
    assert _ranked(held, "ua_general_staff", series).why == ""


@pytest.mark.parametrize("measure", [rank_of, record_of, streak_of])
def test_only_whole_months_of_a_known_series_stand_in_one(view: View, measure: object) -> None:
    assert callable(measure)
    with pytest.raises(InputError, match="name a month like 2025-01"):
        measure(view, parse_period("2025-W05"))
    with pytest.raises(InputError, match="no series of casualties by 'isw'; there are: ua_general_staff"):
        measure(view, parse_period("2025-01"), source="isw")
    with pytest.raises(NoData, match="no whole month of casualties is held"):
        measure(view.at(date(2025, 1, 20)), parse_period("2025-01"))


def test_the_first_month_of_a_series_is_no_record(view: View) -> None:
    (found,) = record_of(view, parse_period("2022-03"), "ground", "isw")
    assert (found.answer, found.why, len(found.rows)) == (None, "short", 2)
