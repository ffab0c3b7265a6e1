"""What is known of a text before anything is decided: its sentences with their tokens, phrases, times and quantities."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyrrhus.reading.numbers import Quantity, quantities
from pyrrhus.reading.periods import Calendar, When, phrases_of_time
from pyrrhus.reading.phrases import Found, Token, tokens_of
from pyrrhus.reading.sentences import Block, Sentence, blocks_of, sentences_of
from pyrrhus.reading.words import Words

__all__ = ["Number", "Text", "View", "view_of"]

_NONE: Final[frozenset[str]] = frozenset()
_LONGEST: Final = 240
"""Tokens of a sentence that are looked at together."""
_SIGNS: Final = {
    ",": 3,
    ";": 10,
    ":": 4,
    "–": 5,
    "—": 5,
    "‒": 5,
    "(": 4,
    ")": 4,
    "|": 6,
    ".": 4,
    "\n": 12,
    "?": 12,
    "!": 12,
    "…": 8,
}


@dataclass(slots=True)
class Number:
    """A quantity and its tokens, ``first`` to ``last`` (exclusive), counted from the start of the text."""

    of: Quantity
    first: int
    last: int


@dataclass(slots=True)
class View:
    """One sentence; indices of tokens are those of the text, the sentence's own are ``first`` to ``last`` (exclusive)."""

    text: Text
    sentence: Sentence
    first: int
    last: int
    found: list[Found]
    times: list[When]
    numbers: list[Number]

    @property
    def block(self) -> Block:
        """The line it stands in."""
        return self.sentence.block

    def tagged(self, *tags: str) -> list[Found]:
        """The phrases with one of these tags, in order."""
        return [one for one in self.found if one.tag in tags]

    def near(self, one: int, other: int) -> int:
        """How far apart two tokens are: a word is 1, the signs and words between clauses more."""
        return abs(self.text.away[other] - self.text.away[one])

    def low(self, place: int) -> str:
        """The word at a token, or nothing outside the sentence."""
        return self.text.tokens[place].low if self.first <= place < self.last else ""

    def small(self, name: str) -> frozenset[str]:
        """One of the language's lists of small words; empty where it has none of that name."""
        return self.text.words.small.get(name, _NONE)

    def has(self, *tags: str) -> bool:
        """Whether a phrase with one of these tags is there."""
        return any(one.tag in tags for one in self.found)


@dataclass(slots=True)
class Text:
    """A text as tokens, with how far each is from the first."""

    text: str
    tokens: list[Token]
    words: Words
    calendar: Calendar
    away: list[int] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def place_of(self, offset: int) -> int:
        """Index of the first token at or after an offset."""
        return bisect_left(self.starts, offset)


def view_of(text: str, words: Words, calendar: Calendar) -> Text:
    """Everything that can be found in a text without deciding what it says."""
    tokens = tokens_of(text)
    made = Text(text, tokens, words, calendar)
    made.away = _distances(tokens, words.clause)
    starts = made.starts = [one.start for one in tokens]
    found = sorted([*words.phrases.find(tokens), *words.marks.find_all(tokens)], key=lambda one: one.start)
    times = phrases_of_time(tokens, text, calendar, words.language)
    amounts = quantities(text)
    blocks = blocks_of(text)
    f = t = q = 0
    for sentence in _cut(sentences_of(text, blocks, words.short), tokens, starts):
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        view = View(made, sentence, first, last, [], [], [])
        while f < len(found) and found[f].start < sentence.end:
            view.found.append(found[f])
            f += 1
        while t < len(times) and times[t].from_ < sentence.end:
            view.times.append(times[t])
            t += 1
        while q < len(amounts) and amounts[q].start_char < sentence.end:
            one = amounts[q]
            view.numbers.append(
                Number(
                    one,
                    bisect_left(starts, one.start_char),
                    max(bisect_left(starts, one.end_char), bisect_left(starts, one.start_char) + 1),
                )
            )
            q += 1
        made.views.append(view)
    return made


def _cut(sentences: Iterable[Sentence], tokens: Sequence[Token], starts: Sequence[int]) -> Iterator[Sentence]:
    """The sentences, those too long in pieces that end at a comma where there is one: work grows with length alone."""
    for sentence in sentences:
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        start, goes_on = sentence.start, False
        while last - first > _LONGEST:
            stop = first + _LONGEST
            comma = next((place for place in range(stop, stop - 60, -1) if tokens[place - 1].low in (",", ";")), stop)
            yield Sentence(start, tokens[comma].start, sentence.block, goes_on)
            first, start, goes_on = comma, tokens[comma].start, True
        yield Sentence(start, sentence.end, sentence.block, goes_on)


def _distances(tokens: Sequence[Token], clause: Mapping[str, int]) -> list[int]:
    away, total = [], 0
    for token in tokens:
        total += _SIGNS.get(token.low, 1) if len(token.low) == 1 else clause.get(token.low, 1)
        away.append(total)
    away.append(total)
    return away
