"""Whose number it is: named, carried over, relayed, closed by somebody without an id."""

from datetime import date

import pytest

from pyrrhus.reading.read import read_text

DAY = date(2025, 2, 4)


def sources(text: str, publisher: str | None = None) -> list[str]:
    return [one.said.source for one in read_text(text, published=DAY, publisher=publisher, language="en").claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv's count of Russian losses stood at 842,930.", "ua_general_staff"),
        ("According to the Institute for the Study of War, Russia took 498 sq km in January.", "isw"),
        ("Russia took 498 sq km in January, maps of the Institute for the Study of War show.", "isw"),
        ("Russia took 498 sq km in January (ISW).", "isw"),
        ("Norway's chief of defence estimated Russian losses at 180,000 dead or wounded.", "western_officials"),
        ("A brigade commander said his men had killed 40 Russian soldiers.", "unattributed"),
        ("London put Russian casualties at 800,000.", "uk_government"),
        ("British intelligence put Russian casualties at 800,000.", "uk_mod"),
        ("Washington put Russian casualties at 700,000.", "us_government"),
        ("The Kremlin said Ukraine had lost 600,000 soldiers.", "russia_government"),
        ("Kyiv said 43,000 Ukrainian soldiers had been killed.", "ukraine_government"),
        ("Russia has lost 842,930 soldiers in Ukraine.", "unattributed"),
    ],
)
def test_a_sentence_names_its_source(text: str, expected: str) -> None:
    assert sources(text) == [expected]


def test_it_said_and_the_ministry_go_on_with_the_source() -> None:
    text = (
        "Russia's defence ministry said Ukraine had lost 490 troops over the past day. It said 12 tanks had been destroyed. "
        "The ministry added that Kyiv had lost 58,000 men in Kursk."
    )
    assert sources(text) == ["ru_mod"] * 3


def test_losses_and_ground_carry_their_sources_apart() -> None:
    text = (
        "Kyiv counted 48,240 Russian losses in January.\n\nISW said Russia gained 498 square kilometres in the month.\n\n"
        "In December Russian losses were 48,670, and 593 square kilometres were taken."
    )
    assert sources(text) == ["ua_general_staff", "isw", "ua_general_staff", "isw"]


def test_two_who_speak_are_not_mixed() -> None:
    text = "NATO puts Russian casualties at 700,000, while Ukraine's General Staff puts them at 842,930."
    assert sources(text) == ["nato", "ua_general_staff"]


def test_a_relay_cites_its_source() -> None:
    text = "UK defence officials said, citing Ukrainian data, that Russia lost 48,240 men in January."
    assert sources(text) == ["ua_general_staff"]


def test_the_body_covers_the_headline() -> None:
    text = "Russia loses 1,270 soldiers in a day\n\nRussian forces lost 1,270 soldiers over the past day, the General Staff said."
    assert sources(text) == ["ua_general_staff", "ua_general_staff"]


def test_a_publishers_own_text_is_its_own() -> None:
    text = "Average daily Russian casualties were 1,556 in January."
    assert sources(text, "uk_mod") == ["uk_mod"]
    assert sources(text) == ["unattributed"]


def test_a_ratio_of_the_outlet_has_no_source() -> None:
    text = "ISW says Russia took 498 square kilometres in January. Every square kilometre cost 97 men."
    assert sources(text) == ["isw", "unattributed"]


def test_a_text_read_twice_gives_the_same() -> None:
    text = "Kyiv said Russia lost 1,270 men. " * 3
    assert read_text(text, published=DAY, language="en") == read_text(text, published=DAY, language="en")
