"""The publishers' true histories, as the packed repositories hold them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from pyrrhus.capture.blobs import sha256
from pyrrhus.capture.github import GitHub
from pyrrhus.ledger.documents import read_document
from pyrrhus.ledger.location import reading, writing
from pyrrhus.ledger.schema import document, event, flag, path, statement, version
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.sync import sync_source
from pyrrhus.ledger.view import View
from pyrrhus.sources.contract import load_source

pytestmark = pytest.mark.shared


@pytest.fixture
def connection(synced: Path) -> Iterator[Connection]:
    with reading(f"sqlite:///{synced}") as opened:
        yield opened


def test_the_ninth_of_may_2023_is_five_events_of_one_statement(connection: Connection) -> None:
    day = date(2023, 5, 9)
    rows = connection.execute(
        select(event.c.stated, statement.c.id, statement.c.value, version.c.learnt)
        .join(statement, statement.c.id == event.c.statement).join(version, version.c.id == event.c.version)
        .where(statement.c.published == day, statement.c.value == Decimal(195620)).order_by(event.c.id)
    ).all()  # fmt: skip
    assert [row.stated for row in rows] == [1, 0, 1, 0, 1]
    assert len({row.id for row in rows}) == 1
    assert {row.value for row in rows} == {195620}
    assert sorted(row.learnt for row in rows) == [row.learnt for row in rows]


def test_every_version_of_the_totals_is_held_and_two_old_ones_state_nothing(connection: Connection) -> None:
    personnel = select(path.c.id).where(path.c.path == "data/russia_losses_personnel.json").scalar_subquery()
    of_commits = connection.execute(
        select(func.count()).where(version.c.path == personnel, version.c.commit.is_not(None))
    ).scalar_one()
    assert of_commits >= 1461
    unreadable = connection.execute(
        select(version.c.learnt, flag.c.code)
        .join(flag, flag.c.version == version.c.id)
        .where(version.c.path == personnel, version.c.readable == 0).order_by(version.c.id)
    ).all()  # fmt: skip
    assert [(row.learnt.date(), row.code) for row in unreadable] == [
        (date(2022, 4, 8), "unreadable"), (date(2022, 7, 16), "unreadable"),
    ]  # fmt: skip


def test_the_days_the_general_staff_restated(connection: Connection) -> None:
    pairs = View([StoredLedger(connection)], ()).restated("ua_general_staff", "casualties")
    # Three more days had two values for some minutes, one of them the next day's: no figure was restated there.
    assert [str(pair.after.end) for pair in pairs] == [
        "2022-04-22", "2022-05-29", "2022-08-09", "2023-01-12", "2023-01-18", "2022-04-02",
    ]  # fmt: skip


def test_what_the_true_history_knew_is_never_lost_but_by_withdrawal(connection: Connection) -> None:
    said = list(StoredLedger(connection).intervals("ua_general_staff", "casualties"))
    view = View([StoredLedger(connection)], ())
    before: set[str] = set()
    for day in [date(2022, 4, 8), date(2022, 4, 10), date(2022, 7, 16), date(2023, 5, 9), date(2025, 1, 1), view.as_of]:
        now = {one.id for one in view.at(day).statements(source="ua_general_staff", metric="casualties")}
        gone = {one.id for one in said if one.withdrawn and one.withdrawn.date() <= day}
        assert before - now <= gone
        assert len(now) >= len(before) - len(gone)
        before = now


def test_no_day_of_an_area_is_stated_by_two_values_at_once(connection: Connection) -> None:
    view = View([StoredLedger(connection)], ())
    for day in (date(2025, 7, 7), date(2025, 11, 9), date(2026, 1, 31), view.as_of):
        days = [one.end for one in view.at(day).statements(source="isw", metric="held")]
        assert len(days) == len(set(days)) > 1000


@pytest.mark.slow
def test_every_document_is_what_its_name_says(connection: Connection) -> None:
    rows = connection.execute(select(document.c.id, document.c.sha256, document.c.size)).all()
    assert len(rows) > 2000
    for row in rows:
        data = read_document(connection, row.id)
        assert (sha256(data), len(data)) == (row.sha256.hex(), row.size)


@pytest.mark.slow
def test_the_true_repositories_a_second_time_write_nothing_new(synced: Path, mirror: str, tmp_path: Path) -> None:
    url = f"sqlite:///{shutil.copy(synced, tmp_path / 'again.db')}"
    tables = (event, statement, document, version, flag, path)

    def counts() -> list[int]:
        with reading(url) as opened:
            return [opened.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]

    before = counts()
    silent: Any = type("Silent", (), {"expect": lambda *_: None, "fetched": lambda *_: None})()
    with GitHub(mirror=mirror) as github, writing(url) as engine:
        for name in ("ua_general_staff", "isw", "deepstate"):
            outcome = sync_source(
                engine, load_source(name), github, origin="elsewhere", progress=silent,
                clock=lambda: datetime(2026, 6, 15, tzinfo=UTC),
            )  # fmt: skip
            assert outcome.error is None
            assert (outcome.new, outcome.changed, outcome.withdrawn, outcome.documents) == (0, 0, 0, 0)
            assert outcome.confirmed > 600
    assert counts() == before
