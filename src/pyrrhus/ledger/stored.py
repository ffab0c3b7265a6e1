"""A ledger read: statements with the times between which they stood, and maps by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from functools import partial
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Select, func, or_, select

from pyrrhus.ledger import schema
from pyrrhus.ledger.corrections import Correction, read_corrections
from pyrrhus.ledger.documents import read_document
from pyrrhus.ledger.remarks import filled
from pyrrhus.ledger.view import MapVersion
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = ["StoredLedger", "statement_of", "told_events"]


class StoredLedger:
    """The statements and maps of one connection; nothing is written."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def feeds(self) -> frozenset[str]:
        """Sources that were synced: of each at least one document is held."""
        t, v = schema.path, schema.version
        rows = self.connection.execute(select(t.c.source).join(v, v.c.path == t.c.id).distinct())
        return frozenset(row.source for row in rows)

    def sources(self) -> frozenset[str]:
        """Everyone whose figures or maps are held, the sources of others' lists too."""
        t = schema.path
        rows = self.connection.execute(select(schema.series.c.source).distinct())
        maps = self.connection.execute(select(t.c.source).where(t.c.day.is_not(None)).distinct())
        return frozenset(row.source for row in rows) | frozenset(row.source for row in maps)

    def newest_known(self) -> date | None:
        """The newest day that a publisher's own dates or a correction give; our own first sight of something does not count."""
        e, s, p, v = schema.event, schema.statement, schema.path, schema.version
        asked: list[Select[Any]] = [
            select(func.max(v.c.known)).where(v.c.learnt.is_not(None), v.c.id.in_(select(e.c.version).distinct())),
            select(func.max(s.c.published)),
            select(func.max(p.c.day)),
        ]
        days = [day for query in asked if (day := self.connection.execute(query).scalar())]
        return max((*days, *(one.made.date() for one in self.corrections())), default=None)

    def intervals(
        self, source: str, metric: str | None, *, without: frozenset[str] = frozenset(), dated_only: bool = False
    ) -> Iterator[Statement]:
        """Each time that a statement stood: from its event to the one that withdrew it.

        ``without`` leaves out what only these feeds brought; ``dated_only`` the events that nothing but our own first sight
        dates.
        """
        yield from self._intervals(_events(source, metric, without, dated_only=dated_only))

    def find(self, prefix: str, *, without: frozenset[str] = frozenset()) -> Iterator[Statement]:
        """Each time that a statement stood whose id begins so."""
        t = schema.statement
        lowest, highest = (bytes.fromhex(prefix[:16].ljust(16, fill)) for fill in "0f")
        found = self._intervals(_events("", None, without).where(t.c.digest.between(lowest, highest)))
        yield from (one for one in found if one.id.startswith(prefix))

    def corrections(self) -> list[Correction]:
        """What users of this ledger found out, in order of entry."""
        return read_corrections(self.connection)

    def _intervals(self, query: Select[Any]) -> Iterator[Statement]:
        said: dict[int, dict[str, Any]] = {}
        for _, rows in groupby(self.connection.execute(query), key=lambda row: row.id):
            for begun, ended in _standing(rows):
                yield statement_of(begun, said, withdrawn=_moment(ended) if ended is not None else None)

    def maps(self, source: str) -> Iterator[MapVersion]:
        """The versions of each day's map, by day, then by order of entry."""
        t, v, d = schema.path, schema.version, schema.document
        query = (
            select(t.c.day, t.c.path, v.c.known, v.c.document, d.c.sha256)
            .join(v, v.c.path == t.c.id).join(d, d.c.id == v.c.document)
            .where(t.c.source == source, t.c.day.is_not(None), v.c.readable == 1)
            .order_by(t.c.day, v.c.id)
        )  # fmt: skip
        rows = self.connection.execute(query).all()
        about = load_source(source) if rows else None
        for row in rows:
            assert about is not None
            yield MapVersion(
                source=source, day=row.day, sha256=row.sha256.hex(), known=row.known, page=about.page(row.path),
                load=partial(read_document, self.connection, row.document),
            )  # fmt: skip


def _events(source: str, metric: str | None, without: frozenset[str], *, dated_only: bool = False) -> Select[Any]:
    query = told_events().order_by(schema.statement.c.id, schema.event.c.id)
    if source:
        query = query.where(schema.series.c.source == source)
    if without:
        query = query.join(schema.path, schema.path.c.id == schema.version.c.path).where(schema.path.c.source.not_in(without))
    if dated_only:
        known = func.coalesce(schema.event.c.known, schema.version.c.known, type_=schema.Day)
        query = query.where(or_(schema.version.c.learnt.is_not(None), known == schema.statement.c.published))
    return query.where(schema.series.c.metric == metric) if metric else query


def told_events() -> Select[Any]:
    """Events with all that makes a statement of them; see :func:`statement_of`."""
    e, s, r, v, d, m = schema.event, schema.statement, schema.series, schema.version, schema.document, schema.remark
    known = func.coalesce(e.c.known, v.c.known, type_=schema.Day).label("known")
    return (
        select(
            s.c.id, s.c.series, s.c.start, s.c.end, s.c.published, s.c.low, s.c.value, s.c.high, r.c.said,
            e.c.stated, v.c.learnt, known, m.c.where, m.c.flags, m.c.note, d.c.sha256,
        )
        .select_from(e).join(s, s.c.id == e.c.statement).join(r, r.c.id == s.c.series).join(m, m.c.id == e.c.remark)
        .join(v, v.c.id == e.c.version).join(d, d.c.id == v.c.document)
    )  # fmt: skip


def _standing(rows: Iterable[Row[Any]]) -> list[tuple[Row[Any], Row[Any] | None]]:
    """One statement's events as the times it stood; a withdrawal told again with its commit replaces our own sight of it."""
    found: list[tuple[Row[Any], Row[Any] | None]] = []
    for row in rows:
        if found:
            begun, ended = found[-1]
            if ended is None or (not row.stated and ended.learnt is None and row.learnt is not None):
                found[-1] = (begun, row)
        if row.stated:
            found.append((row, None))
    return found


def statement_of(row: Row[Any], said: dict[int, dict[str, Any]], *, withdrawn: datetime | None = None) -> Statement:
    """The statement of a row of :func:`told_events`; ``said`` remembers what the rows of a series share."""
    shared = said.get(row.series)
    if shared is None:
        shared = said[row.series] = orjson.loads(row.said)
        if "includes" in shared:
            shared["includes"] = frozenset(shared["includes"])
    return Statement(
        **shared, start=row.start, end=row.end, published=row.published, low=row.low, value=row.value, high=row.high,
        learnt=row.learnt, known=row.known, withdrawn=withdrawn, document=row.sha256.hex(),
        where=filled(row.where, row.end, row.start, row.published),
        note=row.note, flags=frozenset(row.flags.split("+")) if row.flags else frozenset(),
    )  # fmt: skip


def _moment(row: Row[Any]) -> datetime:
    """When a withdrawal took effect: its commit, else the day of our own sight."""
    return row.learnt or datetime.combine(row.known, time(), UTC)
