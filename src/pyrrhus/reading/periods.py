"""Phrases of time: the words of a language's file, resolved against the day of publication.

A phrase is parsed first (:func:`phrases_of_time`) and given its role in the sentence later: a span that a number covers,
the day something was said, or what a number is compared with.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

from pyrrhus.period import DAY, month, year
from pyrrhus.reading.phrases import Token, tokens_of

__all__ = ["Calendar", "When", "about_year", "phrases_of_time", "resolve"]

_DEPTH: Final = 4
_YEAR: Final = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?![\d-])")
_DATED: Final = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?\s+(?:19|20)\d\d|[^\W\d_]{3,}\.?\s+\d{1,2},?\s+(?:19|20)\d\d|(?:since|in|by|of)\s+[^\W\d_]{3,}\s+(?:19|20)\d\d|since\s+(?:19|20)\d\d"
)
_REACH: Final = 6
"""Words that a phrase of time may have before its first word of time: "at the very beginning of the past year"."""
_QUOTES: Final = frozenset(['"', "'", "«", "»", "„"])
_LONG: Final = ("span_to_span", "days_of_month", "days_of_month_of_year", "months_and", "months_and_of_year")
"""Spans that are no end of a longer one."""
_SLOTS: Final = ("month", "weekday", "season", "unit", "n", "nth", "spoken_year")


@dataclass(frozen=True, slots=True)
class When:
    """A phrase of time in a text; days are inclusive, None where that side is open or not said.

    ``form`` is how it relates to its number (``in``, ``on``, ``since``, ``until``, ``ago``, ``vague``); ``grain`` is the
    calendar unit it was said in; ``relative`` tells what it needs another period for.
    """

    start: date | None
    end: date | None
    grain: str = "day"
    form: str = ""
    relative: tuple[Any, ...] = ()
    rule: str = ""
    explicit: bool = False
    from_: int = 0
    to: int = 0
    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """What days are counted from: the day of publication, the events of the conflict, a year the text is about."""

    published: date
    war: date
    events: Mapping[str, date] = field(default_factory=dict)
    about_year: int | None = None


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
    reader = _Reader([tokens[place] for place in kept], text, calendar, _grammar(language))
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


# The grammar: rows of elements, read from the language's file once.


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    elements: tuple[tuple[str, Any], ...]
    second: frozenset[str] | None = None
    """What its second word must be, ``#`` for a number, where that is a short list."""


@dataclass(slots=True)
class _Grammar:
    lists: dict[str, dict[str, list[tuple[tuple[str, ...], Any]]]]
    spans: dict[str, list[_Row]]
    tails: list[_Row]
    phrases: dict[str, list[_Row]]
    core: frozenset[str] = frozenset()


@cache
def _grammar(language: str) -> _Grammar:
    data = resources.files("pyrrhus") / "data" / "reading" / f"periods.{language}.toml"
    told = tomllib.loads(data.read_text(encoding="utf-8"))
    lists: dict[str, dict[str, list[tuple[tuple[str, ...], Any]]]] = {}
    for name in _SLOTS:
        for word, value in told.get(name, {}).items():
            words = tuple(one.low for one in tokens_of(word))
            lists.setdefault(name, {}).setdefault(words[0], []).append((words, value))
        for entries in lists.get(name, {}).values():
            entries.sort(key=lambda one: -len(one[0]))
    grammar = _Grammar(lists, {}, [], {})
    for table, rows in ((grammar.spans, told["span"]), (grammar.phrases, told["phrase"])):
        for name, written in rows.items():
            for line in written:
                elements = tuple(_element(part) for part in line.split())
                row = _Row(name, elements, _second(elements, lists))
                for key in _starts(row.elements, lists):
                    if key == "<span>" and table is grammar.spans:
                        grammar.tails.append(row)
                    else:
                        table.setdefault(key, []).append(row)
    heads = {
        words[0]
        for name in ("month", "weekday", "season", "unit")
        for entries in lists.get(name, {}).values()
        for words, _ in entries
    }
    grammar.core = frozenset(heads | set(told.get("core", {}).get("words", ())))
    return grammar


def _second(elements: Sequence[tuple[str, Any]], lists: Mapping[str, Any]) -> frozenset[str] | None:
    if len(elements) < 2 or elements[0][0] != "word" or elements[0][1][1]:
        return None
    made = _starts(elements[1:], lists)
    return None if made & {"<span>", "<event>"} else frozenset(made)


def _element(part: str) -> tuple[str, Any]:
    if part.startswith("<") and part.endswith(">"):
        return "slot", part[1:-1]
    choices = part.split("|") if part != "|" else [part]
    words = frozenset(token.low for choice in choices if choice != "_" for token in tokens_of(choice)[:1])
    return "word", (words, "_" in choices, {choice for choice in choices if len(tokens_of(choice)) > 1})


def _starts(elements: Sequence[tuple[str, Any]], lists: Mapping[str, Any]) -> set[str]:
    """Words, or classes of words, that a row can begin with; ``#`` stands for a number."""
    made: set[str] = set()
    for kind, what in elements:
        if kind == "word":
            made |= what[0]
            if not what[1]:
                return made
        elif what in lists:
            return made | set(lists[what]) | ({"#"} if what == "n" else set())
        else:
            return made | {"<span>" if what in ("span", "point", "calendar") else "<event>" if what == "event" else "#"}
    return made


@cache
def _events(told: tuple[tuple[str, date], ...]) -> list[tuple[tuple[str, ...], date]]:
    """Events as words, the longest first."""
    return sorted(((tuple(one.low for one in tokens_of(words)), day) for words, day in told), key=lambda one: -len(one[0]))


class _Reader:
    """Reads one text; what starts at a place is worked out once."""

    def __init__(self, tokens: Sequence[Token], text: str, calendar: Calendar, grammar: _Grammar) -> None:
        self.tokens, self.text, self.calendar, self.grammar = tokens, text, calendar, grammar
        self.glued = {
            place
            for place, one in enumerate(tokens)
            if place and one.low.isdigit() and one.start == tokens[place - 1].end and tokens[place - 1].low.isalpha()
        }
        self.breaks = {
            place
            for place in range(1, len(tokens))
            if "\n" in text[tokens[place - 1].end : tokens[place].start] and not text[tokens[place].start].islower()
        }
        self.memo: dict[int, list[tuple[int, When]]] = {}
        self.events = _events(tuple(calendar.events.items()))
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
        if self.core[place] > _REACH:
            return None
        best: tuple[int, When] | None = None
        for row in (*self._rows(self.grammar.phrases, place), *self._span_led(place)):
            for last, bound in self._match(row.elements, 0, place, {}, 0, place):
                one = _phrase(row.name, bound, self.calendar)
                if one is not None and (best is None or last > best[0]):
                    best = (last, one)
        for last, one in self.spans_at(place, 0):
            if best is None or last > best[0]:
                best = (last, one)
        if best is None:
            return None
        last, one = best
        return replace(one, from_=self.tokens[place].start, to=self.tokens[last - 1].end, first=place, last=last)

    def _span_led(self, place: int) -> list[_Row]:
        rows = self.grammar.phrases.get("<span>", [])
        return rows if rows and self.spans_at(place, 0) else []

    def spans_at(self, place: int, depth: int) -> list[tuple[int, When]]:
        """Every span that starts here, as the place after it and what it means."""
        if place in self.memo:
            return self.memo[place]
        if depth > _DEPTH or place >= len(self.tokens) or self.core[place] > _REACH - 2:
            return []
        found: dict[int, When] = {}
        for row in self._rows(self.grammar.spans, place):
            for last, bound in self._match(row.elements, 0, place, {}, depth, place):
                one = _span(row.name, bound, self.calendar)
                if one is not None and not self._is_other_word(place, last):
                    found.setdefault(last, one)
        if found:
            for row in self.grammar.tails:
                for middle, first in sorted(found.items()):
                    for last, bound in self._match(row.elements, 1, middle, {"span": [first]}, depth, place):
                        one = _span(row.name, bound, self.calendar)
                        if one is not None:
                            found.setdefault(last, one)
        self.memo[place] = sorted(found.items(), key=lambda one: -one[0])
        return self.memo[place]

    def _is_other_word(self, first: int, last: int) -> bool:
        """A month's name in small letters, alone, is the verb: "may", "march"."""
        return last == first + 1 and self.tokens[first].low in ("may", "march") and self.text[self.tokens[first].start].islower()

    def _rows(self, table: Mapping[str, list[_Row]], place: int) -> Iterator[_Row]:
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


# What the rules of the grammar mean, as days.


def _span(name: str, bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    try:
        made = _SPANS[name](bound, of)
    except (ValueError, OverflowError):
        return None  # the 31st of June is no day
    return None if made is None else replace(made, rule=name)


def _phrase(name: str, bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    if name == "since_war":
        return When(of.war, of.published, "war", "in", rule=name)
    if name == "in_units":
        return _in_units(bound["n"][0], bound["unit"][0], of)
    if name == "in_a_day":
        past = _past(1, "day", of)
        return past and replace(past, form="in", rule="past_day")
    if name == "vague":
        return When(None, of.published, bound.get("unit", ["month"])[0], "vague", rule=name)
    if name == "now":
        return When(None, of.published, "day", "until", rule=name)
    span: When = (bound.get("span") or bound["calendar"])[0]
    if name == "so_far":
        return replace(span, end=min(span.end or of.published, of.published), form="in", rule="so_far")
    if name == "since" and span.start is not None and span.end is not None and span.start <= of.war <= span.end:
        span = replace(span, start=of.war)
    if name == "in" and span.rule == "event":
        return (
            When(of.war, of.published, "war", "in", rule="since_war")
            if span.start == of.war
            else replace(span, end=of.published, form="in")
        )
    if name == "in" and span.rule in ("weekday", "last_weekday", "day", "day_of_year"):
        return replace(span, form="on")
    return replace(span, form=name)


def _in_units(count: int, unit: str, of: Calendar) -> When | None:
    """ "In eighteen months": of war where the war is about that old, else the last eighteen."""
    past = _past(count, unit, of)
    if past is None or past.start is None:
        return None
    if unit == "day" and count == 1:
        return replace(past, form="in", rule="past_day")
    age, told = (of.published - of.war).days, (of.published - past.start).days
    if unit != "hour" and abs(age - told) <= max(7, told // 8):
        return When(of.war, of.published, "war", "in", rule="since_war")
    return replace(past, form="in", rule="past_units")


Rule = Callable[[Mapping[str, list[Any]], Calendar], "When | None"]


def _whole_month(number: int, of: Calendar, at: int | None = None) -> When:
    """The latest month of that name that has begun, or that of the year the text is about."""
    last = of.published
    told = at if at is not None else of.about_year
    chosen = told if told is not None else last.year - (number > last.month)
    span = month(date(chosen, number, 1))
    return When(span.start, span.end, "month", explicit=at is not None)


def _day(number: int, month_: int, of: Calendar, at: int | None = None) -> When:
    if at is None:
        at = of.about_year if of.about_year is not None else of.published.year
        if date(at, month_, number) > of.published:
            at -= 1
        day = date(at, month_, number)
        return When(day, day, "day")
    day = date(at, month_, number)
    return When(day, day, "day", explicit=True)


def _quarter(number: int, of: Calendar, at: int | None = None) -> When | None:
    if not 1 <= number <= 4:
        return None
    told = at if at is not None else of.about_year
    chosen = told if told is not None else of.published.year - (3 * number - 2 > of.published.month)
    return When(date(chosen, 3 * number - 2, 1), month(date(chosen, 3 * number, 1)).end, "quarter", explicit=at is not None)


def _half(number: int, of: Calendar, at: int | None = None) -> When | None:
    if number not in (1, 2):
        return None
    told = at if at is not None else of.about_year
    chosen = told if told is not None else of.published.year - (6 * number - 5 > of.published.month)
    return When(date(chosen, 6 * number - 5, 1), month(date(chosen, 6 * number, 1)).end, "half", explicit=at is not None)


def _season(first: int, of: Calendar, at: int | None = None, *, ended: bool = False) -> When:
    chosen = at
    if chosen is None:
        chosen = of.about_year if of.about_year is not None else of.published.year
        while date(chosen, first, 1) > of.published or (ended and _season(first, of, chosen).end >= of.published):  # type: ignore[operator]
            chosen -= 1
    start = date(chosen, first, 1)
    end = month(month(month(start).end + DAY).end + DAY).end
    return When(start, end, "season", explicit=at is not None)


def _weekday(number: int, of: Calendar, *, before: bool = False) -> When:
    back = (of.published.weekday() - number) % 7
    day = of.published - timedelta(days=back + (7 if before and back == 0 else 0))
    return When(day, day, "day")


def _unit(unit: str, day: date) -> When | None:
    """The calendar day, week, month, quarter or year that holds a day."""
    if unit == "day":
        return When(day, day, "day")
    if unit == "week":
        start = day - timedelta(days=day.weekday())
        return When(start, start + timedelta(days=6), "week")
    if unit == "month":
        return When(month(day).start, month(day).end, "month")
    if unit == "quarter":
        first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        return When(first, month(first.replace(month=first.month + 2)).end, "quarter")
    if unit == "year":
        return When(year(day).start, year(day).end, "year")
    return None


def _this(unit: str, of: Calendar) -> When | None:
    if unit == "hour":
        return None
    span = _unit(unit, of.published)
    return span and replace(span, end=of.published)


def _last(unit: str, of: Calendar) -> When | None:
    if unit in ("fortnight", "hour"):
        return _past(1, unit, of)
    this = _unit(unit, of.published)
    return this and this.start and _unit(unit, this.start - DAY)


def _past(count: int, unit: str, of: Calendar) -> When | None:
    """The days that end on the day of publication; hours up to 24 and one day are the day before."""
    end = of.published
    if unit == "hour":
        if count > 24 and count % 24 == 0:
            return When(end - timedelta(days=count // 24 - 1), end, "day")
        return When(end - DAY, end - DAY, "day") if count <= 24 else When(end - timedelta(days=-(-count // 24) - 1), end, "day")
    if unit == "day":
        return When(end - DAY, end - DAY, "day") if count == 1 else When(end - timedelta(days=count - 1), end, "day")
    if unit in ("week", "fortnight"):
        return When(end - timedelta(days=count * (14 if unit == "fortnight" else 7) - 1), end, unit)
    # "The last three months", "the past year": back by calendar months, to the day after the same day.
    return When(_months_back(end, count * {"month": 1, "quarter": 3, "year": 12}[unit]) + DAY, end, unit)


def _whole_units(count: int, unit: str, of: Calendar) -> When | None:
    """ "The last four months": whole calendar months before the one that has begun, unless that is as good as over."""
    if unit not in ("month", "quarter"):
        return _past(count, unit, of)
    last = month(of.published).start - DAY if of.published != month(of.published).end else of.published
    return When(_months_back(last + DAY, count * (3 if unit == "quarter" else 1)), last, "range")


def _months_back(day: date, count: int) -> date:
    whole = day.year * 12 + day.month - 1 - count
    first = date(whole // 12, whole % 12 + 1, 1)
    return first.replace(day=min(day.day, month(first).end.day))


def _back(span: When, unit: str, count: int) -> When | None:
    """The same days so many units before."""
    if span.start is None or span.end is None:
        return None
    if unit in ("month", "quarter", "year"):
        step = count * {"month": 1, "quarter": 3, "year": 12}[unit]
        end = _months_back(span.end, step)
        if span.end == month(span.end).end:
            end = month(end).end
        return replace(span, start=_months_back(span.start, step), end=end)
    days = timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}.get(unit, 1))
    return replace(span, start=span.start - days, end=span.end - days)


def _ends(first: When, last: When, of: Calendar) -> When | None:
    if first.start is None or last.end is None or first.relative or last.relative:
        return None
    start, end = first.start, last.end
    if last.explicit and not first.explicit:
        while start.year > end.year or start > end:
            start = start.replace(year=start.year - 1, day=min(start.day, 28) if start.month == 2 else start.day)
        while start.year < end.year and start.replace(year=start.year + 1, day=min(start.day, 28)) <= end:
            start = start.replace(year=start.year + 1, day=min(start.day, 28) if start.month == 2 else start.day)
    elif first.explicit and not last.explicit and end < start:
        return None
    elif start > end:
        start = _months_back(start, 12)
        if start > end:
            return None
    if start <= of.war <= end and (of.war - start).days < 32:
        start = of.war
    return When(start, end, last.grain if first.grain == last.grain else "range", explicit=first.explicit or last.explicit)


def _days(bound: Mapping[str, list[Any]], of: Calendar, at: int | None = None) -> When | None:
    first, last = bound["d"][:2]
    if first > last:
        return None
    one, two = _day(first, bound["month"][0], of, at), _day(last, bound["month"][0], of, at)
    return _ends(one, two, of) if one.start and two.end and one.start <= two.end else None


def _of(name: str, at: int = 0) -> Callable[[Mapping[str, list[Any]]], Any]:
    return lambda bound: bound[name][at]


def _only(bound: Mapping[str, list[Any]], start: bool) -> When | None:
    span: When = bound["span"][0]
    day = span.start if start else span.end
    return None if day is None or (span.relative and span.rule != "the_unit") else When(day, day, "point", explicit=span.explicit)


def _part(bound: Mapping[str, list[Any]], low: int, high: int) -> When | None:
    """A part of a month, by days, or of a longer span, by thirds."""
    span: When = bound["span"][0]
    if span.start is None or span.end is None or (span.relative and span.rule != "the_unit"):
        return None
    span = replace(span, relative=())
    if span.grain == "month":
        first = span.start.replace(day=low)
        return replace(span, start=first, end=month(first).end if high > 28 else span.start.replace(day=high), grain="part")
    length = (span.end - span.start).days + 1
    if length < 3:
        return span
    return replace(
        span,
        start=span.start + timedelta(days=length * (low - 1) // 30),
        end=span.start + timedelta(days=length * high // 30 - 1),
        grain="part",
    )


def _mid(bound: Mapping[str, list[Any]], _: Calendar) -> When | None:
    """The middle of a month is its 15th; of a longer span, its middle third."""
    span: When = bound["span"][0]
    if span.grain == "month" and span.start:
        day = span.start.replace(day=15)
        return When(day, day, "point", explicit=span.explicit)
    return _part(bound, 11, 20)


def _first_units(bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    count, unit = bound["n"][0], bound["unit"][0]
    span: When = bound["span"][0] if "span" in bound else _unit("year", of.published)  # type: ignore[assignment]
    if span is None or span.start is None:
        return None
    return _run(span.start, count, unit)


def _run(start: date, count: int, unit: str) -> When | None:
    """So many units from a first day on."""
    if unit in ("month", "quarter", "year"):
        step = count * {"month": 1, "quarter": 3, "year": 12}[unit]
        return When(start, _months_back(start, -step) - DAY, "range")
    if unit in ("day", "week", "fortnight"):
        return When(start, start + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit] - 1), "range")
    return None


def _final_units(bound: Mapping[str, list[Any]], _: Calendar) -> When | None:
    count, unit, span = bound["n"][0], bound["unit"][0], bound["span"][0]
    if span.end is None or span.relative:
        return None
    if unit in ("month", "quarter", "year"):
        start = _months_back(span.end + DAY, count * {"month": 1, "quarter": 3, "year": 12}[unit])
        return When(start, span.end, "range", explicit=span.explicit)
    if unit in ("day", "week", "fortnight"):
        return When(span.end - timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit] - 1), span.end, "range")
    return None


def _the(unit: str, of: Calendar) -> When | None:
    """ "The month": the one spoken of, else that of a week ago."""
    if unit in ("hour", "day"):
        return None
    week = timedelta(days=7)
    span = _unit(unit, of.published - week) if unit in ("month", "quarter") else _unit(unit, of.published)
    if unit == "year" and of.about_year is not None:
        span = _unit(unit, date(of.about_year, 1, 1))
    return span and replace(span, relative=("same", unit, 1))


def _units_to(bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    """ "The week to 2 February": so many units that end on a day."""
    end = bound["point"][0].end
    if end is None:
        return None
    return _final_units({"n": bound.get("n", [1]), "unit": bound["unit"], "span": [When(end, end)]}, of)


def _half_of(bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    number, span = bound["nth"][0], bound["span"][0]
    if span.grain == "year" and span.start:
        return _half(number, of, span.start.year)
    if span.grain == "month" and number in (1, 2):
        return _part(bound, 1, 15) if number == 1 else _part(bound, 16, 31)
    return None


def _units_ago(bound: Mapping[str, list[Any]], of: Calendar) -> When | None:
    count, unit = bound["n"][0], bound["unit"][0]
    if unit == "hour":
        return None
    day = of.published
    shifted = _back(When(day, day, "day"), unit, count)
    return shifted and replace(shifted, relative=(), form="ago")


def _same_last_year(bound: Mapping[str, list[Any]], of: Calendar) -> When:
    return When(None, None, relative=("back", "year", 1))


_SPANS: Final[dict[str, Rule]] = {
    "day": lambda b, of: _day(b["d"][0] if "d" in b else b["nth"][0], b["month"][0], of),
    "day_of_year": lambda b, of: _day(b["d"][0], b["month"][0], of, b["year"][0]),
    "day_in_digits": lambda b, of: _day(b["d"][0], b["m"][0], of, (b.get("year") or b["yy"])[0]),
    "iso_day": lambda b, of: (
        _day(b["m"][1], b["m"][0], of, b["year"][0]) if len(b["m"]) > 1 else _day(b["d"][0], b["m"][0], of, b["year"][0])
    ),
    "month": lambda b, of: _whole_month(b["month"][0], of),
    "month_of_year": lambda b, of: _whole_month(b["month"][0], of, (b.get("year") or b["spoken_year"])[0]),
    "month_of_last_year": lambda b, of: _whole_month(b["month"][0], of, of.published.year - 1),
    "month_of_this_year": lambda b, of: _whole_month(b["month"][0], of, of.published.year),
    "last_month_named": lambda b, of: _whole_month(b["month"][0], of, of.published.year - (b["month"][0] >= of.published.month)),
    "quarter": lambda b, of: _quarter(b["nth"][0], of),
    "quarter_of_year": lambda b, of: _quarter((b.get("nth") or b["d"])[0], of, b["year"][0]),
    "quarter_of_last_year": lambda b, of: _quarter(b["nth"][0], of, of.published.year - 1),
    "last_quarter_of_year": lambda b, of: _quarter(4, of, b["year"][0]),
    "half": lambda b, of: _half((b.get("nth") or b["d"])[0], of),
    "half_of_year": lambda b, of: _half((b.get("nth") or b["d"])[0], of, b["year"][0]),
    "half_of_last_year": lambda b, of: _half(b["nth"][0], of, of.published.year - 1),
    "half_of_span": _half_of,
    "season": lambda b, of: _season(b["season"][0], of),
    "season_of_year": lambda b, of: _season(b["season"][0], of, b["year"][0]),
    "last_season": lambda b, of: _season(b["season"][0], of, ended=True),
    "year": lambda b, of: When(date(b["year"][0], 1, 1), date(b["year"][0], 12, 31), "year", explicit=True),
    "this_unit": lambda b, of: _this(b["unit"][0], of),
    "this_year": lambda b, of: _this("year", of),
    "last_unit": lambda b, of: _last(b["unit"][0], of),
    "whole_of": lambda b, of: b["span"][0],
    "unit_before_last": lambda b, of: (one := _last(b["unit"][0], of)) and one.start and _unit(b["unit"][0], one.start - DAY),
    "unit_before": lambda b, of: When(None, None, relative=("before", b["unit"][0], 1)),
    "n_units_before": lambda b, of: When(None, None, relative=("before", b["unit"][0], b["n"][0])),
    "same_span": lambda b, of: When(None, None, relative=("same",)),
    "same_span_last_year": _same_last_year,
    "same_span_of_year": lambda b, of: When(None, None, relative=("in_year", b["year"][0])),
    "the_n_units": lambda b, of: When(None, None, relative=("same", b["unit"][0], b["n"][0])),
    "units_to": _units_to,
    "the_unit": lambda b, of: _the(b["unit"][0], of),
    "yesterday": lambda b, of: When(of.published - DAY, of.published - DAY, "day"),
    "today": lambda b, of: When(of.published, of.published, "day"),
    "past_day": lambda b, of: _past(1, "day", of),
    "past_units": lambda b, of: _past(b["n"][0] if "n" in b else 1, b["unit"][0], of),
    "last_units": lambda b, of: _whole_units(b["n"][0], b["unit"][0], of),
    "last_n_months_of": _final_units,
    "first_n_units_of": _first_units,
    "first_n_units": _first_units,
    "weekday": lambda b, of: _weekday(b["weekday"][0], of),
    "last_weekday": lambda b, of: _weekday(b["weekday"][0], of, before=True),
    "start_of": lambda b, of: (
        _only(b, True) if "span" in b else When(date(of.published.year, 1, 1), date(of.published.year, 1, 1), "point")
    ),
    "end_of": lambda b, of: _only(b, False) if "span" in b else None,
    "early": lambda b, of: _part(b, 1, 10),
    "middle_of": _mid,
    "late": lambda b, of: _part(b, 21, 31),
    "event": lambda b, of: When(b["event"][0], b["event"][0], "event", explicit=True),
    "before_event": lambda b, of: When(of.war - DAY, of.war - DAY, "event", explicit=True),
    "span_to_span": lambda b, of: _ends(*(*b.get("span", ()), *b["point"])[:2], of),
    "days_of_month": _days,
    "days_of_month_of_year": lambda b, of: _days(b, of, b["year"][0]),
    "months_and": lambda b, of: _ends(_whole_month(b["month"][0], of), _whole_month(b["month"][1], of), of),
    "months_and_of_year": lambda b, of: _ends(
        _whole_month(b["month"][0], of, None if "year" in b else of.published.year - 1),
        _whole_month(b["month"][1], of, b["year"][0] if "year" in b else of.published.year - 1),
        of,
    ),
    "units_ago": _units_ago,
}


def resolve(one: When, reference: When | None, of: Calendar) -> When:
    """A relative phrase against the period spoken of before; without one, against the day of publication."""
    if not one.relative:
        return one
    what = one.relative
    if what[0] == "same":
        if reference is None or (one.rule == "the_unit" and reference.grain != what[1]):
            past = _past(1, what[1], of) if one.rule == "the_unit" and one.form == "in" and what[1] == "week" else None
            return replace(one, start=past.start, end=past.end, relative=()) if past else replace(one, relative=())
        if len(what) == 3 and reference.start is not None and what[2] > 1:
            run = _run(reference.start, what[2], what[1])
            if run is not None and run.end is not None and run.end <= month(of.published).end:
                return replace(one, start=run.start, end=run.end, grain="range", relative=())
        return replace(one, start=reference.start, end=reference.end, grain=reference.grain, relative=())
    if reference is None or reference.start is None or reference.end is None:
        reference = When(of.published, of.published, "day")
    if what[0] == "in_year":
        step = (reference.end.year if reference.end else of.published.year) - what[1]
        moved = _back(reference, "year", step)
    elif what[0] == "back" or what[1] == "year" or (reference.start == reference.end and what[1] != "day"):
        moved = _back(reference, what[1], what[2])
    elif what[2] == 1:
        unit = _unit(what[1], reference.start - DAY) if reference.start else None
        moved = unit
    else:
        end = (reference.start or of.published) - DAY
        moved = _final_units({"n": [what[2]], "unit": [what[1]], "span": [When(end, end)]}, of)
    if moved is None:
        return replace(one, relative=())
    return replace(one, start=moved.start, end=moved.end, grain=moved.grain, relative=())
