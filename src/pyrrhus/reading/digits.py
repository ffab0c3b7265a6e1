"""Digits as a text writes them: which mark groups thousands and which one is decimal, shown by the text's own numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

__all__ = ["LONGEST", "Literal", "Marks", "literal", "marks_of"]

LONGEST: Final = 18
"""Digits beyond which a literal is an identifier: no count of this world has more."""

_BLANKS: Final = re.compile("[ \u00a0\u2007\u2009\u202f'’]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[A-Za-z]")


class Marks(NamedTuple):
    """What the unambiguous numbers of a text show."""

    dot_groups: bool = False
    dot_decimal: bool = False
    comma_groups: bool = False
    comma_decimal: bool = False
    cyrillic: bool = False


class Literal(NamedTuple):
    """The value of a literal; ``readings`` are the two possible values where the text does not settle which."""

    value: Decimal | None
    readings: tuple[Decimal, ...] = ()


def marks_of(literals: Iterable[str], text: str) -> Marks:
    """What the number literals of a text show about its marks; dates such as 24.02.22 show nothing."""
    dot_groups = dot_decimal = comma_groups = False
    threes = others = 0  # commas before three digits, before more or fewer
    for one in literals:
        dots, commas = one.count("."), one.count(",")
        if not dots and not commas:
            continue
        if dots and commas:
            last = max(one.rfind("."), one.rfind(","))
            if one[last] == "." and dots == 1:
                comma_groups = dot_decimal = True
            elif one[last] == "," and commas == 1:
                dot_groups = True
                others += 1
            continue
        mark = "." if dots else ","
        parts = one.split(mark)
        if len(parts) > 2:
            grouped = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
            dot_groups |= grouped and mark == "."
            comma_groups |= grouped and mark == ","
        elif len(parts[1]) != 3 or parts[0] == "0" or len(parts[0]) > 3:
            dot_decimal |= mark == "."
            others += mark == ","
        else:
            threes += mark == ","
    cyrillic = _CYRILLIC.search(text, 0, 4000) is not None and len(_CYRILLIC.findall(text, 0, 4000)) > len(
        _LATIN.findall(text, 0, 4000)
    )
    # One "19,3" does not turn all the 48,240s of an English text into small numbers.
    comma_decimal = others > 0 and (cyrillic or dot_groups or others >= threes)
    return Marks(dot_groups, dot_decimal, comma_groups, comma_decimal, cyrillic)


def literal(written: str, marks: Marks, *, scaled: bool = False) -> Literal:
    """The value of a number literal.

    A comma before three digits groups in a text in Latin letters unless its numbers show a decimal comma; a full stop
    before three digits is read only where they show which it is. Otherwise both readings are given and no value.

    Args:
        written: digits with marks, as cut by :func:`pyrrhus.reading.tokens.tokens_of`.
        marks: what the text shows.
        scaled: whether a word such as "million" follows, before which a mark is decimal.
    """
    if written.isdecimal() and written.isascii() and len(written) <= LONGEST:
        return Literal(Decimal(written))
    text = _BLANKS.sub("", written)
    blanks = len(text) != len(written)
    dots, commas = text.count("."), text.count(",")
    if len(text) - dots - commas > LONGEST or not _one_script(text):
        return Literal(None)
    if not dots and not commas:
        return Literal(Decimal(text))
    if dots and commas:
        last = max(text.rfind("."), text.rfind(","))
        group = "," if text[last] == "." else "."
        if text.count(text[last]) > 1 or not _grouped(text[:last].split(group)):
            return Literal(None)
        return Literal(Decimal(text.replace(group, "").replace(",", ".")))
    mark = "." if dots else ","
    parts = text.split(mark)
    if len(parts) > 2:
        return Literal(Decimal("".join(parts)) if _grouped(parts) else None)
    decimal, whole = Decimal(".".join(parts)), Decimal("".join(parts))
    if blanks or len(parts[1]) != 3 or parts[0] == "0" or len(parts[0]) > 3 or parts[0].startswith("0"):
        return Literal(decimal)
    return _three_digits(mark, decimal, whole, marks, scaled)


def _three_digits(mark: str, decimal: Decimal, whole: Decimal, marks: Marks, scaled: bool) -> Literal:
    if mark == ",":
        groups, decimals = marks.comma_groups or marks.dot_decimal, marks.comma_decimal or marks.dot_groups
    else:
        groups, decimals = marks.dot_groups or marks.comma_decimal, marks.dot_decimal or marks.comma_groups
    if groups != decimals:
        return Literal(whole if groups else decimal)
    if groups:
        return Literal(None, (decimal, whole))
    if scaled and (mark == "." or marks.cyrillic):
        return Literal(decimal)
    if mark == "," and not marks.cyrillic:
        return Literal(whole)
    return Literal(None, (decimal, whole))


def _grouped(parts: list[str]) -> bool:
    return 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])


def _one_script(text: str) -> bool:
    """Digits of two scripts in one number are a trap, not a number."""
    return text.isascii() or len({ord(digit) - int(digit) for digit in text if digit.isdecimal()}) == 1
