"""What the brief of January 2025 must show, on the shipped figures and again on a ledger synced from the publishers."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import pyrrhus

EDITION = "2025-02-04"


@pytest.fixture(params=["shipped", pytest.param("synced", marks=[pytest.mark.shared, pytest.mark.slow])])
def figures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger that the brief reads: none, or one with the publishers' own bytes."""
    if request.param == "synced":
        monkeypatch.setenv("PYRRHUS_LEDGER", str(request.getfixturevalue("synced")))


def told(as_of: str | None = None) -> dict[str, Any]:
    return json.loads(pyrrhus.brief("2025-01", as_of=as_of).to_json(), parse_float=Decimal, parse_int=Decimal)


def found(brief: dict[str, Any], **wanted: Any) -> list[dict[str, Any]]:
    return [one for one in brief["statements"] if all(one.get(name) == value for name, value in wanted.items())]


def values(brief: dict[str, Any], **wanted: Any) -> set[Decimal]:
    return {one["value"] for one in found(brief, **wanted)}


def near(number: Decimal, shown: str) -> bool:
    return round(number, -Decimal(shown).as_tuple().exponent) == Decimal(shown)  # type: ignore[operator]


JANUARY = {"start": "2025-01-01", "end": "2025-01-31"}
KYIV = {"metric": "casualties", "kind": "flow", "party": "russia", **JANUARY}


def section(brief: dict[str, Any], name: str) -> str:
    return next(one["text"] for one in brief["sections"] if one["id"] == name)


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("as_of", [EDITION, None])
def test_kyiv_counted_48240_and_48060_from_last_day_to_last_day(as_of: str | None) -> None:
    brief = told(as_of)
    assert values(brief, source="pyrrhus", convention="calendar", **KYIV) == {Decimal(48240)}
    assert values(brief, source="ua_general_staff", **KYIV) == {Decimal(48240)}
    assert values(brief, source="pyrrhus", convention="last_to_last", **KYIV) == {Decimal(48060)}
    assert "48,240 casualties in January 2025" in section(brief, "what-happened")


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("as_of", [EDITION, None])
def test_it_was_the_second_highest_month_within_a_percent_of_december(as_of: str | None) -> None:
    brief = told(as_of)
    (rank,) = found(brief, metric="casualties", kind="rank", **JANUARY)
    assert (rank["rank"], rank["direction"], rank["vs_start"]) == (2, "up", "2022-02-24")
    (margin,) = found(brief, metric="casualties", kind="comparison", unit="percent")
    assert near(margin["value"], "0.9")
    assert "second-highest month since the invasion began, 0.9 % under December 2024" in section(brief, "what-happened")
    assert Decimal(48670) in values(brief, source="ua_general_staff", kind="flow", start="2024-12-01", end="2024-12-31")


@pytest.mark.usefixtures("figures")
def test_december_is_the_highest_month_in_the_edition_of_4_february() -> None:
    brief = json.loads(pyrrhus.brief("2024-12", as_of=EDITION).to_json())
    (rank,) = found(brief, metric="casualties", kind="rank", start="2024-12-01")
    assert rank["rank"] == 1


@pytest.mark.usefixtures("figures")
def test_the_edition_of_4_february_ends_with_its_own_total_and_the_increase_of_3_february() -> None:
    brief = told(EDITION)
    assert "842,930, 1,270 more" in section(brief, "position")
    assert "3 February 2025" in section(brief, "position")
    (total,) = found(brief, source="ua_general_staff", kind="cumulative", end="2025-02-04", value=Decimal(842930))
    assert total["published"] == "2025-02-04"
    (increase,) = found(brief, source="pyrrhus", kind="flow", start="2025-02-03", end="2025-02-03")
    assert increase["value"] == 1270


@pytest.mark.usefixtures("figures")
def test_the_newest_edition_ends_with_the_reading_that_shows_the_end_of_january() -> None:
    brief = told()
    assert "of 1 February 2025, is 839,040" in section(brief, "position")


@pytest.mark.usefixtures("figures")
def test_the_daily_mean_the_days_above_a_thousand_and_the_streak_since_may_are_worked_out() -> None:
    brief = told()
    assert near(found(brief, metric="casualties", kind="rate", source="pyrrhus", **JANUARY)[0]["value"], "1556")
    (days,) = found(brief, kind="count", unit="days")
    (months,) = found(brief, kind="count", unit="months")
    assert (days["value"], months["value"], months["start"]) == (31, 9, "2024-05-01")
    assert "since May 2024" in section(brief, "what-happened")


@pytest.mark.usefixtures("figures")
def test_isw_printed_498_after_593_and_later_427_for_ukraine_alone() -> None:
    brief = told()
    isw = {"source": "isw", "metric": "ground", "kind": "flow"}
    assert values(brief, place="Ukraine and Kursk Oblast", **isw, **JANUARY) == {Decimal(498)}
    assert values(brief, start="2024-12-01", end="2024-12-31", **isw) == {Decimal(593)}
    assert values(brief, place="Ukraine", **isw, **JANUARY) == {Decimal(427)}
    ground = section(brief, "ground")
    assert "498 km2 (192 square miles), in Ukraine and in Russia's Kursk region together, 16 % less" in ground


@pytest.mark.usefixtures("figures")
def test_isws_layers_give_442_as_given_and_428_corrected() -> None:
    brief = told()
    layers = {"source": "pyrrhus", "derived_from": "isw", "metric": "ground", **JANUARY}
    given = {one["convention"]: one["value"] for one in found(brief, formula="level_difference/1", **layers)}
    right = {one["convention"]: one["value"] for one in found(brief, formula="ellipsoid_correction/1", **layers)}
    assert near(given["calendar"], "442.4")
    assert near(given["first_to_first"], "481.1")
    assert near(right["calendar"], "428")
    assert near(right["first_to_first"], "466")


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize(
    ("formula", "convention", "days", "gained", "lost", "net"),
    [
        ("map_difference/1", "calendar", ["2024-12-31", "2025-02-01"], "332.8", "0.6", "332.2"),
        ("map_difference/1", "last_to_last", ["2024-12-31", "2025-01-31"], "321.1", "0.6", "320.5"),
        ("sum_of_steps/1", "calendar", ["2024-12-31", "2025-02-01"], "338.3", "6.1", None),
        ("sum_of_steps/1", "last_to_last", ["2024-12-31", "2025-01-31"], "326.6", "6.1", None),
    ],
)
def test_deepstates_maps_by_each_convention(
    formula: str, convention: str, days: list[str], gained: str, lost: str, net: str | None
) -> None:
    brief = told()
    maps = found(brief, formula=formula, convention=convention, derived_from="deepstate", start="2025-01-01", days=days)
    by_basis = {one["basis"]: one for one in maps}
    assert near(by_basis["gained"]["value"], gained)
    assert near(by_basis["lost"]["value"], lost)
    if net:
        assert near(by_basis["net"]["value"], net)
    assert all(("stand_in" in one.get("flags", [])) == (convention == "calendar") for one in maps)


@pytest.mark.usefixtures("figures")
def test_the_nearest_map_after_the_missing_one_is_given_beside_it() -> None:
    (after,) = found(told(), formula="map_difference/1", basis="net", days=["2025-01-02", "2025-02-01"])
    assert near(after["value"], "318.7")


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("as_of", [EDITION, None])
def test_one_pair_is_legal_and_says_so(as_of: str | None) -> None:
    brief = told(as_of)
    (pairs,) = [one for one in brief["tables"] if one["id"] == "casualties-per-km2"]
    ratios = {one["id"]: one["value"] for one in found(brief, metric="casualties_per_km2", source="pyrrhus")}
    legal = [row for row in pairs["rows"] if row[-1]]
    assert len(legal) == 1
    assert near(ratios[legal[0][-1]], "96.9")
    assert all(row[-2].startswith("no:") for row in pairs["rows"] if not row[-1])
    text = section(brief, "casualties-and-ground")
    assert "gives 96.9 casualties per km2 (96.5 with the losses counted from last day to last day)" in text
    assert "Whether that is 96.9 cut off, or 48,000 divided (96.4), cannot be told." in text


@pytest.mark.usefixtures("figures")
def test_named_dead_are_a_floor_and_not_deaths_of_the_month() -> None:
    brief = told()
    names = found(brief, source="mediazona_bbc", metric="killed_confirmed")
    assert {Decimal(88726), Decimal(90019), Decimal(95000)} <= {one["value"] for one in names}
    dead = section(brief, "the-dead")
    assert "88,726 Russian dead by name by 17 January 2025, and 90,019 by 24 January 2025: a floor" in dead


@pytest.mark.usefixtures("figures")
def test_both_parties_losses_stand_in_the_same_columns() -> None:
    brief = told()
    (losses,) = [one for one in brief["tables"] if one["id"] == "losses"]
    assert losses["columns"][4:6] == ["Russia's losses", "Ukraine's losses"]
    by_id = {one["id"]: one for one in brief["statements"]}
    parties = [(by_id.get(row[4], {}).get("party"), by_id.get(row[5], {}).get("party")) for row in losses["rows"]]
    assert set(parties) <= {("russia", None), (None, "ukraine"), (None, None)}
    assert {Decimal(45100), Decimal(138545)} <= values(brief, party="ukraine")
    assert all("not published" in row[4:6] for row in losses["rows"])


@pytest.mark.usefixtures("figures")
def test_the_chain_leads_from_498_to_325_and_adds_up() -> None:
    brief = told()
    by_id = {one["id"]: one for one in brief["statements"]}
    steps = [(by_id[step["from"]], by_id[step["term"]], by_id[step["to"]]) for step in brief["chain"]]
    assert [step[0]["value"] for step in steps][:2] == [498, 427]
    assert steps[-1][2]["value"] == 325
    assert all(before["value"] + term["value"] == after["value"] for before, term, after in steps)
    assert sum(term["value"] for _, term, _ in steps) == 325 - 498
    assert steps[0][1]["bound"] == "under"
    notes = [term["note"] for _, term, _ in steps]
    assert notes == ["scope", "within_map", "map_maker", "day_cut", "print"]


@pytest.mark.usefixtures("figures")
def test_steps_merge_where_a_figure_between_them_was_not_known_yet() -> None:
    brief = told(EDITION)
    by_id = {one["id"]: one for one in brief["statements"]}
    notes = [by_id[step["term"]]["note"] for step in brief["chain"]]
    assert notes == ["scope, within_map, map_maker", "day_cut", "print"]


@pytest.mark.usefixtures("figures")
def test_the_pace_was_slower_than_in_autumn_and_faster_than_over_the_year() -> None:
    pace = section(told(), "pace")
    assert "16.1 km2 a day in January 2025, slower than" in pace
    assert "autumn 2024 (25.9) and faster than over 2024 as a whole (11.4)" in pace


@pytest.mark.usefixtures("figures")
def test_the_edition_of_4_february_knows_nothing_that_came_later_and_says_so() -> None:
    brief = told(EDITION)
    later = [427, 431, 326, 321, 138545, 100000]
    assert [one for one in brief["statements"] if one.get("value") in later and one["source"] != "pyrrhus"] == []
    assert {"afp", "agentstvo", "uk_mod"} <= {one["source"] for one in brief["left_out"]}
    assert all(not any(sign.isdigit() for sign in _without_dates(one["why"])) for one in brief["left_out"])
    for one in brief["statements"]:
        if one["source"] != "pyrrhus":
            known = one.get("learnt", one.get("published", one.get("published_to")))
            assert date.fromisoformat(known[:10]) <= date.fromisoformat(EDITION)


def test_every_statement_of_a_source_leads_to_a_page(request: pytest.FixtureRequest) -> None:
    brief = told()
    assert [one for one in brief["statements"] if one["source"] != "pyrrhus" and not one.get("page")] == []
    assert {one["evidence"] for one in brief["statements"]} <= {"bytes", "page", "relay", "excerpt", "worked_out"}


@pytest.mark.shared
def test_what_is_held_names_its_document_and_the_place_in_it(synced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    held = found(told(), evidence="bytes")
    assert held
    assert all(len(one["document"]) == 64 and str(one["end"]) in one["where"] for one in held)


def _without_dates(text: str) -> str:
    from reading import DATES

    return DATES.sub("", text)
