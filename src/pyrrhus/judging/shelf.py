"""What is held to judge by on one day: printed figures by what they count, and the daily series, each read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from pyrrhus.conflict import Conflict, witness
from pyrrhus.judging.rules import Rules, rules
from pyrrhus.ledger.view import Restated, View
from pyrrhus.measures.flows import flow, without_jumps
from pyrrhus.measures.gather import FEEDS, Gathered
from pyrrhus.measures.readings import CONVENTIONS, Readings
from pyrrhus.measures.worked import worked_out
from pyrrhus.period import DAY, Period, period_of
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = ["SERIES", "Shelf", "page_key"]

SERIES: Final = {
    ("ua_general_staff", "casualties"), ("ua_general_staff", "equipment"), ("isw", "ground"), ("isw", "held"),
    ("deepstate", "ground"), ("deepstate", "held"),
}  # fmt: skip
"""Whose readings of what are held for every day."""


Made = TypeVar("Made")


class Shelf:
    """The evidence as one day knows it; ``pages`` are those of the checked text, whose figures are no evidence of it."""

    def __init__(self, view: View, pages: frozenset[str] = frozenset()) -> None:
        self.view, self.pages = view, frozenset(map(page_key, pages))
        self.as_of = view.as_of
        self._rows: dict[str, dict[str, list[Statement]]] = {}
        self._under: dict[tuple[str, str], frozenset[str]] = {}
        self._equipment: dict[str, Readings] = {}
        self._increases: dict[Decimal, list[date]] | None = None
        self._made: dict[tuple[object, ...], Any] = {}

    def without(self, page: str) -> Shelf:
        """The same without what stands on a page; what was read once is shared."""
        other = Shelf.__new__(Shelf)
        other.__dict__.update(self.__dict__)
        other.pages = self.pages | {page_key(page)}
        other._rows, other._under = {}, {}
        return other

    def once(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What was worked out from the series under a key, made when it is first asked for."""
        if key not in self._made:
            self._made[key] = make()
        found: Made = self._made[key]
        return found

    def once_by_page(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """The same for what also rests on printed figures, some of which may stand on the text's own page."""
        return self.once((self.pages, *key), make)

    @cached_property
    def rules(self) -> Rules:
        """Rules of thumb."""
        return rules()

    @cached_property
    def of(self) -> Conflict:
        """The conflict."""
        return self.held.of

    @cached_property
    def held(self) -> Gathered:
        """The series, for whatever period is asked for."""
        first = self.as_of - DAY
        return Gathered(self.view, Period(first, first))

    def rows(self, metric: str, kind: str, party: str = "") -> list[Statement]:
        """Printed figures of one metric and kind, the undated too, without those on the text's own page."""
        found = self._by_kind(metric).get(kind, [])
        return [one for one in found if one.party == party] if party else found

    def metrics(self) -> tuple[str, ...]:
        """Every metric of losses, to look a number up under another."""
        return (
            "casualties",
            "killed",
            "killed_confirmed",
            "irrecoverable",
            "wounded",
            "killed_or_missing",
            "missing",
            "captured",
        )

    def _by_kind(self, metric: str) -> Mapping[str, list[Statement]]:
        if metric not in self._rows:
            found: dict[str, list[Statement]] = {}
            for one in self._all(metric):
                if not (self.pages and one.page and page_key(one.page) in self.pages):
                    found.setdefault(one.kind, []).append(one)
            self._rows[metric] = found
        return self._rows[metric]

    def _all(self, metric: str) -> list[Statement]:
        found = self.once(("rows",), self._every_row).get(metric, [])
        large = sorted(self.rules.large & self._held())
        return found + [one for source in large for one in self.view.statements(source=source, metric=metric)]

    def _every_row(self) -> dict[str, list[Statement]]:
        """All figures but the daily series, by metric; each source is asked once."""
        held = self._held()
        rows = [one for source in sorted(held - self.rules.large) for one in self.view.statements(source=source)]
        rows += [one for one in self.view.printed() if one.source not in held]
        rows += [replace(one, flags=one.flags | {"undated"}) for one in self.view.undated()]
        found: dict[str, list[Statement]] = {}
        for one in rows:
            found.setdefault(one.metric, []).append(one)
        return found

    def _held(self) -> frozenset[str]:
        """Sources of which more is held than printed figures, but for the daily series."""
        return self.once(("held",), lambda: frozenset().union(*(store.sources() for store in self.view.stores)) - FEEDS)

    def restated(self, source: str, metric: str) -> list[Restated]:
        """What a series' source replaced by the day."""
        return self.once(("restated", source, metric), lambda: self.view.restated(source, metric))

    # the General Staff's totals -------------------------------------------------------------------------------------------

    def totals(self, metric: str, class_: str = "") -> Readings:
        """Running totals of casualties, or of one class of equipment."""
        if metric == "casualties":
            return self.held.totals
        if class_ not in self._equipment:
            about = load_source("ua_general_staff")
            rows = self.view.statements(source=about.id, metric="equipment", kind="cumulative")
            by_class: dict[str, list[Statement]] = {}
            for one in rows:
                if not one.subgroup:
                    by_class.setdefault(one.class_, []).append(one)
            self._equipment = {name: Readings(found, about.shows) for name, found in by_class.items()}
            self._equipment.setdefault(class_, Readings((), about.shows))
        return self._equipment[class_]

    def losses(self, metric: str, period: Period, class_: str = "") -> list[Statement]:
        """What totals T say for a period [s, e], in the order in which it is tried: T(e+1)-T(s), T(e)-T(s-1), T(e)-T(s).

        Each also without the corrections entered in it. Another day's reading never stands in for a missing one.
        """
        return self.once(("losses", metric, period.start, period.end, class_), lambda: self._losses(metric, period, class_))

    def _losses(self, metric: str, period: Period, class_: str) -> list[Statement]:
        readings = self.totals(metric, class_)
        began = self.of.start
        found = [one for name in ("first_to_first", "last_to_last") if (one := flow(readings, period, name, began=began))]
        found = [one for one in found if not one.flags & {"stand_in", "so_far"}]
        last = self._first_to_last(readings, period)
        found += [last] if last else []
        if metric == "casualties":
            found += [clean for one in found if (clean := without_jumps(one, self.held.jumps))]
        return found

    def _first_to_last(self, readings: Readings, period: Period) -> Statement | None:
        if period.start == period.end or period.start not in readings or period.end not in readings:
            return None
        before, after = readings[period.start], readings[period.end]
        assert before.value is not None and after.value is not None
        return worked_out(
            "total_difference/1", [before, after], metric=after.metric, party=after.party, kind="flow", unit=after.unit,
            class_=after.class_, value=after.value - before.value, start=period.start, end=period.end,
            days=(period.start, period.end), note="from the first day's reading to the last day's",
        )  # fmt: skip

    def days_of_increase(self, value: Decimal) -> list[date]:
        """The calendar days on which Kyiv's total rose by exactly this much."""
        if self._increases is None:
            self._increases = {}
            totals = self.held.totals
            for day in totals:
                before = totals.get(day - DAY)
                after = totals[day]
                if before is not None and before.value is not None and after.value is not None:
                    self._increases.setdefault(after.value - before.value, []).append(totals.covers(day))
        return self._increases.get(value, [])

    # ground ---------------------------------------------------------------------------------------------------------------

    def measured_ground(self, source: str, period: Period, basis: str) -> list[Statement]:
        """ISW's layers (as given, then set right) or DeepState's maps, by each convention; nothing where days are missing."""
        key = ("ground", source, period.start, period.end, basis)
        return self.once(key, lambda: self._measured_ground(source, period, basis))

    def _measured_ground(self, source: str, period: Period, basis: str) -> list[Statement]:
        found: list[Statement] = []
        for name in CONVENTIONS:
            if source == "isw":
                if basis != "lost":
                    found += self.held.layer_change(period, name) or ()
            elif change := self.held.maps.change(period, name):
                found += (
                    [change.lost] if basis == "lost" else [change.gained] if basis == "gained" else [change.net, change.gained]
                )
                found += [change.net] if basis == "gained" else []
        whole = [one for one in found if not one.flags & {"stand_in", "so_far"}]
        return list({(one.value, one.basis): one for one in reversed(whole)}.values())[::-1]

    def held_area(self, source: str, day: date) -> Statement | None:
        """The area that ISW's layers give Russia on a day; DeepState's maps have no printed area of their own."""
        return self.held.layers.get(day) if source == "isw" else None

    # whose is what --------------------------------------------------------------------------------------------------------

    def witness(self, one: Statement) -> str:
        """On whose data a figure rests in the end; those who speak for one side are one voice."""
        while one.source == "pyrrhus" and one.operands:
            one = one.operands[0]
        maker = witness(one, self.of)
        family = self.rules.family(maker)
        return min(family) if len(family) > 1 else maker

    def under(self, source: str, metric: str) -> frozenset[str]:
        """Those on whose data a source's own figures of a metric rest, as far as they say so."""
        key = (source, metric)
        if key not in self._under:
            members = self.rules.members(source)
            kinds = self._by_kind(metric).values()
            found = {one.derived_from for rows in kinds for one in rows if one.source in members and one.derived_from}
            found |= {self.of.publisher(one).derived_from for one in members} - {""}
            self._under[key] = frozenset(found)
        return self._under[key]

    def stance(self, source: str) -> str:
        """A source's relation to the war."""
        return self.of.publisher(source).stance

    def place(self, text: str) -> str:
        """A place as it is compared: the whole country and what goes with it are ``""``, else its first word."""
        if not text or text in (self.of.country, self.of.scope_place):
            return ""
        return next(iter(text.casefold().split()), "").strip("'’,.")


def page_key(address: str) -> str:
    """An address without what does not name the page: scheme, www, query, fragment, a final slash, capitals of the host."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return address.strip()
    return f"{host}{parts.path.rstrip('/')}" if host else address.strip()


def period(one: Statement) -> Period | None:
    """The days of a figure, None where they are not known."""
    if one.start is None or one.end is None or one.end < one.start:
        return None
    return named_period(one.start, one.end)


named_period = lru_cache(maxsize=8192)(period_of)
"""The period of two days as the calendar names it, found once: many figures are of the same days."""
