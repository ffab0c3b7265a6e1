"""A conflict and the table of its sources, read from the TOML files that ship in ``data/``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pyrrhus.errors import InputError
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
    """Read ``data/conflicts/NAME.toml`` and ``data/sources.toml``; else the user's own ``NAME.toml``, with its sources in it.

    The user's own stand in ``$PYRRHUS_CONFLICTS``, else in ``conflicts`` in the user's data folder.

    Raises:
        InputError: when there is no such conflict, or its file cannot be read.
    """
    data = resources.files("pyrrhus") / "data"
    shipped = data / "conflicts" / f"{name}.toml"
    own = _own_folder() / f"{name}.toml"
    try:
        told = tomllib.loads((shipped if shipped.is_file() else own).read_text(encoding="utf-8"))
    except OSError:
        raise InputError(f"no conflict {name[:40]!r}", remedy=f"write {own}, see docs/sources.md") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"expected TOML ({error})", where=f"{name}.toml") from None
    table = told["sources"] if "sources" in told else tomllib.loads((data / "sources.toml").read_text(encoding="utf-8"))
    missing = [key for key in ("name", "start", "parties", "country") if key not in told]
    if missing:
        raise InputError(f"no {missing[0]!r}", where=f"{name}.toml", remedy="see docs/sources.md")
    apart = told.get("scope", {"apart_from": date.max, "apart_to": date.min, "place": ""})
    return Conflict(
        id=name,
        name=told["name"],
        start=told["start"],
        parties=told["parties"],
        country=told["country"],
        scope_apart=(apart["apart_from"], apart["apart_to"]),
        scope_place=apart["place"],
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


def _own_folder() -> Path:
    told = os.environ.get("PYRRHUS_CONFLICTS", "")
    if told:
        return Path(told)
    from platformdirs import user_data_dir

    return Path(user_data_dir("pyrrhus")) / "conflicts"


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
