"""A finished brief, read by our own reader: a sentence whose figures are not found again is dropped and named.

Each number that a reader would find in a sentence must be one of the sentence's statements, in its unit; and each
statement's number must be found. So a template with a number of its own, a wrong unit or two figures run together is
caught before anybody reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from pyrrhus.brief.document import Document, Figure, Sentence, text_of
from pyrrhus.brief.wording import word
from pyrrhus.reading import Quantity, quantities
from pyrrhus.statement import Statement

__all__ = ["fault_of", "self_checked"]

_COUNTED_AS_WORDS: Final = frozenset({"one", "two"})
"""Number words that name what there is, as in "one count is held" and "the two sides"."""
_ROUNDED: Final = Decimal("0.5")


def self_checked(document: Document) -> Document:
    """The document without the sentences that fail, each of them among ``dropped`` with the reason."""
    dropped: list[tuple[str, str]] = []

    def kept(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
        for sentence in sentences:
            why = fault_of(sentence)
            if why:
                dropped.append((text_of(sentence).strip(), why))
            else:
                yield sentence

    standfirst = tuple(kept(document.standfirst))
    sections = tuple(
        replace(section, paragraphs=tuple(paragraph for one in section.paragraphs if (paragraph := tuple(kept(one)))))
        for section in document.sections
    )
    if not dropped:
        return document
    return replace(document, standfirst=standfirst, sections=sections, dropped=(*document.dropped, *dropped))


def fault_of(sentence: Sentence) -> str:
    """What a reader of the sentence would find amiss, in words; empty where all its numbers are its statements."""
    text, figures = text_of(sentence), list(_placed(sentence))
    found = [one for one in quantities(text) if not _is_word(one)]
    for one in found:
        on = [figure for start, end, figure in figures if start < one.end_char and one.start_char < end]
        if not on and not one.rejected:
            return word("dropped.no_statement", number=one.text)
        if on and not _agrees(one, on):
            return word("dropped.other_number", number=one.text)
    for start, end, figure in figures:
        spans = [(one.start_char, one.end_char) for one in found] + [
            (s.start_char, s.end_char) for one in found for s in one.also
        ]
        if any(map(str.isdecimal, figure.text)) and not any(start < after and before < end for before, after in spans):
            return word("dropped.not_found", number=figure.text)
    return ""


def _placed(sentence: Sentence) -> Iterator[tuple[int, int, Figure]]:
    at = 0
    for piece in sentence.pieces:
        text = piece if isinstance(piece, str) else piece.text
        if isinstance(piece, Figure):
            yield at, at + len(text), piece
        at += len(text)


def _is_word(one: Quantity) -> bool:
    """A number that is no figure: one of the words above, or a bare year."""
    year = one.unit == "" and one.value is not None and one.text.isdecimal() and 1900 <= one.value <= 2099
    return one.text in _COUNTED_AS_WORDS or year


def _agrees(one: Quantity, figures: Sequence[Figure]) -> bool:
    """Whether a quantity is what its figures say, as they are printed."""
    units = {figure.statement.unit for figure in figures}
    if one.unit and not one.rejected and not any(one.unit in (unit, unit.partition("/")[0]) or unit == "none" for unit in units):
        return False
    read = [number for number in (one.low, one.value, one.high) if number is not None]
    said = [number for figure in figures for number in _numbers(figure.statement)]
    return all(any(_prints(number, other) for other in said) for number in read)


def _numbers(one: Statement) -> list[Decimal]:
    numbers = [number for number in (one.low, one.value, one.high) if number is not None]
    return [*numbers, Decimal(one.rank)] if one.rank is not None else numbers


def _prints(read: Decimal, said: Decimal) -> bool:
    """Whether a number as read is the other, rounded to the digits that were read, whichever its sign is told as."""
    step = Decimal(1).scaleb(int(read.as_tuple().exponent))
    return abs(abs(read) - abs(said)) <= step * _ROUNDED + abs(said) * Decimal("1e-9")
