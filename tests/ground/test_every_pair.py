"""Every pair of every known map against a full overlay by GEOS."""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import shapely

from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.ground.change import change, changes
from pyrrhus.ground.maps import Map, read_map
from pyrrhus.ground.timeline import timeline_of
from pyrrhus.sources.contract import load_source

SAME = 1e-9
"""Of the held area."""
PAIRS = {"deepstate": 686, "liveuamap": 883, "isw": 113}
"""Consecutive distinct maps of the mirror."""
STEPS = {"deepstate": 60, "liveuamap": 90, "isw": 56}


def bytes_of(mirror: str, source: str) -> Iterator[tuple[str, bytes]]:
    """The distinct maps of a source, oldest first."""
    about = load_source(source)
    file = next(one for one in about.files if one.kind == "map")
    repository, branch = about.place(file)
    with urllib.request.urlopen(f"{mirror}/repos/{repository}/git/trees/{branch}?recursive=1") as answer:
        paths = sorted(one["path"] for one in json.load(answer)["tree"] if file.day_of(one["path"]))
    seen = set()
    for path in paths:
        with urllib.request.urlopen(f"{mirror}/{repository}/{branch}/{path}") as answer:
            data = answer.read()
        if data not in seen:
            seen.add(data)
            yield path, data


def maps_of(mirror: str, source: str, step: int = 1) -> list[tuple[str, Map]]:
    """The maps; with a step, two neighbours of each so many."""
    file = next(one for one in load_source(source).files if one.kind == "map")
    chosen = [one for number, one in enumerate(bytes_of(mirror, source)) if step == 1 or number % step < 2]
    return [(path, read_map(data, where=path, layers=file.layers)) for path, data in chosen]


def overlaid(one: Any, other: Any) -> float:
    """The ground of one map that is not on the other, in square metres."""
    try:
        return polygons_area_m2(shapely.difference(one, other))
    except shapely.errors.GEOSException:  # its plain noder gives up on some pairs of 15 decimals
        return polygons_area_m2(shapely.difference(one, other, grid_size=1e-9))


def compared(maps: list[tuple[str, Map]], pairs: list[tuple[int, int]]) -> tuple[int, float, float]:
    """How many pairs, and by how much at worst edges and overlay differ: square metres, and of the held area."""
    geometries: dict[int, Any] = {}
    timeline = timeline_of(one.edges for _, one in maps)
    worst, worst_share = 0.0, 0.0
    for (a, b), found in zip(pairs, changes(timeline, pairs), strict=True):
        for number in (a, b):
            geometries.setdefault(number, maps[number][1].geometry)
        before, after = geometries[a], geometries[b]
        try:
            gained, lost = (polygons_area_m2(shapely.difference(one, other)) for one, other in ((after, before), (before, after)))
        except shapely.errors.GEOSException:  # its plain noder gives up on some pairs of 15 decimals
            gained, lost = (
                polygons_area_m2(shapely.difference(one, other, grid_size=1e-9))
                for one, other in ((after, before), (before, after))
            )
        off = max(abs(gained - found.gained_m2), abs(lost - found.lost_m2))
        share = off / max(found.held_before_m2, found.held_after_m2)
        assert share <= SAME, f"{maps[a][0]}, {maps[b][0]}: {found}, overlay {gained} and {lost}"
        assert found.gained_m2 - found.lost_m2 == pytest.approx(found.net_m2, abs=1e-6)
        worst, worst_share = max(worst, off), max(worst_share, share)
        for number in [number for number in geometries if number < a]:
            del geometries[number]
    return len(pairs), worst, worst_share


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("source", PAIRS)
def test_every_pair_is_what_a_full_overlay_finds(source: str, mirror: str, capsys: pytest.CaptureFixture[str]) -> None:
    maps = maps_of(mirror, source)
    count, worst, share = compared(maps, list(pairwise(range(len(maps)))))
    with capsys.disabled():
        sys.stdout.write(
            f"\n{source}: {count} pairs, edges and overlay differ by at most {worst:.4f} m2, {share:.1e} of the held area\n"
        )
    assert count == PAIRS[source]


@pytest.mark.shared
def test_a_sample_of_deepstate_s_pairs_is_what_a_full_overlay_finds(mirror: str) -> None:
    maps = maps_of(mirror, "deepstate", step=STEPS["deepstate"])
    count, worst, _ = compared(maps, [(a, a + 1) for a in range(0, len(maps) - 1, 2)])
    assert count >= 10
    assert worst < 0.05


@pytest.mark.shared
def test_neighbours_have_the_same_change_alone_and_in_a_timeline(mirror: str) -> None:
    (_, a), (_, b) = maps_of(mirror, "deepstate", step=700)[:2]
    alone, (together,) = change(a, b), changes(timeline_of([a.edges, b.edges]), [(0, 1)])
    assert together.gained_m2 == pytest.approx(alone.gained_m2, abs=1e-3)
