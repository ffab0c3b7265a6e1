"""A ledger in memory: statements with the times between which they stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pyrrhus.ledger.corrections import Correction
from pyrrhus.ledger.view import MapVersion, View, visible
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

DEATHS = load_source("economist").page("output-data/tracker/meta-estimate-deaths.csv")


class Kept:
    """A store of these statements."""

    def __init__(self, statements: list[Statement], feeds: frozenset[str]) -> None:
        self.statements, self._feeds = statements, feeds

    def feeds(self) -> frozenset[str]:
        return self._feeds

    def sources(self) -> frozenset[str]:
        return frozenset(one.source for one in self.statements)

    def newest_known(self) -> date | None:
        return max((one.known for one in self.statements if one.known), default=None)

    def intervals(
        self, source: str, metric: str | None, *, without: frozenset[str] = frozenset(), as_of: date | None = None
    ) -> Iterator[Statement]:
        rows = (one for one in self.statements if one.source == source and metric in (None, one.metric))
        yield from (one for one in rows if as_of is None or visible(one, as_of))

    def find(self, prefix: str, *, without: frozenset[str] = frozenset()) -> Iterator[Statement]:
        yield from (one for one in self.statements if one.id.startswith(prefix))

    def corrections(self) -> list[Correction]:
        return []

    def maps(self, source: str) -> Iterator[MapVersion]:
        yield from ()


def kept(*statements: Statement, printed: tuple[Statement, ...] = (), as_of: date | None = None) -> View:
    """A view of these statements, of whatever feeds they are."""
    feeds = frozenset({"economist", "isw", "ua_general_staff", "meduza", "deepstate"})
    return View([Kept(list(statements), feeds)], printed, as_of)


def estimate(day: date, value: int, low: int, high: int, learnt: str, withdrawn: str = "", **said: Any) -> Statement:
    """An estimate of the dead to a day, as a version of its file told it; withdrawn by a later one."""
    made: dict[str, Any] = {
        "source": "economist", "metric": "killed", "kind": "cumulative", "unit": "persons", "party": "russia", "page": DEATHS,
        "start": date(2022, 2, 24), "end": day, "low": Decimal(low), "value": Decimal(value), "high": Decimal(high),
        "range_is": "confidence", "evidence": "bytes", "learnt": at(learnt), "known": at(learnt).date(),
        "withdrawn": at(withdrawn) if withdrawn else None,
    }  # fmt: skip
    return Statement(**(made | said))


def at(text: str) -> datetime:
    """A moment, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def both(one: Statement, low: int, high: int) -> list[Statement]:
    """The statement with its confidence interval, and with a prediction interval."""
    return [one, replace(one, range_is="prediction", low=Decimal(low), high=Decimal(high))]
