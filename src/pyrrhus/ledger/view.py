"""What was known on a day: the ledger and the shipped figures seen as of t, through one door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from itertools import pairwise
from typing import Any, Protocol

from pyrrhus.ledger.corrections import Correction, with_corrections
from pyrrhus.period import Period
from pyrrhus.statement import Statement

__all__ = ["MapVersion", "Restated", "Store", "View", "same_thing", "sort_key", "visible"]


@dataclass(frozen=True, slots=True)
class MapVersion:
    """One version of a day's map; ``load`` gives its bytes, None where they are not held."""

    source: str
    day: date
    sha256: str
    known: date | None
    page: str
    load: Callable[[], bytes] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure that its source replaced by another for the same thing and day."""

    before: Statement
    after: Statement


class Store(Protocol):
    """Where statements stand: a ledger, or what ships."""

    def feeds(self) -> frozenset[str]:
        """Sources that were synced into this store, or of which everything ships with it."""

    def sources(self) -> frozenset[str]:
        """Everyone whose figures or maps are here."""

    def newest_known(self) -> date | None:
        """The newest day on which something here was known."""

    def intervals(
        self, source: str, metric: str | None, *, without: frozenset[str] = frozenset(), as_of: date | None = None
    ) -> Iterator[Statement]:
        """Each time that a statement stood, but for what only the feeds ``without`` brought; with ``as_of`` what stood then."""

    def maps(self, source: str) -> Iterator[MapVersion]:
        """The versions of each day's map."""

    def find(self, prefix: str, *, without: frozenset[str] = frozenset()) -> Iterator[Statement]:
        """Each time that a statement stood whose id begins so, but for what only the feeds ``without`` brought."""

    def corrections(self) -> Sequence[Correction]:
        """What users found out about statements, in order of entry."""


class View:
    """The statements and maps known on ``as_of``.

    Each feed comes from the first of ``stores`` that has it; the printed figures always come along.
    """

    def __init__(self, stores: Iterable[Store], printed: Iterable[Statement], as_of: date | None = None) -> None:
        self._stores = list(stores)
        self._feeds: frozenset[str] | None = None
        self._printed = tuple(printed)
        self._loaded: dict[tuple[str, str], list[Statement]] = {}
        self._visible: dict[tuple[str, str], list[Statement]] = {}
        self._keys: dict[int, tuple[tuple[Any, ...], Statement]] = {}
        self._found_out: dict[str, list[Correction]] = {}
        for one in (one for store in self._stores for one in store.corrections()):
            self._found_out.setdefault(one.statement, []).append(one)
        self._newest: date | None = None
        self.as_of = as_of or self.newest

    @property
    def newest(self) -> date:
        """The newest day that anything here was known, whatever the view's own day."""
        if self._newest is None:
            days = [day for store in self._stores if (day := store.newest_known())]
            self._newest = max(days, default=date.max)
        return self._newest

    def at(self, as_of: date | None) -> View:
        """The same stores as of another day."""
        other = View.__new__(View)
        other._stores, other._printed, other._loaded, other._feeds = self._stores, self._printed, self._loaded, self._feeds
        other._visible, other._found_out, other._keys = {}, self._found_out, self._keys
        other._newest = self._newest
        other.as_of = as_of or self.newest
        return other

    def of_feeds(self, feeds: frozenset[str]) -> View:
        """The same day as these feeds and the printed figures alone tell it."""
        other = self.at(self.as_of)
        other._feeds, other._loaded = feeds, {}
        return other

    def statements(
        self,
        *,
        source: str | None = None,
        metric: str | None = None,
        basis: str | None = None,
        party: str | None = None,
        kind: str | None = None,
        period: Period | None = None,
    ) -> list[Statement]:
        """The statements visible on ``as_of``, newest vintage of each, in a stable order.

        Args:
            source: who counted; the other names likewise are fields that must match.
            metric: what is counted.
            basis: for ground.
            party: whose.
            kind: how the number relates to its period.
            period: holds the statement's whole period, or its end where it is a running total or a level.
        """
        asked = {"source": source, "metric": metric, "basis": basis, "party": party, "kind": kind}
        wanted = {name: value for name, value in asked.items() if value}
        key = (source or "", metric or "")
        if key not in self._visible:
            self._visible[key] = sorted(self._standing(source, metric), key=self._key)
        rows = self._visible[key]
        for name, value in wanted.items():
            rows = [one for one in rows if getattr(one, name) == value]
        return [one for one in rows if period is None or _inside(one, period)]

    def _key(self, one: Statement) -> tuple[Any, ...]:
        """The sort key of a statement, made once: the same statements are sorted for each day that is asked for."""
        held = self._keys.get(id(one))
        if held is None:
            # The statement is kept with its key, so that no other can take its place in memory.
            held = self._keys[id(one)] = (sort_key(one), one)
        return held[0]

    @property
    def stores(self) -> tuple[Store, ...]:
        """Where the statements stand, the first that has a feed before those that it hides."""
        return tuple(self._stores)

    @property
    def all_printed(self) -> tuple[Statement, ...]:
        """Every printed figure, whatever the day."""
        return self._printed

    def printed(self) -> list[Statement]:
        """The printed figures visible on ``as_of``, in the order of their file."""
        return [self.corrected(one) for one in self._printed if one.known and one.known <= self.as_of]

    def undated(self) -> list[Statement]:
        """Printed figures of which no day of publication is known, not even a latest one."""
        return [self.corrected(statement) for statement in self._printed if statement.known is None]

    def restated(self, source: str, metric: str) -> list[Restated]:
        """Figures of a series that were replaced by ``as_of``, oldest first.

        Only what stood alone and gave way to another that stood alone: a second value that stood beside the first for a
        version or two is no restatement.
        """
        standing: dict[tuple[object, ...], list[Statement]] = {}
        for statement in self._intervals(source, metric):
            standing.setdefault(same_thing(statement), []).append(statement)
        alone = (_alone(versions) for versions in standing.values() if len(versions) > 1)
        found = [
            Restated(self.corrected(before), self.corrected(after))
            for series in alone
            for before, after in pairwise(series)
            if _numbers(before) != _numbers(after) and after.known and after.known <= self.as_of
        ]
        return sorted(found, key=lambda pair: (str(pair.after.learnt), sort_key(pair.after)))

    def maps(self, source: str) -> dict[date, MapVersion]:
        """The newest version of each day's map known on ``as_of``, by the day of its file."""
        store = next((store for store in self._stores if source in store.feeds()), None)
        if store is None:
            return {}
        return {map_.day: map_ for map_ in store.maps(source) if map_.known and map_.known <= self.as_of}

    def corrected(self, one: Statement) -> Statement:
        """The statement with what was found out about it by ``as_of``: an older edition does not know it."""
        if not self._found_out:
            return one
        told = self._found_out.get(one.id, ())
        return with_corrections(one, [each for each in told if each.made.astimezone(UTC).date() <= self.as_of])

    def corrections(self) -> list[Correction]:
        """What was found out about statements by ``as_of``, in order of entry."""
        every = (one for store in self._stores for one in store.corrections())
        return [one for one in every if one.made.astimezone(UTC).date() <= self.as_of]

    def feeds(self) -> frozenset[str]:
        """Every source that was synced here, or ships."""
        return frozenset().union(*(store.feeds() for store in self._stores))

    def history(self, source: str, metric: str | None = None) -> list[Statement]:
        """Each time that a statement of a source stood, whatever the day: ``learnt`` to ``withdrawn``."""
        return [self.corrected(one) for one in self._intervals(source, metric)]

    def find(self, prefix: str) -> list[Statement]:
        """Each time that a statement stood whose id begins so, whatever the day."""
        found: list[Statement] = []
        seen: frozenset[str] = frozenset()
        for store in self._stores:
            found += store.find(prefix, without=seen)
            seen |= store.feeds()
        found += [one for one in self._printed if one.id.startswith(prefix)]
        return [self.corrected(one) for one in found]

    def sources(self) -> frozenset[str]:
        """Every source that anything here comes from."""
        return frozenset().union(*(store.sources() for store in self._stores), {one.source for one in self._printed})

    def _standing(self, source: str | None, metric: str | None) -> Iterator[Statement]:
        for one in self.sources() if source is None else (source,):
            for store, hidden in self._stores_of(one):
                for statement in store.intervals(one, metric, without=hidden, as_of=self.as_of):
                    yield self.corrected(statement)
        yield from (one for one in self.printed() if source in (None, one.source) and metric in (None, one.metric))

    def _intervals(self, source: str, metric: str | None) -> list[Statement]:
        key = (source, metric or "")
        if key not in self._loaded:
            self._loaded[key] = [
                one for store, hidden in self._stores_of(source) for one in store.intervals(source, metric, without=hidden)
            ]
        return self._loaded[key]

    def _stores_of(self, source: str) -> Iterator[tuple[Store, frozenset[str]]]:
        """The stores that have a source, each with the feeds that an earlier one has or that are not asked for."""
        hidden: frozenset[str] = frozenset() if self._feeds is None else self.feeds() - self._feeds
        for store in self._stores:
            if source in store.sources():
                yield store, hidden
            hidden |= store.feeds()


def visible(statement: Statement, day: date) -> bool:
    """Whether an edition of a day shows it: known by then, and not withdrawn by then."""
    gone = statement.withdrawn and statement.withdrawn.astimezone(UTC).date() <= day
    return statement.known is not None and statement.known <= day and not gone


def sort_key(statement: Statement) -> tuple[Any, ...]:
    """A stable order for lists of statements."""
    return (
        statement.source, statement.metric, statement.start or date.min, statement.end or date.min, statement.kind,
        statement.published or date.min, statement.class_, statement.page, statement.place, statement.bound,
        str(statement.value or statement.low or ""), statement.relayed_by, statement.unit,
    )  # fmt: skip


def _inside(statement: Statement, period: Period) -> bool:
    if statement.end is None or not period.contains(statement.end):
        return False
    return statement.kind in ("cumulative", "level") or (statement.start is not None and period.contains(statement.start))


def same_thing(statement: Statement) -> tuple[object, ...]:
    """What two statements of one source and metric share when one replaces the other."""
    return (
        statement.relayed_by, statement.basis, statement.party, statement.kind, statement.unit, statement.class_,
        statement.subgroup, statement.place, statement.range_is, statement.start, statement.end,
    )  # fmt: skip


def _alone(versions: list[Statement]) -> list[Statement]:
    """What stood alone, in the order of time, each once."""
    moments = sorted({one.learnt for one in versions if one.learnt})
    found: list[Statement] = []
    for moment in moments:
        here = [
            one for one in versions
            if one.learnt and one.learnt <= moment and (one.withdrawn is None or one.withdrawn > moment)
        ]  # fmt: skip
        if len(here) == 1 and (not found or found[-1] is not here[0]):
            found.append(here[0])
    return found


def _numbers(statement: Statement) -> tuple[object, ...]:
    return (statement.low, statement.value, statement.high)
