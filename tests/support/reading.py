"""How a reader's eye is imitated: the words and numbers that a rendered brief shows, dates and marks set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATES = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}-\d{{2}}\b|\d{{4}}-W\d{{2}}|\d{{4}}-Q\d|"
    rf"\b(?:\d{{1,2}} (?:to )?)?(?:\d{{1,2}} )?(?:{MONTHS})(?: \d{{4}})?\b"
    r"|\b(?:winter|spring|summer|autumn) \d{4}(?:-\d{2})?|\b20[2-3]\d\b"
)
IDENTIFIERS = re.compile(r"CC BY \d\.\d|km2\b|\w+/\d\b|first_to_first|last_to_last")
NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")
NUMBER_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|half|third|fourth|fifth|"
    r"second|twice|double|triple|quarter)\b",
    re.IGNORECASE,
)
RANK_WORDS = re.compile(r"\b(?:highest|second-highest|third-highest|fourth-highest|fifth-highest)\b")
SQUARE_MILE = Decimal("2.589988")


def numbers(text: str) -> list[str]:
    """The numbers that are left when dates, unit names and identifiers are taken out."""
    return NUMBER.findall(DATES.sub(" ", IDENTIFIERS.sub(" ", text)))


def number_words(text: str) -> list[str]:
    """Number words that are left when rank words and "the two sides" are taken out."""
    return NUMBER_WORDS.findall(RANK_WORDS.sub(" ", text.replace("the two sides", " ")))


def is_value_of(shown: str, statement: dict[str, Any]) -> bool:
    """Whether a shown number is one of a statement's values, rounded as it is shown; areas also in square miles."""
    number = abs(Decimal(shown.replace(",", "").replace("−", "-")))
    unit = Decimal(1).scaleb(-len(shown.partition(".")[2]))
    values = [Decimal(str(statement[name])) for name in ("low", "value", "high", "rank") if name in statement]
    if statement["unit"] == "km2":
        values += [value / SQUARE_MILE for value in values]
    return any(abs(value).quantize(unit, ROUND_HALF_UP) == number for value in values)


def orphans(texts: Iterable[str], statements: list[dict[str, Any]]) -> Iterator[str]:
    """Shown numbers that no statement of the brief has."""
    for text in texts:
        for shown in numbers(text):
            if not any(is_value_of(shown, one) for one in statements):
                yield f"{shown} in {text[:120]!r}"
