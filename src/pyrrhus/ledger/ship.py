"""Makes the files that ship from a synced ledger: each series with the times between which its values stood."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.view import MapVersion
from pyrrhus.statement import Statement, moment, plain

__all__ = ["SERIES", "map_rows", "series_files", "table"]

SERIES: Final = (("ua_general_staff", "casualties"), ("ua_general_staff", "equipment"), ("isw", "held"))
"""What ships, by source and metric."""

_OWN: Final = frozenset({"known", "document", "operands", "where", "title"})
_ORDER: Final = ("class_", "subgroup", "start", "end", "value", "published", "learnt", "withdrawn", "flags", "note")


def series_files(store: StoredLedger) -> dict[str, str]:
    """File name to content: ``series.toml`` with what a series has in common, and a csv each with what varies.

    What only our own first sight dates does not ship: it would change with the day of the build.
    """
    files: dict[str, str] = {}
    told: list[str] = ["# Made by `make data` from a synced ledger: what all rows of a series have in common.\n"]
    for source, metric in SERIES:
        by_kind: dict[str, list[Statement]] = {}
        for one in store.intervals(source, metric, without=store.feeds() - {source}, dated_only=True):
            by_kind.setdefault(one.kind, []).append(one)
        for kind, rows in sorted(by_kind.items()):
            name = f"{source}.{metric}.{kind}"
            shared, text = _series(rows)
            told.append(f'[series."{name}"]\n' + "".join(f"{key} = {value}\n" for key, value in shared.items()))
            files[f"series/{name}.csv"] = text
    files["series.toml"] = "\n".join(told)
    return files


def table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A csv with plain numbers and ISO days."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(row.get(name)) for name in columns} for row in rows)
    return out.getvalue()


def map_rows(maps: Mapping[date, MapVersion], areas: Mapping[str, Decimal]) -> list[dict[str, object]]:
    """The maps that measurements were made on, by day."""
    return [
        {
            "source": one.source, "day": day, "sha256": one.sha256, "known": one.known, "held_km2": areas[one.sha256],
            "page": one.page,
        }
        for day, one in sorted(maps.items())
    ]  # fmt: skip


def _series(rows: list[Statement]) -> tuple[dict[str, str], str]:
    names = [field.name for field in fields(Statement) if field.name not in _OWN]
    empty = Statement(source="", metric="", kind="", unit="")
    values = {name: {_cell(getattr(one, name)) for one in rows} for name in names}
    shared: dict[str, str] = {}
    same: list[str] = []
    varying = []
    for name in names:
        if len(values[name]) == 1 and name not in ("end", "value"):
            value = getattr(rows[0], name)
            if value != getattr(empty, name) or name == "bound":
                shared[name] = value.isoformat() if isinstance(value, date) else _quoted(value)
        elif name in ("published", "start") and all(getattr(one, name) == one.end for one in rows):
            same.append(name)
        else:
            varying.append(name)
    if same:
        shared["same"] = "{ " + ", ".join(f'{name} = "end"' for name in same) + " }"
    places = {one.where.replace(str(one.end), "{end}").replace(str(one.published), "{published}") for one in rows}
    if len(places) == 1:
        shared["where"] = _quoted(places.pop())
    columns = sorted(varying, key=_ORDER.index)
    rows.sort(key=lambda one: (one.end or date.min, one.class_, one.subgroup, str(one.learnt), one.value or 0))
    header = ["class" if name == "class_" else name for name in columns]
    body = [dict(zip(header, (getattr(one, name) for name in columns), strict=True)) for one in rows]
    return shared, table(header, body)


def _quoted(value: object) -> str:
    if isinstance(value, frozenset):
        return "[" + ", ".join(f'"{item}"' for item in sorted(value)) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return moment(value)
        case Decimal():
            return plain(value)
        case frozenset():
            return "+".join(sorted(value))
        case _:
            return str(value)
