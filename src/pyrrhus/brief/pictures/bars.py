"""Kyiv's count as bars: of the days of a period, of the months up to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyrrhus.brief.document import Chart, Document
from pyrrhus.brief.pictures.parts import Spec, datum, first_day, time_axis, tooltip
from pyrrhus.period import day_name, month

__all__ = ["daily", "monthly"]


def daily(chart: Chart, document: Document, colours: Mapping[str, str]) -> Spec:
    """A bar a day; the highest stands out."""
    rows = [
        {**datum(one, document), "when": f"{first_day(one).day} {first_day(one):%b}", "name": day_name(first_day(one))}
        for one in chart.figures
    ]
    highest = max(row["value"] for row in rows)
    for row in rows:
        row["accent"] = row["value"] == highest
        row["label"] = row["text"] if row["accent"] else ""
    step = 1 if len(rows) <= 10 else 5 if len(rows) <= 40 else 14
    return _bars(rows, chart, colours, rows[::step])


def monthly(chart: Chart, document: Document, colours: Mapping[str, str]) -> Spec:
    """A bar a month; those of the period stand out, and the highest is labelled beside them."""
    period = document.period
    rows: list[Spec] = []
    for one in chart.figures:
        ours = first_day(one) <= period.end and month(first_day(one)).end >= period.start
        about = {"when": f"{first_day(one):%b %Y}", "name": month(first_day(one)).name, "accent": ours, "label": ""}
        rows.append({**datum(one, document), **about})
    last = max((number for number, row in enumerate(rows) if row["accent"]), default=len(rows) - 1)
    highest = max(range(len(rows)), key=lambda number: rows[number]["value"])
    for number in (last, highest):
        if number == last or abs(number - last) > 2:
            rows[number]["label"] = rows[number]["text"]
    quarters = [row for one, row in zip(chart.figures, rows, strict=True) if first_day(one).month % 3 == 1]
    return _bars(rows, chart, colours, quarters if len(rows) > 6 else rows)


def _bars(rows: list[Spec], chart: Chart, colours: Mapping[str, str], labelled: Sequence[Spec]) -> Spec:
    return {
        "data": {"values": rows},
        "encoding": {
            "x": time_axis(chart, [row["when"] for row in labelled], colours),
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
                    "tooltip": tooltip("when_daily" if chart.kind == "daily" else "when_monthly"),
                },
            },
            {
                "transform": [{"filter": "datum.label"}],
                "mark": {"type": "text", "dy": -8, "fontWeight": 600},
                "encoding": {"text": {"field": "label"}},
            },
        ],
    }  # fmt: skip
