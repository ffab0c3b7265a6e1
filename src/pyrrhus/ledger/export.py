"""Statements out: JSON and csv that read the same for the same inputs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import orjson

from pyrrhus.statement import Statement, plain

if TYPE_CHECKING:
    import polars

__all__ = ["COLUMNS", "as_csv", "as_json", "compact", "dumps", "frame", "rows_csv"]

COLUMNS: Final = (
    "id", "source", "relayed_by", "derived_from", "metric", "basis", "includes", "party", "kind", "low", "value", "high",
    "bound", "range_is", "unit", "unit_as_written", "of", "start", "end", "vs_start", "vs_end", "vs_source", "place", "rank",
    "direction", "class", "subgroup", "published", "published_from", "published_to", "learnt", "evidence", "page", "archived",
    "quotation", "document", "where", "stance", "licence", "flags", "note", "convention", "formula", "days", "inputs",
)  # fmt: skip


def as_csv(statements: Sequence[Statement]) -> str:
    """A csv with every field as a column; sets joined with ``+``, lists with blanks.

    A cell that a spreadsheet would take for a formula begins with an apostrophe. A row ends with a line feed; a cell with
    a break of any kind in it is quoted.
    """
    return rows_csv(COLUMNS, (one.as_json() for one in statements))


def rows_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Any rows of JSON values as a csv; what a row has beside the columns is left out."""
    out = io.StringIO()
    writer = csv.DictWriter(_Lines(out), columns, lineterminator="\r\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _cell(name, value) for name, value in row.items() if name in columns} for row in rows)
    return out.getvalue()


def as_json(statements: Sequence[Statement]) -> str:
    """A JSON list of statements, numbers as they were read."""
    return dumps([one.as_json() for one in statements])


def dumps(value: Any) -> str:
    """JSON text with an indent of two; decimals become numbers digit by digit."""
    return orjson.dumps(value, default=_number, option=orjson.OPT_INDENT_2).decode() + "\n"


def compact(value: Any) -> str:
    """The same JSON in one line, to stand inside a page."""
    return orjson.dumps(value, default=_number).decode()


def frame(statements: Sequence[Statement]) -> polars.DataFrame:
    """A frame with one row a statement and :data:`COLUMNS` as columns.

    Days are dates, ``learnt`` is a UTC datetime, numbers are decimals with six places, sets and lists are lists of text.
    """
    import polars as pl

    day, number, texts = pl.Date, pl.Decimal(24, 6), pl.List(pl.String)
    kinds: dict[str, Any] = dict.fromkeys(COLUMNS, pl.String)
    kinds |= dict.fromkeys(("start", "end", "vs_start", "vs_end", "published", "published_from", "published_to"), day)
    kinds |= dict.fromkeys(("low", "value", "high"), number) | {"rank": pl.Int64, "learnt": pl.Datetime("us", "UTC")}
    kinds |= dict.fromkeys(("includes", "flags", "days", "inputs"), texts)
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for one in statements:
        for name in COLUMNS:
            value = getattr(one, "class_" if name == "class" else name)
            if isinstance(value, frozenset | tuple):
                value = sorted(str(item) for item in value) if isinstance(value, frozenset) else [str(item) for item in value]
            columns[name].append(value if value != "" else None)
    return pl.DataFrame({name: pl.Series(name, columns[name], dtype=kinds[name], strict=False) for name in COLUMNS})


class _Lines:
    """Takes csv rows that end in both signs, because Python before 3.13 quotes only the signs that end its rows."""

    def __init__(self, out: io.StringIO) -> None:
        self.out = out

    def write(self, row: str) -> int:
        return self.out.write(row.removesuffix("\r\n") + "\n")


def _number(value: object) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(plain(value))
    raise TypeError(type(value).__name__)


def _cell(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ("+" if name in ("includes", "flags") else " ").join(value)
    if isinstance(value, Decimal):
        return plain(value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text
