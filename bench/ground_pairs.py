"""One changed pair, by edges and by everybody's overlay; and a whole history in one pass."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import fmean
from typing import Any

import orjson
from ground_maps import Case, Material, no_collection
from ground_peers import Measured, Peer, peers
from table import Line, Spread, ratio, spread

from pyrrhus.ground.change import Change, changes

SHAPELY = "shapely"
SAME, PROJECTED = 1e-9, 1e-5
"""Of the held area: how far a peer may be from our gained and lost, on the ellipsoid and in a projection."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of so many of shapely's time: for a pair, and for each pair of a history where that was asked."""

    pair: int
    history: int | None = None


@dataclass(slots=True)
class Timed:
    """Seconds of each pair and round, ours and the peer's; the pairs it gave up on; how far apart the areas are at most."""

    peer: Peer
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    gave_up: set[int] = field(default_factory=set)
    apart_m2: float = 0.0
    apart: float = 0.0


def pair_lines(name: str, material: Material, asked: Asked, rounds: int) -> list[Line]:
    """A line for each peer; for shapely one of the history too; and how long both files' JSON takes to read, for scale."""
    history: list[float] = []
    beside: list[float] = []
    with peers([(case.maps[0].geometry, case.maps[1].geometry) for case in material.cases]) as every:
        timed = [Timed(peer) for peer in every]
        _compared(material, timed)
        for _ in range(rounds):
            before = len(timed[0].theirs)
            _round(material, timed)
            beside.append(fmean(timed[0].theirs[before:]))
            if asked.history:
                history.append(_seconds(lambda: changes(replace(material.timeline), material.pairs)) / len(material.pairs))
    lines = [_line(name, len(material.cases), one, asked.pair) for one in timed]
    if asked.history:
        parts = ratio(history, beside)
        lines.append(Line(
            f"{name}: a whole history in one pass, {len(material.pairs):,} pairs, each", f"1/{asked.history} of {SHAPELY}",
            milliseconds(history, 3), parts.median * asked.history <= 1,
            f"{SHAPELY}, mean of {len(material.cases)} pairs: {milliseconds(beside, 1)}", fraction(parts),
        ))  # fmt: skip
    return [*lines, *_json(name, material.cases, rounds)]


def fraction(parts: Spread) -> str:
    """Ours over the peer's as one part of so many."""
    return f"1/{1 / parts.median:.0f} (1/{1 / parts.least:.0f}-1/{1 / parts.most:.0f})"


def milliseconds(seconds: Sequence[float], digits: int = 2) -> str:
    return spread([one * 1000 for one in seconds]).shown(" ms", digits)


def _compared(material: Material, timed: Sequence[Timed]) -> None:
    """Ask each peer for each pair once, uncounted, and hold its areas against ours: RuntimeError where they differ."""
    for number, case in enumerate(material.cases):
        (ours,) = changes(material.timeline, [case.pair])
        for one in timed:
            if one.peer.measure is None:
                continue
            try:
                found = one.peer.measure(number)
            except Exception as error:  # each peer has its own for what GEOS gives up on
                if "TopologyException" not in str(error):
                    raise
                one.gave_up.add(number)
            else:
                _held_to(one, ours, found)


def _held_to(one: Timed, ours: Change, found: Measured) -> None:
    off = max(abs(ours.gained_m2 - found[0]), abs(ours.lost_m2 - found[1]))
    share = off / max(ours.held_before_m2, ours.held_after_m2)
    if share > (SAME if one.peer.name == SHAPELY else PROJECTED):
        raise RuntimeError(f"{one.peer.name} finds {found[0]:,.0f} and {found[1]:,.0f} m2, not {ours}: not the same work")
    one.apart_m2, one.apart = max(one.apart_m2, off), max(one.apart, share)


def _round(material: Material, timed: Sequence[Timed]) -> None:
    """Each pair once by each peer, ours right before it."""
    for number, case in enumerate(material.cases):
        for one in timed:
            measure = one.peer.measure
            if measure is None or number in one.gave_up:
                continue
            one.ours.append(_seconds(partial(changes, material.timeline, [case.pair])))
            one.theirs.append(_seconds(partial(measure, number)))


def _seconds(work: Callable[[], object]) -> float:
    with no_collection():
        began = time.perf_counter()
        work()
        return time.perf_counter() - began


def _line(name: str, count: int, one: Timed, asked: int) -> Line:
    what = f"{name}: one changed pair, of {count}"
    limit = f"1/{asked} of {SHAPELY}" if one.peer.name == SHAPELY else "-"
    if not one.theirs:
        return Line(what, limit, one.peer.why or "it gave up on every pair", None, one.peer.name)
    parts = ratio(one.ours, one.theirs)
    gave_up = f", gave up on {len(one.gave_up)}" if one.gave_up else ""
    return Line(
        what, limit, milliseconds(one.ours), parts.median * asked <= 1 if limit != "-" else None,
        f"{one.peer.name}: {milliseconds(one.theirs, 1)}{gave_up}; apart {one.apart_m2:,.3g} m2, {one.apart:.0e}",
        fraction(parts),
    )  # fmt: skip


def _json(name: str, cases: Sequence[Case], rounds: int) -> list[Line]:
    """orjson.loads of both files of a pair, with and without the garbage collector."""
    without: list[float] = []
    with_: list[float] = []
    for _ in range(rounds):
        for case in cases:
            without.append(_seconds(partial(_loaded, case.data)))
            began = time.perf_counter()
            _loaded(case.data)
            with_.append(time.perf_counter() - began)
    peer = f"with the garbage collector: {milliseconds(with_)}"
    return [Line(f"{name}: orjson.loads of both files, for scale", "-", milliseconds(without), None, peer)]


def _loaded(data: Sequence[bytes]) -> list[Any]:
    return [orjson.loads(one) for one in data]
