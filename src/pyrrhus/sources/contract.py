"""What every source is: facts about the publisher from a ``.toml``, and readers that turn bytes into statements.

A reader works in two steps, so that a history of a thousand versions costs what changed between them: ``records``
splits a document into comparable records by key, ``read`` turns one record into statements. ``check`` looks at a whole
document and is asked of the newest version only.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pyrrhus.errors import InputError
from pyrrhus.sources.tables import Table
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import STANCES

__all__ = [
    "ADAPTERS",
    "Doubt",
    "File",
    "Flag",
    "Found",
    "Layers",
    "Reader",
    "Redrawn",
    "Source",
    "adapters",
    "add_source",
    "common_fields",
    "load_source",
    "parse_source",
    "reader_of",
]  # fmt: skip

ADAPTERS = ("ua_general_staff", "isw", "deepstate", "liveuamap", "economist", "estimates", "uk_mod", "meduza")
"""Sources that come with pyrrhus and that a ledger is synced from."""


@dataclass(frozen=True, slots=True)
class Flag:
    """An import fault that does not stop a run: where it stands, what it is, in words."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What one record says."""

    statements: tuple[Statement, ...] = ()
    flags: tuple[Flag, ...] = field(default=())


class Reader(Protocol):
    """How one kind of file of a source is read."""

    def records(self, data: bytes, *, where: str) -> Mapping[str, Hashable | Any]:
        """Split a document into records by key; equal records say the same.

        Raises:
            SourceError: when the bytes are not of the promised shape.
        """

    def read(self, key: str, record: Any, *, where: str) -> Found:
        """Turn one record into statements and flags.

        Raises:
            SourceError: for a field or label that is not known.
        """

    def check(self, records: Mapping[str, Any], *, where: str) -> None:
        """Hold the newest version against the source's promises.

        Raises:
            SourceError: naming the record that breaks one.
        """


class Layers(BaseModel):
    """Which features of a map file are which kind of ground: ``statuses`` by the value of their property ``label``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    member: str = ""
    label: str
    statuses: dict[str, Literal["held", "claimed", "contested", "given_up"]]


class Doubt(BaseModel):
    """Days whose files are known to be wrong, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: date
    last: date
    why: str


class Redrawn(BaseModel):
    """A day on which the publisher drew its map anew, so that what changes there is not ground that changed hands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    why: str


class File(BaseModel):
    """One kind of file of a source.

    ``repository`` and ``branch`` are the source's where they are empty. ``seen_by`` dates versions, by git's name of their
    bytes, that no commit dates. ``bounds`` are the degrees (west, south, east, north) beyond which no map
    can hold ground. A ``table`` says how a csv, JSON or GeoJSON with named columns is read, where no module does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kind: Literal["series", "map"]
    path: str
    repository: str = ""
    branch: str = ""
    day: str = ""
    vintages: bool = False
    evidence: str = "bytes"
    layers: Layers | None = None
    bounds: tuple[float, float, float, float] | None = None
    doubtful: tuple[Doubt, ...] = ()
    redrawn: tuple[Redrawn, ...] = ()
    seen_by: dict[str, date] = Field(default_factory=dict)
    table: Table | None = None

    def day_of(self, path: str) -> date | Literal[False] | None:
        """The day that a path carries, None for a path without one, False where the path is none of this kind."""
        if not self.day:
            return None if path == self.path else False
        head, _, tail = self.path.partition("{day}")
        match = re.fullmatch(re.escape(head) + "(.+)" + re.escape(tail), path)
        if match is None:
            return False
        try:
            day = datetime.strptime(match[1], self.day).date()  # noqa: DTZ007 (a bare day)
        except ValueError:
            return False
        # strptime is lenient about zeros and blanks; a path is of this kind only if it is spelled as its day is.
        return day if day.strftime(self.day) == match[1] else False


class Source(BaseModel):
    """A publisher as its ``.toml`` tells it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    title: str
    conflict: str = "ukraine"
    repository: str = ""
    branch: str = "main"
    shows: Literal["same_day", "day_before"]
    stance: Literal[STANCES]  # type: ignore[valid-type]
    language: str = "en"
    licence: Literal["geometry", "number", "link"]
    licence_note: str
    attribution: str
    relayed_by: str = ""
    derived_from: str = ""
    files: tuple[File, ...] = Field(min_length=1)
    facts: dict[str, Any] = Field(default_factory=dict)

    def page(self, path: str) -> str:
        """The address at which people find a path of one of its repositories; the path itself for the user's own file."""
        file = next((one for one in self.files if one.day_of(path) is not False), self.files[0])
        repository, branch = self.place(file)
        return f"https://github.com/{repository}/blob/{branch}/{quote(path)}" if repository else path

    def place(self, file: File) -> tuple[str, str]:
        """Repository and branch of a kind of file; empty text for a file that the user brings."""
        return file.repository or self.repository, file.branch or self.branch

    @property
    def is_remote(self) -> bool:
        """Whether it is read from repositories; else the user brings its files."""
        return any(self.place(file)[0] for file in self.files)

    def file(self, name: str) -> File:
        """The kind of file of that name."""
        return next(one for one in self.files if one.name == name)


def common_fields(source: Source, file: File) -> dict[str, Any]:
    """What all statements of one kind of file share."""
    return {
        "source": source.id, "relayed_by": source.relayed_by, "derived_from": source.derived_from,
        "page": source.page(file.path), "evidence": file.evidence, "licence": source.licence, "stance": source.stance,
    }  # fmt: skip


def adapters() -> tuple[str, ...]:
    """Every source that can be synced or read: those that come with pyrrhus, then those that the user added."""
    own = sorted(path.stem for path in _own_folder().glob("*.toml")) if _own_folder().is_dir() else []
    return (*ADAPTERS, *(name for name in own if name not in ADAPTERS))


@cache
def load_source(name: str) -> Source:
    """Read the ``.toml`` of a source that comes with pyrrhus or that the user added.

    Raises:
        InputError: when there is none of that name, or it misses a field or has one that is not known.
    """
    own = _own_folder() / f"{name}.toml"
    if name not in ADAPTERS and not own.is_file():
        raise InputError(f"no source {name[:40]!r}; there are: {', '.join(adapters())}", remedy="see `pyrrhus source add`")
    place = resources.files("pyrrhus.sources") / f"{name}.toml" if name in ADAPTERS else own
    return parse_source(place.read_text(encoding="utf-8"), where=f"{name}.toml")


def parse_source(text: str, *, where: str) -> Source:
    """A source as the text of a ``.toml`` declares it.

    Raises:
        InputError: naming the field that is missing, unknown or of the wrong kind.
    """
    try:
        return Source.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"expected TOML ({error})", where=where) from None
    except ValidationError as error:
        fault = error.errors()[0]
        field_name = ".".join(str(part) for part in fault["loc"])
        raise InputError(f"{field_name}: {fault['msg'].lower()}", where=where, remedy="see docs/sources.md") from None


def add_source(text: str, *, where: str) -> Source:
    """Keep a declared source with the user's own, so that every command knows it.

    Raises:
        InputError: where it cannot be read, has the name of one that comes with pyrrhus, or needs a module.
    """
    told = parse_source(text, where=where)
    if told.id in ADAPTERS:
        raise InputError(f"a source {told.id!r} comes with pyrrhus", where=where, remedy="choose another id")
    bare = [file.name for file in told.files if file.kind == "series" and file.table is None]
    if bare:
        raise InputError(f"file {bare[0]!r} has no table that says how it is read", where=where, remedy="see docs/sources.md")
    try:
        _own_folder().mkdir(parents=True, exist_ok=True)
        partial = _own_folder() / f"{told.id}.toml.part"
        partial.write_text(text, encoding="utf-8")
        partial.replace(_own_folder() / f"{told.id}.toml")
    except OSError as error:
        raise InputError(f"cannot keep the source in {_own_folder()}: {error.strerror}", where=where) from None
    load_source.cache_clear()
    return told


def reader_of(source: Source, file: File) -> Reader:
    """The reader of a series file: the function of the file's name in the source's module, or its declared table."""
    if file.table is not None:
        from pyrrhus.sources.declared import table_reader

        return table_reader(source, file)
    make: Callable[[Source, File], Reader] = getattr(import_module(f"pyrrhus.sources.{source.id}"), file.name)
    return make(source, file)


def _own_folder() -> Path:
    """Where the user's own sources are kept: ``$PYRRHUS_SOURCES``, else ``sources`` in the user's data folder."""
    told = os.environ.get("PYRRHUS_SOURCES", "")
    if told:
        return Path(told)
    from platformdirs import user_data_dir

    return Path(user_data_dir("pyrrhus")) / "sources"
