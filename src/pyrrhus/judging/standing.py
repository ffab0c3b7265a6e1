"""Ranks, marks passed and streaks, worked out from the series as known on a day, by both day conventions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.figures_over import series_of
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.unfound import nothing_held
from pyrrhus.judging.verdicts import Code, Look, Quote, Relation, Substance, Verdict
from pyrrhus.judging.wording import maker, number, phrase, source_line, when, who, word
from pyrrhus.measures.flows import mean_per_day
from pyrrhus.measures.ranks import streak_above, threshold
from pyrrhus.measures.readings import Convention
from pyrrhus.measures.worked import worked_out
from pyrrhus.period import Period, month
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["judge_rank", "judge_threshold", "whose_series"]

BOTH: Final[tuple[Convention, ...]] = ("first_to_first", "last_to_last")
FEWEST: Final = 2
SETTLED: Final = timedelta(days=30)
"""How long after a count began its daily figures were still first estimates, which most rankings of days leave out."""
LONG_AGO: Final = 365
"""Days before the claim's end within which a second named source's figures tell whose they are."""


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
        return nothing_held(claim, shelf, _unfound(said), "no_period")
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
        return nothing_held(claim, shelf, _unfound(said))
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


def whose_series(said: Statement, shelf: Shelf) -> list[str]:
    """The daily series that may speak for a claim: Kyiv's for casualties, whoever repeats them; a map-maker's own."""
    if said.party != "russia" or said.subgroup or shelf.place(said.place):
        return []
    if said.metric == "casualties":
        return ["ua_general_staff"] if said.source not in ("ru_mod", "russia_government") else []
    if said.metric == "ground":
        return [said.source] if said.source in ("isw", "deepstate") else ["isw", "deepstate"]
    return []


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
    return nothing_held(claim, shelf, _unfound(said))


def _unfound(said: Statement) -> Quote:
    return Quote.NOT_FOUND if said.source != "unattributed" else Quote.NO_SOURCE_NAMED
