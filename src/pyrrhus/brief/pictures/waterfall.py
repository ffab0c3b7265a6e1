"""From one count to another as a waterfall: each step as large as it is, what is unexplained in the same weight."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from pyrrhus.brief.document import Chart, Document
from pyrrhus.brief.figures import signed
from pyrrhus.brief.pictures.parts import LINE, Spec, datum, source_axis, tooltip
from pyrrhus.statement import Statement

__all__ = ["chain", "difference"]

_UNEXPLAINED: Final = frozenset({"within_map", "print"})


def difference(one: Statement) -> str:
    """A step between figures as a reader sees it: with its sign, and its word of bound before that."""
    text = signed(one, in_table=True).text
    bound, _, number = text.rpartition(" ")
    plus = "" if number.startswith("\u2212") else "+"
    return f"{bound} {plus}{number}".strip()


def chain(chart: Chart, document: Document, colours: Mapping[str, str]) -> Spec:
    """Bars from the first figure down to the last; each step hangs between the figures that it lies between."""
    rows: list[Spec] = []
    level = 0.0
    for number, one in enumerate(chart.figures):
        value = float(one.value or 0)
        step = document.chain[number - 1] if 0 < number < len(chart.figures) - 1 else None
        low, high = sorted((level if step else 0.0, level + value if step else value))
        level = level + value if step else value
        unexplained = step is not None and bool(_UNEXPLAINED & set(step.names))
        lines = textwrap.wrap(chart.groups[number][:1].upper() + chart.groups[number][1:], 19)
        told = {"text": difference(one)} if step else {}
        rows.append({
            **datum(one, document), **told, "key": "|".join([str(number), *lines]), "name": chart.groups[number],
            "low": low, "high": high, "level": level, "lines": len(lines),
            "colour": colours["other" if unexplained else "second" if step else "first"],
        })  # fmt: skip
    for row, after in pairwise(rows):
        row["next"] = after["key"]
    most = max(row["lines"] for row in rows)
    lift = [{"test": f"length(split(datum.label, '|')) == {n + 1}", "value": -(n - 1) * LINE / 2} for n in range(2, most + 1)]
    y = {
        "field": "key", "type": "ordinal", "sort": None,
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.15},
        "axis": {
            "title": None, "labelExpr": "slice(split(datum.label, '|'), 1)", "labelLimit": 200, "labelColor": colours["ink"],
            "labelLineHeight": LINE, "labelOffset": {"condition": lift, "value": 0} if lift else 0,
        },
    }  # fmt: skip
    x = {
        "field": "low", "type": "quantitative", "scale": {"zero": True, "nice": True},
        "axis": {
            **source_axis(chart, colours), "tickCount": 4, "format": ",d", "grid": True,
            "titleX": -6.2 * max(len(line) for row in rows for line in row["key"].split("|")) - 6,
        },
    }  # fmt: skip
    return {
        "data": {"values": rows},
        "height": len(rows) * max(38, most * LINE + 14),
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.next)"}],
                "mark": {"type": "rule", "color": colours["axis"], "strokeWidth": 1},
                "encoding": {
                    "x": {"field": "level"}, "y": {**y, "bandPosition": 0.5}, "y2": {"field": "next", "bandPosition": 0.5},
                },
            },
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "x2": {"field": "high"},
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                    "tooltip": tooltip("step"),
                },
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontWeight": 600},
                "encoding": {"x": {"field": "high", "type": "quantitative"}, "text": {"field": "text"}},
            },
        ],
    }  # fmt: skip
