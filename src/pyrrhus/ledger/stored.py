"""A ledger read: statements with the times between which they stood, and maps by day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any, Final

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    String,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.exc import NoResultFound

from pyrrhus.errors import LedgerError
from pyrrhus.ledger import schema
from pyrrhus.ledger.corrections import Correction, read_corrections
from pyrrhus.ledger.documents import read_document
from pyrrhus.ledger.remarks import filled
from pyrrhus.ledger.view import MapVersion
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import PLACE, Statement, of_values, values_of

__all__ = ["Said", "StoredLedger", "statement_of", "told_events"]

_LONG: Final = 4_000
"""Events of a series beyond which the database chooses a day's rows."""


@dataclass(slots=True)
class _Stood:
    """A time that a statement stood: from which day, until which, its row, and the statement once it was asked for."""

    known: int | None
    gone: int | None
    row: Row[Any]
    made: Statement | None = None


class StoredLedger:
    """The statements and maps of one connection; nothing is written."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._said = Said(connection)
        self._rows: dict[tuple[str, str | None, frozenset[str], bool], list[_Stood]] = {}

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
        s, p, v = schema.statement, schema.path, schema.version
        asked: list[Select[Any]] = [
            select(func.max(v.c.known)).where(v.c.learnt.is_not(None), v.c.changes > 0),
            select(func.max(s.c.published)).where(s.c.published.is_not(None)),
            select(func.max(p.c.day)),
        ]
        days = [day for query in asked if (day := self.connection.execute(query).scalar())]
        return max((*days, *(one.made.date() for one in self.corrections())), default=None)

    def intervals(
        self, source: str, metric: str | None, *, without: frozenset[str] = frozenset(), dated_only: bool = False,
        as_of: date | None = None,
    ) -> Iterator[Statement]:  # fmt: skip
        """Each time that a statement stood: from its event to the one that withdrew it.

        ``without`` leaves out what only these feeds brought; ``dated_only`` the events that nothing but our own first sight
        dates; ``as_of`` what does not stand on that day.
        """
        day = as_of.toordinal() if as_of else None
        chosen = _chosen(source, metric, without, dated_only=dated_only)
        key = (source, metric, without, dated_only)
        with self._readable():
            if key not in self._rows:
                if day is not None and self._is_long(chosen):
                    yield from map(self._made, self.connection.execute(_stood(chosen, day)))
                    return
                rows = sorted(self.connection.execute(_stood(chosen)), key=_in_order)
                self._rows[key] = [_Stood(row.known, row.gone, row) for row in rows]
            for one in self._rows[key]:
                if day is None or (one.known is not None and one.known <= day and (one.gone is None or one.gone > day)):
                    if one.made is None:
                        one.made = self._made(one.row)
                    yield one.made

    def find(self, prefix: str, *, without: frozenset[str] = frozenset()) -> Iterator[Statement]:
        """Each time that a statement stood whose id begins so."""
        t = schema.statement
        lowest, highest = (bytes.fromhex(prefix[:16].ljust(16, fill)) for fill in "0f")
        chosen = _chosen("", None, without).where(t.c.digest.between(lowest, highest))
        with self._readable():
            made = map(self._made, self.connection.execute(_stood(chosen)))
            yield from (one for one in made if one.id.startswith(prefix))

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """What Python raises for a cell that holds what it cannot, as one sentence."""
        try:
            yield
        except (ValueError, ArithmeticError, TypeError, AttributeError, LookupError, NoResultFound) as error:
            name = self.connection.engine.url.render_as_string()
            raise LedgerError(
                f"the ledger {name} holds a row that cannot be read ({error}); see `pyrrhus ledger verify`"
            ) from None

    def _is_long(self, chosen: Select[Any]) -> bool:
        """Whether the database should choose a day's rows, because there are too many to keep them all at hand."""
        counted = chosen.with_only_columns(schema.event.c.id).order_by(None).limit(_LONG + 1).subquery()
        return self.connection.execute(select(func.count()).select_from(counted)).scalar_one() > _LONG

    def _made(self, row: Row[Any]) -> Statement:
        """The statement of a time that it stood."""
        withdrawn = None
        if row.gone is not None:
            # What took effect with a commit has its moment, else the day of our own sight.
            learnt = row.gone_learnt
            withdrawn = _moment(learnt) if learnt is not None else datetime.combine(date.fromordinal(row.gone), time(), UTC)
        return statement_of(row, self._said, withdrawn=withdrawn)

    def corrections(self) -> list[Correction]:
        """What users of this ledger found out, in order of entry."""
        return read_corrections(self.connection)

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


class Said(dict[int, list[Any]]):
    """What the statements of a series share, as values of their fields, by its row; read when first asked for."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self.connection = connection

    def __missing__(self, series: int) -> list[Any]:
        t = schema.series
        shared: dict[str, Any] = orjson.loads(self.connection.execute(select(t.c.said).where(t.c.id == series)).scalar_one())
        if "includes" in shared:
            shared["includes"] = frozenset(shared["includes"])
        found = self[series] = values_of(Statement(**shared))
        return found


def told_events() -> Select[Any]:
    """Events with all that makes a statement of them; see :func:`statement_of`.

    Days, moments and numbers are as they are stored: a history of ten thousand rows is read for the few that are shown.
    """
    e, s, r, v, d, m = schema.event, schema.statement, schema.series, schema.version, schema.document, schema.remark
    return (
        select(
            s.c.id, s.c.series, *(_raw(s.c[name]) for name in ("start", "end", "published", "low", "value", "high")),
            _raw(v.c.learnt), _known().label("known"), m.c.where, m.c.flags, m.c.note, d.c.sha256, e.c.stated,
            e.c.id.label("event"),
        )
        .select_from(e).join(s, s.c.id == e.c.statement).join(r, r.c.id == s.c.series).join(m, m.c.id == e.c.remark)
        .join(v, v.c.id == e.c.version).join(d, d.c.id == v.c.document)
    )  # fmt: skip


def statement_of(row: Row[Any], said: Said, *, withdrawn: datetime | None = None) -> Statement:
    """The statement of a row of :func:`told_events`."""
    told: tuple[Any, ...] = tuple(row)
    series, start, end, published, low, value, high, learnt, known, where, flags, note, sha256 = told[1:14]
    made = said[series].copy()
    days = [None if day is None else date.fromordinal(day) for day in (end, start, published)]
    made[_END], made[_START], made[_PUBLISHED] = days
    if low is not None:
        made[_LOW] = Decimal(low)
    if value is not None:
        made[_VALUE] = Decimal(value)
    if high is not None:
        made[_HIGH] = Decimal(high)
    if learnt is not None:
        made[_LEARNT] = _moment(learnt)
    if known is not None:
        made[_KNOWN] = date.fromordinal(known)
    if flags:
        made[_FLAGS] = frozenset(flags.split("+"))
    made[_WITHDRAWN], made[_DOCUMENT], made[_NOTE] = withdrawn, sha256.hex(), note
    made[_WHERE] = filled(where, *days)
    return of_values(made)


_END, _START, _PUBLISHED, _LOW, _VALUE, _HIGH, _LEARNT, _KNOWN, _FLAGS, _WITHDRAWN, _DOCUMENT, _NOTE, _WHERE = (
    PLACE[name]
    for name in (
        "end", "start", "published", "low", "value", "high", "learnt", "known", "flags", "withdrawn", "document", "note", "where",
    )
)  # fmt: skip


def _chosen(source: str, metric: str | None, without: frozenset[str], *, dated_only: bool = False) -> Select[Any]:
    query = told_events()
    if source:
        query = query.where(schema.series.c.source == source)
    if metric:
        query = query.where(schema.series.c.metric == metric)
    if without:
        query = query.where(schema.series.c.feed.not_in(without))
    if dated_only:
        query = query.where(or_(schema.version.c.learnt.is_not(None), _known() == _raw(schema.statement.c.published)))
    return query


def _stood(chosen: Select[Any], day: int | None = None) -> Select[Any]:
    """Each time that a statement stood, with the day on which it was gone and the moment of the commit that took it.

    It ends with the statement's next event. A withdrawal that only our own sight dated and that was told again with its
    commit is dated by the commit.
    """
    e, v = schema.event, schema.version

    def next_(column: ColumnElement[Any], steps: int) -> ColumnElement[Any]:
        return func.lead(column, steps).over(partition_by=e.c.statement, order_by=e.c.id)

    learnt = _raw(v.c.learnt)
    names = ("stated", "known", "learnt")
    ahead = {
        f"{name}{steps}": next_(column, steps)
        for name, column in zip(names, (e.c.stated, _known(), learnt), strict=True)
        for steps in (1, 2)
    }
    rows = chosen.add_columns(*(column.label(name) for name, column in ahead.items())).subquery()
    c = rows.c
    told_again = and_(c.stated1 == 0, c.learnt1.is_(None), c.stated2 == 0, c.learnt2.is_not(None))
    gone = case((told_again, c.known2), else_=c.known1)
    own = [column for column in c if column.name not in ahead]
    query = (
        select(*own, gone.label("gone"), case((told_again, c.learnt2), else_=c.learnt1).label("gone_learnt"))
        .where(c.stated == 1)
    )  # fmt: skip
    return query if day is None else query.where(c.known <= day, or_(gone.is_(None), gone > day))


def _in_order(row: Row[Any]) -> tuple[int, int]:
    """By statement, then by entry."""
    return row.id, row.event


def _known() -> ColumnElement[Any]:
    return func.coalesce(_raw(schema.event.c.known), _raw(schema.version.c.known))


def _raw(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column as it is stored, under its own name."""
    stored: Any = String() if isinstance(column.type, schema.Number) else Integer()
    return type_coerce(column, stored).label(column.name) if hasattr(column, "name") else type_coerce(column, stored)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
