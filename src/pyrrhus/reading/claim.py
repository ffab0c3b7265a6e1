"""A claim: a statement that a text makes, and where in the text it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pyrrhus.errors import InputError
from pyrrhus.statement import Statement, plain

__all__ = ["Claim", "Span", "claim_from_json"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a text; offsets count code points of the text as decoded, the end exclusive."""

    text: str
    start_char: int
    end_char: int

    def as_json(self) -> dict[str, Any]:
        """The three fields."""
        return {"text": self.text, "start_char": self.start_char, "end_char": self.end_char}


@dataclass(frozen=True, slots=True)
class Claim:
    """One quantitative statement of a text.

    ``span`` is the number and its adjoining unit, or the words that carry a claim without a number. ``said`` is what is
    said, under the vocabulary's fields, with ``unattributed`` as source where the text names nobody. ``also`` are spans
    that repeat it in another unit; ``source_as_written`` is a named source without an id, ``source_also`` further sources
    of the same number.
    """

    span: Span
    said: Statement
    also: tuple[Span, ...] = ()
    source_as_written: str = ""
    source_also: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Every key of a label, null where nothing is known, numbers as :class:`~decimal.Decimal`, days as ISO text."""
        made: dict[str, Any] = {**self.span.as_json()}
        for key in _SAID:
            value = getattr(self.said, "class_" if key == "class" else key)
            if isinstance(value, date):
                value = value.isoformat()
            elif isinstance(value, frozenset):
                value = sorted(value)
            made[key] = None if value in ("", []) else value
        made["also"] = [span.as_json() for span in self.also]
        made["source_as_written"] = self.source_as_written or None
        made["source_also"] = list(self.source_also) or None
        made["truth_note"] = None
        return made


_SAID: Final = (
    "kind", "metric", "basis", "party", "source", "relayed_by", "derived_from", "low", "value", "high", "bound", "unit",
    "unit_as_written", "start", "end", "place", "rank", "direction", "vs_start", "vs_end", "vs_source", "of", "includes",
    "class", "subgroup",
)  # fmt: skip
_DAYS: Final = ("start", "end", "vs_start", "vs_end")
_NUMBERS: Final = ("low", "value", "high")


def claim_from_json(label: Mapping[str, Any], *, where: str) -> Claim:
    """A label of a labelled text as a claim; unknown keys are passed over, null and absent are the same.

    Args:
        label: one object of ``claims``.
        where: file and claim, for the message.

    Raises:
        InputError: for a label without a span or without a field that every claim has, or a day or number that is none.
    """
    fields: dict[str, Any] = {}
    try:
        for key in _SAID:
            value = label.get(key)
            if value is None:
                continue
            if key in _DAYS:
                value = date.fromisoformat(value)
            elif key in _NUMBERS:
                value = Decimal(plain(Decimal(str(value))))
            elif key == "includes":
                value = frozenset(value)
            fields["class_" if key == "class" else key] = value
        return Claim(
            _span(label), Statement(**fields), tuple(_span(one) for one in label.get("also") or ()),
            label.get("source_as_written") or "", tuple(label.get("source_also") or ()),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        raise InputError(f"expected a label with the keys of a claim, {fault} is missing or wrong", where=where) from fault


def _span(label: Mapping[str, Any]) -> Span:
    return Span(label["text"], label["start_char"], label["end_char"])
