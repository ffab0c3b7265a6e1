"""A cleaned text and where each of its characters stands in the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Builder", "Cleaned"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is read, and its way back to what was given.

    ``source`` is the file's bytes decoded as UTF-8, no newline translated; ``text`` is what a reader of the file sees.
    ``days`` are the publication days that the page's own metadata gives, as (how, ISO day), best first; ``form`` is text,
    html or md. Pieces of ``text`` are copies of the source or stand for other characters there (``&amp;``) or for none (a
    line break between two paragraphs of a page).
    """

    source: str
    text: str
    form: str = "text"
    days: tuple[tuple[str, str], ...] = ()
    _at: tuple[int, ...] = field(default=(), repr=False)  # where each piece starts in text
    _from: tuple[int, ...] = field(default=(), repr=False)  # and in the source
    _size: tuple[int, ...] = field(default=(), repr=False)  # its size in the source where it is no copy, else -1

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in ``source`` of the characters ``start`` to ``end`` (exclusive) of ``text``."""
        if not self._at:
            return start, end
        first = bisect_right(self._at, start) - 1
        if end <= start:
            place = self._from[first] + (start - self._at[first] if self._size[first] < 0 else 0)
            return place, place
        last = bisect_right(self._at, end - 1) - 1
        begin = self._from[first] + (start - self._at[first] if self._size[first] < 0 else 0)
        stop = self._from[last] + (end - self._at[last] if self._size[last] < 0 else self._size[last])
        return begin, stop

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int, int, bool]]:
        """The pieces between two offsets of ``text``: their offsets there and in ``source``, and whether they are copies."""
        if not self._at:
            if end > start:
                yield start, end, start, end, True
            return
        number = bisect_right(self._at, start) - 1
        while start < end:
            stop = self._at[number + 1] if number + 1 < len(self._at) else len(self.text)
            stop = min(stop, end)
            if self._size[number] < 0:
                begin = self._from[number] + start - self._at[number]
                yield start, stop, begin, begin + stop - start, True
            else:
                yield start, stop, self._from[number], self._from[number] + self._size[number], False
            start, number = stop, number + 1


class Builder:
    """Makes a :class:`Cleaned` piece by piece, from the start of the source to its end."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._pieces: list[str] = []
        self._at: list[int] = []
        self._from: list[int] = []
        self._size: list[int] = []
        self._length = 0

    @property
    def last(self) -> str:
        """The last character so far, or nothing."""
        return self._pieces[-1][-1] if self._pieces else ""

    def copy(self, start: int, end: int) -> None:
        """Take characters of the source as they are."""
        if end > start:
            self._add(self.source[start:end], start, -1)

    def replace(self, start: int, end: int, text: str) -> None:
        """Let ``text`` stand for characters of the source, or for none where start is end."""
        if text:
            self._add(text, start, end - start)

    def _add(self, text: str, start: int, size: int) -> None:
        self._pieces.append(text)
        self._at.append(self._length)
        self._from.append(start)
        self._size.append(size)
        self._length += len(text)

    def cleaned(self, form: str, days: tuple[tuple[str, str], ...] = ()) -> Cleaned:
        """All pieces as one text."""
        return Cleaned(
            self.source, "".join(self._pieces), form, days, tuple(self._at), tuple(self._from), tuple(self._size)
        )  # fmt: skip
