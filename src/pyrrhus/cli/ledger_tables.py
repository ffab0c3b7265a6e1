"""What ``pyrrhus ledger`` prints for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from pyrrhus.cli.tables import console_text, period_text, value_text
from pyrrhus.ledger.verify import CHECKS
from pyrrhus.statement import Statement, moment

if TYPE_CHECKING:
    from pyrrhus.ledger.corrections import Correction
    from pyrrhus.ledger.diff import Change, Diff
    from pyrrhus.ledger.flags import FlagRow
    from pyrrhus.ledger.log import Log, VersionRow
    from pyrrhus.ledger.verify import Problem, Report
    from pyrrhus.ledger.walk import Step, Walk

__all__ = ["correction_table", "diff_table", "flag_table", "log_table", "report_text", "walk_text"]


def log_table(told: Log) -> str:
    """Runs, then versions, newest first."""
    runs = [(_moment(one.started), one.origin, one.status, one.message) for one in told.runs]
    versions = [
        (
            one.commit[:10] or "(no commit)", _moment(one.learnt), str(one.known or ""), _moment(one.seen),
            "yes" if one.readable else "no", f"{one.new:,}", f"{one.changed:,}", f"{one.withdrawn:,}", _flags(one), one.path,
        )
        for one in told.versions
    ]  # fmt: skip
    names = ("commit", "learnt", "known", "first seen here", "readable", "new", "changed", "withdrawn", "flags", "path")
    return console_text(_grid(("run", "origin", "status", "message"), runs), "", _grid(names, versions, right=(5, 6, 7)))


def diff_table(told: Diff, limit: int) -> str:
    """Totals, then the first rows."""
    shown = [one for one in told.totals if one.differs or one.confirmed]
    totals = [
        (
            one.source,
            one.metric,
            *(f"{n:,}" for n in (one.new, one.changed, one.marked, one.withdrawn, one.confirmed, one.stands)),
        )
        for one in shown
    ]
    same = len(told.totals) - len(shown)
    others = ["", f"Of {same:,} more sources and metrics both show the same."] if same else []
    names = ("source", "metric", "new", "changed", "marked", "withdrawn", "confirmed again", "stands")
    rows = [_change(one) for one in told.changes[:limit]]
    columns = ("what", "source", "metric", "of", "period", "before", "after", "difference", "unit", "known", "flags")
    head = f"An edition of {told.second} against one of {told.first}."
    return console_text(head, "", _grid(names, totals, right=range(2, 8)), *others, "", _grid(columns, rows, right=(5, 6, 7)))


def flag_table(told: Sequence[FlagRow]) -> str:
    """How many of each kind, then each."""
    counts = sorted(Counter((one.source, one.code) for one in told).items())
    rows = [
        (one.source, one.code, one.commit[:10] or str(one.day or ""), _moment(one.learnt), one.where, one.text) for one in told
    ]
    return console_text(
        _grid(("source", "code", "number"), [(source, code, f"{number:,}") for (source, code), number in counts], right=(2,)),
        "", _grid(("source", "code", "commit or day", "learnt", "where", "what"), rows),
    )  # fmt: skip


def report_text(told: Report) -> str:
    """What was checked, with counts, and each thing that is not as it was written."""
    parts: list[object] = [
        _grid(("checked", "what"), [(f"{told.checked[name]:,}", text) for name, text in CHECKS.items()], right=(0,)),
        "",
    ]
    if not told.problems:
        return console_text(*parts, "The ledger is whole.")
    damaged = len({one.document for one in told.problems if one.check == "documents"})
    count = f"{len(told.problems):,} thing{'s' * (len(told.problems) != 1)} not as written"
    advice = f"; {damaged:,} documents cannot be read, `pyrrhus sync` fetches damaged ones again" if damaged else ""
    return console_text(*parts, f"{count}{advice}:", *(Text(line) for one in told.problems for line in _problem(one)))


def walk_text(told: Sequence[Walk]) -> str:
    """A figure with its events, and with all that it was worked out from."""
    return console_text(*(part for number, one in enumerate(told) for part in [*([""] * bool(number)), *_walk(one)]))


def correction_table(told: Sequence[Correction]) -> str:
    """One line a correction."""
    rows = [(one.statement, one.flag, one.reason, one.author, _moment(one.made)) for one in told]
    return console_text(_grid(("statement", "flag", "reason", "author", "made"), rows))


def _problem(one: Problem) -> Iterable[str]:
    place = ", ".join(text for text in (one.source, one.path, one.commit[:10] or str(one.day or "")) if text)
    yield f"  {one.document or one.check}{f' ({place})' if place else ''}"
    yield f"      {one.text}"


def _walk(told: Walk) -> Iterable[Text]:
    one = told.statement
    yield Text(f"{value_text(one)} {one.unit}".strip() + f": {_named(one)}", style="bold")
    lines = [
        ("id", one.id),
        ("page", one.page),
        ("evidence", one.evidence),
        ("flags", ", ".join(sorted(one.flags))),
        ("note", one.note),
    ]
    if one.formula:
        lines += [("formula", one.formula), ("days", " ".join(map(str, one.days))), ("inputs", "\n            ".join(one.inputs))]
    elif not told.stands:
        lines.append(("stands", "no longer, or not yet, on that day"))
    if not told.held and not one.formula:
        lines.append(("bytes", "not held here; " + _elsewhere(one)))
    for name, text in lines:
        if text:
            yield Text(f"  {name:10}{text}")
    for step in told.steps:
        yield from _step(step)


def _elsewhere(one: Statement) -> str:
    return "`pyrrhus sync` fetches them" if one.evidence == "bytes" else "the page is where it stands"


def _step(step: Step) -> Iterable[Text]:
    when = _moment(step.learnt) or (f"known {step.known}" if step.known else "undated")
    by = f", commit {step.commit}" if step.commit else ""
    yield Text(f"  {'stated' if step.stated else 'withdrawn':10}{when}{by}")
    if step.document:
        yield Text(f"            {step.page}")
        yield Text(f"            document {step.document}, {step.size:,} bytes")
    if step.where:
        line = f", from line {step.record.line:,}" if step.record else ""
        yield Text(f"            {step.where}{line}")
    if step.record:
        cut = (
            f"\n({len(step.record.text)} of {step.record.length:,} characters)"
            if step.record.length > len(step.record.text)
            else ""
        )
        for text in f"{step.record.text}{cut}".splitlines():
            yield Text(f"              {text}")
    if step.fault:
        yield Text(f"            {step.fault}")


def _named(one: Statement) -> str:
    parts = (
        one.source,
        one.relayed_by and f"through {one.relayed_by}",
        one.metric,
        one.class_,
        one.subgroup,
        one.basis,
        one.party and f"of {one.party}",
        one.kind,
    )
    return f"{', '.join(part for part in parts if part)}, {period_text(one)}"


def _change(one: Change) -> tuple[str, ...]:
    told = one.after or one.before
    if told is None:
        return (
            one.what,
            one.source,
            one.metric,
            "",
            str(one.end),
            one.map_before[:10],
            one.map_after[:10],
            "",
            "",
            str(one.known),
            "",
        )
    of = ", ".join(part for part in (told.relayed_by, told.class_, told.subgroup, told.basis, told.place, told.range_is) if part)
    before, after = (value_text(side) if side else "" for side in (one.before, one.after))
    differences = " to ".join(f"{by:+,f}" for by in one.differences.values()) if one.what == "changed" else ""
    flags = " ".join(sorted(told.flags))
    return (
        one.what,
        one.source,
        one.metric,
        of,
        period_text(told),
        before,
        after,
        differences,
        one.unit,
        str(one.known or ""),
        flags,
    )


def _flags(one: VersionRow) -> str:
    counts = Counter(flag.code for flag in one.flags)
    return ", ".join(f"{code} ({number})" if number > 1 else code for code, number in sorted(counts.items()))


def _moment(value: datetime | None) -> str:
    return moment(value) if value else ""


def _grid(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> Table:
    numbers = set(right)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for place, name in enumerate(columns):
        table.add_column(name, justify="right" if place in numbers else "left", no_wrap=place in numbers)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
