"""A changed figure in words: what it is, and the sentence that an editor can print as a correction."""

from __future__ import annotations

from datetime import date
from typing import Final

from pyrrhus.brief.document import text_of
from pyrrhus.brief.recheck import Finding, Moved, printed_as
from pyrrhus.brief.render.entries import inert
from pyrrhus.brief.saved import Place, Saved
from pyrrhus.brief.wording import catalogue, listed, word
from pyrrhus.conflict import conflict
from pyrrhus.period import day_name, period_of
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import UNITS

__all__ = ["correction", "described", "with_unit"]

LEAVES_TOLD: Final = 2
"""How many of the changed figures under a worked-out one a sentence names."""


def correction(saved: Saved, finding: Finding) -> str:
    """One or two sentences: what was given, what it became, since when, and where that stands."""
    one, after = finding.printed.statement, finding.after
    lead, words = _lead(saved, finding), {"known": _known(finding.known, after)}
    if after is not None:
        words["after"] = with_unit(after, place(finding))
    if finding.change == "redefined":
        if after is None:
            return word("recheck.redefined", lead=lead, formula=inert(one.formula))
        return word("recheck.redefined_after", lead=lead, formula=inert(one.formula), now=after.formula, **words)
    if finding.change == "superseded" and one.formula:
        end = day_name(one.end) if one.end else word("recheck.undated")
        return word("recheck.superseded_so_far", lead=lead, end=end, **words)
    if finding.moved:
        return word("recheck.worked" if after else "recheck.worked_none", lead=lead, leaves=_leaves(finding.moved), **words)
    return word(f"recheck.{finding.change}", lead=lead, **words)


def place(finding: Finding) -> Place:
    """Where a figure is quoted from: the words, unless the change shows only in the finer rounding of a table."""
    after, places = finding.after, finding.printed.places
    order: tuple[Place, ...] = ("text", "evidence", "table", "chart")
    found = [one for one in order if one in places]
    changed = [one for one in found if after and printed_as(finding.printed.statement, one) != printed_as(after, one)]
    return (changed or found)[0]


def with_unit(one: Statement, where: Place) -> str:
    """The number as printed there, with its unit."""
    text = printed_as(one, where)
    unit = UNITS[one.unit]
    if one.rank is not None or not unit:
        return text
    return f"{text} {unit.removesuffix('s') if text == '1' else unit}"


def described(one: Statement) -> str:
    """What a figure is: counted, whose, over which days, by whom, and how it was worked out."""
    of, key = conflict(), f"recheck.metric_{one.metric}"
    key = f"{key}_{one.basis}" if f"{key}_{one.basis}" in catalogue() else key
    party = inert(of.parties.get(one.party, one.party)) or word("recheck.nobody")
    own = key in catalogue()
    counted = word(key, party=party) if own else word("recheck.of_party", what=word(f"counted.{one.metric}"), party=party)
    what = ", ".join(inert(part) for part in (counted, one.class_, one.subgroup, one.place) if part)
    when = period_of(one.start, one.end).when if one.start and one.end else word("recheck.undated")
    if not one.formula:
        return word("recheck.by", what=what, when=when, who=inert(of.publisher(one.source).short))
    name = f"page.formula_{one.formula.partition('/')[0]}"
    how = word(name) if name in catalogue() else inert(one.formula)
    if one.convention not in ("", "calendar"):
        how += f", {word(f'page.convention_{one.convention}')}"
    if not one.derived_from:
        return word("recheck.by_several", what=what, when=when, how=how)
    return word("recheck.by_worked", what=what, when=when, how=how, who=inert(of.publisher(one.derived_from).short))


def _lead(saved: Saved, finding: Finding) -> str:
    one = finding.printed.statement
    words = {"what": described(one), "before": with_unit(one, place(finding))}
    if saved.published is None:
        return word("recheck.lead_brief", day=day_name(saved.as_of), **words)
    words["published"] = day_name(saved.published)
    claims = ", ".join(f'"{inert(claim)}"' for claim in finding.printed.claims)
    return word("recheck.lead_claims", claims=claims, **words) if claims else word("recheck.lead_text", **words)


def _leaves(moved: tuple[Moved, ...]) -> str:
    told = list(dict.fromkeys(_leaf(one) for one in moved))
    more = [word("recheck.others")] if len(told) > LEAVES_TOLD else []
    return text_of(listed([*told[:LEAVES_TOLD], *more]))


def _leaf(moved: Moved) -> str:
    known = _known(moved.known, moved.after)
    gone = moved.change == "withdrawn"
    if moved.before is None or moved.id.startswith("document:"):
        return word("recheck.leaf_map_withdrawn" if gone else "recheck.leaf_map", known=known)
    words = {"what": described(moved.before), "before": with_unit(moved.before, "table"), "known": known}
    if moved.after is None:
        return word("recheck.leaf_withdrawn", **words)
    return word("recheck.leaf_restated", after=with_unit(moved.after, "table"), **words)


def _known(day: date | None, after: Statement | None) -> str:
    if day is None:
        return word("recheck.known_not")
    page = inert(after.page) if after else ""
    return word("recheck.known_page", day=day_name(day), page=page) if page else word("recheck.known", day=day_name(day))
