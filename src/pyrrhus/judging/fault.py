"""An error that explains a number, and what all searches for one have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyrrhus.judging.candidates import tie
from pyrrhus.judging.numbers import Span, central, digits, meant, quantum
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Code, Relation
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

__all__ = ["Fault", "close_to", "gives", "is_kyivs", "is_named", "tells", "values_of_figures"]

TELLING: Final = 3
"""A number of fewer digits is found in too many places to tell anything."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An error that explains the number: what it is really the figure of (``found``), None where the digits alone went wrong."""

    code: Code
    found: Statement | None = None
    relation: Relation = Relation.SAME


def values_of_figures(expected: list[Statement]) -> Iterator[tuple[Decimal, Statement]]:
    """Figures with the number that stands for each; none without one, and none of zero."""
    for one in expected:
        value = central(one)
        if value:
            yield value, one


def tells(said: Statement) -> bool:
    """Whether a number has enough digits, in the unit that is written, to be known again."""
    if said.value is None:
        return False
    miles = "mile" in said.unit_as_written.casefold() and said.unit.startswith("km2")
    return digits((said.value / KM2_PER_SQUARE_MILE).quantize(Decimal("0.1")) if miles else said.value) >= TELLING


def close_to(said: Statement, value: Decimal) -> bool:
    """A converted number agrees to its last digit, or to half a percent."""
    assert said.value is not None
    return abs(said.value - value) <= max(quantum(said.value) / 2, abs(value) / 200)


def gives(said: Statement, one: Statement, written: str) -> bool:
    """Whether a figure gives the text's number; one of few digits has to be the very number."""
    if said.value is None or one.value is None:
        return False
    mine = meant(said, written)
    if tells(said):
        return isinstance(mine, Span) and mine.holds(one.value) and (said.value == one.value or close_to(said, one.value))
    # A number of two digits tells only of the very days.
    very_days = (said.start, said.end) == (one.start, one.end) and said.kind not in ("cumulative", "level")
    return digits(said.value) == 2 and very_days and said.value == one.value and one.bound in (said.bound, "plain")


def is_named(said: Statement, one: Statement, shelf: Shelf) -> bool:
    """Whether a figure is the named source's, its side's, or nobody was named."""
    return said.source == "unattributed" or tie(said.source, one, shelf) != "other"


def is_kyivs(said: Statement, shelf: Shelf) -> bool:
    """Whether a claim is of what the General Staff counts, whoever repeats it."""
    kyiv = shelf.rules.family("ua_general_staff") | {"unattributed"}
    return said.party == "russia" and (said.source in kyiv or said.relayed_by in kyiv) and not said.place and not said.subgroup
