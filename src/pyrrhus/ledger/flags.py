"""Import faults that did not stop a run, and the days that a source's files are known to be wrong of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from pyrrhus.errors import InputError
from pyrrhus.ledger import schema
from pyrrhus.period import DAY

__all__ = ["FlagRow", "counts", "flags", "known_by"]


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One fault: what it is, in which version of which path, where in it, in words.

    ``commit`` is empty and ``learnt`` None where no commit brought the version; ``day`` is the one that a path carries.
    ``version`` is the row of the ledger.
    """

    source: str
    path: str
    day: date | None
    commit: str
    learnt: datetime | None
    code: str
    where: str
    text: str
    version: int


def flags(
    connection: Connection, *, source: str | None = None, code: str | None = None, as_of: date | None = None
) -> list[FlagRow]:
    """The faults of all feeds, or of one, in the order of source, path and entry.

    Args:
        connection: of a ledger.
        source: only of this feed.
        code: only of this kind.
        as_of: only of versions that were known by this day.

    Raises:
        InputError: for a feed that is not held, or a code that no fault has.
    """
    f, v, p = schema.flag, schema.version, schema.path
    query = (
        select(
            p.c.source, p.c.path, p.c.day, v.c.commit, v.c.learnt, f.c.code, f.c.where, f.c.text, f.c.version
        )
        .select_from(f).join(v, v.c.id == f.c.version).join(p, p.c.id == v.c.path)
        .order_by(p.c.source, p.c.path, v.c.id, f.c.id)
    )  # fmt: skip
    asked = ((source, p.c.source, select(p.c.source).distinct()), (code, f.c.code, select(f.c.code).distinct()))
    for name, (value, column, there) in zip(("source", "code"), asked, strict=True):
        if value is None:
            continue
        held = sorted(connection.execute(there).scalars())
        if value not in held:
            raise InputError(f"no {name} {value[:40]!r} in this ledger; there are: {', '.join(held) or 'none'}")
        query = query.where(column == value)
    if as_of is not None:
        query = query.where(known_by(as_of))
    return [
        FlagRow(
            row.source, row.path, row.day, row.commit.hex() if row.commit else "", row.learnt, row.code, row.where, row.text,
            row.version,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def counts(found: Sequence[FlagRow]) -> dict[str, int]:
    """How many there are of each code, by code."""
    return dict(sorted(Counter(one.code for one in found).items()))


def known_by(day: date) -> ColumnElement[bool]:
    """The versions known by a day: by their commit or path, else by our own first sight."""
    v = schema.version
    tomorrow = datetime.combine(day + DAY, time(), UTC)
    return or_(v.c.known <= day, and_(v.c.known.is_(None), v.c.seen < tomorrow))
