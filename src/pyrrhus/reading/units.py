"""What a number counts: the unit that adjoins it, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyrrhus.reading.lexicon import Lexicon
from pyrrhus.reading.tokens import Tokens

__all__ = ["AREAS", "Unit", "money_before", "unit_at"]

AREAS: Final = ("km2", "square_miles")
_COUNTED: Final = ("persons", "pieces", "settlements", "days", "weeks", "months", "years")
_MOST_BETWEEN: Final = 6
_ENDS: Final = frozenset(",.;:!?)(\"”“’'")


@dataclass(slots=True)
class Unit:
    """Unit behind a number: its name in the word list, tokens ``first`` to ``last`` (exclusive).

    ``per`` is day, week, month or year; ``over`` is km2 or square_miles for a ratio over ground.
    """

    name: str
    first: int
    last: int
    per: str = ""
    over: str = ""


def unit_at(tokens: Tokens, j: int, lex: Lexicon, *, near: bool = False) -> Unit | None:
    """The unit that starts at token ``j``, behind a number; None where nothing adjoins it.

    Args:
        tokens: the text's tokens.
        j: the first token behind the number.
        lex: word lists.
        near: whether the unit must stand directly there, with no word between.
    """
    words = tokens.words
    if j >= len(words) or not tokens.flows(j - 1):
        return None
    first = j
    if found := _how_often(tokens, j, lex):
        return found
    if words[j] in "-‑" and tokens.adjacent(j - 1) and tokens.adjacent(j) and j + 1 < len(words):
        j += 1
    if words[j] == "strong":
        return Unit("persons", first, j + 1)
    known = lex.units.after(words, j)
    last = j
    if known is None and not near:
        last, known = _behind_others(tokens, j, lex)
    if known is None:
        return None
    unit = Unit(known[1], first, last + known[0])
    if often := _how_often(tokens, unit.last, lex):
        unit.per, unit.over, unit.last = often.per, often.over, often.last
    return unit


def _how_often(tokens: Tokens, j: int, lex: Lexicon) -> Unit | None:
    """ "a day", "per square kilometre": a unit without a name."""
    words = tokens.words
    if j >= len(words) or not tokens.flows(j - 1):
        return None
    if words[j] in '(“"':
        return None
    if (found := lex.per.after(words, j)) and words[min(j + found[0], len(words) - 1)] not in lex.not_per:
        return Unit("", j, j + found[0], per=found[1])
    if (over := lex.over_ground.after(words, j)) and (area := lex.units.after(words, j + over[0])) and area[1] in AREAS:
        return Unit("", j, j + over[0] + area[0], over=area[1])
    return None


def _behind_others(tokens: Tokens, j: int, lex: Lexicon) -> tuple[int, tuple[int, str] | None]:
    """A known noun behind a few words that may stand between: "1,351 of its soldiers", "9,000 worn-out tanks"."""
    words, free, k = tokens.words, 1, j
    while k < min(j + _MOST_BETWEEN, len(words) - 1):
        word, end = words[k], k
        while end < j + _MOST_BETWEEN and tokens.adjacent(end) and words[end + 1] not in _ENDS:
            end += 1  # worn-out, T-90M
        if not tokens.flows(end) or (k > j and not tokens.flows(k - 1)):
            break
        if end > k or word not in lex.between_unit:
            if (
                not free
                or not word[0].isalpha()
                or word in lex.common
                or (end == k and (word in lex.starts or word in lex.months))
            ):
                break
            free -= 1
        k = end + 1
        known = lex.units.after(words, k)
        if known is not None and known[1] in _COUNTED:
            return k, known
    return j, None


def money_before(tokens: Tokens, i: int, lex: Lexicon) -> str:
    """The currency whose sign stands before token ``i``, or nothing."""
    if i < 1 or tokens.starts[i] - tokens.ends[i - 1] > 1:
        return ""
    return lex.money_before.get(tokens.words[i - 1], "")
