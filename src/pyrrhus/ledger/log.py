"""The history of a feed: its runs, and the versions of its paths with what each of them changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy import Connection, case, func, select

from pyrrhus.errors import InputError
from pyrrhus.ledger import schema
from pyrrhus.ledger.flags import FlagRow, flags, known_by
from pyrrhus.period import DAY

__all__ = ["Log", "Run", "VersionRow", "feeds", "log"]

_NOTHING: Final = {"new": 0, "changed": 0, "withdrawn": 0}


@dataclass(frozen=True, slots=True)
class Run:
    """One sync of a feed, failed ones too; moments are UTC."""

    started: datetime
    ended: datetime
    origin: str
    status: str
    message: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """That a path had a document: with its commit, where one brought it, and what it changed against the version before it.

    ``new``, ``changed`` and ``withdrawn`` count statements, or the map of the path's day. ``seen`` is this ledger's first
    sight of it.
    """

    path: str
    day: date | None
    commit: str
    learnt: datetime | None
    known: date | None
    seen: datetime
    readable: bool
    document: str
    size: int
    new: int
    changed: int
    withdrawn: int
    flags: tuple[FlagRow, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """The newest versions and runs of a feed, newest first, and how many there are in all."""

    source: str
    versions: tuple[VersionRow, ...]
    version_count: int
    runs: tuple[Run, ...]
    run_count: int


def log(connection: Connection, source: str, *, as_of: date | None = None, limit: int | None = 40) -> Log:
    """The history of a feed.

    Args:
        connection: of a ledger.
        source: a source that was synced.
        as_of: only versions that were known by this day, and runs begun by its end.
        limit: at most so many versions, and so many runs; None for all.

    Raises:
        InputError: for a source that was never synced here.
    """
    known_feeds = feeds(connection)
    if source not in known_feeds:
        told = f"there are: {', '.join(known_feeds)}" if known_feeds else "nothing was synced yet"
        raise InputError(f"no source {source[:40]!r} was synced here; {told}")
    p, v, d, r = schema.path, schema.version, schema.document, schema.run
    mine = select(v.c.id).join(p, p.c.id == v.c.path).where(p.c.source == source)
    begun = select(r).where(r.c.source == source)
    if as_of is not None:
        mine = mine.where(known_by(as_of))
        begun = begun.where(r.c.started < datetime.combine(as_of + DAY, time(), UTC))
    count, run_count = (connection.execute(select(func.count()).select_from(q.subquery())).scalar_one() for q in (mine, begun))
    # What no commit brought yet is the newest of its path.
    rows = connection.execute(
        select(v, p.c.path.label("name"), p.c.day, d.c.sha256, d.c.size).join(p, p.c.id == v.c.path)
        .join(d, d.c.id == v.c.document).where(v.c.id.in_(mine))
        .order_by(case((v.c.known.is_(None), 0), else_=1), v.c.known.desc(), v.c.learnt.desc(), v.c.id.desc()).limit(limit)
    ).all()  # fmt: skip
    changes = _changes(connection, source)
    told_flags: dict[int, list[FlagRow]] = {}
    for one in flags(connection, source=source) if rows else ():
        told_flags.setdefault(one.version, []).append(one)
    versions = tuple(
        VersionRow(
            path=row.name, day=row.day, commit=row.commit.hex() if row.commit else "", learnt=row.learnt, known=row.known,
            seen=row.seen, readable=bool(row.readable), document=row.sha256.hex(), size=row.size,
            **changes.get(row.id, _NOTHING),
            flags=tuple(told_flags.get(row.id, ())),
        )
        for row in rows
    )  # fmt: skip
    newest = connection.execute(begun.order_by(r.c.id.desc()).limit(limit)).all()
    runs = tuple(Run(row.started, row.ended, row.origin, row.status, row.message) for row in newest)
    return Log(source, versions, count, runs, run_count)


def feeds(connection: Connection) -> list[str]:
    """Sources of which a run is recorded, failed ones too."""
    t = schema.run
    return list(connection.execute(select(t.c.source).distinct().order_by(t.c.source)).scalars())


def _changes(connection: Connection, source: str) -> dict[int, dict[str, int]]:
    """Of each version of a feed how many statements are new, changed and withdrawn, or whether its map is new or changed.

    A statement that comes with one of the same series and days that goes is a change. What is told again, with its commit
    or another flag, is none.
    """
    e, v, p, s = schema.event, schema.version, schema.path, schema.statement
    mine = select(v.c.id, v.c.path, v.c.readable, p.c.day).join(p, p.c.id == v.c.path).where(p.c.source == source).subquery()
    before = func.coalesce(func.lag(e.c.stated).over(partition_by=e.c.statement, order_by=e.c.id), 0)
    told = select(e.c.version, e.c.statement, e.c.stated, before.label("before")).where(e.c.version.in_(select(mine.c.id)))
    moved = told.subquery()
    come, gone = func.sum(moved.c.stated), func.sum(1 - moved.c.stated)
    by_thing = (
        select(moved.c.version, come.label("come"), gone.label("gone")).join(s, s.c.id == moved.c.statement)
        .where(moved.c.stated != moved.c.before).group_by(moved.c.version, s.c.series, s.c.start, s.c.end)
    ).subquery()  # fmt: skip
    both = case((by_thing.c.come < by_thing.c.gone, by_thing.c.come), else_=by_thing.c.gone)
    rows = connection.execute(
        select(
            by_thing.c.version, func.sum(by_thing.c.come - both).label("new"), func.sum(both).label("changed"),
            func.sum(by_thing.c.gone - both).label("withdrawn"),
        )
        .group_by(by_thing.c.version)
    )  # fmt: skip
    found = {row.version: {"new": int(row.new), "changed": int(row.changed), "withdrawn": int(row.withdrawn)} for row in rows}
    first = select(func.min(mine.c.id)).where(mine.c.readable == 1).group_by(mine.c.path)
    of_maps = select(mine.c.id, case((mine.c.id.in_(first), 1), else_=0).label("first")).where(
        mine.c.day.is_not(None), mine.c.readable == 1
    )
    for row in connection.execute(of_maps):
        found[row.id] = {"new": int(row.first), "changed": 1 - int(row.first), "withdrawn": 0}
    return found
