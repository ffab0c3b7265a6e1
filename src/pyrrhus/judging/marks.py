"""Marks that days or months passed, and runs of months, on the series as known on a day."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.figures_over import BOTH, series_of, whose_series
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.unfound import nothing_held, unfound_quote
from pyrrhus.judging.verdicts import Code, Look, Quote, Relation, Substance, Verdict
from pyrrhus.judging.wording import maker, number, phrase, source_line, when, who
from pyrrhus.measures.flows import mean_per_day
from pyrrhus.measures.ranks import streak_above, threshold
from pyrrhus.measures.readings import Convention
from pyrrhus.period import Period, month
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["judge_threshold"]

FEWEST: Final = 2
LONG_AGO: Final = 365
"""Days before the claim's end within which a second named source's figures tell whose they are."""


def judge_threshold(claim: Claim, shelf: Shelf) -> Draft:
    """A mark that days or months passed, and a count of months in a row."""
    said = claim.said
    if said.metric not in ("casualties", "ground") or said.party != "russia" or said.end is None or said.place:
        return _printed_or_nothing(claim, shelf)
    asked = said.value if said.kind == "threshold" and said.value is not None else Decimal(0)
    drafts = [
        found for source in whose_series(said, shelf) for name in BOTH if (found := _passed(claim, source, name, asked, shelf))
    ]
    fine = [one for one in drafts if one.verdict != Verdict.DIFFERS]
    if fine or drafts:
        return (fine or drafts)[0]
    return _printed_or_nothing(claim, shelf)


def _passed(claim: Claim, source: str, convention: Convention, mark: Decimal, shelf: Shelf) -> Draft | None:
    said = claim.said
    days = period_of_figure(said)
    if days is not None and days.days < 28:
        return _passed_on_day(claim, days, mark, shelf)
    assert said.end
    last = month(said.end)
    series = series_of(said.metric, last, source, shelf, shelf.of.start, convention)
    ended = [one for one in series if one.end and one.end <= said.end]
    if days is not None and days.days >= 28:
        ended = [one for one in ended if one.start and one.start >= month(days.start).start]
    if len(ended) < FEWEST or (days is None and ended[-1].end and (said.end - ended[-1].end).days > 62):
        return None
    run = streak_above(ended, mark)
    if run is not None and run.value == len(ended) and said.kind != "threshold" and run.value < _least(said):
        return None  # the series is too short to tell
    # A mark that was passed "for months" needs two of them; one that was passed in a period, all of its months.
    least = _least(said) if said.kind != "threshold" else Decimal(FEWEST if days is None else len(ended))
    long_enough = run is not None and run.value is not None and run.value >= least
    told = {
        "who": maker(ended[-1]), "written": claim.span.text, "mark": number(mark),
        "last": number(mean_per_day(ended[-1]).value or Decimal(0), ours=True), "last_when": when(ended[-1]),
        "run": number(run.value) if run is not None and run.value is not None else "0",
        "since": when(run.operands[0]) if run is not None else "",
    }  # fmt: skip
    named = said.source != "unattributed"
    party = shelf.stance(source) == "party"
    if run is not None and long_enough:
        mark_passed = threshold(run, mark)
        draft = Draft(
            Quote.AS_STATED if named else Quote.NO_SOURCE_NAMED, Substance.ONE_PARTY_ONLY if party else Substance.NOT_CHECKABLE,
            Verdict.CONSISTENT, because(Code.FOLLOWS, "streak_holds", **told),
        )  # fmt: skip
        draft.show([mark_passed, run, *run.operands[-6:]], Relation.SAME)
        if relay := _relayed(claim, shelf):
            draft.quote = Quote.INCOMPLETE
            draft.reason = because(
                Code.RELAY_AS_WITNESS,
                "relay_as_second_witness",
                relay=who(relay.source),
                maker=who(shelf.witness(relay)),
                run=told["run"],
                mark=told["mark"],
                since=told["since"],
            )
            draft.show([relay], Relation.DERIVED)
        return draft
    if not named or source in shelf.rules.family(said.source):
        draft = Draft(
            Quote.MISQUOTED if named else Quote.NO_SOURCE_NAMED, Substance.CONTRADICTED, Verdict.DIFFERS,
            because(Code.NOT_EXPLAINED, "streak_broken", **told), should_read=run,
        )  # fmt: skip
        draft.show([mean_per_day(one) for one in ended[-6:]], Relation.SAME)
        return draft
    return None


def _passed_on_day(claim: Claim, days: Period, mark: Decimal, shelf: Shelf) -> Draft | None:
    said = claim.said
    if said.metric != "casualties":
        return None
    figures = shelf.losses("casualties", days)
    if not figures:
        return None
    means = [mean_per_day(one) for one in figures]
    over = said.bound not in ("under", "nearly")
    hits = [one for one in means if one.value is not None and (one.value >= mark) is over]
    best = (hits or means)[0]
    told = {"who": maker(best), "figure": phrase(best), "when": when(best), "written": claim.span.text}
    named = said.source != "unattributed"
    if not hits and len({one.convention for one in figures}) < FEWEST:
        return None  # the bulletin after that day is not known yet
    if hits:
        draft = Draft(
            Quote.AS_STATED if named else Quote.NO_SOURCE_NAMED,
            Substance.ONE_PARTY_ONLY,
            Verdict.CONSISTENT,
            because(Code.FOLLOWS, "follows", **told),
        )
    else:
        draft = Draft(
            Quote.MISQUOTED if named else Quote.NO_SOURCE_NAMED, Substance.CONTRADICTED, Verdict.DIFFERS,
            because(
                Code.ROUNDING_BEYOND_BOUND, right=phrase(best), right_when=when(best), named=who(said.source), party="", **told
            ), should_read=best,
        )  # fmt: skip
    draft.show([best], Relation.SAME)
    return draft


def _least(said: Statement) -> Decimal:
    value = said.value or Decimal(0)
    if said.unit == "days":
        return value / 31
    if said.unit == "weeks":
        return value * 7 / 31
    return value


def _relayed(claim: Claim, shelf: Shelf) -> Statement | None:
    """A figure of a second named source that rests on the first."""
    said = claim.said
    for source in claim.source_also:
        members = shelf.rules.members(source)
        for kind in ("rate", "flow"):
            for one in shelf.rows(said.metric, kind, said.party):
                recent = one.end and said.end and 0 <= (said.end - one.end).days <= LONG_AGO
                if one.source in members and recent and shelf.witness(one) in shelf.rules.family(said.source):
                    return one
    return None


def _printed_or_nothing(claim: Claim, shelf: Shelf) -> Draft:
    said = claim.said
    for one in shelf.rows(said.metric, said.kind, said.party):
        near = one.end and said.end and abs((one.end - said.end).days) <= 62
        if one.source == said.source and near and one.value is not None and one.value == said.value and one.unit == said.unit:
            draft = Draft(Quote.AS_STATED, Substance.NOT_CHECKABLE, Verdict.AS_STATED, because(
                Code.PRINTED, who=maker(one), figure=phrase(one), when=when(one), written=claim.span.text))  # fmt: skip
            draft.show([one], Relation.SAME)
            draft.step(Look.OWN, "found", what=source_line(one))
            return draft
    return nothing_held(claim, shelf, unfound_quote(said))
