"""The one type that carries everything: who said which number about what, over which period, and where it stands.

A statement's identity is what was said, not how it came here: its :attr:`~Statement.id` hashes the identifying
fields, and a worked-out statement is identified by its formula, days and inputs instead of its value, so that an
engine may change in its last digits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import Any, Final

from pyrrhus import vocabulary as words
from pyrrhus.errors import InputError
from pyrrhus.period import parse_day

__all__ = ["PLACE", "Statement", "canonical", "of_values", "plain", "statement_from_fields", "values_of"]

_STAMP: Final = b"pyrrhus-statement-1"
_SAID: Final = ("source", "relayed_by", "derived_from", "metric", "basis", "includes", "party", "kind")
_NUMBERS: Final = ("low", "value", "high")
_REST: Final = (
    "bound", "range_is", "unit", "of", "start", "end", "place", "rank", "direction",
    "vs_start", "vs_end", "vs_source", "class", "subgroup", "published", "page",
)  # fmt: skip
_WORKED: Final = ("formula", "convention", "days", "inputs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement; the fields are those of the vocabulary, empty text or None where nothing is known.

    Days are ISO calendar days, both ends inclusive; ``learnt`` is UTC. Four fields are not of the vocabulary and never
    exported: ``known`` is the day from which an edition may use the statement (see
    :func:`pyrrhus.ledger.known.known_day`), None where it cannot be dated; ``withdrawn`` is when its source gave it up;
    ``operands`` are the statements behind the ids in ``inputs``; ``title`` is ours, of the page.
    """

    source: str
    metric: str
    kind: str
    unit: str
    party: str = ""
    relayed_by: str = ""
    derived_from: str = ""
    basis: str = ""
    includes: frozenset[str] = frozenset()
    low: Decimal | None = None
    value: Decimal | None = None
    high: Decimal | None = None
    bound: str = "plain"
    range_is: str = ""
    unit_as_written: str = ""
    of: str = ""
    start: date | None = None
    end: date | None = None
    vs_start: date | None = None
    vs_end: date | None = None
    vs_source: str = ""
    place: str = ""
    rank: int | None = None
    direction: str = ""
    class_: str = ""
    subgroup: str = ""
    published: date | None = None
    published_from: date | None = None
    published_to: date | None = None
    page: str = ""
    archived: str = ""
    quotation: str = ""
    evidence: str = ""
    stance: str = ""
    licence: str = ""
    flags: frozenset[str] = frozenset()
    note: str = ""
    title: str = ""
    convention: str = ""
    formula: str = ""
    days: tuple[date, ...] = ()
    inputs: tuple[str, ...] = ()
    learnt: datetime | None = None
    document: str = ""
    where: str = ""
    known: date | None = None
    withdrawn: datetime | None = None
    operands: tuple[Statement, ...] = field(default=(), compare=False, repr=False)

    _id: str = field(default="", init=False, compare=False, repr=False)

    @property
    def id(self) -> str:
        """Hexadecimal sha256 of the stamp and the canonical JSON of the identifying fields."""
        if not self._id:
            digest = hashlib.sha256(_STAMP + canonical(self.identity()).encode()).hexdigest()
            # The only write after making: a memory of what the fields say already.
            object.__setattr__(self, "_id", digest)
        return self._id

    def identity(self) -> dict[str, str | list[str]]:
        """The identifying fields that are not empty, as canonical text, in the order of their names."""
        said: dict[str, str | list[str]] = {}
        for name, attribute in _IDENTITY_WORKED if self.formula else _IDENTITY:
            value = getattr(self, attribute)
            if value or value == 0:
                said[name] = value if type(value) is str else _text(value)
        return said

    def as_json(self) -> dict[str, Any]:
        """The fields as JSON values: absent where empty, numbers as :class:`~decimal.Decimal`, days as ISO text."""
        found: dict[str, Any] = {"id": self.id}
        for name in _FIELD_NAMES:
            value = getattr(self, name)
            if value is None or value == "" or value == () or value == frozenset():
                continue
            key = "class" if name == "class_" else name
            if isinstance(value, Decimal | int):
                found[key] = value
            elif isinstance(value, datetime):
                found[key] = moment(value)
            else:
                found[key] = _text(value)
        return found


_FIELD_NAMES: Final = tuple(f.name for f in fields(Statement) if f.name not in ("known", "withdrawn", "operands", "title", "_id"))
_IDENTITY: Final = tuple((name, "class_" if name == "class" else name) for name in sorted(_SAID + _NUMBERS + _REST))
_IDENTITY_WORKED: Final = tuple((name, "class_" if name == "class" else name) for name in sorted(_SAID + _REST + _WORKED))


def values_of(one: Statement) -> list[Any]:
    """The values of a statement's fields, in the order of :data:`PLACE`."""
    return list(_VALUES(one))


def of_values(values: Sequence[Any]) -> Statement:
    """The statement with these values, as its constructor makes it, three times as fast.

    A ledger makes thousands of statements that differ in their days and numbers alone.
    """
    made = object.__new__(Statement)
    for put, value in zip(_PUTS, values, strict=True):
        put(made, value)
    _PUT_ID(made, "")
    return made


_NAMES: Final = tuple(f.name for f in fields(Statement) if f.name != "_id")
PLACE: Final = {name: number for number, name in enumerate(_NAMES)}
"""Where each field stands among :func:`values_of`."""
_PUTS: Final = tuple(Statement.__dict__[name].__set__ for name in _NAMES)
_PUT_ID: Final = Statement.__dict__["_id"].__set__
_VALUES: Final = attrgetter(*_NAMES)


def canonical(value: Mapping[str, str | list[str]]) -> str:
    """JSON with sorted keys and no blanks, UTF-8, only ``"``, the backslash and control characters escaped."""
    inside = [f'"{key}":{_quote(text) if type(text) is str else _json(text)}' for key, text in sorted(value.items())]
    return "{" + ",".join(inside) + "}"


def plain(number: Decimal) -> str:
    """A decimal as text without exponent, plus sign or trailing zeros."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def moment(value: datetime) -> str:
    """A moment as ISO text in UTC, whole seconds."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def statement_from_fields(row: Mapping[str, str], *, where: str) -> Statement:
    """Make a statement from text fields under the vocabulary's names, as a csv row holds them.

    Args:
        row: text by field; empty means nothing known; sets are joined with ``+``, lists with blanks.
        where: file and row, for the message.

    Raises:
        InputError: for a field or a value that the vocabulary does not have, or a number or day that cannot be read.
    """
    made: dict[str, Any] = {}
    for key, text in row.items():
        name = "class_" if key == "class" else key
        if key == "class_" or (name not in _FIELD_NAMES and name != "title"):
            raise InputError(f"unknown column {key!r}", where=where, remedy="use the fields of the vocabulary")
        if text:
            try:
                made[name] = _READERS.get(name, str)(text)
            except (ValueError, InvalidOperation, InputError):
                raise InputError(f"cannot read {key} from {text[:60]!r}", where=where) from None
    for name, allowed in _CLOSED.items():
        values: Iterable[str] = made.get(name, ())
        for value in [values] if isinstance(values, str) else values:
            if value not in allowed:
                raise InputError(f"{name} {value!r} is not one of {', '.join(allowed)}", where=where)
    missing = [name for name in ("source", "metric", "kind", "unit") if name not in made]
    if missing:
        raise InputError(f"no {', '.join(missing)}", where=where)
    return Statement(**made)


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        raise ValueError(text)
    return Decimal(text)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split("+"))


_CLOSED: Final[dict[str, Iterable[str]]] = {
    "metric": words.METRICS, "kind": words.KINDS, "unit": words.UNITS, "bound": words.BOUNDS, "basis": words.BASES,
    "range_is": words.RANGE_IS, "convention": words.CONVENTIONS, "evidence": words.EVIDENCE_GRADES,
    "includes": words.INCLUDES, "flags": words.FLAGS, "stance": words.STANCES, "licence": words.LICENCES,
    "direction": ("up", "down", "same"),
}  # fmt: skip
_READERS: Final[dict[str, Any]] = (
    dict.fromkeys(("low", "value", "high"), _number)
    | dict.fromkeys(
        ("start", "end", "vs_start", "vs_end", "published", "published_from", "published_to"), parse_day
    )
    | dict.fromkeys(words.SETS, _set)
    | {"rank": int, "learnt": datetime.fromisoformat, "inputs": lambda text: tuple(text.split()),
       "days": lambda text: tuple(parse_day(day) for day in text.split())}
)  # fmt: skip


def _text(value: object) -> str | list[str]:
    match value:
        case None:
            return ""
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case tuple():
            return [str(item) for item in value]
        case _:
            return str(value)


def _json(value: str | list[str]) -> str:
    if isinstance(value, list):
        return "[" + ",".join(_quote(item) for item in value) + "]"
    return _quote(value)


_ESCAPES: Final = {**{chr(code): f"\\u{code:04x}" for code in range(32)}, '"': '\\"', "\\": "\\\\"}
_ESCAPED: Final = re.compile('[\x00-\x1f"\\\\]')


def _quote(text: str) -> str:
    if _ESCAPED.search(text):
        text = _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)
    return f'"{text}"'
