"""The first schema: runs, listings, paths, documents, versions, series, statements, events, flags."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint

revision = "0001"
down_revision = None


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "run", _key(), _text("source"), _text("origin"), Column("started", Integer, nullable=False),
        Column("ended", Integer, nullable=False), _text("status"), _text("message"),
    )  # fmt: skip
    op.create_table("listing", _key(), _text("source"), _text("origin"), _text("etag"), UniqueConstraint("source", "origin"))
    op.create_table(
        "path", _key(), _text("source"), _text("file"), _text("path"), Column("day", Integer),
        UniqueConstraint("source", "path"),
    )  # fmt: skip
    op.create_table(
        "document", _key(), Column("sha256", LargeBinary(32), nullable=False, unique=True),
        Column("size", Integer, nullable=False), Column("base", Integer, ForeignKey("document.id")),
        Column("depth", Integer, nullable=False), Column("packed", LargeBinary, nullable=False),
    )  # fmt: skip
    op.create_table(
        "version", _key(), Column("path", Integer, ForeignKey("path.id"), nullable=False, index=True),
        Column("document", Integer, ForeignKey("document.id"), nullable=False),
        Column("git_sha", LargeBinary(20), nullable=False), Column("commit", LargeBinary(20)),
        Column("learnt", Integer), Column("seen", Integer, nullable=False), Column("known", Integer),
        Column("readable", Integer, nullable=False), Column("run", Integer, ForeignKey("run.id"), nullable=False),
    )  # fmt: skip
    op.create_table("series", _key(), _text("source"), _text("metric"), Column("said", Text, nullable=False, unique=True))
    op.create_index("series_by_metric", "series", ["source", "metric"])
    op.create_table(
        "statement", _key(), Column("series", Integer, ForeignKey("series.id"), nullable=False), Column("end", Integer),
        Column("start", Integer), Column("published", Integer), Column("low", String(40)), Column("value", String(40)),
        Column("high", String(40)), Column("sha256", LargeBinary(32), nullable=False),
    )  # fmt: skip
    op.create_index("statement_by_end", "statement", ["series", "end"])
    op.create_table(
        "event", _key(), Column("statement", Integer, ForeignKey("statement.id"), nullable=False, index=True),
        Column("stated", Integer, nullable=False), Column("learnt", Integer), Column("known", Integer),
        Column("version", Integer, ForeignKey("version.id"), nullable=False), _text("where"), _text("flags"), _text("note"),
    )  # fmt: skip
    op.create_table(
        "flag",
        _key(),
        Column("version", Integer, ForeignKey("version.id"), nullable=False),
        _text("code"),
        _text("where"),
        _text("text"),
    )
