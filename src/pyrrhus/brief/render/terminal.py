"""A brief in the terminal: the words with their marks, the tables, and a line for each mark in the text."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from pyrrhus.brief.document import Document, Figure, Sentence, Table
from pyrrhus.brief.notes import note
from pyrrhus.brief.wording import word

__all__ = ["to_terminal"]

PROSE, TABLES = 100, 160
"""Columns at most: longer lines of prose are hard to read, narrower tables break their cells."""
_DAYS = re.compile(r"(?:by |to )?\d{4}-\d{2}-\d{2}(?: to \d{4}-\d{2}-\d{2})?")


def to_terminal(document: Document) -> str:
    """The document as text: coloured where standard output is a terminal, plain elsewhere."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((TABLES, 24)).columns if terminal else TABLES
    console = Console(width=min(width, TABLES), force_terminal=terminal, highlight=False)
    with console.capture() as capture:
        for part in _parts(document):
            console.print(part, width=min(width, TABLES if isinstance(part, Grid) else PROSE))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _parts(document: Document) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(document.title, style="bold"), Text(""), _text(document, document.standfirst, "italic")]
    parts += [Text(""), Text(word("markdown.as_known", day=str(document.as_of)), style="dim")]
    parts += [Text(word("dropped.lead", list=f"{text} ({why})"), style="bold red") for text, why in document.dropped]
    for section in document.sections:
        parts += [Text(""), Text(section.title, style="bold")]
        for number, paragraph in enumerate(section.paragraphs):
            parts += [Text("")] * bool(number) + [_text(document, paragraph)]
    for table in document.tables:
        parts += [Text(""), Text(table.title, style="bold"), _grid(document, table)]
        parts += [Text(table.note, style="dim")] if table.note else []
    parts += [Text(""), Rule(style="dim"), Text(word("markdown.evidence"), style="bold")]
    for mark in document.marks.values():
        if mark.shown:
            line = Text(f"[{mark.number}] {note(mark, document.marks)}", style="dim")
            parts.append(Padding(line, (0, 0, 0, 2)))
    parts.append(Text(word("markdown.more"), style="dim"))
    parts += [Text(line, style="dim") for line in document.attributions]
    return parts


def _grid(document: Document, table: Table) -> Grid:
    grid = Grid(box=None, header_style="dim", pad_edge=False, padding=(0, 1))
    for number, column in enumerate(table.columns):
        cells = [row[number] for row in table.rows]
        figures = any(isinstance(cell, Figure) for cell in cells)
        days = any(isinstance(cell, str) and _DAYS.fullmatch(cell) for cell in cells)
        longest = max((len(part) for cell in cells if isinstance(cell, str) for part in cell.split()), default=4)
        # rich wraps no header of a column whose cells must not break, so the header is broken here.
        header = "\n".join(textwrap.wrap(column, 24, break_on_hyphens=False)) if figures or days else column
        grid.add_column(header, justify="right" if figures else "left", no_wrap=figures or days, min_width=min(longest, 16))
    for number, row in enumerate(table.rows):
        style = "dim" if number in table.aside else ""
        grid.add_row(*(_cell(document, cell) for cell in row), style=style)
    return grid


def _text(document: Document, sentences: tuple[Sentence, ...], style: str = "") -> Text:
    made = Text(style=style)
    for number, sentence in enumerate(sentences):
        made.append(" " * bool(number))
        made.append_text(_cell(document, sentence))
    return made


def _cell(document: Document, cell: str | Figure | Sentence) -> Text:
    made = Text()
    for piece in cell.pieces if isinstance(cell, Sentence) else (cell,):
        if isinstance(piece, Figure):
            made.append(piece.text, style="bold")
            made.append(f"[{document.marks[piece.statement.id].number}]", style="cyan")
        else:
            made.append(piece)
    return made
