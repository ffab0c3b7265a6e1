"""``pyrrhus read``: every figure of a text, as a statement."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhus.cli.options import DAY, SETTINGS, quiet_option, write_out
from pyrrhus.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyrrhus.reading.evaluate import Score
    from pyrrhus.reading.read import Reading

_EPILOG = """\b
Examples:
  pyrrhus read article.txt --published 2025-02-04
  pyrrhus read page.html --format json --out claims.json
  pyrrhus read update.txt --published 2024-07-12 --publisher uk_mod --format marks
  cat article.txt | pyrrhus read - --published 2025-02-04
  pyrrhus read articles/ --out claims/
  pyrrhus read --evaluate labelled/

Where --published is not given, the day is read from the page's own metadata or dateline, and said. A folder is read on all
cores into the folder that --out names, one NAME.json a text; what is there already is not read again.
"""
_LARGEST = 60_000_000


@click.command(epilog=_EPILOG, context_settings=SETTINGS)
@click.argument("file", required=False)
@click.option("--published", type=DAY, metavar="DAY", help="Day of publication (default: as the page or its dateline says).")
@click.option("--publisher", metavar="ID", help="The source whose own text it is, as uk_mod.")
@click.option("--format", "form", type=click.Choice(["table", "json", "marks"]), default="table", show_default=True)
@click.option(
    "--evaluate", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Score readings of labelled texts."
)
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH", help="Write there instead of standard output.")
@quiet_option
def command(
    file: str | None,
    published: date | None,
    publisher: str | None,
    form: str,
    evaluate: Path | None,
    out: Path | None,
    quiet: bool,
) -> int:
    """Find every quantitative statement about losses and ground in FILE: a text, a page, Markdown, - or a folder."""
    if evaluate is not None:
        write_out(_evaluation(evaluate, form), out, quiet=quiet)
        return 0
    if file is None:
        raise InputError("expected a text to read", remedy="name a file, a folder or -")
    _check_publisher(publisher)
    if file != "-" and Path(file).is_dir():
        from pyrrhus.cli.read_folder import read_folder

        if out is None:
            raise InputError("a folder is read into a folder", where=file, remedy="name one with --out")
        return read_folder(Path(file), out, published=published, publisher=publisher, quiet=quiet)
    from pyrrhus.reading.read import read_document

    reading = read_document(_bytes(file), name=file, published=published, publisher=publisher)
    if not quiet and published is None:
        click.echo(f"Published {reading.published} ({reading.how})", err=True)
    write_out(_shown(reading, form), out, quiet=quiet)
    return 0


def _check_publisher(publisher: str | None) -> None:
    if publisher is not None:
        from pyrrhus.conflict import conflict

        if publisher not in conflict().publishers:
            raise InputError(f"no source {publisher[:40]!r}", remedy="see `pyrrhus sources` for their ids")


def _bytes(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(_LARGEST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot read it: {problem}", where=file[:200], remedy="name a text, a page or a folder") from None


def _shown(reading: Reading, form: str) -> str:
    if form == "json":
        return as_json(reading)
    if form == "marks":
        from pyrrhus.reading.marks import marked

        return marked(reading)
    return _table(reading)


def as_json(reading: Reading) -> str:
    """The contract's JSON, numbers as numbers."""
    from pyrrhus.ledger.export import dumps

    return dumps(reading.as_json())


def _table(reading: Reading) -> str:
    from rich.table import Table
    from rich.text import Text

    from pyrrhus.cli.tables import console_text, period_text, value_text
    from pyrrhus.reading.marks import shown

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("text", "metric", "kind", "party", "source", "period"):
        table.add_column(name, no_wrap=name != "text")
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    for claim in reading.claims:
        said = claim.said
        metric = said.metric + (f" ({said.class_ or said.basis})" if said.class_ or said.basis else "")
        value = (
            value_text(said)
            if any(one is not None for one in (said.low, said.value, said.high))
            else (f"rank {said.rank}" if said.rank else said.direction)
        )
        cells = (
            claim.span.text,
            metric,
            said.kind,
            said.party,
            claim.source_as_written or said.source,
            period_text(said),
            value,
            said.unit,
        )
        table.add_row(*(Text(shown(cell)) for cell in cells))
    if not reading.claims:
        return "No claim about losses or ground was found.\n"
    return console_text(table)


def _evaluation(folder: Path, form: str) -> str:
    from pyrrhus.reading.evaluate import ATTRIBUTES, evaluated

    groups = evaluated(folder)
    if form == "json":
        from pyrrhus.ledger.export import dumps

        return dumps({group: {name: _score_json(one) for name, one in scores.items()} for group, scores in groups.items()})
    from rich.table import Table

    from pyrrhus.cli.tables import console_text

    parts = []
    for group, scores in groups.items():
        table = Table(box=None, header_style="bold", pad_edge=False)
        table.add_column("" if group == "all" else group, no_wrap=True)
        for name in ("labels", "found", "precision", "recall", "F1", *ATTRIBUTES):
            table.add_column(name, justify="right", no_wrap=True)
        for name, one in scores.items():
            cells = [one.precision, one.recall, one.f1, *(one.accuracy(key) for key in ATTRIBUTES)]
            table.add_row(name, str(one.labels), str(one.found), *("-" if cell is None else f"{cell:.3f}" for cell in cells))
        parts.append(console_text(table))
    return "\n".join(parts)


def _score_json(one: Score) -> Mapping[str, object]:
    from pyrrhus.reading.evaluate import ATTRIBUTES

    made: dict[str, object] = {"labels": one.labels, "found": one.found, "matched": one.matched}
    made |= {"precision": one.precision, "recall": one.recall, "f1": one.f1}
    return made | {name: one.accuracy(name) for name in ATTRIBUTES}
