"""The author's words of bound around a number: "more than", "some", "or so"."""

from __future__ import annotations

from typing import Final, NamedTuple

from pyrrhus.reading.lexicon import Lexicon
from pyrrhus.reading.tokens import Tokens

__all__ = ["Bound", "bound_after", "bound_before"]

_MOST_SKIPPED: Final = 4


class Bound(NamedTuple):
    """A bound and the tokens ``first`` to ``last`` (exclusive) of its words."""

    name: str
    first: int
    last: int


def bound_before(tokens: Tokens, i: int, lex: Lexicon) -> Bound | None:
    """The words of bound that end before token ``i``; of two ("more than about") the one that says more."""
    found: Bound | None = None
    k = i - 1
    skipped = 0
    while k >= 0 and tokens.flows(k):
        if phrase := lex.bounds_before.before(tokens.words, k):
            size, name = phrase
            first = k + 1 - size
            if found is None:
                found = Bound(name, first, k + 1)
            elif name != "plain":
                stronger = found.name if name == "about" or found.name not in ("about", "plain") else name
                found = Bound(stronger, first, found.last)
            if name == "plain" or (len(tokens.words[k]) == 1 and not tokens.words[k].isalpha()):
                break
            k = first - 1
            skipped = _MOST_SKIPPED - 1
            continue
        skipped += 1
        if skipped > _MOST_SKIPPED or tokens.words[k] not in lex.between_bound:
            break
        k -= 1
    return found


def bound_after(tokens: Tokens, j: int, lex: Lexicon) -> Bound | None:
    """The words of bound that start at token ``j``, behind a number or its unit: "+", "-odd", "or so", "at least"."""
    words = tokens.words
    if j >= len(words) or not tokens.flows(j - 1):
        return None
    k = j
    if words[k] == "-" and tokens.adjacent(j - 1) and tokens.adjacent(k):
        k += 1
    phrase = lex.bounds_after.after(words, k)
    if phrase is None:
        return None
    size, name = phrase
    last = k + size
    if words[k] == "+" and not tokens.adjacent(j - 1):
        return None
    follows = words[last] if last < len(words) and tokens.flows(last - 1) else ""
    if follows in ("than", "to") or follows[:1].isdecimal() or follows in lex.plain:
        return None
    return Bound(name, j, last)
