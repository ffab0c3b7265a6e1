"""``pyrrhus brief``: a cited brief for a period."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pyrrhus.cli.options import PERIOD, SETTINGS, as_of_option, out_option, quiet_option, write_out
from pyrrhus.period import Period

_FORMS = {"terminal": "to_terminal", "md": "to_markdown", "html": "to_html", "json": "to_json"}
_EPILOG = """\b
Examples:
  pyrrhus brief 2025-01
  pyrrhus brief 2025-Q1 --format md
  pyrrhus brief 2025-W05 --format json
  pyrrhus brief 2025-01-06..2025-01-12
  pyrrhus brief 2025-01 --as-of 2025-02-04 --format html --out january.html
"""


@click.command(epilog=_EPILOG, context_settings=SETTINGS)
@click.argument("period", type=PERIOD)
@as_of_option
@click.option(
    "--format", "form", type=click.Choice(list(_FORMS)), default=None, help="Default: by --out's ending, else terminal."
)
@out_option
@quiet_option
def command(period: Period, as_of: date | None, form: str | None, out: Path | None, quiet: bool) -> int:
    """Write a cited brief for PERIOD: losses, ground, casualties per km2, who disagrees with whom and why.

    PERIOD is a month, year, quarter, ISO week, day, or first..last.
    """
    from pyrrhus.brief.api import brief

    if form is None:
        form = {".md": "md", ".html": "html", ".json": "json"}.get(out.suffix if out else "", "terminal")
    made = brief(period, as_of=as_of)
    text: str = getattr(made, _FORMS[form])()
    write_out(text, out, quiet=quiet)
    return 1 if made.document.dropped else 0
