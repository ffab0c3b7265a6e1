"""A ledger of an older schema is brought up behind a copy of it, whole or not at all; one that cannot be is refused."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib import resources
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from holding import Rows, rows, said, sound

from pyrrhus.ledger.location import writing
from pyrrhus.ledger.schema import REVISION


def slowly(value: str) -> Any:
    return pytest.param(value, marks=pytest.mark.slow)


NEXT = f"{int(REVISION) + 1:04}"
MIGRATION = """
from alembic import op
from sqlalchemy import Column, Text

revision, down_revision = {next!r}, {now!r}


def upgrade():
    op.add_column("statement", Column("more", Text))
    op.execute("UPDATE statement SET more = 'so'")
    {then}
"""


@pytest.fixture
def next_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """From now on this pyrrhus knows one more schema, whose migration ends with a statement that may be given."""

    def make(then: str = "") -> None:
        folder = tmp_path / "pyrrhus.ledger"
        shutil.rmtree(folder, ignore_errors=True)
        with resources.as_file(resources.files("pyrrhus.ledger") / "migrations") as migrations:
            shutil.copytree(migrations, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "migrations" / "versions" / f"{NEXT}_more.py").write_text(MIGRATION.format(next=NEXT, now=REVISION, then=then))
        monkeypatch.setattr("pyrrhus.ledger.schema.REVISION", NEXT)
        monkeypatch.setattr("pyrrhus.ledger.location.resources", SimpleNamespace(files=lambda _: folder))

    return make


@pytest.fixture
def ledger(world: Any, tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    found: Path = world.ledger(tmp_path / "own" / "ledger.db", empty=False)
    return found


def without_more(held: Rows) -> Rows:
    """Rows without what the migration brings."""
    return {name: [row[:-1] if name == "statement" else row for row in table] for name, table in held.items() if name[0] != "a"}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def says(world: Any, *command: str) -> str:
    """The one sentence with which a command ends that was refused."""
    status, out, err = world.run(*command)
    assert (status, out) == (2, "")
    assert err.startswith("pyrrhus: ")
    assert err.count("\n") == 1
    return str(err)


def offline(world: Any) -> list[str]:
    return ["sync", "--mirror", world.publishers.url, "--source", "isw"]


def test_an_older_ledger_is_brought_up_and_stands_beside_it_as_it_was(ledger: Path, world: Any, next_schema: Any) -> None:
    before = rows(ledger)
    next_schema()
    with writing(f"sqlite:///{ledger}"):
        pass
    after = rows(ledger)
    assert after["alembic_version"] == [(NEXT,)]
    assert {row[-1] for row in after["statement"]} == {"so"}
    assert without_more(after) == {name: table for name, table in before.items() if name != "alembic_version"}
    assert names(ledger.parent) == ["ledger.db", f"ledger.db.bak-{REVISION}"]
    kept = ledger.with_name(f"ledger.db.bak-{REVISION}")
    assert rows(kept) == before
    assert sound(kept)


def test_the_copy_is_a_ledger_that_can_be_put_back(ledger: Path, world: Any, next_schema: Any) -> None:
    before = world.whole(ledger)
    next_schema("raise_nothing = None")
    with writing(f"sqlite:///{ledger}"):
        pass
    with pytest.MonkeyPatch.context() as back:
        back.setattr("pyrrhus.ledger.schema.REVISION", REVISION)
        shutil.copy(ledger.with_name(f"ledger.db.bak-{REVISION}"), ledger)
        assert world.whole(ledger) == before


def test_a_copy_that_is_there_is_never_replaced(ledger: Path, world: Any, next_schema: Any) -> None:
    next_schema()
    kept = ledger.with_name(f"ledger.db.bak-{REVISION}")
    kept.write_bytes(b"an earlier one")
    ledger.with_name(f"ledger.db.bak-{REVISION}.part").write_bytes(b"left by a sync that was killed")
    before = rows(ledger)
    with writing(f"sqlite:///{ledger}"):
        pass
    assert kept.read_bytes() == b"an earlier one"
    assert names(ledger.parent) == ["ledger.db", f"ledger.db.bak-{REVISION}", f"ledger.db.bak-{REVISION}-2"]
    assert rows(ledger.with_name(f"ledger.db.bak-{REVISION}-2")) == before


@pytest.mark.parametrize("name", ["what?.db", *(slowly(one) for one in ("100%.db", "a#b.db", "ü б.db", "a b.db"))])
def test_a_ledger_of_any_name_is_copied(name: str, ledger: Path, next_schema: Any) -> None:
    renamed = ledger.rename(ledger.with_name(name))
    before = rows(renamed)
    next_schema()
    with writing(f"sqlite:///{renamed}"):
        pass
    assert names(ledger.parent) == sorted([name, f"{name}.bak-{REVISION}"])
    assert rows(renamed.with_name(f"{name}.bak-{REVISION}")) == before


def test_a_migration_that_fails_leaves_the_ledger_as_it_was_and_one_copy_however_often(
    ledger: Path, world: Any, next_schema: Any
) -> None:
    before = rows(ledger)
    next_schema('op.execute("INSERT INTO nowhere VALUES (1)")')
    for _ in range(3):
        assert "no such table: nowhere" in says(world, *offline(world))
        assert rows(ledger) == before
        assert names(ledger.parent) == ["ledger.db", f"ledger.db.bak-{REVISION}"]
    next_schema()
    assert world.run(*offline(world))[0] == 0
    assert rows(ledger)["alembic_version"] == [(NEXT,)]


def test_without_room_for_the_copy_nothing_is_brought_up(ledger: Path, world: Any, next_schema: Any) -> None:
    before = rows(ledger)
    next_schema()
    ledger.with_name(f"ledger.db.bak-{REVISION}.part").mkdir()
    assert f"cannot keep a copy of the ledger as ledger.db.bak-{REVISION}" in says(world, *offline(world))
    assert rows(ledger) == before


def test_a_disk_too_full_for_the_copy_keeps_the_ledger_as_it_is(
    ledger: Path, world: Any, next_schema: Any, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Path(shutil.copy(ledger, small_disk / "ledger.db"))
    (small_disk / "rest").write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 100_000))
    before = rows(there)
    monkeypatch.setenv("PYRRHUS_LEDGER", str(there))
    next_schema()
    sentence = says(world, *offline(world))
    assert "cannot keep a copy" in sentence
    assert "full" in sentence or "No space" in sentence
    assert rows(there) == before
    assert names(small_disk) == ["ledger.db", "rest"]
    (small_disk / "rest").unlink()
    assert world.run(*offline(world))[0] == 0
    assert names(small_disk) == ["ledger.db", f"ledger.db.bak-{REVISION}"]


def test_two_that_bring_it_up_at_once_make_one_copy(ledger: Path, next_schema: Any) -> None:
    before = rows(ledger)
    next_schema()
    went: list[None] = []

    def open_it() -> None:
        with writing(f"sqlite:///{ledger}"):
            went.append(None)

    threads = [Thread(target=open_it) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(went) == 3
    assert names(ledger.parent) == ["ledger.db", f"ledger.db.bak-{REVISION}"]
    assert rows(ledger.with_name(f"ledger.db.bak-{REVISION}")) == before
    assert rows(ledger)["alembic_version"] == [(NEXT,)]


def test_a_ledger_of_this_schema_and_a_new_one_are_not_copied(ledger: Path, world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert world.run(*offline(world))[0] == 0
    assert names(ledger.parent) == ["ledger.db"]
    monkeypatch.setenv("PYRRHUS_LEDGER", str(ledger.parent / "new" / "ledger.db"))
    assert world.run(*offline(world))[0] == 0
    assert names(ledger.parent / "new") == ["ledger.db"]


def test_commands_that_read_bring_nothing_up(ledger: Path, world: Any, next_schema: Any) -> None:
    next_schema()
    before = ledger.read_bytes()
    assert f"has schema {REVISION}, this pyrrhus reads {NEXT}; run `pyrrhus sync` once" in says(world, "statements")
    assert ledger.read_bytes() == before
    assert names(ledger.parent) == ["ledger.db"]


# Schemas that nobody knows


def marked(ledger: Path, revision: str | None) -> bytes:
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("DELETE FROM alembic_version")
        if revision is not None:
            connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        connection.commit()
    return ledger.read_bytes()


@pytest.mark.parametrize("command", [["statements"], ["sync", "--mirror", "http://127.0.0.1:1"]])
def test_a_newer_ledger_is_refused_and_left_alone(command: list[str], ledger: Path, world: Any) -> None:
    before = marked(ledger, NEXT)
    sentence = says(world, *command)
    assert f"has schema {NEXT}, this pyrrhus knows up to {REVISION}; update pyrrhus" in sentence
    assert str(ledger) in sentence
    assert ledger.read_bytes() == before
    assert names(ledger.parent) == ["ledger.db"]


@pytest.mark.parametrize("revision", ["../x", None, *(slowly(one) for one in ("", "abc", "٣", "-1"))])
@pytest.mark.parametrize("command", [["statements"], ["sync", "--mirror", "http://127.0.0.1:1"]])
def test_a_ledger_that_names_no_schema_is_refused(command: list[str], revision: str | None, ledger: Path, world: Any) -> None:
    before = marked(ledger, revision)
    assert "names no schema that there is" in says(world, *command)
    assert ledger.read_bytes() == before
    assert names(ledger.parent) == ["ledger.db"]


def test_an_older_schema_from_which_no_way_leads_is_refused(ledger: Path, world: Any) -> None:
    before = marked(ledger, "0000")
    sentence = says(world, *offline(world))
    assert "has schema 0000, from which there is no way to the present one" in sentence
    assert ledger.read_bytes() == before


def test_an_empty_database_is_made_a_ledger_by_a_sync_and_by_nothing_else(world: Any, tmp_path: Path) -> None:
    ledger = world.ledger(tmp_path / "ledger.db", empty=True)
    with closing(sqlite3.connect(ledger)) as connection:
        connection.executescript("CREATE TABLE x (y); DROP TABLE x; VACUUM")
    assert ledger.stat().st_size > 0
    assert "is empty; run `pyrrhus sync` once" in says(world, "statements")
    assert world.run(*offline(world))[0] == 0
    assert said(ledger).count("\n") > 100
