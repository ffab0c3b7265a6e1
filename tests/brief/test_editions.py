"""An edition is the same with and without a ledger, and the same twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import pyrrhus
from pyrrhus.measures.gather import FEEDS
from pyrrhus.period import DAY, month

DAYS = [
    "2022-03-06", "2022-04-22", "2022-04-23", "2022-07-17", "2022-07-18", "2023-01-12", "2023-01-18", "2023-02-27",
    "2023-05-09", "2024-07-09", "2024-08-20", "2025-01-01", "2025-02-04", "2025-02-28", "2025-07-07", "2025-07-08",
    "2025-11-08", "2025-11-14", "2026-04-04", "2026-05-31",
]  # fmt: skip
QUICK = ("2022-07-17", "2025-02-04", "2025-11-08", "2026-05-31")
EDITIONS = [pytest.param(day, marks=() if day in QUICK else pytest.mark.slow) for day in DAYS]
HELD_ONLY = ("document", "where")


def told(day: str, period: str) -> dict[str, Any]:
    brief = json.loads(pyrrhus.brief(period, as_of=day).to_json())
    for one in brief["statements"]:
        for name in HELD_ONLY:
            one.pop(name, None)
    return brief


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("day", EDITIONS)
def test_the_brief_of_a_day_is_the_same_with_and_without_a_ledger(
    day: str, synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = month(date.fromisoformat(day) - DAY).code
    shipped = told(day, period)
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    assert told(day, period) == shipped


@pytest.mark.shared
@pytest.mark.parametrize("day", DAYS[::4])
def test_the_statements_of_a_day_are_the_same_with_and_without_a_ledger(
    day: str, synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen() -> list[tuple[str, str]]:
        with pyrrhus.open(day) as desk:
            # What a ledger has beyond what ships is not of the edition.
            rows = desk.view.of_feeds(FEEDS).statements()
            return [(one.id, str(one.learnt)) for one in rows]

    shipped = seen()
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    assert seen() == shipped
    assert shipped


@pytest.mark.parametrize("form", ["to_markdown", "to_html", "to_json", "to_terminal"])
def test_the_same_inputs_give_the_same_bytes(form: str) -> None:
    first, second = (getattr(pyrrhus.brief("2025-03"), form)() for _ in range(2))
    assert first == second


def test_without_a_day_the_edition_is_that_of_the_newest_known_day() -> None:
    with pyrrhus.open() as desk:
        newest = desk.as_of
    assert json.loads(pyrrhus.brief("2025-01").to_json())["as_of"] == newest.isoformat()
    assert pyrrhus.brief("2025-01", as_of=newest).to_json() == pyrrhus.brief("2025-01").to_json()


@pytest.mark.shared
def test_the_newest_known_day_does_not_move_with_the_day_of_the_sync(synced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pyrrhus.open() as desk:
        shipped = desk.as_of
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    with pyrrhus.open() as desk:
        assert desk.as_of == shipped
