"""A period in, a cited document out: evidence gathered, sentences composed over statements, then rendered.

The room and its one act share a name, so the room can be called: ``pyrrhus.brief("2025-01").to_html()``.
"""

from __future__ import annotations

import sys
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyrrhus.brief.api import Brief
    from pyrrhus.period import Period


class _Room(ModuleType):
    """Importing a room binds its name in the package, over any function of that name: hence a module that answers."""

    def __call__(self, period: Period | str, *, as_of: date | str | None = None) -> Brief:
        from pyrrhus.brief.api import brief

        return brief(period, as_of=as_of)


sys.modules[__name__].__class__ = _Room
