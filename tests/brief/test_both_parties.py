"""Kyiv's and Moscow's counts, and both parties' lists of names, get the same words and the same care."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

import pyrrhus

MONTHS = (
    "2022-04", "2022-09", "2023-05", "2023-11", "2023-12", "2024", "2024-02", "2024-08", "2025-01", "2025-02", "2025-06",
    "2025-12", "2026-01",
)  # fmt: skip


@cache
def told(period: str) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYRRHUS_LEDGER", "/nowhere/ledger.db")
        found: dict[str, Any] = json.loads(pyrrhus.brief(period).to_json())
    return found


def part(period: str, name: str) -> str:
    return next(str(one["text"]) for one in told(period)["sections"] if one["id"] == name)


def table(period: str, name: str) -> list[list[str]]:
    return next(one["rows"] for one in told(period)["tables"] if one["id"] == name)


@pytest.mark.parametrize("period", MONTHS)
def test_moscow_is_called_a_party_and_its_count_defined_at_its_first_mention(period: str) -> None:
    text = part(period, "both-parties")
    claim = re.search(r"Russia's (?:Ministry of Defence|leadership) says that [^.]*\. ", text)
    if claim is None:
        assert "Moscow" not in text
        return
    assert text[claim.end() :].startswith("Moscow is a party to the war")
    assert text.count("Moscow is a party to the war") == 1


@pytest.mark.parametrize(
    ("period", "words"), [("2023-12", "it does not say how many of these were"), ("2025-02", "killed and wounded together")]
)
def test_what_moscows_count_includes_is_told_as_far_as_it_says(period: str, words: str) -> None:
    assert words in part(period, "both-parties")


def test_a_second_figure_that_counts_otherwise_is_defined_too() -> None:
    text = part("2025-01", "both-parties")
    assert "138,545 casualties from 1 January to 31 March 2025. Of these it does not say how many were killed" in text


@pytest.mark.parametrize("period", MONTHS)
def test_lists_of_both_parties_dead_are_a_floor_and_not_deaths_of_the_period(period: str) -> None:
    for name in ("the-dead", "both-parties"):
        for sentence in re.findall(r"[^.]*dead by name by[^.]*\.", part(period, name)):
            assert sentence.endswith(": a floor, and not deaths of that period.")


def test_a_list_whose_makers_are_not_known_or_that_is_aligned_says_so() -> None:
    text = part("2024", "both-parties")
    assert "UALosses, whose makers are not known, had identified over 60,435" in text
    assert "LostArmour, aligned with Russia, had identified over 100,000" in text
    assert "UALosses had listed 121,319 Ukrainian dead and missing together" in part("2025-01", "both-parties")


def test_both_parties_figures_and_both_lists_of_names_are_restated_alike() -> None:
    text = part("2024", "restated")
    assert "Russia's Ministry of Defence is on record for this period with 593,410 Ukrainian casualties" in text
    assert "Ukraine's leadership is on record for this period with 427,000 Russian casualties" in text
    assert "UALosses's count of names went from 42,152" in text
    assert "Mediazona and the BBC's count of names went from 45,123" in text


def test_where_each_source_gave_one_figure_nothing_is_on_record_twice() -> None:
    assert "on record" not in part("2025-01", "restated")


@pytest.mark.parametrize("period", MONTHS)
def test_each_brief_says_who_published_what_on_each_party(period: str) -> None:
    rows = table(period, "coverage")
    statements = {one["id"]: one for one in told(period)["statements"]}
    assert [row[0] for row in rows] == [
        "casualties, wounded, missing or captured",
        "killed, by estimate or claim",
        "dead by name",
        "ground",
    ]
    for row in rows:
        for cell, names, party in ((row[1], row[2], "russia"), (row[3], row[4], "ukraine")):
            if cell == "not published":
                assert names == ""
                continue
            count = statements[cell]
            inputs = [statements[one] for one in count["inputs"]]
            assert count["value"] == len({one["source"] for one in inputs}) > 0
            assert {one["party"] for one in inputs} == {count["party"]} == {party}
            assert all(told(period)["period"]["start"] <= one["end"] <= told(period)["period"]["end"] for one in inputs)


def test_silence_on_one_party_is_printed() -> None:
    assert "not published" in [row[3] for row in table("2025-01", "coverage")]


@pytest.mark.parametrize("period", ["2025-01", "2025-07", "2026-04", "2024"])
def test_the_number_of_independent_witnesses_stands_beside_the_counts(period: str) -> None:
    brief = told(period)
    counts = {one["id"]: one for one in brief["statements"] if one.get("formula") == "witness_count/1"}
    text = part(period, "ground")
    assert "counts of this ground stand here, printed or measured; they rest on" in text
    section = next(one for one in brief["sections"] if one["id"] == "ground")
    assert [one for one in section["figures"] if one in counts]
    per_km2 = next(one for one in brief["sections"] if one["id"] == "casualties-and-ground")
    assert [one for one in per_km2["figures"] if one in counts]


def test_eight_counts_of_january_2025_are_two_witnesses_and_one_that_does_not_say() -> None:
    text = part("2025-01", "ground")
    assert "8 counts of this ground stand here, printed or measured; they rest on 2 witnesses independent of one another" in text
    assert "ISW and DeepState; by whose map the UK Ministry of Defence went is not stated." in text
