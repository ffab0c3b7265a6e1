"""A publisher's GeoJSON in, one map out: the border of the ground held, or one clear sentence about what is wrong.

A map whose border winds around all its ground once keeps every coordinate as published. Only where parts overlap, or a
ring runs over itself, GEOS repairs it, and a note says so. That is decided here on whole numbers of 1e-9 degree, not by
GEOS's rules of validity: parts that touch, or rings that touch themselves, enclose the same ground either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyrrhus.errors import SourceError
from pyrrhus.ground.edges import Edges, edges_of_rings
from pyrrhus.ground.geojson import MAX_BYTES, Rings, rings_of
from pyrrhus.ground.layers import AGAIN, Fault, LayerRule
from pyrrhus.ground.winding import parted

if TYPE_CHECKING:
    import shapely

__all__ = ["MAX_BYTES", "Bounds", "Map", "check_map", "map_of_geometry", "read_map"]

_SWAPPED: Final = "check for latitude before longitude"
_SLIVER_SHARE: Final = 1e-9
_SLIVER_M2: Final = 0.1
"""Ground wound around twice, or the wrong way, that whole numbers may make of ground that is held once."""


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """Ground held at one time: its border, the rings it was made of, and what was repaired.

    ``notes`` holds one sentence for each repair or part left out, and is empty for a map kept as published. ``clean`` is said
    of a border that is known to wind around its ground once, and around nothing else, to the last whole number.
    """

    edges: Edges
    rings: Rings = field(repr=False)
    notes: tuple[str, ...] = ()
    clean: bool = False

    @property
    def held_m2(self) -> float:
        """The ground held, in square metres of the WGS 84 ellipsoid."""
        return self.edges.area_m2

    @property
    def geometry(self) -> shapely.MultiPolygon:
        """The same ground as valid polygons in degrees (longitude, latitude), made by GEOS from the rings alone."""
        from pyrrhus.ground.repair import multipolygon, repaired

        made = multipolygon(self.rings)
        return made if made.is_valid else repaired(made)[0]


Bounds = tuple[float, float, float, float]
"""Degrees: west, south, east, north."""


def read_map(
    data: bytes, *, where: str, layers: LayerRule | None = None, status: str = "held", bounds: Bounds | None = None,
    max_bytes: int = MAX_BYTES,
) -> Map:  # fmt: skip
    """Read a GeoJSON FeatureCollection, Feature or geometry whose polygons are the ground of one map.

    ``data`` are the bytes as published, ``where`` names them in errors and ``max_bytes`` bounds them. Polygons and
    multipolygons of all features together are the map, with ``layers`` those of the features whose status is ``status``;
    null geometries are passed over, points and lines left out with a note, heights dropped. Raises ``SourceError``, in one
    sentence, for what is too large, no JSON, no GeoJSON, without polygons, not in degrees, of an unknown layer, has rings
    that are short or not closed, or has ground beyond ``bounds``.
    """
    with _placed(where):
        rings, notes = rings_of(data, layers=layers, statuses={status}, max_bytes=max_bytes)
        if beyond := _beyond(rings, bounds):
            raise Fault(beyond, _SWAPPED)
        return _map(rings, notes)


def check_map(
    data: bytes, *, where: str, layers: LayerRule | None = None, bounds: Bounds | None = None, max_bytes: int = MAX_BYTES
) -> tuple[str, ...]:
    """Everything that :func:`read_map` refuses, of all layers, without making the polygons valid; the notes so far.

    Ground beyond ``bounds`` is a note, as it may be of one layer alone.
    """
    with _placed(where):
        statuses = frozenset(layers.statuses.values()) if layers else frozenset()
        rings, notes = rings_of(data, layers=layers, statuses=statuses, max_bytes=max_bytes)
    beyond = _beyond(rings, bounds)
    return (*notes, beyond) if beyond else tuple(notes)


def map_of_geometry(geometry: shapely.MultiPolygon) -> Map:
    """A map of polygons that are at hand, in degrees; they are repaired as those of a file are.

    Raises:
        SourceError: where they enclose no ground or cannot be repaired.
    """
    from pyrrhus.ground.repair import rings_of_geometry

    with _placed("the polygons"):
        return _map(rings_of_geometry(geometry), [])


def _beyond(rings: Rings, bounds: Bounds | None) -> str:
    """What is wrong with where a map lies, empty where nothing is."""
    if bounds is None:
        return ""
    (west, south), (east, north) = rings.coordinates.min(axis=0), rings.coordinates.max(axis=0)
    if west >= bounds[0] and south >= bounds[1] and east <= bounds[2] and north <= bounds[3]:
        return ""
    wanted = f"longitudes {bounds[0]:g} to {bounds[2]:g} and latitudes {bounds[1]:g} to {bounds[3]:g}"
    return f"expected ground within {wanted}, got {west:g} to {east:g} and {south:g} to {north:g}"


def _map(rings: Rings, notes: list[str]) -> Map:
    edges = edges_of_rings(rings.coordinates, rings.ends, rings.holes)
    held, slivers, clean = _held(edges)
    if slivers > _SLIVER_SHARE * held + _SLIVER_M2:
        from pyrrhus.ground.repair import multipolygon, repaired, rings_of_geometry

        geometry, repairs = repaired(multipolygon(rings))
        notes += repairs
        rings = rings_of_geometry(geometry)
        edges = edges_of_rings(rings.coordinates, rings.ends, rings.holes)
        held, slivers, clean = _held(edges)
        if slivers > _SLIVER_SHARE * held + _SLIVER_M2:
            raise Fault(f"expected each place to be held once, {slivers:,.0f} m2 are held twice after all repairs", AGAIN)
    if not held > 0:
        raise Fault("expected polygons, what there are enclose no ground", AGAIN)
    return Map(edges, rings, tuple(notes), clean)


def _held(edges: Edges) -> tuple[float, float, bool]:
    """Ground around which the border winds as it should, ground around which it winds otherwise, and whether there is none."""
    parts = parted(edges)
    (held,), (negative,), (beyond,) = parts.areas_m2()
    return float(held), float(negative + beyond), bool(((parts.left | parts.right | 1) == 1).all())


@contextmanager
def _placed(where: str) -> Iterator[None]:
    try:
        yield
    except Fault as fault:
        raise SourceError(fault.problem, where=where, remedy=fault.remedy) from fault.__cause__
