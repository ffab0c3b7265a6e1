"""The line at the top: how many quotations are right, what to change, what to add, and that nothing says a figure is true."""

from __future__ import annotations

from collections.abc import Sequence

from pyrrhus.judging.verdicts import Code, Judgement, Quote, Verdict
from pyrrhus.judging.wording import word

__all__ = ["BORNE_OUT", "SIGNS", "sign", "summary", "to_change", "to_qualify"]

SIGNS = {
    Verdict.DIFFERS: "✗", Verdict.DISPUTED: "≠", Verdict.AS_STATED: "❝", Verdict.CONSISTENT: "≈", Verdict.UNSUPPORTED: "?",
}  # fmt: skip
"""One sign a verdict, so that it never hangs on a colour."""
BORNE_OUT = "✓"
"""Beside a verdict whose substance others bear out: the only one that may be green."""


def sign(one: Judgement) -> str:
    """The verdict's sign; a tick only where independent evidence agrees."""
    return BORNE_OUT if one.is_supported_by_others else SIGNS[one.verdict]


def to_change(one: Judgement) -> bool:
    """Whether an editor has to change the passage before it is printed."""
    return one.verdict in (Verdict.DIFFERS, Verdict.DISPUTED) or one.reason.code == Code.PUBLISHED_READ_AS_HAPPENED


def to_qualify(one: Judgement) -> bool:
    """Whether the passage may stand once something is added."""
    return not to_change(one) and one.verdict != Verdict.UNSUPPORTED and (one.quote == Quote.INCOMPLETE or bool(one.qualifiers))


def summary(judgements: Sequence[Judgement]) -> str:
    """The whole line."""
    if not judgements:
        return word("page.none")
    quotes = [one.quote for one in judgements]
    incomplete = quotes.count(Quote.INCOMPLETE)
    counts = {
        "claims": len(judgements), "right": quotes.count(Quote.AS_STATED) + incomplete, "incomplete": incomplete,
        "wrong": quotes.count(Quote.MISQUOTED), "not_found": quotes.count(Quote.NOT_FOUND),
        "nobody": quotes.count(Quote.NO_SOURCE_NAMED),
    }  # fmt: skip
    key = "page.summary_one" if len(judgements) == 1 else "page.summary"
    parts = [word(key, **{name: str(number) for name, number in counts.items()})]
    change = [str(number) for number, one in enumerate(judgements, 1) if to_change(one)]
    qualify = [str(number) for number, one in enumerate(judgements, 1) if to_qualify(one)]
    if change:
        parts.append(word("page.change", list=", ".join(change)))
    if qualify:
        parts.append(word("page.qualify", list=", ".join(qualify)))
    if not change and not qualify:
        parts.append(word("page.neither"))
    return " ".join([*parts, word("page.truth")])
