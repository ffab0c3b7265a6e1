"""Reads phrases of time at the places of a text where one can start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final

from pyrrhus.reading.calendar import Calendar, When
from pyrrhus.reading.grammar import Grammar, Row
from pyrrhus.reading.phrases import Token, tokens_of
from pyrrhus.reading.spans import phrase_of, span_of

__all__ = ["PhraseReader"]

_DEPTH: Final = 4
_REACH: Final = 6
"""Words that a phrase of time may have before its first word of time: "at the very beginning of the past year"."""
_LONG: Final = ("span_to_span", "days_of_month", "days_of_month_of_year", "months_and", "months_and_of_year")
"""Spans that are no end of a longer one."""


@cache
def events_of(told: tuple[tuple[str, date], ...]) -> list[tuple[tuple[str, ...], date]]:
    """Events as words, the longest first."""
    return sorted(((tuple(one.low for one in tokens_of(words)), day) for words, day in told), key=lambda one: -len(one[0]))


class PhraseReader:
    """Reads one text; what starts at a place is worked out once."""

    def __init__(self, tokens: Sequence[Token], text: str, calendar: Calendar, grammar: Grammar) -> None:
        self.tokens, self.text, self.calendar, self.grammar = tokens, text, calendar, grammar
        self.glued = {
            place
            for place, one in enumerate(tokens)
            if place
            and one.low.isdigit()
            and one.start == tokens[place - 1].end
            and tokens[place - 1].low.isalpha()
            and tokens[place - 1].low not in ("q", "h")
        }
        self.breaks = {
            place
            for place in range(1, len(tokens))
            if "\n" in text[tokens[place - 1].end : tokens[place].start] and not text[tokens[place].start].islower()
        }
        self.memo: dict[int, list[tuple[int, When]]] = {}
        self.events = events_of(tuple(calendar.events.items()))
        self.event_words = {words[0] for words, _ in self.events}
        self.core = self._next_core()

    def _next_core(self) -> list[int]:
        """For each token, how far the next word of time is: a phrase without one is none."""
        words = self.grammar.core
        made = [_REACH + 1] * (len(self.tokens) + 1)
        for place in range(len(self.tokens) - 1, -1, -1):
            low = self.tokens[place].low
            core = low in words or low in self.event_words or (low[0].isdigit() and (len(low) == 4 or len(low) < 3))
            made[place] = 0 if core else made[place + 1] + 1
        return made

    def phrase_at(self, place: int) -> When | None:
        """The longest phrase with a preposition, else the longest span alone."""
        if self.core[place] > _REACH or not (
            self._starts(place, self.grammar.spans) or self.tokens[place].low in self.grammar.phrases
        ):
            return None
        best: tuple[int, When] | None = None
        for row in (*self._rows(self.grammar.phrases, place), *self._span_led(place)):
            for last, bound in self._match(row.elements, 0, place, {}, 0, place):
                one = phrase_of(row.name, bound, self.calendar)
                if one is not None and (best is None or last > best[0]):
                    best = (last, one)
        for last, one in self.spans_at(place, 0):
            if best is None or last > best[0]:
                best = (last, one)
        if best is None:
            return None
        last, one = best
        return replace(one, from_=self.tokens[place].start, to=self.tokens[last - 1].end, first=place, last=last)

    def _starts(self, place: int, table: Mapping[str, list[Row]]) -> bool:
        low = self.tokens[place].low
        return low in table or low in self.event_words or low.isdigit()

    def _span_led(self, place: int) -> list[Row]:
        rows = self.grammar.phrases.get("<span>", [])
        return rows if rows and self.spans_at(place, 0) else []

    def spans_at(self, place: int, depth: int) -> list[tuple[int, When]]:
        """Every span that starts here, as the place after it and what it means."""
        if place in self.memo:
            return self.memo[place]
        if place < len(self.tokens) and not self._starts(place, self.grammar.spans):
            return []
        if depth > _DEPTH or place >= len(self.tokens) or self.core[place] > _REACH - 2:
            return []
        found: dict[int, When] = {}
        for row in self._rows(self.grammar.spans, place):
            for last, bound in self._match(row.elements, 0, place, {}, depth, place):
                one = span_of(row.name, bound, self.calendar)
                if one is not None and not self._is_other_word(place, last):
                    found.setdefault(last, one)
        if found:
            for row in self.grammar.tails:
                for middle, first in sorted(found.items()):
                    for last, bound in self._match(row.elements, 1, middle, {"span": [first]}, depth, place):
                        one = span_of(row.name, bound, self.calendar)
                        if one is not None:
                            found.setdefault(last, one)
        self.memo[place] = sorted(found.items(), key=lambda one: -one[0])
        return self.memo[place]

    def _is_other_word(self, first: int, last: int) -> bool:
        """A month's name in small letters, alone, is the verb: "may", "march"."""
        return last == first + 1 and self.tokens[first].low in ("may", "march") and self.text[self.tokens[first].start].islower()

    def _rows(self, table: Mapping[str, list[Row]], place: int) -> Iterator[Row]:
        low = self.tokens[place].low
        if low in table:
            after = self.tokens[place + 1].low if place + 1 < len(self.tokens) else ""
            number = after.isdigit()
            for row in table[low]:
                if row.second is None or after in row.second or (number and "#" in row.second):
                    yield row
        if low.isdigit():
            yield from table.get("#", ())
        if low in self.event_words:
            yield from table.get("<event>", ())

    def _match(
        self, elements: Sequence[tuple[str, Any]], at: int, place: int, bound: dict[str, list[Any]], depth: int, first: int
    ) -> Iterator[tuple[int, dict[str, list[Any]]]]:
        if at == len(elements):
            yield place, bound
            return
        if place in self.breaks and place != first:
            return
        kind, what = elements[at]
        if kind == "word":
            if place < len(self.tokens) and self.tokens[place].low in what[0]:
                yield from self._match(elements, at + 1, place + 1, bound, depth, first)
            if what[1]:
                yield from self._match(elements, at + 1, place, bound, depth, first)
            return
        if place < len(self.tokens):
            for last, value in self._slot(what, place, depth):
                yield from self._match(elements, at + 1, last, {**bound, what: [*bound.get(what, ()), value]}, depth, first)

    def _slot(self, name: str, place: int, depth: int) -> Iterator[tuple[int, Any]]:
        low = self.tokens[place].low
        if name in ("span", "point", "calendar"):
            for last, span in self.spans_at(place, depth + 1):
                if (
                    name == "span"
                    or (name == "point" and span.rule not in _LONG)
                    or (name == "calendar" and span.rule != "event")
                ):
                    yield last, span
        elif name == "event":
            for words, day in self.events:
                if low == words[0] and tuple(one.low for one in self.tokens[place : place + len(words)]) == words:
                    yield place + len(words), day
        elif name in self.grammar.lists:
            for words, value in self.grammar.lists[name].get(low, ()):
                if tuple(one.low for one in self.tokens[place : place + len(words)]) == words:
                    yield place + len(words), value
            if name == "n" and low.isdigit() and len(low) < 4:
                yield place + 1, int(low)
        elif low.isdecimal() and low.isascii() and place not in self.glued:
            number, size = int(low), len(low)
            fits = {
                "d": size < 3 and 1 <= number <= 31,
                "m": size < 3 and 1 <= number <= 12,
                "yy": size == 2,
                "year": size == 4 and 1900 <= number < 2100,
            }
            if fits[name]:
                yield place + 1, 2000 + number if name == "yy" else number
