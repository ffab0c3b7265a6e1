"""What ``pyrrhus measure casualties-per-km2`` and ``which`` print: sentences and tables, rows of a csv, and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from pyrrhus.brief.wording import word
from pyrrhus.cli.rows import Told, cells_of, days_of, grid, ids_of, shown, span, who, witnesses
from pyrrhus.conflict import conflict, scope
from pyrrhus.ledger.view import View
from pyrrhus.measures.gather import Gathered
from pyrrhus.measures.per_km2 import PerKm2, agrees_with
from pyrrhus.measures.ratios import Pair
from pyrrhus.measures.tried import Candidate
from pyrrhus.measures.which import Combination, Rounding, Which
from pyrrhus.statement import Statement, plain

__all__ = ["per_km2", "which"]

_NAMES: Final = {"casualties_per_km2": "casualties per km2", "casualties": "casualties", "ground": "km2 of ground"}
_UNITS: Final = {Decimal(1): "a whole number", Decimal("0.1"): "one decimal", Decimal("0.01"): "two decimals"}


# casualties per km2 -----------------------------------------------------------------------------------------------------


def per_km2(found: PerKm2, view: View, *, every: bool) -> Told:
    """The legal pairs and their range, and the others with the reason where ``every`` is asked for."""
    held = Gathered(view, found.period)
    pairs = found.pairs if every else found.legal
    agreed = {one.losses.id: " = ".join(agrees_with(one.losses, held)) for one in found.pairs if one.losses.source != "pyrrhus"}
    lines = [_range(found)]
    for one in found.other_days:
        losses, ground = one.operands
        lines.append(f"With {shown(losses)} ({who(losses)}, {losses.convention}) over {shown(ground)} km2 it is {shown(one)}.")
    counted = []
    if pairs:
        told, count = witnesses(list({one.ground.id: one.ground for one in pairs}.values()))
        lines.append(f"Of the areas: {told[0].lower()}{told[1:]}")
        counted.append(count)
    rows = [_pair_row(one, agreed.get(one.losses.id, "")) for one in found.pairs]
    value: dict[str, Any] = {"period": span(found.period), "as_of": found.as_of}
    value["pairs"] = [
        {
            **ids_of(losses=one.losses, ground=one.ground, ratio=one.ratio),
            "witness": one.witness,
            "reason": one.reason,
            "why": _why(one),
        }
        for one in pairs
    ]
    value |= {
        "range": ids_of(low=found.low, high=found.high),
        "other_days": [one.id for one in found.other_days],
        "witnesses": [one.id for one in counted],
    }
    used = [part for one in pairs for part in (one.losses, one.ground, one.ratio) if part is not None]
    parts: list[object] = [*lines]
    for losses in dict.fromkeys(one.losses for one in pairs):
        days = losses.convention or agreed.get(losses.id) or "days not stated"
        parts += ["", f"{shown(losses)}: {who(losses)}, {days_of(losses)}, {days}"]
        parts.append(_grounds([one for one in pairs if one.losses is losses]))
    return Told(parts, list(rows[0]), rows[: len(pairs)], value, [*used, *found.other_days, *counted], found.as_of)


def _grounds(pairs: Sequence[Pair]) -> object:
    columns = ("over km2", "who", "via", "rests on", "scope", "basis", "Per km2", "May be compared")
    cells = [
        (
            shown(one.ground), who(one.ground), one.ground.relayed_by, conflict().publisher(one.witness).short,
            *_scope_and_basis(one.ground), shown(one.ratio), _why(one),
        )
        for one in pairs
    ]  # fmt: skip
    return grid(columns, cells, right=(0, 6))


def _scope_and_basis(one: Statement) -> tuple[str, str]:
    """What a figure counts: its place or scope, and for ground whether losses are taken off."""
    basis = word(f"basis.{one.basis or 'unstated'}") if one.metric == "ground" else ""
    counted = scope(one, conflict())
    return one.place if counted == "part" else word(f"scope.{counted}"), basis


def _range(found: PerKm2) -> str:
    when = f"{found.period.name}: casualties per km2"
    if found.low is not None and found.high is not None:
        return f"{when} from {shown(found.low)} to {shown(found.high)} depending on who counts."
    if found.legal:
        return f"{when} {shown(found.legal[0].ratio)}, of the one pair that may be set against each other."
    return f"{found.period.name}: no casualties per km2; no losses and ground may be set against each other."


def _why(pair: Pair) -> str:
    if not pair.reason:
        return word("reason.stand_in") if "stand_in" in pair.losses.flags | pair.ground.flags else word("table.yes")
    return _reason(pair.reason, pair.ground)


def _reason(reason: str, ground: Statement) -> str:
    part = reason == "scope" and scope(ground, conflict()) == "part"
    return word("reason.part" if part else f"reason.{reason}")


def _pair_row(pair: Pair, agreed: str) -> dict[str, str]:
    ground = pair.ground
    return {
        **cells_of("losses", pair.losses), "losses_days": " ".join(map(str, pair.losses.days)), "losses_agrees_with": agreed,
        **cells_of("ground", ground), "ground_relayed_by": ground.relayed_by, "ground_derived_from": ground.derived_from,
        "ground_basis": ground.basis, "ground_place": ground.place, **cells_of("ratio", pair.ratio),
        "witness": pair.witness, "reason": pair.reason, "why": _why(pair),
    }  # fmt: skip


# which ------------------------------------------------------------------------------------------------------------------


def which(found: Which) -> Told:
    """What gives the number, legal combinations apart from those that are not comparable."""
    number, ratio = found.number.text, found.metric == "casualties_per_km2"
    head = f"{number} {_NAMES[found.metric]}, {found.period.name}: "
    head += {
        "one": f"one combination gives {number}.",
        "several": f"cannot be told: {len(found.found)} combinations give {number}.",
        "none": f"nothing that is held gives {number}; the nearest are below.",
    }[found.answer]
    parts: list[object] = [head]
    legal = [one for one in found.found if not one.reason]
    aside = [one for one in found.found if one.reason]
    titles = (("May be set against each other:" if ratio else "", legal), ("Not comparable:", aside), ("Nearest:", found.nearest))
    for title, told in titles:
        if told:
            parts += ["", *([title] if title else []), _ratio_grid(told) if ratio else _figure_grid(told)]
    if found.printed:
        parts += ["", f"Printed so for these days by: {', '.join(_printer(one) for one in found.printed)}."]
    shown_rows = found.found or found.nearest
    rows = [_combination_row(one) for one in shown_rows]
    value = {
        "number": found.number.value, "as_written": number, "metric": found.metric, "period": span(found.period),
        "as_of": found.as_of, "answer": found.answer, "found": [_combination(one) for one in found.found],
        "nearest": [_combination(one) for one in found.nearest], "printed": [one.id for one in found.printed],
    }  # fmt: skip
    used = [part for one in shown_rows for part in (one.figure, *_also(one.one), *_also(one.ground))]
    return Told(parts, list(rows[0]), rows, value, [*used, *found.printed], found.as_of)


def _ratio_grid(rows: Sequence[Combination]) -> object:
    columns = (
        "Gives",
        "how",
        "Losses",
        "who",
        "convention",
        "stood until",
        "Ground, km2",
        "who",
        "scope",
        "basis",
        "stood until",
        "",
    )
    cells = [
        (
            plain(one.figure.value or Decimal(0)), _how(one.roundings),
            shown(one.one.figure), who(one.one.figure), _conventions(one.one), str(one.one.until or ""),
            shown(one.ground.figure), who(one.ground.figure), *_scope_and_basis(one.ground.figure), str(one.ground.until or ""),
            _reason(one.reason, one.ground.figure) if one.reason else _noted(one),
        )
        for one in rows if one.ground is not None
    ]  # fmt: skip
    return grid(columns, cells, right=(0, 2, 6))


def _figure_grid(rows: Sequence[Combination]) -> object:
    columns = (
        "Figure",
        "unit",
        "how",
        "who",
        "via",
        "whose losses or ground",
        "days",
        "convention",
        "stood until",
        "scope",
        "basis",
        "note",
    )
    cells = [
        (
            plain(one.figure.value or Decimal(0)), one.figure.unit, _how(one.roundings), who(one.figure), one.figure.relayed_by,
            conflict().parties.get(one.figure.party, one.figure.party), _covers(one.figure), _conventions(one.one),
            str(one.one.until or ""), *_scope_and_basis(one.figure), _noted(one),
        )
        for one in rows
    ]  # fmt: skip
    return grid(columns, cells, right=(0,))


def _covers(one: Statement) -> str:
    return f"to {one.end}" if one.kind == "cumulative" else days_of(one)


def _conventions(one: Candidate) -> str:
    return " = ".join(dict.fromkeys(part.convention for part in (one.figure, *one.also) if part.convention))


def _noted(one: Combination) -> str:
    flags = one.figure.flags | one.one.figure.flags | (one.ground.figure.flags if one.ground else frozenset())
    return ", ".join(sorted(flags))


def _how(roundings: Iterable[Rounding]) -> str:
    said = {"exact": "as it is", "nearest": "rounded to {}", "cut": "cut to {}"}
    return ", ".join(said[one.how].format(_UNITS.get(one.unit, f"{one.unit:,f}")) for one in roundings)


def _printer(one: Statement) -> str:
    doubt = f", doubtful: {one.note}" if "doubtful" in one.flags else ""
    return f"{who(one)} ({shown(one)}{doubt})"


def _also(one: Candidate | None) -> list[Statement]:
    return [one.figure, *one.also] if one else []


def _combination(one: Combination) -> dict[str, Any]:
    made: dict[str, Any] = {"figure": one.figure.id}
    if one.ground is not None:
        made |= {"losses": _candidate(one.one), "ground": _candidate(one.ground), "reason": one.reason}
    else:
        made |= _candidate(one.one)
    made["roundings"] = [{"how": way.how, "unit": way.unit} for way in one.roundings]
    return made


def _candidate(one: Candidate) -> dict[str, Any]:
    made: dict[str, Any] = {"figure": one.figure.id, "also": [other.id for other in one.also]}
    return made | ({"until": one.until} if one.until else {})


def _combination_row(one: Combination) -> dict[str, str]:
    ratio = one.ground is not None
    return {
        **cells_of("figure", one.figure), "how": _how(one.roundings), "reason": one.reason,
        **cells_of("losses", one.one.figure if ratio else None), "losses_until": str(one.one.until or "") if ratio else "",
        **cells_of("ground", one.ground.figure if one.ground else None),
        "ground_until": str(one.ground.until or "") if one.ground else "",
        "until": "" if ratio else str(one.one.until or ""), "relayed_by": one.figure.relayed_by, "place": one.figure.place,
        "basis": one.figure.basis, "party": one.figure.party, "flags": "+".join(sorted(one.figure.flags)),
    }  # fmt: skip
