"""The brief's pictures as Vega-Lite specifications: the finding as title, direct labels, the source line inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrrhus.brief.contents.losses import LossFindings
from pyrrhus.brief.document import Chart, Document
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.wording import word
from pyrrhus.measures.chain import Step
from pyrrhus.measures.flows import increases, mean_per_day
from pyrrhus.period import DAY, day_name, month
from pyrrhus.statement import Statement

if TYPE_CHECKING:
    import altair

__all__ = ["charts", "specification"]

MONTHS_SHOWN = 24
DAYS_SHOWN = 92


def charts(evidence: Evidence, found: LossFindings, steps: list[Step]) -> list[Chart]:
    """What is drawn for a period; a picture without data is none."""
    source = word("chart.source_daily", day=day_name(evidence.as_of))
    made = []
    if evidence.period.days <= DAYS_SHOWN:
        days = increases(evidence.totals, evidence.period)
        rows = tuple(one for day, one in days.items() if day not in evidence.jumps)
        if len(rows) > 1:
            made.append(Chart("daily", "daily", word("chart.daily", period=evidence.period.name), source, rows))
    means = tuple(mean_per_day(one) for one in found.months[-MONTHS_SHOWN:])
    if len(means) > 1:
        made.append(Chart("monthly", "monthly", word("chart.monthly"), source, means))
    ground = _ground(evidence)
    if len(ground) > 1:
        makers = sorted({name for name, _ in ground})
        line = word("chart.source_ground", who=", ".join(makers), day=day_name(evidence.as_of))
        groups, figures = zip(*ground, strict=True)
        made.append(Chart("ground", "ground", word("chart.ground"), line, figures, groups))
    if steps:
        ends = (evidence.short(_maker(steps[0].before)), evidence.short(_maker(steps[-1].after)))
        line = word("chart.source_ground", who=", ".join(dict.fromkeys(ends)), day=day_name(evidence.as_of))
        title = word("chart.chain", first_who=ends[0], last_who=ends[1])
        terms = tuple(one.term for one in steps)
        names = tuple(", ".join(word(f"why_different.names_{name}") for name in one.names) for one in steps)
        made.append(Chart("chain", "chain", title, line, (steps[0].before, *terms, steps[-1].after), ("", *names, "")))
    return made


def specification(chart: Chart, document: Document) -> dict[str, Any]:
    """The Vega-Lite specification of a chart as a JSON value."""
    import altair as alt

    draw = {"daily": _daily, "monthly": _monthly, "ground": _lines, "chain": _waterfall}[chart.kind]
    picture = draw(alt, chart, document).properties(width="container", height=260)
    spec: dict[str, Any] = picture.to_dict()
    spec.pop("$schema", None)
    return spec


def _ground(evidence: Evidence) -> list[tuple[str, Statement]]:
    """Each month up to the period's: printed and measured km2 by counter."""
    last = month(evidence.period.end)
    found: list[tuple[str, Statement]] = []
    one = last
    for _ in range(MONTHS_SHOWN):
        if one.start < evidence.of.start:
            break
        for print_ in evidence.ground_prints(one):
            if print_.source in ("isw", "afp", "deepstate", "agentstvo", "uk_mod") and print_.basis != "lost":
                found.append((f"{evidence.short(print_.source)}, printed", print_))
        layers = evidence.layer_change(one)
        if layers and "so_far" not in layers[1].flags:
            found.append(("ISW's layers, corrected", layers[1]))
        maps = evidence.maps.change(one)
        if maps and "so_far" not in maps.net.flags:
            found.append(("DeepState's maps, net", maps.net))
        one = month(one.start - DAY)
    return found[::-1]


def _maker(one: Statement) -> str:
    return one.derived_from if one.source == "pyrrhus" else one.source


def _value(one: Statement) -> float:
    return float(one.value or 0)


def _mark(one: Statement, document: Document) -> str:
    mark = document.marks.get(one.id)
    return f"[{mark.number}]" if mark else ""


def _rows(chart: Chart, document: Document) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id, "start": str(one.start), "end": str(one.end), "value": _value(one), "mark": _mark(one, document),
            "group": chart.groups[number] if chart.groups else "",
        }
        for number, one in enumerate(chart.figures)
    ]  # fmt: skip


def _daily(alt: Any, chart: Chart, document: Document) -> altair.Chart:
    data = alt.Data(values=_rows(chart, document))
    return (
        alt.Chart(data)
        .mark_bar(color="#4c6a92")
        .encode(
            x=alt.X("start:T", timeUnit="utcyearmonthdate", title=None, axis=alt.Axis(format="%-d %b", grid=False)),
            y=alt.Y("value:Q", title="casualties a day"),
            tooltip=[
                alt.Tooltip("start:N", title="day"),
                alt.Tooltip("value:Q", format=",.0f"),
                alt.Tooltip("mark:N", title="evidence"),
            ],
        )
    )


def _monthly(alt: Any, chart: Chart, document: Document) -> altair.Chart:
    rows = _rows(chart, document)
    for row in rows:
        row["this"] = row["start"] == str(month(document.period.end).start)
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=alt.X(
                "start:T",
                timeUnit="utcyearmonth",
                title=None,
                axis=alt.Axis(format="%b %Y", grid=False, labelAngle=-40),
            ),
            y=alt.Y("value:Q", title="casualties a day, mean"),
            color=alt.condition("datum.this", alt.value("#b3382c"), alt.value("#4c6a92")),
            tooltip=[
                alt.Tooltip("start:N", title="month from"),
                alt.Tooltip("value:Q", format=",.0f"),
                alt.Tooltip("mark:N", title="evidence"),
            ],
        )
    )


def _lines(alt: Any, chart: Chart, document: Document) -> altair.LayerChart:
    base = alt.Chart(alt.Data(values=_rows(chart, document))).encode(
        x=alt.X("start:T", timeUnit="utcyearmonth", title=None, axis=alt.Axis(format="%b %Y", grid=False, labelAngle=-40)),
        y=alt.Y("value:Q", title="km2 a month"),
        color=alt.Color("group:N", title=None, legend=alt.Legend(orient="bottom", columns=3, labelLimit=240)),
        tooltip=[
            "group:N",
            alt.Tooltip("start:N", title="month from"),
            alt.Tooltip("value:Q", format=",.1f"),
            alt.Tooltip("mark:N", title="evidence"),
        ],
    )
    return base.mark_line(strokeWidth=1.5) + base.mark_point(filled=True, size=45)


def _waterfall(alt: Any, chart: Chart, document: Document) -> altair.LayerChart:
    """Steps from the first figure to the last; each step hangs between the two figures it lies between."""
    rows = _rows(chart, document)
    level = 0.0
    bars = []
    ends = (rows[0], rows[-1])
    for number, row in enumerate(rows):
        is_end = row in ends
        low, high = (0.0, row["value"]) if is_end else (level, level + row["value"])
        name = _who_of(chart.figures[number]) if is_end else row["group"]
        kind = "figure" if is_end else ("unexplained" if "unexplained" in name or "within" in name else "step")
        level = row["value"] if number == 0 else (level if is_end else high)
        label = f"{row['value']:,.1f}" if is_end else f"{row['value']:+,.1f}"
        bars.append(
            {
                **row,
                "name": f"{number}|{name}",
                "low": min(low, high),
                "high": max(low, high),
                "kind": kind,
                "label": label,
            }
        )
    base = alt.Chart(alt.Data(values=bars)).encode(
        x=alt.X(
            "name:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelAngle=0, labelLimit=110, labelExpr="split(split(datum.label, '|')[1], ' ')", grid=False),
        ),
        tooltip=[
            alt.Tooltip("group:N", title="step"),
            alt.Tooltip("value:Q", format=",.1f", title="km2"),
            alt.Tooltip("mark:N", title="evidence"),
        ],
    )
    colours = alt.Scale(domain=["figure", "step", "unexplained"], range=["#4c6a92", "#c08a3e", "#7a7a7a"])
    body = base.mark_bar(size=44).encode(
        y=alt.Y("low:Q", title="km2"),
        y2="high:Q",
        color=alt.Color("kind:N", scale=colours, title=None, legend=alt.Legend(orient="bottom")),
    )
    return body + base.mark_text(dy=-7, fontSize=12).encode(y="high:Q", text="label:N")


def _who_of(one: Statement) -> str:
    from pyrrhus.conflict import conflict

    told = conflict().publisher(_maker(one)).short
    return told if one.source != "pyrrhus" else f"{told} maps"
