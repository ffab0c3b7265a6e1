"""Damaged documents are fetched again by a plain sync; what is not to be had again stays, with a flag and a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from pyrrhus.capture.github import Wanted
from pyrrhus.ledger import schema
from pyrrhus.ledger.location import reading, writing
from pyrrhus.ledger.verify import verify

D1, D2 = "2025-01-01", "2025-01-02"


def damage(ledger: Any, *ids: int) -> None:
    d = schema.document
    with writing(ledger.url) as engine, engine.begin() as connection:
        for id_ in ids:
            packed = bytearray(connection.execute(select(d.c.packed).where(d.c.id == id_)).scalar_one())
            packed[-1] ^= 1
            connection.execute(update(d).where(d.c.id == id_).values(packed=bytes(packed)))


def faults(ledger: Any) -> list[str]:
    with reading(ledger.url) as connection:
        return [one.text for one in verify(connection, everything=True).problems]


@pytest.fixture
def totals(ledger: Any, general_staff: Any) -> Any:
    for day in range(1, 7):
        general_staff.commit({f"2025-01-0{one}": 100 * one for one in range(1, day + 1)}, f"2025-01-0{day}T08:00:00Z")
    ledger.sync(general_staff)
    return general_staff


@pytest.mark.parametrize("ids", [(1,), (3,), (6,), (2, 5), (1, 2, 3, 4, 5, 6)])
def test_a_sync_fetches_them_again_at_their_commits(ids: tuple[int, ...], ledger: Any, totals: Any) -> None:
    before = ledger.export()
    damage(ledger, *ids)
    assert faults(ledger)
    totals.fetched.clear()
    outcome = ledger.sync(totals)
    assert (outcome.repaired, outcome.left_damaged) == (len(ids), [])
    assert all(len(one.ref) == 40 for one in totals.fetched)
    assert faults(ledger) == []
    assert ledger.export() == before
    assert ledger.rows(schema.run.c.message)[-1] == (f"fetched {len(ids)} damaged document{'s' * (len(ids) > 1)} again",)


def test_a_sync_of_a_whole_ledger_fetches_nothing_again(ledger: Any, totals: Any) -> None:
    totals.fetched.clear()
    assert ledger.sync(totals).repaired == 0
    assert totals.fetched == []


def test_bytes_without_a_commit_come_from_the_branch(ledger: Any, deepstate: Any) -> None:
    deepstate.lay(30.0, day="20250101")
    ledger.sync(deepstate)
    damage(ledger, 1)
    deepstate.fetched.clear()
    assert ledger.sync(deepstate).repaired == 1
    assert deepstate.fetched == [Wanted(deepstate.source.repository, "main", "data/deepstatemap_data_20250101.geojson")]
    assert faults(ledger) == []


def test_what_the_publisher_no_longer_has_stays_with_a_flag_and_a_sentence(ledger: Any, deepstate: Any) -> None:
    deepstate.lay(30.0, day="20250101")
    deepstate.lay(31.0, day="20250102")
    ledger.sync(deepstate)
    damage(ledger, 1)
    deepstate.lay(35.0, day="20250101")
    for runs in (1, 2):
        outcome = ledger.sync(deepstate)
        assert outcome.repaired == 0
        (sentence,) = outcome.left_damaged
        assert sentence.startswith("data/deepstatemap_data_20250101.geojson: document ")
        assert sentence.endswith("is damaged in this ledger, and its publisher no longer has these bytes")
        assert [code for (code,) in ledger.rows(schema.flag.c.code)] == ["damaged"], f"after {runs} runs"


def test_new_maps_are_kept_beside_one_that_stays_damaged(ledger: Any, deepstate: Any) -> None:
    deepstate.lay(30.0, day="20250101")
    ledger.sync(deepstate)
    damage(ledger, 1)
    deepstate.lay(35.0, day="20250101")
    deepstate.lay(36.0, day="20250102")
    outcome = ledger.sync(deepstate)
    assert (outcome.new, outcome.changed, len(outcome.left_damaged)) == (1, 1, 1)
    assert len(faults(ledger)) == 1


def test_a_repaired_document_loses_its_flag(ledger: Any, deepstate: Any) -> None:
    deepstate.lay(30.0, day="20250101")
    ledger.sync(deepstate)
    damage(ledger, 1)
    deepstate.lay(35.0, day="20250101")
    ledger.sync(deepstate)
    deepstate.lay(30.0, day="20250101")
    assert ledger.sync(deepstate).repaired == 1
    assert ledger.rows(schema.flag.c.code) == []


def test_only_the_source_that_is_synced_is_repaired(ledger: Any, totals: Any, deepstate: Any) -> None:
    deepstate.lay(30.0, day="20250101")
    ledger.sync(deepstate)
    damage(ledger, 1)
    assert ledger.sync(deepstate).repaired == 0
    assert ledger.sync(totals).repaired == 1


def test_a_file_that_a_commit_took_away_needs_no_publisher(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    gone = general_staff.commit({D1: 100, D2: 1}, "2025-01-02T08:00:00Z")
    path = general_staff.source.files[0].path
    del general_staff.held[gone, path]
    general_staff.commit({D1: 100, D2: 110}, "2025-01-03T08:00:00Z")
    ledger.sync(general_staff)
    damage(ledger, 2)
    assert ledger.sync(general_staff).repaired == 1
    assert faults(ledger) == []


class _Recorded:
    """A connection that writes down what it is told."""

    def __init__(self, name: str) -> None:
        self.dialect = type("Dialect", (), {"name": name})
        self.told: list[str] = []

    def execute(self, statement: Any) -> None:
        self.told.append(str(statement))

    def exec_driver_sql(self, statement: str) -> None:
        self.told.append(statement)


def test_syncs_take_turns_in_each_database() -> None:
    from pyrrhus.ledger import sync

    for name, last in (("sqlite", "BEGIN IMMEDIATE"), ("postgresql", "pg_advisory_xact_lock")):
        connection: Any = _Recorded(name)
        sync._wait_for_turn(connection)
        assert last in connection.told[-1]
