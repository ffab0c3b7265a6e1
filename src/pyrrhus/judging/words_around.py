"""What the words around a claim leave out: that names were found, not men killed, in the days; what a loss figure counts."""

from __future__ import annotations

import re
from typing import Final

from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Code, Quote, Verdict
from pyrrhus.judging.wording import when
from pyrrhus.reading.claim import Claim

__all__ = ["qualified", "sentence_around"]

_END: Final = re.compile(r"[.!?][\"'”’)]*\s|\n")
REACH: Final = 600
"""Characters on each side of a claim in which its sentence is looked for."""


def qualified(claim: Claim, draft: Draft, text: str | None, shelf: Shelf) -> None:
    """Add to a draft what its sentence leaves out; nothing is said without the text."""
    if text is None or draft.verdict in (Verdict.DIFFERS, Verdict.UNSUPPORTED):
        return
    said, rules = claim.said, shelf.rules
    sentence = sentence_around(text, claim.span.start_char, claim.span.end_char).casefold()
    if said.kind == "added" and said.metric == "killed_confirmed":
        told = any(word in sentence for word in rules.published)
        happened = any(word in sentence for word in rules.happened)
        if happened and not told:
            draft.quote = Quote.INCOMPLETE if draft.quote == Quote.AS_STATED else draft.quote
            draft.reason = because(Code.PUBLISHED_READ_AS_HAPPENED, written=claim.span.text, when=when(said))
    elif said.metric == "casualties" and said.unit.startswith("persons") and said.value is not None and not said.includes:
        says_what = any(word in sentence for word in rules.category)
        if not says_what:
            draft.qualifiers.append(because(Code.CATEGORY_LEFT_OUT))


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence that holds a span, as far as full stops and line ends tell."""
    before = text[max(0, start - REACH) : start]
    after = text[end : end + REACH]
    breaks = list(_END.finditer(before))
    first = breaks[-1].end() if breaks else 0
    stop = _END.search(after)
    return before[first:] + text[start:end] + (after[: stop.start()] if stop else after)
