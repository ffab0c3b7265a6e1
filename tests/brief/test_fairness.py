"""The words: the same strength for both parties, casualties never dead, no bare numbers in the catalogue."""

from __future__ import annotations

import re

import pytest
from reading import NUMBER_WORDS, RANK_WORDS

import pyrrhus
from pyrrhus.brief.wording import catalogue

PERIODS = ("2025-01", "2024", "2023-06", "2022-09", "2026-04")
FORBIDDEN = re.compile(
    r"\b(liberat\w+|lives|meat|heroic|terrorist\w*|orcs?|"
    r"neutrali[sz]ed|eliminated|confirmed|successful\w*|cost|price|average of both)\b|±",
    re.IGNORECASE,
)


def test_the_catalogue_holds_no_number() -> None:
    with_digits = {key: text for key, text in catalogue().items() if re.search(r"\d", text.replace("km2", ""))}
    assert with_digits == {}
    words = {
        key: NUMBER_WORDS.findall(RANK_WORDS.sub("", text.replace("the two sides", ""))) for key, text in catalogue().items()
    }
    assert {key: found for key, found in words.items() if found} == {}


def test_the_catalogue_uses_no_word_that_takes_a_side() -> None:
    assert {key: text for key, text in catalogue().items() if FORBIDDEN.search(text)} == {}


@pytest.mark.parametrize("period", PERIODS)
def test_a_brief_uses_no_word_that_takes_a_side(period: str) -> None:
    text = pyrrhus.brief(period).to_markdown().partition("\n## Evidence\n")[0]
    assert FORBIDDEN.findall(text) == []


@pytest.mark.parametrize("period", PERIODS)
def test_kyiv_and_moscow_say_with_the_same_verb(period: str) -> None:
    text = pyrrhus.brief(period).to_markdown().partition("\n## Evidence\n")[0]
    about_the_enemy = re.findall(
        r"(?:General Staff|leadership|Ministry of Defence)(?:, (?:also )?a party[\w ]*,)? (\w+) that", text
    )
    assert about_the_enemy
    assert set(about_the_enemy) == {"says"}


@pytest.mark.parametrize("period", PERIODS)
def test_each_brief_says_that_the_two_sides_are_not_covered_alike_and_that_no_loss_is_verified(period: str) -> None:
    text = pyrrhus.brief(period).to_markdown()
    assert "the two sides are not covered alike" in text
    assert "No loss figure below is independently verified." in text


@pytest.mark.parametrize("period", PERIODS)
def test_kyivs_count_is_called_casualties_and_defined_at_once(period: str) -> None:
    text = pyrrhus.brief(period).to_markdown()
    lead = text[text.index("## What happened") :].split("\n\n")[1]
    assert "casualties" in lead
    assert "does not say how many of these were killed, wounded, captured or missing" in lead
    assert not re.search(r"General Staff says[^.]*\b(dead|killed|died|deaths)\b", lead.split("Kyiv is a party")[0])
