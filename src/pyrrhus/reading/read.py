"""Read a text: every quantitative statement about losses and ground in it, as claims with spans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pyrrhus.conflict import conflict
from pyrrhus.errors import InputError
from pyrrhus.reading.claim import Claim, Span
from pyrrhus.reading.clean import Cleaned, clean, cleaned_text
from pyrrhus.reading.language import readable_language
from pyrrhus.reading.periods import Calendar, about_year
from pyrrhus.reading.published import published_of
from pyrrhus.reading.resolve import Rejected, resolved
from pyrrhus.reading.view import view_of
from pyrrhus.reading.words import words_of

__all__ = ["Reading", "Rejected", "read_document", "read_text"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text states: ``claims`` in order of their spans, and the numbers that are none, each with its reason.

    ``published`` is the day from which periods were counted, ``how`` where it was read; ``source`` is the text that spans
    point into, ``language`` its code.
    """

    published: date
    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]
    how: str = "told"
    source: str = ""
    language: str = "en"

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
    return _read(cleaned_text(text), published, "told", publisher, language, "")


def read_document(
    data: bytes | str, *, name: str = "", published: date | None = None, publisher: str | None = None, language: str | None = None
) -> Reading:
    """Read a file: a text, a page or Markdown; see :func:`read_text`. Spans point into its bytes decoded as UTF-8.

    Args:
        data: the bytes.
        name: the file's name, for its form and for messages.
        published: the day of publication; read from the page or its dateline where it is not told.
        publisher: see :func:`read_text`.
        language: see :func:`read_text`.

    Raises:
        InputError: for bytes that are no text, a text in another language, or one whose day is neither told nor found.
    """
    cleaned = clean(data, name=name)
    how = "told"
    if published is None:
        published, how = published_of(cleaned)
        if published is None:
            raise InputError(
                f"the day of publication is not known ({how})", where=name, remedy="give it with --published YYYY-MM-DD"
            )
    return _read(cleaned, published, how, publisher, language, name)


def _read(cleaned: Cleaned, published: date, how: str, publisher: str | None, language: str | None, name: str) -> Reading:
    code = language or readable_language(cleaned.text, where=name)
    words = words_of(code)
    calendar = Calendar(published, conflict().start, words.events, about_year(cleaned.text, published))
    claims, rejected = resolved(view_of(cleaned.text, words, calendar), publisher)
    claims.sort(key=lambda one: (one.span.start_char, one.span.end_char))
    if cleaned.text is not cleaned.source:
        place = _placing(cleaned)
        claims = [replace(one, span=place(one.span), also=tuple(place(span) for span in one.also)) for one in claims]
        rejected = [replace(one, span=place(one.span)) for one in rejected]
    return Reading(published, tuple(claims), tuple(rejected), how, cleaned.source, code)


def _placing(cleaned: Cleaned) -> Callable[[Span], Span]:
    def place(span: Span) -> Span:
        start, end = cleaned.original(span.start_char, span.end_char)
        return Span(cleaned.source[start:end], start, end)

    return place
