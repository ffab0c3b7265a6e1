"""Maps made for a test: two blocks, and what hypothesis makes of a few."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume
from hypothesis import strategies as st

from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.ground.maps import Map, map_of_geometry

WEST, EAST = shapely.box(37, 48, 38, 49), shapely.box(38.5, 48, 39, 49)
WEST_ADVANCED = shapely.box(37, 48, 38.25, 49)


def a_map(*polygons: shapely.Polygon) -> Map:
    return map_of_geometry(shapely.MultiPolygon(list(polygons)))


def km2(*polygons: shapely.Polygon) -> Any:
    """About the area of polygons, square metres, as pytest compares it."""
    return pytest.approx(sum(map(polygons_area_m2, polygons)), rel=1e-9)


# A point on an edge of another map is there to a step of the grid, 0.1 mm, and bends up to some degrees of border by it.
GRID_BENDS_M2 = 50

corner = st.integers(0, 40).map(lambda n: 30 + n / 7)
blocks = st.lists(st.tuples(corner, corner, st.floats(0.01, 2), st.floats(0.01, 2)), min_size=1, max_size=5)


@st.composite
def maps(draw: st.DrawFn) -> Map:
    """Maps of a few blocks with shared corners and edges, holes and lone parts: what neighbouring days look like."""
    merged = shapely.union_all([shapely.box(x, y, x + w, y + h) for x, y, w, h in draw(blocks)], grid_size=1e-6)
    if draw(st.booleans()):
        x, y, w, h = draw(blocks)[0]
        merged = shapely.difference(merged, shapely.box(x, y, x + w / 2, y + h / 2), grid_size=1e-6)
    parts = [part for part in shapely.get_parts(merged) if isinstance(part, shapely.Polygon) and not part.is_empty]
    assume(parts)
    return a_map(*parts)


def redrawn(a: Map, start: int, reverse: bool) -> Map:
    """The same ground with its polygons in another order, its rings begun elsewhere and run the other way."""

    def ring(given: Any) -> Any:
        turned = np.roll(np.array(given.coords)[:-1], start, axis=0)
        return turned[::-1] if reverse else turned

    parts = [shapely.Polygon(ring(p.exterior), [ring(hole) for hole in p.interiors][::-1]) for p in a.geometry.geoms]
    return a_map(*parts[::-1])
