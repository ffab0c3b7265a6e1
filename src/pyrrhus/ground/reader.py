"""Maps in a row: each read as a change of the bytes before it, where that is provably the same, else in full.

Of two neighbours' files nearly all bytes are the same. What differs is found between whole positions, is parsed by itself,
and takes the place of positions within one ring; so the document stays GeoJSON. The edges around the new positions are
checked with those that share a longitude with them: on other meridians nothing changed. Whatever is not provable in this
way (a ring more, another layout, ground held twice, a long edge) is read and checked as a map by itself is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from pyrrhus.ground.area import under_edges
from pyrrhus.ground.edges import Edges, Floats, Ints, joined, merged, on_grid
from pyrrhus.ground.geojson import MAX_BYTES, Rings
from pyrrhus.ground.layers import LayerRule
from pyrrhus.ground.maps import Bounds, read_map
from pyrrhus.ground.timeline import Step, step_of
from pyrrhus.ground.winding import parted

__all__ = ["Reader"]

_POSITION: Final = re.compile(rb"\[\s*(?=[-0-9])")
_RING: Final = b"[0,0]"
_MEMBERS: Final = ("type", "features", "geometry", "geometries", "coordinates", "crs")
_BLOCK: Final = 4096
_TOKENS: Final = 3
_LOOKS: Final = ((30, 1_000), (100, 8_000))
"""Positions from which the files may be the same again, and bytes in which that is looked for: near, then farther."""
_LARGE: Final = 6_000_000
"""Bytes from which on a document's values have to be counted before it is parsed."""
_EARTH: Final = (-180.0, -90.0, 180.0, 90.0)
_SURE_M2: Final = 1.0
"""Of ground smaller than this rounding may decide whether it is there."""


@dataclass(frozen=True, slots=True)
class _Hunks:
    """How far the first position has moved, and what differs from there on.

    ``found`` are positions of the earlier file, from and to, and bytes of the later one, from and to, that take their place.
    """

    shift: int
    found: list[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A clean map of one MultiPolygon, without edges longer than a degree, and where its positions stand in the file.

    ``starts``, shape (n,), are the bytes where positions begin; ``opens`` says which of them begin a polygon (2) or a hole
    (1); ``turn`` is -1 on a ring that is drawn with its ground on the right, else 1; ``drawn`` says whether the edge to the
    next position runs the way edges do (1), the other way (-1) or is none (0); ``share`` is that edge's, as in :class:`Edges`.
    """

    data: bytes
    starts: Ints
    at: Floats
    x: Ints
    y: Ints
    opens: Ints
    turn: Ints
    drawn: Ints
    share: Floats

    @property
    def held_m2(self) -> float:
        """The ground held, in square metres."""
        return float((self.share * (self.drawn * self.turn)).sum())

    def edges(self, here: NDArray[np.intp]) -> Edges:
        """The edges that begin at these positions, not merged."""
        ahead = self.drawn[here] > 0
        a, b = np.where(ahead, here, here + 1), np.where(ahead, here + 1, here)
        return Edges(
            self.x[a], self.y[a], self.x[b], self.y[b], self.at[a, 0], self.at[a, 1], self.at[b, 0], self.at[b, 1],
            self.drawn[here] * self.turn[here], self.share[here],
        )  # fmt: skip

    def border(self) -> Edges:
        """What :func:`~pyrrhus.ground.edges.edges_of_rings` gives."""
        return merged(self.edges(np.flatnonzero(self.drawn)))


class Reader:
    """Reads maps in a row, each checked as :func:`~pyrrhus.ground.maps.read_map` does, in less time where few bytes differ."""

    def __init__(
        self, *, layers: LayerRule | None = None, status: str = "held", bounds: Bounds | None = None, max_bytes: int = MAX_BYTES
    ) -> None:  # fmt: skip
        self._layers, self._status, self._bounds, self._max_bytes = layers, status, bounds, max_bytes
        self._before: _Read | None = None

    def step(self, data: bytes, *, where: str) -> Step:
        """The map as a step from the one that was read before; ``where`` names it in errors.

        Raises:
            SourceError: as ``read_map`` does; the next step is then from the map before this one.
        """
        bounds = self._bounds or _EARTH
        found = _follow(self._before, data, bounds) if self._before is not None and len(data) <= self._max_bytes else None
        if found is not None:
            self._before, events = found
            return Step(self._before.border, self._before.held_m2, events)
        one = read_map(
            data, where=where, layers=self._layers, status=self._status, bounds=self._bounds, max_bytes=self._max_bytes
        )  # fmt: skip
        followed = one.clean and not one.notes and self._layers is None
        self._before = _placed(data, one.rings) if followed else None
        return step_of(one.edges)


def _placed(data: bytes, rings: Rings) -> _Read | None:
    """A clean map with its positions' places in the file; None where it is not one MultiPolygon or has a long edge."""
    if data.count(b'"coordinates"') != 1 or b'"Polygon"' in data or b"\\" in data:
        return None
    starts = np.array([found.start() for found in _POSITION.finditer(data)], dtype=np.int64)
    if len(starts) != len(rings.coordinates):
        return None
    opens = np.zeros(len(starts), dtype=np.int64)
    opens[rings.ends[:-1]] = np.where(rings.holes, 1, 2)
    at = rings.coordinates
    nothing = (np.zeros(len(starts), dtype=bool), np.zeros(len(starts), dtype=np.int64), np.zeros(len(starts)))
    return _drawn(data, starts, at, on_grid(at[:, 0]), on_grid(at[:, 1]), opens, *nothing)


def _drawn(
    data: bytes, starts: Ints, at: Floats, x: Ints, y: Ints, opens: Ints, known: NDArray[np.bool_], drawn: Ints, share: Floats
) -> _Read | None:
    """The map with the edges that are not known; None for a long one, or where the way a ring is drawn is not sure."""
    here = np.flatnonzero(~known & np.append(opens[1:] == 0, False))
    there = here + 1
    same = (x[here] == x[there]) & (y[here] == y[there])
    ahead = (x[here] < x[there]) | ((x[here] == x[there]) & (y[here] < y[there]))
    a, b = np.where(ahead, here, there), np.where(ahead, there, here)
    if not (np.abs(at[there] - at[here]) <= 1.0).all():
        return None
    drawn[here] = np.where(same, 0, np.where(ahead, 1, -1))
    share[here] = np.where(same, 0.0, under_edges(at[a, 0], at[a, 1], at[b, 0], at[b, 1]))
    begins = np.flatnonzero(opens)
    area = np.add.reduceat(share * drawn, begins)
    if np.abs(area).min() < _SURE_M2:
        return None
    turn = np.where((area < 0) ^ (opens[begins] == 1), -1, 1)
    return _Read(data, starts, at, x, y, opens, np.repeat(turn, np.diff(begins, append=len(opens))), drawn, share)


def _follow(before: _Read, data: bytes, bounds: Bounds) -> tuple[_Read, Edges] | None:
    """The map and what its border has that the one before had not; None where it has to be read in full."""
    hunks = _hunks(before, data) if len(data) <= _LARGE else None
    if hunks is None:
        return None
    opens = before.opens.copy()
    every, done, shift = np.arange(len(before.starts)), 0, hunks.shift
    origin, shifts = [], []
    positions: list[list[float]] = []
    places: list[int] = []
    opened: list[int] = []
    for first, last, begin, end in hunks.found:
        text = data[begin:end]
        found = _positions(text, bounds)
        if found is None:
            return None
        # what stands before the first is the same in both files, what stands before the next is new
        begun = [int(opens[first]), *found[1][1:]]
        opens[last] = begun.pop()
        positions += found[0]
        opened += begun
        seen = [begin + one.start() for one in _POSITION.finditer(text)]
        if len(seen) != len(begun):
            return None
        places += seen
        origin += [every[done:first], np.full(len(begun), -1)]
        shifts += [shift, 0]
        done, shift = last, end - int(before.starts[last])
    origin.append(every[done:])
    moved = np.repeat([*shifts, shift], [len(one) for one in origin])
    source = np.concatenate(origin)
    starts, at, x, y, opens = (column[source] for column in (before.starts, before.at, before.x, before.y, opens))
    starts += moved
    if positions:
        new = np.flatnonzero(source < 0)
        at[new], starts[new], opens[new] = positions, places, opened
        x[new], y[new] = on_grid(at[new, 0]), on_grid(at[new, 1])
    return _changed(before, data, source, starts, at, x, y, opens)


def _changed(
    before: _Read, data: bytes, origin: Ints, starts: Ints, at: Floats, x: Ints, y: Ints, opens: Ints
) -> tuple[_Read, Edges] | None:
    begins, count = np.flatnonzero(opens), len(opens)
    ends = np.append(begins[1:], count) - 1
    if (ends - begins).min() < 3 or (at[begins] != at[ends]).any():
        return None
    kept = np.zeros(count, dtype=bool)
    kept[:-1] = (origin[:-1] >= 0) & (origin[1:] == origin[:-1] + 1) & (opens[1:] == 0)
    drawn, share = np.where(kept, before.drawn[origin], 0), np.where(kept, before.share[origin], 0.0)
    read = _drawn(data, starts, at, x, y, opens, kept, drawn, share)
    if read is None or read.held_m2 < _SURE_M2:
        return None
    kept &= read.turn == before.turn[origin]
    gone = before.drawn != 0
    gone[origin[kept]] = False
    old = before.edges(np.flatnonzero(gone))
    new = read.edges(np.flatnonzero(~kept & (read.drawn != 0)))
    events = merged(joined([new, replace(old, sides=-old.sides)]))
    return (read, events) if not len(events) or _clean_near(read, events) else None


def _hunks(before: _Read, data: bytes) -> _Hunks | None:
    """What differs between two files, in whole positions; None where they do not meet again, or begin as others do."""
    head = _POSITION.search(data)
    if head is None:
        return None
    old, starts = before.data, before.starts
    place, there = int(starts[0]), head.start()
    if old[:place] != data[:there]:
        rest = _RING + old[old.index(b"]", starts[-1]) + 1 :]
        if not _as_before(data[:there] + rest, old[:place] + rest):
            return None
    shift = there - place
    found: list[tuple[int, int, int, int]] = []
    while True:
        same = _same(old, place, data, there)
        if place + same == len(old) and there + same == len(data):
            return _Hunks(shift, found)
        first = int(np.searchsorted(starts, place + same, side="right")) - 1
        begin = there + int(starts[first]) - place
        last, end = _met_again(before, first, data, begin)
        if end < 0 or (first, begin) == (last, end):
            return None
        found.append((first, last, begin, end))
        place, there = int(starts[last]), end


def _met_again(before: _Read, first: int, data: bytes, begin: int) -> tuple[int, int]:
    """The next position from which on some positions of both files are the same, and where in the later; -1 for nowhere."""
    starts = before.starts
    for tries, window in _LOOKS:
        for last in range(first, min(first + tries, len(starts))):
            stop = last + _TOKENS
            mark = before.data[starts[last] : starts[stop] if stop < len(starts) else len(before.data)]
            end = data.find(mark, begin, begin + window)
            if end >= 0:
                return last, end
    return first, -1


def _same(one: bytes, at: int, other: bytes, there: int) -> int:
    """How many bytes from two places on are the same."""
    begin = at
    while (block := one[at : at + _BLOCK]) and block == other[there : there + _BLOCK]:
        at, there = at + len(block), there + len(block)
    a, b = (np.frombuffer(part, np.uint8) for part in (one[at : at + _BLOCK], other[there : there + _BLOCK]))
    size = min(len(a), len(b))
    differ = np.flatnonzero(a[:size] != b[:size])
    return at - begin + (int(differ[0]) if differ.size else size)


def _positions(text: bytes, bounds: Bounds) -> tuple[list[list[float]], list[int]] | None:
    """Whole positions of a MultiPolygon, each before another, in degrees, and what they and the next one begin.

    None for anything else: brackets that do not lead from a ring of the MultiPolygon into one of it leave no JSON here.
    """
    try:
        polygons = orjson.loads(b"[[[" + text + b"[0,0]]]]")
    except orjson.JSONDecodeError:
        return None
    west, south, east, north = bounds
    found: list[Any] = []
    opens: list[int] = []
    for polygon in polygons:
        if type(polygon) is not list or not polygon:
            return None
        for number, ring in enumerate(polygon):
            if type(ring) is not list or not ring:
                return None
            found += ring
            opens += [1 if number else 2] + [0] * (len(ring) - 1)
    for one in found:
        if type(one) is not list or len(one) != 2 or not {type(one[0]), type(one[1])} <= {int, float}:
            return None
        if not (west <= one[0] <= east and south <= one[1] <= north):
            return None
    return found[:-1], opens


def _as_before(document: bytes, before: bytes) -> bool:
    """Whether two documents are the same in all that is read of a map."""
    try:
        one, other = orjson.loads(document), orjson.loads(before)
    except orjson.JSONDecodeError:
        return False
    return isinstance(one, dict) and all(one.get(member) == other.get(member) for member in _MEMBERS)


def _clean_near(read: _Read, events: Edges) -> bool:
    """Whether a map is clean (see :class:`~pyrrhus.ground.maps.Map`), the one before being so, from which ``events`` differ.

    A winding number counts the edges below a place, so it is the old one on each meridian that no event meets. On the
    others all edges are here. One that begins on a meridian without events has its old winding number up to where a new edge
    touches it, where a part of it begins, or crosses it, which shows on both sides of the new one.
    """
    west, east = _spans(events)
    every = np.flatnonzero(read.drawn)
    low, high = np.minimum(read.x[every], read.x[every + 1]), np.maximum(read.x[every], read.x[every + 1])
    met = np.searchsorted(west, high, side="right") > np.searchsorted(east, low, side="left")
    parts = parted(merged(read.edges(every[met])))
    begins = np.searchsorted(west, parts.edges.ax, side="right") > np.searchsorted(east, parts.edges.ax, side="left")
    return bool(((parts.left[begins] | parts.right[begins] | 1) == 1).all())


def _spans(edges: Edges) -> tuple[Ints, Ints]:
    """The longitudes that edges cover, as spans apart from each other: where each begins and ends."""
    order = np.argsort(edges.ax)
    west, east = edges.ax[order], np.maximum.accumulate(edges.bx[order])
    apart = np.append(True, west[1:] > east[:-1])
    return west[apart], east[np.append(apart[1:], True)]
