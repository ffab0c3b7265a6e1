"""How the cost of a change grows: with the size of a map, and with the edges that differ.

The maps are made: one ring with many deep lobes, so that a meridian crosses its border dozens of times as it does a front.
Each changed point, moved outwards, takes two edges off and sets two others.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np
from ground_maps import no_collection
from table import Line, spread

from pyrrhus.ground.change import changes
from pyrrhus.ground.edges import Edges, edges_of_rings
from pyrrhus.ground.timeline import Timeline, timeline_of

VERTICES = (1_000, 10_000, 100_000, 1_000_000)
FEW = 50
CHANGED = (10, 100, 1_000, 10_000, 100_000)
LARGE = 200_000
LOBES = 40
ASKED_SAME, ASKED_EXPONENT = 1.5, 1.2


def growth_lines(rounds: int) -> list[Line]:
    """A pair in a timeline, by the vertices of its maps and by the edges that differ."""
    by_size = _measured({count: _pair(count, FEW) for count in VERTICES}, rounds)
    by_change = _measured({count: _pair(LARGE, count) for count in CHANGED}, rounds)
    return [_same(by_size), _linear(by_change)]


def _same(found: Mapping[int, Sequence[float]]) -> Line:
    middle = {count: spread(took).median for count, took in found.items()}
    most = spread([max(took) / min(took) for took in zip(*found.values(), strict=True)])
    worst = max(middle.values()) / min(middle.values())
    shown = ", ".join(f"{count:.0e}: {took * 1000:.2f}" for count, took in middle.items()).replace("e+0", "e")
    return Line(
        f"{FEW} changed edges, maps of 1e3 to 1e6 vertices", f"the same, {ASKED_SAME:g} x", f"{shown} ms",
        worst <= ASKED_SAME, "the dearest size over the cheapest", f"{worst:.2f}, in a round {most.shown()}",
    )  # fmt: skip


def _linear(found: Mapping[int, Sequence[float]]) -> Line:
    counts = np.log10([float(count) for count in found])
    slopes = spread([float(np.polyfit(counts, np.log10(took), 1)[0]) for took in zip(*found.values(), strict=True)])
    middle = {count: spread(took).median for count, took in found.items()}
    shown = ", ".join(f"{count:.0e}: {took * 1000:.2f}" for count, took in middle.items()).replace("e+0", "e")
    last = float(np.log10(middle[CHANGED[-1]] / middle[CHANGED[-2]]))
    return Line(
        f"1e1 to 1e5 changed edges, a map of {LARGE:,} vertices", f"exponent {ASKED_EXPONENT:g}",
        f"exponent {slopes.shown()}", slopes.median <= ASKED_EXPONENT, f"{shown} ms", f"last step {last:.2f}",
    )  # fmt: skip


def _measured(timelines: Mapping[int, Timeline], rounds: int) -> dict[int, list[float]]:
    """Seconds of one pair, each timeline in turn; the first round is not counted."""
    found: dict[int, list[float]] = {count: [] for count in timelines}
    for number in range(rounds + 1):
        for count, timeline in timelines.items():
            with no_collection():
                began = time.perf_counter()
                changes(timeline, [(0, 1)])
                took = time.perf_counter() - began
            if number:
                found[count].append(took)
    return found


def _pair(vertices: int, changed: int) -> Timeline:
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    radius = 2 + 0.8 * np.sin(LOBES * angle)
    moved = radius.copy()
    # every other point at the densest, so that no edge has both its ends moved
    moved[np.arange(changed // 2) * (vertices // (changed // 2))] *= 1 + 1e-4
    timeline = timeline_of([_ring(angle, radius), _ring(angle, moved)])
    events = len(timeline.between([(0, 1)]))
    if events != 2 * changed:
        raise RuntimeError(f"{changed} edges were to change, {events} events are in the timeline")
    return timeline


def _ring(angle: np.ndarray, radius: np.ndarray) -> Edges:
    at = np.column_stack([35 + radius * np.cos(angle), 48 + radius * np.sin(angle)])
    closed = np.concatenate([at, at[:1]])
    return edges_of_rings(closed, np.array([0, len(closed)]), np.array([False]))
