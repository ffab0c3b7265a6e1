"""The UK Ministry of Defence's monthly averages of Russian casualties a day, as The Economist lists and sums them.

The averages rest on Kyiv's totals. The sums are The Economist's own: it multiplies each rounded average by the days of
its month and adds up from 2022-03-01.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pyrrhus.conflict import conflict
from pyrrhus.errors import SourceError
from pyrrhus.sources.contract import File, Flag, Found, Reader, Source, common_fields
from pyrrhus.sources.rows import cell_day, cell_number, csv_cells
from pyrrhus.statement import Statement

__all__ = ["months"]

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


def months(source: Source, file: File) -> Reader:
    """Reader of the list of months."""
    return _Months(source, file)


class _Months:
    def __init__(self, source: Source, file: File) -> None:
        self.facts = source.facts
        self.common: dict[str, Any] = common_fields(source, file) | {"metric": "casualties", "party": "russia"}
        self.sums = {
            **self.common, "source": source.relayed_by, "relayed_by": "", "unit": "persons", "flags": frozenset({"own_sum"}),
            "stance": conflict(source.conflict).publisher(source.relayed_by).stance, "note": self.facts["sum_note"],
        }  # fmt: skip

    def records(self, data: bytes, *, where: str) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        for row in csv_cells(data, self.facts["columns"], where=where):
            key = f"{row[0].strip().lower()} {row[1]}"
            if found.setdefault(key, tuple(row)) != tuple(row):
                raise SourceError(f"{key[:40]} stands twice with different values", where=where)
        return found

    def read(self, key: str, record: Any, *, where: str) -> Found:
        where = f"{where}, row of {key[:40]}"
        name, year, average, length, total, running, beginning, label = record[:8]
        if name.strip().lower() not in _MONTHS or not year.isascii() or not year.isdigit() or len(year) != 4 or year < "2022":
            raise SourceError(f"expected a month and its year, got {name[:20]!r} {year[:20]!r}", where=where)
        if label.strip() == self.facts["projections"]:
            text = "The Economist's projection of a month that UK MoD had not yet given; it states nothing"
            return Found(flags=(Flag("projection", where, text),))
        if label.strip() != self.facts["label"]:
            raise SourceError(f"unknown source {label[:40]!r}", where=where)
        first = date(int(year), _MONTHS[name.strip().lower()], 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        numbers = [cell_number(cell, where=where, highest=self.facts["highest"]) for cell in (average, length, total, running)]
        a_day, days, in_month, so_far = numbers
        if a_day is None or days is None or in_month is None or so_far is None:
            raise SourceError("a cell that every month has is empty", where=where)
        if days != last.day or cell_day(beginning, "%d/%m/%Y", where=where) != last + timedelta(days=1):
            raise SourceError("the days of the month, or the day after it, are not those of the month", where=where)
        if a_day * days != in_month:
            raise SourceError(f"{a_day} a day for {days} days are not {in_month}", where=where)
        of = f"row of {name.strip().lower()} {year}, "
        rate: dict[str, Any] = {"kind": "rate", "unit": "persons/day", "bound": "about", "start": first, "end": last}
        sums = {"end": last, **self.sums}
        begun = {"start": self.facts["sums_from"]}
        return Found(
            (
                Statement(value=a_day, where=f"{of}{self.facts['columns'][2]}", **rate, **self.common),
                Statement(kind="flow", value=in_month, start=first, where=f"{of}{self.facts['columns'][4]}", **sums),
                Statement(kind="cumulative", value=so_far, where=f"{of}{self.facts['columns'][5]}", **begun, **sums),
            )
        )

    def check(self, records: Mapping[str, Any], *, where: str) -> None:
        before = Decimal(0)
        rows = sorted(records.items(), key=lambda pair: (pair[1][1], _MONTHS.get(pair[1][0].strip().lower(), 0)))
        for key, row in rows:
            sums = self.read(key, row, where=where).statements[1:]
            if not sums:
                break
            in_month, so_far = (one.value or Decimal(0) for one in sums)
            if before + in_month != so_far:
                raise SourceError(f"{key[:40]}: {before:,} and {in_month:,} are not {so_far:,}", where=where)
            before = so_far
