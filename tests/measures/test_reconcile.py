"""Why two sources differ: steps that add up between any two counters' ground, and losses beside each other without reasons."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from pyrrhus.errors import InputError, NoData
from pyrrhus.ledger.view import View
from pyrrhus.measures.reconcile import Reconciled, why_ground_differs
from pyrrhus.measures.relate import how_losses_relate
from pyrrhus.period import parse_day, parse_period

JANUARY = parse_period("2025-01")
COUNTERS = ("isw", "afp", "deepstate", "agentstvo", "uk_mod")


def terms(found: Reconciled) -> list[tuple[str, ...]]:
    return [one.names for one in found.steps]


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(COUNTERS, 2)))
def test_between_any_two_counters_the_steps_are_a_chain_that_adds_up(view: View, one: str, other: str) -> None:
    found = why_ground_differs(view, one, other, JANUARY)
    assert (found.steps[0].before.source, found.steps[-1].after.source) == (one, other)
    assert all(here.after.id == there.before.id for here, there in itertools.pairwise(found.steps))
    assert sum(step.term.value or 0 for step in found.steps) == found.whole.term.value
    back = why_ground_differs(view, other, one, JANUARY)
    assert [step.term.value for step in reversed(back.steps)] == [-(step.term.value or 0) for step in found.steps]


def test_between_two_map_makers_every_term_is_told_apart(view: View) -> None:
    found = why_ground_differs(view, "isw", "deepstate", JANUARY)
    assert terms(found) == [("scope",), ("within_map",), ("map_maker",), ("day_cut",), ("print",)]
    assert [step.term.bound for step in found.steps] == ["under", *["plain"] * 4]
    assert {one.source for one in found.beside} == {"afp", "agentstvo"}


def test_two_that_count_on_one_map_meet_there_and_are_one_witness(view: View) -> None:
    found = why_ground_differs(view, "isw", "afp", JANUARY)
    assert terms(found) == [("scope",), ("within_map",), ("within_map",)]
    assert (found.one_map, found.scope_unknown) == ("isw", ("afp",))
    same = why_ground_differs(view, "deepstate", "agentstvo", JANUARY)
    assert terms(same) == [("print",), ("print",)]
    assert same.one_map == "deepstate"


def test_against_a_count_on_no_known_map_nothing_measured_is_put_between(view: View) -> None:
    (only,) = why_ground_differs(view, "deepstate", "uk_mod", JANUARY).steps
    assert (only.before.value, only.term.value, only.after.value) == (325, 1, 326)
    assert only.names == ("scope", "map_maker", "day_cut", "print")


def test_without_prints_the_maps_are_compared(view: View) -> None:
    (only,) = why_ground_differs(view, "isw", "deepstate", parse_period("2025-W05")).steps
    assert only.names == ("map_maker",)


def test_a_source_without_a_figure_is_told_with_those_that_have_one(view: View) -> None:
    with pytest.raises(
        NoData, match="by csis for 2025-01 is held as of .*; there is by: afp, agentstvo, deepstate, isw, uk_mod$"
    ):
        why_ground_differs(view, "isw", "csis", JANUARY)
    with pytest.raises(NoData, match="by afp .* as of 2025-02-04; there is by: deepstate, isw"):
        why_ground_differs(view.at(parse_day("2025-02-04")), "isw", "afp", JANUARY)
    with pytest.raises(InputError, match="no source 'nobody' here"):
        why_ground_differs(view, "isw", "nobody", JANUARY)
    with pytest.raises(InputError, match="isw is named twice; name two sources"):
        why_ground_differs(view, "isw", "isw", JANUARY)


def test_losses_of_the_same_days_stand_beside_each_other(view: View) -> None:
    found = how_losses_relate(view, "ua_general_staff", "uk_mod", JANUARY)
    told = {(pair.kind, pair.one.convention): (pair.one.value, pair.other.value) for pair in found.now}
    assert told["cumulative", ""] == (837610, 837000)
    assert told["flow", "calendar"] == (48240, 48000)
    assert told["flow", "last_to_last"] == (48060, 48000)
    assert all(pair.one_witness for pair in found.now)
    assert (found.rests, found.rests_on) == ("some", "ua_general_staff")
    for pair in found.now:
        assert pair.apart is not None and pair.one.value and pair.other.value is not None
        assert abs((pair.apart.value or 0) - abs(pair.other.value - pair.one.value) * 100 / pair.one.value) < Decimal("0.000001")


def test_how_near_two_series_run_is_told_over_all_their_days(view: View) -> None:
    found = how_losses_relate(view, "ua_general_staff", "uk_mod", JANUARY)
    assert found.counted["rate"] > found.near["rate"] > 20
    for kind, least in found.least.items():
        assert least.apart is not None and found.most[kind].apart is not None
        assert (least.apart.value or 0) <= (found.most[kind].apart.value or 0)  # type: ignore[union-attr]


def test_totals_that_begin_on_other_days_are_not_said_to_be_near(view: View) -> None:
    found = how_losses_relate(view, "ua_general_staff", "economist", JANUARY)
    (total,) = [pair for pair in found.now if pair.kind == "cumulative"]
    assert not total.same_start
    assert "cumulative" not in found.least


def test_a_difference_from_a_bound_is_a_bound(view: View) -> None:
    found = how_losses_relate(view, "ua_general_staff", "uk_mod", JANUARY)
    most = found.most["cumulative"]
    assert most.other.bound == "over"
    assert most.apart is not None
    assert most.apart.bound == "under"


def test_losses_that_cannot_be_compared_are_told_with_what_there_is(view: View) -> None:
    with pytest.raises(NoData, match="no casualties of russia by ru_mod up to 2025-01-31 .*; there is by: .*ua_general_staff"):
        how_losses_relate(view, "ua_general_staff", "ru_mod", JANUARY)
    with pytest.raises(NoData, match="no figures of the same days by isw and uk_mod"):
        how_losses_relate(view, "isw", "uk_mod", JANUARY)
    with pytest.raises(InputError, match="no party 'nowhere'; there are: russia, ukraine"):
        how_losses_relate(view, "isw", "uk_mod", JANUARY, party="nowhere")
