"""Ties capture and sources to the ledger: what is new at a publisher's repository becomes documents and events.

One transaction a source: a run that fails leaves the ledger as it was, but for the row that says so.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection, Engine, func, insert, select

from pyrrhus.capture.blobs import git_sha
from pyrrhus.capture.github import Blob, Commit, GitHub, Wanted
from pyrrhus.errors import PyrrhusError, SourceError
from pyrrhus.ledger import schema
from pyrrhus.ledger.documents import Shelf, read_document
from pyrrhus.ledger.known import known_day
from pyrrhus.ledger.writer import Writer
from pyrrhus.sources.contract import File, Reader, Source, reader_of

if TYPE_CHECKING:
    pass

__all__ = ["Outcome", "Progress", "sync_source"]


@dataclass(slots=True)
class Outcome:
    """What one run of one source did; counts are of statements, or of maps for a source of maps."""

    source: str
    new: int = 0
    confirmed: int = 0
    changed: int = 0
    withdrawn: int = 0
    flagged: int = 0
    documents: int = 0
    newest: date | None = None
    error: PyrrhusError | None = None


class Progress(Protocol):
    """Who is told how a run goes on."""

    def expect(self, source: str, documents: int) -> None:
        """So many more documents will be fetched."""

    def fetched(self, source: str, size: int) -> None:
        """One document of ``size`` bytes was fetched and read."""


@dataclass(slots=True)
class _Path:
    """A path of the repository with what the ledger holds of it."""

    file: File
    blob: Blob
    day: date | None
    id: int
    commits: set[str] = field(default_factory=set)
    newest_sha: str = ""
    last_document: int | None = None
    committed_document: int | None = None


def sync_source(
    engine: Engine, source: Source, github: GitHub, *, origin: str, progress: Progress, clock: Callable[[], datetime]
) -> Outcome:
    """Bring one source up to date.

    Args:
        engine: of a ledger opened for writing.
        source: what to sync.
        github: where its repository is read.
        origin: name of that place, for the log of runs.
        progress: is told of each document.
        clock: the time now, UTC; only the log and our own first sight use it.

    Returns:
        The outcome; its ``error`` is set where the source could not be read, and nothing of the run was kept then.
    """
    outcome = Outcome(source.id)
    started = clock()
    try:
        with _without_collector(), engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                # Take the write lock at once, so that two syncs wait for each other instead of failing half-way.
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            _Run(connection, source, github, origin, progress, started, outcome).go(clock)
    except PyrrhusError as error:
        failed = {
            "source": source.id, "origin": origin, "started": started, "ended": clock(), "status": "failed",
            "message": str(error),
        }  # fmt: skip
        with engine.begin() as connection:
            connection.execute(insert(schema.run), failed)
        return Outcome(source.id, error=error)
    return outcome


@contextmanager
def _without_collector() -> Iterator[None]:
    """Python's garbage collector would walk a million fresh records again and again; none of them is in a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Run:
    def __init__(
        self, connection: Connection, source: Source, github: GitHub, origin: str, progress: Progress,
        started: datetime, outcome: Outcome,
    ) -> None:  # fmt: skip
        self.connection, self.source, self.github, self.origin = connection, source, github, origin
        self.progress, self.started, self.outcome = progress, started, outcome

    def go(self, clock: Callable[[], datetime]) -> None:
        etag = self.connection.execute(
            select(schema.listing.c.etag).where(schema.listing.c.source == self.source.id, schema.listing.c.origin == self.origin)
        ).scalar()
        listing = self.github.tree(self.source.repository, self.source.branch, etag or "")
        self.writer = Writer(self.connection, self.source.id, self.origin, self.started)
        last_event = self.connection.execute(select(func.max(schema.event.c.id))).scalar() or 0
        last_version = self.connection.execute(select(func.max(schema.version.c.id))).scalar() or 0
        if listing is not None:
            for file in self.source.files:
                paths = self._paths(file, listing.blobs)
                (self._vintages if file.vintages else self._newest)(file, paths)
            self.writer.listed(self.origin, listing.etag)
        self.writer.finish(clock())
        self.outcome.confirmed = _standing(self.connection, self.source.id, last_event, last_version)
        self.outcome.newest = newest_day(self.connection, self.source.id)

    def _paths(self, file: File, blobs: Iterable[Blob]) -> list[_Path]:
        """The repository's paths of this kind, by day, each with its row in the ledger."""
        listed = sorted(
            ((day, blob) for blob in blobs if (day := file.day_of(blob.path)) is not False),
            key=lambda pair: (pair[0] or date.min, pair[1].path),
        )
        if not listed:
            where = f"{self.source.repository}, {file.path}"
            raise SourceError("the repository lists no such file", where=where, remedy="nothing was changed")
        t, v = schema.path, schema.version
        held = {row.path: row.id for row in self.connection.execute(select(t.c.path, t.c.id).where(t.c.source == self.source.id))}
        paths = []
        for day, blob in listed:
            id_ = held.get(blob.path)
            if id_ is None:
                new = {"source": self.source.id, "file": file.name, "path": blob.path, "day": day or None}
                key = self.connection.execute(insert(t), new).inserted_primary_key
                id_ = int(key[0])  # type: ignore[index]
            paths.append(_Path(file, blob, day or None, id_))
        by_id = {path.id: path for path in paths}
        rows = select(v.c.path, v.c.git_sha, v.c.commit, v.c.document, v.c.readable).where(v.c.path.in_(
            select(t.c.id).where(t.c.source == self.source.id, t.c.file == file.name)
        )).order_by(v.c.id)  # fmt: skip
        for row in self.connection.execute(rows):
            if path := by_id.get(row.path):
                path.newest_sha = row.git_sha.hex()
                path.commits |= {row.commit.hex()} if row.commit else set()
                if row.readable:
                    path.last_document = row.document
                    path.committed_document = row.document if row.commit else path.committed_document
        return paths

    def _vintages(self, file: File, paths: Sequence[_Path]) -> None:
        """Every commit of a path since the last one held, oldest first; then the newest bytes where no commit has them."""
        reader = reader_of(self.source, file)
        for path in paths:
            commits = self.github.commits(self.source.repository, path.blob.path, path.commits, self.source.branch)[::-1]
            state = _Series(self, path, reader)
            wanted = [Wanted(self.source.repository, commit.sha, path.blob.path) for commit in commits]
            for commit, data in zip(commits, self._fetch(wanted), strict=True):
                state.take(data, commit)
            if path.blob.sha != path.newest_sha:
                for data in self._fetch([Wanted(self.source.repository, self.source.branch, path.blob.path)]):
                    state.take(data, None)

    def _newest(self, file: File, paths: Sequence[_Path]) -> None:
        """The newest bytes of each path that the ledger does not hold yet."""
        due = [path for path in paths if path.blob.sha != path.newest_sha]
        wanted = [Wanted(self.source.repository, self.source.branch, path.blob.path) for path in due]
        shelf = self.shelf(file) if due else None
        reader = reader_of(self.source, file) if file.kind == "series" else None
        for path, data in zip(due, self._fetch(wanted), strict=True):
            if reader:
                _Series(self, path, reader).take(data, None)
            else:
                assert shelf is not None
                self._map(path, data, shelf)

    def _map(self, path: _Path, data: bytes, shelf: Shelf) -> None:
        from pyrrhus.ground.maps import read_map

        found = read_map(data, where=path.blob.path)
        first = path.last_document is None
        # A day's map that is published anew is known from our own sight of it, not from its day.
        known = path.day if first else self.started.astimezone(UTC).date()
        version = self.writer.version(
            path=path.id, document=shelf.put(data), git_sha=bytes.fromhex(git_sha(data)), commit=None, learnt=None,
            known=known, readable=1,
        )  # fmt: skip
        for note in found.notes:
            self.writer.flag(version, "repaired", path.blob.path, note)
            self.outcome.flagged += 1
        self.outcome.new += first
        self.outcome.changed += not first

    def _fetch(self, wanted: Sequence[Wanted]) -> Iterator[bytes]:
        self.progress.expect(self.source.id, len(wanted))
        for _, data in self.github.fetch(wanted):
            yield data
            self.outcome.documents += 1
            self.progress.fetched(self.source.id, len(data))

    def shelf(self, file: File) -> Shelf:
        """The shelf of a kind of file, behind its newest document."""
        t, v = schema.path, schema.version
        mine = select(t.c.id).where(t.c.source == self.source.id, t.c.file == file.name)
        return Shelf(self.connection, self.connection.execute(select(func.max(v.c.document)).where(v.c.path.in_(mine))).scalar())


class _Series:
    """The versions of one path of a series, each compared with the one before it."""

    def __init__(self, run: _Run, path: _Path, reader: Reader) -> None:
        self.run, self.path, self.reader = run, path, reader
        self.shelf = run.shelf(path.file)
        self.records: Mapping[str, Any] = {}
        self.undated: set[str] = set()
        if path.last_document is not None:
            self.records = self._held(path.last_document)
        if path.committed_document != path.last_document:
            committed = self._held(path.committed_document) if path.committed_document is not None else {}
            self.undated = {key for key, record in self.records.items() if committed.get(key) != record}

    def _held(self, document: int) -> Mapping[str, Any]:
        return self.reader.records(read_document(self.run.connection, document), where=self.path.blob.path)

    def take(self, data: bytes, commit: Commit | None) -> None:
        """Keep one version and record what it states and withdraws against the version before."""
        sha = git_sha(data)
        newest = sha == self.path.blob.sha
        where = f"{self.path.blob.path} at {commit.sha[:10]}" if commit else self.path.blob.path
        problem: SourceError | None = None
        changes: list[_Change] = []
        try:
            records = self.reader.records(data, where=where)
            if newest:
                self.reader.check(records, where=where)
            changes = list(self._changes(records, where))
        except SourceError as error:
            if newest:
                raise
            problem = error
        version = self.run.writer.version(
            path=self.path.id, document=self.shelf.put(data), git_sha=bytes.fromhex(sha),
            commit=bytes.fromhex(commit.sha) if commit else None, learnt=commit.time if commit else None,
            known=commit.time.date() if commit else None, readable=int(problem is None),
        )  # fmt: skip
        self.path.newest_sha = sha
        if problem:
            self.run.writer.flag(version, "unreadable", where, str(problem))
            self.run.outcome.flagged += 1
            return
        for change in changes:
            self._record(change, version, commit)
        self._date(records, version, commit, {change.key for change in changes}, where)
        self.records = records

    def _changes(self, records: Mapping[str, Any], where: str) -> Iterator[_Change]:
        before = self.records
        for key, record in records.items():
            if key not in before:
                yield _Change(key, None, self.reader.read(key, record, where=where))
            elif before[key] != record:
                yield _Change(key, self.reader.read(key, before[key], where=where), self.reader.read(key, record, where=where))
        for key in before.keys() - records.keys():
            yield _Change(key, self.reader.read(key, before[key], where=where), None)

    def _date(self, records: Mapping[str, Any], version: int, commit: Commit | None, changed: set[str], where: str) -> None:
        """What only our own sight dated so far is stated again with the commit that brings it."""
        if commit is None:
            self.undated |= changed
            return
        for key in sorted((self.undated & records.keys()) - changed):
            for statement in self.reader.read(key, records[key], where=where).statements:
                known = known_day(learnt=commit.time)
                self.run.writer.event(statement, stated=True, version=version, learnt=commit.time, known=known)
        self.undated = set()

    def _record(self, change: _Change, version: int, commit: Commit | None) -> None:
        writer, outcome = self.run.writer, self.run.outcome
        learnt = commit.time if commit else None
        for flag in change.after.flags if change.after else ():
            writer.flag(version, flag.code, flag.where, flag.text)
            outcome.flagged += 1
        old = {s.id: s for s in change.before.statements} if change.before else {}
        new = {s.id: s for s in change.after.statements} if change.after else {}
        # A change that no commit dates is known from our own sight of it, not from the day it is about.
        restated = bool(old) and commit is None
        for id_, statement in sorted(old.items()):
            if id_ not in new:
                known = known_day(learnt=learnt, seen=self.run.started)
                writer.event(statement, stated=False, version=version, learnt=learnt, known=known)
        for id_, statement in new.items():
            if id_ not in old or old[id_].flags != statement.flags:
                known = known_day(
                    learnt=learnt,
                    published=None if restated else statement.published,
                    published_to=None if restated else statement.published_to,
                    path_day=self.path.day,
                    seen=self.run.started,
                )
                writer.event(statement, stated=True, version=version, learnt=learnt, known=known)
        gone, come = len(old.keys() - new.keys()), len(new.keys() - old.keys())
        outcome.changed += min(gone, come)
        outcome.withdrawn += max(gone - come, 0)
        outcome.new += max(come - gone, 0)


@dataclass(frozen=True, slots=True)
class _Change:
    key: str
    before: Any
    after: Any


def _standing(connection: Connection, source: str, last_event: int, last_version: int) -> int:
    """How many statements (or maps) of a source stand now as they did at an earlier event and version."""
    e, s, r, p, v = schema.event, schema.statement, schema.series, schema.path, schema.version
    last = (
        select(func.max(e.c.id)).join(s, s.c.id == e.c.statement).join(r, r.c.id == s.c.series)
        .where(r.c.source == source).group_by(e.c.statement)
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
    figure = connection.execute(select(func.max(s.c.end)).join(r, r.c.id == s.c.series).where(r.c.source == source)).scalar()
    day = connection.execute(select(func.max(p.c.day)).where(p.c.source == source)).scalar()
    return max((found for found in (figure, day) if found), default=None)
