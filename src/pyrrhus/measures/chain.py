"""Why two counts of one period's ground differ: a chain of steps, each a statement with what is known of it.

The order is fixed (scope and vintage, unexplained within one map, map-maker, day cut, unexplained); where the figure
between two steps is not known, they merge. A step that the data cannot settle is a bound ("up to"), and the rest is
called unexplained and given as large as it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pyrrhus.conflict import Conflict, scope
from pyrrhus.measures.worked import worked_out
from pyrrhus.statement import Statement

__all__ = ["STEPS", "Name", "Step", "nearest", "reconcile", "step", "wider_and_own"]

Name = Literal["scope", "within_map", "map_maker", "day_cut", "print"]
STEPS: Final[tuple[Name, ...]] = ("scope", "within_map", "map_maker", "day_cut", "print")
BOUNDS: Final = frozenset({"scope"})
"""Steps whose share the data cannot settle: at most this much."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one figure to the next: the term, and which of :data:`STEPS` it holds (several where they merged)."""

    term: Statement
    before: Statement
    after: Statement
    names: tuple[Name, ...]


def reconcile(figures: Sequence[Statement | None]) -> list[Step]:
    """The steps between six figures in order.

    Args:
        figures: the wider print, the same source's print for the country alone, its layers corrected, the other map by
            the calendar, the other map by the days nearest its print, that print; None where one is not known.

    Returns:
        A term for each pair of known neighbours; none where fewer than two are known.
    """
    known = [(number, one) for number, one in enumerate(figures) if one is not None]
    return [step(before, after, STEPS[here:there]) for (here, before), (there, after) in itertools.pairwise(known)]


def step(before: Statement, after: Statement, names: Sequence[Name]) -> Step:
    """The term between two figures: the later less the earlier, a bound where nothing but scope and vintage lies between."""
    assert before.value is not None and after.value is not None
    term = worked_out(
        "difference/1", [before, after], metric="ground", kind="comparison", party=before.party, unit="km2",
        value=after.value - before.value, bound="under" if set(names) <= BOUNDS else "plain", start=after.start, end=after.end,
        vs_source=before.derived_from if before.source == "pyrrhus" else before.source, note=", ".join(names),
    )  # fmt: skip
    return Step(term, before, after, tuple(names))


def nearest(printed: Statement, candidates: Sequence[Statement]) -> Statement | None:
    """The figure nearest a printed one, where it is nearer than the first of them; the first is the calendar's."""
    if not candidates or printed.value is None:
        return None
    value = printed.value
    best = min(candidates, key=lambda one: abs((one.value or 0) - value))
    return None if best.value == candidates[0].value else best


def wider_and_own(printed: Sequence[Statement], of: Conflict) -> tuple[Statement | None, Statement | None]:
    """Of one source's prints for a period, the one with ground beyond the country, and the one without or not stated."""
    first, last = of.scope_apart
    wide = own = None
    for one in printed:
        kind = scope(one, of)
        assert one.start and one.end
        if kind == "theatre" and one.start <= last and one.end >= first:
            wide = one
        elif kind != "part":
            own = one
    return wide, own
