"""The General Staff's running totals: what a row states, which rows state nothing, and what stops a run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import orjson
import pytest

from pyrrhus.errors import SourceError
from pyrrhus.sources.contract import Found
from pyrrhus.statement import Statement

SOURCE = "ua_general_staff"
DAY_ZERO = date(2022, 2, 23)

Reading = Callable[[list[dict[str, Any]]], list[Found]]


@pytest.fixture
def personnel(read: Any) -> Reading:
    return lambda rows: read(SOURCE, "personnel", orjson.dumps(rows))


@pytest.fixture
def newest_personnel(read_newest: Any) -> Reading:
    return lambda rows: read_newest(SOURCE, "personnel", orjson.dumps(rows))


@pytest.fixture
def equipment(read: Any) -> Reading:
    return lambda rows: read(SOURCE, "equipment", orjson.dumps(rows))


@pytest.fixture
def correction(read: Any) -> Reading:
    return lambda rows: read(SOURCE, "correction", orjson.dumps(rows))


def row(day: str, **fields: Any) -> dict[str, Any]:
    return {"date": day, "day": (date.fromisoformat(day) - DAY_ZERO).days, **fields}


def statements(found: list[Found]) -> list[Statement]:
    return [one for each in found for one in each.statements]


def flags(found: list[Found]) -> list[tuple[str, str]]:
    return [(flag.code, flag.text) for each in found for flag in each.flags]


# Personnel


def test_a_row_is_a_running_total_of_casualties_since_the_invasion(personnel: Reading) -> None:
    (said,) = statements(personnel([row("2025-01-31", personnel=837610)]))
    assert (said.metric, said.kind, said.party, said.unit) == ("casualties", "cumulative", "russia", "persons")
    assert (said.value, said.start, said.end) == (Decimal(837610), date(2022, 2, 24), date(2025, 1, 31))
    assert said.published == date(2025, 1, 31)
    assert said.where == "row of 2025-01-31, personnel"
    assert (said.evidence, said.stance, said.licence) == ("bytes", "party", "number")
    assert said.page == (
        "https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset/blob/main/data/russia_losses_personnel.json"
    )


def test_the_bulletin_does_not_say_what_its_losses_include(personnel: Reading) -> None:
    (said,) = statements(personnel([row("2025-01-31", personnel=837610)]))
    assert said.includes == frozenset()
    assert (said.low, said.high, said.bound) == (None, None, "plain")


def test_the_repositorys_own_marks_beside_a_total_are_ignored(personnel: Reading) -> None:
    marks = {"personnel*": "about", "*personnel": "about", "POW": 389}
    (said,) = statements(personnel([row("2022-03-20", personnel=14700, **marks)]))
    assert said == statements(personnel([row("2022-03-20", personnel=14700)]))[0]


def test_a_day_number_may_be_text(personnel: Reading) -> None:
    as_text = personnel([{"date": "2022-02-26", "day": "3", "personnel": 4300}])
    assert as_text == personnel([row("2022-02-26", personnel=4300)])


@pytest.mark.parametrize("day", [677, 1042, "1042", -1, 0])
def test_a_row_whose_day_does_not_fit_its_date_is_flagged_and_states_nothing(day: int | str, newest_personnel: Reading) -> None:
    found = newest_personnel([row("2023-12-31", personnel=359230), {"date": "2025-01-01", "day": day, "personnel": 1}])
    assert [said.value for said in statements(found)] == [Decimal(359230)]
    assert flags(found) == [("day_mismatch", f"row 2025-01-01: 'day' is {day}, its date is day 1043; the row states nothing")]


@pytest.mark.parametrize("day", [2.9, True, None, "", "two", "2.0", [2], {}, "9" * 5000])
def test_a_day_number_that_is_none_is_an_error_that_names_the_row(day: Any, personnel: Reading) -> None:
    with pytest.raises(SourceError, match=r"row 2022-02-25: expected an ISO 'date' and a whole 'day'"):
        personnel([{"date": "2022-02-25", "day": day, "personnel": 2800}])


@pytest.mark.parametrize("day", ["20250131", "2025-W05-5", "31.01.2025", "2025-1-31", "2025-02-30", "", 5, None, ["x"], {}])
def test_a_date_that_is_no_iso_day_is_an_error(day: Any, newest_personnel: Reading) -> None:
    rows = [row("2025-01-30", personnel=836100), {"date": day, "day": 1073, "personnel": 837610}]
    with pytest.raises(SourceError, match="date"):
        newest_personnel(rows)


@pytest.mark.parametrize("day", ["1999-01-01", "2022-02-23", "0001-01-01"])
def test_a_day_before_the_count_began_is_an_error(day: str, personnel: Reading) -> None:
    with pytest.raises(SourceError, match=day):
        personnel([row(day, personnel=2800)])


@pytest.mark.parametrize("name", ["captured", "Personnel", "personnel ", "tank", "twins", "note"])
@pytest.mark.parametrize("value", [5, [3], None])
def test_an_unknown_field_is_an_error_that_names_row_and_field(name: str, value: Any, personnel: Reading) -> None:
    with pytest.raises(SourceError, match=rf"row 2025-01-31: unknown field '{name}'"):
        personnel([row("2025-01-31", personnel=837610, **{name: value})])


def test_a_row_without_its_total_is_an_error_that_names_the_row(personnel: Reading) -> None:
    with pytest.raises(SourceError, match="row 2025-01-31: no field 'personnel'"):
        personnel([row("2025-01-31")])


@pytest.mark.parametrize("total", [-1, 5_000_001, 10**15, 837610.0, "837610", "837,610", None, True, False, [1], {}])
def test_a_total_that_is_no_whole_number_in_its_range_is_an_error(total: Any, personnel: Reading) -> None:
    with pytest.raises(SourceError, match="row 2025-01-31: expected a whole number of at most 5,000,000"):
        personnel([row("2025-01-31", personnel=total)])


@pytest.mark.parametrize(
    "data",
    [
        b"", b" ", b"null", b"5", b'"date"', b"[]", b"{}", b'{"date": "2025-01-31"}', b"[[]]", b"[5]", b'[{"day": 1}]',
        b'[{"date": "2025-01-31"', b'[{"date": "2025-01-31",}]', b"[" * 3000, b"\xff\xfe",
        b'[{"date": "\xff"}]', b'[{"date": "2025-01-31", "day": 1e999, "personnel": 1}]', b"<!DOCTYPE html>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("file", ["personnel", "equipment", "correction"])
def test_bytes_that_are_no_list_of_days_are_an_error_that_names_the_file(data: bytes, file: str, read: Any) -> None:
    with pytest.raises(SourceError, match=r"^file: expected a JSON list"):
        read(SOURCE, file, data)


def test_a_total_that_falls_in_the_newest_version_is_an_error_with_row_and_remedy(newest_personnel: Reading) -> None:
    rows = [row("2025-01-30", personnel=837610), row("2025-01-31", personnel=837609)]
    with pytest.raises(SourceError) as caught:
        newest_personnel(rows)
    assert caught.value.problem == "row 2025-01-31: the running total falls from 837,610 on 2025-01-30 to 837,609"
    assert "nothing was changed" in caught.value.remedy


def test_a_fall_is_found_in_whatever_order_the_rows_stand(newest_personnel: Reading) -> None:
    rows = [row("2025-01-31", personnel=837609), row("2025-01-30", personnel=837610)]
    with pytest.raises(SourceError, match="falls from 837,610 on 2025-01-30"):
        newest_personnel(rows)
    assert len(statements(newest_personnel([row("2025-01-31", personnel=2), row("2025-01-30", personnel=1)]))) == 2


def test_a_fall_across_a_gap_of_days_is_found(newest_personnel: Reading) -> None:
    rows = [row("2025-01-01", personnel=100), row("2025-01-02", personnel=100), row("2025-01-05", personnel=99)]
    with pytest.raises(SourceError, match="falls from 100 on 2025-01-02 to 99"):
        newest_personnel(rows)


def test_a_total_that_stays_as_it_is_does_not_fall(newest_personnel: Reading) -> None:
    rows = [row("2025-01-30", personnel=837610), row("2025-01-31", personnel=837610)]
    assert len(statements(newest_personnel(rows))) == 2


def test_an_old_version_may_hold_a_falling_total(personnel: Reading) -> None:
    rows = [row("2025-01-30", personnel=837610), row("2025-01-31", personnel=837609)]
    assert len(statements(personnel(rows))) == 2


def test_a_fall_on_a_row_whose_day_does_not_fit_is_only_flagged(newest_personnel: Reading) -> None:
    misdated = {"date": "2025-01-31", "day": 1072, "personnel": 5}
    found = newest_personnel([row("2025-01-30", personnel=837610), misdated, row("2025-02-01", personnel=839000)])
    assert [said.value for said in statements(found)] == [Decimal(837610), Decimal(839000)]
    assert [code for code, _ in flags(found)] == ["day_mismatch"]


def test_an_unknown_field_in_the_newest_version_is_found_before_anything_is_read(newest_personnel: Reading) -> None:
    with pytest.raises(SourceError, match="row 2025-01-31: unknown field 'captured'"):
        newest_personnel([row("2025-01-30", personnel=1), row("2025-01-31", personnel=2, captured=1)])


# One day twice


def test_two_values_for_one_day_in_one_version_are_both_doubtful(newest_personnel: Reading) -> None:
    rows = [row("2022-07-17", personnel=38140), row("2022-07-17", personnel=38300), row("2022-07-18", personnel=38450)]
    found = newest_personnel(rows)
    said = {one.value: one for one in statements(found)}
    assert set(said) == {Decimal(38140), Decimal(38300), Decimal(38450)}
    assert {value for value, one in said.items() if "doubtful" in one.flags} == {Decimal(38140), Decimal(38300)}
    assert said[Decimal(38140)].note == "2022-07-17 has two values in one version"
    assert said[Decimal(38450)].note == ""
    assert [code for code, _ in flags(found)] == ["twice"]


def test_a_doubtful_value_that_falls_is_only_flagged_and_no_later_day_is_held_against_it(
    newest_personnel: Reading,
) -> None:
    rows = [row("2022-07-17", personnel=38140), row("2022-07-17", personnel=983), row("2022-07-18", personnel=38450)]
    assert [code for code, _ in flags(newest_personnel(rows))] == ["twice"]
    rows = [row("2022-07-17", personnel=38140), row("2022-07-17", personnel=98300), row("2022-07-18", personnel=38450)]
    assert [code for code, _ in flags(newest_personnel(rows))] == ["twice"]


def test_the_same_row_twice_says_it_once_and_without_doubt(personnel: Reading) -> None:
    once = personnel([row("2022-07-17", personnel=38140)])
    assert personnel([row("2022-07-17", personnel=38140)] * 2) == once


def test_one_value_written_two_ways_is_no_doubt(newest_personnel: Reading) -> None:
    other = {"date": "2022-07-17", "day": "144", "personnel": 38140, "POW": 300}
    (said,) = statements(newest_personnel([row("2022-07-17", personnel=38140), other]))
    assert said.flags == frozenset()


def test_only_the_class_that_has_two_values_is_doubtful(equipment: Reading) -> None:
    found = equipment([row("2022-07-17", tank=1687, APC=3879), row("2022-07-17", tank=1691, APC=3879)])
    said = statements(found)
    assert {(one.class_, one.value) for one in said} == {
        ("tank", Decimal(1687)), ("tank", Decimal(1691)), ("armoured", Decimal(3879)),
    }  # fmt: skip
    assert {one.class_ for one in said if "doubtful" in one.flags} == {"tank"}


def test_a_misdated_row_casts_no_doubt_on_the_right_row_of_that_day(newest_personnel: Reading) -> None:
    # 2025-01-01: the total of that day stood under 2024-01-01, beside the true one.
    right, wrong = row("2024-01-01", personnel=360010), {"date": "2024-01-01", "day": 1043, "personnel": 790800}
    found = newest_personnel([right, wrong])
    (said,) = statements(found)
    assert (said.value, said.flags, said.note) == (Decimal(360010), frozenset(), "")
    assert "day_mismatch" in [code for code, _ in flags(found)]


def test_doubt_does_not_make_another_statement_of_a_value(personnel: Reading) -> None:
    (plain,) = statements(personnel([row("2022-07-17", personnel=38140)]))
    doubted = statements(personnel([row("2022-07-17", personnel=38140), row("2022-07-17", personnel=38300)]))
    assert plain.id in {one.id for one in doubted}


# Equipment


def test_each_column_is_a_running_total_of_its_class(equipment: Reading) -> None:
    columns = {"tank": 9870, "APC": 20500, "field artillery": 22400, "anti-aircraft warfare": 1050, "submarines": 1}
    said = statements(equipment([row("2025-01-31", **columns)]))
    assert {(one.class_, one.value) for one in said} == {
        ("tank", Decimal(9870)), ("armoured", Decimal(20500)), ("artillery", Decimal(22400)),
        ("air_defence", Decimal(1050)), ("submarine", Decimal(1)),
    }  # fmt: skip
    assert {(one.metric, one.kind, one.unit) for one in said} == {("equipment", "cumulative", "pieces")}
    assert len({one.id for one in said}) == 5


def test_columns_that_were_given_up_keep_their_own_name_within_a_class(equipment: Reading) -> None:
    old = {"military auto": 1523, "fuel tank": 75, "mobile SRBM system": 4}
    said = statements(equipment([row("2022-04-20", **old)]))
    assert {(one.class_, one.subgroup, one.value) for one in said} == {
        ("vehicle", "military auto", Decimal(1523)), ("vehicle", "fuel tank", Decimal(75)),
        ("special", "mobile SRBM system", Decimal(4)),
    }  # fmt: skip


def test_the_renamed_column_is_the_class_as_a_whole(equipment: Reading) -> None:
    (said,) = statements(equipment([row("2022-05-20", **{"vehicles and fuel tanks": 2138})]))
    assert (said.class_, said.subgroup) == ("vehicle", "")


def test_an_empty_cell_states_nothing(equipment: Reading) -> None:
    said = statements(equipment([row("2025-01-31", **{"tank": 9870, "fuel tank": None, "military auto": None})]))
    assert [one.class_ for one in said] == ["tank"]


def test_equipment_may_fall_even_in_the_newest_version(read_newest: Any) -> None:
    data = orjson.dumps([row("2025-01-30", tank=9870), row("2025-01-31", tank=9860)])
    assert len(statements(read_newest(SOURCE, "equipment", data))) == 2


def test_the_direction_of_greatest_losses_is_no_number_and_ignored(equipment: Reading) -> None:
    found = equipment([row("2022-05-20", **{"tank": 1263, "greatest losses direction": "Kramatorsk"})])
    assert len(statements(found)) == 1


@pytest.mark.parametrize("name", ["tanks", "Tank", "APC ", "hovercraft"])
def test_an_unknown_column_is_an_error_that_names_it(name: str, equipment: Reading) -> None:
    with pytest.raises(SourceError, match=rf"row 2025-01-31: unknown field '{name}'"):
        equipment([row("2025-01-31", tank=9870, **{name: 5})])


def test_a_cell_that_is_no_whole_number_is_an_error_that_names_the_row(equipment: Reading) -> None:
    with pytest.raises(SourceError, match="row 2025-01-31: expected a whole number"):
        equipment([row("2025-01-31", tank="9870")])


# Corrections


def test_a_jump_is_a_flow_of_the_day_before_the_bulletin_and_flagged(correction: Reading) -> None:
    (said,) = statements(correction([row("2025-02-28", personnel=1650)]))
    assert (said.metric, said.kind, said.value) == ("casualties", "flow", Decimal(1650))
    assert (said.start, said.end) == (date(2025, 2, 27), date(2025, 2, 27))
    assert said.published == date(2025, 2, 28)
    assert said.flags == frozenset({"jump"})
    assert said.subgroup == "correction of earlier days"
    assert "without being its loss" in said.note


def test_a_correction_of_equipment_is_told_by_class_and_says_nothing_about_persons(correction: Reading) -> None:
    (found,) = correction([row("2022-10-14", tank=20, APC=-5, MRL=None)])
    assert [(one.metric, one.class_, one.value, one.unit) for one in found.statements] == [
        ("equipment", "tank", 20, "pieces"), ("equipment", "armoured", -5, "pieces"),
    ]  # fmt: skip
    assert {one.flags for one in found.statements} == {frozenset({"jump"})}
    assert {str(one.end) for one in found.statements} == {"2022-10-13"}


def test_an_unknown_column_of_corrections_is_an_error(correction: Reading) -> None:
    with pytest.raises(SourceError, match="row 2025-02-28: unknown field 'hovercraft'"):
        correction([row("2025-02-28", personnel=1650, hovercraft=1)])


@pytest.mark.parametrize("jump", [None, "1650", 1650.0, True, 10**15, -(10**15)])
def test_a_correction_that_is_no_whole_number_in_its_range_is_an_error(jump: Any, correction: Reading) -> None:
    with pytest.raises(SourceError, match="row 2025-02-28: expected a whole number"):
        correction([row("2025-02-28", personnel=jump)])


def test_a_misdated_correction_is_flagged_and_states_nothing(correction: Reading) -> None:
    found = correction([{"date": "2022-10-13", "day": 231, "personnel": 500}])
    assert statements(found) == []
    assert [code for code, _ in flags(found)] == ["day_mismatch"]


def test_whole_histories_are_read(newest_personnel: Reading) -> None:
    first = date(2022, 2, 25)
    days = [first + timedelta(days=n) for n in range(1500)]
    said = statements(newest_personnel([row(str(day), personnel=2800 + 100 * n) for n, day in enumerate(days)]))
    assert [one.end for one in said] == days
