"""A sync in this process, with a clock of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pyrrhus.capture.github import GitHub
from pyrrhus.ledger.location import writing
from pyrrhus.ledger.sync import Outcome, sync_source
from pyrrhus.sources.contract import load_source

__all__ = ["SEEN", "synced"]

SEEN = datetime(2026, 6, 15, 12, tzinfo=UTC)


class Silent:
    """Progress that nobody watches."""

    def expect(self, source: str, documents: int) -> None: ...

    def fetched(self, source: str, size: int) -> None: ...


def synced(url: str, ledger: Path, *sources: str, clock: Callable[[], datetime] = lambda: SEEN) -> list[Outcome]:
    """Sync sources, one after the other; what came of each."""
    with GitHub(mirror=url) as github, writing(f"sqlite:///{ledger}") as engine:
        return [sync_source(engine, load_source(name), github, origin=url, progress=Silent(), clock=clock) for name in sources]
