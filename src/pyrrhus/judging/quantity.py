"""A number against the figures for its metric, party and days: said so, follows, somebody else's, or wrong and how."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from pyrrhus.conflict import scope
from pyrrhus.judging.candidates import TIES, Candidate, own_figures, scope_matters
from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.faults import Fault, explain
from pyrrhus.judging.numbers import Span, agrees, apart, central, meant, quantum, same_number, stated
from pyrrhus.judging.ratio import ratios_of
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.substance import Weighed, weigh
from pyrrhus.judging.verdicts import Code, Look, Quote, Reason, Relation, Substance, Verdict
from pyrrhus.judging.wording import maker, phrase, source_line, when, who, word
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["document_that_settles", "judge_quantity"]

SUMMED_SLACK: Final = Decimal("0.0005")
"""A difference of totals over more than a week that misses a printed sum by less is no error: bulletins are restated by tens."""
MEAN_SLACK: Final = Decimal("0.005")
"""The same for a mean by the day, which is made by dividing through one day more or less."""
MAP_SLACK: Final = Decimal("0.01")
"""The same for ground measured on maps."""
BEYOND: Final = Decimal(2)
"""How many times beyond everything that others have a number may be before it is wrong though its own source is not held."""
EVIDENCE_SHOWN: Final = 6
"""How many figures of others stand beside a claim."""


def judge_quantity(claim: Claim, shelf: Shelf) -> Draft:
    """Judge a claim that gives a number for a period, by what one day knew."""
    said, written = claim.said, claim.span.text
    if said.end is None:
        return _without_days(claim, shelf)
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
    hits = [one for one in own if agrees(said, one.figure, written)] or [one for one in own if _nearly(said, one.figure)]
    if hits:
        draft = _holds(claim, hits, weighed, shelf)
    elif any(one.decides and not _left_open(said, one.figure, written) for one in own):
        draft = _misquoted(claim, figures, weighed, shelf)
    elif open_ := [one for one in own if _left_open(said, one.figure, written)]:
        draft = _follows(claim, open_, weighed)
    else:
        draft = _not_found(claim, figures, others if named else own, weighed, shelf)
    for one in sorted((*own, *others), key=lambda one: not agrees(said, one.figure, written))[:EVIDENCE_SHOWN]:
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
    if said.value is not None and row.value is not None and quantum(said.value) == quantum(row.value) and row.bound == "about":
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
        reason = because(Code.PARTY_NOT_NAMED, "party_not_named_unattributed", **told)
    else:
        reason = because(Code.SAID_BY_OTHERS, **told)
    draft = Draft(quote, substance, verdict, reason)
    draft.show([figure], best.relation)
    draft.step(Look.OWN, "found", what=source_line(figure))
    if figure.convention and figure.convention != "calendar" and best.relation == Relation.OTHER_CONVENTION:
        draft.step(Look.OTHER_READING, "convention", name=figure.convention.replace("_", " "))
    _others_step(draft, weighed)
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
    if (
        said.metric in ("ground", "held", "casualties_per_km2")
        and not said.place
        and figure.place
        and scope_matters(figure, shelf)
    ):
        if scope(figure, shelf.of) == "theatre" and said.metric != "casualties_per_km2":
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
    _others_step(draft, weighed)
    return draft


def _misquoted(claim: Claim, figures: list[Candidate], weighed: Weighed, shelf: Shelf) -> Draft:
    """The source's own figure is another: which error gives the text's number."""
    said = claim.said
    own = [one for one in figures if one.tie == "own" and one.decides]
    expected = _expected(said, own)
    fault = explain(said, claim.span.text, figures, shelf)
    draft = Draft(
        Quote.MISQUOTED, Substance.CONTRADICTED if weighed.substance != Substance.CONTESTED else Substance.CONTESTED,
        Verdict.DIFFERS, _why(claim, fault, expected), should_read=_should_read(fault, expected),
    )  # fmt: skip
    draft.show([expected], Relation.SAME)
    if fault is not None and fault.found is not None:
        draft.show([fault.found], fault.relation)
    draft.show([one.figure for one in own], Relation.OTHER_CONVENTION)
    draft.step(Look.OWN, "otherwise", what=source_line(expected))
    draft.step(Look.OTHER_READING, "explained" if fault else "not_explained", code=fault.code if fault else "")
    _others_step(draft, weighed)
    return draft


def _expected(said: Statement, own: Sequence[Candidate]) -> Statement:
    """The figure that should stand: the print nearest to the text's number, else the calendar's."""
    prints = [one.figure for one in own if one.is_printed]
    mine = central(said)
    if prints and mine is not None:
        return min(prints, key=lambda one: (apart(mine, central(one) or mine), one.id))
    return own[0].figure


def _should_read(fault: Fault | None, expected: Statement | None) -> Statement | None:
    if fault is not None and fault.found is not None:
        if fault.code not in _OF_OTHERS or expected is None:
            return fault.found
    return expected


_OF_OTHERS: Final = frozenset({Code.WRONG_PERIOD, Code.WRONG_SOURCE, Code.OLDER_VINTAGE, Code.CHANGE_QUOTED_AS_LEVEL})
"""Errors whose number is right of something else, while another figure stands for what the text is about."""


def _why(claim: Claim, fault: Fault | None, expected: Statement | None) -> Reason:
    """What stands there, what it should read, why, and by whom."""
    said = claim.said
    right = _should_read(fault, expected)
    told = {
        "written": claim.span.text,
        "when": when(said),
        "right": phrase(right) if right is not None else "",
        "who": maker(right) if right is not None else who(said.source),
        "right_when": when(right) if right is not None else "",
        "named": who(said.source),
        "party": _party(said.party),
    }
    if fault is None:
        return because(Code.NOT_EXPLAINED, **told)
    found = fault.found
    if found is not None:
        told |= {
            "found": phrase(found), "found_when": when(found), "found_who": maker(found), "found_place": found.place or word("phrase.whole"),
            "found_party": _party(found.party),
        }  # fmt: skip
    if fault.code == Code.WRONG_SOURCE and (expected is None or maker(expected) == told.get("found_who")):
        return because(fault.code, "wrong_source_none", **told)
    if fault.code == Code.WRONG_UNIT and found is None:
        return because(fault.code, "wrong_unit_none", **told)
    return because(fault.code, **told)


def _party(party: str) -> str:
    from pyrrhus.conflict import conflict

    return conflict().parties.get(party, party)


def _not_found(claim: Claim, figures: list[Candidate], others: Sequence[Candidate], weighed: Weighed, shelf: Shelf) -> Draft:
    """Nothing of the named source is held for these days, or nobody is named: by what others have, and by typed errors alone."""
    said, written = claim.said, claim.span.text
    named = said.source != "unattributed"
    quote = Quote.NOT_FOUND if named else Quote.NO_SOURCE_NAMED
    fault = explain(said, written, figures, shelf)
    sure = fault is not None and fault.code in _SURE_ALONE
    if fault is not None and (sure or (not named and others and _typed(fault) and weighed.substance == Substance.CONTRADICTED)):
        expected = next((one.figure for one in figures if one.tie == "own"), None)
        if expected is None and not named and others:
            expected = others[0].figure
        draft = Draft(
            Quote.MISQUOTED if named else quote, Substance.CONTRADICTED, Verdict.DIFFERS, _why(claim, fault, expected),
            should_read=_should_read(fault, expected),
        )  # fmt: skip
        if fault.found is not None:
            draft.show([fault.found], fault.relation)
        draft.step(Look.OTHER_READING, "explained", code=fault.code)
        _others_step(draft, weighed)
        return draft
    if weighed.substance == Substance.CONTRADICTED and (not named or _far_beyond(said, written, weighed, shelf)):
        nearest = min(weighed.disagree, key=lambda one: apart(central(said) or Decimal(0), central(one) or Decimal(1)))
        draft = Draft(
            quote, Substance.CONTRADICTED, Verdict.DIFFERS, _why(claim, fault if fault and not named else None, nearest),
            should_read=nearest,
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
    _others_step(draft, weighed)
    return draft


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


def _witnesses(weighed: Weighed, shelf: Shelf) -> set[str]:
    return {shelf.witness(one) for one in (*weighed.agree, *weighed.disagree)}


def _typed(fault: Fault) -> bool:
    return fault.code != Code.ROUNDING_BEYOND_BOUND


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
    """No evidence is no verdict: the document that would settle it is named, and the nearest figure of the source, for its size."""
    said = claim.said
    code = Code.NO_PERIOD if key == "no_period" else Code.NOTHING_HELD
    reason = because(code, key, written=claim.span.text, document=document_that_settles(said, shelf), who=who(said.source))
    draft = Draft(quote, Substance.NOT_CHECKABLE, Verdict.UNSUPPORTED, reason)
    return draft


def document_that_settles(said: Statement, shelf: Shelf) -> str:
    """The document that would hold the figure."""
    from pyrrhus.period import DAY, day_name, period_of

    documents = shelf.rules.documents
    days = period_of_figure(said)
    name = documents.get(said.source, documents["other"])
    day = said.end if said.kind in ("cumulative", "level") or said.end is None else said.end + DAY
    texts = {
        "day": day_name(day) if day else word("phrase.that_day"),
        "period": period_of(days.start, days.end).name if days else word("phrase.that_period"),
        "who": who(said.source),
    }
    for key, text in texts.items():
        name = name.replace("{" + key + "}", text)
    return name


def _without_days(claim: Claim, shelf: Shelf) -> Draft:
    """The text gives no days that can be resolved: the number is looked up, and only an exact one of the source's is told."""
    said = claim.said
    quote = Quote.NOT_FOUND if said.source != "unattributed" else Quote.NO_SOURCE_NAMED
    return nothing_held(claim, shelf, quote, "no_period")


def _others_step(draft: Draft, weighed: Weighed) -> None:
    rows = [*weighed.agree, *weighed.disagree]
    if not rows:
        draft.step(Look.OTHERS, "nobody_else")
    else:
        draft.step(
            Look.OTHERS, "others", agree="; ".join(map(source_line, weighed.agree)) or word("phrase.none"),
            disagree="; ".join(map(source_line, weighed.disagree)) or word("phrase.none"),
        )  # fmt: skip
