"""A statement against the ledger: evidence, arithmetic, verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrrhus.judging.judge import judge
    from pyrrhus.judging.verdicts import Judgement

__all__ = ["Judgement", "judge"]


def __getattr__(name: str) -> Any:
    if name == "judge":
        from pyrrhus.judging.judge import judge

        return judge
    if name == "Judgement":
        from pyrrhus.judging.verdicts import Judgement

        return Judgement
    raise AttributeError(name)
