"""The polygons of a GeoJSON document as arrays of rings, or one clear sentence about what is wrong.

Built from the numbers orjson read, with the checks vectorised over all positions; nothing is rounded, moved or repaired.
"""

from __future__ import annotations

import codecs
import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from pyrrhus.collector import without_collector
from pyrrhus.ground.edges import Floats, Ints
from pyrrhus.ground.layers import AGAIN, FORMAT, Fault, LayerRule, layer_of, shown

__all__ = ["MAX_BYTES", "Rings", "rings_of"]

MAX_BYTES: Final = 64 * 2**20
"""Largest GeoJSON that is read, in bytes; the largest of the known publishers has 3.4 million."""

_MAX_VALUES = 6_000_000
_MAX_COLLECTIONS = 8
_LIMITS = {"longitude": 180.0, "latitude": 90.0}

# where it stands, in words, and a polygon's rings or a ring's positions as read
_Placed = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """Closed rings as published: degrees, shape (positions, 2), longitude first, ring after ring, polygon after polygon.

    ``ends``, shape (rings + 1,), are the positions where each ring begins and the last ends; ``polygon_ends``, shape
    (polygons + 1,), the rings where each polygon begins. The first ring of a polygon is its shell, the others are holes.
    """

    coordinates: Floats
    ends: Ints
    polygon_ends: Ints

    @property
    def holes(self) -> NDArray[np.bool_]:
        """Which rings are holes, shape (rings,)."""
        found = np.ones(len(self.ends) - 1, dtype=bool)
        found[self.polygon_ends[:-1]] = False
        return found


def rings_of(
    data: bytes, *, layers: LayerRule | None = None, statuses: Collection[str] = (), max_bytes: int = MAX_BYTES
) -> tuple[Rings, list[str]]:
    """The polygons of a FeatureCollection, Feature or geometry, and a note on each kind of thing that was left out.

    With ``layers`` those of the features whose status is one of ``statuses``. Null geometries are passed over, points and
    lines left out, heights dropped. Raises :class:`~pyrrhus.ground.layers.Fault` for what is too large, no JSON, no GeoJSON,
    without polygons, not in degrees, of an unknown layer, or has rings that are short or not closed.
    """
    with without_collector():
        return _read(data, layers, statuses, max_bytes)


def _read(data: bytes, layers: LayerRule | None, statuses: Collection[str], max_bytes: int) -> tuple[Rings, list[str]]:
    """A function of its own, so that the document is gone before the collector is back."""
    document = _parsed(data, max_bytes)
    if layers is not None:
        document = layer_of(document, layers, statuses)
    _degrees_or_raise(document)
    left_out: Counter[str] = Counter()
    shapes = list(_polygons(document, left_out))
    others = [f"{count:,} {kind}" for kind, count in sorted(left_out.items())]
    if not shapes:
        raise Fault(f"expected polygons, found {' and '.join(others) or 'none'}", FORMAT)
    return _ring_arrays(data, shapes), [f"left out: {other}" for other in others]


def _parsed(data: bytes, max_bytes: int) -> Any:
    if len(data) > max_bytes:
        raise Fault(f"expected at most {max_bytes:,} bytes, got {len(data):,}", "raise max_bytes if this is the map")
    # orjson bounds nesting (1,024), not memory: an empty list costs two bytes in the file and sixty here
    if len(data) > _MAX_VALUES and data.count(b",") + data.count(b"[") + data.count(b"{") > _MAX_VALUES:
        raise Fault(f"expected at most {_MAX_VALUES:,} values and containers, there are more", FORMAT)
    if not data.strip():
        raise Fault(f"expected a GeoJSON FeatureCollection, got {len(data):,} bytes without content", AGAIN)
    try:
        return orjson.loads(data.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise Fault(f"expected a GeoJSON FeatureCollection, {_broken(data, error)}", AGAIN) from error


def _broken(data: bytes, error: orjson.JSONDecodeError) -> str:
    """Where and why the bytes stop being JSON, in words."""
    if "unexpected end of data" in error.msg:
        return f"the JSON ends after {len(data):,} bytes"
    start = data.lstrip()[:1]
    if start not in (b"{", b"["):
        return f"the {len(data):,} bytes are no JSON and begin with {data.lstrip()[:20].decode('utf-8', 'replace')!r}"
    try:
        data.decode()
    except UnicodeDecodeError as fault:
        return f"byte {fault.start + 1:,} of {len(data):,} is no UTF-8"
    reason = re.sub(r": line \d+ column \d+.*", "", error.msg)
    return f"the JSON breaks off in line {error.lineno:,}, column {error.colno:,} ({reason})"


def _degrees_or_raise(document: Any) -> None:
    """Refuse a coordinate system that the file itself names and that is not degrees of WGS 84."""
    crs = document.get("crs") if isinstance(document, dict) else None
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not name.upper().endswith(("CRS84", ":4326")):
        raise Fault(f"expected degrees of WGS 84 (CRS84), the file says {shown(name or crs)}", "convert it first")


def _polygons(node: Any, left_out: Counter[str], at: str = "", depth: int = 0) -> Iterator[_Placed]:
    """Each polygon of a GeoJSON object as its place in words and its list of rings, unchecked below that."""
    place = at or "the document"
    if not isinstance(node, dict):
        raise Fault(f"expected {place} to be a GeoJSON object, got {shown(node)}", FORMAT)
    if depth > _MAX_COLLECTIONS:
        raise Fault(f"expected geometry collections nested at most {_MAX_COLLECTIONS} deep, there are more", FORMAT)
    match node.get("type"):
        case "FeatureCollection":
            if at:
                raise Fault(f"expected {place} to be a Feature, got a FeatureCollection", FORMAT)
            for number, feature in enumerate(_list(node, "features", place), 1):
                yield from _feature(feature, left_out, f"feature {number:,}")
        case "Feature" if not at:
            yield from _feature(node, left_out, "the feature")
        case "GeometryCollection":
            for number, part in enumerate(_list(node, "geometries", place), 1):
                yield from _polygons(part, left_out, f"geometry {number:,} of {place}", depth + 1)
        case "MultiPolygon":
            for number, rings in enumerate(_list(node, "coordinates", place), 1):
                yield from _rings(rings, f"polygon {number:,} of {place}")
        case "Polygon":
            yield from _rings(_list(node, "coordinates", place), f"the polygon of {place}")
        case "Point" | "MultiPoint" | "LineString" | "MultiLineString" as kind:
            left_out[kind] += 1
        case kind:
            raise Fault(f"expected {place} to be GeoJSON, its type is {shown(kind)}", FORMAT)


def _feature(node: Any, left_out: Counter[str], at: str) -> Iterator[_Placed]:
    if not isinstance(node, dict) or node.get("type") != "Feature":
        raise Fault(f"expected {at} to be a GeoJSON Feature, got {shown(node)}", FORMAT)
    if "geometry" not in node:
        raise Fault(f"expected {at} to have a geometry, there is none", FORMAT)
    if node["geometry"] is not None:
        yield from _polygons(node["geometry"], left_out, at)


def _rings(rings: Any, at: str) -> Iterator[_Placed]:
    if not isinstance(rings, list):
        raise Fault(f"expected {at} to be a list of rings, got {shown(rings)}", FORMAT)
    if rings:
        yield at, rings


def _list(node: dict[str, Any], key: str, at: str) -> list[Any]:
    value = node.get(key)
    if not isinstance(value, list):
        raise Fault(f'expected "{key}" of {at} to be a list, got {shown(value)}', FORMAT)
    return value


def _ring_arrays(data: bytes, shapes: list[_Placed]) -> Rings:
    """All polygons as arrays, coordinates untouched, after the checks that GEOS would not word."""
    rings: list[_Placed] = [(at, ring) for at, polygon in shapes for ring in polygon]
    for at, ring in rings:
        if type(ring) is not list:
            raise Fault(f"expected a ring in {at} to be a list of positions, got {shown(ring)}", FORMAT)
    positions = list(chain.from_iterable(ring for _, ring in rings))
    ends = np.cumsum([0, *(len(ring) for _, ring in rings)])
    coordinates = _coordinates(data, positions, rings, ends)
    short = np.flatnonzero(np.diff(ends) < 4)
    if short.size:
        at, ring = rings[short[0]]
        raise Fault(f"expected at least 4 positions in each ring, one in {at} has {len(ring)}", AGAIN)
    unclosed = np.flatnonzero((coordinates[ends[:-1]] != coordinates[ends[1:] - 1]).any(axis=1))
    if unclosed.size:
        at, _ = rings[unclosed[0]]
        raise Fault(f"expected closed rings, one in {at} does not end where it begins", AGAIN)
    polygon_ends = np.cumsum([0, *(len(polygon) for _, polygon in shapes)])
    return Rings(coordinates, ends, polygon_ends)


def _coordinates(data: bytes, positions: list[Any], rings: list[_Placed], ends: NDArray[Any]) -> NDArray[np.float64]:
    """Positions as longitudes and latitudes, shape (n, 2), each of them a number within range."""
    try:
        sizes = set(map(len, positions))
        numbers = list(chain.from_iterable(positions))
        # makes numbers of what JSON has, and of nothing else but true and false
        values = np.frombuffer(array("d", numbers))
    except TypeError:
        raise _no_position(positions) from None
    if not sizes <= {2, 3} or ((b"true" in data or b"false" in data) and bool in set(map(type, numbers))):
        raise _no_position(positions)
    if 3 in sizes:
        values = np.array([number for position in positions for number in position[:2]], dtype=np.float64)
    coordinates = values.reshape(-1, 2)
    for axis, (name, limit) in enumerate(_LIMITS.items()):
        # written so that a number that is not finite fails it too
        outside = np.flatnonzero(~(np.abs(coordinates[:, axis]) <= limit))
        if outside.size:
            first = int(outside[0])
            at = rings[int(np.searchsorted(ends, first, side="right")) - 1][0]
            found = f"{name} {coordinates[first, axis]:,.10g} in {at} is outside -{limit:g} to {limit:g}"
            raise Fault(f"expected degrees, {found}", "check for metres, or for latitude before longitude")
    return coordinates


def _no_position(positions: list[Any]) -> Fault:
    """What is wrong with the first position that is none."""
    for position in positions:
        if type(position) is not list:
            return Fault(f"expected positions to be lists of two numbers, got {shown(position)}", FORMAT)
        if len(position) not in (2, 3):
            return Fault(f"expected positions of two numbers, got {shown(position)}", FORMAT)
    number = next(n for position in positions for n in position if type(n) not in (float, int))
    return Fault(f"expected longitudes and latitudes to be numbers, got {shown(number)}", FORMAT)
