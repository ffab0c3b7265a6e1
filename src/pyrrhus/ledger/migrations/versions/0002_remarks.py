"""Events share their remarks and take their times from their version; listings know their repository; corrections."""

from datetime import date
from zlib import crc32

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Text, UniqueConstraint, text

from pyrrhus.ledger.remarks import template

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the new tables and move every event over; listings are asked again."""
    op.drop_table("listing")
    op.create_table(
        "listing", Column("id", Integer, primary_key=True), Column("source", Text, nullable=False),
        Column("origin", Text, nullable=False), Column("repository", Text, nullable=False), Column("etag", Text, nullable=False),
        UniqueConstraint("source", "origin", "repository"),
    )  # fmt: skip
    op.create_table(
        "remark", Column("id", Integer, primary_key=True), Column("where", Text, nullable=False),
        Column("flags", Text, nullable=False), Column("note", Text, nullable=False), UniqueConstraint("where", "flags", "note"),
    )  # fmt: skip
    op.create_table(
        "correction", Column("id", Integer, primary_key=True), Column("statement", Text, nullable=False, index=True),
        Column("flag", Text, nullable=False), Column("reason", Text, nullable=False), Column("author", Text, nullable=False),
        Column("made", Integer, nullable=False),
    )  # fmt: skip
    _forget_corrections()
    op.rename_table("event", "event_before")
    op.drop_index("ix_event_statement", table_name="event_before")
    op.create_table(
        "event", Column("id", Integer, primary_key=True),
        Column("statement", Integer, ForeignKey("statement.id"), nullable=False, index=True),
        Column("stated", Integer, nullable=False), Column("known", Integer),
        Column("version", Integer, ForeignKey("version.id"), nullable=False),
        Column("remark", Integer, ForeignKey("remark.id"), nullable=False),
    )  # fmt: skip
    _move()
    op.drop_table("event_before")
    op.add_column("series", Column("feed", Text, nullable=False, server_default=""))
    # Every source of the first schema counted what it brought.
    op.execute("UPDATE series SET feed = source")
    op.create_index("ix_series_feed", "series", ["feed"])
    op.drop_index("statement_by_end", table_name="statement")
    op.create_index("statement_by_series", "statement", ["series"])
    there = text("published IS NOT NULL")
    op.create_index("statement_by_published", "statement", ["published"], sqlite_where=there, postgresql_where=there)
    op.alter_column("statement", "sha256", new_column_name="digest")
    op.execute("UPDATE statement SET digest = substr(digest, 1, 8)")
    op.add_column("version", Column("changes", Integer, nullable=False, server_default="0"))
    counted = "SELECT version, count(*) AS n FROM event GROUP BY version"
    op.execute(f"UPDATE version SET changes = c.n FROM ({counted}) AS c WHERE c.version = version.id")  # noqa: S608 (a constant)
    op.add_column("document", Column("crc", BigInteger, nullable=False, server_default="0"))
    connection = op.get_bind()
    rows = connection.execute(text("SELECT id, packed FROM document")).all()
    for row in rows:
        connection.execute(text("UPDATE document SET crc = :crc WHERE id = :id"), {"crc": crc32(row.packed), "id": row.id})


def _forget_corrections() -> None:
    """The side file of corrections was read for persons alone: its versions are read again by the next sync."""
    mine = "SELECT v.id FROM version v JOIN path p ON p.id = v.path WHERE p.source = 'ua_general_staff' AND p.file = 'correction'"
    op.execute(f"DELETE FROM event WHERE version IN ({mine})")  # noqa: S608 (a constant)
    op.execute(f"DELETE FROM flag WHERE version IN ({mine})")  # noqa: S608 (a constant)
    op.execute(f"DELETE FROM version WHERE id IN ({mine})")  # noqa: S608 (a constant)
    op.execute("DELETE FROM statement WHERE id NOT IN (SELECT statement FROM event)")


def _move() -> None:
    connection = op.get_bind()
    remarks: dict[tuple[str, str, str], int] = {}
    moved = []
    rows = connection.execute(
        text(
            'SELECT e.id, e.statement, e.stated, e.known, e.version, e."where", e.flags, e.note, v.known AS theirs, '
            's."end", s.start, s.published FROM event_before e JOIN version v ON v.id = e.version '
            "JOIN statement s ON s.id = e.statement ORDER BY e.id"
        )
    )
    for row in rows:
        days = (date.fromordinal(day) if day else None for day in (row.end, row.start, row.published))
        said = (template(row.where, *days), row.flags, row.note)
        moved.append(
            {
                "id": row.id, "statement": row.statement, "stated": row.stated, "version": row.version,
                "known": None if row.known == row.theirs else row.known, "remark": remarks.setdefault(said, len(remarks) + 1),
            }
        )  # fmt: skip
    if not moved:
        return
    told = [{"id": id_, "where": said[0], "flags": said[1], "note": said[2]} for said, id_ in remarks.items()]
    connection.execute(text('INSERT INTO remark (id, "where", flags, note) VALUES (:id, :where, :flags, :note)'), told)
    connection.execute(
        text(
            "INSERT INTO event (id, statement, stated, known, version, remark) "
            "VALUES (:id, :statement, :stated, :known, :version, :remark)"
        ),
        moved,
    )
