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
from pyrrhus.ledger.documents import read_document
from pyrrhus.ledger.view import MapVersion
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = ["StoredLedger"]


class StoredLedger:
    """The statements and maps of one connection; nothing is written."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def sources(self) -> frozenset[str]:
        """Sources of which at least one document is held."""
        t, v = schema.path, schema.version
        rows = self.connection.execute(select(t.c.source).join(v, v.c.path == t.c.id).distinct())
        return frozenset(row.source for row in rows)

    def newest_known(self) -> date | None:
        """The newest day that a publisher's own dates give; our own first sight of something does not count."""
        e, s, p = schema.event, schema.statement, schema.path
        asked: list[Select[Any]] = [
            select(func.max(e.c.known)).where(e.c.learnt.is_not(None)),
            select(func.max(s.c.published)),
            select(func.max(p.c.day)),
        ]
        return max((day for query in asked if (day := self.connection.execute(query).scalar())), default=None)

    def intervals(self, source: str, metric: str | None, *, dated_only: bool = False) -> Iterator[Statement]:
        """Each time that a statement stood: from its event to the one that withdrew it.

        ``dated_only`` leaves out the events that nothing but our own first sight dates.
        """
        said: dict[int, dict[str, Any]] = {}
        events = self.connection.execute(_events(source, metric, dated_only=dated_only))
        for _, rows in groupby(events, key=lambda row: row.id):
            for begun, ended in _standing(rows):
                yield _statement(begun, said, withdrawn=_moment(ended) if ended is not None else None)

    def maps(self, source: str) -> Iterator[MapVersion]:
        """The versions of each day's map, by day, then by order of entry."""
        t, v, d = schema.path, schema.version, schema.document
        query = (
            select(t.c.day, t.c.path, v.c.known, v.c.document, d.c.sha256)
            .join(v, v.c.path == t.c.id).join(d, d.c.id == v.c.document)
            .where(t.c.source == source, t.c.day.is_not(None), v.c.readable == 1)
            .order_by(t.c.day, v.c.id)
        )  # fmt: skip
        about = load_source(source)
        for row in self.connection.execute(query):
            yield MapVersion(
                source=source, day=row.day, sha256=row.sha256.hex(), known=row.known, page=about.page(row.path),
                load=partial(read_document, self.connection, row.document),
            )  # fmt: skip


def _events(source: str, metric: str | None, *, dated_only: bool) -> Select[Any]:
    e, s, r, v, d = schema.event, schema.statement, schema.series, schema.version, schema.document
    query = (
        select(
            s.c.id, s.c.series, s.c.start, s.c.end, s.c.published, s.c.low, s.c.value, s.c.high, r.c.said,
            e.c.stated, e.c.learnt, e.c.known, e.c.where, e.c.flags, e.c.note, d.c.sha256,
        )
        .select_from(e).join(s, s.c.id == e.c.statement).join(r, r.c.id == s.c.series)
        .join(v, v.c.id == e.c.version).join(d, d.c.id == v.c.document)
        .where(r.c.source == source).order_by(s.c.id, e.c.id)
    )  # fmt: skip
    if dated_only:
        query = query.where(or_(e.c.learnt.is_not(None), e.c.known == s.c.published))
    return query.where(r.c.metric == metric) if metric else query


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


def _statement(row: Row[Any], said: dict[int, dict[str, Any]], *, withdrawn: datetime | None) -> Statement:
    shared = said.get(row.series)
    if shared is None:
        shared = said[row.series] = orjson.loads(row.said)
    return Statement(
        **shared, start=row.start, end=row.end, published=row.published, low=row.low, value=row.value, high=row.high,
        learnt=row.learnt, known=row.known, withdrawn=withdrawn, document=row.sha256.hex(), where=row.where,
        note=row.note, flags=frozenset(row.flags.split("+")) if row.flags else frozenset(),
    )  # fmt: skip


def _moment(row: Row[Any]) -> datetime:
    """When a withdrawal took effect: its commit, else the day of our own sight."""
    return row.learnt or datetime.combine(row.known, time(), UTC)
