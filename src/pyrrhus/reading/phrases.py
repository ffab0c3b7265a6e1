"""A text as words, numbers and signs, and phrases of a word list found among them in one pass."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["Found", "Phrases", "Token", "tokens_of"]

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*|['’]s\b|\d+|[^\w\s]|_")
_SAME: Final = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "“": '"', "”": '"', "ё": "е"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of digits or a sign; ``low`` is what word lists are compared with."""

    start: int
    end: int
    low: str


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text in order; a possessive ``'s`` is one of its own."""
    low = text.lower()
    if len(low) != len(text):  # a few capitals grow when lowered; offsets must not move
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    low = low.translate(_SAME)
    return [Token(one.start(), one.end(), low[one.start() : one.end()]) for one in _TOKEN.finditer(text)]


def first_at(tokens: Sequence[Token], place: int) -> int:
    """Index of the first token that starts at or after a place of the text."""
    return bisect_left(tokens, place, key=lambda one: one.start)


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a word list in a text: its place, its tokens from ``first`` up to ``last`` (exclusive), what it means."""

    start: int
    end: int
    first: int
    last: int
    tag: str
    means: Mapping[str, Any]


@dataclass(slots=True)
class Phrases:
    """Phrases by their first word; a word that ends in ``*`` stands for all that begin so."""

    _by_word: dict[str, list[tuple[tuple[str, ...], str, Mapping[str, Any]]]] = field(default_factory=dict)
    _by_stem: dict[str, list[tuple[tuple[str, ...], str, Mapping[str, Any]]]] = field(default_factory=dict)
    _stems: tuple[int, ...] = ()

    def add(self, written: str, tag: str, means: Mapping[str, Any]) -> None:
        """Take a phrase in; ``a|b c`` stands for two phrases."""
        for words in _spelled(written):
            head = words[0]
            if head.endswith("*"):
                self._by_stem.setdefault(head[:-1], []).append((words, tag, means))
                self._stems = tuple(sorted({*self._stems, len(head) - 1}, reverse=True))
            else:
                self._by_word.setdefault(head, []).append((words, tag, means))

    def sort(self) -> None:
        """Longest first, so that the longest phrase at a place wins."""
        for table in (self._by_word, self._by_stem):
            for entries in table.values():
                entries.sort(key=lambda one: -len(one[0]))

    def find_all(self, tokens: Sequence[Token]) -> list[Found]:
        """All phrases wherever they stand, also inside one another."""
        found: list[Found] = []
        count, by_word = len(tokens), self._by_word
        for place, token in enumerate(tokens):
            for stem in self._stems:
                for words, tag, means in self._by_stem.get(token.low[:stem], ()) if len(token.low) >= stem else ():
                    if len(words) == 1 or (place + len(words) <= count and _fits(words, tokens, place)):
                        found.append(
                            Found(token.start, tokens[place + len(words) - 1].end, place, place + len(words), tag, means)
                        )
            if token.low not in by_word:
                continue
            for words, tag, means in by_word[token.low]:
                size = len(words)
                if size == 1 or (place + size <= count and words[1] == tokens[place + 1].low and _fits(words, tokens, place)):
                    found.append(Found(token.start, tokens[place + size - 1].end, place, place + size, tag, means))
        return found

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """All phrases, the longest at each place, none inside another; one that means several things comes once for each."""
        found: list[Found] = []
        place, count = 0, len(tokens)
        by_word, by_stem, stems = self._by_word, self._by_stem, self._stems
        while place < count:
            low = tokens[place].low
            best = 0
            here: list[tuple[str, Mapping[str, Any]]] = []
            tables = [by_word[low]] if low in by_word else []
            if stems:
                tables += [by_stem[low[:stem]] for stem in stems if len(low) >= stem and low[:stem] in by_stem]
            for entries in tables:
                for words, tag, means in entries:
                    size = len(words)
                    if size < best:
                        break
                    if size == 1 or (
                        place + size <= count
                        and (words[1] == tokens[place + 1].low or words[1][-1] == "*")
                        and _fits(words, tokens, place)
                    ):
                        if size > best:
                            best, here = size, []
                        here.append((tag, means))
            if not best:
                place += 1
                continue
            start, end, last = tokens[place].start, tokens[place + best - 1].end, place + best
            found += [Found(start, end, place, last, tag, means) for tag, means in here]
            place = last
        return found


def _fits(words: Sequence[str], tokens: Sequence[Token], place: int) -> bool:
    for step in range(1, len(words)):
        word, low = words[step], tokens[place + step].low
        if word != low and not (word.endswith("*") and low.startswith(word[:-1])):
            return False
    return True


def _spelled(written: str) -> Iterable[tuple[str, ...]]:
    """The phrases that alternatives joined by ``|`` spell, each as tokens; ``_`` as an alternative is nothing."""
    made: list[tuple[str, ...]] = [()]
    for part in written.lower().translate(_SAME).split():
        made = [(*before, *_words(choice)) for before in made for choice in part.split("|")]
    return [one for one in made if one]


def _words(choice: str) -> list[str]:
    if choice == "_":
        return []
    if choice.endswith("*"):
        return [*[one.group() for one in _TOKEN.finditer(choice[:-1])][:-1], _TOKEN.findall(choice[:-1])[-1] + "*"]
    return [one.group() for one in _TOKEN.finditer(choice)]
