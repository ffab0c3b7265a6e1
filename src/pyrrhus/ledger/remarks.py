"""Where a statement stands, with its days taken out, so that a thousand rows of one column share one text."""

from __future__ import annotations

from datetime import date

__all__ = ["filled", "template"]


def template(where: str, end: date | None, start: date | None, published: date | None) -> str:
    """The place with ``{end}``, ``{start}`` or ``{published}`` for the statement's days."""
    for name, day in (("{end}", end), ("{start}", start), ("{published}", published)):
        if day is not None:
            where = where.replace(day.isoformat(), name)
    return where


def filled(where: str, end: date | None, start: date | None, published: date | None) -> str:
    """The place again, with the statement's days."""
    for name, day in (("{end}", end), ("{start}", start), ("{published}", published)):
        if day is not None and name in where:
            where = where.replace(name, day.isoformat())
    return where
