"""On each side of each edge, how often its border winds around: the ground held, or gained (+1) and lost (-1).

Below everything the winding number is 0; north over an edge it changes by the edge's ``sides``. So what lies south of
the first end of an edge is the sum of the sides of all edges straight below it; past a crossing it changes by the
other edge's sides. Nothing is followed and nothing is assembled: rings may touch, share edges and run as they like.
Straight below is meant with longitudes that lean by an endless small amount to the north, so that an edge that runs
due north is no exception.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pyrrhus.ground.area import under_edges
from pyrrhus.ground.crossings import Meetings, meetings, split, sweep, swept
from pyrrhus.ground.edges import Edges, Floats, Ints, joined, merged

__all__ = ["STRETCH", "Parts", "parted"]

STRETCH: Final = 400_000_000_000
"""Steps of longitude that each of several maps gets for itself when they are swept at once; the earth has 3.6e11."""

_Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Edges cut where they meet, shape (n,): the winding number on each side and the square metres each adds to an area.

    An edge that crosses others is there once for each piece between crossings, with the piece's ends in degrees and share;
    its ends in whole numbers stay those of the edge.
    """

    edges: Edges
    right: Ints
    left: Ints

    @property
    def stretch(self) -> Ints:
        """Which of several maps each part is of."""
        return (self.edges.ax + STRETCH // 2) // STRETCH

    def areas_m2(self, count: int = 1) -> tuple[Floats, Floats, Floats]:
        """For each of ``count`` maps: ground with a positive winding number, with a negative, and beyond 1 either way.

        Square metres, shape (count,) each. Ground wound around twice counts twice in the first two, so that the first less
        the second is the area of the border; the third is that surplus.
        """
        left, right = self.left, self.right
        beyond = np.flatnonzero((np.abs(left) > 1) | (np.abs(right) > 1))
        surplus = np.maximum(np.abs(left[beyond]) - 1, 0) - np.maximum(np.abs(right[beyond]) - 1, 0)
        of = self.stretch if count > 1 else np.zeros(len(left), dtype=np.int64)

        def total(edge: slice | _Index, times: Ints) -> Floats:
            return np.bincount(of[edge], weights=self.edges.share[edge] * times, minlength=count).astype(np.float64, copy=False)

        every = slice(None)
        return (
            total(every, np.maximum(left, 0) - np.maximum(right, 0)),
            total(every, np.minimum(right, 0) - np.minimum(left, 0)),
            total(beyond, surplus),
        )


def parted(edges: Edges) -> Parts:
    """Cut merged edges where they meet and find the winding number on both sides of each part.

    No edge may be longer than :data:`~pyrrhus.ground.crossings.LONGEST` along an axis. Several maps at once stand each on
    its own :data:`STRETCH`.
    """
    while True:
        edges = swept(edges)
        low, high = np.minimum(edges.ay, edges.by), np.maximum(edges.ay, edges.by)
        below = np.zeros(len(edges))
        crossed: list[tuple[_Index, Floats, Floats, Floats, Ints]] = []
        touched: list[tuple[_Index, _Index, NDArray[np.bool_]]] = []
        for one, other in sweep(edges):
            north = low[other] > high[one]
            under = np.flatnonzero(north & (edges.ax[other] < edges.bx[one]))
            _add(below, other[under], edges.sides[one[under]])
            near = np.flatnonzero(~north & (low[one] <= high[other]))
            met = meetings(edges, one[near], other[near])
            touched += met.touching(edges)
            _add_near(below, edges, met)
            crossed += _crossings(edges, met)
        if not touched:
            break
        edges = merged(split(edges, *(np.concatenate(part) for part in zip(*touched, strict=True))))
    right = np.rint(below).astype(np.int64)
    if not crossed:
        return Parts(edges, right, right + edges.sides)
    return _cut(edges, right, *(np.concatenate(part) for part in zip(*crossed, strict=True)))


def _add(below: Floats, edge: _Index, sides: Ints) -> None:
    if edge.size:
        below += np.bincount(edge, weights=sides, minlength=len(below))


def _add_near(below: Floats, edges: Edges, met: Meetings) -> None:
    """Count, of two edges whose boxes overlap, the one that lies below the first end of the other."""
    one, other = met.one, met.other
    ahead = (edges.ax[other] < edges.bx[one]) | ((edges.ax[other] == edges.bx[one]) & (edges.ay[other] < edges.by[one]))
    start = met.a_of_other == 0  # where that is an end of both, the far end decides
    over = np.flatnonzero(ahead & ((met.a_of_other > 0) | (start & (met.b_of_other > 0))))
    _add(below, other[over], edges.sides[one[over]])
    same = start & (edges.ax[one] == edges.ax[other]) & (edges.ay[one] == edges.ay[other])
    over = np.flatnonzero(same & (met.b_of_one > 0))
    _add(below, one[over], edges.sides[other[over]])


def _crossings(edges: Edges, met: Meetings) -> list[tuple[_Index, Floats, Floats, Floats, Ints]]:
    """For each edge that crosses another: how far along it (0 to 1), where, and how the winding number changes there."""
    at = met.crossing()
    if not at.size:
        return []
    one, other = met.one[at], met.other[at]
    a_other, b_other = met.a_of_other[at].astype(np.float64), met.b_of_other[at].astype(np.float64)
    a_one, b_one = met.a_of_one[at].astype(np.float64), met.b_of_one[at].astype(np.float64)
    along = a_one / (a_one - b_one)
    lon = edges.a_lon[one] + along * (edges.b_lon[one] - edges.a_lon[one])
    lat = edges.a_lat[one] + along * (edges.b_lat[one] - edges.a_lat[one])
    rises = b_other > 0  # the other edge goes over this one: past it there is less below
    return [
        (one, along, lon, lat, np.where(rises, -1, 1) * edges.sides[other]),
        (other, a_other / (a_other - b_other), lon, lat, np.where(rises, 1, -1) * edges.sides[one]),
    ]


def _cut(edges: Edges, right: Ints, edge: _Index, along: Floats, lon: Floats, lat: Floats, step: Ints) -> Parts:
    """The edges, those that cross others in parts, with the winding number on the right of each."""
    order = np.lexsort((along, edge))
    edge, lon, lat, step = edge[order], lon[order], lat[order], step[order]
    first = np.append(True, edge[1:] != edge[:-1])
    last = np.append(first[1:], True)
    whole = np.ones(len(edges), dtype=bool)
    whole[edge] = False
    before, after = edges.take(edge), edges.take(edge[last])
    total = np.cumsum(step)
    at_start = (total - step)[first][np.cumsum(first) - 1]
    a_lon, a_lat = np.where(first, before.a_lon, np.roll(lon, 1)), np.where(first, before.a_lat, np.roll(lat, 1))
    parts = joined([
        edges.take(whole),
        replace(before, a_lon=a_lon, a_lat=a_lat, b_lon=lon, b_lat=lat, share=under_edges(a_lon, a_lat, lon, lat)),
        replace(after, a_lon=lon[last], a_lat=lat[last],
                share=under_edges(lon[last], lat[last], after.b_lon, after.b_lat)),
    ])  # fmt: skip
    starts = np.concatenate([right[whole], right[edge] + total - step - at_start, right[edge[last]] + (total - at_start)[last]])
    return Parts(parts, starts, starts + parts.sides)
