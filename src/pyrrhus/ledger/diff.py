"""What two editions show differently: new, changed, marked, withdrawn, and what was confirmed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from pyrrhus.errors import InputError
from pyrrhus.ledger.shipped import Shipped
from pyrrhus.ledger.view import MapVersion, View, same_thing, sort_key, visible
from pyrrhus.statement import Statement

if TYPE_CHECKING:
    from pyrrhus.ledger.stored import StoredLedger

__all__ = ["Change", "Diff", "Total", "diff"]

What = Literal["new", "changed", "marked", "withdrawn"]
_WHATS: Final = ("new", "changed", "marked", "withdrawn")
MAP: Final = "map"
"""Stands for a metric in the totals of maps, which make no statements."""
_Pair = tuple[Statement | None, Statement | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, or one day's map, that the two editions do not show alike.

    ``before`` and ``after`` are None where an edition shows none. The differences are after less before, in the unit of the
    figure, and None where one side has no such number. A map has the sha256 of its bytes instead.
    """

    what: What
    source: str
    metric: str
    start: date | None
    end: date | None
    unit: str
    known: date | None
    before: Statement | None = None
    after: Statement | None = None
    map_before: str = ""
    map_after: str = ""

    @property
    def differences(self) -> dict[str, Decimal]:
        """After less before, for each of ``low``, ``value`` and ``high`` that both have."""
        found = {}
        for name in ("low", "value", "high"):
            old, new = getattr(self.before, name, None), getattr(self.after, name, None)
            if old is not None and new is not None:
                found[name] = new - old
        return found


@dataclass(slots=True)
class Total:
    """Counts of a source and metric; ``confirmed`` and ``stands`` are shown alike by both editions."""

    source: str
    metric: str
    new: int = 0
    changed: int = 0
    marked: int = 0
    withdrawn: int = 0
    confirmed: int = 0
    stands: int = 0

    @property
    def differs(self) -> int:
        """Rows in which the editions differ."""
        return self.new + self.changed + self.marked + self.withdrawn


@dataclass(frozen=True, slots=True)
class Diff:
    """The difference of two editions, rows in a stable order.

    Confirmed again is a statement that both editions show, and that a newer version of its file carried, which became
    known in between. Of what ships no versions are held: all that both show ``stands``.
    """

    first: date
    second: date
    totals: tuple[Total, ...] = field(default=())
    changes: tuple[Change, ...] = field(default=())


def diff(view: View, first: date, second: date, *, source: str | None = None, metric: str | None = None) -> Diff:
    """What an edition of ``second`` shows otherwise than one of ``first``.

    Args:
        view: of what is held; its own day does not count.
        first: the earlier day, itself included: an edition knows what was known by the end of its day (UTC).
        second: the later day.
        source: only statements and maps of whoever counted.
        metric: only this; maps are left out then.

    Raises:
        InputError: where the days are the wrong way round, or nothing here comes from the source.
    """
    if first > second:
        raise InputError(f"{first} is after {second}", remedy="name the earlier day first")
    if source and source not in view.sources():
        raise InputError(f"no source {source[:40]!r} here; there are: {', '.join(sorted(view.sources()))}")
    totals: dict[tuple[str, str], Total] = {}
    changes: list[Change] = []
    earlier, later = view.at(first), view.at(second)
    known = earlier.corrections()
    apart = frozenset(one.statement for one in later.corrections() if one not in known)
    for pairs, standing, maps in _of_stores(view, first, second, source, metric, apart):
        changes += _changes((before and earlier.corrected(before), after and later.corrected(after)) for before, after in pairs)
        changes += maps
        for told in standing:
            total = totals.setdefault((told.source, told.metric), Total(told.source, told.metric))
            total.confirmed += told.confirmed
            total.stands += told.stands
    for one in changes:
        total = totals.setdefault((one.source, one.metric), Total(one.source, one.metric))
        setattr(total, one.what, getattr(total, one.what) + 1)
    return Diff(first, second, tuple(totals[key] for key in sorted(totals)), tuple(sorted(changes, key=_order)))


def _of_stores(
    view: View, first: date, second: date, source: str | None, metric: str | None, apart: frozenset[str]
) -> Iterator[tuple[Iterable[_Pair], list[Total], list[Change]]]:
    """For each store, and for the printed figures: what moved, what stands, and the maps."""
    seen: frozenset[str] = frozenset()
    for store in view.stores:
        if isinstance(store, Shipped):
            who = sorted(store.sources() if source is None else {source} & store.sources())
            told = [one for name in who for one in store.intervals(name, metric, without=seen)]
            yield (*_compared(told, first, second, apart), [])
            if metric is None:
                versions = (one for name in who if name not in seen for one in store.maps(name))
                yield [], *_shipped_maps(versions, first, second)
        else:
            from pyrrhus.ledger.moved import moved, moved_maps, standing

            store = cast("StoredLedger", store)
            asked: Any = {"source": source, "metric": metric, "apart": apart}
            stood = standing(store.connection, first, second, **asked)
            alike = [Total(one.source, one.metric, confirmed=one.confirmed, stands=one.stands) for one in stood]
            yield moved(store.connection, first, second, **asked), alike, []
            if metric is None:
                found, same = moved_maps(store.connection, first, second, source=source)
                changed = [_map_change(one.source, one.day, one.before, one.after, one.known) for one in found]
                yield [], [Total(who, MAP, stands=count) for who, count in sorted(same.items())], changed
        seen |= store.feeds()
    printed = [one for one in view.all_printed if source in (None, one.source) and metric in (None, one.metric)]
    yield (*_compared(printed, first, second, apart), [])


def _compared(told: Iterable[Statement], first: date, second: date, apart: frozenset[str]) -> tuple[list[_Pair], list[Total]]:
    """Intervals of statements, whose visible ones on the two days are put side by side."""
    shown: dict[str, list[Statement | None]] = {}
    for one in told:
        for at, day in enumerate((first, second)):
            if visible(one, day):
                shown.setdefault(one.id, [None, None])[at] = one
    pairs: list[_Pair] = []
    totals: dict[tuple[str, str], Total] = {}
    for before, after in shown.values():
        if before and after and before.flags == after.flags and after.id not in apart:
            totals.setdefault((after.source, after.metric), Total(after.source, after.metric)).stands += 1
        else:
            pairs.append((before, after))
    return pairs, list(totals.values())


def _shipped_maps(versions: Iterable[MapVersion], first: date, second: date) -> tuple[list[Total], list[Change]]:
    totals: dict[str, Total] = {}
    changes = []
    for one in versions:
        if one.known is None or one.known > second:
            continue
        if one.known > first:
            changes.append(_map_change(one.source, one.day, "", one.sha256, one.known))
        else:
            totals.setdefault(one.source, Total(one.source, MAP)).stands += 1
    return list(totals.values()), changes


def _map_change(source: str, day: date, before: str, after: str, known: date) -> Change:
    what: What = "changed" if before else "new"
    return Change(what, source, MAP, day, day, "", known, map_before=before, map_after=after)


def _changes(pairs: Iterable[_Pair]) -> Iterator[Change]:
    """What went and what came, put together where one figure clearly replaced one other of the same thing."""
    gone: dict[tuple[object, ...], list[Statement]] = {}
    come: dict[tuple[object, ...], list[Statement]] = {}
    for before, after in pairs:
        if before and after:
            yield _change("marked", before, after)
        elif before:
            gone.setdefault((before.source, before.metric, *same_thing(before)), []).append(before)
        elif after:
            come.setdefault((after.source, after.metric, *same_thing(after)), []).append(after)
    for key, old in gone.items():
        new = come.get(key, [])
        if len(old) == len(new) == 1:
            yield _change("changed", old[0], new[0])
            del come[key]
        else:
            # Of two for two nobody said which replaced which.
            yield from (_change("withdrawn", one, None) for one in old)
    for new in come.values():
        yield from (_change("new", None, one) for one in new)


def _change(what: What, before: Statement | None, after: Statement | None) -> Change:
    one = after or before
    assert one is not None
    known = after.known if after else None
    return Change(what, one.source, one.metric, one.start, one.end, one.unit, known, before, after)


def _order(one: Change) -> tuple[object, ...]:
    told = one.after or one.before
    return (one.source, one.metric, _WHATS.index(one.what), sort_key(told) if told else (str(one.end),), one.map_after)
