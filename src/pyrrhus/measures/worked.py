"""Making a worked-out statement: its formula, its inputs, and the day it is known from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pyrrhus.statement import Statement

__all__ = ["CARRIED", "COUNTS", "FORMULAS", "divided", "known_from", "one_source", "with_inputs", "worked_out"]

CARRIED: Final = frozenset({"stand_in", "so_far", "jump", "redraw", "doubtful", "start_approximate", "end_approximate"})
"""Flags that a figure inherits from what it was worked out from."""

FORMULAS: Final = frozenset(
    {
        "cut_to/1", "days_at_or_above/1", "difference/1", "ellipsoid_correction/1", "figure_count/1", "level_difference/1",
        "map_area/1", "map_difference/1", "margin/1", "mean_per_day/1", "percent_change/1", "rank/1", "ratio/1", "rounded_to/1",
        "source_count/1", "streak/1", "sum_of_steps/1", "threshold/1", "total_difference/1", "without_corrections/1",
        "witness_count/1",
    }
)  # fmt: skip
"""The formulas that this version works by, each with its version; a saved figure may name one that is not among them."""


COUNTS: Final = frozenset({"figure_count/1", "source_count/1", "witness_count/1"})
"""Those of them that count their inputs, whatever number an input says."""


def worked_out(formula: str, operands: Sequence[Statement], *, inputs: Sequence[str] = (), **said: Any) -> Statement:
    """A statement of source ``pyrrhus``.

    Args:
        formula: name and version, as ``total_difference/1``.
        operands: the statements it was worked out from; it is known when the last of them is.
        inputs: their ids, where these are not simply the operands' (maps are named by their document).
        said: the other fields.
    """
    flags = frozenset(said.pop("flags", ())) | frozenset(f for one in operands for f in one.flags & CARRIED)
    return Statement(
        source="pyrrhus",
        derived_from=said.pop("derived_from", None) or one_source(operands),
        formula=formula,
        inputs=tuple(inputs) or tuple(one.id for one in operands),
        operands=tuple(operands),
        evidence="worked_out",
        stance="independent",
        licence="number",
        known=known_from(operands),
        flags=flags,
        **said,
    )


def known_from(operands: Sequence[Statement]) -> date | None:
    """The day on which the last of them was known; None where one is undated."""
    days = [one.known for one in operands]
    return None if None in days else max((day for day in days if day), default=None)


def one_source(operands: Sequence[Statement]) -> str:
    """The source that all operands rest on, empty where there are several."""
    makers = {one.derived_from if one.source == "pyrrhus" else one.source for one in operands}
    return makers.pop() if len(makers) == 1 else ""


def divided(over: Decimal, under: Decimal) -> Decimal:
    """A quotient to six decimals: enough for any printing, short enough to read."""
    return (over / under).quantize(Decimal("0.000001")).normalize()


def with_inputs(statements: Iterable[Statement]) -> list[Statement]:
    """Each statement once, and after them what they were worked out from, down to what was read."""
    found = {one.id: one for one in statements}
    queue = list(found.values())
    for one in queue:
        fresh = [part for part in one.operands if part.id not in found]
        found.update((part.id, part) for part in fresh)
        queue += fresh
    return list(found.values())
