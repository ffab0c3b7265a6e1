"""What became of a source's own figures and maps since a file was saved: they stand, changed, or it cannot be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

from pyrrhus.brief.saved import Saved
from pyrrhus.ledger.view import MapVersion, View
from pyrrhus.statement import Statement

__all__ = ["STANDS", "Change", "Fate", "Fates", "Why", "numbers"]

Change = Literal["restated", "withdrawn", "superseded", "redefined"]
"""``restated``: the source says another number of the same thing. ``withdrawn``: it says none any more. ``superseded``: a
running period is over, or the source printed a newer figure of the same days. ``redefined``: the formula is not known."""

Why = Literal["no_source", "not_held", "no_input", "two_values", "other_result"]
"""Why it cannot be told: nothing of its source is held; its source is, but not this figure; what it was worked out from is
not held; several values stand; worked out again from the same figures it is another."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a source's own figure or map: a change, or why it cannot be told, or neither."""

    change: Change | None = None
    after: Statement | None = None
    known: date | None = None
    why: Why | None = None


STANDS: Final = Fate()


class Fates:
    """The knowledge of the file's day beside that of now."""

    def __init__(self, saved: Saved, view: View) -> None:
        self.saved, self.now, self.then = saved, view, view.at(saved.as_of)
        self._published = view.at(saved.published) if saved.published else None
        self._rows: dict[tuple[View, str, str], dict[str, Statement]] = {}
        self._things: dict[tuple[str, str], dict[tuple[object, ...], list[Statement]]] = {}
        self._maps: dict[tuple[View, str], dict[str, MapVersion]] = {}

    def behind(self, id_: str, one: Statement) -> Statement | None:
        """The statement of an id, in the file or held here; of a map its area, where the file has that."""
        if id_ in self.saved.statements:
            return self.saved.statements[id_]
        if id_.startswith("document:"):
            return self._areas.get(id_)
        sources = {one.derived_from, one.vs_source} - {"", "pyrrhus"} or self.now.sources()
        for source in sorted(sources):
            for view in (self.now, self.then):
                found = self._held(view, source, "").get(id_)
                if found:
                    return found
        return None

    @cached_property
    def _areas(self) -> dict[str, Statement]:
        return {one.inputs[0]: one for one in self.saved.statements.values() if one.formula == "map_area/1" and one.inputs}

    def of(self, one: Statement) -> Fate:
        """What became of a statement of a source."""
        rows = self._held(self.now, one.source, one.metric)
        if one.id in rows:
            return STANDS
        if one.source not in self.now.sources():
            return Fate(why="no_source")
        same = [other for other in self._alike(one) if other.relayed_by == one.relayed_by]
        if len({numbers(other) for other in same}) > 1:
            return Fate(why="two_values")
        if same and numbers(same[0]) == numbers(one):
            return STANDS
        stood = self._held(self.then, one.source, one.metric).get(one.id)
        if stood is None and self._told_as_past(one):
            return STANDS
        if same and (stood or (same[0].known and same[0].known > self.saved.as_of)):
            return Fate("restated", same[0], same[0].known)
        if stood is None:
            return Fate(why="not_held")
        return Fate("withdrawn", None, stood.withdrawn.astimezone(UTC).date() if stood.withdrawn else None)

    def _told_as_past(self, one: Statement) -> bool:
        """Whether the file itself knew that the figure had been replaced: it printed what was, and what came of it."""
        if self._published is not None and one.id in self._held(self._published, one.source, one.metric):
            return True
        return any(pair.before.id == one.id for pair in self.then.restated(one.source, one.metric))

    def newer(self, one: Statement) -> Fate:
        """A figure that its source printed later for the same thing and days, where the one saved is a print too."""
        held = self._held(self.now, one.source, one.metric).get(one.id)
        if held is None or held.known is None or held.evidence == "bytes" or "doubtful" in held.flags:
            return STANDS
        since = max(held.known, self.saved.as_of)
        newer = [
            other for other in self._alike(one)
            if other.known and other.known > since and other.evidence != "bytes"
            and not other.flags & {"doubtful", "own_sum"} and not _rounds_to(other, one)
        ]  # fmt: skip
        if not newer:
            return STANDS
        latest = max(newer, key=lambda other: (other.known or date.min, other.id))
        return Fate("superseded", latest, latest.known)

    def of_map(self, id_: str, one: Statement) -> tuple[Fate, str]:
        """What became of a map, and the document that has its place."""
        now, then = (self._maps_of(view, one.derived_from) for view in (self.now, self.then))
        if id_ in now:
            return STANDS, id_
        if id_ not in then:
            return Fate(why="not_held" if now else "no_source"), id_
        day = then[id_].day
        new = next((document for document, version in now.items() if version.day == day), None)
        return (Fate("restated", None, now[new].known), new) if new else (Fate("withdrawn"), id_)

    def _maps_of(self, view: View, source: str) -> dict[str, MapVersion]:
        """The maps that a view shows of a source, by their document."""
        key = (view, source)
        if key not in self._maps:
            self._maps[key] = {f"document:{version.sha256}": version for version in view.maps(source).values()}
        return self._maps[key]

    def _alike(self, one: Statement) -> list[Statement]:
        """What its source says now of the same thing and days, whoever relays it."""
        key = (one.source, one.metric)
        if key not in self._things:
            things: dict[tuple[object, ...], list[Statement]] = {}
            for other in self._held(self.now, *key).values():
                things.setdefault(_thing(other), []).append(other)
            self._things[key] = things
        return self._things[key].get(_thing(one), [])

    def _held(self, view: View, source: str, metric: str) -> dict[str, Statement]:
        """What a view shows of a source, and what of it nobody can date, by id."""
        key = (view, source, metric)
        if key not in self._rows:
            rows = [one for one in view.undated() if one.source == source and metric in ("", one.metric)]
            rows += view.statements(source=source, metric=metric or None)
            self._rows[key] = {one.id: one for one in rows}
        return self._rows[key]


def numbers(one: Statement) -> tuple[object, ...]:
    """What a figure says."""
    return (one.low, one.value, one.high, one.rank, one.direction)


def _thing(one: Statement) -> tuple[object, ...]:
    """What a figure is about and by whom, whoever relays it: two of one view are two answers to one question."""
    return (
        one.source, one.derived_from, one.metric, one.basis, one.includes, one.party, one.kind, one.range_is, one.unit, one.of,
        one.start, one.end, one.vs_start, one.vs_end, one.vs_source, one.place, one.class_, one.subgroup,
    )  # fmt: skip


def _rounds_to(one: Statement, other: Statement) -> bool:
    """Whether two prints are one number, the one rounder than the other."""
    if one.value is None or other.value is None:
        return numbers(one) == numbers(other)
    step = max(_step(one.value), _step(other.value))
    return round(one.value / step) == round(other.value / step)


def _step(number: Decimal) -> Decimal:
    """What the last digit that is no zero stands for."""
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent)) if number else Decimal(1)
