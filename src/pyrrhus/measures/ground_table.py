"""Ground by day, week, month, quarter or year: a row for every period, with what two maps show and what the days between show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from pyrrhus.errors import InputError, NoData
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.view import MapVersion, View
from pyrrhus.measures.ground import MapSeries
from pyrrhus.measures.mapped import KeptTimeline
from pyrrhus.measures.readings import Convention
from pyrrhus.period import DAY, Period, parse_day, parse_period
from pyrrhus.sources.contract import File, Source, adapters, load_source

if TYPE_CHECKING:
    import polars

__all__ = ["COLUMNS", "NO_MAPS", "STEPS", "GroundHistory", "GroundRow", "Step", "ground_history", "ground_of", "map_sources"]

Step = Literal["day", "week", "month", "quarter", "year"]
STEPS: Final[tuple[Step, ...]] = ("day", "week", "month", "quarter", "year")

COLUMNS: Final = (
    "period", "start", "end", "gained_km2", "lost_km2", "net_km2", "held_km2", "first_day", "last_day",
    "gained_by_day_km2", "lost_by_day_km2", "redrawn_gained_km2", "redrawn_lost_km2", "flags",
)  # fmt: skip
_DAYS: Final = frozenset({"start", "end", "first_day", "last_day"})
NO_MAPS: Final = "no_maps"
"""Flag of a period that no two maps show."""


@dataclass(frozen=True, slots=True)
class GroundRow:
    """One period. Areas are km2; None where nothing is held. ``start`` and ``end`` are the calendar's, both inclusive.

    ``first_day`` and ``last_day`` are the days of the two files compared; ``gained_by_day`` and ``lost_by_day`` are summed
    over the steps from map to map between them, so that ground that went back and forth shows.
    """

    period: Period
    gained: Decimal | None = None
    lost: Decimal | None = None
    net: Decimal | None = None
    held: Decimal | None = None
    first_day: date | None = None
    last_day: date | None = None
    gained_by_day: Decimal | None = None
    lost_by_day: Decimal | None = None
    flags: frozenset[str] = frozenset()

    def values(self) -> tuple[object, ...]:
        """The values under :data:`COLUMNS`; what was only redrawn is not told apart yet, and its columns are empty."""
        return (
            self.period.code, self.period.start, self.period.end, self.gained, self.lost, self.net, self.held,
            self.first_day, self.last_day, self.gained_by_day, self.lost_by_day, None, None, "+".join(sorted(self.flags)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroundHistory:
    """The rows of one source, what was left out of them and why, and which of them hold ground that was only redrawn."""

    source: Source
    as_of: date
    rows: tuple[GroundRow, ...]
    left_out: tuple[str, ...]
    redrawn: tuple[str, ...]
    series: MapSeries = field(repr=False)
    maps: KeptTimeline = field(repr=False)

    def frame(self, *, geometry: bool = False) -> polars.DataFrame:
        """The rows under :data:`COLUMNS`, days as dates, areas as decimals of a square metre.

        With ``geometry`` two more columns, ``gained`` and ``lost``: the ground itself as multipolygons in WKB, degrees of WGS
        84, null where the maps' bytes are not held. The publisher's licence says what may become of it.
        """
        import polars as pl

        km2 = pl.Decimal(20, 6)
        kinds = {name: km2 if name.endswith("_km2") else pl.Date if name in _DAYS else pl.String for name in COLUMNS}
        made = pl.DataFrame([row.values() for row in self.rows], schema=kinds, orient="row")
        if not geometry:
            return made
        ground = [self._pieces(row) for row in self.rows]
        return made.with_columns(
            pl.Series(name, [pieces[place] for pieces in ground], dtype=pl.Binary)
            for place, name in enumerate(("gained", "lost"))
        )

    def _pieces(self, row: GroundRow) -> tuple[bytes | None, bytes | None]:
        pair = self.pair(row)
        border = self.maps.border(*pair) if pair else None
        if border is None:
            return None, None
        import shapely

        from pyrrhus.ground.pieces import pieces

        gained, lost = pieces(border)
        return shapely.to_wkb(gained), shapely.to_wkb(lost)

    def pair(self, row: GroundRow) -> tuple[MapVersion, MapVersion] | None:
        """The two maps behind a row."""
        if row.first_day is None or row.last_day is None:
            return None
        return self.series.maps[row.first_day], self.series.maps[row.last_day]


def map_sources() -> list[str]:
    """Ids of the sources that publish maps."""
    return [name for name in adapters() if any(file.kind == "map" for file in load_source(name).files)]


def ground_history(
    view: View, source: str, *, by: Step = "month", first: date | None = None, last: date | None = None,
    convention: Convention = "calendar", status: str = "held", doubtful: bool = False,
    measurer: Callable[[File], KeptTimeline] | None = None,
) -> GroundHistory:  # fmt: skip
    """Ground gained, lost and held by period on a source's maps known to ``view``.

    Args:
        view: the ledger and shipped figures as of a day.
        source: id of a source that publishes maps.
        by: the length of a period.
        first: a day of the first period; the first map's, without.
        last: a day of the last period; the newest map's, without.
        convention: which days a period means.
        status: which of the map's layers: held, claimed, contested or given_up.
        doubtful: use the maps, too, that are known to be wrong.
        measurer: what measures the maps; a timeline kept in the user's cache, without.

    Raises:
        InputError: for a source without maps, or a status that its maps do not have.
        NoData: where no map is held.
        Disagreement: when independent measurements of a pair differ.
    """
    if source not in map_sources():
        raise InputError(f"no maps of {source[:40]!r}; there are maps of: {', '.join(map_sources())}")
    about = load_source(source)
    file = next(one for one in about.files if one.kind == "map")
    statuses = sorted(set(file.layers.statuses.values())) if file.layers else ["held"]
    if status not in statuses:
        raise InputError(f"the maps of {source} do not say what is {status}; they say what is: {', '.join(statuses)}")
    maps = view.maps(source)
    left_out = []
    if not doubtful:
        for doubt in file.doubtful:
            days = [day for day in maps if doubt.first <= day <= doubt.last]
            if days:
                left_out.append(f"{len(days):,} maps from {days[0]} to {days[-1]}: {doubt.why}")
            maps = {day: one for day, one in maps.items() if day not in set(days)}
    if not maps:
        raise NoData(f"no map of {source} is held as of {view.as_of}; `pyrrhus sync --source {source}` fetches them")
    made = measurer(file) if measurer else KeptTimeline(source, file, status)
    series = MapSeries(maps, about.shows, measurer=made)
    periods = list(_periods(by, first or series.shown(min(maps)), last or series.shown(max(maps))))
    series.prepare(periods, convention)
    faults = {sha256: why for sha256, why in made.faults.items() if sha256 in {one.sha256 for one in maps.values()}}
    if faults:  # what is no map is a missing one
        left_out += faults.values()
        series = MapSeries({day: one for day, one in maps.items() if one.sha256 not in faults}, about.shows, measurer=made)
        series.prepare(periods, convention)
    rows = tuple(_row(series, period, convention, file) for period in periods)
    redrawn = {row.period for row in rows if "redraw" in row.flags}
    told = [
        f"{one.day}: {one.why}; what changed there is in the figures of {', '.join(sorted(p.code for p in spans))}"
        for one in file.redrawn
        if (spans := {row.period for row in rows if row.period in redrawn and _spans(row, one.day)})
    ]
    return GroundHistory(about, view.as_of, rows, tuple(left_out), tuple(told), series, made)


def ground_of(
    source: str, *, by: Step = "month", first: date | str | None = None, last: date | str | None = None,
    convention: Convention = "calendar", status: str = "held", doubtful: bool = False, as_of: date | str | None = None,
) -> GroundHistory:  # fmt: skip
    """:func:`ground_history` of what is known as of a day; days as ISO text or dates."""
    day, first, last = (parse_day(one) if isinstance(one, str) else one for one in (as_of, first, last))
    with opened(day) as view:
        return ground_history(
            view, source, by=by, first=first, last=last, convention=convention, status=status, doubtful=doubtful
        )  # fmt: skip


def _row(series: MapSeries, period: Period, convention: Convention, file: File) -> GroundRow:
    found = series.change(period, convention)
    if found is None:
        return GroundRow(period, flags=frozenset({NO_MAPS}))
    steps = series.steps(period, convention)
    by_day = (steps[0].value, steps[1].value) if steps else (None, None)
    first, last = found.net.days
    held = series.level(last).value
    flags = found.net.flags
    row = GroundRow(period, found.gained.value, found.lost.value, found.net.value, held, first, last, *by_day, flags)
    return replace(row, flags=flags | {"redraw"}) if any(_spans(row, one.day) for one in file.redrawn) else row


def _spans(row: GroundRow, day: date) -> bool:
    """Whether a map drawn anew on a day is among those compared, and its neighbour from before."""
    return row.first_day is not None and row.last_day is not None and row.first_day < day <= row.last_day


def _periods(by: Step, first: date, last: date) -> Iterator[Period]:
    """Every period of the calendar from the one with ``first`` to the one with ``last``."""
    if first > last:
        raise InputError(f"the first day {first} lies after the last {last}")
    day = first
    while day <= last:
        period = parse_period(_code(by, day))
        yield period
        day = period.end + DAY


def _code(by: Step, day: date) -> str:
    iso = day.isocalendar()
    codes: dict[Step, str] = {
        "day": day.isoformat(), "week": f"{iso.year}-W{iso.week:02}", "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "year": f"{day.year:04}",
    }  # fmt: skip
    return codes[by]
