"""How late names come: of the names now known for a week, what was known when the week was so old."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pyrrhus.measures.triangle import lateness, reporting_triangle
from pyrrhus.statement import Statement

KNOWN = date(2024, 12, 31)


def names(end: date, value: int, known: date | None = None) -> Statement:
    return Statement(
        source="mediazona_bbc", metric="killed_confirmed", kind="flow", unit="persons", party="russia", page="weekly.csv",
        start=end - timedelta(days=6), end=end, value=Decimal(value), subgroup=f"as known at {known}" if known else "",
    )  # fmt: skip


def test_weeks_stand_against_the_days_on_which_their_names_were_known() -> None:
    first, second = date(2024, 11, 24), date(2024, 12, 1)
    (found,) = reporting_triangle([names(second, 200), names(first, 100), names(first, 40, KNOWN), names(second, 60, KNOWN)])
    assert (found.weeks, found.known_at) == ((first, second), (KNOWN,))
    assert found.counts == ((Decimal(40),), (Decimal(60),))
    assert found.now == (Decimal(100), Decimal(200))


def test_a_share_is_of_the_names_known_now_and_a_week_over_then() -> None:
    weeks = [KNOWN - timedelta(weeks=age) for age in (3, 4, 5, 20)]
    rows = [names(end, 100) for end in weeks]
    rows += [names(end, share, KNOWN) for end, share in zip(weeks, (10, 30, 20, 99), strict=True)]
    rows += [names(KNOWN + timedelta(days=4), 50), names(KNOWN + timedelta(days=4), 1, KNOWN)]
    assert lateness(reporting_triangle(rows)[0], ages=(0,)) == [], "a week that was not over then is no case"
    (four,) = lateness(reporting_triangle(rows)[0], ages=(4,))
    assert (four.cases, four.median, four.lowest, four.highest) == (3, 20, 10, 30)


def test_an_age_without_a_week_is_left_out() -> None:
    rows = [names(KNOWN - timedelta(weeks=4), 100), names(KNOWN - timedelta(weeks=4), 30, KNOWN)]
    assert [one.age_weeks for one in lateness(reporting_triangle(rows)[0])] == [4]


def test_without_a_count_of_another_day_there_is_no_triangle() -> None:
    assert reporting_triangle([names(KNOWN, 100)]) == []
