"""``pyrrhus ledger``: what the ledger holds, how it came by it, and whether it is whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from pyrrhus.cli.options import DAY, PERIOD, SETTINGS, as_of_option, out_option, quiet_option, write_out
from pyrrhus.errors import NoData
from pyrrhus.period import Period

_EPILOG = """\b
Examples:
  pyrrhus ledger log isw
  pyrrhus ledger diff 2025-11-07 2025-11-14 --source isw
  pyrrhus ledger show f0e881f796
  pyrrhus ledger verify
"""
_format = click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
_format_of_words = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
_limit = click.option("--limit", type=click.IntRange(min=1), default=40, show_default=True, help="At most so many rows.")


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  pyrrhus ledger {line}" for line in lines)


@click.group(epilog=_EPILOG, context_settings=SETTINGS)
def command() -> None:
    """What the ledger holds, how it came by it, and whether it is whole."""


@command.command(epilog=_examples("log isw", "log economist --limit 5 --format json"), context_settings=SETTINGS)
@click.argument("source")
@as_of_option
@_limit
@click.option("--with-runs", is_flag=True, help="In csv and JSON too: runs, and when this ledger first saw what.")
@_format
@out_option
@quiet_option
def log(source: str, as_of: date | None, limit: int, with_runs: bool, form: str, out: Path | None, quiet: bool) -> None:
    """The history of a synced SOURCE: its runs, and the versions of its files with what each changed, newest first."""
    from pyrrhus.ledger import told
    from pyrrhus.ledger.log import log as read_log
    from pyrrhus.ledger.opened import held, refuse_day_to_come

    refuse_day_to_come(as_of)
    with held() as connection:
        found = read_log(connection, source, as_of=as_of, limit=limit)
    columns = told.RUN_COLUMNS if with_runs else told.VERSION_COLUMNS
    _deliver(
        form, out, quiet, table=lambda tables: tables.log_table(found), columns=columns,
        rows=lambda: told.log_rows(found, with_runs=with_runs), value=lambda: told.log_json(found, with_runs=with_runs),
    )  # fmt: skip
    if not quiet and len(found.versions) < found.version_count:
        click.echo(f"{len(found.versions):,} of {found.version_count:,} versions; --limit shows more", err=True)


@command.command(
    epilog=_examples("diff 2023-05-08 2023-05-10 --source ua_general_staff", "diff 2025-01-31 2025-02-28 --format csv"),
    context_settings=SETTINGS,
)
@click.argument("day1", type=DAY)
@click.argument("day2", type=DAY)
@click.option("--source", metavar="ID", help="Who counted.")
@click.option("--metric", metavar="METRIC", help="What is counted.")
@_limit
@_format
@out_option
@quiet_option
def diff(
    day1: date, day2: date, source: str | None, metric: str | None, limit: int, form: str, out: Path | None, quiet: bool
) -> None:
    """What an edition of DAY2 shows otherwise than one of DAY1: new, changed, marked, withdrawn; confirmed again.

    The limit is for the table; csv and JSON have every row.
    """
    from pyrrhus.ledger import told
    from pyrrhus.ledger.diff import diff as compare
    from pyrrhus.ledger.opened import opened, refuse_day_to_come

    for day in (day1, day2):
        refuse_day_to_come(day, "the day")
    with opened() as view:
        found = compare(view, day1, day2, source=source, metric=metric)
    _deliver(
        form, out, quiet, table=lambda tables: tables.diff_table(found, limit), columns=told.CHANGE_COLUMNS,
        rows=lambda: [told.change_row(one) for one in found.changes], value=lambda: told.diff_json(found),
    )  # fmt: skip
    if not quiet and form == "table" and len(found.changes) > limit:
        click.echo(f"{limit:,} of {len(found.changes):,} rows; --limit shows more, csv and json have all", err=True)


@command.command(epilog=_examples("flags", "flags --source ua_general_staff --code day_mismatch"), context_settings=SETTINGS)
@click.option("--source", metavar="ID", help="Only of this synced source.")
@click.option("--code", metavar="CODE", help="Only of this kind.")
@as_of_option
@_format
@out_option
@quiet_option
def flags(source: str | None, code: str | None, as_of: date | None, form: str, out: Path | None, quiet: bool) -> None:
    """Import faults that did not stop a run: where they stand, what they are, how many of each kind."""
    from pyrrhus.ledger import told
    from pyrrhus.ledger.flags import counts
    from pyrrhus.ledger.flags import flags as read_flags
    from pyrrhus.ledger.opened import held, refuse_day_to_come

    refuse_day_to_come(as_of)
    with held() as connection:
        found = read_flags(connection, source=source, code=code, as_of=as_of)
    rows = [told.flag_row(one) for one in found]
    _deliver(
        form, out, quiet, table=lambda tables: tables.flag_table(found), columns=told.FLAG_COLUMNS, rows=lambda: rows,
        value=lambda: {"counts": counts(found), "flags": rows},
    )  # fmt: skip


@command.command(epilog=_examples("verify", "verify --all --format json"), context_settings=SETTINGS)
@click.option("--sample", type=click.IntRange(min=0), default=60, show_default=True, help="So many versions are read again.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which ones.")
@click.option("--all", "everything", is_flag=True, help="Every version and every id; takes minutes.")
@_format_of_words
@out_option
@quiet_option
def verify(sample: int, seed: int, everything: bool, form: str, out: Path | None, quiet: bool) -> int:
    """Check the ledger: its bytes and links, its ids, and that its documents, read again, give its statements.

    Names each damaged document, with exit status 1; `pyrrhus sync` fetches damaged ones again.
    """
    from pyrrhus.ledger import told
    from pyrrhus.ledger.opened import held
    from pyrrhus.ledger.verify import verify as check
    from pyrrhus.measures.twice import derived_twice

    with held() as connection:
        report = check(connection, sample=sample, seed=seed, everything=everything)
        if not report.problems:
            twice = derived_twice(connection, seed=seed)
            report = report.and_witnesses(twice.count, twice.differing)
    _deliver(form, out, quiet, table=lambda tables: tables.report_text(report), value=lambda: told.report_json(report))
    return 1 if report.problems else 0


@command.command(epilog=_examples("show f0e881f796", "show f0e881f796 --bytes --out totals.json"), context_settings=SETTINGS)
@click.argument("id_", metavar="ID")
@click.option("--period", type=PERIOD, help="Look for a worked-out figure in the brief of this period.")
@as_of_option
@click.option("--bytes", "as_bytes", is_flag=True, help="Write the document that last stated it; needs --out.")
@_format_of_words
@out_option
@quiet_option
def show(id_: str, period: Period | None, as_of: date | None, as_bytes: bool, form: str, out: Path | None, quiet: bool) -> None:
    """Walk the figure ID back to its bytes: what stated and withdrew it when, in which document, at which place.

    ID is the id of a statement, or its first digits, at least 6.
    """
    from pyrrhus.ledger import told, walk
    from pyrrhus.ledger.opened import opened

    with opened(as_of) as view:
        try:
            statement = walk.find(view, id_, as_of)
        except NoData:
            if period is None:
                raise
            statement = _worked_out(id_, period, as_of)
        found = walk.unfold(view, statement, as_of)
        if as_bytes:
            write_out(walk.bytes_of(view, found[0]), out, quiet=quiet)
            return
    value = [told.walk_json(one) for one in found]
    _deliver(form, out, quiet, table=lambda tables: tables.walk_text(found), value=lambda: value)


@command.command(
    epilog=_examples("correct f0e881f796 --flag doubtful --reason 'the bulletin says 1,720' --author 'A. Reader'"),
    context_settings=SETTINGS,
)
@click.argument("id_", metavar="ID")
@click.option("--flag", required=True, metavar="FLAG", help="What it is: doubtful, or another flag.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; is printed with the figure.")
@click.option("--author", required=True, metavar="NAME", help="Who says so.")
@quiet_option
def correct(id_: str, flag: str, reason: str, author: str, quiet: bool) -> None:
    """Put a FLAG on the figure ID, with a reason and an author; what its source said stays as it is.

    Every reading from this day on shows it; a measure leaves out what is doubtful.
    """
    from pyrrhus.ledger import corrections, walk
    from pyrrhus.ledger.location import ledger_url, writing
    from pyrrhus.ledger.opened import opened

    corrections.refuse(flag=flag, reason=reason, author=author)
    with opened() as view:
        statement = walk.find(view, id_)
    with writing(ledger_url()) as engine, engine.begin() as connection:
        made = corrections.correct(connection, statement, flag=flag, reason=reason, author=author, made=datetime.now(UTC))
    if not quiet:
        click.echo(f"{made.statement} is {made.flag} from {made.made.date()} on: {made.reason} ({made.author})", err=True)


@command.command("corrections", epilog=_examples("corrections", "corrections --format csv"), context_settings=SETTINGS)
@as_of_option
@_format
@out_option
@quiet_option
def list_corrections(as_of: date | None, form: str, out: Path | None, quiet: bool) -> None:
    """List what users of this ledger found out about figures, in order of entry."""
    from pyrrhus.ledger import told
    from pyrrhus.ledger.opened import held, refuse_day_to_come
    from pyrrhus.ledger.stored import StoredLedger
    from pyrrhus.ledger.view import View

    refuse_day_to_come(as_of)
    with held() as connection:
        found = View([StoredLedger(connection)], (), as_of).corrections()
    rows = [told.correction_row(one) for one in found]
    _deliver(
        form, out, quiet, table=lambda tables: tables.correction_table(found), columns=told.CORRECTION_COLUMNS,
        rows=lambda: rows, value=lambda: rows,
    )  # fmt: skip


def _worked_out(prefix: str, period: Period, as_of: date | None) -> Any:
    """A figure of the brief of a period."""
    from pyrrhus.brief.api import brief
    from pyrrhus.ledger.walk import one_id

    marks = brief(period, as_of=as_of).document.marks
    found = {mark.statement.id: mark.statement for mark in marks.values() if mark.statement.id.startswith(prefix.lower())}
    one_id(prefix.lower(), found, f", and in the brief of {period.start}..{period.end}")
    return next(iter(found.values()))


def _deliver(
    form: str, out: Path | None, quiet: bool, *, table: Callable[[Any], str], value: Callable[[], Any],
    columns: tuple[str, ...] = (), rows: Callable[[], list[dict[str, Any]]] = list,
) -> None:  # fmt: skip
    """Write a result in the form asked for."""
    from pyrrhus.ledger.export import dumps, rows_csv

    if form == "table":
        from pyrrhus.cli import ledger_tables

        text = table(ledger_tables)
    else:
        text = rows_csv(columns, rows()) if form == "csv" else dumps(value())
    write_out(text, out, quiet=quiet)
