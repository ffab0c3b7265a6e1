"""Write what a synced ledger holds, by month and source, into docs/coverage.md.

PYRRHUS_LEDGER=ledger.db python tools/build_holdings.py
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from pyrrhus.conflict import conflict
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.view import View
from pyrrhus.measures.coverage import months
from pyrrhus.period import month

PAGE = Path(__file__).resolve().parents[1] / "docs" / "coverage.md"
FEWEST = 40
"""A source with fewer statements than this has no column of its own."""
PART = re.compile(r"(<!-- ledger: holdings -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def holdings(view: View) -> str:
    """Statements and maps by the month in which their period ends, one column a source that is synced or in a synced list."""
    statements: Counter[tuple[str, str]] = Counter()
    maps: Counter[tuple[str, str]] = Counter()
    printed = {one.id for one in view.printed()}
    for one in view.statements():
        if one.end and one.id not in printed:
            statements[month(one.end).code, one.source] += 1
    for name in view.feeds():
        for day in view.maps(name):
            maps[month(day).code, name] += 1
    number = Counter(name for _, name in statements.elements())
    columns = sorted({name for _, name in maps} | {name for name, count in number.items() if count >= FEWEST})
    rows = [f"| Month | {' | '.join(f'`{name}`' for name in columns)} | others |", "| --- |" + " --- |" * (len(columns) + 1)]
    for period in months(conflict().start, view.as_of):
        cells = []
        for name in columns:
            told = [f"{statements[period.code, name]:,}"] if statements[period.code, name] else []
            told += [f"{maps[period.code, name]} maps"] if maps[period.code, name] else []
            cells.append(", ".join(told))
        others = [f"`{name}` {count}" for (code, name), count in sorted(statements.items()) if code == period.code]
        cells.append(", ".join(one for one in others if one.split("`")[1] not in columns))
        rows.append(f"| {period.code} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def written(page: str, table: str) -> str:
    """The page with the table as it is now."""
    return PART.sub(lambda found: f"{found[1]}\n{table}\n{found[3]}", page)


if __name__ == "__main__":
    with opened() as view:
        table = holdings(view)
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), table), encoding="utf-8")
