"""What a user of a ledger found out about a statement: it stays, and carries a flag, the reason and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyrrhus.errors import InputError
from pyrrhus.statement import Statement
from pyrrhus.vocabulary import FLAGS

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Correction", "correct", "read_corrections", "refuse", "with_corrections"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A flag on a statement, by its id, with the reason, the author, and when (UTC) it was entered."""

    statement: str
    flag: str
    reason: str
    author: str
    made: datetime


def read_corrections(connection: Connection) -> list[Correction]:
    """All corrections, in order of entry."""
    from sqlalchemy import select

    from pyrrhus.ledger.schema import correction as t

    rows = connection.execute(select(t.c.statement, t.c.flag, t.c.reason, t.c.author, t.c.made).order_by(t.c.id))
    return [Correction(*row) for row in rows]


def correct(connection: Connection, statement: Statement, *, flag: str, reason: str, author: str, made: datetime) -> Correction:
    """Record that a statement carries a flag from now on; nothing that its source said is changed.

    Args:
        connection: of a ledger opened for writing.
        statement: as it was found; a worked-out one is not of the ledger and cannot be corrected.
        flag: one of the vocabulary.
        reason: why; is printed with the statement.
        author: who says so.
        made: the time now, UTC; editions of earlier days do not know the correction.

    Raises:
        InputError: for an unknown flag, an empty reason or author, or a correction that is there already.
    """
    from sqlalchemy import insert

    from pyrrhus.ledger.schema import correction as t

    refuse(flag=flag, reason=reason, author=author)
    made = made.astimezone(UTC).replace(microsecond=0)
    one = Correction(statement.id, flag, _line(reason, "reason"), _line(author, "author"), made)
    if any(replace(other, made=made) == one for other in read_corrections(connection)):
        raise InputError(f"this correction of {statement.id[:12]} is there already", remedy="see `pyrrhus ledger corrections`")
    row = {"statement": one.statement, "flag": flag, "reason": one.reason, "author": one.author, "made": made}
    connection.execute(insert(t), row)
    return one


def refuse(*, flag: str, reason: str, author: str) -> None:
    """Refuse what can be no correction of anything.

    Raises:
        InputError: for an unknown flag, or an empty or unprintable reason or author.
    """
    if flag not in FLAGS:
        raise InputError(f"no flag {flag[:40]!r}; there are: {', '.join(FLAGS)}")
    _line(reason, "reason")
    _line(author, "author")


def with_corrections(one: Statement, told: Sequence[Correction]) -> Statement:
    """The same statement with the flags, reasons and authors of its corrections."""
    if not told:
        return one
    notes = [f"{each.reason} ({each.author}, {each.made.date()})" for each in told]
    note = "; ".join(text for text in (one.note, *notes) if text)
    return replace(one, flags=one.flags | {each.flag for each in told}, note=note)


def _line(text: str, name: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise InputError(f"the {name} is empty", remedy=f"say it with --{name}")
    if not line.isprintable():
        raise InputError(f"the {name} holds signs that cannot be printed", remedy="write it in plain text")
    return line
