"""The figures that ship say on every day what the ledger says that they were made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrrhus.errors import InputError
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.ship import series_files
from pyrrhus.ledger.shipped import PUBLISHED, Shipped, read_published
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.view import View
from pyrrhus.period import DAY
from pyrrhus.statement import Statement

HEADERS = {
    "measured/maps.csv": "source,day,sha256,known,held_km2,page\n",
    "measured/changes.csv": "source,earlier,later,gained_km2,lost_km2\n",
    PUBLISHED: "source,metric,kind,unit,start,end,page,evidence\n",
}


@pytest.fixture(scope="session")
def ship(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Any], Any]:
    """What would ship from a ledger, written to a new folder and opened as what ships is opened."""

    def written(ledger: Any) -> Shipped:
        folder: Path = tmp_path_factory.mktemp("data")
        with reading(ledger.url) as connection:
            files = series_files(StoredLedger(connection)) | HEADERS
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", newline="")
        return Shipped(folder)

    return written


@contextmanager
def both(ledger: Any, shipped: Shipped) -> Iterator[tuple[View, View]]:
    with reading(ledger.url) as connection:
        yield View([StoredLedger(connection)], ()), View([shipped], ())


def apart_from_the_bytes(one: Statement) -> Statement:
    return replace(one, document="", where="")


def said(view: View, day: date) -> list[Statement]:
    return [apart_from_the_bytes(one) for one in view.at(day).statements()]


def same_on_every_day(ledger: Any, shipped: Shipped, first: date, last: date) -> None:
    with both(ledger, shipped) as (held, ships):
        assert held.as_of == ships.as_of
        day = first
        while day <= last:
            assert said(ships, day) == said(held, day)
            assert [one.id for one in said(ships, day)] == [one.id for one in said(held, day)]
            for source, metric in (("ua_general_staff", "casualties"), ("isw", "held")):
                pairs = [view.at(day).restated(source, metric) for view in (held, ships)]
                assert len({
                    tuple((apart_from_the_bytes(pair.before), apart_from_the_bytes(pair.after)) for pair in found)
                    for found in pairs
                }) == 1  # fmt: skip
            day += DAY


def test_what_ships_says_on_every_day_what_the_ledger_says(ledger: Any, publisher: Any, ship: Any) -> None:
    staff, economist = publisher("ua_general_staff"), publisher("isw")
    may_8, both_days = {"2023-05-08": 195080}, {"2023-05-08": 195080, "2023-05-09": 195620}
    for hour, told in enumerate([may_8, both_days, may_8, both_days, may_8, both_days]):
        staff.commit(told, f"2023-05-09T{6 + hour:02}:00:00Z")
    staff.commit({"2023-05-08": 195090, "2023-05-09": 195620}, "2023-05-10T01:00:00+02:00")
    staff.commit(
        b'[{"date": "2023-05-08", "day": 439, "personnel": 195090}, {"date": "2023-05-08", "day": 439, "personnel": 195091},'
        b' {"date": "2023-05-09", "day": 440, "personnel": 195620}]',
        "2023-05-11T06:00:00Z",
    )
    staff.commit({"2023-05-08": 195090, "2023-05-09": 195620, "2023-05-12": 198000}, "2023-05-12T06:00:00Z")
    staff.commit({"2023-05-09": 160, "2023-05-10": 15}, "2023-05-10T06:00:00Z", file="correction")
    staff.lay({"2023-05-08": 3700, "2023-05-09": 3710}, file="equipment")
    economist.commit({"2023-05-08": 110000, "2023-05-09": 110020}, "2023-05-09T06:00:00Z")
    economist.commit({"2023-05-08": 110010, "2023-05-09": 113230}, "2023-05-10T06:00:00Z")
    economist.commit({"2023-05-08": 110010, "2023-05-09": 110025}, "2023-05-12T06:00:00Z")
    ledger.sync(staff)
    ledger.sync(economist)
    shipped = ship(ledger)
    same_on_every_day(ledger, shipped, date(2023, 5, 6), date(2023, 5, 14))
    assert len(list(shipped.intervals("ua_general_staff", "casualties"))) > 8


@pytest.mark.parametrize("file", ["personnel", "correction"])
def test_a_series_of_one_figure_ships_as_well(file: str, ledger: Any, publisher: Any, ship: Any) -> None:
    source = publisher("ua_general_staff", file)
    source.commit({"2023-05-08": 1650}, "2023-05-08T06:00:00Z", file=file)
    ledger.sync(source)
    same_on_every_day(ledger, ship(ledger), date(2023, 5, 7), date(2023, 5, 9))


@pytest.mark.parametrize("value", [110000, 0.1 + 110000, 111111.111111])
def test_an_area_ships_to_its_last_digit(value: float, ledger: Any, economist: Any, ship: Any) -> None:
    economist.commit({"2023-05-08": value, "2023-05-09": value + 1}, "2023-05-09T06:00:00Z")
    ledger.sync(economist)
    same_on_every_day(ledger, ship(ledger), date(2023, 5, 8), date(2023, 5, 10))


def test_a_withdrawal_is_the_newest_that_is_known_with_and_without_a_ledger(ledger: Any, economist: Any, ship: Any) -> None:
    economist.commit({"2023-05-08": 110000, "2023-05-09": 110020}, "2023-05-09T06:00:00Z")
    economist.commit({"2023-05-08": 110000}, "2023-05-12T06:00:00Z")
    ledger.sync(economist)
    with both(ledger, ship(ledger)) as (held, ships):
        assert held.as_of == ships.as_of == date(2023, 5, 12)


def test_what_only_our_own_sight_dates_does_not_ship(ledger: Any, economist: Any, ship: Any) -> None:
    economist.commit({"2023-05-08": 110000, "2023-05-09": 110020}, "2023-05-09T06:00:00Z")
    ledger.sync(economist)
    before = ship(ledger)
    economist.lay({"2023-05-08": 110001, "2023-05-09": 110020, "2023-05-10": 110030})
    ledger.sync(economist)
    after = ship(ledger)
    days = [date(2023, 5, 9), date(2026, 6, 30)]
    for day in days:
        assert said(View([after], ()), day) == said(View([before], ()), day)


def test_the_files_do_not_change_with_the_day_of_the_build(new_ledger: Any, publisher: Any, ship: Any) -> None:
    built = []
    for name, month in (("first", 6), ("second", 7)):
        source = publisher("ua_general_staff")
        source.commit({"2023-05-08": 100}, "2023-05-08T06:00:00Z")
        source.lay({"2023-05-08": 101})
        source.commit({"2023-05-08": 7}, "2023-05-09T06:00:00Z", file="correction")
        source.lay({"2023-05-08": 3700, "2023-05-09": 3710}, file="equipment")
        ledger = new_ledger(name)
        ledger.sync(source, at=datetime(2026, month, 1, tzinfo=UTC))
        with reading(ledger.url) as connection:
            built.append(series_files(StoredLedger(connection)))
    assert built[0] == built[1]


ROWS = st.dictionaries(
    st.sampled_from(["2025-01-01", "2025-01-02", "2025-01-03"]), st.sampled_from([110000, 110001, 114000]), min_size=1
)


@given(st.lists(st.tuples(st.integers(1, 30), ROWS), min_size=1, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_history_ships_as_it_was(new_ledger: Any, publisher: Any, ship: Any, history: Any) -> None:
    source, hours = publisher("isw"), 0
    for pause, told in history:
        hours += pause
        source.commit(told, f"2025-02-{1 + hours // 24:02}T{hours % 24:02}:00:00Z")
    ledger = new_ledger("any")
    ledger.sync(source)
    same_on_every_day(ledger, ship(ledger), date(2025, 1, 31), date(2025, 2, 2 + hours // 24))


# The printed figures

PRINTED = "source,metric,kind,unit,start,end,page,evidence,value,published,published_to,note"


def printed(*rows: str, header: str = PRINTED) -> tuple[Statement, ...]:
    return read_published("\n".join([header, *rows]) + "\n", where="figures.csv")


ROW = "isw,ground,flow,km2,2025-01-01,2025-01-31,https://example.org,page,498,2025-02-03,,"


def test_a_printed_figure_is_known_from_its_authors_day_or_the_latest_that_day_can_be() -> None:
    dated, bounded, undated = printed(ROW, ROW.replace("2025-02-03,,", ",2025-02-09,"), ROW.replace("2025-02-03", ""))
    assert (dated.known, bounded.known, undated.known) == (date(2025, 2, 3), date(2025, 2, 9), None)


def test_an_undated_figure_stands_in_no_edition_and_is_told_apart() -> None:
    undated = printed(ROW.replace("2025-02-03", ""))
    view = View([], undated, date(2026, 1, 1))
    assert view.statements() == view.printed() == []
    assert view.undated() == list(undated)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW.replace("ground", "land"), r"^figures\.csv, row 3: metric 'land' is not one of"),
        (ROW.replace("498", "498 km2"), r"^figures\.csv, row 3: cannot read value from '498 km2'"),
        (ROW + ",more", r"^figures\.csv, row 3: the row has another number of cells than the header"),
        (ROW.rpartition(",")[0], r"^figures\.csv, row 3: the row has another number of cells than the header"),
    ],
)
def test_a_printed_row_that_cannot_be_read_is_named(row: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        printed(ROW, row)


@pytest.mark.parametrize("column", ["source", "metric", "kind", "unit", "start", "end", "page", "evidence"])
def test_a_missing_column_of_printed_figures_is_named(column: str) -> None:
    with pytest.raises(InputError, match=rf"^figures\.csv: no column '{column}'"):
        printed(ROW, header=PRINTED.replace(column, "x", 1))


@pytest.mark.parametrize("inside", ["two\nlines", "a\u2028b", "a\x85b"])
def test_a_quoted_line_break_is_part_of_its_cell(inside: str) -> None:
    (one,) = printed(f'{ROW}"{inside}"')
    assert one.note == inside
