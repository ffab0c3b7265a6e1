"""How this story was garbled as it was rewritten, in our own words: each is seen, and called by its name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from claiming import claim, judged, judged_all, month

from pyrrhus.judging.api import check_text
from pyrrhus.judging.verdicts import Verdict
from pyrrhus.reading.claim import Claim

JANUARY, DECEMBER = month("2025-01"), month("2024-12")
KYIV, ISW = {"source": "ua_general_staff"}, {"source": "isw"}
ROWS: list[tuple[Claim, str, str]] = [
    # "Russia had 48 casualties in December 670"
    (claim("48 casualties", value=48, **KYIV, **DECEMBER), "thousands_mark_lost", "48,670 casualties"),
    (claim("48.24", value="48.24", **KYIV, **JANUARY), "thousands_mark_lost", "48,240 casualties"),
    # "The month cost 48,240 lives"
    (claim("48,240 lives", metric="killed", value=48240, **KYIV, **JANUARY), "wrong_category", "48,240 casualties"),
    (claim("48,240 lives", metric="killed", value=48240, **JANUARY), "wrong_category", "48,240 casualties"),
    # "96 troops for every square metre"
    (
        claim(
            "96 troops",
            metric="casualties_per_km2",
            kind="ratio",
            value=96_000_000,
            unit_as_written="per square metre",
            **ISW,
            **JANUARY,
        ),
        "wrong_unit",
        "96",
    ),
    # "40 lives a square mile", divided where it had to be multiplied
    (
        claim(
            "40 a square mile",
            metric="casualties_per_km2",
            kind="ratio",
            value="15.444086",
            unit_as_written="per square mile",
            **ISW,
            **month("2024"),
        ),
        "wrong_unit",
        "casualties per km2",
    ),
    # "Ukraine lost 48,240 soldiers in January, by its own count"
    (claim("48,240", value=48240, party="ukraine", **KYIV, **JANUARY), "wrong_party", "losses of Russia"),
    # "498 square miles"
    (
        claim(
            "498 square miles",
            metric="ground",
            value=str(Decimal(498) * Decimal("2.589988")),
            unit_as_written="square miles",
            **ISW,
            **JANUARY,
        ),
        "wrong_unit",
        "498 km2",
    ),
    # "A hundred square kilometres were taken in January": the drop from December, told as the month
    (claim("430", value=430, **KYIV, **JANUARY), "change_quoted_as_level", "48,240"),
    # "842,390 since the war began"
    (claim("842,390", kind="cumulative", value=842390, end="2025-02-04", **KYIV), "digits_swapped", "842,930"),
    # "Deaths rose by 1,270 to": the day's addition told as the total
    (claim("1,270", kind="cumulative", value=1270, end="2025-02-04", **KYIV), "change_quoted_as_level", "842,930"),
    # "more than 49,000": it was less
    (claim("49,000", value=49000, bound="over", **KYIV, **JANUARY), "rounding_beyond_bound", "48,240"),
    # DeepState's number under the institute's name
    (claim("325", metric="ground", value=325, basis="gained", **ISW, **JANUARY), "wrong_source", "DeepState"),
    # December's ground in January
    (claim("593", metric="ground", value=593, basis="gained", **ISW, **JANUARY), "wrong_period", "December 2024"),
    # a total that its maker has replaced
    (claim("113,990", kind="cumulative", value=113990, end="2023-01-12", **KYIV), "older_vintage", "113,390"),
]


@pytest.mark.parametrize(("garbled", "reason", "says"), ROWS, ids=[f"{row[0].span.text} {row[1]}" for row in ROWS])
def test_each_garbling_is_named(garbled: Claim, reason: str, says: str) -> None:
    found = judged(garbled)
    assert (found.verdict, found.reason.code) == (Verdict.DIFFERS, reason), found.reason.sentence
    assert says in found.reason.sentence
    assert found.should_read is not None


def test_a_conversion_that_does_not_hold_is_seen_and_one_that_holds_is_not() -> None:
    def area(other: str) -> Claim:
        text = f"It took 498 square kilometres ({other}) there."
        return claim("498 square kilometres", text, **ISW, metric="ground", basis="gained", value=498, also=(other,), **JANUARY)

    good, bad = judged_all([area("192 square miles")], "2025-03-01"), judged_all([area("219 square miles")], "2025-03-01")
    assert good[0].verdict == Verdict.AS_STATED
    assert (bad[0].verdict, bad[0].reason.code) == (Verdict.DIFFERS, "wrong_unit")
    assert "192 square miles" in bad[0].reason.sentence


def test_the_texts_own_quotient_is_worked_out() -> None:
    text = "Losses of 48,000 and a gain of 498 square kilometres make about 96 a square kilometre, or 150."
    losses = claim("48,000", text, value=48000, bound="over", source="reuters_like", **JANUARY)
    area = claim("498 square kilometres", text, metric="ground", basis="gained", value=498, source="reuters_like", **JANUARY)
    right = claim("96", text, metric="casualties_per_km2", kind="ratio", value=96, bound="about", **JANUARY)
    found = judged_all([losses, area, right], "2022-05-01")
    assert (found[2].verdict, found[2].reason.code) == (Verdict.CONSISTENT, "adds_up")
    wrong = claim("150", text, metric="casualties_per_km2", kind="ratio", value=250, bound="plain", **JANUARY)
    found = judged_all([losses, area, wrong], "2022-05-01")
    assert found[2].verdict == Verdict.DIFFERS


SENTENCES = [
    ("Russia suffered 48 casualties in December 670, Ukraine's General Staff said.", "thousands_mark_lost", "48,670 casualties"),
    ("January cost Russia 48,240 lives, Ukraine's General Staff said.", "wrong_category", "48,240 casualties"),
    ("Russian forces took 498 square miles in January 2025, the Institute for the Study of War said.", "wrong_unit", "498 km2"),
    ("Ukraine's General Staff said that Ukraine lost 48,240 soldiers in January 2025.", "wrong_party", "losses of Russia"),
    (
        "The Institute for the Study of War put Russia's gains in January 2025 at 325 square kilometres.",
        "wrong_source",
        "DeepState",
    ),
    (
        "January 2025 was the highest month of Russian casualties of the whole war, Ukraine's General Staff said.",
        "wrong_rank",
        "second",
    ),
    (
        "Russia's losses have reached 842,390 since the invasion began, Ukraine's General Staff said on 4 February 2025.",
        "digits_swapped",
        "842,930",
    ),
]


@pytest.mark.parametrize(("sentence", "reason", "says"), SENTENCES, ids=[row[1] for row in SENTENCES])
def test_each_garbling_is_named_in_a_sentence_that_is_read(sentence: str, reason: str, says: str) -> None:
    found = check_text(sentence, published=date(2025, 2, 5))
    named = [one for one in found.judgements if one.verdict == Verdict.DIFFERS]
    assert [one.reason.code for one in named] == [reason]
    assert says in named[0].reason.sentence
