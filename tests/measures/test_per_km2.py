"""Casualties per km2 of a period: the legal pairs, the range they give, and why the others are left out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from making import area, total

from pyrrhus.conflict import conflict
from pyrrhus.errors import NoData
from pyrrhus.ledger.view import View
from pyrrhus.measures.per_km2 import casualties_per_km2
from pyrrhus.measures.ratios import cut_to, rounded_to, why_apart
from pyrrhus.period import parse_day, parse_period


def test_january_2025_has_one_legal_pair_and_no_range(view: View) -> None:
    found = casualties_per_km2(view, parse_period("2025-01"))
    (pair,) = found.legal
    assert (pair.losses.value, pair.ground.value, pair.ground.source) == (48240, 498, "isw")
    assert pair.ratio is not None
    assert round(pair.ratio.value or 0, 1) == Decimal("96.9")
    assert (found.low, found.high) == (None, None)
    assert [round(one.value or 0, 1) for one in found.other_days] == [Decimal("96.5")]


def test_every_other_pair_has_a_reason_and_no_ratio(view: View) -> None:
    found = casualties_per_km2(view, parse_period("2025-01"))
    rest = found.pairs[1:]
    assert len(rest) > 20
    assert all(pair.reason and pair.ratio is None for pair in rest)
    same = [pair for pair in rest if pair.ground.value == 498 and pair.losses.convention == "last_to_last"]
    assert [pair.reason for pair in same] == ["same_losses"]


def test_with_several_legal_pairs_the_range_has_two_ends_each_map_once(view: View) -> None:
    found = casualties_per_km2(view, parse_period("2025-06"))
    assert [pair.witness for pair in found.legal] == ["isw", "deepstate"]
    assert found.low is not None and found.high is not None
    assert [found.high.value, found.low.value] == [pair.ratio.value for pair in found.legal if pair.ratio]


def test_where_losses_or_ground_are_missing_it_says_what_is_held(view: View) -> None:
    with pytest.raises(NoData, match="no count of ground is held for 2022-06-06 as of 2024-01-01; what is held is the General"):
        casualties_per_km2(view.at(parse_day("2024-01-01")), parse_period("2022-06-06"))
    with pytest.raises(NoData, match="no count of casualties is held for 2022-01"):
        casualties_per_km2(view, parse_period("2022-01-01..2022-02-23"))


def test_two_scopes_that_are_both_not_stated_are_no_legal_pair_in_the_days_of_kursk() -> None:
    of = conflict()
    for code, reason in (("2025-01", "scope_unknown"), ("2025-06", "")):
        days = parse_period(code)
        losses = total(days.end, 48236, source="economist", kind="flow", start=days.start, end=days.end)
        assert why_apart(losses, area("uk_mod", "326", days.start, days.end), of) == reason


def test_a_figure_may_be_cut_or_rounded_to_a_round_number() -> None:
    figure = total(parse_period("2024-12").end, 48670, kind="flow")
    cut, near = cut_to(figure, Decimal(1000)), rounded_to(figure, Decimal(1000))
    assert cut is not None and near is not None
    assert (cut.value, cut.bound, near.value, near.bound) == (48000, "over", 49000, "about")
    assert rounded_to(figure, Decimal(10)) is None
