"""Ties capture and sources to the ledger: what is new at a publisher's repository becomes documents and events.

One transaction a source: a run that fails leaves the ledger as it was, but for the row that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, func, insert, select

from pyrrhus.capture.github import Blob, GitHub, Wanted
from pyrrhus.collector import without_collector
from pyrrhus.errors import NetworkError, PyrrhusError, SourceError
from pyrrhus.ground.maps import check_map
from pyrrhus.ledger import schema
from pyrrhus.ledger.counts import newest_day, standing_again
from pyrrhus.ledger.documents import Shelf
from pyrrhus.ledger.repair import repair
from pyrrhus.ledger.runs import Body, HeldPath, Outcome, Progress, named
from pyrrhus.ledger.versions import Series
from pyrrhus.ledger.writer import Writer
from pyrrhus.sources.contract import File, Source, reader_of

__all__ = ["Outcome", "Progress", "sync_source", "take_file"]

_LOCK = int.from_bytes(b"pyrrhus", "big")
"""The name of our lock among those of a PostgreSQL database."""


def sync_source(
    engine: Engine, source: Source, github: GitHub, *, origin: str, progress: Progress, clock: Callable[[], datetime]
) -> Outcome:
    """Bring one source up to date from its repositories.

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

    def work(run: _Run) -> None:
        run.repositories(github)

    return _in_one_piece(engine, source, work, origin=origin, progress=progress, clock=clock)


def take_file(
    engine: Engine, source: Source, file: File, name: str, data: bytes, *, progress: Progress, clock: Callable[[], datetime]
) -> Outcome:
    """Take in a file that the user brings, as the newest version of its path; as :func:`sync_source` otherwise.

    Args:
        engine: of a ledger opened for writing.
        source: whose file it is.
        file: which kind of file.
        name: its name: a file that carries a day must be named as its kind is; another is taken under its kind's path.
        data: its bytes.
        progress: is told of it.
        clock: the time now, UTC.
    """

    def work(run: _Run) -> None:
        run.own_file(file, name, data)

    return _in_one_piece(engine, source, work, origin="file", progress=progress, clock=clock)


def _in_one_piece(
    engine: Engine,
    source: Source,
    work: Callable[[_Run], None],
    *,
    origin: str,
    progress: Progress,
    clock: Callable[[], datetime],
) -> Outcome:
    outcome = Outcome(source.id)
    started = clock()
    try:
        with without_collector(), engine.begin() as connection:
            _wait_for_turn(connection)
            _Run(connection, source, origin, progress, started, outcome).go(work, clock)
    except PyrrhusError as error:
        failed = {
            "source": source.id, "origin": origin, "started": started, "ended": clock(), "status": "failed",
            "message": str(error),
        }  # fmt: skip
        with engine.begin() as connection:
            connection.execute(insert(schema.run), failed)
        return Outcome(source.id, error=error)
    return outcome


def _wait_for_turn(connection: Connection) -> None:
    """Take the write lock at once, so that two syncs wait for each other instead of failing half-way; new ids are highest + 1."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


class _Run:
    def __init__(
        self, connection: Connection, source: Source, origin: str, progress: Progress, started: datetime, outcome: Outcome
    ) -> None:
        self.connection, self.source, self.origin = connection, source, origin
        self.progress, self.started, self.outcome = progress, started, outcome

    def go(self, work: Callable[[_Run], None], clock: Callable[[], datetime]) -> None:
        self.writer = Writer(self.connection, self.source.id, self.origin, self.started)
        last_event = self.connection.execute(select(func.max(schema.event.c.id))).scalar() or 0
        last_version = self.connection.execute(select(func.max(schema.version.c.id))).scalar() or 0
        work(self)
        self.writer.finish(clock())
        self.outcome.confirmed = standing_again(self.connection, self.source.id, last_event, last_version)
        self.outcome.newest = newest_day(self.connection, self.source.id)

    def repositories(self, github: GitHub) -> None:
        """What is new at each repository of the source."""
        self.github = github
        repair(self.source, github, self.writer, self.outcome)
        for place in dict.fromkeys(self.source.place(file) for file in self.source.files):
            if place[0]:
                self._repository(*place)

    def own_file(self, file: File, name: str, data: bytes) -> None:
        """A file of the user's as the newest version of its path."""
        path_name = name if file.day else file.path
        day = file.day_of(path_name)
        if day is False:
            raise SourceError(f"expected a name like {file.path}", where=name, remedy="its day is read from its name")
        (body,) = named([data])
        assert body is not None
        (path,) = self._paths(file, [Blob(path_name, body.git_sha, len(data))])
        self.outcome.documents += 1
        if path.newest_sha == body.git_sha:
            return
        if file.kind == "map":
            notes = check_map(data, where=name, layers=file.layers, bounds=file.bounds)
            self._map(file, path, body.git_sha, self.shelf(file).put(data, body.sha256), notes)
        else:
            Series(self.writer, self.outcome, self.shelf(file), path, reader_of(self.source, file)).take(body, None)

    def _repository(self, repository: str, branch: str) -> None:
        t = schema.listing
        mine = (t.c.source == self.source.id, t.c.origin == self.origin, t.c.repository == repository)
        etag = self.connection.execute(select(t.c.etag).where(*mine)).scalar()
        listing = self.github.tree(repository, branch, etag or "")
        if listing is None:
            return
        for file in self.source.files:
            if self.source.place(file) == (repository, branch):
                paths = self._paths(file, listing.blobs)
                (self._vintages if file.vintages else self._newest)(file, paths)
        self.writer.listed(self.origin, repository, listing.etag)

    def _paths(self, file: File, blobs: Iterable[Blob]) -> list[HeldPath]:
        """The repository's paths of this kind, by day, each with its row in the ledger."""
        listed = sorted(
            ((day, blob) for blob in blobs if (day := file.day_of(blob.path)) is not False),
            key=lambda pair: (pair[0] or date.min, pair[1].path),
        )
        if not listed:
            where = f"{self.source.place(file)[0]}, {file.path}"
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
        rows = select(v.c.path, v.c.git_sha, v.c.commit, v.c.document, v.c.readable, v.c.learnt).where(v.c.path.in_(
            select(t.c.id).where(t.c.source == self.source.id, t.c.file == file.name)
        )).order_by(v.c.id)  # fmt: skip
        for row in self.connection.execute(rows):
            if path := by_id.get(row.path):
                path.newest_sha = row.git_sha.hex()
                path.commits |= {row.commit.hex()} if row.commit else set()
                path.times |= {row.learnt} if row.learnt else set()
                if row.readable:
                    path.last_document = row.document
                    path.committed_document = row.document if row.commit else path.committed_document
        return paths

    def _vintages(self, file: File, paths: Sequence[HeldPath]) -> None:
        """Every commit of a path since the last one held, oldest first; then the newest bytes where no commit has them."""
        reader = reader_of(self.source, file)
        repository, branch = self.source.place(file)
        for path in paths:
            commits = self.github.commits(repository, path.blob.path, path.commits, branch)[::-1]
            state = Series(self.writer, self.outcome, self.shelf(file), path, reader)
            wanted = [Wanted(repository, commit.sha, path.blob.path) for commit in commits]
            for commit, body in zip(commits, self._fetch(wanted, missing_ok=True), strict=True):
                if body is None and commit is commits[-1]:
                    # The listing has the path, so that its newest commit cannot have taken it away.
                    # Asked again, the host says so itself.
                    body = next(self._fetch(wanted[-1:]))
                if body is None:
                    state.gone(commit)
                else:
                    state.take(body, commit, last=commit is commits[-1])
            if path.blob.sha != path.newest_sha:
                for body in self._fetch([Wanted(repository, branch, path.blob.path)]):
                    assert body is not None
                    if body.git_sha not in (path.newest_sha, path.blob.sha):
                        raise NetworkError(
                            f"{path.blob.path} of {repository} is neither the listed version nor that of its newest commit; "
                            "a push or an old copy may have come between, so try again in some minutes"
                        )
                    if body.git_sha != path.newest_sha:
                        state.take(body, None)

    def _newest(self, file: File, paths: Sequence[HeldPath]) -> None:
        """The newest bytes of each path that the ledger does not hold yet; bytes that several days share are fetched once."""
        due = [path for path in paths if path.blob.sha != path.newest_sha]
        if not due:
            return
        repository, branch = self.source.place(file)
        first = {path.blob.sha: path for path in reversed(due)}
        wanted = [Wanted(repository, branch, path.blob.path, path.blob.sha) for path in due if first[path.blob.sha] is path]
        bodies = self._fetch(wanted)
        shelf = self.shelf(file)
        held: dict[str, tuple[int, tuple[str, ...]]] = {}
        for path in due:
            sha = path.blob.sha
            if first[sha] is path:
                body = next(bodies)
                assert body is not None
                if file.kind == "series":
                    Series(self.writer, self.outcome, shelf, path, reader_of(self.source, file)).take(body, None)
                    continue
                notes = check_map(body.data, where=path.blob.path, layers=file.layers, bounds=file.bounds)
                held[sha] = (shelf.put(body.data, body.sha256), notes)
            if sha in held:
                self._map(file, path, sha, *held[sha])

    def _map(self, file: File, path: HeldPath, sha: str, document: int, notes: tuple[str, ...]) -> None:
        first = path.last_document is None
        # A day's map that is published anew is known from our own sight of it, not from its day.
        known = path.day if first else self.started.astimezone(UTC).date()
        version = self.writer.version(
            path=path.id, document=document, git_sha=bytes.fromhex(sha), commit=None, learnt=None, known=known, readable=1,
        )  # fmt: skip
        for note in notes:
            self.writer.flag(version, "left_out", path.blob.path, note)
        doubts = [one.why for one in file.doubtful if path.day and one.first <= path.day <= one.last]
        for why in doubts:
            self.writer.flag(version, "doubtful", path.blob.path, why)
        self.outcome.flagged += len(notes) + len(doubts)
        self.outcome.new += first
        self.outcome.changed += not first

    def _fetch(self, wanted: Sequence[Wanted], *, missing_ok: bool = False) -> Iterator[Body | None]:
        self.progress.expect(self.source.id, len(wanted))
        for body in named(data for _, data in self.github.fetch(wanted, missing_ok=missing_ok)):
            yield body
            self.outcome.documents += 1
            self.progress.fetched(self.source.id, len(body.data) if body else 0)

    def shelf(self, file: File) -> Shelf:
        """The shelf of a kind of file, behind its newest document."""
        t, v = schema.path, schema.version
        mine = select(t.c.id).where(t.c.source == self.source.id, t.c.file == file.name)
        return Shelf(self.connection, self.connection.execute(select(func.max(v.c.document)).where(v.c.path.in_(mine))).scalar())
