"""Slips of the pen: units, thousands marks, digits that changed, roundings that do not hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pyrrhus.judging.fault import TELLING, Fault, close_to, tells, values_of_figures
from pyrrhus.judging.numbers import apart, central, meant, quantum
from pyrrhus.judging.verdicts import Code
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

__all__ = ["digit_changed", "digits_swapped", "mark_lost", "rounding", "wrong_unit"]

NEAR: Final = Decimal("0.10")
"""How far a number may be from the figure and still be a bad rounding of it."""
_UNITS: Final = (KM2_PER_SQUARE_MILE, 1 / KM2_PER_SQUARE_MILE, KM2_PER_SQUARE_MILE**2, 1 / KM2_PER_SQUARE_MILE**2)
_DAYS: Final = (Decimal(7), Decimal(30), Decimal(31), Decimal(365))


def wrong_unit(said: Statement, expected: list[Statement]) -> Fault | None:
    """Square miles for km2, square metres, a ratio divided instead of multiplied; a rate for another length of time."""
    factors: tuple[Decimal, ...] = ()
    if said.unit.startswith("km2") or said.unit == "persons/km2":
        factors = (*_UNITS, Decimal(1_000_000), Decimal("0.000001"))
    elif "/" in said.unit:
        factors = tuple(factor for days in _DAYS for factor in (days, 1 / days))
    mine = meant(said)
    for value, one in values_of_figures(expected):
        for factor in factors:
            if mine is not None and mine.holds(value * factor) and (said.bound != "plain" or close_to(said, value * factor)):
                return Fault(Code.WRONG_UNIT, one)
    if "metre" in said.unit_as_written.casefold() or "meter" in said.unit_as_written.casefold():
        unit = said.unit_as_written.casefold().replace("kilometre", "").replace("kilometer", "")
        if "metre" in unit or "meter" in unit:
            return Fault(Code.WRONG_UNIT, expected[0] if expected else None)
    return None


def mark_lost(said: Statement, expected: list[Statement]) -> Fault | None:
    """48 or 48.24 for 48,240; 48,240,000."""
    if said.value is None or said.unit.startswith("km2"):
        return None
    for value, one in values_of_figures(expected):
        if abs(value) < 1000:
            continue
        thousandth = value / 1000
        if said.value in (thousandth, Decimal(int(thousandth)), thousandth.quantize(Decimal(1))) or said.value == value * 1000:
            return Fault(Code.THOUSANDS_MARK_LOST, one)
    return None


def digits_swapped(said: Statement, expected: list[Statement]) -> Fault | None:
    """Two digits changed places."""
    for value, one in values_of_figures(expected):
        ours, theirs = _written(said, value)
        if ours == theirs or len(ours) != len(theirs) or sorted(ours) != sorted(theirs):
            continue
        if sum(a != b for a, b in zip(ours, theirs, strict=True)) == 2:
            return Fault(Code.DIGITS_SWAPPED, one)
    return None


def digit_changed(said: Statement, expected: list[Statement]) -> Fault | None:
    """One digit is another."""
    if not tells(said):
        return None
    for value, one in values_of_figures(expected):
        ours, theirs = _written(said, value)
        if len(ours) == len(theirs) >= TELLING and sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1:
            return Fault(Code.DIGIT_CHANGED, one)
    return None


def _written(said: Statement, value: Decimal) -> tuple[str, str]:
    """Both numbers as digits, the figure rounded as the text's number is."""
    if said.value is None:
        return "", ""
    unit = min(quantum(said.value), Decimal(1)) if quantum(said.value) < 1 else Decimal(1)
    return f"{abs(said.value).quantize(unit):f}", f"{abs(value).quantize(unit):f}"


def rounding(said: Statement, expected: list[Statement]) -> Fault | None:
    """Near the figure, but the digits or the word of bound do not allow it."""
    mine = central(said)
    for value, one in values_of_figures(expected):
        if mine is not None and apart(mine, value) <= NEAR:
            return Fault(Code.ROUNDING_BEYOND_BOUND, one)
    return None
