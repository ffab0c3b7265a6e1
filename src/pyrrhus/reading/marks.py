"""A text with its claims marked, and foreign text made safe to show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from pyrrhus.reading.claim import Claim
from pyrrhus.reading.read import Reading
from pyrrhus.statement import plain

__all__ = ["claim_line", "marked", "shown"]

_WORD: Final = re.compile(r"\w+")
_MIXED: Final = re.compile("[A-Za-z].*[\u0370-\u04ff]|[\u0370-\u04ff].*[A-Za-z]")


def shown(text: str) -> str:
    """Foreign text for a terminal: what cannot be seen, and letters or digits that look like others, as ``<U+0430>``."""
    if text.isascii() and text.isprintable():
        return text
    return _WORD.sub(_plain_word, "".join(_seen(one) for one in text))


def _seen(one: str) -> str:
    if one in "\n\t" or one == "\u00a0":
        return one
    category = unicodedata.category(one)
    if category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") or (category == "Nd" and not one.isascii()):
        return f"<U+{ord(one):04X}>"
    return one


def _plain_word(match: re.Match[str]) -> str:
    word = match[0]
    if not _MIXED.search(word):
        return word
    latin = sum(one.isascii() for one in word)
    rare = (lambda one: not one.isascii()) if latin * 2 >= len(word) else (lambda one: one.isascii() and one.isalpha())
    return "".join(f"<U+{ord(one):04X}>" if rare(one) else one for one in word)


def claim_line(claim: Claim) -> str:
    """A claim in one line: what, whose, how much, when, says who."""
    said = claim.said
    numbers = [plain(one) for one in (said.low, said.value, said.high) if one is not None]
    value = " to ".join(numbers) if numbers else f"rank {said.rank} {said.direction}" if said.rank else said.direction
    bound = said.bound if said.bound not in ("plain", "range") else ""
    days = str(said.end or "") if said.start == said.end else f"{said.start or ''}..{said.end or ''}"
    kind = (
        f"{said.kind} {said.metric}" + (f" ({said.class_})" if said.class_ else "") + (f" ({said.basis})" if said.basis else "")
    )
    words = (kind, said.party, bound, value, said.unit if said.unit != "none" else "", days, said.source or "unattributed")
    return shown(" ".join(word for word in words if word))


def marked(reading: Reading) -> str:
    """The text with a number in brackets behind each claim, and the claims below it."""
    parts: list[str] = []
    at = 0
    spans = _apart(reading.claims)
    for number, claim in spans:
        parts += [shown(reading.source[at : claim.span.start_char]), f"[{shown(claim.span.text)}]({number})"]
        at = claim.span.end_char
    parts.append(shown(reading.source[at:]).rstrip("\n"))
    lines = [f"({number}) {claim_line(claim)}" for number, claim in enumerate(reading.claims, 1)]
    return "".join(parts) + "\n\n" + "\n".join(lines or ["No claim about losses or ground was found."]) + "\n"


def _apart(claims: Sequence[Claim]) -> list[tuple[int, Claim]]:
    """Claims whose spans do not overlap an earlier one, with their numbers."""
    made: list[tuple[int, Claim]] = []
    end = 0
    for number, claim in enumerate(claims, 1):
        if claim.span.start_char >= end:
            made.append((number, claim))
            end = claim.span.end_char
    return made
