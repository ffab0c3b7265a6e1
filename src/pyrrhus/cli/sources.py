"""``pyrrhus sources``: who is here, how past figures fared, who rests on whom, who publishes what."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhus.cli.options import SETTINGS, as_of_option, out_option, quiet_option, write_out
from pyrrhus.collector import without_collector
from pyrrhus.errors import InputError
from pyrrhus.period import Period, parse_period

if TYPE_CHECKING:
    from pyrrhus.ledger.view import View

_EPILOG = """\b
Examples:
  pyrrhus sources
  pyrrhus sources --revisions --source economist
  pyrrhus sources --witnesses
  pyrrhus sources --coverage --from 2024-06 --to 2025-01 --format csv
"""


class _Month(click.ParamType[Period]):
    name = "month"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        asked = parse_period(str(value))
        if asked.shape != "month":
            raise InputError(f"cannot read {str(value)[:40]!r} as a month", remedy="write a month as 2025-01")
        return asked


@click.command(epilog=_EPILOG, context_settings=SETTINGS)
@click.option("--revisions", "shown", flag_value="revisions", help="How past figures fared: how often restated, how far.")
@click.option("--witnesses", "shown", flag_value="witnesses", help="Who rests on whom, declared or seen.")
@click.option("--coverage", "shown", flag_value="coverage", help="Who published what on each party, by month.")
@click.option("--source", metavar="ID", help="Only this source.")
@click.option("--from", "first", type=_Month(), metavar="MONTH", help="With `--coverage`: the first month.")
@click.option("--to", "last", type=_Month(), metavar="MONTH", help="With `--coverage`: the last month.")
@as_of_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@out_option
@quiet_option
def command(
    shown: str | None, source: str | None, first: Period | None, last: Period | None, as_of: date | None, form: str,
    out: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """List the sources: who is here, how their past figures fared, who rests on whom, who publishes what."""
    if (first or last) and shown != "coverage":
        raise InputError("--from and --to say which months --coverage is about", remedy="add --coverage")
    if first and last and first > last:
        raise InputError(f"--from {first.code} is later than --to {last.code}")
    from pyrrhus.ledger.opened import opened

    with without_collector(), opened(as_of) as view:
        known = view.sources() | ({"pyrrhus"} if shown == "revisions" else frozenset())
        if source and source not in known:
            raise InputError(f"no source {source[:40]!r} here; there are: {', '.join(sorted(known))}")
        wanted = frozenset([source]) if source else known
        tables = _tables(shown, view, wanted, first, last)
        seen = view.as_of
    from pyrrhus.cli.scoreboard import as_csv, as_json, as_table

    text = as_csv(tables) if form == "csv" else as_json(tables, seen) if form == "json" else as_table(tables, seen)
    write_out(text, out, quiet=quiet)


def _tables(
    shown: str | None, view: View, wanted: frozenset[str], first: Period | None, last: Period | None
) -> dict[str, list[Any]]:
    match shown:
        case "revisions":
            return _revisions(view, wanted)
        case "witnesses":
            return _witnesses(view, wanted)
        case "coverage":
            return _coverage(view, wanted, first, last)
        case _:
            return _here(view, wanted)


def _here(view: View, wanted: frozenset[str]) -> dict[str, list[Any]]:
    from pyrrhus.conflict import conflict
    from pyrrhus.measures.here import who_is_here

    return {"sources": list(who_is_here(view, conflict(), wanted))}


def _revisions(view: View, wanted: frozenset[str]) -> dict[str, list[Any]]:
    from pyrrhus.measures.own_revisions import own_revisions
    from pyrrhus.measures.revisions import known_changes, revisions
    from pyrrhus.measures.triangle import lateness, reporting_triangle

    ours = own_revisions(view) if "pyrrhus" in wanted else []
    wanted -= {"pyrrhus"}
    found, held, unheld = revisions(view, wanted)
    names = [one for name in sorted(wanted) for one in view.statements(source=name, metric="killed_confirmed")]
    return {
        "revisions": [*found, *ours],
        "intervals": held,
        "names": [one for triangle in reporting_triangle(names) for one in lateness(triangle)],
        "changes": known_changes(view, wanted),
        "no_versions": unheld,
    }


def _witnesses(view: View, wanted: frozenset[str]) -> dict[str, list[Any]]:
    from pyrrhus.conflict import conflict
    from pyrrhus.measures.witnesses import rests

    return {"witnesses": [one for one in rests(view, conflict()) if one.source in wanted]}


def _coverage(view: View, wanted: frozenset[str], first: Period | None, last: Period | None) -> dict[str, list[Any]]:
    from pyrrhus.conflict import conflict
    from pyrrhus.measures.coverage import coverage

    rows = [one for one in view.statements() if one.source in wanted]
    start = first.start if first else conflict().start
    return {"coverage": list(coverage(rows, start, last.start if last else view.as_of))}
