"""A check as schema.org ClaimReview: only what differs and what is consistent is rated, a quotation never.

A figure that only a party to the war gives is not rated either, however consistent: a rating reads as assent.
"""

from __future__ import annotations

from typing import Any, Final

from pyrrhus.judging.api import Check
from pyrrhus.judging.verdicts import Judgement, Substance, Verdict
from pyrrhus.judging.visible import json_safe
from pyrrhus.judging.wording import who, word
from pyrrhus.judging.words_around import sentence_around
from pyrrhus.ledger.export import dumps

__all__ = ["to_claimreview"]

RATING: Final = {Verdict.DIFFERS: 1, Verdict.CONSISTENT: 2}
"""Of two values, worst first."""


def to_claimreview(check: Check) -> str:
    """A list of reviews, one for each claim that may be rated."""
    rated = [one for one in check.in_file() if _may_be_rated(one)]
    return json_safe(dumps([_review(check, one) for one in rated]))


def _may_be_rated(one: Judgement) -> bool:
    if one.verdict == Verdict.CONSISTENT:
        return one.substance != Substance.ONE_PARTY_ONLY
    return one.verdict == Verdict.DIFFERS


def _review(check: Check, one: Judgement) -> dict[str, Any]:
    span = one.claim.span
    sentence = " ".join(sentence_around(check.cleaned.source, span.start_char, span.end_char).split())
    appearance: dict[str, Any] = {"@type": "CreativeWork", "datePublished": check.published.isoformat()}
    appearance |= {"url": check.page} if check.page.startswith(("http://", "https://")) else {"name": check.name}
    item: dict[str, Any] = {"@type": "Claim", "appearance": appearance}
    if one.claim.said.source != "unattributed":
        item["author"] = {"@type": "Organization", "name": who(one.claim.said.source)}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": sentence,
        "itemReviewed": item,
        "author": {"@type": "Organization", "name": "pyrrhus"},
        "reviewBody": one.reason.sentence,
        "reviewRating": {
            "@type": "Rating", "ratingValue": RATING[one.verdict], "worstRating": 1, "bestRating": 2,
            "alternateName": word(f"page.rated_{one.verdict}"),
        },
    }  # fmt: skip
