"""A brief or a checked text that was saved: the figures it printed, read strictly, from its JSON or its page.

What is read was written by anybody: it is bounded in size and depth, and each figure's id must be that of its fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

from pyrrhus.brief.render.json import FIELDS_KEPT, SHAPE
from pyrrhus.errors import InputError
from pyrrhus.ledger.export import COLUMNS
from pyrrhus.period import Period, parse_day, period_of
from pyrrhus.statement import Statement, statement_from_fields
from pyrrhus.vocabulary import SETS

__all__ = ["Place", "Printed", "Saved", "parse_saved", "read_saved"]

Place = Literal["text", "table", "chart", "evidence"]
"""Where a reader saw a figure: in the words, a table or a chart of a brief, or beside a claim of a checked text."""

LARGEST: Final = 64 * 2**20
"""Bytes; the brief of a year has one or two million."""
LONGEST_NUMBER: Final = 30
_BLOCK: Final = 'id="pyrrhus-figures"'
_NUMBERS: Final = ("low", "value", "high", "rank")
_LISTS: Final = (*SETS, "days", "inputs")
_REMEDY: Final = "give what `pyrrhus brief --format json` or `--format html` wrote, or a checked text as JSON"
_NEWER: Final = "update pyrrhus"


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure that a reader saw, where, and beside which claims of a text (their words)."""

    statement: Statement
    places: frozenset[Place]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: a ``brief`` of ``period``, or a checked ``text`` of the day ``published``.

    ``figures`` are those that a reader saw, in the order of the file; ``statements`` also those that they were worked
    out from, by id. ``as_of`` is the day that the file knows things up to.
    """

    kind: Literal["brief", "text"]
    as_of: date
    period: Period | None
    published: date | None
    title: str
    figures: tuple[Printed, ...]
    statements: Mapping[str, Statement] = field(repr=False)


class _Number(str):
    """A number as the file writes it."""

    __slots__ = ()


def read_saved(path: Path) -> Saved:
    """Read a saved file.

    Raises:
        InputError: for a file that cannot be read, is too large, or is none of the three shapes.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", where=str(path)) from None
    except ValueError:
        raise InputError("no file can have this name", where=repr(str(path))) from None
    return parse_saved(data, where=str(path))


def parse_saved(data: bytes, *, where: str) -> Saved:
    """Read the bytes of a saved file; ``where`` names it in messages.

    Raises:
        InputError: naming what is wrong.
    """
    if len(data) > LARGEST:
        raise InputError(f"larger than {LARGEST // 2**20} MB, as no brief is", where=where, remedy=_REMEDY)
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise InputError("is no UTF-8 text", where=where, remedy=_REMEDY) from None
    if not text:
        raise InputError("the file is empty", where=where, remedy=_REMEDY)
    told = _parsed(_block(text, where) if text.startswith("<") else text, where)
    if not isinstance(told, dict):
        raise InputError("is JSON of another shape", where=where, remedy=_REMEDY)
    shape = told.get("shape", _Number(SHAPE))
    if shape != str(SHAPE):
        raise InputError(f"was written by a newer pyrrhus, in shape {str(shape)[:20]!r}", where=where, remedy=_NEWER)
    if "statements" in told and "sections" in told:
        return _brief(told, where)
    if "claims" in told:
        return _text(told, where)
    raise InputError("is JSON of another shape, neither a brief nor a checked text", where=where, remedy=_REMEDY)


def _block(page: str, where: str) -> str:
    """The figures that a page carries for programs."""
    at = page.find(_BLOCK)
    start, end = page.find(">", at) + 1, page.find("</script", at)
    if at < 0 or not start or end < start:
        remedy = "only pages that carry their figures can be rechecked; make the page anew, or give its JSON"
        raise InputError("is a page without the figures of a brief", where=where, remedy=remedy)
    return page[start:end]


def _parsed(text: str, where: str) -> Any:
    def refused(name: str) -> NoReturn:
        raise InputError(f"{name} is no number", where=where)

    try:
        return json.loads(text, parse_int=_Number, parse_float=_Number, parse_constant=refused)
    except RecursionError:
        raise InputError("is nested deeper than any brief", where=where, remedy=_REMEDY) from None
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise InputError(f"is no JSON (line {line})", where=where, remedy=_REMEDY) from None


def _brief(told: dict[str, Any], where: str) -> Saved:
    statements: dict[str, Statement] = {}
    for number, row in enumerate(_list(told, "statements", where), 1):
        one = _statement(row, f"figure {number}", where)
        statements[one.id] = one
    places: dict[str, set[Place]] = {id_: set() for id_ in statements}

    def note(ids: list[Any], place: Place) -> None:
        for id_ in ids:
            if not isinstance(id_, str) or id_ not in places:
                raise InputError(f"a {place} names a figure that the file does not hold: {str(id_)[:64]!r}", where=where)
            places[id_].add(place)

    for section in _list(told, "sections", where):
        note(_list(section, "figures", where), "text")
    for table in _list(told, "tables", where):
        cells = [cell for row in _list(table, "rows", where) for cell in (row if isinstance(row, list) else [])]
        note([cell for cell in cells if isinstance(cell, str) and cell in places], "table")
    for chart in _list(told, "charts", where) if "charts" in told else []:
        note(_list(chart, "figures", where), "chart")
    period = told.get("period")
    start, end = (_day(period, name, where) for name in ("start", "end"))
    if end < start:
        raise InputError("its period ends before it starts", where=where)
    return Saved(
        kind="brief",
        as_of=_day(told, "as_of", where),
        period=period_of(start, end),
        published=None,
        title=_words(told.get("title")),
        figures=tuple(Printed(statements[id_], frozenset(found)) for id_, found in places.items() if found),
        statements=statements,
    )


def _text(told: dict[str, Any], where: str) -> Saved:
    statements: dict[str, Statement] = {}
    claims: dict[str, list[str]] = {}
    # A page also keeps what its figures were worked out from; nobody saw those.
    for number, row in enumerate(_list(told, "behind", where) if "behind" in told else [], 1):
        one = _statement(row, f"figure {number} behind the evidence", where)
        statements[one.id] = one
    for number, claim in enumerate(_list(told, "claims", where), 1):
        rows = [
            one.get("statement") if isinstance(one, dict) else None
            for one in (_list(claim, "evidence", where) if isinstance(claim, dict) and claim.get("evidence") else [])
        ]
        if not isinstance(claim, dict):
            raise InputError(f"claim {number} is of another shape", where=where, remedy=_REMEDY)
        if claim.get("should_read") is not None:
            rows.append(claim["should_read"])
        for count, row in enumerate(rows, 1):
            one = _statement(row, f"figure {count} of claim {number}", where)
            statements[one.id] = one
            claims.setdefault(one.id, []).append(_words(claim.get("text")))
    return Saved(
        kind="text",
        as_of=_day(told, "as_of", where),
        period=None,
        published=_day(told, "published", where),
        title="",
        figures=tuple(
            Printed(statements[id_], frozenset({"evidence"}), tuple(dict.fromkeys(filter(None, found))))
            for id_, found in claims.items()
        ),
        statements=statements,
    )


def _statement(row: object, name: str, where: str) -> Statement:
    """One figure, whose id is that of its fields."""
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise InputError(f"{name} is no statement with an id", where=where, remedy=_REMEDY)
    made = statement_from_fields(
        {key: _cell(key, value, name, where) for key, value in row.items() if key in FIELDS_KEPT}, where=f"{where}, {name}"
    )
    try:
        same = made.id == row["id"]
    except UnicodeEncodeError:
        raise InputError(f"{name} holds a character that no text has", where=where) from None
    if same:
        return made
    unknown = sorted(set(row) - set(COLUMNS))
    if unknown:
        told = f"{name} has a field that this pyrrhus does not know, {unknown[0][:40]!r}"
        raise InputError(told, where=where, remedy=_NEWER)
    raise InputError(f"the file was edited: {name}'s id is not that of its fields", where=where, remedy="use the file as written")


def _cell(key: str, value: object, name: str, where: str) -> str:
    """A field's JSON value as the text that a csv row would have."""
    if key in _LISTS and isinstance(value, list) and all(type(one) is str and one.split() == [one] for one in value):
        return ("+" if key in SETS else " ").join(value)
    if key in _NUMBERS and isinstance(value, _Number) and len(value) <= LONGEST_NUMBER:
        return str(value)
    if key not in _NUMBERS and key not in _LISTS and type(value) is str:
        return value
    raise InputError(f"cannot read {key} of {name} from {json.dumps(value)[:40]}", where=where)


def _list(told: object, key: str, where: str) -> list[Any]:
    found = told.get(key) if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise InputError(f"no list {key!r} where a brief or a checked text has one", where=where, remedy=_REMEDY)
    return found


def _day(told: object, key: str, where: str) -> date:
    found = told.get(key) if isinstance(told, dict) else None
    try:
        return parse_day(found)
    except InputError as error:
        raise InputError(f"{key}: {error}", where=where, remedy=_REMEDY) from None


def _words(value: object) -> str:
    """Text of the file that is shown again, without halves of characters, which cannot be written."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
