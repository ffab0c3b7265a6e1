"""Ground: what a map holds and what changed between two maps, as pure geometry over arrays.

Knows no publisher, no day and no ledger: bytes and shapes in, square metres out. A file is read as rings (``geojson``),
whose edges are a map (``edges``, ``maps``, with ``repair`` where parts overlap); maps in a row are a ``timeline``; the
edges that two maps do not share are cut where they meet (``crossings``), have ground gained or lost on their sides
(``winding``) and give a ``change``, or its ``pieces``. ``witness`` measures the same by other means. The function
``pyrrhus.ground.change.change`` is not exported here, where its module has the same name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyrrhus.ground.area import area_m2, polygons_area_m2
    from pyrrhus.ground.change import Change
    from pyrrhus.ground.maps import Map, map_of_geometry, read_map
    from pyrrhus.ground.timeline import Timeline, timeline_of

__all__ = [
    "Change",
    "Map",
    "Timeline",
    "area_m2",
    "map_of_geometry",
    "polygons_area_m2",
    "read_map",
    "timeline_of",
]

_HOME = {
    "Change": "change",
    "Map": "maps",
    "Timeline": "timeline",
    "area_m2": "area",
    "map_of_geometry": "maps",
    "polygons_area_m2": "area",
    "read_map": "maps",
    "timeline_of": "timeline",
}


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that importing this room loads neither numpy nor shapely (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
