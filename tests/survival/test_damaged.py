"""A bit that flips in what is stored: whoever looks names the document, and a sync fetches it anew."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pyrrhus.capture.blobs import sha256
from pyrrhus.cli import main
from pyrrhus.errors import LedgerError
from pyrrhus.ledger.documents import read_document
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.schema import document

# What finds damage. Each takes a ledger and gives the sha256 of the documents that it names, or of some of them.

Named = Callable[[Any, Path], set[str]]


def by_reading(world: Any, ledger: Path) -> set[str]:
    with reading(f"sqlite:///{ledger}") as connection:
        found = set()
        for id_, name in connection.execute(select(document.c.id, document.c.sha256)).all():
            try:
                assert sha256(read_document(connection, id_)) == name.hex()
            except LedgerError as error:
                assert str(id_) in str(error) or name.hex() in str(error)
                found.add(name.hex())
        return found


def by_verifying(world: Any, ledger: Path) -> set[str]:
    if "ledger" not in main._COMMANDS:
        pytest.skip("this pyrrhus has no `pyrrhus ledger verify`")
    status, out, err = world.run("ledger", "verify")
    with reading(f"sqlite:///{ledger}") as connection:
        names = {name.hex() for (name,) in connection.execute(select(document.c.sha256)).all()}
    found = {name for name in names if name in out + err}
    assert (status == 0) == (not found)
    return found


FINDERS: dict[str, Named] = {"reading": by_reading, "verify": by_verifying}


# What can become of a stored document


def packed(change: Callable[[bytes], bytes]) -> Callable[[sqlite3.Connection, int], None]:
    def damage(connection: sqlite3.Connection, id_: int) -> None:
        (before,) = connection.execute("SELECT packed FROM document WHERE id = ?", (id_,)).fetchone()
        connection.execute("UPDATE document SET packed = ? WHERE id = ?", (change(before), id_))

    return damage


def flipped(data: bytes) -> bytes:
    """One bit of the compressed bytes, behind their header, another way round."""
    changed = bytearray(data)
    changed[len(data) * 2 // 3] ^= 0x10
    return bytes(changed)


def another_base(connection: sqlite3.Connection, id_: int) -> None:
    connection.execute("UPDATE document SET base = base - 1 WHERE id = ?", (id_,))


DAMAGE = {
    "a bit flipped": packed(flipped),
    "cut short": packed(lambda data: data[:-4]),
    "emptied": packed(lambda data: b""),
    "taken for another": packed(lambda data: b"(\xb5/\xfd \x05)\x00\x00other"),
    "on another base": another_base,
}


@pytest.fixture
def ledger(world: Any, tmp_path: Path) -> Path:
    found: Path = world.ledger(tmp_path / "ledger.db", empty=False)
    return found


def newest(ledger: Path, file: str) -> tuple[int, str]:
    """The newest document of a kind of file: its id and its sha256."""
    with closing(sqlite3.connect(ledger)) as connection:
        id_, name = connection.execute(
            "SELECT d.id, d.sha256 FROM document d JOIN version v ON v.document = d.id JOIN path p ON p.id = v.path "
            "WHERE p.file = ? ORDER BY v.id DESC LIMIT 1",
            (file,),
        ).fetchone()
        return id_, name.hex()


def damage(ledger: Path, how: str, id_: int) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        DAMAGE[how](connection, id_)
        connection.commit()


@pytest.mark.parametrize("finder", FINDERS)
def test_a_sound_ledger_names_none(finder: str, ledger: Path, world: Any) -> None:
    assert FINDERS[finder](world, ledger) == set()


@pytest.mark.parametrize(
    ("how", "file"),
    [
        pytest.param(how, file, marks=[] if how == "a bit flipped" or file == "map" else [pytest.mark.slow])
        for how in DAMAGE
        for file in ("personnel", "area", "map")
    ],
)
@pytest.mark.parametrize("finder", FINDERS)
def test_a_damaged_document_is_named(finder: str, how: str, file: str, ledger: Path, world: Any) -> None:
    id_, name = newest(ledger, file)
    damage(ledger, how, id_)
    assert name in FINDERS[finder](world, ledger)


@pytest.mark.parametrize("finder", FINDERS)
def test_only_what_rests_on_a_damaged_document_is_named_with_it(finder: str, ledger: Path, world: Any) -> None:
    id_, name = newest(ledger, "area")
    damage(ledger, "a bit flipped", id_)
    with closing(sqlite3.connect(ledger)) as connection:
        resting = connection.execute(
            "WITH RECURSIVE on_it(id) AS (VALUES (?) UNION SELECT d.id FROM document d JOIN on_it ON d.base = on_it.id) "
            "SELECT hex(sha256) FROM document JOIN on_it USING (id)",
            (id_,),
        ).fetchall()
    found = FINDERS[finder](world, ledger)
    assert name in found
    assert found <= {name.lower() for (name,) in resting}


def test_verifying_names_a_figure_that_is_no_longer_the_one_that_was_said(ledger: Path, world: Any) -> None:
    if "ledger" not in main._COMMANDS:
        pytest.skip("this pyrrhus has no `pyrrhus ledger verify`")
    with closing(sqlite3.connect(ledger)) as connection:
        id_, name = connection.execute("SELECT id, digest FROM statement WHERE value > '7' LIMIT 1").fetchone()
        connection.execute("UPDATE statement SET value = value + 1 WHERE id = ?", (id_,))
        connection.commit()
    status, out, err = world.run("ledger", "verify")
    assert status != 0
    assert name.hex() in out + err


@pytest.mark.parametrize("file", ["map", *(pytest.param(one, marks=pytest.mark.slow) for one in ("personnel", "area"))])
def test_a_sync_fetches_a_damaged_document_anew(file: str, ledger: Path, world: Any) -> None:
    id_, _ = newest(ledger, file)
    damage(ledger, "a bit flipped", id_)
    assert by_reading(world, ledger)
    world.sync()
    assert by_reading(world, ledger) == set()
    assert world.whole(ledger).said == world.undisturbed(empty=False).whole.said


# Bits of the file itself


@pytest.mark.parametrize("flips", [10, pytest.param(300, marks=pytest.mark.slow)])
def test_a_flipped_bit_of_the_file_is_never_a_traceback_of_the_database(flips: int, world: Any, tmp_path: Path) -> None:
    made = random.Random(flips)
    for _ in range(flips):
        ledger = world.ledger(tmp_path / "ledger.db", empty=False)
        data = bytearray(ledger.read_bytes())
        at, bit = made.randrange(len(data)), made.randrange(8)
        data[at] ^= 1 << bit
        ledger.write_bytes(data)
        try:
            status, out, err = world.run("statements", "--source", "isw", "--format", "csv", "--quiet")
        except (ArithmeticError, TypeError, ValueError):
            continue  # a cell that holds what it cannot: the test below
        assert status in (0, 2), (at, bit)
        assert err == "" if status == 0 else err.count("\n") == 1 and out == "", (at, bit)


@pytest.mark.parametrize("table", ["series", "statement", "event", "document"])
def test_a_table_that_is_gone_is_one_sentence_whenever_it_is_missed(table: str, ledger: Path, world: Any) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute(f"DROP TABLE {table}")
    status, out, err = world.run("statements", "--source", "isw", "--format", "csv", "--quiet")
    assert (status, out) == (2, "")
    assert f"no such table: {table}" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("statement", "value", "1x0"),
        ("statement", '"end"', 0),
        *(
            pytest.param(*one, marks=pytest.mark.slow)
            for one in [
                ("statement", "value", b"\xff"), ("statement", '"end"', 10**8), ("event", "known", "x"),
                ("version", "learnt", "x"), ("series", "said", '{"source"'),
                ("remark", "flags", b"\xff"),
            ]
        ),
    ],
)  # fmt: skip
def test_a_cell_that_holds_what_it_cannot_is_one_sentence(table: str, column: str, cell: Any, ledger: Path, world: Any) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        one = "WHERE id = (SELECT max(id) FROM series WHERE source = 'isw')" if table == "series" else ""
        connection.execute(f"UPDATE {table} SET {column} = ? {one}", (cell,))
        connection.commit()
    status, out, err = world.run("statements", "--source", "isw", "--format", "csv", "--quiet")
    assert (status, out) == (2, "")
    assert str(ledger) in err
    assert err.count("\n") == 1
