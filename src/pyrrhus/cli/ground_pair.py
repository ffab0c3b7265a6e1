"""Ground between two map files. Loads nothing that a change of two maps does not need: it is run in loops."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
import orjson

from pyrrhus.cli.options import write_out
from pyrrhus.errors import InputError
from pyrrhus.ground.change import Change, change
from pyrrhus.ground.maps import Map, read_map

if TYPE_CHECKING:
    from pyrrhus.sources.contract import File

__all__ = ["deliver"]

_COLUMNS: Final = ("gained_km2", "lost_km2", "net_km2", "held_before_km2", "held_after_km2")


def deliver(
    earlier: Path, later: Path, *, source: str | None, status: str, witness: bool, max_bytes: int, form: str, out: Path | None,
    quiet: bool,
) -> None:  # fmt: skip
    """Measure two files and write the result."""
    file = _file(source)
    layers, bounds = (file.layers, file.bounds) if file else (None, None)
    if layers is None and status != "held":
        raise InputError(f"no layer that is {status} in a map without layers", remedy="say with --source whose maps they are")
    maps = tuple(
        read_map(_bytes(path, max_bytes), where=str(path), layers=layers, status=status, bounds=bounds, max_bytes=max_bytes)
        for path in (earlier, later)
    )
    before, after = maps
    found = change(before, after)
    if witness:
        from pyrrhus.ground.witness import witness as measure_again

        measure_again(before, after, found)
    if not quiet:
        for path, one in zip((earlier, later), maps, strict=True):
            for note in one.notes:
                click.echo(f"{path}: {note}", err=True)
        if _apart(before, after):
            click.echo("the two maps lie apart: check for latitude before longitude in one of them", err=True)
        if witness:
            click.echo("GEOS, asked as a witness, agrees.", err=True)
    write_out(_written(form, earlier, later, maps, found), out, quiet=quiet)


def _file(source: str | None) -> File | None:
    if source is None:
        return None
    from pyrrhus.sources.contract import load_source

    found = next((file for file in load_source(source).files if file.kind == "map"), None)
    if found is None:
        raise InputError(f"{source} publishes no maps", remedy="name a source that does, or none")
    return found


def _bytes(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)  # a file without end is not read to its end
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", where=str(path), remedy="name a map file (GeoJSON)") from None
    if len(data) > most:
        raise InputError(
            f"expected at most {most:,} bytes, there are more", where=str(path), remedy="raise --max-mb if this is the map"
        )
    return data


def _apart(earlier: Map, later: Map) -> bool:
    """Whether the maps' boxes do not meet."""
    one, other = earlier.rings.coordinates, later.rings.coordinates
    return bool((one.min(axis=0) > other.max(axis=0)).any() or (other.min(axis=0) > one.max(axis=0)).any())


def _km2(found: Change) -> dict[str, float]:
    areas = (found.gained_m2, found.lost_m2, found.net_m2, found.held_before_m2, found.held_after_m2)
    return dict(zip(_COLUMNS, (round(area / 1e6, 6) + 0.0 for area in areas), strict=True))


def _written(form: str, earlier: Path, later: Path, maps: tuple[Map, ...], found: Change) -> str | bytes:
    row: dict[str, Any] = {"earlier": str(earlier), "later": str(later), **_km2(found)}
    match form:
        case "csv":
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows([row.keys(), [_cell(value) for value in row.values()]])
            return text.getvalue()
        case "json":
            notes = {"notes": {"earlier": list(maps[0].notes), "later": list(maps[1].notes)}}
            return orjson.dumps(row | notes, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
        case "geojson" | "gpkg":
            from pyrrhus.cli.ground_pieces import collection, package
            from pyrrhus.ground.edges import difference
            from pyrrhus.ground.pieces import pieces

            gained, lost = pieces(difference(maps[1].edges, maps[0].edges))
            rows = [{"change": name, "km2": row[f"{name}_km2"]} for name in ("gained", "lost")]
            return (collection if form == "geojson" else package)(rows, [gained, lost])
        case "parquet":
            import polars

            buffer = io.BytesIO()
            polars.DataFrame([row]).write_parquet(buffer)
            return buffer.getvalue()
    lines = [f"{name.removesuffix('_km2').replace('_', ' '):<12} {row[name]:>16,.3f} km2" for name in _COLUMNS]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return f"{value:.6f}" if isinstance(value, float) else str(value)
