"""Ground gained and lost between a source's maps, for a period: the one door to the room ``ground``."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pyrrhus.ledger.shipped import measured_areas, measured_changes
from pyrrhus.ledger.view import MapVersion
from pyrrhus.measures.readings import Convention, Picked, Shows, edges, pick, pick_after
from pyrrhus.measures.worked import worked_out
from pyrrhus.period import DAY, Period
from pyrrhus.statement import Statement

if TYPE_CHECKING:
    from pyrrhus.ground.maps import Map

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
    maps in the ledger.
    """

    def __init__(self, maps: Mapping[date, MapVersion], shows: Shows, party: str = "russia") -> None:
        self.maps = dict(sorted(maps.items()))
        self.shows, self.party = shows, party
        self._read: dict[str, Map] = {}
        self._measured: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}

    @property
    def newest(self) -> date:
        """The day of the newest map."""
        return next(reversed(self.maps))

    def change(self, period: Period, convention: Convention = "calendar") -> GroundChange | None:
        """Gained, lost and net between the maps that show a period's edges; None where there are no two such maps.

        Raises:
            Disagreement: when independent measurements of the pair differ.
        """
        picked = self._picked(period, convention)
        return self._between(period, *picked, convention) if picked else None

    def change_after_gap(self, period: Period, convention: Convention = "calendar") -> GroundChange | None:
        """The same with the nearest map after a missing one, where a map before it stands in for it."""
        picked = self._picked(period, convention)
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
        picked = self._picked(period, convention)
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
        operands = [self._level(day) for day in days]
        inputs = [f"document:{self.maps[day].sha256}" for day in days]
        return (
            worked_out("sum_of_steps/1", operands, inputs=inputs, basis="gained", value=gained, **said),
            worked_out("sum_of_steps/1", operands, inputs=inputs, basis="lost", value=lost, **said),
        )

    def _picked(self, period: Period, convention: Convention) -> tuple[Picked, Picked] | None:
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
        operands = [self._level(first.day), self._level(last.day)]
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

    def _level(self, day: date) -> Statement:
        """The area of one map, as a statement that leads to the map's bytes."""
        map_ = self.maps[day]
        shown = day - DAY if self.shows == "day_before" else day
        area = measured_areas().get(map_.sha256)
        if area is None:
            from pyrrhus.ground.area import polygons_area_m2

            area = _km2(polygons_area_m2(self._map(map_).geometry))
        return Statement(
            source="pyrrhus", derived_from=map_.source, metric="held", kind="level", party=self.party, unit="km2",
            value=area, start=shown, end=shown, formula="map_area/1", days=(day,), inputs=(f"document:{map_.sha256}",),
            document=map_.sha256, page=map_.page, evidence="worked_out", stance="independent", licence="number",
            known=map_.known, where="the whole map",
        )  # fmt: skip

    def _measure(self, earlier: date, later: date) -> tuple[Decimal, Decimal] | None:
        before, after = self.maps[earlier], self.maps[later]
        key = (before.sha256, after.sha256)
        found = measured_changes().get(key) or self._measured.get(key)
        if found is None:
            if before.load is None or after.load is None:
                return None
            from pyrrhus.ground.change import change

            measured = change(self._map(before), self._map(after))
            found = self._measured[key] = (_km2(measured.gained_m2), _km2(measured.lost_m2))
        return found

    def _map(self, version: MapVersion) -> Map:
        from pyrrhus.ground.maps import read_map

        assert version.load is not None
        if version.sha256 not in self._read:
            self._read[version.sha256] = read_map(version.load(), where=version.page)
        return self._read[version.sha256]


def corrected(net: Statement, ratio: Decimal, *, why: str) -> Statement:
    """A change of area from a source whose areas are too large by a known ratio, set right; the source's own stands."""
    assert net.value is not None
    return worked_out(
        "ellipsoid_correction/1", [net], metric=net.metric, basis=net.basis, party=net.party, kind=net.kind, unit=net.unit,
        value=(net.value / ratio).quantize(Decimal("0.000001")), start=net.start, end=net.end, place=net.place,
        convention=net.convention, days=net.days, note=why,
    )  # fmt: skip


def _km2(m2: float) -> Decimal:
    return Decimal(round(m2)).scaleb(-6)
