"""Which language a text is in, by its letters and its commonest words; no model, the same answer every time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pyrrhus.errors import InputError
from pyrrhus.reading.lexicon import LANGUAGES, read_table

__all__ = ["language_of", "names_of_languages", "readable_language"]

_SAMPLE: Final = 20_000
"""Code points that are looked at: the beginning says enough, and a text of any length costs the same."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_OTHER_SCRIPT: Final = re.compile("[^\u0000-\u024f\u0370-\u04ff\u1e00-\u2bff\ufe00-\ufeff\U0001f000-\U0001faff]")
_ENOUGH: Final = 4
"""Common words of a language that a text must have before it is called by that language's name."""
_LEAD: Final = 1.15
"""How far the best language must be ahead of the next one."""


def names_of_languages() -> dict[str, str]:
    """The English name of every language that can be told apart, by its code."""
    return {code: entry["name"] for code, entry in _languages().items()}


def language_of(text: str) -> str:
    """The code of a text's language, or "" where it is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    letters = sum(map(len, words))
    if not letters:
        return ""
    cyrillic = len(_CYRILLIC.findall(sample)) * 2 > letters
    if not cyrillic and len(_OTHER_SCRIPT.findall(sample)) * 2 > letters:
        return ""
    scores = {}
    lowered = sample.lower()
    for code, entry in _languages().items():
        if (entry["script"] == "cyrillic") == cyrillic:
            marks = sum(map(lowered.count, entry.get("letters", "")))
            scores[code] = float(sum(map(entry["words"].__contains__, words))) + marks
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    best, second = ranked[0], ranked[1]
    if scores[best] < _ENOUGH or scores[best] < scores[second] * _LEAD:
        return ""
    return best


def readable_language(text: str, *, where: str = "") -> str:
    """The language of a text that can be read: en, uk or ru.

    A text in Latin letters that is too short to tell counts as English where one common English word stands in it and
    none of another language.

    Args:
        text: the text, cleaned.
        where: the file, for the message.

    Raises:
        InputError: for another language, by its name, or where it cannot be told.
    """
    code = language_of(text)
    if code in LANGUAGES:
        return code
    names = names_of_languages()
    read = ", ".join(names[one] for one in LANGUAGES[:-1]) + f" and {names[LANGUAGES[-1]]}"
    if code:
        raise InputError(f"the text is in {names[code]}, which is not read", where=where, remedy=f"give one in {read}")
    words = {word.lower() for word in _WORD.findall(text[:_SAMPLE])}
    hits = {one: len(words & entry["words"]) for one, entry in _languages().items()}
    if hits["en"] and hits["en"] >= max(hits.values()):
        return "en"
    raise InputError("cannot tell the language of the text", where=where, remedy=f"give a longer one in {read}")


@cache
def _languages() -> Mapping[str, dict[str, Any]]:
    table = read_table("languages.toml")
    for entry in table.values():
        entry["words"] = frozenset(entry["words"])
        entry["script"] = "cyrillic" if any(_CYRILLIC.match(word) for word in entry["words"]) else "latin"
    return table
