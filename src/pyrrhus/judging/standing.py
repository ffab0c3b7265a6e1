"""Ranks, worked out from the series as known on a day, by both day conventions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.figures_over import BOTH, series_of, whose_series
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.unfound import nothing_held, unfound_quote
from pyrrhus.judging.verdicts import Code, Look, Quote, Relation, Substance, Verdict
from pyrrhus.judging.wording import maker, number, phrase, when, word
from pyrrhus.measures.readings import Convention
from pyrrhus.measures.worked import worked_out
from pyrrhus.period import Period
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["judge_rank"]

FEWEST: Final = 2
SETTLED: Final = timedelta(days=30)
"""How long after a count began its daily figures were still first estimates, which most rankings of days leave out."""


@dataclass(frozen=True, slots=True)
class _Place:
    rank: Statement
    first: Statement
    mine: Statement


def judge_rank(claim: Claim, shelf: Shelf) -> Draft:
    """``second-highest``: the place of the claim's days among all of the same length since the series, or ``vs_start``, began."""
    said = claim.said
    days = period_of_figure(said)
    quote = Quote.AS_STATED if said.source != "unattributed" else Quote.NO_SOURCE_NAMED
    if days is None or said.rank is None:
        return nothing_held(claim, shelf, unfound_quote(said), "no_period")
    printed = _printed_rank(said, shelf)
    series = whose_series(said, shelf)
    places = [found for source in series for name in BOTH if (found := _place(said, days, source, name, shelf))]
    settled = [
        found
        for source in series
        for name in BOTH
        if days.days <= 7 and (found := _place(said, days, source, name, shelf, SETTLED))
    ]
    if said.rank not in {one.rank.rank for one in places} and said.rank in {one.rank.rank for one in settled}:
        places = settled
    ranks = {one.rank.rank for one in places}
    if said.rank in ranks or (printed is not None and printed.rank == said.rank):
        figure = printed if printed is not None and printed.rank == said.rank else places[0].rank
        for one in places:
            figure = one.rank if one.rank.rank == said.rank and printed is None else figure
        told = {"who": maker(figure), "figure": phrase(figure), "when": when(figure), "written": claim.span.text}
        draft = Draft(
            quote if figure is printed or said.source != "unattributed" else Quote.NO_SOURCE_NAMED,
            Substance.ONE_PARTY_ONLY if said.metric in ("casualties", "equipment") else Substance.NOT_CHECKABLE,
            Verdict.AS_STATED if printed is not None and said.source != "unattributed" else Verdict.CONSISTENT,
            because(Code.FOLLOWS, "rank_holds", **told) if printed is None else because(Code.PRINTED, "rank_printed", **told),
        )  # fmt: skip
        if places is settled:
            draft.qualifiers.append(because(Code.AMBIGUOUS, "rank_but_for_start", written=claim.span.text))
        elif len(ranks) > 1:
            draft.qualifiers.append(because(Code.AMBIGUOUS, "rank_by_days", written=claim.span.text))
        if said.source == "unattributed" and said.metric == "casualties":
            draft.qualifiers.append(
                because(Code.PARTY_NOT_NAMED, "party_not_named", maker=maker(figure), who=maker(figure), figure=phrase(figure))
            )
        draft.show([figure], Relation.SAME)
    elif places and _decides(said, places):
        right = places[0].rank
        code = (
            Code.WRONG_DIRECTION if right.rank == 1 and said.rank == 1 and right.direction != said.direction else Code.WRONG_RANK
        )
        draft = Draft(
            Quote.MISQUOTED if said.source != "unattributed" else Quote.NO_SOURCE_NAMED, Substance.CONTRADICTED, Verdict.DIFFERS,
            because(
                code, "wrong_rank", written=claim.span.text, when=when(said), right=phrase(right), who=maker(right),
                mine=phrase(places[0].mine), first=phrase(places[0].first), first_when=when(places[0].first),
            ), should_read=right,
        )  # fmt: skip
    else:
        return nothing_held(claim, shelf, unfound_quote(said))
    for one in places:
        draft.show([one.rank, one.mine, one.first], Relation.SAME if one is places[0] else Relation.OTHER_CONVENTION)
    if printed is not None:
        draft.show([printed], Relation.SAME)
    draft.step(
        Look.OWN,
        "ranked",
        what="; ".join(f"{phrase(one.rank)} ({number(one.mine.value or Decimal(0), ours=True)})" for one in places)
        or word("phrase.none"),
    )
    return draft


def _place(
    said: Statement, days: Period, source: str, convention: Convention, shelf: Shelf, skip: timedelta = timedelta()
) -> _Place | None:
    begin = max(said.vs_start or shelf.of.start, shelf.of.start + skip)
    until = said.vs_end or shelf.as_of
    series = [one for one in series_of(said.metric, days, source, shelf, begin, convention) if one.start and one.end]
    inside = [one for one in series if one.start and one.end and one.start >= _floor(begin, days) and one.end <= until]
    mine = next((one for one in inside if (one.start, one.end) == (days.start, days.end)), None)
    if mine is None or len(inside) < FEWEST or mine.value is None or "stand_in" in mine.flags:
        return None
    down = said.direction == "down"
    values = [one.value for one in inside if one.value is not None]
    place = sum(value < mine.value if down else value > mine.value for value in values) + 1
    ordered = sorted((one for one in inside if one.value is not None), key=lambda one: one.value or Decimal(0), reverse=not down)
    first = next((one for one in ordered if one is not mine), mine)
    rank = worked_out(
        "rank/1", inside, metric=mine.metric, basis=mine.basis, party=mine.party, kind="rank", unit=mine.unit, rank=place,
        direction=said.direction or "up", start=mine.start, end=mine.end, vs_start=inside[0].start, vs_end=inside[-1].end,
        convention=mine.convention, derived_from=mine.derived_from,
    )  # fmt: skip
    return _Place(rank, first, mine)


def _floor(begin: date, days: Period) -> date:
    """A series that begins inside a period of the shape begins with that period."""
    return begin.replace(day=1) if days.shape in ("month", "quarter", "year") else begin


def _decides(said: Statement, places: list[_Place]) -> bool:
    """A rank is held against a text only where both day conventions refuse it, and for ground not in a photo finish."""
    if said.metric == "casualties":
        return {"first_to_first", "last_to_last"} <= {one.mine.convention for one in places}
    if said.source not in ("isw", "deepstate"):
        return False
    mine, first = places[0].mine.value, places[0].first.value
    return mine is not None and first is not None and abs(mine - first) > abs(first) / 10


def _printed_rank(said: Statement, shelf: Shelf) -> Statement | None:
    family = shelf.rules.family(said.source) | {said.relayed_by}
    rows = [
        one for one in shelf.rows(said.metric, "rank", said.party)
        if (one.start, one.end) == (said.start, said.end) and "doubtful" not in one.flags
        and (said.source == "unattributed" or {one.source, one.relayed_by, one.derived_from} & family)
    ]  # fmt: skip
    return next((one for one in rows if one.rank == said.rank and one.direction == said.direction), rows[0] if rows else None)
