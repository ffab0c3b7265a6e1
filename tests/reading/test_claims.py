"""What single sentences state: one row a sentence, each figure as value, metric, kind, party, source and days."""

from datetime import date

import pytest

from pyrrhus.reading.claim import Claim
from pyrrhus.reading.read import read_text

TUESDAY = date(2025, 2, 4)
WAR = "2022-02-24"

ROWS = [
    # flows, their periods before and behind the number
    ("Russia lost 1,430 troops on Sunday, the General Staff in Kyiv reported.",
     ["1430 casualties flow russia ua_general_staff 2025-02-02..2025-02-02"]),
    ("Kyiv claims to have killed or wounded 1,250 Russian soldiers in the past 24 hours.",
     ["1250 casualties flow russia ua_general_staff 2025-02-03..2025-02-03"]),
    ("Russian forces took 431 square kilometres in January, down from 593 in December, according to ISW.",
     ["431 ground flow russia isw 2025-01-01..2025-01-31", "593 ground flow russia isw 2024-12-01..2024-12-31"]),
    ("Since 6 August Ukraine has lost more than 58,000 servicemen, the ministry in Moscow said.",
     ["58000 casualties flow ukraine ru_mod 2024-08-06..2025-02-04"]),
    ("In 2024 Russia seized 4,168 square kilometres of Ukrainian territory, ISW data show.",
     ["4168 ground flow russia isw 2024-01-01..2024-12-31"]),
    # totals
    ("Ukraine's military said Moscow's losses had climbed to 844,000 since February 2022.",
     [f"844000 casualties cumulative russia ua_general_staff {WAR}..2025-02-04"]),
    ("NATO officials put Russian casualties at around 700,000, including more than 200,000 killed.",
     [f"700000 casualties cumulative russia nato {WAR}..2025-02-04", f"200000 killed cumulative russia nato {WAR}..2025-02-04"]),
    ("The Pentagon estimated in October that Russia had suffered more than 600,000 casualties.",
     [f"600000 casualties cumulative russia us_government {WAR}..2024-10-31"]),
    ("On Feb. 1 the General Staff put total losses at 838,940.",
     [f"838940 casualties cumulative russia ua_general_staff {WAR}..2025-02-01"]),
    ("Zelensky said on Sunday that 45,100 Ukrainian soldiers had been killed and 390,000 wounded since the start of the war.",
     [f"45100 killed cumulative ukraine ukraine_government {WAR}..2025-02-02",
      f"390000 wounded cumulative ukraine ukraine_government {WAR}..2025-02-02"]),
    # names and those who were added
    ("More than 90,000 Russian soldiers have been confirmed killed, according to a count by Mediazona and the BBC.",
     [f"90000 killed_confirmed cumulative russia mediazona_bbc {WAR}..2025-02-04"]),
    ("Mediazona added 2,333 names in the second half of January.",
     ["2333 killed_confirmed added russia mediazona_bbc 2025-01-16..2025-01-31"]),
    # rates, thresholds, levels, ratios, counts
    ("British intelligence estimates that the average daily casualties in January were 1,556.",
     ["1556 casualties rate russia uk_mod 2025-01-01..2025-01-31"]),
    ("Russian daily losses have topped 1,000 for months, Kyiv says.",
     ["1000 casualties threshold russia ua_general_staff None..2025-02-04"]),
    ("Ukrainian troops still hold about 480 square kilometres of Russia's Kursk region.",
     ["480 held level ukraine unattributed 2025-02-04..2025-02-04"]),
    ("Between September and November, Russian forces gained an average of 22 square kilometers a day.",
     ["22 ground rate russia unattributed 2024-09-01..2024-11-30"]),
    ("Russian troops captured 12 settlements in the Donetsk region last week, Moscow said.",
     ["12 settlements count russia ru_mod 2025-01-27..2025-02-02"]),
    # equipment shares the clause of its list
    ("The Russian Defence Ministry said Ukraine had lost up to 490 troops, three tanks and 12 pickup trucks over the past day.",
     ["490 casualties flow ukraine ru_mod 2025-02-03..2025-02-03", "3 equipment flow ukraine ru_mod 2025-02-03..2025-02-03",
      "12 equipment flow ukraine ru_mod 2025-02-03..2025-02-03"]),
    # trends
    ("DeepState analysts said Russian forces occupied 325 sq km in January, 20% less than in December.",
     ["325 ground flow russia deepstate 2025-01-01..2025-01-31", "20 ground trend russia deepstate 2025-01-01..2025-01-31"]),
    # a third state's troops
    ("North Korea has lost about 4,000 soldiers in Kursk, Western officials believe, including 1,000 killed.",
     [f"4000 casualties cumulative north_korea western_officials {WAR}..2025-02-04",
      f"1000 killed cumulative north_korea western_officials {WAR}..2025-02-04"]),
]  # fmt: skip

NO_CLAIM = [
    ("At least 14 civilians were killed and 52 injured in the strike on Kharkiv.", "civilians"),
    ("Some 140 drones were sent that night and 90 of them were shot down.", "drones"),
    ("Russia recruited about 440,000 soldiers in 2024.", "recruits"),
    ("The Soviet Union lost about 15,000 soldiers in Afghanistan in ten years.", "another war"),
    ("If losses were to climb past 50,000 a month, Moscow would run out of men.", "conditional"),
    ("The ministry did not say that 30,000 Russian soldiers had been killed.", "denied"),
    ("Some 121,000 people were evacuated from the Kursk region.", "evacuated"),
    ("The town of 70,000 lies 40 kilometres from the front.", "population and distance"),
    ("The army of 1.5 million troops would be the world's second largest.", "strength"),
    ("The two sides exchanged 150 prisoners of war each and Kyiv received the bodies of 757 soldiers.", "exchange"),
    ("The 48-year-old colonel fired 155-mm shells worth $3,000 apiece.", "age, calibre, price"),
    ("Hundreds of thousands of Russian soldiers have been killed.", "vague"),
]


def told(claim: Claim) -> str:
    said = claim.said
    number = said.value if said.value is not None else f"{said.low}-{said.high}"
    return f"{number} {said.metric} {said.kind} {said.party} {said.source} {said.start}..{said.end}"


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text[:40] for text, _ in ROWS])
def test_a_sentence_states(text: str, expected: list[str]) -> None:
    claims = [one for one in read_text(text, published=TUESDAY, language="en").claims if one.said.unit != "none"]
    assert [told(one) for one in claims] == expected


@pytest.mark.parametrize(("text", "why"), NO_CLAIM, ids=[why for _, why in NO_CLAIM])
def test_what_is_no_claim_is_rejected_with_a_reason(text: str, why: str) -> None:
    reading = read_text(text, published=TUESDAY, language="en")
    assert [told(one) for one in reading.claims] == []
    assert all(one.reason for one in reading.rejected)


def test_spans_point_into_the_text() -> None:
    text = "Russia lost\u200b 1,430 troops on Sunday, Kyiv said."
    (claim,) = read_text(text, published=TUESDAY, language="en").claims
    assert text[claim.span.start_char : claim.span.end_char] == claim.span.text == "1,430 troops"


def test_another_unit_in_brackets_is_the_same_claim() -> None:
    (claim,) = read_text("Russia gained 498 square kilometers (192 square miles) in January, ISW said.", published=TUESDAY).claims
    assert [one.text for one in claim.also] == ["192 square miles"]


def test_ranks_are_read_beside_a_figure() -> None:
    claims = read_text("January's 48,240 losses were the second-highest monthly figure of the war.", published=TUESDAY).claims
    assert [(one.said.kind, one.said.rank, one.said.direction, str(one.said.start)) for one in claims if one.said.rank] == [
        ("rank", 2, "up", "2025-01-01")
    ]


MONTHS = [("January", "2025-01-01..2025-01-31"), ("November", "2024-11-01..2024-11-30"), ("March 2024", "2024-03-01..2024-03-31")]
PARTIES = [("Russia", "russia"), ("Moscow", "russia"), ("Ukraine", "ukraine")]
NUMBERS = ["48,240", "48 240", "48.24k", "forty-eight thousand two hundred and forty"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("month", "days"), MONTHS)
@pytest.mark.parametrize(("name", "party"), PARTIES)
def test_variants_of_a_sentence_read_alike(name: str, party: str, month: str, days: str, number: str) -> None:
    (claim,) = read_text(
        f"{name} lost {number} soldiers in {month}, NATO officials said.", published=TUESDAY, language="en"
    ).claims
    assert told(claim).replace("48240.00", "48240") == f"48240 casualties flow {party} nato {days}"
