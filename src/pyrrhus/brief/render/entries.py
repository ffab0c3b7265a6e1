"""The evidence behind each mark, field by field, as a page lists it; foreign text comes out inert."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from pyrrhus.brief.document import Mark
from pyrrhus.brief.wording import catalogue, word
from pyrrhus.conflict import conflict
from pyrrhus.statement import Statement, moment, plain
from pyrrhus.vocabulary import BOUNDS, EVIDENCE_GRADES, FLAGS, KINDS, METRICS

__all__ = ["Entry", "Field", "entries", "inert"]

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that steer a display instead of being shown, turning the direction of what follows them among them."""
_ADDRESS: Final = re.compile(r"https?://[^\s\\\"'<>`]+", re.IGNORECASE)
_PERIOD_KINDS: Final = frozenset({"flow", "added", "cumulative", "level", "rate"})
"""Kinds that say how a number relates to its days; what others are, their formula or unit says."""
_MAPS_SHOWN: Final = 4
"""Of how many maps the digests stand in the entry of a figure; of more, each stands with its map's own entry."""
_WRITTEN_ALIKE: Final = frozenset({("persons", "persons"), ("km2", "square kilometres"), ("persons/km2", "per square kilometre")})


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled line of an entry.

    ``kind`` says what ``text`` is: ``own`` words, ``value``, ``foreign`` words, ``quoted`` ones, ``code``, a ``link``
    (to ``href``), or ``marks`` (``numbers``). An ``extra`` is for walking back to the bytes, not for quoting.
    """

    label: str
    text: str = ""
    kind: str = "own"
    href: str = ""
    numbers: tuple[int, ...] = ()
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One mark's evidence: its number, whose figure it is, that one's relation to the war, a relay, and the fields."""

    number: int
    shown: bool
    who: str
    stance: str
    via: str
    fields: tuple[Field, ...]


def entries(marks: Mapping[str, Mark]) -> list[Entry]:
    """An entry for each mark, in the order of the marks."""
    return [_entry(mark, marks) for mark in marks.values()]


def inert(text: str) -> str:
    """Text with every character that would steer the display replaced by a sign that can be seen."""
    return text if text.isprintable() and text.isascii() else _CONTROLS.sub("\ufffd", text)


def _entry(mark: Mark, marks: Mapping[str, Mark]) -> Entry:
    one, of = mark.statement, conflict()
    ours = one.source == "pyrrhus"
    who = of.publisher(one.source).name
    if one.derived_from:
        who = word("page.from_figures", who="pyrrhus" if ours else who, maker=of.publisher(one.derived_from).name)
    stance = of.publisher(one.derived_from if ours else one.source).stance if one.derived_from or not ours else ""
    return Entry(
        number=mark.number,
        shown=mark.shown,
        who=inert(who),
        stance=word(f"page.stance_{stance}") if stance else "",
        via=inert(word("page.via", who=of.publisher(one.relayed_by).name)) if one.relayed_by else "",
        fields=tuple(_fields(mark, marks)),
    )


def _fields(mark: Mark, marks: Mapping[str, Mark]) -> Iterator[Field]:
    one = mark.statement
    yield Field(word("page.counted"), _counted(one, brief=bool(one.formula) and not mark.shown))
    if one.kind in ("flow", "cumulative") and one.unit == "persons" and not one.formula:
        told = [word(f"includes.{name}") for name in sorted(one.includes, key=lambda name: (name == "unstated", name))]
        yield Field(word("page.includes"), ", ".join(told) or word("scope.unknown"))
    yield Field(word("page.covers"), _period(one))
    yield Field(word("page.value"), _value(one), "value")
    if one.unit_as_written and (one.unit, one.unit_as_written) not in _WRITTEN_ALIKE and one.unit != one.unit_as_written:
        yield Field(word("page.written"), inert(one.unit_as_written), "foreign")
    if one.formula:
        yield from _worked(one, marks)
    if one.source != "pyrrhus":
        yield Field(word("page.published"), _published(one))
    if one.learnt:
        yield Field(word("page.learnt"), moment(one.learnt))
    yield from _ground_under(one)
    if one.flags:
        yield Field(word("page.flags"), "; ".join(FLAGS.get(name, name) for name in sorted(one.flags)))
    if one.note:
        yield Field(word("page.note"), inert(one.note.replace("TRAP:", "Caution:")), "foreign")
    yield Field(word("page.statement"), one.id, "code", extra=True)


def _counted(one: Statement, *, brief: bool) -> str:
    party = conflict().parties.get(one.party, one.party.replace("_", " "))
    told = ", ".join(filter(None, (one.metric.replace("_", " "), party)))
    if not brief and one.metric in METRICS and METRICS[one.metric] != one.metric:
        told += f": {METRICS[one.metric]}"
    basis = word(f"basis.{one.basis}") if f"basis.{one.basis}" in catalogue() else one.basis
    basis = f"{word('table.basis').lower()} {basis}" if basis else ""
    return inert("; ".join(filter(None, (told, basis, one.place, one.of, one.class_, one.subgroup))))


def _period(one: Statement) -> str:
    told = _span(one.start, one.end)
    if one.kind in _PERIOD_KINDS:
        told += f", {KINDS[one.kind]}"
    if one.vs_start or one.vs_source:
        who = conflict().publisher(one.vs_source).short if one.vs_source else ""
        span = _span(one.vs_start, one.vs_end) if one.vs_start else ""
        told += ", " + word("page.against", span=" ".join(filter(None, (who, span))))
    return inert(told)


def _span(first: date | None, last: date | None) -> str:
    if first == last or not first or not last:
        return str(last or first or word("page.not_known"))
    return f"{first} to {last}"


def _value(one: Statement) -> str:
    """The numbers exactly as the statement holds them, with its word of bound and its unit."""
    if one.rank is not None:
        told = [word("page.rank", rank=str(one.rank))]
    else:
        numbers = " to ".join(plain(number) for number in (one.low, one.value, one.high) if number is not None)
        unit = "" if one.unit == "none" else one.unit.replace("_", " ")
        told = [" ".join(filter(None, (BOUNDS[one.bound], numbers, unit)))]
    if one.direction:
        told.append(word(f"page.{one.direction}"))
    if one.range_is:
        told.append(word(f"page.range_{one.range_is}"))
    return ", ".join(told)


def _worked(one: Statement, marks: Mapping[str, Mark]) -> Iterator[Field]:
    key = f"page.formula_{one.formula.partition('/')[0]}"
    told = f"{word(key)} ({one.formula})" if key in catalogue() else one.formula
    if one.convention:
        told += f", {word(f'page.convention_{one.convention}')}"
    yield Field(word("page.formula"), inert(told))
    if one.days:
        yield Field(word("page.days"), ", ".join(str(day) for day in one.days))
    numbers = tuple(marks[part.id].number for part in one.operands if part.id in marks)
    if numbers:
        yield Field(word("page.inputs_of"), kind="marks", numbers=numbers)
    maps = [name.removeprefix("document:") for name in one.inputs if name.startswith("document:")]
    if len(maps) > _MAPS_SHOWN:
        maps = [name for name in maps if name not in {part.document for part in one.operands}]
    for name in maps:
        if name != one.document:
            yield Field(word("page.maps"), inert(name), "code", extra=True)


def _published(one: Statement) -> str:
    if one.published:
        return str(one.published)
    first, last = one.published_from, one.published_to
    if first and last:
        return word("page.between", first=str(first), last=str(last))
    if last:
        return word("page.by", day=str(last))
    return word("page.from", day=str(first)) if first else word("page.not_known")


def _ground_under(one: Statement) -> Iterator[Field]:
    """The grade of evidence, the place and the bytes where they are held, and the page for people."""
    told = EVIDENCE_GRADES.get(one.evidence, word("page.not_known"))
    if one.evidence == "bytes" and not one.document:
        told += f"; {word('page.not_held')}"
    yield Field(word("page.grade"), told)
    if one.where:
        yield Field(word("page.place"), inert(one.where), "foreign", extra=True)
    if one.document:
        yield Field(word("page.digest"), inert(one.document), "code", extra=True)
    for key, address in (("stands", one.page), ("archived", one.archived)):
        if address:
            host = _host(address)
            if host:
                yield Field(word(f"page.{key}"), host.removeprefix("www."), "link", address)
            else:
                yield Field(word(f"page.{key}"), inert(address), "foreign")
    if one.title:
        yield Field(word("page.page_title"), inert(one.title), "foreign")
    if one.quotation:
        yield Field(word("page.quotation"), inert(one.quotation), "quoted")


@lru_cache(maxsize=4096)
def _host(address: str) -> str:
    """The host of a plain web address, in ASCII; empty for an address that no page should link to."""
    if not _ADDRESS.fullmatch(address) or address != inert(address):
        return ""
    try:
        parts = urlsplit(address)
        return parts.hostname.encode("idna").decode() if parts.hostname and "@" not in parts.netloc else ""
    except (ValueError, UnicodeError):
        return ""
