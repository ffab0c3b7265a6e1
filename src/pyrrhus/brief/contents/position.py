"""Where it stands: the newest running total where the edition is near the period, else the one at its end."""

from __future__ import annotations

from datetime import date, timedelta

from pyrrhus.brief.document import Section
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import figure
from pyrrhus.brief.wording import say, word
from pyrrhus.measures.flows import increases
from pyrrhus.measures.readings import pick
from pyrrhus.period import Period, day_name

__all__ = ["section"]

NEAR = timedelta(days=31)


def section(evidence: Evidence) -> Section:
    """The section."""
    title = word("section.position")
    totals = evidence.totals
    near = evidence.as_of - evidence.period.end <= NEAR
    day = _day(evidence, near=near)
    if day is None:
        return Section("position", title, ((say("position.none"),),))
    total = totals[day]
    covered = totals.covers(day)
    rise = increases(totals, Period(covered, covered, "day"), evidence.jumps).get(covered)
    key = "position.latest" if near else "position.period_end"
    if rise is None:
        made = [say(f"{key}_alone", day=day_name(day), total=figure(total))]
    elif "jump" in rise.flags:
        made = [say(f"{key}_alone", day=day_name(day), total=figure(total))]
        made.append(say("position.jump", increase=figure(rise), day=day_name(covered)))
    else:
        made = [say(key, day=day_name(day), total=figure(total), increase=figure(rise))]
        made.append(say("position.covers", day=day_name(covered)))
    return Section("position", title, (tuple(made),))


def _day(evidence: Evidence, *, near: bool) -> date | None:
    if not evidence.totals:
        return None
    if near:
        return evidence.totals.newest
    picked = pick(evidence.totals.showing(evidence.period.end), evidence.totals, evidence.totals.newest)
    return picked.day if picked else None
