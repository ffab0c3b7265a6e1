"""What changed between two maps: ground gained, ground lost, and the witnesses that hold the figure.

``change`` is the one door; how it measures may change, its values and its errors do not. Here it takes GEOS's
difference both ways. GEOS's overlay can be grossly wrong for valid polygons whose borders nearly coincide, and the
areas still add up (shapely#2368, libgeos#1344, open in GEOS 3.14.1: two plots side by side "differ" by nothing). So
each pair is measured again with GEOS's snap-rounding noder on a grid of 1e-9 degree, a tenth of a millimetre, which
does not have that fault. What no witness here would see is a fault common to both noders.
"""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from pyrrhus.errors import Disagreement
from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.ground.maps import Map

__all__ = ["Change", "change"]

_GRID = 1e-9

# Measured over consecutive maps: the net misses the difference of the held areas by at most 0.0005 m2 (DeepState, 686
# pairs), 0.4 m2 (Liveuamap, 519) and 12 m2 (ISW, 23; 15 decimals strain GEOS most), the second overlay misses by 1.3,
# 1.3 and 8 m2. These bounds, 110 m2 for 110,000 km2 held, refuse only 2 pairs of ISW's 114: GEOS is off by 164 and 264.
_SHARE = 1e-9
_SLACK_M2 = 1.0
_DEGREE_M = 111_320.0


@dataclass(frozen=True, slots=True)
class Change:
    """Ground gained and lost between two maps and held on each, in square metres of the WGS 84 ellipsoid.

    The party is the one whose ground the maps show: gained is held on the later map alone, lost on the earlier alone.
    """

    gained_m2: float
    lost_m2: float
    held_before_m2: float
    held_after_m2: float

    @property
    def net_m2(self) -> float:
        """Gained less lost, in square metres; negative where ground was lost on balance."""
        return self.gained_m2 - self.lost_m2


def change(earlier: Map, later: Map) -> Change:
    """Measure the ground that changed hands between two maps.

    Method: GEOS difference both ways, areas by ``polygons_area_m2`` (edges straight in longitude and latitude); maps
    of equal coordinates give zero at once. Raises ``Disagreement``, with both numbers, where gained less lost is not
    the difference of the held areas, where more is gained or lost than is held, or where a second overlay of both maps
    on a fine grid finds another amount of ground that changed: each to 1e-9 of the held area and 1 m2, the last also to
    what the grid moves along the border of the changed ground (12 m2 a degree).
    """
    before = polygons_area_m2(earlier.geometry)
    if shapely.equals_identical(earlier.geometry, later.geometry):
        return Change(0.0, 0.0, before, before)
    after = polygons_area_m2(later.geometry)
    try:
        gained = polygons_area_m2(shapely.difference(later.geometry, earlier.geometry))
        lost = polygons_area_m2(shapely.difference(earlier.geometry, later.geometry))
        again = shapely.symmetric_difference(earlier.geometry, later.geometry, grid_size=_GRID)
    except shapely.errors.GEOSException as error:
        raise Disagreement(f"the two maps cannot be laid over each other: {error}") from error
    measured = Change(gained, lost, before, after)
    _hold(measured, again)
    return measured


def _hold(measured: Change, again: BaseGeometry) -> None:
    """Raise ``Disagreement`` unless every witness agrees with the measured change, ``again`` the second overlay."""
    gained, lost, before, after = measured.gained_m2, measured.lost_m2, measured.held_before_m2, measured.held_after_m2
    slack = _SHARE * max(before, after) + _SLACK_M2
    _same("gained less lost", measured.net_m2, "the held areas differ by", after - before, slack)
    snapped = again.length * _GRID * _DEGREE_M**2
    _same("gained and lost together", gained + lost, "a second overlay finds", polygons_area_m2(again), slack + snapped)
    for what, part, whole in (("gained", gained, after), ("lost", lost, before)):
        if part > whole + slack:
            raise Disagreement(f"ground {what} is {part:,.1f} m2, more than the {whole:,.1f} m2 held on that map")


def _same(what: str, one: float, how: str, other: float, slack: float) -> None:
    # not "abs(...) > slack": a measure that is no number must not pass
    if not abs(one - other) <= slack:
        raise Disagreement(f"two measurements of one change differ: {what} is {one:,.1f} m2, {how} {other:,.1f} m2")
