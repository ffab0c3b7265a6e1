"""``pyrrhus statements``: what lies under a figure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pyrrhus.cli.options import PERIOD, SETTINGS, as_of_option, out_option, quiet_option, write_out
from pyrrhus.errors import InputError
from pyrrhus.period import Period
from pyrrhus.vocabulary import BASES, KINDS, METRICS

_EPILOG = """\b
Examples:
  pyrrhus statements --source ua_general_staff --metric casualties --period 2025-01 --as-of 2025-02-04 --format csv
  pyrrhus statements --metric ground --period 2025-01
"""


class _Party(click.ParamType[str]):
    """One of the conflict's parties, which are data."""

    name = "party"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from pyrrhus.conflict import conflict

        parties = conflict().parties
        if value not in parties:
            raise InputError(f"no party {str(value)[:40]!r}; there are: {', '.join(parties)}")
        return str(value)


@click.command(epilog=_EPILOG, context_settings=SETTINGS)
@click.option("--source", metavar="ID", help="Who counted.")
@click.option("--metric", type=click.Choice(list(METRICS)), metavar="METRIC", help="What is counted.")
@click.option("--basis", type=click.Choice(BASES), help="For ground.")
@click.option("--party", type=_Party(), metavar="PARTY", help="Whose losses or ground: russia, ukraine, both.")
@click.option("--kind", type=click.Choice(list(KINDS)), metavar="KIND", help="How the number relates to its period.")
@click.option("--period", type=PERIOD, help="Statements within it; running totals and levels by their last day.")
@as_of_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@out_option
@quiet_option
def command(
    source: str | None, metric: str | None, basis: str | None, party: str | None, kind: str | None, period: Period | None,
    as_of: date | None, form: str, out: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """List the statements visible as of a day: who said which number about what, and where it stands."""
    from pyrrhus.ledger.desk import open as open_desk

    with open_desk(as_of) as desk:
        found = desk.statements(source=source, metric=metric, basis=basis, party=party, kind=kind, period=period)
        seen = desk.as_of
    if form == "table":
        from pyrrhus.cli.tables import statement_table

        text = statement_table(found)
    else:
        from pyrrhus.ledger.export import as_csv, as_json

        text = (as_csv if form == "csv" else as_json)(found)
    write_out(text, out, quiet=quiet)
    if not quiet:
        click.echo(f"{len(found):,} statement{'s' * (len(found) != 1)} as of {seen}", err=True)
