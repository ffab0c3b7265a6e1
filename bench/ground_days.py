"""From the bytes of every map of a publisher to a table of days, beside reading their JSON and a plain shapely script."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

import orjson
import shapely
from ground_maps import Files, no_collection, spread_over
from ground_pairs import fraction
from table import Line, ratio, spread

from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.ground.change import Change, changes
from pyrrhus.ground.reader import Reader
from pyrrhus.ground.timeline import timeline_of

ASKED_JSON, ASKED_SCRIPT = 5.0, 10
WHAT = "raw bytes to day table, every map checked"
SAME_M2 = 10.0


def day_lines(files: Files, rounds: int, days: int) -> list[Line]:
    """The shapely script does ``days`` of the days, and is scaled to all."""
    data = [files.data(url) for url in files.days]
    some = spread_over(range(len(data) - 1), days)
    _same_work(data, some)
    ours: list[float] = []
    read: list[float] = []
    script: list[float] = []
    for _ in range(rounds):
        read.append(_read_json(data))
        began = time.perf_counter()
        table(data)
        ours.append(time.perf_counter() - began)
        script.append(_script(data, some) * len(data))
    times, parts = ratio(ours, read), ratio(ours, script)
    what = f"{files.source}: {WHAT}, {len(data):,} maps, {sum(map(len, data)) / 1e6:.0f} MB"
    took = spread(ours).shown(" s")
    return [
        Line(what, f"{ASKED_JSON:g} x orjson.loads", took, times.median <= ASKED_JSON,
             f"orjson.loads without the collector: {spread(read).shown(' s', 3)}", times.shown()),
        Line(what, f"1/{ASKED_SCRIPT} of a shapely script", took, parts.median * ASKED_SCRIPT <= 1,
             f"shapely, scaled from {len(some)} days: {spread(script).shown(' s', 1)}", fraction(parts)),
    ]  # fmt: skip


def table(data: Sequence[bytes]) -> list[Change]:
    """The change of each day from the bytes of each day's map."""
    reader = Reader()
    timeline = timeline_of(reader.step(one, where=f"map {number}") for number, one in enumerate(data))
    return changes(timeline, list(pairwise(range(len(timeline)))))


def _script(data: Sequence[bytes], some: Sequence[int]) -> float:
    """Seconds of a day in a script that keeps the map of the day before: read, difference both ways, areas."""
    took = []
    for number in some:
        before = _geometry(data[number])
        began = time.perf_counter()
        _overlaid(before, _geometry(data[number + 1]))
        took.append(time.perf_counter() - began)
    return fmean(took)


def _geometry(data: bytes) -> shapely.Geometry:
    parts = shapely.get_parts(shapely.from_geojson(data))
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def _overlaid(before: shapely.Geometry, after: shapely.Geometry) -> tuple[float, float]:
    return polygons_area_m2(shapely.difference(after, before)), polygons_area_m2(shapely.difference(before, after))


def _same_work(data: Sequence[bytes], some: Sequence[int]) -> None:
    days = table(data)
    for number in some:
        ours, found = days[number], _overlaid(_geometry(data[number]), _geometry(data[number + 1]))
        if max(abs(ours.gained_m2 - found[0]), abs(ours.lost_m2 - found[1])) > SAME_M2:
            raise RuntimeError(f"shapely finds {found} m2, not {ours}: not the same work")


def _read_json(data: Sequence[bytes]) -> float:
    with no_collection():
        began = time.perf_counter()
        for one in data:
            orjson.loads(one)
        return time.perf_counter() - began
