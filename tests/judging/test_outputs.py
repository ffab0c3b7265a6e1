"""Each form of a check says the same, loads nothing, runs nothing, and shows what is not what it seems."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from claiming import claim, judged_all, month
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrrhus.judging.api import Check
from pyrrhus.judging.language import Note
from pyrrhus.judging.render.annotations import to_annotations
from pyrrhus.judging.render.claimreview import to_claimreview
from pyrrhus.judging.render.html import to_html
from pyrrhus.judging.render.json import to_json
from pyrrhus.judging.render.summary import SIGNS
from pyrrhus.judging.render.terminal import evidence_lines, head, rows
from pyrrhus.judging.verdicts import Evidence, Relation, Verdict
from pyrrhus.judging.visible import is_unseen, json_safe, pieces, plain_text
from pyrrhus.reading.claim import Span
from pyrrhus.reading.clean import cleaned_text

KYIV = {"source": "ua_general_staff"}
TEXT = """\
Kyiv said that Russia lost 48,240 in January, after 48,760 in December.
Its fastest map put the ground at 498 square kilometres (192 square miles); others say 360 square kilometres.

On 4 February Moscow put Ukraine's losses of a day at 1,265.
"""
EVIL = (
    "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>\u202e\u200b\u0430\u0440rle {{7*7}} </script> javascript:alert(1)"
)


def terminal(found: Check) -> str:
    return "\n".join([*head(found), *(" | ".join(row) for row in rows(found)), *evidence_lines(found)])


FORMS: dict[str, Callable[[Check], str]] = {
    "terminal": terminal,
    "json": to_json,
    "html": to_html,
    "annotations": to_annotations,
    "claimreview": to_claimreview,
}


def checked(text: str = TEXT, *, name: str = "article.txt", page: str = "") -> Check:
    claims = [
        claim("48,240", text, value=48240, **KYIV, **month("2025-01")),
        claim("48,760", text, value=48760, **KYIV, **month("2024-12")),
        claim(
            "498 square kilometres",
            text,
            metric="ground",
            basis="gained",
            value=498,
            source="isw",
            also=("192 square miles",),
            **month("2025-01"),
        ),
        claim("360 square kilometres", text, metric="ground", basis="gained", value=360, **month("2025-01")),
        claim("1,265", text, value=1265, source="ru_mod", party="ukraine", start="2025-02-03", end="2025-02-03"),
    ]
    made = judged_all(claims, "2025-06-04", text=text)
    return Check(name, date(2025, 6, 4), date(2025, 6, 4), date(2026, 5, 31), page, cleaned_text(text), tuple(made))


@pytest.fixture(scope="module")
def found() -> Check:
    return checked()


@pytest.fixture(scope="module")
def hostile() -> Check:
    """A check of which every text that comes from elsewhere is hostile: names, notes, addresses, the words themselves."""
    made = checked(f"{TEXT}\n{EVIL}\n", name=f"{EVIL}.txt", page=f"javascript:alert(1)//{EVIL}")
    first = made.judgements[0]
    poisoned = []
    for number, address in enumerate(
        (f"javascript:alert(1)//{EVIL}", f"https://example.org/{EVIL}", "https://ex\u0430mple.org/a", "data:text/html,x")
    ):
        row = first.evidence[0].statement
        poisoned.append(
            Evidence(
                replace(row, page=address, place=EVIL, relayed_by=EVIL, note=EVIL, start=date(2025, 1, 1 + number)),
                Relation.SAME,
                "then",
            )
        )
    reason = replace(first.reason, sentence=EVIL, parameters={"written": EVIL})
    claim_ = replace(first.claim, said=replace(first.claim.said, place=EVIL, subgroup=EVIL, source=EVIL))
    one = replace(first, claim=claim_, reason=reason, evidence=(*first.evidence, *poisoned), should_read=poisoned[1].statement)
    note = Note("loaded_word", Span("48,240", 27, 33), EVIL)
    differs = replace(made.judgements[1], reason=replace(made.judgements[1].reason, sentence=EVIL))
    return replace(made, judgements=(one, differs, *made.judgements[2:]), notes=(note,))


# what each form says ------------------------------------------------------------------------------------------------------


def test_the_json_has_the_contracts_keys_and_no_others(found: Check) -> None:
    told = json.loads(to_json(found))
    assert set(told) == {"published", "as_of", "claims"}
    claim_keys = set(found.judgements[0].claim.as_json())
    for one in told["claims"]:
        assert set(one) == claim_keys | {"quote", "substance", "verdict", "reason", "should_read", "evidence"}
        assert set(one["reason"]) == {"code", "parameters", "sentence"}
        assert TEXT[one["start_char"] : one["end_char"]] == one["text"]
        for piece in one["evidence"]:
            assert set(piece) == {"statement", "relation", "known"}
            assert piece["known"] in ("then", "later")
            assert piece["statement"]["id"]
    assert [one["verdict"] for one in told["claims"]] == ["as_stated", "differs", "as_stated", "disputed", "unsupported"]
    assert told["claims"][1]["should_read"]["value"] == 48670


def test_the_page_signs_every_figure_shows_its_evidence_and_needs_no_colour(found: Check) -> None:
    page = to_html(found)
    for number, one in enumerate(found.judgements, 1):
        sign = SIGNS[one.verdict]
        assert re.search(rf'<a class="c {one.verdict}[^"]*" id="f{number}" href="#c{number}" aria-describedby="t{number}">', page)
        assert f'<sup class="sign">{sign}{number}</sup>' in page
        assert f'id="t{number}"' in page
        assert f'id="c{number}"' in page
    assert "Change before print: 2, 4." in page


def test_no_party_claim_is_shown_in_the_colour_of_assent(found: Check) -> None:
    page = re.sub(r"<style>.*?</style>|<dl class=\"key\".*?</dl>", "", to_html(found), flags=re.DOTALL)
    assert "borne-out" not in page
    assert "✓" not in terminal(found)


class _Loads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.scripts: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("img", "iframe", "object", "embed", "video", "audio", "link", "base", "form", "input"):
            self.loads.append(tag)
        self.loads += [name for name in told if name in ("src", "srcset", "action", "formaction", "poster", "background", "ping")]
        self.handlers += [name for name in told if name.startswith("on")]
        if tag == "a":
            self.links.append(told.get("href") or "")
        if tag == "script":
            self.scripts.append(told)


@pytest.mark.parametrize("name", ["found", "hostile"])
def test_the_page_loads_and_runs_nothing(name: str, request: pytest.FixtureRequest) -> None:
    seen = _Loads()
    seen.feed(to_html(request.getfixturevalue(name)))
    assert (seen.loads, seen.handlers) == ([], [])
    assert [one["type"] for one in seen.scripts] == ["application/json"]
    assert all(re.match(r"#|https?://[\x21-\x7e]+$", link) for link in seen.links)


def test_annotations_point_at_the_words_they_are_about(found: Check) -> None:
    told = json.loads(to_annotations(replace(found, page="https://example.org/a")))
    assert (told["@context"], told["type"], len(told["items"])) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage", 5)
    assert len({one["id"] for one in told["items"]}) == 5
    for one in told["items"]:
        quoted, place = one["target"]["selector"]
        assert one["target"]["source"] == "https://example.org/a"
        assert TEXT[place["start"] : place["end"]] == quoted["exact"]
        assert quoted["prefix"] + quoted["exact"] + quoted["suffix"] in TEXT
        assert one["motivation"] == "assessing"


def test_only_what_differs_and_what_is_consistent_is_rated_and_no_partys_count_ever(found: Check) -> None:
    told = json.loads(to_claimreview(found))
    assert [one["reviewRating"]["ratingValue"] for one in told] == [1]
    assert "48,760" in told[0]["claimReviewed"]
    consistent = [replace(one, verdict=Verdict.CONSISTENT) for one in found.judgements]
    rated = json.loads(to_claimreview(replace(found, judgements=tuple(consistent))))
    assert [one["reviewRating"]["ratingValue"] for one in rated] == [2] * sum(
        one.substance != "one_party_only" for one in consistent
    )
    stated = [replace(one, verdict=Verdict.AS_STATED) for one in found.judgements]
    assert json.loads(to_claimreview(replace(found, judgements=tuple(stated)))) == []


def test_the_same_check_gives_the_same_bytes() -> None:
    for form in FORMS.values():
        assert form(checked()) == form(checked())


# hostile texts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_nothing_hostile_comes_through_any_form(form: str, hostile: Check) -> None:
    shown = FORMS[form](hostile)
    assert not [sign for sign in shown if is_unseen(sign)]
    if form == "html":
        assert "<script>alert" not in shown
        assert "<img" not in shown
        assert "⟨U+202E⟩" in shown
        assert "⟨U+200B⟩" in shown
        body = re.sub(r"<script type=.*?</script>", "", shown, flags=re.DOTALL)
        assert "\u0430\u0440rle" not in body
        assert "{{7*7}}" in body
    elif form == "terminal":
        assert "⟨U+202E⟩" in shown
        assert "\u0430⟨U+0430⟩" in shown
        assert "\x1b" not in shown
    else:
        json.loads(shown)
        assert "\\u202e" in shown
        assert "\\u0430" in shown


def test_json_of_a_hostile_text_means_what_it_meant(hostile: Check) -> None:
    told = json.loads(to_json(hostile))
    assert told["claims"][0]["place"] == EVIL
    assert told["notes"][0]["sentence"] == EVIL


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_is_shown_whole_and_inert(text: str) -> None:
    clean = text.encode("utf-8", "replace").decode()
    assert "".join(piece for piece, _ in pieces(clean)) == clean
    assert not any(is_unseen(sign) for sign in plain_text(clean))
    safe = json_safe(json.dumps(clean, ensure_ascii=False))
    assert json.loads(safe) == clean
    assert not any(is_unseen(sign) for sign in safe)


def test_the_page_of_any_words_holds_no_markup_of_theirs() -> None:
    for words in ("<b>48,240</b>", '48,240" onmouseover="x', "</bdi></a><script>", "\u202d48,240\u202c"):
        made = checked(f"{words} {TEXT}")
        body = to_html(made)
        assert "<b>48" not in body
        assert "<script>" not in body
        assert 'onmouseover="x"' not in body


def test_what_should_be_added_and_the_flags_are_in_the_reason_of_the_json() -> None:
    text = "Russia lost 1,141 men in May 2025, Kyiv's General Staff said."
    said = claim("1,141 men", text, value=1141, **KYIV, **month("2025-05"))
    (one,) = judged_all([said], "2025-05-20", text=text)
    reason = one.as_json()["reason"]
    assert "ambiguous" in reason["parameters"]["qualifiers"].split("+")
    assert reason["parameters"]["flags"] == "hindsight"
    assert "a day" in reason["sentence"]
