"""What ``pyrrhus measure rank``, ``record``, ``streak`` and ``trend`` print: sentences and a table, rows of a csv, and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from pyrrhus.brief.figures import bare, ordinal
from pyrrhus.cli.rows import Told, capital, cells_of, grid, ids_of, shown, span, who
from pyrrhus.measures.standing import Row, Standing
from pyrrhus.period import Period, month
from pyrrhus.statement import Statement, plain

__all__ = ["standings"]

_WHY: Final = {
    "conventions": "it depends on which days are counted",
    "corrections": "it depends on whether corrections entered in the month for earlier days are counted",
    "stand_in": "another day's reading stands in for a missing one",
    "tie": "another month has the same figure",
    "short": "the series has only one month",
    "not_positive": "the earlier figure is not above zero",
}


def standings(found: Sequence[Standing]) -> Told:
    """What each series says of the period, and the figures of both day conventions behind it."""
    what = found[0].what
    columns = {
        "rank": ("Who", "days", "Month", "Figure", "Rank", "by daily mean", "Beside", "its figure", "% under", ""),
        "record": ("Who", "days", "Record", "Figure", "Rank", "by daily mean", "Next", "its figure", "% under", ""),
        "streak": ("Who", "days", "Month", "Figure", "Months in a row", "", "", "", "", ""),
        "trend": ("Who", "days", "Period", "Figure", "% change", "", "Against", "its figure", "", ""),
    }[what]
    cells = [_standing_cells(row) for one in found for row in one.rows]
    parts: list[object] = [*(_sentence(one) for one in found), "", grid(columns, cells, right=(3, 4, 5, 7, 8))]
    rows = [_standing_row(one, row) for one in found for row in one.rows]
    value = {"what": what, "metric": found[0].metric, "period": span(found[0].period), "as_of": found[0].as_of}
    value["series"] = [_standing(one) for one in found]
    used = [part for one in found for row in one.rows for part in _parts(row)]
    used += [one.mark for one in found if one.mark is not None]
    return Told(parts, list(rows[0]), rows, value, used, found[0].as_of)


def _sentence(one: Standing) -> str:
    row, when = one.rows[0], one.period.name
    name = capital(who(row.of))
    if one.why == "below":
        return f"{name}: no streak; the daily mean of {when} was not above the mark."
    if one.answer is None:
        return f"{name}: no {one.what} is given for {when}: {_WHY[one.why]}."
    noted = " It rests on a map or reading that stands in for a missing day." if "stand_in" in one.answer.flags else ""
    return f"{name}: {_said(one, row)}.{noted}"


def _said(one: Standing, row: Row) -> str:
    when, since = one.period.name, f"{one.since:%B %Y}" if one.since else ""
    answer = one.answer
    assert answer is not None
    if one.what == "rank":
        place = ordinal(answer)
        told = f"{when} is the {place.text} month" if place else f"{when} is number {answer.rank} from the highest"
        return f"{told} since {since}, at {shown(row.of)}{_beside(row, first=answer.rank == 1)}"
    if one.what == "record":
        return f"the highest month from {since} to {when} is {_month(row.of)}, at {shown(row.of)}{_beside(row, first=True)}"
    if one.what == "streak":
        all_of_it = ", as far back as the series goes" if answer.start == one.since else ""
        mark = f"{Decimal(plain(one.mark.value or Decimal(0))):,f}" if one.mark else ""
        run = f"{bare(answer).text} months in a row had a daily mean above {mark}"
        return f"up to {when}, {run}, since {answer.start:%B %Y}{all_of_it}"
    assert row.against is not None
    when, then = one.period.when, _period(row.against).when
    if answer.direction == "same":
        return f"about the same {when} as {then}"
    return f"{bare(answer).text} % {'higher' if answer.direction == 'up' else 'lower'} {when} than {then}"


def _beside(row: Row, *, first: bool) -> str:
    if row.against is None or row.margin is None:
        return ""
    if first:
        return f"; the next, {_month(row.against)}, is {shown(row.margin)} % under it"
    return f", {shown(row.margin)} % under {_month(row.against)}, the highest"


def _month(one: Statement) -> str:
    return f"{one.start:%B %Y}" if one.start else ""


def _period(one: Statement) -> Period:
    """The days that it covers, as a month where they are one."""
    assert one.start and one.end
    whole = month(one.start)
    return whole if (one.start, one.end) == (whole.start, whole.end) else Period(one.start, one.end)


def _standing_cells(row: Row) -> tuple[str, ...]:
    trend = row.figure is not None and row.figure.kind == "trend"
    sign = {"up": "+", "down": "−"}.get(row.figure.direction, "") if trend and row.figure else ""
    flags = row.of.flags | (row.figure.flags if row.figure else frozenset())
    return (
        who(row.of), row.convention or "as printed", _period(row.of).name, shown(row.of), f"{sign}{shown(row.figure)}",
        shown(row.by_day),
        _period(row.against).name if row.against else "", shown(row.against), shown(row.margin), ", ".join(sorted(flags)),
    )  # fmt: skip


def _parts(row: Row) -> list[Statement]:
    return [part for part in (row.figure, row.of, row.against, row.margin, row.by_day) if part is not None]


def _standing(one: Standing) -> dict[str, Any]:
    made: dict[str, Any] = {"source": one.source, **ids_of(answer=one.answer, mark=one.mark), "why": one.why}
    made |= {name: day for name, day in (("since", one.since), ("until", one.until)) if day}
    made["rows"] = [
        {
            "convention": row.convention,
            **ids_of(figure=row.figure, of=row.of, against=row.against, margin=row.margin, by_day=row.by_day),
        }
        for row in one.rows
    ]
    return made


def _standing_row(one: Standing, row: Row) -> dict[str, str]:
    return {
        "what": one.what, "source": one.source, "agreed": "yes" if one.answer is not None else "no", "why": one.why,
        "convention": row.convention, **cells_of("figure", row.figure),
        "direction": row.figure.direction if row.figure else "", **cells_of("of", row.of), **cells_of("against", row.against),
        **cells_of("margin", row.margin), **cells_of("by_day", row.by_day), "series_start": str(one.since or ""),
        "series_end": str(one.until or ""),
    }  # fmt: skip
