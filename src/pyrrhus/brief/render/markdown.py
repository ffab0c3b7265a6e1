"""A brief as Markdown: footnotes for every figure, tables, and the notes at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyrrhus.brief.document import Document, Figure, Sentence, Table
from pyrrhus.brief.notes import note
from pyrrhus.brief.wording import word

__all__ = ["escaped", "to_markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def to_markdown(document: Document) -> str:
    """The document as Markdown with footnotes (``[^1]``)."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    yield ""
    yield f"*{_paragraph(document, document.standfirst)}*"
    yield ""
    yield word("markdown.as_known", day=str(document.as_of))
    yield ""
    for text, why in document.dropped:
        yield f"> {escaped(word('dropped.lead', list=f'{text} ({why})'))}"
        yield ""
    for section in document.sections:
        yield f"## {escaped(section.title)}"
        yield ""
        for paragraph in section.paragraphs:
            yield _paragraph(document, paragraph)
            yield ""
    yield f"## {word('markdown.tables')}"
    yield ""
    for table in document.tables:
        yield from _table(document, table)
    yield f"## {word('markdown.evidence')}"
    yield ""
    for mark in document.marks.values():
        yield f"[^{mark.number}]: {escaped(note(mark, document.marks))}"
    yield ""
    for line in document.attributions:
        yield f"- {escaped(line)}"


def _table(document: Document, table: Table) -> Iterator[str]:
    yield f"### {escaped(table.title)}"
    yield ""
    yield "| " + " | ".join(escaped(column) for column in table.columns) + " |"
    yield "| " + " | ".join("---" for _ in table.columns) + " |"
    for row in table.rows:
        yield "| " + " | ".join(_piece(document, cell) for cell in row) + " |"
    yield ""
    if table.note:
        yield f"*{escaped(table.note)}*"
        yield ""


def _paragraph(document: Document, sentences: tuple[Sentence, ...]) -> str:
    return " ".join(_piece(document, sentence) for sentence in sentences)


def _piece(document: Document, piece: str | Figure | Sentence) -> str:
    if isinstance(piece, Sentence):
        return "".join(_piece(document, part) for part in piece.pieces)
    if isinstance(piece, Figure):
        return f"{escaped(piece.text)}[^{document.marks[piece.statement.id].number}]"
    return escaped(piece)


def escaped(text: str) -> str:
    """Text in one line that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
