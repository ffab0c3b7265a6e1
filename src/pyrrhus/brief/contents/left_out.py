"""What was left out, and why; and how old each source is."""

from __future__ import annotations

from collections.abc import Iterable

from pyrrhus.brief.document import Figure, LeftOut, Section, Table
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import figure
from pyrrhus.brief.wording import listed, say, word
from pyrrhus.period import day_name
from pyrrhus.statement import Statement

__all__ = ["section", "sources_left_out", "table"]


def sources_left_out(evidence: Evidence, printed: Iterable[str], today: Iterable[str]) -> list[LeftOut]:
    """Sources that the edition of today would print a statement of and this one prints none."""
    why = word("left_out.later", day=day_name(evidence.as_of))
    return [LeftOut(source, why) for source in sorted(set(today) - set(printed))]


def section(evidence: Evidence, left_out: list[LeftOut], rows: int) -> Section:
    """The section."""
    title = word("section.left_out")
    made = []
    if left_out:
        names = listed([evidence.short(one.source) for one in left_out])
        made.append(say("left_out.only_then", list=names))
    if rows:
        made.append(say("left_out.lead"))
    return Section("left-out", title, (tuple(made or [say("left_out.nothing")]),))


def table(evidence: Evidence, left_out: list[LeftOut]) -> Table:
    """Sources known only later, and figures of this period that are doubtful or undated, each with the reason."""
    rows: list[tuple[str | Figure, ...]] = [(evidence.short(one.source), "", one.why) for one in left_out]
    for one in _about(evidence, evidence.view.undated()):
        rows.append((evidence.short(one.source), figure(one), word("left_out.undated")))
    for one in _about(evidence, evidence.view.printed()):
        if "doubtful" in one.flags:
            why = one.note.partition("doubtful: ")[2].partition(";")[0]
            rows.append((evidence.short(one.source), figure(one), word("left_out.doubtful", note=_words(why))))
    columns = tuple(word(f"table.{name}") for name in ("source", "what", "why"))
    return Table("left-out", word("table.left_out"), columns, tuple(rows))


def _about(evidence: Evidence, rows: Iterable[Statement]) -> list[Statement]:
    """Losses and ground over days that lie in the period."""
    return [
        one for one in rows
        if one.start and one.end and evidence.period.start <= one.start and one.end <= evidence.period.end
        and one.kind in ("flow", "rate", "ratio") and one.value is not None
    ]  # fmt: skip


def _words(note: str) -> str:
    """A note where it can be said in our voice: numbers are no statements here, and a refused word is not repeated."""
    if any(sign.isdigit() for sign in note) or "lives" in note:
        return word("left_out.see_note")
    return note
