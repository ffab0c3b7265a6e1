"""Ties capture and sources to the ledger: what is new at a publisher's repository becomes documents and events.

One transaction a source: a run that fails leaves the ledger as it was, but for the row that says so.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, func, insert, select

from pyrrhus.capture.github import Blob, GitHub, Wanted
from pyrrhus.errors import PyrrhusError, SourceError
from pyrrhus.ledger import schema
from pyrrhus.ledger.documents import Shelf
from pyrrhus.ledger.runs import Body, HeldPath, Outcome, Progress, named
from pyrrhus.ledger.versions import Series
from pyrrhus.ledger.writer import Writer
from pyrrhus.sources.contract import File, Source, reader_of

if TYPE_CHECKING:
    pass

__all__ = ["Outcome", "Progress", "sync_source"]


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

    def _paths(self, file: File, blobs: Iterable[Blob]) -> list[HeldPath]:
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
                id_ = self.writer.add(t, new)
            paths.append(HeldPath(file, blob, day or None, id_))
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

    def _vintages(self, file: File, paths: Sequence[HeldPath]) -> None:
        """Every commit of a path since the last one held, oldest first; then the newest bytes where no commit has them."""
        reader = reader_of(self.source, file)
        for path in paths:
            commits = self.github.commits(self.source.repository, path.blob.path, path.commits, self.source.branch)[::-1]
            state = Series(self.writer, self.outcome, self.shelf(file), path, reader)
            wanted = [Wanted(self.source.repository, commit.sha, path.blob.path) for commit in commits]
            for commit, body in zip(commits, self._fetch(wanted), strict=True):
                state.take(body, commit)
            if path.blob.sha != path.newest_sha:
                for body in self._fetch([Wanted(self.source.repository, self.source.branch, path.blob.path)]):
                    state.take(body, None)

    def _newest(self, file: File, paths: Sequence[HeldPath]) -> None:
        """The newest bytes of each path that the ledger does not hold yet."""
        due = [path for path in paths if path.blob.sha != path.newest_sha]
        wanted = [Wanted(self.source.repository, self.source.branch, path.blob.path) for path in due]
        shelf = self.shelf(file) if due else None
        reader = reader_of(self.source, file) if file.kind == "series" else None
        for path, body in zip(due, self._fetch(wanted), strict=True):
            if reader:
                Series(self.writer, self.outcome, self.shelf(file), path, reader).take(body, None)
            else:
                assert shelf is not None
                self._map(path, body, shelf)

    def _map(self, path: HeldPath, body: Body, shelf: Shelf) -> None:
        from pyrrhus.ground.maps import read_map

        found = read_map(body.data, where=path.blob.path)
        first = path.last_document is None
        # A day's map that is published anew is known from our own sight of it, not from its day.
        known = path.day if first else self.started.astimezone(UTC).date()
        version = self.writer.version(
            path=path.id, document=shelf.put(body.data, body.sha256), git_sha=bytes.fromhex(body.git_sha), commit=None,
            learnt=None, known=known, readable=1,
        )  # fmt: skip
        for note in found.notes:
            self.writer.flag(version, "repaired", path.blob.path, note)
            self.outcome.flagged += 1
        self.outcome.new += first
        self.outcome.changed += not first

    def _fetch(self, wanted: Sequence[Wanted]) -> Iterator[Body]:
        self.progress.expect(self.source.id, len(wanted))
        for body in named(data for _, data in self.github.fetch(wanted)):
            yield body
            self.outcome.documents += 1
            self.progress.fetched(self.source.id, len(body.data))

    def shelf(self, file: File) -> Shelf:
        """The shelf of a kind of file, behind its newest document."""
        t, v = schema.path, schema.version
        mine = select(t.c.id).where(t.c.source == self.source.id, t.c.file == file.name)
        return Shelf(self.connection, self.connection.execute(select(func.max(v.c.document)).where(v.c.path.in_(mine))).scalar())


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
