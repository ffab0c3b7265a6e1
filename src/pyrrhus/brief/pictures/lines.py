"""Ground by month: measured series as lines, printed figures as single signs, each named beside its newest value."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from pyrrhus.brief.document import Chart, Document
from pyrrhus.brief.pictures.parts import LINE, Spec, datum, first_day, time_axis, tooltip
from pyrrhus.period import DAY, month
from pyrrhus.statement import Statement

__all__ = ["ground"]

TALL: Final = 340
"""Pixels of the plot; the names beside it need the room."""
_FAMILIES: Final = ("first", "second", "third", "other")
_SHAPES: Final = ("circle", "diamond", "square", "triangle-up", "cross")


def ground(chart: Chart, document: Document, colours: Mapping[str, str]) -> Spec:
    """Measured series as lines that break where a month is missing, printed figures as points; coloured by whose map."""
    months = _months(chart.figures)
    looks = _looks(chart, colours)
    rows = [
        {**datum(one, document), **looks[name], "when": f"{first_day(one):%b %Y}", "name": name, "of": month(first_day(one)).name}
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
    x = time_axis(chart, [f"{first:%b %Y}" for first in months if first.month % 3 == 1 or len(months) < 6], colours)
    x["axis"]["domain"] = False
    x["scale"] = {"domain": [f"{first:%b %Y}" for first in months], "padding": 0.5}
    return {
        "data": {"values": rows},
        "height": TALL,
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
                "encoding": {**paint, "shape": shape, "tooltip": tooltip("who", extra=("of", "when_monthly"))},
            },
            {
                "data": {"values": labels},
                "mark": {"type": "point", "filled": True, "size": 52, "opacity": 1, "xOffset": 16},
                "encoding": {"x": {"value": "width"}, "color": paint["color"], "shape": shape},
            },
            {
                "data": {"values": labels},
                "mark": {
                    "type": "text", "align": "left", "baseline": "middle", "xOffset": 25, "fontSize": 11, "lineHeight": LINE,
                },
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
    pixel = (high - low) / TALL
    heights = [(len(text) * LINE + 5) * pixel for text in texts]
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
    made: list[Spec] = []
    for start, _, count in runs:
        for _ in range(count):
            number = len(made)
            start += heights[number]
            made.append({**ordered[number], "value": start - (LINE + 5) / 2 * pixel, "text": texts[number]})  # its first line
    return made


def _months(figures: Sequence[Statement]) -> list[date]:
    """The first days of all months from the first drawn to the last, those without a figure too."""
    days = sorted(month(first_day(one)).start for one in figures)
    found = [days[0]]
    while found[-1] < days[-1]:
        found.append(month(month(found[-1]).end + DAY).start)
    return found
