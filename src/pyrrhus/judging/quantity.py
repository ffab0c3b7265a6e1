"""A number against the figures for its metric, party and days: said so, follows, somebody else's, or wrong and how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from pyrrhus.conflict import scope
from pyrrhus.judging.candidates import TIES, Candidate, own_figures, scope_matters
from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.numbers import Span, agrees, apart, meant, quantum, same_number, stated
from pyrrhus.judging.ratio import ratios_of
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.substance import Weighed, note_others, weigh
from pyrrhus.judging.unfound import not_found, without_days
from pyrrhus.judging.verdicts import Code, Look, Quote, Reason, Relation, Substance, Verdict
from pyrrhus.judging.wording import maker, phrase, source_line, when, who
from pyrrhus.judging.wrong import misquoted
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["judge_quantity"]

SUMMED_SLACK: Final = Decimal("0.0005")
"""A difference of totals over more than a week that misses a printed sum by less is no error: bulletins are restated by tens."""
MEAN_SLACK: Final = Decimal("0.005")
"""The same for a mean by the day, which is made by dividing through one day more or less."""
MAP_SLACK: Final = Decimal("0.01")
"""The same for ground measured on maps."""
OLDER_SHOWN: Final = 2
"""How many totals of earlier days."""
EVIDENCE_SHOWN: Final = 6
"""How many figures of others stand beside a claim."""


def judge_quantity(claim: Claim, shelf: Shelf) -> Draft:
    """Judge a claim that gives a number for a period, by what one day knew."""
    said, written = claim.said, claim.span.text
    if said.end is None:
        return without_days(claim, shelf)
    figures = own_figures(said, shelf)
    if said.kind == "ratio":
        figures += ratios_of(said, shelf)
    named = said.source != "unattributed"
    own = [one for one in figures if one.tie != "other"] if named else figures
    others = [one for one in figures if one.tie == "other"] if named else []
    weighed = weigh(said, written, figures, shelf)
    if any(one.decides and one.figure.end == said.end for one in own):
        # An older total is none where its source gave a new one for the very day.
        own = [one for one in own if one.relation != Relation.OTHER_VINTAGE]
        if any(not agrees(said, one.figure, written) and one.decides for one in own):
            # What is doubtful, or of days that are only near, is nothing beside its own figure for the very days.
            own = [one for one in own if one.exact and "doubtful" not in one.figure.flags]
    hits = [one for one in own if agrees(said, one.figure, written)]
    printed = any(one.decides and one.is_printed for one in own) and not scope_matters(said, shelf)
    hits = hits or [one for one in own if _nearly(said, one.figure) and not (printed and said.metric == "ground")]
    if hits:
        draft = _holds(claim, hits, weighed, shelf)
    elif any(one.decides and not _left_open(said, one.figure, written) for one in own):
        draft = misquoted(claim, figures, weighed, shelf)
    elif open_ := [one for one in own if one.exact and _left_open(said, one.figure, written)]:
        draft = _follows(claim, open_, weighed)
    else:
        draft = not_found(claim, figures, others if named else own, weighed, shelf)
    beside = sorted((*own, *others), key=lambda one: not agrees(said, one.figure, written))
    older = [one for one in beside if one.relation == Relation.OTHER_VINTAGE]
    newest = sorted(older, key=lambda one: one.figure.end or date.min)[-OLDER_SHOWN:]
    for one in [one for one in beside if one not in older or one in newest][:EVIDENCE_SHOWN]:
        draft.show([one.figure], one.relation)
    for row in (*weighed.agree, *weighed.disagree)[:EVIDENCE_SHOWN]:
        draft.show([row], Relation.INDEPENDENT)
    return draft


def _nearly(said: Statement, row: Statement) -> bool:
    """Whether a sum over more than a week misses the number by no more than bulletins are restated by."""
    if row.metric == "ground" and row.formula:
        # A hundredth is less than two readings of one map differ by.
        return bool(said.value and row.value and apart(said.value, row.value) <= MAP_SLACK)
    long = said.start is not None and said.end is not None and (said.end - said.start).days > 7
    slack = MEAN_SLACK if row.formula.startswith("mean_per_day") else SUMMED_SLACK
    worked = row.formula.startswith(("total_difference", "mean_per_day")) and row.metric == "casualties"
    return bool(worked and long and said.value and row.value and apart(said.value, row.value) <= slack)


def _left_open(said: Statement, row: Statement, written: str) -> bool:
    """Whether the source's own word of bound or range leaves room for the number."""
    mine, theirs = meant(said, written), stated(row)
    if mine is None or theirs is None or row.bound == "plain":
        return False
    as_given = "mile" not in row.unit_as_written
    if (
        said.value is not None
        and row.value is not None
        and row.bound == "about"
        and as_given
        and quantum(said.value) == quantum(row.value)
    ):
        return False  # another number of the same roundness is another number
    if theirs.high is None and theirs.low is not None:
        theirs = Span(theirs.low, theirs.low * Decimal("1.1"))
    if theirs.low is None and theirs.high is not None:
        theirs = Span(theirs.high * Decimal("0.9"), theirs.high)
    return mine.meets(theirs)


def _holds(claim: Claim, hits: Sequence[Candidate], weighed: Weighed, shelf: Shelf) -> Draft:
    """The number is the source's, or follows from what it published; what was left out is said."""
    said = claim.said
    best = min(hits, key=lambda one: _rank(said, one, shelf))
    figure = best.figure
    named = said.source != "unattributed"
    # A bulletin prints the day's increase beside the total.
    day = said.kind == "flow" and said.start == said.end and figure.formula.startswith("total_difference")
    printed = (best.is_printed or day) and best.tie == "own" and same_days(said, figure)
    verdict = Verdict.AS_STATED if named and (printed or best.tie == "relays") else Verdict.CONSISTENT
    substance = weighed.substance
    if substance == Substance.CONTRADICTED:
        substance = Substance.CONTESTED
    quote = Quote.AS_STATED if named else Quote.NO_SOURCE_NAMED
    if named and best.tie in ("under_it", "same_side"):
        quote = Quote.NOT_FOUND
    told = {"who": maker(figure), "figure": phrase(figure), "when": when(figure), "written": claim.span.text}
    if named:
        key = "printed" if verdict == Verdict.AS_STATED else "follows"
        reason = because(Code.PRINTED if key == "printed" else Code.FOLLOWS, key, **told)
    elif substance == Substance.ONE_PARTY_ONLY:
        own = shelf.stance(figure.derived_from if figure.source == "pyrrhus" else figure.source) == "party"
        key = "party_not_named_unattributed" if own else "party_under_it_not_named"
        reason = because(Code.PARTY_NOT_NAMED, key, **told, counter=who(shelf.witness(figure)))
    else:
        reason = because(Code.SAID_BY_OTHERS, **told)
    draft = Draft(quote, substance, verdict, reason)
    draft.show([figure], best.relation)
    draft.step(Look.OWN, "found", what=source_line(figure))
    if figure.convention and figure.convention != "calendar" and best.relation == Relation.OTHER_CONVENTION:
        draft.step(Look.OTHER_READING, "convention", name=figure.convention.replace("_", " "))
    note_others(draft, weighed)
    left_out = _left_out(claim, best, shelf)
    if left_out is not None and named:
        draft.quote = Quote.INCOMPLETE if draft.quote == Quote.AS_STATED else draft.quote
        draft.reason = left_out
    draft.qualifiers += _qualifiers(claim, best, shelf)
    return draft


def same_days(said: Statement, figure: Statement) -> bool:
    """Whether a figure is of the claim's days; a running total of its last day."""
    if said.kind in ("cumulative", "level"):
        return said.end is not None and figure.end is not None and abs((said.end - figure.end).days) <= 120
    return (said.start, said.end) == (figure.start, figure.end) or bool(figure.flags & {"start_approximate", "end_approximate"})


def _rank(said: Statement, one: Candidate, shelf: Shelf) -> tuple[object, ...]:
    """The figure to name: the source's own, of the claim's scope, as printed, the very number, the plainest evidence."""
    figure = one.figure
    doubtful = bool(figure.flags & {"doubtful", "undated"})
    return (
        TIES.index(one.tie), doubtful, one.relation == Relation.OTHER_VINTAGE, not one.is_printed, not same_number(said, figure),
        shelf.place(figure.place) != shelf.place(said.place), one.relation != Relation.SAME, figure.id,
    )  # fmt: skip


def _left_out(claim: Claim, best: Candidate, shelf: Shelf) -> Reason | None:
    """What a right number was quoted without."""
    said, figure = claim.said, best.figure
    if best.tie == "relays":
        return because(Code.RELAY_AS_WITNESS, who=who(said.source), maker=maker(figure), figure=phrase(figure), when=when(figure))
    wider = bool(figure.place) and scope_matters(figure, shelf) and scope(figure, shelf.of) == "theatre"
    if said.metric in ("ground", "held") and not said.place and wider:
        place = figure.place.replace(" and ", " and Russia's ", 1)
        return because(Code.SCOPE_LEFT_OUT, figure=phrase(figure), place=place, who=maker(figure), when=when(figure))
    if said.kind in ("cumulative", "level") and best.relation == Relation.OTHER_VINTAGE:
        return because(Code.DAY_LEFT_OUT, figure=phrase(figure), who=maker(figure), when=when(figure))
    return None


def _qualifiers(claim: Claim, best: Candidate, shelf: Shelf) -> list[Reason]:
    said, figure = claim.said, best.figure
    found = []
    behind = figure.derived_from if figure.source != "pyrrhus" else ""
    if behind and shelf.stance(behind) == "party" and said.source != behind and not said.relayed_by:
        found.append(because(Code.PARTY_NOT_NAMED, maker=who(behind), who=maker(figure), figure=phrase(figure)))
    if figure.flags & {"doubtful"}:
        found.append(because(Code.AMBIGUOUS, "doubtful", figure=phrase(figure), note=figure.note, who=maker(figure)))
    return found


def _follows(claim: Claim, figures: Sequence[Candidate], weighed: Weighed) -> Draft:
    """The source gave a bound or a range that leaves room for the number."""
    said, best = claim.said, figures[0]
    named = said.source != "unattributed"
    told = {"who": maker(best.figure), "figure": phrase(best.figure), "when": when(best.figure), "written": claim.span.text}
    draft = Draft(
        Quote.NOT_FOUND if named else Quote.NO_SOURCE_NAMED, weighed.substance, Verdict.CONSISTENT,
        because(Code.FOLLOWS, "within", **told),
    )  # fmt: skip
    draft.show([best.figure], best.relation)
    draft.step(Look.OWN, "within", what=source_line(best.figure))
    note_others(draft, weighed)
    return draft
