"""The word lists of numbers, bounds and units, read once from their data files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Final

from pyrrhus.errors import InputError
from pyrrhus.reading.tokens import words_of

__all__ = ["LANGUAGES", "Lexicon", "Phrases", "lexicon", "read_table"]

LANGUAGES: Final = ("en", "uk", "ru")
"""Languages with word lists of numbers; their words do not clash, so that one text may mix them."""

_Phrase = tuple[list[str], str]


class Phrases:
    """Phrases found from their first word on, or backwards from their last; the longest one wins."""

    def __init__(self) -> None:
        self._first: dict[str, list[_Phrase]] = {}
        self._last: dict[str, list[_Phrase]] = {}

    def add(self, phrases: Iterable[str], name: str) -> None:
        """Add phrases that stand for a name; one that is known already keeps its name."""
        for phrase in phrases:
            words = list(words_of(phrase))
            for table, key in ((self._first, words[0]), (self._last, words[-1])):
                known = table.setdefault(key, [])
                if all(words != other for other, _ in known):
                    known.append((words, name))
                    known.sort(key=lambda one: -len(one[0]))

    def after(self, words: Sequence[str], i: int) -> tuple[int, str] | None:
        """The phrase that starts at ``i``: how many words it has, and its name."""
        for phrase, name in self._first.get(words[i], ()) if i < len(words) else ():
            if len(phrase) == 1 or words[i : i + len(phrase)] == phrase:
                return len(phrase), name
        return None

    def before(self, words: Sequence[str], i: int) -> tuple[int, str] | None:
        """The phrase that ends with the word at ``i``."""
        for phrase, name in self._last.get(words[i], ()) if i >= 0 else ():
            size = len(phrase)
            if size == 1 or (i + 1 >= size and words[i + 1 - size : i + 1] == phrase):
                return size, name
        return None


@dataclass(slots=True)
class Lexicon:
    """Everything the grammar knows of words, over all languages."""

    ones: dict[str, Decimal] = field(default_factory=dict)
    tens: dict[str, Decimal] = field(default_factory=dict)
    hundreds: dict[str, Decimal] = field(default_factory=dict)
    scales: dict[str, Decimal] = field(default_factory=dict)
    suffixes: dict[str, Decimal] = field(default_factory=dict)
    mixed: dict[str, Decimal] = field(default_factory=dict)
    halves: dict[str, Fraction] = field(default_factory=dict)
    parts: dict[str, Decimal] = field(default_factory=dict)
    ordinals: dict[str, Decimal] = field(default_factory=dict)
    multiples: dict[str, Decimal] = field(default_factory=dict)
    doubling: dict[str, Decimal] = field(default_factory=dict)
    bare_scales: set[str] = field(default_factory=set)
    bare_parts: set[str] = field(default_factory=set)
    grammar: dict[str, set[str]] = field(default_factory=dict)
    one_in: Phrases = field(default_factory=Phrases)
    vague: dict[str, set[str]] = field(default_factory=dict)
    dates: dict[str, set[str]] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    ages: dict[str, set[str]] = field(default_factory=dict)
    age_after: Phrases = field(default_factory=Phrases)
    identifiers: dict[str, set[str]] = field(default_factory=dict)
    bounds_before: Phrases = field(default_factory=Phrases)
    bounds_after: Phrases = field(default_factory=Phrases)
    between_bound: set[str] = field(default_factory=set)
    units: Phrases = field(default_factory=Phrases)
    unit_rejects: dict[str, str] = field(default_factory=dict)
    money_before: dict[str, str] = field(default_factory=dict)
    per: Phrases = field(default_factory=Phrases)
    not_per: set[str] = field(default_factory=set)
    over_ground: Phrases = field(default_factory=Phrases)
    between_unit: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)
    joints: frozenset[str] = frozenset()
    """Words and signs that may join two numbers."""
    starts: frozenset[str] = frozenset()
    """Words at which a number may start."""
    plain: frozenset[str] = frozenset()
    """Words that are numbers by themselves."""


@cache
def lexicon() -> Lexicon:
    """The shipped word lists, all languages in one.

    Raises:
        InputError: for a data file that is not TOML or lacks a table.
    """
    made = Lexicon()
    for language in LANGUAGES:
        _add_numbers(made, read_table(f"numbers.{language}.toml"))
    _add_units(made, read_table("units.toml"))
    made.plain = frozenset({*made.ones, *made.tens, *made.hundreds, *made.mixed})
    made.joints = frozenset({*made.grammar["to"], *made.grammar["pair"], "-", "‒", "–", "—", "‑", ":"})
    made.starts = frozenset(
        {*made.plain, *made.scales, *made.halves, *made.parts, *made.ordinals, *made.multiples, *made.doubling}
    )
    return made


def read_table(name: str) -> dict[str, Any]:
    """A word list of this room by its file name.

    Raises:
        InputError: where the file is absent or no TOML.
    """
    try:
        return tomllib.loads((files("pyrrhus") / "data" / "reading" / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise InputError(f"cannot read a word list: {fault}", where=name) from fault


_DECIMALS: Final = ("ones", "tens", "hundreds", "scales", "suffixes", "parts", "ordinals", "multiples")


def _add_numbers(made: Lexicon, table: Mapping[str, Any]) -> None:
    for name in _DECIMALS:
        target = getattr(made, name)
        for word, value in table.get(name, {}).items():
            target.setdefault(word, Decimal(value))
    for word, value in table.get("halves", {}).items():
        made.halves.setdefault(word, Fraction(value))
    for word, value in table.get("mixed", {}).items():
        fraction = Fraction(value)
        made.mixed.setdefault(word, Decimal(fraction.numerator) / Decimal(fraction.denominator))
    grammar = table["grammar"]
    if grammar.get("alone"):
        made.bare_scales.update(table["scales"])
        made.bare_parts.update(table["parts"])
    made.bare_parts.update(grammar.get("bare_parts", ()))
    made.doubling.update({word: Decimal(value) for word, value in grammar.get("doubling", {}).items()})
    for target, source in ((made.grammar, grammar), (made.vague, table["vague"]), (made.dates, table["dates"]),
                           (made.ages, table["ages"]), (made.identifiers, table["identifiers"])):  # fmt: skip
        for name, words in source.items():
            if isinstance(words, list):
                target.setdefault(name, set()).update(words)
    made.months.update(table["months"])
    made.one_in.add(grammar["in"], "in")
    made.age_after.add(table["ages"].get("after", ()), "age")
    for where, target in (("before", made.bounds_before), ("after", made.bounds_after)):
        for bound, phrases in table["bounds"][where].items():
            target.add(phrases, bound)
    made.between_bound.update(table["bounds"].get("between", ()))


def _add_units(made: Lexicon, table: Mapping[str, Any]) -> None:
    for name, entry in table.items():
        if name == "per":
            for period, phrases in entry.items():
                for language in LANGUAGES:
                    made.per.add(phrases.get(language, ()), period)
        elif name == "over_ground":
            for language in LANGUAGES:
                made.over_ground.add(entry.get(language, ()), "over")
        elif name in ("between", "common", "not_per"):
            target = {"between": made.between_unit, "common": made.common, "not_per": made.not_per}[name]
            for language in LANGUAGES:
                target.update(entry.get(language, ()))
        else:
            for language in LANGUAGES:
                made.units.add(entry.get(language, ()), name)
            made.unit_rejects[name] = entry.get("rejected", "")
            for sign in entry.get("before", ()):
                made.money_before[sign] = name
