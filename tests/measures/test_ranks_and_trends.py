"""Ranks, margins, streaks, trends: whose series, against what, and when nothing is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from making import area, totals

from pyrrhus.measures.flows import months
from pyrrhus.measures.ranks import days_at_or_above, margin, rank, streak_above, threshold
from pyrrhus.measures.trends import trend
from pyrrhus.period import month, parse_period
from pyrrhus.statement import Statement

READINGS = totals(date(2024, 1, 1), [10] * 31 + [20] * 29 + [15] * 31 + [15] * 30 + [1])
MONTHS = months(READINGS, date(2024, 4, 30))


def test_a_rank_names_its_series_and_its_days() -> None:
    found = rank(MONTHS[1], MONTHS)
    assert found is not None
    assert (found.rank, found.direction, found.vs_start, found.vs_end) == (1, "up", date(2024, 1, 1), date(2024, 4, 30))
    assert found.inputs == tuple(one.id for one in MONTHS)
    assert [rank(one, MONTHS).rank for one in MONTHS] == [4, 1, 2, 3]  # type: ignore[union-attr]


def test_a_tie_has_no_rank() -> None:
    assert rank(MONTHS[0], [MONTHS[0], MONTHS[0]]) is None
    assert rank(MONTHS[0], [MONTHS[0]]) is None


def test_a_margin_is_in_percent_of_the_other() -> None:
    found = margin(MONTHS[2], MONTHS[1])

    assert found.direction == "down"
    assert round(found.value, 1) == Decimal("19.8")  # type: ignore[arg-type]


def test_a_streak_ends_where_the_mean_was_not_above_the_mark() -> None:
    found = streak_above(MONTHS, Decimal(12))
    assert found is not None
    assert (found.value, found.start, found.end) == (3, date(2024, 2, 1), date(2024, 4, 30))
    assert streak_above(MONTHS, Decimal(15)) is None
    assert threshold(found, Decimal(12)).value == 12


def test_days_at_the_mark_count() -> None:
    days = [area("x", value, date(2024, 1, 1), date(2024, 1, 1)) for value in ("9", "10", "11")]
    found = days_at_or_above(days, Decimal(10))
    assert found is not None
    assert (found.value, found.unit) == (2, "days")
    assert days_at_or_above([], Decimal(10)) is None


def flow_of(value: str, code: str, **said: object) -> Statement:
    period = parse_period(code)
    return area("isw", value, period.start, period.end, **said)


def test_a_trend_has_a_direction_and_a_size_without_sign() -> None:
    found = trend(flow_of("498", "2025-01"), flow_of("593", "2024-12"))
    assert found is not None
    assert (found.direction, round(found.value, 2)) == ("down", Decimal("16.02"))  # type: ignore[arg-type]
    assert (found.vs_start, found.vs_end) == (month(date(2024, 12, 1)).start, date(2024, 12, 31))


def test_within_two_percent_it_is_about_the_same() -> None:
    assert trend(flow_of("102", "2025-01"), flow_of("100", "2024-12")).direction == "same"  # type: ignore[union-attr]
    assert trend(flow_of("102.1", "2025-01"), flow_of("100", "2024-12")).direction == "up"  # type: ignore[union-attr]


def test_there_is_no_trend_from_nothing_or_from_a_loss() -> None:
    assert trend(flow_of("10", "2025-01"), flow_of("0", "2024-12")) is None
    assert trend(flow_of("10", "2025-01"), flow_of("-5", "2024-12")) is None


def test_periods_of_unlike_length_are_compared_by_the_day() -> None:
    found = trend(flow_of("310", "2025-01"), flow_of("3660", "2024"))
    assert found is not None
    assert found.direction == "same"
    open_month = flow_of("100", "2025-01-01..2025-01-10", flags=frozenset({"so_far"}))
    assert trend(open_month, flow_of("310", "2024-12")).direction == "same"  # type: ignore[union-attr]
