"""A footnote in words: who said it, where it stands, since when it is known, on what evidence; formulas with their inputs."""

from __future__ import annotations

from collections.abc import Mapping

from pyrrhus.brief.document import Mark
from pyrrhus.brief.wording import word
from pyrrhus.conflict import conflict
from pyrrhus.statement import Statement, moment, plain
from pyrrhus.vocabulary import EVIDENCE_GRADES, FLAGS, METRICS

__all__ = ["note", "value_text"]


def note(mark: Mark, marks: Mapping[str, Mark]) -> str:
    """One line of plain text for a mark."""
    one = mark.statement
    parts = [_who(one), f"{_what(one)}: {value_text(one)}", *_worked(one, marks), *_stands(one)]
    if one.flags:
        parts.append("; ".join(FLAGS[name] for name in sorted(one.flags)))
    if one.note:
        parts.append(one.note.replace("TRAP:", "Caution:"))
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def value_text(one: Statement) -> str:
    """The value as the statement holds it, with its bound and unit."""
    if one.rank is not None:
        return f"rank {one.rank}"
    numbers = [plain(number) for number in (one.low, one.value, one.high) if number is not None]
    bound = "" if one.bound in ("plain", "range") else f"{one.bound} "
    kind = f" ({one.range_is})" if one.range_is else ""
    return f"{bound}{' to '.join(numbers)} {one.unit}{kind}"


def _who(one: Statement) -> str:
    told = conflict()
    if one.source == "pyrrhus":
        maker = f" from figures of {told.publisher(one.derived_from).name}" if one.derived_from else ""
        return f"pyrrhus{maker}"
    stance = word(f"stance.{told.publisher(one.source).stance}")
    relay = f", via {told.publisher(one.relayed_by).name}" if one.relayed_by else ""
    return f"{told.publisher(one.source).name} ({stance}){relay}"


def _what(one: Statement) -> str:
    words = [one.party, one.metric.replace("_", " "), one.kind]
    if one.basis:
        words.append(one.basis)
    place = f", {one.place}" if one.place else ""
    span = f"{one.start} to {one.end}" if one.start != one.end else f"{one.end}"
    against = f" against {one.vs_start} to {one.vs_end}" if one.vs_start else ""
    counted = f" [{METRICS[one.metric]}]" if one.kind in ("flow", "cumulative") and one.source != "pyrrhus" else ""
    return f"{' '.join(word for word in words if word)}{place}, {span}{against}{counted}"


def _worked(one: Statement, marks: Mapping[str, Mark]) -> list[str]:
    if not one.formula:
        return []
    inputs = [f"[{marks[part.id].number}]" for part in one.operands if part.id in marks]
    told = [f"Formula {one.formula}" + (f", {one.convention}" if one.convention else "")]
    if one.days:
        told.append(f"Days used {', '.join(str(day) for day in one.days)}")
    if inputs:
        told.append("From " + " ".join(inputs))
    return told


def _stands(one: Statement) -> list[str]:
    if one.source == "pyrrhus" and one.formula != "map_area/1":
        return []
    told = []
    if one.published:
        told.append(f"Published {one.published}")
    elif one.published_to:
        told.append(f"Published by {one.published_to}")
    elif one.formula != "map_area/1" and not one.learnt:
        told.append("Day of publication not known")
    if one.learnt:
        told.append(f"Learnt {moment(one.learnt)}")
    if one.evidence != "worked_out":
        told.append(EVIDENCE_GRADES[one.evidence][:1].upper() + EVIDENCE_GRADES[one.evidence][1:])
    if one.document:
        told.append(f"sha256 {one.document}, {one.where}")
    elif one.evidence == "bytes":
        told.append(f"Not held here; {one.where}")
    if one.page:
        told.append(one.page)
    return told
