"""The first schema: runs, listings, paths, documents, versions, series, statements, events, flags."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint

revision = "0001"
down_revision = None


def key() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def upgrade() -> None:
    op.create_table(
        "run", key(), text("source"), text("origin"), Column("started", Integer, nullable=False),
        Column("ended", Integer, nullable=False), text("status"), text("message"),
    )  # fmt: skip
    op.create_table(
        "listing", key(), text("source"), text("origin"), text("etag"), UniqueConstraint("source", "origin")
    )
    op.create_table(
        "path", key(), text("source"), text("file"), text("path"), Column("day", Integer),
        UniqueConstraint("source", "path"),
    )  # fmt: skip
    op.create_table(
        "document", key(), Column("sha256", LargeBinary(32), nullable=False, unique=True),
        Column("size", Integer, nullable=False), Column("base", Integer, ForeignKey("document.id")),
        Column("depth", Integer, nullable=False), Column("packed", LargeBinary, nullable=False),
    )  # fmt: skip
    op.create_table(
        "version", key(), Column("path", Integer, ForeignKey("path.id"), nullable=False, index=True),
        Column("document", Integer, ForeignKey("document.id"), nullable=False),
        Column("git_sha", LargeBinary(20), nullable=False), Column("commit", LargeBinary(20)),
        Column("learnt", Integer), Column("seen", Integer, nullable=False), Column("known", Integer),
        Column("readable", Integer, nullable=False), Column("run", Integer, ForeignKey("run.id"), nullable=False),
    )  # fmt: skip
    op.create_table("series", key(), text("source"), text("metric"), Column("said", Text, nullable=False, unique=True))
    op.create_index("series_by_metric", "series", ["source", "metric"])
    op.create_table(
        "statement", key(), Column("series", Integer, ForeignKey("series.id"), nullable=False), Column("end", Integer),
        Column("start", Integer), Column("published", Integer), Column("low", String(40)), Column("value", String(40)),
        Column("high", String(40)), Column("sha256", LargeBinary(32), nullable=False),
    )  # fmt: skip
    op.create_index("statement_by_end", "statement", ["series", "end"])
    op.create_table(
        "event", key(), Column("statement", Integer, ForeignKey("statement.id"), nullable=False, index=True),
        Column("stated", Integer, nullable=False), Column("learnt", Integer), Column("known", Integer),
        Column("version", Integer, ForeignKey("version.id"), nullable=False), text("where"), text("flags"), text("note"),
    )  # fmt: skip
    op.create_table(
        "flag", key(), Column("version", Integer, ForeignKey("version.id"), nullable=False), text("code"), text("where"), text("text")
    )
