"""Ground by period on a source's maps, as a table or a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhus.cli.options import write_out
from pyrrhus.errors import InputError
from pyrrhus.ledger.export import dumps
from pyrrhus.ledger.opened import opened
from pyrrhus.measures.ground_table import COLUMNS, NO_MAPS, GroundHistory, GroundRow, ground_history, map_sources
from pyrrhus.measures.mapped import KeptTimeline
from pyrrhus.sources.contract import File
from pyrrhus.statement import plain

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["deliver"]


def deliver(
    *, source: str | None, by: Any, first: date | None, last: date | None, convention: Any, status: str, doubtful: bool,
    witness: bool, as_of: date | None, form: str, out: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Measure a source's maps by period and write the result."""
    if source is None:
        raise InputError(f"no source; there are maps of: {', '.join(map_sources())}", remedy="name one with --source")
    with opened(as_of) as view:

        def measurer(file: File) -> KeptTimeline:
            return KeptTimeline(source, file, status, progress=_progress(f"reading maps of {source}", quiet))

        found = ground_history(
            view, source, by=by, first=first, last=last, convention=convention, status=status, doubtful=doubtful,
            measurer=measurer,
        )  # fmt: skip
        if witness:
            _witness(found, quiet)
        written = _written(form, found)
    write_out(written, out, quiet=quiet)
    if not quiet:
        _say(found, form)


def _say(found: GroundHistory, form: str) -> None:
    """What a reader of the figures must know, on standard error."""
    empty = sum(NO_MAPS in row.flags for row in found.rows)
    count = len(found.rows)
    click.echo(f"{count:,} period{'s' * (count != 1)} as of {found.as_of}: {found.source.attribution}", err=True)
    if empty:
        click.echo(f"{empty:,} of them are empty: no two maps show them, and none is filled in", err=True)
    for sentence in found.redrawn:
        click.echo(f"redrawn on {sentence}", err=True)
    for sentence in found.left_out:
        click.echo(f"left out: {sentence}", err=True)
    if form in ("geojson", "gpkg") and found.source.licence != "geometry":
        click.echo(
            f"left out: the geometry, which the licence of {found.source.id} keeps from being passed on"
            f" ({found.source.licence_note})",
            err=True,
        )


def _cells(values: Iterable[object]) -> list[str]:
    return [plain(value) if isinstance(value, Decimal) else "" if value is None else str(value) for value in values]


def _written(form: str, found: GroundHistory) -> str | bytes:
    if form == "csv":
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([COLUMNS, *(_cells(row.values()) for row in found.rows)])
        return text.getvalue()
    rows = [_named(row.values()) for row in found.rows]
    match form:
        case "json":
            return dumps([{name: value for name, value in row.items() if value not in (None, "")} for row in rows]) + "\n"
        case "parquet":
            buffer = io.BytesIO()
            found.frame().write_parquet(buffer)
            return buffer.getvalue()
        case "geojson" | "gpkg":
            from pyrrhus.cli.ground_pieces import collection, package

            free = found.source.licence == "geometry"
            made = [piece for row in found.rows for piece in (_pieces(found, row) if free else (None, None))]
            named = [{"change": name, **row} for row in rows for name in ("gained", "lost")]
            return (collection if form == "geojson" else package)(named, made)
    return _table(found)


def _named(values: Sequence[object]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date) else value for name, value in zip(COLUMNS, values, strict=True)}


def _pieces(found: GroundHistory, row: GroundRow) -> tuple[BaseGeometry | None, BaseGeometry | None]:
    from pyrrhus.ground.pieces import pieces

    pair = found.pair(row)
    border = found.maps.border(*pair) if pair else None
    return (None, None) if border is None else pieces(border)


def _table(found: GroundHistory) -> str:
    from pyrrhus.cli.rows import grid
    from pyrrhus.cli.tables import console_text

    def number(value: Decimal | None) -> str:
        return "" if value is None else f"{value:,.1f}".replace("-", "−")

    columns = ("period", "gained", "lost", "net", "held", "gained by day", "lost by day", "first map", "last map", "flags")
    cells = [
        [
            row.period.code, number(row.gained), number(row.lost), number(row.net), number(row.held),
            number(row.gained_by_day), number(row.lost_by_day), str(row.first_day or ""), str(row.last_day or ""),
            ", ".join(sorted(row.flags)),
        ]
        for row in found.rows
    ]  # fmt: skip
    return console_text(grid(columns, cells, right=range(1, 7)))


def _witness(found: GroundHistory, quiet: bool) -> None:
    """Measure the pair behind each row again with GEOS."""
    from pyrrhus.ground.change import change
    from pyrrhus.ground.witness import witness

    pairs = [pair for row in found.rows if (pair := found.pair(row)) and pair[0].load and pair[1].load]
    worst = 0.0
    for before, after in _progress("asking GEOS", quiet)(pairs):
        earlier, later = found.maps.read(before), found.maps.read(after)
        measured = change(earlier, later)
        again = witness(earlier, later, measured)
        worst = max(worst, abs(measured.gained_m2 - again.gained_m2), abs(measured.lost_m2 - again.lost_m2))
    if not quiet:
        click.echo(f"GEOS, asked as a witness of {len(pairs):,} pairs, differs by at most {worst:,.3f} m2", err=True)


def _progress(what: str, quiet: bool) -> Callable[[Iterable[Any]], Iterable[Any]]:
    if quiet:
        return iter

    def shown(items: Iterable[Any]) -> Iterable[Any]:
        from rich.console import Console
        from rich.progress import track

        listed = list(items)
        if len(listed) < 2:
            return listed
        return track(listed, description=what, console=Console(stderr=True), transient=True)

    return shown
