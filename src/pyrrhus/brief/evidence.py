"""What a brief of a period rests on: the series, prints and measurements that its day knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from pyrrhus.conflict import Conflict, conflict, scope, witness
from pyrrhus.errors import NoData
from pyrrhus.ledger.view import View
from pyrrhus.measures.flows import corrections, flow, months
from pyrrhus.measures.ground import MapSeries, corrected
from pyrrhus.measures.readings import Convention, Readings
from pyrrhus.measures.trends import trend
from pyrrhus.period import DAY, Period, season, year
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = ["NEARBY", "Count", "Evidence"]

EARLIEST, LATEST = 1000, 9000
"""Years beyond which neighbouring periods would leave the calendar."""
NEARBY = timedelta(days=45)
"""How far from a period's end a running total may stand and still be told with it."""


@dataclass(frozen=True, slots=True)
class Count:
    """One counter's ground for the period, and for the one before where it has that too."""

    now: Statement
    before: Statement | None
    trend: Statement | None
    scope: str
    witness: str


FEEDS: Final = frozenset({"ua_general_staff", "isw", "deepstate"})
"""What a brief is made of beside the printed figures: all of it ships, so that an edition is the same without a ledger."""


class Evidence:
    """Everything that the contents of one brief draw on; worked out when first asked for."""

    def __init__(self, view: View, period: Period) -> None:
        self.view, self.period = view.of_feeds(FEEDS), period
        self.of: Conflict = conflict()
        self.as_of = view.as_of

    def check_span(self) -> None:
        """Raise where the period lies outside everything that is held.

        Raises:
            NoData: naming each source's span.
        """
        spans: dict[str, tuple[date, date]] = {}
        if self.totals:
            name = "the General Staff's daily totals"
            spans[name] = (self.of.start, self.totals.covers(self.totals.newest))
        if self.layers:
            spans["ISW's daily areas"] = (self.layers.first, self.layers.newest)
        if self.maps.maps:
            days = list(self.maps.maps)
            spans["DeepState's maps"] = (days[0], days[-1])
        printed = [one for one in self.view.printed() if one.end]
        if printed:
            spans["printed figures"] = (
                min(self._start(one) for one in printed),
                max(one.end for one in printed if one.end),
            )
        beyond = self.period.start.year < EARLIEST or self.period.end.year > LATEST
        if beyond or not any(self.period.start <= last and self.period.end >= first for first, last in spans.values()):
            told = "; ".join(f"{name}: {first} to {last}" for name, (first, last) in spans.items()) or "nothing at all"
            raise NoData(f"nothing is held for {self.period.code} as of {self.as_of}; what is held is {told}")

    # losses -----------------------------------------------------------------------------------------------------------

    @cached_property
    def totals(self) -> Readings:
        """The General Staff's running totals of casualties."""
        rows = self.view.statements(source="ua_general_staff", metric="casualties", kind="cumulative")
        shows = load_source("ua_general_staff").shows
        return Readings((one for one in rows if one.evidence == "bytes"), shows)

    @cached_property
    def jumps(self) -> dict[date, Statement]:
        """Corrections entered in the running totals."""
        return corrections(self.view.statements(source="ua_general_staff", metric="casualties", kind="flow"))

    def casualties(self, period: Period | None = None, convention: Convention = "calendar") -> Statement | None:
        """Russia's casualties in a period on the General Staff's totals."""
        return flow(self.totals, period or self.period, convention, began=self.of.start)

    @cached_property
    def months(self) -> dict[Convention, list[Statement]]:
        """The months of the General Staff's series up to the period, by the two conventions that publishers print."""
        both: tuple[Convention, ...] = ("calendar", "last_to_last")
        return {name: months(self.totals, self.period.end, name, began=self.of.start) for name in both}

    def printed_casualties(self, period: Period) -> Statement | None:
        """The General Staff's own printed figure for exactly this period, where it agrees with a day convention."""
        rows = self._exact(self.view.statements(source="ua_general_staff", metric="casualties", kind="flow"), period)
        ours = {total.value for name in ("calendar", "last_to_last") if (total := self.casualties(period, name))}
        agreeing = [one for one in rows if "own_sum" not in one.flags and (one.value in ours or not ours)]
        return self.best(agreeing)

    # ground -----------------------------------------------------------------------------------------------------------

    @cached_property
    def layers(self) -> Readings:
        """ISW's daily areas through The Economist, as given."""
        about = load_source("isw")
        rows = self.view.statements(source="isw", metric="held", kind="level")
        return Readings((one for one in rows if one.relayed_by == about.relayed_by), about.shows)

    def layer_change(self, period: Period, convention: Convention = "calendar") -> tuple[Statement, Statement] | None:
        """Net ground on ISW's layers: as given, and corrected for the size of its areas."""
        given = flow(self.layers, period, convention)
        if given is None:
            return None
        ratio = Decimal(load_source("isw").facts["ellipsoid_ratio"])
        return given, corrected(given, ratio, why="the areas as given are too large against the WGS 84 ellipsoid")

    @cached_property
    def maps(self) -> MapSeries:
        """DeepState's maps."""
        return MapSeries(self.view.maps("deepstate"), load_source("deepstate").shows)

    def ground_prints(self, period: Period, party: str = "russia") -> list[Statement]:
        """Printed areas for exactly this period, for the whole country or with ground beyond it."""
        rows = self.view.statements(metric="ground", kind="flow", party=party)
        whole = [one for one in self._exact(rows, period) if scope(one, self.of) != "part" and one.unit == "km2"]
        best: dict[tuple[str, str, str], Statement] = {}
        for one in whole:
            key = (one.source, one.place, one.basis)
            found = self.best([kept for kept in (best.get(key), one) if kept])
            best[key] = found or one
        return list(best.values())

    @cached_property
    def counts(self) -> list[Count]:
        """Each counter's ground for the period beside the one before: prints first, then what was measured."""
        before = self.ground_prints(self.period.previous())
        found = []
        for one in self.ground_prints(self.period):
            same = [other for other in before if other.source == one.source and self.alike(other, one)]
            found.append(self._count(one, same[0] if same else None))
        for measure in (self._layers_net, self._maps_net):
            now, then = measure(self.period), measure(self.period.previous())
            if now is not None:
                found.append(self._count(now, then))
        return found

    def _layers_net(self, period: Period) -> Statement | None:
        found = self.layer_change(period)
        return found[1] if found else None

    def _maps_net(self, period: Period) -> Statement | None:
        """Net on DeepState's maps, by the calendar, or from last to last where a map of the calendar's edges is missing."""
        found = self.maps.change(period)
        if found and "stand_in" in found.net.flags:
            other = self.maps.change(period, "last_to_last")
            found = other if other and "stand_in" not in other.net.flags else found
        return found.net if found else None

    # shared -----------------------------------------------------------------------------------------------------------

    def compared_periods(self) -> list[tuple[str, Period]]:
        """The periods that the pace is set beside: before, the season before, a year before, the last whole year."""
        period = self.period
        found = [("previous", period.previous())]
        if period.days <= 31:
            this = season(period.start)[1]
            found.append(("season", season(this.start - DAY)[1]))
        if period.shape != "year":
            found.append(("year_before", period.year_before()))
            found.append(("year", year(date(period.start.year - 1, 1, 1))))
        return found

    def near(self, *, party: str, metrics: Iterable[str], kind: str = "cumulative") -> list[Statement]:
        """Figures about all of a party's losses that end in the period or not far from its end, by day."""
        first, last = min(self.period.start, self.period.end - NEARBY), self.period.end + NEARBY
        found = [
            one
            for metric in metrics
            for one in self.view.statements(metric=metric, kind=kind, party=party)
            if one.end and first <= one.end <= last and not one.subgroup and not one.place
            and "doubtful" not in one.flags and one.source != "ua_general_staff"
        ]  # fmt: skip
        return sorted(found, key=lambda one: (one.end or date.min, one.source))

    def short(self, source: str) -> str:
        """How prose names a source."""
        return self.of.publisher(source).short

    def best(self, rows: Iterable[Statement]) -> Statement | None:
        """Of several prints of one figure: the best evidence, then the plainest bound, then the first published."""
        grades = {grade: number for number, grade in enumerate(("bytes", "page", "relay", "excerpt"))}
        ranked = sorted(
            rows, key=lambda one: (grades.get(one.evidence, 9), one.bound != "plain", str(one.published or "9"), one.id)
        )
        return ranked[0] if ranked else None

    def _exact(self, rows: Iterable[Statement], period: Period) -> list[Statement]:
        unusable = {"doubtful", "start_approximate", "end_approximate"}
        return [
            one for one in rows
            if (one.start, one.end) == (period.start, period.end) and not one.subgroup and not one.flags & unusable
            and one.value is not None and one.evidence != "bytes"
        ]  # fmt: skip

    def alike(self, one: Statement, other: Statement) -> bool:
        """Whether two prints of one source count the same thing: its scope, as far as it says, and its basis."""
        inside = self._scope_matters(one) or self._scope_matters(other)
        same_scope = not inside or scope(one, self.of) == scope(other, self.of)
        return same_scope and (one.basis == other.basis or "unstated" in (one.basis, other.basis))

    def _scope_matters(self, one: Statement) -> bool:
        first, last = self.of.scope_apart
        return bool(one.start and one.end and one.start <= last and one.end >= first)

    def _count(self, now: Statement, before: Statement | None) -> Count:
        change: Any = trend(now, before) if before is not None else None
        return Count(now, before, change, scope(now, self.of), witness(now, self.of))

    def _start(self, one: Statement) -> date:
        return one.start or one.end or date.max
