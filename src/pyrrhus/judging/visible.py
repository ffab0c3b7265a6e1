"""What a reader cannot see or takes for something else, made visible: marks of direction, controls, look-alike letters.

Everything a check prints of a text, a name, an address or a note goes through here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

__all__ = ["is_unseen", "json_safe", "pieces", "plain_text", "spelled"]

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH LATIN")
_PLAIN: Final = re.compile(r"[\n\t -~\u00a0\u202f\u2009]*")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_KEPT: Final = frozenset("\n\t")
DEEP: Final = 2
"""Marks above or below one letter that a text may pile up."""


def is_unseen(sign: str) -> bool:
    """Whether a character shows nothing, or steers what follows."""
    return sign not in _KEPT and unicodedata.category(sign) in _UNSEEN


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text in pieces: runs that are what they seem, and single characters that are not."""
    if _PLAIN.fullmatch(text):
        if text:
            yield text, False
        return
    odd = set(_look_alikes(text))
    run, marks = "", 0
    for at, sign in enumerate(text):
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if at in odd or marks > DEEP or is_unseen(sign) or (sign.isdecimal() and not sign.isascii()):
            if run:
                yield run, False
                run = ""
            yield sign, True
        else:
            run += sign
    if run:
        yield run, False


def spelled(sign: str) -> str:
    """``U+202E``."""
    return f"U+{ord(sign):04X}"


def plain_text(text: str) -> str:
    """A text for a terminal: each odd character as its number, a look-alike with it; a line stays a line."""
    made = []
    for piece, odd in pieces(text):
        if not odd:
            made.append(piece)
        elif is_unseen(piece) or unicodedata.combining(piece):
            made.append(f"⟨{spelled(piece)}⟩")
        else:
            made.append(f"{piece}⟨{spelled(piece)}⟩")
    return "".join(made)


def json_safe(text: str) -> str:
    r"""JSON with each odd character as ``\uXXXX``: the same value, and nothing that a viewer could be misled by."""
    if _PLAIN.fullmatch(text):
        return text
    made = []
    for piece, odd in pieces(text):
        if not odd:
            made.append(piece)
        else:
            units = piece.encode("utf-16-be", "surrogatepass")
            made.append("".join(f"\\u{units[at] * 256 + units[at + 1]:04x}" for at in range(0, len(units), 2)))
    return "".join(made)


def _look_alikes(text: str) -> Iterator[int]:
    """Letters of the rarer script in words that mix two."""
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        scripts = [_script(sign) for sign in word]
        kinds = {one for one in scripts if one}
        if len(kinds) > 1:
            common = max(kinds, key=lambda one: (scripts.count(one), one == "LATIN"))
            yield from (match.start() + at for at, one in enumerate(scripts) if one and one != common)
        elif kinds == {"FULLWIDTH LATIN"}:
            yield from range(match.start(), match.end())


def _script(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return next((one for one in _SCRIPTS if name.startswith(one)), "")
