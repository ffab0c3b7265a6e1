"""The grammar of time, read from the file of a language: rows of words and slots by the words they start with."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from pyrrhus.reading.phrases import tokens_of

__all__ = ["Grammar", "Row", "grammar_of"]

_SLOTS: Final = ("month", "weekday", "season", "unit", "n", "nth", "spoken_year")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the grammar: the rule that says what it means, and its words and slots."""

    name: str
    elements: tuple[tuple[str, Any], ...]
    second: frozenset[str] | None = None
    """What its second word must be, ``#`` for a number, where that is a short list."""


@dataclass(slots=True)
class Grammar:
    """All rows of a language by their first words; ``tails`` go on from a span, ``core`` are its words of time."""

    lists: dict[str, dict[str, list[tuple[tuple[str, ...], Any]]]]
    spans: dict[str, list[Row]]
    tails: list[Row]
    phrases: dict[str, list[Row]]
    core: frozenset[str] = frozenset()


@cache
def grammar_of(language: str) -> Grammar:
    """The grammar of a language, read once."""
    data = resources.files("pyrrhus") / "data" / "reading" / f"periods.{language}.toml"
    told = tomllib.loads(data.read_text(encoding="utf-8"))
    lists: dict[str, dict[str, list[tuple[tuple[str, ...], Any]]]] = {}
    for name in _SLOTS:
        for word, value in told.get(name, {}).items():
            words = tuple(one.low for one in tokens_of(word))
            lists.setdefault(name, {}).setdefault(words[0], []).append((words, value))
        for entries in lists.get(name, {}).values():
            entries.sort(key=lambda one: -len(one[0]))
    grammar = Grammar(lists, {}, [], {})
    for table, rows in ((grammar.spans, told["span"]), (grammar.phrases, told["phrase"])):
        for name, written in rows.items():
            for line in written:
                elements = tuple(_element(part) for part in line.split())
                row = Row(name, elements, _second(elements, lists))
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
