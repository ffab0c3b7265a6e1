"""Every quantity of a text: the number, the author's words of bound, its unit, and why it may count nothing.

One grammar for digits and words; the words are data (``data/reading``). A number whose marks the text does not settle
("48.240" alone) has no value: it is ambiguous and carries both readings.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyrrhus.reading.again import said_again
from pyrrhus.reading.bounds import bound_after, bound_before
from pyrrhus.reading.claim import Span
from pyrrhus.reading.digits import Marks, marks_of
from pyrrhus.reading.lexicon import Lexicon, lexicon
from pyrrhus.reading.number_words import number_at
from pyrrhus.reading.parts import Number
from pyrrhus.reading.ranges import DASHES, Partner, partner
from pyrrhus.reading.rejected import why_before_unit, why_no_count
from pyrrhus.reading.tokens import Tokens, tokens_of
from pyrrhus.reading.units import Unit, money_before, unit_at
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

__all__ = ["Quantity", "quantities"]

_MILLION: Final = Decimal(1_000_000)
_MINUS: Final = "-−‒–"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text; offsets count code points, ends exclusive.

    ``text`` is the number with its adjoining unit and a leading sign, without words of bound. ``low``, ``value`` and
    ``high`` are in ``unit``: square miles are turned into km2, a part of a whole ("a third") is in percent. ``unit`` is one
    of the vocabulary where it counts persons, pieces, settlements, days, weeks, months, km2, percent or percentage points,
    and persons over km2 only where both are written; else years, hours, km, miles, m, mm, kg, celsius, a currency, date, times
    and the like, or "" for a bare number. ``per`` is day, week, month or year, or km2 for "96 per square kilometre" without a
    counted noun. ``unit_as_written`` is "" where the number stands alone.

    ``form`` is digits, words, part, multiple (2 for "twice"), ratio ("two to one") or ordinal. ``rejected`` says why a number
    counts nothing: date, time, duration, age, calibre, money, distance, measure, identifier, ordinal, house number, score,
    numbering, strength, occasions or look-alike; "" for all others. ``ambiguous`` numbers have no value; ``readings`` are the
    values they may have.
    """

    start_char: int
    end_char: int
    text: str
    low: Decimal | None
    value: Decimal | None
    high: Decimal | None
    bound: str
    unit: str
    unit_as_written: str
    per: str
    number_start: int
    number_end: int
    bound_start: int
    bound_end: int
    also: tuple[Span, ...] = ()
    rejected: str = ""
    form: str = "digits"
    ambiguous: bool = False
    readings: tuple[Decimal, ...] = ()


def quantities(text: str) -> list[Quantity]:
    """Every quantity of a text in order, claims or not; time and memory grow with the length of the text alone.

    Reads English, Ukrainian and Russian. Vague quantities ("dozens", "several thousand") are none.
    """
    tokens = tokens_of(text)
    lex = lexicon()
    words, starts = tokens.words, lex.starts
    reader = _Reader(tokens, marks_of((word for word in words if word[0].isdecimal()), text), lex)
    found: list[Quantity] = []
    done = 0
    for i in [i for i, word in enumerate(words) if word in starts or word[0].isdecimal()]:
        if i >= done:
            quantity, done = reader.read(i)
            if quantity:
                found.append(quantity)
    return found


class _Reader:
    """Reads the quantity that starts at a token; remembers where the last one ended, and whether it was a date."""

    def __init__(self, tokens: Tokens, marks: Marks, lex: Lexicon) -> None:
        self.tokens, self.marks, self.lex = tokens, marks, lex
        self.date_end = -9  # token behind the last date
        self.end = 0  # token behind the last quantity

    def read(self, i: int) -> tuple[Quantity | None, int]:
        """The quantity that starts at token ``i``, and the token to go on from."""
        tokens, lex = self.tokens, self.lex
        number = number_at(tokens, i, self.marks, lex)
        if number is None or number.first < self.end or self._is_vague(number):
            return None, i + 1
        why, end = why_before_unit(tokens, number, lex, after_date=self._after_date(number))
        if why:
            self.end = end
            if why == "date":
                self.date_end = end + 1 if end < len(tokens.words) and tokens.words[end] in lex.months else end
            value = None if why in ("identifier", "look-alike", "time") else number.value
            return self._made(number, end, value=value, unit="date" if why == "date" else "", rejected=why), end
        if (
            number.form == "digits"
            and number.last < len(tokens.words)
            and tokens.words[number.last] == "s"
            and tokens.adjacent(number.last - 1)
        ):
            return None, number.last + 1  # "10,000s of men" is vague
        pair = partner(tokens, number, self.marks, lex)
        if pair and pair.kind == "two":
            number.value, number.scales, pair = pair.low, pair.high.scales, None
        if pair and pair.kind == "score":
            self.end = pair.high.last
            return self._made(number, self.end, value=None, rejected="score"), self.end
        return self._counted(number, pair)

    def _is_vague(self, number: Number) -> bool:
        """Whether it is the scale word of a vague quantity: "several thousand", "hundreds of thousands"."""
        words, i = self.tokens.words, number.first
        return i > 0 and words[i] in self.lex.scales and words[i - 1] in self.lex.vague["before"]

    def _counted(self, number: Number, pair: Partner | None) -> tuple[Quantity | None, int]:
        tokens, lex = self.tokens, self.lex
        last = pair.high if pair else number
        behind = bound_after(tokens, last.last, lex)
        currency = money_before(tokens, number.first, lex)
        unit = unit_at(tokens, behind.last if behind else last.last, lex, near=bool(currency) or _is_bare(last))
        if currency and unit and unit.name:
            unit = None
        end = unit.last if unit else last.last
        behind = behind or bound_after(tokens, end, lex)
        low, value, high = (pair.low, None, pair.high.value) if pair else (None, number.value, None)
        form, readings = number.form, number.readings
        if pair and pair.kind == "ratio":
            low, value, high, form = None, pair.low, None, "ratio"
        if (
            last.letter_m
            and not currency
            and value is not None
            and not (unit and (unit.name == "persons" or lex.unit_rejects.get(unit.name) == "money"))
        ):
            value, unit_name, readings = _metres_or_million(tokens, last, value, lex)
        else:
            unit_name = currency or (unit.name if unit else "")
        name, per, factor = _in_vocabulary(unit_name, unit)
        if form == "part" and not name:
            name = "percent"
        if form in ("multiple", "ratio"):
            name = "none"
        if end < len(tokens.words) and unit is None and tokens.words[end] in lex.grammar["times"] and tokens.flows(end - 1):
            more = end + 1 < len(tokens.words) and tokens.words[end + 1] in lex.grammar["times_before"] and tokens.flows(end)
            name, form = ("none", "multiple") if more else ("times", form)
            unit = Unit("times", end, end + 1)
            end += 1
        if unit is None and (fold := _fold(tokens, end, lex)):
            name, form, end = "none", "multiple", fold
        if not name and unit is None:
            name = self._behind_bracket(end)
        rejected = "" if form == "multiple" else why_no_count(tokens, last, lex, name, end)
        if number.value == 1 and not name and not pair and tokens.words[number.first] in lex.grammar["pronouns"]:
            return None, number.last
        also, factor, name, stop = self._again(pair.low if pair else value, name, factor, unit, end)
        self.end = max(stop, end, behind.last if behind else 0)
        made = self._made(
            number, end, low=_times(low, factor), value=_times(value, factor), high=_times(high, factor), unit=name, per=per,
            rejected=rejected, form=form, readings=readings, also=also, number_last=last.last, unit_found=unit,
            after=(behind.first, behind.last, behind.name) if behind else None,
        )  # fmt: skip
        return made, self.end

    def _behind_bracket(self, end: int) -> str:
        """The unit behind a bracketed increase: "790 800 (+1 250) осіб"."""
        words = self.tokens.words
        if words[end : end + 2] != ["(", "+"] or words[end + 3 : end + 4] != [")"]:
            return ""
        unit = unit_at(self.tokens, end + 4, self.lex, near=True)
        return unit.name if unit and unit.name in ("persons", "pieces", "settlements") else ""

    def _again(
        self, value: Decimal | None, name: str, factor: Decimal, unit: Unit | None, end: int
    ) -> tuple[tuple[Span, ...], Decimal, str, int]:
        """The same quantity in another unit behind it; a bare number gets its unit from there."""
        again = said_again(self.tokens, end, value, unit, self.marks, self.lex) if value is not None else None
        if again is None:
            return (), factor, name, end
        start, stop = self.tokens.starts[again.first], self.tokens.ends[again.last - 1]
        if unit is None and again.unit:
            name, factor = "km2", (KM2_PER_SQUARE_MILE if again.unit == "square_miles" else Decimal(1))
        return (Span(self.tokens.text[start:stop], start, stop),), factor, name, again.last

    def _made(
        self, number: Number, end: int, *, value: Decimal | None = None, low: Decimal | None = None,
        high: Decimal | None = None, unit: str = "", per: str = "", rejected: str = "", form: str = "",
        readings: tuple[Decimal, ...] = (), also: tuple[Span, ...] = (), number_last: int = 0, unit_found: Unit | None = None,
        after: tuple[int, int, str] | None = None,
    ) -> Quantity:  # fmt: skip
        tokens, lex = self.tokens, self.lex
        text, starts, ends = tokens.text, tokens.starts, tokens.ends
        first = number.first
        before = bound_before(tokens, first - 1 if money_before(tokens, first, lex) else first, lex)
        start, negative = self._sign(number)
        if money_before(tokens, first, lex):
            start = starts[first - 1]
        number_last = number_last or number.last
        bound = before.name if before else "plain"
        if (
            lex.unit_rejects.get(unit) in ("duration", "time")
            and before
            and text[starts[before.first] : ends[before.last - 1]].lower() == "over"
        ):
            before, bound = None, "plain"
        bound_start, bound_end = (starts[before.first], ends[before.last - 1]) if before else (start, start)
        if after and bound in ("plain", "about"):
            bound = after[2] if bound == "plain" or after[2] != "about" else bound
            if not before:
                bound_start, bound_end = starts[after[0]], ends[after[1] - 1]
        if low is not None and high is not None:
            bound = "range"
        if negative:
            # a sign before a range is of its first number: "from -37 to 126"
            low, value = None if low is None else -low, None if value is None else -value
        stop = ends[end - 1]
        written = text[starts[unit_found.first] : ends[unit_found.last - 1]] if unit_found else ""
        return Quantity(
            start, stop, text[start:stop], low, value, high, bound, unit, written, per,
            starts[first], ends[number_last - 1], bound_start, bound_end, also, rejected, form or number.form,
            bool(number.readings or readings), number.readings or readings,
        )  # fmt: skip

    def _after_date(self, number: Number) -> bool:
        """Whether the number stands right behind a date, or a dash, "to" or "and" stands between them."""
        behind = number.first - self.date_end
        joint = self.tokens.words[self.date_end] if behind == 1 else ""
        return behind == 0 or (
            behind == 1 and (joint in DASHES or joint in self.lex.grammar["to"] or joint in self.lex.grammar["pair"])
        )

    def _sign(self, number: Number) -> tuple[int, bool]:
        """Where the quantity starts with its sign, and whether it is negative. A dash at the start of a line is a bullet."""
        tokens, i = self.tokens, number.first
        start = tokens.starts[i]
        words = tokens.words
        if (
            i
            and words[i - 1] in self.lex.grammar["minus"]
            and tokens.flows(i - 1)
            and not (i > 1 and words[i - 2][0].isdecimal())
        ):
            return tokens.starts[i - 1], True
        if not i or number.form != "digits" or not tokens.adjacent(i - 1):
            return start, False
        sign, before = tokens.words[i - 1], tokens.text[tokens.starts[i - 1] - 1 : tokens.starts[i - 1]]
        if sign == "+":
            return start - 1, False
        if sign in _MINUS and ((before in " (|\t\u00a0" and before) or (sign == "−" and not before.isalnum())):
            return start - 1, True
        return start, False


def _is_bare(number: Number) -> bool:
    """Whether its unit must stand directly behind: parts and multiples have none, and years look like numbers."""
    if number.form in ("part", "multiple"):
        return True
    value = number.value
    return number.form == "digits" and not number.scales and value is not None and 1900 <= value <= 2099


def _fold(tokens: Tokens, end: int, lex: Lexicon) -> int:
    """The token behind "-fold", or 0."""
    words = tokens.words
    k = end + 1 if end < len(words) and words[end] == "-" and tokens.adjacent(end - 1) else end
    return k + 1 if k < len(words) and words[k] in lex.grammar["fold"] and tokens.adjacent(k - 1) else 0


def _in_vocabulary(name: str, unit: Unit | None) -> tuple[str, str, Decimal]:
    """The unit in the vocabulary's words, how often, and the factor from the written unit."""
    per = unit.per if unit else ""
    if unit and unit.over:
        factor = 1 / KM2_PER_SQUARE_MILE if unit.over == "square_miles" else Decimal(1)
        return ("persons/km2", "", factor) if name in ("persons", "") else (name, "km2", factor)
    if name == "square_miles":
        return "km2", per, KM2_PER_SQUARE_MILE
    return name, per, Decimal(1)


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    """The product without zeros that nobody wrote: 1.2 million is 1200000, but 20.0 stays 20.0."""
    if value is None:
        return None
    product = value * factor
    whole = product.to_integral_value()
    return whole if product == whole and (factor != 1 or abs(product) >= 1000) else product


def _metres_or_million(
    tokens: Tokens, number: Number, value: Decimal, lex: Lexicon
) -> tuple[Decimal | None, str, tuple[Decimal, ...]]:
    """ "1.1m" is a million, "300m long" is metres; a whole number alone may be either and has no value."""
    words, j = tokens.words, number.last
    follows = words[j] if j < len(words) and tokens.flows(j - 1) else ""
    if follows in lex.grammar["metres_before"]:
        return value / _MILLION, "m", ()
    if value < 20 * _MILLION and value % _MILLION:
        return value, "", ()
    return None, "", (value, value / _MILLION)
