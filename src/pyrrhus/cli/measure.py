"""``pyrrhus measure``: casualties per km2, what gives a printed number, and where a month stands in its series."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click

from pyrrhus.cli.options import PERIOD, SETTINGS, as_of_option, out_option, quiet_option
from pyrrhus.period import Period

__all__ = ["command"]

_METRICS: Final = ("casualties", "ground")
_EPILOG = """\b
Examples:
  pyrrhus measure casualties-per-km2 --period 2025-01 --all
  pyrrhus measure which 96 --period 2025-01
  pyrrhus measure which 48,240 --metric casualties --period 2025-01 --as-of 2025-02-04
  pyrrhus measure rank --period 2025-01
  pyrrhus measure trend --metric ground --period 2025-01 --against 2024-12
"""


class _Number(click.ParamType[Decimal]):
    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        from pyrrhus.measures.which import parse_number

        return value if isinstance(value, Decimal) else parse_number(str(value)).value


period_option = click.option("--period", type=PERIOD, required=True, help="The days that it is about.")
form_option = click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)


@click.group(epilog=_EPILOG, context_settings=SETTINGS)
def command() -> None:
    """Measure casualties per km2, ranks, streaks, records and trends, and find what gives a printed number."""


def _shared(one: Callable[..., Any]) -> Callable[..., Any]:
    """The options that all of them have, in the order in which help shows them."""
    for option in (quiet_option, out_option, form_option, as_of_option):
        one = option(one)
    return one


def _series(one: Callable[..., Any]) -> Callable[..., Any]:
    """The options of whatever stands in a series."""
    for option in (
        click.option("--source", metavar="ID", help="Only the series of this source."),
        period_option,
        click.option("--metric", type=click.Choice(_METRICS), default="casualties", show_default=True),
    ):
        one = option(one)
    return one


@command.command("casualties-per-km2", context_settings=SETTINGS)
@period_option
@click.option("--all", "every", is_flag=True, help="The pairs that may not be compared too, each with the reason.")
@_shared
def casualties_per_km2(period: Period, every: bool, as_of: date | None, form: str, out: Path | None, quiet: bool) -> None:
    """List the losses and areas that may be set against each other, and the range they give."""
    from pyrrhus.cli import measured
    from pyrrhus.ledger.opened import opened
    from pyrrhus.measures.per_km2 import casualties_per_km2 as measure

    with opened(as_of) as view:
        told = measured.per_km2(measure(view, period), view, every=every)
    told.deliver(form, out, quiet=quiet)


@command.command(context_settings=SETTINGS)
@click.argument("number", nargs=-1, required=True)
@click.option("--metric", type=click.Choice(("casualties_per_km2", *_METRICS)), default="casualties_per_km2", show_default=True)
@period_option
@_shared
def which(
    number: tuple[str, ...], metric: str, period: Period, as_of: date | None, form: str, out: Path | None, quiet: bool
) -> int:
    """Find every figure, or pair of figures, that gives a printed NUMBER, and by which rounding.

    The status is 0 when something gives it, 1 when nothing does.
    """
    from pyrrhus.cli import measured
    from pyrrhus.ledger.opened import opened
    from pyrrhus.measures.which import which as find

    with opened(as_of) as view:
        found = find(view, " ".join(number), period, metric)
    measured.which(found).deliver(form, out, quiet=quiet)
    return 0 if found.found else 1


@command.command(context_settings=SETTINGS)
@_series
@_shared
def rank(metric: str, period: Period, source: str | None, **rest: Any) -> None:
    """Rank a month among the months of each series up to it; no rank where the days counted matter."""
    from pyrrhus.measures.standing import rank_of

    _tell(lambda view: rank_of(view, period, metric, source), **rest)


@command.command(context_settings=SETTINGS)
@_series
@_shared
def record(metric: str, period: Period, source: str | None, **rest: Any) -> None:
    """Name the highest month of each series up to a month, and how far the next one is under it."""
    from pyrrhus.measures.standing import record_of

    _tell(lambda view: record_of(view, period, metric, source), **rest)


@command.command(context_settings=SETTINGS)
@_series
@click.option("--mark", type=_Number(), help="Persons or km2 a day (default: 1,000 persons, 0 km2).")
@_shared
def streak(metric: str, period: Period, source: str | None, mark: Decimal | None, **rest: Any) -> None:
    """Count how many months in a row, up to a month, had a daily mean above a mark."""
    from pyrrhus.measures.standing import streak_of

    _tell(lambda view: streak_of(view, period, metric, source, mark), **rest)


@command.command(context_settings=SETTINGS)
@_series
@click.option("--against", type=PERIOD, help="The period to compare with (default: the one before).")
@_shared
def trend(metric: str, period: Period, source: str | None, against: Period | None, **rest: Any) -> None:
    """Say how a period's figure went from another's: each series, and each counter that printed both."""
    from pyrrhus.measures.standing import trend_of

    _tell(lambda view: trend_of(view, period, against, metric, source), **rest)


def _tell(measure: Callable[[Any], Any], *, as_of: date | None, form: str, out: Path | None, quiet: bool) -> None:
    from pyrrhus.cli.standings import standings
    from pyrrhus.ledger.opened import opened

    with opened(as_of) as view:
        found = measure(view)
    standings(found).deliver(form, out, quiet=quiet)
