"""Numbers that count nothing: dates, clock times, ages, names with a number in them. Each says why."""

from __future__ import annotations

from typing import Final

from pyrrhus.reading.digits import LONGEST
from pyrrhus.reading.lexicon import Lexicon
from pyrrhus.reading.parts import Number
from pyrrhus.reading.tokens import Tokens

__all__ = ["is_date", "why_before_unit", "why_no_count"]

_LOOK_ALIKES: Final = frozenset("oоο")
"""Letters that pass for a zero: Latin, Cyrillic and Greek."""
_DASHES: Final = "-‒–—‑/"


def why_before_unit(tokens: Tokens, number: Number, lex: Lexicon, *, after_date: bool) -> tuple[str, int]:
    """Why a number is none, seen before its unit is looked for, and the token behind all of it; "" where it may be one.

    Args:
        tokens: the text's tokens.
        number: the number.
        lex: word lists.
        after_date: whether the number before it, joined by "to", "and" or a dash, is a day.
    """
    words, i, j = tokens.words, number.first, number.last
    if number.form == "digits":
        if end := _clock(tokens, i, j):
            return "time", end
        if end := _phone(tokens, i):
            return "identifier", end
        if end := _dashed(tokens, i):
            return ("date" if _is_iso(words, i) else "identifier"), end
        if _glued(tokens, number, lex):
            return _glued_reason(words, i, j), j + (1 if tokens.adjacent(j - 1) and words[j][0].isalpha() else 0)
        digits = len(words[i]) if len(words[i]) < 9 else sum(map(str.isdecimal, words[i]))
        if digits > LONGEST or (digits >= 9 and i and words[i - 1] == "+" and " " in words[i]):
            return "identifier", j
        if number.value is None and words[i].count(".") == 2 and len(words[i]) <= 10:
            return "date", j
        if number.value is None and not number.readings:
            return ("identifier" if words[i].isascii() else "look-alike"), j
        if _starts_line(tokens, i) and _numbering(tokens, i, j):
            return "numbering", j
    if is_date(tokens, number, lex, after_date=after_date):
        return "date", j
    if i and words[i - 1] in lex.identifiers["before"] and tokens.flows(i - 1) and number.form == "digits" and _named(tokens, i):
        return "identifier", j
    return "", j


def is_date(tokens: Tokens, number: Number, lex: Lexicon, *, after_date: bool) -> bool:
    """Whether a number is the day of a month, or a year."""
    words, i, j = tokens.words, number.first, number.last
    value = number.value
    if value is None or number.scales or value != value.to_integral_value() or "." in words[i]:
        return False
    before = words[i - 1] if i and tokens.flows(i - 1) else ""
    if before == "." and i > 1:
        before = words[i - 2]
    after = words[j] if j < len(words) and tokens.flows(j - 1) else ""
    if 1 <= value <= 31:
        behind = j + 1 if after == "of" and number.form == "ordinal" else j
        if after and behind < len(words) and words[behind] in lex.months and tokens.flows(behind - 1):
            return words[behind] != "may" or tokens.text[tokens.starts[behind]].isupper()
        if before in lex.months and (before != "may" or tokens.text[tokens.starts[i - 1]].isupper()):
            return not (after and after in lex.scales)
        if after_date and not number.scales:
            return True
        # "between 8 and 21 February", "from 5 to 13 September": the month stands behind the second.
        if after and (after in _DASHES or after in lex.grammar["to"] or after in lex.grammar["pair"]):
            k = j + 1
            if k + 1 < len(words) and words[k].isdecimal() and len(words[k]) <= 2 and words[k + 1] in lex.months:
                return True
    if number.form == "words":
        return _spoken_year(tokens, number, lex)
    if number.form != "digits" or len(words[i]) != 4 or not words[i].isdecimal() or not 1900 <= value <= 2099:
        return False
    if before and before in _DASHES and i > 1:
        return words[i - 2] in lex.dates["prefixes"] or after_date
    if before in "+~><" and before:
        return False
    if after in lex.dates["year_before"] or before in lex.months:
        return True
    counted = lex.units.after(words, j) if after else None
    if counted and counted[1] not in ("years", "months", "weeks"):
        return before in lex.dates["year_after"] and counted[1] == "persons" and after in ("losses", "casualties", "personnel")
    if before in lex.dates["year_after"] or before in ("", ",", "(", "“", "’") or (before.isdecimal() and len(before) <= 2):
        return True
    named = lex.units.before(words, i - 1)
    return named is None and lex.bounds_before.before(words, i - 1) is None and before not in (":", "|", "–", "—", "lost")


def _spoken_year(tokens: Tokens, number: Number, lex: Lexicon) -> bool:
    """Whether it is half of a year in words: "nineteen ninety-nine", "twenty twenty-five"."""
    words, i, j = tokens.words, number.first, number.last
    centuries = lex.dates["centuries"]
    if words[i] in centuries and j == i + 1 and j < len(words) and tokens.flows(i):
        return words[j] in lex.tens or (words[j] in lex.ones and lex.ones[words[j]] >= 10)
    return i > 0 and tokens.flows(i - 1) and words[i - 1] in centuries


def why_no_count(tokens: Tokens, number: Number, lex: Lexicon, unit: str, last: int) -> str:
    """Why a number with this unit (its last token before ``last``) counts nothing: an age, an ordinal, a rejected unit."""
    words, j = tokens.words, number.last
    if _age(tokens, number, lex):
        return "age"
    if number.form == "ordinal":
        return "ordinal"
    if last <= len(words) and words[last - 1] == "strong":
        return "strength"
    if reason := lex.unit_rejects.get(unit, ""):
        return reason
    if j + 1 < len(words) and number.form == "digits" and not unit:
        for k in (j, j + 1):
            if words[k] in lex.identifiers.get("streets", ()) and tokens.text[tokens.starts[j]].isupper() and tokens.flows(j - 1):
                return "house number"
    if unit == "times":
        return "occasions"
    return ""


def _age(tokens: Tokens, number: Number, lex: Lexicon) -> bool:
    words, i, j = tokens.words, number.first, number.last
    if number.value is None or not 0 <= number.value <= 120 or number.form not in ("digits", "words"):
        return False
    k = j + 1 if j < len(words) and words[j] in "-‑" else j
    following = [word for word in words[k : k + 4] if word not in "-‑"] if k < len(words) and tokens.flows(k - 1) else []
    if lex.age_after.after(following, 0):
        return True
    if not i:
        return False
    before = words[i - 1]
    if before in lex.ages["before"]:
        return True
    if before in ("was", "is", "of", ",") and i > 1:
        person = words[i - 2]
        after = words[j] if j < len(words) else "."
        if before in (",", "of") and person in lex.ages.get("persons", ()):
            return before == "of" or after in (",", ".", ")")
        if before == "was" and after in (",", "."):
            return any(word in lex.ages["before"] for word in words[max(0, i - 9) : i])
    return before in ("oldest", "youngest")


def _clock(tokens: Tokens, i: int, j: int) -> int:
    """18:42, 7.30pm, 5 p.m.: the token behind it, or 0."""
    words = tokens.words
    if (
        j + 1 < len(words)
        and words[j] == ":"
        and tokens.adjacent(j - 1)
        and tokens.adjacent(j)
        and len(words[i]) <= 2
        and words[j + 1].isdecimal()
        and len(words[j + 1]) == 2
        and int(words[i]) < 25
    ):
        end = j + 2
        while end + 1 < len(words) and words[end] == ":" and tokens.adjacent(end - 1) and words[end + 1].isdecimal():
            end += 2
        return end
    if j < len(words) and words[j] in ("am", "pm") and tokens.flows(j - 1):
        return j + 1
    if j + 2 < len(words) and words[j] in "ap" and words[j + 1] == "." and words[j + 2] == "m":
        return j + 3
    return 0


def _phone(tokens: Tokens, i: int) -> int:
    """+380 44 123 45 67: a plus and nine digits or more in four groups or more; the token behind, or 0."""
    words = tokens.words
    if not i or words[i - 1] != "+":
        return 0
    j = i
    while j < len(words) and words[j][0].isdecimal() and (j == i or tokens.gap(j - 1) in (" ", "\u00a0")):
        j += 1
    groups = sum(len(word.split()) for word in words[i:j])
    return j if groups >= 4 and sum(len(word) for word in words[i:j]) >= 9 and j - i > 1 else 0


def _dashed(tokens: Tokens, i: int) -> int:
    """2025-01-31, 044-123-45-67, 1/2/2025: three or more digit groups joined by one sign; the token behind, or 0."""
    words, j = tokens.words, i
    if j + 1 >= len(words) or words[j + 1] not in "-/.–":
        return 0
    sign, groups = words[j + 1], 1
    while (
        j + 2 < len(words) and words[j + 1] == sign and words[j + 2].isdecimal() and tokens.adjacent(j) and tokens.adjacent(j + 1)
    ):
        j, groups = j + 2, groups + 1
    if groups == 2 and sign == "/" and len(words[i]) <= 2 and len(words[j]) <= 2:
        return j + 1  # 9/11, 24/7
    return j + 1 if groups >= 3 else 0


def _is_iso(words: list[str], i: int) -> bool:
    if words[i + 1] == "/" and (i + 4 >= len(words) or words[i + 3] != "/"):
        return False
    sizes = (len(words[i]), len(words[i + 2]), len(words[i + 4]))
    return sizes in ((4, 2, 2), (2, 2, 4), (1, 1, 4), (1, 2, 4), (2, 1, 4), (2, 2, 2))


def _glued(tokens: Tokens, number: Number, lex: Lexicon) -> bool:
    """M113, T-72, 2S19: digits that hang on letters which are no unit, suffix or currency."""
    words, i, j = tokens.words, number.first, number.last
    if i and tokens.adjacent(i - 1):
        before = words[i - 1]
        if before[0].isalpha():
            return before not in lex.money_before
        if before in "-‑" and i > 1 and tokens.adjacent(i - 2) and words[i - 2][0].isalpha():
            return words[i - 2] not in lex.dates["prefixes"]
        if before in "_/#№":
            return before != "/"
    if j < len(words) and tokens.adjacent(j - 1):
        after = words[j]
        if after == "g" and tokens.text[tokens.starts[j]] == "G":
            return True
        if after[0].isalpha():
            return (lex.units.after(words, j) is None and after not in ("s", "am", "pm", "x")) or (
                j + 1 < len(words) and tokens.adjacent(j) and words[j + 1][0].isdecimal() and after not in ("km", "m")
            )
    return False


def _glued_reason(words: list[str], i: int, j: int) -> str:
    near = (words[i - 1] if i else "", words[j] if j < len(words) else "")
    return "look-alike" if any(word and set(word) <= _LOOK_ALIKES for word in near) else "identifier"


def _starts_line(tokens: Tokens, i: int) -> bool:
    return i == 0 or "\n" in tokens.gap(i - 1)


def _numbering(tokens: Tokens, i: int, j: int) -> bool:
    """ "1. Summary", "2.1 The Commander", "3) ..." at the start of a line."""
    words = tokens.words
    if j >= len(words) or "\n" in tokens.gap(j - 1) or len(words[i]) > 5:
        return False
    if words[j] in ".)" and j + 1 < len(words) and not tokens.adjacent(j):
        return "\n" not in tokens.gap(j) and len(words[i]) <= 2
    return "." in words[i] and "," not in words[i] and tokens.text[tokens.starts[j]].isupper() and not tokens.adjacent(j - 1)


def _named(tokens: Tokens, i: int) -> bool:
    """A short bare number behind a name's word: no count has a comma or a blank in such a place."""
    word, before = tokens.words[i], tokens.words[i - 1]
    return (
        word.isdecimal()
        and len(word) <= 4
        and (len(before) <= 3 or tokens.text[tokens.starts[i - 1]].isupper() or len(word) <= 3)
    )
