"""What changed between two days in a synced ledger, asked of the database: only what moved becomes a statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, Connection, Select, Subquery, case, func, or_, select

from pyrrhus.ledger import schema
from pyrrhus.ledger.stored import statement_of, told_events
from pyrrhus.statement import Statement

__all__ = ["MovedMap", "Standing", "moved", "moved_maps", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many statements of a source and metric stand alike on both days: in a newer version of their path, or not."""

    source: str
    metric: str
    confirmed: int
    stands: int


@dataclass(frozen=True, slots=True)
class MovedMap:
    """A day's map that became known, or was replaced; the sha256 of its bytes before and after."""

    source: str
    day: date
    before: str
    after: str
    known: date


def moved(
    connection: Connection, first: date, second: date, *, source: str | None = None, metric: str | None = None,
    apart: frozenset[str] = frozenset(),
) -> Iterator[tuple[Statement | None, Statement | None]]:  # fmt: skip
    """Statements that an edition of ``first`` and one of ``second`` do not show alike, as each showed them.

    A pair holds both where the same statement carries other flags, or its id is in ``apart``. What came and went in between
    is not there.
    """
    last = _last(first, second, source, metric)
    differs = or_(last.c.before.is_distinct_from(last.c.after), schema.statement.c.digest.in_(_digests(apart)))
    told = told_events().add_columns(schema.event.c.id.label("event"))
    said: dict[int, dict[str, Any]] = {}
    pairs: dict[int, list[Statement | None]] = {}
    for at, column in enumerate((last.c.before, last.c.after)):
        query = told.join(last, column == schema.event.c.id)
        for row in connection.execute(query.where(schema.event.c.stated == 1, differs)):
            pairs.setdefault(row.id, [None, None])[at] = statement_of(row, said)
    for before, after in pairs.values():
        if before is None or after is None or before.flags != after.flags or after.id in apart:
            yield before, after


def standing(
    connection: Connection, first: date, second: date, *, source: str | None = None, metric: str | None = None,
    apart: frozenset[str] = frozenset(),
) -> list[Standing]:  # fmt: skip
    """Statements that both editions show with the same flags, by source and metric; those in ``apart`` are not counted.

    Confirmed again are those whose path had a newer readable version that became known after ``first``, up to ``second``.
    """
    e, v, s, r = schema.event, schema.version, schema.statement, schema.series
    last = _last(first, second, source, metric)
    old, new = e.alias("old"), e.alias("new")
    remark_old, remark_new = schema.remark.alias("remark_old"), schema.remark.alias("remark_new")
    renewed = select(v.c.path).where(v.c.readable == 1, v.c.known > first, v.c.known <= second)
    is_renewed = case((v.c.path.in_(renewed), 1), else_=0)
    query: Select[Any] = (
        select(r.c.source, r.c.metric, func.sum(is_renewed).label("confirmed"), func.count().label("all"))
        .select_from(last)
        .join(old, old.c.id == last.c.before).join(new, new.c.id == last.c.after)
        .join(v, v.c.id == new.c.version).join(s, s.c.id == new.c.statement).join(r, r.c.id == s.c.series)
        .join(remark_old, remark_old.c.id == old.c.remark).join(remark_new, remark_new.c.id == new.c.remark)
        .where(old.c.stated == 1, new.c.stated == 1, remark_old.c.flags == remark_new.c.flags)
        .where(s.c.digest.not_in(_digests(apart)))
        .group_by(r.c.source, r.c.metric).order_by(r.c.source, r.c.metric)
    )  # fmt: skip
    return [Standing(row.source, row.metric, row.confirmed, row.all - row.confirmed) for row in connection.execute(query)]


def moved_maps(
    connection: Connection, first: date, second: date, *, source: str | None = None
) -> tuple[list[MovedMap], dict[str, int]]:
    """Days whose map is another in the two editions, by source and day; and how many maps of each source are the same."""
    p, v, d = schema.path, schema.version, schema.document
    told = (
        select(p.c.source, p.c.day, v.c.id, v.c.known, d.c.sha256)
        .join(v, v.c.path == p.c.id).join(d, d.c.id == v.c.document)
        .where(p.c.day.is_not(None), v.c.readable == 1, v.c.known <= second).order_by(p.c.source, p.c.day, v.c.id)
    )  # fmt: skip
    if source:
        told = told.where(p.c.source == source)
    rows: dict[tuple[str, date], list[Any]] = {}
    for row in connection.execute(told):
        rows.setdefault((row.source, row.day), []).append(row)
    found: list[MovedMap] = []
    same: dict[str, int] = {}
    for (who, day), versions in rows.items():
        old, new = next((row for row in reversed(versions) if row.known <= first), None), versions[-1]
        if old is not None and old.sha256 == new.sha256:
            same[who] = same.get(who, 0) + 1
        else:
            found.append(MovedMap(who, day, old.sha256.hex() if old else "", new.sha256.hex(), new.known))
    return found, same


def _digests(ids: frozenset[str]) -> list[bytes]:
    return [bytes.fromhex(one[:16]) for one in sorted(ids)]


def _last(first: date, second: date, source: str | None, metric: str | None) -> CTE | Subquery:
    """Of each statement the last event known by ``first``, and by ``second``: what that says is what an edition shows."""
    e, v, s, r = schema.event, schema.version, schema.statement, schema.series
    known = func.coalesce(e.c.known, v.c.known, type_=schema.Day)
    query = (
        select(func.max(case((known <= first, e.c.id))).label("before"), func.max(e.c.id).label("after"))
        .join(v, v.c.id == e.c.version)
        .where(known <= second)
        .group_by(e.c.statement)
    )
    if source or metric:
        mine = select(s.c.id).join(r, r.c.id == s.c.series)
        mine = mine.where(r.c.source == source) if source else mine
        query = query.where(e.c.statement.in_(mine.where(r.c.metric == metric) if metric else mine))
    return query.cte("last")
