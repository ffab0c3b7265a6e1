"""Read a text: every quantitative statement about losses and ground in it, as claims with spans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pyrrhus.conflict import conflict
from pyrrhus.reading.claim import Claim
from pyrrhus.reading.periods import Calendar
from pyrrhus.reading.resolve import Rejected, resolved
from pyrrhus.reading.view import view_of
from pyrrhus.reading.words import words_of

__all__ = ["Reading", "Rejected", "read_text"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text states: ``claims`` in order of their spans, and the numbers that are none, each with its reason."""

    published: date
    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]

    def as_json(self) -> dict[str, Any]:
        """The contract's shape: the day and all claims, every key of a label in each."""
        return {"published": self.published.isoformat(), "claims": [one.as_json() for one in self.claims]}


def read_text(text: str, *, published: date, publisher: str | None = None, language: str | None = None) -> Reading:
    """Find every quantitative statement about the losses of a party and about ground.

    Args:
        text: the text; spans of the claims point into it, in code points.
        published: the day of publication, from which "yesterday" and "in January" are counted.
        publisher: the id of the source whose own text it is, where it is one's.
        language: ``en``, ``uk`` or ``ru``; found from the text where it is not told.

    Raises:
        InputError: for a text in another language.
    """
    words = words_of("en")
    told = conflict()
    calendar = Calendar(published, told.start, words.events)
    view = view_of(text, words, calendar)
    claims, rejected = resolved(view, publisher)
    claims.sort(key=lambda one: (one.span.start_char, one.span.end_char))
    return Reading(published, tuple(claims), tuple(rejected))
