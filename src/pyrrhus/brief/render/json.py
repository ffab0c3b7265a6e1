"""A brief for machines: the shape that DESIGN's contract names, the same statements that the words show."""

from __future__ import annotations

from typing import Any

from pyrrhus.brief.document import Document, Figure, Sentence, text_of
from pyrrhus.ledger.export import dumps

__all__ = ["to_json"]


def to_json(document: Document) -> str:
    """The document as JSON: sections with the ids of their figures in order, tables of ids, the chain, all statements."""
    return dumps(_value(document))


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
                "figures": [one for paragraph in section.paragraphs for sentence in paragraph for one in _ids(sentence)],
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


def _cell(cell: str | Figure | Sentence) -> str:
    if isinstance(cell, Figure):
        return cell.statement.id
    return cell if isinstance(cell, str) else text_of(cell)
