"""Ukraine's losses, and both parties' losses in the same columns."""

from __future__ import annotations

from typing import Final

from pyrrhus.brief.contents.losses import LossFindings
from pyrrhus.brief.document import Figure, Section, Sentence, Table
from pyrrhus.brief.evidence import NEARBY, Evidence
from pyrrhus.brief.figures import exact, figure
from pyrrhus.brief.wording import listed, say, word
from pyrrhus.measures.coverage import PARTIES, SUBJECTS, covered, source_count
from pyrrhus.period import Period, day_name
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import EVIDENCE_GRADES

__all__ = ["counted", "coverage", "section", "table"]

LOSSES: Final = (
    "casualties",
    "killed",
    "killed_confirmed",
    "irrecoverable",
    "killed_or_missing",
    "wounded",
    "missing",
    "captured",
)

ORDER: Final = ("killed", "wounded", "missing", "captured", "repeat_wounds", "unstated")


def section(evidence: Evidence) -> Section:
    """The section."""
    made = [say("both_parties.less")]
    rows = _nearest(evidence, "ukraine")
    flows = _claimed_flows(evidence)
    told: list[str] = []
    for one in [*rows, *flows]:
        made.append(_claim(evidence, one) if one.kind == "flow" else _total(evidence, one))
        if _is_moscows(evidence, one) and counted(one) not in told:
            made += _definition(one, again=bool(told))
            told.append(counted(one))
    if not any((one.start, one.end) == (evidence.period.start, evidence.period.end) for one in flows):
        made.append(say("both_parties.no_month"))
    if not rows and not flows:
        made.append(say("both_parties.none", day=day_name(evidence.as_of)))
    return Section("both-parties", word("section.both_parties"), (tuple(made),))


def table(evidence: Evidence, found: LossFindings) -> Table:
    """Every total near the period's end and every figure of the period itself, Russia's and Ukraine's side by side."""
    statements: list[Statement] = [one for one in (found.headline, found.total) if one is not None]
    for party in ("russia", "ukraine"):
        statements += evidence.near(party=party, metrics=LOSSES)
        statements += _flows(evidence, party)
    unique = {one.id: one for one in statements}.values()
    rows = [_row(evidence, one) for one in sorted(unique, key=_order)]
    for party in ("russia", "ukraine"):
        for metric in ("casualties", "killed", "wounded"):
            if not any(one.metric == metric and one.party == party for one in unique):
                rows.append(_empty(evidence, metric))
    columns = ("who", "stance", "counted", "period", "russia", "ukraine", "published", "evidence")
    return Table(
        "losses", word("table.losses"), tuple(word(f"table.{name}") for name in columns), tuple(rows), word("table.losses_note")
    )


def coverage(evidence: Evidence) -> Table:
    """Who published figures that end in the period, on each party: how many sources and which."""
    # Metric by metric: equipment, of which nothing stands here, is most of what is held.
    asked = (one for metrics in SUBJECTS.values() for metric in metrics for one in evidence.view.statements(metric=metric))
    found = covered(asked, evidence.period)
    rows: list[tuple[str | Figure, ...]] = []
    for what in SUBJECTS:
        cells: list[str | Figure] = [word(f"covered.{what}")]
        for party in PARTIES:
            here = found.get((party, what), [])
            cells.append(exact(source_count(here, evidence.period)) if here else word("table.not_published"))
            cells.append(", ".join(evidence.short(one.source) for one in here))
        rows.append(tuple(cells))
    columns = ("what", "russia_sources", "russia_who", "ukraine_sources", "ukraine_who")
    names_ = tuple(word(f"table.{name}") for name in columns)
    return Table("coverage", word("table.coverage"), names_, tuple(rows), word("table.coverage_note"))


def _nearest(evidence: Evidence, party: str) -> list[Statement]:
    """Of each source and metric the total nearest the period's end."""
    end = evidence.period.end
    best: dict[tuple[str, str], Statement] = {}
    rows = evidence.near(party=party, metrics=LOSSES)
    for one in sorted(rows, key=lambda row: (abs((row.end or end) - end), not row.includes, row.id)):
        best.setdefault((one.source, one.metric), one)
    return sorted(best.values(), key=_order)


def _flows(evidence: Evidence, party: str) -> list[Statement]:
    """Printed losses over days that overlap the period: as long as it or a few times longer at most."""
    limit = max(3 * evidence.period.days, 31) + 5
    return [
        one
        for metric in LOSSES
        for one in evidence.view.statements(metric=metric, kind="flow", party=party)
        if one.start and one.end and one.start <= evidence.period.end and one.end >= evidence.period.start
        and (one.end - one.start).days <= limit and not one.subgroup and not one.place
        and "doubtful" not in one.flags and one.evidence != "bytes" and (one.end - one.start).days >= evidence.period.days // 5
    ]  # fmt: skip


def _claimed_flows(evidence: Evidence) -> list[Statement]:
    rows = [one for one in _flows(evidence, "ukraine") if one.source == "ru_mod"]
    exact = [one for one in rows if (one.start, one.end) == (evidence.period.start, evidence.period.end)]
    return exact[:1] or sorted(rows, key=lambda one: (-_overlap(evidence, one), one.id))[:2]


def _overlap(evidence: Evidence, one: Statement) -> int:
    assert one.start and one.end
    return (min(one.end, evidence.period.end) - max(one.start, evidence.period.start)).days


def _total(evidence: Evidence, one: Statement) -> Sentence:
    assert one.end
    told = evidence.of.publisher(one.source)
    pieces: dict[str, str | Figure] = {
        "who": told.short,
        "n": figure(one),
        "what": word(f"both_parties.{one.metric}"),
        "day": day_name(one.end),
    }
    if _is_moscows(evidence, one):
        return say("both_parties.says_total", **pieces)
    if told.stance == "party":
        return say("both_parties.gave", **pieces)
    if one.metric == "killed_confirmed" or one.source in _listers(evidence):
        if one.metric != "killed_confirmed":
            return say("both_parties.listed_missing", **pieces)
        return say("both_parties.listed", makers=_makers(evidence, one), **pieces)
    verb = "estimate_plural" if one.source == "western_officials" else "estimate"
    return say("both_parties.estimates", verb=word(f"both_parties.{verb}"), **pieces)


def _is_moscows(evidence: Evidence, one: Statement) -> bool:
    """Whether a figure on Ukraine's losses is Moscow's."""
    told = evidence.of.publisher(one.source)
    return told.stance == "party" and told.party == "russia"


def _definition(one: Statement, *, again: bool) -> list[Sentence]:
    """What Moscow's figure counts, as far as it says: told at its first mention, as for Kyiv's, and where it counts otherwise."""
    if one.metric == "killed":
        return [] if again else [say("both_parties.party")]
    key = ("again_" if again else "") + ("defined" if one.includes else "undefined")
    names = listed([word(f"includes.{name}") for name in ORDER if name in one.includes])
    return [say(f"both_parties.{key}", includes=names)]


def _listers(evidence: Evidence) -> set[str]:
    """Who counts by name: what they put beside their names is a list too, and no estimate."""
    return {one.source for one in evidence.near(party="ukraine", metrics=["killed_confirmed"])}


def _makers(evidence: Evidence, one: Statement) -> str:
    told = evidence.of.publisher(one.source)
    if told.stance == "aligned":
        return word("both_parties.makers_aligned", party=evidence.of.parties[told.party])
    return word("both_parties.makers_unknown") if told.stance == "unknown" else ""


def _claim(evidence: Evidence, one: Statement) -> Sentence:
    assert one.start and one.end
    when = Period(one.start, one.end).when
    return say("both_parties.says", who=evidence.short(one.source), n=figure(one), when=when)


def _row(evidence: Evidence, one: Statement) -> tuple[str | Figure, ...]:
    told = evidence.of.publisher(one.derived_from if one.source == "pyrrhus" else one.source)
    absent = word("table.not_published")
    who = told.short
    if one.source == "pyrrhus":
        who = word("who.worked_out", who=who)
    elif one.derived_from:
        who = word("who.counting_on", who=who, other=evidence.short(one.derived_from))
    published = one.published or (f"by {one.published_to}" if one.published_to else word("table.unknown_day"))
    return (
        who,
        word(f"stance.{told.stance}"),
        counted(one),
        f"to {one.end}" if one.kind == "cumulative" else f"{one.start} to {one.end}",
        figure(one) if one.party == "russia" else absent,
        figure(one) if one.party == "ukraine" else absent,
        "" if one.source == "pyrrhus" else str(published),
        word(f"grade.{one.evidence}"),
    )


def counted(one: Statement) -> str:
    """What a loss figure counts, as far as its source says."""
    if not one.includes:
        return word(f"counted.{one.metric}")
    return ", ".join(word(f"includes.{name}") for name in ORDER if name in one.includes)


def _empty(evidence: Evidence, metric: str) -> tuple[str | Figure, ...]:
    absent = word("table.not_published")
    first, last = evidence.period.start, evidence.period.end + NEARBY
    return ("-", "-", word(f"counted.{metric}"), f"{first} to {last}", absent, absent, "", "")


def _order(one: Statement) -> tuple[object, ...]:
    grades = list(EVIDENCE_GRADES)
    grade = grades.index(one.evidence) if one.evidence in grades else len(grades)
    return (LOSSES.index(one.metric), one.party, one.kind != "flow", str(one.end), one.source, grade, one.id)
