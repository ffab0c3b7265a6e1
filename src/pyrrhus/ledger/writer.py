"""Writes what a run found: series and statements once, events in order, documents on their shelf."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select, update

from pyrrhus.ledger import schema
from pyrrhus.ledger.remarks import template
from pyrrhus.statement import Statement, canonical

__all__ = ["Writer", "series_fields"]

_IN_ORDER: Final = (schema.path, schema.version, schema.flag, schema.remark, schema.statement, schema.event)
_AT_ONCE: Final = 40_000
_ROW: Final = ("end", "start", "published", "low", "value", "high")
_OF_SERIES: Final = (
    "source", "relayed_by", "derived_from", "metric", "basis", "party", "kind", "bound", "range_is", "unit",
    "unit_as_written", "of", "place", "direction", "class_", "subgroup", "vs_source", "page", "evidence", "stance",
    "licence",
)  # fmt: skip


def series_fields(statement: Statement) -> dict[str, str | list[str]]:
    """The fields that all statements of a series share, empty ones left out."""
    told: dict[str, str | list[str]] = {name: text for name in _OF_SERIES if (text := getattr(statement, name))}
    if statement.includes:
        told["includes"] = sorted(statement.includes)
    return told


class Writer:
    """One source's run, inside one transaction. Rows are gathered and written together by :meth:`finish`."""

    def __init__(self, connection: Connection, source: str, origin: str, started: datetime) -> None:
        self.connection, self.source, self.started = connection, source, started
        row = {
            "source": source,
            "origin": origin,
            "started": started,
            "ended": started,
            "status": "open",
            "message": "",
        }
        self.run = _inserted(connection, schema.run, row)
        self._series: dict[tuple[Any, ...], int] | None = None
        self._statements: dict[tuple[Any, ...], int] = {}
        self._remarks: dict[tuple[str, str, str], int] = {}
        self._knowns: dict[int, date | None] = {}
        self._new: dict[Table, list[dict[str, Any]]] = {table: [] for table in _IN_ORDER}
        self._last = {table: connection.execute(select(func.max(table.c.id))).scalar() or 0 for table in _IN_ORDER}

    def add(self, table: Table, row: dict[str, Any]) -> int:
        """Gather a row; the id that it will have."""
        self._last[table] += 1
        self._new[table].append({"id": self._last[table], **row})
        return self._last[table]

    def version(self, **row: Any) -> int:
        """Record that a path had a document as its version."""
        if sum(map(len, self._new.values())) > _AT_ONCE:
            self._write()
        id_ = self.add(schema.version, {**row, "seen": self.started, "changes": 0, "run": self.run})
        self._knowns = {id_: row["known"]}
        return id_

    def flag(self, version: int, code: str, where: str, text: str) -> None:
        """Record an import fault that did not stop the run."""
        self.add(schema.flag, {"version": version, "code": code, "where": where, "text": text})

    def event(self, statement: Statement, *, stated: bool, version: int, known: date | None) -> None:
        """Record that a version stated or withdrew a statement, and from which day an edition may know it."""
        row = {
            "statement": self._id_of(statement), "stated": int(stated), "version": version,
            "known": None if known == self._knowns[version] else known, "remark": self._remark_of(statement),
        }  # fmt: skip
        self.add(schema.event, row)
        self._new[schema.version][-1]["changes"] += 1

    def listed(self, origin: str, repository: str, etag: str) -> None:
        """Remember the state of the listing, so that an unchanged one need not be read again."""
        t = schema.listing
        row = {"source": self.source, "origin": origin, "repository": repository}
        self.connection.execute(t.delete().where(*(t.c[name] == value for name, value in row.items())))
        if etag:
            _inserted(self.connection, t, {**row, "etag": etag})

    def finish(self, ended: datetime) -> None:
        """Write what was gathered and close the run."""
        self._write()
        self.connection.execute(update(schema.run).where(schema.run.c.id == self.run).values({"ended": ended, "status": "done"}))

    def _write(self) -> None:
        for table, rows in self._new.items():
            if rows:
                self.connection.execute(insert(table), rows)
                rows.clear()

    def _remark_of(self, statement: Statement) -> int:
        where = template(statement.where, statement.end, statement.start, statement.published)
        key = (where, "+".join(sorted(statement.flags)), statement.note)
        if key not in self._remarks:
            t = schema.remark
            row = dict(zip(("where", "flags", "note"), key, strict=True))
            held = self.connection.execute(select(t.c.id).where(*(t.c[name] == value for name, value in row.items()))).scalar()
            self._remarks[key] = held if held is not None else self.add(t, row)
        return self._remarks[key]

    def _id_of(self, statement: Statement) -> int:
        if self._series is None:
            self._load()
        series = self._series_of(statement)
        key = (series, *(getattr(statement, name) for name in _ROW))
        found = self._statements.get(key)
        if found is None:
            row = dict(zip(("series", *_ROW), key, strict=True))
            found = self._statements[key] = self.add(schema.statement, row | {"digest": bytes.fromhex(statement.id[:16])})
        return found

    def _series_of(self, statement: Statement) -> int:
        assert self._series is not None
        key = (*(getattr(statement, name) for name in _OF_SERIES), statement.includes)
        if key not in self._series:
            said = canonical(series_fields(statement))
            row = {"feed": self.source, "source": statement.source, "metric": statement.metric, "said": said}
            held = self.connection.execute(select(schema.series.c.id).where(schema.series.c.said == said)).scalar()
            self._series[key] = held if held is not None else _inserted(self.connection, schema.series, row)
        return self._series[key]

    def _load(self) -> None:
        self._series = {}
        t = schema.statement
        # Of this feed's own series: another's list may hold the same source's figures in series of its own.
        mine = select(schema.series.c.id).where(schema.series.c.feed == self.source)
        columns: Iterable[Any] = (t.c.id, t.c.series, *(t.c[name] for name in _ROW))
        for id_, *key in self.connection.execute(select(*columns).where(t.c.series.in_(mine))):
            self._statements[tuple(key)] = id_


def _inserted(connection: Connection, table: Any, row: dict[str, Any]) -> int:
    key = connection.execute(insert(table), row).inserted_primary_key
    assert key is not None
    return int(key[0])
