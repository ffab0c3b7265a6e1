"""Phrases of time against a day of publication, a Tuesday."""

from datetime import date

import pytest

from pyrrhus.reading.periods import Calendar, about_year, phrases_of_time
from pyrrhus.reading.phrases import tokens_of

CALENDAR = Calendar(date(2025, 2, 4), date(2022, 2, 24), {"full-scale invasion": date(2022, 2, 24), "war": date(2022, 2, 24)})

ROWS = [
    ("in January", "2025-01-01", "2025-01-31"),
    ("in December", "2024-12-01", "2024-12-31"),
    ("in February 2024", "2024-02-01", "2024-02-29"),
    ("on Feb 4", "2025-02-04", "2025-02-04"),
    ("on 12 November", "2024-11-12", "2024-11-12"),
    ("on Monday", "2025-02-03", "2025-02-03"),
    ("yesterday", "2025-02-03", "2025-02-03"),
    ("over the past day", "2025-02-03", "2025-02-03"),
    ("in the past 24 hours", "2025-02-03", "2025-02-03"),
    ("over the past week", "2025-01-29", "2025-02-04"),
    ("the last seven days", "2025-01-29", "2025-02-04"),
    ("last week", "2025-01-27", "2025-02-02"),
    ("this week", "2025-02-03", "2025-02-04"),
    ("last month", "2025-01-01", "2025-01-31"),
    ("this year", "2025-01-01", "2025-02-04"),
    ("so far this year", "2025-01-01", "2025-02-04"),
    ("last year", "2024-01-01", "2024-12-31"),
    ("in the last four months", "2024-10-01", "2025-01-31"),
    ("last autumn", "2024-09-01", "2024-11-30"),
    ("in the first half of 2024", "2024-01-01", "2024-06-30"),
    ("in the third quarter", "2024-07-01", "2024-09-30"),
    ("in the last quarter of 2023", "2023-10-01", "2023-12-31"),
    ("between September and December 2024", "2024-09-01", "2024-12-31"),
    ("from 5 to 13 September", "2024-09-05", "2024-09-13"),
    ("between January 17 and January 31", "2025-01-17", "2025-01-31"),
    ("by the end of April", "2024-04-30", "2024-04-30"),
    ("by mid-November", "2024-11-15", "2024-11-15"),
    ("in nearly three years of war", "2022-02-24", "2025-02-04"),
    ("from 24.02.22 to 01.01.25", "2022-02-24", "2025-01-01"),
    ("since the start of the full-scale invasion", "2022-02-24", "2022-02-24"),
    ("in October and November together", "2024-10-01", "2024-11-30"),
    ("two weeks ago", "2025-01-21", "2025-01-21"),
    ("in the week to 2 February", "2025-01-27", "2025-02-02"),
    ("for many months", None, "2025-02-04"),
]


@pytest.mark.parametrize(("text", "start", "end"), ROWS, ids=[row[0] for row in ROWS])
def test_a_phrase_means_these_days(text: str, start: str | None, end: str | None) -> None:
    (one,) = phrases_of_time(tokens_of(text), text, CALENDAR)
    assert (str(one.start) if one.start else None, str(one.end) if one.end else None) == (start, end)
    assert text[one.from_ : one.to] == text


@pytest.mark.parametrize("text", ["it may go", "they march on", "a second man", "31 June", "the 2nd brigade", "32 January"])
def test_words_that_only_look_like_time_are_none(text: str) -> None:
    assert not [one for one in phrases_of_time(tokens_of(text), text, CALENDAR) if one.start and one.grain == "day"]


def test_a_title_with_one_past_year_is_what_the_text_looks_back_on() -> None:
    assert about_year("2024 in numbers\n\n", date(2025, 1, 8)) == 2024
    assert about_year("Losses since 2022\n\n", date(2025, 1, 8)) is None
    assert about_year("Report of 3 May 2024\n\n", date(2025, 1, 8)) is None
