"""Why the ground of two sources differs: the chain of terms between any two counters' figures of one period."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyrrhus.conflict import scope, witness
from pyrrhus.errors import InputError, NoData
from pyrrhus.ledger.view import View
from pyrrhus.measures.chain import STEPS, Name, Step, nearest, step, wider_and_own
from pyrrhus.measures.gather import Gathered
from pyrrhus.period import Period
from pyrrhus.statement import Statement

__all__ = ["Reconciled", "ground_chain", "why_ground_differs"]

Stage = tuple[Statement, int]
"""A figure, and its number in the fixed order of figures that :data:`pyrrhus.measures.chain.STEPS` lie between."""
WIDE, OWN, LAYERS, MAPS, CUT, PRINT = range(6)
MAP_MAKERS: Final = ("isw", "deepstate")
UNKNOWN_MAP: Final[tuple[Name, ...]] = ("map_maker", "day_cut", "print")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """From one source's figure to another's.

    ``whole`` is the difference of the two, which the terms of ``steps`` add up to.
    ``beside`` are the two sources' other figures for the period and those of others who count on the same maps.
    ``scope_unknown`` and ``one_map`` name what no term can settle: whose scope is not stated in days in which it matters, and
    the map that both rest on.
    """

    period: Period
    as_of: date
    one: str
    other: str
    steps: tuple[Step, ...]
    whole: Step
    beside: tuple[Statement, ...]
    scope_unknown: tuple[str, ...]
    one_map: str


def why_ground_differs(view: View, one: str, other: str, period: Period) -> Reconciled:
    """The terms between two sources' ground (km2) for a period, each with what is known of it.

    Raises:
        InputError: for a source that nothing here comes from, or the same source twice.
        NoData: where one of them has no figure for the period; the text names who has.
    """
    held = Gathered(view, period)
    held.check_span()
    for name in (one, other):
        if name not in view.sources():
            raise InputError(f"no source {name[:40]!r} here; there are: {', '.join(sorted(view.sources()))}")
    if one == other:
        raise InputError(f"{one} is named twice", remedy="name two sources")
    halves = {name: _half(held, name) for name in (one, other)}
    for name, half in halves.items():
        if not half:
            there = ", ".join(_counters(held)) or "nobody"
            raise NoData(
                f"no ground of the whole country by {name} for {period.code} is held as of {held.as_of}; there is by: {there}"
            )
    steps = _joined(held, halves[one], halves[other])
    ends = (halves[one][0][0], halves[other][0][0])
    return Reconciled(
        period, held.as_of, one, other, tuple(steps), step(*ends, ("print",)), _beside(held, one, other, steps),
        tuple(name for name in (one, other) if _scope_unknown(held, halves[name][0][0])),
        _map_of(held, halves[one]) if _map_of(held, halves[one]) == _map_of(held, halves[other]) else "",
    )  # fmt: skip


def ground_chain(held: Gathered, one: str, other: str) -> list[Step]:
    """The steps between two sources' figures as far as they are known; from one source alone where the other has none."""
    return _joined(held, _half(held, one), _half(held, other))


def _half(held: Gathered, source: str) -> list[Stage]:
    """A source's figures from its widest print down to what is measured on its map."""
    prints = [one for one in held.ground_prints(held.period) if one.source == source and one.basis != "lost"]
    map_ = source if source in MAP_MAKERS else next((witness(one, held.of) for one in prints), "")
    if map_ == "deepstate":
        return _on_deepstate(held, held.best(prints))
    wide, own = wider_and_own(prints, held.of)
    found = [(figure, stage) for figure, stage in ((wide, WIDE), (own, OWN)) if figure is not None]
    layers = held.layer_change(held.period) if map_ == "isw" else None
    return [*found, (layers[1], LAYERS)] if layers else found


def _on_deepstate(held: Gathered, printed: Statement | None) -> list[Stage]:
    calendar = held.maps.change(held.period)
    cut = None
    if printed is not None and calendar is not None:
        others = [held.maps.change(held.period, "last_to_last"), held.maps.change_after_gap(held.period)]
        cut = nearest(printed, [calendar.net, *(other.net for other in others if other)])
    stages = ((printed, PRINT), (cut, CUT), (calendar.net if calendar else None, MAPS))
    return [(figure, stage) for figure, stage in stages if figure is not None]


def _joined(held: Gathered, one: Sequence[Stage], other: Sequence[Stage]) -> list[Step]:
    """Down from one print to the map, and up to the other; where both come by the same figure, that is the turn."""
    ids = [figure.id for figure, _ in other]
    turn = next((number for number, (figure, _) in enumerate(one) if figure.id in ids), None)
    if turn is not None:
        down, up = [*one[: turn + 1]], [*other[: ids.index(one[turn][0].id)]]
        return [*_steps(down), *_steps([down[-1], *reversed(up)])]
    if not one or not other:
        return _steps([*one, *reversed(other)])
    maps = (_map_of(held, one), _map_of(held, other))
    if set(maps) == set(MAP_MAKERS):
        return _steps([*one, *reversed(other)])
    # Nothing measured lies between: only prints are set beside each other, and what is between them is one term.
    down, up = _prints(one), _prints(other)
    between: tuple[Name, ...] = UNKNOWN_MAP
    if maps[0] == maps[1]:
        between = ("within_map",) if maps[0] == "isw" else ("day_cut", "print")
    wide = [stage == WIDE for _, stage in (down[-1], up[-1])]
    if wide[0] != wide[1] or any(_scope_unknown(held, figure) for figure, _ in (down[-1], up[-1])):
        between = ("scope", *between)
    return [*_steps(down), step(down[-1][0], up[-1][0], between), *_steps(list(reversed(up)))]


def _steps(stages: Sequence[Stage]) -> list[Step]:
    found = []
    for (before, here), (after, there) in itertools.pairwise(stages):
        names = STEPS[here:there] if here < there else tuple(reversed(STEPS[there:here]))
        found.append(step(before, after, names))
    return found


def _prints(half: Sequence[Stage]) -> list[Stage]:
    """The prints of a half; what is measured where it has none."""
    return [stage for stage in half if stage[0].source != "pyrrhus"] or list(half[-1:])


def _map_of(held: Gathered, half: Sequence[Stage]) -> str:
    """Whose map a source counts on; its own id where none is known."""
    return witness(half[0][0], held.of)


def _scope_unknown(held: Gathered, figure: Statement) -> bool:
    first, last = held.of.scope_apart
    return scope(figure, held.of) == "unknown" and held.period.start <= last and held.period.end >= first


def _counters(held: Gathered) -> list[str]:
    """Who has ground for the period: by print, or by what is measured on the maps."""
    found = {one.source for one in held.ground_prints(held.period)}
    found |= {"isw"} if held.layer_change(held.period) else set()
    found |= {"deepstate"} if held.maps.change(held.period) else set()
    return sorted(found)


def _beside(held: Gathered, one: str, other: str, steps: Sequence[Step]) -> tuple[Statement, ...]:
    used = {figure.id for found in steps for figure in (found.before, found.after)}
    maps = {witness(figure, held.of) for found in steps for figure in (found.before, found.after)}
    return tuple(
        figure
        for figure in held.ground_prints(held.period)
        if figure.id not in used and (figure.source in (one, other) or witness(figure, held.of) in maps)
    )
