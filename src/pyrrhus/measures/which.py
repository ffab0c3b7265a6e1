"""Which figures give a printed number: every combination and rounding that does, so that a guess need not be made."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from pyrrhus.errors import InputError
from pyrrhus.ledger.view import View
from pyrrhus.measures.gather import Gathered
from pyrrhus.measures.ratios import Reason, per_km2, why_apart
from pyrrhus.measures.tried import Candidate, grounds_tried, losses_tried, rates_of, rounded, totals_tried
from pyrrhus.period import Period
from pyrrhus.statement import Statement

__all__ = ["METRICS", "Combination", "Number", "Rounding", "Which", "parse_number", "which"]

METRICS: Final = ("casualties_per_km2", "casualties", "ground")
NEAREST: Final = 3
"""How many of the nearest figures are named where none gives the number."""
TENS, HUNDREDS = 1, 2
"""From which power of ten on a number that ends in zeros may be a rounded one: counts of losses are multiples of ten anyway."""
_GROUPED: Final = r"[0-9]{1,3}(?P<mark>[, \u00a0\u2009\u202f])[0-9]{3}(?:(?P=mark)[0-9]{3}){0,3}"
_NUMBER: Final = re.compile(rf"(?P<sign>[-\u2212]?)(?P<whole>{_GROUPED}|[0-9]{{1,12}})(?:\.(?P<part>[0-9]{{1,6}}))?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a text prints it: its value, and how many decimals are written."""

    text: str
    value: Decimal
    places: int


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a figure becomes the number: ``exact``, or rounded to the ``nearest`` or ``cut`` to a multiple of ``unit``."""

    how: Literal["exact", "nearest", "cut"]
    unit: Decimal


@dataclass(frozen=True, slots=True)
class Combination:
    """A figure, or for a ratio two, and the roundings by which it gives the number.

    ``figure`` is what is worked out or printed; ``reason`` says why a ratio may not be formed, empty where it is legal or none.
    """

    figure: Statement
    roundings: tuple[Rounding, ...]
    one: Candidate
    ground: Candidate | None = None
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class Which:
    """All combinations that give a number, legal ones first; the nearest where none does.

    ``printed`` are ratios that somebody printed for the period and that read so; they are no combination.
    """

    number: Number
    metric: str
    period: Period
    as_of: date
    found: tuple[Combination, ...]
    nearest: tuple[Combination, ...]
    printed: tuple[Statement, ...]

    @property
    def answer(self) -> Literal["one", "several", "none"]:
        """Whether it can be told: only where one combination gives the number."""
        return "none" if not self.found else "one" if len(self.found) == 1 else "several"


def parse_number(text: str) -> Number:
    """Read ``96``, ``96.9``, ``48,240`` or ``48 240``: a point before decimals, commas or blanks between thousands.

    Raises:
        InputError: for any other text.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise InputError(f"expected a number like 96, 96.9, 48,240 or 48 240, got {text[:40]!r}")
    part = match["part"] or ""
    whole = re.sub("[^0-9]", "", match["whole"])
    value = Decimal(f"{'-' if match['sign'] else ''}{whole}{'.' if part else ''}{part}")
    return Number(text.strip(), value, len(part))


def which(view: View, number: str | Number, period: Period, metric: str = "casualties_per_km2") -> Which:
    """Find what gives a printed number.

    Args:
        view: what is known, as of a day.
        number: as it is printed; how many decimals are written decides what it may be rounded from.
        period: the days that it is about.
        metric: ``casualties_per_km2`` (persons per km2), ``casualties`` (persons, or persons a day) or ``ground`` (km2, or km2
            a day).

    Raises:
        InputError: for a text that is no number, or a metric that is none of these.
        NoData: for a period of which nothing is held.
    """
    asked = parse_number(number) if isinstance(number, str) else number
    held = Gathered(view, period)
    held.check_span()
    printed: list[Statement] = []
    if metric == "casualties_per_km2":
        found, nearest = _ratios(held, asked)
        rows = held.prints(metric, kind="ratio")
        printed = [one for one in rows if one.value is not None and _roundings(Fraction(one.value), asked, [Fraction(1)])]
    elif metric == "casualties":
        flows = losses_tried(held, held.of.parties)
        found, nearest = _figures([*flows, *totals_tried(held), *rates_of(held, metric, flows)], asked, HUNDREDS)
    elif metric == "ground":
        areas = grounds_tried(held, held.of.parties)
        found, nearest = _figures([*areas, *rates_of(held, metric, areas)], asked, TENS)
    else:
        raise InputError(f"no metric {metric[:40]!r} here; there are: {', '.join(METRICS)}")
    if not found and not nearest:
        raise held.nothing(f"nothing that gives a figure of {metric}")
    ordered = sorted(found, key=lambda one: (one.reason != "", one.roundings[0].how != "exact"))
    return Which(asked, metric, period, held.as_of, tuple(ordered), () if found else tuple(nearest), tuple(printed))


def _ratios(held: Gathered, number: Number) -> tuple[list[Combination], list[Combination]]:
    """Each loss figure, also as a round number, over each area."""
    losses = losses_tried(held)
    losses += rounded(held, losses)
    units = [Fraction(1, 10**number.places)]
    areas = [one for one in grounds_tried(held) if one.figure.value is not None and one.figure.value > 0]
    hits: list[Combination] = []
    others: list[tuple[Fraction, Candidate, Candidate]] = []
    for one in losses:
        for ground in areas:
            assert one.figure.value is not None and ground.figure.value is not None
            exact = Fraction(one.figure.value) / Fraction(ground.figure.value)
            how = _roundings(exact, number, units)
            if how:
                hits.append(_ratio(held, one, ground, how))
            else:
                others.append((abs(exact - Fraction(number.value)), one, ground))
    near = sorted(others, key=lambda row: row[0])[:NEAREST] if not hits else []
    return hits, [_ratio(held, one, ground, ()) for _, one, ground in near]


def _ratio(held: Gathered, one: Candidate, ground: Candidate, how: tuple[Rounding, ...]) -> Combination:
    reason = why_apart(one.figure, ground.figure, held.of)
    return Combination(per_km2(one.figure, ground.figure), how, one, ground, reason)


def _figures(candidates: Iterable[Candidate], number: Number, first_power: int) -> tuple[list[Combination], list[Combination]]:
    """Each figure by itself; a number that ends in zeros may also be rounded to tens, hundreds and so on."""
    asked = Fraction(number.value)
    written = str(number.value)
    zeros = 0 if number.places or not number.value else len(written) - len(written.rstrip("0"))
    units = [Fraction(1, 10**number.places), *(Fraction(10**power) for power in range(first_power, zeros + 1))]
    hits: list[Combination] = []
    others: list[tuple[Fraction, Combination]] = []
    for one in candidates:
        if one.figure.value is None:
            continue
        exact = Fraction(one.figure.value)
        how = _roundings(exact, number, units)
        if how:
            hits.append(Combination(one.figure, how, one))
        else:
            others.append((abs(exact - asked), Combination(one.figure, (), one)))
    return hits, [one for _, one in sorted(others, key=lambda row: row[0])[:NEAREST]]


def _roundings(exact: Fraction, number: Number, units: Sequence[Fraction]) -> tuple[Rounding, ...]:
    """Every way in which a figure reads as the number: cut is towards zero, nearest takes a half away from it."""
    asked = Fraction(number.value)
    if exact == asked:
        return (Rounding("exact", Decimal(0)),)
    sign = -1 if exact < 0 else 1
    found: list[Rounding] = []
    for unit in units:
        size = abs(exact) / unit
        if sign * math.floor(size + Fraction(1, 2)) * unit == asked:
            found.append(Rounding("nearest", _decimal(unit)))
        if sign * math.floor(size) * unit == asked:
            found.append(Rounding("cut", _decimal(unit)))
    return tuple(found)


def _decimal(unit: Fraction) -> Decimal:
    return Decimal(unit.numerator) / Decimal(unit.denominator)
