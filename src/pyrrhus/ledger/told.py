"""What is asked of a ledger, as rows for machines: the same names in csv and JSON, days and moments as ISO text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pyrrhus.statement import Statement, moment

if TYPE_CHECKING:
    from pyrrhus.ledger.corrections import Correction
    from pyrrhus.ledger.diff import Change, Diff, Total
    from pyrrhus.ledger.flags import FlagRow
    from pyrrhus.ledger.log import Log
    from pyrrhus.ledger.verify import Report
    from pyrrhus.ledger.walk import Step, Walk

__all__ = [
    "CHANGE_COLUMNS", "CORRECTION_COLUMNS", "FLAG_COLUMNS", "RUN_COLUMNS", "VERSION_COLUMNS", "change_row", "correction_row",
    "diff_json", "flag_row", "log_json", "log_rows", "report_json", "walk_json",
]  # fmt: skip

FLAG_COLUMNS: Final = ("source", "path", "day", "commit", "learnt", "code", "where", "text")
CORRECTION_COLUMNS: Final = ("statement", "flag", "reason", "author", "made")
VERSION_COLUMNS: Final = (
    "path", "day", "commit", "learnt", "known", "readable", "document", "size", "new", "changed", "withdrawn", "flags",
)  # fmt: skip
RUN_COLUMNS: Final = ("row", *VERSION_COLUMNS, "seen", "started", "ended", "origin", "status", "message")
"""Of a log with runs: ``row`` is ``version`` or ``run``."""
_OF_CHANGE: Final = (
    "relayed_by", "basis", "party", "kind", "class", "subgroup", "place", "range_is", "bound", "start", "end", "unit",
)  # fmt: skip
CHANGE_COLUMNS: Final = (
    "what", "source", "metric", *_OF_CHANGE, "known", "low_before", "low_after", "low_difference", "value_before", "value_after",
    "difference", "high_before", "high_after", "high_difference", "flags_before", "flags_after", "id_before", "id_after",
    "document_before", "document_after", "page",
)  # fmt: skip


def flag_row(one: FlagRow) -> dict[str, Any]:
    """A fault under :data:`FLAG_COLUMNS`; empty fields have no key."""
    return _row(FLAG_COLUMNS, one)


def correction_row(one: Correction) -> dict[str, Any]:
    """A correction under :data:`CORRECTION_COLUMNS`."""
    return _row(CORRECTION_COLUMNS, one)


def log_rows(told: Log, *, with_runs: bool) -> list[dict[str, Any]]:
    """The versions of a log, and its runs where asked for, newest first."""
    names = (*VERSION_COLUMNS, "seen") if with_runs else VERSION_COLUMNS
    rows = [_row(names, one) | {"flags": [flag.code for flag in one.flags]} for one in told.versions]
    if not with_runs:
        return rows
    runs = [{"row": "run"} | _row(RUN_COLUMNS[-5:], one) for one in told.runs]
    return [*runs, *({"row": "version"} | row for row in rows)]


def log_json(told: Log, *, with_runs: bool) -> dict[str, Any]:
    """A log as one object; ``of`` counts what there is in all."""
    rows = log_rows(told, with_runs=with_runs)
    versions = [{name: value for name, value in row.items() if name != "row"} for row in rows if row.get("row") != "run"]
    found: dict[str, Any] = {"source": told.source, "versions": versions, "of": told.version_count}
    if with_runs:
        found["runs"] = [_row(RUN_COLUMNS[-5:], one) for one in told.runs]
        found["of_runs"] = told.run_count
    return found


def change_row(one: Change) -> dict[str, Any]:
    """One difference of two editions, flat, under :data:`CHANGE_COLUMNS`."""
    row: dict[str, Any] = {"what": one.what, "source": one.source, "metric": one.metric}
    said = one.after or one.before
    if said is None:
        row |= {"start": one.start, "end": one.end, "document_before": one.map_before, "document_after": one.map_after}
    else:
        whole = said.as_json()
        row |= {name: whole[name] for name in (*_OF_CHANGE, "page") if name in whole}
    for name, side in (("before", one.before), ("after", one.after)):
        if side is not None:
            row |= {f"{part}_{name}": getattr(side, part) for part in ("low", "value", "high", "id")}
            row[f"flags_{name}"] = sorted(side.flags)
    row |= {"difference" if name == "value" else f"{name}_difference": by for name, by in one.differences.items()}
    row["known"] = one.known
    return {name: value for name in CHANGE_COLUMNS if (value := _plain(row.get(name))) not in ("", None, [])}


def diff_json(told: Diff) -> dict[str, Any]:
    """Two editions' difference as one object: totals, then rows."""
    return {
        "from": told.first.isoformat(), "to": told.second.isoformat(), "totals": [_total(one) for one in told.totals],
        "rows": [change_row(one) for one in told.changes],
    }  # fmt: skip


def _total(one: Total) -> dict[str, Any]:
    names = ("source", "metric", "new", "changed", "marked", "withdrawn", "confirmed", "stands")
    return {name: getattr(one, name) for name in names}


def report_json(told: Report) -> dict[str, Any]:
    """What was checked, with counts, and what is not as it was written."""
    names = ("check", "document", "source", "path", "commit", "day", "text")
    return {"checked": told.checked, "problems": [_row(names, one) for one in told.problems]}


def walk_json(told: Walk) -> dict[str, Any]:
    """A figure with its events, oldest first."""
    return {
        "statement": told.statement.as_json(), "stands": told.stands, "held": told.held,
        "events": [_step(one) for one in told.steps],
    }  # fmt: skip


def _step(one: Step) -> dict[str, Any]:
    names = ("known", "learnt", "commit", "path", "page", "document", "size", "where", "fault")
    found = {"event": "stated" if one.stated else "withdrawn"} | _row(names, one)
    if one.record is not None:
        found |= {"line": one.record.line, "record": one.record.text}
    return found


def _row(names: Sequence[str], one: object) -> dict[str, Any]:
    told: Mapping[str, Any] = {name: _plain(getattr(one, name)) for name in names if hasattr(one, name)}
    return {name: value for name, value in told.items() if value not in ("", None, [])}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case Statement() | tuple():
            return None
        case Decimal() | bool() | int() | list() | str() | None:
            return value
        case _:
            return str(value)
