"""Published figures on a war: who said which number, since when, whether it was restated, and whether it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrrhus.brief.api import Brief, brief
    from pyrrhus.errors import PyrrhusError
    from pyrrhus.ledger.desk import Desk, open
    from pyrrhus.measures.ground_table import ground_of as ground_history
    from pyrrhus.statement import Statement

__all__ = ["Brief", "Desk", "PyrrhusError", "Statement", "brief", "ground_history", "open"]

_HOMES = {
    "Brief": "pyrrhus.brief.api",
    "Desk": "pyrrhus.ledger.desk",
    "PyrrhusError": "pyrrhus.errors",
    "Statement": "pyrrhus.statement",
    "ground_history": "pyrrhus.measures.ground_table",
    "open": "pyrrhus.ledger.desk",
}
_OTHER_NAMES = {"ground_history": "ground_of"}


def __getattr__(name: str) -> Any:
    # Nothing is imported before it is asked for, so that the command line starts fast.
    from importlib import import_module

    if name == "brief":
        return import_module("pyrrhus.brief")
    if name not in _HOMES:
        raise AttributeError(f"module 'pyrrhus' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), _OTHER_NAMES.get(name, name))
