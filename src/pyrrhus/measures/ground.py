"""Ground gained and lost between a source's maps, for a period: the one door to the room ``ground``."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyrrhus.ledger.shipped import measured_areas, measured_changes
from pyrrhus.ledger.view import MapVersion
from pyrrhus.measures.mapped import Gained, MapPair, Measurer, TwoByTwo
from pyrrhus.measures.readings import Convention, Picked, Shows, edges, pick, pick_after
from pyrrhus.measures.worked import worked_out
from pyrrhus.period import DAY, Period
from pyrrhus.statement import Statement

__all__ = ["GroundChange", "MapSeries", "corrected"]


@dataclass(frozen=True, slots=True)
class GroundChange:
    """What two maps say: three statements over the same days."""

    gained: Statement
    lost: Statement
    net: Statement


class MapSeries:
    """The maps of one source known on a day, and what lies between any two of them.

    A pair that was measured before shipping, on the very same bytes, is taken from there; another pair needs the
    maps in the ledger, and is measured by ``measurer``.
    """

    def __init__(
        self, maps: Mapping[date, MapVersion], shows: Shows, party: str = "russia", measurer: Measurer | None = None
    ) -> None:
        self.maps = dict(sorted(maps.items()))
        self.shows, self.party = shows, party
        self.measurer: Measurer = measurer or TwoByTwo()
        self._measured: dict[tuple[str, str], Gained | None] = {}
        self._areas: dict[str, Decimal | None] = {}

    @property
    def newest(self) -> date:
        """The day of the newest map."""
        return next(reversed(self.maps))

    def shown(self, day: date) -> date:
        """The calendar day whose end the map of ``day`` shows."""
        return day - DAY if self.shows == "day_before" else day

    def prepare(self, periods: Iterable[Period], convention: Convention = "calendar") -> None:
        """Measure at once what :meth:`change` and :meth:`steps` will be asked for these periods."""
        days: set[tuple[date, date]] = set()
        for period in periods:
            if picked := self.picked(period, convention):
                first, last = picked[0].day, picked[1].day
                days |= {(first, last), *itertools.pairwise(day for day in self.maps if first <= day <= last)}
        pairs = {self._key(*pair): (self.maps[pair[0]], self.maps[pair[1]]) for pair in sorted(days)}
        self._measure_all({key: pair for key, pair in pairs.items() if key not in measured_changes()})
        maps = {self.maps[day].sha256: self.maps[day] for pair in sorted(days) for day in pair}
        asked = [one for sha256, one in maps.items() if sha256 not in measured_areas() and sha256 not in self._areas]
        self._areas |= dict(zip((one.sha256 for one in asked), self.measurer.areas(asked), strict=True))

    def change(self, period: Period, convention: Convention = "calendar") -> GroundChange | None:
        """Gained, lost and net between the maps that show a period's edges; None where there are no two such maps.

        Raises:
            Disagreement: when independent measurements of the pair differ.
        """
        picked = self.picked(period, convention)
        return self._between(period, *picked, convention) if picked else None

    def change_after_gap(self, period: Period, convention: Convention = "calendar") -> GroundChange | None:
        """The same with the nearest map after a missing one, where a map before it stands in for it."""
        picked = self.picked(period, convention)
        if picked is None or not (picked[0].stand_in or picked[1].stand_in):
            return None
        wanted = edges(period, convention, self.shows)
        asked = zip((wanted.first, wanted.last), picked, strict=True)
        first, last = (pick_after(day, self.maps) if used.stand_in else used for day, used in asked)
        if first is None or last is None or first.day >= last.day:
            return None
        return self._between(period, first, last, convention)

    def steps(self, period: Period, convention: Convention = "calendar") -> tuple[Statement, Statement] | None:
        """Gained and lost summed over the steps between a period's maps, so that ground that went back and forth shows."""
        picked = self.picked(period, convention)
        if picked is None:
            return None
        days = [day for day in self.maps if picked[0].day <= day <= picked[1].day]
        gained = lost = Decimal(0)
        for earlier, later in itertools.pairwise(days):
            pair = self._measure(earlier, later)
            if pair is None:
                return None
            gained, lost = gained + pair[0], lost + pair[1]
        said = self._said(period, picked[0], picked[1], convention)
        operands = [self.level(day) for day in days]
        inputs = [f"document:{self.maps[day].sha256}" for day in days]
        return (
            worked_out("sum_of_steps/1", operands, inputs=inputs, basis="gained", value=gained, **said),
            worked_out("sum_of_steps/1", operands, inputs=inputs, basis="lost", value=lost, **said),
        )

    def picked(self, period: Period, convention: Convention = "calendar") -> tuple[Picked, Picked] | None:
        """The maps that show a period's edges; None where there are no two."""
        if not self.maps:
            return None
        asked = edges(period, convention, self.shows)
        first, last = (pick(day, self.maps, self.newest) for day in (asked.first, asked.last))
        if first is None or last is None or first.so_far or first.day >= last.day:
            return None
        return first, last

    def _between(self, period: Period, first: Picked, last: Picked, convention: Convention) -> GroundChange | None:
        pair = self._measure(first.day, last.day)
        if pair is None:
            return None
        gained, lost = pair
        said = self._said(period, first, last, convention)
        operands = [self.level(first.day), self.level(last.day)]
        inputs = [f"document:{self.maps[day].sha256}" for day in (first.day, last.day)]
        made = [
            worked_out("map_difference/1", operands, inputs=inputs, basis=basis, value=value, **said)
            for basis, value in (("gained", gained), ("lost", lost), ("net", gained - lost))
        ]
        return GroundChange(*made)

    def _said(self, period: Period, first: Picked, last: Picked, convention: Convention) -> dict[str, object]:
        shift = DAY if self.shows == "day_before" else 0 * DAY
        told = {
            "stand_in": first.stand_in or last.stand_in, "so_far": last.so_far, "start_approximate": first.late,
            "end_approximate": last.late,
        }  # fmt: skip
        wanted = edges(period, convention, self.shows)
        notes = [
            f"the map of {used.day} stands in for the missing one of {asked}"
            for asked, used in ((wanted.first, first), (wanted.last, last))
            if used.stand_in
        ]
        if first.late:
            notes.append(f"from the nearest map after the missing one of {wanted.first}")
        if last.late:
            notes.append(f"to the nearest map after the missing one of {wanted.last}")
        if last.so_far:
            notes.append(f"runs to the newest map, of {last.day}")
        return {
            "metric": "ground", "party": self.party, "kind": "flow", "unit": "km2",
            "start": first.day - shift + DAY if first.late else period.start,
            "end": min(period.end, last.day - shift) if last.so_far else last.day - shift if last.late else period.end,
            "convention": convention,
            "days": (first.day, last.day), "flags": frozenset(name for name, is_so in told.items() if is_so),
            "note": "; ".join(notes),
        }  # fmt: skip

    def level(self, day: date) -> Statement:
        """The area of one map, as a statement that leads to the map's bytes."""
        map_ = self.maps[day]
        shown = self.shown(day)
        return Statement(
            source="pyrrhus", derived_from=map_.source, metric="held", kind="level", party=self.party, unit="km2",
            value=self._area(map_), start=shown, end=shown, formula="map_area/1", days=(day,),
            inputs=(f"document:{map_.sha256}",), document=map_.sha256, page=map_.page, evidence="worked_out",
            stance="independent", licence="number", known=map_.known, where="the whole map",
        )  # fmt: skip

    def _area(self, map_: MapVersion) -> Decimal | None:
        found = measured_areas().get(map_.sha256)
        if found is None and map_.sha256 not in self._areas:
            (self._areas[map_.sha256],) = self.measurer.areas([map_])
        return found if found is not None else self._areas[map_.sha256]

    def _measure(self, earlier: date, later: date) -> Gained | None:
        key = self._key(earlier, later)
        found = measured_changes().get(key)
        if found is None:
            self._measure_all({key: (self.maps[earlier], self.maps[later])})
        return found or self._measured[key]

    def _measure_all(self, pairs: Mapping[tuple[str, str], MapPair]) -> None:
        asked = {key: pair for key, pair in pairs.items() if key not in self._measured}
        self._measured |= dict(zip(asked, self.measurer.changes(list(asked.values())), strict=True))

    def _key(self, earlier: date, later: date) -> tuple[str, str]:
        return self.maps[earlier].sha256, self.maps[later].sha256


def corrected(net: Statement, ratio: Decimal, *, why: str) -> Statement:
    """A change of area from a source whose areas are too large by a known ratio, set right; the source's own stands."""
    assert net.value is not None
    return worked_out(
        "ellipsoid_correction/1", [net], metric=net.metric, basis=net.basis, party=net.party, kind=net.kind, unit=net.unit,
        value=(net.value / ratio).quantize(Decimal("0.000001")), start=net.start, end=net.end, place=net.place,
        convention=net.convention, days=net.days, note=why,
    )  # fmt: skip
