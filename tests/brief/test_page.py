"""The HTML page: a mark behind every figure, evidence behind every mark, nothing foreign alive, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from making import area

import pyrrhus
from pyrrhus.brief.charts import described, specification
from pyrrhus.brief.document import Chart, Document, Figure, Mark, Section, Sentence, Table, figures_of
from pyrrhus.brief.pictures import DARK, LIGHT
from pyrrhus.brief.render.entries import entries
from pyrrhus.brief.render.html import to_html
from pyrrhus.brief.wording import catalogue
from pyrrhus.measures.worked import worked_out
from pyrrhus.period import parse_period
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import CONVENTIONS, RANGE_IS, STANCES

JANUARY = (date(2025, 1, 1), date(2025, 1, 31))
VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr", "base"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Node:
    """An element of a parsed page."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.inside: list[Node | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)

    def all(self, tag: str = "", *, having: str = "", is_: str = "") -> Iterator[Node]:
        for one in self.inside:
            if isinstance(one, Node):
                if tag in ("", one.tag) and (not having or having in one.attributes) and (not is_ or is_ in one.classes):
                    yield one
                yield from one.all(tag, having=having, is_=is_)

    def one(self, tag: str = "", **wanted: str) -> Node:
        return next(self.all(tag, **wanted))

    def by_id(self, id_: str) -> Node:
        return next(one for one in self.all(having="id") if one["id"] == id_)


class Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parsed(page: str) -> Node:
    parser = Parser()
    parser.feed(page)
    parser.close()
    assert parser.open == [parser.root]
    return parser.root


def made(*statements: Statement, **said: Any) -> Document:
    """A small document: a sentence and a table row for each statement; its operands have marks too."""
    shown = [Sentence(("It was ", Figure(one, str(one.value)), " km2.")) for one in statements]
    marks: dict[str, Mark] = {}
    queue = list(statements)
    for one in queue:
        marks.setdefault(one.id, Mark(len(marks) + 1, one, one in statements))
        queue += one.operands
    base = Document(
        period=parse_period("2025-01"), as_of=date(2025, 2, 4), title="A title", standfirst=(), chain=(), left_out=(), ages=(),
        sections=(Section("ground", "The ground", (tuple(shown),)),), charts=(), attributions=("A line",), marks=marks,
        tables=(Table("t", "A table", ("Who", "km2"), tuple(("ISW", Figure(one, str(one.value))) for one in statements)),),
    )  # fmt: skip
    return replace(base, **said)


@pytest.fixture(scope="module")
def document() -> Document:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYRRHUS_LEDGER", "/nowhere/ledger.db")
        return pyrrhus.brief("2025-01").document


@pytest.fixture(scope="module")
def source(document: Document) -> str:
    return to_html(document)


@pytest.fixture(scope="module")
def page(source: str) -> Node:
    return parsed(source)


def fields(page: Node, number: int) -> dict[str, str]:
    entry = page.by_id(f"e{number}").one("dl")
    terms, bodies = ([one.text for one in entry.all(tag)] for tag in ("dt", "dd"))
    return dict(zip(terms, bodies, strict=True))


def test_the_same_document_gives_the_same_bytes(document: Document, source: str) -> None:
    assert to_html(document) == source


def test_every_figure_is_followed_by_the_mark_of_its_statement(document: Document, page: Node) -> None:
    shown = [one for one in page.all("span", is_="f") if "chart" not in parents(page, one)]
    told = [(one.text, str(document.marks[one.statement.id].number)) for one in figures_of(document)]
    found = [(one.text.removesuffix(one.one("sup").text), one.one("sup").text) for one in shown]
    assert found == told
    for one in page.all("span", is_="f"):
        link = one.one("sup").one("a")
        assert link["href"] == f"#e{link.text}"


def parents(page: Node, wanted: Node) -> list[str]:
    def down(node: Node, above: list[str]) -> list[str] | None:
        for one in node.inside:
            if one is wanted:
                return above
            found = down(one, [*above, *one.classes]) if isinstance(one, Node) else None
            if found is not None:
                return found
        return None

    return down(page, []) or []


def test_ids_are_unique_and_every_inner_link_leads_somewhere(page: Node) -> None:
    ids = Counter(one["id"] for one in page.all(having="id"))
    assert [name for name, count in ids.items() if count > 1] == []
    assert [one["href"] for one in page.all("a") if one["href"].startswith("#") and one["href"][1:] not in ids] == []


def test_every_mark_has_its_entry_the_shown_ones_first(document: Document, page: Node) -> None:
    first, second = page.all("ol", is_="evidence")
    shown = [f"e{mark.number}" for mark in document.marks.values() if mark.shown]
    behind = [f"e{mark.number}" for mark in document.marks.values() if not mark.shown]
    assert [one["id"] for one in first.all("li")] == shown
    assert [one["id"] for one in second.all("li")] == behind


def test_an_entry_tells_who_when_where_and_how_well_it_is_known(document: Document, page: Node) -> None:
    number = next(
        mark.number for mark in document.marks.values()
        if mark.statement.source == "isw" and mark.statement.value == 498 and mark.statement.relayed_by
    )  # fmt: skip
    assert page.by_id(f"e{number}").one("p").text.startswith("Institute for the Study of War (independent), via Euromaidan Press")
    told = fields(page, number)
    assert told["Stored value"] == "about 498 km2"
    assert told["Published"] == "2025-02-03"
    assert told["Evidence"] == "only an excerpt of a page seen"
    assert told["Page"] == "euromaidanpress.com"
    outward = [one for one in page.by_id(f"e{number}").all("a") if not one["href"].startswith("#")]
    assert [one["href"].split("/")[2] for one in outward] == ["euromaidanpress.com"]
    assert "noopener" in outward[0]["rel"]


def test_bytes_that_are_not_held_are_said_not_to_be(document: Document, page: Node) -> None:
    bare = [mark for mark in document.marks.values() if mark.statement.evidence == "bytes" and not mark.statement.document]
    assert bare
    for mark in bare:
        assert fields(page, mark.number)["Evidence"] == "read in the publisher's own bytes; not held here"
    held = replace(bare[0].statement, document="ab" * 32, where="row 1")
    told = fields(parsed(to_html(made(held))), 1)
    assert told["Evidence"] == "read in the publisher's own bytes"
    assert (told["Digest"], told["Place"]) == ("ab" * 32, "row 1")


def test_a_worked_out_figure_leads_to_what_it_was_worked_out_from(document: Document, page: Node) -> None:
    for mark in document.marks.values():
        one = mark.statement
        if not one.formula:
            continue
        told = fields(page, mark.number)
        assert one.formula in told["Formula"]
        links = [link["href"] for link in page.by_id(f"e{mark.number}").one("dl").all("a") if link["href"].startswith("#e")]
        wanted = [f"#e{document.marks[part.id].number}" for part in one.operands]
        assert set(links) == set(wanted)
        if len(wanted) > 12:
            assert links[9:] == wanted
            assert page.by_id(f"e{mark.number}").one("details").one("summary").text
    assert any(len(mark.statement.operands) > 12 for mark in document.marks.values())


def test_a_measured_change_names_the_digests_of_its_maps(document: Document, page: Node) -> None:
    mark = next(mark for mark in document.marks.values() if mark.statement.formula == "map_difference/1")
    digests = [one.text for one in page.by_id(f"e{mark.number}").all("code")]
    assert [f"document:{one}" for one in digests[:-1]] == list(mark.statement.inputs)
    assert digests[-1] == mark.statement.id


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"published": date(2025, 2, 3)}, "2025-02-03"),
        ({"published": None, "published_from": date(2025, 2, 1), "published_to": date(2025, 3, 1)},
         "between 2025-02-01 and 2025-03-01"),
        ({"published": None, "published_to": date(2025, 3, 1)}, "by 2025-03-01"),
        ({"published": None}, "not known"),
    ],
)  # fmt: skip
def test_the_day_of_publication_or_its_bounds_are_told(said: dict[str, Any], expected: str) -> None:
    one = replace(area("isw", "498", *JANUARY), **said)
    assert fields(parsed(to_html(made(one))), 1)["Published"] == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"value": Decimal("498.10")}, "498.1 km2"),
        ({"bound": "under"}, "up to 498 km2"),
        ({"value": None, "low": Decimal(10), "high": Decimal(20), "bound": "range", "range_is": "assumption"},
         "10 to 20 km2, the ends rest on an assumption"),
        ({"value": None, "rank": 2, "kind": "rank", "direction": "up"}, "rank 2, up"),
    ],
)  # fmt: skip
def test_the_value_stands_as_it_is_stored(said: dict[str, Any], expected: str) -> None:
    one = replace(area("isw", "498", *JANUARY), **said)
    assert fields(parsed(to_html(made(one))), 1)["Stored value"] == expected


def test_the_catalogue_has_a_word_for_all_that_an_entry_may_name(document: Document) -> None:
    formulas = {mark.statement.formula.partition("/")[0] for mark in document.marks.values()} - {""}
    keys = {f"page.formula_{one}" for one in formulas} | {f"page.convention_{one}" for one in CONVENTIONS}
    keys |= {f"page.range_{one}" for one in RANGE_IS} | {f"page.stance_{one}" for one in STANCES}
    assert keys - set(catalogue()) == set()


HOSTILE = "</dd></script><script>alert(1)</script><img src=x onerror=alert(1)> & \u202egnp.exe\u2066 \u200f \x07 \"quoted\" 'too'"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,<script>alert(1)</script>", "https://user@evil.example/",
        "https://a.example/\" onmouseover=\"alert(1)", "https://a.example/\u202eexe", "//a.example/", "https:///x", "https://[/",
        " https://a.example/", "https://a.example/<script>", "ftp://a.example/", "https://a..example/",
    ],
)  # fmt: skip
def test_an_address_that_is_no_plain_web_address_is_text(address: str) -> None:
    one = replace(area("isw", "498", *JANUARY), page=address, archived=address)
    told = parsed(to_html(made(one)))
    assert {link["href"].partition(":")[0] for link in told.all("a") if not link["href"].startswith("#")} == set()
    assert fields(told, 1)["Page"].replace("\ufffd", "") == re.sub("[\u202e]", "", address)


def test_a_host_is_shown_in_letters_that_cannot_be_mistaken() -> None:
    one = replace(area("isw", "498", *JANUARY), page="https://аpple.com/x")  # its first letter is Cyrillic
    assert fields(parsed(to_html(made(one))), 1)["Page"] == "xn--pple-43d.com"


def test_foreign_text_comes_out_inert() -> None:
    one = replace(
        area("isw", "498", *JANUARY), note=HOSTILE, title=HOSTILE, quotation=HOSTILE, where=HOSTILE, place=HOSTILE, of=HOSTILE,
        subgroup=HOSTILE, unit_as_written=HOSTILE, document=HOSTILE, relayed_by=HOSTILE, source=HOSTILE, party=HOSTILE,
        page=HOSTILE,
    )  # fmt: skip
    chart = Chart("ground", "ground", HOSTILE, HOSTILE, (one, one), (HOSTILE, HOSTILE))
    hostile = made(one, title=HOSTILE, attributions=(HOSTILE,), dropped=((HOSTILE, HOSTILE),), charts=(chart,))
    hostile = replace(hostile, tables=(replace(hostile.tables[0], title=HOSTILE, note=HOSTILE, rows=((HOSTILE, HOSTILE),)),))
    source = to_html(hostile)
    told = parsed(source)
    assert [one.tag for one in told.all("img")] == []
    scripts = list(told.all("script"))
    assert [one.attributes.get("type") for one in scripts] == ["application/json", "application/json", "module", "module"]
    assert json.loads(scripts[0].text)["charts"]["ground"]["title"]["text"] == HOSTILE
    assert json.loads(scripts[1].text)["statements"][0]["place"] == HOSTILE
    assert [name for one in told.all() for name in one.attributes if name.startswith("on")] == []
    shown = re.sub(r"<script.*?</script>", "", source, flags=re.DOTALL)
    assert re.findall("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\x00-\x08]", shown) == []
    assert fields(told, 1)["Note"] == fields(told, 1)["Its title"]
    assert "<script>alert(1)</script>" in fields(told, 1)["Note"]
    # An isolate keeps what is left of foreign writing from turning the words around it.
    assert [one.text for one in told.by_id("e1").all("bdi")].count(fields(told, 1)["Note"]) >= 3


def test_nothing_is_fetched_and_only_our_scripts_may_run(page: Node) -> None:
    assert list(page.all("link")) == []
    assert list(page.all(having="src")) == []
    assert re.findall(r"url\(|@import", page.one("style").text) == []
    policy = next(one["content"] for one in page.all("meta") if one.attributes.get("http-equiv"))
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    scripts = [one for one in page.all("script") if one["type"] == "module"]
    hashes = [base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode() for one in scripts]
    assert rules["script-src"] == " ".join(f"'sha256-{one}'" for one in hashes)


def test_a_page_without_charts_carries_no_vega() -> None:
    assert len(to_html(made(area("isw", "498", *JANUARY)))) < 60_000


def test_the_edition_and_what_was_dropped_stand_at_the_top() -> None:
    told = parsed(to_html(made(area("isw", "498", *JANUARY), dropped=(("It was 499 km2.", "not found again"),))))
    header = told.one("header").text
    assert "As known on 4 February 2025" in header
    assert "It was 499 km2." in header
    assert "not found again" in header
    assert "Sentences dropped" not in parsed(to_html(made(area("isw", "498", *JANUARY)))).one("header").text


def test_tables_have_captions_and_heads_and_rows_that_stand_apart_say_so() -> None:
    one = area("isw", "498", *JANUARY)
    document = made(one)
    rows = (("ISW", Figure(one, "498")), ("AFP", "not published"))
    document = replace(document, tables=(replace(document.tables[0], rows=rows, aside=frozenset({1}), note="A note"),))
    table = parsed(to_html(document)).by_id("table-t")
    assert table.one("caption").text == "A table"
    assert [cell["scope"] for cell in table.one("thead").all("th")] == ["col", "col"]
    first, second = table.one("tbody").all("tr")
    assert [row.one("th")["scope"] for row in (first, second)] == ["row", "row"]
    assert "set aside" not in first.text
    assert second.classes == ["aside"]
    assert "set aside" in second.text
    assert "none" in second.one("td").classes
    assert "A note" in table.text


def test_each_chart_has_its_finding_an_alternative_and_its_figures(document: Document, page: Node) -> None:
    assert [one.id for one in document.charts] == ["daily", "monthly", "ground", "chain"]
    for chart in document.charts:
        figure = page.by_id(f"chart-{chart.id}")
        assert figure.one("figcaption").text == chart.title
        assert chart.source_line in figure.text
        assert list(page.by_id(f"alt-{chart.id}").all("sup"))
        rows = list(figure.one("details").one("tbody").all("tr"))
        marks = [str(document.marks[one.id].number) for one in chart.figures]
        assert [row.one("sup").text for row in rows] == marks
    where = [one["id"] for one in page.by_id("brief").all(having="id") if one.tag in ("section", "figure")]
    assert where[:6] == ["what-happened", "chart-daily", "chart-monthly", "ground", "chart-ground", "pace"]


def test_a_picture_carries_finding_source_and_day_and_counts_from_zero(document: Document) -> None:
    for chart in document.charts:
        spec = specification(chart, document)
        assert spec["title"]["text"] == chart.title
        told = " ".join(spec["encoding"]["x"]["axis"]["title"])
        assert told == chart.source_line
        assert "As known on 31 May 2026" in told
        drawn = {row["mark"] for row in spec["data"]["values"] if row["value"] is not None}
        assert drawn == {document.marks[one.id].number for one in chart.figures}
        assert json.loads(json.dumps(spec)) == spec
        assert described(chart, document)
    low, high = specification(document.charts[2], document)["encoding"]["y"]["scale"]["domain"]
    assert low <= 0 < high
    assert specification(document.charts[0], document)["encoding"]["y"]["scale"]["zero"] is True


def test_the_steps_of_the_waterfall_lead_from_the_first_figure_to_the_last(document: Document) -> None:
    rows = specification(document.charts[3], document)["data"]["values"]
    for before, after in pairwise(rows):
        assert before["level"] in (pytest.approx(after["low"]), pytest.approx(after["high"])) or after is rows[-1]
    assert rows[-2]["level"] == pytest.approx(rows[-1]["value"], abs=0.01)


def test_a_missing_month_breaks_a_line() -> None:
    months = [(date(2024, 10, 1), date(2024, 10, 31)), (date(2024, 12, 1), date(2024, 12, 31))]
    rows = [worked_out("level_difference/1", [area("isw", "5", *span)], metric="ground", kind="flow", unit="km2", party="russia",
                       value=Decimal(5), start=span[0], end=span[1]) for span in months]  # fmt: skip
    chart = Chart("ground", "ground", "", "", tuple(rows), ("maps", "maps"))
    drawn = specification(chart, made(*rows))["data"]["values"]
    assert [(row["when"], row["value"]) for row in drawn if row["value"] is None] == [("Nov 2024", None)]


def test_light_and_dark_have_the_same_colours_by_name_and_the_page_takes_them_from_its_style(page: Node) -> None:
    assert set(LIGHT) == set(DARK)
    style = page.one("style").text
    assert all(f"--{name}: {colour};" in style for palette in (LIGHT, DARK) for name, colour in palette.items())
    specs = json.dumps(json.loads(page.by_id("data").text)["charts"])
    assert set(re.findall(r"var\(--([a-z]+)\)", specs)) <= set(LIGHT)
    assert re.findall(r"#[0-9a-f]{6}", specs) == []


def test_entries_are_made_of_plain_fields() -> None:
    (told,) = entries(made(area("isw", "498", *JANUARY)).marks)
    assert (told.number, told.who, told.stance, told.via) == (1, "Institute for the Study of War", "independent", "")
    assert [field.label for field in told.fields] == ["Counted", "Period", "Stored value", "Published", "Evidence", "Statement"]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs the system's Chromium")
def test_a_browser_shows_evidence_copies_sentences_and_draws_charts(source: str, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    file = tmp_path / "brief.html"
    file.write_text(source, encoding="utf-8")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
        tab = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.goto(file.as_uri())
        tab.locator(".plot.drawn svg").nth(3).wait_for(timeout=20_000)

        box = tab.locator("#pop")
        figure = tab.locator("#what-happened .f").first
        figure.locator("a").focus()
        assert box.is_visible()
        assert "General Staff of the Armed Forces of Ukraine" in box.inner_text()
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "pop"
        tab.keyboard.press("Escape")
        assert box.is_hidden()
        assert tab.evaluate("document.activeElement.parentElement.tagName") == "SUP"
        tab.locator("#brief .f").nth(3).hover()
        box.wait_for(state="visible")
        tab.mouse.move(1, 1)
        box.wait_for(state="hidden")

        sentence = tab.locator("#what-happened .s").first
        sentence.locator("button").focus()
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".copy.done")
        copied = tab.evaluate("navigator.clipboard.readText()").split("\n")
        assert re.match(r"Ukraine's General Staff says .* 48,240 \[\d+\] casualties", copied[0])
        assert re.match(r"\[\d+\] General Staff of the Armed Forces of Ukraine \(party to the war\)", copied[1])
        assert "https://" in copied[1]
        assert "as known on 31 May 2026" in copied[-1]

        with tab.expect_download() as download:
            tab.locator("#chart-ground .save").click()
        picture = tmp_path / "ground.png"
        download.value.save_as(picture)
        assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        browser.close()
    assert asked == [file.as_uri()]
    assert said == []


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs the system's Chromium")
def test_without_scripts_a_page_is_read_and_walked(source: str, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    file = tmp_path / "brief.html"
    file.write_text(source, encoding="utf-8")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        tab = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
        tab.goto(file.as_uri())
        link = tab.locator("#what-happened .f a").first
        number = link.inner_text()
        link.click()
        assert tab.url.endswith(f"#e{number}")
        assert tab.locator(f"#e{number}").is_visible()
        assert tab.locator("#chart-ground .plot p").is_visible()
        browser.close()
