"""The word lists of a language and a conflict, read once, as one table of phrases."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from pyrrhus.reading.phrases import Phrases

__all__ = ["Words", "words_of"]


_CONTENT: Final = ("counted", "person", "loses", "kills", "ground", "held", "settlement", "equipment", "never", "per_km2")
"""Tags of words that say what is counted; all others only mark what stands around them and are found beside these."""


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases of a language with what they mean, and the facts of the conflict that texts take for known."""

    language: str
    phrases: Phrases
    marks: Phrases
    events: Mapping[str, date]
    loses: Mapping[str, str]
    counts: Mapping[str, str]
    only: Mapping[str, str]
    daily: Mapping[str, int]
    event_at: Mapping[str, Mapping[str, Any]]
    derived_from: Mapping[str, str]
    clause: Mapping[str, int]
    short: frozenset[str]
    small: Mapping[str, frozenset[str]]


@cache
def words_of(language: str = "en", conflict: str = "ukraine") -> Words:
    """The words of a language (``lexicon.LANGUAGE.toml``) and a conflict (``CONFLICT.toml``)."""
    told, names = _read(f"lexicon.{language}.toml"), _read(f"{conflict}.toml")
    phrases, marks = Phrases(), Phrases()
    for tag, table in told.items():
        if tag in ("clause", "short", "small"):
            continue
        for key, written in table.items():
            for one in written:
                (phrases if tag in _CONTENT else marks).add(one, tag, {"is": key})
    _names(phrases, marks, names, language)
    phrases.sort()
    marks.sort()
    sources = names.get("source", {})
    return Words(
        language,
        phrases,
        marks,
        names.get("event" if language == "en" else f"event_{language}", {}),
        {id_: row["loses"] for id_, row in sources.items() if "loses" in row},
        {id_: row["counts"] for id_, row in sources.items() if "counts" in row},
        {id_: row["only"] for id_, row in sources.items() if "only" in row},
        {id_: row["daily"] for id_, row in sources.items() if "daily" in row},
        names.get("event_at", {}),
        {id_: row["derived_from"] for id_, row in sources.items() if "derived_from" in row},
        told.get("clause", {}),
        frozenset(told.get("short", {}).get("words", ())),
        {name: frozenset(written) for name, written in told.get("small", {}).items()},
    )


def _names(phrases: Phrases, marks: Phrases, names: Mapping[str, Any], language: str) -> None:
    """What a conflict's texts call parties, sources, formations and places, in a language."""
    suffix = "" if language == "en" else f"_{language}"
    states = {one for row in names.get("party", {}).values() for one in row.get("state" + suffix, ())}
    for party, row in names.get("party", {}).items():
        for form in ("state", "demonym", "people"):
            for one in row.get(form + suffix, ()):
                phrases.add(one, "party", {"party": party, "form": form})
                if form == "demonym" and not suffix:
                    marks.add(one, "demonym", {"party": party})
    for side in ("ukraine", "russia"):
        for one in names.get("perspective", {}).get(f"from_{side}{suffix}", ()):
            phrases.add(one, "side", {"side": side})
    for form in ("enemy", "own"):
        for one in names.get("perspective", {}).get(form + suffix, ()):
            phrases.add(one, "party", {"party": "", "form": form})
    for id_, row in names.get("source", {}).items():
        for one in row.get("names" + suffix, ()):
            phrases.add(one, "source", {"source": id_, "weak": False})
        for one in row.get("speaks" + suffix, ()):
            phrases.add(one, "source", {"source": id_, "weak": True})
            if one in states:
                phrases.add(f"{one}'s", "source", {"source": id_, "weak": True})
    for one in names.get("supporters", {}).get("words" + suffix, ()):
        phrases.add(one, "supporter", {"source": names["supporters"]["source"]})
    for name, row in names.get("subgroup", {}).items():
        for one in row.get("words" + suffix, ()):
            phrases.add(one, "subgroup", {"name": name, "party": row["party"]})
    for form in ("regions", "directions"):
        for one in names.get("place", {}).get(form + suffix, ()):
            phrases.add(one, "place", {"form": form})


def _read(name: str) -> dict[str, Any]:
    data = resources.files("pyrrhus") / "data" / "reading" / name
    return tomllib.loads(data.read_text(encoding="utf-8"))
