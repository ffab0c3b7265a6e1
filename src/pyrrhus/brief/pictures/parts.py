"""What pictures have in common: a row of data, the axis of days or months, the source line, the tooltip."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from pyrrhus.brief.document import Chart, Document
from pyrrhus.brief.figures import signed
from pyrrhus.brief.wording import word
from pyrrhus.statement import Statement

__all__ = ["HEIGHT", "LINE", "Spec", "datum", "first_day", "source_axis", "time_axis", "tooltip"]

Spec = dict[str, Any]

HEIGHT: Final = 260
"""Pixels of a plot."""
LINE: Final = 13
"""Pixels of a line of small text."""


def datum(one: Statement, document: Document) -> Spec:
    """A statement as a row of data: its number for the axis, as a reader sees it, and its mark."""
    mark = document.marks.get(one.id)
    return {"value": float(one.value or 0), "text": signed(one, in_table=True).text, "mark": mark.number if mark else 0}


def time_axis(chart: Chart, labelled: Sequence[str], colours: Mapping[str, str]) -> Spec:
    """The axis of days or months: as ordered names, so that no browser's time zone moves them."""
    axis = {
        **source_axis(chart, colours), "values": list(labelled), "labelExpr": "split(datum.label, ' ')", "labelAngle": 0,
        "labelLineHeight": LINE, "domain": True, "domainColor": colours["axis"], "labelOverlap": "greedy",
    }  # fmt: skip
    return {"field": "when", "type": "ordinal", "sort": None, "axis": axis, "scale": {"paddingInner": 0.18}}


def source_axis(chart: Chart, colours: Mapping[str, str]) -> Spec:
    """The source line stands under the picture, as the title of its lower axis; a page breaks it to its width."""
    return {
        "title": textwrap.wrap(chart.source_line, 105), "titleAnchor": "start", "titleAlign": "left", "titleFontWeight": "normal",
        "titleFontSize": 11, "titleColor": colours["muted"], "titlePadding": 14, "titleLineHeight": 14, "titleX": -36,
        "grid": False,
    }  # fmt: skip


def tooltip(name: str, *, extra: tuple[str, str] | None = None) -> list[Spec]:
    """What is told of a mark that is pointed at: its name, and the figure with its mark."""
    rows = [("name", name), *([extra] if extra else []), ("text", "figure"), ("mark", "mark")]
    return [{"field": field, "type": "nominal", "title": word(f"chart.tip_{key}")} for field, key in rows]


def first_day(one: Statement) -> date:
    """The first day of a statement that is drawn over time."""
    assert one.start
    return one.start
