"""Faults that did not stop a run: where they stand, and how many of each kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pyrrhus.errors import InputError
from pyrrhus.ledger.flags import FlagRow, counts, flags
from pyrrhus.ledger.location import reading


@pytest.fixture
def flagged(ledger: Any, general_staff: Any) -> Any:
    general_staff.commit(b"[", "2025-01-01T08:00:00Z")
    general_staff.commit(b'[{"date": "2025-01-01", "day": 5, "personnel": 1}]', "2025-01-02T08:00:00Z")
    general_staff.commit({"2025-01-01": 100}, "2025-01-03T08:00:00Z")
    ledger.sync(general_staff)
    return ledger


def read(ledger: Any, **asked: Any) -> list[FlagRow]:
    with reading(ledger.url) as connection:
        return flags(connection, **asked)


def test_each_fault_is_told_with_its_commit_its_place_and_words(flagged: Any) -> None:
    broken, mismatch = read(flagged)
    assert (broken.code, broken.learnt and broken.learnt.date()) == ("unreadable", date(2025, 1, 1))
    assert mismatch.code == "day_mismatch"
    assert len(mismatch.commit) == 40
    assert mismatch.path in mismatch.where
    assert "'day' is 5" in mismatch.text


def test_faults_are_counted_by_code(flagged: Any) -> None:
    assert counts(read(flagged)) == {"day_mismatch": 1, "unreadable": 1}


def test_one_code_or_an_older_day_is_asked_for(flagged: Any) -> None:
    assert [one.code for one in read(flagged, code="day_mismatch", source="ua_general_staff")] == ["day_mismatch"]
    assert [one.code for one in read(flagged, as_of=date(2025, 1, 1))] == ["unreadable"]


@pytest.mark.parametrize(("asked", "told"), [
    ({"source": "isw"}, "no source 'isw' in this ledger; there are: ua_general_staff"),
    ({"code": "slip"}, "no code 'slip' in this ledger; there are: day_mismatch, unreadable"),
])  # fmt: skip
def test_what_is_not_there_is_refused_with_what_is(asked: dict[str, str], told: str, flagged: Any) -> None:
    with pytest.raises(InputError, match=told):
        read(flagged, **asked)
