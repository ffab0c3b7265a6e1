"""What a number is, and its short forms: scales, parts of a whole, multiples, ordinals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from pyrrhus.reading.lexicon import Lexicon
from pyrrhus.reading.tokens import Tokens

__all__ = ["Number", "decimal_of", "half_at", "multiple_at", "ordinal_at", "part_at", "scales_at", "slashed_at"]

_ONE: Final = Decimal(1)


@dataclass(slots=True)
class Number:
    """A number in the text: tokens ``first`` to ``last`` (exclusive), its value, and how it was written.

    ``form`` is digits, words, part (of a whole, the value in percent), multiple or ordinal. ``scales`` are the factors at
    its end, inmost first, that a number before it may share ("five to six hundred thousand"). ``letter_m`` marks an "m"
    behind the digits, which is a million or metres.
    """

    first: int
    last: int
    value: Decimal | None
    form: str = "digits"
    readings: tuple[Decimal, ...] = ()
    scales: tuple[Decimal, ...] = ()
    letter_m: bool = False


def scales_at(tokens: Tokens, j: int, lex: Lexicon) -> tuple[int, Decimal, tuple[Decimal, ...]]:
    """The scale words from ``j`` on ("hundred thousand", "тис."), their product and each of them."""
    words, factor = tokens.words, _ONE
    found: list[Decimal] = []
    while j < len(words) and tokens.flows(j - 1):
        k = j + 1 if words[j] == "-" and tokens.adjacent(j - 1) and tokens.adjacent(j) and j + 1 < len(words) else j
        scale = lex.scales.get(words[k])
        if scale is None or (found and scale <= found[-1]):
            break
        factor, j = factor * scale, k + 1
        found.append(scale)
        # The full stop of an abbreviation belongs to it where the sentence goes on.
        if j + 1 < len(words) and words[j] == "." and tokens.adjacent(j - 1) and len(words[k]) <= 4:
            following = tokens.starts[j + 1]
            if tokens.text[following].islower() or tokens.text[following].isdecimal():
                j += 1
    return j, factor, tuple(found)


def part_at(tokens: Tokens, i: int, lex: Lexicon) -> Number | None:
    """A part of a whole as a percentage: "a third of", "two-thirds", "three quarters", "a fifth lighter", "one in six"."""
    words = tokens.words
    if words[i] in lex.ones and (found := _one_in(tokens, i, lex)):
        return found
    first, count, j = i, _ONE, i
    if words[i] in lex.ones and i + 1 < len(words):
        j = i + 2 if words[i + 1] == "-" and tokens.adjacent(i) and i + 2 < len(words) else i + 1
        count = lex.ones[words[i]]
        if words[j] not in lex.parts:
            return None
    elif words[i] not in lex.parts:
        return None
    elif i and words[i - 1] in lex.grammar["articles"] and tokens.flows(i - 1):
        first = i - 1
    elif words[i] not in lex.bare_parts:
        return None
    whole = lex.parts[words[j]]
    if count >= whole or count == 0:
        return None
    if first == i and j == i and i and words[i - 1] in lex.grammar["not_part_after"]:
        return None
    if j + 3 < len(words) and words[j + 1] == "of" and words[j + 2] in lex.grammar["articles"] and words[j + 3] in lex.scales:
        # "three-quarters of a million" is a number.
        last, factor, scales = scales_at(tokens, j + 3, lex)
        return Number(first, last, count * factor / whole, "words", scales=scales)
    if not _is_part(tokens, j + 1, lex):
        return None
    return Number(first, j + 1, _percent(count / whole), "part")


def _is_part(tokens: Tokens, j: int, lex: Lexicon) -> bool:
    if j >= len(tokens.words) or not tokens.flows(j - 1):
        return True
    word = tokens.words[j]
    return (not word[0].isalnum() and word not in "-–") or word in lex.grammar["part_before"]


def slashed_at(tokens: Tokens, i: int, lex: Lexicon) -> Number | None:
    """1/3 of: two small numbers with a stroke between them, before a word that a part stands before."""
    words, j = tokens.words, i + 2
    if j >= len(words) or words[i + 1] != "/" or not (tokens.adjacent(i) and tokens.adjacent(i + 1)):
        return None
    if not (words[i].isdecimal() and words[j].isdecimal() and len(words[i]) == 1 and len(words[j]) <= 2):
        return None
    count, whole = Decimal(words[i]), Decimal(words[j])
    if 0 < count < whole and j + 1 < len(words) and words[j + 1] in lex.grammar["part_before"]:
        return Number(i, j + 1, _percent(count / whole), "part")
    return None


def _one_in(tokens: Tokens, i: int, lex: Lexicon) -> Number | None:
    """One in six, nine out of ten."""
    words = tokens.words
    phrase = lex.one_in.after(words, i + 1)
    j = i + 1 + (phrase[0] if phrase else 0)
    if phrase is None or j >= len(words):
        return None
    whole = lex.ones.get(words[j]) or lex.tens.get(words[j])
    if whole is None and words[j].isdecimal() and words[j].isascii() and len(words[j]) <= 4:
        whole = Decimal(words[j])
    duration = lex.units.after(words, j + 1)
    if duration and lex.unit_rejects[duration[1]] in ("duration", "time"):
        return None
    if whole and lex.ones[words[i]] < whole:
        return Number(i, j + 1, _percent(lex.ones[words[i]] / whole), "part")
    return None


def half_at(tokens: Tokens, i: int, lex: Lexicon) -> Number | None:
    """Half a million, a quarter of a million, half a dozen, пів мільйона."""
    words = tokens.words
    if words[i] not in lex.halves:
        return None
    j = i + 1
    if j < len(words) and words[j] == "of":
        j += 1
    if j < len(words) and (words[j] in lex.grammar["articles"] or words[j] == "-"):
        j += 1
    if j >= len(words) or words[j] not in lex.scales or not tokens.flows(j - 1):
        return None
    last, factor, found = scales_at(tokens, j, lex)
    first = i - 1 if i and words[i - 1] in lex.grammar["articles"] and tokens.flows(i - 1) else i
    return Number(first, last, decimal_of(lex.halves[words[i]] * Fraction(factor)), "words", scales=found)


def multiple_at(tokens: Tokens, i: int, lex: Lexicon) -> Number | None:
    """Twice, doubled, threefold; "double" only before what is doubled."""
    word = tokens.words[i]
    if word in lex.multiples:
        return Number(i, i + 1, lex.multiples[word], "multiple")
    if word in lex.doubling and i + 1 < len(tokens.words) and tokens.words[i + 1] in lex.grammar["doubling_before"]:
        return Number(i, i + 1, lex.doubling[word], "multiple")
    return None


def ordinal_at(tokens: Tokens, i: int, lex: Lexicon) -> Number | None:
    """Seventh, twenty-first."""
    words = tokens.words
    if words[i] in lex.tens and i + 2 < len(words) and words[i + 1] == "-" and words[i + 2] in lex.ordinals:
        return Number(i, i + 3, lex.tens[words[i]] + lex.ordinals[words[i + 2]], "ordinal")
    if words[i] in lex.ordinals:
        return Number(i, i + 1, lex.ordinals[words[i]], "ordinal")
    return None


def _percent(part: Decimal) -> Decimal:
    percent = (part * 100).quantize(Decimal("0.0001"))
    return percent.to_integral_value() if percent == percent.to_integral_value() else percent.normalize()


def decimal_of(value: Fraction) -> Decimal:
    """A fraction as a decimal."""
    return Decimal(value.numerator) / Decimal(value.denominator)
