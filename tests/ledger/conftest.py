"""What the tests of the ledger share: a publisher with a history, a ledger, and small files of each kind."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from pyrrhus.capture.blobs import git_sha
from pyrrhus.capture.github import Blob, Commit, Listing, Wanted
from pyrrhus.ledger import schema
from pyrrhus.ledger.export import as_csv
from pyrrhus.ledger.location import reading, writing
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.sync import Outcome, sync_source
from pyrrhus.ledger.view import Restated, View
from pyrrhus.sources.contract import Source, load_source
from pyrrhus.statement import Statement

SEEN = datetime(2026, 6, 15, 8, tzinfo=UTC)
"""When this ledger looks, where a test does not say: after all that the publishers below ever did."""


DAY_ZERO = date(2022, 2, 23)


def daily_rows(field: str) -> Callable[[Mapping[str, object]], bytes]:
    """The General Staff's files: one number a day."""

    def of(told: Mapping[str, object]) -> bytes:
        days = {day: (date.fromisoformat(day) - DAY_ZERO).days for day in told}
        return json.dumps([{"date": day, "day": days[day], field: number} for day, number in told.items()]).encode()

    return of


def areas(km2: Mapping[str, float]) -> bytes:
    """The Economist's file: areas by day, in square metres."""
    lines = [",".join(load_source("isw").facts["columns"])]
    return "\n".join([*lines, *(f"{day},{value * 1e6:.0f},,,," for day, value in km2.items())]).encode()


def square(east: float) -> bytes:
    """A map of one small square."""
    ring = [[east, 48.0], [east, 48.1], [east + 0.1, 48.1], [east + 0.1, 48.0], [east, 48.0]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()


WRITERS: dict[str, Callable[[Any], bytes]] = {
    "personnel": daily_rows("personnel"),
    "correction": daily_rows("personnel"),
    "equipment": daily_rows("tank"),
    "area": areas,
    "map": square,
}
Told = bytes | float | Mapping[str, Any]


@dataclass
class Publisher:
    """A repository with a history; it is asked as ``capture.github.GitHub`` is.

    Files are given as bytes, or as what they say: numbers by day, or the longitude of a map's square.
    """

    source: Source
    etags: bool = True
    history: dict[str, list[Commit]] = field(default_factory=dict)
    held: dict[tuple[str, str], bytes] = field(default_factory=dict)
    fetched: list[Wanted] = field(default_factory=list)

    def commit(self, told: Told, time: str, *, file: str = "") -> str:
        """A commit of new bytes at a time with its zone; its name."""
        path, data = self._path(file), self._bytes(told, file)
        made = self.history.setdefault(path, [])
        sha = hashlib.sha1(f"{path} {len(made)} {time}".encode()).hexdigest()
        made.append(Commit(sha, datetime.fromisoformat(time)))
        self.held[sha, path] = self.held[self.source.branch, path] = data
        return sha

    def lay(self, told: Told, *, file: str = "", day: str = "") -> None:
        """Newest bytes that no commit has, as a mirror may have them; ``day`` as in a map's name."""
        self.held[self.source.branch, self._path(file).replace("{day}", day)] = self._bytes(told, file)

    def _file(self, name: str) -> str:
        return name or self.source.files[0].name

    def _path(self, name: str) -> str:
        return next(one.path for one in self.source.files if one.name == self._file(name))

    def _bytes(self, told: Told, name: str) -> bytes:
        return told if isinstance(told, bytes) else WRITERS[self._file(name)](told)

    def lose(self, *, file: str = "", day: str = "") -> None:
        """The newest tree no longer has the file."""
        del self.held[self.source.branch, self._path(file).replace("{day}", day)]

    def tree(self, repository: str, branch: str = "main", etag: str = "") -> Listing | None:
        assert (repository, branch) == (self.source.repository, self.source.branch)
        newest = sorted((path, data) for (ref, path), data in self.held.items() if ref == branch)
        blobs = tuple(Blob(path, git_sha(data), len(data)) for path, data in newest)
        state = f'"{hashlib.sha256(repr(blobs).encode()).hexdigest()}"' if self.etags else ""
        return None if state and state == etag else Listing(blobs, state)

    def commits(self, repository: str, path: str, known: Collection[str] = (), branch: str = "main") -> list[Commit]:
        assert (repository, branch) == (self.source.repository, self.source.branch)
        newer = []
        for one in reversed(self.history.get(path, [])):
            if one.sha in known:
                break
            newer.append(one)
        return newer

    def fetch(self, wanted: Iterable[Wanted], *, missing_ok: bool = False) -> Iterator[tuple[Wanted, bytes | None]]:
        for one in wanted:
            assert one.repository == self.source.repository
            self.fetched.append(one)
            yield one, self.held.get((one.ref, one.path)) if missing_ok else self.held[one.ref, one.path]


class Silent:
    """Progress that nobody watches."""

    def expect(self, source: str, documents: int) -> None: ...

    def fetched(self, source: str, size: int) -> None: ...


@dataclass
class Ledger:
    """A ledger file and the questions that tests ask of it."""

    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def try_sync(self, publisher: Publisher, *, at: datetime = SEEN, source: Source | None = None) -> Outcome:
        told: Any = publisher
        with writing(self.url) as engine:
            return sync_source(engine, source or publisher.source, told, origin="test", progress=Silent(), clock=lambda: at)

    def sync(self, publisher: Publisher, *, at: datetime = SEEN, source: Source | None = None) -> Outcome:
        outcome = self.try_sync(publisher, at=at, source=source)
        if outcome.error:
            raise outcome.error
        return outcome

    @contextmanager
    def view(self, as_of: str | date | None = None) -> Iterator[View]:
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        with reading(self.url) as connection:
            yield View([StoredLedger(connection)], (), day)

    def statements(self, as_of: str | date | None = None) -> list[Statement]:
        with self.view(as_of) as view:
            return view.statements()

    def values(self, as_of: str | date | None = None) -> dict[str, str]:
        """Visible values by the day they are about."""
        return {str(one.end): f"{one.value:f}" for one in self.statements(as_of)}

    def day_by_day(self, first: date, last: date) -> Iterator[tuple[date, list[Statement]]]:
        """What was visible on each day, both ends inclusive, seen through one connection."""
        with self.view() as view:
            for number in range((last - first).days + 1):
                day = first + timedelta(days=number)
                yield day, view.at(day).statements()

    def restated(self, source: str, metric: str, as_of: str | None = None) -> list[Restated]:
        with self.view(as_of) as view:
            return view.restated(source, metric)

    def export(self, as_of: str | date | None = None) -> str:
        return as_csv(self.statements(as_of))

    def counts(self) -> dict[str, int]:
        with reading(self.url) as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in schema.metadata.sorted_tables
            }

    def events(self, *names: str) -> list[tuple[Any, ...]]:
        """Fields of each event, in order of entry, with the times of its version and its remark."""
        e, v, r = schema.event, schema.version, schema.remark
        known = func.coalesce(e.c.known, v.c.known, type_=schema.Day)
        fields = {**e.c, "learnt": v.c.learnt, "known": known, "where": r.c.where, "flags": r.c.flags, "note": r.c.note}
        query = (
            select(*(fields[name] for name in names)).select_from(e).join(v, v.c.id == e.c.version).join(r, r.c.id == e.c.remark)
        )
        with reading(self.url) as connection:
            return [tuple(row) for row in connection.execute(query.order_by(e.c.id))]

    def rows(self, *columns: Any) -> list[tuple[Any, ...]]:
        """Columns of one table, in order of entry."""
        with reading(self.url) as connection:
            return [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0].table.c.id))]


@pytest.fixture(scope="session")
def publisher() -> Callable[..., Publisher]:
    """Makes a publisher of a source with some of its kinds of files, by default all."""

    def make(source: str, *files: str, **changed: Any) -> Publisher:
        told = load_source(source)
        kept = tuple(one for one in told.files if one.name in files or not (files or one.repository))
        return Publisher(told.model_copy(update={"files": kept, **changed}))

    return make


@pytest.fixture
def general_staff(publisher: Callable[..., Publisher]) -> Publisher:
    """The General Staff's repository with the personnel file alone."""
    return publisher("ua_general_staff", "personnel")


@pytest.fixture
def economist(publisher: Callable[..., Publisher]) -> Publisher:
    """The Economist's repository with ISW's areas."""
    return publisher("isw")


@pytest.fixture
def deepstate(publisher: Callable[..., Publisher]) -> Publisher:
    """The repository of DeepState's maps."""
    return publisher("deepstate")


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger to copy: making its schema takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    with writing(f"sqlite:///{path}"):
        pass
    return path


@pytest.fixture
def ledger(empty_ledger: Path, tmp_path: Path) -> Ledger:
    return Ledger(Path(shutil.copy(empty_ledger, tmp_path / "one.db")))


@pytest.fixture(scope="session")
def new_ledger(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Ledger]:
    """Makes ledgers, for tests that need several; each takes the place of the one of its name."""
    folder = tmp_path_factory.mktemp("ledgers")

    def make(name: str = "one") -> Ledger:
        return Ledger(Path(shutil.copy(empty_ledger, folder / f"{name}.db")))

    return make
