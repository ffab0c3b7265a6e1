"""Sources that need no module: a csv, JSON or GeoJSON with named columns, read as its ``.toml`` declares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from pyrrhus import vocabulary as words
from pyrrhus.conflict import conflict
from pyrrhus.errors import InputError, SourceError
from pyrrhus.sources.contract import File, Found, Reader, Source, common_fields
from pyrrhus.sources.rows import cell_day, cell_number, csv_table
from pyrrhus.sources.tables import Saying, Table
from pyrrhus.statement import Statement, statement_from_fields

__all__ = ["table_reader"]

_IN_TEXT = re.compile(r"\{([^{}]+)\}")
_NUMBERS = ("low", "value", "high")
_DAYS = ("start", "end", "published", "published_from", "published_to", "vs_start", "vs_end")


def table_reader(source: Source, file: File) -> Reader:
    """Reader of a declared table.

    Raises:
        InputError: for a field or word in the declaration that the vocabulary does not have.
    """
    assert file.table is not None
    return _Table(source, file, file.table)


class _Table:
    def __init__(self, source: Source, file: File, table: Table) -> None:
        self.table, self.parties = table, conflict(source.conflict).parties
        self.start = conflict(source.conflict).start
        shared = {name: str(value) for name, value in common_fields(source, file).items() if value}
        self.sayings = [(saying, shared | saying.fields) for saying in table.statements]
        self.used = {*table.key, *table.only, *(name for one in table.statements for name in _columns_of(one))}
        for saying, fields in self.sayings:
            _checked(saying, fields, where=f"{source.id}.toml, file {file.name!r}")

    def records(self, data: bytes, *, where: str) -> Mapping[str, Any]:
        columns, rows = self._rows(data, where)
        missing = sorted(self.used - set(columns))
        if missing:
            raise SourceError(f"no column {missing[0]!r}; there are: {', '.join(columns)[:300]}", where=where)
        if "*" not in self.table.ignored:
            unknown = [name for name in columns if name not in self.used and name not in self.table.ignored]
            if unknown:
                raise SourceError(
                    f"unknown column {unknown[0]!r}", where=where, remedy="use it in a statement, or list it under `ignored`"
                )
        kept = [name for name in columns if name in self.used]
        found: dict[str, Any] = {}
        for row in rows:
            if any(row[name] not in allowed for name, allowed in self.table.only.items()):
                continue
            key = " ".join(row[name] for name in self.table.key)
            record = tuple((name, row[name]) for name in kept)
            if found.setdefault(key, record) != record:
                raise SourceError(f"{key[:60]!r} stands twice with different values", where=where)
        if not found:
            told = f" with {' and '.join(self.table.only)} as declared" if self.table.only else ""
            raise SourceError(f"expected rows{told}, got none", where=where)
        return found

    def _rows(self, data: bytes, where: str) -> tuple[list[str], list[dict[str, str]]]:
        if self.table.format == "csv":
            return csv_table(data, where=where, delimiter=self.table.delimiter)
        return _json_rows(data, self.table, where)

    def read(self, key: str, record: Any, *, where: str) -> Found:
        cells, where = dict(record), f"{where}, row {key[:60]}"
        return Found(tuple(one for saying, fields in self.sayings if (one := self._statement(saying, fields, cells, key, where))))

    def _statement(
        self, saying: Saying, fields: Mapping[str, str], cells: Mapping[str, str], key: str, where: str
    ) -> Statement | None:
        if any(not cells[name].strip() or cells[name].strip() in ("0", "0.0") for name in saying.needs):
            return None
        said = dict(fields)
        for field, column in saying.columns.items():
            text = cells[column].strip()
            if not text:
                continue
            if field in saying.words:
                if text not in saying.words[field]:
                    raise SourceError(f"unknown {column} {text[:60]!r}", where=where, remedy=f"add it to the words of {field}")
                text = saying.words[field][text]
            elif field in _NUMBERS:
                t = self.table
                number = cell_number(
                    text, where=f"{where}, {column}", lowest=t.lowest, highest=t.highest, thousands=t.thousands, decimal=t.decimal
                )
                text = f"{number:f}"
            elif field in _DAYS:
                text = cell_day(text, self.table.day, where=f"{where}, {column}").isoformat()
            said[field] = text
        if not any(said.get(field) for field in _NUMBERS):
            return None
        for field, text in saying.texts.items():
            names = _IN_TEXT.findall(text)
            if any(cells[name].strip() for name in names):
                said[field] = _IN_TEXT.sub(lambda match: cells[match[1]].strip(), text)
        said.setdefault("start", self.start.isoformat() if said["kind"] == "cumulative" else said.get("end", ""))
        said["where"] = f"row {key}"
        if said.get("party", "both") not in (*self.parties, "both"):
            raise SourceError(f"unknown party {said['party'][:40]!r}; there are: {', '.join(self.parties)}", where=where)
        try:
            one = statement_from_fields(said, where=where)
        except InputError as error:
            raise SourceError(error.problem, where=error.where) from None
        if one.start and one.end and one.start > one.end:
            raise SourceError(f"the period begins on {one.start} and ends on {one.end}", where=where)
        if one.low is not None and one.high is not None and one.low > one.high:
            raise SourceError(f"low {one.low} is above high {one.high}", where=where)
        return one

    def check(self, records: Mapping[str, Any], *, where: str) -> None:
        """What a row must be is declared; a whole document promises no more."""


def _columns_of(saying: Saying) -> Iterator[str]:
    yield from saying.columns.values()
    yield from saying.needs
    for text in saying.texts.values():
        yield from _IN_TEXT.findall(text)


def _checked(saying: Saying, fields: Mapping[str, str], *, where: str) -> None:
    """Refuse a declaration that no row could make a statement from."""
    sample = {name: "1" for name in _NUMBERS if name in saying.columns}
    sample |= {name: "2000-01-01" for name in _DAYS if name in saying.columns} | dict.fromkeys(saying.texts, "x")
    for name in saying.columns:
        if name not in sample:
            known = list(saying.words.get(name, {}).values())
            sample[name] = known[0] if known else {"unit": "persons", "metric": "killed", "kind": "flow"}.get(name, "")
    statement_from_fields(dict(fields) | sample, where=where)
    for name, told in saying.words.items():
        if name not in saying.columns:
            raise InputError(f"words for {name!r}, which no column fills", where=where)
        if name == "metric" and (unknown := sorted(set(told.values()) - set(words.METRICS))):
            raise InputError(f"unknown metric {unknown[0]!r}", where=where)


def _json_rows(data: bytes, table: Table, where: str) -> tuple[list[str], list[dict[str, str]]]:
    try:
        node: Any = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise SourceError(f"expected JSON ({error})", where=where) from None
    path = table.rows or ("features" if table.format == "geojson" else "")
    for name in path.split(".") if path else ():
        node = node.get(name) if isinstance(node, dict) else None
    if not isinstance(node, list):
        raise SourceError(f"expected a list{f' under {path!r}' if path else ''}", where=where)
    rows = []
    for number, item in enumerate(node, 1):
        row = item.get("properties") if table.format == "geojson" and isinstance(item, dict) else item
        if not isinstance(row, dict):
            raise SourceError("expected an object with named values", where=f"{where}, item {number:,}")
        rows.append(dict(_cells(row)))
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return columns, [dict.fromkeys(columns, "") | row for row in rows]


def _cells(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        match value:
            case None:
                yield name, ""
            case bool() | dict() | list() | float():
                yield name, orjson.dumps(value).decode()
            case _:
                yield name, str(value)
