"""The publication day that a page's own metadata gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from pyrrhus.reading.lexicon import read_table

__all__ = ["iso_day", "page_days"]

_ISO: Final = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?![\d-])")
_DEEPEST: Final = 12
"""Levels of JSON-LD that are looked at."""


def page_days(tags: Sequence[tuple[str, dict[str, str]]], scripts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Days in <meta>, JSON-LD and <time>, as (how, ISO day), best first.

    Args:
        tags: name and attributes of the page's <meta> and <time> elements, in order.
        scripts: its JSON-LD.
    """
    names = read_table("pages.toml")["published_meta"]
    found: list[tuple[int, str, str]] = []
    for tag, attributes in tags:
        if tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
            if name in names and (day := iso_day(attributes.get("content", ""))):
                found.append((names.index(name), f"meta {name}", day))
        elif (day := iso_day(attributes.get("datetime", ""))) and not any(how == "time datetime" for _, how, _ in found):
            own = attributes.get("itemprop", "").lower() == "datepublished" or "pubdate" in attributes
            found.append((len(names) + (1 if own else 2), "time datetime", day))
    for script in scripts:
        for day in _published(script):
            found.append((len(names), "JSON-LD datePublished", day))
    return tuple((how, day) for _, how, day in sorted(found, key=lambda one: one[0]))


def iso_day(written: str) -> str:
    """The day of an ISO date or time as its author wrote it, in the author's own time zone; "" where there is none."""
    match = _ISO.match(written)
    if match is None:
        return ""
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""


def _published(script: str) -> Iterator[str]:
    try:
        tree = json.loads(script)
    except (ValueError, RecursionError):
        return
    pending: list[tuple[Any, int]] = [(tree, 0)]
    while pending:
        node, depth = pending.pop()
        if isinstance(node, dict):
            if isinstance(written := node.get("datePublished"), str) and (day := iso_day(written)):
                yield day
            node = list(node.values())
        if isinstance(node, list) and depth < _DEEPEST:
            pending.extend((one, depth + 1) for one in reversed(node))
