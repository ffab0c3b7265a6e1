"""The figures that ship with pyrrhus, read as a ledger is read: the same statements, the bytes not held here."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pyrrhus.errors import InputError
from pyrrhus.ledger.corrections import Correction
from pyrrhus.ledger.known import known_day
from pyrrhus.ledger.view import MapVersion, visible
from pyrrhus.statement import Statement, statement_from_fields

__all__ = ["PUBLISHED", "Shipped", "measured_areas", "measured_changes", "read_published"]

PUBLISHED = "published.csv"
DATA = Path(__file__).resolve().parents[1] / "data"


class Shipped:
    """The shipped statements and the days of the shipped measurements."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or DATA
        self.index = tomllib.loads((self.folder / "series.toml").read_text(encoding="utf-8"))

    def feeds(self) -> frozenset[str]:
        """Sources of which series or measurements ship."""
        return frozenset(map(_feed, self.index["series"])) | {m.source for m in _maps(self.folder)}

    def sources(self) -> frozenset[str]:
        """Sources of which a whole series ships."""
        return frozenset(told["source"] for told in self.index["series"].values()) | {m.source for m in _maps(self.folder)}

    def newest_known(self) -> date | None:
        """The newest day that a shipped figure was known."""
        days = [statement.known for statement in self.published() if statement.known]
        days += [map_.known for map_ in _maps(self.folder) if map_.known]
        for name, told in self.index["series"].items():
            if told["metric"] != "equipment":
                days += [found.known for found in self._series(name) if found.known]
                days += [found.withdrawn.date() for found in self._series(name) if found.withdrawn]
        return max(days, default=None)

    def published(self) -> tuple[Statement, ...]:
        """The printed figures, each with its page."""
        return _published(self.folder)

    def intervals(
        self, source: str, metric: str | None, *, without: frozenset[str] = frozenset(), as_of: date | None = None
    ) -> Iterator[Statement]:
        """Each time that a statement of a shipped series stood; with ``as_of`` what stood then."""
        for name, told in self.index["series"].items():
            if told["source"] == source and metric in (None, told["metric"]) and _feed(name) not in without:
                yield from (one for one in self._series(name) if as_of is None or visible(one, as_of))

    def maps(self, source: str) -> Iterator[MapVersion]:
        """The maps that the shipped measurements were made on, without their geometry."""
        yield from (map_ for map_ in _maps(self.folder) if map_.source == source)

    def find(self, prefix: str, *, without: frozenset[str] = frozenset()) -> Iterator[Statement]:
        """Each time that a statement of a shipped series stood whose id begins so."""
        for name in self.index["series"]:
            if _feed(name) not in without:
                yield from (one for one in self._series(name) if one.id.startswith(prefix))

    def corrections(self) -> tuple[Correction, ...]:
        """None: corrections are of a ledger."""
        return ()

    def _series(self, name: str) -> tuple[Statement, ...]:
        return _series(self.folder, name)


def _feed(name: str) -> str:
    """The source whose documents a shipped series was read from: the first part of its name."""
    return name.partition(".")[0]


def read_published(text: str, *, where: str) -> tuple[Statement, ...]:
    """Read a csv of printed figures in the vocabulary's columns.

    Raises:
        InputError: naming the row, for a column or value that the vocabulary does not have.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = {"source", "metric", "kind", "unit", "start", "end", "page", "evidence"} - set(rows.fieldnames or ())
    if missing:
        raise InputError(f"no column {min(missing)!r}", where=where, remedy="use the columns of the vocabulary")
    found = []
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise InputError("the row has another number of cells than the header", where=f"{where}, row {number}")
        seen_in = row.pop("seen_in", "")
        statement = statement_from_fields(row, where=f"{where}, row {number}")
        if seen_in.startswith("The Economist"):
            credit = "data by The Economist and Solstad, Sondre, CC BY 4.0"
            statement = replace(statement, note=f"{statement.note}; {credit}" if statement.note else credit)
        known = known_day(published=statement.published, published_to=statement.published_to)
        found.append(replace(statement, known=known, licence="number"))
    return tuple(found)


@cache
def _published(folder: Path) -> tuple[Statement, ...]:
    from pyrrhus.conflict import conflict

    told = conflict()
    text = (folder / PUBLISHED).read_text(encoding="utf-8")
    return tuple(replace(found, stance=told.publisher(found.source).stance) for found in read_published(text, where=PUBLISHED))


@cache
def _series(folder: Path, name: str) -> tuple[Statement, ...]:
    told: dict[str, Any] = dict(tomllib.loads((folder / "series.toml").read_text(encoding="utf-8"))["series"][name])
    told |= {name: frozenset(told[name]) for name in ("flags", "includes") if name in told}
    same = told.pop("same", {})
    scale = told.pop("scale", 0)
    where = told.pop("where", "")
    text = (folder / "series" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(_row(row, told, same, scale, where) for row in csv.DictReader(io.StringIO(text, newline="")))


def _row(row: dict[str, str], told: Mapping[str, Any], same: Mapping[str, str], scale: int, where: str) -> Statement:
    made: dict[str, Any] = dict(told)
    for name, text in row.items():
        if text:
            made["class_" if name == "class" else name] = _READERS.get(name, str)(text)
    for name, other in same.items():
        made[name] = made[other]
    if scale:
        made["value"] = made["value"].scaleb(scale)
    made["where"] = where.format(end=made["end"], published=made.get("published"))
    made["known"] = known_day(learnt=made.get("learnt"), published=made.get("published"))
    return Statement(**made)


_READERS: dict[str, Any] = {
    "start": date.fromisoformat, "end": date.fromisoformat, "published": date.fromisoformat, "value": Decimal,
    "learnt": datetime.fromisoformat, "withdrawn": datetime.fromisoformat, "flags": lambda text: frozenset(text.split("+")),
}  # fmt: skip


@cache
def _maps(folder: Path) -> tuple[MapVersion, ...]:
    text = (folder / "measured" / "maps.csv").read_text(encoding="utf-8")
    return tuple(
        MapVersion(
            source=row["source"], day=date.fromisoformat(row["day"]), sha256=row["sha256"],
            known=date.fromisoformat(row["known"]), page=row["page"],
        )
        for row in csv.DictReader(io.StringIO(text, newline=""))
    )  # fmt: skip


@cache
def measured_areas(folder: Path | None = None) -> Mapping[str, Decimal]:
    """The area of each map that was measured before shipping, km2, by its sha256."""
    home = folder or DATA
    text = (home / "measured" / "maps.csv").read_text(encoding="utf-8")
    return {row["sha256"]: Decimal(row["held_km2"]) for row in csv.DictReader(io.StringIO(text, newline=""))}


@cache
def measured_changes(folder: Path | None = None) -> Mapping[tuple[str, str], tuple[Decimal, Decimal]]:
    """What was measured before shipping: gained and lost, km2, by the sha256 of the earlier and the later map."""
    home = folder or DATA
    text = (home / "measured" / "changes.csv").read_text(encoding="utf-8")
    by_day = {(map_.source, map_.day): map_.sha256 for map_ in _maps(home)}
    found = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        source = row["source"]
        pair = [by_day[source, date.fromisoformat(row[name])] for name in ("earlier", "later")]
        found[pair[0], pair[1]] = (Decimal(row["gained_km2"]), Decimal(row["lost_km2"]))
    return found
