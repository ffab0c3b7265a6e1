"""What a run handles: documents with their names, paths with what is held of them, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from pyrrhus.capture.blobs import git_sha, sha256
from pyrrhus.capture.github import Blob
from pyrrhus.errors import PyrrhusError
from pyrrhus.sources.contract import File

__all__ = ["Body", "HeldPath", "Outcome", "Progress", "named"]


@dataclass(slots=True)
class Outcome:
    """What one run of one source did; counts are of statements, or of maps for a source of maps.

    ``repaired`` counts damaged documents that were fetched again, ``left_damaged`` has a sentence on each that could not be.
    """

    source: str
    new: int = 0
    confirmed: int = 0
    changed: int = 0
    withdrawn: int = 0
    flagged: int = 0
    documents: int = 0
    newest: date | None = None
    error: PyrrhusError | None = None
    repaired: int = 0
    left_damaged: list[str] = field(default_factory=list)


class Progress(Protocol):
    """Who is told how a run goes on."""

    def expect(self, source: str, documents: int) -> None:
        """So many more documents will be fetched."""

    def fetched(self, source: str, size: int) -> None:
        """One document of ``size`` bytes was fetched and read."""


@dataclass(frozen=True, slots=True)
class Body:
    """A document with the names of its bytes."""

    data: bytes
    git_sha: str
    sha256: str


@dataclass(slots=True)
class HeldPath:
    """A path of the repository with what the ledger holds of it."""

    file: File
    blob: Blob
    day: date | None
    id: int
    commits: set[str] = field(default_factory=set)
    newest_sha: str = ""
    last_document: int | None = None
    committed_document: int | None = None
    times: set[datetime] = field(default_factory=set)


def named(stream: Iterable[bytes | None]) -> Iterator[Body | None]:
    """Each document with its names; None where there was none."""
    for data in stream:
        yield None if data is None else Body(data, git_sha(data), sha256(data))
