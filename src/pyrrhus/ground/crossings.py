"""Where edges meet: exact tests on whole numbers, of pairs that a sweep along the longitude finds.

An edge is at most 1.5 degrees long, so that every product of the tests below fits 64 bits (see :data:`LONGEST`).
Edges of many maps are swept at once when each map has its own stretch of longitudes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pyrrhus.ground.area import under_edges
from pyrrhus.ground.edges import Edges, Ints, joined

__all__ = ["LONGEST", "Meetings", "meetings", "split", "sweep", "swept"]

LONGEST: Final = 1_500_000_000
"""Longest edge along either axis, in steps of 1e-9 degree.

An orientation of edges whose boxes overlap is a difference of two products of at most 1.5e9 and 3e9: 9.0e18, where 64
bits hold 9.2e18.
"""

_AT_ONCE: Final = 10_000_000
"""Pairs of a sweep that are held at one time: about a gigabyte at most."""

_Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """How the edges of pairs lie to each other: on which side of one edge the ends of the other are, exactly.

    Positive is to the left of an edge, 0 on the line through it; ``a_of_other`` is the side of ``one`` on which the first
    end of ``other`` lies, and so on. Shape (pairs,) each.
    """

    one: _Index
    other: _Index
    a_of_other: Ints
    b_of_other: Ints
    a_of_one: Ints
    b_of_one: Ints

    def crossing(self) -> _Index:
        """Pairs that cross in a point that is an end of neither."""
        # signs, as a product of two orientations would not fit
        across = np.sign(self.a_of_other) * np.sign(self.b_of_other) < 0
        return np.flatnonzero(across & (np.sign(self.a_of_one) * np.sign(self.b_of_one) < 0))

    def touching(self, edges: Edges) -> list[tuple[_Index, _Index, NDArray[np.bool_]]]:
        """Ends that lie on an edge between its ends: the edge, whose end it is, and whether the second."""
        one, other = self.one, self.other
        found: list[tuple[_Index, _Index, NDArray[np.bool_]]] = []
        for side, on, of, second in (
            (self.a_of_other, one, other, False), (self.b_of_other, one, other, True),
            (self.a_of_one, other, one, False), (self.b_of_one, other, one, True),
        ):  # fmt: skip
            at = np.flatnonzero(side == 0)
            on, of = on[at], of[at]
            x, y = (edges.bx[of], edges.by[of]) if second else (edges.ax[of], edges.ay[of])
            inside = _before(edges.ax[on], edges.ay[on], x, y) & _before(x, y, edges.bx[on], edges.by[on])
            if inside.any():
                found.append((on[inside], of[inside], np.full(np.count_nonzero(inside), second)))
        return found


def swept(edges: Edges) -> Edges:
    """The same edges from west to east by their first end, then from south to north."""
    return edges.take(np.lexsort((edges.ay, edges.ax)))


def sweep(edges: Edges) -> Iterator[tuple[_Index, _Index]]:
    """Pairs of swept edges with a longitude in common, the one that begins first first, in blocks."""
    n = len(edges)
    count = np.searchsorted(edges.ax, edges.bx, side="right") - np.arange(1, n + 1)
    total = int(count.sum())
    if total <= _AT_ONCE:
        blocks = [(0, n)]
    else:
        cuts = np.searchsorted(np.cumsum(count), np.arange(_AT_ONCE, total, _AT_ONCE)) + 1
        blocks = list(zip([0, *cuts], [*cuts, n], strict=True))
    for begin, end in blocks:
        some = count[begin:end]
        one = np.repeat(np.arange(begin, end), some)
        skipped = np.repeat(np.cumsum(some) - some, some)
        yield one, np.arange(len(one)) - skipped + one + 1


def meetings(edges: Edges, one: _Index, other: _Index) -> Meetings:
    """The sides on which the ends of pairs lie whose boxes overlap."""
    ax1, ay1, ax2, ay2 = edges.ax[one], edges.ay[one], edges.ax[other], edges.ay[other]
    bx1, by1, bx2, by2 = edges.bx[one], edges.by[one], edges.bx[other], edges.by[other]
    dx1, dy1, dx2, dy2 = bx1 - ax1, by1 - ay1, bx2 - ax2, by2 - ay2
    x, y = ax2 - ax1, ay2 - ay1
    return Meetings(
        one, other,
        a_of_other=dx1 * y - dy1 * x,
        b_of_other=dx1 * (by2 - ay1) - dy1 * (bx2 - ax1),
        a_of_one=dy2 * x - dx2 * y,
        b_of_one=dx2 * (by1 - ay2) - dy2 * (bx1 - ax2),
    )  # fmt: skip


def split(edges: Edges, edge: _Index, of: _Index, second: NDArray[np.bool_]) -> Edges:
    """The edges, those of ``edge`` cut where an end of ``of`` lies on them (its ``second`` or its first)."""
    x, y = np.where(second, edges.bx[of], edges.ax[of]), np.where(second, edges.by[of], edges.ay[of])
    lon = np.where(second, edges.b_lon[of], edges.a_lon[of])
    lat = np.where(second, edges.b_lat[of], edges.a_lat[of])
    order = np.lexsort((y, x, edge))
    edge, x, y, lon, lat = edge[order], x[order], y[order], lon[order], lat[order]
    new = np.ones(len(edge), dtype=bool)
    new[1:] = (edge[1:] != edge[:-1]) | (x[1:] != x[:-1]) | (y[1:] != y[:-1])
    edge, x, y, lon, lat = edge[new], x[new], y[new], lon[new], lat[new]
    first = np.append(True, edge[1:] != edge[:-1])
    last = np.append(first[1:], True)
    whole = np.ones(len(edges), dtype=bool)
    whole[edge] = False
    # the part before each point, then the part after the last point of each edge
    before, after = edges.take(edge), edges.take(edge[last])

    def from_last(start: NDArray[Any], point: NDArray[Any]) -> NDArray[Any]:
        return np.where(first, start, np.roll(point, 1))

    starts = (from_last(before.ax, x), from_last(before.ay, y))
    given = (from_last(before.a_lon, lon), from_last(before.a_lat, lat), lon, lat)
    return joined([
        edges.take(whole),
        Edges(*starts, x, y, *given, before.sides, under_edges(*given)),
        Edges(x[last], y[last], after.bx, after.by, lon[last], lat[last], after.b_lon, after.b_lat, after.sides,
              under_edges(lon[last], lat[last], after.b_lon, after.b_lat)),
    ])  # fmt: skip


def _before(ax: Ints, ay: Ints, bx: Ints, by: Ints) -> NDArray[np.bool_]:
    first: NDArray[np.bool_] = (ax < bx) | ((ax == bx) & (ay < by))
    return first
