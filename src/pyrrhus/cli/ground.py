"""``pyrrhus ground``: ground gained and lost by period on a source's maps, or between two files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pyrrhus.cli.options import DAY, SETTINGS, as_of_option, out_option, quiet_option
from pyrrhus.errors import InputError

_EPILOG = """\b
Examples:
  pyrrhus ground --source deepstate --by month
  pyrrhus ground --source deepstate --by day --from 2025-01-01 --to 2025-01-31 --format csv
  pyrrhus ground --source liveuamap --by quarter --convention last_to_last
  pyrrhus ground --source isw --status claimed
  pyrrhus ground before.geojson after.geojson
  pyrrhus ground before.geojson after.geojson --format geojson --out change.geojson

Gained is held on the later of two maps alone, lost on the earlier alone; areas are on the WGS 84 ellipsoid. The levels of
two sources' maps are not comparable, their changes are.
"""
_BY = ("day", "week", "month", "quarter", "year")
_CONVENTIONS = ("calendar", "first_to_first", "last_to_last")
_STATUSES = ("held", "claimed", "contested", "given_up")
_FORMS = ("table", "csv", "json", "parquet", "gpkg", "geojson")


@click.command(epilog=_EPILOG, context_settings=SETTINGS)
@click.argument("files", nargs=-1, metavar="[EARLIER LATER]", type=click.Path(path_type=Path))
@click.option("--source", metavar="ID", help="Whose maps; with two files, as whose maps they are read.")
@click.option("--by", type=click.Choice(_BY), default="month", show_default=True, help="The length of a period.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="A day of the first period (default: the first map's).")
@click.option("--to", "last", type=DAY, metavar="DAY", help="A day of the last period (default: the newest map's).")
@click.option("--convention", type=click.Choice(_CONVENTIONS), default="calendar", show_default=True, help="Which days.")
@click.option("--status", type=click.Choice(_STATUSES), default="held", show_default=True, help="Which layer of the maps.")
@click.option("--doubtful", is_flag=True, help="Use the maps, too, that are known to be wrong.")
@click.option("--witness", is_flag=True, help="Measure each pair again with GEOS, and stop where the two differ.")
@click.option("--max-mb", type=click.IntRange(1), default=64, show_default=True, help="Largest file that is read.")
@as_of_option
@click.option("--format", "form", type=click.Choice(_FORMS), default="table", show_default=True)
@out_option
@quiet_option
def command(
    files: tuple[Path, ...], source: str | None, by: str, first: date | None, last: date | None, convention: str, status: str,
    doubtful: bool, witness: bool, max_mb: int, as_of: date | None, form: str, out: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Measure ground gained and lost: by period on a source's maps, or between two map files (GeoJSON)."""
    if len(files) == 2:
        from pyrrhus.cli.ground_pair import deliver

        deliver(*files, source=source, status=status, witness=witness, max_bytes=max_mb * 2**20, form=form, out=out, quiet=quiet)
        return
    if files:
        raise InputError(f"expected two map files, got {len(files)}", remedy="name the earlier and the later one")
    from pyrrhus.cli.ground_rows import deliver as deliver_rows

    deliver_rows(
        source=source, by=by, first=first, last=last, convention=convention, status=status, doubtful=doubtful, witness=witness,
        as_of=as_of, form=form, out=out, quiet=quiet,
    )  # fmt: skip
