"""``pyrrhus source``: a source of one's own, declared in a ``.toml``: tried, added, its files read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhus.cli.options import DAY, SETTINGS, out_option, quiet_option, write_out
from pyrrhus.errors import InputError

if TYPE_CHECKING:
    from pyrrhus.sources.contract import File, Flag, Source
    from pyrrhus.statement import Statement

_EPILOG = """\b
Examples:
  pyrrhus source try my.toml data.csv
  pyrrhus source add my.toml
  pyrrhus source add ucdp_ged
  pyrrhus source read ucdp_ged GEDEvent_v25_1.csv

A source with named columns needs a .toml alone; docs/sources.md tells its fields, ucdp_ged is one that comes along.
"""
_SHOWN = 12
_LARGEST = 2**30


@click.group(epilog=_EPILOG, context_settings=SETTINGS)
def command() -> None:
    """Add a source of your own, or try how one is read."""


@command.command("try", context_settings=SETTINGS)
@click.argument("toml")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", "name", metavar="NAME", help="Which of the source's kinds of file it is (default: the first).")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@out_option
@quiet_option
def try_(toml: str, file: Path, name: str | None, form: str, out: Path | None, quiet: bool) -> None:
    """Show what would be read from FILE as TOML declares it; nothing is kept."""
    source = _declared(toml)
    found, flags = _read(source, _kind(source, name), file)
    if form == "table":
        write_out(_shown(found, flags), out, quiet=quiet)
    else:
        from pyrrhus.ledger.export import as_csv, as_json

        write_out((as_csv if form == "csv" else as_json)(found), out, quiet=quiet)
    if not quiet:
        click.echo(f"{source.id}: {len(found):,} statements, {len(flags):,} flags; nothing was kept", err=True)


@command.command("add", context_settings=SETTINGS)
@click.argument("toml")
@quiet_option
def add(toml: str, quiet: bool) -> None:
    """Keep a declared source with your own, so that every command knows it."""
    from pyrrhus.sources.contract import add_source, reader_of

    text, where = _text(toml)
    source = add_source(text, where=where)
    for file in source.files:
        if file.table is not None:
            reader_of(source, file)
    if not quiet:
        told = f"pyrrhus sync --source {source.id}" if source.is_remote else f"pyrrhus source read {source.id} FILE"
        click.echo(f"Added {source.id}; next: {told}", err=True)


@command.command("read", context_settings=SETTINGS)
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", metavar="NAME", help="Which of the source's kinds of file it is (default: the first).")
@click.option("--known", type=DAY, metavar="DAY", help="The day its publisher had it (default: today, our first sight of it).")
@quiet_option
def read(name: str, file: Path, kind: str | None, known: date | None, quiet: bool) -> None:
    """Take FILE into the ledger as the newest version of a source's file."""
    from pyrrhus.capture.blobs import git_sha
    from pyrrhus.cli.sync import report, shown
    from pyrrhus.ledger.location import ledger_url, writing
    from pyrrhus.ledger.sync import take_file
    from pyrrhus.sources.contract import load_source

    source = load_source(name)
    chosen, data = _kind(source, kind), _bytes(file)
    if known is not None:
        chosen = chosen.model_copy(update={"seen_by": {git_sha(data): known}})
    with shown(quiet) as bars, writing(ledger_url()) as engine:
        outcome = take_file(engine, source, chosen, file.name, data, progress=bars, clock=lambda: datetime.now(UTC))
    if outcome.error:
        raise outcome.error
    report([outcome])
    if known is None and not quiet:
        click.echo(
            "What no day of its own dates is known from today on: see it with --as-of today's day, or say --known", err=True
        )


def _declared(toml: str) -> Source:
    from pyrrhus.sources.contract import parse_source

    text, where = _text(toml)
    return parse_source(text, where=where)


def _text(toml: str) -> tuple[str, str]:
    """The text of a .toml: a path, or the name of a declared source that comes along."""
    examples = resources.files("pyrrhus") / "data" / "declared"
    along = examples / f"{toml}.toml"
    if "/" not in toml and not toml.endswith(".toml") and along.is_file():
        return along.read_text(encoding="utf-8"), f"{toml}.toml"
    try:
        return Path(toml).read_text(encoding="utf-8"), toml
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise InputError(f"cannot read it: {problem}", where=toml[:200], remedy="name a .toml that declares a source") from None


def _kind(source: Source, name: str | None) -> File:
    known = [file.name for file in source.files]
    if name is not None and name not in known:
        raise InputError(f"{source.id} has no kind of file {name[:40]!r}; there are: {', '.join(known)}")
    return source.file(name or known[0])


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise InputError(f"expected at most {_LARGEST:,} bytes, got {file.stat().st_size:,}", where=str(file))
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", where=str(file), remedy="name a file of the source") from None


def _read(source: Source, file: File, path: Path) -> tuple[list[Statement], list[Flag]]:
    from pyrrhus.sources.contract import Flag, reader_of

    data = _bytes(path)
    statements: list[Statement] = []
    flags: list[Flag] = []
    if file.kind == "map":
        from pyrrhus.ground.maps import check_map

        notes = check_map(data, where=path.name, layers=file.layers, bounds=file.bounds)
        return [], [Flag("left_out", path.name, note) for note in notes]
    reader = reader_of(source, file)
    records = reader.records(data, where=path.name)
    reader.check(records, where=path.name)
    for key, record in records.items():
        found = reader.read(key, record, where=path.name)
        statements += found.statements
        flags += found.flags
    return statements, flags


def _shown(statements: Sequence[Statement], flags: Sequence[Flag]) -> str:
    """The first statements as a table, then how many there are by kind, and the flags."""
    from collections import Counter

    from rich.table import Table

    from pyrrhus.cli.tables import console_text, statement_table

    counts = Counter((one.source, one.metric, one.kind, one.party) for one in statements)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("source", "metric", "kind", "party"):
        table.add_column(name)
    for name in ("statements", "first", "last"):
        table.add_column(name, justify="right")
    for key, count in sorted(counts.items()):
        ends = [one.end for one in statements if (one.source, one.metric, one.kind, one.party) == key and one.end]
        table.add_row(*key, f"{count:,}", str(min(ends, default="")), str(max(ends, default="")))
    parts = [statement_table(statements[:_SHOWN])] if statements else ["No statement was read.\n"]
    if len(statements) > _SHOWN:
        parts.append(f"... and {len(statements) - _SHOWN:,} more\n")
    parts.append("\n" + console_text(table))
    parts += [f"flag {flag.code}: {flag.where}: {flag.text}\n" for flag in flags[:_SHOWN]]
    return "".join(parts)
