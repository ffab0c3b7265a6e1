"""A figure walked back to its bytes: what was stated or withdrawn when, by which version of which path, and where in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from pyrrhus.errors import InputError, LedgerError, NoData
from pyrrhus.ledger.view import View, visible
from pyrrhus.statement import Statement

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pyrrhus.ledger.records import Record
    from pyrrhus.sources.contract import File, Source

__all__ = ["OURS", "Step", "Walk", "bytes_of", "find", "one_id", "unfold", "walk"]

_SHORTEST: Final = 6
OURS: Final = "pyrrhus"


@dataclass(frozen=True, slots=True)
class Step:
    """One event: that a version stated or withdrew it, from which day an edition knows that, and where it stands.

    ``page`` is the file at that commit. ``commit``, ``path``, ``document`` (a sha256) and ``size`` (bytes) are empty where the
    bytes are not held; ``record`` is None there, for a withdrawal, and where the record cannot be told apart; ``fault`` says
    why bytes that should be there cannot be read.
    """

    stated: bool
    known: date | None
    learnt: datetime | None
    commit: str = ""
    path: str = ""
    page: str = ""
    document: str = ""
    size: int = 0
    where: str = ""
    record: Record | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """A statement with its events, oldest first; ``stands`` says whether an edition of the day shows it."""

    statement: Statement
    stands: bool
    held: bool
    steps: tuple[Step, ...]


def find(view: View, prefix: str, as_of: date | None = None) -> Statement:
    """The statement whose id this is, or begins so: as it stands on a day (without one, on the view's), else as it last stood.

    Raises:
        InputError: where it is no id, too short, or several begin so.
        NoData: where nothing here has it, or had it by ``as_of``.
    """
    asked = prefix.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{1,64}", asked):
        raise InputError(f"{prefix[:70]!r} is no id of a statement", remedy="an id has 64 hexadecimal digits, its first 6 may do")
    if len(asked) < _SHORTEST:
        raise InputError(f"{asked!r} is too short to name a statement", remedy=f"give at least {_SHORTEST} digits of its id")
    found = [one for one in view.find(asked) if as_of is None or (one.known is not None and one.known <= as_of)]
    one_id(asked, {one.id for one in found}, f" by {as_of}" if as_of else "")
    return next((one for one in reversed(found) if visible(one, as_of or view.as_of)), found[-1])


def one_id(prefix: str, ids: Collection[str], when: str = "") -> None:
    """Refuse a prefix of no id, or of several."""
    if not ids:
        raise NoData(
            f"no statement {prefix[:12]} is known here{when}; what pyrrhus works out is not kept: give the period of its brief "
            "with --period, or show the ids among its inputs in `pyrrhus brief PERIOD --format json`"
        )
    if len(ids) > 1:
        told = ", ".join(f"{one[: len(prefix) + 4]}..." for one in sorted(ids)[:4])
        raise InputError(f"{len(ids)} statements begin with {prefix}: {told}", remedy="give more digits")


def walk(view: View, statement: Statement, as_of: date | None = None) -> Walk:
    """The events of a statement (known by ``as_of``, where given), with the bytes around it where they are held.

    A worked-out figure has none; where it was measured on a map, its steps are where the map's bytes stand.
    """
    ledger = _ledger(view)
    steps: list[Step] = []
    if ledger is not None and statement.source == OURS:
        steps = list(_of_document(ledger, statement.document)) if statement.document else []
    elif ledger is not None:
        steps = list(_stored(ledger, statement))
    held = bool(steps)
    if not held and statement.source != OURS:
        steps = list(_told(view.find(statement.id)))
    known = tuple(one for one in steps if as_of is None or (one.known is not None and one.known <= as_of))
    return Walk(statement, visible(statement, as_of or view.as_of), held, known)


def unfold(view: View, statement: Statement, as_of: date | None = None) -> list[Walk]:
    """A figure and all that it was worked out from, each once, every figure before its inputs."""
    due, found = [statement], dict[str, Walk]()
    while due:
        one = due.pop(0)
        if one.id not in found:
            found[one.id] = walk(view, one, as_of)
            due = [*one.operands, *due]
    return list(found.values())


def bytes_of(view: View, told: Walk) -> bytes:
    """The document that last stated a figure.

    Raises:
        NoData: where its bytes are not held here.
        LedgerError: where they are damaged.
    """
    name = next((step.document for step in reversed(told.steps) if step.stated and step.document), "")
    ledger = _ledger(view)
    if not name or ledger is None:
        raise NoData(f"the bytes of {told.statement.id[:12]} are not held here; {_remedy(told.statement)}")
    from pyrrhus.ledger.documents import document_named

    return document_named(ledger, name)


def _remedy(statement: Statement) -> str:
    if statement.evidence == "bytes":
        return "`pyrrhus sync` fetches them"
    return f"it stands printed on {statement.page}" if statement.page else "no page is known of it"


def _ledger(view: View) -> Connection | None:
    """The connection of the view's ledger, where there is one."""
    return next((one for store in view.stores if (one := getattr(store, "connection", None)) is not None), None)


def _told(stood: list[Statement]) -> Iterator[Step]:
    """The events of a figure that ships, or is printed: the times between which it stood."""
    for one in stood:
        yield Step(True, one.known, one.learnt, page=one.page, where=one.where)
        if one.withdrawn:
            yield Step(False, one.withdrawn.astimezone(UTC).date(), one.withdrawn, page=one.page)


def _stored(connection: Connection, statement: Statement) -> Iterator[Step]:
    from sqlalchemy import func, select

    from pyrrhus.ledger import schema
    from pyrrhus.ledger.remarks import filled

    e, v, s, p, d, m = schema.event, schema.version, schema.statement, schema.path, schema.document, schema.remark
    known = func.coalesce(e.c.known, v.c.known, type_=schema.Day).label("known")
    rows = connection.execute(
        select(
            e.c.stated, known, v.c.learnt, v.c.commit, p.c.source, p.c.file, p.c.path, d.c.id, d.c.sha256, d.c.size, m.c.where,
            s.c.start, s.c.end, s.c.published,
        )
        .select_from(e).join(s, s.c.id == e.c.statement).join(v, v.c.id == e.c.version).join(p, p.c.id == v.c.path)
        .join(d, d.c.id == v.c.document).join(m, m.c.id == e.c.remark)
        .where(s.c.digest == bytes.fromhex(statement.id[:16])).order_by(e.c.id)
    ).all()  # fmt: skip
    for row in rows:
        commit = row.commit.hex() if row.commit else ""
        step = Step(
            bool(row.stated), row.known, row.learnt, commit, row.path, "", row.sha256.hex(), row.size,
            filled(row.where, row.end, row.start, row.published),
        )  # fmt: skip
        yield _with_bytes(connection, row, step, statement.id)


def _with_bytes(connection: Connection, row: Any, step: Step, id_: str) -> Step:
    from pyrrhus.ledger.documents import read_document
    from pyrrhus.ledger.records import record_of
    from pyrrhus.sources.contract import load_source

    try:
        source = load_source(row.source)
        file = source.file(row.file)
        page = _page(source, file, row.path, step.commit)
        near = step.where.rpartition(", ")[2]
        record = record_of(source, file, read_document(connection, row.id), id_, near=near) if step.stated else None
        return replace(step, page=page, record=record)
    except LedgerError as error:
        return replace(step, page=page, fault=str(error))
    except (InputError, StopIteration):
        return replace(step, fault=f"no source {row.source!r} is known here any more that could read it")


def _page(source: Source, file: File, path: str, commit: str) -> str:
    """The address of a path at a commit, or on its branch."""
    repository, branch = source.place(file)
    return f"https://github.com/{repository}/blob/{commit or branch}/{quote(path)}" if repository else path


def _of_document(connection: Connection, name: str) -> Iterator[Step]:
    """Each version that has a document."""
    from sqlalchemy import select

    from pyrrhus.ledger import schema
    from pyrrhus.sources.contract import load_source

    v, p, d = schema.version, schema.path, schema.document
    query = (
        select(v.c.known, v.c.learnt, v.c.commit, p.c.source, p.c.file, p.c.path, d.c.size)
        .select_from(v).join(p, p.c.id == v.c.path).join(d, d.c.id == v.c.document)
        .where(d.c.sha256 == bytes.fromhex(name)).order_by(v.c.id)
    )  # fmt: skip
    for row in connection.execute(query):
        commit = row.commit.hex() if row.commit else ""
        try:
            source = load_source(row.source)
            page = _page(source, source.file(row.file), row.path, commit)
        except (InputError, StopIteration):
            page = ""
        yield Step(True, row.known, row.learnt, commit, row.path, page, name, row.size, "the whole file")
