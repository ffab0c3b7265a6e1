"""From which day an edition may use a statement."""

from __future__ import annotations

from datetime import UTC, date, datetime

__all__ = ["known_day"]


def known_day(
    *,
    learnt: datetime | None = None,
    published: date | None = None,
    published_to: date | None = None,
    path_day: date | None = None,
    seen: datetime | None = None,
) -> date | None:
    """The first of these that exists, as a UTC day.

    Args:
        learnt: the commit that brought it to its public repository.
        published: the author's day.
        published_to: the latest that day can be.
        path_day: the day that its path carries.
        seen: when this ledger first held the bytes.

    Returns:
        None where nothing dates it: such a statement is listed as undated in every edition.
    """
    if learnt:
        return learnt.astimezone(UTC).date()
    return published or published_to or path_day or (seen.astimezone(UTC).date() if seen else None)
