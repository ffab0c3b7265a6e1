"""Ground: what a map holds and what changed between two maps, as pure geometry over arrays.

Knows no publisher, no day and no ledger: bytes and shapes in, square metres out. The one function that compares maps is
``pyrrhus.ground.change.change``; it is not exported here, where its module has the same name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyrrhus.ground.area import area_m2, polygons_area_m2
    from pyrrhus.ground.change import Change
    from pyrrhus.ground.maps import Map, read_map

__all__ = ["Change", "Map", "area_m2", "polygons_area_m2", "read_map"]

_HOME = {
    "Change": "change",
    "Map": "maps",
    "area_m2": "area",
    "polygons_area_m2": "area",
    "read_map": "maps",
}


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that importing this room loads neither numpy nor shapely (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
