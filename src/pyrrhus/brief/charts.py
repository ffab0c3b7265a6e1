"""What a brief draws: which statements, grouped how, under which finding, with which source line.

How a picture looks stands in :mod:`pyrrhus.brief.pictures`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from pyrrhus.brief.contents.ground import direction, signs
from pyrrhus.brief.contents.losses import LossFindings
from pyrrhus.brief.document import Chart, Document, Figure, Sentence
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import signed
from pyrrhus.brief.pictures import difference, specification
from pyrrhus.brief.wording import listed, say, word
from pyrrhus.measures.chain import Step
from pyrrhus.measures.flows import increases, mean_per_day
from pyrrhus.measures.trends import SAME_BAND
from pyrrhus.period import DAY, Period, day_name, month
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = ["charts", "described", "specification"]

MONTHS_SHOWN: Final = 24
DAYS_SHOWN: Final = 92
COUNTERS: Final = ("isw", "afp", "deepstate", "agentstvo", "uk_mod")
"""Whose printed months are drawn beside what is measured."""


def charts(evidence: Evidence, found: LossFindings, steps: list[Step]) -> list[Chart]:
    """What is drawn for a period; a picture without data is none."""
    known = day_name(evidence.as_of)
    made = []
    if evidence.period.days <= DAYS_SHOWN:
        days = increases(evidence.totals, evidence.period, evidence.jumps)
        rows = tuple(days.values())
        if len(rows) > 1:
            source = word("chart.source_losses", day=known)
            made.append(Chart("daily", "daily", _daily_finding(rows, evidence.period), source, rows))
    means = tuple(mean_per_day(one) for one in found.months[-MONTHS_SHOWN:])
    if len(means) > 2:
        source = word("chart.source_losses", day=known)
        made.append(Chart("monthly", "monthly", _monthly_finding(means), source, means))
    ground = _ground(evidence)
    if len(ground) > 1:
        groups, figures = zip(*ground, strict=True)
        source = word("chart.source_ground", who=_makers(evidence, figures), day=known)
        made.append(Chart("ground", "ground", _ground_finding(evidence), source, figures, groups))
    if steps:
        drawn = (steps[0].before, *(one.term for one in steps), steps[-1].after)
        ends = (_name(evidence, drawn[0]), *(_step_name(one) for one in steps), _name(evidence, drawn[-1]))
        between = [one.after for one in steps]
        source = word("chart.source_ground", who=_makers(evidence, (drawn[0], *between)), day=known)
        made.append(Chart("chain", "chain", _chain_finding(evidence, steps), source, drawn, ends))
    return made


def described(chart: Chart, document: Document) -> Sentence:
    """What the picture shows, in words and figures, for a reader who does not see it."""
    if chart.kind == "chain":
        steps = [
            say("chart.item", name=name, n=Figure(one, difference(one)))
            for name, one in list(zip(chart.groups, chart.figures, strict=True))[1:-1]
        ]
        first, last = (signed(one, in_table=True) for one in (chart.figures[0], chart.figures[-1]))
        ends = {"first_who": chart.groups[0], "last_who": chart.groups[-1]}
        return say("chart.described_chain", first=first, last=last, list=listed(list(steps)), **ends)
    if chart.kind == "ground":
        newest = dict(zip(chart.groups, chart.figures, strict=True))
        items = [
            say("chart.item_when", name=name, n=signed(one, in_table=True), when=month(_start(one)).name)
            for name, one in sorted(newest.items())
        ]
        return say("chart.described_ground", list=listed(list(items)))
    named = _day if chart.kind == "daily" else _month
    pieces: dict[str, str | Figure | Sentence] = {"period": document.period.name}
    for end, pick in (("low", min), ("high", max)):
        value = pick(_value(one) for one in chart.figures)
        alike = [one for one in chart.figures if _value(one) == value]
        pieces |= {end: signed(alike[0], in_table=True), f"{end}_when": listed([named(one) for one in alike])}
    return say(f"chart.described_{chart.kind}", **pieces)


def _daily_finding(rows: Sequence[Statement], period: Period) -> str:
    highest = max(rows, key=_value)
    alone = sum(one.value == highest.value for one in rows) == 1
    key = "chart.daily_highest" if alone else "chart.daily"
    return word(key, when=period.when, day=f"{_start(highest).day} {_start(highest):%B}")


def _monthly_finding(means: Sequence[Statement]) -> str:
    """The last month drawn against the one before, by daily mean."""
    then, now = means[-2:]
    if not _value(then) or month(_start(now) - DAY).start != month(_start(then)).start:
        return word("chart.monthly")
    change = (_value(now) - _value(then)) * 100 / _value(then)
    key = "same" if abs(change) <= SAME_BAND else "up" if change > 0 else "down"
    return word(f"chart.monthly_{key}", now=_month(now), then=_month(then))


def _ground_finding(evidence: Evidence) -> str:
    """What the counts of one month agree on against the month before; longer periods are not what is drawn."""
    counts = [one for one in evidence.counts if one.now.basis != "lost"]
    if evidence.period.shape != "month" or signs(counts) != "gain" or not direction(counts):
        return word("chart.ground")
    return word(f"chart.ground_{direction(counts)}", period=evidence.period.name)


def _chain_finding(evidence: Evidence, steps: Sequence[Step]) -> str:
    """The largest step, where steps can be told apart."""
    ends = {"first_who": _short(evidence, steps[0].before), "last_who": _short(evidence, steps[-1].after)}
    if len(set(ends.values())) == 1:
        return word("chart.chain_own", who=ends["first_who"])
    largest = max(steps, key=lambda one: abs(_value(one.term)))
    if len(steps) == 1 or len(largest.names) > 1:
        return word("chart.chain", **ends)
    return word("chart.chain_largest", name=_step_name(largest), **ends)


def _ground(evidence: Evidence) -> list[tuple[str, Statement]]:
    """Each month up to the period's: printed and measured km2 by counter."""
    found: list[tuple[str, Statement]] = []
    one = month(evidence.period.end)
    for _ in range(MONTHS_SHOWN):
        if one.start < evidence.of.start:
            break
        prints = [row for row in evidence.ground_prints(one) if row.source in COUNTERS and row.basis != "lost"]
        layers, maps = evidence.layer_change(one), evidence.maps.change(one)
        if maps and "stand_in" in maps.net.flags:
            # Where a map of the calendar's edges is missing, last to last may do without a stand-in.
            other = evidence.maps.change(one, "last_to_last")
            maps = other if other and "stand_in" not in other.net.flags else maps
        measured = [row for row in (layers[1] if layers else None, maps.net if maps else None) if row]
        rows = [*prints, *(row for row in measured if "so_far" not in row.flags)]
        found += [(_name(evidence, row), row) for row in reversed(rows)]
        one = month(one.start - DAY)
    return _recent(found[::-1], month(evidence.period.end))


def _recent(found: list[tuple[str, Statement]], last: Period) -> list[tuple[str, Statement]]:
    """Without the months of more than a year before, where these would press the rest into a flat line."""
    late = [(name, one) for name, one in found if _start(one) >= last.year_before().start]
    largest, largest_late = (max((abs(_value(one)) for _, one in rows), default=0.0) for rows in (found, late))
    return late if largest > 3 * largest_late and len(late) > 1 else found


def _name(evidence: Evidence, one: Statement) -> str:
    """Whose figure it is, and whether printed or measured; a print that counts ground beyond the country says so."""
    if one.source == "pyrrhus":
        return word(f"measured.{one.derived_from}")
    wide = one.place == evidence.of.scope_place
    return word("chart.printed_wide" if wide else "chart.printed", who=_short(evidence, one))


def _short(evidence: Evidence, one: Statement) -> str:
    return evidence.short(one.derived_from if one.source == "pyrrhus" else one.source).removeprefix("the ")


def _step_name(step: Step) -> str:
    return ", ".join(word(f"why_different.names_{name}") for name in step.names)


def _makers(evidence: Evidence, figures: Sequence[Statement]) -> str:
    """Whom a picture's figures come from: those who printed them, then the maps' own lines of attribution."""
    printed = {evidence.short(one.source) for one in figures if one.source != "pyrrhus"}
    measured = {one.derived_from for one in figures if one.source == "pyrrhus"}
    told = [word("chart.prints", who=", ".join(sorted(printed)))] if printed else []
    return "; ".join([*told, *(load_source(name).attribution for name in sorted(measured))])


def _value(one: Statement) -> float:
    return float(one.value or 0)


def _start(one: Statement) -> date:
    assert one.start
    return one.start


def _day(one: Statement) -> str:
    return day_name(_start(one))


def _month(one: Statement) -> str:
    return month(_start(one)).name
