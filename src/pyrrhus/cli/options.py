"""Options that several commands share."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from errno import EISDIR
from pathlib import Path

import click

from pyrrhus.errors import InputError, PyrrhusError
from pyrrhus.period import Period, parse_day, parse_period

__all__ = ["DAY", "PERIOD", "SETTINGS", "as_of_option", "out_option", "quiet_option", "write_out"]


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        return value if isinstance(value, date) else parse_day(str(value))


class _Period(click.ParamType[Period]):
    name = "period"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        return value if isinstance(value, Period) else parse_period(str(value))


DAY, PERIOD = _Day(), _Period()
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""How every command takes part in its group; a command that is run by itself has them too."""

as_of_option = click.option(
    "--as-of", type=DAY, metavar="DAY", help="Only what was known by this day (default: the newest known day)."
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PATH",
    help="Write there instead of standard output.",
)
quiet_option = click.option("--quiet", is_flag=True, help="No progress and no words on standard error.")


def write_out(text: str | bytes, out: Path | None, *, quiet: bool) -> None:
    """Write a result to a file, whole or not at all, or text to standard output.

    Raises:
        InputError: when the file cannot be written, or bytes have none to go to.
    """
    if out is None:
        if isinstance(text, bytes):
            raise InputError("bytes are not for a terminal", remedy="name a file with --out")
        sys.stdout.write(text)
        return
    data = text.encode() if isinstance(text, str) else text
    try:
        # A link is written where it leads; a pipe or a device is written to, not replaced.
        target = out.resolve()
        if target.is_dir() or str(out) in ("", "."):
            raise IsADirectoryError(EISDIR, "a name of a file is needed")
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise InputError(f"cannot write there: {error.strerror}", where=str(out), remedy="choose another --out") from None
    if not quiet:
        click.echo(f"Written to {out}", err=True)


def _replace(target: Path, data: bytes) -> None:
    partial = target.with_name(target.name + ".part")
    try:
        partial.write_bytes(data)
        partial.replace(target)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise


def first_sentence(error: PyrrhusError) -> str:
    """An error as the one line that a table can hold."""
    return str(error).splitlines()[0]
