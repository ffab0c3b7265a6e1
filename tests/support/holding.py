"""What a ledger holds, in forms that can be compared: its rows, what it says, and whether its file is sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from pyrrhus.ledger.export import as_csv
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.stored import StoredLedger

__all__ = ["rows", "said", "sound"]

Rows = dict[str, list[tuple[Any, ...]]]


def rows(path: Path) -> Rows:
    """All rows of all tables but the log of runs, without the columns that say which run and when it looked."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for table in sorted(set(tables) - {"run"}):
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
            kept = ", ".join(f'"{name}"' for name in columns if name not in ("run", "seen"))
            found[table] = connection.execute(f'SELECT {kept} FROM "{table}" ORDER BY rowid').fetchall()
        return found


def said(path: Path) -> str:
    """Every time that a statement stood, as csv, and every map."""
    with reading(f"sqlite:///{path}") as connection:
        store = StoredLedger(connection)
        sources = sorted(store.sources())
        maps = [(one.source, one.day, one.sha256, one.known) for source in sources for one in store.maps(source)]
        return as_csv([one for source in sources for one in store.intervals(source, None)]) + repr(maps)


def sound(path: Path) -> bool:
    """Whether SQLite finds no fault in the file and no row points at nothing."""
    with closing(sqlite3.connect(path)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and not connection.execute("PRAGMA foreign_key_check").fetchall()
