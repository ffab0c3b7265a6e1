"""Judging's words: one catalogue of messages (``data/judging/messages.en.toml``), and figures as prose names them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from pyrrhus.conflict import conflict
from pyrrhus.period import day_name, period_of
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import BOUNDS

__all__ = ["catalogue", "number", "phrase", "source_line", "when", "who", "word"]

_PLACE: Final = re.compile(r"\{(\w+)\}")


@cache
def catalogue(language: str = "en") -> Mapping[str, str]:
    """Every message of a language by its key."""
    folder = resources.files("pyrrhus") / "data" / "judging"
    tables = tomllib.loads((folder / f"messages.{language}.toml").read_text(encoding="utf-8"))
    return {f"{table}.{key}": text for table, rows in tables.items() for key, text in rows.items()}


def word(key: str, **words: str) -> str:
    """A message with its gaps filled.

    Raises:
        KeyError: for a message that the catalogue does not have, or a gap that is not filled.
    """
    text = _PLACE.sub(lambda match: words[match[1]], catalogue()[key])
    # A sentence begins with a capital, whatever name its first gap was filled with.
    return text[:1].upper() + text[1:] if text.endswith(".") else text


def number(value: Decimal, *, ours: bool = False) -> str:
    """A number with thousands marks; what was worked out here is rounded to one decimal below 100, else to none."""
    if ours:
        places = Decimal("0.1") if abs(value) < 100 and value != value.to_integral_value() else Decimal(1)
        value = value.quantize(places, rounding=ROUND_HALF_UP)
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def phrase(one: Statement) -> str:
    """A figure with its unit, as prose says it: ``more than 48,000 casualties``, ``498 km2``."""
    if one.rank is not None:
        return word("phrase.rank", place=_ordinal(one.rank, one.direction))
    ours = one.source == "pyrrhus" or (one.unit == "km2" and one.kind == "level")
    ends = [number(end, ours=ours) for end in (one.low, one.high) if end is not None]
    if len(ends) == 2:
        written = word("phrase.range", low=ends[0], high=ends[1])
    elif one.value is not None:
        written = number(abs(one.value) if one.kind == "trend" else one.value, ours=ours)
    else:
        return word(f"phrase.direction_{one.direction}") if one.direction else ""
    bound = BOUNDS[one.bound]
    unit = _unit(one)
    return " ".join(part for part in (bound, written, unit) if part)


def when(one: Statement) -> str:
    """The days of a figure with the preposition that prose puts before them; empty where none are known."""
    if one.end is None:
        return ""
    if one.kind in ("cumulative", "level") or one.start is None:
        return word("phrase.to_day", day=day_name(one.end))
    return _when(one.start, one.end)


@lru_cache(maxsize=8192)
def _when(start: date, end: date) -> str:
    return period_of(start, end).when


def who(source: str) -> str:
    """How prose names a source."""
    return conflict().publisher(source).short


def maker(one: Statement) -> str:
    """Whose figure it is, also of one that was worked out from theirs."""
    return who(one.derived_from if one.source == "pyrrhus" and one.derived_from else one.source)


def source_line(one: Statement) -> str:
    """Whose figure, for which days, and where it stands, in one line."""
    parts = [f"{maker(one)}: {phrase(one)}", when(one)]
    if one.place:
        parts.append(f"({one.place})")
    if one.formula:
        how = [one.basis] if one.metric == "ground" and one.kind in ("flow", "rate") else []
        how += [word(f"phrase.{one.convention}")] if one.convention else []
        parts.append(word("phrase.worked_out_how", how=", ".join(how)) if how else word("phrase.worked_out"))
    elif one.relayed_by:
        parts.append(word("phrase.through", who=who(one.relayed_by)))
    return " ".join(part for part in parts if part)


def _unit(one: Statement) -> str:
    if one.unit in ("persons", "persons/day", "persons/week", "persons/month"):
        what = word(f"metric.{one.metric}") if f"metric.{one.metric}" in catalogue() else word("metric.persons")
        per = one.unit.partition("/")[2]
        return f"{what} {word(f'phrase.per_{per}')}" if per else what
    if one.unit == "persons/km2":
        return word(f"metric.{one.metric}")
    if one.unit == "pieces":
        return word("metric.equipment", what=one.class_.replace("_", " ")) if one.class_ else word("metric.pieces")
    return {
        "km2": "km2", "km2/day": "km2 a day", "km2/week": "km2 a week", "km2/month": "km2 a month", "percent": "%",
        "percentage_points": "percentage points", "settlements": "settlements", "days": "days", "weeks": "weeks",
        "months": "months",
    }.get(one.unit, "")  # fmt: skip


def _ordinal(rank: int, direction: str) -> str:
    top = word("phrase.lowest" if direction == "down" else "phrase.highest")
    return top if rank == 1 else f"{word(f'ordinal.{rank}') if rank <= 9 else f'{rank}th'}-{top}"
