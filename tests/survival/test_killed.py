"""A sync that is killed at any moment loses nothing: what it had not finished never was, and the next one ends the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from holding import rows, sound

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")


GUESS = (0.9, [0.15, 0.04, 0.15])
"""Seconds of a sync and of its write transactions, where it is not measured."""


class Sync:
    """A sync in a process of its own, watched from outside by the files that SQLite makes."""

    def __init__(self, world: Any, ledger: Path) -> None:
        self.ledger, self.journal = ledger, ledger.with_name(f"{ledger.name}-journal")
        options = [part for name in ("ua_general_staff", "isw", "deepstate") for part in ("--source", name)]
        command = [sys.executable, "-m", "pyrrhus", "sync", "--mirror", world.publishers.url, "--quiet", *options]
        environment = os.environ | {"PYRRHUS_LEDGER": str(ledger)}
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def until(self, happened: Callable[[], bool]) -> None:
        """Wait for something, or for the end of the process."""
        while self.process.poll() is None and not happened():
            time.sleep(0.0002)

    def until_writing(self, which: int) -> None:
        """Wait for the write transaction of this number."""
        for number in range(which):
            self.until(self.journal.exists)
            if number + 1 < which:
                self.until(lambda: not self.journal.exists())

    def until_committing(self, which: int) -> None:
        """Wait for the moment from which a write transaction changes the ledger itself, which is over in milliseconds."""
        self.until_writing(which)
        while self.process.poll() is None and not self.committing() and self.journal.exists():
            pass

    def committing(self) -> bool:
        """Whether the journal bears the sign that SQLite writes into it before it touches the ledger."""
        try:
            return self.journal.read_bytes()[:1] not in (b"", b"\0")
        except FileNotFoundError:
            return False

    def kill(self) -> bool:
        """Kill it with the signal that nothing can catch; whether it was still running."""
        self.process.kill()
        _, err = self.process.communicate()
        assert self.process.returncode in (0, -signal.SIGKILL), err.decode()
        return self.process.returncode != 0


def spans(sync: Sync) -> tuple[float, list[float]]:
    """How long an undisturbed sync takes in all, and how long each of its write transactions, in seconds."""
    began, written = time.monotonic(), []
    while sync.process.poll() is None:
        sync.until(sync.journal.exists)
        opened = time.monotonic()
        sync.until(lambda: not sync.journal.exists())
        if sync.process.poll() is None:
            written.append(time.monotonic() - opened)
    assert sync.process.communicate()[1] == b""
    assert sync.process.returncode == 0
    return time.monotonic() - began, written


@dataclass
class Kills:
    """Syncs killed at random moments, each followed by one that is left alone."""

    world: Any
    path: Path
    made: random.Random
    on: tuple[bool, ...]
    measured: bool
    lengths: dict[bool, tuple[float, list[float]]] = field(default_factory=dict)
    tale: list[str] = field(default_factory=list)
    killed: int = 0
    writing: int = 0
    committing: int = 0

    def __post_init__(self) -> None:
        self.wanted = {empty: self.world.undisturbed(empty=empty) for empty in self.on}
        for empty in self.on:
            self.lengths[empty] = spans(Sync(self.world, self.world.ledger(self.path, empty=empty))) if self.measured else GUESS

    def one(self) -> None:
        """Kill a sync, now and then the one after it too; then let one end, and compare."""
        empty = self.made.choice(self.on)
        self.world.ledger(self.path, empty=empty)
        for _ in range(self.made.choice([1, 1, 1, 2])):
            self.kill(empty)
            assert rows(self.path) in self.wanted[empty].rows, self.tale
            assert sound(self.path), self.tale
        status, _, err = self.world.sync()
        assert (status, err) == (0, ""), self.tale
        assert sound(self.path), self.tale
        assert self.world.whole(self.path) == self.wanted[empty].whole, self.tale

    def kill(self, empty: bool) -> None:
        whole, written = self.lengths[empty]
        how, which = (
            self.made.choice(["any", "writing", "writing", "committing", "committing"]),
            self.made.randrange(len(written)),
        )
        pause = self.made.uniform(0, whole if how == "any" else written[which] if how == "writing" else 0.0005)
        sync = Sync(self.world, self.path)
        match how:
            case "writing":
                sync.until_writing(which + 1)
            case "committing":
                sync.until_committing(which + 1)
        time.sleep(pause)
        running = sync.kill()
        # SQLite takes its journal away when a transaction ends: a killed process leaves it.
        size = sync.journal.stat().st_size if sync.journal.exists() else None
        self.writing += running and size is not None
        self.committing += running and sync.committing()
        ended = "ended before it" if not running else "no transaction" if size is None else f"{size} bytes of journal"
        ended += ", in a commit" * sync.committing()
        self.killed += running
        self.tale.append(f"{'empty' if empty else 'past'}, {how} {which}, {pause:.4f} s: {ended}")


def kills(world: Any, folder: Path, request: pytest.FixtureRequest, on: tuple[bool, ...], count: int, *, measured: bool) -> Kills:
    seed = request.config.getoption("randomly_seed")
    done = Kills(world, folder / "ledger.db", random.Random(seed), on, measured)
    while done.killed < count:
        done.one()
    print(f"seed {seed}: {done.killed} kills, {done.writing} in a write transaction, {done.committing} in a commit")  # noqa: T201 (how to do it again)
    print(*done.tale, sep="\n")  # noqa: T201
    return done


def test_syncs_that_were_killed_come_to_what_an_undisturbed_one_does(
    world: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills(world, tmp_path, request, (False,), 5, measured=False)


@pytest.mark.slow
def test_fifty_syncs_that_were_killed_come_to_what_an_undisturbed_one_does(
    world: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    done = kills(world, tmp_path, request, (True, False), 50, measured=True)
    assert done.writing >= 20
    assert done.committing >= 3
