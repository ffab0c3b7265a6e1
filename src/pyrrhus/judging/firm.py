"""Whether a claim is read from its own sentence: what only the sentences before it say may belong to another number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pyrrhus.errors import InputError
from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.verdicts import Code, Quote, Substance, Verdict
from pyrrhus.judging.wording import phrase, when, who
from pyrrhus.judging.words_around import sentence_around
from pyrrhus.reading.claim import Claim

__all__ = ["read_again_first"]


def read_again_first(claim: Claim, draft: Draft, text: str, day: date) -> Draft:
    """The judgement, unless it calls a number wrong that no known error explains, by days or a source carried over.

    Then the reading is as likely to be at fault as the text, and a person is asked to look. ``day`` is the text's own.
    """
    if draft.verdict != Verdict.DIFFERS or draft.reason.code != Code.NOT_EXPLAINED or draft.should_read is None:
        return draft
    if _stands_alone(claim, text, day):
        return draft
    right = draft.should_read
    reason = because(
        Code.AMBIGUOUS, "carried_over", written=claim.span.text, when=when(claim.said), named=who(claim.said.source),
        who=who(right.derived_from if right.source == "pyrrhus" else right.source), right=phrase(right), right_when=when(right),
    )  # fmt: skip
    return replace(
        draft, quote=Quote.NOT_FOUND, substance=Substance.NOT_CHECKABLE, verdict=Verdict.UNSUPPORTED, reason=reason,
        should_read=None,
    )  # fmt: skip


def _stands_alone(claim: Claim, text: str, day: date) -> bool:
    """Whether its sentence by itself reads as the same claim."""
    from pyrrhus.reading.language import language_of
    from pyrrhus.reading.read import read_text

    said = claim.said
    sentence = sentence_around(text, claim.span.start_char, claim.span.end_char)
    try:
        alone = read_text(sentence, published=day, language=language_of(text) or None).claims
    except InputError:
        return False
    key = ("metric", "party", "source", "start", "end", "low", "value", "high")
    return any(all(getattr(one.said, name) == getattr(said, name) for name in key) for one in alone)
