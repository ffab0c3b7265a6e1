"""A disk that fills up at any moment of a sync: the ledger is as it was, and whole once there is room again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from holding import rows, sound

STEPS = (0, 4, 8, 12, 20, 30, 45, 60, 80, 110, 140, 170)


def fill(disk: Path, free: int) -> Path:
    """Leave so many bytes free."""
    rest = disk / "rest"
    rest.write_bytes(b"x" * (shutil.disk_usage(disk).free - free))
    return rest


@pytest.mark.parametrize(
    ("free", "empty"),
    [
        pytest.param(
            free * 1024,
            empty,
            id=f"{'a new' if empty else 'an old'} ledger, {free} KiB free",
            marks=[] if free == 60 and not empty else [pytest.mark.slow],
        )
        for free in STEPS
        for empty in (False, True)
    ],
)
def test_a_disk_that_fills_up_costs_nothing_that_was_held(free: int, empty: bool, world: Any, small_disk: Path) -> None:
    undisturbed = world.undisturbed(empty=empty)
    ledger = world.ledger(small_disk / "ledger.db", empty=empty)
    rest = fill(small_disk, free)
    status, out, err = world.sync()
    assert status == 2
    assert out == ""
    assert err.count("\n") == 1
    assert "the disk is full; free some of it and sync again, nothing was lost" in err
    held = rows(ledger) if ledger.exists() and ledger.stat().st_size else {}
    assert held in undisturbed.rows
    assert not held or sound(ledger)
    rest.unlink()
    status, _, err = world.sync()
    assert (status, err) == (0, "")
    assert sound(ledger)
    assert world.whole(ledger) == undisturbed.whole
