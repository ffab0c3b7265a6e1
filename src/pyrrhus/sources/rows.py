"""Rows of a csv, read strictly: the columns that a source promises, the same number of cells in each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from pyrrhus.errors import SourceError

__all__ = ["cell_day", "cell_number", "csv_cells", "csv_table"]

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")


def csv_cells(data: bytes, columns: Sequence[str], *, where: str) -> list[list[str]]:
    """The rows below the header, as text.

    Raises:
        SourceError: for bytes that are no csv in UTF-8, another header, or a row with another number of cells.
    """
    header, rows = _parsed(data, where, ",")
    if header != list(columns):
        missing = [name for name in columns if name not in header]
        problem = (
            f"no column {missing[0]!r}" if missing else f"unknown columns {[h for h in header if h not in columns] or header}"
        )
        raise SourceError(problem[:200], where=f"{where}, row 1", remedy="the publisher changed the file; nothing was changed")
    return rows


def csv_table(data: bytes, *, where: str, delimiter: str) -> tuple[list[str], list[dict[str, str]]]:
    """The columns of any csv, and its rows by column.

    Raises:
        SourceError: for bytes that are no csv in UTF-8, a column named twice, or a row with another number of cells.
    """
    header, rows = _parsed(data, where, delimiter)
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise SourceError(f"two columns are named {twice[0][:40]!r}", where=f"{where}, row 1")
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def _parsed(data: bytes, where: str, delimiter: str) -> tuple[list[str], list[list[str]]]:
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True, delimiter=delimiter))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"expected a csv in UTF-8 ({error})", where=where) from None
    header = rows[0] if rows else []
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise SourceError(f"expected {len(header)} cells, got {len(row)}", where=f"{where}, row {number}")
    if len(rows) < 2:
        raise SourceError("expected rows below the header, got none", where=where)
    return header, rows[1:]


def cell_number(
    text: str, *, where: str, lowest: float = 0, highest: float = 1e9, thousands: str = "", decimal: str = "."
) -> Decimal | None:
    """The number of a cell as it is written; None for an empty one.

    Raises:
        SourceError: for what is no number, or is outside ``lowest`` to ``highest``.
    """
    if not text.strip():
        return None
    plain = text.strip()
    if thousands:
        if re.search(rf"{re.escape(thousands)}(?![0-9]{{3}}(?![0-9]))", plain):
            raise SourceError(f"expected a number with {thousands!r} at thousands, got {text[:40]!r}", where=where)
        plain = plain.replace(thousands, "")
    if decimal != ".":
        plain = plain.replace(decimal, ".")
    if not _NUMBER.fullmatch(plain):
        raise SourceError(f"expected a number, got {text[:40]!r}", where=where)
    value = Decimal(plain)
    if not lowest <= value <= highest:
        raise SourceError(f"{text[:40]} is outside the expected range, {lowest:,.0f} to {highest:,.0f}", where=where)
    return value


def cell_day(text: str, form: str, *, where: str) -> date:
    """The day of a cell, spelled by ``form`` (as :meth:`~datetime.datetime.strptime` knows it).

    Raises:
        SourceError: for what is no day of that form.
    """
    try:
        return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a bare day)
    except ValueError:
        raise SourceError(f"expected a day as {form}, got {text[:40]!r}", where=where) from None
