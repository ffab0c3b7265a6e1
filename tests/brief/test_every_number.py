"""No number reaches a reader that is not a statement."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from reading import NUMBER, is_value_of, number_words, numbers, orphans

from pyrrhus.brief.api import Brief, brief

PERIODS = [
    *(f"{year}-{month:02}" for year in (2022, 2023) for month in (3, 6, 9, 11)),
    *(f"2024-{month:02}" for month in (2, 5, 7, 8, 10, 12)),
    *(f"2025-{month:02}" for month in (1, 2, 3, 4, 7, 11)),
    *("2026-02", "2026-04", "2026-05", "2022-02", "2022", "2023", "2024", "2025", "2026"),
    *("2024-Q3", "2025-Q1", "2026-Q2", "2024-W45", "2025-W05", "2022-W10", "2026-W22"),
    *("2025-01-06..2025-01-12", "2024-12-20..2025-01-10", "2025-01-31", "2022-02-24..2022-03-06"),
]  # fmt: skip
MARKED = re.compile(r"((?:[−-]?\d[\d,]*(?:\.\d+)?(?: to )?)+|highest|[a-z]+-highest)\[\^(\d+)\]")


@pytest.fixture(scope="module", params=PERIODS)
def made(request: pytest.FixtureRequest) -> Brief:
    return brief(request.param)


def test_there_are_forty_periods() -> None:
    assert len(set(PERIODS)) >= 40


def test_the_words_of_the_json_hold_no_number_that_is_not_one_of_its_statements(made: Brief) -> None:
    told = json.loads(made.to_json())
    statements = told["statements"]
    texts = [told["title"], told["standfirst"], *(section["text"] for section in told["sections"])]
    texts += [chart["title"] for chart in told["charts"]]
    texts += [one["why"] for one in told["left_out"]]
    ids = {one["id"] for one in statements}
    for table in told["tables"]:
        texts += [table["title"], *table["columns"]]
        texts += [cell for row in table["rows"] for cell in row if cell not in ids]
    assert list(orphans(texts, statements)) == []
    assert [word for text in texts for word in number_words(text)] == []


def test_table_cells_that_are_figures_are_ids_of_statements(made: Brief) -> None:
    told = json.loads(made.to_json())
    cells = [cell for table in told["tables"] for row in table["rows"] for cell in row]
    assert [cell for cell in cells if numbers(cell) and not re.fullmatch(r"[0-9a-f]{64}", cell)] == []


def test_every_number_of_the_markdown_stands_before_the_mark_of_its_own_statement(made: Brief) -> None:
    text = made.to_markdown()
    body, _, notes = text.partition("\n## Evidence\n")
    marks = {int(number): one for number, one in _marks(made).items()}
    assert len(re.findall(r"^\[\^\d+\]: ", notes, re.MULTILINE)) == len(marks)
    for shown, number in MARKED.findall(body):
        for part in NUMBER.findall(shown):
            assert is_value_of(part, marks[int(number)]), (shown, marks[int(number)])
        if not NUMBER.search(shown):
            assert "rank" in marks[int(number)]
    left = MARKED.sub(" ", body)
    assert numbers(left) == []
    assert number_words(left) == []


def test_the_terminal_shows_the_same_numbers_as_the_markdown(made: Brief) -> None:
    shown = made.to_terminal()
    body = shown[: shown.rindex("\nEvidence\n")]
    statements = json.loads(made.to_json())["statements"]
    unmarked = re.sub(r"\[\d+\]", "", body)
    assert list(orphans([re.sub(r"\s+", " ", unmarked)], statements)) == []


def test_the_page_shows_no_number_that_is_not_a_statement(made: Brief) -> None:
    reader = _Visible()
    reader.feed(made.to_html())
    statements = json.loads(made.to_json())["statements"]
    assert len(reader.texts) > 20
    assert list(orphans(reader.texts, statements)) == []
    assert [word for text in reader.texts for word in number_words(text)] == []


def test_what_charts_draw_are_statements_of_the_json(made: Brief) -> None:
    told = json.loads(made.to_json())
    ids = {one["id"] for one in told["statements"]}
    assert {one for chart in told["charts"] for one in chart["figures"]} <= ids
    assert {step[name] for step in told["chain"] for name in ("term", "from", "to")} <= ids


def test_inputs_of_a_worked_out_figure_are_there_too(made: Brief) -> None:
    told = json.loads(made.to_json())
    ids = {one["id"] for one in told["statements"]}
    inputs = {one for statement in told["statements"] for one in statement.get("inputs", ())}
    assert {one for one in inputs if not one.startswith("document:")} <= ids


def test_a_number_without_a_statement_would_be_found() -> None:
    statement = {"unit": "persons", "value": 48240}
    assert list(orphans(["It was 48,240 in January 2025, on 4 February 2025."], [statement])) == []
    assert list(orphans(["It was 48,241."], [statement])) != []
    assert number_words("for the third month") == ["third"]
    assert number_words("the two sides are not covered alike") == []


def _marks(made: Brief) -> dict[int, dict[str, object]]:
    by_id = {one["id"]: one for one in json.loads(made.to_json())["statements"]}
    return {mark.number: by_id[mark.statement.id] for mark in made.document.marks.values()}


class _Visible(HTMLParser):
    """The text that a reader sees in the words and tables: not scripts, marks, evidence, or chart data tables' axes."""

    SKIPPED = ("script", "style", "template", "sup", "head")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.depth = 0
        self.stack: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr", "img", "meta", "link", "input", "col", "wbr"):
            return
        names = dict(attrs)
        skip = tag in self.SKIPPED or names.get("id") == "evidence" or "evidence" in (names.get("class") or "").split()
        self.stack.append((tag, skip))
        self.depth += skip

    def handle_endtag(self, tag: str) -> None:
        while self.stack:
            name, skip = self.stack.pop()
            self.depth -= skip
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.depth and data.strip():
            self.texts.append(data)
