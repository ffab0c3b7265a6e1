"""Small statements for tests: a running total that grows as told, and areas."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pyrrhus.measures.readings import Readings
from pyrrhus.statement import Statement


def total(day: date, value: int, **said: Any) -> Statement:
    """The running total of a bulletin."""
    made: dict[str, Any] = {
        "source": "ua_general_staff", "metric": "casualties", "kind": "cumulative", "unit": "persons", "party": "russia",
        "value": Decimal(value), "start": date(2022, 2, 24), "end": day, "published": day, "known": day, "evidence": "bytes",
    }  # fmt: skip
    return Statement(**(made | said))


def totals(first: date, increases: list[int], *, base: int = 0, missing: tuple[date, ...] = ()) -> Readings:
    """Totals from ``first`` on, the day after each rising by the next increase; some days left out."""
    rows, value = [total(first, base)], base
    for number, increase in enumerate(increases, 1):
        value += increase
        rows.append(total(first + timedelta(days=number), value))
    return Readings((row for row in rows if row.end not in missing), "day_before")


def area(source: str, value: str, start: date, end: date, **said: Any) -> Statement:
    """A printed change of ground."""
    made: dict[str, Any] = {
        "source": source, "metric": "ground", "kind": "flow", "unit": "km2", "party": "russia", "basis": "unstated",
        "value": Decimal(value), "start": start, "end": end, "published": end, "known": end, "evidence": "excerpt",
    }  # fmt: skip
    return Statement(**(made | said))
