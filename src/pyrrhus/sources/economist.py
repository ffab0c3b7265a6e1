"""The Economist's meta-estimates: Russian casualties and deaths by day, with two intervals, restated as a whole now and then.

Each day makes two statements, one with the model's confidence interval and one with its prediction interval: two ranges
that mean different things are never one.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pyrrhus.conflict import conflict
from pyrrhus.errors import SourceError
from pyrrhus.sources.contract import File, Found, Reader, Source, common_fields
from pyrrhus.sources.rows import cell_day, cell_number, csv_cells
from pyrrhus.statement import Statement

__all__ = ["casualties", "deaths"]

_NOT_RUN = "NA"


def casualties(source: Source, file: File) -> Reader:
    """Reader of the estimates of casualties."""
    return _Estimates(source, file)


def deaths(source: Source, file: File) -> Reader:
    """Reader of the estimates of deaths."""
    return _Estimates(source, file)


class _Estimates:
    def __init__(self, source: Source, file: File) -> None:
        self.facts, self.name = source.facts, file.name
        self.common: dict[str, Any] = common_fields(source, file) | {
            "metric": source.facts["metrics"][file.name], "kind": "cumulative", "unit": "persons", "bound": "about",
            "start": conflict(source.conflict).start,
        }  # fmt: skip

    def records(self, data: bytes, *, where: str) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        for row in csv_cells(data, self.facts["columns"], where=where):
            if row[7] != self.name:
                raise SourceError(f"expected type {self.name!r}, got {row[7][:40]!r}", where=f"{where}, row of {row[0][:20]}")
            if found.setdefault(f"{row[8]} {row[0]}", tuple(row)) != tuple(row):
                raise SourceError(f"{row[0][:20]} stands twice with different values", where=where)
        return found

    def read(self, key: str, record: Any, *, where: str) -> Found:
        where = f"{where}, row of {record[0][:20]}"
        day = cell_day(record[0], "%Y-%m-%d", where=where)
        if record[1] != str((day - self.facts["day_zero"]).days):
            raise SourceError(f"days_since_invasion is {record[1][:20]!r}, which is not {day}", where=where)
        if record[8] not in conflict().parties:
            raise SourceError(f"unknown country {record[8][:40]!r}", where=where)
        if all(cell == _NOT_RUN for cell in record[2:7]):
            return Found()
        numbers = [self._persons(cell, where) for cell in record[2:7]]
        value, ci_low, ci_high, pi_low, pi_high = numbers
        if not pi_low <= ci_low <= value <= ci_high <= pi_high:
            raise SourceError("the estimate and its two intervals do not lie within each other", where=where)
        said = {"value": value, "end": day, "party": record[8], **self.common}
        row = f"row of {day}, estimate, "
        return Found(
            (
                Statement(low=ci_low, high=ci_high, range_is="confidence", where=f"{row}ci_lower, ci_upper", **said),
                Statement(low=pi_low, high=pi_high, range_is="prediction", where=f"{row}pi_low, pi_high", **said),
            )
        )

    def _persons(self, cell: str, where: str) -> Decimal:
        value = cell_number(cell, where=where, highest=self.facts["highest"])
        if value is None:
            raise SourceError("an estimate is empty", where=where)
        return value.quantize(Decimal("0.1"))

    def check(self, records: Mapping[str, Any], *, where: str) -> None:
        """That the intervals lie within each other is asked of each row."""
