"""The library's front door: what is known, as of a day."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pyrrhus.errors import InputError
from pyrrhus.ledger.opened import opened
from pyrrhus.period import Period, parse_day, parse_period
from pyrrhus.statement import Statement

if TYPE_CHECKING:
    import polars

__all__ = ["Desk", "open"]


class Desk:
    """The ledger and the shipped figures as of a day; closes its ledger when it is closed or left."""

    def __init__(self, as_of: date | str | None = None) -> None:
        day = parse_day(as_of, what="day for as_of") if isinstance(as_of, str) else as_of
        self._stack = ExitStack()
        self.view = self._stack.enter_context(opened(day))

    @property
    def as_of(self) -> date:
        """The day whose knowledge this is; without one asked for, the newest day that anything was known."""
        return self.view.as_of

    def statements(
        self,
        *,
        source: str | None = None,
        metric: str | None = None,
        basis: str | None = None,
        party: str | None = None,
        kind: str | None = None,
        period: Period | str | None = None,
    ) -> list[Statement]:
        """The statements visible as of the day, newest vintage of each, in a stable order.

        Args:
            source: id of who counted.
            metric: what is counted.
            basis: for ground: net, gained, lost or unstated.
            party: whose losses or ground.
            kind: how the number relates to its period.
            period: holds the whole period of a statement, or the end of a running total or level.

        Raises:
            InputError: for a source that nothing here comes from, or a period that cannot be read.
        """
        if source and source not in self.view.sources():
            known = ", ".join(sorted(self.view.sources()))
            raise InputError(f"no source {source[:40]!r} here; there are: {known}")
        asked = parse_period(period) if isinstance(period, str) else period
        return self.view.statements(source=source, metric=metric, basis=basis, party=party, kind=kind, period=asked)

    def frame(self, statements: list[Statement]) -> polars.DataFrame:
        """Statements as a frame: one row each, the vocabulary's fields as columns, days as dates, numbers as decimals."""
        from pyrrhus.ledger.export import frame

        return frame(statements)

    def close(self) -> None:
        """Close the ledger."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # The ledger words what went wrong while it was read.
        self._stack.__exit__(kind, error, trace)


def open(as_of: date | str | None = None) -> Desk:
    """Open what is known as of a day (ISO text or a date); without one, all of it."""
    return Desk(as_of)
