"""A brief from Python: ``pyrrhus.brief("2025-01").to_html()``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyrrhus.brief.compose import compose
from pyrrhus.brief.document import Document
from pyrrhus.ledger.opened import opened
from pyrrhus.period import Period, parse_day, parse_period

__all__ = ["Brief", "brief"]


@dataclass(frozen=True, slots=True)
class Brief:
    """A finished brief; each rendering says the same."""

    document: Document

    def to_html(self) -> str:
        """One self-contained page that works offline."""
        from pyrrhus.brief.render.html import to_html

        return to_html(self.document)

    def to_markdown(self) -> str:
        """Markdown with footnotes."""
        from pyrrhus.brief.render.markdown import to_markdown

        return to_markdown(self.document)

    def to_json(self) -> str:
        """JSON with all statements."""
        from pyrrhus.brief.render.json import to_json

        return to_json(self.document)

    def to_terminal(self) -> str:
        """Text for a terminal."""
        from pyrrhus.brief.render.terminal import to_terminal

        return to_terminal(self.document)

    def save(self, path: str | Path) -> None:
        """Write it; the ending of the name (``.html``, ``.md``, ``.json``, else text) chooses the form."""
        forms = {".html": self.to_html, ".md": self.to_markdown, ".json": self.to_json}
        target = Path(path)
        target.write_text(forms.get(target.suffix, self.to_terminal)(), encoding="utf-8", newline="")


def brief(period: Period | str, *, as_of: date | str | None = None) -> Brief:
    """The cited brief of a period.

    Args:
        period: a month (``2025-01``), year, quarter, ISO week, day or ``first..last``.
        as_of: uses only what was known by this day; without it, all that is known.

    Raises:
        InputError: for a period or day that cannot be read.
        NoData: for a period outside every source's span.
        LedgerError: when the ledger cannot be read.
    """
    asked = parse_period(period) if isinstance(period, str) else period
    day = parse_day(as_of, what="day for as_of") if isinstance(as_of, str) else as_of
    with opened(day) as view:
        return Brief(compose(view, asked))
