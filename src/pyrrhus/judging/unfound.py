"""A claim without its named source's own figure, or that names nobody: what others have, and what would settle it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from pyrrhus.judging.candidates import Candidate
from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.fault import Fault
from pyrrhus.judging.faults import explain
from pyrrhus.judging.numbers import agrees, apart, central, meant
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.substance import Weighed, note_others
from pyrrhus.judging.verdicts import Code, Look, Quote, Relation, Substance, Verdict
from pyrrhus.judging.wording import maker, phrase, source_line, when, who, word
from pyrrhus.judging.wrong import far_off, of_something_else, should_read_instead, why_it_differs
from pyrrhus.measures.flows import mean_per_day
from pyrrhus.period import DAY, day_name
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["document_that_settles", "not_found", "nothing_held", "of_unlisted_source", "unfound_quote", "without_days"]

BEYOND: Final = Decimal(2)
"""How many times beyond everything that others have a number may be before it is wrong though its own source is not held."""
_SURE_ALONE: Final = frozenset(
    {
        Code.WRONG_SOURCE,
        Code.WRONG_PARTY,
        Code.WRONG_CATEGORY,
        Code.WRONG_UNIT,
        Code.THOUSANDS_MARK_LOST,
        Code.WRONG_SCOPE,
        Code.CHANGE_QUOTED_AS_LEVEL,
    }
)
"""Errors that are seen without the source's own figure for the days: the very number is somebody else's, or of something else."""


def not_found(claim: Claim, figures: list[Candidate], others: Sequence[Candidate], weighed: Weighed, shelf: Shelf) -> Draft:
    """Nothing of the named source is held for these days, or nobody is named: by what others have, and by typed errors alone."""
    said, written = claim.said, claim.span.text
    named = said.source != "unattributed"
    quote = Quote.NOT_FOUND if named else Quote.NO_SOURCE_NAMED
    fault = explain(said, written, figures, shelf)
    sure = fault is not None and fault.code in _SURE_ALONE
    if fault is not None and fault.code == Code.WRONG_UNIT:
        # Without the source's own figure, a conversion that happens to fit tells nothing unless the text has such a unit.
        sure = fault.found is None or "mile" in said.unit_as_written.casefold()
    if fault is not None and (sure or (not named and others and _typed(fault) and weighed.substance == Substance.CONTRADICTED)):
        expected = next((one.figure for one in figures if one.tie == "own"), None)
        if expected is None and not named and others:
            expected = others[0].figure
        draft = Draft(
            Quote.MISQUOTED if named else quote, Substance.CONTRADICTED, Verdict.DIFFERS, why_it_differs(claim, fault, expected),
            should_read=should_read_instead(fault, expected),
        )  # fmt: skip
        if fault.found is not None:
            draft.show([fault.found], fault.relation)
        draft.step(Look.OTHER_READING, "explained", code=fault.code)
        note_others(draft, weighed)
        return draft
    partial = all(shelf.stance(shelf.witness(one)) == "party" for one in weighed.disagree)
    if weighed.substance == Substance.CONTRADICTED and (not (named or partial) or _far_beyond(said, written, weighed, shelf)):
        nearest = min(weighed.disagree, key=lambda one: apart(central(said) or Decimal(0), central(one) or Decimal(1)))
        if fault is None and far_off(said, nearest):
            return of_something_else(claim, nearest, ())
        draft = Draft(
            quote, Substance.CONTRADICTED, Verdict.DIFFERS,
            why_it_differs(claim, fault if fault and not named else None, nearest), should_read=nearest,
        )  # fmt: skip
    elif weighed.substance in (Substance.CONTESTED, Substance.CONTRADICTED) and (
        not named or len(_witnesses(weighed, shelf)) > 1
    ):
        rows = [*weighed.agree, *weighed.disagree]
        draft = Draft(quote, Substance.CONTESTED, Verdict.DISPUTED, because(
            Code.SOURCES_DISAGREE, written=written, when=when(said), list="; ".join(source_line(one) for one in rows[:3])
        ))  # fmt: skip
    elif agreeing := [one for one in others if agrees(said, one.figure, written)]:
        figure = agreeing[0].figure
        draft = Draft(quote, weighed.substance, Verdict.CONSISTENT, because(
            Code.SAID_BY_OTHERS, "said_by_others_not_by_named" if named else "said_by_others",
            who=maker(figure), figure=phrase(figure), when=when(figure), written=written, named=who(said.source),
        ))  # fmt: skip
        draft.show([figure], Relation.INDEPENDENT)
    else:
        draft = nothing_held(claim, shelf, quote)
    draft.step(Look.OWN, "none" if named else "nobody_named", who=who(said.source))
    note_others(draft, weighed)
    return draft


def _witnesses(weighed: Weighed, shelf: Shelf) -> set[str]:
    return {shelf.witness(one) for one in (*weighed.agree, *weighed.disagree)}


def _typed(fault: Fault) -> bool:
    return fault.code not in (Code.ROUNDING_BEYOND_BOUND, Code.WRONG_UNIT)


def _far_beyond(said: Statement, written: str, weighed: Weighed, shelf: Shelf) -> bool:
    mine = meant(said, written)
    values = [value for one in (*weighed.agree, *weighed.disagree) if (value := central(one))]
    if mine is None or not values:
        return False
    if all(shelf.stance(shelf.witness(one)) == "party" for one in (*weighed.agree, *weighed.disagree)):
        return False
    return (mine.low is not None and mine.low > max(values) * BEYOND) or (
        mine.high is not None and mine.high < min(values) / BEYOND
    )


def nothing_held(claim: Claim, shelf: Shelf, quote: Quote, key: str = "nothing_held") -> Draft:
    """No evidence is no verdict: the document that would settle it is named, and a wider figure of the source, for its size."""
    said = claim.said
    code = Code.NO_PERIOD if key == "no_period" else Code.NOTHING_HELD
    reason = because(code, key, written=claim.span.text, document=document_that_settles(said, shelf), who=who(said.source))
    draft = Draft(quote, Substance.NOT_CHECKABLE, Verdict.UNSUPPORTED, reason)
    wider = _wider(said, shelf)
    if wider is not None:
        draft.show([wider], Relation.ARITHMETIC)
        draft.step(Look.OTHER_READING, "wider", what=source_line(wider))
    return draft


def _wider(said: Statement, shelf: Shelf) -> Statement | None:
    """The daily mean of the source's shortest figure whose days hold the claim's: an order of size, no evidence."""
    if said.kind != "flow" or said.unit != "persons" or said.start is None or said.end is None or said.source == "unattributed":
        return None
    around = [
        one for one in shelf.rows(said.metric, "flow", said.party)
        if one.source == said.source and one.start and one.end and one.start <= said.start and said.end <= one.end
        and one.value is not None and shelf.place(one.place) == shelf.place(said.place) and one.end > one.start
        and not one.flags & {"doubtful", "undated"}
    ]  # fmt: skip
    best = min(around, key=lambda one: (len(_days(one)), one.id), default=None)
    return mean_per_day(best) if best is not None else None


def _days(one: Statement) -> range:
    return range(one.start.toordinal(), one.end.toordinal() + 1) if one.start and one.end else range(0)


def document_that_settles(said: Statement, shelf: Shelf) -> str:
    """The document that would hold the figure."""
    documents = shelf.rules.documents
    days = period_of_figure(said)
    name = documents.get(said.source, documents["other"])
    day = said.end if said.kind in ("cumulative", "level") or said.end is None else said.end + DAY
    texts = {
        "day": day_name(day) if day else word("phrase.that_day"),
        "period": days.name if days else word("phrase.that_period"),
        "who": who(said.source),
    }
    for key, text in texts.items():
        name = name.replace("{" + key + "}", text)
    return name


def without_days(claim: Claim, shelf: Shelf) -> Draft:
    """The text gives no days that can be resolved: the number is looked up, and only an exact one of the source's is told."""
    said = claim.said
    quote = Quote.NOT_FOUND if said.source != "unattributed" else Quote.NO_SOURCE_NAMED
    return nothing_held(claim, shelf, quote, "no_period")


def unfound_quote(said: Statement) -> Quote:
    """What is said of the quotation where nothing of it is held."""
    return Quote.NOT_FOUND if said.source != "unattributed" else Quote.NO_SOURCE_NAMED


def of_unlisted_source(claim: Claim, draft: Draft) -> Draft:
    """A named source without an id: its own figures cannot be looked up, and others alone do not make it wrong."""
    draft.quote = Quote.NOT_FOUND
    first = draft.evidence[0][0] if draft.evidence else None
    told = {"written": claim.span.text, "named": claim.source_as_written}
    if draft.verdict == Verdict.DIFFERS:
        draft.verdict, draft.should_read = Verdict.DISPUTED, None
    if first is not None and draft.verdict == Verdict.CONSISTENT:
        told |= {"who": maker(first), "figure": phrase(first), "when": when(first)}
        draft.reason = because(Code.SAID_BY_OTHERS, "said_by_others_not_by_named", **told)
    elif draft.verdict == Verdict.UNSUPPORTED:
        told["document"] = document_of(claim)
        draft.reason = because(Code.NOTHING_HELD, **told)
    return draft


def document_of(claim: Claim) -> str:
    """What would hold the figure of a source without an id."""
    days = period_of_figure(claim.said)
    return word("phrase.document_of", who=claim.source_as_written, period=days.name if days else word("phrase.that_period"))
