"""Notes on a text's language, never verdicts: casualties called dead, no party named, scope left out, one side's verbs stronger.

The rules are data (``data/judging/language.en.toml``): phrases by rule, verbs by strength.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from pyrrhus.conflict import conflict
from pyrrhus.judging.wording import word
from pyrrhus.judging.words_around import sentence_around
from pyrrhus.reading.claim import Claim, Span

__all__ = ["Note", "notes_on"]

NEAR: Final = 90
"""Characters on each side of a number within which a word is said of it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A rule that a passage touches, where, and a sentence for the editor."""

    rule: str
    span: Span
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """Rule, span and sentence."""
        return {"rule": self.rule, **self.span.as_json(), "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class _Rules:
    dead: re.Pattern[str]
    counted: re.Pattern[str]
    scope: re.Pattern[str]
    loaded: re.Pattern[str]
    verbs: Mapping[str, int]
    verb: re.Pattern[str]


def notes_on(text: str, claims: Sequence[Claim]) -> list[Note]:
    """All notes, in the order of the text."""
    rules = _rules()
    found = [*_dead(text, claims, rules), *_parties(claims), *_scopes(text, claims, rules), *_verbs(text, claims, rules)]
    found += [
        Note("loaded_word", Span(hit[0], hit.start(), hit.end()), word("note.loaded_word", word=hit[0]))
        for hit in rules.loaded.finditer(text)
    ]
    once = {(one.rule, one.span.start_char): one for one in found}
    return sorted(once.values(), key=lambda one: (one.span.start_char, one.rule))


def _dead(text: str, claims: Sequence[Claim], rules: _Rules) -> Iterator[Note]:
    """A number of killed and wounded together beside a word for the dead alone."""
    for claim in claims:
        said = claim.said
        if said.metric not in ("casualties", "casualties_per_km2"):
            continue
        start, end = max(0, claim.span.start_char - NEAR), claim.span.end_char + NEAR
        sentence = sentence_around(text[start:end], claim.span.start_char - start, claim.span.end_char - start)
        hit = rules.dead.search(sentence)
        if hit and not rules.counted.search(sentence):
            yield Note(
                "casualties_called_dead", claim.span, word("note.casualties_called_dead", written=claim.span.text, word=hit[0])
            )


def _parties(claims: Sequence[Claim]) -> Iterator[Note]:
    for claim in claims:
        said = claim.said
        if said.source == "unattributed" and not claim.source_as_written and said.metric not in ("ground", "held", "settlements"):
            yield Note("no_party_named", claim.span, word("note.no_party_named", written=claim.span.text))


def _scopes(text: str, claims: Sequence[Claim], rules: _Rules) -> Iterator[Note]:
    first, last = conflict().scope_apart
    for claim in claims:
        said = claim.said
        inside = said.start is not None and said.end is not None and said.start <= last and said.end >= first
        if said.metric == "ground" and said.value is not None and inside and not said.place:
            sentence = sentence_around(text, claim.span.start_char, claim.span.end_char)
            if not rules.scope.search(sentence):
                yield Note("scope_left_out", claim.span, word("note.scope_left_out", written=claim.span.text))


def _verbs(text: str, claims: Sequence[Claim], rules: _Rules) -> Iterator[Note]:
    """The verbs by which the two sides' figures are told: a stronger or weaker one for the same kind of claim is noted."""
    used: dict[str, list[tuple[int, Span, str]]] = {}
    for claim in claims:
        told = conflict().publisher(claim.said.source)
        if told.stance != "party" or claim.said.party == told.party:
            continue
        before = sentence_around(text, claim.span.start_char, claim.span.end_char)
        hit = rules.verb.search(before)
        if hit:
            used.setdefault(told.party, []).append((rules.verbs[hit[0].casefold()], claim.span, hit[0]))
    if len(used) < 2:
        return
    strength = {party: max(row[0] for row in rows) for party, rows in used.items()}
    strongest, weakest = max(strength, key=lambda one: strength[one]), min(strength, key=lambda one: strength[one])
    if strength[strongest] == strength[weakest]:
        return
    strong = max(used[strongest], key=lambda row: row[0])
    for level, span, verb in used[weakest]:
        if level < strong[0]:
            names = conflict().parties
            yield Note(
                "stronger_verb", span,
                word("note.stronger_verb", verb=verb, other=strong[2], party=names[weakest], other_party=names[strongest]),
            )  # fmt: skip


@cache
def _rules() -> _Rules:
    told: dict[str, Any] = tomllib.loads(
        (resources.files("pyrrhus") / "data" / "judging" / "language.en.toml").read_text(encoding="utf-8")
    )
    verbs = {verb: level for level, name in enumerate(("doubting", "plain", "vouching")) for verb in told["verbs"][name]}
    return _Rules(
        dead=_any(told["dead"]["words"]), counted=_any(told["dead"]["counted"]), scope=_any(told["scope"]["words"]),
        loaded=_any(told["loaded"]["words"]), verbs=verbs, verb=_any(list(verbs)),
    )  # fmt: skip


def _any(words: Sequence[str]) -> re.Pattern[str]:
    inside = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{inside})\b", re.IGNORECASE)
