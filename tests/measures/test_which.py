"""What gives a printed number: every combination and rounding, older vintages, and plainly nothing where nothing does."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrrhus.errors import InputError, NoData
from pyrrhus.ledger.view import View
from pyrrhus.measures.which import Combination, Which, parse_number, which
from pyrrhus.period import parse_day, parse_period

JANUARY = parse_period("2025-01")


def over(one: Combination) -> tuple[Decimal | None, Decimal | None]:
    assert one.ground is not None
    return one.one.figure.value, one.ground.figure.value


def values(found: Which) -> list[tuple[str, Decimal | None]]:
    return [(one.figure.derived_from or one.figure.source, one.figure.value) for one in found.found]


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("96", "96", 0),
        ("96.9", "96.9", 1),
        ("96.90", "96.90", 2),
        ("48,240", "48240", 0),
        ("48 240", "48240", 0),
        ("48\u00a0240", "48240", 0),
        ("48\u202f240", "48240", 0),
        ("1,250,000", "1250000", 0),
        ("-5", "-5", 0),
        ("\u22125.5", "-5.5", 1),
    ],
)
def test_a_number_is_read_with_its_marks_of_thousands_and_its_decimals(text: str, value: str, places: int) -> None:
    found = parse_number(text)
    assert (found.value, found.places) == (Decimal(value), places)


@pytest.mark.parametrize(
    "text", ["", "abc", "96,9", "48,24", "48, 240", "1 250,000", "9e9", "NaN", "96 km2", "٤٨", "1_000", "9" * 40]
)
def test_what_is_no_number_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(InputError, match=r"^expected a number like 96, 96\.9, 48,240 or 48 240, got [^\n]*$"):
        parse_number(text)


def test_the_printed_96_cannot_be_told(view: View) -> None:
    found = which(view, "96", JANUARY)
    assert found.answer == "several"
    assert [one.source for one in found.printed] == ["isw"]
    legal = {over(one) for one in found.found if not one.reason}
    assert {(48240, 498), (48060, 498), (48000, 498)} <= legal
    ways = {over(one): [way.how for way in one.roundings] for one in found.found if not one.reason}
    assert ways[Decimal(48240), Decimal(498)] == ["cut"]
    assert ways[Decimal(48000), Decimal(498)] == ["nearest", "cut"]


def test_legal_combinations_stand_apart_from_those_that_are_not_comparable(view: View) -> None:
    found = which(view, "96", JANUARY)
    reasons = [one.reason for one in found.found]
    assert reasons == sorted(reasons, key=lambda reason: reason != "")
    assert {one.one.figure.source for one in found.found if one.reason} == {"economist", "uk_mod"}
    illegal = which(view, "148", JANUARY)
    assert {one.reason for one in illegal.found} == {"scope", "scope_unknown"}


def test_where_decimals_are_written_they_decide(view: View) -> None:
    legal = [one for one in which(view, "96.9", JANUARY).found if not one.reason]
    assert [over(one) for one in legal] == [(48240, 498)]
    assert [(way.how, way.unit) for way in legal[0].roundings] == [("nearest", Decimal("0.1"))]
    assert not [one for one in which(view, "96.88", JANUARY).found if not one.reason]


def test_nothing_gives_it_and_the_nearest_are_named(view: View) -> None:
    found = which(view, "200", JANUARY)
    assert (found.answer, found.found) == ("none", ())
    distances = [abs((one.figure.value or 0) - 200) for one in found.nearest]
    assert len(distances) == 3
    assert distances == sorted(distances)


def test_a_print_that_nothing_gives_is_told_with_its_doubt(view: View) -> None:
    found = which(view, "68", parse_period("2025-08"))
    assert found.answer == "none"
    assert [(one.source, "doubtful" in one.flags) for one in found.printed] == [("isw", True)]


def test_a_number_of_one_counter_is_one_combination_with_its_conventions(view: View) -> None:
    found = which(view, "48,240", JANUARY, "casualties")
    assert values(found) == [("ua_general_staff", Decimal(48240))]
    (only,) = found.found
    assert {part.convention for part in (only.figure, *only.one.also)} >= {"calendar", "first_to_first"}
    assert [one.convention for one in (which(view, "48,060", JANUARY, "casualties").found[0].figure,)] == ["last_to_last"]


def test_a_round_number_may_be_rounded_from_several(view: View) -> None:
    found = which(view, "48 000", JANUARY, "casualties")
    assert values(found)[0] == ("ua_general_staff", Decimal(48000))  # the UK's print, derived from Kyiv's count
    assert found.found[0].figure.source == "uk_mod"
    assert {("ua_general_staff", Decimal(48240)), ("ua_general_staff", Decimal(48060))} <= set(values(found))


def test_daily_means_and_running_totals_are_tried_too(view: View) -> None:
    assert {one.figure.kind for one in which(view, "1,556", JANUARY, "casualties").found} == {"rate"}
    assert [one.figure.kind for one in which(view, "839,040", JANUARY, "casualties").found] == ["cumulative"]


@pytest.mark.parametrize(
    ("number", "who", "place"),
    [("498", "isw", "Ukraine and Kursk Oblast"), ("427", "isw", "Ukraine"), ("431", "isw", ""), ("325", "deepstate", "")],
)
def test_an_area_leads_to_its_counter_and_its_scope(view: View, number: str, who: str, place: str) -> None:
    found = which(view, number, JANUARY, "ground").found[0]
    assert (found.figure.derived_from or found.figure.source, found.figure.place) == (who, place)


def test_the_same_map_gives_another_number_by_other_days_and_by_its_steps(view: View) -> None:
    made = {one.figure.formula: one.figure.convention for one in which(view, "326.6", JANUARY, "ground").found}
    assert made == {"sum_of_steps/1": "last_to_last"}
    assert which(view, "320.5", JANUARY, "ground").found[0].figure.convention == "last_to_last"


def test_an_older_vintage_gives_a_number_that_the_newest_does_not(view: View) -> None:
    (total,) = [one for one in which(view, "300", parse_period("2022-04-02"), "casualties").found if one.one.until]
    assert (total.figure.convention, str(total.one.until)) == ("calendar", "2023-02-27")
    (layers,) = which(view, "738.2", JANUARY, "ground").found
    assert (layers.figure.formula, layers.figure.convention) == ("ellipsoid_correction/1", "first_to_first")
    assert str(layers.one.until) == "2025-07-08"


def test_an_edition_knows_only_what_was_known(view: View) -> None:
    before = view.at(parse_day("2025-02-02"))
    assert which(before, "96", JANUARY).answer == "none"
    assert which(before, "498", JANUARY, "ground").answer == "none"


def test_a_period_of_which_nothing_is_held_and_a_metric_that_is_none_are_refused(view: View) -> None:
    with pytest.raises(NoData, match="what is held is"):
        which(view, "96", parse_period("1990-01"))
    with pytest.raises(InputError, match="there are: casualties_per_km2, casualties, ground"):
        which(view, "96", JANUARY, "held")


@settings(max_examples=25)
@given(number=st.decimals(min_value=0, max_value=300, places=1))
def test_whatever_is_found_does_give_the_number(view: View, number: Decimal) -> None:
    for one in which(view, str(number), JANUARY).found:
        losses, ground = over(one)
        assert losses and ground
        assert abs(losses / ground - number) < Decimal("0.1")
