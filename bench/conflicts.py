"""Many conflicts in one ledger: what one new day of each costs, at 1, 10 and 50 of them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from table import Line

SIZES = (1, 10, 50)
DAYS = 1600
SOURCES = 3
WHAT = f"one new day for each of N conflicts x {SOURCES} sources, {DAYS:,} days held"
START = date(2021, 1, 1)

TOML = """
id = "{id}"
title = "made up"
conflict = "{conflict}"
repository = "made/up"
shows = "same_day"
stance = "party"
licence = "number"
licence_note = "made up"
attribution = "made up"
[[files]]
name = "totals"
kind = "series"
path = "{id}.csv"
vintages = true
[files.table]
format = "csv"
key = ["day"]
[[files.table.statements]]
fields = {{ metric = "killed", kind = "cumulative", unit = "persons", party = "north" }}
columns = {{ value = "killed", end = "day" }}
"""
CONFLICT = 'name = "made up"\nstart = 2021-01-01\ncountry = "North"\n[parties]\nnorth = "North"\n[sources.x]\nname = "x"\n'


def conflict_lines(folder: Path) -> list[Line]:
    """Seconds of an incremental sync at each size, and how far the dearest source is above the cheapest size's mean."""
    places = {"PYRRHUS_SOURCES": folder, "PYRRHUS_CONFLICTS": folder}
    before = {name: os.environ.get(name) for name in places}
    os.environ.update({name: str(path) for name, path in places.items()})
    try:
        return list(_lines(folder))
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _lines(folder: Path) -> Iterator[Line]:
    from pyrrhus.ledger.location import writing
    from pyrrhus.sources.contract import add_source

    each: dict[int, float] = {}
    for size in SIZES:
        names = []
        for number in range(size):
            (folder / f"war{number}.toml").write_text(CONFLICT)
            for which in range(SOURCES):
                name = f"war{number}_{which}"
                add_source(TOML.format(id=name, conflict=f"war{number}"), where=name)
                names.append(name)
        with writing(f"sqlite:///{folder / f'conflicts-{size}.db'}") as engine:
            _sync(engine, names, DAYS)
            began = time.perf_counter()
            _sync(engine, names, DAYS + 1)
            each[size] = (time.perf_counter() - began) / size
        linear = each[size] / each[SIZES[0]]
        what = WHAT.replace("N conflicts", f"{size} conflict{'s' * (size > 1)}")
        yield Line(
            what, "linear in N", f"{each[size] * size:.2f} s", linear <= 1.5,
            f"{each[size] * 1000:.0f} ms a conflict", f"{linear:.2f}",
        )  # fmt: skip


def _sync(engine: Any, names: list[str], days: int) -> None:
    from pyrrhus.ledger.sync import sync_source
    from pyrrhus.sources.contract import load_source

    for number, name in enumerate(names):
        told = sync_source(
            engine, load_source(name), Repository(f"{name}.csv", number, days), origin="bench", progress=Silent(),  # type: ignore[arg-type]
            clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        if told.error:
            raise told.error


class Silent:
    """Nobody watches."""

    def expect(self, source: str, documents: int) -> None: ...

    def fetched(self, source: str, size: int) -> None: ...


class Repository:
    """One file with one commit for all days up to a day, and one for the day after."""

    def __init__(self, path: str, seed: int, days: int) -> None:
        self.path, self.seed, self.days = path, seed, days

    def _bytes(self, days: int) -> bytes:
        totals = accumulate((number * 7 + self.seed) % 90 for number in range(days))
        rows = (f"{START + timedelta(days=number)},{total}" for number, total in enumerate(totals))
        return ("day,killed\n" + "\n".join(rows) + "\n").encode()

    def tree(self, *_: object) -> Any:
        from pyrrhus.capture.blobs import git_sha
        from pyrrhus.capture.github import Blob, Listing

        data = self._bytes(self.days)
        return Listing((Blob(self.path, git_sha(data), len(data)),), "")

    def commits(self, repository: str, path: str, known: Any = (), branch: str = "main") -> Any:
        from pyrrhus.capture.github import Commit

        at = [
            Commit(f"{days:040x}", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days - DAYS))
            for days in range(DAYS, self.days + 1)
        ]
        return [one for one in at if one.sha not in known][::-1]

    def fetch(self, wanted: Any, *_: object, **__: object) -> Any:
        for one in wanted:
            yield one, self._bytes(int(one.ref, 16))
