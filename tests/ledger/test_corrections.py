"""What a user found out stays beside what was said: a flag, a reason, an author, from the day it was entered."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pyrrhus.errors import InputError
from pyrrhus.ledger.corrections import Correction, correct, read_corrections
from pyrrhus.ledger.location import reading, writing
from pyrrhus.ledger.opened import opened
from pyrrhus.measures.readings import Readings
from pyrrhus.statement import Statement

D1, D2 = "2025-01-01", "2025-01-02"
MADE = datetime(2025, 1, 20, 9, 30, tzinfo=UTC)
SAID: dict[str, Any] = {"flag": "doubtful", "reason": "the page says 90", "author": "A. Reader"}


@pytest.fixture
def totals(ledger: Any, general_staff: Any) -> Any:
    general_staff.commit({D1: 100, D2: 110}, "2025-01-02T08:00:00Z")
    ledger.sync(general_staff)
    return ledger


def enter(ledger: Any, one: Statement, **changed: Any) -> Correction:
    with writing(ledger.url) as engine, engine.begin() as connection:
        return correct(connection, one, **{**SAID, "made": MADE, **changed})


def marks(ledger: Any, as_of: str | None = None) -> dict[str, tuple[list[str], str]]:
    return {str(one.end): (sorted(one.flags), one.note) for one in ledger.statements(as_of)}


def test_the_statement_stays_with_the_flag_and_the_reason(totals: Any) -> None:
    before = totals.statements()[0]
    enter(totals, before)
    after = totals.statements()[0]
    assert (after.id, after.value, after.known) == (before.id, before.value, before.known)
    assert marks(totals) == {D1: (["doubtful"], "the page says 90 (A. Reader, 2025-01-20)"), D2: ([], "")}


def test_an_edition_of_an_earlier_day_does_not_know_it(totals: Any) -> None:
    enter(totals, totals.statements()[0])
    assert marks(totals, "2025-01-19")[D1] == ([], "")
    assert marks(totals, "2025-01-20")[D1][0] == ["doubtful"]


def test_one_view_shows_each_day_as_it_was(totals: Any) -> None:
    enter(totals, totals.statements()[0])
    with totals.view() as view:
        flags = [sorted(next(iter(view.at(date(2025, 1, day)).statements())).flags) for day in (20, 19, 21)]
    assert flags == [["doubtful"], [], ["doubtful"]]


def test_without_a_day_everything_that_was_found_out_counts(totals: Any) -> None:
    with totals.view() as view:
        assert view.as_of == date(2025, 1, 2)
    enter(totals, totals.statements()[0])
    with totals.view() as view:
        assert view.as_of == date(2025, 1, 20)


def test_what_is_doubtful_is_no_reading(totals: Any) -> None:
    enter(totals, totals.statements()[0])
    assert [str(day) for day in Readings(totals.statements(), "day_before")] == [D2]


def test_several_stand_side_by_side_in_order(totals: Any) -> None:
    one = totals.statements()[0]
    enter(totals, one)
    enter(totals, one, flag="backfilled", reason="entered late", author="B. Reader")
    assert marks(totals)[D1] == (
        ["backfilled", "doubtful"], "the page says 90 (A. Reader, 2025-01-20); entered late (B. Reader, 2025-01-20)",
    )  # fmt: skip


def test_what_is_printed_can_be_corrected_too(ledger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYRRHUS_LEDGER", str(ledger.path))
    with opened() as view:
        one = next(one for one in view.printed() if one.source == "csis")
    enter(ledger, one, made=datetime(2026, 6, 20, tzinfo=UTC))
    with opened() as view:
        (after,) = (other for other in view.statements(source="csis") if other.id == one.id)
    assert "doubtful" in after.flags
    with opened(date(2026, 6, 19)) as view:
        (after,) = (other for other in view.statements(source="csis") if other.id == one.id)
    assert "doubtful" not in after.flags


def test_it_is_listed_as_it_was_entered(totals: Any) -> None:
    one = totals.statements()[0]
    made = enter(totals, one, reason="  the page\n says  90 ")
    with reading(totals.url) as connection:
        assert read_corrections(connection) == [made] == [Correction(one.id, "doubtful", "the page says 90", "A. Reader", MADE)]


@pytest.mark.parametrize(("changed", "why"), [
    ({"flag": "wrong"}, "no flag 'wrong'; there are: doubtful"),
    ({"reason": " \n"}, "the reason is empty; say it with --reason"),
    ({"author": ""}, "the author is empty; say it with --author"),
    ({"reason": "a\x00b"}, "the reason holds signs that cannot be printed"),
])  # fmt: skip
def test_what_can_be_no_correction_is_refused(changed: dict[str, str], why: str, totals: Any) -> None:
    with pytest.raises(InputError, match=why):
        enter(totals, totals.statements()[0], **changed)
    assert marks(totals)[D1] == ([], "")


def test_the_same_is_not_entered_twice(totals: Any) -> None:
    enter(totals, totals.statements()[0])
    with pytest.raises(InputError, match="is there already"):
        enter(totals, totals.statements()[0], made=datetime(2025, 2, 1, tzinfo=UTC))
