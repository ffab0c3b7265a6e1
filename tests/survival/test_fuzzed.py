"""A thousand faults in each kind of file: statements that the faulty bytes themselves bear out, flags, or one SourceError.

Each kind of file of each source is found by itself; its documents are a small one made by hand, where there is one below, and a
small piece of the publisher's own. What a sound document keeps to (numbers in a row of their day, under the name that
``where`` gives), a faulty one has to keep to as well.
"""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from random import Random
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from mutating import mutated

from pyrrhus.errors import SourceError
from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.ground.maps import read_map
from pyrrhus.sources.contract import ADAPTERS, File, Source, load_source, reader_of
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import FLAGS

STAFF, ISW = load_source("ua_general_staff"), load_source("isw")
MADE: dict[tuple[str, str], bytes] = {
    ("ua_general_staff", "personnel"): b"""[
    {"date": "2022-02-25", "day": 2, "personnel": 2800, "personnel*": "about", "POW": 0},
    {"date": "2022-02-26", "day": "3", "personnel": 4300, "personnel*": "about", "POW": 0},
    {"date": "2025-01-30", "day": 1072, "personnel": 835940},
    {"date": "2025-01-31", "day": 1073, "personnel": 837610}
]""",
    ("ua_general_staff", "equipment"): b"""[
    {"date": "2022-02-25", "day": 2, "aircraft": 10, "tank": 80, "APC": 516, "fuel tank": null, "mobile SRBM system": 4},
    {"date": "2025-01-31", "day": 1073, "tank": 9870, "vehicles and fuel tanks": 35000, "greatest losses direction": "X"}
]""",
    ("ua_general_staff", "correction"): b"""[
    {"date": "2022-10-14", "day": 233, "tank": 5},
    {"date": "2025-02-28", "day": 1101, "personnel": 1650, "tank": 0},
    {"date": "2025-03-01", "day": 1102, "personnel": -20}
]""",
    ("isw", "area"): "\n".join([
        ",".join(ISW.facts["columns"]), "2025-11-05,115984426652.1,,,,0.13", "2025-11-06,116010000000,1,2,3,0.19",
        "2025-11-07,112810000000.5,1,2,3,0.19", '2025-11-08,1.1602e11,1,2,3,"0.19"', "2025-11-09,116030000123,1,2,3,0.19",
    ]).encode(),
    ("deepstate", "map"): json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "MultiPolygon", "coordinates": [
            [[[37.0, 48.0], [37.0, 48.1], [37.1, 48.1], [37.1, 48.0], [37.0, 48.0]]],
            [[[38.0, 48.0], [38.0, 48.5], [38.5, 48.5], [38.0, 48.0]], [[38.1, 48.2], [38.1, 48.3], [38.2, 48.3], [38.1, 48.2]]],
        ]}},
        {"type": "Feature", "properties": None, "geometry": None},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [
            [[39.0, 47.0, 5.5], [39.0, 47.1, 5.5], [39.1, 47.1, 5.5], [39.0, 47.0, 5.5]]
        ]}},
    ]}).encode(),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    source: Source
    file: File

    def __str__(self) -> str:
        return f"{self.source.id} {self.file.name}"


KINDS = [Kind(source, file) for source in map(load_source, ADAPTERS) for file in source.files]


# Documents to begin with


@pytest.fixture(scope="session")
def sample(mirror: str) -> Callable[[Kind], bytes]:
    """A small piece of the newest file of a kind, as its publisher has it."""

    def get(path: str) -> bytes:
        with urllib.request.urlopen(f"{mirror}{quote(path)}") as answer:
            body: bytes = answer.read()
            return body

    def of(kind: Kind) -> bytes:
        source, file = kind.source, kind.file
        repository, branch = source.place(file)
        tree = json.loads(get(f"/repos/{repository}/git/trees/{branch}"))["tree"]
        path = max(one["path"] for one in tree if file.day_of(one["path"]) is not False)
        return small(get(f"/{repository}/{branch}/{path}"), file)

    return of


def small(data: bytes, file: File) -> bytes:
    """A document with few of its rows, or few of its smallest polygons."""
    if data.lstrip()[:1] == b"[":
        rows = json.loads(data)
        return json.dumps(rows[:4] + rows[-6:], indent=4, ensure_ascii=False).encode()
    if data.lstrip()[:1] == b"{":
        document = json.loads(data)
        inside = document.get("value", document)
        features = [one for one in inside.get("features", []) if one["geometry"]]
        if file.layers is not None:
            features.sort(key=lambda one: file.layers.statuses[one["properties"][file.layers.label]] != "held")
            features = features[:9]
        features.sort(key=lambda one: len(json.dumps(one)))
        few = inside | {"features": [fewer(one) for one in features[:3]]}
        return json.dumps(document | {"value": few} if "value" in document else few).encode()
    lines = data.splitlines(keepends=True)
    return b"".join(lines[:1] + lines[-9:])


def fewer(feature: dict[str, Any]) -> dict[str, Any]:
    geometry = feature.get("geometry") or {}
    if geometry.get("type") != "MultiPolygon":
        return feature
    parts = sorted(geometry["coordinates"], key=lambda part: len(json.dumps(part)))[:4]
    return feature | {"geometry": geometry | {"coordinates": parts}}


# A series: what came of it, and whether the bytes bear it out

Row = list[tuple[str, str]]


@dataclass
class Read:
    """What a document came to: statements by id, or the sentence that refused it."""

    statements: dict[str, Statement]
    flags: tuple[str, ...] = ()
    refused: str = ""


def read_series(kind: Kind, data: bytes, *, newest: bool) -> Read:
    made = reader_of(kind.source, kind.file)
    try:
        records = made.records(data, where="file")
        if newest:
            made.check(records, where="file")
        found = [made.read(key, record, where="file") for key, record in records.items()]
    except SourceError as error:
        assert str(error).startswith("file")
        return Read({}, refused=str(error))
    assert all(flag.code and flag.text for one in found for flag in one.flags)
    said = [statement for one in found for statement in one.statements]
    for one in said:
        numbers = numbers_of(one)
        assert numbers
        assert all(number.is_finite() for number in numbers)
        assert one.start is None or one.end is None or one.start <= one.end
        assert one.flags <= set(FLAGS)
        assert len(one.id) == 64
    return Read({one.id: one for one in said}, tuple(flag.text for one in found for flag in one.flags))


def numbers_of(one: Statement) -> list[Decimal]:
    found = [number for number in (one.low, one.value, one.high) if number is not None]
    return [*found, *([Decimal(one.rank)] if one.rank is not None else [])]


def naive(data: bytes) -> list[Row]:
    """The rows of a document, each of them names and texts, read without any knowledge of the source."""
    text = data.decode("utf-8-sig")
    if text.lstrip()[:1] in ("[", "{"):
        document = json.loads(text, object_pairs_hook=Pairs, parse_int=str, parse_float=str, parse_constant=str)
        return [list(flat(row)) for row in rows_in(document)]
    # A reader may take other signs for the end of a row than a spreadsheet does.
    tables = [list(csv.reader(lines)) for lines in (io.StringIO(text, newline=""), text.splitlines())]
    return [list(zip(table[0], row, strict=False)) for table in tables if table for row in table[1:]]


class Pairs(list[tuple[str, Any]]):
    """An object with all its names, twins too."""


def rows_in(node: Any) -> Iterator[Pairs]:
    """Every object, and every object within it."""
    if isinstance(node, Pairs):
        yield node
        for _, value in node:
            yield from rows_in(value)
    elif isinstance(node, list):
        for one in node:
            yield from rows_in(one)


def flat(row: Pairs) -> Iterator[tuple[str, str]]:
    for name, value in row:
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, list) and not isinstance(value, Pairs):
            yield from ((name, one) for one in value if isinstance(one, str))


def as_number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 100 else None


def has_number(number: Decimal, texts: list[str]) -> bool:
    """Whether a text says the number, in its unit or a million times as large, with less than one off in what was given."""
    for text in texts:
        told = as_number(text)
        if told is not None and (told == number or abs(told - number * 10**6) <= Decimal("0.5001")):
            return True
    return False


def field_of(one: Statement) -> str:
    return one.where.rpartition(", ")[2]


def in_row(one: Statement, row: Row) -> bool:
    """All numbers of a statement stand in this row."""
    return all(has_number(number, [text for _, text in row]) for number in numbers_of(one))


def in_field(one: Statement, row: Row) -> bool:
    """They stand in this row under the name with which the statement's place ends."""
    return all(has_number(number, [text for name, text in row if name == field_of(one)]) for number in numbers_of(one))


def of_day(one: Statement, row: Row) -> bool:
    """The row bears a day of the statement."""
    days = {str(day) for day in (one.start, one.end, one.published) if day}
    return any(text in days for _, text in row)


PROMISES = (in_row, in_field, of_day)
Promise = Callable[[Statement, Row], bool]


def bearing(one: Statement, rows: list[Row], promises: list[Promise]) -> list[Row]:
    return [row for row in rows if all(promise(one, row) for promise in promises)]


def dates(row: Row) -> list[str]:
    return [text for _, text in row if re.fullmatch(r"\d{4}-\d\d-\d\d", text)]


def rivals(one: Statement, borne_by: Row, rows: list[Row]) -> list[Row]:
    """Other rows of the same dates that have another number under the statement's name."""

    def others(row: Row) -> bool:
        return any(name == field_of(one) and as_number(text) is not None and not has_number(one_of, [text]) for name, text in row)

    one_of = numbers_of(one)[0]
    return [row for row in rows if row != borne_by and dates(row) and dates(row) == dates(borne_by) and others(row)]


def unlike(rows: list[Row]) -> list[Row]:
    """Rows without those that stand there already."""
    return [row for number, row in enumerate(rows) if row not in rows[:number]]


@dataclass
class Sound:
    """A sound document of a series: what it comes to, which promises it keeps, and which row bears which statement."""

    kind: Kind
    data: bytes

    def __post_init__(self) -> None:
        self.read = read_series(self.kind, self.data, newest=False)
        assert self.read.statements, f"the sample of {self.kind} states nothing ({self.read.refused})"
        said = list(self.read.statements.values())
        try:
            rows = naive(self.data)
        except (ValueError, csv.Error):
            rows = []  # neither JSON nor csv: what is read from it is not held against it
        self.promises = [one for one in PROMISES if all(bearing(statement, rows, [one]) for statement in said)]
        self.alone = in_field in self.promises and not any(
            rivals(one, bearing(one, rows, self.promises)[0], rows) for one in said
        )
        self.rows = [(unlike(bearing(one, rows, self.promises)), one) for one in said]

    def hold(self, data: bytes, *, newest: bool) -> bool:
        """Hold what a faulty document comes to against its own bytes; whether it was read at all."""
        found = read_series(self.kind, data, newest=newest)
        if found.refused:
            return False
        rows = naive(data) if self.promises else []
        for one in () if not self.promises else found.statements.values():
            borne_by = bearing(one, rows, self.promises)
            assert borne_by, f"{one.value} of {one.end} ({one.where}) stands nowhere"
            if self.alone and not one.flags and (others := rivals(one, borne_by[0], rows)):
                told = any(date in text for date in dates(others[0]) for text in found.flags)
                assert told, f"{one.value} of {one.end} stands beside another number, and nobody says so"
        for borne_by, one in self.rows:
            # A row that is as it was, and alone of its day, says what it said.
            of_this_day = unlike([row for row in rows if of_day(one, row)])
            if of_day in self.promises and len(borne_by) == 1 and of_this_day == borne_by:
                assert one.id in found.statements, f"{one.value} of {one.end} is no longer read"
        return True


# A map


def hold_map(kind: Kind, data: bytes) -> bool:
    layers = kind.file.layers
    try:
        found = read_map(data, where="file", layers=layers)
    except SourceError as error:
        assert str(error).startswith("file")
        return False
    assert found.geometry.is_valid
    assert not found.geometry.is_empty
    border = polygons_area_m2(found.geometry.boundary.buffer(1e-9))  # what a step of the grid along it comes to
    assert abs(polygons_area_m2(found.geometry) - found.held_m2) <= 1e-9 * found.held_m2 + border + 1
    if not found.notes:
        rings = [ring_of(ring) for ring in np.split(found.rings.coordinates, found.rings.ends[1:-1])]
        read = [rings[begin:end] for begin, end in pairwise(found.rings.polygon_ends)]
        document = json.loads(data.decode("utf-8-sig"))
        if layers is not None:
            document = document[layers.member] if layers.member else document
            held = [one for one in document["features"] if layers.statuses[one["properties"][layers.label]] == "held"]
            document = {**document, "features": held}
        told = [[ring_of(ring) for ring in part] for part in polygons(document)]
        assert read == told
    return True


def ring_of(positions: Any) -> list[tuple[float, float]]:
    return [(float(one[0]), float(one[1])) for one in positions]


def polygons(node: Any) -> Iterator[Any]:
    """Each polygon of a GeoJSON document that has any, by a walk that knows nothing but the two types."""
    if isinstance(node, list):
        for one in node:
            yield from polygons(one)
    elif isinstance(node, dict):
        match node.get("type"):
            case "Polygon":
                yield from [node["coordinates"]] if node["coordinates"] else []
            case "MultiPolygon":
                yield from (part for part in node["coordinates"] if part)
            case "Feature":
                yield from polygons(node["geometry"])
            case _:
                yield from polygons(node.get("features", node.get("geometries", [])))


# The faults


def fuzz(kind: Kind, data: bytes, seed: object, count: int) -> None:
    sound = Sound(kind, data) if kind.file.kind == "series" else None
    if sound is None:
        assert hold_map(kind, data)
    read = 0
    for number in range(count):
        faulty = mutated(data, Random(f"{kind} {seed} {number}"))
        try:
            read += sound.hold(faulty, newest=number % 2 == 0) if sound else hold_map(kind, faulty)
        except SourceError:
            raise
        except Exception as error:
            shown = faulty if len(faulty) < 4000 else faulty[:4000] + b"..."
            raise AssertionError(f"{kind}, seed {seed}, fault {number}: {error!r} for {shown!r}") from error
    # Faults that are all refused, or all overlooked, would show nothing.
    assert 0 < read < count, f"{read} of {count} faulty documents could be read"


FAULTS = [pytest.param(60, id="60 faults"), pytest.param(1000, id="1000 faults", marks=pytest.mark.slow)]


def seed_of(request: pytest.FixtureRequest, count: int) -> object:
    return "quick" if count < 1000 else request.config.getoption("randomly_seed")


@pytest.mark.parametrize("count", FAULTS)
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_faults_in_a_document_made_by_hand(kind: Kind, count: int, request: pytest.FixtureRequest) -> None:
    data = MADE.get((kind.source.id, kind.file.name))
    if data is None:
        pytest.skip(f"no document of {kind} is made by hand here; the publisher's own is in the other test")
    fuzz(kind, data, seed_of(request, count), count)


@pytest.mark.shared
@pytest.mark.parametrize("count", FAULTS)
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_faults_in_a_piece_of_the_publishers_own_document(kind: Kind, count: int, sample: Any, request: Any) -> None:
    fuzz(kind, sample(kind), seed_of(request, count), count)


def test_faults_are_of_all_sorts_and_the_same_again() -> None:
    data = MADE["ua_general_staff", "personnel"]
    made = [mutated(data, Random(number)) for number in range(400)]
    assert made == [mutated(data, Random(number)) for number in range(400)]
    assert len({one for one in made if one != data}) > 350
    assert sum(bool(re.search(rb"NaN|Infinity", one)) for one in made) > 3
    assert sum(one.startswith((b"\xef\xbb\xbf", b"\xff\xfe")) for one in made) > 3
    assert sum(b"\0" in one for one in made) > 3


def test_a_field_that_stands_twice_in_a_row_is_not_decided_silently() -> None:
    twice = MADE["ua_general_staff", "personnel"].replace(b'"personnel": 835940', b'"personnel": 835940, "personnel": 836940')
    found = read_series(KINDS[0], twice, newest=True)
    doubted = [one for one in found.statements.values() if "doubtful" in one.flags]
    assert found.refused or found.flags or doubted


@pytest.mark.parametrize(("source", "file"), [key for key in MADE if key[1] != "map"])
def test_the_series_of_today_keep_all_three_promises(source: str, file: str) -> None:
    kind = next(one for one in KINDS if (one.source.id, one.file.name) == (source, file))
    assert Sound(kind, MADE[source, file]).promises == list(PROMISES)


@pytest.mark.parametrize("wrong", ["another number", "another day", "another field", "a row overlooked", "the last of two"])
def test_the_oracle_sees_what_a_reader_gets_wrong(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace
    from datetime import timedelta

    from pyrrhus.sources import contract
    from pyrrhus.sources.ua_general_staff import _Rows

    kind = KINDS[2]
    sound = Sound(kind, MADE["ua_general_staff", "equipment"])
    assert sound.hold(sound.data, newest=True)
    true = _Rows.read

    def read(self: Any, key: str, record: Any, *, where: str) -> contract.Found:
        found = true(self, key, record, where=where)
        first, *rest = found.statements
        match wrong:
            case "another number":
                first = replace(first, value=Decimal(81))
            case "another day":
                first = replace(
                    first, **{name: getattr(first, name) + timedelta(days=9) for name in ("start", "end", "published")}
                )
            case "the last of two":
                return found
            case "another field":
                first = replace(first, where=f"row of {key}, tank")
            case _:
                return contract.Found(tuple(rest), found.flags)
        return contract.Found((first, *rest), found.flags)

    monkeypatch.setattr(_Rows, "read", read)
    monkeypatch.setattr("pyrrhus.sources.ua_general_staff._mark_twins", lambda *_: None)
    data = (
        sound.data.replace(b"80,", b'80}, {"date": "2022-02-25", "day": 2, "tank": 90,')
        if wrong == "the last of two"
        else sound.data
    )
    with pytest.raises(AssertionError):
        sound.hold(data, newest=True)
