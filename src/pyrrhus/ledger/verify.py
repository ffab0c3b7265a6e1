"""Whether a ledger is whole: its bytes, its links, its ids, and that reading its documents again gives its statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Final

import orjson
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from pyrrhus.capture.blobs import git_sha
from pyrrhus.ledger import schema
from pyrrhus.ledger.documents import Unpacked, unpacked
from pyrrhus.ledger.reread import Rereader
from pyrrhus.statement import Statement

__all__ = ["CHECKS", "Problem", "Report", "verify"]

CHECKS: Final = {
    "links": "links between rows (databases other than SQLite hold theirs by themselves)",
    "documents": "documents whose packed bytes, size and sha256 are those that were written",
    "versions": "versions whose name in git, times and document agree",
    "ids": "ids of statements worked out anew from their fields",
    "read_again": "versions read again through the reader of their source",
    "statements": "statements found in them, each standing in the ledger at that version with the same id and flags",
    "maps": "maps read again, with the same notes",
    "witnesses": "worked-out figures derived twice, from the ledger's statements and from its bytes",
}
"""What is counted as checked, with what it means."""
_IDS_A_VERSION: Final = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written: which check, what it is about, and in words.

    ``document`` is a sha256; ``path``, ``commit`` and ``day`` name the first version that has it, empty where there is none.
    """

    check: str
    text: str
    document: str = ""
    source: str = ""
    path: str = ""
    commit: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, by the names of :data:`CHECKS`, and what was found."""

    checked: dict[str, int]
    problems: tuple[Problem, ...]

    def and_witnesses(self, count: int, differing: Iterable[str]) -> Report:
        """The same report with figures that were derived twice, and sentences on those that differ."""
        found = tuple(Problem("witnesses", sentence) for sentence in differing)
        return Report({**self.checked, "witnesses": count}, (*self.problems, *found))


def verify(connection: Connection, *, sample: int = 60, seed: int = 0, everything: bool = False) -> Report:
    """Check a ledger.

    Args:
        connection: of a ledger.
        sample: so many versions of series, and as many maps, are read again, and the ids of 20 times as many statements are
            worked out anew.
        seed: which ones; the same seed takes the same.
        everything: takes all of them.
    """
    checked = dict.fromkeys(CHECKS, 0)
    problems: list[Problem] = []
    chance = Random(seed)  # noqa: S311 (a sample, no secret)
    for name, count, found in _checks(connection, chance, sample, everything=everything):
        checked[name] += count
        problems += found
    return Report(checked, tuple(problems))


_Told = tuple[str, int, list[Problem]]


def _checks(connection: Connection, chance: Random, sample: int, *, everything: bool) -> Iterator[_Told]:
    for check in (_links(connection), _ids(connection, chance, None if everything else sample * _IDS_A_VERSION)):
        yield from _readable(check, "links")
    yield from _readable(_bytes(connection, chance, None if everything else sample), "documents")


def _readable(told: Iterator[_Told], name: str) -> Iterator[_Told]:
    """What a check tells; a table that the database cannot read on is a finding, no reason to stop."""
    try:
        yield from told
    except (DBAPIError, ValueError, UnicodeDecodeError, orjson.JSONDecodeError) as error:
        reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        yield name, 0, [Problem(name, f"the ledger cannot be read on: {reason}")]


def _links(connection: Connection) -> Iterator[_Told]:
    """Other databases hold their links by themselves; SQLite does only where it is asked to."""
    if connection.dialect.name != "sqlite":
        return
    for (line,) in connection.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield "links", 0, [Problem("links", f"SQLite finds: {line}")]
    for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield "links", 0, [Problem("links", f"row {row} of table {table} names a row of {parent} that is not there")]
    for table in schema.metadata.sorted_tables:
        if table.foreign_keys:
            yield "links", connection.execute(select(func.count()).select_from(table)).scalar_one(), []


def _ids(connection: Connection, chance: Random, count: int | None) -> Iterator[_Told]:
    s, r = schema.statement, schema.series
    rows: Any = select(s, r.c.said, r.c.source, r.c.metric).join(r, r.c.id == s.c.series).order_by(s.c.id)
    taken = None if count is None else _sample(list(connection.execute(select(s.c.id).order_by(s.c.id)).scalars()), count, chance)
    said: dict[int, dict[str, Any]] = {}
    for few in [None] if taken is None else [taken[at : at + 500] for at in range(0, len(taken), 500)]:
        for row in connection.execute(rows if few is None else rows.where(s.c.id.in_(few))):
            if row.series not in said:
                shared = orjson.loads(row.said)
                said[row.series] = shared | ({"includes": frozenset(shared["includes"])} if "includes" in shared else {})
            days = {name: getattr(row, name) for name in ("start", "end", "published", "low", "value", "high")}
            one = Statement(**said[row.series], **days)
            wrong = one.id[:16] != row.digest.hex() or (one.source, one.metric) != (row.source, row.metric)
            what = f"statement {row.digest.hex()} ({row.source}, {row.metric}, {row.end}) does not hash to its id"
            yield "ids", 1, [Problem("ids", what, source=row.source)] if wrong else []


def _bytes(connection: Connection, chance: Random, count: int | None) -> Iterator[_Told]:
    v, p = schema.version, schema.path
    about: dict[int, list[Any]] = {}
    query = select(v, p.c.source, p.c.path.label("name"), p.c.file, p.c.day).join(p, p.c.id == v.c.path).order_by(v.c.id)
    for row in connection.execute(query):
        about.setdefault(row.document, []).append(row)
    readable = [row for rows in about.values() for row in rows if row.readable]
    again: set[int] = set()
    for is_map in (False, True):
        ids = sorted(row.id for row in readable if (row.day is not None) is is_map)
        again |= set(ids if count is None else _sample(ids, count, chance))
    rereader = Rereader(connection, {row.path for row in readable if row.id in again and row.day is None})
    broken: dict[int, str] = {}
    seen: set[int] = set()
    for one in unpacked(connection):
        versions = about.get(one.id, [])
        seen.add(one.id)
        problem = _document(one, versions, broken)
        yield "documents", 1, [problem] if problem else []
        if problem:
            broken[one.id] = broken.get(one.base or 0, one.sha256) if one.crc_holds else one.sha256
        if one.data is None:
            continue
        name = git_sha(one.data)
        for row in versions:
            yield "versions", 1, [_problem("versions", fault, one, [row]) for fault in _version_faults(row, name)]
            if row.id in again:
                read, faults = rereader.read(row, one.data)
                kind = "maps" if row.day is not None else "statements"
                yield "read_again", 1, [_problem(kind, fault, one, [row]) for fault in faults]
                yield kind, read, []
    lost = [row for id_, rows in about.items() if id_ not in seen for row in rows]
    yield "versions", len(lost), [_lost(row) for row in lost]


def _document(one: Unpacked, versions: list[Any], broken: dict[int, str]) -> Problem | None:
    if not one.fault:
        return None
    root = broken.get(one.base or 0, "") if one.crc_holds else ""
    fault = f"it is whole, but packed against document {root}, which is damaged" if root else one.fault
    return _problem("documents", fault, one, versions)


def _problem(check: str, fault: str, one: Unpacked, versions: list[Any]) -> Problem:
    if not versions:
        return Problem(check, fault, one.sha256)
    row = versions[0]
    commit = row.commit.hex() if row.commit else ""
    return Problem(check, fault, one.sha256, row.source, row.name, commit, row.day or row.known)


def _lost(row: Any) -> Problem:
    commit = row.commit.hex() if row.commit else ""
    return Problem(
        "versions", f"its document {row.document} is not there", "", row.source, row.name, commit, row.day or row.known
    )


def _version_faults(row: Any, name: str) -> Iterator[str]:
    if row.git_sha.hex() != name:
        yield f"its name in git is {name}, the ledger says {row.git_sha.hex()}"
    if row.commit is None and row.learnt is not None:
        yield "it has a time without a commit"
    elif row.readable and row.commit is not None and row.learnt is None:
        # Only a commit that took another's place states nothing, and has no time here.
        yield "it has a commit without a time"
    elif row.learnt is not None and row.known != row.learnt.date():
        yield f"its commit is of {row.learnt.date()}, the ledger says that it was known on {row.known}"


def _sample(ids: list[int], count: int, chance: Random) -> list[int]:
    return sorted(chance.sample(ids, min(count, len(ids))))
