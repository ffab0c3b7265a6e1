"""Reading: a text in, statements with spans out. Knows no ledger."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyrrhus.reading.claim import Claim, Span
    from pyrrhus.reading.numbers import Quantity, quantities
    from pyrrhus.reading.read import Reading, read_text

__all__ = ["Claim", "Quantity", "Reading", "Span", "quantities", "read_text"]

_HOME = {
    "Claim": "claim",
    "Quantity": "numbers",
    "Reading": "read",
    "Span": "claim",
    "quantities": "numbers",
    "read_text": "read",
}


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that importing this room loads no word list (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
