"""Casualties per square kilometre: which losses may be set against which ground, and why others may not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from pyrrhus.conflict import Conflict, scope, witness
from pyrrhus.measures.worked import divided, worked_out
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import EVIDENCE_GRADES

__all__ = ["Pair", "Reason", "cut_to", "pairs", "per_km2", "rounded_ratio", "rounded_to", "spread", "why_apart"]

Reason = Literal["", "scope", "scope_unknown", "days", "loss", "doubtful", "same_witness", "same_losses"]
_GRADES: Final = list(EVIDENCE_GRADES)


@dataclass(frozen=True, slots=True)
class Pair:
    """A numerator, a denominator, and the ratio where both may be compared, else the reason why not."""

    losses: Statement
    ground: Statement
    ratio: Statement | None
    reason: Reason
    witness: str


def pairs(losses: Statement, grounds: Iterable[Statement], of: Conflict) -> list[Pair]:
    """Set one loss figure against each area.

    Figures that rest on one map are one witness: of those that are comparable the best graded counts, the others are
    listed with the reason ``same_witness``. Within a grade a publisher's own print goes before a figure on its map.
    """
    found = []
    for ground in grounds:
        reason = why_apart(losses, ground, of)
        ratio = None if reason else per_km2(losses, ground)
        found.append(Pair(losses, ground, ratio, reason, witness(ground, of)))
    best: dict[str, Pair] = {}
    for pair in sorted(found, key=lambda one: _grade(one.ground)):
        if pair.ratio is not None:
            best.setdefault(pair.witness, pair)
    return [
        pair
        if pair.ratio is None or best[pair.witness] is pair
        else Pair(pair.losses, pair.ground, None, "same_witness", pair.witness)
        for pair in found
    ]


def why_apart(losses: Statement, ground: Statement, of: Conflict) -> Reason:
    """Why a ratio of the two would mislead; empty where it is legal."""
    if "doubtful" in losses.flags | ground.flags:
        return "doubtful"
    if ground.value is None or losses.value is None or ground.value <= 0 or ground.basis == "lost":
        return "loss"
    if (losses.start, losses.end) != (ground.start, ground.end) or "start_approximate" in ground.flags:
        return "days"
    assert losses.start and losses.end
    first, last = of.scope_apart
    scopes = (scope(losses, of), scope(ground, of))
    if "part" in scopes:
        return "scope"
    if losses.start <= last and losses.end >= first:
        # Two scopes that are both not stated need not be the same one.
        if "unknown" in scopes:
            return "scope_unknown"
        return "scope" if scopes[0] != scopes[1] else ""
    return ""


def per_km2(losses: Statement, ground: Statement) -> Statement:
    """Losses over ground gained in the same days; both are named."""
    assert losses.value is not None and ground.value is not None
    maker = ground.derived_from if ground.source == "pyrrhus" else ground.source
    return worked_out(
        "ratio/1", [losses, ground], metric="casualties_per_km2", party=losses.party, kind="ratio", unit="persons/km2",
        value=divided(losses.value, ground.value), start=losses.start, end=losses.end, place=ground.place,
        convention=losses.convention, derived_from=losses.derived_from if losses.source == "pyrrhus" else losses.source,
        vs_source=maker, note=f"over ground {ground.basis or 'unstated'}",
    )  # fmt: skip


def cut_to(figure: Statement, unit: Decimal) -> Statement | None:
    """A figure cut down to a multiple of a round number; None where that is the figure itself, or nothing."""
    assert figure.value is not None
    value = figure.value // unit * unit
    if value == figure.value or not value:
        return None
    return _round_figure("cut_to/1", figure, value, unit, bound="over", how="cut")


def rounded_to(figure: Statement, unit: Decimal) -> Statement | None:
    """The same, rounded to the nearest multiple, a half up."""
    assert figure.value is not None
    value = (figure.value / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit
    if value == figure.value or not value:
        return None
    return _round_figure("rounded_to/1", figure, value, unit, bound="about", how="rounded")


def rounded_ratio(losses: Statement, ground: Statement, unit: Decimal) -> tuple[Statement, Statement] | None:
    """The losses cut to a round number, and that over the ground: what a printed ratio may have been made from."""
    cut = cut_to(losses, unit)
    return (cut, per_km2(cut, ground)) if cut else None


def _round_figure(formula: str, figure: Statement, value: Decimal, unit: Decimal, *, bound: str, how: str) -> Statement:
    # What it is a multiple of is part of what is said: a value alone does not tell two roundings of one figure apart.
    maker = figure.derived_from if figure.source == "pyrrhus" else figure.source
    return worked_out(
        formula, [figure], metric=figure.metric, party=figure.party, kind=figure.kind, unit=figure.unit, value=value,
        bound=bound, start=figure.start, end=figure.end, derived_from=maker,
        of=f"multiples of {unit:,f}", note=f"{how} to a multiple of {unit:,f}",
    )  # fmt: skip


def spread(found: Sequence[Pair]) -> tuple[Statement, Statement] | None:
    """The lowest and the highest legal ratio; None where there are not two."""
    legal = sorted((pair.ratio for pair in found if pair.ratio), key=lambda one: one.value or 0)
    return (legal[0], legal[-1]) if len(legal) > 1 else None


def _grade(statement: Statement) -> tuple[int, int]:
    """Best first: what was measured on bytes counts as bytes."""
    leaf = statement
    while leaf.evidence == "worked_out" and leaf.operands:
        leaf = leaf.operands[0]
    grade = "bytes" if leaf.formula.startswith("map_area") else leaf.evidence
    return (_GRADES.index(grade) if grade in _GRADES else len(_GRADES), statement.source == "pyrrhus")
