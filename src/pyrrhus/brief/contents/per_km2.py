"""Casualties and ground: which losses may be set against which area."""

from __future__ import annotations

from decimal import Decimal

from pyrrhus.brief.contents.losses import LossFindings
from pyrrhus.brief.document import Figure, Section, Sentence, Table
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import bare, exact, figure, signed
from pyrrhus.brief.wording import listed, say, word
from pyrrhus.conflict import scope
from pyrrhus.measures.per_km2 import grounds
from pyrrhus.measures.ratios import Pair, pairs, per_km2, rounded_ratio, spread
from pyrrhus.measures.witnesses import witness_count
from pyrrhus.statement import Statement

__all__ = ["all_pairs", "section", "table"]


def all_pairs(evidence: Evidence, found: LossFindings) -> list[Pair]:
    """Kyiv's count against every area printed or measured for the period."""
    if found.headline is None:
        return []
    return pairs(found.headline, grounds(evidence), evidence.of)


def section(evidence: Evidence, found: LossFindings, listed_pairs: list[Pair]) -> Section:
    """The section."""
    title = word("section.per_km2")
    legal = [pair for pair in listed_pairs if pair.ratio is not None]
    if not legal:
        lost = bool(listed_pairs) and all(pair.reason == "loss" for pair in listed_pairs)
        return Section("casualties-and-ground", title, ((say("per_km2.loss" if lost else "per_km2.none"),),))
    made: list[Sentence] = []
    ends = spread(listed_pairs)
    if ends is None:
        made.append(_one(evidence, found, legal[0]))
    else:
        items = [
            say("per_km2.several_item", who=_who(evidence, pair.ground), n=figure(pair.ratio))
            for pair in legal
            if pair.ratio is not None
        ]
        made.append(say("per_km2.several", low=figure(ends[0]), high=figure(ends[1]), list=listed(list(items))))
    if any("stand_in" in pair.ground.flags for pair in legal):
        made.append(say("per_km2.stand_in"))
    if any(pair.reason == "loss" for pair in listed_pairs):
        made.append(say("per_km2.sign_disputed"))
    made += _printed(evidence, legal)
    witnesses = witness_count([pair.ground for pair in legal], evidence.of)
    key = {0: "no_witness", 1: "witness"}.get(int(witnesses.value or 0), "witnesses")
    made.append(say(f"per_km2.{key}", n=exact(witnesses)))
    made.append(say("per_km2.meaning"))
    return Section("casualties-and-ground", title, (tuple(made),))


def table(evidence: Evidence, listed_pairs: list[Pair]) -> Table:
    """Every pair, the illegal ones greyed with the reason."""
    columns = tuple(word(f"table.{name}") for name in ("losses_of", "who", "scope", "over", "same_scope", "ratio"))
    rows: list[tuple[str | Figure, ...]] = []
    aside = set()
    for pair in listed_pairs:
        if pair.ratio is None:
            aside.add(len(rows))
        stands_in = pair.ratio is not None and "stand_in" in pair.ground.flags
        reason = (
            word("reason.stand_in" if stands_in else f"reason.{pair.reason}") if pair.reason or stands_in else word("table.yes")
        )
        rows.append(
            (
                figure(pair.losses),
                _who(evidence, pair.ground),
                word(f"scope.{scope(pair.ground, evidence.of)}"),
                signed(pair.ground, in_table=True),
                reason,
                figure(pair.ratio) if pair.ratio else "",
            )
        )
    return Table("casualties-per-km2", word("table.per_km2"), columns, tuple(rows), aside=frozenset(aside))


def _one(evidence: Evidence, found: LossFindings, pair: Pair) -> Sentence:
    assert pair.ratio is not None
    other: str | Sentence = ""
    last = None if found.open else evidence.casualties(convention="last_to_last")
    if last is not None and found.total is not None and last.value != found.total.value:
        other = say("per_km2.other_days", n=figure(per_km2(last, pair.ground)))
    return say("per_km2.one", who=_who(evidence, pair.ground), ratio=figure(pair.ratio), other=other)


def _printed(evidence: Evidence, legal: list[Pair]) -> list[Sentence]:
    """A ratio that a publisher printed, and what it can have been worked out from."""
    rows = [
        one for one in evidence.view.statements(metric="casualties_per_km2", kind="ratio", party="russia")
        if (one.start, one.end) == (evidence.period.start, evidence.period.end) and not one.flags and one.value
    ]  # fmt: skip
    one = evidence.best(rows)
    if one is None or one.value is None:
        return []
    made = [say("per_km2.printed", who=evidence.short(one.source), n=figure(one))]
    for pair in legal:
        if pair.ratio is None or pair.ground.source != one.source:
            continue
        rounded = rounded_ratio(pair.losses, pair.ground, Decimal(1000))
        cut_off = int(pair.ratio.value or 0) == one.value
        if rounded is not None and cut_off and round(rounded[1].value or 0) == one.value:
            pieces = {"exact": figure(pair.ratio), "rounded": bare(rounded[0]), "result": figure(rounded[1])}
            made.append(say("per_km2.cut_or_divided", **pieces))
    return made


def _who(evidence: Evidence, ground: Statement) -> str:
    if ground.source != "pyrrhus":
        return evidence.short(ground.source)
    return word(f"measured.{ground.derived_from}")
