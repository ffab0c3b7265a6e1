"""The dead: names counted one by one, a floor; estimates beside them, as what they are."""

from __future__ import annotations

from typing import Final

from pyrrhus.brief.document import Figure, Section, Sentence
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import figure
from pyrrhus.brief.wording import say, word
from pyrrhus.period import day_name
from pyrrhus.statement import Statement

__all__ = ["named", "section"]

COUNTERS: Final = {"russia": "mediazona_bbc", "ukraine": "ualosses"}
"""Whose list of names is followed over time, for each party."""


def named(evidence: Evidence, party: str = "russia") -> list[Statement]:
    """Counts of names near the period, by day; the list's makers only."""
    rows = evidence.near(party=party, metrics=["killed_confirmed"])
    return [one for one in rows if one.source == COUNTERS[party]]


def section(evidence: Evidence) -> Section:
    """The section."""
    title = word("section.dead")
    made = _names(evidence) + _estimates(evidence)
    if not made:
        made = [say("dead.none", day=day_name(evidence.as_of))]
    made += [say("dead.other_party"), say("dead.not_monthly")]
    return Section("the-dead", title, (tuple(made),))


def _names(evidence: Evidence) -> list[Sentence]:
    rows = named(evidence)
    inside = [one for one in rows if one.end and evidence.period.contains(one.end)][-2:]
    after = [one for one in rows if one.end and one.end > evidence.period.end][:1]
    before = [one for one in rows if one.end and one.end < evidence.period.start][-1:]
    made = []
    lead = inside or before or after
    if not lead:
        return []
    first, *more = lead
    assert first.end
    then: str | Sentence = ""
    if more:
        assert more[0].end
        then = say("dead.names_then", n=figure(more[0]), day=day_name(more[0].end))
    who = evidence.short(first.source)
    made.append(say("dead.names", who=who, n=figure(first), day=day_name(first.end), next=then))
    if after and after[0] is not first:
        assert after[0].end
        made.append(say("dead.names_later", day=day_name(after[0].end), n=figure(after[0])))
    return made


def _estimates(evidence: Evidence) -> list[Sentence]:
    """The estimate of each kind of source that ends nearest the period's end."""
    rows = [one for one in evidence.near(party="russia", metrics=["killed"]) if one.evidence != "bytes"]
    end = evidence.period.end
    made: list[Sentence] = []
    told: set[str] = set()
    for one in sorted(rows, key=lambda row: (abs((row.end or end) - end), row.source, row.id)):
        if one.source in told or one.source == "unattributed" or len(told) == 4:
            continue
        assert one.end
        told.add(one.source)
        who = evidence.short(one.source)
        pieces: dict[str, str | Figure] = {"who": who, "n": figure(one), "day": day_name(one.end)}
        if one.range_is == "assumption":
            made.append(say("dead.assumed", **pieces))
        else:
            made.append(_estimate(evidence, one, pieces))
    return made


def _estimate(evidence: Evidence, one: Statement, pieces: dict[str, str | Figure]) -> Sentence:
    told = evidence.of.publisher(one.source)
    if told.stance == "party" and told.party == one.party:
        return say("dead.gave", **pieces)
    if told.stance == "party":
        return say("dead.says", **pieces)
    many = one.source == "western_officials"
    return say("dead.estimate", verb=word("both_parties.estimate_plural" if many else "dead.estimate_killed"), **pieces)
