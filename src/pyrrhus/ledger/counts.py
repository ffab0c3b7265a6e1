"""What a run's table tells of a source beside what changed: how much stands as before, and its newest day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from pyrrhus.ledger import schema

__all__ = ["newest_day", "standing_again"]


def standing_again(connection: Connection, source: str, last_event: int, last_version: int) -> int:
    """How many statements (or maps) of a source stand now as they did at an earlier event and version."""
    e, s, r, p, v = schema.event, schema.statement, schema.series, schema.path, schema.version
    last = (
        select(func.max(e.c.id)).join(s, s.c.id == e.c.statement).join(r, r.c.id == s.c.series)
        .where(r.c.feed == source).group_by(e.c.statement)
    )  # fmt: skip
    stated = select(func.count()).where(e.c.id.in_(last), e.c.stated == 1, e.c.id <= last_event)
    newest = (
        select(func.max(v.c.id)).join(p, p.c.id == v.c.path).where(p.c.source == source, p.c.day.is_not(None)).group_by(v.c.path)
    )
    maps = select(func.count()).where(v.c.id.in_(newest), v.c.id <= last_version)
    return int(connection.execute(stated).scalar_one() + connection.execute(maps).scalar_one())


def newest_day(connection: Connection, source: str) -> date | None:
    """The newest day that a source's figures or maps are about."""
    s, r, p = schema.statement, schema.series, schema.path
    figure = connection.execute(select(func.max(s.c.end)).join(r, r.c.id == s.c.series).where(r.c.feed == source)).scalar()
    day = connection.execute(select(func.max(p.c.day)).where(p.c.source == source)).scalar()
    return max((found for found in (figure, day) if found), default=None)
