"""Ground as pyrrhus measured it, for the wheel: each step from map to map, and each period by each convention."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pyrrhus.ground.change import change
from pyrrhus.ground.maps import read_map
from pyrrhus.ledger.ship import map_rows, table
from pyrrhus.ledger.view import MapVersion, Store
from pyrrhus.measures.readings import CONVENTIONS, edges, pick
from pyrrhus.period import DAY, Period, parse_period
from pyrrhus.sources.contract import load_source

__all__ = ["measured_files"]

_MEASURED = ("deepstate",)


def measured_files(store: Store) -> dict[str, str]:
    """``measured/maps.csv`` and ``measured/changes.csv``: own figures only, with the sha256 of each map; no geometry."""
    all_maps: list[dict[str, object]] = []
    all_changes: list[dict[str, object]] = []
    for source in _MEASURED:
        maps = {one.day: one for one in store.maps(source)}
        areas: dict[str, Decimal] = {}
        for earlier, later in sorted(_pairs(maps, load_source(source).shows)):
            before, after = maps[earlier], maps[later]
            assert before.load and after.load
            found = change(read_map(before.load(), where=before.page), read_map(after.load(), where=after.page))
            areas[before.sha256], areas[after.sha256] = _km2(found.held_before_m2), _km2(found.held_after_m2)
            row = {"gained_km2": _km2(found.gained_m2), "lost_km2": _km2(found.lost_m2)}
            all_changes.append({"source": source, "earlier": earlier, "later": later, **row})
        all_maps += map_rows(maps, areas)
    columns = ("source", "earlier", "later", "gained_km2", "lost_km2")
    return {
        "measured/maps.csv": table(("source", "day", "sha256", "known", "held_km2", "page"), all_maps),
        "measured/changes.csv": table(columns, all_changes),
    }


def _pairs(maps: dict[date, MapVersion], shows: str) -> set[tuple[date, date]]:
    days = sorted(maps)
    pairs = set(itertools.pairwise(days))
    for period in _periods(days[0], days[-1]):
        for convention in CONVENTIONS:
            wanted = edges(period, convention, "day_before" if shows == "day_before" else "same_day")
            first, last = pick(wanted.first, maps, days[-1]), pick(wanted.last, maps, days[-1])
            if first and last and not first.so_far and first.day < last.day:
                pairs.add((first.day, last.day))
                after = next((day for back in range(1, 4) if (day := wanted.first + back * DAY) in maps), None)
                if first.stand_in and after and after < last.day:
                    pairs.add((after, last.day))
    return pairs


def _periods(first: date, last: date) -> Iterator[Period]:
    """Every ISO week, month, quarter and year that two of the days may show."""
    day = first
    seen: set[Period] = set()
    while day <= last:
        iso = day.isocalendar()
        codes = (f"{iso.year}-W{iso.week:02}", f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}")
        for code in codes:
            period = parse_period(code)
            if period not in seen and period.start >= first - 3 * DAY:
                seen.add(period)
                yield period
        day += DAY


def _km2(m2: float) -> Decimal:
    return Decimal(round(m2)).scaleb(-6)
