"""A check as JSON, in the shape of the contract; odd characters stand in it as escapes."""

from __future__ import annotations

from typing import Any

from pyrrhus.judging.api import Check
from pyrrhus.judging.visible import json_safe
from pyrrhus.ledger.export import dumps

__all__ = ["to_json", "value"]


def to_json(check: Check) -> str:
    """``published``, ``as_of``, ``claims``; ``notes`` only where the language was noted too."""
    return json_safe(dumps(value(check)))


def value(check: Check) -> dict[str, Any]:
    """The same as values."""
    made: dict[str, Any] = {
        "published": check.published.isoformat(),
        "as_of": check.as_of.isoformat(),
        "claims": [one.as_json() for one in check.in_file()],
    }
    if check.notes:
        made["notes"] = [one.as_json() | check.original(one.span).as_json() for one in check.notes]
    return made
