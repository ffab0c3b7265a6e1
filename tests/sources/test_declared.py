"""A source that needs no module: what its declaration may say, and what its rows may hold."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from pyrrhus.errors import InputError, SourceError
from pyrrhus.sources.contract import parse_source, reader_of
from pyrrhus.statement import Statement

HEAD = """
id = "border_watch"
title = "Border Watch"
shows = "same_day"
stance = "independent"
licence = "number"
licence_note = "CC0"
attribution = "Border Watch"
[[files]]
name = "weekly"
kind = "series"
path = "weekly.csv"
[files.table]
format = "csv"
key = ["week"]
ignored = ["editor"]
"""
SAYING = """
[[files.table.statements]]
fields = { metric = "killed", kind = "flow", unit = "persons" }
columns = { value = "dead", party = "side", start = "from", end = "to" }
texts = { place = "{district}" }
words = { party = { R = "russia", U = "ukraine" } }
"""
COLUMNS = "week,from,to,side,dead,district,editor\n"
ROW = "1,2025-01-06,2025-01-12,R,12,North,x\n"
GED = (
    "id,dyad_name,side_a,side_b,adm_1,date_start,date_end,deaths_a,deaths_b,best,high,low,geom_wkt\n"
    "7,Government of Russia (Soviet Union) - Government of Ukraine,Government of Russia (Soviet Union),Government of Ukraine,"
    "Donetsk oblast,2025-01-06 00:00:00.000,2025-01-07 00:00:00.000,12,0,13,15,12,POINT (1 2)\n"
    "8,A - B,A,B,,2025-01-06 00:00:00.000,2025-01-07 00:00:00.000,1,1,2,2,2,POINT (1 2)\n"
)


def reading(text: str, data: str | bytes) -> list[Statement]:
    source = parse_source(text, where="my.toml")
    reader = reader_of(source, source.files[0])
    records = reader.records(data if isinstance(data, bytes) else data.encode(), where="weekly.csv")
    return [one for key, record in records.items() for one in reader.read(key, record, where="weekly.csv").statements]


@pytest.fixture
def read() -> Callable[..., list[Statement]]:
    return lambda data, text=HEAD + SAYING: reading(text, data)


def test_a_row_is_a_statement_with_its_words_its_place_and_its_days(read: Any) -> None:
    (one,) = read(COLUMNS + ROW)
    assert (one.source, one.metric, one.party, one.value, one.place) == ("border_watch", "killed", "russia", 12, "North")
    assert (str(one.start), str(one.end), one.where) == ("2025-01-06", "2025-01-12", "row 1")


def test_an_empty_cell_leaves_its_field_empty_and_a_row_without_a_number_says_nothing(read: Any) -> None:
    assert read(COLUMNS + ROW + "2,2025-01-13,2025-01-19,U,,,\n")[0].value == 12
    assert read(COLUMNS + "2,2025-01-13,2025-01-19,U,3,,\n")[0].place == ""


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1,2025-01-06,2025-01-12,X,12,North,x\n", "unknown side 'X'"),
        ("1,2025-01-06,2025-01-12,R,twelve,North,x\n", "expected a number, got 'twelve'"),
        ("1,2025-01-06,2025-01-12,R,-1,North,x\n", "outside the expected range"),
        ("1,2025-01-06,2025-01-12,R,NaN,North,x\n", "expected a number"),
        ("1,06.01.2025,2025-01-12,R,12,North,x\n", "expected a day as %Y-%m-%d"),
        ("1,2025-01-13,2025-01-12,R,12,North,x\n", "the period begins on 2025-01-13 and ends on 2025-01-12"),
        ("1,2025-01-06,2025-01-12,R,12,North\n", "expected 7 cells, got 6"),
        (ROW + "1,2025-01-06,2025-01-12,R,13,North,x\n", "'1' stands twice with different values"),
        ("", "expected rows below the header, got none"),
    ],
)
def test_a_row_that_cannot_be_is_named(row: str, sentence: str, read: Any) -> None:
    with pytest.raises(SourceError, match=sentence.replace("(", r"\(")):
        read(COLUMNS + row)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("week,from,to,side,dead,editor\n", "no column 'district'"),
        ("week,from,to,side,dead,district,editor,more\n", "unknown column 'more'"),
        ("week,week,to,side,dead,district,editor\n", "two columns are named 'week'"),
    ],
)
def test_other_columns_are_refused(columns: str, sentence: str, read: Any) -> None:
    with pytest.raises(SourceError, match=sentence):
        read(columns + ",".join("1" for _ in columns.split(",")) + "\n")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('metric = "killed"', 'metric = "deaths"'), "metric 'deaths' is not one of"),
        (('unit = "persons"', 'unit = "souls"'), "unit 'souls' is not one of"),
        (('value = "dead"', 'number = "dead"'), "unknown column 'number'"),
        (
            ('{ party = { R = "russia", U = "ukraine" } }', '{ place = { R = "russia" } }'),
            "words for 'place', which no column fills",
        ),
        (('stance = "independent"', 'stance = "neutral"'), "stance"),
        (('id = "border_watch"', 'id = "Border Watch"'), "id"),
        (('kind = "series"', 'kind = "series"\nsecret = 1'), "secret"),
        (('format = "csv"', 'format = "xlsx"'), "format"),
        (('title = "Border Watch"', "title = "), "expected TOML"),
    ],
)
def test_a_declaration_that_cannot_be_says_which_field(change: tuple[str, str], sentence: str, read: Any) -> None:
    with pytest.raises(InputError, match=sentence):
        read(COLUMNS + ROW, (HEAD + SAYING).replace(*change))


def test_numbers_are_read_by_the_declared_marks_alone(read: Any) -> None:
    marks = (HEAD + SAYING).replace('format = "csv"', 'format = "csv"\ndelimiter = ";"\nthousands = "."\ndecimal = ","')
    row = "1;2025-01-06;2025-01-12;R;{};North;x\n"
    header = COLUMNS.replace(",", ";")
    assert read(header + row.format("1.234,5"), marks)[0].value == Decimal("1234.5")
    with pytest.raises(SourceError, match="at thousands"):
        read(header + row.format("12.34"), marks)


def test_a_party_that_the_conflict_does_not_have_is_refused(read: Any) -> None:
    with pytest.raises(SourceError, match="unknown party 'mars'"):
        read(COLUMNS + ROW, (HEAD + SAYING).replace('"russia"', '"mars"'))


def test_geojson_is_read_by_its_features_properties(read: Any) -> None:
    text = (HEAD + SAYING).replace('format = "csv"', 'format = "geojson"')
    feature = '{"type": "Feature", "geometry": null, "properties": %s}'
    properties = '{"week": 1, "from": "2025-01-06", "to": "2025-01-12", "side": "U", "dead": 4, "district": null, "editor": true}'
    (one,) = read('{"type": "FeatureCollection", "features": [' + feature % properties + "]}", text)
    assert (one.party, one.value, one.place) == ("ukraine", 4, "")


@pytest.mark.parametrize("data", [b"[]", b"{}", b"null", b"[1]", b"{", b"\xff"])
def test_json_of_another_shape_is_one_error(data: bytes, read: Any) -> None:
    with pytest.raises(SourceError):
        read(data, (HEAD + SAYING).replace('format = "csv"', 'format = "json"'))


def test_ucdps_events_come_along_declared_and_only_the_declared_dyad_is_read() -> None:
    text = (resources.files("pyrrhus") / "data" / "declared" / "ucdp_ged.toml").read_text(encoding="utf-8")
    one, both = reading(text, GED)
    assert (one.party, one.value, one.place, one.subgroup) == ("russia", 12, "Donetsk oblast", "event 7")
    assert (both.party, both.low, both.value, both.high, both.range_is) == ("both", 12, 13, 15, "stated")
    assert both.note == "with civilians and those of unknown side"
