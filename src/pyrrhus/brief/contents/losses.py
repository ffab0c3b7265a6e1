"""What happened: Kyiv's count of Russian casualties in the period, its rank, pace and corrections."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pyrrhus.brief.document import Section, Sentence
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import bare, exact, figure, ordinal
from pyrrhus.brief.wording import say, word
from pyrrhus.measures.flows import increases, mean_per_day, without_jumps
from pyrrhus.measures.ranks import days_at_or_above, margin, rank, streak_above, threshold
from pyrrhus.measures.trends import trend
from pyrrhus.period import day_name, month
from pyrrhus.statement import Statement

__all__ = ["LossFindings", "findings", "section"]

MARK: Final = Decimal(1000)
"""The daily mark that days and streaks are counted against: the round number that texts on this count use."""
KYIV: Final = "ua_general_staff"


class LossFindings:
    """The figures of this section, for the section and for the title."""

    def __init__(self, evidence: Evidence) -> None:
        self.total = evidence.casualties()
        self.headline = evidence.printed_casualties(evidence.period) or self.total
        before = evidence.period.previous()
        self.before = evidence.printed_casualties(before) or evidence.casualties(before)
        comparable = self.headline is not None and self.before is not None
        self.trend = trend(self.headline, self.before) if comparable and self.headline and self.before else None
        self.open = self.total is not None and "so_far" in self.total.flags
        self.months = evidence.months["calendar"]
        whole_month = evidence.period.shape == "month" and self.total is not None and not self.open
        self.rank = self._rank(evidence) if whole_month else None
        self.margin = self._margin() if self.rank else None

    def _rank(self, evidence: Evidence) -> Statement | None:
        """By the calendar; None where the other print convention, or no reading of its own day, gives another."""
        ranks = []
        for series in evidence.months.values():
            if not series or series[-1].start != month(evidence.period.start).start or "stand_in" in series[-1].flags:
                return None
            found = rank(series[-1], series)
            if found is None:
                return None
            ranks.append(found)
        self.ranks_agree = len({found.rank for found in ranks}) == 1
        return ranks[0] if self.ranks_agree else None

    def _margin(self) -> tuple[Statement, Statement]:
        """How far under the highest, or for the highest how far the next is under it; and that other month."""
        ordered = sorted(self.months, key=lambda one: one.value or 0, reverse=True)
        mine = self.months[-1]
        if mine is ordered[0]:
            return margin(ordered[1], mine), ordered[1]
        return margin(mine, ordered[0]), ordered[0]


def findings(evidence: Evidence) -> LossFindings:
    """Work the figures out."""
    return LossFindings(evidence)


def section(evidence: Evidence, found: LossFindings) -> Section:
    """The section."""
    period = evidence.period
    title = word("section.what_happened")
    if found.headline is None or found.total is None:
        sentence = say("losses.none", when=period.when, day=day_name(evidence.as_of))
        return Section("what-happened", title, ((sentence,),))
    who = evidence.short(KYIV)
    lead = [say("losses.month", who=who, n=figure(found.headline), when=period.when, compared=_compared(found, evidence))]
    lead.append(say("losses.definition"))
    if found.total.start and found.total.start > period.start:
        lead.append(say("losses.begins", day=day_name(found.total.start)))
    if found.open:
        assert found.total.end
        lead.append(say("losses.so_far", day=day_name(found.total.end)))
    lead += _ranked(found)
    return Section("what-happened", title, (tuple(lead), tuple(_detail(evidence, found))))


def _compared(found: LossFindings, evidence: Evidence) -> str | Sentence:
    if found.trend is None or found.before is None:
        return ""
    name, when = evidence.period.previous().name, evidence.period.previous().when
    if found.open and found.trend.direction == "same":
        return say("losses.same_open", when=when)
    if found.trend.direction == "same":
        return say("losses.same_as", period=name, n=figure(found.before))
    change = word("losses.more" if found.trend.direction == "up" else "losses.fewer")
    if found.open:
        return say("losses.than_open", percent=bare(found.trend), more_or_fewer=change, when=when)
    return say("losses.than", percent=bare(found.trend), more_or_fewer=change, period=name, n=figure(found.before))


def _ranked(found: LossFindings) -> list[Sentence]:
    if found.rank is None or found.margin is None:
        disputed = getattr(found, "ranks_agree", True) is False
        return [say("losses.rank_disputed")] if disputed else []
    gap, other = found.margin
    assert other.start
    name = month(other.start).name
    place = ordinal(found.rank)
    key = "losses.rank_first" if found.rank.rank == 1 else "losses.rank"
    return [say(key, ordinal=place, other=name, margin=bare(gap))] if place else []


def _detail(evidence: Evidence, found: LossFindings) -> list[Sentence]:
    total = found.total
    assert total is not None
    made = []
    other = None if found.open else evidence.casualties(convention="last_to_last")
    if other is not None and other.value != total.value:
        made.append(say("losses.other_days", n=figure(other)))
    rest = without_jumps(total, evidence.jumps)
    if rest is not None:
        jump = rest.operands[1]
        made.append(say("losses.jump", n=figure(jump), rest=figure(rest)))
    made.append(say("losses.mean", total=figure(total), n=figure(mean_per_day(total))))
    made += _marks(evidence, found)
    for relay in evidence.view.statements(metric="casualties", kind="rate", party="russia"):
        same_days = (relay.start, relay.end) == (evidence.period.start, evidence.period.end)
        if same_days and relay.derived_from == KYIV and relay.source != "economist" and not relay.flags:
            made.append(say("losses.relay", who=evidence.short(relay.source), n=figure(relay)))
            break
    return made


def _marks(evidence: Evidence, found: LossFindings) -> list[Sentence]:
    """Days at or above the mark, and for months the streak of means above it."""
    days = increases(evidence.totals, evidence.period, evidence.jumps)
    counted = days_at_or_above(days.values(), MARK)
    if counted is None or not counted.value:
        return []
    streak = streak_above(found.months, MARK) if evidence.period.shape == "month" and not found.open else None
    mark = threshold(streak or counted, MARK)
    key = "losses.days_all" if counted.value == len(days) else "losses.days"
    made = [say(key, n=exact(counted), mark=bare(mark))] if evidence.period.days > 1 else []
    if streak is not None and streak.value and streak.value > 1:
        assert streak.start
        made.append(say("losses.streak", mark=bare(mark), n=exact(streak), since=month(streak.start).name))
    return made
