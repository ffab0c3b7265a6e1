"""A ratio of losses to ground against what any loss figure over any area of its days gives."""

from __future__ import annotations

from collections.abc import Iterator

from pyrrhus.judging.candidates import Candidate, own_figures, tie
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.verdicts import Relation
from pyrrhus.measures.ratios import per_km2, why_apart
from pyrrhus.statement import Statement

__all__ = ["ratios_of"]

_LOSSES = {"casualties_per_km2": "casualties", "deaths_per_km2": "killed"}


def ratios_of(said: Statement, shelf: Shelf) -> list[Candidate]:
    """Ratios of the claim's days, those that may legally be formed first; none of the source's own, so none decides."""
    if said.metric not in _LOSSES or said.start is None or said.end is None or said.place:
        return []
    found = list(_pairs(said, shelf))
    found.sort(key=lambda pair: pair[1] != "")
    kept: dict[object, Candidate] = {}
    for ratio, _ in found:
        bound_to = tie(said.source, ratio.operands[1], shelf) if said.source != "unattributed" else "other"
        kept.setdefault(
            (ratio.value, bound_to), Candidate(ratio, Relation.ARITHMETIC, "own" if bound_to == "own" else "other", False)
        )
    return list(kept.values())


def _pairs(said: Statement, shelf: Shelf) -> Iterator[tuple[Statement, str]]:
    losses = _alike(said, shelf, metric=_LOSSES[said.metric], unit="persons")
    areas = _alike(said, shelf, metric="ground", unit="km2")
    for one in losses:
        for area in areas:
            reason = why_apart(one, area, shelf.of)
            if reason in ("", "scope", "scope_unknown", "same_witness"):
                yield per_km2(one, area), reason


def _alike(said: Statement, shelf: Shelf, *, metric: str, unit: str) -> list[Statement]:
    asked = Statement(
        source="unattributed", metric=metric, kind="flow", unit=unit, party=said.party, basis="gained" if unit == "km2" else "",
        start=said.start, end=said.end, vs_source="",
    )  # fmt: skip
    figures = [one.figure for one in own_figures(asked, shelf)]
    usable = [
        one for one in figures if one.value is not None and not one.flags & {"doubtful", "start_approximate", "end_approximate"}
    ]
    return list({(one.value, one.source, one.derived_from): one for one in usable}.values())
