"""What every source is: facts about the publisher from a ``.toml``, and readers that turn bytes into statements.

A reader works in two steps, so that a history of a thousand versions costs what changed between them: ``records``
splits a document into comparable records by key, ``read`` turns one record into statements. ``check`` looks at a whole
document and is asked of the newest version only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import import_module, resources
from typing import Any, Literal, Protocol
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from pyrrhus.statement import Statement

__all__ = ["ADAPTERS", "File", "Flag", "Found", "Reader", "Source", "load_source", "reader_of"]

ADAPTERS = ("ua_general_staff", "isw", "deepstate")
"""Sources that a ledger is synced from, in the order of their rooms in the design."""


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


class File(BaseModel):
    """One kind of file of a source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kind: Literal["series", "map"]
    path: str
    day: str = ""
    vintages: bool = False
    evidence: str = "bytes"

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

    id: str
    title: str
    repository: str
    branch: str
    shows: Literal["same_day", "day_before"]
    licence: Literal["geometry", "number", "link"]
    licence_note: str
    attribution: str
    derived_from: str = ""
    files: tuple[File, ...] = Field(min_length=1)
    facts: dict[str, Any] = Field(default_factory=dict)

    def page(self, path: str) -> str:
        """The address at which people find a path of the repository."""
        return f"https://github.com/{self.repository}/blob/{self.branch}/{quote(path)}"


@cache
def load_source(name: str) -> Source:
    """Read ``sources/NAME.toml``.

    Raises:
        pydantic.ValidationError: when the file misses a field or has one that is not known.
    """
    text = (resources.files("pyrrhus.sources") / f"{name}.toml").read_text(encoding="utf-8")
    return Source.model_validate(tomllib.loads(text))


def reader_of(source: Source, file: File) -> Reader:
    """The reader for a series file: the function of the file's name in the source's module."""
    make: Callable[[Source, File], Reader] = getattr(import_module(f"pyrrhus.sources.{source.id}"), file.name)
    return make(source, file)
