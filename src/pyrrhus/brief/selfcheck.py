"""A finished brief, read and judged by our own reader: a sentence whose figures are not found again is dropped and named.

Each number that a reader would find in a sentence must be one of the sentence's statements, in its unit, and each
statement's number must be found. What a publisher is said to have said is then judged, with the number that was read, as
a text's claim is. So a template with a number of its own, a wrong unit, two figures run together, or a figure that the
ledger does not have is caught before anybody reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from pyrrhus.brief.document import Document, Figure, Sentence, text_of
from pyrrhus.brief.wording import word
from pyrrhus.judging.judge import judge
from pyrrhus.judging.verdicts import Code, Verdict
from pyrrhus.ledger.view import View
from pyrrhus.reading import Claim, Quantity, Span, quantities
from pyrrhus.statement import Statement

__all__ = ["fault_of", "self_checked"]

_COUNTED_AS_WORDS: Final = frozenset({"one", "two"})
"""Number words that name what there is, as in "one count is held" and "the two sides"."""
_ROUNDED: Final = Decimal("0.5")


def self_checked(document: Document, view: View) -> Document:
    """The document without the sentences that fail, each of them among ``dropped`` with the reason."""
    faults = {number: why for number, one in enumerate(_sentences(document)) if (why := fault_of(one))}
    faults |= _judged(list(_sentences(document)), view)
    if not faults:
        return document
    dropped = [(text_of(one).strip(), faults[number]) for number, one in enumerate(_sentences(document)) if number in faults]
    numbers = iter(range(len(list(_sentences(document)))))

    def kept(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
        return tuple(one for one in sentences if next(numbers) not in faults)

    standfirst = kept(document.standfirst)
    sections = tuple(
        replace(section, paragraphs=tuple(paragraph for one in section.paragraphs if (paragraph := kept(one))))
        for section in document.sections
    )
    return replace(document, standfirst=standfirst, sections=sections, dropped=(*document.dropped, *dropped))


def _sentences(document: Document) -> Iterator[Sentence]:
    yield from document.standfirst
    for section in document.sections:
        for paragraph in section.paragraphs:
            yield from paragraph


def _judged(sentences: Sequence[Sentence], view: View) -> dict[int, str]:
    """Which sentences say of a publisher what the ledger does not bear out, and why; one that was replaced is found there."""
    claims: list[Claim] = []
    owners: list[int] = []
    for number, sentence in enumerate(sentences):
        for claim in _claims(sentence):
            claims.append(claim)
            owners.append(number)
    faults: dict[int, str] = {}
    for owner, told in zip(owners, judge(claims, view, published=view.as_of), strict=True):
        if told.verdict == Verdict.DIFFERS and told.reason.code != Code.OLDER_VINTAGE:
            faults.setdefault(owner, told.reason.sentence)
    return faults


def _claims(sentence: Sentence) -> Iterator[Claim]:
    """What the sentence says that publishers said, each with its number as it is read in the words."""
    text, found = text_of(sentence), None
    for start, end, figure in _placed(sentence):
        one = figure.statement
        if one.source == "pyrrhus" or one.value is None or one.low is not None:
            continue
        found = found if found is not None else quantities(text)
        read = [each for each in found if start < each.end_char and each.start_char < end and each.value is not None]
        if len(read) == 1 and read[0].value is not None and read[0].unit in ("", one.unit, one.unit.partition("/")[0]):
            number = -read[0].value if one.value < 0 < read[0].value else read[0].value
            yield Claim(Span(figure.text, start, end), replace(one, value=number))


def fault_of(sentence: Sentence) -> str:
    """What a reader of the sentence alone would find amiss, in words; empty where all its numbers are its statements."""
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
