"""A second measurement of a change by GEOS, which shares no code with the first.

GEOS's plain overlay can be grossly wrong for valid polygons whose borders nearly coincide while its areas still add up
(shapely#2368, libgeos#1344, open in GEOS 3.14.1: two plots side by side "differ" by nothing). Its noder on a grid of 1e-9
degree, a tenth of a millimetre, does not have that fault, and is the one that is asked.
"""

from __future__ import annotations

import shapely

from pyrrhus.errors import Disagreement
from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.ground.change import SAME_M2, SAME_SHARE, Change
from pyrrhus.ground.edges import GRID
from pyrrhus.ground.maps import Map

__all__ = ["witness"]

_DEGREE_M = 111_320.0


def witness(earlier: Map, later: Map, measured: Change) -> Change:
    """The same change by GEOS's difference both ways on a grid.

    Raises ``Disagreement``, with both numbers, where ground gained or lost differs by more than 1e-9 of the held area, 1 m2
    and what the grid moves along the border of the changed ground (12 m2 a degree), or where GEOS gives up.
    """
    before, after = earlier.geometry, later.geometry
    try:
        gained = shapely.difference(after, before, grid_size=GRID)
        lost = shapely.difference(before, after, grid_size=GRID)
    except shapely.errors.GEOSException as error:
        raise Disagreement(f"the two maps cannot be laid over each other: {error}") from error
    slack = SAME_SHARE * max(measured.held_before_m2, measured.held_after_m2) + SAME_M2
    again = Change(polygons_area_m2(gained), polygons_area_m2(lost), polygons_area_m2(before), polygons_area_m2(after))
    for what, one, other, pieces in (
        ("gained", measured.gained_m2, again.gained_m2, gained),
        ("lost", measured.lost_m2, again.lost_m2, lost),
    ):
        # not "abs(...) > slack": a measure that is no number must not pass
        if not abs(one - other) <= slack + pieces.length * GRID * _DEGREE_M**2:
            raise Disagreement(
                f"two measurements of one change differ: ground {what} is {one:,.1f} m2 by edges, {other:,.1f} m2 by overlay"
            )
    return again
