"""The versions of the files that sources keep, as what was said of each thing from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any, Final, NamedTuple

from pyrrhus.ledger.view import View
from pyrrhus.measures.triangle import KNOWN_AT
from pyrrhus.sources.contract import File, load_source
from pyrrhus.statement import Statement

__all__ = ["Group", "Key", "Things", "Told", "alone", "kept_files", "moments", "things_by_group"]


class Group(NamedTuple):
    """What one row of the scoreboard is about. ``rests_on`` is whose data the figures are made from."""

    source: str
    via: str
    rests_on: str
    metric: str
    basis: str
    party: str
    kind: str
    subgroup: str
    unit: str


class Told(NamedTuple):
    """A statement and when it stood: ``ended`` is None where it still stands. Editions have an order and no days."""

    begun: datetime
    ended: datetime | None
    one: Statement


Key = tuple[Any, ...]
Things = dict[Key, list[Told]]
_EDITIONS: Final = datetime.min.replace(tzinfo=UTC)
"""Editions have an order and no days: the year stands for their number."""


def kept_files(view: View) -> dict[str, tuple[File, int | None, frozenset[str]]]:
    """By address the series file that stands there; its number, where its source's files are editions of one another; and
    the kinds of interval that its editions do not share."""
    found = {}
    for name in view.feeds():
        about = load_source(name)
        editions = about.facts.get("editions", [])
        apart = frozenset(about.facts.get("editions_differ_in", ()))
        for file in about.files:
            if file.kind == "series":
                number = editions.index(file.name) if file.name in editions else None
                found[about.page(file.path)] = (file, number, apart)
    return found


def things_by_group(
    view: View, source: str, files: Mapping[str, tuple[File, int | None, frozenset[str]]]
) -> tuple[dict[tuple[Group, str], Things], list[Statement]]:
    """The things of a source by group with all that was said of them, and the figures of which no versions are held."""
    groups: dict[tuple[Group, str], Things] = {}
    bare = []
    end_of_day = datetime.combine(view.as_of, time.max, UTC)
    for one in view.history(source):
        if one.known is None or one.known > view.as_of or one.subgroup.startswith(KNOWN_AT):
            continue
        ended = one.withdrawn if one.withdrawn and one.withdrawn <= end_of_day else None
        begun = one.learnt or datetime.combine(one.known, time(), UTC)
        file, edition, apart = files.get(one.page, (None, None, frozenset()))
        if file is None or not file.vintages or (edition is not None and one.range_is in apart):
            if ended is None:
                bare.append(one)
            continue
        if edition is not None:
            begun, ended = _EDITIONS.replace(year=1 + edition), _EDITIONS.replace(year=2 + edition)
        group = Group(
            source, one.relayed_by, one.derived_from, one.metric, one.basis, one.party, one.kind, one.subgroup, one.unit
        )
        key = (one.class_, one.place, one.of, one.includes, one.start, one.end, one.range_is)
        by = "versions" if edition is None else "editions"
        groups.setdefault((group, by), {}).setdefault(key, []).append(Told(begun, ended, one))
    for (group, by), things in list(groups.items()):
        if by == "editions" and len(moments(things)) == 1:
            bare += [told.one for all_told in groups.pop((group, by)).values() for told in all_told]
    return groups, bare


def moments(things: Things) -> list[datetime]:
    """When the versions came that said something new of these things."""
    return sorted({one.begun for told in things.values() for one in told})


def alone(told: list[Told]) -> list[Told]:
    """What stood alone, in the order of time: a second value beside the first for a version or two says nothing."""
    told = sorted(told, key=lambda one: one.begun)
    if all(before.ended is not None and before.ended <= after.begun for before, after in pairwise(told)):
        return told
    found: list[Told] = []
    for moment in sorted({one.begun for one in told}):
        here = [one for one in told if one.begun <= moment and (one.ended is None or one.ended > moment)]
        if len(here) == 1 and (not found or found[-1] is not here[0]):
            found.append(here[0])
    return found
