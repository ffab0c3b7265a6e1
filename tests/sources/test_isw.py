"""ISW's daily area: what a row states, which values are doubtful, and what stops a run."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pyrrhus.errors import SourceError
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

COLUMNS = load_source("isw").facts["columns"]
HEADER = ",".join(COLUMNS)

Area = Callable[..., list[Statement]]


@pytest.fixture
def area(read: Any) -> Area:
    def of(*rows: str, header: str = HEADER) -> list[Statement]:
        return statements(read, "\n".join([header, *rows]).encode() + b"\n")

    return of


def statements(read: Any, data: bytes) -> list[Statement]:
    return [one for found in read("isw", "area", data) for one in found.statements]


def row(day: str, km2: float | str) -> str:
    square_metres = km2 if isinstance(km2, str) else f"{km2 * 1e6:.3f}"
    return f"{day},{square_metres},,,,0.19"


def rows(values: Sequence[float], first: int = 1) -> list[str]:
    return [row(f"2025-11-{first + n:02}", value) for n, value in enumerate(values)]


def doubtful(said: list[Statement]) -> list[str]:
    return [str(one.end) for one in said if "doubtful" in one.flags]


def test_a_row_is_the_area_held_at_the_end_of_its_day(area: Area) -> None:
    (said,) = area("2025-01-31,110649123456.5,1,2,3,0.18")
    assert (said.metric, said.kind, said.party, said.unit) == ("held", "level", "russia", "km2")
    assert (said.start, said.end) == (date(2025, 1, 31), date(2025, 1, 31))
    assert said.unit_as_written == "square metres"
    assert said.where == "row of 2025-01-31, area_assessed_as_russia_controlled"
    assert (said.source, said.relayed_by, said.derived_from) == ("isw", "economist", "")
    assert (said.evidence, said.stance, said.licence) == ("bytes", "independent", "number")


def test_an_area_has_no_day_of_publication(area: Area) -> None:
    (said,) = area(row("2025-01-31", 110649))
    assert (said.published, said.published_from, said.published_to) == (None, None, None)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("110649123456.4", "110649.123456"),
        ("110649123456.6", "110649.123457"),
        ("110649123456", "110649.123456"),
        ("1.10649123456e11", "110649.123456"),
        ("110649000000", "110649"),
        ("30000000000", "30000"),
        ("300000000000", "300000"),
    ],
)
def test_values_are_rounded_to_one_square_metre(written: str, kept: str, area: Area) -> None:
    (said,) = area(row("2025-01-31", written))
    assert said.value == Decimal(kept)


def test_jitter_in_the_fourteenth_digit_is_the_same_statement(area: Area) -> None:
    first, again = area(row("2025-01-31", "110649123456.12")), area(row("2025-01-31", "110649123456.09"))
    assert first == again
    assert first[0].id == again[0].id


@pytest.mark.parametrize(("newline", "start"), [(b"\r\n", b""), (b"\n", codecs.BOM_UTF8), (b"\r\n", codecs.BOM_UTF8)])
def test_line_ends_and_a_byte_order_mark_change_nothing(newline: bytes, start: bytes, area: Area, read: Any) -> None:
    lines = [HEADER, row("2025-01-30", 110640), row("2025-01-31", 110649)]
    assert statements(read, start + newline.join(line.encode() for line in lines)) == area(*lines[1:])


def test_an_equal_row_twice_is_one_statement(area: Area) -> None:
    assert area(row("2025-01-31", 110649), row("2025-01-31", 110649)) == area(row("2025-01-31", 110649))


def test_a_day_twice_with_two_values_is_an_error_that_names_the_row(area: Area) -> None:
    with pytest.raises(SourceError, match=r"^file, row 3: 2025-01-31 stands twice with different values"):
        area(row("2025-01-31", 110649), row("2025-01-31", 110650))


# A value that no day can bring about


def test_a_drop_of_3200_km2_is_doubtful_while_its_neighbours_stay_usable(area: Area) -> None:
    said = area(*rows([116000, 116010, 112810, 112815, 116020, 116030], first=5))
    assert doubtful(said) == ["2025-11-07", "2025-11-08"]
    assert all("differs from the day before by more than a day can move" in one.note for one in said if one.flags)
    assert all(one.note == "" for one in said if not one.flags)


def test_a_leap_up_is_doubtful_as_a_drop_is(area: Area) -> None:
    assert doubtful(area(*rows([116000, 119200, 116010]))) == ["2025-11-02"]


def test_the_largest_true_step_of_a_day_is_not_doubtful(area: Area) -> None:
    assert doubtful(area(*rows([116000, 116331, 115999, 117499]))) == []


def test_before_the_front_was_steady_any_step_is_taken(area: Area) -> None:
    assert doubtful(area(row("2022-02-24", 44000), row("2022-02-25", 102000), row("2022-11-30", 116000))) == []
    assert doubtful(area(row("2022-11-30", 116000), row("2022-12-01", 119000))) == ["2022-12-01"]


def test_doubt_leaves_the_value_as_it_was_given(area: Area) -> None:
    said = area(*rows([116000, 112800, 116010]))
    assert said[1].value == Decimal(112800)
    assert said[1].id == area(row("2025-11-02", 112800))[0].id


# What stops a run


@pytest.mark.parametrize("number", range(len(COLUMNS)))
def test_a_missing_column_is_an_error_that_names_it(number: int, area: Area) -> None:
    left = [name for n, name in enumerate(COLUMNS) if n != number]
    with pytest.raises(SourceError, match=rf"^file, row 1: no column '{COLUMNS[number]}'; the publisher changed"):
        area("2025-01-31,110649000000,,,", header=",".join(left))


def test_an_unknown_column_is_an_error(area: Area) -> None:
    with pytest.raises(SourceError, match=r"^file, row 1: unknown columns .*'area_in_acres'"):
        area("2025-01-31,110649000000,,,,,", header=f"{HEADER},area_in_acres")


def test_columns_in_another_order_are_an_error_and_not_read_as_something_else(area: Area) -> None:
    with pytest.raises(SourceError, match="row 1: unknown columns"):
        area(row("2025-01-31", 110649), header=",".join(reversed(COLUMNS)))


@pytest.mark.parametrize("cells", ["", "2025-01-31", "2025-01-31,110649000000,,,", "2025-01-31,110649000000,,,,,"])
def test_a_row_with_another_number_of_cells_is_an_error_that_names_it(cells: str, area: Area) -> None:
    with pytest.raises(SourceError, match=r"^file, row 3: expected 6 cells, got "):
        area(row("2025-01-30", 110649), cells, row("2025-02-01", 110651))


@pytest.mark.parametrize("text", ["", "NA", "nan", "inf", "-inf", "1e999", "110,649", "0x19", "110649 km2", "1_1e10", "१"])
def test_what_is_no_number_is_an_error_that_names_the_row(text: str, area: Area) -> None:
    cell = f'"{text}"' if "," in text else text
    with pytest.raises(SourceError, match=r"^file, row 3: "):
        area(row("2025-01-30", 110649), row("2025-01-31", cell))


@pytest.mark.parametrize("value", ["0", "-110649000000", "29999999999", "300000000001", "110649", "1e300"])
def test_an_area_out_of_range_is_an_error_that_names_the_row(value: str, area: Area) -> None:
    with pytest.raises(SourceError, match=r"^file, row 2: .* square metres is outside the expected range"):
        area(row("2025-01-31", value))


@pytest.mark.parametrize("day", ["", "31/01/2025", "2025-02-30", "Jan 31", "20250131", "2025-W05-5", "2025-01-31T00:00"])
def test_what_is_no_iso_day_is_an_error(day: str, area: Area) -> None:
    with pytest.raises(SourceError, match="expected an ISO day"):
        area(row(day, 110649))


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe", HEADER.encode() + b"\n2025-01-31,\xff,,,,", b"<!DOCTYPE html>"])
def test_bytes_that_are_no_such_csv_are_an_error_that_names_the_file(data: bytes, read: Any) -> None:
    with pytest.raises(SourceError, match=r"^file"):
        statements(read, data)


def test_a_header_alone_is_an_error(area: Area) -> None:
    with pytest.raises(SourceError, match="^file: expected rows below the header, got none"):
        area()


@pytest.mark.parametrize("tail", ['2025-01-31,110649000000,,,,"', '2025-01-31,110649000000,,,,"a"b'])
def test_a_quote_that_does_not_close_is_an_error(tail: str, area: Area) -> None:
    with pytest.raises(SourceError, match="^file: expected a csv in UTF-8"):
        area(tail)
