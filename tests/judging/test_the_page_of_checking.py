"""The page of the documentation names every answer and every reason."""

from __future__ import annotations

import re
from pathlib import Path

from pyrrhus.judging.render.summary import BORNE_OUT, SIGNS
from pyrrhus.judging.verdicts import Code, Quote, Substance, Verdict

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")


def test_every_answer_and_every_reason_is_on_the_page_and_nothing_else_is_listed_as_one() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    known = {*Code, *Quote, *Substance, *Verdict}
    assert known <= set(rows)
    heads = {"quote", "substance", "verdict"}
    assert {row for row in rows if row not in known} == heads | {"table", "json", "html", "annotations", "claimreview"}


def test_the_signs_are_those_that_are_printed() -> None:
    for verdict, sign in SIGNS.items():
        assert re.search(rf"^\| `{verdict}` \|.*\| {re.escape(sign)} \|$", PAGE, re.MULTILINE)
    assert BORNE_OUT in PAGE
