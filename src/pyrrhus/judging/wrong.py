"""A number that is not its source's: what stands there, what it should read, why, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pyrrhus.conflict import conflict
from pyrrhus.judging.candidates import Candidate
from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.fault import Fault
from pyrrhus.judging.faults import explain
from pyrrhus.judging.numbers import apart, central
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.substance import Weighed, note_others
from pyrrhus.judging.verdicts import Code, Look, Quote, Reason, Relation, Substance, Verdict
from pyrrhus.judging.wording import maker, phrase, source_line, when, who, word
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["far_off", "misquoted", "of_something_else", "should_read_instead", "why_it_differs"]

FAR: Final = 8
"""How many times the source's figure, or how small a part of it, a number is that cannot be of the same thing."""
_OF_OTHERS: Final = frozenset({Code.WRONG_PERIOD, Code.WRONG_SOURCE, Code.OLDER_VINTAGE, Code.CHANGE_QUOTED_AS_LEVEL})
"""Errors whose number is right of something else, while another figure stands for what the text is about."""


def misquoted(claim: Claim, figures: list[Candidate], weighed: Weighed, shelf: Shelf) -> Draft:
    """The source's own figure is another: which error gives the text's number."""
    said = claim.said
    own = [one for one in figures if one.tie == "own" and one.decides]
    expected = _expected(said, own)
    fault = explain(said, claim.span.text, figures, shelf)
    if fault is None and far_off(said, expected):
        return of_something_else(claim, expected, own)
    draft = Draft(
        Quote.MISQUOTED, Substance.CONTRADICTED if weighed.substance != Substance.CONTESTED else Substance.CONTESTED,
        Verdict.DIFFERS, why_it_differs(claim, fault, expected), should_read=should_read_instead(fault, expected),
    )  # fmt: skip
    draft.show([expected], Relation.SAME)
    if fault is not None and fault.found is not None:
        draft.show([fault.found], fault.relation)
    draft.show([one.figure for one in own], Relation.OTHER_CONVENTION)
    draft.step(Look.OWN, "otherwise", what=source_line(expected))
    draft.step(Look.OTHER_READING, "explained" if fault else "not_explained", code=fault.code if fault else "")
    note_others(draft, weighed)
    return draft


def far_off(said: Statement, expected: Statement) -> bool:
    """Whether a number is of quite another size than a figure."""
    mine, right = central(said), central(expected)
    if not mine or not right:
        return False
    return abs(mine) > FAR * abs(right) or abs(mine) * FAR < abs(right)


def of_something_else(claim: Claim, expected: Statement, own: Sequence[Candidate]) -> Draft:
    """A number of quite another size, by no error that is known, is more likely of something else than a misquotation."""
    reason = because(
        Code.AMBIGUOUS, "far_off", written=claim.span.text, when=when(claim.said), who=maker(expected), right=phrase(expected),
        right_when=when(expected),
    )  # fmt: skip
    draft = Draft(Quote.NOT_FOUND, Substance.NOT_CHECKABLE, Verdict.UNSUPPORTED, reason)
    draft.show([expected], Relation.SAME)
    draft.show([one.figure for one in own], Relation.OTHER_CONVENTION)
    draft.step(Look.OWN, "otherwise", what=source_line(expected))
    return draft


def _expected(said: Statement, own: Sequence[Candidate]) -> Statement:
    """The figure that should stand: the print nearest to the text's number, else the calendar's."""
    very = [one for one in own if one.figure.end == said.end] or own
    prints = [one.figure for one in very if one.is_printed]
    mine = central(said)
    if prints and mine is not None:
        return min(prints, key=lambda one: (one.bound in ("over", "under", "nearly"), apart(mine, central(one) or mine), one.id))
    return very[0].figure


def should_read_instead(fault: Fault | None, expected: Statement | None) -> Statement | None:
    """The figure that should stand in the text's place: what the number was made from, or what its days and source have."""
    found = fault.found if fault is not None else None
    if fault is not None and found is not None and (fault.code not in _OF_OTHERS or expected is None):
        return found
    return expected


def why_it_differs(claim: Claim, fault: Fault | None, expected: Statement | None) -> Reason:
    """What stands there, what it should read, why, and by whom."""
    said = claim.said
    right = should_read_instead(fault, expected)
    told = {
        "written": claim.span.text,
        "when": when(said),
        "right": phrase(right) if right is not None else "",
        "who": maker(right) if right is not None else who(said.source),
        "right_when": when(right) if right is not None else "",
        "named": who(said.source),
        "party": _party(said.party),
    }
    if fault is None:
        return because(Code.NOT_EXPLAINED, **told)
    found = fault.found
    if found is not None:
        told |= {
            "found": phrase(found), "found_when": when(found), "found_who": maker(found),
            "found_place": found.place or word("phrase.whole"), "found_party": _party(found.party),
        }  # fmt: skip
    if fault.code == Code.WRONG_SOURCE and (expected is None or maker(expected) == told.get("found_who")):
        return because(fault.code, "wrong_source_none", **told)
    if fault.code == Code.WRONG_UNIT and found is None:
        return because(fault.code, "wrong_unit_none", **told)
    return because(fault.code, **told)


def _party(party: str) -> str:
    return conflict().parties.get(party, party)
