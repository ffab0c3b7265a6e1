"""What a written number can mean: the values that read as it, by its digits, its unit and its word of bound."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyrrhus.statement import Statement
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

__all__ = ["Span", "agrees", "apart", "central", "digits", "meant", "quantum", "same_number", "stated"]

ABOUT: Final = Decimal("0.025")
"""How far a figure called "about" may be from the number, as a share of it, where its digits say no more."""
LOOSE: Final = Decimal("0.05")
"""How far beyond a bound ("more than") a figure may be for the bound still to be its own, and the most that "about" stretches."""
CUT: Final = Decimal("0.01")
"""How much may be cut off a number without a word of bound."""
FEW: Final = Decimal("0.025")
"""The same for a number of one digit: "50,000" is a round number, not any from 45,000 to 55,000."""


@dataclass(frozen=True, slots=True)
class Span:
    """All values from ``low`` to ``high``, both included; None is open."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in it."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def meets(self, other: Span) -> bool:
        """Whether they have a value in common."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = self.low is not None and other.high is not None and self.low > other.high
        return not below and not above


def meant(said: Statement, written: str = "") -> Span | None:
    """The values that a text's number can stand for; None where it has none.

    Args:
        said: the claim's statement, in the vocabulary's unit.
        written: the words of the text; a number without digits ("a third") is read as about that.
    """
    if said.low is not None and said.high is not None:
        return Span(said.low, said.high)
    if said.value is None:
        return None
    in_words = said.bound == "plain" and written and not any(sign.isdigit() for sign in written)
    return _in_written_unit(said, "about" if in_words else said.bound)


def stated(row: Statement) -> Span | None:
    """The values that a source's figure leaves open: its range, or its number by its word of bound."""
    if row.low is not None and row.high is not None:
        return Span(row.low, row.high)
    if row.value is None:
        return None
    match row.bound:
        case "over":
            return Span(row.value, None)
        case "under":
            return Span(None, row.value)
        case "plain":
            return Span(row.value, row.value)
        case _:
            return _in_written_unit(row, row.bound)


def agrees(said: Statement, row: Statement, written: str = "") -> bool:
    """Whether a source's figure reads as the text's number: the same number, or one that its digits and bound allow."""
    mine = meant(said, written)
    if mine is None:
        return False
    if same_number(said, row):
        return True
    if row.value is not None:
        return mine.holds(row.value)
    theirs = stated(row)
    return theirs is not None and mine.meets(theirs)


def same_number(said: Statement, row: Statement) -> bool:
    """Whether both give the same number, or the same ends."""
    if said.value is not None and row.value is not None:
        return said.value == row.value
    ends = (said.low, said.high)
    if None not in ends and ends == (row.low, row.high):
        return True
    # "Up to 200,000" of a range that ends there.
    return said.value is not None and (
        (said.value == row.high and said.bound == "under") or (said.value == row.low and said.bound == "over")
    )


def central(row: Statement) -> Decimal | None:
    """The number that stands for a figure: its value, or the middle of its range."""
    if row.value is not None:
        return row.value
    return (row.low + row.high) / 2 if row.low is not None and row.high is not None else row.low or row.high


def apart(one: Decimal, other: Decimal) -> Decimal:
    """How far one number is from another, as a share of the other."""
    return abs(one - other) / abs(other) if other else Decimal(1)


def quantum(value: Decimal) -> Decimal:
    """The unit of the last digit that is not a trailing zero: 1,000 for 48,000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def digits(value: Decimal) -> int:
    """How many digits are written before trailing zeros."""
    return len(value.normalize().as_tuple().digits)


def _in_written_unit(one: Statement, bound: str) -> Span:
    """By the digits of the unit that is written: 100 square miles are not 259 square kilometres to the last digit."""
    assert one.value is not None
    factor = KM2_PER_SQUARE_MILE if "mile" in one.unit_as_written.casefold() else Decimal(1)
    if factor == 1:
        return _span(one.value, bound)
    if one.unit == "persons/km2":
        factor = 1 / factor
    found = _span((one.value / factor).quantize(Decimal("0.1")).normalize(), bound)
    return Span(*(None if end is None else end * factor for end in (found.low, found.high)))


def _span(value: Decimal, bound: str) -> Span:
    size, unit = abs(value), quantum(value)
    half = unit / 2
    match bound:
        case "over":
            low, high = size, size + max(unit, size * LOOSE)
        case "under":
            low, high = size - max(unit, size * 2 * LOOSE), size
        case "nearly":
            low, high = size - max(half, size * LOOSE), size
        case "about" | "range":
            far = max(size * ABOUT, min(half, size * LOOSE))
            low, high = size - far, size + far
        case _ if digits(value) == 1 and unit > 1:
            far = min(half, size * FEW)
            low, high = size - far, size + far
        case _:
            # What is cut off a number is less than a unit of its last digit.
            low, high = size - half, size + min(unit * Decimal("0.99"), max(half, size * CUT))
    return Span(low, high) if value >= 0 else Span(-high, -low)
