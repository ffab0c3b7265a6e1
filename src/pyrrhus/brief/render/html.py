"""A brief as one page: prose, charts and tables, and under every figure the evidence; no network, no clock."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import orjson
from jinja2 import Environment, StrictUndefined, Template

from pyrrhus.brief.charts import described, specification
from pyrrhus.brief.document import Chart, Document, Figure, Sentence, Table
from pyrrhus.brief.figures import signed
from pyrrhus.brief.pictures import DARK, LIGHT, difference
from pyrrhus.brief.render.entries import entries, inert
from pyrrhus.brief.render.json import figures_only
from pyrrhus.brief.wording import word
from pyrrhus.ledger.export import compact
from pyrrhus.period import day_name, month
from pyrrhus.statement import Statement

__all__ = ["to_html"]

_AFTER: Final = {"what-happened": ("daily", "monthly"), "ground": ("ground",), "why-different": ("chain",)}
"""The charts that follow a section, by their kind."""
_SCRIPT_SAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_JS_WORDS: Final = (
    "close", "copied", "copy", "copy_failed", "copy_label", "in_list", "popover", "save", "step_back",
)  # fmt: skip
_DAY: Final = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_INPUTS_SHOWN: Final = 12


def to_html(document: Document) -> str:
    """The document as one self-contained HTML file; the same document gives the same bytes."""
    page = _Page(document)
    told = entries(document.marks)
    data = _json(
        {
            "charts": {chart.id: specification(chart, document, _variables()) for chart in document.charts},
            "light": LIGHT,
            "words": {name: word(f"page.{name}") for name in _JS_WORDS},
            "credit": word("page.credit", title=document.title, day=day_name(document.as_of)),
        }
    )
    scripts = [_asset("page.js"), *([_vega()] if document.charts else [])]
    return _template().render(
        document=document,
        page=page,
        shown=[one for one in told if one.shown],
        behind=[one for one in told if not one.shown],
        word=word,
        words={"back": word("page.back"), "more_inputs": word("page.more_inputs")},
        inputs_shown=_INPUTS_SHOWN,
        day=day_name(document.as_of),
        data=data,
        kept=_script_safe(compact(figures_only(document))),
        scripts=scripts,
        style=_asset("page.css"),
        policy=_policy(tuple(scripts)),
        light=LIGHT.items(),
        dark=DARK.items(),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of what a reader sees: words, a day among them, or a figure with the number of its mark."""

    text: str
    number: int = 0
    leads_back: bool = False
    is_day: bool = False


class _Page:
    """What the template asks for while it goes through a document; knows which marks it has met."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._met: set[int] = set()
        self._placed: set[str] = set()

    def parts(self, piece: str | Figure | Sentence, *, beside: bool = False) -> Iterator[_Part]:
        """Words and figures; the first figure of each mark is where its entry leads back to, if not beside the text."""
        if isinstance(piece, Sentence):
            for part in piece.pieces:
                yield from self.parts(part, beside=beside)
        elif isinstance(piece, str):
            yield _Part(inert(piece))
        else:
            number = self._document.marks[piece.statement.id].number
            yield _Part(inert(piece.text), number, leads_back=not beside and number not in self._met)
            if not beside:
                self._met.add(number)

    def cell(self, cell: str | Figure | Sentence) -> Iterator[_Part]:
        """The content of a cell; a day in it stays on one line."""
        if isinstance(cell, str):
            for number, text in enumerate(_DAY.split(inert(cell))):
                yield _Part(text, is_day=number % 2 == 1)
        else:
            yield from self.parts(cell)

    def charts_after(self, section: str) -> list[Chart]:
        """The charts that belong to a section."""
        kinds = _AFTER.get(section, ())
        found = [one for one in self._document.charts if one.kind in kinds]
        self._placed.update(one.id for one in found)
        return found

    def charts_left(self) -> list[Chart]:
        """Charts whose section the document does not have."""
        return [one for one in self._document.charts if one.id not in self._placed]

    def described(self, chart: Chart) -> Sentence:
        """The text alternative of a chart."""
        return described(chart, self._document)

    def drawn(self, chart: Chart) -> Iterator[tuple[str | Figure, ...]]:
        """The rows of a chart's table: whose, when, and the figure."""
        for number, one in enumerate(chart.figures):
            is_step = chart.kind == "chain" and 0 < number < len(chart.figures) - 1
            shown = Figure(one, difference(one)) if is_step else signed(one, in_table=True)
            group = (chart.groups[number],) if chart.groups else ()
            yield (*group, *(() if chart.kind == "chain" else (_when(chart, one),)), shown)

    def heads(self, chart: Chart) -> list[str]:
        """The column heads of a chart's table."""
        names = {
            "daily": ("day",), "monthly": ("month",), "ground": ("who", "month"), "chain": ("step",),
        }[chart.kind]  # fmt: skip
        return [word(f"page.head_{name}") for name in names] + [word(f"chart.unit_{chart.kind}").partition(";")[0]]

    def numeric(self, table: Table) -> list[bool]:
        """Which columns hold figures, to be set flush right."""
        return [any(isinstance(row[number], Figure) for row in table.rows) for number in range(len(table.columns))]

    def command(self) -> str:
        """What makes the same edition again."""
        return f"pyrrhus brief {self._document.period.code} --as-of {self._document.as_of} --format html"


def _when(chart: Chart, one: Statement) -> str:
    assert one.start
    return day_name(one.start) if chart.kind == "daily" else month(one.start).name


def _variables() -> dict[str, str]:
    """The palette as CSS variables, so that pictures follow light and dark and print in light."""
    return {name: f"var(--{name})" for name in LIGHT} | {"paper": "transparent"}


def _json(value: Any) -> str:
    return _script_safe(orjson.dumps(value).decode())


def _script_safe(text: str) -> str:
    """JSON that cannot end the script element it stands in."""
    for character, escaped in _SCRIPT_SAFE.items():
        text = text.replace(character, escaped)
    return text


@cache
def _policy(scripts: tuple[str, ...]) -> str:
    """The content security policy: these scripts by their hash, styles of the page, and nothing from anywhere."""
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    return f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@cache
def _asset(name: str) -> str:
    return (resources.files("pyrrhus.brief.render") / "page" / name).read_text(encoding="utf-8")


@cache
def _vega() -> str:
    """The bundle of Vega, Vega-Lite and Vega-Embed: a module that leaves ``vegaEmbed`` on the window."""
    text = (resources.files("pyrrhus") / "data" / "vega.js").read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_finalized
    )
    return environment.from_string(_asset("page.html.j2"))


def _finalized(value: Any) -> Any:
    return inert(value) if type(value) is str else value
