"""Worked-out figures derived twice: from what a ledger states, and from its bytes, read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from sqlalchemy import Connection, func, select

from pyrrhus.errors import PyrrhusError
from pyrrhus.ledger import schema
from pyrrhus.ledger.documents import read_document
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.view import MapVersion
from pyrrhus.measures.flows import months
from pyrrhus.measures.ground import GroundChange, MapSeries
from pyrrhus.measures.mapped import TwoByTwo
from pyrrhus.measures.readings import Readings
from pyrrhus.period import month
from pyrrhus.sources.contract import load_source, reader_of
from pyrrhus.statement import Statement

__all__ = ["Twice", "derived_twice"]

_SERIES: Final = (("ua_general_staff", "personnel", "casualties"), ("isw", "area", "held"))
_MAPS: Final = "deepstate"
_SAME_KM2: Final = Decimal("0.0001")
"""A hundred square metres: the two ways add areas up in another order."""


@dataclass(frozen=True, slots=True)
class Twice:
    """How many figures were derived in two ways, and a sentence on each that came out different."""

    count: int
    differing: tuple[str, ...]


def derived_twice(connection: Connection, *, months_of_maps: int = 3, seed: int = 0) -> Twice:
    """Derive every monthly flow of two series, and some months' change of ground, in two ways.

    Args:
        connection: of a ledger.
        months_of_maps: so many months of DeepState's maps, whose change is overlaid anew and held against the areas of the
            two maps, and against what ships where that is there.
        seed: which months; the same seed takes the same.
    """
    store = StoredLedger(connection)
    count = 0
    differing: list[str] = []
    for source, file, metric in _SERIES:
        if source in store.feeds():
            for sentence in _flows(store, source, file, metric):
                count += 1
                differing += [sentence] if sentence else []
    if _MAPS in store.feeds():
        for sentence in _ground(store, months_of_maps, seed):
            count += 1
            differing += [sentence] if sentence else []
    return Twice(count, tuple(differing))


def _flows(store: StoredLedger, source: str, file: str, metric: str) -> Iterator[str]:
    """For each month a sentence, empty where both ways agree."""
    shows = load_source(source).shows
    stated = [one for one in store.intervals(source, metric, without=store.feeds() - {source}) if one.withdrawn is None]
    try:
        read = _read_again(store.connection, source, file)
    except PyrrhusError as error:
        yield f"{source}, {metric}: the newest bytes cannot be read again: {error}"
        return
    ways = []
    for statements in (stated, read):
        readings = Readings((one for one in statements if one.kind in ("cumulative", "level")), shows)
        flows = months(readings, readings.newest) if readings else []
        ways.append({(one.start, one.end): one for one in flows})
    for key in sorted(ways[0].keys() | ways[1].keys(), key=str):
        one, other = (way.get(key) for way in ways)
        values = [flow.value if flow else None for flow in (one, other)]
        same = values[0] == values[1] and one and other and one.id == other.id
        told = f"{source}, {metric}, {key[0]}..{key[1]}: {values[0]} by its statements, {values[1]} by its bytes"
        yield "" if same else told


def _read_again(connection: Connection, source: str, file: str) -> list[Statement]:
    p, v = schema.path, schema.version
    newest = select(func.max(v.c.id)).join(p, p.c.id == v.c.path).where(p.c.source == source, p.c.file == file, v.c.readable == 1)
    document = connection.execute(select(v.c.document).where(v.c.id.in_(newest))).scalar_one()
    told = load_source(source)
    reader = reader_of(told, told.file(file))
    records = reader.records(read_document(connection, document), where=file)
    return [one for key, record in records.items() for one in reader.read(key, record, where=file).statements]


def _ground(store: StoredLedger, count: int, seed: int) -> Iterator[str]:
    maps = {one.day: one for one in store.maps(_MAPS)}
    series = MapSeries(maps, load_source(_MAPS).shows)
    firsts = sorted({day.replace(day=1) for day in maps})
    for first in sorted(Random(seed).sample(firsts, min(count, len(firsts)))):  # noqa: S311 (a sample, no secret)
        try:
            told = series.change(month(first))
            if told is not None:
                yield _overlaid(maps, told.net.days, told)
        except PyrrhusError as error:
            yield f"{_MAPS}, {first:%Y-%m}: {error}"


def _overlaid(maps: Mapping[date, MapVersion], used: tuple[date, ...], told: GroundChange) -> str:
    """The two maps read from their bytes and overlaid anew, against what the series says of them."""
    earlier, later = (maps[day] for day in used)
    areas = TwoByTwo().changes([(earlier, later)])[0]  # with GEOS as its witness
    assert areas is not None
    for name, one, measured in (("gained", told.gained, areas[0]), ("lost", told.lost, areas[1])):
        if one.value is None or abs(one.value - measured) > _SAME_KM2:
            return f"{_MAPS}, {name} {one.start}..{one.end}: {one.value} km2 as told, {measured} km2 by the bytes"
    return ""
