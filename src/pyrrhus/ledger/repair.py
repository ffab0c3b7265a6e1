"""Damaged documents fetched again from where they came, before a sync reads on from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, select, update

from pyrrhus.capture.blobs import sha256
from pyrrhus.capture.github import Wanted
from pyrrhus.errors import LedgerError
from pyrrhus.ledger import schema
from pyrrhus.ledger.documents import damaged, replace_document
from pyrrhus.ledger.writer import Writer
from pyrrhus.sources.contract import Source

if TYPE_CHECKING:
    from pyrrhus.capture.github import GitHub
    from pyrrhus.ledger.runs import Outcome

__all__ = ["CODE", "repair"]

CODE = "damaged"
"""The flag on a version whose bytes are damaged here and not to be had again."""


def repair(source: Source, github: GitHub, writer: Writer, outcome: Outcome) -> None:
    """Fetch each damaged document of a source again: at its commits, or from the branch where no commit brought it.

    What now has other bytes than those that were kept, or is gone, stays as it is, with a flag and a sentence among
    ``outcome.left_damaged``; ``outcome.repaired`` counts the others.
    """
    connection = writer.connection
    for document in damaged(connection, source.id):
        versions = _versions(connection, document)
        if any(_restored(connection, document, data) for data in _fetched(source, github, versions)):
            outcome.repaired += 1
            mine = [row.id for row in versions]
            connection.execute(delete(schema.flag).where(schema.flag.c.code == CODE, schema.flag.c.version.in_(mine)))
        else:
            _leave(writer, outcome, versions[0])
    if outcome.repaired:
        told = f"fetched {outcome.repaired} damaged document{'s' * (outcome.repaired != 1)} again"
        connection.execute(update(schema.run).where(schema.run.c.id == writer.run).values(message=told))


def _versions(connection: Connection, document: int) -> list[Any]:
    v, p, d = schema.version, schema.path, schema.document
    query = select(v.c.id, v.c.commit, p.c.source, p.c.path, p.c.file, d.c.sha256).select_from(v)
    query = query.join(p, p.c.id == v.c.path).join(d, d.c.id == v.c.document)
    return list(connection.execute(query.where(v.c.document == document).order_by(v.c.id)))


def _fetched(source: Source, github: GitHub, versions: list[Any]) -> Any:
    """What each of the places that had the document has now."""
    if versions[0].sha256.hex() == sha256(b""):
        yield b""  # a file that a commit took away
        return
    for row in versions:
        file = next((one for one in source.files if one.name == row.file), None)
        repository, branch = source.place(file) if file and row.source == source.id else ("", "")
        if repository:
            wanted = Wanted(repository, row.commit.hex() if row.commit else branch, row.path)
            yield from (data for _, data in github.fetch([wanted], missing_ok=True) if data is not None)


def _restored(connection: Connection, document: int, data: bytes) -> bool:
    try:
        replace_document(connection, document, data)
    except LedgerError:
        return False
    return True


def _leave(writer: Writer, outcome: Outcome, version: Any) -> None:
    place = f"{version.path} at {version.commit.hex()[:10]}" if version.commit else version.path
    name = version.sha256.hex()[:12]
    text = f"document {name} is damaged in this ledger, and its publisher no longer has these bytes"
    outcome.left_damaged.append(f"{place}: {text}")
    t = schema.flag
    told = select(t.c.id).where(t.c.version == version.id, t.c.code == CODE)
    if writer.connection.execute(told).first() is None:
        writer.flag(version.id, CODE, place, text)
        outcome.flagged += 1
