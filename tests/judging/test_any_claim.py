"""Whatever a reader makes of a text is judged, without an exception, in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrrhus import vocabulary as words
from pyrrhus.judging.api import Check
from pyrrhus.judging.judge import judged_on
from pyrrhus.judging.render.annotations import to_annotations
from pyrrhus.judging.render.claimreview import to_claimreview
from pyrrhus.judging.render.html import to_html
from pyrrhus.judging.render.json import to_json
from pyrrhus.judging.render.terminal import evidence_lines, head, rows
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Judgement
from pyrrhus.ledger.opened import opened
from pyrrhus.reading.claim import Claim, Span
from pyrrhus.reading.clean import cleaned_text
from pyrrhus.statement import Statement

TEXT = "Said of a number, 48,240 or so, and of 192 square miles."
SPAN, ALSO = Span("48,240", 18, 24), Span("192 square miles", 39, 55)
days = st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31)), st.dates(date(2022, 1, 1), date(2026, 6, 30)))
numbers = st.one_of(
    st.none(),
    st.decimals(-(10**9), 10**9, places=2),
    st.integers(0, 10**7).map(Decimal),
    st.sampled_from([Decimal(0), Decimal("1E+25"), Decimal("-0.000001"), Decimal(48240), Decimal(498)]),
)
sources = st.sampled_from(
    ["unattributed", "ua_general_staff", "isw", "deepstate", "ru_mod", "uk_mod", "western_officials", "afp", "no such"]
)
places = st.sampled_from(["", "Ukraine", "Ukraine and Kursk Oblast", "Kursk Oblast", " ", "\u202eX"])
said = st.builds(
    Statement,
    source=sources,
    relayed_by=st.sampled_from(["", "isw"]),
    metric=st.sampled_from(list(words.METRICS)),
    kind=st.sampled_from(list(words.KINDS)),
    unit=st.sampled_from(list(words.UNITS)),
    party=st.sampled_from(["russia", "ukraine", "both", "north_korea", "nobody"]),
    basis=st.sampled_from(["", *words.BASES]),
    low=numbers,
    value=numbers,
    high=numbers,
    bound=st.sampled_from(list(words.BOUNDS)),
    start=days,
    end=days,
    vs_start=days,
    vs_end=days,
    vs_source=st.sampled_from(["", "ua_general_staff", "isw"]),
    place=places,
    rank=st.one_of(st.none(), st.integers(-1, 400)),
    direction=st.sampled_from(["", "up", "down", "same"]),
    class_=st.sampled_from(["", "ship", "no such"]),
    unit_as_written=st.sampled_from(["", "square miles", "per square metre"]),
)


@pytest.fixture(scope="module")
def shelves() -> Iterator[tuple[Shelf, Shelf, Shelf]]:
    with opened() as view:
        yield Shelf(view.at(date(2015, 1, 1))), Shelf(view.at(date(2025, 2, 4))), Shelf(view)


@given(statements=st.lists(said, min_size=1, max_size=3))
@settings(max_examples=40)
def test_any_claim_is_judged_and_told_in_every_form(shelves: tuple[Shelf, Shelf, Shelf], statements: list[Statement]) -> None:
    before, then, now = shelves
    claims = [Claim(SPAN, one, (ALSO,), source_also=("uk_mod",)) for one in statements]
    for first in (before, then):
        found = judged_on(claims, first, now, text=TEXT)
        assert len(found) == len(claims)
        assert all(isinstance(one, Judgement) and one.reason.sentence for one in found)
    made = Check("a.txt", date(2025, 2, 4), date(2025, 2, 4), date(2026, 5, 31), "", cleaned_text(TEXT), tuple(found))
    for form in (to_json, to_annotations, to_claimreview):
        json.loads(form(made))
    assert to_html(made)
    assert list(rows(made))
    assert [*head(made), *evidence_lines(made)]


def test_nothing_is_judged_where_nothing_is_claimed(shelves: tuple[Shelf, Shelf, Shelf]) -> None:
    assert judged_on([], shelves[1], shelves[2], text=TEXT) == []
    empty = Check("a.txt", date(2025, 2, 4), date(2025, 2, 4), date(2026, 5, 31), "", cleaned_text(TEXT), ())
    assert "No figure" in to_html(empty)
    assert json.loads(to_json(empty))["claims"] == []
    assert "No figure" in "\n".join(head(replace(empty, name="x")))
