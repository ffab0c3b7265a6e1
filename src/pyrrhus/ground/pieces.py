"""The ground gained and lost as polygons, for those who want to see it; areas need none of this."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from pyrrhus.ground.edges import Edges, Floats, on_grid
from pyrrhus.ground.winding import Parts, parted

__all__ = ["pieces"]


def pieces(edges: Edges) -> tuple[shapely.MultiPolygon, shapely.MultiPolygon]:
    """Ground gained and ground lost, in degrees (longitude, latitude), of the border of one map less that of another."""
    parts = parted(edges)
    return _polygons(parts, 1), _polygons(parts, -1)


def _polygons(parts: Parts, sign: int) -> shapely.MultiPolygon:
    """Polygons around everything whose winding number has the sign."""
    left, right = parts.left * sign > 0, parts.right * sign > 0
    border = np.flatnonzero(left != right)
    if not border.size:
        return shapely.MultiPolygon()
    e = parts.edges.take(border)
    ends = np.stack([e.a_lon, e.a_lat, e.b_lon, e.b_lat], axis=1).reshape(-1, 2)
    # Two maps give one point with digits that differ beyond the grid; polygonize needs one.
    _, first, point = np.unique(on_grid(ends), axis=0, return_index=True, return_inverse=True)
    lines = first[point].reshape(-1, 2)
    drawn: Any = shapely.linestrings(ends[lines[lines[:, 0] != lines[:, 1]]])
    faces = shapely.get_parts(shapely.polygonize(drawn))
    # A face may be a pocket between pieces: one inside has an odd number of borders to its south.
    inside = [_south_of(point, e) % 2 == 1 for point in shapely.get_coordinates(shapely.point_on_surface(faces))]
    ground = shapely.MultiPolygon(list(faces[np.array(inside, dtype=bool)]))
    return ground if ground.is_valid else shapely.MultiPolygon(list(shapely.get_parts(shapely.union_all(ground))))


def _south_of(point: Floats, border: Edges) -> int:
    """How many edges a line from a point (longitude, latitude) to the south pole meets."""
    lon, lat = point
    met = np.flatnonzero((border.a_lon <= lon) & (lon < border.b_lon))
    a_lon, a_lat = border.a_lon[met], border.a_lat[met]
    along = (lon - a_lon) / (border.b_lon[met] - a_lon)
    return int(np.count_nonzero(a_lat + along * (border.b_lat[met] - a_lat) < lat))
