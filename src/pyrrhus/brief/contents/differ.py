"""Why the areas differ: the chain from the wider print to the other map's."""

from __future__ import annotations

from decimal import Decimal

from pyrrhus.brief.document import Figure, Section, Sentence, Table
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import bare, figure, signed
from pyrrhus.brief.wording import listed, say, word
from pyrrhus.measures.chain import Step
from pyrrhus.measures.reconcile import ground_chain
from pyrrhus.period import day_name
from pyrrhus.statement import Statement

__all__ = ["chain", "section", "table"]


def chain(evidence: Evidence) -> list[Step]:
    """The steps between ISW's prints, its layers, DeepState's maps and DeepState's print, as far as they are known."""
    return ground_chain(evidence, "isw", "deepstate")


def section(evidence: Evidence, steps: list[Step]) -> Section:
    """The section."""
    title = word("section.why_different")
    if not steps:
        return Section("why-different", title, ((say("why_different.none"),),))
    first, last = steps[0].before, steps[-1].after
    ends = {"first": signed(first, in_table=True), "last": signed(last, in_table=True)}
    lead = say("why_different.lead", first_who=_named(evidence, first), last_who=_named(evidence, last), **ends)
    made = [lead, *(_step(evidence, step) for step in steps)]
    foothold = _foothold(evidence) if steps[0].names == ("scope",) else None
    if foothold is not None:
        made.append(foothold)
    beside = [
        say("why_different.beside_item", who=evidence.short(one.now.source), n=figure(one.now))
        for one in evidence.counts
        if one.now.derived_from in ("isw", "deepstate") and one.now.source != "pyrrhus"
    ]
    if beside:
        made.append(say("why_different.beside", list=listed(list(beside))))
    return Section("why-different", title, (tuple(made),))


def table(steps: list[Step]) -> Table:
    """The steps as rows."""
    columns = tuple(word(f"table.{name}") for name in ("step", "from_", "difference", "to"))
    rows = []
    for step in steps:
        name = ", ".join(word(f"why_different.names_{one}") for one in step.names)
        cells = (signed(step.before, in_table=True), _signed(step.term), signed(step.after, in_table=True))
        rows.append((name[:1].upper() + name[1:], *cells))
    return Table("chain", word("table.chain"), columns, tuple(rows))


def _step(evidence: Evidence, step: Step) -> Sentence:
    away = word("why_different.lower" if (step.term.value or 0) < 0 else "why_different.higher")
    pieces: dict[str, str | Figure | Sentence] = {
        "n": signed(step.after, in_table=True),
        "term": bare(step.term, in_table=True),
    }
    if len(step.names) > 1:
        names = listed([word(f"why_different.names_{one}") for one in step.names])
        return say("why_different.merged", names=names, away=away, **pieces)
    who = {"who": _who(evidence, step.after)} if step.names[0] in ("scope", "within_map") else {}
    return say(f"why_different.{step.names[0]}", away=away, **who, **pieces)


def _foothold(evidence: Evidence) -> Sentence | None:
    """How the ground that Ukraine held in Kursk changed around the period, where one counter gives it before and after."""
    rows = [
        one for one in evidence.view.statements(metric="held", kind="level", party="ukraine")
        if one.place == "Kursk Oblast" and one.unit == "km2" and one.source == "afp" and not one.flags and one.end
    ]  # fmt: skip
    before = [one for one in rows if one.end and one.end <= evidence.period.start]
    after = [one for one in rows if one.end and one.end >= evidence.period.end]
    if not before or not after:
        return None
    first, last = before[-1], after[0]
    if first.end is None or last.end is None or (last.end - first.end).days > 100:
        return None
    days = {"first": day_name(first.end), "last": day_name(last.end)}
    return say("why_different.kursk", before=figure(first), after=figure(last), **days)


def _signed(term: Statement) -> Figure:
    value = term.value or Decimal(0)
    shown = bare(term, in_table=True)
    sign = "−" if value < 0 else "+"
    bound = "up to " if term.bound == "under" else ""
    return Figure(term, f"{bound}{sign}{shown.text}")


def _who(evidence: Evidence, one: Statement) -> str:
    return evidence.short(one.derived_from if one.source == "pyrrhus" else one.source)


def _named(evidence: Evidence, one: Statement) -> str:
    """Who, and for a measured figure on what."""
    if one.source != "pyrrhus":
        return evidence.short(one.source)
    return word(f"measured.{one.derived_from}")
