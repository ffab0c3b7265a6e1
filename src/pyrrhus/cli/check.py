"""``pyrrhus check``: what the evidence makes of every figure of a text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhus.cli.options import DAY, SETTINGS, quiet_option, write_out
from pyrrhus.errors import InputError

if TYPE_CHECKING:
    from pyrrhus.judging.api import Check

_FORMS = ("table", "json", "html", "annotations", "claimreview")
_EPILOG = """\b
Examples:
  pyrrhus check article.txt --published 2025-02-04
  pyrrhus check article.html --format html --out checked.html
  pyrrhus check article.txt --published 2025-02-04 --language
  pyrrhus check article.txt --published 2025-02-04 --format json
  pyrrhus check articles/ --out checked/

The evidence is what was known by the day of the text, and beside it what is known now. Exit status: 0 nothing differs,
1 something differs, 2 the file cannot be used.
"""


@click.command(epilog=_EPILOG, context_settings=SETTINGS)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--published", type=DAY, metavar="DAY", help="The day of the text (default: as the file says).")
@click.option("--publisher", metavar="ID", help="The source whose own text it is, as its id.")
@click.option("--page", metavar="URL", help="The text's own address: what stands there is no evidence of it.")
@click.option("--as-of", type=DAY, metavar="DAY", help="Judge by what was known on this day (default: the text's own).")
@click.option("--language", is_flag=True, help="Note its language too: notes, never verdicts.")
@click.option("--format", "form", type=click.Choice(_FORMS), default=None, help="Default: by --out's ending, else table.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=None, metavar="N", help="Of a folder: processes (default: all cores)."
)
@click.option("--out", type=click.Path(path_type=Path), metavar="PATH", help="Write there; of a folder, the folder to write to.")
@quiet_option
def command(
    file: Path, published: date | None, publisher: str | None, page: str | None, as_of: date | None, language: bool,
    form: str | None, jobs: int | None, out: Path | None, quiet: bool,
) -> int:  # fmt: skip
    """Judge every figure about losses and ground in FILE: does its source say so, does the evidence bear it out.

    FILE is a .txt, .md, .html, .docx or .pdf, - for standard input, or a folder, which is checked into the folder --out.
    """
    from pyrrhus.ledger.opened import refuse_day_to_come

    refuse_day_to_come(published, "--published")
    refuse_day_to_come(as_of)
    _known_source(publisher)
    if file.is_dir():
        from pyrrhus.cli.check_folder import check_folder

        return check_folder(
            file,
            out,
            form=form or "json",
            published=published,
            publisher=publisher,
            as_of=as_of,
            language=language,
            jobs=jobs,
            quiet=quiet,
        )
    if form is None:
        form = {".json": "json", ".html": "html"}.get(out.suffix if out else "", "table")
    from pyrrhus.judging.api import check_file

    found = check_file(file, published=published, publisher=publisher, as_of=as_of, page=page, language=language)
    write_out(rendered(found, form), out, quiet=quiet)
    return 1 if found.differs else 0


def rendered(found: Check, form: str) -> str:
    """The check in one of the forms."""
    if form == "json":
        from pyrrhus.judging.render.json import to_json

        return to_json(found)
    if form == "html":
        from pyrrhus.judging.render.html import to_html

        return to_html(found)
    if form == "annotations":
        from pyrrhus.judging.render.annotations import to_annotations

        return to_annotations(found)
    if form == "claimreview":
        from pyrrhus.judging.render.claimreview import to_claimreview

        return to_claimreview(found)
    return _table(found)


def _table(found: Check) -> str:
    from rich.table import Table
    from rich.text import Text

    from pyrrhus.cli.tables import console_text
    from pyrrhus.judging.render.terminal import evidence_lines, head, rows
    from pyrrhus.judging.wording import word

    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(word("page.number"), justify="right", no_wrap=True)
    table.add_column(word("page.written"), max_width=28)
    table.add_column(word("page.verdict"), no_wrap=True)
    table.add_column("", max_width=30)
    table.add_column(word("page.sentence"), ratio=1)
    for cells in rows(found):
        table.add_row(*map(Text, cells))
    lines = list(evidence_lines(found))
    shown = console_text(Text(""), table) if found.judgements else ""
    return "".join(f"{line}\n" for line in head(found)) + shown + "".join(f"{line}\n" for line in lines)


def _known_source(publisher: str | None) -> None:
    from pyrrhus.conflict import conflict

    if publisher is not None and publisher not in conflict().publishers:
        raise InputError(f"no source {publisher[:40]!r}", where="--publisher", remedy="`pyrrhus sources` lists them")
