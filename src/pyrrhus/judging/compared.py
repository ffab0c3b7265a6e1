"""Trends of one source over two periods: worked out, none taken from a text's word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.figures_over import daily_mean, figure_over
from pyrrhus.judging.numbers import apart, meant
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.unfound import nothing_held, unfound_quote
from pyrrhus.judging.verdicts import Code, Look, Quote, Relation, Substance, Verdict
from pyrrhus.judging.wording import maker, phrase, source_line, when, word
from pyrrhus.measures.trends import SAME_BAND, trend
from pyrrhus.measures.worked import divided, worked_out
from pyrrhus.period import DAY, Period, month, period_of, season
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["judge_trend"]


def judge_trend(claim: Claim, shelf: Shelf) -> Draft:
    """``slower than``: both periods' figures, by the day where they differ in length, against the word or number of the text."""
    said = claim.said
    days = period_of_figure(said)
    if days is None:
        return nothing_held(claim, shelf, unfound_quote(said), "no_period")
    against = _against(said, days)
    made = [found for one in against for found in _changes(said, days, one, shelf)]
    if not made:
        return nothing_held(claim, shelf, unfound_quote(said))
    named = said.source != "unattributed"
    if said.value is None:
        made = [one for one in made if not _is_of_amounts(one)]
    holds = [one for one in made if _holds(said, claim.span.text, one)]
    stated_against = said.vs_start is not None
    sized = said.value is not None
    if holds and (stated_against or sized or len(holds) == len(made)):
        return _true(claim, holds[0], shelf)
    if not stated_against and holds:
        draft = _true(claim, holds[0], shelf)
        draft.qualifiers.append(because(Code.AMBIGUOUS, "trend_without_period", written=claim.span.text))
        return draft
    best = made[0]
    if not _decides(best):
        return nothing_held(claim, shelf, unfound_quote(said))
    now, then = best.operands
    if not stated_against:
        draft = nothing_held(claim, shelf, unfound_quote(said))
        told = {"now": phrase(now), "now_when": when(now), "then": phrase(then), "then_when": when(then)}
        draft.reason = because(Code.AMBIGUOUS, "trend_against_nothing", written=claim.span.text, who=maker(now), **told)
        draft.show([best, now, then], Relation.SAME)
        return draft
    # Of a month beside a month the word is simply wrong; beside a longer time it may hold of a part of it.
    other = _other_comparison(said, days, shelf) if said.value is None and not _same_shape(days, against[0]) else None
    told = {
        "written": claim.span.text, "when": when(said), "who": maker(now), "change": phrase(best),
        "direction": word(f"phrase.direction_{best.direction}"), "now": phrase(now), "then": phrase(then),
        "then_when": when(then), "now_when": when(now),
    }  # fmt: skip
    code = Code.WRONG_DIRECTION
    key = ""
    if other is not None:
        code, told["right"], told["right_figure"] = (
            Code.WRONG_COMPARISON_PERIOD,
            when(other.operands[1]),
            phrase(other.operands[1]),
        )
    elif said.value is not None and best.direction == said.direction:
        code, key = Code.NOT_EXPLAINED, "trend_size"
    draft = Draft(
        Quote.MISQUOTED if named else Quote.NO_SOURCE_NAMED, Substance.CONTRADICTED, Verdict.DIFFERS, because(code, key, **told),
        should_read=other if other is not None else best,
    )  # fmt: skip
    draft.show([best, now, then], Relation.SAME)
    if other is not None:
        draft.show([other, other.operands[1]], Relation.SAME)
    draft.step(Look.OWN, "compared", now=source_line(now), then=source_line(then))
    return draft


def _against(said: Statement, days: Period) -> list[Period]:
    """The period that a trend is measured against: the text's, else the one before, the season before and the year before."""
    if said.vs_start is not None and said.vs_end is not None and said.vs_end >= said.vs_start:
        return [period_of(said.vs_start, said.vs_end)]
    if days.days < 27 or days.shape in ("month", "year", "quarter", "week", "day"):
        return [days.previous()]
    found = [days.previous()]
    first = season(days.start)[1]
    if (first.start, first.end) == (days.start, days.end):
        found = [season(days.start - DAY)[1]]
    return found


def _changes(said: Statement, days: Period, then: Period, shelf: Shelf) -> list[Statement]:
    """The change by the day, and of periods that differ in length also of the whole amounts, which texts compare too."""
    first = _change(said, days, then, shelf)
    if first is None:
        return []
    now, before = first.operands
    found = [first]
    if now.formula.startswith("mean_per_day") and before.formula.startswith("mean_per_day"):
        amounts = [one.operands[0] for one in (now, before)]
        if all(one.value is not None and one.value > 0 for one in amounts):
            found.append(_amounts(*amounts))
    return found


def _is_of_amounts(change: Statement) -> bool:
    now, then = change.operands
    if now.kind != "flow" or not (now.start and now.end and then.start and then.end):
        return False
    return abs((now.end - now.start).days - (then.end - then.start).days) > 3


def _amounts(now: Statement, then: Statement) -> Statement:
    assert now.value is not None and then.value is not None
    change = divided((now.value - then.value) * 100, then.value)
    return worked_out(
        "percent_change/1", [now, then], metric=now.metric, basis=now.basis, party=now.party, kind="trend", unit="percent",
        value=abs(change), direction="same" if abs(change) <= SAME_BAND else "up" if change > 0 else "down", start=now.start,
        end=now.end, vs_start=then.start, vs_end=then.end, place=now.place, convention=now.convention,
        derived_from=now.derived_from if now.source == "pyrrhus" else now.source,
    )  # fmt: skip


def _change(said: Statement, days: Period, then: Period, shelf: Shelf) -> Statement | None:
    """The change by the first pair of figures of one maker and scope."""
    ours = figure_over(said.metric, said.party, days, said.source, shelf)
    theirs = figure_over(said.metric, said.party, then, said.source, shelf)
    if said.value is not None:
        # A size is of the very days.
        ours, theirs = ([one for one in rows if _of(one, of)] for rows, of in ((ours, days), (theirs, then)))
    for one in ours:
        for other in theirs:
            same_maker = _who(one) == _who(other) and (one.place == other.place or not (one.place and other.place))
            if not same_maker or bool(one.formula) != bool(other.formula):
                continue
            now, before = daily_mean(one), daily_mean(other)
            amounts = said.value is not None and said.unit == one.unit and abs(days.days - then.days) <= 3
            alike = one.kind == other.kind == "flow" and (_same_shape(days, then) or amounts)
            if alike:
                now, before = one, other
            if now is not None and before is not None and now.unit == before.unit and (found := trend(now, before)):
                return found
    return None


def _of(one: Statement, days: Period) -> bool:
    return (one.start, one.end) == (days.start, days.end)


def _same_shape(one: Period, other: Period) -> bool:
    return one.shape == other.shape and one.shape in ("month", "quarter", "year", "day", "week")


def _who(one: Statement) -> str:
    return one.derived_from if one.source == "pyrrhus" else one.source


def _holds(said: Statement, written: str, change: Statement) -> bool:
    """Whether a change is the text's: its direction, and where the text gives a size in percent or as a multiple, that too."""
    assert change.value is not None
    size = change.value
    if said.direction == "same":
        return size <= SAME_BAND
    if (
        said.direction
        and said.direction != change.direction
        and not (change.direction == "same" and _signed_change(change) == said.direction)
    ):
        return False
    if said.value is None:
        return True
    mine = meant(said, written)
    if said.unit == "percent" and mine is not None:
        return mine.holds(size) or apart(said.value, size) <= Decimal("0.05") or abs(said.value - size) <= 1
    now, then = change.operands
    if now.value is None or not then.value or mine is None:
        return False
    if said.unit == "none":
        times = now.value / then.value
        above = said.bound == "over" and said.value <= times <= said.value * Decimal("1.5")
        return above or mine.holds(times) or mine.holds(1 / times) or apart(said.value, times) <= Decimal("0.1")
    if said.unit == now.unit:
        return mine.holds(abs(now.value - then.value))
    return False


def _signed_change(change: Statement) -> str:
    now, then = change.operands
    assert now.value is not None and then.value is not None
    return "up" if now.value > then.value else "down" if now.value < then.value else "same"


def _decides(change: Statement) -> bool:
    """A change is held against a text where it is more than the band, or the figures are the daily series'."""
    now = change.operands[0]
    return now.metric == "casualties" or (change.value is not None and change.value > SAME_BAND)


def _true(claim: Claim, change: Statement, shelf: Shelf) -> Draft:
    said = claim.said
    now, then = change.operands
    named = said.source != "unattributed"
    party = shelf.stance(shelf.witness(now)) == "party"
    draft = Draft(
        Quote.AS_STATED if named else Quote.NO_SOURCE_NAMED, Substance.ONE_PARTY_ONLY if party else Substance.NOT_CHECKABLE,
        Verdict.CONSISTENT,
        because(
            Code.FOLLOWS, "trend_holds", who=maker(now), now=phrase(now), then=phrase(then), now_when=when(now),
            then_when=when(then), written=claim.span.text,
        ),
    )  # fmt: skip
    draft.show([change, now, then], Relation.SAME)
    draft.step(Look.OWN, "compared", now=source_line(now), then=source_line(then))
    return draft


def _other_comparison(said: Statement, days: Period, shelf: Shelf) -> Statement | None:
    """Another period of which the text's word would be true: the seasons, the quarter and the months before."""
    tried: list[Period] = []
    before = season(days.start)[1]
    for _ in range(3):
        before = season(before.start - DAY)[1]
        tried.append(before)
    last = month(days.start)
    for _ in range(6):
        last = last.previous()
        tried.append(last)
    tried.append(period_of(date(days.start.year - 1, 1, 1), date(days.start.year - 1, 12, 31)))
    for one in tried:
        if (one.start, one.end) == (said.vs_start, said.vs_end) or one.end >= days.start:
            continue
        change = _change(said, days, one, shelf)
        if change is not None and _holds(said, "", change):
            return change
    return None
