"""``pyrrhus reconcile``: why two sources' figures differ, or for losses how they relate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pyrrhus.cli.options import PERIOD, SETTINGS, as_of_option, out_option, quiet_option
from pyrrhus.period import Period

_METRICS = (
    "ground", "casualties", "irrecoverable", "killed", "killed_or_missing", "killed_confirmed", "wounded", "missing", "captured",
)  # fmt: skip
_EPILOG = """\b
Examples:
  pyrrhus reconcile isw deepstate --period 2025-01
  pyrrhus reconcile isw afp --period 2025-01 --format json
  pyrrhus reconcile ua_general_staff uk_mod --period 2025-01 --metric casualties
"""


@click.command(epilog=_EPILOG, context_settings=SETTINGS)
@click.argument("one", metavar="SOURCE")
@click.argument("other", metavar="SOURCE")
@click.option("--period", type=PERIOD, required=True, help="The days that it is about.")
@click.option(
    "--metric", type=click.Choice(_METRICS), metavar="METRIC", default="ground", show_default=True, help="What is counted."
)
@click.option("--party", metavar="PARTY", default="russia", show_default=True, help="Whose losses.")
@as_of_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@out_option
@quiet_option
def command(
    one: str, other: str, period: Period, metric: str, party: str, as_of: date | None, form: str, out: Path | None, quiet: bool
) -> None:
    """Explain, step by step, why two sources' ground differs; for losses, show how their figures relate."""
    from pyrrhus.cli import reconciled
    from pyrrhus.ledger.opened import opened
    from pyrrhus.measures.reconcile import why_ground_differs
    from pyrrhus.measures.relate import how_losses_relate

    with opened(as_of) as view:
        if metric == "ground":
            told = reconciled.ground(why_ground_differs(view, one, other, period))
        else:
            told = reconciled.losses(how_losses_relate(view, one, other, period, metric, party))
    told.deliver(form, out, quiet=quiet)
