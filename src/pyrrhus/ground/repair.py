"""Rings whose polygons are invalid or overlap, as valid polygons of the same ground, by GEOS.

Each polygon is made valid by itself, then all are merged: repairing the multipolygon as a whole drops ground where parts
overlap twice (even-odd).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from pyrrhus.ground.area import polygon_parts, polygons_area_m2
from pyrrhus.ground.edges import GRID
from pyrrhus.ground.geojson import Rings
from pyrrhus.ground.layers import AGAIN, Fault

__all__ = ["multipolygon", "repaired", "rings_of_geometry"]

_SAME_M2: Final = 1.0
_SAME_SHARE: Final = 1e-9


def multipolygon(rings: Rings) -> shapely.MultiPolygon:
    """The polygons as published, coordinates untouched, valid or not."""
    offsets = (rings.ends, rings.polygon_ends, np.array([0, len(rings.polygon_ends) - 1]))
    made: shapely.MultiPolygon = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, rings.coordinates, offsets)[0]
    return made


def rings_of_geometry(geometry: shapely.MultiPolygon) -> Rings:
    """The rings of a geometry's polygons."""
    _, coordinates, (ends, polygon_ends, _) = shapely.to_ragged_array([geometry])
    return Rings(np.ascontiguousarray(coordinates[:, :2]), ends.astype(np.int64), polygon_ends.astype(np.int64))


def repaired(geometry: shapely.MultiPolygon) -> tuple[shapely.MultiPolygon, list[str]]:
    """A valid MultiPolygon of the same ground, and a note on each thing that was done to it.

    Raises :class:`~pyrrhus.ground.layers.Fault` where GEOS cannot, where nothing is enclosed, or where a second way to merge
    gives another area (to 1e-9 of it and 1 m2).
    """
    polygons: NDArray[np.object_] = shapely.get_parts(geometry)
    invalid = ~shapely.is_valid(polygons)
    count, total = int(invalid.sum()), len(polygons)
    notes = []
    try:
        if count:
            reason = shapely.is_valid_reason(polygons[invalid][0])
            notes.append(f"{count:,} of {total:,} polygons repaired with make_valid, the first for {reason}")
            polygons[invalid] = shapely.make_valid(polygons[invalid])
        merged = shapely.MultiPolygon(list(polygon_parts(shapely.union_all(polygons))))
        again = polygons_area_m2(shapely.union_all(polygons, grid_size=GRID))
    except shapely.errors.GEOSException as error:
        raise Fault(f"expected valid polygons, they cannot be repaired ({error})", AGAIN) from error
    area = polygons_area_m2(merged)
    if not area:
        raise Fault("expected polygons, what there are enclose no ground", AGAIN)
    if abs(area - again) > _SAME_SHARE * area + _SAME_M2 or not merged.is_valid:
        raise Fault(f"expected one merged map, two ways to merge give {area:,.0f} and {again:,.0f} m2", AGAIN)
    if total > 1:
        twice = max(polygons_area_m2(shapely.GeometryCollection(list(polygons))) - area, 0.0) / 1e6
        notes.append(f"{total:,} polygons that overlap or touch merged with union_all, {twice:,.1f} km2 counted once")
    return merged, notes
