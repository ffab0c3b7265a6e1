"""The table that a fact checker would write of one article on January 2025, in our words and in the labelled text.

Each row: the words, does the source say so, does the evidence bear it out, the word from both, why.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from claiming import claim, judged_all, month

from pyrrhus.judging.api import check_text
from pyrrhus.judging.render.summary import summary
from pyrrhus.judging.verdicts import Judgement, Quote, Substance, Verdict
from pyrrhus.reading.claim import Claim, claim_from_json

PARAPHRASE = """\
Moscow's troops made less headway in the new year and did not hold the even tempo that they had kept all \
through 2024, analysts find.

For more than a year Russia has crept forward. Both Kyiv's counts and Western intelligence have Russian losses above 1,000 a day \
for many months, with the worst month of all in December 2024.

The Institute for the Study of War (ISW) wrote on Monday of an advance slower than in the last months of 2024.

Ukraine's General Staff said on Monday that Russia lost more than 48,000 soldiers in January, its second-highest month since \
February 2022. On Tuesday it gave 842,930 killed and injured since the invasion, 1,270 of them since Monday morning. What \
Western governments estimate is slightly lower.

Russia's defence ministry said on Tuesday that Ukraine had lost roughly 1,265 fighters in a day. Mediazona and the BBC's Russian \
service reported the deaths of 2,333 Russian soldiers between 17 and 31 January, for a total of just over 91,000 confirmed dead.

Russia advanced 498 square kilometres (192 square miles) in January, ISW found, at a price of roughly 96 casualties per square \
kilometre. In December, the month of its highest casualties, it took 593 square kilometres, ISW said.

Russia suffers the same level of losses for fewer gains, the institute wrote.
"""
JANUARY, DECEMBER = month("2025-01"), month("2024-12")
SINCE = {"vs_start": "2022-02-24", "vs_end": "2025-02-04"}
KYIV, MAPS = {"source": "ua_general_staff"}, {"source": "isw", "metric": "ground", "basis": "gained"}


def paraphrased() -> list[Claim]:
    def said(words: str, **fields: object) -> Claim:
        return claim(words, PARAPHRASE, **fields)

    return [
        said(
            "not hold the even tempo",
            **MAPS,
            kind="trend",
            direction="down",
            start="2025-01-01",
            end="2025-02-04",
            vs_start="2024-01-01",
            vs_end="2024-12-31",
        ),
        said(
            "more than a year",
            metric="ground",
            basis="gained",
            kind="trend",
            value=12,
            bound="over",
            unit="months",
            direction="up",
            end="2025-02-04",
        ),
        said("1,000", **KYIV, kind="threshold", value=1000, bound="over", end="2025-02-04", source_also=("western_officials",)),
        said("worst", **KYIV, kind="rank", rank=1, direction="up", **DECEMBER, **SINCE),
        said("slower", **MAPS, kind="trend", direction="down", **JANUARY, vs_start="2024-10-01", vs_end="2024-12-31"),
        said("48,000 soldiers", **KYIV, value=48000, bound="over", unit_as_written="soldiers", **JANUARY),
        said("second-highest", **KYIV, kind="rank", rank=2, direction="up", **JANUARY, **SINCE),
        said("842,930", **KYIV, kind="cumulative", value=842930, end="2025-02-04"),
        said("1,270", **KYIV, value=1270, start="2025-02-03", end="2025-02-03", includes=frozenset({"killed", "wounded"})),
        said(
            "slightly lower",
            source="western_officials",
            kind="comparison",
            direction="down",
            start="2022-02-24",
            end="2025-02-04",
            vs_source="ua_general_staff",
        ),
        said("1,265 fighters", source="ru_mod", party="ukraine", value=1265, bound="about", start="2025-02-03", end="2025-02-03"),
        said(
            "2,333 Russian soldiers",
            source="mediazona_bbc",
            metric="killed_confirmed",
            kind="added",
            value=2333,
            start="2025-01-17",
            end="2025-01-31",
        ),
        said(
            "91,000",
            source="mediazona_bbc",
            metric="killed_confirmed",
            kind="cumulative",
            value=91000,
            bound="over",
            end="2025-01-31",
        ),
        said(
            "498 square kilometres", **MAPS, value=498, unit_as_written="square kilometres", also=("192 square miles",), **JANUARY
        ),
        said(
            "96 casualties per square kilometre",
            source="isw",
            metric="casualties_per_km2",
            kind="ratio",
            value=96,
            bound="about",
            **JANUARY,
        ),
        said("highest", nth=2, **KYIV, relayed_by="isw", kind="rank", rank=1, direction="up", **DECEMBER, **SINCE),
        said("593 square kilometres", **MAPS, value=593, unit_as_written="square kilometres", **DECEMBER),
        said("same level", source="isw", kind="trend", direction="same", **JANUARY),
        said("fewer", **MAPS, kind="trend", direction="down", **JANUARY),
    ]


@dataclass(frozen=True)
class Row:
    quote: Quote
    substance: tuple[Substance, ...]
    verdict: Verdict
    reason: str
    says: str = ""


Q, S, V = Quote, Substance, Verdict
ONE, APART = (S.ONE_PARTY_ONLY,), (S.CONTESTED,)
TABLE = {
    "pace": Row(
        Q.MISQUOTED,
        (S.CONTRADICTED,),
        V.DIFFERS,
        "wrong_comparison_period",
        "16.1 km2 a day in January 2025 and 11.4 km2 a day in 2024",
    ),
    "year": Row(Q.NO_SOURCE_NAMED, (S.NOT_CHECKABLE, S.CORROBORATED), V.CONSISTENT, "follows"),
    "1,000": Row(Q.INCOMPLETE, ONE, V.CONSISTENT, "relay_as_witness", "one voice, not two"),
    "december": Row(Q.AS_STATED, ONE, V.AS_STATED, "printed", "the highest in December 2024"),
    "slower": Row(Q.AS_STATED, (S.NOT_CHECKABLE,), V.CONSISTENT, "follows"),
    "48,000": Row(Q.AS_STATED, ONE, V.AS_STATED, "printed", "48,240 casualties in January 2025"),
    "second": Row(Q.AS_STATED, ONE, V.AS_STATED, "printed", "the second-highest in January 2025"),
    "842,930": Row(Q.AS_STATED, ONE, V.AS_STATED, "printed", "842,930 casualties to 4 February 2025"),
    "1,270": Row(Q.AS_STATED, ONE, V.AS_STATED, "printed", "1,270 casualties on 3 February 2025"),
    "lower": Row(Q.NOT_FOUND, APART, V.DISPUTED, "sources_disagree", "from 25 % lower to level"),
    "1,265": Row(Q.NOT_FOUND, (S.NOT_CHECKABLE,), V.UNSUPPORTED, "nothing_held", "bulletin of 4 February 2025"),
    "2,333": Row(
        Q.INCOMPLETE, (S.CORROBORATED,), V.CONSISTENT, "published_read_as_happened", "more confirmed from 17 to 31 January 2025"
    ),
    "91,000": Row(Q.AS_STATED, (S.CORROBORATED,), V.CONSISTENT, "adds_up", "together 91,059"),
    "498": Row(Q.INCOMPLETE, APART, V.AS_STATED, "scope_left_out", "Ukraine and Russia's Kursk Oblast"),
    "96": Row(Q.AS_STATED, ONE, V.AS_STATED, "printed", "about 96 casualties per km2"),
    "isw december": Row(Q.AS_STATED, ONE, V.AS_STATED, "printed"),
    "593": Row(Q.INCOMPLETE, APART, V.AS_STATED, "scope_left_out"),
    "same": Row(Q.AS_STATED, ONE, V.CONSISTENT, "follows", "48,240 casualties in January 2025 after 48,670"),
    "fewer": Row(Q.AS_STATED, (S.NOT_CHECKABLE, S.CONTESTED), V.CONSISTENT, "follows", "498 km2 in January 2025 after 593 km2"),
}


def check(found: Judgement, row: Row) -> None:
    assert (found.quote, found.verdict, found.reason.code) == (row.quote, row.verdict, row.reason), found.reason.sentence
    assert found.substance in row.substance
    assert row.says in found.reason.sentence


@pytest.fixture(scope="module")
def ours() -> list[Judgement]:
    return judged_all(paraphrased(), "2025-02-04", text=PARAPHRASE)


@pytest.mark.parametrize("name", TABLE)
def test_each_claim_of_the_paraphrase_has_its_verdict(name: str, ours: list[Judgement]) -> None:
    check(ours[list(TABLE).index(name)], TABLE[name])


def test_the_line_at_the_top_counts_quotations_and_says_what_to_do(ours: list[Judgement]) -> None:
    line = summary(ours)
    assert "19 claims: quotation right in 15 (4 of them incomplete), wrong 1, not found 2, nobody named 1." in line
    assert "Change before print: 1, 10, 12." in line
    assert line.endswith("Nothing here says that any casualty figure is true.")


def test_what_the_evidence_says_of_the_day_stands_apart_from_what_is_known_since(ours: list[Judgement]) -> None:
    (area,) = [one for one in ours if one.claim.span.text.startswith("498")]
    then = {one.statement.value for one in area.evidence if one.known == "then"}
    later = {one.statement.value for one in area.evidence if one.known == "later"}
    assert {498, 325} <= then
    assert {427, 326} <= later
    assert all("hindsight" in one.statement.flags for one in area.evidence if one.known == "later")


@pytest.mark.shared
def test_each_claim_of_the_labelled_text_has_the_verdict_an_editor_wants(shared: Path) -> None:
    told = json.loads((shared / "corpus" / "dev" / "newsweek-2025-02-04.json").read_text(encoding="utf-8"))
    text = (shared / "corpus" / "dev" / "newsweek-2025-02-04.txt").read_bytes().decode("utf-8")
    claims = [claim_from_json(one, where=str(number)) for number, one in enumerate(told["claims"])]
    found = judged_all(claims, "2025-02-04", text=text)
    words = {
        "not kept up the steady pace": "pace",
        "year": "year",
        "1,000": "1,000",
        "slower": "slower",
        "48,000 soldiers": "48,000",
        "second-highest": "second",
        "842,930": "842,930",
        "1,270 fighters": "1,270",
        "slightly lower": "lower",
        "1,265 fighters": "1,265",
        "2,333 Russian personnel": "2,333",
        "91,000": "91,000",
        "498 square kilometers": "498",
        "96 casualties per square kilometer": "96",
        "593 square kilometers": "593",
        "same high level": "same",
        "fewer": "fewer",
        "highest": "december",
    }
    rest = [one for one in found if one.claim.span.text not in words]
    for one in found:
        if one.claim.span.text in words:
            check(one, TABLE[words[one.claim.span.text]])
    assert [one.claim.span.text for one in rest] == ["larger"]
    assert rest[0].verdict == Verdict.CONSISTENT
    assert date.fromisoformat(told["published"]) == date(2025, 2, 4)


@pytest.mark.shared
def test_what_is_read_as_it_is_labelled_is_judged_as_its_label(shared: Path) -> None:
    """Read and judged together: whatever the reader finds rightly has the verdict that the label has."""
    told = json.loads((shared / "corpus" / "dev" / "newsweek-2025-02-04.json").read_text(encoding="utf-8"))
    text = (shared / "corpus" / "dev" / "newsweek-2025-02-04.txt").read_bytes().decode("utf-8")
    labelled = [claim_from_json(one, where=str(number)) for number, one in enumerate(told["claims"])]
    wanted = {_said(one): found for one, found in zip(labelled, judged_all(labelled, "2025-02-04", text=text), strict=True)}
    read = check_text(text, published=date(2025, 2, 4)).judgements
    same = [(one, wanted[_said(one.claim)]) for one in read if _said(one.claim) in wanted]
    assert len(same) >= 6
    for one, other in same:
        assert (one.quote, one.substance, one.verdict, one.reason.code) == (
            other.quote,
            other.substance,
            other.verdict,
            other.reason.code,
        )


def _said(one: Claim) -> tuple[object, ...]:
    said = one.said
    return (
        one.span, said.source, said.metric, said.kind, said.party, said.start, said.end, said.value, said.rank, said.bound,
        said.vs_start, said.vs_end, said.relayed_by, said.includes, said.place, one.source_also,
    )  # fmt: skip
