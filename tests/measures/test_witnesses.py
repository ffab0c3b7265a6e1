"""Who rests on whom: said, or seen in the numbers; and how many witnesses there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from making import area, total

from pyrrhus.conflict import conflict
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.view import View
from pyrrhus.measures.witnesses import (
    Rest,
    figure_count,
    independent_witnesses,
    near_equality,
    rests,
    witness_count,
    witness_groups,
)
from pyrrhus.measures.yardsticks import totals
from pyrrhus.statement import Statement

DAYS = [date(2025, month, 1) for month in (1, 2, 3, 4)]
JANUARY = (date(2025, 1, 1), date(2025, 1, 31))
OF = conflict()


@pytest.fixture(scope="module")
def shipped() -> Iterator[View]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYRRHUS_LEDGER", "/nowhere/ledger.db")
        with opened() as view:
            yield view


def test_a_series_that_stays_within_a_percent_follows() -> None:
    theirs = [total(day, 1000) for day in DAYS]
    ours = [total(day, value, source="uk_mod") for day, value in zip(DAYS, (1000, 1005, 995, 1010), strict=True)]
    found = near_equality(ours, theirs)
    assert (found.cases, found.near, found.median, found.largest, found.largest_of) == (4, 4, Decimal("0.5"), 1, DAYS[3])
    assert found.verdict == "follows"


def test_one_day_beyond_it_does_not_follow_and_too_few_days_cannot_tell() -> None:
    theirs = [total(day, 1000) for day in DAYS]
    ours = [total(day, value, source="uk_mod") for day, value in zip(DAYS, (1000, 1005, 995, 1020), strict=True)]
    assert near_equality(ours, theirs).verdict == "not"
    assert near_equality(ours[:2], theirs).verdict == "cannot tell"
    assert near_equality(ours, []).verdict == "cannot tell"


def test_doubtful_figures_and_approximate_days_say_nothing_of_it() -> None:
    theirs = [total(day, 1000) for day in DAYS]
    ours = [
        total(day, 5000, source="uk_mod", flags=frozenset({flag}))
        for day, flag in zip(DAYS, ("doubtful", "end_approximate"), strict=False)
    ]
    assert near_equality(ours, theirs).cases == 0


def test_ukmods_printed_totals_that_say_so_follow_kyivs_within_a_percent(shipped: View) -> None:
    rows = shipped.statements(source="uk_mod", metric="casualties", kind="cumulative")
    found = near_equality([one for one in rows if one.derived_from == "ua_general_staff"], totals(shipped).values())
    assert found.cases >= 9
    assert found.verdict == "follows"
    assert found.largest is not None
    assert found.largest < 1


def test_the_economists_sums_of_ukmods_averages_do_not_at_first(shipped: View) -> None:
    rows = shipped.statements(source="economist", metric="casualties", kind="cumulative")
    found = near_equality([one for one in rows if one.derived_from == "ua_general_staff"], totals(shipped).values())
    assert (found.cases, found.verdict, found.largest_of) == (47, "not", date(2022, 3, 31))
    assert found.median is not None
    assert 1 < found.median < 2


def test_who_rests_on_whom_is_listed_with_how_many_say_so(shipped: View) -> None:
    found: dict[tuple[str, str, str, str, bool], Rest] = {
        (one.source, one.other, one.metric, one.kind, one.declared > 0): one for one in rests(shipped, OF)
    }
    assert found["afp", "isw", "ground", "flow", True].declared == found["afp", "isw", "ground", "flow", True].figures
    followers = [key for key, one in found.items() if one.nearness and one.nearness.verdict == "follows"]
    assert followers == [("uk_mod", "ua_general_staff", "casualties", "cumulative", True)]
    distant = found["us_government", "ua_general_staff", "casualties", "cumulative", False].nearness
    assert distant is not None
    assert distant.verdict == "not"


def ground(source: str, value: str, **said: object) -> Statement:
    return area(source, value, *JANUARY, **said)


def test_counts_on_one_map_are_one_witness() -> None:
    counts = [ground("isw", "498"), ground("afp", "431", derived_from="isw"), ground("deepstate", "325")]
    assert independent_witnesses(counts, OF) == 2
    assert list(witness_groups(counts, OF)) == ["isw", "deepstate"]
    stated = witness_count(counts, OF)
    assert (stated.value, stated.kind, stated.formula) == (2, "count", "witness_count/1")
    assert stated.note == "isw: isw, afp; deepstate: deepstate"
    assert figure_count(counts).value == 3


def test_a_count_on_a_map_that_is_not_named_is_no_further_witness() -> None:
    counts = [ground("deepstate", "325"), ground("uk_mod", "326")]
    assert independent_witnesses(counts, OF) == 1
    assert [one.source for one in witness_groups(counts, OF)[""]] == ["uk_mod"]
    assert "not stated: uk_mod" in witness_count(counts, OF).note


def test_losses_need_no_map() -> None:
    losses = [
        total(DAYS[0], 1),
        total(DAYS[0], 2, source="csis"),
        total(DAYS[0], 3, source="uk_mod", derived_from="ua_general_staff"),
    ]
    assert independent_witnesses(losses, OF) == 2
