"""A sync of all sources against the bare loop over the same documents, and a sync with nothing new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from mirrors import counted
from processes import PYRRHUS, PYTHON, Ended, interleaved, run, well
from table import Line, ratio, spread

MEGABYTE = 1_000_000
ASKED_TIMES = 2.5
ASKED_PEAK = 400 * MEGABYTE
ASKED_AGAIN = 2.0

WHAT = "pyrrhus sync into a fresh ledger"
AGAIN = "a second sync"

BARE = "the bare loop"
SYNC = "the sync"


def sync_lines(mirror: str, folder: Path, rounds: int) -> tuple[list[Line], Path]:
    """The lines of a sync, and the ledger that the last round left."""
    plan = json.dumps(list(_plan()))
    numbers = count(1)
    ledger = folder

    def bare(*options: str) -> Ended:
        return well(run([PYTHON, str(Path(__file__).with_name("bare.py")), mirror, plan, *options]))

    def sync(*, fresh: bool, url: str = mirror) -> Ended:
        nonlocal ledger
        ledger = folder / f"ledger-{next(numbers)}.db" if fresh else ledger
        return well(run([PYRRHUS, "sync", "--quiet", "--mirror", url], PYRRHUS_LEDGER=str(ledger)))

    first = interleaved({BARE: bare, SYNC: lambda: sync(fresh=True)}, rounds)
    fetched = json.loads(first[BARE][-1].out)
    _same_documents(fetched, ledger)
    second = interleaved({BARE: lambda: bare("--listings-only"), SYNC: lambda: sync(fresh=False)}, rounds)
    with counted(mirror) as (url, asked):
        well(sync(fresh=False, url=url))
    lines = [*_first(first, fetched), *_second(second, asked["listings"], asked["documents"])]
    return lines, ledger


def skipped(why: str) -> list[Line]:
    """The same lines where there is no mirror."""
    asked = {
        WHAT: f"{ASKED_TIMES:g} x the bare loop", "peak memory of the sync": f"{ASKED_PEAK / MEGABYTE:.0f} MB",
        AGAIN: f"{ASKED_AGAIN:g} s", "documents it fetches": "none",
    }  # fmt: skip
    return [Line(what, limit, why, None) for what, limit in asked.items()]


def _plan() -> Iterator[dict[str, Any]]:
    """What a sync reads, as the sources' own files say it."""
    from pyrrhus.sources.contract import ADAPTERS, load_source

    for source in map(load_source, ADAPTERS):
        for file in source.files:
            repository, branch = source.place(file)
            yield {
                "repository": repository, "branch": branch,
                "pattern": file.path.replace("{day}", "*"), "vintages": file.vintages,
            }  # fmt: skip


def _same_documents(fetched: dict[str, int], ledger: Path) -> None:
    """Raise unless the ledger recorded as many documents, of as many bytes, as the bare loop fetched."""
    import sqlite3

    query = "SELECT count(*), sum(size) FROM version JOIN document ON document.id = version.document"
    connection = sqlite3.connect(ledger)
    held = connection.execute(query).fetchone()
    connection.close()
    if held != (fetched["documents"], fetched["bytes"]):
        raise RuntimeError(f"the sync took {held} documents and bytes, the bare loop {fetched}: not the same work")


def _first(found: dict[str, list[Ended]], fetched: dict[str, int]) -> list[Line]:
    ours, beside = ([one.seconds for one in found[name]] for name in (SYNC, BARE))
    times = ratio(ours, beside)
    what = f"{WHAT}, {fetched['documents']:,} documents, {fetched['bytes'] / MEGABYTE:.0f} MB"
    peak, bare_peak = (max(one.peak for one in found[name]) for name in (SYNC, BARE))
    return [
        Line(
            what, f"{ASKED_TIMES:g} x the bare loop", spread(ours).shown(" s"), times.median <= ASKED_TIMES,
            f"{BARE}: {spread(beside).shown(' s')}", times.shown(),
        ),
        Line(
            "peak memory of the sync", f"{ASKED_PEAK / MEGABYTE:.0f} MB", f"{peak / MEGABYTE:.0f} MB",
            peak <= ASKED_PEAK, f"{BARE}: {bare_peak / MEGABYTE:.0f} MB", f"{peak / bare_peak:.2f}",
        ),
    ]  # fmt: skip


def _second(found: dict[str, list[Ended]], listings: int, documents: int) -> list[Line]:
    ours, beside = ([one.seconds for one in found[name]] for name in (SYNC, BARE))
    bare_listings = json.loads(found[BARE][-1].out)["listings"]
    took = spread(ours)
    return [
        Line(
            AGAIN, f"{ASKED_AGAIN:g} s", took.shown(" s"), took.median <= ASKED_AGAIN,
            f"{BARE}'s listings: {spread(beside).shown(' s')}", ratio(ours, beside).shown(),
        ),
        Line(
            "documents it fetches", "none", f"{documents:,}, after {listings:,} listings", documents == 0,
            f"{BARE}: {bare_listings:,} listings", f"{listings / bare_listings:.2f}",
        ),
    ]  # fmt: skip
