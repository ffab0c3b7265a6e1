"""A history of maps as one table of edges with their lifetimes: what did not change between two maps costs nothing.

What the border of a map has that the one before had not, and the other way round, are its events. The difference of any
two maps is the sum of the events between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pyrrhus.ground.area import under_edges
from pyrrhus.ground.edges import Edges, Floats, Ints, difference, on_grid
from pyrrhus.ground.winding import STRETCH

__all__ = ["Timeline", "timeline_of"]


@dataclass(frozen=True, eq=False)
class Timeline:
    """Maps by number from 0. An event is an edge that a map's border has more often than the border of the map before.

    ``lon`` and ``lat``, shape (points,), are the degrees of the points as first given; ``a`` and ``b``, shape (edges,), the
    points that an edge runs between; ``edge`` and ``by``, shape (events,), whose sides change and by how much; the events
    of map n are those from ``ends[n]`` to ``ends[n + 1]``; ``held_m2``, shape (maps,), the ground of each in square metres.
    """

    lon: Floats
    lat: Floats
    a: Ints
    b: Ints
    edge: Ints
    by: Ints
    ends: Ints
    held_m2: Floats

    def __len__(self) -> int:
        return len(self.held_m2)

    @cached_property
    def edges(self) -> Edges:
        """Every edge that any map had, its sides all 0."""
        x, y = on_grid(self.lon), on_grid(self.lat)
        a, b = self.a, self.b
        given = (self.lon[a], self.lat[a], self.lon[b], self.lat[b])
        return Edges(x[a], y[a], x[b], y[b], *given, np.zeros(len(a), dtype=np.int64), under_edges(*given))

    def map(self, number: int) -> Edges:
        """The border of one map."""
        return self._summed([(self.ends[0], self.ends[number + 1], 1)], [0])

    def fitting(self, pairs: Sequence[tuple[int, int]], most: int) -> int:
        """How many of the first pairs have together at most so many events, at least one."""
        events = [abs(int(self.ends[later + 1] - self.ends[earlier + 1])) for earlier, later in pairs]
        return max(int(np.searchsorted(np.cumsum(events), most, side="right")), 1)

    def between(self, pairs: Sequence[tuple[int, int]]) -> Edges:
        """The later map's border less the earlier's, for pairs of maps (earlier, later), each on its own STRETCH."""
        if len(pairs) == 1:
            (earlier, later), places = pairs[0], [0]
            if later == earlier + 1:
                some = slice(self.ends[later], self.ends[later + 1])
                return self._taken(self.edge[some], self.by[some])
        else:
            places = list(range(len(pairs)))
        runs = [
            (self.ends[earlier + 1], self.ends[later + 1], 1) if earlier <= later
            else (self.ends[later + 1], self.ends[earlier + 1], -1)
            for earlier, later in pairs
        ]  # fmt: skip
        return self._summed(runs, places)

    def _summed(self, runs: Sequence[tuple[int, int, int]], places: Sequence[int]) -> Edges:
        """Events from one to another, with a sign, each run on its own place; an edge once a place, without those of no side."""
        begin, end, sign = (np.array(part, dtype=np.int64) for part in zip(*runs, strict=True))
        count = end - begin
        event = np.arange(count.sum()) + np.repeat(begin - (np.cumsum(count) - count), count)
        by = self.by[event] * np.repeat(sign, count)
        key = self.edge[event] + np.repeat(np.asarray(places), count) * len(self.a)
        order = np.argsort(key, kind="stable")
        key = key[order]
        starts = np.flatnonzero(np.append(True, key[1:] != key[:-1])[: len(key)])
        sides = np.add.reduceat(by[order], starts) if len(starts) else by
        kept = sides != 0
        place, edge = np.divmod(key[starts][kept], max(len(self.a), 1))
        return self._taken(edge, sides[kept], place * STRETCH)

    def _taken(self, edge: Ints, sides: Ints, shift: Ints | int = 0) -> Edges:
        e = self.edges
        return Edges(
            e.ax[edge] + shift, e.ay[edge], e.bx[edge] + shift, e.by[edge],
            e.a_lon[edge], e.a_lat[edge], e.b_lon[edge], e.b_lat[edge], sides, e.share[edge],
        )  # fmt: skip


def timeline_of(maps: Iterable[Edges], after: Timeline | None = None) -> Timeline:
    """The timeline of maps in their order, each given by its merged edges; appended to ``after`` where that is given."""
    points: dict[tuple[int, int], int] = {}
    edges: dict[tuple[int, int], int] = {}
    lon: list[float] = []
    lat: list[float] = []
    changed: list[int] = []
    by: list[Ints] = []
    ends, held = [0], []
    newest = None
    if after is not None and len(after):
        newest = after.map(len(after) - 1)
        points = dict(
            zip(zip(on_grid(after.lon).tolist(), on_grid(after.lat).tolist(), strict=True), range(len(after.lon)), strict=True)
        )
        edges = dict(zip(zip(after.a.tolist(), after.b.tolist(), strict=True), range(len(after.a)), strict=True))
        lon, lat, changed, by = after.lon.tolist(), after.lat.tolist(), after.edge.tolist(), [after.by]
        ends, held = after.ends.tolist(), after.held_m2.tolist()

    def point(x: int, y: int, x_given: float, y_given: float) -> int:
        number = points.setdefault((x, y), len(points))
        if number == len(lon):
            lon.append(x_given)
            lat.append(y_given)
        return number

    for border in maps:
        events = difference(border, newest) if newest is not None else border
        for ax, ay, bx, by_, a_lon, a_lat, b_lon, b_lat in zip(
            *(getattr(events, name).tolist() for name in ("ax", "ay", "bx", "by", "a_lon", "a_lat", "b_lon", "b_lat")),
            strict=True,
        ):
            changed.append(edges.setdefault((point(ax, ay, a_lon, a_lat), point(bx, by_, b_lon, b_lat)), len(edges)))
        by.append(events.sides)
        ends.append(ends[-1] + len(events))
        held.append(border.area_m2)
        newest = border
    ab = np.array(list(edges), dtype=np.int64).reshape(-1, 2)
    return Timeline(
        np.array(lon), np.array(lat), ab[:, 0].copy(), ab[:, 1].copy(), np.array(changed, dtype=np.int64),
        np.concatenate(by) if by else np.empty(0, np.int64), np.array(ends), np.array(held),
    )  # fmt: skip
