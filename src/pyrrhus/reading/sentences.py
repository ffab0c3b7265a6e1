"""A text cut into lines and sentences, each told as what it is: heading, paragraph, row of a list or of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["Block", "Sentence", "blocks_of", "sentences_of"]

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]+")
_WRAPPED: Final = 50
"""Characters that a line has at least, to be one that a paragraph was wrapped at."""
_BULLET: Final = re.compile(r"\s*(?:[•●▪■◦‣⁃*·–—-]|\d{1,2}[.)](?!\d)|\d\.\d{1,2}(?!\d))\s+")
_SPEAKER: Final = re.compile(r"\s*(?:[A-ZА-ЯІЇЄҐ][\w.’' -]{0,24}):\s+(?=\S)")
_CLOCK: Final = re.compile(r"\s*(?:updated?\s+)?\d{1,2}[:.h]\d\d(?:\s*(?:am|pm|GMT|UTC|CET|h))?\s*$", re.IGNORECASE)
_STOP: Final = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s)|(?<=[.!?…])[\"”’»)\]]*(?=$)|[!?]{2,}")
_AHEAD: Final = re.compile(r"\s*[\"“„«‘'(\[–—-]*\s*(.)")
_WORD_BEFORE: Final = re.compile(r"([\w.]+)$")
_HEADING: Final = 140


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the text: ``kind`` is title, heading, paragraph, item, row, speaker or clock; offsets exclude line ends."""

    start: int
    end: int
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block; ``goes_on`` where it is the rest of one too long to be looked at together."""

    start: int
    end: int
    block: Block
    goes_on: bool = False


def blocks_of(text: str) -> list[Block]:
    """The lines that are not empty, each with those it goes on in."""
    made: list[Block] = []
    lines: list[list[int]] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if lines and _goes_on(text, lines[-1], start):
            lines[-1][1] = end
        else:
            lines.append([start, end])
    for start, end in lines:
        line = text[start:end]
        if line.strip():
            made.append(Block(start, end, _kind(line, len(made)), len(made)))
    return made


def _goes_on(text: str, before: Sequence[int], start: int) -> bool:
    """Whether a line goes on in the next: it is long, ends in the middle of a sentence, and the next begins in small letters."""
    last = before[1]
    return (
        last - max(before[0], text.rfind("\n", before[0], last) + 1) >= _WRAPPED
        and text[start].islower()
        and text[last:start].count("\n") == 1
        and text[last - 1] not in ".!?:;|"
    )


def _kind(line: str, number: int) -> str:
    if line.count("|") >= 1 or line.count("\t") >= 1:
        return "row"
    if _BULLET.match(line):
        return "item"
    if _CLOCK.match(line):
        return "clock"
    bare = line.strip()
    if number == 0 and len(bare) <= 200 and not (bare.endswith(".") and ". " in bare):
        return "title"
    if bare.endswith(":"):
        return "heading" if len(bare) <= _HEADING else "paragraph"
    if len(bare) <= _HEADING and bare[-1] not in '.!?…"”;,':
        return "heading" if not any(sign.isdigit() for sign in bare) or len(bare) > 60 else "line"
    return "paragraph"


def sentences_of(text: str, blocks: Sequence[Block], short: frozenset[str]) -> Iterator[Sentence]:
    """The sentences of all blocks in order; a row or a heading is one."""
    for block in blocks:
        if block.kind in ("row", "clock"):
            yield Sentence(block.start, block.end, block)
            continue
        start = block.start
        for match in _STOP.finditer(text, block.start, block.end):
            end = match.end()
            if end <= start or not _ends(text, match.start(), end, block.end, short):
                continue
            yield Sentence(start, end, block)
            start = end
        if text[start : block.end].strip():
            yield Sentence(start, block.end, block)


def _ends(text: str, dot: int, end: int, last: int, short: frozenset[str]) -> bool:
    ahead = _AHEAD.match(text, end, last)
    if ahead is None:
        return True
    if ahead[1].islower():
        return False
    if text[dot] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(0, dot - 12), dot)
    word = before[1].lower() if before else ""
    # "sq. km", "Gen. X", "U.S. officials"; a single capital before a dot is an initial.
    return not (word in short or (len(word) == 1 and word.isalpha()))
