"""One source, two periods: by how much, in which direction, and the band within which it is about the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pyrrhus.measures.flows import mean_per_day
from pyrrhus.measures.worked import divided, worked_out
from pyrrhus.statement import Statement

__all__ = ["SAME_BAND", "trend"]

SAME_BAND: Final = Decimal(2)
"""Percent within which two figures are called about the same."""


def trend(now: Statement, then: Statement) -> Statement | None:
    """The change from one period's figure to another's, in percent; unequal lengths are compared by the day.

    Returns:
        None where either has no value, or the earlier one is at or below zero (a percentage of it says nothing).
    """
    if now.value is None or then.value is None or then.value <= 0:
        return None
    if now.kind == "flow" and then.kind == "flow" and not _alike(now, then):
        now, then = mean_per_day(now), mean_per_day(then)
    assert now.value is not None and then.value is not None
    change = divided((now.value - then.value) * 100, then.value)
    direction = "same" if abs(change) <= SAME_BAND else "up" if change > 0 else "down"
    return worked_out(
        "percent_change/1", [now, then], metric=now.metric, basis=now.basis, party=now.party, kind="trend", unit="percent",
        value=abs(change), direction=direction, start=now.start, end=now.end, vs_start=then.start, vs_end=then.end,
        place=now.place, convention=now.convention,
        derived_from=now.derived_from if now.source == "pyrrhus" else now.source,
    )  # fmt: skip


def _alike(now: Statement, then: Statement) -> bool:
    """Whether both cover a period of one calendar shape, as publishers compare them (month with month)."""
    if "so_far" in now.flags | then.flags or not (now.start and now.end and then.start and then.end):
        return False
    lengths = [(one.end - one.start).days + 1 for one in (now, then) if one.start and one.end]
    return (abs(lengths[0] - lengths[1]) <= 3 and min(lengths) >= 28) or lengths[0] == lengths[1]
