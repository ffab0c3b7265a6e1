"""A clock that jumps: what publishers' own dates date does not notice, and the order of events is the order of entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
import time_machine
from holding import Rows, rows, said, sound
from publishers import Publishers, serving
from syncing import SEEN, synced

from pyrrhus.ledger.location import reading
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.view import View
from pyrrhus.sources.contract import load_source

STAFF, ISW, DEEPSTATE = (load_source(name) for name in ("ua_general_staff", "isw", "deepstate"))
DAY = timedelta(days=1)


def ticking(*moments: datetime) -> Callable[[], datetime]:
    """A clock that tells these moments in turn, and the last one for ever."""
    told = chain(moments, repeat(moments[-1]))
    return lambda: next(told)


CLOCKS = {
    "steady": lambda run: ticking(SEEN + run * DAY),
    "backwards between runs": lambda run: ticking(SEEN - run * 400 * DAY),
    "backwards within a run": lambda run: ticking(SEEN + run * DAY, SEEN - 1000 * DAY, SEEN + DAY, SEEN - 2000 * DAY),
    "before all that is told": lambda run: ticking(datetime(1969, 12, 31, tzinfo=UTC) - run * DAY),
    "at the beginning of time": lambda run: ticking(datetime(1, 1, 1, tzinfo=UTC)),
    "at its end": lambda run: ticking(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    "the other way each time": lambda run: ticking(SEEN + (-1) ** run * 3000 * DAY),
}


def personnel(*totals: int) -> bytes:
    rows_ = [f'{{"date": "2025-01-0{day}", "day": {1042 + day}, "personnel": {total}}}' for day, total in enumerate(totals, 1)]
    return f"[{', '.join(rows_)}]".encode()


def areas(*square_metres: int) -> bytes:
    lines = [f"2025-01-0{day},{area}000000,,,," for day, area in enumerate(square_metres, 1)]
    return "\n".join([",".join(ISW.facts["columns"]), *lines]).encode()


@pytest.fixture
def host() -> Iterator[Publishers]:
    with serving() as publishers:
        publishers.etags = False
        yield publishers


def in_three_runs(host: Publishers, ledger: Path, clock: Callable[[int], Callable[[], datetime]]) -> tuple[Rows, str]:
    """A history that comes in three parts, each of them with a commit whose committer's own clock was wrong."""
    host.repositories.clear()
    file, other, correction = ISW.files[0].path, STAFF.files[0].path, STAFF.files[1].path
    host.lay(STAFF.repository, STAFF.files[2].path, personnel(5).replace(b"personnel", b"tank"))
    for run, (area, totals) in enumerate([([110], [790]), ([110, 111], [790, 791]), ([120, 111, 112], [795, 796, 797])]):
        hour = f"{2 + run:02}"
        host.commit(ISW.repository, file, areas(*(number * 1000 for number in area)), f"2025-01-{hour}T06:00:00Z")
        host.commit(ISW.repository, file, areas(*(number * 1000 + 1 for number in area)), f"2024-12-{hour}T06:00:00Z")
        host.commit(STAFF.repository, other, personnel(*(number * 1000 for number in totals)), f"2025-01-{hour}T06:00:00+02:00")
        host.commit(STAFF.repository, correction, personnel(run + 1), f"2025-01-{hour}T06:00:00Z")
        outcomes = synced(host.url, ledger, "isw", "ua_general_staff", clock=clock(run))
        assert [one.error for one in outcomes] == [None, None]
    assert sound(ledger)
    return {name: table for name, table in rows(ledger).items() if name != "listing"}, said(ledger)


QUICK = ("backwards between runs",)
JUMPING = [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in CLOCKS]


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, str]:
    with serving() as publishers:
        publishers.etags = False
        return in_three_runs(publishers, tmp_path_factory.mktemp("steady") / "ledger.db", CLOCKS["steady"])


@pytest.mark.parametrize("clock", JUMPING)
def test_what_commits_date_is_the_same_whatever_the_clock_says(
    clock: str, host: Publishers, tmp_path: Path, steady: tuple[Rows, str]
) -> None:
    assert in_three_runs(host, tmp_path / "jumping.db", CLOCKS[clock]) == steady


def values(ledger: Path, source: str, as_of: Any = None) -> dict[str, list[str]]:
    with reading(f"sqlite:///{ledger}") as connection:
        found: dict[str, list[str]] = {}
        for one in View([StoredLedger(connection)], (), as_of).statements(source=source):
            found.setdefault(str(one.end), []).append(f"{one.value:f}")
        return found


@pytest.mark.parametrize("clock", JUMPING)
def test_bytes_that_no_commit_has_replace_each_other_in_the_order_in_which_they_came(
    clock: str, host: Publishers, tmp_path: Path
) -> None:
    ledger, path = tmp_path / "ledger.db", ISW.files[0].path
    host.commit(ISW.repository, path, areas(110_000), "2025-01-02T06:00:00Z")
    for run, area in enumerate([110_100, 110_200, 110_100, 110_300]):
        host.lay(ISW.repository, path, areas(area))
        (outcome,) = synced(host.url, ledger, "isw", clock=CLOCKS[clock](run))
        assert (outcome.error, outcome.changed) == (None, 1)
    assert [row[2] for row in rows(ledger)["event"]] == [1, 0, 1, 0, 1, 0, 1, 0, 1]
    assert values(ledger, "isw", datetime(9999, 12, 31, tzinfo=UTC).date()) == {"2025-01-01": ["110300"]}


@pytest.mark.parametrize("year", [2001, pytest.param(2040, marks=pytest.mark.slow)])
def test_the_clock_of_the_machine_is_in_no_export(year: int, world: Any, tmp_path: Path) -> None:
    wanted = world.undisturbed(empty=False).whole
    ledger = world.ledger(tmp_path / f"{year}.db", empty=False)
    with time_machine.travel(datetime(year, 1, 1, tzinfo=UTC)):
        status, _, err = world.sync()
        assert (status, err) == (0, "")
        assert world.whole(ledger) == wanted
