"""One grammar for digits and words: the number that starts at a token."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pyrrhus.reading.digits import Marks, literal
from pyrrhus.reading.lexicon import Lexicon
from pyrrhus.reading.parts import Number, decimal_of, half_at, multiple_at, ordinal_at, part_at, scales_at, slashed_at
from pyrrhus.reading.tokens import Tokens

__all__ = ["Number", "number_at"]

_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)


def number_at(tokens: Tokens, i: int, marks: Marks, lex: Lexicon, *, join_and: bool = True) -> Number | None:
    """The number that starts at token ``i``, with an article before it where it needs one; None where there is none.

    Args:
        tokens: the text's tokens.
        i: where to look.
        marks: which marks group and which are decimal in this text.
        lex: word lists.
        join_and: whether "and" may join hundreds to tens; not between the two numbers of "between one hundred and two".
    """
    word = tokens.words[i]
    if word[0].isdecimal():
        return slashed_at(tokens, i, lex) or _digits(tokens, i, marks, lex)
    if word not in lex.starts:
        return None
    return (
        part_at(tokens, i, lex)
        or half_at(tokens, i, lex)
        or multiple_at(tokens, i, lex)
        or ordinal_at(tokens, i, lex)
        or _spelled(tokens, i, lex, join_and)
    )


def _digits(tokens: Tokens, i: int, marks: Marks, lex: Lexicon) -> Number | None:
    words, j, factor, letter_m = tokens.words, i + 1, _ONE, False
    scales: tuple[Decimal, ...] = ()
    if j < len(words) and tokens.adjacent(i) and words[j] in lex.suffixes:
        letter_m = words[j] == "m"
        factor, j = lex.suffixes[words[j]], j + 1
    elif j < len(words) and tokens.adjacent(i) and words[j] in lex.grammar["ordinal_endings"]:
        return Number(i, j + 1, literal(words[i], marks).value, "ordinal")
    elif (
        j + 1 < len(words)
        and words[j] == "-"
        and words[j + 1] in lex.grammar["ordinal_endings"]
        and tokens.adjacent(j)
        and tokens.adjacent(i)
    ):
        return Number(i, j + 2, literal(words[i], marks).value, "ordinal")
    elif j < len(words) and tokens.adjacent(i) and words[j] in lex.halves:
        half = lex.halves[words[j]]
        read = literal(words[i], marks)
        if read.value is not None:
            value, j = read.value + decimal_of(half), j + 1
            j, factor, scales = scales_at(tokens, j, lex)
            return Number(i, j, value * factor, scales=scales)
    if factor == 1:
        j, factor, scales = scales_at(tokens, j, lex)
    else:
        scales = (factor,)
    read = literal(words[i], marks, scaled=factor > 1)
    if read.value is None:
        return Number(i, j, None, readings=tuple(one * factor for one in read.readings), scales=scales)
    value = read.value * factor
    # 1 млн 250 тис.
    while factor > 1000 and j < len(words) and words[j][0].isdecimal() and tokens.flows(j - 1) and not _clause(tokens, j - 1):
        k, smaller, _ = scales_at(tokens, j + 1, lex)
        more = literal(words[j], marks)
        if not 1 < smaller < factor or more.value is None or more.value * smaller >= factor:
            break
        value, j, factor = value + more.value * smaller, k, smaller
    if not scales and read.value == read.value.to_integral_value() and "," in words[i] and words[i].endswith(",000"):
        scales = (Decimal(1000),)
    return Number(i, j, value, scales=scales, letter_m=letter_m)


def _clause(tokens: Tokens, i: int) -> bool:
    return tokens.words[i] in ",;:()"


def _spelled(tokens: Tokens, i: int, lex: Lexicon, join_and: bool) -> Number | None:
    words = tokens.words
    first = i
    if words[i] in lex.scales and words[i] not in lex.bare_scales:
        if i and words[i - 1] in lex.grammar["articles"] and tokens.flows(i - 1):
            first = i - 1
        elif not (i + 1 < len(words) and words[i + 1] in lex.scales and tokens.flows(i)):
            return None
    if words[i] in lex.halves or (words[i] in lex.parts and words[i] not in lex.plain):
        return None
    total, last = Decimal(0), i
    current: Decimal | None = None
    scales: list[Decimal] = []
    least = Decimal(10) ** 30  # the last scale: the next one must be smaller
    j = i
    while j < len(words):
        word = words[j]
        value = lex.ones.get(word)
        if value is not None:
            if current is None:
                current = value
            elif (current % 100 == 0 and current) or (current % 10 == 0 and current % 100 >= 20 and 0 < value < 10):
                current += value
            else:
                break
            scales = []
        elif (value := lex.tens.get(word) or lex.mixed.get(word)) is not None:
            if current is None:
                current = value
            elif current % 100 == 0 and current:
                current += value
            else:
                break
            scales = []
        elif (value := lex.hundreds.get(word)) is not None:
            if current is not None:
                break
            current, scales = value, []
        elif (value := lex.scales.get(word)) is not None:
            if value < 1000:
                if current is None:
                    current = value
                elif current < value and current % 1 == 0:
                    current *= value
                else:
                    break
                scales = [*scales, value] if scales else [value]
            elif value < least:
                total, least = total + (_ONE if current is None else current) * value, value
                current, scales = None, [*scales, value]
            else:
                break
        else:
            break
        last = j + 1
        following = _next(tokens, last, lex, join_and=join_and, current=current, total=total, least=least)
        if following is None:
            break
        j = following
    if last == i:
        return None
    value = total + (current or 0)
    value, last, tail = _point(tokens, last, value, total, lex)
    return Number(first, last, value, "words", scales=tuple(tail or scales))


def _next(
    tokens: Tokens, j: int, lex: Lexicon, *, join_and: bool, current: Decimal | None, total: Decimal, least: Decimal
) -> int | None:
    """Where a spelled number may go on behind token ``j - 1``, over a hyphen, an "and" or a comma; None where it ends."""
    words = tokens.words
    if j >= len(words) or not tokens.flows(j - 1):
        return None
    word = words[j]
    if word in lex.plain or word in lex.scales:
        return j
    if j + 1 >= len(words) or not tokens.flows(j):
        return None
    if word == "-" and tokens.adjacent(j - 1) and tokens.adjacent(j):
        return j + 1
    if words[j + 1] not in lex.plain:
        return None
    if word in lex.grammar["and"] and join_and and current is not None and current >= 100 and current % 100 == 0:
        end = _small_end(tokens, j + 1, lex)
        return None if lex.scales.get(_word(words, end), 1000) < 1000 else j + 1
    if current is None and total and ((word in lex.grammar["and"] and join_and) or word == ","):
        end = _group_end(tokens, j + 1, lex)
        if lex.scales.get(_word(words, end), 0) >= least:
            return None
        # Behind a comma only what has a scale of its own goes on: "three thousand, two of them officers".
        return j + 1 if word != "," or any(one in lex.scales for one in words[j + 1 : end + 1]) else None
    return None


def _word(words: list[str], i: int) -> str:
    return words[i] if i < len(words) else ""


def _small_end(tokens: Tokens, j: int, lex: Lexicon) -> int:
    """Behind the tens and ones that start at ``j``: "seventy-five"."""
    words = tokens.words
    if _word(words, j) not in lex.tens:
        return j + 1
    k = j + 2 if _word(words, j + 1) == "-" else j + 1
    return k + 1 if _word(words, k) in lex.ones else j + 1


def _group_end(tokens: Tokens, j: int, lex: Lexicon) -> int:
    """Behind a number below a thousand: "two hundred and ten"."""
    words = tokens.words
    j = _small_end(tokens, j, lex)
    if lex.scales.get(_word(words, j)) != _HUNDRED:
        return j
    j += 1
    if _word(words, j) in lex.grammar["and"] and _word(words, j + 1) in lex.plain:
        end = _small_end(tokens, j + 1, lex)
        return j if lex.scales.get(_word(words, end), 1000) < 1000 else end
    return _small_end(tokens, j, lex) if _word(words, j) in lex.plain else j


def _point(tokens: Tokens, last: int, value: Decimal, total: Decimal, lex: Lexicon) -> tuple[Decimal, int, tuple[Decimal, ...]]:
    """Decimals behind a spelled number ("one point two million"), or "and a half million"."""
    words = tokens.words
    if last + 1 < len(words) and words[last] in lex.grammar["point"] and lex.ones.get(words[last + 1], _HUNDRED) < 10:
        j, digits = last + 1, ""
        while j < len(words) and len(digits) < 6 and lex.ones.get(words[j], _HUNDRED) < 10:
            digits, j = digits + str(lex.ones[words[j]]), j + 1
        j, factor, found = scales_at(tokens, j, lex)
        return (value + Decimal(f"0.{digits}")) * factor, j, found
    if (
        last + 2 < len(words)
        and words[last] in lex.grammar["and"]
        and words[last + 1] in lex.grammar["articles"]
        and words[last + 2] in lex.halves
        and not total
    ):
        j, factor, found = scales_at(tokens, last + 3, lex)
        return (value + decimal_of(lex.halves[words[last + 2]])) * factor, j, found
    return value, last, ()
