"""``pyrrhus sync``: the ledger brought up to date, a bar a source, a table at the end."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from pyrrhus.cli.options import SETTINGS, first_sentence, quiet_option
from pyrrhus.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as Bars
    from rich.progress import ProgressColumn, Task, TaskID

    from pyrrhus.ledger.sync import Outcome

_EPILOG = """\b
Examples:
  pyrrhus sync
  pyrrhus sync --source deepstate
  pyrrhus sync --mirror http://127.0.0.1:8899

Reads public repositories through GitHub's API; $GITHUB_TOKEN, where set, raises its limit of requests.
"""


@click.command(epilog=_EPILOG, context_settings=SETTINGS)
@click.option("--mirror", metavar="URL", help="Take GitHub's hosts from there.")
@click.option("--source", "names", metavar="NAME", multiple=True, help="Only this source (may be repeated).")
@quiet_option
def command(mirror: str | None, names: tuple[str, ...], quiet: bool) -> int:
    """Bring the ledger up to date from the publishers' repositories."""
    from pyrrhus.capture.github import GitHub
    from pyrrhus.ledger.location import ledger_url, writing
    from pyrrhus.ledger.sync import sync_source
    from pyrrhus.sources.contract import adapters, load_source

    unknown = [name for name in names if name not in adapters()]
    if unknown:
        raise InputError(f"no source {unknown[0][:40]!r} to sync; there are: {', '.join(adapters())}")
    due = names or tuple(name for name in adapters() if load_source(name).is_remote)
    origin = mirror or "github"
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _leave)
    with GitHub(mirror=mirror, token=os.environ.get("GITHUB_TOKEN")) as github, shown(quiet) as bars:
        outcomes = []
        with writing(ledger_url()) as engine:
            for name in due:
                source = load_source(name)
                told = sync_source(engine, source, github, origin=origin, progress=bars, clock=lambda: datetime.now(UTC))
                bars.done(name, told)
                outcomes.append(told)
    report(outcomes)
    return 2 if any(outcome.error for outcome in outcomes) else 0


def _leave(*_: object) -> None:
    """End at once: fetches that wait for a host would hold a tidy end up, and the database undoes what is not whole."""
    click.echo("pyrrhus: interrupted", err=True)
    os._exit(130)


class _Shown:
    """Progress on standard error: documents, rate, time left."""

    def __init__(self, bars: Bars | None) -> None:
        self.bars = bars
        self.tasks: dict[str, TaskID] = {}

    def expect(self, source: str, documents: int) -> None:
        if self.bars is None:
            return
        if source not in self.tasks:
            self.tasks[source] = self.bars.add_task(source, total=0)
        task = self.tasks[source]
        total = next(one.total for one in self.bars.tasks if one.id == task) or 0
        self.bars.update(task, total=total + documents)

    def fetched(self, source: str, size: int) -> None:
        if self.bars is not None:
            self.bars.advance(self.tasks[source])

    def done(self, source: str, outcome: Outcome) -> None:
        if self.bars is not None and source in self.tasks and not outcome.error:
            self.bars.update(self.tasks[source], total=outcome.documents or 1, completed=outcome.documents or 1)


@contextmanager
def shown(quiet: bool) -> Iterator[_Shown]:
    """Bars on standard error while a run goes on, none where nobody looks at them."""
    if quiet or not sys.stderr.isatty():
        yield _Shown(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:18}"), BarColumn(), MofNCompleteColumn(), _rate_column(),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bars:
        yield _Shown(bars)


def _rate_column() -> ProgressColumn:
    from rich.progress import ProgressColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.finished_speed or task.speed or 0:6.0f} documents/s")

    return Rate()


def report(outcomes: Sequence[Outcome]) -> None:
    """The table of what runs did, and a sentence for each that failed."""
    from rich.table import Table

    from pyrrhus.cli.tables import console_text

    newest = max((outcome.newest for outcome in outcomes if outcome.newest), default=None)
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("source")
    for name in ("new", "confirmed again", "changed", "withdrawn", "flagged", "newest figure", "age"):
        table.add_column(name, justify="right")
    any_repaired = any(one.repaired for one in outcomes)
    if any_repaired:
        table.add_column("repaired", justify="right")
    for one in outcomes:
        if one.error:
            table.add_row(one.source, *["-"] * 5, "failed", "-", *["-"] * any_repaired)
            continue
        counts = (one.new, one.confirmed, one.changed, one.withdrawn, one.flagged)
        table.add_row(
            one.source, *(f"{count:,}" for count in counts), str(one.newest or "-"), _age(one.newest, newest),
            *[f"{one.repaired:,}"] * any_repaired,
        )  # fmt: skip
    click.echo(console_text(table), nl=False)
    for one in outcomes:
        if one.error:
            click.echo(f"pyrrhus: {one.source}: {first_sentence(one.error)}", err=True)
        for sentence in one.left_damaged:
            click.echo(f"pyrrhus: {one.source}: {sentence}", err=True)


def _age(day: date | None, newest: date | None) -> str:
    if day is None or newest is None:
        return "-"
    days = (newest - day).days
    return "newest" if days == 0 else f"{days} day{'s' * (days != 1)} older"
