"""The record of a document that a statement was read from, as its bytes have it: a row of a csv, an object of a JSON list."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pyrrhus.errors import SourceError
from pyrrhus.sources.contract import File, Reader, Source, reader_of

__all__ = ["LONGEST", "Record", "record_of"]

LONGEST: Final = 300
"""Characters of a record that are shown."""
_BLANKS = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Record:
    """The exact text of a record, its length, and its first line in the file.

    Of a longer record ``text`` holds :data:`LONGEST` characters, around the place that was asked for.
    """

    text: str
    length: int
    line: int


@dataclass(frozen=True, slots=True)
class _Parts:
    """A document cut into the places of its records, and how some of them make a document again."""

    text: str
    places: list[tuple[int, int]]
    head: str
    between: str
    tail: str

    def some(self, places: Sequence[tuple[int, int]]) -> bytes:
        return (self.head + self.between.join(self.text[start:end] for start, end in places) + self.tail).encode()


def record_of(source: Source, file: File, data: bytes, id_: str, *, near: str = "") -> Record | None:
    """The record that states a statement; None where there is no such record, or none that can be told apart.

    ``near`` is a word of the record around which a long one is cut, such as the name of its field.
    It is found by reading: the source's reader is given ever fewer records, as long as they still make the statement.
    """
    reader = reader_of(source, file)
    try:
        text = data.decode("utf-8-sig")
        parts = _csv_parts(text, file) if _is_csv(file) else _json_parts(text, file)
    except (ValueError, IndexError, csv.Error):
        return None
    places = parts.places
    if not _states(reader, parts.some(places), id_):
        return None
    while len(places) > 1:
        half = places[: len(places) // 2]
        places = half if _states(reader, parts.some(half), id_) else places[len(places) // 2 :]
    if not _states(reader, parts.some(places), id_):
        return None
    ((start, end),) = places
    found = text[start:end].strip()
    middle = max(found.find(near), 0) if near else 0
    first = max(min(middle - LONGEST // 2, len(found) - LONGEST), 0)
    return Record(found[first : first + LONGEST], len(found), text.count("\n", 0, start) + 1)


def _states(reader: Reader, data: bytes, id_: str) -> bool:
    try:
        records = reader.records(data, where="")
    except SourceError:
        return False
    for key, record in records.items():
        try:
            if any(one.id == id_ for one in reader.read(key, record, where="").statements):
                return True
        except SourceError:
            continue
    return False


def _is_csv(file: File) -> bool:
    return file.table.format == "csv" if file.table else file.path.lower().endswith(".csv")


def _csv_parts(text: str, file: File) -> _Parts:
    lines = list(io.StringIO(text, newline=""))
    ends = [0]
    for line in lines:
        ends.append(ends[-1] + len(line))
    rows = csv.reader(lines, strict=True, delimiter=file.table.delimiter if file.table else ",")
    numbers = [0, *(rows.line_num for _ in rows)]
    places = [(ends[first], ends[last]) for first, last in pairwise(numbers)]
    head = text[: places[0][1]]
    # The last row may lack its line feed.
    return _Parts(text, places[1:], head if head.endswith("\n") else f"{head}\n", "", "")


def _json_parts(text: str, file: File) -> _Parts:
    """The elements of the list that a declared table names, of the features of a GeoJSON, or of the document itself."""
    table = file.table
    path = (table.rows or ("features" if table.format == "geojson" else "")) if table else ""
    names = path.split(".") if path else []
    at = 0
    for name in names:
        at = dict(_members(text, at)).get(name, len(text))
    head, tail = "".join(f"{{{json.dumps(name)}:" for name in names) + "[", "]" + "}" * len(names)
    return _Parts(text, list(_elements(text, at)), head, ",", tail)


def _members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Keys of the object at a place, and where their values begin."""
    decoder = json.JSONDecoder()
    at = _expect(text, at, "{")
    while text[at] != "}":
        key, at = decoder.raw_decode(text, at)
        at = _expect(text, at, ":")
        yield key, at
        _, at = decoder.raw_decode(text, at)
        at = _after_comma(text, at)


def _elements(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Where each element of the list at a place begins and ends."""
    decoder = json.JSONDecoder()
    at = _expect(text, at, "[")
    while text[at] != "]":
        _, end = decoder.raw_decode(text, at)
        yield at, end
        at = _after_comma(text, end)


def _expect(text: str, at: int, sign: str) -> int:
    """The place of what follows a sign that must come next."""
    at = _skipped(text, at)
    if text[at : at + 1] != sign:
        raise ValueError(f"expected {sign!r} at {at}")
    return _skipped(text, at + 1)


def _after_comma(text: str, at: int) -> int:
    at = _skipped(text, at)
    return _skipped(text, at + 1) if text[at : at + 1] == "," else at


def _skipped(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at
