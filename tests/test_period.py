"""Periods are read strictly, named plainly, and know their neighbours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhus.errors import InputError
from pyrrhus.period import Period, month, parse_period, season


@pytest.mark.parametrize(
    ("text", "start", "end", "when"),
    [
        ("2025-01", "2025-01-01", "2025-01-31", "in January 2025"),
        ("2024-02", "2024-02-01", "2024-02-29", "in February 2024"),
        ("2025", "2025-01-01", "2025-12-31", "in 2025"),
        ("2025-Q1", "2025-01-01", "2025-03-31", "from January to March 2025"),
        ("2025-W05", "2025-01-27", "2025-02-02", "from 27 January to 2 February 2025"),
        ("2020-W53", "2020-12-28", "2021-01-03", "from 28 December 2020 to 3 January 2021"),
        ("2025-01-31", "2025-01-31", "2025-01-31", "on 31 January 2025"),
        ("2025-01-06..2025-01-12", "2025-01-06", "2025-01-12", "from 6 to 12 January 2025"),
        ("2025-01..2025-03", "2025-01-01", "2025-03-31", "from 1 January to 31 March 2025"),
    ],
)
def test_a_period_is_read_and_named(text: str, start: str, end: str, when: str) -> None:
    period = parse_period(text)
    assert (str(period.start), str(period.end), period.when) == (start, end, when)


@pytest.mark.parametrize(
    "text",
    ["", "2025-13", "2025-00", "2025-1", "25-01", "2025-W54", "2025-W00", "2025-Q5", "2025-02-30", "January", "٢٠٢٥-٠١",
     "2025-01..2024-01", "2025-01..", "..", "0000", "2025-01-01..x", "2025-01 ", "2025-W05-1", "9" * 5000],
)  # fmt: skip
def test_anything_else_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(InputError, match=r"expected a period like|ends before it starts"):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "before", "year_before"),
    [
        ("2025-01", "2024-12", "2024-01"),
        ("2024-02", "2024-01", "2023-02"),
        ("2025-Q1", "2024-Q4", "2024-01-01..2024-03-31"),
        ("2025", "2024", "2024"),
        ("2025-W05", "2025-W04", "2024-W05"),
        ("2020-W53", "2020-W52", "2019-W52"),
        ("2025-01-31", "2025-01-30", "2024-01-31"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
    ],
)
def test_a_period_knows_the_one_before_and_the_one_a_year_before(text: str, before: str, year_before: str) -> None:
    period = parse_period(text)
    assert period.previous() == parse_period(before)
    found, wanted = period.year_before(), parse_period(year_before)
    assert (found.start, found.end) == (wanted.start, wanted.end)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 400))
def test_the_code_of_a_period_reads_as_the_same_period(day: date, length: int) -> None:
    ranged = Period(day, day + timedelta(days=length))
    assert parse_period(ranged.code) == ranged
    assert parse_period(month(day).code) == month(day)


@given(st.dates(date(1900, 3, 1), date(2200, 1, 1)))
def test_seasons_are_three_whole_months_and_follow_each_other(day: date) -> None:
    _, here = season(day)
    _, before = season(here.start - timedelta(days=1))
    assert here.start <= day <= here.end
    assert before.end == here.start - timedelta(days=1)
    assert 89 <= here.days <= 92


def test_winter_is_named_by_both_its_years() -> None:
    assert season(date(2026, 1, 15))[0] == "winter 2025-26"
    assert season(date(2024, 9, 1))[0] == "autumn 2024"
