"""Two numbers that are one quantity: ranges, ratios of one to one, and a scale that two numbers share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyrrhus.reading.bounds import bound_before
from pyrrhus.reading.digits import Marks
from pyrrhus.reading.lexicon import Lexicon
from pyrrhus.reading.number_words import number_at
from pyrrhus.reading.parts import Number
from pyrrhus.reading.tokens import Tokens
from pyrrhus.reading.units import unit_at

__all__ = ["DASHES", "Partner", "partner"]

DASHES: Final = "-‒–—‑"
"""Signs that join two numbers."""
_NEAR: Final = 8
"""Tokens behind a number in which its unit ends and the word that joins it to another stands."""
_CHANGE_WITHIN: Final = 8
"""How many words before "from" may hold the verb of a change."""
_COUNTABLE: Final = ("digits", "words")


@dataclass(slots=True)
class Partner:
    """The second number of a pair; ``kind`` is range, ratio, score, or two for numbers that only share a scale."""

    kind: str
    low: Decimal
    high: Number


def partner(tokens: Tokens, number: Number, marks: Marks, lex: Lexicon) -> Partner | None:
    """The number that makes a pair with this one, or None."""
    words, j = tokens.words, number.last
    if number.value is None or number.form not in _COUNTABLE or j >= len(words) or not tokens.flows(j - 1):
        return None
    if lex.joints.isdisjoint(words[j : j + _NEAR]) and number.form == "digits":
        return None
    between = _is_between(tokens, number, lex)
    if between and number.form == "words" and words[j] not in lex.grammar["pair"]:
        # "between one hundred and two thousand": the "and" is not one inside a number.
        apart = number_at(tokens, number.first, marks, lex, join_and=False)
        if apart and apart.value is not None and apart.last < number.last:
            number, j = apart, apart.last
    # "30% to 40%", "25,000 men to 30,000 men": the unit may stand behind both.
    unit = unit_at(tokens, j, lex, near=True)
    if unit and (unit.per or unit.last >= len(words) or not tokens.flows(unit.last - 1)):
        unit = None
    if unit:
        j = unit.last
    joint = words[j]
    if number.value is None:
        return None
    if joint == ":" and tokens.adjacent(j - 1) and tokens.adjacent(j) and words[j + 1] == "1" and number.value > 1:
        return Partner("ratio", number.value, Number(j + 1, j + 2, Decimal(1)))
    dashed, pair = joint in DASHES, joint in lex.grammar["pair"]
    if not dashed and not pair and joint not in lex.grammar["to"]:
        return None
    if joint == "-" and j + 2 < len(words) and words[j + 1] in lex.grammar["to"] and words[j + 2] == "-":
        j, joint, dashed = j + 2, words[j + 1], False  # three-to-one
    second = _second(tokens, j + 1, marks, lex, bounded=between or _is_from(tokens, number, lex))
    if second is None or second.value is None or second.form not in _COUNTABLE:
        return None
    if unit:
        other = unit_at(tokens, second.last, lex, near=True)
        if (other and other.name != unit.name) or (pair and not between):
            return None
    shared = number.value if unit else _shared(number, second)
    if dashed:
        return _dashed(tokens, number, second, j, shared)
    if between:
        return Partner("range", shared, second) if shared < second.value else None
    if pair:
        if joint in lex.grammar["either"] and shared < second.value <= shared * 2:
            return Partner("range", shared, second)
        return Partner("two", shared, second) if shared != number.value else None
    if second.value == 1 and number.value > 1:
        return Partner("ratio", number.value, second)
    if shared < second.value and not _is_change(tokens, number, lex):
        return Partner("range", shared, second)
    return None


def _second(tokens: Tokens, j: int, marks: Marks, lex: Lexicon, *, bounded: bool) -> Number | None:
    """The number at ``j``, behind an article or a currency sign where there is one; behind words of bound if ``bounded``."""
    words = tokens.words
    if bounded and (phrase := lex.bounds_before.after(words, j)):
        j += phrase[0]
    for k in range(j, min(j + 2, len(words))):
        if not tokens.flows(k - 1):
            return None
        if words[k][0].isdecimal() or words[k] in lex.starts:
            return number_at(tokens, k, marks, lex)
        if words[k] not in lex.grammar["articles"] and words[k] not in lex.money_before:
            return None
    return None


def _shared(low: Number, high: Number) -> Decimal:
    """The first number with as much of the second one's scale as leaves it smaller: "25-30,000", "five to six hundred"."""
    assert low.value is not None and high.value is not None
    best = low.value
    if not low.scales or all(scale < 1000 for scale in low.scales):
        factor = Decimal(1)
        for scale in reversed(high.scales):
            factor *= scale
            if best <= low.value * factor < high.value and (low.value < 1000 or factor == 1):
                best = low.value * factor
    return best


def _dashed(tokens: Tokens, number: Number, second: Number, j: int, shared: Decimal) -> Partner | None:
    """Two numbers joined by a dash: a range where the second is larger, a score where both are small and it is not."""
    assert second.value is not None and number.value is not None
    tight = tokens.adjacent(j - 1) and tokens.adjacent(j)
    if not tight and (tokens.adjacent(j - 1) or tokens.adjacent(j) or number.form == "words"):
        return None
    if shared < second.value:
        return Partner("range", shared, second) if tight or second.value <= shared * 10 else None
    if tight and number.value < 20 and second.value < 20:
        return Partner("score", number.value, second)
    return None


def _is_between(tokens: Tokens, number: Number, lex: Lexicon) -> bool:
    """Whether "between" stands before the number or its words of bound."""
    i = number.first
    if bound := bound_before(tokens, i, lex):
        i = bound.first
    if i and tokens.words[i - 1] in lex.money_before:
        i -= 1
    return i > 0 and tokens.words[i - 1] in lex.grammar["between"]


def _is_from(tokens: Tokens, number: Number, lex: Lexicon) -> bool:
    """Whether "from" stands before the number or its words of bound."""
    i = number.first
    if bound := bound_before(tokens, i, lex):
        i = bound.first
    return i > 0 and tokens.words[i - 1] in lex.grammar["from"]


def _is_change(tokens: Tokens, number: Number, lex: Lexicon) -> bool:
    """Whether "from" two numbers follows a verb of change: "rose from 5 to 13" is no range."""
    words, i = tokens.words, number.first
    if bound := bound_before(tokens, i, lex):
        i = bound.first
    if not i or words[i - 1] not in lex.grammar["from"]:
        return False
    for k in range(i - 2, max(-1, i - 2 - _CHANGE_WITHIN), -1):
        if words[k] == "." or not tokens.flows(k):
            break
        if words[k] in lex.grammar["change"]:
            return True
    return False
