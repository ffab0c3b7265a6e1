"""Versions read again through the reader of their source, and held against what the ledger says stood at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from pyrrhus.errors import InputError, SourceError
from pyrrhus.ground.maps import check_map
from pyrrhus.ledger import schema
from pyrrhus.ledger.remarks import template
from pyrrhus.sources.contract import File, Reader, Source, load_source, reader_of
from pyrrhus.statement import Statement

__all__ = ["Rereader"]


_Told = tuple[str, str, str]
"""What a version says of a statement, as table ``remark`` has it: place with the days taken out, flags, note."""


@dataclass(frozen=True, slots=True)
class _State:
    """What stands at a version: a fingerprint of statements and flags, and what the version itself told of which."""

    fingerprint: int
    told: tuple[tuple[int, int], ...]
    """Rows of ``statement`` and ``remark``."""


class Rereader:
    """Reads versions again; remembers the records of each path, so that the next version costs what changed."""

    def __init__(self, connection: Connection, paths: Collection[int]) -> None:
        self.connection = connection
        t, m = schema.statement, schema.remark
        self.rows = {row.digest: row.id for row in connection.execute(select(t.c.digest, t.c.id))}
        self.remarks: dict[int, _Told] = {row.id: (row.where, row.flags, row.note) for row in connection.execute(select(m))}
        flags = {id_: told[1] for id_, told in self.remarks.items()}
        self.states = {version: state for path in sorted(paths) for version, state in _states(connection, path, flags)}
        self.memory: dict[int, dict[str, tuple[Any, tuple[tuple[bytes, _Told], ...]]]] = {}
        self.readers: dict[tuple[str, str], Reader] = {}

    def read(self, row: Any, data: bytes) -> tuple[int, list[str]]:
        """How many statements a version states (or that it is a map), and in which sentences it differs from the ledger."""
        try:
            source = load_source(row.source)
            file = source.file(row.file)
        except (InputError, StopIteration):
            return 0, [f"no source {row.source!r} with a file {row.file!r} is known here that could read it"]
        try:
            if file.kind == "map":
                return 1, list(self._map(row, data, file))
            said = self._said(row, data, source, file)
        except SourceError as error:
            return 0, [f"it was readable and is not: {error}"]
        return len(said), list(self._differences(row, said))

    def _map(self, row: Any, data: bytes, file: File) -> Iterator[str]:
        f = schema.flag
        told = select(f.c.text).where(f.c.version == row.id, f.c.code == "left_out").order_by(f.c.id)
        notes = list(check_map(data, where=row.name, layers=file.layers, bounds=file.bounds))
        held = list(self.connection.execute(told).scalars())
        if notes != held:
            yield f"reading it notes {notes or 'nothing'}, the ledger says {held or 'nothing'}"

    def _said(self, row: Any, data: bytes, source: Source, file: File) -> dict[bytes, _Told]:
        if (source.id, file.name) not in self.readers:
            self.readers[source.id, file.name] = reader_of(source, file)
        reader, before = self.readers[source.id, file.name], self.memory.get(row.path, {})
        now: dict[str, tuple[Any, tuple[tuple[bytes, _Told], ...]]] = {}
        found: dict[bytes, _Told] = {}
        for key, record in reader.records(data, where=row.name).items():
            held = before.get(key)
            if held is None or held[0] != record:
                made = reader.read(key, record, where=row.name).statements
                held = (record, tuple((bytes.fromhex(one.id[:16]), _told(one)) for one in made))
            now[key] = held
            found.update(held[1])
        self.memory[row.path] = now
        return found

    def _differences(self, row: Any, said: dict[bytes, _Told]) -> Iterator[str]:
        state = self.states[row.id]
        if _fingerprint((self.rows.get(id_, id_), told[1]) for id_, told in said.items()) != state.fingerprint:
            standing = _standing(self.connection, row.path, row.id)
            marked = {id_ for id_ in said.keys() & standing.keys() if said[id_][1] != standing[id_]}
            for ids, sentence in (
                (said.keys() - standing.keys(), "the bytes state what the ledger does not have"),
                (standing.keys() - said.keys(), "the ledger has what the bytes do not state"),
                (marked, "the ledger has other flags than the bytes give"),
            ):
                if ids:
                    more = f" and {len(ids) - 1:,} more" if len(ids) > 1 else ""
                    yield f"{sentence}: statement {min(ids).hex()}{more}"
        by_row = {self.rows.get(id_): (id_, told) for id_, told in said.items()} if state.told else {}
        for statement, remark in state.told:
            if statement in by_row and by_row[statement][1] != self.remarks.get(remark):
                id_, (where, _, _) = by_row[statement]
                yield f"statement {id_.hex()} stands at {where!r}; the ledger has another place, note or flag for it"


def _told(one: Statement) -> _Told:
    return template(one.where, one.end, one.start, one.published), "+".join(sorted(one.flags)), one.note


def _states(connection: Connection, path: int, flags: Mapping[int, str]) -> Iterator[tuple[int, _State]]:
    """The state at each version of a path; ``flags`` are those of each row of ``remark``."""
    e, v = schema.event, schema.version
    mine = select(v.c.id).where(v.c.path == path)
    events: dict[int, list[Any]] = {}
    told = select(e.c.version, e.c.statement, e.c.stated, e.c.remark).where(e.c.version.in_(mine)).order_by(e.c.id)
    for row in connection.execute(told):
        events.setdefault(row[0], []).append(row)
    standing: dict[int, str] = {}
    fingerprint = 0
    for version in connection.execute(mine.order_by(v.c.id)).scalars():
        here = events.get(version, [])
        for _, statement, stated, remark in here:
            if statement in standing:
                fingerprint ^= hash((statement, standing.pop(statement)))
            if stated:
                standing[statement] = flags.get(remark, "?")
                fingerprint ^= hash((statement, standing[statement]))
        stated_here = tuple((statement, remark) for _, statement, stated, remark in here if stated)
        yield version, _State(fingerprint, stated_here)


def _standing(connection: Connection, path: int, version: int) -> dict[bytes, str]:
    """The flags of each statement that stands at a version, by id."""
    e, v, s, m = schema.event, schema.version, schema.statement, schema.remark
    rows = connection.execute(
        select(s.c.digest, e.c.stated, m.c.flags).select_from(e).join(v, v.c.id == e.c.version)
        .join(s, s.c.id == e.c.statement).join(m, m.c.id == e.c.remark)
        .where(v.c.path == path, v.c.id <= version).order_by(e.c.id)
    )  # fmt: skip
    last = {row.digest: row for row in rows}
    return {id_: row.flags for id_, row in last.items() if row.stated}


def _fingerprint(said: Iterable[tuple[int | bytes, str]]) -> int:
    """The same for the same statements and flags, in any order."""
    found = 0
    for one in said:
        found ^= hash(one)
    return found
