"""A period's figures worked out again as they are known now, and which of them is a saved figure's counterpart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pyrrhus.brief.compose import compose
from pyrrhus.errors import NoData
from pyrrhus.ledger.view import View
from pyrrhus.period import Period, period_of
from pyrrhus.statement import Statement

__all__ = ["Again"]

MOST: Final = 12
"""Periods composed anew at most besides a brief's own: figures of a text, and of an open period, have their own days."""


class Again:
    """Briefs as the view's day knows them, composed when a figure of their period is first asked for."""

    def __init__(self, view: View, period: Period | None) -> None:
        self._view, self._period = view, period
        self._made: dict[Period, Mapping[str, Statement]] = {}

    def same(self, id_: str, one: Statement) -> Statement | None:
        """The figure of that id: the same formula over the same inputs."""
        return next((made[id_] for made in self._briefs(one) if id_ in made), None)

    def restated(self, one: Statement, inputs: Mapping[str, Statement], leaves: frozenset[str]) -> Statement | None:
        """The same working over ``leaves``, the ids that take the place of the saved figure's; None where there is no one."""
        wanted = (_name(one), one.start, one.end, one.days, _of_what(one, inputs))
        for made in self._briefs(one, own_days=True):
            found = [
                other for other in made.values()
                if (_name(other), other.start, other.end, other.days, _of_what(other, made)) == wanted
                and frozenset(_leaves(other)) == leaves
            ]  # fmt: skip
            if len(found) == 1:
                return found[0]
        return None

    def complete(self, one: Statement, inputs: Mapping[str, Statement]) -> Statement | None:
        """What a figure that ran to the newest reading became when its period was over; None where it is not."""
        if self._period is None:
            return None
        for made in self._briefs(one):
            found = [
                other for other in made.values()
                if _name(other) == _name(one) and (other.start, other.end) == (one.start, self._period.end)
                and "so_far" not in other.flags
            ]  # fmt: skip
            alike = [other for other in found if _of_what(other, made) == _of_what(one, inputs)]
            if len(found) == 1 or len(alike) == 1:
                return (alike or found)[0]
        return None

    def other_version(self, one: Statement, inputs: Mapping[str, Statement]) -> Statement | None:
        """The figure of the same name by the formula that is known now."""
        for made in self._briefs(one):
            found = [
                other for other in made.values()
                if _name(other) == _name(one) and (other.start, other.end, other.days) == (one.start, one.end, one.days)
                and _of_what(other, made) == _of_what(one, inputs)
            ]  # fmt: skip
            if len(found) == 1:
                return found[0]
        return None

    def _briefs(self, one: Statement, *, own_days: bool = False) -> Iterator[Mapping[str, Statement]]:
        """Of the saved brief's period, then of the figure's own days; a range is told apart from the month that it may be."""
        wanted = [self._period] if self._period else []
        if one.start and one.end and (own_days or not wanted):
            wanted.append(period_of(one.start, one.end))
        for period in dict.fromkeys(form for asked in wanted for form in (asked, Period(asked.start, asked.end))):
            if period not in self._made:
                of_file = self._period is not None and (period.start, period.end) == (self._period.start, self._period.end)
                if not of_file and len(self._made) >= MOST:
                    continue
                try:
                    marks = compose(self._view, period).marks
                except NoData:
                    marks = {}
                self._made[period] = {id_: mark.statement for id_, mark in marks.items()}
            yield self._made[period]


def _name(one: Statement) -> tuple[object, ...]:
    """What a worked-out figure is, whatever it comes to and by whichever version of its formula."""
    return (
        one.formula.partition("/")[0], one.derived_from, one.metric, one.basis, one.includes, one.party, one.kind, one.unit,
        one.of, one.vs_start, one.vs_end, one.vs_source, one.place, one.class_, one.subgroup, one.convention, one.bound,
    )  # fmt: skip


def _of_what(one: Statement, held: Mapping[str, Statement]) -> tuple[str, ...]:
    """The formulas of what it was worked out from: a ratio of a total is no ratio of the total cut to a round number."""
    return tuple(held[id_].formula.partition("/")[0] if id_ in held else "" for id_ in one.inputs)


def _leaves(one: Statement) -> Iterator[str]:
    """The ids and documents that a figure rests on in the end."""
    within = {part.id: part for part in one.operands}
    for id_ in one.inputs:
        if id_ in within and within[id_].formula:
            yield from _leaves(within[id_])
        else:
            yield id_
