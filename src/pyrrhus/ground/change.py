"""What changed between two maps: ground gained and lost, from the edges that the maps do not share.

An edge that both maps have bounds the same ground on both and drops out; what remains is the border of the ground that
changed hands, and on each side of it the winding number says which way (see :mod:`pyrrhus.ground.winding`). The areas of
edges add up, so gained less lost is the difference of the held areas whatever the topology.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from pyrrhus.errors import Disagreement
from pyrrhus.ground.edges import GRID, Edges, difference
from pyrrhus.ground.maps import Map
from pyrrhus.ground.timeline import Timeline
from pyrrhus.ground.winding import parted

__all__ = ["SAME_M2", "SAME_SHARE", "Change", "change", "changes"]

SAME_SHARE: Final = 1e-9
"""Of the held area: how far two measurements of one change may differ."""
SAME_M2: Final = 1.0
"""What they may differ beyond that, in square metres."""

_GRID_M: Final = GRID * 111_320.0
_EDGES_AT_ONCE: Final = 200_000


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

    Edges are straight in longitude and latitude, areas on the ellipsoid. Raises ``Disagreement``, with both numbers, where
    gained less lost is not the difference of the held areas, where more is gained or lost than is held, or where ground was
    taken twice: each to 1e-9 of the held area, 1 m2 and what the grid moves along the border of the changed ground.
    """
    border = difference(later.edges, earlier.edges)
    (gained,), (lost,), (beyond,) = parted(border).areas_m2()
    return _held_to(float(gained), float(lost), float(beyond), earlier.held_m2, later.held_m2, border)


def changes(timeline: Timeline, pairs: Sequence[tuple[int, int]]) -> list[Change]:
    """The changes between pairs of a timeline's maps (earlier, later), by number, in passes over many pairs at once.

    Raises ``Disagreement`` as :func:`change` does.
    """
    found: list[Change] = []
    begin = 0
    while begin < len(pairs):
        end = begin + timeline.fitting(pairs[begin:], _EDGES_AT_ONCE)
        some = pairs[begin:end]
        measured = parted(timeline.between(some)).areas_m2(len(some))
        for (earlier, later), gained, lost, beyond in zip(some, *(part.tolist() for part in measured), strict=True):
            held = timeline.held_m2
            border = partial(timeline.between, [(earlier, later)])
            found.append(_held_to(gained, lost, beyond, float(held[earlier]), float(held[later]), border))
        begin = end
    return found


def _held_to(
    gained: float, lost: float, beyond: float, before: float, after: float, border: Edges | Callable[[], Edges]
) -> Change:
    """The change, unless one of its witnesses disagrees."""
    # an area that is not there at all is a sum that misses zero by its rounding
    measured = Change(max(gained, 0.0), max(lost, 0.0), before, after)
    slack = SAME_SHARE * max(before, after) + SAME_M2
    fault = _disagrees(measured, beyond, slack)
    if fault:
        # a point that lies on an edge of the other map does so to a step of the grid, which bends that edge
        edges = border() if callable(border) else border
        slack += _GRID_M * float(np.hypot(edges.bx - edges.ax, edges.by - edges.ay).sum()) * _GRID_M
        fault = _disagrees(measured, beyond, slack)
    if fault:
        raise Disagreement(fault)
    return measured


def _disagrees(measured: Change, beyond: float, slack: float) -> str:
    """What one of the witnesses of a change has against it, in square metres; empty where they agree."""
    before, after = measured.held_before_m2, measured.held_after_m2
    # not "abs(...) > slack": a measure that is no number must not pass
    if not abs(measured.net_m2 - (after - before)) <= slack:
        return (
            f"two measurements of one change differ: gained less lost is {measured.net_m2:,.1f} m2, "
            f"the held areas differ by {after - before:,.1f} m2"
        )
    if not beyond <= slack:
        return f"{beyond:,.1f} m2 are gained or lost more than once between two maps"
    for what, part, whole in (("gained", measured.gained_m2, after), ("lost", measured.lost_m2, before)):
        if part > whole + slack:
            return f"ground {what} is {part:,.1f} m2, more than the {whole:,.1f} m2 held on that map"
    return ""
