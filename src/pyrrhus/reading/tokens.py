"""A text cut into words, number literals and signs, in one pass that cannot blow up."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["Tokens", "tokens_of", "words_of"]

_GAP: Final = "[ \u00a0\u2007\u2009\u202f'’]"
_TOKEN: Final = re.compile(
    rf"\d{{1,3}}(?:{_GAP}\d{{3}}(?!\d))+(?:[.,]\d+)?"  # 1 000 340
    r"|\d+(?:[.,]\d+)*"  # 48,240  1.2  24.02.22
    r"|[^\W\d_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*"
    r"|\S"
)
_LINE: Final = 50
"""A line of fewer code points was not wrapped: it ends where its author ended it."""
_APOSTROPHES: Final = str.maketrans("’ʼ", "''")


class Tokens(NamedTuple):
    """Parallel lists: the word in lower case with straight apostrophes, and where it starts and ends in ``text``."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def adjacent(self, i: int) -> bool:
        """Whether token ``i`` stands directly before its next one, nothing between."""
        return i + 1 < len(self.words) and self.ends[i] == self.starts[i + 1]

    def gap(self, i: int) -> str:
        """What stands between token ``i`` and its next one."""
        return self.text[self.ends[i] : self.starts[i + 1]] if i + 1 < len(self.words) else "\n\n"

    def flows(self, i: int) -> bool:
        """Whether a phrase may go on from token ``i`` to its next one: on one line, or wrapped onto a lower-case word."""
        if i < 0 or i + 1 >= len(self.words):
            return False
        end, start = self.ends[i], self.starts[i + 1]
        if start - end <= 1 and self.text[end:start] != "\n":
            return True
        gap = self.text[end:start]
        if "\n" not in gap:
            return True
        wrapped = end >= _LINE and "\n" not in self.text[end - _LINE : end]
        return wrapped and gap.count("\n") == 1 and self.text[start].islower()


def tokens_of(text: str) -> Tokens:
    """The tokens of a text, offsets in code points."""
    words, starts, ends = [], [], []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        words.append(text[start:end].lower())
        starts.append(start)
        ends.append(end)
    if "’" in text or "ʼ" in text:
        words = [word.translate(_APOSTROPHES) if len(word) > 1 else word for word in words]
    return Tokens(text, words, starts, ends)


def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase of a word list, as a text is cut."""
    return tuple(tokens_of(phrase).words)
