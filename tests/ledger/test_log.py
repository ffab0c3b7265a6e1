"""The history of a feed: what each version changed, newest first, and its runs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pyrrhus.errors import InputError
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.log import Log, log
from pyrrhus.ledger.told import RUN_COLUMNS, log_json, log_rows

D1, D2, D3 = "2025-01-01", "2025-01-02", "2025-01-03"


def read(ledger: Any, source: str, **asked: Any) -> Log:
    with reading(ledger.url) as connection:
        return log(connection, source, **asked)


def counts(told: Log) -> list[tuple[int, int, int]]:
    return [(one.new, one.changed, one.withdrawn) for one in told.versions]


def test_each_version_tells_what_it_changed_newest_first(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    general_staff.commit({D1: 100, D2: 110}, "2025-01-02T08:00:00Z")
    general_staff.commit({D1: 105, D2: 110}, "2025-01-03T08:00:00Z")
    general_staff.commit({D1: 105}, "2025-01-04T08:00:00Z")
    ledger.sync(general_staff)
    told = read(ledger, "ua_general_staff")
    assert counts(told) == [(0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 0, 0)]
    assert [str(one.known) for one in told.versions] == ["2025-01-04", "2025-01-03", "2025-01-02", "2025-01-01"]


def test_what_is_told_again_with_its_commit_changes_nothing(ledger: Any, general_staff: Any) -> None:
    general_staff.etags = False
    general_staff.lay({D1: 100})
    ledger.sync(general_staff)
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    ledger.sync(general_staff)
    assert sorted(counts(read(ledger, "ua_general_staff"))) == [(0, 0, 0), (1, 0, 0)]


def test_bytes_without_a_commit_come_first(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    general_staff.lay({D1: 100, D2: 110})
    ledger.sync(general_staff)
    assert [one.commit == "" for one in read(ledger, "ua_general_staff").versions] == [True, False]


def test_a_map_is_new_once_and_changed_when_it_is_replaced(ledger: Any, deepstate: Any) -> None:
    deepstate.lay(30.0, day="20250101")
    ledger.sync(deepstate)
    deepstate.lay(31.0, day="20250101")
    ledger.sync(deepstate)
    assert counts(read(ledger, "deepstate")) == [(0, 1, 0), (1, 0, 0)]


def test_a_limit_takes_the_newest_and_tells_of_how_many(ledger: Any, general_staff: Any) -> None:
    for day in range(1, 8):
        general_staff.commit({D1: 100 + day}, f"2025-01-0{day}T08:00:00Z")
    ledger.sync(general_staff)
    told = read(ledger, "ua_general_staff", limit=2)
    assert [one.known for one in told.versions] == [date(2025, 1, 7), date(2025, 1, 6)]
    assert told.version_count == 7


def test_an_older_day_knows_only_its_versions_and_runs(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    general_staff.commit({D1: 101}, "2025-01-02T08:00:00Z")
    ledger.sync(general_staff, at=datetime(2025, 1, 3, tzinfo=UTC))
    told = read(ledger, "ua_general_staff", as_of=date(2025, 1, 1))
    assert (told.version_count, told.run_count) == (1, 0)


def test_a_run_that_failed_is_told_with_its_message(ledger: Any, general_staff: Any) -> None:
    general_staff.lay(b"[")
    assert ledger.try_sync(general_staff).error
    (run,) = read(ledger, "ua_general_staff").runs
    assert (run.status, run.origin) == ("failed", "test")
    assert "breaks off" in run.message


def test_the_flags_of_a_version_stand_beside_it(ledger: Any, general_staff: Any) -> None:
    general_staff.commit(b'[{"date": "2025-01-01", "day": 5, "personnel": 1}]', "2025-01-01T08:00:00Z")
    ledger.sync(general_staff)
    assert [flag.code for flag in read(ledger, "ua_general_staff").versions[0].flags] == ["day_mismatch"]


def test_machines_get_runs_and_first_sights_only_where_they_ask(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    ledger.sync(general_staff)
    told = read(ledger, "ua_general_staff")
    assert not {name for row in log_rows(told, with_runs=False) for name in row} & {"seen", "row", "started"}
    assert "runs" not in log_json(told, with_runs=False)
    rows = log_rows(told, with_runs=True)
    assert [row["row"] for row in rows] == ["run", "version"]
    assert {name for row in rows for name in row} <= set(RUN_COLUMNS)


def test_the_same_history_gives_the_same_json_whenever_it_is_synced(new_ledger: Any, publisher: Any) -> None:
    told = []
    for year in (2026, 2027):
        one = publisher("ua_general_staff", "personnel")
        one.commit({D1: 100}, "2025-01-01T08:00:00Z")
        ledger = new_ledger()
        ledger.sync(one, at=datetime(year, 1, 1, tzinfo=UTC))
        told.append(log_json(read(ledger, "ua_general_staff"), with_runs=False))
    assert told[0] == told[1]


def test_a_source_that_was_never_synced_is_refused(ledger: Any, general_staff: Any) -> None:
    with pytest.raises(InputError, match="nothing was synced yet"):
        read(ledger, "isw")
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    ledger.sync(general_staff)
    with pytest.raises(InputError, match="no source 'isw' was synced here; there are: ua_general_staff"):
        read(ledger, "isw")
