"""The brief's pictures as Vega-Lite specifications: plain JSON values, the finding as title, labels at the marks.

Colours are names of a palette, so that a page can give them as CSS variables and follow light and dark; a picture
that leaves the page takes :data:`LIGHT`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from pyrrhus.brief.document import Chart, Document
from pyrrhus.brief.figures import figure, signed
from pyrrhus.brief.wording import word
from pyrrhus.period import DAY, day_name, month
from pyrrhus.statement import Statement

__all__ = ["DARK", "LIGHT", "difference", "specification"]

Spec = dict[str, Any]

LIGHT: Final[Mapping[str, str]] = {
    "paper": "#ffffff", "ink": "#1d1d1b", "muted": "#5f5e5a", "rule": "#dddbd4", "axis": "#8a8880",
    "bar": "#8fa3b8", "accent": "#a3341f", "first": "#1f5f99", "second": "#b3661b", "third": "#5d7a3a", "other": "#6d5a8c",
}  # fmt: skip
DARK: Final[Mapping[str, str]] = {
    "paper": "#1c1c1a", "ink": "#ecebe6", "muted": "#a8a69e", "rule": "#3a3935", "axis": "#77756d",
    "bar": "#5f7892", "accent": "#ee8368", "first": "#7ab4e6", "second": "#e3a15a", "third": "#a3c07c", "other": "#b8a4d9",
}  # fmt: skip

_FAMILIES: Final = ("first", "second", "third", "other")
_SHAPES: Final = ("circle", "diamond", "square", "triangle-up", "cross")
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_PLOT: Final = 260
_TALL: Final = 340
_LINE: Final = 13
"""Pixels of a line of small text."""
_UNEXPLAINED: Final = frozenset({"within_map", "print"})


def specification(chart: Chart, document: Document, colours: Mapping[str, str] = LIGHT) -> Spec:
    """The Vega-Lite specification of a chart as a JSON value, without the address of a schema.

    Args:
        chart: one of the document's.
        document: for the numbers of the footnotes.
        colours: what :data:`LIGHT` has names for, as CSS colours.
    """
    draw = {"daily": _daily, "monthly": _monthly, "ground": _ground, "chain": _chain}[chart.kind]
    head = {
        "text": chart.title, "subtitle": word(f"chart.unit_{chart.kind}"), "anchor": "start", "frame": "bounds",
        "fontSize": 15, "color": colours["ink"], "subtitleColor": colours["muted"], "subtitleFontSize": 12,
        "subtitlePadding": 6, "offset": 10,
    }  # fmt: skip
    return {
        "title": head,
        "width": "container",
        "height": _PLOT,
        "background": colours["paper"],
        **draw(chart, document, colours),
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


def _daily(chart: Chart, document: Document, colours: Mapping[str, str]) -> Spec:
    """A bar a day; the highest stands out."""
    rows = [
        {**_row(one, document), "when": f"{_start(one).day} {_start(one):%b}", "name": day_name(_start(one))}
        for one in chart.figures
    ]
    highest = max(rows, key=lambda row: row["value"])
    for row in rows:
        row["accent"] = row is highest
        row["label"] = row["text"] if row is highest else ""
    step = 1 if len(rows) <= 10 else 5 if len(rows) <= 40 else 14
    return _bars(rows, chart, colours, rows[::step])


def _monthly(chart: Chart, document: Document, colours: Mapping[str, str]) -> Spec:
    """A bar a month; those of the period stand out, and the highest is labelled beside them."""
    period = document.period
    rows: list[Spec] = []
    for one in chart.figures:
        ours = _start(one) <= period.end and month(_start(one)).end >= period.start
        about = {"when": f"{_start(one):%b %Y}", "name": month(_start(one)).name, "accent": ours, "label": ""}
        rows.append({**_row(one, document), **about})
    told = [*[row for row in rows if row["accent"]][-1:], max(rows, key=lambda row: row["value"])]
    for row in told:
        row["label"] = row["text"]
    return _bars(rows, chart, colours, [row for one, row in zip(chart.figures, rows, strict=True) if _start(one).month % 3 == 1])


def _bars(rows: list[Spec], chart: Chart, colours: Mapping[str, str], labelled: Sequence[Spec]) -> Spec:
    return {
        "data": {"values": rows},
        "encoding": {
            "x": _time(chart, [row["when"] for row in labelled], colours),
            "y": {
                "field": "value", "type": "quantitative", "scale": {"zero": True},
                "axis": {"title": None, "tickCount": 4, "format": ",d"},
            },
        },
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 1.5},
                "encoding": {
                    "color": {"condition": {"test": "datum.accent", "value": colours["accent"]}, "value": colours["bar"]},
                    "tooltip": _tooltip("when_daily" if chart.kind == "daily" else "when_monthly"),
                },
            },
            {
                "transform": [{"filter": "datum.label"}],
                "mark": {"type": "text", "dy": -8, "fontWeight": 600},
                "encoding": {"text": {"field": "label"}},
            },
        ],
    }  # fmt: skip


def _ground(chart: Chart, document: Document, colours: Mapping[str, str]) -> Spec:
    """Measured series as lines that break where a month is missing, printed figures as points; coloured by whose map."""
    months = _months(chart.figures)
    looks = _looks(chart, colours)
    rows = [
        {**_row(one, document), **looks[name], "when": f"{_start(one):%b %Y}", "name": name, "of": month(_start(one)).name}
        for name, one in zip(chart.groups, chart.figures, strict=True)
    ]
    met = {(row["name"], row["when"]) for row in rows}
    for name, look in looks.items():
        gaps = [f"{first:%b %Y}" for first in months if (name, f"{first:%b %Y}") not in met] if look["line"] else []
        rows += [{**look, "when": when, "name": name, "value": None} for when in gaps]
    values = [row["value"] for row in rows if row["value"] is not None]
    low, high = min(0.0, *values) * 1.06, max(0.0, *values) * 1.06
    labels = _labels(rows, low, high)
    y = {
        "field": "value", "type": "quantitative", "scale": {"domain": [low, high], "nice": False},
        "axis": {"title": None, "tickCount": 5, "format": ",d"},
    }  # fmt: skip
    paint = {"color": {"field": "colour", "type": "nominal", "scale": None}, "detail": {"field": "name"}}
    shape = {"field": "shape", "type": "nominal", "scale": None}
    x = _time(chart, [f"{first:%b %Y}" for first in months if first.month % 3 == 1 or len(months) < 6], colours)
    x["axis"]["domain"] = False
    x["scale"] = {"domain": [f"{first:%b %Y}" for first in months], "padding": 0.5}
    return {
        "data": {"values": rows},
        "height": _TALL,
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "data": {"values": [{"value": 0}]},
                "mark": {"type": "rule", "color": colours["axis"]},
                "encoding": {"x": {"value": 0}, "x2": {"value": "width"}},
            },
            {
                "transform": [{"filter": "datum.line"}],
                "mark": {"type": "line", "strokeWidth": 2, "invalid": "break-paths-show-domains"},
                "encoding": paint,
            },
            {
                "transform": [{"filter": "isValid(datum.value)"}],
                "mark": {"type": "point", "filled": True, "size": 52, "opacity": 1},
                "encoding": {**paint, "shape": shape, "tooltip": _tooltip("who", extra=("of", "when_monthly"))},
            },
            {
                "data": {"values": labels},
                "mark": {"type": "point", "filled": True, "size": 52, "opacity": 1, "xOffset": 16},
                "encoding": {"x": {"value": "width"}, "color": paint["color"], "shape": shape},
            },
            {
                "data": {"values": labels},
                "mark": {"type": "text", "align": "left", "baseline": "middle", "xOffset": 25, "fontSize": 11, "lineHeight": _LINE},
                "encoding": {"x": {"value": "width"}, "text": {"field": "text"}, "color": paint["color"]},
            },
        ],
    }  # fmt: skip


def _looks(chart: Chart, colours: Mapping[str, str]) -> dict[str, Spec]:
    """Colour by whose map a group counts on, shape by who counts; lines only for what is measured each month."""
    makers: dict[str, list[str]] = {}
    lines = set()
    for name, one in zip(chart.groups, chart.figures, strict=True):
        names = makers.setdefault(one.derived_from or one.source, [])
        if name not in names:
            names.append(name)
        if one.source == "pyrrhus":
            lines.add(name)
    looks = {}
    for family, maker in zip(
        (*_FAMILIES, *["other"] * len(makers)), sorted(makers, key=lambda one: (one != "isw", one)), strict=False
    ):
        printed = sorted(name for name in makers[maker] if name not in lines)
        for name in sorted(makers[maker], key=lambda one: (one in lines, one)):
            shape = "circle" if name in lines else _SHAPES[1 + printed.index(name) % (len(_SHAPES) - 1)]
            looks[name] = {"colour": colours[family], "shape": shape, "line": name in lines}
    return looks


def _labels(rows: Sequence[Spec], low: float, high: float) -> list[Spec]:
    """Each group's name beside its newest value, moved apart as little as keeps one from covering another."""
    newest = {row["name"]: row for row in rows if row["value"] is not None}
    ordered = sorted(newest.values(), key=lambda row: (row["value"], row["name"]))
    texts = [textwrap.wrap(row["name"], 17, break_long_words=False) for row in ordered]
    pixel = (high - low) / _TALL
    heights = [(len(text) * _LINE + 5) * pixel for text in texts]
    # Runs of labels that touch: where the run starts, how high it is, and how many labels it holds.
    runs: list[tuple[float, float, int]] = []
    for row, height in zip(ordered, heights, strict=True):
        start, size, count = row["value"] - height / 2, height, 1
        while runs and sum(runs[-1][:2]) > start:
            before = runs.pop()
            middle = (before[0] + before[1] / 2) * before[2] + (start + size / 2) * count
            size, count = size + before[1], count + before[2]
            start = middle / count - size / 2
        start = max(low, min(start, high - size))
        runs.append((start, size, count))
    made = []
    for start, _, count in runs:
        for _ in range(count):
            number = len(made)
            start += heights[number]
            made.append({**ordered[number], "value": start - (_LINE + 5) / 2 * pixel, "text": texts[number]})  # its first line
    return made


def difference(one: Statement) -> str:
    """A step between figures as a reader sees it: with its sign, and its word of bound before that."""
    text = signed(one, in_table=True).text
    bound, _, number = text.rpartition(" ")
    plus = "" if number.startswith("\u2212") else "+"
    return f"{bound} {plus}{number}".strip()


def _chain(chart: Chart, document: Document, colours: Mapping[str, str]) -> Spec:
    """Bars from the first figure down to the last; each step hangs between the figures that it lies between."""
    rows: list[Spec] = []
    level = 0.0
    for number, one in enumerate(chart.figures):
        value = float(one.value or 0)
        step = document.chain[number - 1] if 0 < number < len(chart.figures) - 1 else None
        low, high = sorted((level, level + value)) if step else (0.0, value)
        level = level + value if step else value
        unexplained = step is not None and bool(_UNEXPLAINED & set(step.names))
        lines = textwrap.wrap(chart.groups[number][:1].upper() + chart.groups[number][1:], 19)
        text = difference(one) if step else signed(one, in_table=True).text
        rows.append({
            **_row(one, document), "text": text, "key": "|".join([str(number), *lines]), "name": chart.groups[number],
            "low": low, "high": high, "level": level, "lines": len(lines),
            "colour": colours["other" if unexplained else "second" if step else "first"],
        })  # fmt: skip
    for row, after in pairwise(rows):
        row["next"] = after["key"]
    most = max(row["lines"] for row in rows)
    lift = [{"test": f"length(split(datum.label, '|')) == {n + 1}", "value": -(n - 1) * _LINE / 2} for n in range(2, most + 1)]
    y = {
        "field": "key", "type": "ordinal", "sort": None,
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.15},
        "axis": {
            "title": None, "labelExpr": "slice(split(datum.label, '|'), 1)", "labelLimit": 200, "labelColor": colours["ink"],
            "labelLineHeight": _LINE, "labelOffset": {"condition": lift, "value": 0} if lift else 0,
        },
    }  # fmt: skip
    x = {
        "field": "low", "type": "quantitative", "scale": {"zero": True, "nice": True},
        "axis": {
            **_source_axis(chart, colours), "tickCount": 4, "format": ",d", "grid": True,
            "titleX": -6.2 * max(len(line) for row in rows for line in row["key"].split("|")) - 6,
        },
    }  # fmt: skip
    return {
        "data": {"values": rows},
        "height": len(rows) * max(38, most * _LINE + 14),
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.next)"}],
                "mark": {"type": "rule", "color": colours["axis"], "strokeWidth": 1},
                "encoding": {"x": {"field": "level"}, "y": {**y, "bandPosition": 0.5}, "y2": {"field": "next", "bandPosition": 0.5}},
            },
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "x2": {"field": "high"},
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                    "tooltip": _tooltip("step"),
                },
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontWeight": 600},
                "encoding": {"x": {"field": "high", "type": "quantitative"}, "text": {"field": "text"}},
            },
        ],
    }  # fmt: skip


def _row(one: Statement, document: Document) -> Spec:
    mark = document.marks.get(one.id)
    return {
        "value": float(one.value or 0),
        "text": figure(one, in_table=True).text.replace("-", "−"),
        "mark": mark.number if mark else 0,
    }


def _time(chart: Chart, labelled: Sequence[str], colours: Mapping[str, str]) -> Spec:
    """The axis of days or months: as ordered names, so that no browser's time zone moves them."""
    axis = {
        **_source_axis(chart, colours), "values": list(labelled), "labelExpr": "split(datum.label, ' ')", "labelAngle": 0,
        "labelLineHeight": _LINE, "domain": True, "domainColor": colours["axis"], "labelOverlap": "greedy",
    }  # fmt: skip
    return {"field": "when", "type": "ordinal", "sort": None, "axis": axis, "scale": {"paddingInner": 0.18}}


def _source_axis(chart: Chart, colours: Mapping[str, str]) -> Spec:
    """The source line stands under the picture, as the title of its lower axis; a page breaks it to its width."""
    return {
        "title": textwrap.wrap(chart.source_line, 105), "titleAnchor": "start", "titleAlign": "left", "titleFontWeight": "normal",
        "titleFontSize": 11, "titleColor": colours["muted"], "titlePadding": 14, "titleLineHeight": 14, "titleX": -36,
        "grid": False,
    }  # fmt: skip


def _tooltip(name: str, *, extra: tuple[str, str] | None = None) -> list[Spec]:
    rows = [("name", name), *([extra] if extra else []), ("text", "figure"), ("mark", "mark")]
    return [{"field": field, "type": "nominal", "title": word(f"chart.tip_{key}")} for field, key in rows]


def _months(figures: Sequence[Statement]) -> list[date]:
    """The first days of all months from the first drawn to the last, those without a figure too."""
    days = sorted(month(_start(one)).start for one in figures)
    found = [days[0]]
    while found[-1] < days[-1]:
        found.append(month(month(found[-1]).end + DAY).start)
    return found


def _start(one: Statement) -> date:
    assert one.start
    return one.start
