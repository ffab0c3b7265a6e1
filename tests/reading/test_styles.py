"""Styles of writing: radio, tabloid, agency in translation, think tank, letters; what each sentence states."""

from datetime import date

import pytest

from pyrrhus.reading.claim import Claim
from pyrrhus.reading.read import read_text

TUESDAY = date(2025, 2, 4)


def read(text: str, publisher: str | None = None) -> tuple[Claim, ...]:
    return read_text(text, published=TUESDAY, publisher=publisher, language="en").claims


SOURCES = [
    ("Moscow, for its part, claims that Ukrainian forces lost 470 men over the past day.", "ru_mod ukraine"),
    ("The army has lost 1,270 men in 24 hours, Kyiv's top brass say.", "ua_general_staff russia"),
    ("Putin loses 1,270 troops in a day\n\nRussia lost 1,270 troops in a day, Kyiv said.", "ua_general_staff russia"),
    ("Ukraine, according to its commander-in-chief, had lost nearly 9,000 troops by August.", "ukraine_government ukraine"),
    (
        "According to information from the Ukrainian General Staff, Russia lost 41,980 soldiers in October.",
        "ua_general_staff russia",
    ),
]


@pytest.mark.parametrize(("text", "told"), SOURCES)
def test_who_speaks_and_whose_losses(text: str, told: str) -> None:
    assert {f"{one.said.source} {one.said.party}" for one in read(text)} == {told}


HELD = [
    ("Roughly 4,400 square kilometres of the region remain under Ukrainian control.", "ukraine"),
    ("Ukraine's army said it had brought 1,263 sq km in Russia's Kursk region under its control.", "ukraine"),
    ("Russian forces currently occupy roughly 19 percent of Ukraine.", "russia"),
]


@pytest.mark.parametrize(("text", "party"), HELD)
def test_land_is_held_by_whose_hands_it_is_in(text: str, party: str) -> None:
    (claim,) = read(text)
    assert (claim.said.metric, claim.said.kind, claim.said.party) == ("held", "level", party)


def test_land_that_came_under_control_was_gained() -> None:
    (claim,) = read("More than 4,000 square kilometres came under Russian control in 2024.")
    assert (claim.said.metric, claim.said.basis, str(claim.said.start)) == ("ground", "gained", "2024-01-01")


def test_data_of_one_analysed_by_another_are_the_others() -> None:
    (claim,) = read("Russia took 431 km² in January, according to data from the ISW analysed by AFP.")
    assert (claim.said.source, claim.said.derived_from) == ("afp", "isw")


def test_a_second_source_of_the_same_number_is_kept() -> None:
    (claim,) = read("Figures from Ukraine's military and Western intelligence suggest that Russia lost 48,240 men in January.")
    assert (claim.said.source, claim.source_also) == ("ua_general_staff", ("western_officials",))


PLACES = [
    ("Ukraine retook 12 square kilometres near Toretsk.", "near Toretsk"),
    ("Russian forces took 30 square kilometres in the Kharkiv region in January.", "Kharkiv region"),
    ("Russian forces took 30 square kilometres in January.", ""),
    ("Russia lost 48,240 men in January and three tanks near Pokrovsk.", ""),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_the_place_that_a_number_is_limited_to(text: str, place: str) -> None:
    assert read(text)[0].said.place == place


def test_hostilities_began_later_at_a_place() -> None:
    (claim,) = read("In the Kursk Region, Kiev's losses exceeded 54,200 servicemen since the beginning of hostilities.")
    assert (claim.said.kind, str(claim.said.start)) == ("flow", "2024-08-06")


def test_since_the_month_that_war_began_is_since_its_first_day() -> None:
    (claim,) = read("He has squandered 842,930 soldiers since launching his war in February 2022.")
    assert (claim.said.kind, str(claim.said.start), str(claim.said.end)) == ("cumulative", "2022-02-24", "2025-02-04")


def test_a_streak_counts_its_months() -> None:
    claim = next(one for one in read("Casualties fell for the third consecutive month in January.") if one.said.unit == "months")
    assert (claim.said.kind, str(claim.said.value), claim.said.direction) == ("trend", "3", "down")
    assert (str(claim.said.start), str(claim.said.end)) == ("2024-11-01", "2025-01-31")


def test_one_sources_figures_are_compared_with_anothers() -> None:
    claim = read("Kyiv puts Russia's losses at 790,000; Western estimates are somewhat lower.")[-1].said
    assert (claim.kind, claim.direction, claim.source, claim.vs_source) == (
        "comparison", "down", "western_officials", "ua_general_staff",
    )  # fmt: skip


def test_losses_of_one_party_against_the_other_are_a_ratio_of_both() -> None:
    (claim,) = read("Russia has probably lost more than twice as many soldiers as Ukraine.")
    assert (claim.said.kind, claim.said.party, str(claim.said.value), claim.said.bound) == ("ratio", "both", "2", "over")


def test_more_than_in_any_other_month_is_a_rank() -> None:
    claim = read("Russia lost 48,240 soldiers in December, more than in any other month of the war.")[-1].said
    assert (claim.kind, claim.rank, claim.direction, str(claim.start)) == ("rank", 1, "up", "2024-12-01")


def test_a_figure_takes_no_bound_from_the_next() -> None:
    bounds = [one.said.bound for one in read("The Pentagon put Ukrainian losses at 50,000 killed and up to 70,000 wounded.")]
    assert bounds == ["plain", "under"]


def test_a_ratio_leaves_the_sum_before_it_alone() -> None:
    claims = read("Russian forces suffered 48,240 casualties in January, roughly 97 casualties per square kilometre gained.")
    assert [one.said.metric for one in claims] == ["casualties", "casualties_per_km2"]


def test_a_list_without_a_heading_counts_losses() -> None:
    claims = read("Tanks 9,919 (+12)\nArtillery systems 22,600 (+27)\n")
    assert [(str(one.said.value), one.said.kind, one.said.class_) for one in claims] == [
        ("9919", "cumulative", "tank"), ("12", "flow", "tank"),
        ("22600", "cumulative", "artillery"), ("27", "flow", "artillery"),
    ]  # fmt: skip


def test_the_number_of_soldiers_killed_is_their_own_sides() -> None:
    (claim,) = read("The president put the number of Ukrainian soldiers killed at 45,100.")
    assert (claim.said.party, claim.said.source) == ("ukraine", "ukraine_government")


def test_a_month_behind_that_is_no_day_of_saying() -> None:
    claims = read("The UK's Ministry of Defence said on X that December was Russia's costliest month, with 48,670 casualties.")
    assert {(str(one.said.start), str(one.said.end)) for one in claims} == {("2024-12-01", "2024-12-31")}


def test_what_a_level_came_down_from_keeps_its_own_day() -> None:
    days = [str(one.said.end) for one in read("Ukraine holds about 480 sq km of the Kursk region, down from 1,300 in August.")]
    assert (days[0], days[-1]) == ("2025-02-04", "2024-08-31")


def test_what_was_lost_in_the_month_of_its_paragraph() -> None:
    claims = read("In December they liberated 168 km² near Toretsk, Syrskyi said. The enemy lost over 3,185 men there.")
    assert [(one.said.kind, str(one.said.start)) for one in claims] == [("flow", "2024-12-01")] * 2
