"""The personnel history as it was: a version of another shape, one that breaks off, and ten rows with a wrong day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from holding import rows, sound
from publishers import Publishers, serving
from sqlalchemy import Connection, select
from syncing import synced

from pyrrhus.ledger.documents import read_document
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.schema import event, flag, path, series, statement, version
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.view import View
from pyrrhus.sources.contract import load_source

STAFF = load_source("ua_general_staff")
PERSONNEL, CORRECTION, EQUIPMENT = (file.path for file in STAFF.files)


@pytest.fixture
def connection(synced: Path) -> Iterator[Connection]:
    with reading(f"sqlite:///{synced}") as opened:
        yield opened


def flagged(connection: Connection, code: str) -> list[Any]:
    """The versions of the personnel file that bear a flag, each with the flag's words."""
    return list(
        connection.execute(
            select(version.c.id, version.c.learnt, version.c.readable, version.c.document, flag.c.text)
            .join(flag, flag.c.version == version.c.id).join(path, path.c.id == version.c.path)
            .where(path.c.path == PERSONNEL, flag.c.code == code).order_by(version.c.id)
        )
    )  # fmt: skip


def totals(connection: Connection, day: date) -> dict[date | None, Any]:
    found = (
        View([StoredLedger(connection)], (), day)
        .of_feeds(frozenset({STAFF.id}))
        .statements(source=STAFF.id, metric="casualties", kind="cumulative")
    )
    shown = {one.end: one.value for one in found}
    assert len(shown) == len(found)
    return shown


@pytest.mark.slow
@pytest.mark.shared
def test_two_versions_cannot_be_read_and_are_kept_as_they_were(connection: Connection) -> None:
    other_shape, breaks_off = flagged(connection, "unreadable")
    assert (other_shape.readable, breaks_off.readable) == (0, 0)
    assert (other_shape.learnt.date(), breaks_off.learnt.date()) == (date(2022, 4, 8), date(2022, 7, 16))
    assert "expected a JSON list of objects with a 'date'" in other_shape.text
    assert "the JSON breaks off" in breaks_off.text
    assert read_document(connection, other_shape.document).lstrip()[:1] == b"{"
    assert read_document(connection, breaks_off.document).lstrip()[:1] == b"["


@pytest.mark.slow
@pytest.mark.shared
def test_neither_of_them_states_or_withdraws_anything_nor_does_the_version_that_mends_it(connection: Connection) -> None:
    for one in flagged(connection, "unreadable"):
        after = connection.execute(
            select(version.c.id, version.c.learnt).where(version.c.path == 1, version.c.id > one.id).order_by(version.c.id)
        ).first()
        assert after is not None
        assert after.learnt - one.learnt < timedelta(hours=1)
        touched = connection.execute(select(event.c.id).where(event.c.version.in_([one.id, after.id]))).all()
        assert touched == []
        shown = totals(connection, one.learnt.date())
        assert min(day for day in shown if day) == date(2022, 2, 25)
        assert len(shown) == (one.learnt.date() - date(2022, 2, 24)).days


@pytest.mark.slow
@pytest.mark.shared
def test_the_other_shape_stood_for_46_minutes(connection: Connection) -> None:
    one = flagged(connection, "unreadable")[0]
    mended = connection.execute(select(version.c.learnt).where(version.c.id == one.id + 1)).scalar_one()
    assert (mended - one.learnt) // timedelta(minutes=1) == 46


@pytest.mark.slow
@pytest.mark.shared
def test_ten_rows_with_a_wrong_day_state_nothing_until_they_are_put_right(connection: Connection) -> None:
    wrong = flagged(connection, "day_mismatch")
    assert len(wrong) == 10
    newest = totals(connection, View([StoredLedger(connection)], ()).as_of)
    for one in wrong:
        day = date.fromisoformat(one.text.split()[1].rstrip(":"))
        stated = connection.execute(
            select(event.c.id).join(statement, statement.c.id == event.c.statement)
            .where(event.c.version == one.id, event.c.stated == 1, statement.c.published == day)
        ).all()  # fmt: skip
        assert stated == []
        assert day in newest
    days = sorted(day for day in newest if day)
    values = [newest[day] for day in days]
    assert values == sorted(values)


@pytest.mark.slow
@pytest.mark.shared
def test_of_a_row_under_a_past_date_only_the_date_is_wrong_and_the_true_row_of_that_date_stays(connection: Connection) -> None:
    # In January 2025 three new rows bore 2024 for a while: the totals of January 2024 stood all along.
    for day in (date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3)):
        said = connection.execute(
            select(event.c.stated, statement.c.value).join(statement, statement.c.id == event.c.statement)
            .join(series, series.c.id == statement.c.series)
            .where(statement.c.end == day, series.c.source == STAFF.id, series.c.metric == "casualties")
        ).all()  # fmt: skip
        assert [stated for stated, _ in said] == [1]
        for edition in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3), date(2025, 1, 5)):
            assert totals(connection, edition)[day] == said[0].value


# The same in small, without the true repositories


def row(day: str, number: int, total: int) -> str:
    return f'{{"date": "{day}", "day": {number}, "personnel": {total}}}'


@pytest.fixture
def host() -> Iterator[Publishers]:
    with serving() as publishers:
        day = row("2023-05-08", 439, 0).encode()
        publishers.commit(STAFF.repository, CORRECTION, b"[" + day + b"]", "2023-05-08T06:00:00Z")
        publishers.lay(STAFF.repository, EQUIPMENT, b"[" + day.replace(b"personnel", b"tank") + b"]")
        yield publishers


def test_a_history_of_such_versions_comes_to_what_its_good_ones_say(host: Publishers, tmp_path: Path) -> None:
    first, wrong, right = row("2023-05-08", 439, 195080), row("2023-05-09", 539, 195620), row("2023-05-09", 440, 195620)
    under_past_date = row("2023-05-08", 804, 305000)
    versions = [
        f"[{first}]", f'{{"data": [{first}]}}', f"[{first}]", f"[{first}, {wrong}]", f"[{first}, {right}", f"[{first}, {right}]",
        f"[{first}, {right}, {under_past_date}]", f"[{first}, {right}]",
    ]  # fmt: skip
    for hour, told in enumerate(versions):
        host.commit(STAFF.repository, PERSONNEL, told.encode(), f"2023-05-09T{6 + hour:02}:00:00Z")
    (outcome,) = synced_here(host, tmp_path / "ledger.db")
    assert outcome.error is None
    held = rows(tmp_path / "ledger.db")
    assert sound(tmp_path / "ledger.db")
    assert [one[2] for one in held["flag"]] == ["unreadable", "day_mismatch", "unreadable", "day_mismatch"]
    with reading(f"sqlite:///{tmp_path / 'ledger.db'}") as connection:
        told_by = connection.execute(
            select(event.c.stated, statement.c.value, event.c.version).join(statement, statement.c.id == event.c.statement)
            .order_by(event.c.id)
        ).all()  # fmt: skip
    assert [(stated, int(value), number) for stated, value, number in told_by if value] == [(1, 195080, 1), (1, 195620, 6)]


def synced_here(host: Publishers, ledger: Path) -> list[Any]:
    return synced(host.url, ledger, "ua_general_staff")
