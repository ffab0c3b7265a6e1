"""A ledger that is whole is said to be; whatever was changed in it is found, and named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, text, update

from pyrrhus.errors import LedgerError
from pyrrhus.ledger import schema
from pyrrhus.ledger.location import reading, writing
from pyrrhus.ledger.verify import Problem, Report, verify
from pyrrhus.measures.twice import derived_twice

VERSIONS = 8


@pytest.fixture
def whole(ledger: Any, general_staff: Any, deepstate: Any) -> Any:
    """Eight versions of totals, restated on the way, and two maps."""
    totals: dict[str, int] = {}
    for day in range(1, VERSIONS + 1):
        totals |= {f"2025-01-0{day}": 100 * day, "2025-01-01": 90 + day // 4}
        general_staff.commit(totals, f"2025-01-0{day}T08:00:00Z")
    deepstate.lay(30.0, day="20250101")
    deepstate.lay(31.0, day="20250102")
    ledger.sync(general_staff)
    ledger.sync(deepstate)
    return ledger


def check(ledger: Any, **asked: Any) -> Report:
    with reading(ledger.url) as connection:
        return verify(connection, **asked)


def change(ledger: Any, *statements: Any) -> None:
    with writing(ledger.url) as engine, engine.begin() as connection:
        for one in statements:
            connection.execute(one)


def flip(connection: Connection, id_: int) -> None:
    packed = bytearray(connection.execute(select(schema.document.c.packed).where(schema.document.c.id == id_)).scalar_one())
    packed[len(packed) // 2] ^= 4
    connection.execute(update(schema.document).where(schema.document.c.id == id_).values(packed=bytes(packed)))


def damage(ledger: Any, *ids: int) -> None:
    with writing(ledger.url) as engine, engine.begin() as connection:
        for id_ in ids:
            flip(connection, id_)


def named(report: Report) -> set[tuple[str, str]]:
    return {(one.check, one.text) for one in report.problems}


def test_a_ledger_as_it_was_synced_is_whole(whole: Any) -> None:
    report = check(whole)
    assert report.problems == ()
    assert report.checked == {
        "links": 42, "documents": 10, "versions": 10, "ids": 10, "read_again": 10, "statements": 36, "maps": 2, "witnesses": 0,
    }  # fmt: skip


def test_an_empty_ledger_is_whole(ledger: Any) -> None:
    assert check(ledger).problems == ()


@pytest.mark.parametrize("id_", range(1, VERSIONS + 3))
def test_each_damaged_document_is_named_with_its_path_and_commit(id_: int, whole: Any) -> None:
    (sha, _) = whole.rows(schema.document.c.sha256, schema.document.c.id)[id_ - 1]
    damage(whole, id_)
    report = check(whole, sample=0)
    root = next(one for one in report.problems if one.document == sha.hex())
    assert root.source == ("ua_general_staff" if id_ <= VERSIONS else "deepstate")
    assert root.path
    assert root.commit or root.day
    rest = [one for one in report.problems if one is not root]
    assert all(one.text == f"it is whole, but packed against document {sha.hex()}, which is damaged" for one in rest)
    assert report.checked["documents"] == VERSIONS + 2


def test_damage_that_keeps_its_checksum_is_found_by_the_hash(whole: Any) -> None:
    d = schema.document
    rows = whole.rows(d.c.id, d.c.packed, d.c.crc, d.c.size, d.c.base)
    other = next(row for row in rows if row[4] is None)
    change(whole, update(d).where(d.c.id == VERSIONS + 2).values(packed=other[1], crc=other[2], size=other[3], base=None))
    assert ("documents", "its bytes do not hash to its name") in named(check(whole, sample=0))


@pytest.mark.parametrize("values", [{"size": 7}, {"crc": 5}])
def test_what_is_told_of_a_document_is_held_against_it(values: dict[str, int], whole: Any) -> None:
    change(whole, update(schema.document).where(schema.document.c.id == VERSIONS).values(**values))
    assert [one.check for one in check(whole, sample=0).problems] == ["documents"]


@pytest.mark.parametrize("values", [
    {"git_sha": b"\0" * 20}, {"learnt": datetime(2024, 1, 1, tzinfo=UTC)}, {"learnt": None}, {"commit": None},
])  # fmt: skip
def test_a_version_whose_name_or_times_do_not_agree_is_found(values: dict[str, Any], whole: Any) -> None:
    change(whole, update(schema.version).where(schema.version.c.id == 3).values(**values))
    assert [one.check for one in check(whole, sample=0).problems] == ["versions"]


def test_a_changed_number_no_longer_hashes_to_its_id(whole: Any) -> None:
    change(whole, update(schema.statement).where(schema.statement.c.id == 2).values(value=777))
    (problem,) = check(whole, sample=0, everything=False).problems or check(whole, everything=True).problems
    assert problem.check == "ids"
    assert "ua_general_staff, casualties" in problem.text


def test_a_lost_event_is_found_by_reading_again(whole: Any) -> None:
    lost = select(schema.event.c.statement).where(schema.event.c.id == 4).scalar_subquery()
    change(whole, delete(schema.event).where(schema.event.c.statement == lost))
    found = named(check(whole))
    assert found
    assert all(name == "statements" and told.startswith("the bytes state what the ledger does not have") for name, told in found)


def test_an_event_of_another_version_is_found_by_reading_again(whole: Any) -> None:
    change(whole, update(schema.event).where(schema.event.c.id == 1).values(version=5))
    assert any("the bytes state what the ledger does not have" in told for _, told in named(check(whole)))


def test_a_withdrawal_that_is_gone_leaves_what_the_bytes_do_not_state(whole: Any) -> None:
    change(whole, delete(schema.event).where(schema.event.c.stated == 0))
    assert any(told.startswith("the ledger has what the bytes do not state") for _, told in named(check(whole)))


@pytest.mark.parametrize("values", [{"where": "elsewhere"}, {"flags": "doubtful"}, {"note": "rumour"}])
def test_a_changed_place_flag_or_note_is_found_by_reading_again(values: dict[str, str], whole: Any) -> None:
    change(whole, update(schema.remark).values(**values))
    assert {one.check for one in check(whole).problems} == {"statements"}


def test_a_row_that_names_no_other_is_a_broken_link(whole: Any) -> None:
    change(whole, text("PRAGMA foreign_keys = OFF"))
    with writing(whole.url) as engine, engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("UPDATE version SET document = 99 WHERE id = 2")
    found = check(whole, sample=0).problems
    assert {one.check for one in found} == {"links", "versions"}
    assert any("names a row of document that is not there" in one.text for one in found)
    assert any(one.text == "its document 99 is not there" and one.path for one in found)


def test_the_same_seed_reads_the_same_sample_and_all_reads_all(whole: Any) -> None:
    assert check(whole, sample=3).checked["read_again"] == 3 + 2
    assert check(whole, sample=3) == check(whole, sample=3)
    assert check(whole, sample=0, everything=True).checked["read_again"] == VERSIONS + 2
    counts = {check(whole, sample=3, seed=seed).checked["statements"] for seed in range(8)}
    assert len(counts) > 1


@pytest.mark.parametrize("seed", range(12))
def test_bytes_flipped_anywhere_in_the_file_are_found_or_do_no_harm(seed: int, whole: Any) -> None:
    before = whole.export()
    chance, data = Random(seed), bytearray(Path(whole.path).read_bytes())
    for _ in range(20):
        data[chance.randrange(200, len(data))] ^= 1 << chance.randrange(8)
    Path(whole.path).write_bytes(data)
    try:
        problems: tuple[Problem, ...] = check(whole, everything=True).problems
    except LedgerError:
        return
    assert problems or whole.export() == before


def test_worked_out_figures_come_out_alike_from_statements_and_from_bytes(
    ledger: Any, general_staff: Any, deepstate: Any
) -> None:
    months = {f"2025-0{month}-0{day}": 1000 * month + day for month in (1, 2, 3) for day in (1, 2)}
    general_staff.commit(months, "2025-03-02T08:00:00Z")
    for day in ("20250101", "20250201", "20250301"):
        deepstate.lay(30.0 + int(day[4:6]) / 100, day=day)
    ledger.sync(general_staff)
    ledger.sync(deepstate)
    with reading(ledger.url) as connection:
        told = derived_twice(connection)
    assert (told.count, told.differing) == (4, ())
    change(ledger, update(schema.statement).where(schema.statement.c.end == date(2025, 2, 1)).values(value=1500))
    with reading(ledger.url) as connection:
        told = derived_twice(connection)
    assert len(told.differing) == 2
    assert "ua_general_staff, casualties, 2025-01-01..2025-01-31" in told.differing[0]


def test_a_corrected_figure_is_no_difference(ledger: Any, general_staff: Any) -> None:
    from pyrrhus.ledger.corrections import correct

    general_staff.commit({"2025-01-01": 1, "2025-02-01": 2, "2025-03-01": 3}, "2025-03-02T08:00:00Z")
    ledger.sync(general_staff)
    one = ledger.statements()[1]
    with writing(ledger.url) as engine, engine.begin() as connection:
        correct(connection, one, flag="doubtful", reason="a slip", author="A. Reader", made=datetime(2025, 4, 1, tzinfo=UTC))
    with reading(ledger.url) as connection:
        assert derived_twice(connection).differing == ()
        assert verify(connection).problems == ()


@pytest.mark.shared
def test_a_real_ledger_is_whole(synced: Path) -> None:
    with reading(f"sqlite:///{synced}") as connection:
        report = verify(connection)
        twice = derived_twice(connection)
    assert report.problems == ()
    assert twice.differing == ()
    assert report.checked["documents"] > 3000
    assert twice.count > 90


def test_a_figure_that_moves_to_another_record_stays_stated(ledger: Any, publisher: Any) -> None:
    """The same day spelled anew is another record that says the same."""
    columns = publisher("estimates").source.facts["columns"]
    header = ",".join(f'"{name}"' for name in columns)
    rows = [
        "17/09/2024,,,80000,deaths,CSIS,http://a,ukraine,", "17/09/2024,,,80000,deaths,CSIS,http://b,ukraine,",
        "18/09/2024,,,90000,deaths,CSIS,http://a,ukraine,",
    ]  # fmt: skip
    lists = publisher("estimates")
    lists.commit("\n".join([header, *rows]).encode(), "2025-01-01T08:00:00Z")
    lists.commit("\n".join([header, rows[1], rows[2]]).encode(), "2025-01-02T08:00:00Z")
    lists.commit("\n".join([header, rows[2]]).encode(), "2025-01-03T08:00:00Z")
    ledger.sync(lists)
    assert [len(ledger.statements(f"2025-01-0{day}")) for day in (1, 2, 3)] == [2, 2, 1]
    assert check(ledger, everything=True).problems == ()
