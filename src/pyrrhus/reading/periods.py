"""Phrases of time in a text, resolved against the day of publication.

A phrase is parsed first (:func:`phrases_of_time`) and given its role in the sentence later: a span that a number covers,
the day something was said, or what a number is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pyrrhus.period import DAY, month
from pyrrhus.reading.calendar import Calendar, When, back, final_units, past, run, unit_of
from pyrrhus.reading.grammar import grammar_of
from pyrrhus.reading.phrase_reader import PhraseReader
from pyrrhus.reading.phrases import Token

__all__ = ["Calendar", "When", "about_year", "phrases_of_time", "resolve"]

_QUOTES: Final = frozenset(['"', "'", "«", "»", "„"])
_YEAR: Final = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?![\d-])")
_DATED: Final = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?\s+[^\W\d_]{3,}\.?\s+(?:19|20)\d\d|[^\W\d_]{3,}\.?\s+\d{1,2},?\s+(?:19|20)\d\d"
    r"|(?:since|in|by|of)\s+[^\W\d_]{3,}\s+(?:19|20)\d\d|since\s+(?:19|20)\d\d"
)


def about_year(text: str, published: date) -> int | None:
    """The year that a text looks back on: the only one its title names, before that of publication."""
    title = text.lstrip()[:200].partition("\n")[0]
    years = {int(found) for found in _YEAR.findall(title)}
    if len(years) == 1 and published.year - 3 <= (only := years.pop()) < published.year and not _DATED.search(title):
        return only
    return None


def phrases_of_time(tokens: Sequence[Token], text: str, calendar: Calendar, language: str = "en") -> list[When]:
    """All phrases of time, the longest at each place, none inside another."""
    kept = [place for place, token in enumerate(tokens) if token.low not in _QUOTES]
    reader = PhraseReader([tokens[place] for place in kept], text, calendar, grammar_of(language))
    found: list[When] = []
    place = 0
    while place < len(kept):
        one = reader.phrase_at(place)
        if one is None:
            place += 1
        else:
            place = one.last
            if not (one.rule == "event" and one.form in ("", "on", "until")):
                found.append(replace(one, first=kept[one.first], last=kept[one.last - 1] + 1))
    return found


def resolve(one: When, reference: When | None, of: Calendar) -> When:
    """A relative phrase against the period spoken of before; without one, against the day of publication."""
    if not one.relative:
        return one
    what = one.relative
    if what[0] == "same":
        if reference is None or (one.rule == "the_unit" and reference.grain != what[1]):
            past_span = past(1, what[1], of) if one.rule == "the_unit" and one.form == "in" and what[1] == "week" else None
            return replace(one, start=past_span.start, end=past_span.end, relative=()) if past_span else replace(one, relative=())
        if len(what) == 3 and reference.start is not None and what[2] > 1:
            run_span = run(reference.start, what[2], what[1])
            if run_span is not None and run_span.end is not None and run_span.end <= month(of.published).end:
                return replace(one, start=run_span.start, end=run_span.end, grain="range", relative=())
        return replace(one, start=reference.start, end=reference.end, grain=reference.grain, relative=())
    if reference is None or reference.start is None or reference.end is None:
        reference = When(of.published, of.published, "day")
    if what[0] == "in_year":
        step = (reference.end.year if reference.end else of.published.year) - what[1]
        moved = back(reference, "year", step)
    elif what[0] == "back" or what[1] == "year" or (reference.start == reference.end and what[1] != "day"):
        moved = back(reference, what[1], what[2])
    elif what[2] == 1:
        unit = unit_of(what[1], reference.start - DAY) if reference.start else None
        moved = unit
    else:
        end = (reference.start or of.published) - DAY
        moved = final_units({"n": [what[2]], "unit": [what[1]], "span": [When(end, end)]}, of)
    if moved is None:
        return replace(one, relative=())
    return replace(one, start=moved.start, end=moved.end, grain=moved.grain, relative=())
