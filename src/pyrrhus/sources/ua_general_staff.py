"""Ukraine's General Staff: daily running totals of Russian losses, personnel and equipment.

The morning bulletin of day D counts to the end of D - 1. Its "personnel losses" are casualties: the bulletin does not
say what they include, and the carrying repository's README calls them a death toll, which they are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from pyrrhus.errors import InputError, SourceError
from pyrrhus.period import parse_day
from pyrrhus.sources.contract import File, Flag, Found, Reader, Source, common_fields
from pyrrhus.statement import Statement

__all__ = ["correction", "equipment", "personnel"]

_CONFLICT_START = date(2022, 2, 24)


def personnel(source: Source, file: File) -> Reader:
    """Reader of the personnel totals."""
    return _Rows(source, file, _personnel_row)


def equipment(source: Source, file: File) -> Reader:
    """Reader of the equipment totals."""
    return _Rows(source, file, _equipment_row)


def correction(source: Source, file: File) -> Reader:
    """Reader of the side file: by how much a total jumped on a day without being that day's loss."""
    return _Rows(source, file, _correction_row)


class _Rows:
    """A JSON list of one object a day, keyed by ``date``."""

    def __init__(self, source: Source, file: File, row: Any) -> None:
        self.facts, self.row = source.facts, row
        self.common: dict[str, Any] = common_fields(source, file) | {"party": "russia"}

    def records(self, data: bytes, *, where: str) -> Mapping[str, Any]:
        try:
            rows = orjson.loads(data)
            found = {row["date"]: row for row in rows}
        except orjson.JSONDecodeError as error:
            raise SourceError(
                f"expected a JSON list of days, the JSON breaks off ({error})",
                where=where,
                remedy="sync again later; nothing was changed",
            ) from None
        except (TypeError, KeyError):
            raise SourceError("expected a JSON list of objects with a 'date'", where=where) from None
        if set(map(type, found)) - {str}:
            raise SourceError("expected a JSON list of objects whose 'date' is text", where=where)
        if not found:
            raise SourceError("expected a JSON list of days, got an empty one", where=where)
        self._once(data, rows, where)
        if len(found) < len(rows):
            _mark_twins(rows, found)
        return found

    def _once(self, data: bytes, rows: list[Any], where: str) -> None:
        """Refuse a row that gives a field twice: the JSON reader would take the last value and say nothing."""
        for name in ("date", "day", "personnel", *self.facts["classes"], *self.facts["subclasses"]):
            if data.count(f'"{name}"'.encode()) > sum(name in row for row in rows):
                raise SourceError(f"a row gives {name!r} twice", where=where)

    def read(self, key: str, record: Any, *, where: str) -> Found:
        if isinstance(record, tuple):
            return self._twins(key, record, where)
        return self._one(key, record, where)

    def _twins(self, key: str, rows: tuple[Any, ...], where: str) -> Found:
        """A day that stands several times in one version: what has two values there is doubtful, the rest is not."""
        made = [self._one(key, row, where) for row in rows]
        flags = tuple(flag for found in made for flag in found.flags)
        said = {one.id: one for found in made for one in found.statements}
        times = Counter((one.class_, one.subgroup) for one in said.values())
        if max(times.values(), default=0) < 2:
            return Found(tuple(said.values()), flags)
        text = f"{key} has two values in one version"
        marked = (_doubtful(one, text) if times[one.class_, one.subgroup] > 1 else one for one in said.values())
        return Found(tuple(marked), (Flag("twice", where, text), *flags))

    def _one(self, key: str, record: Any, where: str) -> Found:
        left = {name: value for name, value in record.items() if name not in self.facts["ignored"]}
        try:
            day, told = parse_day(left.pop("date")), _whole(left.pop("day"))
        except (KeyError, ValueError, InputError):
            raise SourceError(f"row {key}: expected an ISO 'date' and a whole 'day'", where=where) from None
        if day < self.facts["first_day"]:
            raise SourceError(f"row {key}: the count begins with the bulletin of {self.facts['first_day']}", where=where)
        counted = (day - self.facts["day_zero"]).days
        if told != counted:
            text = f"row {key}: 'day' is {told}, its date is day {counted}; the row states nothing"
            return Found(flags=(Flag("day_mismatch", where, text),))
        made = self.row(self, day, left, f"{where}, row {key}")
        if left:
            raise SourceError(f"row {key}: unknown field {min(left)!r}", where=where)
        return Found(tuple(made))

    def check(self, records: Mapping[str, Any], *, where: str) -> None:
        if self.row is not _personnel_row:
            return
        highest, before = Decimal(-1), ""
        for key in sorted(records):
            found = self.read(key, records[key], where=where)
            # A row that is flagged states nothing that the totals could be held against.
            for one in () if found.flags else found.statements:
                assert one.value is not None
                if one.value < highest:
                    raise SourceError(
                        f"row {key}: the running total falls from {highest:,} on {before} to {one.value:,}",
                        where=where,
                        remedy="a total cannot fall; nothing was changed, look at the row or sync again later",
                    )
                highest, before = one.value, key

    def total(self, day: date, value: object, field: str, file: str, **said: Any) -> Statement:
        """A running total as the bulletin of ``day`` gave it, in ``field`` of its row."""
        if type(value) is not int or not 0 <= value <= self.facts["highest_total"]:
            raise SourceError(f"expected a whole number of at most {self.facts['highest_total']:,}, got {value!r}", where=file)
        return Statement(
            kind="cumulative", value=Decimal(value), start=_CONFLICT_START, end=day, published=day,
            where=f"row of {day}, {field}", **said, **self.common,
        )  # fmt: skip

    def corrected(self, day: date, value: int, name: str, kind: str, part: str) -> Statement:
        """By how much a total was changed for earlier days, with the day whose increase it is in."""
        covered = date.fromordinal(day.toordinal() - 1)
        counted: dict[str, Any] = (
            {"metric": "equipment", "unit": "pieces", "class_": kind} if kind else {"metric": "casualties", "unit": "persons"}
        )
        return Statement(
            kind="flow", value=Decimal(value), start=covered, end=covered, published=day, flags=frozenset({"jump"}),
            subgroup=" ".join(word for word in (part, "correction of earlier days") if word),
            note="added to the running total on this day without being its loss; worked out by the carrying repository",
            where=f"row of {day}, {name}", **counted, **self.common,
        )  # fmt: skip


def _personnel_row(rows: _Rows, day: date, left: dict[str, Any], where: str) -> list[Statement]:
    if "personnel" not in left:
        raise SourceError("no field 'personnel'", where=where)
    value = left.pop("personnel")
    return [rows.total(day, value, "personnel", where, metric="casualties", unit="persons")]


def _equipment_row(rows: _Rows, day: date, left: dict[str, Any], where: str) -> list[Statement]:
    classes = {name: (kind, "") for name, kind in rows.facts["classes"].items()} | rows.facts["subclasses"]
    made = []
    for name in [name for name in left if name in classes]:
        kind, part = classes[name]
        value = left.pop(name)
        if value is not None:
            said = {"class_": kind, "subgroup": part, "metric": "equipment", "unit": "pieces"}
            made.append(rows.total(day, value, name, where, **said))
    return made


def _correction_row(rows: _Rows, day: date, left: dict[str, Any], where: str) -> list[Statement]:
    classes = {name: (kind, "") for name, kind in rows.facts["classes"].items()} | rows.facts["subclasses"]
    made = []
    for name in [name for name in left if name == "personnel" or name in classes]:
        value = left.pop(name)
        if value is None and name in classes:
            continue
        if type(value) is not int or abs(value) > rows.facts["highest_total"]:
            problem = f"expected a whole number of at most {rows.facts['highest_total']:,} for {name}, got {value!r}"
            raise SourceError(problem, where=where)
        if value:
            made.append(rows.corrected(day, value, name, *classes.get(name, ("", ""))))
    return made


def _mark_twins(rows: list[Any], found: dict[str, Any]) -> None:
    """Where one version holds a day twice with different values, the day's record becomes a tuple of them."""
    by_day: dict[str, list[Any]] = {}
    for row in rows:
        twins = by_day.setdefault(row["date"], [])
        if row not in twins:
            twins.append(row)
    for key, twins in by_day.items():
        if len(twins) > 1:
            found[key] = tuple(twins)


def _whole(value: object) -> int:
    """A whole number, or digits that say one: early versions wrote the day as text."""
    if type(value) is int:
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,6}", value):
        return int(value)
    raise ValueError(value)


def _doubtful(statement: Statement, note: str) -> Statement:
    return replace(statement, flags=statement.flags | {"doubtful"}, note=note)
