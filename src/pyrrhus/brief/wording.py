"""The brief's words: one catalogue of messages, so that another language is a translation and no new code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from pyrrhus.brief.document import Figure, Sentence

__all__ = ["catalogue", "listed", "say", "word"]

_PLACE: Final = re.compile(r"\{(\w+)\}")


@cache
def catalogue(language: str = "en") -> Mapping[str, str]:
    """Every message of a language by its key."""
    folder = resources.files("pyrrhus.brief") / "messages"
    tables = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{table}.{key}": text for table, rows in tables.items() for key, text in rows.items()}


def word(key: str, **words: str) -> str:
    """A message without figures, as text.

    Raises:
        KeyError: for a message that the catalogue does not have, or a gap that is not filled.
    """
    return _PLACE.sub(lambda match: words[match[1]], catalogue()[key])


def say(key: str, **pieces: str | Figure | Sentence) -> Sentence:
    """A message with words and figures put into its gaps.

    Raises:
        KeyError: for a message that the catalogue does not have, or a gap that is not filled.
    """
    made: list[str | Figure] = []
    for number, part in enumerate(_PLACE.split(catalogue()[key])):
        piece = pieces[part] if number % 2 else part
        if isinstance(piece, Sentence):
            made.extend(piece.pieces)
        elif piece:
            made.append(piece)
    return Sentence(tuple(_capital(made)))


def listed(items: list[Sentence | Figure | str], last: str = "and") -> Sentence:
    """``a``, ``a and b``, ``a, b and c``."""
    made: list[str | Figure] = []
    for number, item in enumerate(items):
        if number:
            made.append(f" {last} " if number == len(items) - 1 else ", ")
        made.extend(item.pieces if isinstance(item, Sentence) else [item])
    return Sentence(tuple(made))


def _capital(pieces: list[str | Figure]) -> list[str | Figure]:
    """A sentence that ends with a full stop begins with a capital."""
    if pieces and isinstance(pieces[0], str) and isinstance(pieces[-1], str) and pieces[-1].endswith("."):
        return [pieces[0][:1].upper() + pieces[0][1:], *pieces[1:]]
    return pieces
