"""The ledger on disk: how large, whether every document still hashes to its name, how long one takes to read."""

from __future__ import annotations

import hashlib
import random
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from table import Line, spread

if TYPE_CHECKING:
    from sqlalchemy import Connection

MEGABYTE = 1_000_000
ASKED_SIZE = 30 * MEGABYTE
ASKED_MS = 20.0

SAMPLE = 200
SLOWEST = 100
AGAIN = 5

SIZE, HASHES, READ, SLOW = (
    "ledger file", "documents that re-hash", f"reading a vintage ({SAMPLE} at random)", "reading the slowest of all",
)  # fmt: skip


def vintage_lines(ledger: Path) -> list[Line]:
    """Reads every document once, in random order; the slowest ones again, for a pause of the machine is no slow read."""
    from sqlalchemy import select

    from pyrrhus.ledger.location import reading
    from pyrrhus.ledger.schema import document

    with reading(f"sqlite:///{ledger}") as connection:
        rows = list(connection.execute(select(document.c.id, document.c.sha256, document.c.size)))
        random.Random(len(rows)).shuffle(rows)
        once = {row.id: _read(connection, row.id, row.sha256) for row in rows}
        slowest = sorted(once, key=lambda id_: once[id_][0], reverse=True)[:SLOWEST]
        again = [statistics.median(_read(connection, id_)[0] for _ in range(AGAIN)) for id_ in slowest]
    size, published = ledger.stat().st_size, sum(row.size for row in rows)
    whole = sum(matches for _, matches in once.values())
    sample = spread([once[row.id][0] for row in rows[:SAMPLE]])
    limit, worst = f"{ASKED_MS:g} ms", max(once[id_][0] for id_ in slowest)
    return [
        Line(
            SIZE, f"{ASKED_SIZE / MEGABYTE:.0f} MB", f"{size:,} bytes", size <= ASKED_SIZE,
            f"as published: {published:,} bytes", f"1/{published / size:.0f}",
        ),
        Line(HASHES, "all", f"{whole:,} of {len(rows):,}", whole == len(rows)),
        Line(READ, limit, sample.shown(" ms", 1), sample.median <= ASKED_MS),
        Line(SLOW, limit, f"{max(again):.1f} ms, median of {AGAIN} (once {worst:.1f})", max(again) <= ASKED_MS),
    ]  # fmt: skip


def skipped(why: str) -> list[Line]:
    """The same lines where there is no mirror."""
    asked = {SIZE: f"{ASKED_SIZE / MEGABYTE:.0f} MB", HASHES: "all", READ: f"{ASKED_MS:g} ms", SLOW: f"{ASKED_MS:g} ms"}
    return [Line(what, limit, why, None) for what, limit in asked.items()]


def _read(connection: Connection, id_: Any, sha256: bytes = b"") -> tuple[float, bool]:
    """Milliseconds of one read, and whether the bytes have that hash."""
    from pyrrhus.errors import LedgerError
    from pyrrhus.ledger.documents import read_document

    began = time.perf_counter()
    try:
        data = read_document(connection, id_)
    except LedgerError:
        data = b""
    took = (time.perf_counter() - began) * 1000
    return took, hashlib.sha256(data).digest() == sha256
