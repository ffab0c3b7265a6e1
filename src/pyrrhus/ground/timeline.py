"""A history of maps as one table of edges with their lifetimes: what did not change between two maps costs nothing.

What the border of a map has that the one before had not, and the other way round, are its events. The difference of any
two maps is the sum of the events between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from pyrrhus.ground.area import under_edges
from pyrrhus.ground.edges import Edges, Floats, Ints, difference, joined, on_grid
from pyrrhus.ground.winding import STRETCH

__all__ = ["Step", "Timeline", "step_of", "timeline_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A map in a row: its border when asked for, its ground, and where that is known what differs from the map before."""

    border: Callable[[], Edges]
    held_m2: float
    events: Edges | None = None


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


def step_of(border: Edges) -> Step:
    """A map by itself as a step."""
    return Step(partial(_itself, border), border.area_m2)


def _itself(border: Edges) -> Edges:
    return border


def timeline_of(maps: Iterable[Edges | Step], after: Timeline | None = None) -> Timeline:
    """The timeline of maps in their order, each given by its merged edges or as a step from the one before.

    Appended to ``after`` where that is given.
    """
    known = after if after is not None and len(after) else None
    newest: Callable[[], Edges] | None = partial(known.map, len(known) - 1) if known else None
    found: list[Edges] = []
    held: list[float] = []
    for one in maps:
        step = one if isinstance(one, Step) else step_of(one)
        if newest is None:
            found.append(step.border())
        else:
            found.append(difference(step.border(), newest()) if step.events is None else step.events)
        held.append(step.held_m2)
        newest = step.border
    return _numbered(found, held, known)


def _numbered(found: Sequence[Edges], held: Sequence[float], known: Timeline | None) -> Timeline:
    """Events as a timeline: points and edges numbered as they come, those of ``known`` first."""
    events = joined(found) if found else None
    lon, lat, a, b = (np.empty(0), np.empty(0), *[np.empty(0, np.int64)] * 2)
    before = (lon, lat, a, b, a, a, np.zeros(1, np.int64), lon)
    if known is not None:
        lon, lat, a, b = known.lon, known.lat, known.a, known.b
        before = (lon, lat, a, b, known.edge, known.by, known.ends, known.held_m2)
    if events is None:
        return Timeline(*before)
    first = len(lon)
    lon = np.concatenate([lon, np.column_stack([events.a_lon, events.b_lon]).ravel()])
    lat = np.concatenate([lat, np.column_stack([events.a_lat, events.b_lat]).ravel()])
    chosen, point = _first_seen(on_grid(lon), on_grid(lat))
    a, b = np.concatenate([a, point[first::2]]), np.concatenate([b, point[first + 1 :: 2]])
    distinct, edge = _first_seen(a, b)
    ends = before[6][-1] + np.cumsum([len(some) for some in found])
    return Timeline(
        lon[chosen], lat[chosen], a[distinct], b[distinct],
        np.concatenate([before[4], edge[len(before[2]) :]]), np.concatenate([before[5], events.sides]),
        np.concatenate([before[6], ends]), np.concatenate([before[7], held]),
    )  # fmt: skip


def _first_seen(one: Ints, other: Ints) -> tuple[NDArray[np.intp], Ints]:
    """Where each distinct pair is met first, in that order, and for every pair its number in that order."""
    order = np.lexsort((other, one))
    new = np.append(True, (np.diff(one[order]) != 0) | (np.diff(other[order]) != 0))[: len(order)]
    first = order[new]  # the order is stable
    ranked = np.argsort(first)
    number = np.empty(len(first), dtype=np.int64)
    number[ranked] = np.arange(len(first))
    numbers = np.empty(len(order), dtype=np.int64)
    numbers[order] = number[np.cumsum(new) - 1]
    return first[ranked], numbers
