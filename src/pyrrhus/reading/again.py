"""The same quantity once more in another unit: "498 square kilometers (192 square miles)"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyrrhus.reading.digits import Marks
from pyrrhus.reading.lexicon import Lexicon
from pyrrhus.reading.number_words import number_at
from pyrrhus.reading.ranges import partner
from pyrrhus.reading.tokens import Tokens
from pyrrhus.reading.units import Unit, unit_at
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

__all__ = ["Again", "said_again"]

_KM_PER_MILE: Final = Decimal("1.609344")
"""Kilometres in one international mile (NIST SP 811, appendix B)."""
_IN_KM: Final = {
    ("km2", "square_miles"): KM2_PER_SQUARE_MILE,
    ("square_miles", "km2"): 1 / KM2_PER_SQUARE_MILE,
    ("km", "miles"): _KM_PER_MILE,
    ("miles", "km"): 1 / _KM_PER_MILE,
}
_OFF: Final = Decimal("0.04")
"""How far a repetition may be off, relatively: both are rounded."""
_OFF_BY: Final = Decimal("0.6")
"""And absolutely, in the unit of the repetition, which is rounded to whole ones."""


@dataclass(slots=True)
class Again:
    """Tokens of the repetition; ``unit`` is what the first number counts where it stood bare."""

    first: int
    last: int
    unit: str


def said_again(tokens: Tokens, j: int, value: Decimal, unit: Unit | None, marks: Marks, lex: Lexicon) -> Again | None:
    """The repetition that starts at token ``j`` behind a quantity: in brackets, or after "or".

    Args:
        tokens: the text's tokens.
        j: the token behind the quantity.
        value: its value, or the low end of its range.
        unit: its unit, None for a bare number.
        marks: which marks group and which are decimal in this text.
        lex: word lists.
    """
    words = tokens.words
    if unit is not None and unit.name not in ("km2", "square_miles", "km", "miles") and not unit.over:
        return None
    k = _opened(tokens, j, lex)
    if k is None:
        return None
    for _ in range(2):
        if phrase := lex.bounds_before.after(words, k):
            k += phrase[0]
    if k >= len(words) or not (words[k][0].isdecimal() or words[k] in lex.starts):
        return None
    number = number_at(tokens, k, marks, lex)
    if number is None or number.value is None:
        return None
    low, last = number.value, number.last
    if pair := partner(tokens, number, marks, lex):
        low, last = pair.low, pair.high.last
    other = unit_at(tokens, last, lex, near=True)
    if other is None:
        return None
    if unit is not None and unit.over:
        over = {("km2", "square_miles"): 1 / KM2_PER_SQUARE_MILE, ("square_miles", "km2"): KM2_PER_SQUARE_MILE}
        factor = over.get((unit.over, other.over))
        return Again(number.first, other.last, "") if factor and _agree(value, low, factor) else None
    for name in (unit.name,) if unit else ("km2", "square_miles"):
        factor = _IN_KM.get((name, other.name))
        if factor and not other.over and _agree(value, low, factor):
            return Again(number.first, other.last, name)
    return None


def _opened(tokens: Tokens, j: int, lex: Lexicon) -> int | None:
    words = tokens.words
    if j + 1 >= len(words) or not tokens.flows(j - 1):
        return None
    if words[j] in "([/–—":
        return j + 1
    k = j + 1 if words[j] == "," else j
    return k + 1 if words[k] in lex.grammar["either"] else None


def _agree(value: Decimal, other: Decimal, factor: Decimal) -> bool:
    return abs(value - other * factor) <= max(_OFF * value, _OFF_BY * factor)
