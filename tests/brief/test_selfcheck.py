"""A finished brief is read by our own reader: what it does not find again is dropped, named, and counts as a difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

import pyrrhus
from pyrrhus.brief import figures, wording
from pyrrhus.brief.contents import losses
from pyrrhus.brief.document import Document, Figure, text_of
from pyrrhus.cli.main import main
from pyrrhus.errors import NoData
from pyrrhus.statement import Statement

AS_OF = "2026-05-31"


def made(period: str = "2025-01") -> Document:
    return pyrrhus.brief(period, as_of=AS_OF).document


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The catalogue, to be spoilt."""
    spoilt = dict(wording.catalogue())
    monkeypatch.setattr(wording, "catalogue", lambda: spoilt)
    return spoilt


@pytest.mark.parametrize("period", ["2022-03", "2023-05", "2024-08", "2025-01", "2026-02", "2025", "2025-W05", "2024-Q4"])
def test_a_sound_brief_loses_no_sentence(period: str) -> None:
    assert made(period).dropped == ()


@pytest.mark.slow
def test_no_month_of_the_war_loses_a_sentence_in_any_edition() -> None:
    seen = 0
    for day in (AS_OF, "2025-02-04", "2024-06-30"):
        for period in [f"{year}-{month:02}" for year in range(2022, 2027) for month in range(1, 13)]:
            try:
                assert pyrrhus.brief(period, as_of=day).document.dropped == (), (period, day)
                seen += 1
            except NoData:
                continue
    assert seen > 100


FAULTS = {
    "a_number_of_its_own": (
        "losses.month",
        "casualties {when}",
        "casualties {when}, 12 thousand of them this week",
        "12 thousand",
    ),
    "another_unit": ("ground.put", "{n} km2", "{n} casualties", ""),
    "digits_run_into_it": ("losses.month", "{n}", "9{n}", ""),
    "a_scale_behind_it": ("losses.month", "{n} casualties", "{n} million casualties", ""),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_a_template_costs_its_sentence_and_is_named(name: str, planted: dict[str, str]) -> None:
    key, right, wrong, said = FAULTS[name]
    assert right in planted[key]
    planted[key] = planted[key].replace(right, wrong)
    document = made()
    assert document.dropped
    assert all(text and why for text, why in document.dropped)
    assert said in document.dropped[0][1]
    kept = {text_of(one).strip() for section in document.sections for paragraph in section.paragraphs for one in paragraph}
    assert not kept & {text for text, _ in document.dropped}


def test_a_figure_that_its_publisher_did_not_give_costs_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    right = figures.figure

    def wrong(statement: Statement, *, in_table: bool = False) -> Figure:
        made = right(statement, in_table=in_table)
        swapped = replace(statement, value=Decimal(42_840)) if statement.value == 48_240 and not in_table else statement
        return Figure(swapped, made.text.replace("48,240", "42,840"))

    monkeypatch.setattr(losses, "figure", wrong)
    document = made()
    (dropped,) = document.dropped
    assert "42,840" in dropped[0]
    assert "48,240" in dropped[1] and "digits" in dropped[1]


def test_the_brief_says_so_at_its_top_and_the_command_ends_with_status_1(
    planted: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    planted["losses.month"] = planted["losses.month"].replace("{n} casualties", "{n} casualties of 500 battalions")
    for form in ("json", "md", "terminal", "html"):
        with pytest.raises(SystemExit) as left:
            main(["brief", "2025-01", "--as-of", AS_OF, "--format", form, "--quiet"])
        assert left.value.code == 1
        out = capsys.readouterr().out
        if form == "json":
            (dropped,) = json.loads(out)["dropped"]
            assert "500 battalions" in dropped["text"]
        else:
            assert out.count("500 battalions") == 1
            assert "not found again" in out


def test_a_figure_of_a_dropped_sentence_is_no_longer_among_the_marks(planted: dict[str, str]) -> None:
    before = {mark.statement.id for mark in made().marks.values() if mark.shown}
    planted["losses.month"] = "{who} {when}{compared} 7 {n}."
    after = {mark.statement.id for mark in made().marks.values() if mark.shown}
    assert after < before
