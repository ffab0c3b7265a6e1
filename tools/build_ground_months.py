"""Write ground by month, as measured and as printed, into docs/ground.md.

PYRRHUS_LEDGER=ledger.db python tools/build_ground_months.py
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from pyrrhus.brief.wording import word
from pyrrhus.conflict import conflict
from pyrrhus.errors import NoData
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.view import View
from pyrrhus.measures.chain import Step
from pyrrhus.measures.coverage import months
from pyrrhus.measures.gather import Gathered
from pyrrhus.measures.ground_table import GroundRow, ground_history
from pyrrhus.measures.readings import Convention
from pyrrhus.measures.reconcile import why_ground_differs
from pyrrhus.period import Period

PAGE = Path(__file__).resolve().parents[1] / "docs" / "ground.md"
FIRST, LAST = date(2024, 8, 1), date(2026, 5, 31)
PRINTED = ("isw", "afp", "deepstate", "agentstvo", "black_bird")


def measured(view: View) -> str:
    """Gained, lost and net by month on each daily map, and ISW's net through its areas."""
    asked: list[tuple[str, Convention]] = [
        ("deepstate", "calendar"), ("deepstate", "last_to_last"), ("liveuamap", "calendar"), ("liveuamap", "last_to_last"),
    ]  # fmt: skip
    tables = [
        {row.period.code: row for row in ground_history(view, name, first=FIRST, last=LAST, convention=convention).rows}
        for name, convention in asked
    ]
    heads = [f"{conflict().publisher(name).short}, {convention}" for name, convention in asked]
    rows = [f"| Month | {' | '.join(heads)} | ISW's areas, corrected |", "| --- |" + " --- |" * (len(asked) + 1)]
    for period in months(FIRST, LAST):
        layers = Gathered(view, period).layer_change(period)
        cells = [_row(table[period.code]) for table in tables]
        rows.append(f"| {period.code} | {' | '.join(cells)} | {_number(layers[1].value) if layers else ''} |")
    return "\n".join(rows) + "\n"


def printed(view: View) -> str:
    """Each printed figure against another's, with every term between them."""
    rows = ["| Month | Printed by | km2 | against | km2 | difference | terms |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for period in months(FIRST, LAST):
        told = {name: row for name in PRINTED if (row := _printed(view, name, period))}
        if "isw" in told:
            told.pop("deepstate", None)  # the same chain, from its other end
        rows += told.values()
    return "\n".join(rows) + "\n"


def _printed(view: View, name: str, period: Period) -> str:
    if not any(one.source == name for one in Gathered(view, period).ground_prints(period)):
        return ""
    try:
        found = why_ground_differs(view, name, "deepstate" if name != "deepstate" else "isw", period)
    except NoData:
        return ""
    first, last = found.whole.before, found.whole.after
    terms = "; ".join(_term(one) for one in found.steps)
    short = conflict().publisher
    cells = (
        period.code, short(name).short, _number(first.value), _who(last.source, last.derived_from), _number(last.value),
        _signed(found.whole.term.value), terms,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _who(source: str, derived_from: str) -> str:
    short = conflict().publisher
    return short(source).short if source != "pyrrhus" else f"measured on {short(derived_from).short}'s map"


def _term(one: Step) -> str:
    names = " and ".join(word(f"why_different.names_{name}") for name in one.names)
    most = "up to " if one.term.bound == "under" else ""
    return f"{names} {most}{_signed(one.term.value)}"


def _row(row: GroundRow) -> str:
    if row.net is None:
        return ""
    flags = f" ({', '.join(sorted(row.flags))})" if row.flags else ""
    return f"{_number(row.gained)} / {_number(row.lost)} / {_number(row.net)}{flags}"


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,.1f}".removesuffix(".0").replace("-", "−")


def _signed(value: Decimal | None) -> str:
    return "" if value is None else f"{value:+,.1f}".replace("-", "−")


def written(page: str, view: View) -> str:
    """The page with the tables as they are now."""
    for name, table in (("measured", measured(view)), ("printed", printed(view))):
        part = re.compile(rf"(<!-- ledger: {name} -->\n)(.*?)(<!-- end -->)", re.DOTALL)
        page = part.sub(lambda found, table=table: f"{found[1]}\n{table}\n{found[3]}", page)  # type: ignore[misc]
    return page


if __name__ == "__main__":
    with opened() as view:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), view), encoding="utf-8")
