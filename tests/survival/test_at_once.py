"""Syncs and readers at once: one ledger in the end, and whoever reads meanwhile sees one whole state of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from holding import rows, said, sound
from publishers import Fault, Publishers, serving
from syncing import synced

from pyrrhus.errors import LedgerError
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.sources.contract import load_source

SOURCES = ("ua_general_staff", "isw", "deepstate")


@contextmanager
def meanwhile(work: Callable[[], Any]) -> Iterator[list[Any]]:
    """Do some work in a thread; it is done when the block has ended, and its result or error stands in the list."""
    came: list[Any] = []

    def do() -> None:
        try:
            came.append(work())
        except LedgerError as error:
            came.append(error)

    thread = threading.Thread(target=do)
    thread.start()
    yield came
    thread.join()


def in_process(publishers: Publishers, ledger: Path) -> subprocess.Popen[str]:
    options = [part for name in SOURCES for part in ("--source", name)]
    command = [sys.executable, "-m", "pyrrhus", "sync", "--mirror", publishers.url, "--quiet", *options]
    environment = os.environ | {"PYRRHUS_LEDGER": str(ledger)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def test_two_syncs_at_once_in_one_process_come_to_what_one_does(world: Any, tmp_path: Path) -> None:
    ledger = world.ledger(tmp_path / "ledger.db", empty=True)
    url = world.publishers.url
    with meanwhile(lambda: synced(url, ledger, *SOURCES)) as first, meanwhile(lambda: synced(url, ledger, *SOURCES)) as second:
        pass
    assert [one.error for one in (*first[0], *second[0])] == [None] * 6
    assert sound(ledger)
    assert world.whole(ledger) == world.undisturbed(empty=True).whole


@pytest.mark.slow
@pytest.mark.parametrize(
    ("empty", "apart"),
    [
        pytest.param(empty, apart, id=f"{'a new' if empty else 'an old'} ledger, {apart} s apart")
        for apart in (0.0, 0.05, 0.1, 0.2, 0.3, 0.5)
        for empty in (True, False)
    ],
)
def test_two_syncs_at_once_come_to_what_one_does(apart: float, empty: bool, world: Any, tmp_path: Path) -> None:
    wanted = world.undisturbed(empty=empty).whole
    ledger = world.ledger(tmp_path / "ledger.db", empty=empty)
    first = in_process(world.publishers, ledger)
    time.sleep(apart)
    second = in_process(world.publishers, ledger)
    for one in (first, second):
        # One waits for the other's source. What it says where that takes too long, test_wrong_input has.
        assert one.communicate()[1] == ""
        assert one.returncode == 0
    assert sound(ledger)
    assert world.whole(ledger) == wanted


@pytest.mark.slow
def test_whoever_reads_while_a_sync_writes_sees_it_after_none_one_or_more_of_its_sources(world: Any, tmp_path: Path) -> None:
    whole = world.undisturbed(empty=False).said
    ledger = world.ledger(tmp_path / "ledger.db", empty=False)
    seen: list[str] = []
    sync = in_process(world.publishers, ledger)
    while sync.poll() is None:
        seen.append(said(ledger))
    assert sync.communicate()[1] == ""
    assert set(seen) <= set(whole)
    assert seen[0] == whole[0]
    assert [whole.index(one) for one in seen] == sorted(whole.index(one) for one in seen)
    assert len(seen) >= 3


def test_a_reader_sees_the_state_it_began_with_though_a_sync_comes_between(world: Any, tmp_path: Path) -> None:
    ledger = world.ledger(tmp_path / "ledger.db", empty=False)
    with reading(f"sqlite:///{ledger}") as connection:
        before = list(StoredLedger(connection).intervals("isw", None))
    with reading(f"sqlite:///{ledger}") as connection:
        store = StoredLedger(connection)
        assert store.sources() == set(SOURCES)
        with meanwhile(lambda: synced(world.publishers.url, ledger, *SOURCES)) as came:
            time.sleep(1.0)  # long enough for a sync that nothing holds up
            now = list(store.intervals("isw", None))
            connection.close()
    assert now == before
    assert [one.error for one in came[0]] == [None] * 3
    with reading(f"sqlite:///{ledger}") as connection:
        assert len(list(StoredLedger(connection).intervals("isw", None))) > len(before)


def test_a_ledger_can_be_read_while_a_sync_that_has_written_much_waits_for_a_host(world: Any, tmp_path: Path) -> None:
    from random import Random

    ledger = world.ledger(tmp_path / "ledger.db", empty=False)
    before, path = said(ledger), load_source("deepstate").files[0].path
    with serving() as publishers:
        for number in range(9):
            noise = Random(number).randbytes(350_000).hex().encode()
            line = b'{"type": "FeatureCollection", "noise": "%s", "features": [{"type": "Feature", "geometry": {"type": '
            data = line % noise + b'"Polygon", "coordinates": [[[37, 48], [38, 48], [38, 49], [37, 48]]]}}]}'
            publishers.lay(load_source("deepstate").repository, path.replace("{day}", f"2025061{number}"), data)
        publishers.faults = [Fault("20250618", stall=1.0)]
        with meanwhile(lambda: synced(publishers.url, ledger, "deepstate")) as came:
            while not any("20250618" in one for one in publishers.asked):
                time.sleep(0.01)
            time.sleep(0.5)  # the maps before it are written by now
            assert ledger.with_name("ledger.db-journal").exists()
            began = time.monotonic()
            assert said(ledger) == before
            assert time.monotonic() - began < 0.4
            assert not came
    assert came[0][0].new == 9
    assert ledger.stat().st_size > 2_500_000  # more than SQLite keeps to itself unasked


def test_a_sync_that_a_reader_keeps_from_its_end_says_so_and_changes_nothing(
    world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = world.ledger(tmp_path / "ledger.db", empty=False)
    before = rows(ledger)
    monkeypatch.setattr("pyrrhus.ledger.location._PATIENCE", 0.2)
    with reading(f"sqlite:///{ledger}") as connection:
        StoredLedger(connection).sources()
        status, _, err = world.sync("isw")
    assert status == 2
    assert err.count("\n") == 1
    assert "another sync is running, or a program reads it for long; try again when it has ended" in err
    assert rows(ledger) == before
    assert world.sync("isw")[0] == 0
