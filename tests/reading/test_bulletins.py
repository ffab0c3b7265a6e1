"""Bulletins, lists under a heading, tables, questions and answers, in English, Ukrainian and Russian."""

from datetime import date

import pytest

from pyrrhus.errors import InputError
from pyrrhus.reading.read import read_text

DAY = date(2025, 2, 4)
UKRAINIAN = """Загальні бойові втрати противника з 24.02.22 по 04.02.25 (орієнтовно)

особового складу – близько 842 930 (+1 270) осіб
танків – 9 919 (+8) од
бойових броньованих машин – 20 663 (+16) од
артилерійських систем – 22 678 (+28) од
РСЗВ – 1 270 (+1) од
засоби ППО – 1 052 (+0) од
БпЛА оперативно-тактичного рівня – 23 870 (+46) од

Дані уточнюються.
"""
ENGLISH = """The total combat losses of the enemy from 24.02.22 to 04.02.25 are approximately:

personnel: about 842 930 (+1 270) persons
tanks: 9 919 (+8)
armoured fighting vehicles: 20 663 (+16)
artillery systems: 22 678 (+28)
MLRS: 1 270 (+1)
air defence systems: 1 052 (+0)
operational-tactical UAVs: 23 870 (+46)

The data are being updated.
"""
CLASSES = ["", "tank", "armoured", "artillery", "rocket_artillery", "air_defence", "uav"]


@pytest.mark.parametrize("text", [UKRAINIAN, ENGLISH], ids=["uk", "en"])
def test_a_bulletin_is_read_whole(text: str) -> None:
    claims = [one.said for one in read_text(text, published=DAY, publisher="ua_general_staff").claims]
    totals, days = claims[::2], claims[1::2]
    assert [one.class_ for one in totals] == [one.class_ for one in days] == CLASSES
    assert {(one.kind, one.party, str(one.start), str(one.end), one.source, one.bound) for one in totals} == {
        ("cumulative", "russia", "2022-02-24", "2025-02-04", "ua_general_staff", "about")
    }
    assert {(one.kind, one.party, str(one.start), str(one.end), one.bound) for one in days} == {
        ("flow", "russia", "2025-02-03", "2025-02-03", "plain")
    }
    assert [int(one.value or 0) for one in totals] == [842930, 9919, 20663, 22678, 1270, 1052, 23870]


def test_a_russian_daily_report_is_read() -> None:
    text = "За сутки ВСУ потеряли более 370 военнослужащих, два танка и пять автомобилей, сообщило Минобороны РФ."
    claims = [one.said for one in read_text(text, published=DAY).claims]
    assert [(int(one.value or 0), one.metric, one.party, one.source, str(one.end)) for one in claims] == [
        (370, "casualties", "ukraine", "ru_mod", "2025-02-03"),
        (2, "equipment", "ukraine", "ru_mod", "2025-02-03"),
        (5, "equipment", "ukraine", "ru_mod", "2025-02-03"),
    ]


def test_another_language_is_refused_by_name() -> None:
    text = (
        "Die russische Armee hat nach Angaben des Generalstabs in Kiew im Januar mehr als 48.000 Soldaten verloren "
        "und ist nicht weit gekommen."
    )
    with pytest.raises(InputError, match="German"):
        read_text(text, published=DAY)


def test_a_table_takes_its_columns_from_its_head() -> None:
    text = (
        "Losses and ground, by the General Staff and ISW\n\nMonth | Russian losses | ground gained, km2\n"
        "December | 48,670 | 593\nJanuary | 48,240 | 498\n"
    )
    claims = [one.said for one in read_text(text, published=DAY, language="en").claims if one.said.value]
    assert [(int(one.value or 0), one.metric, one.unit, str(one.start)) for one in claims] == [
        (48670, "casualties", "persons", "2024-12-01"), (593, "ground", "km2", "2024-12-01"),
        (48240, "casualties", "persons", "2025-01-01"), (498, "ground", "km2", "2025-01-01"),
    ]  # fmt: skip


def test_an_answer_takes_party_and_metric_from_its_question() -> None:
    text = "Q: And how many Ukrainian soldiers have been killed?\n\nA: The president said 43,000 in December."
    (claim,) = read_text(text, published=DAY, language="en").claims
    assert (claim.said.metric, claim.said.party, claim.said.source) == ("killed", "ukraine", "ukraine_government")


def test_a_line_above_lends_its_frame_to_a_number_alone() -> None:
    text = (
        "Russian casualties and gains by month\n\n- May: 510 sq km and 36,210 casualties (~71 per sq km)\n"
        "- June: 470 sq km and 33,840 casualties (~72)\n"
    )
    claims = [one.said for one in read_text(text, published=date(2025, 9, 10), language="en").claims if one.said.value]
    assert [one.metric for one in claims] == ["ground", "casualties", "casualties_per_km2"] * 2
    assert [str(one.start) for one in claims] == ["2025-05-01"] * 3 + ["2025-06-01"] * 3


def test_a_daily_report_covers_the_day_before_throughout() -> None:
    text = (
        "Ukraine lost 490 troops over the past day, Russia's defence ministry said.\n\n"
        "In the north the enemy lost up to 40 troops and a tank, the ministry said. "
        "Since the start of the operation Kyiv has lost a total of 600,000 troops."
    )
    claims = [one.said for one in read_text(text, published=DAY, language="en").claims]
    assert [(one.kind, str(one.end)) for one in claims if one.value == 40] == [("flow", "2025-02-03")]
    assert [one.kind for one in claims if one.value == 600000] == ["cumulative"]
