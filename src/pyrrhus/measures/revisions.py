"""What sources said before against what they say now, from the versions of their files: the scoreboard of past figures.

A figure is restated where a value that stood alone gave way to another that stood alone, as in
:meth:`pyrrhus.ledger.view.View.restated`; one that came back to its first value was restated too. Sizes are later minus
earlier, the first value held against the newest; quantiles are cases that occurred, never a mean of two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, NamedTuple

from pyrrhus.ledger.view import View
from pyrrhus.measures.triangle import KNOWN_AT
from pyrrhus.measures.worked import divided
from pyrrhus.sources.contract import File, load_source
from pyrrhus.statement import Statement

__all__ = ["Change", "Group", "Held", "Revision", "Size", "Unheld", "known_changes", "quantile", "revisions", "sized"]


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


@dataclass(frozen=True, slots=True)
class Size:
    """How far figures went: the middle case with its sign, the 90th percentile of sizes, and the largest with its sign."""

    median: Decimal
    p90: Decimal
    largest: Decimal
    largest_of: date | None


@dataclass(frozen=True, slots=True)
class Revision:
    """How often and how far the figures of a group were restated.

    Attributes:
        by: ``versions`` of a file, ``editions`` that stand side by side, or ``month's end + 5 days`` for what is worked out.
        since: the day of the oldest version held.
        versions: how many versions or editions said something new of it.
        figures: how many figures (one thing over one period each) there are.
        restated: how many of them were replaced by another value, those that came back to their first value included.
        back: how many of these came back.
        gone: how many are no longer stated, with nothing in their place.
        change: newest less first, in the group's unit; None where none was restated.
        percent: the same in percent of the first.
        step: the largest single restatement on the way, in the group's unit, and its figure's day.
        days: from the first version held that had the figure to the one that restated it.
        missing: of worked-out figures, how many could not yet be worked out on the earlier day.
    """

    group: Group
    by: str
    since: date | None
    versions: int
    figures: int
    restated: int
    back: int
    gone: int
    change: Size | None
    percent: Size | None
    step: tuple[Decimal, date | None] | None
    days: Size | None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """How often an interval of an earlier version held the newest central value of the same thing, where one was replaced.

    ``cases`` counts each figure once for each earlier version in which it stood; ``replaced`` counts each earlier figure
    once, and only those whose numbers were replaced. ``above`` and ``below``: where the newest value lay when it was missed.
    """

    group: Group
    range_is: str
    cases: int
    held: int
    above: int
    below: int
    replaced: int
    replaced_held: int


@dataclass(frozen=True, slots=True)
class Unheld:
    """A source of which figures or maps are here without past versions."""

    source: str
    figures: int
    maps: int
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is known to have changed at a source, on the day its repository had it."""

    source: str
    day: date
    what: str
    known_from: str


class _Told(NamedTuple):
    begun: datetime
    ended: datetime | None
    one: Statement


_Key = tuple[Any, ...]
_Things = dict[_Key, list[_Told]]


def revisions(view: View, sources: Iterable[str]) -> tuple[list[Revision], list[Held], list[Unheld]]:
    """The scoreboard of these sources as the view's day knows it.

    Returns:
        Restatements by group; intervals by group and kind; and the sources that have figures or maps without past versions.
    """
    files = _files(view)
    found: list[Revision] = []
    held: list[Held] = []
    unheld = []
    for source in sorted(sources):
        groups, bare = _groups(view, source, files)
        for (group, by), things in sorted(groups.items()):
            found.append(_revision(group, by, things))
            held += _intervals(group, by, things)
        bare += [one for one in view.printed() if one.source == source]
        maps = len(view.maps(source)) if source in view.feeds() else 0
        if bare or maps:
            unheld.append(Unheld(source, len(bare), maps, tuple(sorted({one.metric for one in bare}))))
    return found, held, unheld


def known_changes(view: View, sources: Iterable[str]) -> list[Change]:
    """What is known for certain to have changed at these sources, by day."""
    wanted = set(sources)
    found = [
        Change(row.get("source", name), row["day"], row["what"], row["known_from"])
        for name in view.feeds()
        for row in load_source(name).facts.get("changes", ())
        if row["day"] <= view.as_of and row.get("source", name) in wanted
    ]
    return sorted(found, key=lambda one: (one.source, one.day, one.what))


def sized(cases: Sequence[tuple[Decimal, date | None]]) -> Size | None:
    """Median, 90th percentile and largest of signed changes; None without any."""
    if not cases:
        return None
    values = sorted(value for value, _ in cases)
    largest, day = max(cases, key=lambda case: (abs(case[0]), str(case[1])))
    return Size(quantile(values, 50), quantile(sorted(map(abs, values)), 90), largest, day)


def quantile(ordered: Sequence[Decimal], percent: int) -> Decimal:
    """The case at or under which this percentage of an ordered sequence lies (nearest rank)."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


# who said what when -----------------------------------------------------------------------------------------------------


def _files(view: View) -> dict[str, tuple[File, int | None, frozenset[str]]]:
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


def _groups(
    view: View, source: str, files: Mapping[str, tuple[File, int | None, frozenset[str]]]
) -> tuple[dict[tuple[Group, str], _Things], list[Statement]]:
    """The things of a source by group with all that was said of them, and the figures of which no versions are held."""
    groups: dict[tuple[Group, str], _Things] = {}
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
        elif ended == begun:
            # Two rows of one version said the same, and one of them went: it still stands.
            ended = None
        group = Group(
            source, one.relayed_by, one.derived_from, one.metric, one.basis, one.party, one.kind, one.subgroup, one.unit
        )
        key = (one.class_, one.place, one.of, one.includes, one.start, one.end, one.range_is)
        by = "versions" if edition is None else "editions"
        groups.setdefault((group, by), {}).setdefault(key, []).append(_Told(begun, ended, one))
    for (group, by), things in list(groups.items()):
        if by == "editions" and len(_moments(things)) == 1:
            bare += [told.one for all_told in groups.pop((group, by)).values() for told in all_told]
    return groups, bare


_EDITIONS: Final = datetime.min.replace(tzinfo=UTC)
"""Editions have an order and no days: the year stands for their number."""


def _moments(things: _Things) -> list[datetime]:
    return sorted({one.begun for told in things.values() for one in told})


def _alone(told: list[_Told]) -> list[_Told]:
    """What stood alone, in the order of time."""
    told = sorted(told, key=lambda one: one.begun)
    if all(before.ended is not None and before.ended <= after.begun for before, after in pairwise(told)):
        return told
    found: list[_Told] = []
    for moment in sorted({one.begun for one in told}):
        here = [one for one in told if one.begun <= moment and (one.ended is None or one.ended > moment)]
        if len(here) == 1 and (not found or found[-1] is not here[0]):
            found.append(here[0])
    return found


# what changed -----------------------------------------------------------------------------------------------------------


def _revision(group: Group, by: str, things: _Things) -> Revision:
    moments = _moments(things)
    figures = list(_figures(things))
    paths = [(told, _distinct(told)) for told in figures]
    moved = [path for _, path in paths if len(path) > 1]
    ends = [(path[0].one, path[-1].one) for path in moved]
    changes = [(after - before, old.end) for old, new in ends for before, after in _numbers(old, new)]
    shares = [
        (divided((after - before) * 100, before), old.end) for old, new in ends for before, after in _numbers(old, new) if before
    ]
    steps = [
        (after - before, old.one.end)
        for path in moved for old, new in pairwise(path) for before, after in _numbers(old.one, new.one)
    ]  # fmt: skip
    days = [(Decimal((path[1].begun.date() - path[0].begun.date()).days), path[0].one.end) for path in moved]
    return Revision(
        group, by,
        since=moments[0].date() if by == "versions" else None,
        versions=len(moments), figures=len(figures), restated=len(moved),
        back=sum(_said(old) == _said(new) for old, new in ends),
        gone=sum(told[-1].ended is not None for told in figures) if by == "versions" else 0,
        change=sized(changes), percent=sized(shares),
        step=max(steps, key=lambda case: (abs(case[0]), str(case[1])), default=None),
        days=sized(days) if by == "versions" else None,
    )  # fmt: skip


def _figures(things: _Things) -> Iterator[list[_Told]]:
    """All that was said of each thing, once where it was said with several kinds of interval."""
    by_thing: dict[_Key, list[_Told]] = {}
    for key in sorted(things, key=lambda key: str(key[-1])):
        by_thing.setdefault(key[:-1], things[key])
    return (sorted(told, key=lambda one: one.begun) for told in by_thing.values())


def _distinct(told: list[_Told]) -> list[_Told]:
    """What stood alone, without what said the same again."""
    path: list[_Told] = []
    for one in _alone(told):
        if not path or _said(path[-1].one) != _said(one.one):
            path.append(one)
    return path


def _said(one: Statement) -> tuple[Decimal | None, ...]:
    """The central value, or the ends of a range without one."""
    return (one.value,) if one.value is not None else (one.low, one.high)


def _numbers(old: Statement, new: Statement) -> list[tuple[Decimal, Decimal]]:
    """Before and after, where both have a central value; of ranges without one no size is given."""
    return [(old.value, new.value)] if old.value is not None and new.value is not None else []


def _intervals(group: Group, by: str, things: _Things) -> Iterator[Held]:
    moments = _moments(things)
    earlier = moments[:-1]
    kinds = sorted({key[-1] for key in things} - {""})
    for range_is in kinds:
        cases = held = above = below = replaced = replaced_held = 0
        for key, all_told in things.items():
            told = _alone(all_told) if key[-1] == range_is else []
            if not told or (told[-1].ended is not None and by == "versions"):
                continue
            newest = told[-1].one
            if newest.value is None:
                continue
            for begun, ended, one in told:
                if one.low is None or one.high is None:
                    continue
                times = bisect_left(earlier, ended or moments[-1]) - bisect_left(earlier, begun)
                inside = one.low <= newest.value <= one.high
                cases, held = cases + times, held + times * inside
                above += times * (newest.value > one.high)
                below += times * (newest.value < one.low)
                if (one.low, one.value, one.high) != (newest.low, newest.value, newest.high):
                    replaced, replaced_held = replaced + 1, replaced_held + inside
        if replaced:
            yield Held(group, range_is, cases, held, above, below, replaced, replaced_held)
