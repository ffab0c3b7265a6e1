"""Whatever bytes a publisher sends: statements, flags, or one SourceError. Nothing else ever comes out of a reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrrhus.errors import SourceError
from pyrrhus.ground.maps import read_map
from pyrrhus.sources.contract import Reader, load_source, reader_of
from pyrrhus.vocabulary import FLAGS

PERSONNEL = [
    {"date": "2022-02-25", "day": 2, "personnel": 2800, "personnel*": "about", "POW": 0},
    {"date": "2022-02-26", "day": "3", "personnel": 4300, "personnel*": "about", "POW": 0},
    {"date": "2022-02-27", "day": 3, "personnel": 4500, "personnel*": "about", "POW": 0},
    {"date": "2025-01-31", "day": 1073, "personnel": 837610},
]
EQUIPMENT = [
    {"date": "2022-02-25", "day": 2, "aircraft": 10, "tank": 80, "APC": 516, "fuel tank": None, "mobile SRBM system": 1},
    {"date": "2025-01-31", "day": 1073, "tank": 9870, "vehicles and fuel tanks": 35000, "greatest losses direction": "X"},
]
CORRECTION = [{"date": "2025-02-28", "day": 1101, "personnel": 1650, "tank": 0}, {"date": "2022-10-14", "day": 233}]
AREA = "\n".join(
    [
        ",".join(load_source("isw").facts["columns"]),
        "2022-02-24,81984426652.1,,,,0.13",
        "2025-11-06,116010000000,1,2,3,0.19",
        "2025-11-07,112810000000.5,1,2,3,0.19",
        '2025-11-08,1.1602e11,1,2,3,"0.19"',
    ]
)
MAP = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "x"},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[37.0, 48.0], [37.0, 48.1], [37.1, 48.1], [37.1, 48.0], [37.0, 48.0]]]],
            },
        },
        {"type": "Feature", "properties": None, "geometry": None},
    ],
}

TOKENS = [
    b"", b"null", b"true", b"-", b"1e999", b"-1e308", b"NaN", b'"', b"\\", b"[", b"]", b"{", b"}", b",", b":", b"\n", b"\r",
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"0001-01-01", b"9999-12-31", b"20250131", b"2025-W05-5", b"9" * 400,
    b'"date"', b'"day"', b'"twins"', b'"twins":[1],', b"0x1", b"_", b";", b"1" * 30, b'\\ud800', b"[" * 1100,
]  # fmt: skip
WORDS = ["date", "day", "personnel", "tank", "twins", "type", "features", "geometry", "coordinates", "crs", ""]

PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["2025-01-31", "0001-01-01", "9999-12-31", "20250131", "MultiPolygon", "Polygon", "x", "5", "-1"]),
    st.text(max_size=5),
)  # fmt: skip
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Some bytes cut out, put in, doubled or moved."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + draw(st.sampled_from([0, 1, 3, 20, 200])))))
        put = draw(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4), st.just(data[start:end] * 2)))
        data = data[:start] + put + data[end:]
    return data


@st.composite
def rewritten(draw: st.DrawFn, document: Any) -> bytes:
    """Valid JSON in which a part, wherever it stands, became something else, was lost, renamed or doubled."""
    document = json.loads(json.dumps(document))
    for _ in range(draw(st.integers(1, 3))):
        document = _changed(draw, document)
    return json.dumps(document).encode()


def _changed(draw: st.DrawFn, node: Any) -> Any:
    if not isinstance(node, dict | list) or not node or draw(st.integers(0, 5)) == 0:
        return draw(ANYTHING)
    if isinstance(node, list):
        at = draw(st.integers(0, len(node) - 1))
        choice = draw(st.sampled_from(["into", "into", "into", "lose", "double"]))
        if choice == "into":
            return [*node[:at], _changed(draw, node[at]), *node[at + 1 :]]
        return node[:at] + node[at + 1 :] if choice == "lose" else [*node, _changed(draw, node[at]), node[at]]
    key = draw(st.sampled_from(sorted(node)))
    left = {name: value for name, value in node.items() if name != key}
    match draw(st.sampled_from(["into", "into", "into", "lose", "rename", "add"])):
        case "into":
            return left | {key: _changed(draw, node[key])}
        case "lose":
            return left
        case "rename":
            return left | {draw(st.sampled_from(WORDS)): node[key]}
        case _:
            return node | {draw(st.one_of(st.sampled_from(WORDS), st.text(max_size=4))): draw(ANYTHING)}


def reader(source: str, file: str) -> Reader:
    told = load_source(source)
    return reader_of(told, next(one for one in told.files if one.name == file))


def comes_to_something(made: Reader, data: bytes, before: bytes) -> None:
    """All that a run does with a document: split, check, compare with the version before, read what differs."""
    try:
        records = made.records(data, where="file")
        made.check(records, where="file")
        held = made.records(before, where="file")
        differing = [key for key, record in records.items() if key not in held or held[key] != record]
        found = [made.read(key, records[key], where="file") for key in differing]
        assert all(key in held for key in held.keys() - records.keys())
    except SourceError as error:
        assert str(error).startswith("file")
        return
    assert records
    for one in found:
        for said in one.statements:
            assert said.value is not None
            assert said.value.is_finite()
            assert said.start is not None
            assert said.end is not None
            assert said.start <= said.end
            assert said.flags <= set(FLAGS)
            assert not said.flags or said.note
            assert len(said.id) == 64
        assert all(flag.code and flag.text for flag in one.flags)


SERIES = [
    ("ua_general_staff", "personnel", PERSONNEL),
    ("ua_general_staff", "equipment", EQUIPMENT),
    ("ua_general_staff", "correction", CORRECTION),
]
FUZZ = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def as_json(document: Any) -> bytes:
    return json.dumps(document).encode()


@pytest.mark.parametrize(("source", "file", "rows"), SERIES)
@given(data=st.data())
@FUZZ
def test_damaged_bytes_of_a_json_series(source: str, file: str, rows: Any, data: st.DataObject) -> None:
    comes_to_something(reader(source, file), data.draw(damaged(as_json(rows))), as_json(rows))


@pytest.mark.parametrize(("source", "file", "rows"), SERIES)
@given(data=st.data())
@FUZZ
def test_json_of_another_shape_than_promised(source: str, file: str, rows: Any, data: st.DataObject) -> None:
    comes_to_something(reader(source, file), data.draw(rewritten(rows)), as_json(rows))


@given(damaged(AREA.encode()))
@FUZZ
def test_damaged_bytes_of_a_csv(data: bytes) -> None:
    comes_to_something(reader("isw", "area"), data, AREA.encode())


@pytest.mark.parametrize("made", [damaged(as_json(MAP)), rewritten(MAP)], ids=["damaged", "rewritten"])
@given(data=st.data())
@FUZZ
def test_damaged_or_rewritten_maps(made: st.SearchStrategy[bytes], data: st.DataObject) -> None:
    try:
        found = read_map(data.draw(made), where="file")
    except SourceError as error:
        assert str(error).startswith("file")
        return
    assert found.geometry.is_valid
    assert not found.geometry.is_empty


@pytest.mark.parametrize(("source", "file", "data"), [
    *((source, file, as_json(rows)) for source, file, rows in SERIES), ("isw", "area", AREA.encode()),
])  # fmt: skip
def test_the_undamaged_input_is_read(source: str, file: str, data: bytes) -> None:
    made = reader(source, file)
    records = made.records(data, where="file")
    made.check(records, where="file")
    assert any(made.read(key, record, where="file").statements for key, record in records.items())
