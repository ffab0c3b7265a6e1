"""The judge: each claim by what was known on the text's day, and beside it by what is known now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pyrrhus.judging.beside import judge_comparison
from pyrrhus.judging.compared import judge_trend
from pyrrhus.judging.draft import Draft
from pyrrhus.judging.firm import read_again_first
from pyrrhus.judging.inside import arithmetic_inside
from pyrrhus.judging.marks import judge_threshold
from pyrrhus.judging.other_readings import another_reading
from pyrrhus.judging.quantity import judge_quantity
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.standing import judge_rank
from pyrrhus.judging.unfound import of_unlisted_source
from pyrrhus.judging.verdicts import Evidence, Judgement, Look, Quote, Step, Substance, Verdict
from pyrrhus.judging.wording import word
from pyrrhus.judging.words_around import qualified
from pyrrhus.ledger.view import View
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["judge", "judged_on"]

EARLIEST, LATEST = 1900, 2200
"""Years in which claims are looked up."""

_BY_KIND: Final[Mapping[str, Callable[[Claim, Shelf], Draft]]] = {
    "rank": judge_rank, "threshold": judge_threshold, "trend": judge_trend, "comparison": judge_comparison,
}  # fmt: skip


def judge(
    claims: Iterable[Claim],
    view: View,
    *,
    published: date,
    as_of: date | None = None,
    text: str | None = None,
    page: str | None = None,
) -> list[Judgement]:
    """Judge claims by what was known on a day, and where that judges nothing, by what is known now.

    Args:
        claims: what a text says, in its order.
        view: the ledger and the shipped figures; its own day is what "now" is.
        published: the text's day.
        as_of: the day whose knowledge judges, by default ``published``.
        text: the text, for what stands around a claim; without it nothing is said of that.
        page: the text's own address: what stands there is no evidence of it.
    """
    day = as_of or published
    pages = frozenset({page}) if page else frozenset()
    now = Shelf(view, pages)
    then = Shelf(view.at(min(day, view.as_of)), pages) if day < view.as_of else now
    return judged_on(list(claims), then, now, text=text)


def judged_on(claims: Sequence[Claim], then: Shelf, now: Shelf, *, text: str | None = None) -> list[Judgement]:
    """The same by two shelves that may be kept for many texts."""
    first = _drafts(claims, then, text, then.as_of)
    later = first if now is then else _drafts(claims, now, text, then.as_of)
    return [_joined(*three, then.as_of) for three in zip(claims, first, later, strict=True)]


def _drafts(claims: Sequence[Claim], shelf: Shelf, text: str | None, day: date) -> list[Draft]:
    drafts = [_one(_placed(claim), shelf, text, day) for claim in claims]
    arithmetic_inside(claims, drafts, shelf)
    for claim, draft in zip(claims, drafts, strict=True):
        qualified(claim, draft, text, shelf)
    return drafts


def _placed(claim: Claim) -> Claim:
    """The claim without days that no war of this kind has: a year that was misread finds no figure, and stops nothing."""
    said = claim.said
    start, end, vs_start, vs_end = (
        day if day is not None and EARLIEST <= day.year <= LATEST else None
        for day in (said.start, said.end, said.vs_start, said.vs_end)
    )
    if start and end and start > end:
        start = end = None
    if (start, end, vs_start, vs_end) != (said.start, said.end, said.vs_start, said.vs_end):
        return replace(claim, said=replace(said, start=start, end=end, vs_start=vs_start, vs_end=vs_end))
    return claim


def _one(claim: Claim, shelf: Shelf, text: str | None, day: date) -> Draft:
    said = claim.said
    counted = said.kind == "trend" and said.unit in ("months", "weeks", "days") and said.value is not None
    if counted or (said.kind == "count" and said.unit in ("months", "days") and said.metric in ("casualties", "ground")):
        return judge_threshold(claim, shelf)
    draft = _of_any_kind(claim, shelf)
    if claim.source_as_written and draft.quote == Quote.NO_SOURCE_NAMED:
        return of_unlisted_source(claim, draft)
    if not text:
        return draft
    return another_reading(claim, draft, text, day, shelf, _of_any_kind) or read_again_first(claim, draft, text, day)


def _joined(claim: Claim, then: Draft, now: Draft, day: date) -> Judgement:
    """What was known then judges; what is known only now stands beside it, and judges where nothing did."""
    hindsight = _by_hindsight(then, now, day)
    used = now if hindsight else then
    substance = used.substance
    if used is then and then.judged and now.judged and substance == Substance.NOT_CHECKABLE:
        substance = now.substance if now.substance != Substance.CONTRADICTED else Substance.CONTESTED
    flags = {"hindsight"} if hindsight else set()
    if used.judged and used.evidence and all("undated" in one.flags for one, _ in used.evidence[:1]):
        flags.add("undated")
    known = {one.id for one, _ in then.evidence}
    evidence = [Evidence(one, relation, "then") for one, relation in then.evidence]
    evidence += [Evidence(_later(one), relation, "later") for one, relation in now.evidence if one.id not in known]
    steps = [*used.steps, Step(Look.OTHERS, word("step.later"))] if hindsight else used.steps
    return Judgement(
        claim, used.quote, substance, used.verdict, used.reason, used.should_read, tuple(evidence), tuple(steps),
        tuple(one for one in used.qualifiers if one.code != used.reason.code), frozenset(flags),
    )  # fmt: skip


def _of_any_kind(claim: Claim, shelf: Shelf) -> Draft:
    return _BY_KIND.get(claim.said.kind, judge_quantity)(claim, shelf)


def _by_hindsight(then: Draft, now: Draft, day: date) -> bool:
    """Whether what is known now has to judge: nothing did then, or it bears out what seemed wrong by workings of our own.

    What a source printed only after the text cannot make the text a misquotation of it.
    """
    if not then.judged and now.judged:
        first = now.evidence[0][0] if now.evidence else None
        printed_since = first is not None and not first.formula and first.published is not None and first.published > day
        return not (now.verdict == Verdict.DIFFERS and printed_since)
    return then.verdict == Verdict.DIFFERS and now.verdict in (Verdict.AS_STATED, Verdict.CONSISTENT)


def _later(one: Statement) -> Statement:
    return replace(one, flags=one.flags | {"hindsight"})
