"""Meduza and Mediazona: Russia's dead by week, estimated from the probate registry, and names by week of death.

Three editions stand side by side, of 2024 (running totals), 2025 and 2026 (weeks); each keeps what it said. The names of
the last one are a reporting triangle: the same weeks as they were known at the end of four years and now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pyrrhus.conflict import conflict
from pyrrhus.errors import SourceError
from pyrrhus.sources.contract import File, Flag, Found, Reader, Source, common_fields
from pyrrhus.sources.rows import cell_day, cell_number, csv_cells
from pyrrhus.statement import Statement

__all__ = ["totals_2024", "weekly_2025", "weekly_2026"]

_WEEK = timedelta(days=6)


def totals_2024(source: Source, file: File) -> Reader:
    """Reader of the edition of 2024."""
    return _Edition(source, file, _totals_row)


def weekly_2025(source: Source, file: File) -> Reader:
    """Reader of the edition of 2025."""
    return _Edition(source, file, _weekly_row)


def weekly_2026(source: Source, file: File) -> Reader:
    """Reader of the edition of 2026."""
    return _Edition(source, file, _triangle_row)


class _Edition:
    def __init__(self, source: Source, file: File, row: Any) -> None:
        self.facts = source.facts[file.name]
        self.highest: float = source.facts["highest"]
        self.began = conflict(source.conflict).start
        self.columns: list[str] = self.facts["columns"]
        self.row = row
        self.common: dict[str, Any] = common_fields(source, file) | {"party": "russia", "unit": "persons"}
        counter = source.facts["names"]
        self.names = self.common | {
            "source": counter, "metric": "killed_confirmed", "stance": conflict(source.conflict).publisher(counter).stance,
            "includes": frozenset({"killed"}),
        }  # fmt: skip

    def records(self, data: bytes, *, where: str) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        keyed = 2 if self.columns[0] == "Year" else 1
        for row in csv_cells(data, self.columns, where=where):
            if not any(cell.strip() for cell in row):
                continue
            if found.setdefault("-".join(row[:keyed]), tuple(row)) != tuple(row):
                raise SourceError(f"{'-'.join(row[:keyed])[:20]} stands twice with different values", where=where)
        return found

    def read(self, key: str, record: Any, *, where: str) -> Found:
        cells = dict(zip(self.columns, record, strict=True))
        made = list(self.row(self, cells, f"{where}, row {key[:20]}"))
        statements = tuple(one for one in made if isinstance(one, Statement))
        return Found(statements, tuple(one for one in made if isinstance(one, Flag)))

    def check(self, records: Mapping[str, Any], *, where: str) -> None:
        """The shape of each row is promise enough."""

    def estimate(
        self, cells: dict[str, str], columns: tuple[str, str, str], range_is: str, where: str, **said: Any
    ) -> Iterator[Statement | Flag]:
        """A value with its interval, from columns low, value, high; nothing where they are empty."""
        numbers = [cell_number(cells[name], where=where, highest=self.highest) for name in columns]
        low, value, high = numbers
        if value is None:
            return
        place = f"row {said.pop('row')}, {columns[1]}"
        if low is not None and high is not None and high <= value <= low and low > high:
            text = f"{columns[1]}: the upper bound, {high:.1f}, lies below the lower, {low:.1f}"
            yield Flag("bounds_crossed", where, text)
            doubt: dict[str, Any] = {"flags": frozenset({"doubtful"}), "note": f"{text}; no interval is read"}
            yield Statement(value=value, bound="about", where=place, **doubt, **said, **self.common)
            return
        if low is None or high is None or not low <= value <= high:
            raise SourceError(f"{columns[1]}: {value} does not lie between its bounds", where=where)
        yield Statement(low=low, value=value, high=high, range_is=range_is, bound="about", where=place, **said, **self.common)

    def named(self, cells: dict[str, str], column: str, where: str, **said: Any) -> Iterator[Statement | Flag]:
        """A count of names."""
        value = cell_number(cells[column], where=where, highest=self.highest)
        if value is not None:
            place = f"row {said.pop('row')}, {column}"
            yield Statement(value=value, bound="over", where=place, **said, **self.names)

    def week(self, monday: date, where: str) -> dict[str, Any]:
        """The days of a week, from the first day of the war on."""
        if monday + _WEEK < self.began:
            raise SourceError(f"the week of {monday} is before the war, which began on {self.began}", where=where)
        return {"kind": "flow", "start": max(monday, self.began), "end": monday + _WEEK}


def _totals_row(edition: _Edition, cells: dict[str, str], where: str) -> Iterator[Statement | Flag]:
    names, probate, high, low, _, _, _, forecast, forecast_high, forecast_low = edition.columns[1:]
    monday = cell_day(cells["Date"], "%Y-%m-%d", where=where)
    row = {**edition.week(monday, where), "kind": "cumulative", "start": edition.began, "row": monday}
    yield from edition.named(cells, names, where, **row, flags=frozenset({"end_approximate"}))
    killed = {"metric": "killed", "includes": frozenset({"killed"}), **row}
    yield from edition.estimate(cells, (low, probate, high), "confidence", where, **killed)
    yield from edition.estimate(cells, (forecast_low, forecast, forecast_high), "prediction", where, **killed)


def _weekly_row(edition: _Edition, cells: dict[str, str], where: str) -> Iterator[Statement | Flag]:
    probate, high, low, flash, flash_high, flash_low, names = edition.columns[1:]
    monday = cell_day(cells["Date"], "%d/%m/%Y", where=where)
    week = {"row": monday, **edition.week(monday, where)}
    killed = {"metric": "killed", "includes": frozenset({"killed"}), **week}
    yield from edition.estimate(cells, (low, probate, high), "confidence", where, **killed)
    yield from edition.estimate(cells, (flash_low, flash, flash_high), "prediction", where, **killed)
    yield from edition.named(cells, names, where, **week)


def _triangle_row(edition: _Edition, cells: dict[str, str], where: str) -> Iterator[Statement | Flag]:
    try:
        monday = date.fromisocalendar(int(cells["Year"]), int(cells["Week"]), 1)
    except ValueError:
        problem = f"expected an ISO year and week, got {cells['Year'][:10]!r} and {cells['Week'][:10]!r}"
        raise SourceError(problem, where=where) from None
    week = {"row": f"{cells['Year']}-W{int(cells['Week']):02d}", **edition.week(monday, where)}
    yield from edition.named(cells, "BmzNow", where, **week)
    for column, known in edition.facts["known_at"].items():
        if monday <= known:
            yield from edition.named(cells, column, where, **week, subgroup=f"as known at {known}")
        elif cells[column] not in ("", "0"):
            yield Flag("later_death", where, f"{column}: {cells[column][:20]} deaths of a week after {known}; they state nothing")
    killed = {"metric": "killed", "includes": frozenset({"killed"}), **week}
    yield from edition.estimate(cells, ("EDLow", "ED", "EDHigh"), "confidence", where, **killed)
    yield from edition.estimate(cells, ("EDPredictionLow", "EDPrediction", "EDPredictionHigh"), "prediction", where, **killed)
    both = {"metric": "killed_or_missing", "includes": frozenset({"killed", "missing"}), **week}
    yield from edition.estimate(cells, ("EDAssembledLow", "EDAssembled", "EDAssembledHigh"), "confidence", where, **both)
    missing = cell_number(cells["EDSuperlatesFromCoeffs"], where=where, lowest=-edition.highest, highest=edition.highest)
    if missing is not None and missing < 0:
        yield Flag("negative", where, f"EDSuperlatesFromCoeffs: {missing:.1f} missing; it states nothing")
    elif missing is not None:
        place = f"row {week.pop('row')}, EDSuperlatesFromCoeffs"
        said = {"metric": "missing", "includes": frozenset({"missing"}), "bound": "about", "value": missing, "where": place}
        yield Statement(**(edition.common | week | said))
