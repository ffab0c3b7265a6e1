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
    from pyrrhus.ground.layers import LayerRule

__all__ = ["deliver"]

_COLUMNS: Final = ("gained_km2", "lost_km2", "net_km2", "held_before_km2", "held_after_km2")


def deliver(
    earlier: Path, later: Path, *, source: str | None, status: str, witness: bool, max_bytes: int, form: str, out: Path | None,
    quiet: bool,
) -> None:  # fmt: skip
    """Measure two files and write the result."""
    layers = _layers(source)
    if layers is None and status != "held":
        raise InputError(f"no layer that is {status} in a map without layers", remedy="say with --source whose maps they are")
    maps = (_read(earlier, layers, status, max_bytes), _read(later, layers, status, max_bytes))
    found = change(*maps)
    if witness:
        from pyrrhus.ground.witness import witness as measure_again

        measure_again(*maps, found)
    if not quiet:
        for path, one in zip((earlier, later), maps, strict=True):
            for note in one.notes:
                click.echo(f"{path}: {note}", err=True)
        if witness:
            click.echo("GEOS, asked as a witness, agrees.", err=True)
    write_out(_written(form, earlier, later, maps, found), out, quiet=quiet)


def _layers(source: str | None) -> LayerRule | None:
    if source is None:
        return None
    from pyrrhus.sources.contract import load_source

    return next((file.layers for file in load_source(source).files if file.kind == "map"), None)


def _read(path: Path, layers: LayerRule | None, status: str, max_bytes: int) -> Map:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)  # a file without end is not read to its end
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", where=str(path), remedy="name a map file (GeoJSON)") from None
    if len(data) > max_bytes:
        raise InputError(
            f"expected at most {max_bytes:,} bytes, there are more", where=str(path), remedy="raise --max-mb if this is the map"
        )
    return read_map(data, where=str(path), layers=layers, status=status, max_bytes=max_bytes)


def _km2(found: Change) -> dict[str, float]:
    areas = (found.gained_m2, found.lost_m2, found.net_m2, found.held_before_m2, found.held_after_m2)
    return dict(zip(_COLUMNS, (round(area / 1e6, 6) + 0.0 for area in areas), strict=True))


def _written(form: str, earlier: Path, later: Path, maps: tuple[Map, Map], found: Change) -> str | bytes:
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
