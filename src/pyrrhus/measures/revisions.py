"""What sources said before against what they say now, from the versions of their files: the scoreboard of past figures.

A figure is restated where a value that stood alone gave way to another that stood alone, as in
:meth:`pyrrhus.ledger.view.View.restated`; one that came back to its first value was restated too. Sizes are later minus
earlier, the first value held against the newest; quantiles are cases that occurred, never a mean of two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pyrrhus.ledger.view import View
from pyrrhus.measures.vintages import Group, Key, Things, Told, alone, kept_files, moments, things_by_group
from pyrrhus.measures.worked import divided
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = ["Change", "Held", "Revision", "Size", "Unheld", "known_changes", "quantile", "revisions", "sized"]


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


def revisions(view: View, sources: Iterable[str]) -> tuple[list[Revision], list[Held], list[Unheld]]:
    """The scoreboard of these sources as the view's day knows it.

    Returns:
        Restatements by group; intervals by group and kind; and the sources that have figures or maps without past versions.
    """
    files = kept_files(view)
    found: list[Revision] = []
    held: list[Held] = []
    unheld = []
    for source in sorted(sources):
        groups, bare = things_by_group(view, source, files)
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


# what changed -----------------------------------------------------------------------------------------------------------


def _revision(group: Group, by: str, things: Things) -> Revision:
    versions = moments(things)
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
        since=versions[0].date() if by == "versions" else None,
        versions=len(versions), figures=len(figures), restated=len(moved),
        back=sum(_said(old) == _said(new) for old, new in ends),
        gone=sum(told[-1].ended is not None for told in figures) if by == "versions" else 0,
        change=sized(changes), percent=sized(shares),
        step=max(steps, key=lambda case: (abs(case[0]), str(case[1])), default=None),
        days=sized(days) if by == "versions" else None,
    )  # fmt: skip


def _figures(things: Things) -> Iterator[list[Told]]:
    """All that was said of each thing, once where it was said with several kinds of interval."""
    by_thing: dict[Key, list[Told]] = {}
    for key in sorted(things, key=lambda key: str(key[-1])):
        by_thing.setdefault(key[:-1], things[key])
    return (sorted(told, key=lambda one: one.begun) for told in by_thing.values())


def _distinct(told: list[Told]) -> list[Told]:
    """What stood alone, without what said the same again."""
    path: list[Told] = []
    for one in alone(told):
        if not path or _said(path[-1].one) != _said(one.one):
            path.append(one)
    return path


def _said(one: Statement) -> tuple[Decimal | None, ...]:
    """The central value, or the ends of a range without one."""
    return (one.value,) if one.value is not None else (one.low, one.high)


def _numbers(old: Statement, new: Statement) -> list[tuple[Decimal, Decimal]]:
    """Before and after, where both have a central value; of ranges without one no size is given."""
    return [(old.value, new.value)] if old.value is not None and new.value is not None else []


def _intervals(group: Group, by: str, things: Things) -> Iterator[Held]:
    versions = moments(things)
    earlier = versions[:-1]
    kinds = sorted({key[-1] for key in things} - {""})
    for range_is in kinds:
        cases = held = above = below = replaced = replaced_held = 0
        for key, all_told in things.items():
            told = alone(all_told) if key[-1] == range_is else []
            if not told or (told[-1].ended is not None and by == "versions"):
                continue
            newest = told[-1].one
            if newest.value is None:
                continue
            for begun, ended, one in told:
                if one.low is None or one.high is None:
                    continue
                times = bisect_left(earlier, ended or versions[-1]) - bisect_left(earlier, begun)
                inside = one.low <= newest.value <= one.high
                cases, held = cases + times, held + times * inside
                above += times * (newest.value > one.high)
                below += times * (newest.value < one.low)
                if (one.low, one.value, one.high) != (newest.low, newest.value, newest.high):
                    replaced, replaced_held = replaced + 1, replaced_held + inside
        if replaced:
            yield Held(group, range_is, cases, held, above, below, replaced, replaced_held)
