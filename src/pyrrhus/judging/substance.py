"""Does the evidence bear it out: who else counts the same thing, how many of them rest on one another, and do they agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final

from pyrrhus.conflict import scope
from pyrrhus.judging.candidates import Candidate, scope_matters
from pyrrhus.judging.draft import Draft
from pyrrhus.judging.numbers import Span, central, meant, stated
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Look, Substance
from pyrrhus.judging.wording import source_line, word
from pyrrhus.statement import Statement

__all__ = ["Weighed", "note_others", "weigh"]

WITHIN: Final = Decimal("0.10")
"""How far apart independent figures without a range may be and still be said to agree."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The answer, the figures that agree and those that do not, each witness's first."""

    substance: Substance
    agree: tuple[Statement, ...]
    disagree: tuple[Statement, ...]


def weigh(said: Statement, written: str, figures: Iterable[Candidate], shelf: Shelf) -> Weighed:
    """Set the claim's number against one figure of each witness.

    A figure of another scope is not against it. Where all that is held rests on a party to the war, that is all it is,
    whatever its number; a single count of the maker's own is neither borne out nor contradicted, but for names of the dead,
    which anybody can look up.
    """
    mine = meant(said, written)
    usable = [one.figure for one in figures if not one.figure.flags & {"doubtful", "start_approximate", "end_approximate"}]
    fresh = [one for one in usable if said.kind not in ("cumulative", "level") or _same_day(said, one)]
    by_witness: dict[str, list[Statement]] = {}
    for one in fresh:
        by_witness.setdefault(shelf.witness(one), []).append(one)
    agree, disagree = [], []
    for rows in by_witness.values():
        same = [one for one in rows if mine is not None and _meets(mine, one)]
        if same:
            agree.append(same[0])
        elif apart_ := [one for one in rows if mine is None or not _leaves_open(mine, one)]:
            disagree.append(apart_[0])
    apart = _contested(by_witness, said, shelf)
    independent = [one for one in agree if shelf.stance(shelf.witness(one)) != "party"]
    against = [one for one in disagree if _comparable(said, one, shelf)]
    answer = Substance.NOT_CHECKABLE
    if not by_witness:
        answer = Substance.NOT_CHECKABLE
    elif apart or (agree and against):
        answer = Substance.CONTESTED
    elif len(agree) > 1 and independent:
        answer = Substance.CORROBORATED
    elif agree and not independent:
        answer = Substance.ONE_PARTY_ONLY
    elif agree and said.metric == "killed_confirmed":
        answer = Substance.CORROBORATED
    elif not agree and against and _outside(mine, fresh):
        answer = Substance.CONTRADICTED
    elif not agree and against:
        answer = Substance.CONTESTED
    return Weighed(answer, tuple(agree), tuple(disagree))


def _same_day(said: Statement, one: Statement) -> bool:
    return said.end is not None and one.end is not None and abs((said.end - one.end).days) <= 3


def _meets(mine: Span, one: Statement) -> bool:
    """Whether a figure agrees: its range, or its number give or take a tenth; a floor far below agrees with nothing."""
    theirs = stated(one)
    if theirs is None:
        return False
    if one.value is not None and (theirs.low is None or theirs.high is None or theirs.low == theirs.high):
        theirs = Span(one.value - abs(one.value) * WITHIN, one.value + abs(one.value) * WITHIN)
    return mine.meets(theirs)


def _leaves_open(mine: Span, one: Statement) -> bool:
    """Whether a floor or a ceiling leaves room for the number: then it is neither for nor against it."""
    theirs = stated(one)
    return theirs is not None and mine.meets(theirs)


def _comparable(said: Statement, one: Statement, shelf: Shelf) -> bool:
    """Whether a figure may be held against the claim: one of another scope, or of none that is stated, may not."""
    if said.metric not in ("ground", "held") or not scope_matters(said, shelf):
        return True
    maker = {shelf.of.country: "ukraine", shelf.of.scope_place: "theatre"}
    mine = maker.get(said.place) or shelf.of.publisher(said.source).scope
    return mine != "unknown" and mine == scope(one, shelf.of)


def _contested(by_witness: dict[str, list[Statement]], said: Statement, shelf: Shelf) -> bool:
    """Whether independent witnesses disagree among themselves, scope for scope."""
    if said.metric not in ("ground", "held"):
        return False
    seen: dict[str, dict[str, list[Decimal]]] = {}
    for maker, rows in by_witness.items():
        for one in rows:
            seen.setdefault(scope(one, shelf.of), {}).setdefault(maker, []).extend(value for value in [central(one)] if value)
    seen.pop("unknown", None)
    return any(
        all(abs(value - other) > WITHIN * max(abs(value), abs(other)) for value in mine for other in theirs)
        for makers in seen.values()
        for mine, theirs in combinations([values for values in makers.values() if values], 2)
    )


def _outside(mine: Span | None, rows: list[Statement]) -> bool:
    """Whether the number lies beyond all that is held, by a good margin."""
    spans = [theirs for one in rows if (theirs := stated(one)) is not None]
    if mine is None or not spans:
        return False
    lows = [one.low for one in spans]
    highs = [one.high for one in spans]
    under = None not in lows and mine.high is not None and mine.high < min(low for low in lows if low is not None) * (1 - WITHIN)
    over = (
        None not in highs and mine.low is not None and mine.low > max(high for high in highs if high is not None) * (1 + WITHIN)
    )
    return under or over


def note_others(draft: Draft, weighed: Weighed) -> None:
    """Add the step that says who else counts it, and whether they agree."""
    rows = [*weighed.agree, *weighed.disagree]
    if not rows:
        draft.step(Look.OTHERS, "nobody_else")
    else:
        draft.step(
            Look.OTHERS, "others", agree="; ".join(map(source_line, weighed.agree)) or word("phrase.none"),
            disagree="; ".join(map(source_line, weighed.disagree)) or word("phrase.none"),
        )  # fmt: skip
