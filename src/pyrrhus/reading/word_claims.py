"""Claims without a number: ranks and trends told in words, only beside a word of loss or ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyrrhus.reading.phrases import Found
from pyrrhus.reading.view import Number, View

__all__ = ["WordClaim", "word_claims"]

_NEAR: Final = 9
_NTH: Final = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}


@dataclass(frozen=True, slots=True)
class WordClaim:
    """A rank or trend word at tokens ``first`` to ``last``; ``cue`` is the word of loss or ground beside it, if any."""

    first: int
    last: int
    kind: str
    direction: str
    rank: int | None
    cue: Found | None
    streak: tuple[int, str] | None = None


def word_claims(view: View, numbers: Sequence[Number], *, topic: bool) -> list[WordClaim]:
    """The ranks and trends of a sentence.

    Args:
        view: the sentence.
        numbers: its numbers that are claims; a word of change that belongs to a percentage is part of that.
        topic: whether what the sentence speaks of is known from a claim in it or before it.
    """
    made: list[WordClaim] = []
    taken = {
        place
        for number in view.numbers
        for place in range(view.text.place_of(number.of.bound_start) if number.of.bound_start >= 0 else number.first, number.last)
        if number.of.form != "ordinal"
    }
    for one in sorted(view.found, key=lambda one: (one.first, -one.last)):
        if one.tag not in ("rank_word", "trend_word") or set(range(one.first, one.last)) & taken:
            continue
        if any(other.first < one.last and one.first < other.last for other in made):
            continue
        cue = _cue(view, one)
        if one.tag == "rank_word":
            claim = _rank(view, one, cue, topic)
        else:
            claim = _trend(view, one, cue, numbers, topic)
        if claim is not None:
            made.append(claim)
    return made + _streaks(view, topic)


def _streaks(view: View, topic: bool) -> list[WordClaim]:
    """ "For the fourth month in a row", "the third consecutive week": how long a series has moved one way."""
    made: list[WordClaim] = []
    for place in range(view.first, view.last - 1):
        count = _NTH.get(view.low(place))
        if count is None:
            continue
        next_ = place + 1 + (view.low(place + 1) in ("consecutive", "successive", "straight"))
        unit = view.low(next_)
        behind = " ".join(view.low(step) for step in range(next_ + 1, next_ + 4))
        runs = next_ > place + 1 or any(behind.startswith(words) for words in view.small("streak"))
        if unit not in ("day", "week", "month") or not runs:
            continue
        words = [one for one in view.found if one.tag in ("trend_word", "up", "down")]
        cue = min(
            (one for one in view.found if one.tag in ("counted", "ground", "loses")),
            key=lambda one: abs(one.first - place),
            default=None,
        )
        if words and (cue is not None or topic):
            way = min(words, key=lambda one: abs(one.first - place))
            direction = str(way.means["is"]) if way.tag == "trend_word" else way.tag
            made.append(WordClaim(place, next_ + 1, "trend", direction, None, cue, (count, f"{unit}s")))
    return made


def _compares(view: View, one: Found) -> bool:
    """ "Western estimates are somewhat lower": one source's figures against another's, with no period to compare with."""
    if view.low(one.first) not in ("lower", "higher", "smaller", "larger", "bigger") or view.low(one.last) == "than":
        return False
    subject = any(
        other.tag == "says" and other.means["is"] == "nouns" and 0 < one.first - other.first <= 7 for other in view.found
    )
    behind = view.low(one.last) in ("one", "figure", "number", "estimate", "count") and view.low(one.first - 1) in ("a", "much")
    return (subject or behind) and any(other.tag in ("source", "supporter") and other.first < one.first for other in view.found)


def _cue(view: View, one: Found) -> Found | None:
    best: tuple[int, Found] | None = None
    for other in view.found:
        if other.tag in ("counted", "ground", "loses", "held") and not (
            other.tag == "counted" and other.means["is"] == "captured"
        ):
            away = view.near(other.last, one.first) if other.last <= one.first else view.near(one.last, other.first)
            if (
                other.tag == "ground"
                and other.means["is"] == "lost"
                and any(one_.tag == "loses" and one_.first == other.first for one_ in view.found)
            ):
                continue
            away += 5 * (other.tag == "loses")
            if best is None or away < best[0]:
                best = (away, other)
    return best[1] if best is not None and best[0] <= _NEAR else None


def _rank(view: View, one: Found, cue: Found | None, topic: bool) -> WordClaim | None:
    words = [view.low(place) for place in range(one.first, one.last)]
    if "any" in words or words[-1] == "since":
        beside = cue is not None or topic
        return WordClaim(one.first, one.last, "rank", str(one.means["is"]), 1, cue) if beside else None
    ahead = [other for other in view.found if 0 <= other.first - one.last <= 4]
    if any(other.tag in ("never", "equipment") for other in ahead) or (cue is None and not topic):
        return None
    nouns = any(other.tag in ("ranked_noun", "counted", "ground") for other in ahead if other.first - one.last <= 3)
    alone = view.low(one.first) == "record" and (topic or cue is not None)
    if not nouns and not alone:
        return None
    if view.low(one.first) == "most" and not any(
        other.tag in ("counted", "ground") and other.first - one.last <= 2 for other in ahead
    ):
        return None
    if view.low(one.first - 1) in ("at", "its", "their") and view.low(one.first) in ("most", "least", "best", "worst", "peak"):
        return None
    first, rank = one.first, 1
    before = view.low(first - 1)
    if before == "-" and view.low(first - 2) in _NTH:
        first, rank = first - 2, _NTH[view.low(first - 2)]
    elif before in _NTH:
        first, rank = first - 1, _NTH[before]
    return WordClaim(first, one.last, "rank", str(one.means["is"]), rank, cue)


def numbers_near(numbers: Sequence[Number], one: Found) -> bool:
    """Whether a number of the sentence touches the word, so that the word is part of what the number says."""
    return any(0 <= one.first - number.last <= 1 for number in numbers)


def _trend(view: View, one: Found, cue: Found | None, numbers: Sequence[Number], topic: bool) -> WordClaim | None:
    low = view.low(one.first)
    if topic and not numbers_near(numbers, one) and _compares(view, one):
        first = one.first - (view.low(one.first - 1) in view.small("degree"))
        return WordClaim(first, one.last, "comparison", str(one.means["is"]), None, None)
    if any(other.tag in ("party", "person") and 0 <= other.first - one.last <= 1 for other in view.found) or (
        low == "fallen" and view.low(one.first - 1) not in ("has", "have", "had")
    ):
        return None
    beside = [
        number
        for number in numbers
        if number.of.unit in ("percent", "percentage_points", "times") or number.of.form in ("multiple", "part")
    ]
    if any(number.last == one.first for number in numbers) and view.low(one.last) == "than":
        return None
    if any(-4 <= number.first - one.last <= 3 or 0 <= one.first - number.last <= 3 for number in beside):
        return None
    if low in ("down", "up"):
        return WordClaim(one.first, one.first + 1, "trend", str(one.means["is"]), None, cue) if topic or cue is not None else None
    if (
        cue is None
        or abs(cue.first - one.first) > 5
        or (view.low(one.last) == "than" and any(0 <= number.first - one.last <= 3 for number in numbers))
    ):
        return None
    if any(other.tag in ("never", "equipment", "place") and 0 <= other.first - one.last <= 2 for other in view.found):
        return None
    return WordClaim(one.first, one.last, "trend", str(one.means["is"]), None, cue)
