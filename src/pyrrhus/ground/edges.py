"""A map as a bag of edges: its border, each piece with the ground it bounds on its left.

Whether two edges are one, meet or cross is decided on whole numbers, 1e-9 degree each (a tenth of a millimetre), where
every test is exact. Areas come from the coordinates as given. An edge runs from its smaller end to its larger one, by
longitude, then latitude; ``sides`` says how often, and which way, the border runs along it: +1 with the ground on the
left, -1 with it on the right. Edges of two maps, or of two parts of one, that are the same are one edge, whose sides
are added: a border inside a map, drawn once from each side, drops out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pyrrhus.ground.area import under_edges

__all__ = ["GRID", "Edges", "Floats", "Ints", "difference", "edges_of_rings", "joined", "merged", "on_grid"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

GRID: Final = 1e-9
"""Degrees between two neighbouring whole numbers."""

_MIX: Final = tuple(
    np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93)
)  # odd numbers with evenly spread bits: two edges that differ get one key once in 1e19 pairs, and then are told apart


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Edges, shape (n,) each: their ends in steps of 1e-9 degree, ``ax, ay`` before ``bx, by``, and as given in degrees.

    ``share`` is what an edge adds to an area when the border runs along it from a to b, in square metres (see
    :func:`pyrrhus.ground.area.under_edges`): the area of closed rings is the sum of ``share * sides``.
    """

    ax: Ints
    ay: Ints
    bx: Ints
    by: Ints
    a_lon: Floats
    a_lat: Floats
    b_lon: Floats
    b_lat: Floats
    sides: Ints
    share: Floats

    def __len__(self) -> int:
        return len(self.ax)

    def take(self, index: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Edges:
        """The edges at these places."""
        return Edges(
            self.ax[index], self.ay[index], self.bx[index], self.by[index], self.a_lon[index], self.a_lat[index],
            self.b_lon[index], self.b_lat[index], self.sides[index], self.share[index],
        )  # fmt: skip

    @property
    def area_m2(self) -> float:
        """The ground inside, in square metres, what is enclosed twice counted twice."""
        return float((self.share * self.sides).sum())


def edges_of_rings(coordinates: Floats, ring_ends: Ints, holes: NDArray[np.bool_]) -> Edges:
    """The edges of closed rings, with the ground inside a shell and outside a hole, whichever way a ring is drawn.

    ``coordinates`` are degrees of WGS 84, shape (n, 2), longitude first, ring after ring, each closed; ``ring_ends``, shape
    (rings + 1,), say where each begins and the last ends; ``holes`` says which ring is a hole. Points that repeat give no
    edge; edges that are the same are one.
    """
    coordinates, ring_ends = _cut_long(coordinates, ring_ends)
    lon, lat = np.ascontiguousarray(coordinates[:, 0]), np.ascontiguousarray(coordinates[:, 1])
    x, y = on_grid(lon), on_grid(lat)
    inside = np.ones(len(lon), dtype=bool)
    inside[ring_ends[1:] - 1] = False
    inside = inside[:-1]
    first, last = slice(None, -1), slice(1, None)
    forward = (x[first] < x[last]) | ((x[first] == x[last]) & (y[first] < y[last]))
    begin = np.where(forward, np.arange(len(x) - 1), np.arange(1, len(x)))
    finish = np.where(forward, np.arange(1, len(x)), np.arange(len(x) - 1))
    share = under_edges(lon[begin], lat[begin], lon[finish], lat[finish])
    sides = np.where(forward, 1, -1)
    ring = np.repeat(np.arange(len(ring_ends) - 1), np.diff(ring_ends))[:-1]
    area = np.bincount(ring, weights=share * sides * inside, minlength=len(ring_ends) - 1)
    sides *= np.where((area < 0) ^ holes, -1, 1)[ring]
    kept = inside & ((x[first] != x[last]) | (y[first] != y[last]))
    begin, finish = begin[kept], finish[kept]
    ends = (x[begin], y[begin], x[finish], y[finish], lon[begin], lat[begin], lon[finish], lat[finish])
    return merged(Edges(*ends, sides[kept], share[kept]))


def _cut_long(coordinates: Floats, ring_ends: Ints) -> tuple[Floats, Ints]:
    """The same rings without an edge of more than a degree along an axis: longer ones are cut in equal parts.

    An edge is cut at the same points whichever way it runs. That keeps products of whole numbers within 64 bits (see
    :data:`pyrrhus.ground.crossings.LONGEST`) and the quadrature of areas exact.
    """
    step = np.abs(np.diff(coordinates, axis=0)).max(axis=1, initial=0.0)
    step[ring_ends[1:-1] - 1] = 0.0
    long = np.flatnonzero(step > 1.0)
    if not long.size:
        return coordinates, ring_ends
    parts = np.ceil(step[long]).astype(np.int64)
    where = np.repeat(long, parts - 1)
    count = parts - 1
    number = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + 1
    begin, end = coordinates[where], coordinates[where + 1]
    turned = (begin[:, 0] > end[:, 0]) | ((begin[:, 0] == end[:, 0]) & (begin[:, 1] > end[:, 1]))
    first, last = np.where(turned[:, None], end, begin), np.where(turned[:, None], begin, end)
    along = np.where(turned, np.repeat(parts, count) - number, number) / np.repeat(parts, count)
    made = np.insert(coordinates, where + 1, first + along[:, None] * (last - first), axis=0)
    return made, ring_ends + np.searchsorted(where, ring_ends, side="left")


def on_grid(degrees: Floats) -> Ints:
    """Degrees as whole numbers of 1e-9 degree, the nearest."""
    return np.rint(degrees / GRID).astype(np.int64)


def difference(later: Edges, earlier: Edges) -> Edges:
    """The border of one map less that of another: around ground gained as it is, around ground lost the other way round."""
    return merged(joined([later, replace(earlier, sides=-earlier.sides)]))


def joined(parts: Sequence[Edges]) -> Edges:
    """The edges of several bags, one after the other."""
    return Edges(*(np.concatenate([getattr(part, name) for part in parts]) for name in Edges.__slots__))


def keys(edges: Edges) -> NDArray[np.uint64]:
    """A number for each edge, the same for the same ends."""
    key = edges.ax.view(np.uint64) * _MIX[0]
    for number, values in zip(_MIX[1:], (edges.ay, edges.bx, edges.by), strict=True):
        key ^= key >> np.uint64(29)
        key += values.view(np.uint64)
        key *= number
    return key ^ (key >> np.uint64(32))


def merged(edges: Edges) -> Edges:
    """The same border with each edge once, sides added, and without edges whose sides add up to nothing."""
    if not len(edges):
        return edges
    order, starts = grouped(edges)
    first = order[starts]
    sides = np.add.reduceat(edges.sides[order], starts)
    kept = sides != 0
    chosen = first[kept]
    return replace(edges.take(chosen), sides=sides[kept])


def grouped(edges: Edges) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """An order in which the same edges follow each other, the first given first, and where each edge begins in it."""
    key = keys(edges)
    order = np.argsort(key, kind="stable")
    sorted_ = key[order]
    new = np.empty(len(order), dtype=bool)
    new[0] = True
    np.not_equal(sorted_[1:], sorted_[:-1], out=new[1:])
    same = np.flatnonzero(~new)
    before, after = order[same - 1], order[same]
    differ = np.zeros(len(same), dtype=bool)
    for values in (edges.ax, edges.ay, edges.bx, edges.by):
        differ |= values[before] != values[after]
    if differ.any():  # two edges under one key: slower, and sure
        order = np.lexsort((edges.by, edges.bx, edges.ay, edges.ax))
        new[1:] = False
        for values in (edges.ax, edges.ay, edges.bx, edges.by):
            new[1:] |= values[order[1:]] != values[order[:-1]]
    return order, np.flatnonzero(new)
