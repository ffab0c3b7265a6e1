"""Which losses may be set against which ground."""

from __future__ import annotations

from decimal import Decimal

import pytest
from making import area, total

from pyrrhus.conflict import conflict, scope, witness
from pyrrhus.measures.ratios import pairs, per_km2, rounded_ratio, spread, why_apart
from pyrrhus.period import parse_period
from pyrrhus.statement import Statement

OF = conflict()
WIDE = "Ukraine and Kursk Oblast"


def losses(code: str, value: int = 48240) -> Statement:
    period = parse_period(code)
    return total(period.end, value, kind="flow", start=period.start, end=period.end)


def ground(source: str, value: str, code: str, **said: object) -> Statement:
    period = parse_period(code)
    return area(source, value, period.start, period.end, **said)


@pytest.mark.parametrize(
    ("source", "said", "code", "reason"),
    [
        ("isw", {"place": WIDE}, "2025-01", ""),
        ("isw", {}, "2025-01", ""),
        ("isw", {"place": "Ukraine"}, "2025-01", "scope"),
        ("deepstate", {}, "2025-01", "scope"),
        ("afp", {"derived_from": "isw"}, "2025-01", "scope_unknown"),
        ("uk_mod", {}, "2025-01", "scope_unknown"),
        ("deepstate", {}, "2025-06", ""),
        ("afp", {"derived_from": "isw"}, "2025-06", ""),
        ("deepstate", {}, "2025-04-30", "scope"),
        ("deepstate", {}, "2025-05-01", ""),
        ("deepstate", {}, "2024-08-05", ""),
        ("deepstate", {}, "2024-08-06", "scope"),
        ("deepstate", {"place": "Donetsk Oblast"}, "2025-06", "scope"),
        ("deepstate", {"flags": frozenset({"doubtful"})}, "2025-06", "doubtful"),
    ],
)
def test_scope_decides_in_the_days_in_which_kursk_counts(source: str, said: dict[str, object], code: str, reason: str) -> None:
    assert why_apart(losses(code), ground(source, "100", code, **said), OF) == reason


@pytest.mark.parametrize("value", ["0", "-12"])
def test_there_is_no_ratio_where_ground_was_lost(value: str) -> None:
    assert why_apart(losses("2025-06"), ground("deepstate", value, "2025-06"), OF) == "loss"


def test_other_days_are_not_comparable() -> None:
    assert why_apart(losses("2025-06"), ground("deepstate", "5", "2025-06-01..2025-06-29"), OF) == "days"


def test_figures_on_one_map_are_one_denominator_and_the_best_graded_counts() -> None:
    code = "2025-06"
    found = pairs(
        losses(code),
        [
            ground("afp", "588", code, derived_from="isw"),
            ground("isw", "465.8", code, evidence="page"),
            ground("deepstate", "556", code),
            ground("agentstvo", "550", code),
        ],
        OF,
    )
    assert [pair.reason for pair in found] == ["same_witness", "", "", "same_witness"]
    low, high = spread(found)  # type: ignore[misc]
    assert low.value == per_km2(losses(code), found[2].ground).value
    assert high.value == per_km2(losses(code), found[1].ground).value


def test_one_legal_pair_has_no_spread() -> None:
    assert spread(pairs(losses("2025-01"), [ground("isw", "498", "2025-01")], OF)) is None


def test_a_ratio_names_both_its_parts() -> None:
    numerator, denominator = losses("2025-01"), ground("isw", "498", "2025-01", basis="gained")
    found = per_km2(numerator, denominator)
    assert found.inputs == (numerator.id, denominator.id)
    assert round(found.value, 1) == Decimal("96.9")  # type: ignore[arg-type]
    assert (found.derived_from, found.vs_source, found.note) == ("ua_general_staff", "isw", "over ground gained")


def test_a_printed_ratio_may_have_been_made_from_a_cut_number() -> None:
    cut = rounded_ratio(losses("2025-01"), ground("isw", "498", "2025-01"), Decimal(1000))
    assert cut is not None
    assert cut[0].value == 48000
    assert round(cut[1].value, 1) == Decimal("96.4")  # type: ignore[arg-type]
    assert rounded_ratio(losses("2025-01", 48000), ground("isw", "498", "2025-01"), Decimal(1000)) is None


def test_a_place_wins_over_the_habit_of_its_source() -> None:
    assert scope(ground("isw", "1", "2025-01"), OF) == "theatre"
    assert scope(ground("isw", "1", "2025-01", place="Ukraine"), OF) == "ukraine"
    assert scope(ground("isw", "1", "2025-01", place="Pokrovsk"), OF) == "part"


def test_who_counts_on_anothers_map_is_no_witness_of_its_own() -> None:
    assert witness(ground("afp", "1", "2025-01", derived_from="isw"), OF) == "isw"
    assert witness(ground("agentstvo", "1", "2025-01"), OF) == "deepstate"
    assert witness(ground("deepstate", "1", "2025-01"), OF) == "deepstate"
