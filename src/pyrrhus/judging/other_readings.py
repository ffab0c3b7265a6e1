"""Other readings of a claim: where the words allow one and the number fits it, the text is ambiguous, not wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Code, Verdict
from pyrrhus.judging.wording import phrase, when
from pyrrhus.judging.words_around import sentence_around
from pyrrhus.period import DAY, month
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["another_reading"]


def another_reading(
    claim: Claim, draft: Draft, text: str, day: date, shelf: Shelf, judge: Callable[[Claim, Shelf], Draft]
) -> Draft | None:
    """A judgement of the claim read as a mean by the day, as what was added, or of the same days a year later.

    ``day`` is the text's own. Its sentence may rule each out: a total that is called one ("since", "in all") is neither a
    mean nor what was added, and where a year is named, it is that year.
    """
    if draft.verdict != Verdict.DIFFERS and draft.reason.code != Code.AMBIGUOUS:
        return None
    sentence = sentence_around(text, claim.span.start_char, claim.span.end_char).casefold()
    for said in _others(claim.said, sentence, day, shelf):
        found = judge(replace(claim, said=said), shelf)
        if found.verdict in (Verdict.AS_STATED, Verdict.CONSISTENT):
            found.qualifiers.append(
                because(Code.AMBIGUOUS, "reads_as", written=claim.span.text, read=phrase(said), when=when(said))
            )
            return found
    return None


def _others(said: Statement, sentence: str, day: date, shelf: Shelf) -> Iterator[Statement]:
    if said.end is None:
        return
    if said.unit in ("persons", "pieces", "km2") and not any(word in sentence for word in shelf.rules.total):
        yield from _of_another_kind(said)
    if said.start is None or said.kind in ("cumulative", "level"):
        return
    last_month = month(said.end).start - DAY
    if said.end == day and said.start < last_month:
        # "This year" runs to the text's day; its numbers often run to the end of the month before.
        yield replace(said, end=last_month)
    if str(said.end.year) not in sentence:
        later = _a_year_later(said)
        if later is not None and later.end is not None and later.end <= day:
            yield later


def _of_another_kind(said: Statement) -> Iterator[Statement]:
    assert said.end
    if said.kind == "flow" and said.start is not None and said.start != said.end:
        yield replace(said, kind="rate", unit=f"{said.unit}/day")
    elif said.kind == "cumulative" and said.unit != "km2":
        for day in (said.end - DAY, said.end):
            yield replace(said, kind="flow", start=day, end=day)
        whole = month(said.end)
        if whole.end == said.end:
            yield replace(said, kind="flow", start=whole.start, end=whole.end)


def _a_year_later(said: Statement) -> Statement | None:
    """ "In January" without a year is the latest one before the text; read as an earlier one it is tried again."""
    assert said.start and said.end
    try:
        start, end = (day.replace(year=day.year + 1) for day in (said.start, said.end))
    except ValueError:
        return None
    if said.end == month(said.end).end:
        end = month(end).end
    return replace(said, start=start, end=end)
