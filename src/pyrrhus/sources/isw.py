"""ISW's daily area through The Economist: square metres a day, restated now and then as a whole.

The areas are 3.31 % too large against the ellipsoid; the statement is the value as given, to 1 m2, because the
fourteenth digit jitters between versions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pyrrhus.errors import InputError, SourceError
from pyrrhus.period import parse_day
from pyrrhus.sources.contract import File, Found, Reader, Source, common_fields
from pyrrhus.sources.rows import csv_cells
from pyrrhus.statement import Statement

__all__ = ["area"]

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def area(source: Source, file: File) -> Reader:
    """Reader of the area csv."""
    return _Area(source, file)


class _Area:
    def __init__(self, source: Source, file: File) -> None:
        self.facts = source.facts
        self.areas: dict[str, int] = {}
        self.common: dict[str, Any] = common_fields(source, file) | {
            "metric": "held", "kind": "level", "party": "russia", "unit": "km2", "unit_as_written": "square metres",
        }  # fmt: skip

    def records(self, data: bytes, *, where: str) -> Mapping[str, Any]:
        return self._sift(csv_cells(data, self.facts["columns"], where=where), where)

    def _sift(self, rows: list[list[str]], where: str) -> dict[str, tuple[int, bool]]:
        """Whole square metres by day, and whether the value stands off its neighbours by more than a day can move."""
        found: dict[str, tuple[int, bool]] = {}
        steady, step = self.facts["steady_from"].isoformat(), self.facts["largest_step_m2"]
        good: int | None = None
        for number, row in enumerate(rows, 2):
            # Nearly all cells of a version stood in the one before it, spelled the same.
            value = self.areas.get(row[1])
            if value is None:
                value = self.areas[row[1]] = self._area(row[1], f"{where}, row {number}")
            off = row[0] >= steady and good is not None and abs(value - good) > step
            if not off:
                good = value
            if found.setdefault(row[0], (value, off)) != (value, off):
                raise SourceError(f"{row[0][:20]} stands twice with different values", where=f"{where}, row {number}")
        return found

    def _area(self, text: str, where: str) -> int:
        try:
            value = round(float(text)) if _NUMBER.fullmatch(text) else None
        except OverflowError:
            value = None
        if value is None:
            raise SourceError(f"expected square metres, got {text[:40]!r}", where=where)
        if not self.facts["lowest_m2"] <= value <= self.facts["highest_m2"]:
            raise SourceError(f"{value:,} square metres is outside the expected range", where=where)
        return value

    def read(self, key: str, record: Any, *, where: str) -> Found:
        value, off = record
        try:
            day = parse_day(key)
        except InputError:
            raise SourceError(f"expected an ISO day, got {key[:40]!r}", where=where) from None
        doubt: dict[str, Any] = {}
        if off:
            text = "differs from the day before by more than a day can move; wrong values of this kind were restated later"
            doubt = {"flags": frozenset({"doubtful"}), "note": text}
        km2 = Decimal(value).scaleb(-6)
        return Found(
            (
                Statement(
                    value=km2,
                    start=day,
                    end=day,
                    where=f"row of {day}, {self.facts['columns'][1]}",
                    **doubt,
                    **self.common,
                ),
            )
        )

    def check(self, records: Mapping[str, Any], *, where: str) -> None:
        """The shape of each row is promise enough."""
