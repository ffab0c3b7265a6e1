"""``pyrrhus recheck``: which figures of a saved brief or checked text no longer stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pyrrhus.cli.options import SETTINGS, as_of_option, out_option, quiet_option, write_out

if TYPE_CHECKING:
    from pyrrhus.brief.recheck import Recheck

_EPILOG = """\b
Examples:
  pyrrhus recheck january.json
  pyrrhus recheck january.html --format md --out corrections.md
  pyrrhus recheck january.json --as-of 2025-07-08 --format json

Exit status: 0 all figures stand, 1 some do not or cannot be told, 2 the file cannot be used.
"""


@click.command(epilog=_EPILOG, context_settings=SETTINGS)
@click.argument("saved", type=click.Path(path_type=Path))
@as_of_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "md"]), default=None, help="Default: by --out's ending, else table."
)
@out_option
@quiet_option
def command(saved: Path, as_of: date | None, form: str | None, out: Path | None, quiet: bool) -> int:
    """Say which figures of SAVED no longer stand: restated, withdrawn or superseded since, by how much.

    SAVED is a brief as JSON or as a page, or a checked text as JSON.
    """
    from pyrrhus.brief.recheck import recheck
    from pyrrhus.brief.render.rechecked import to_json, to_markdown

    if form is None:
        form = {".md": "md", ".json": "json"}.get(out.suffix if out else "", "table")
    found = recheck(saved, as_of=as_of)
    text = {"json": to_json, "md": to_markdown, "table": _table}[form](found)
    write_out(text, out, quiet=quiet)
    return 1 if found.changed or found.cannot_tell else 0


def _table(found: Recheck) -> str:
    """Counts, what changed, what cannot be told, and the notes of correction."""
    from rich.table import Table
    from rich.text import Text

    from pyrrhus.brief.correction import correction
    from pyrrhus.brief.render.rechecked import HEADS, lead, row, unclear_row
    from pyrrhus.brief.wording import word
    from pyrrhus.cli.tables import console_text

    right = ("was", "is", "difference", "percent")
    parts: list[object] = []
    tables = (
        ("changed", HEADS, [row(one) for one in found.changed]),
        ("below", HEADS, [row(one) for one in found.below_rounding]),
        ("unclear", ("printed", "figure", "was", "why"), [unclear_row(one) for one in found.cannot_tell]),
    )
    for name, heads, rows in tables:
        if rows:
            table = Table(box=None, header_style="bold", pad_edge=False)
            for head in heads:
                free = head in ("figure", "why")
                table.add_column(word(f"recheck.head_{head}"), justify="right" if head in right else "left", no_wrap=not free)
            for cells in rows:
                table.add_row(*map(Text, cells))
            parts += [Text(""), Text(word(f"recheck.{name}"), style="bold"), table]
    if found.changed:
        parts += [Text(""), Text(word("recheck.corrections"), style="bold")]
    # Sentences stand on one line each, so that they are copied whole.
    notes = [correction(found.saved, one) for one in found.changed]
    return "".join(
        (*(f"{line}\n" for line in lead(found)), console_text(*parts) if parts else "", *(f"{one}\n" for one in notes))
    )
