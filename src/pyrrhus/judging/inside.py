"""Arithmetic inside a text: two units of one number, a ratio of two claims, an addition and its total, parts and their sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from pyrrhus.judging.draft import Draft, because
from pyrrhus.judging.numbers import Span, meant, quantum
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Code, Look, Quote, Relation, Substance, Verdict
from pyrrhus.judging.wording import number, phrase, source_line
from pyrrhus.period import DAY
from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import KM2_PER_SQUARE_MILE

__all__ = ["arithmetic_inside"]

_NUMBER: Final = re.compile(r"[0-9](?:[0-9.,\s]*[0-9])?")
_GROUPED: Final = re.compile(r"[0-9]{1,3}([,\s][0-9]{3})+(\.[0-9]+)?|[0-9]+(\.[0-9]+)?")
CONVERSION: Final = Decimal("0.02")
"""How far a converted number may be off, as a share, beyond its last digit: texts convert what they have rounded."""


def arithmetic_inside(claims: Sequence[Claim], drafts: Sequence[Draft], shelf: Shelf) -> None:
    """Look at what the claims say of one another, and let it decide where nothing else did."""
    for claim, draft in zip(claims, drafts, strict=True):
        _converted(claim, draft)
    _ratios(claims, drafts)
    _additions(claims, drafts, shelf)
    _sums(claims, drafts)


def _converted(claim: Claim, draft: Draft) -> None:
    said = claim.said
    for also in claim.also:
        written = _read(also.text)
        if written is None or said.value is None or "mile" not in also.text.casefold():
            continue
        per_area = said.unit == "persons/km2"
        miles = "mile" in said.unit_as_written.casefold()
        if miles or (said.unit not in ("km2", "persons/km2") and not said.unit.startswith("km2")):
            continue
        right = said.value * KM2_PER_SQUARE_MILE if per_area else said.value / KM2_PER_SQUARE_MILE
        right = abs(right)
        fine = abs(right - written) <= max(quantum(written), abs(right) * CONVERSION)
        draft.step(Look.INSIDE, "conversion" if fine else "conversion_wrong", written=claim.span.text, also=also.text)
        if not fine and draft.verdict != Verdict.DIFFERS:
            unit = "a square mile" if per_area else "square miles"
            draft.verdict, draft.substance = Verdict.DIFFERS, Substance.CONTRADICTED
            draft.reason = because(
                Code.WRONG_UNIT,
                "conversion",
                written=claim.span.text,
                also=also.text,
                right=f"{number(right.quantize(Decimal(1)))} {unit}",
            )


def _read(text: str) -> Decimal | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    return Decimal(re.sub(r"[,\s]", "", found[0])) if _GROUPED.fullmatch(found[0]) else None


def _ratios(claims: Sequence[Claim], drafts: Sequence[Draft]) -> None:
    """The text's own losses over the text's own ground."""
    for claim, draft in zip(claims, drafts, strict=True):
        said = claim.said
        if said.kind != "ratio" or said.metric != "casualties_per_km2" or said.start is None:
            continue
        losses = [one.said for one in claims if _flow(one.said, "casualties", said)]
        areas = [one.said for one in claims if _flow(one.said, "ground", said)]
        mine = meant(said, claim.span.text)
        for over in losses:
            for under in areas:
                assert over.value is not None and under.value
                right = over.value / under.value
                fits = mine is not None and _wide(mine).holds(right)
                if fits:
                    draft.step(Look.INSIDE, "ratio", over=phrase(over), under=phrase(under), right=number(right, ours=True))
                if fits and not draft.judged:
                    draft.verdict = Verdict.CONSISTENT
                    draft.reason = because(
                        Code.ADDS_UP, "adds_up", base=phrase(over), part=phrase(under), sum=f"{number(right, ours=True)} per km2"
                    )
                elif not fits and not draft.judged and len(losses) == len(areas) == 1:
                    draft.verdict, draft.substance = Verdict.DIFFERS, Substance.CONTRADICTED
                    draft.reason = because(
                        Code.NOT_EXPLAINED, "inside_ratio", over=phrase(over), under=phrase(under),
                        right=f"{number(right, ours=True)} per km2", written=claim.span.text,
                    )  # fmt: skip


def _flow(one: Statement, metric: str, like: Statement) -> bool:
    same_days = (one.start, one.end) == (like.start, like.end)
    whole = one.party == like.party and not one.place and not one.subgroup
    return one.kind == "flow" and one.metric == metric and same_days and bool(one.value) and whole


def _wide(span: Span) -> Span:
    """Texts divide rounded numbers: two percent more room."""
    low = None if span.low is None else span.low * Decimal("0.98")
    return Span(low, None if span.high is None else span.high * Decimal("1.02"))


def _additions(claims: Sequence[Claim], drafts: Sequence[Draft], shelf: Shelf) -> None:
    """What was added to a held total gives the text's own new total: each bears out the other."""
    for number_, part in enumerate(claims):
        for other, total in enumerate(claims):
            if drafts[number_].judged and drafts[other].judged:
                continue
            base = _base(part.said, total.said, shelf)
            mine = meant(total.said, total.span.text)
            if base is None or mine is None or base.value is None or part.said.value is None:
                continue
            summed = base.value + part.said.value
            if not mine.holds(summed):
                continue
            told = {"base": source_line(base), "part": phrase(part.said), "sum": number(summed)}
            for at in (number_, other):
                if not drafts[at].judged:
                    drafts[at].verdict = Verdict.CONSISTENT
                    drafts[at].quote = Quote.AS_STATED if drafts[at].quote == Quote.NOT_FOUND else drafts[at].quote
                    named = claims[at].said.metric == "killed_confirmed"
                    drafts[at].substance = Substance.CORROBORATED if named else drafts[at].substance
                    drafts[at].reason = because(Code.ADDS_UP, **told)
                    drafts[at].show([base], Relation.ARITHMETIC)
                drafts[at].step(Look.INSIDE, "total", **told)


def _base(part: Statement, total: Statement, shelf: Shelf) -> Statement | None:
    """The held total from just before the days of an addition."""
    alike = part.metric == total.metric and part.party == total.party and part.source == total.source
    if (
        not alike
        or part.kind not in ("added", "flow")
        or total.kind != "cumulative"
        or part.start is None
        or part.subgroup != total.subgroup
    ):
        return None
    if part.end is None or total.end is None or abs((total.end - part.end).days) > 1:
        return None
    rows = [
        one for one in shelf.rows(part.metric, "cumulative", part.party)
        if one.source == part.source and one.end in (part.start, part.start - DAY) and not one.subgroup and one.bound == "plain"
    ]  # fmt: skip
    return next((one for one in rows if one.value is not None), None)


def _sums(claims: Sequence[Claim], drafts: Sequence[Draft]) -> None:
    """Months and years that tile a longer period, of one source, against the text's number for it."""
    for claim, draft in zip(claims, drafts, strict=True):
        whole = claim.said
        if whole.kind != "flow" or whole.start is None or whole.end is None or whole.value is None:
            continue
        parts = [one.said for one in claims if one is not claim and _part_of(one.said, whole)]
        parts.sort(key=lambda one: one.start or DAY)
        if len(parts) < 2 or not _tiles(parts, whole):
            continue
        right = sum((one.value for one in parts if one.value is not None), Decimal(0))
        mine = meant(whole, claim.span.text)
        slack = sum((quantum(one.value) / 2 for one in parts if one.value is not None), Decimal(0))
        fits = mine is not None and mine.meets(Span(right - slack, right + slack))
        draft.step(Look.INSIDE, "sum", right=number(right))
        if fits and not draft.judged:
            draft.verdict = Verdict.CONSISTENT
            draft.reason = because(Code.ADDS_UP, "adds_up", base=phrase(parts[0]), part=phrase(parts[-1]), sum=number(right))
        elif not fits and not draft.judged and draft.quote != Quote.NOT_FOUND:
            draft.verdict, draft.substance = Verdict.DIFFERS, Substance.CONTRADICTED
            draft.reason = because(Code.NOT_EXPLAINED, "inside_sum", right=number(right), written=claim.span.text)


def _part_of(one: Statement, whole: Statement) -> bool:
    same = (one.source, one.metric, one.party, one.kind, one.unit, one.place, one.class_, one.subgroup)
    as_whole = (whole.source, whole.metric, whole.party, whole.kind, whole.unit, whole.place, whole.class_, whole.subgroup)
    if same != as_whole or one.start is None or one.end is None or one.value is None:
        return False
    assert whole.start and whole.end
    return whole.start <= one.start and one.end <= whole.end and (one.start, one.end) != (whole.start, whole.end)


def _tiles(parts: Sequence[Statement], whole: Statement) -> bool:
    assert whole.start and whole.end
    at = whole.start
    for one in parts:
        if one.start != at or one.end is None:
            return False
        at = one.end + DAY
    return at == whole.end + DAY
