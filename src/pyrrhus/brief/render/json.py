"""A brief for machines: the shape that DESIGN's contract names, the same statements that the words show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pyrrhus.brief.document import Document, Figure, Section, Sentence, Table, text_of
from pyrrhus.ledger.export import dumps

__all__ = ["FIELDS_KEPT", "SHAPE", "figures_only", "to_json"]

SHAPE: Final = 1
"""The version of what a page carries for programs; another one is another shape."""
FIELDS_KEPT: Final = frozenset(
    {
        "source", "relayed_by", "derived_from", "metric", "basis", "includes", "party", "kind", "low", "value", "high", "bound",
        "range_is", "unit", "unit_as_written", "of", "start", "end", "vs_start", "vs_end", "vs_source", "place", "rank",
        "direction", "class", "subgroup", "published", "published_from", "published_to", "page", "flags", "convention",
        "formula", "days", "inputs",
    }
)  # fmt: skip
"""What tells a figure again: the fields that name it, its numbers, and how it is printed."""


def to_json(document: Document) -> str:
    """The document as JSON: sections with the ids of their figures in order, tables of ids, the chain, all statements."""
    return dumps(_value(document))


def figures_only(document: Document) -> dict[str, Any]:
    """The same without its words, small enough to stand in a page: which figures are printed where, and what they are."""
    return {
        "shape": SHAPE,
        "period": {"start": document.period.start, "end": document.period.end},
        "as_of": document.as_of,
        "title": document.title,
        "sections": [{"id": one.id, "figures": _once(_section_ids(one))} for one in document.sections],
        "tables": [{"id": one.id, "rows": [_once(_table_ids(one))]} for one in document.tables],
        "charts": [{"id": one.id, "figures": _once(part.id for part in one.figures)} for one in document.charts],
        "statements": [
            {name: value for name, value in mark.statement.as_json().items() if name == "id" or name in FIELDS_KEPT}
            for mark in document.marks.values()
        ],
    }


def _value(document: Document) -> dict[str, Any]:
    return {
        "period": {"start": document.period.start, "end": document.period.end},
        "as_of": document.as_of,
        "title": document.title,
        "standfirst": _text(document.standfirst),
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "text": "\n\n".join(_text(paragraph) for paragraph in section.paragraphs),
                "figures": list(_section_ids(section)),
            }
            for section in document.sections
        ],
        "tables": [
            {
                "id": table.id,
                "title": table.title,
                "columns": table.columns,
                "rows": [[_cell(cell) for cell in row] for row in table.rows],
                "note": table.note,
            }
            for table in document.tables
        ],
        "charts": [
            {
                "id": chart.id,
                "title": chart.title,
                "source": chart.source_line,
                "figures": [one.id for one in chart.figures],
            }
            for chart in document.charts
        ],
        "chain": [{"term": step.term.id, "from": step.before.id, "to": step.after.id} for step in document.chain],
        "dropped": [{"text": text, "why": why} for text, why in document.dropped],
        "left_out": [{"source": one.source, "why": one.why} for one in document.left_out],
        "attributions": document.attributions,
        "statements": [mark.statement.as_json() for mark in document.marks.values()],
    }


def _text(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(text_of(sentence) for sentence in sentences)


def _ids(sentence: Sentence) -> list[str]:
    return [piece.statement.id for piece in sentence.pieces if isinstance(piece, Figure)]


def _section_ids(section: Section) -> Iterator[str]:
    return (one for paragraph in section.paragraphs for sentence in paragraph for one in _ids(sentence))


def _table_ids(table: Table) -> Iterator[str]:
    for cell in (cell for row in table.rows for cell in row):
        yield from _ids(cell if isinstance(cell, Sentence) else Sentence((cell,)))


def _once(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def _cell(cell: str | Figure | Sentence) -> str:
    if isinstance(cell, Figure):
        return cell.statement.id
    return cell if isinstance(cell, str) else text_of(cell)
