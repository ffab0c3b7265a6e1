"""Flows from running totals: which days are taken, what stands in, what is said of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import total, totals

from pyrrhus.measures.flows import flow, increases, mean_per_day, months, without_jumps
from pyrrhus.measures.readings import Readings, edges
from pyrrhus.period import Period, parse_period
from pyrrhus.statement import Statement

JANUARY = parse_period("2025-01")
FIRST = date(2024, 12, 30)


def test_calendar_takes_the_readings_that_show_the_edges() -> None:
    assert edges(JANUARY, "calendar", "day_before") == edges(JANUARY, "first_to_first", "day_before")
    assert edges(JANUARY, "calendar", "same_day") == edges(JANUARY, "last_to_last", "same_day")
    assert edges(JANUARY, "first_to_first", "day_before").last == date(2025, 2, 1)
    assert edges(JANUARY, "last_to_last", "day_before").first == date(2024, 12, 31)


def test_a_month_is_the_difference_of_the_two_bulletins_that_show_it() -> None:
    readings = totals(FIRST, list(range(1, 41)), base=1000)
    by_hand = readings[date(2025, 2, 1)].value - readings[date(2025, 1, 1)].value  # type: ignore[operator]
    found = flow(readings, JANUARY)
    assert found is not None
    assert found.value == by_hand
    assert found.days == (date(2025, 1, 1), date(2025, 2, 1))
    assert found.inputs == (readings[date(2025, 1, 1)].id, readings[date(2025, 2, 1)].id)
    assert found.known == date(2025, 2, 1)
    assert not found.flags


def test_the_nearest_reading_before_stands_in_and_is_named() -> None:
    readings = totals(FIRST, [10] * 40, missing=(date(2025, 1, 1),))
    found = flow(readings, JANUARY)
    assert found is not None
    assert found.days[0] == date(2024, 12, 31)
    assert "stand_in" in found.flags
    assert "2024-12-31 stands in for the missing one of 2025-01-01" in found.note


def test_a_gap_of_more_than_three_days_gives_no_figure() -> None:
    gone = tuple(date(2025, 1, 29) + timedelta(days=n) for n in range(4))
    assert flow(totals(FIRST, [10] * 50, missing=gone), JANUARY) is None
    assert flow(totals(FIRST, [10] * 50, missing=gone[1:]), JANUARY) is not None


def test_an_open_period_runs_to_the_newest_reading_and_says_so() -> None:
    readings = totals(FIRST, [10] * 12)
    found = flow(readings, JANUARY)
    assert found is not None
    assert "so_far" in found.flags
    assert found.end == date(2025, 1, 10)
    assert found.value == 100
    assert months(readings, JANUARY.end) == []


def test_a_period_before_or_after_the_series_has_no_figure() -> None:
    readings = totals(FIRST, [10] * 12)
    assert flow(readings, parse_period("2023-01")) is None
    assert flow(readings, parse_period("2025-03")) is None
    assert flow(Readings([], "day_before"), JANUARY) is None


def test_the_period_in_which_the_count_began_starts_from_nothing() -> None:
    readings = totals(date(2022, 2, 25), [100] * 40, base=2800)
    found = flow(readings, parse_period("2022-02"), began=date(2022, 2, 24))
    assert found is not None
    assert found.start == date(2022, 2, 24)
    assert found.value == 2800 + 400
    assert flow(readings, parse_period("2022-01"), began=date(2022, 2, 24)) is None


def test_a_doubtful_reading_is_no_reading() -> None:
    rows = [total(date(2025, 1, 1), 5), total(date(2025, 1, 2), 9, flags=frozenset({"doubtful"}))]
    assert list(Readings(rows, "day_before")) == [date(2025, 1, 1)]


def test_levels_of_area_give_net_ground() -> None:
    rows = [
        Statement(source="isw", metric="held", kind="level", unit="km2", party="russia", value=Decimal(value), start=day, end=day)
        for day, value in ((date(2024, 12, 31), "100.5"), (date(2025, 1, 31), "98.25"))
    ]
    found = flow(Readings(rows, "same_day"), JANUARY)
    assert found is not None
    assert (found.metric, found.basis, found.value) == ("ground", "net", Decimal("-2.25"))
    assert found.formula == "level_difference/1"


@given(st.lists(st.integers(0, 5000), min_size=36, max_size=36))
def test_a_months_days_sum_to_the_month(steps: list[int]) -> None:
    readings = totals(FIRST, steps)
    whole = flow(readings, JANUARY)
    days = increases(readings, JANUARY)
    assert whole is not None
    assert len(days) == 31
    assert sum(one.value for one in days.values()) == whole.value  # type: ignore[misc]


@given(st.lists(st.integers(0, 5000), min_size=40, max_size=40), st.integers(1, 29))
def test_two_parts_of_a_month_sum_to_the_month(steps: list[int], cut: int) -> None:
    readings = totals(FIRST, steps)
    middle = JANUARY.start + timedelta(days=cut)
    parts = [Period(JANUARY.start, middle), Period(middle + timedelta(days=1), JANUARY.end)]
    found = [flow(readings, part) for part in (JANUARY, *parts)]
    assert found[0].value == found[1].value + found[2].value  # type: ignore[union-attr,operator]


def test_a_correction_is_told_apart_from_the_flow() -> None:
    readings = totals(FIRST, [10] * 40)
    whole = flow(readings, JANUARY)
    jump = total(date(2025, 1, 15), 7, kind="flow", start=date(2025, 1, 15), flags=frozenset({"jump"}))
    assert whole is not None
    rest = without_jumps(whole, {date(2025, 1, 15): jump})
    assert rest is not None
    assert rest.value == whole.value - 7  # type: ignore[operator]
    assert "jump" in rest.flags
    assert without_jumps(whole, {date(2025, 3, 15): jump}) is None


def test_the_increase_of_a_day_is_given_without_a_correction_entered_on_it() -> None:
    readings = totals(FIRST, [10] * 40)
    day = date(2025, 1, 15)
    jump = total(day, 7, kind="flow", start=day, flags=frozenset({"jump"}))
    days = increases(readings, JANUARY, {day: jump})
    assert {one.value for shown, one in days.items() if shown != day} == {10}
    assert days[day].value == 3
    assert "jump" in days[day].flags


def test_a_mean_is_over_the_days_that_the_figure_covers() -> None:
    found = flow(totals(FIRST, [10] * 12), JANUARY)
    assert found is not None
    assert mean_per_day(found).value == 10
    assert mean_per_day(found).unit == "persons/day"


@pytest.mark.parametrize("value", [Decimal(1), Decimal(2)])
def test_the_id_of_a_worked_out_figure_does_not_hang_on_its_last_digits(value: Decimal) -> None:
    from dataclasses import replace

    found = flow(totals(FIRST, [10] * 40), JANUARY)
    assert found is not None
    assert replace(found, value=value).id == found.id
    assert replace(found, convention="last_to_last").id != found.id
