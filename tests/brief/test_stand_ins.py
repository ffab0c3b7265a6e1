"""What a brief says where a map, or a day's own loss, is missing: named, never filled in."""

from __future__ import annotations

import json

import pytest

import pyrrhus


def section(period: str, name: str) -> str:
    told = json.loads(pyrrhus.brief(period).to_json())
    return next(one["text"] for one in told["sections"] if one["id"] == name)


def test_a_map_that_stands_in_at_the_start_is_named_with_the_nearest_after() -> None:
    assert (
        "That pair uses the map of 31 December 2024 for the missing one of 1 January 2025; with the nearest map after it, "
        "of 2 January 2025, the net is 318.7."
    ) in section("2025-01", "ground")


def test_a_map_that_stands_in_at_the_end_is_named_too() -> None:
    text = section("2025-03", "ground")
    assert "uses the map of 30 March 2025 for the missing one of 1 April 2025" in text
    assert "with the nearest map after it, of 2 April 2025" in text


@pytest.mark.parametrize("period", ["2024-12", "2025-03"])
def test_a_figure_that_ends_on_a_later_map_says_so(period: str) -> None:
    told = json.loads(pyrrhus.brief(period).to_json())
    flagged = [one for one in told["statements"] if "end_approximate" in one.get("flags", ())]
    late = [one for one in flagged if one["source"] == "pyrrhus" and one["kind"] == "flow"]
    assert late
    assert all("to the nearest map after the missing one" in one["note"] for one in late)
    assert all(one["end"] > told["period"]["end"] for one in late)


def test_the_foothold_in_kursk_is_told_only_beside_a_gap_of_scope() -> None:
    assert "so scope alone may not make up the gap" in section("2025-01", "why-different")
    assert "so scope alone may not make up the gap" not in section("2025-03", "why-different")


def test_a_day_with_a_correction_is_counted_without_it() -> None:
    text = section("2025-02", "what-happened")
    assert "saw a rise of 1,000 or more: 28 days." in text
    assert "raised by 1,650 for earlier days" in text


def test_the_position_on_a_day_with_a_correction_does_not_call_it_that_days_loss() -> None:
    told = json.loads(pyrrhus.brief("2025-02-27").to_json())
    text = next(one["text"] for one in told["sections"] if one["id"] == "position")
    assert "Without what was entered for earlier days it rose by" in text
    assert "more than the day before" not in text
