"""Every figure that a printed number may have been made from: each counter's, by each convention, older vintages too."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from pyrrhus.conflict import scope, witness
from pyrrhus.ledger.view import Restated
from pyrrhus.measures.flows import flow, mean_per_day, without_jumps
from pyrrhus.measures.gather import Gathered
from pyrrhus.measures.ratios import cut_to, rounded_to
from pyrrhus.measures.readings import CONVENTIONS, Readings, edges
from pyrrhus.statement import Statement

__all__ = ["Candidate", "grounds_tried", "losses_tried", "rates_of", "rounded", "totals_tried"]

ROUND: Final = (Decimal(100), Decimal(1000), Decimal(10_000))
"""Multiples that texts round losses to; tried where at least two digits are left."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure; ``also`` are others of the same counter that give the same number, such as another convention's.

    ``until`` is the day on which a newer vintage replaced a reading that it was worked out from, None for the newest vintage.
    """

    figure: Statement
    also: tuple[Statement, ...] = ()
    until: date | None = None


def losses_tried(held: Gathered, parties: Iterable[str] = ("russia",)) -> list[Candidate]:
    """Printed losses of the period, the running totals' by each convention, without corrections, and as they once stood."""
    prints = [one for party in parties for one in held.prints("casualties", party=party)]
    totals = [one for name in CONVENTIONS if (one := held.casualties(convention=name)) is not None]
    totals += [one for total in totals if (one := without_jumps(total, held.jumps)) is not None]
    once = [
        (one, until)
        for readings, until in _vintages(held, held.totals, "ua_general_staff", "casualties")
        for name in CONVENTIONS
        if (one := flow(readings, held.period, name, began=held.of.start)) is not None
    ]
    return _merged(held, [*((one, None) for one in (*prints, *totals)), *once])


def rounded(held: Gathered, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Figures of those who count themselves, cut to and rounded to round numbers."""
    made: list[tuple[Statement, date | None]] = []
    for one in candidates:
        figure = one.figure
        own = witness(figure, held.of) == (figure.derived_from if figure.source == "pyrrhus" else figure.source)
        for unit in ROUND if own and figure.value is not None else ():
            if figure.value is not None and figure.value >= 10 * unit:
                made += [(found, one.until) for found in (cut_to(figure, unit), rounded_to(figure, unit)) if found is not None]
    return _merged(held, made)


def grounds_tried(held: Gathered, parties: Iterable[str] = ("russia",)) -> list[Candidate]:
    """Printed areas of the period whatever their place, ISW's layers and DeepState's maps by each convention, and as they
    once stood."""
    prints = [one for party in parties for one in held.prints("ground", party=party)]
    measured: list[Statement] = []
    for name in CONVENTIONS:
        measured += held.layer_change(held.period, name) or ()
        change = held.maps.change(held.period, name)
        measured += (change.net, change.gained, change.lost) if change else ()
    for name in CONVENTIONS:
        measured += held.maps.steps(held.period, name) or ()
        gap = held.maps.change_after_gap(held.period, name)
        measured += (gap.net, gap.gained) if gap else ()
    once = [
        (one, until)
        for readings, until in _vintages(held, held.layers, "isw", "held")
        for name in CONVENTIONS
        if (given := flow(readings, held.period, name)) is not None
        for one in (given, held.set_right(given))
    ]
    return _merged(held, [*((one, None) for one in (*prints, *measured)), *once])


def rates_of(held: Gathered, metric: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Printed daily means of the period, and the mean of each figure for it; none of one day, whose mean is itself."""
    prints = [(one, None) for party in held.of.parties for one in held.prints(metric, party=party, kind="rate")]
    if held.period.days == 1:
        return []
    means = [(mean_per_day(one.figure), one.until) for one in candidates if one.figure.value is not None]
    return _merged(held, [*prints, *means])


def totals_tried(held: Gathered) -> list[Candidate]:
    """The running totals of casualties that the period's edges rest on, as they stand and as they once stood."""
    days = _edge_days(held, held.totals)
    now = [(held.totals[day], None) for day in sorted(days) if day in held.totals]
    once = [
        (pair.before, pair.after.known) for pair in held.view.restated("ua_general_staff", "casualties") if pair.after.end in days
    ]
    return _merged(held, [*now, *once])


def _vintages(held: Gathered, readings: Readings, source: str, metric: str) -> Iterator[tuple[Readings, date]]:
    """A series as it stood before each restatement of a reading that the period's edges rest on, newest first."""
    days = _edge_days(held, readings)
    pairs = [pair for pair in held.view.restated(source, metric) if pair.after.end in days]
    for pair in reversed(pairs):
        assert pair.after.known
        stood = {day: readings[day] for day in readings} | _before(pair, pairs)
        yield Readings(stood.values(), readings.shows), pair.after.known


def _before(moment: Restated, pairs: list[Restated]) -> dict[date, Statement]:
    """The readings that stood just before a restatement, where later they did not."""
    at = moment.after.learnt
    return {
        pair.after.end: pair.before
        for pair in reversed(pairs)
        if at and pair.after.end and pair.after.learnt and pair.before.learnt
        and pair.after.learnt >= at and pair.before.learnt < at
    }  # fmt: skip


def _edge_days(held: Gathered, readings: Readings) -> set[date]:
    found = (edges(held.period, name, readings.shows) for name in CONVENTIONS)
    return set(itertools.chain.from_iterable((one.first, one.last) for one in found))


def _merged(held: Gathered, figures: Iterable[tuple[Statement, date | None]]) -> list[Candidate]:
    """Each number of a counter once: the first stands for those that follow."""
    found: dict[tuple[object, ...], list[tuple[Statement, date | None]]] = {}
    for one, until in figures:
        maker = one.derived_from if one.source == "pyrrhus" else one.source
        basis = "net" if one.basis == "unstated" else one.basis
        key = (
            maker,
            one.metric,
            one.party,
            one.kind,
            one.unit,
            basis,
            scope(one, held.of),
            one.place,
            one.value,
            one.start,
            one.end,
        )
        found.setdefault(key, []).append((one, until))
    return [Candidate(first, tuple(other for other, _ in rest), until) for (first, until), *rest in found.values()]
