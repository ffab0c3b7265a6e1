"""The tables of a ledger, as SQLAlchemy Core sees them; the migrations under ``migrations/`` make them.

Days are stored as proleptic ordinals and moments as seconds since 1970 (UTC), so that a row is small and a comparison is
a comparison of numbers. Fields that repeat (source, metric, page, licence ...) stand once, in ``series``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from pyrrhus.statement import plain

__all__ = [
    "REVISION", "correction", "document", "event", "flag", "listing", "metadata", "path", "remark", "run", "series", "statement",
    "version",
]  # fmt: skip

REVISION: Final = "0002"
"""The schema this code reads and writes."""


class Day(TypeDecorator[date]):
    """A calendar day as its proleptic Gregorian ordinal."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        return None if value is None else value.toordinal()

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromordinal(value)


class Moment(TypeDecorator[datetime]):
    """A moment as whole seconds since 1970, UTC."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Number(TypeDecorator[Decimal]):
    """A decimal as plain text: no binary rounding on its way in or out."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else plain(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


metadata = MetaData()


def _key() -> Column[Any]:
    return Column("id", Integer, primary_key=True)


run = Table(
    "run", metadata, _key(),
    Column("source", Text, nullable=False), Column("origin", Text, nullable=False),
    Column("started", Moment, nullable=False), Column("ended", Moment, nullable=False),
    Column("status", Text, nullable=False), Column("message", Text, nullable=False, default=""),
)  # fmt: skip
listing = Table(
    "listing", metadata, _key(),
    Column("source", Text, nullable=False), Column("origin", Text, nullable=False),
    Column("repository", Text, nullable=False), Column("etag", Text, nullable=False),
    UniqueConstraint("source", "origin", "repository"),
)  # fmt: skip
path = Table(
    "path", metadata, _key(),
    Column("source", Text, nullable=False), Column("file", Text, nullable=False),
    Column("path", Text, nullable=False), Column("day", Day),
    UniqueConstraint("source", "path"),
)  # fmt: skip
document = Table(
    "document", metadata, _key(),
    Column("sha256", LargeBinary(32), nullable=False, unique=True), Column("size", Integer, nullable=False),
    Column("base", ForeignKey("document.id")), Column("depth", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False), Column("crc", BigInteger, nullable=False),
)  # fmt: skip
"""``crc`` is the CRC-32 of ``packed``: it finds a flipped bit without unpacking."""
version = Table(
    "version", metadata, _key(),
    Column("path", ForeignKey("path.id"), nullable=False, index=True),
    Column("document", ForeignKey("document.id"), nullable=False),
    Column("git_sha", LargeBinary(20), nullable=False), Column("commit", LargeBinary(20)),
    Column("learnt", Moment), Column("seen", Moment, nullable=False), Column("known", Day),
    Column("readable", Integer, nullable=False), Column("changes", Integer, nullable=False),
    Column("run", ForeignKey("run.id"), nullable=False),
)  # fmt: skip
series = Table(
    "series", metadata, _key(),
    Column("feed", Text, nullable=False, index=True),
    Column("source", Text, nullable=False), Column("metric", Text, nullable=False),
    Column("said", Text, nullable=False, unique=True),
    Index("series_by_metric", "source", "metric"),
)  # fmt: skip
statement = Table(
    "statement", metadata, _key(),
    Column("series", ForeignKey("series.id"), nullable=False),
    Column("end", Day), Column("start", Day), Column("published", Day),
    Column("low", Number), Column("value", Number), Column("high", Number),
    Column("digest", LargeBinary(8), nullable=False),
    Index("statement_by_series", "series"),
    Index("statement_by_published", "published", sqlite_where=text("published IS NOT NULL"),
          postgresql_where=text("published IS NOT NULL")),
)  # fmt: skip
"""``digest`` is the first eight bytes of the statement's id."""
remark = Table(
    "remark", metadata, _key(),
    Column("where", Text, nullable=False), Column("flags", Text, nullable=False), Column("note", Text, nullable=False),
    UniqueConstraint("where", "flags", "note"),
)  # fmt: skip
"""What many events say alike: the place in the bytes (with ``{end}``, ``{start}``, ``{published}`` for the statement's
days), the flags, the note."""
event = Table(
    "event", metadata, _key(),
    Column("statement", ForeignKey("statement.id"), nullable=False, index=True),
    Column("stated", Integer, nullable=False), Column("known", Day),
    Column("version", ForeignKey("version.id"), nullable=False), Column("remark", ForeignKey("remark.id"), nullable=False),
)  # fmt: skip
"""``known`` is only there where it is not its version's."""
flag = Table(
    "flag", metadata, _key(),
    Column("version", ForeignKey("version.id"), nullable=False),
    Column("code", Text, nullable=False), Column("where", Text, nullable=False), Column("text", Text, nullable=False),
)  # fmt: skip
correction = Table(
    "correction", metadata, _key(),
    Column("statement", Text, nullable=False, index=True), Column("flag", Text, nullable=False),
    Column("reason", Text, nullable=False), Column("author", Text, nullable=False), Column("made", Moment, nullable=False),
)  # fmt: skip
"""What a user of this ledger found out about a statement: it stays, with a flag, the reason and who says so."""
