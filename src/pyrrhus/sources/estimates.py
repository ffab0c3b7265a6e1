"""The Economist's list of cited estimates of deaths and casualties, of both parties, under the labels of their sources.

The list gives a day, a number or two, and a label. Whose number it is, and what the label's "deaths" are, is told in the
``.toml``; so are the list's slips, each with what it should read and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any

from pyrrhus.conflict import conflict
from pyrrhus.errors import SourceError
from pyrrhus.sources.contract import File, Flag, Found, Reader, Source, common_fields
from pyrrhus.sources.rows import cell_day, cell_number, csv_cells
from pyrrhus.statement import Statement

__all__ = ["cited"]


def cited(source: Source, file: File) -> Reader:
    """Reader of the list."""
    return _List(source, file)


class _List:
    def __init__(self, source: Source, file: File) -> None:
        self.facts = source.facts
        self.conflict = conflict(source.conflict)
        self.common: dict[str, Any] = common_fields(source, file) | {
            "kind": "cumulative", "unit": "persons", "start": self.conflict.start,
        }  # fmt: skip

    def records(self, data: bytes, *, where: str) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        for row in csv_cells(data, self.facts["columns"], where=where):
            if any(cell.strip() for cell in row):
                # A row has no name of its own: day, kind, label and country name it, and its turn among those alike. The
                # day is spelled with and without zeros by turns.
                day = "/".join(part.strip().zfill(2) for part in row[0].split("/"))
                name = " | ".join(cell.strip() for cell in (day, row[4], row[5], row[7]))
                turn = next(number for number in count(1) if f"{name} | {number}" not in found)
                found[f"{name} | {turn}"] = tuple(row)
        return found

    def read(self, key: str, record: Any, *, where: str) -> Found:
        day_text, low_text, high_text, text, kind, label, address, country = (cell.strip() for cell in record[:8])
        where = f"{where}, row of {day_text[:12]}, {label[:40]}, {kind[:20]}"
        told = self.facts["labels"].get(label)
        if told is None:
            raise SourceError(
                f"unknown source {label[:60]!r}", where=where, remedy="a new label needs an entry in estimates.toml"
            )
        if kind not in self.facts["types"]:
            raise SourceError(f"unknown type {kind[:40]!r}", where=where)
        if country not in self.conflict.parties:
            raise SourceError(f"unknown country {country[:40]!r}", where=where)
        low, high, value = (
            cell_number(cell, where=where, lowest=1, highest=self.facts["highest"], thousands=",")
            for cell in (low_text, high_text, text)
        )
        day = cell_day(day_text, "%d/%m/%Y", where=where)
        if day < self.conflict.start:
            raise SourceError(f"{day} is before the war, which began on {self.conflict.start}", where=where)
        flags: list[Flag] = []
        notes: list[str] = []
        for fix in self.facts["slips"]:
            if fix["date"] == day_text and fix["label"] == label and fix.get("type", kind) == kind:
                flags.append(Flag("slip", where, fix["why"]))
                notes.append(fix["why"])
                day = fix.get("should_be", day)
        said = dict(self.facts["types"][kind]) | {n: v for n, v in told.items() if n in ("source", "range_is", "derived_from")}
        said |= told.get(kind, {})
        for case in self.facts["cases"]:
            if case["address"] in address:
                said |= {n: v for n, v in case.items() if n not in ("address", "why")}
                notes.append(case["why"])
        made = self._statements(said, day, country, (low, value, high), notes, where)
        return Found(tuple(made), tuple(flags))

    def _statements(
        self, said: dict[str, Any], day: date, country: str, numbers: tuple[Any, Any, Any], notes: list[str], where: str
    ) -> Iterator[Statement]:
        low, value, high = numbers
        if low is None and high is None and value is None:
            raise SourceError("expected an estimate or a bound, got none", where=where)
        known = [number for number in (low, value, high) if number is not None]
        if known != sorted(known):
            raise SourceError("the estimate and its bounds are not in order", where=where)
        split = said.pop("high_metric", "")
        day -= timedelta(days=said.pop("days_before", 0))
        counter = said.get("source", "")
        relayed = "" if counter == self.common["relayed_by"] else self.common["relayed_by"]
        flags = frozenset(said.pop("flags", ()))
        shared = {
            **self.common, **said, "party": country, "end": day, "relayed_by": relayed, "flags": flags,
            "stance": self.conflict.publisher(counter).stance, "note": "; ".join(notes),
            "where": where.partition(", ")[2],
        }  # fmt: skip
        if split and low is not None and high is not None:
            # Two counts in one row, no range: names of the dead, and these with the missing.
            shared.pop("range_is", None)
            yield Statement(value=low, bound="over", **shared)
            yield Statement(value=high, bound="over", **(shared | {"metric": split}))
        elif low is not None and high is not None:
            yield Statement(low=low, value=value, high=high, bound="range", **({"range_is": "stated"} | shared))
        elif value is not None:
            shared.pop("range_is", None)
            yield Statement(value=value, **shared)
        else:
            shared.pop("range_is", None)
            yield Statement(value=low or high, bound="over" if low is not None else "under", **shared)

    def check(self, records: Mapping[str, Any], *, where: str) -> None:
        """The shape of each row is promise enough."""
