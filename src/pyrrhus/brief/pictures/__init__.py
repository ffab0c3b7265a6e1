"""The brief's pictures as Vega-Lite specifications: plain JSON values, the finding as title, labels at the marks.

Colours are names of a palette, so that a page can give them as CSS variables and follow light and dark; a picture
that leaves the page takes :data:`LIGHT`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyrrhus.brief.document import Chart, Document
from pyrrhus.brief.pictures import bars, lines, waterfall
from pyrrhus.brief.pictures.parts import HEIGHT, Spec
from pyrrhus.brief.pictures.waterfall import difference
from pyrrhus.brief.wording import word

__all__ = ["DARK", "LIGHT", "difference", "specification"]

LIGHT: Final[Mapping[str, str]] = {
    "paper": "#ffffff", "ink": "#1d1d1b", "muted": "#5f5e5a", "rule": "#dddbd4", "axis": "#8a8880",
    "bar": "#8fa3b8", "accent": "#a3341f", "first": "#1f5f99", "second": "#b3661b", "third": "#5d7a3a", "other": "#6d5a8c",
}  # fmt: skip
DARK: Final[Mapping[str, str]] = {
    "paper": "#1c1c1a", "ink": "#ecebe6", "muted": "#a8a69e", "rule": "#3a3935", "axis": "#77756d",
    "bar": "#5f7892", "accent": "#ee8368", "first": "#7ab4e6", "second": "#e3a15a", "third": "#a3c07c", "other": "#b8a4d9",
}  # fmt: skip

_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_DRAW: Final = {"daily": bars.daily, "monthly": bars.monthly, "ground": lines.ground, "chain": waterfall.chain}


def specification(chart: Chart, document: Document, colours: Mapping[str, str] = LIGHT) -> Spec:
    """The Vega-Lite specification of a chart as a JSON value, without the address of a schema.

    Args:
        chart: one of the document's.
        document: for the numbers of the footnotes.
        colours: what :data:`LIGHT` has names for, as CSS colours.
    """
    head = {
        "text": chart.title, "subtitle": word(f"chart.unit_{chart.kind}"), "anchor": "start", "frame": "bounds",
        "fontSize": 15, "color": colours["ink"], "subtitleColor": colours["muted"], "subtitleFontSize": 12,
        "subtitlePadding": 6, "offset": 10,
    }  # fmt: skip
    return {
        "title": head,
        "width": "container",
        "height": HEIGHT,
        "padding": {"left": 2, "top": 2, "bottom": 2, "right": 22},
        "background": colours["paper"],
        **_DRAW[chart.kind](chart, document, colours),
        "config": {
            "font": _FONT,
            "aria": False,
            "view": {"stroke": None},
            "text": {"fontSize": 12, "color": colours["ink"]},
            "axis": {
                "labelColor": colours["muted"], "labelFontSize": 11, "gridColor": colours["rule"], "domain": False,
                "ticks": False, "labelPadding": 6,
            },
        },
    }  # fmt: skip
