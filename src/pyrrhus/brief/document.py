"""A brief as data: sections of sentences, tables and charts, in which every number is a :class:`Figure`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pyrrhus.measures.chain import Step
from pyrrhus.period import Period
from pyrrhus.statement import Statement

__all__ = ["Chart", "Document", "Figure", "LeftOut", "Mark", "Section", "Sentence", "Table", "figures_of", "text_of"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a reader sees it, and the statement it is."""

    statement: Statement
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and figures in order."""

    pieces: tuple[str | Figure, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled run of paragraphs, each a run of sentences."""

    id: str
    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; ``aside`` names rows that stand apart (greyed) by their number."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Figure | Sentence, ...], ...]
    note: str = ""
    aside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: its finding as title, what it shows, the source line, and the statements whose values it draws.

    ``groups`` names the mark or column each statement belongs to; ``kind`` is one of daily, monthly, ground, chain.
    """

    id: str
    kind: str
    title: str
    source_line: str
    figures: tuple[Statement, ...]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source that this edition prints nothing of, and why."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole brief."""

    period: Period
    as_of: date
    title: str
    standfirst: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    chain: tuple[Step, ...]
    left_out: tuple[LeftOut, ...]
    ages: tuple[tuple[str, date], ...]
    attributions: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...] = ()
    marks: dict[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote's number, its statement, and whether it stands in the text or only under another figure."""

    number: int
    statement: Statement
    shown: bool


def figures_of(document: Document) -> Iterator[Figure]:
    """Every figure that a reader sees, in reading order; charts and the chain are not text."""
    for sentence in document.standfirst:
        yield from _figures(sentence)
    for section in document.sections:
        for paragraph in section.paragraphs:
            for sentence in paragraph:
                yield from _figures(sentence)
    for table in document.tables:
        for row in table.rows:
            for cell in row:
                if isinstance(cell, Figure):
                    yield cell
                elif isinstance(cell, Sentence):
                    yield from _figures(cell)


def text_of(sentence: Sentence) -> str:
    """The sentence as plain text, without marks."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in sentence.pieces)


def _figures(sentence: Sentence) -> Iterator[Figure]:
    return (piece for piece in sentence.pieces if isinstance(piece, Figure))
