"""A check as one page: the text with each figure underlined by its verdict and signed, its evidence beside it and below.

The page loads nothing and runs nothing; what comes from elsewhere is escaped, and odd characters are shown by number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined, Template

from pyrrhus.judging.api import Check
from pyrrhus.judging.render.json import value
from pyrrhus.judging.render.summary import BORNE_OUT, SIGNS, sign, summary, to_change
from pyrrhus.judging.verdicts import Evidence, Judgement, Verdict
from pyrrhus.judging.visible import pieces, spelled
from pyrrhus.judging.wording import source_line, word
from pyrrhus.ledger.export import compact
from pyrrhus.measures.worked import with_inputs
from pyrrhus.period import day_name

__all__ = ["to_html"]

_SCRIPT_SAFE: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
BESIDE: Final = 4
"""How many pieces of evidence show beside a figure; all stand in the table."""


def to_html(check: Check) -> str:
    """The check as one self-contained file; the same check gives the same bytes."""
    claims = [_Row(number, one) for number, one in enumerate(check.judgements, 1)]
    return _template().render(
        check=check,
        claims=claims,
        paragraphs=list(_paragraphs(check, claims)),
        summary=summary(check.judgements),
        word=word,
        marked=_marked,
        published=day_name(check.published),
        as_of=day_name(check.as_of),
        known_to=day_name(check.known_to) if check.known_to > check.as_of else "",
        key=[
            *((verdict.value, SIGNS[verdict], word(f"verdict.{verdict}")) for verdict in Verdict),
            ("consistent borne-out", BORNE_OUT, word("verdict.borne_out")),
        ],
        style=_asset("check.css"),
        policy=_POLICY,
        kept=_script_safe(compact(value(check) | {"behind": _behind(check)})),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A claim as the page shows it."""

    number: int
    one: Judgement

    @property
    def sign(self) -> str:
        return sign(self.one)

    @property
    def kind(self) -> str:
        """The class of its underline; green only where others bear it out."""
        return f"{self.one.verdict}{' borne-out' if self.one.is_supported_by_others else ''}"

    @property
    def label(self) -> str:
        one = self.one
        return f"{word(f'verdict.{one.verdict}')}: {word(f'quote.{one.quote}')}, {word(f'substance.{one.substance}')}"

    @property
    def sentences(self) -> list[str]:
        flags = [word(f"page.flag_{flag}") for flag in sorted(self.one.flags)]
        return [self.one.reason.sentence, *(extra.sentence for extra in self.one.qualifiers), *(f"({flag})" for flag in flags)]

    @property
    def should_read(self) -> str:
        return source_line(self.one.should_read) if self.one.should_read is not None else ""

    @property
    def change(self) -> bool:
        return to_change(self.one)

    @property
    def evidence(self) -> list[dict[str, str]]:
        return [_evidence(piece) for piece in self.one.evidence]

    @property
    def beside(self) -> list[dict[str, str]]:
        return self.evidence[:BESIDE]


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of the text, with the claim whose figure it is, or None."""

    text: str
    claim: _Row | None = None


def _paragraphs(check: Check, claims: list[_Row]) -> Iterator[list[_Run]]:
    """The text's lines, cut at the figures; one figure inside another stays with the first."""
    shown_as_written = check.cleaned.form in ("text", "md")
    text = check.cleaned.source if shown_as_written else check.cleaned.text
    spans = [(check.original(row.one.claim.span) if shown_as_written else row.one.claim.span, row) for row in claims]
    runs: list[_Run] = []
    at = 0
    for span, row in sorted(spans, key=lambda one: one[0].start_char):
        if span.start_char < at:
            continue
        runs += [_Run(text[at : span.start_char]), _Run(text[span.start_char : span.end_char], row)]
        at = span.end_char
    runs.append(_Run(text[at:]))
    line: list[_Run] = []
    for run in runs:
        if run.claim is not None:
            line.append(run)
            continue
        first, *rest = run.text.replace("\r\n", "\n").split("\n")
        line += [_Run(first)] if first else []
        for part in rest:
            if line:
                yield line
            line = [_Run(part)] if part.strip() else []
    if line:
        yield line


def _behind(check: Check) -> list[dict[str, Any]]:
    """The workings under the evidence that are workings themselves, by which a saved page is rechecked."""
    shown = [piece.statement for one in check.judgements for piece in one.evidence]
    shown += [one.should_read for one in check.judgements if one.should_read is not None]
    known = {one.id for one in shown}
    return [one.as_json() for one in with_inputs(shown) if one.formula and one.id not in known]


def _evidence(piece: Evidence) -> dict[str, str]:
    one = piece.statement
    return {
        "figure": source_line(one),
        "relation": word(f"relation.{piece.relation}"),
        "known": word(f"page.{piece.known}"),
        "page": one.page,
        "href": one.page if _safe(one.page) else "",
        "id": one.id,
    }


def _marked(text: str) -> list[tuple[str, str]]:
    """A text in pieces for the template: words, and odd characters with what they are."""
    return [(piece, spelled(piece) if odd else "") for piece, odd in pieces(text)]


def _safe(address: str) -> bool:
    """Whether an address may be a link: the web's own schemes, and nothing in it but what an address is written with."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and address.isascii()
        and address.isprintable()
        and " " not in address
    )


def _script_safe(text: str) -> str:
    """JSON that cannot end the script element it stands in."""
    for character, escaped in _SCRIPT_SAFE.items():
        text = text.replace(character, escaped)
    return "".join(piece if not odd else _escaped(piece) for piece, odd in pieces(text))


def _escaped(piece: str) -> str:
    units = piece.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] * 256 + units[at + 1]:04x}" for at in range(0, len(units), 2))


@cache
def _asset(name: str) -> str:
    return (resources.files("pyrrhus.judging.render") / "page" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset("check.html.j2"))
