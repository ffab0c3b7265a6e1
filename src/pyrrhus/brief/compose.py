"""Composes a brief: evidence in, a document out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from pyrrhus.brief.charts import charts
from pyrrhus.brief.contents import dead, differ, ground, left_out, losses, pace, parties, per_km2, position, restated
from pyrrhus.brief.document import Document, LeftOut, Mark, Sentence, Table, figures_of
from pyrrhus.brief.evidence import Evidence
from pyrrhus.brief.figures import bare, signed
from pyrrhus.brief.selfcheck import self_checked
from pyrrhus.brief.wording import say, word
from pyrrhus.ledger.view import View
from pyrrhus.measures.trends import SAME_BAND
from pyrrhus.period import Period, day_name
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = ["compose"]


def compose(view: View, period: Period) -> Document:
    """The brief of a period as the view's day knows it.

    Raises:
        NoData: for a period outside every source's span.
        Disagreement: when independent measurements of one figure differ.
    """
    evidence = Evidence(view, period)
    evidence.check_span()
    document = _document(evidence, [])
    today: set[str] = set()
    if view.as_of < view.newest:
        today = _sources(_document(Evidence(view.at(None), period), []))
    gone = left_out.sources_left_out(evidence, _sources(document), today)
    if gone:
        document = _document(evidence, gone)
    document = self_checked(document, view)
    return replace(document, marks=_marks(document))


def _document(evidence: Evidence, gone: list[LeftOut]) -> Document:
    found = losses.findings(evidence)
    steps = differ.chain(evidence)
    pairs = per_km2.all_pairs(evidence, found)
    missing = left_out.table(evidence, gone)
    sections = (
        losses.section(evidence, found),
        ground.section(evidence),
        pace.section(evidence),
        differ.section(evidence, steps),
        per_km2.section(evidence, found, pairs),
        dead.section(evidence),
        parties.section(evidence),
        restated.section(evidence),
        left_out.section(evidence, gone, len(missing.rows)),
        position.section(evidence),
    )
    tables = (
        parties.table(evidence, found), parties.coverage(evidence), ground.table(evidence), pace.table(evidence),
        differ.table(steps), per_km2.table(evidence, pairs), restated.table(evidence), missing, _ages(evidence),
    )  # fmt: skip
    return Document(
        period=evidence.period,
        as_of=evidence.as_of,
        title=_title(evidence, found),
        standfirst=tuple(_standfirst(evidence, found)),
        sections=sections,
        tables=tuple(table for table in tables if table.rows),
        charts=tuple(charts(evidence, found, steps)),
        chain=tuple(steps),
        left_out=tuple(gone),
        ages=(),
        attributions=_attributions(evidence),
    )


def _title(evidence: Evidence, found: losses.LossFindings) -> str:
    when = evidence.period.when
    sign, way = ground.signs(evidence.counts), ground.direction(evidence.counts)
    by_way = {"up": "more", "down": "less", "same": "same", "disputed": "disputed", "": "some"}
    by_sign = {"": "", "loss": "ground_lost", "disputed": "ground_sign_disputed", "gain": f"ground_{by_way[way]}"}
    ground_key = by_sign[sign]
    losses_key = _losses_key(found)
    if ground_key and losses_key:
        title = word("title.both", ground=word(f"title.{ground_key}", when=when), losses=_lower(word(f"title.{losses_key}")))
    elif ground_key:
        title = word(f"title.{ground_key}", when=when)
    elif losses_key:
        title = word("title.losses_alone", losses=word(f"title.{losses_key}"), when=when)
    else:
        return word("title.nothing", when=when)
    return word("title.so_far", title=title) if found.open else title


def _losses_key(found: losses.LossFindings) -> str:
    if found.rank is not None and found.margin is not None:
        if found.rank.rank == 1:
            return "losses_record"
        if (found.margin[0].value or 0) <= SAME_BAND:
            return "losses_near_record"
    if found.trend is None:
        return ""
    return {"up": "losses_up", "down": "losses_down", "same": "losses_same"}[found.trend.direction]


def _lower(text: str) -> str:
    return text if text.startswith("Kyiv") else text[:1].lower() + text[1:]


def _standfirst(evidence: Evidence, found: losses.LossFindings) -> Iterator[Sentence]:
    counts = [one for one in evidence.counts if one.now.basis != "lost"]
    sign, way = ground.signs(counts), ground.direction(counts)
    if way and sign == "gain":
        alone = "_one" if sum(one.trend is not None for one in counts) == 1 else ""
        yield say({"up": "standfirst.faster", "down": "standfirst.slower"}.get(way, f"standfirst.{way}") + alone)
    prints = [one for one in counts if one.now.source != "pyrrhus"]
    ordered = sorted((one.now for one in (prints if len(prints) > 1 else counts)), key=lambda one: one.value or 0)
    if not ordered:
        yield say("standfirst.no_ground", when=evidence.period.when)
    elif sign == "loss":
        several = len(ordered) > 1
        ends = {"low": bare(ordered[-1]), "high": bare(ordered[0])}
        yield say("standfirst.loss", **ends) if several else say("standfirst.loss_one", only=bare(ordered[0]))
    elif sign == "disputed":
        yield say("standfirst.sign_disputed", low=signed(ordered[0]), high=signed(ordered[-1]))
    elif len({one.value for one in ordered}) > 1:
        wide = ordered[-1].place == evidence.of.scope_place
        kursk = word("standfirst.spread_scope") if wide else ""
        yield say("standfirst.spread", low=signed(ordered[0]), high=signed(ordered[-1]), scope=kursk)
    else:
        yield say("standfirst.one_count", only=signed(ordered[0]))
    if found.headline is not None:
        yield say("standfirst.unverified")
    if found.open and found.total is not None and found.total.end:
        yield say("standfirst.so_far", day=day_name(found.total.end))
    if evidence.as_of < evidence.view.newest:
        yield say("standfirst.edition", day=day_name(evidence.as_of))


def _ages(evidence: Evidence) -> Table:
    """The newest day of each source that the brief draws on; the reader sees how old it is against the edition's day."""
    rows = [(evidence.of.publisher(name).name, str(day)) for name, day in sorted(_newest(evidence).items())]
    columns = (word("table.source"), word("table.newest"))
    return Table("ages", word("table.ages"), columns, tuple(rows))


def _newest(evidence: Evidence) -> dict[str, date]:
    found: dict[str, date] = {}
    if evidence.totals:
        found["ua_general_staff"] = evidence.totals.newest
    if evidence.layers:
        found["isw"] = evidence.layers.newest
    if evidence.maps.maps:
        found["deepstate"] = evidence.maps.newest
    return found


def _attributions(evidence: Evidence) -> tuple[str, ...]:
    return tuple(load_source(name).attribution for name in _newest(evidence))


def _sources(document: Document) -> set[str]:
    """Sources that the document prints a statement of; a measured one counts for the source it was measured on."""
    found = set()
    for shown in figures_of(document):
        one = shown.statement
        found.add(one.source if one.source != "pyrrhus" else one.derived_from)
        found.update(part.derived_from if part.source == "pyrrhus" else part.source for part in _leaves(one))
    return found - {"", "pyrrhus"}


def _leaves(one: Statement) -> Iterator[Statement]:
    for part in one.operands:
        yield part
        yield from _leaves(part)


def _marks(document: Document) -> dict[str, Mark]:
    """Footnote numbers: what a reader sees in reading order, then what charts draw, then what these were worked out from."""
    shown = [one.statement for one in figures_of(document)]
    drawn = [one for chart in document.charts for one in chart.figures]
    drawn += [one for step in document.chain for one in (step.before, step.term, step.after)]
    marks: dict[str, Mark] = {}

    def number(statements: Iterable[Statement], *, seen: bool) -> None:
        for one in statements:
            if one.id not in marks:
                marks[one.id] = Mark(len(marks) + 1, one, seen)

    number(shown, seen=True)
    number(drawn, seen=False)
    queue = [mark.statement for mark in marks.values()]
    for one in queue:
        fresh = [part for part in one.operands if part.id not in marks]
        number(fresh, seen=False)
        queue.extend(fresh)
    return marks
