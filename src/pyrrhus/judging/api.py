"""A text or file in, a check out: reading, judging, notes on language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyrrhus.errors import InputError
from pyrrhus.judging.judge import judged_on
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Judgement, Verdict
from pyrrhus.ledger.opened import opened
from pyrrhus.ledger.view import View
from pyrrhus.reading.claim import Claim, Span

if TYPE_CHECKING:
    from pyrrhus.judging.language import Note
    from pyrrhus.reading.clean import Cleaned

__all__ = ["Check", "Desk", "check_file", "check_text"]

_DAY: Final = re.compile(r"(20[0-9]{2})-([01][0-9])-([0-3][0-9])")
DAYS_KEPT: Final = 32
"""How many days' shelves a desk keeps: articles of one day are judged by one."""


@dataclass(frozen=True, slots=True)
class Check:
    """What the evidence makes of a text.

    ``as_of`` is the day whose knowledge judges, ``known_to`` the newest day that stands beside it. Spans of the claims
    point into ``cleaned.text``; :meth:`original` gives their place in the file.
    """

    name: str
    published: date
    as_of: date
    known_to: date
    page: str
    cleaned: Cleaned
    judgements: tuple[Judgement, ...]
    notes: tuple[Note, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether any claim differs from its source or the evidence."""
        return any(one.verdict == Verdict.DIFFERS for one in self.judgements)

    def original(self, span: Span) -> Span:
        """A span as it stands in the file's own characters."""
        start, end = self.cleaned.original(span.start_char, span.end_char)
        return Span(self.cleaned.source[start:end], start, end)

    def in_file(self) -> list[Judgement]:
        """The judgements with their claims' spans in the file's own characters."""
        return [replace(one, claim=self._placed(one.claim)) for one in self.judgements]

    def _placed(self, claim: Claim) -> Claim:
        return replace(claim, span=self.original(claim.span), also=tuple(map(self.original, claim.also)))


class Desk:
    """A view with the shelves of the days that texts were judged on, kept for the next text."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._now = Shelf(view)
        self._shelves: dict[date, Shelf] = {}

    def check(
        self, cleaned: Cleaned, *, name: str, published: date, publisher: str | None = None, as_of: date | None = None,
        page: str | None = None, language: bool = False,
    ) -> Check:  # fmt: skip
        """Read and judge one text.

        Args:
            cleaned: the text, see :func:`pyrrhus.reading.clean.clean`.
            name: what messages and pages call it.
            published: its day.
            publisher: the id of the source whose own text it is, where it is one's.
            as_of: the day whose knowledge judges, by default ``published``.
            page: its own address: what stands there is no evidence of it.
            language: whether to note its language too.

        Raises:
            InputError: for a text in a language that cannot be read.
        """
        from pyrrhus.reading.read import read_text

        day = as_of or published
        reading = read_text(cleaned.text, published=published, publisher=publisher)
        then, now = self._shelf(day), self._now
        if page:
            then, now = then.without(page), now.without(page)
        made = judged_on(reading.claims, then, now, text=cleaned.text)
        notes: Sequence[Note] = ()
        if language:
            from pyrrhus.judging.language import notes_on

            notes = notes_on(cleaned.text, reading.claims)
        return Check(name, published, day, self.view.as_of, page or "", cleaned, tuple(made), tuple(notes))

    def _shelf(self, day: date) -> Shelf:
        if day >= self.view.as_of:
            return self._now
        if day not in self._shelves:
            while len(self._shelves) >= DAYS_KEPT:
                self._shelves.pop(next(iter(self._shelves)))
            self._shelves[day] = Shelf(self.view.at(day))
        return self._shelves[day]


def check_text(
    text: str, *, published: date, publisher: str | None = None, as_of: date | None = None, page: str | None = None,
    name: str = "text", language: bool = False,
) -> Check:  # fmt: skip
    """Check a text against the ledger and the shipped figures.

    Raises:
        InputError: for a text in a language that cannot be read.
        LedgerError: when the ledger cannot be read.
    """
    from pyrrhus.reading.clean import cleaned_text

    with opened() as view:
        return Desk(view).check(
            cleaned_text(text), name=name, published=published, publisher=publisher, as_of=as_of, page=page, language=language
        )


def check_file(
    path: Path, *, published: date | None = None, publisher: str | None = None, as_of: date | None = None,
    page: str | None = None, language: bool = False,
) -> Check:  # fmt: skip
    """Check a file (.txt, .md, .html, and with the extra ``documents`` .docx and .pdf).

    Raises:
        InputError: for a file that cannot be read, or whose day is not told and not found in it.
        LedgerError: when the ledger cannot be read.
    """
    from pyrrhus.judging.documents import document

    cleaned = document(path)
    day = published or day_of(cleaned, path)
    with opened() as view:
        return Desk(view).check(
            cleaned, name=path.name, published=day, publisher=publisher, as_of=as_of, page=page, language=language
        )


def day_of(cleaned: Cleaned, path: Path) -> date:
    """The day of a text: as its page says, or the last day in its file's name.

    Raises:
        InputError: where neither tells.
    """
    from pyrrhus.reading.published import published_of

    found, why = published_of(cleaned)
    if found is not None:
        return found
    for year, month, day in reversed(_DAY.findall(path.stem)):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    raise InputError(
        f"no day of publication is found ({why})" if why else "no day of publication is found", where=str(path),
        remedy="name it with --published 2025-02-04",
    )  # fmt: skip
