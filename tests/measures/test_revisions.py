"""What became of past figures: how many were restated, how far, how late, and how often an interval held what came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

import pytest
from standing import both, estimate, kept

from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.view import View
from pyrrhus.measures.own_revisions import own_revisions
from pyrrhus.measures.revisions import Held, Revision, known_changes, quantile, revisions
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

JUNE, JULY = date(2025, 6, 30), date(2025, 7, 31)
FIRST, SECOND, THIRD = "2025-08-01", "2025-08-08", "2025-09-01"


def row(view: View, source: str = "economist") -> Revision:
    (found,) = revisions(view, [source])[0]
    return found


def held(view: View, source: str = "economist") -> dict[str, Held]:
    return {one.range_is: one for one in revisions(view, [source])[1]}


def test_a_figure_that_gave_way_to_another_was_restated_so_far_and_so_late() -> None:
    view = kept(
        estimate(JUNE, 1000, 900, 1100, FIRST, SECOND), estimate(JUNE, 1300, 1200, 1400, SECOND),
        estimate(JULY, 2000, 1900, 2100, FIRST),
    )  # fmt: skip
    found = row(view)
    assert (found.figures, found.restated, found.back, found.gone) == (2, 1, 0, 0)
    assert found.change is not None
    assert found.percent is not None
    assert found.days is not None
    assert (found.change.median, found.change.largest, found.change.largest_of) == (300, 300, JUNE)
    assert (found.percent.largest, found.days.median) == (30, 7)
    assert (found.since, found.versions) == (date(2025, 8, 1), 2)


def test_a_figure_that_came_back_to_its_first_value_was_restated() -> None:
    view = kept(
        estimate(JUNE, 1000, 900, 1100, FIRST, SECOND), estimate(JUNE, 400, 300, 500, SECOND, THIRD),
        estimate(JUNE, 1000, 900, 1100, THIRD),
    )  # fmt: skip
    found = row(view)
    assert (found.restated, found.back) == (1, 1)
    assert found.change is not None
    assert (found.change.largest, found.step) == (0, (Decimal(-600), JUNE))


def test_a_second_value_beside_the_first_is_no_restatement() -> None:
    view = kept(estimate(JUNE, 1000, 900, 1100, FIRST), estimate(JUNE, 1300, 1200, 1400, SECOND, THIRD))
    assert row(view).restated == 0
    two_at_once = (estimate(JUNE, 1, 1, 1, FIRST, SECOND), estimate(JUNE, 2, 2, 2, FIRST), estimate(JUNE, 3, 3, 3, SECOND))
    assert row(kept(*two_at_once)).restated == 0


def test_one_value_said_again_with_another_interval_is_no_restatement() -> None:
    view = kept(estimate(JUNE, 1000, 900, 1100, FIRST, SECOND), estimate(JUNE, 1000, 950, 1050, SECOND))
    assert row(view).restated == 0


def test_an_edition_knows_only_the_restatements_of_its_day() -> None:
    rows = (estimate(JUNE, 1000, 900, 1100, FIRST, SECOND), estimate(JUNE, 1300, 1200, 1400, SECOND))
    assert row(kept(*rows, as_of=date(2025, 8, 7))).restated == 0
    assert row(kept(*rows, as_of=date(2025, 8, 8))).restated == 1
    assert row(kept(*rows, estimate(JULY, 5, 4, 6, THIRD), as_of=date(2025, 8, 8))).figures == 1


def test_what_is_no_longer_stated_is_gone() -> None:
    assert row(kept(estimate(JUNE, 1000, 900, 1100, FIRST, SECOND), estimate(JULY, 1, 1, 1, THIRD))).gone == 1


def test_a_figure_with_two_kinds_of_interval_is_one_figure() -> None:
    view = kept(
        *both(estimate(JUNE, 1000, 900, 1100, FIRST, SECOND), 500, 1500),
        *both(estimate(JUNE, 1300, 1200, 1400, SECOND), 800, 1800),
    )
    assert (row(view).figures, row(view).restated) == (1, 1)


def test_confidence_and_prediction_intervals_are_told_apart() -> None:
    view = kept(
        *both(estimate(JUNE, 1000, 900, 1100, FIRST, SECOND), 500, 1500),
        *both(estimate(JUNE, 1300, 1200, 1400, SECOND), 800, 1800),
    )
    found = held(view)
    assert (found["confidence"].cases, found["confidence"].held, found["confidence"].above) == (1, 0, 1)
    assert (found["prediction"].cases, found["prediction"].held) == (1, 1)


def test_a_figure_is_a_case_in_each_earlier_version_in_which_it_stood() -> None:
    view = kept(
        estimate(JUNE, 1000, 900, 1100, FIRST, THIRD), estimate(JUNE, 1050, 950, 1150, THIRD),
        estimate(JULY, 5, 4, 6, SECOND),
    )  # fmt: skip
    found = held(view)["confidence"]
    # June in two versions, held; July in one, unchanged.
    assert (found.cases, found.held, found.replaced, found.replaced_held) == (3, 3, 1, 1)


def test_where_nothing_was_replaced_no_interval_is_called_good() -> None:
    assert held(kept(estimate(JUNE, 1000, 900, 1100, FIRST), estimate(JULY, 5, 4, 6, SECOND))) == {}


def test_quantiles_are_cases_that_occurred() -> None:
    four = [Decimal(n) for n in (1, 2, 10, 50)]
    assert (quantile(four, 50), quantile(four, 90), quantile(four[:1], 90)) == (2, 50, 1)


def test_a_source_without_versions_is_never_perfect() -> None:
    printed = (estimate(JUNE, 7, 6, 8, FIRST, page="https://example.org/a"),)
    maps_only = estimate(JUNE, 7, 6, 8, FIRST, source="deepstate", page="https://example.org/map")
    found, intervals, unheld = revisions(kept(maps_only, printed=printed), ["economist", "deepstate"])
    assert (found, intervals) == ([], [])
    assert [(one.source, one.figures) for one in unheld] == [("deepstate", 1), ("economist", 1)]


def week(name: str, value: int, **said: object) -> Statement:
    page = load_source("meduza").page(f"source-data/deaths-and-casualties-data/{name}.csv")
    one = estimate(JUNE, value, value - 10, value + 10, FIRST, source="meduza", page=page)
    return replace(one, kind="flow", start=date(2025, 6, 24), learnt=None, known=date(2026, 5, 31), **said)  # type: ignore[arg-type]


def test_editions_that_stand_side_by_side_are_told_one_after_another_and_undated() -> None:
    found = row(kept(week("meduza_2026_weekly", 60), week("meduza_2025_weekly", 100)), "meduza")
    assert (found.by, found.figures, found.restated, found.days, found.since) == ("editions", 1, 1, None, None)
    assert found.change is not None
    assert found.change.median == -40
    assert held(kept(week("meduza_2026_weekly", 60), week("meduza_2025_weekly", 100)), "meduza")["confidence"].below == 1


def test_estimates_of_two_kinds_are_not_set_against_each_other() -> None:
    rows = [week(name, value, range_is="prediction") for name, value in (("meduza_2025_weekly", 100), ("meduza_2026_weekly", 60))]
    found, _, unheld = revisions(kept(*rows), ["meduza"])
    assert found == []
    assert unheld[0].figures == 2


# our own ---------------------------------------------------------------------------------------------------------------


def test_what_is_worked_out_here_is_held_against_itself_too() -> None:
    with opened() as view:
        found = {one.group.rests_on: one for one in own_revisions(view)}
    assert found["ua_general_staff"].figures >= 50
    assert found["isw"].missing > found["isw"].figures, "the areas are known from July 2025 only"
    assert {one.group.source for one in found.values()} == {"pyrrhus"}


# the publishers ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(synced: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[View]:
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    with opened(date(2026, 5, 31)) as view:
        yield view


@pytest.mark.shared
def test_the_economists_later_deaths_lay_outside_the_earlier_confidence_and_inside_the_prediction_interval(ledger: View) -> None:
    of_june = [one for one in ledger.history("economist", "killed") if one.end == JUNE and one.range_is]
    newest = [one for one in of_june if one.learnt and one.learnt.astimezone(UTC).date() == date(2026, 5, 20)]
    assert {round((one.value or 0) - 284145) for one in newest} <= {0, 1}
    before = [one for one in of_june if one.withdrawn == newest[0].learnt]
    assert {one.range_is for one in before} == {"confidence", "prediction"}
    found = held(kept(*before, *newest, as_of=date(2026, 5, 30)))
    assert (found["confidence"].held, found["confidence"].above) == (0, found["confidence"].cases)
    assert found["prediction"].held == found["prediction"].cases > 0


@pytest.mark.shared
def test_the_scoreboard_of_the_publishers(ledger: View) -> None:
    found, intervals, unheld = revisions(ledger, ["ua_general_staff", "isw", "economist", "liveuamap"])
    by_group = {(one.group.source, one.group.metric, one.group.via, one.group.rests_on, one.group.kind): one for one in found}
    staff = by_group["ua_general_staff", "casualties", "", "", "cumulative"]
    assert (staff.restated, staff.figures > 1500) == (6, True)
    assert len(ledger.restated("ua_general_staff", "casualties")) == 6
    areas = by_group["isw", "held", "economist", "", "level"]
    assert (areas.restated, areas.back) == (32, 1)
    deaths = {one.range_is: one for one in intervals if one.group.metric == "killed"}
    assert deaths["prediction"].held == deaths["prediction"].cases > 40_000
    assert deaths["confidence"].held * 3 < deaths["confidence"].cases
    assert "liveuamap" in {one.source for one in unheld}


@pytest.mark.shared
def test_each_change_that_is_told_happened_in_the_repository_on_that_day(ledger: View) -> None:
    told = known_changes(ledger, ledger.sources())
    assert len(told) > 15
    for change in told:
        rows = ledger.history(change.source)
        days = {moment.astimezone(UTC).date() for one in rows for moment in (one.learnt, one.withdrawn) if moment}
        assert change.day in days, change
