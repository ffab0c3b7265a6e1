"""What two editions show differently is what two views show differently, told as changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pyrrhus.errors import InputError
from pyrrhus.ledger.corrections import correct
from pyrrhus.ledger.diff import Diff, Total, diff
from pyrrhus.ledger.export import dumps
from pyrrhus.ledger.location import reading, writing
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.told import CHANGE_COLUMNS, change_row, diff_json
from pyrrhus.ledger.view import View
from pyrrhus.statement import Statement

D1, D2, D3, D4 = (f"2025-01-0{day}" for day in range(1, 5))
Day = date.fromisoformat


@contextmanager
def viewed(ledger: Any) -> Iterator[View]:
    with reading(ledger.url) as connection:
        yield View([StoredLedger(connection)], ())


def compare(ledger: Any, first: str, second: str, **asked: Any) -> Diff:
    with viewed(ledger) as view:
        return diff(view, Day(first), Day(second), **asked)


def told(found: Diff) -> list[tuple[str, str, str, str]]:
    """What, day, before and after of each row."""

    def value(one: Statement | None) -> str:
        return f"{one.value:f}" if one and one.value is not None else ""

    return [(one.what, str(one.end), value(one.before), value(one.after)) for one in found.changes]


def test_new_changed_and_withdrawn_are_told_apart(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100, D2: 110}, "2025-01-02T08:00:00Z")
    general_staff.commit({D1: 90, D3: 120}, "2025-01-03T08:00:00Z")
    ledger.sync(general_staff)
    found = compare(ledger, D2, D3)
    assert told(found) == [("new", D3, "", "120"), ("changed", D1, "100", "90"), ("withdrawn", D2, "110", "")]
    assert found.changes[1].differences == {"value": Decimal(-10)}
    assert found.totals == (Total("ua_general_staff", "casualties", new=1, changed=1, withdrawn=1),)


def test_what_came_and_went_in_between_is_no_difference(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    general_staff.commit({D1: 101}, "2025-01-02T08:00:00Z")
    general_staff.commit({D1: 100}, "2025-01-03T08:00:00Z")
    ledger.sync(general_staff)
    assert told(compare(ledger, D1, D3)) == []
    assert told(compare(ledger, D1, D2)) == [("changed", D1, "100", "101")]
    assert told(compare(ledger, D2, D3)) == [("changed", D1, "101", "100")]


def test_confirmed_again_is_what_a_newer_version_carries(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    general_staff.commit({D1: 100, D3: 120}, "2025-01-03T08:00:00Z")
    ledger.sync(general_staff)
    assert compare(ledger, D1, D2).totals == (Total("ua_general_staff", "casualties", stands=1),)
    assert compare(ledger, D1, D3).totals == (Total("ua_general_staff", "casualties", new=1, confirmed=1),)


def test_a_version_that_cannot_be_read_confirms_nothing(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    general_staff.commit(b"[", "2025-01-02T08:00:00Z")
    general_staff.commit({D1: 100, D3: 120}, "2025-01-03T08:00:00Z")
    ledger.sync(general_staff)
    assert compare(ledger, D1, D2).totals == (Total("ua_general_staff", "casualties", stands=1),)


def test_a_figure_that_gets_another_flag_is_marked(ledger: Any, economist: Any) -> None:
    economist.commit({D1: 110000, D2: 114000}, "2025-01-02T08:00:00Z")
    economist.commit({D1: 113900, D2: 114000}, "2025-01-03T08:00:00Z")
    ledger.sync(economist)
    marked = [one for one in compare(ledger, D2, D3).changes if one.what == "marked"]
    assert [(sorted(one.before.flags), sorted(one.after.flags)) for one in marked if one.before and one.after] == [
        (["doubtful"], [])
    ]


def test_of_two_for_two_nobody_says_which_replaced_which(ledger: Any, general_staff: Any) -> None:
    row = '{{"date": "2025-01-01", "day": 1043, "personnel": {}}}'
    pairs = ["[" + ",".join(row.format(value) for value in values) + "]" for values in ((1, 2), (3, 4))]
    general_staff.commit(pairs[0].encode(), "2025-01-01T08:00:00Z")
    general_staff.commit(pairs[1].encode(), "2025-01-02T08:00:00Z")
    ledger.sync(general_staff)
    assert sorted(told(compare(ledger, D1, D2))) == [
        ("new", D1, "", "3"), ("new", D1, "", "4"), ("withdrawn", D1, "1", ""), ("withdrawn", D1, "2", ""),
    ]  # fmt: skip


def test_two_kinds_of_range_of_one_day_change_each_for_itself(ledger: Any, publisher: Any) -> None:
    economist = publisher("economist", "casualties")
    header = ",".join(economist.source.facts["columns"])
    for day, value in (("2025-01-01", 500), ("2025-01-02", 600)):
        row = f"2025-01-01,1042,{value},{value - 10},{value + 10},{value - 20},{value + 20},casualties,russia"
        economist.commit(f"{header}\n{row}".encode(), f"{day}T08:00:00Z")
    ledger.sync(economist)
    found = compare(ledger, D1, D2).changes
    assert [(one.what, one.after and one.after.range_is) for one in found] == [
        ("changed", "confidence"), ("changed", "prediction"),
    ]  # fmt: skip
    assert [one.differences for one in found] == [dict.fromkeys(("low", "value", "high"), Decimal(100))] * 2


def test_maps_are_new_or_replaced(ledger: Any, deepstate: Any) -> None:
    deepstate.lay(30.0, day="20250101")
    deepstate.lay(31.0, day="20250102")
    ledger.sync(deepstate, at=datetime(2025, 1, 3, tzinfo=UTC))
    deepstate.lay(32.0, day="20250101")
    ledger.sync(deepstate, at=datetime(2025, 1, 4, tzinfo=UTC))
    assert [(one.what, str(one.end)) for one in compare(ledger, D1, D2).changes] == [("new", D2)]
    found = compare(ledger, D2, D4)
    assert [(one.what, str(one.end)) for one in found.changes] == [("changed", D1)]
    assert found.totals == (Total("deepstate", "map", changed=1, stands=1),)
    assert compare(ledger, D2, D4, metric="casualties").changes == ()


def test_a_correction_made_in_between_is_a_mark(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    ledger.sync(general_staff)
    (one,) = ledger.statements()
    with writing(ledger.url) as engine, engine.begin() as connection:
        made = datetime(2025, 1, 3, 12, tzinfo=UTC)
        correct(connection, one, flag="doubtful", reason="a slip", author="A. Reader", made=made)
    (change,) = compare(ledger, D2, D3).changes
    assert change.what == "marked"
    assert change.before is not None and change.after is not None
    assert (change.before.flags, change.after.flags) == (frozenset(), frozenset({"doubtful"}))
    assert compare(ledger, D2, D3).totals == (Total("ua_general_staff", "casualties", marked=1),)
    assert compare(ledger, D3, D4).changes == ()


@pytest.mark.parametrize("seed", range(6))
def test_of_any_history_it_is_what_two_views_show_differently(seed: int, new_ledger: Any, publisher: Any) -> None:
    chance = Random(seed)
    one, ledger = publisher("ua_general_staff", "personnel"), new_ledger()
    first = date(2025, 1, 1)
    for number in range(12):
        days = sorted(chance.sample(range(1, 6), chance.randint(1, 5)))
        rows = {f"2025-01-0{day}": 100 * day + chance.randint(0, 2) for day in days}
        one.commit(rows, f"2025-01-{1 + number // 2 + chance.randint(0, 1):02}T{number + 8:02}:00:00Z")
        if number == 6:
            ledger.sync(one)
    ledger.sync(one)
    with viewed(ledger) as view:
        for number in range(8):
            for other in range(number, 9):
                before, after = (view.at(first + timedelta(days=at)) for at in (number, other))
                old, new = ({each.id for each in side.statements()} for side in (before, after))
                found = diff(view, before.as_of, after.as_of)
                gone = {each.before.id for each in found.changes if each.before}
                come = {each.after.id for each in found.changes if each.after}
                assert (gone - come, come - gone) == (old - new, new - old)
                assert sum(each.confirmed + each.stands + each.marked for each in found.totals) == len(old & new)


def test_the_days_must_be_in_order_and_the_source_known(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    ledger.sync(general_staff)
    with pytest.raises(InputError, match="2025-01-02 is after 2025-01-01; name the earlier day first"):
        compare(ledger, D2, D1)
    with pytest.raises(InputError, match="no source 'nobody' here; there are: ua_general_staff"):
        compare(ledger, D1, D2, source="nobody")
    assert compare(ledger, D1, D1).changes == ()


def test_rows_for_machines_have_one_set_of_names(ledger: Any, general_staff: Any) -> None:
    general_staff.commit({D1: 100}, "2025-01-01T08:00:00Z")
    general_staff.commit({D1: 110}, "2025-01-02T08:00:00Z")
    ledger.sync(general_staff)
    (row,) = [change_row(one) for one in compare(ledger, D1, D2).changes]
    assert set(row) <= set(CHANGE_COLUMNS)
    assert {name: row[name] for name in ("value_before", "value_after", "difference", "known")} == {
        "value_before": Decimal(100), "value_after": Decimal(110), "difference": Decimal(10), "known": D2,
    }  # fmt: skip
    texts = {dumps(diff_json(compare(ledger, D1, D2))) for _ in range(2)}
    assert len(texts) == 1


def test_it_works_on_what_ships() -> None:
    with opened() as view:
        found = diff(view, Day("2023-05-08"), Day("2023-05-10"), source="ua_general_staff", metric="casualties")
        assert told(found) == [("new", "2023-05-09", "", "195620"), ("new", "2023-05-10", "", "196310")]
        areas = diff(view, Day("2025-11-07"), Day("2025-11-14"), source="isw", metric="held")
    assert ("changed", "2025-11-06", "116184.723226", "119344.436025") in told(areas)


@pytest.mark.shared
def test_a_real_ledger_gives_the_difference_of_its_views_in_seconds(synced: Path) -> None:
    with reading(f"sqlite:///{synced}") as connection:
        view = View([StoredLedger(connection)], ())
        for first, second in (("2023-05-08", "2023-05-10"), ("2025-11-07", "2025-11-14"), ("2026-05-01", "2026-05-31")):
            begun = time.perf_counter()
            found = diff(view, Day(first), Day(second))
            assert time.perf_counter() - begun < 10
            for source, metric in (("ua_general_staff", "casualties"), ("isw", "held"), ("us_government", "killed")):
                old, new = (
                    {one.id for one in view.at(Day(day)).statements(source=source, metric=metric)} for day in (first, second)
                )
                mine = [one for one in found.changes if (one.source, one.metric) == (source, metric) and one.what != "marked"]
                assert {one.before.id for one in mine if one.before} == old - new
                assert {one.after.id for one in mine if one.after} == new - old
