"""Who is here: every source that anything held comes from, whose numbers it passes on, and how old its newest figure is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyrrhus.conflict import Conflict
from pyrrhus.ledger.view import View
from pyrrhus.sources.contract import load_source

__all__ = ["Here", "who_is_here"]


@dataclass(frozen=True, slots=True)
class Here:
    """A source as the view's day knows it.

    ``relays``: whose figures stand on its pages; ``rests_on``: whose data its own figures are made from. ``newest`` is the
    last day, up to the view's, that a figure or map of it reaches; ``age_days`` counts from there to the view's day.
    """

    id: str
    name: str
    stance: str
    party: str
    licence: str
    relays: tuple[str, ...]
    rests_on: tuple[str, ...]
    newest: date | None
    age_days: int | None
    statements: int
    maps: int


def who_is_here(view: View, of: Conflict, sources: Iterable[str]) -> list[Here]:
    """Each of these sources, by id."""
    wanted = sorted(sources)
    newest: dict[str, date] = {}
    number = dict.fromkeys(wanted, 0)
    relays: dict[str, set[str]] = {}
    rests: dict[str, set[str]] = {}
    licences: dict[str, set[str]] = {}
    for one in view.statements():
        relays.setdefault(one.relayed_by, set()).add(one.source)
        if one.source not in number:
            continue
        number[one.source] += 1
        licences.setdefault(one.source, set()).add(one.licence)
        if one.derived_from:
            rests.setdefault(one.source, set()).add(one.derived_from)
        if one.end and one.end <= view.as_of:
            newest[one.source] = max(one.end, newest.get(one.source, one.end))
    found = []
    for name in wanted:
        maps = view.maps(name) if name in view.feeds() else {}
        if maps:
            licences.setdefault(name, set()).add(load_source(name).licence)
            newest[name] = max(*maps, newest.get(name, date.min))
        told, last = of.publisher(name), newest.get(name)
        rests_on = rests.get(name, set()) | ({told.derived_from} if told.derived_from else set())
        found.append(
            Here(
                name, told.name, told.stance, told.party, "+".join(sorted(licences.get(name, set()))),
                tuple(sorted(relays.get(name, set()) - {name})), tuple(sorted(rests_on - {name})), last,
                (view.as_of - last).days if last else None, number[name], len(maps),
            )
        )  # fmt: skip
    return found
