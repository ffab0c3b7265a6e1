"""Tables for the terminal, through rich; plain text where the output is no terminal."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pyrrhus.statement import Statement, plain

__all__ = ["console_text", "period_text", "statement_table", "value_text"]


def console_text(*parts: object) -> str:
    """Rich renderables as text: coloured for a terminal, plain and 160 wide elsewhere."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((160, 24)).columns if terminal else 160
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=width, highlight=False)
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def statement_table(statements: Sequence[Statement]) -> str:
    """One line a statement: enough to choose by; csv and json have every field."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("source", "via", "metric", "kind", "party", "period"):
        table.add_column(name, no_wrap=True)
    table.add_column("value", justify="right", no_wrap=True)
    for name in ("unit", "published", "evidence", "note"):
        table.add_column(name, no_wrap=name != "note")
    for one in statements:
        notes = ", ".join(text for text in (_kind_of_equipment(one), one.place, " ".join(sorted(one.flags)), one.note) if text)
        cells = (
            one.source, one.relayed_by, one.metric, one.kind, one.party, period_text(one), value_text(one), one.unit,
            str(one.published or ""), one.evidence, notes,
        )  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    return console_text(table)


def _kind_of_equipment(one: Statement) -> str:
    return f"{one.class_} ({one.subgroup})" if one.class_ and one.subgroup else one.class_ or one.subgroup


def period_text(one: Statement) -> str:
    """The days that a statement is about."""
    if one.start == one.end:
        return str(one.end or "")
    return f"{one.start}..{one.end}"


def value_text(one: Statement) -> str:
    """Its number or range, or its rank, with the author's word of bound."""
    if one.rank is not None:
        return f"rank {one.rank}"
    numbers = [plain(number) for number in (one.low, one.value, one.high) if number is not None]
    word = "" if one.bound in ("plain", "range") else f"{one.bound} "
    return word + " to ".join(numbers)
