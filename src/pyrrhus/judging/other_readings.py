"""Other readings of a claim: where the words allow one and the number fits it, the text is ambiguous, not wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.quantity import judge_quantity
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Code, Verdict
from pyrrhus.judging.wording import phrase, when
from pyrrhus.judging.words_around import sentence_around
from pyrrhus.period import DAY, month
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["another_reading"]


def another_reading(claim: Claim, draft: Draft, text: str, shelf: Shelf) -> Draft | None:
    """A judgement of the claim read as a mean by the day, or as what was added, if its sentence does not rule that out.

    A total that its sentence calls one ("since", "in all") is not read as what was added, a sum that is said to be one is not
    read as a mean.
    """
    doubted = draft.verdict == Verdict.DIFFERS or draft.reason.code == Code.AMBIGUOUS
    if not doubted or claim.said.unit not in ("persons", "pieces", "km2"):
        return None
    sentence = sentence_around(text, claim.span.start_char, claim.span.end_char).casefold()
    if any(word in sentence for word in shelf.rules.total):
        return None
    for said in _others(claim.said):
        found = judge_quantity(replace(claim, said=said), shelf)
        if found.verdict in (Verdict.AS_STATED, Verdict.CONSISTENT):
            read = phrase(said)
            found.qualifiers.append(because(Code.AMBIGUOUS, "reads_as", written=claim.span.text, read=read, when=when(said)))
            return found
    return None


def _others(said: Statement) -> Iterator[Statement]:
    if said.end is None:
        return
    if said.kind == "flow" and said.start is not None and said.start != said.end:
        yield replace(said, kind="rate", unit=f"{said.unit}/day")
    elif said.kind == "cumulative" and said.unit != "km2":
        for day in (said.end - DAY, said.end):
            yield replace(said, kind="flow", start=day, end=day)
        whole = month(said.end)
        if whole.end == said.end:
            yield replace(said, kind="flow", start=whole.start, end=whole.end)
