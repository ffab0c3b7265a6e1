"""A text cut into words, number literals and signs, in one pass that cannot blow up."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

__all__ = ["Tokens", "tokens_of", "words_of"]

_GAP: Final = "[ \u00a0\u2007\u2009\u202f'’]"
_TOKEN: Final = re.compile(
    rf"\d{{1,3}}(?:{_GAP}\d{{3}}(?!\d))+(?:[.,]\d+)?"  # 1 000 340
    r"|\d+(?:[.,]\d+)*"  # 48,240  1.2  24.02.22
    r"|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*"
    r"|\S"
)
_LINE: Final = 50
"""A line of fewer code points was not wrapped: it ends where its author ended it."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists: the word in lower case with straight apostrophes, and where it starts and ends in ``text``.

    ``stops`` are the tokens behind which no phrase goes on: the last of a line that was not wrapped, and of the text.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    stops: frozenset[int]

    def adjacent(self, i: int) -> bool:
        """Whether token ``i`` stands directly before its next one, nothing between."""
        return i + 1 < len(self.words) and self.ends[i] == self.starts[i + 1]

    def gap(self, i: int) -> str:
        """What stands between token ``i`` and its next one."""
        return self.text[self.ends[i] : self.starts[i + 1]] if i + 1 < len(self.words) else "\n\n"

    def flows(self, i: int) -> bool:
        """Whether a phrase may go on from token ``i`` to its next one: on one line, or wrapped onto a lower-case word."""
        return i not in self.stops


def tokens_of(text: str) -> Tokens:
    """The tokens of a text, offsets in code points."""
    folded = text.replace("’", "'").replace("ʼ", "'")
    lowered = folded.lower()
    whole = len(lowered) == len(text)  # a capital may be two letters in lower case
    spans = [match.span() for match in _TOKEN.finditer(lowered if whole else folded)]
    words = [lowered[start:end] for start, end in spans] if whole else [folded[start:end].lower() for start, end in spans]
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]
    return Tokens(text, words, starts, ends, _stops(text, starts, ends))


def _stops(text: str, starts: list[int], ends: list[int]) -> frozenset[int]:
    size = len(starts)
    stops = {*range(-4, 0), *range(size - 1, size + 4)}
    at = text.find("\n")
    while at >= 0:
        after = bisect_right(starts, at)
        if 0 < after < size:
            end, start = ends[after - 1], starts[after]
            wrapped = end >= _LINE and "\n" not in text[end - _LINE : end]
            if not (wrapped and text.count("\n", end, start) == 1 and text[start].islower()):
                stops.add(after - 1)
            at = text.find("\n", start)
        else:
            at = text.find("\n", starts[0]) if after == 0 and size else -1
    return frozenset(stops)


def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase of a word list, as a text is cut."""
    return tuple(tokens_of(phrase).words)
