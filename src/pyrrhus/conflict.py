"""A conflict and the table of its sources, read from the TOML files that ship in ``data/``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from pyrrhus.statement import Statement

__all__ = ["Conflict", "Publisher", "conflict", "scope", "witness"]


@dataclass(frozen=True, slots=True)
class Publisher:
    """One id of the source table: who it is and how prose names it."""

    id: str
    name: str
    short: str
    role: str
    stance: str
    party: str
    scope: str
    layers_scope: str
    derived_from: str
    own_map: bool
    verb: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is a fact of the conflict and not of the code."""

    id: str
    name: str
    start: date
    parties: Mapping[str, str]
    country: str
    scope_apart: tuple[date, date]
    scope_place: str
    publishers: Mapping[str, Publisher]

    def publisher(self, source: str) -> Publisher:
        """The entry of an id; an unlisted id is its own name with an unknown stance."""
        return self.publishers.get(source) or _publisher(source, {"name": source})


@cache
def conflict(name: str = "ukraine") -> Conflict:
    """Read ``data/conflicts/NAME.toml`` and ``data/sources.toml``."""
    data = resources.files("pyrrhus") / "data"
    told = tomllib.loads((data / "conflicts" / f"{name}.toml").read_text(encoding="utf-8"))
    table = tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))
    return Conflict(
        id=name,
        name=told["name"],
        start=told["start"],
        parties=told["parties"],
        country=told["country"],
        scope_apart=(told["scope"]["apart_from"], told["scope"]["apart_to"]),
        scope_place=told["scope"]["place"],
        publishers={id_: _publisher(id_, row) for id_, row in table.items()},
    )


def scope(statement: Statement, of: Conflict) -> str:
    """``ukraine``, ``theatre`` or ``unknown``: what a figure counts; an explicit place wins over its source's habit.

    A place that is only a part of the country is no scope of the whole and gives ``part``.
    """
    if statement.place:
        return {of.country: "ukraine", of.scope_place: "theatre"}.get(statement.place, "part")
    measured = statement.source == "pyrrhus"
    maker = of.publisher(statement.derived_from if measured else statement.source)
    from_layers = measured or (statement.metric == "held" and statement.relayed_by)
    return maker.layers_scope if from_layers else maker.scope


def witness(statement: Statement, of: Conflict) -> str:
    """The id on whose data a figure rests in the end: figures with one witness do not confirm each other."""
    maker = statement.derived_from or statement.source
    return of.publisher(maker).derived_from or maker


def _publisher(id_: str, row: dict[str, Any]) -> Publisher:
    return Publisher(
        id=id_,
        name=row["name"],
        short=row.get("short", row["name"]),
        role=row.get("role", "counts"),
        stance=row.get("stance", "unknown"),
        party=row.get("party", ""),
        scope=row.get("scope", "unknown"),
        layers_scope=row.get("layers_scope", row.get("scope", "unknown")),
        derived_from=row.get("derived_from", ""),
        own_map=row.get("own_map", False),
        verb=row.get("verb", "says"),
    )
