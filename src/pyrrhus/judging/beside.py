"""Comparisons of sources: each figure of the one against the other's total of its own day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.unfound import nothing_held
from pyrrhus.judging.verdicts import Code, Look, Quote, Relation, Substance, Verdict
from pyrrhus.judging.wording import number, source_line, who, word
from pyrrhus.measures.ranks import margin
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["judge_comparison"]

HALF_YEAR: Final = timedelta(days=183)
"""How old an estimate may be that a comparison without a day is about."""
LEVEL: Final = Decimal(2)
"""Percent within which two totals are called level."""


def judge_comparison(claim: Claim, shelf: Shelf) -> Draft:
    """``slightly lower``: each figure of the one source against the other's total of its own day."""
    said = claim.said
    named = said.source != "unattributed"
    quote = Quote.NOT_FOUND if named else Quote.NO_SOURCE_NAMED
    other = said.vs_source
    if not other or said.party not in ("russia", "ukraine") or said.end is None:
        return nothing_held(claim, shelf, quote)
    rows = [
        one for one in shelf.rows(said.metric, "cumulative", said.party)
        if one.source in shelf.rules.members(said.source) and not one.subgroup and not shelf.place(one.place)
        and one.end and one.end <= said.end + timedelta(days=3) and one.end >= said.end - HALF_YEAR
        and not one.flags & {"doubtful", "end_approximate"} and one.value is not None
    ]  # fmt: skip
    newest = {one.source: one for one in sorted(rows, key=lambda one: (one.end or date.min, one.id))}
    pairs = [made for one in newest.values() if (base := _total(other, one.end, said, shelf)) and (made := _margin(one, base))]
    if not pairs:
        return nothing_held(claim, shelf, quote)
    low, high = min(_signed(one) for one in pairs), max(_signed(one) for one in pairs)
    fits = [_fits(said, claim.span.text, one, shelf) for one in pairs]
    derived = [one for one in pairs if shelf.witness(one.operands[0]) in shelf.rules.family(other)]
    told = {
        "written": claim.span.text, "least": _percent(low), "most": _percent(high), "other": who(other),
        "list": "; ".join(f"{source_line(one.operands[0])} ({_percent(_signed(one))})" for one in pairs[:5]),
    }  # fmt: skip
    if all(fits) and not derived:
        draft = Draft(quote, Substance.NOT_CHECKABLE, Verdict.CONSISTENT, because(Code.FOLLOWS, "comparison_holds", **told))
    elif not any(fits):
        draft = Draft(
            quote, Substance.CONTRADICTED, Verdict.DIFFERS, because(Code.WRONG_DIRECTION, "comparison_wrong", **told),
            should_read=pairs[0],
        )  # fmt: skip
    else:
        draft = Draft(quote, Substance.CONTESTED, Verdict.DISPUTED, because(Code.SOURCES_DISAGREE, "comparison_disputed", **told))
    for one in pairs:
        follows = shelf.witness(one.operands[0]) in shelf.rules.family(other)
        draft.show([one.operands[0]], Relation.DERIVED if follows else Relation.INDEPENDENT)
        draft.show([one.operands[1]], Relation.SAME)
        draft.show([one], Relation.ARITHMETIC)
    draft.step(Look.OTHERS, "each_on_its_day", what=told["list"])
    return draft


def _total(source: str, day: date | None, said: Statement, shelf: Shelf) -> Statement | None:
    """The other source's total of a day."""
    if source in shelf.rules.family("ua_general_staff") and said.metric == "casualties" and said.party == "russia":
        return shelf.held.totals.get(day) if day else None
    rows = [one for one in shelf.rows(said.metric, "cumulative", said.party) if one.source == source and one.end == day]
    return next((one for one in rows if one.value is not None), None)


def _margin(one: Statement, base: Statement) -> Statement | None:
    if one.value is None or not base.value:
        return None
    bound = {"over": "under", "under": "over"}.get(one.bound, one.bound) if one.value < base.value else one.bound
    return margin(one, base, bound=bound, vs_source=base.source)


def _signed(one: Statement) -> Decimal:
    assert one.value is not None
    return -one.value if one.direction == "down" else one.value


def _fits(said: Statement, written: str, one: Statement, shelf: Shelf) -> bool:
    size, signed = abs(_signed(one)), _signed(one)
    if said.direction == "same":
        return size <= LEVEL * 2
    if (said.direction == "down" and signed > 0) or (said.direction == "up" and signed < 0):
        return False
    for name, (least, most) in shelf.rules.degrees.items():
        if name in written.casefold():
            return least <= size <= most and not (name.startswith(("slight", "a little", "marginal")) and size < Decimal("0.5"))
    return size > LEVEL


def _percent(signed: Decimal) -> str:
    size = number(abs(signed).quantize(Decimal(1)))
    return word("phrase.level") if abs(signed) < 1 else word("phrase.lower" if signed < 0 else "phrase.higher", n=size)
