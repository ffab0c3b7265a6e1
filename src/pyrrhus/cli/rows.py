"""How the results of measures are told: names and days in words, and a result as table, csv or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from pyrrhus.brief.figures import signed
from pyrrhus.brief.wording import word
from pyrrhus.cli.options import write_out
from pyrrhus.cli.tables import console_text
from pyrrhus.conflict import conflict
from pyrrhus.ledger.export import dumps
from pyrrhus.measures.witnesses import witness_count, witness_groups
from pyrrhus.measures.worked import with_inputs
from pyrrhus.period import Period
from pyrrhus.statement import Statement, plain

__all__ = ["Told", "capital", "cells_of", "days_of", "grid", "ids_of", "shown", "span", "who", "witnesses"]

_MEASURED = {
    "level_difference": "isw_given", "ellipsoid_correction": "isw", "map_difference": "deepstate",
    "sum_of_steps": "deepstate_steps",
}  # fmt: skip
_AFTER_GAP = frozenset({"start_approximate", "end_approximate"})


def witnesses(compared: Sequence[Statement]) -> tuple[str, Statement]:
    """On how many independent witnesses the compared figures rest, in words and as a statement."""
    of = conflict()
    groups = witness_groups(compared, of)
    makers = ", ".join(of.publisher(maker).short for maker in groups if maker)
    unstated = ", ".join(dict.fromkeys(who(one) for one in groups.get("", ())))
    count = witness_count(list(compared), of)
    told = f"Witnesses independent of one another: {shown(count)}{f' ({makers})' if makers else ''}"
    return told + (f"; on whose data {unstated} rests is not stated." if unstated else "."), count


def who(one: Statement) -> str:
    """Whose figure it is, and for one worked out here on what."""
    if one.source != "pyrrhus":
        return conflict().publisher(one.source).short
    formula = one.formula.partition("/")[0]
    if formula in ("mean_per_day", "without_corrections") and one.operands:
        return who(one.operands[0])
    if formula in ("cut_to", "rounded_to"):
        return f"{who(one.operands[0])}, {one.note}"
    if one.metric == "ground":
        name = _MEASURED.get(formula, "deepstate")
        return word(
            "measured.deepstate_after_gap" if formula == "map_difference" and one.flags & _AFTER_GAP else f"measured.{name}"
        )
    return word("who.worked_out", who=conflict().publisher(one.derived_from).short)


def capital(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def shown(one: Statement | None) -> str:
    """Its number as a table has it, with the author's word of bound; empty for none."""
    if one is None:
        return ""
    return f"{one.rank}." if one.rank is not None else signed(one, in_table=True).text


def days_of(one: Statement) -> str:
    """The days of the readings or maps that were used, else the days that it covers."""
    return f"{one.days[0]} to {one.days[-1]}" if len(one.days) > 1 else f"{one.start} to {one.end}"


def span(period: Period) -> dict[str, date]:
    """A period as JSON has it."""
    return {"start": period.start, "end": period.end}


def ids_of(**statements: Statement | None) -> dict[str, str]:
    """The ids of the statements that there are, by name."""
    return {name: one.id for name, one in statements.items() if one is not None}


def cells_of(name: str, one: Statement | None) -> dict[str, str]:
    """A statement as cells of a csv: its number, who, its days, and its id."""
    if one is None:
        return dict.fromkeys(
            (f"{name}_{part}" for part in ("value", "source", "start", "end", "convention", "formula", "id")), ""
        )
    number = one.rank if one.rank is not None else one.value
    return {
        f"{name}_value": "" if number is None else str(number) if isinstance(number, int) else plain(number),
        f"{name}_source": one.derived_from if one.source == "pyrrhus" else one.source,
        f"{name}_start": str(one.start or ""),
        f"{name}_end": str(one.end or ""),
        f"{name}_convention": one.convention,
        f"{name}_formula": one.formula,
        f"{name}_id": one.id,
    }


def grid(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> Table:
    """A table of text without the columns that would be empty; ``right`` are those of numbers, which do not wrap."""
    cells = list(rows)
    kept = [place for place in range(len(columns)) if any(row[place] for row in cells)]
    numbers = set(right)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for place in kept:
        table.add_column(columns[place], justify="right" if place in numbers else "left", no_wrap=place in numbers)
    for row in cells:
        table.add_row(*(Text(row[place]) for place in kept))
    return table


@dataclass(frozen=True, slots=True)
class Told:
    """A result in its three forms: parts of a terminal's text, rows of a csv, and JSON with the statements that it names."""

    parts: Sequence[object]
    columns: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    value: Mapping[str, Any]
    statements: Sequence[Statement]
    as_of: date

    def deliver(self, form: str, out: Path | None, *, quiet: bool) -> None:
        """Write it in the form asked for; with JSON go all statements that figures were worked out from."""
        if form == "json":
            text = dumps({**self.value, "statements": [one.as_json() for one in with_inputs(self.statements)]})
        elif form == "csv":
            text = _csv(self.columns, self.rows)
        else:
            text = console_text(*self.parts)
        write_out(text, out, quiet=quiet)
        if not quiet:
            click.echo(f"as of {self.as_of}", err=True)


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
