"""From which day an edition may use a statement."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pyrrhus.statement import Statement

__all__ = ["known_day"]


def known_day(
    statement: Statement,
    *,
    learnt: datetime | None = None,
    path_day: date | None = None,
    seen: datetime | None = None,
) -> date | None:
    """The first of these that exists, as a UTC day.

    Args:
        statement: carries ``published`` and ``published_to``.
        learnt: the commit that brought it to its public repository.
        path_day: the day that its path carries.
        seen: when this ledger first held the bytes.

    Returns:
        None where nothing dates it: such a statement is listed as undated in every edition.
    """
    if learnt:
        return learnt.astimezone(UTC).date()
    return statement.published or statement.published_to or path_day or (seen.astimezone(UTC).date() if seen else None)
