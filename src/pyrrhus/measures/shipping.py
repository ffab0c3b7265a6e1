"""Ground as pyrrhus measured it, for the wheel: each step from map to map, and each period by each convention."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pyrrhus.ledger.ship import map_rows, table
from pyrrhus.ledger.view import MapVersion, Store
from pyrrhus.measures.mapped import TwoByTwo
from pyrrhus.measures.readings import CONVENTIONS, Shows, edges, pick, pick_after
from pyrrhus.period import DAY, Period, parse_period, season
from pyrrhus.sources.contract import load_source

__all__ = ["measured_files"]

_MEASURED = ("deepstate",)


def measured_files(store: Store) -> dict[str, str]:
    """``measured/maps.csv`` and ``measured/changes.csv``: own figures only, with the sha256 of each map; no geometry."""
    all_maps: list[dict[str, object]] = []
    all_changes: list[dict[str, object]] = []
    for source in _MEASURED:
        maps = {one.day: one for one in store.maps(source)}
        measurer = TwoByTwo()  # each pair with its witness: these figures go into briefs
        pairs = sorted(_pairs(maps, load_source(source).shows))
        for (earlier, later), found in zip(pairs, measurer.changes([(maps[a], maps[b]) for a, b in pairs]), strict=True):
            assert found is not None
            row = {"gained_km2": found[0], "lost_km2": found[1]}
            all_changes.append({"source": source, "earlier": earlier, "later": later, **row})
        measured = [maps[day] for day in sorted({day for pair in pairs for day in pair})]
        areas = dict(zip((one.sha256 for one in measured), measurer.areas(measured), strict=True))
        all_maps += map_rows(maps, {sha256: area for sha256, area in areas.items() if area is not None})
    columns = ("source", "earlier", "later", "gained_km2", "lost_km2")
    return {
        "measured/maps.csv": table(("source", "day", "sha256", "known", "held_km2", "page"), all_maps),
        "measured/changes.csv": table(columns, all_changes),
    }


def _pairs(maps: dict[date, MapVersion], shows: Shows) -> set[tuple[date, date]]:
    """Each step, each period by each convention, and each week and month as far as each of its days knew it."""
    days = sorted(maps)
    pairs = set(pairwise(days))
    for period in _periods(days[0], days[-1]):
        for convention in CONVENTIONS:
            wanted = edges(period, convention, shows)
            first, last = pick(wanted.first, maps, days[-1]), pick(wanted.last, maps, days[-1])
            if first is None or last is None or first.so_far:
                continue
            late_first, late_last = pick_after(wanted.first, maps), pick_after(wanted.last, maps)
            starts = [first.day, late_first.day] if first.stand_in and late_first else [first.day]
            ends = [day for day in days if wanted.first < day <= last.day] if period.days <= 31 else [last.day]
            ends += [late_last.day] if last.stand_in and late_last else []
            pairs.update((start, end) for start in starts for end in ends if start < end)
    return pairs


def _periods(first: date, last: date) -> Iterator[Period]:
    """Every ISO week, month, quarter, season and year that two of the days may show."""
    day = first
    seen: set[Period] = set()
    while day <= last:
        iso = day.isocalendar()
        codes = (f"{iso.year}-W{iso.week:02}", f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}")
        for period in (*map(parse_period, codes), season(day)[1]):
            if period not in seen and period.start >= first - 3 * DAY:
                seen.add(period)
                yield period
        day += DAY
