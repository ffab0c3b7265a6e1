"""The text of a web page: what its reader sees of the article, each character with its place in the source.

A page is cut as a browser cuts it, in one pass: a tag, comment or script that never ends takes the rest of the page with
it, so nothing is looked at twice.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pyrrhus.reading.lexicon import read_table
from pyrrhus.reading.pagedays import page_days
from pyrrhus.reading.places import Builder, Cleaned

__all__ = ["page_text"]

_BRACKET: Final = re.compile(r"<(?=/?[a-zA-Z]|[!?])")
_OPEN: Final = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_REST_OF_TAG: Final = re.compile(r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'\s])))*+>")
_ATTRIBUTE: Final = re.compile(r"([^\s=/>\"']++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"']++)))?")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_RAW: Final = frozenset(("script", "style", "textarea", "title", "iframe", "noscript", "xmp", "template"))
_ENOUGH: Final = 200
"""Characters from which on an <article> or <main> is taken for the whole of what is to be read."""


@dataclass(slots=True)
class _Event:
    """A run of text (``tag`` empty) or a tag, with its place in the source."""

    start: int
    end: int
    tag: str = ""
    closing: bool = False
    attributes: str = ""


def page_text(source: str) -> Cleaned:
    """The readable text of a page, block by block, with the publication days that its metadata gives."""
    events, scripts = _events(source)
    days = page_days(_dated(events), scripts)
    kept = _kept(events, named=True)
    if _size(kept) < _ENOUGH:
        # A container that is passed over by its name, or never closed, held the article.
        kept = max(kept, _kept(events, named=False), key=_size)
    build = Builder(source)
    _build(source, kept, build)
    return build.cleaned("html", days)


def _dated(events: list[_Event]) -> list[tuple[str, dict[str, str]]]:
    """Name and attributes of the tags that may hold a day."""
    return [(one.tag, _attributes(one.attributes)) for one in events if one.tag in ("meta", "time") and not one.closing]


def _events(source: str) -> tuple[list[_Event], list[str]]:
    """Tags and texts in order, and the content of scripts that hold JSON-LD."""
    events: list[_Event] = []
    scripts: list[str] = []
    i, size = 0, len(source)
    while i < size:
        opened = _BRACKET.search(source, i)
        bracket = opened.start() if opened else size
        if bracket > i:
            events.append(_Event(i, bracket))
        if bracket == size:
            break
        if source.startswith("<!--", bracket):
            end = source.find("-->", bracket + 2)
            i = end + 3 if end >= 0 else size
            continue
        if source.startswith(("<!", "<?"), bracket):
            end = source.find(">", bracket)
            i = end + 1 if end >= 0 else size
            continue
        name = _OPEN.match(source, bracket)
        rest = _REST_OF_TAG.match(source, name.end()) if name else None
        if name is None or rest is None:
            break
        tag, closing = name[1].lower(), source[bracket + 1] == "/"
        event = _Event(bracket, rest.end(), tag, closing, source[name.end() : rest.end() - 1])
        events.append(event)
        i = rest.end()
        if tag in _RAW and not closing and not event.attributes.endswith("/"):
            close = re.compile(f"</{tag}(?=[\\s/>])", re.IGNORECASE).search(source, i)
            stop = close.start() if close else size
            if tag == "script" and "ld+json" in event.attributes:
                scripts.append(source[i:stop])
            i = stop
    return events, scripts


def _size(events: list[_Event]) -> int:
    return sum(event.end - event.start for event in events if not event.tag)


def _kept(events: list[_Event], *, named: bool) -> list[_Event]:
    """What is read: all inside <main>, or else inside <article>, or else the page, without what is passed over.

    ``named`` says whether an element may be passed over for its class, id or role.
    """
    page = _page()
    kept: list[_Event] = []
    homes: dict[str, list[_Event]] = {"main": [], "article": []}
    depth = {"main": 0, "article": 0}
    dropping, nested = "", 0
    for event in events:
        tag = event.tag
        if dropping and not (dropping == "head" and tag == "body"):
            if tag == dropping:
                nested += -1 if event.closing else 1
                if nested == 0:
                    dropping = ""
            continue
        dropping = ""
        opens = tag and not event.closing and tag not in _VOID and not event.attributes.endswith("/")
        if opens and _is_dropped(event, page, depth, named=named):
            dropping, nested = tag, 1
            event = _Event(event.start, event.start, "div" if tag in page["blocks"] else "span")
        elif tag in depth:
            depth[tag] = max(0, depth[tag] + (-1 if event.closing else 1))
        kept.append(event)
        for home, level in depth.items():
            if level:
                homes[home].append(event)
    for inside in homes.values():
        if _size(inside) >= _ENOUGH:
            return inside
    return kept


def _is_dropped(event: _Event, page: dict[str, Any], depth: dict[str, int], *, named: bool) -> bool:
    tag = event.tag
    if tag in page["dropped"] or (tag == "header" and not any(depth.values())):
        return True
    if tag in ("body", "html", "main", "article") or not event.attributes:
        return False
    attributes = _attributes(event.attributes)
    style = attributes.get("style", "").replace(" ", "").lower()
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or "display:none" in style:
        return True
    if not named or tag not in page["blocks"]:
        return False
    names = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('role', '')}".lower()
    return not page["passed_over"].isdisjoint(re.split(r"[\s_-]+", names))


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        found.setdefault(match[1].lower(), html.unescape(match[2] or match[3] or match[4] or ""))
    return found


def _build(source: str, events: list[_Event], build: Builder) -> None:
    """Blocks are separated by an empty line, rows and items by a line, cells by a bar; blanks run together."""
    page = _page()
    wanted = ""  # the break that stands before the next text
    cell = superscript = literal = 0
    for event in events:
        tag = event.tag
        if not tag:
            if superscript and source[event.start : event.end].strip().isdecimal() and not build.last.isalpha():
                continue
            if not literal and not source[event.start : event.end].strip(" \t\r\n\f"):
                if not wanted and build.last not in ("", " ", "\n"):
                    build.replace(event.start, event.end, " ")
                continue
            if wanted and build.last:
                build.replace(event.start, event.start, wanted)
            wanted = ""
            _text(source, event.start, event.end, build, literal=bool(literal))
        elif tag == "sup":
            superscript = 0 if event.closing else 1
        elif tag in page["cells"]:
            cell = 0 if event.closing else cell + 1
            if not event.closing:
                wanted = wanted if "\n" in wanted else " | "
        elif tag in page["lines"]:
            wanted = "\n\n" if wanted.startswith("\n\n") else "\n"
            if tag == "li" and not event.closing:
                wanted += "• "
        elif tag in page["blocks"] and not cell:
            wanted = "\n\n"
        elif tag in page["blocks"] and not wanted:
            wanted = " "
        if tag == "pre":
            literal = 0 if event.closing else 1


def _text(source: str, start: int, end: int, build: Builder, *, literal: bool) -> None:
    i = start
    pattern = _ENTITY if literal else _ENTITY_OR_SPACE
    for match in pattern.finditer(source, start, end):
        begin, stop = match.span()
        written = match[0]
        if written[0] == "&":
            meant = html.unescape(written)
            if meant == written:
                continue
            build.copy(i, begin)
            build.replace(begin, stop, meant)
        elif written == " " and (begin > start or build.last not in ("", " ", "\n")):
            continue
        else:
            build.copy(i, begin)
            if build.last not in ("", " ", "\n"):
                build.replace(begin, stop, " ")
        i = stop
    build.copy(i, end)


_ENTITY_OR_SPACE: Final = re.compile(_ENTITY.pattern + "|" + _SPACE.pattern)


@cache
def _page() -> dict[str, Any]:
    table = read_table("pages.toml")
    return {name: frozenset(table[name]) for name in ("dropped", "blocks", "lines", "cells", "passed_over")}
