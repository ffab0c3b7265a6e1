"""Who says: the attributions of a sentence, and which of them a number belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyrrhus.reading.phrases import Found
from pyrrhus.reading.view import Number, View

__all__ = ["Attribution", "attributed", "attributions"]

_REACH: Final = 9
_BEFORE_A_NAME: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "data",
        "figures",
        "official",
        "by",
        "from",
        '"',
        "its",
        "his",
        "their",
        "information",
        "analysis",
        "latest",
    ]
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody who says, at tokens ``first`` to ``last``; ``how`` is cites, says, trails, figures, named or someone."""

    source: str
    how: str
    first: int
    last: int
    written: str = ""
    relay: str = ""
    also: str = ""
    derived: str = ""


def attributions(view: View) -> list[Attribution]:
    """The sources that a sentence names, in order."""
    made: list[Attribution] = []
    verbs = {one.first for one in view.found if one.tag == "says" and one.means["is"] in ("verbs", "counts")}
    nouns = {one.first for one in view.found if one.tag == "says" and one.means["is"] == "nouns"}
    cites = {one.last for one in view.found if one.tag == "says" and one.means["is"] in ("cites", "relays")}
    ends = {one.last for one in view.found if one.tag == "says" and one.means["is"] in ("verbs", "counts")}
    near = {one.last for one in view.found if one.tag == "says" and one.means["is"] in ("near", "cites")}
    numbers = {number.first for number in view.numbers if not number.of.rejected}
    spans = {one.first: one.last for one in view.times}
    for one in view.found:
        if one.tag == "source" and not (one.end - one.start == 2 and view.text.text[one.start : one.end].islower()):
            how = _how(view, one, verbs, nouns, cites, ends, near, numbers, spans)
            if how:
                made.append(Attribution(one.means["source"], how, one.first, one.last, view.text.text[one.start : one.end]))
        elif one.tag == "says" and one.means["is"] == "someone":
            if view.low(one.first - 1) == "the" and any(
                other.first == one.first and other.tag == "says" and other.means["is"] == "back" for other in view.found
            ):
                continue
            somebody = _someone(view, one, verbs, ends, cites, numbers, spans)
            if somebody:
                made.append(somebody)
    made = [_processed(view, _whole(view, one)) for one in made]
    start = view.first + (view.low(view.first) == "the")
    if view.low(start) in view.small("claim") and view.low(start + 1) == ":":
        made.insert(
            0,
            Attribution(
                "unattributed",
                "someone",
                view.first,
                start + 2,
                view.text.text[view.text.tokens[view.first].start : view.text.tokens[start].end],
            ),
        )
    return _relayed(view, sorted(_without_twins(made), key=lambda one: one.first))


def _processed(view: View, one: Attribution) -> Attribution:
    """ "Data from X analysed by Y": Y's figures, which rest on X's."""
    place = one.last
    if view.low(place) not in view.small("processed") or view.low(place + 1) != "by":
        return one
    start = place + 2 + (view.low(place + 2) == "the")
    other = next((other for other in view.found if other.tag == "source" and start <= other.first <= start + 2), None)
    if other is None:
        return one
    written = view.text.text[other.start : other.end]
    return Attribution(other.means["source"], one.how, one.first, other.last, written, derived=one.source)


def _whole(view: View, one: Attribution) -> Attribution:
    """With the country that belongs to the name: "the General Staff of Ukraine", "in Kyiv"."""
    if view.low(one.last) in ("of", "in"):
        place = one.last + 1 + (view.low(one.last + 1) == "the")
        belonging = [other.last for other in view.found if other.first == place and other.tag in ("party", "source")]
        if belonging:
            return replace(one, last=max(belonging))
    return one


def _relayed(view: View, found: list[Attribution]) -> list[Attribution]:
    """ "The ministry said, citing the staff": both are one attribution to the staff, relayed by the ministry."""
    relays = [one for one in view.found if one.tag == "says" and one.means["is"] == "relays"]
    for relay in relays:
        cited = next(
            (one for one in found if one.first >= relay.last and one.first - relay.last <= 8 and one.how != "someone"), None
        )
        speaker = next(
            (
                one
                for one in found
                if one is not cited
                and one.how == "says"
                and (one.last <= relay.first or (cited is not None and one.first >= cited.last))
            ),
            None,
        )
        if cited is not None and speaker is not None and cited.source != speaker.source:
            both = replace(cited, relay=speaker.source)
            found = [
                both if one is cited else replace(both, first=one.first, last=one.last) if one is speaker else one
                for one in found
            ]
    return found


def _how(
    view: View, one: Found, verbs: set[int], nouns: set[int], cites: set[int], ends: set[int], near: set[int],
    numbers: set[int], spans: Mapping[int, int],
) -> str:  # fmt: skip
    weak = one.means["weak"]
    if weak and view.low(one.last - 1) == "'s":
        place = one.last
        while view.low(place) in view.small("own"):
            place += 1
        loss = any(other.tag == "counted" and other.first in (place, place + 1) for other in view.found)
        return "figures" if place in nouns and not loss else ""
    before = one.first
    while view.low(before - 1) in _BEFORE_A_NAME:
        if before in cites:
            break
        before -= 1
    if before in cites or one.first in cites or (not weak and view.low(one.first - 1) == "(" and view.low(one.last) == ")"):
        return "cites"
    if view.low(one.first - 1) in view.small("addressed"):
        return ""
    if _reaches(view, one.last, verbs, numbers, spans, 4 if weak else _REACH, commas=not weak) and not (
        weak and _is_place(view, one)
    ):
        return "says"
    if (before in ends or one.first in ends) and (not weak or not view.low(one.last)[:1].isalpha()):
        return "trails"
    if _reaches(view, one.last, nouns, numbers, {}, 3 if weak else 4, commas=False) and (
        not weak or view.low(one.last) == "'s" or _belongs(view, one)
    ):
        return "figures"
    if before in near and not weak:
        return "cites"
    acts = any(other.first == one.first and other.tag == "party" for other in view.found) and any(
        other.first == one.last and other.tag in ("loses", "kills", "ground", "held") for other in view.found
    )
    return "" if weak or acts else "named"


def _is_place(view: View, one: Found) -> bool:
    """Whether a state's name is only where something is: "in Ukraine", "of Russia"."""
    return view.low(one.first - 1) in (
        "in",
        "of",
        "inside",
        "across",
        "into",
        "against",
        "from",
        "over",
        "near",
        "to",
        "on",
        "with",
        "for",
        "than",
        "by",
    )


def _belongs(view: View, one: Found) -> bool:
    """Whether the words are an adjective, so that "Ukrainian figures" are Ukraine's."""
    return (
        any(other.first == one.first and other.tag == "party" and other.means["form"] == "demonym" for other in view.found)
        or one.last - one.first > 1
    )


def _reaches(
    view: View, place: int, goals: set[int], numbers: set[int], spans: Mapping[int, int], most: int, *, commas: bool = True
) -> bool:
    """Whether one of the goals follows, with few words between and no number."""
    others = 0
    steps = 0
    while place < view.last and steps < 14:
        if place in goals:
            return True
        if place in spans:
            place = spans[place]
            continue
        if place in numbers:
            return False
        if aside := _aside(view, place):
            place = aside
            continue
        low = view.low(place)
        if low in ";:?!()–—" or (low == "," and (not commas or others > 1)):
            return False
        if low not in view.small("skipped"):
            others += 1
        if others > most - 1:
            return False
        place += 1
        steps += 1
    return False


def _aside(view: View, place: int) -> int:
    """Where an aside between commas ends that only turns to the speaker: ", for its part,"; 0 where there is none."""
    if view.low(place) != ",":
        return 0
    for size in (1, 2, 3):
        if view.low(place + size + 1) == ",":
            words = " ".join(view.low(step) for step in range(place + 1, place + 1 + size))
            return place + size + 2 if words in view.small("asides") else 0
    return 0


def _someone(
    view: View, one: Found, verbs: set[int], ends: set[int], cites: set[int], numbers: set[int], spans: Mapping[int, int]
) -> Attribution | None:
    if not (
        _reaches(view, one.last, verbs, numbers, spans, 6)
        or one.first in ends
        or (view.low(one.first - 1) in ("a", "an") and one.first - 1 in cites | ends)
    ):
        return None
    start = one.first
    while (
        start > view.first
        and one.first - start < 5
        and (view.low(start - 1)[:1].isalpha() or view.low(start - 1) == "'s")
        and start - 1 not in verbs
    ):
        start -= 1
        if view.low(start) in ("a", "an", "the", "one", "two", "some"):
            break
        if view.low(start) in ("and", "but", "that", "while", "if", "by", "to", "of", "in", "as", "when"):
            start += 1
            break
    words = view.text.text[view.text.tokens[start].start : one.end]
    supporter = next((other for other in view.found if other.tag == "supporter" and start <= other.first < one.first), None)
    return Attribution(supporter.means["source"] if supporter else "unattributed", "someone", start, one.last, words)


def _without_twins(found: Sequence[Attribution]) -> list[Attribution]:
    """Of attributions that overlap, the one that is named, else the first."""
    made: list[Attribution] = []
    for one in sorted(found, key=lambda one: (one.how == "someone", one.first)):
        if not any(one.first < other.last and other.first < one.last for other in made):
            made.append(one)
    return made


def _first_of_pair(view: View, chosen: Attribution, found: Sequence[Attribution]) -> Attribution:
    """Of two that speak together ("Kyiv's army and Western services suggest"), the first."""
    place = found.index(chosen)
    other = found[place - 1] if place else None
    if (
        other is not None
        and 0 < chosen.first - other.last <= 4
        and any(view.low(between) == "and" for between in range(other.last, chosen.first))
        and not any(other.last <= number.first < chosen.first for number in view.numbers)
    ):
        return replace(other, also=chosen.source)
    return chosen


def attributed(view: View, number: Number, found: Sequence[Attribution]) -> Attribution | None:
    """The attribution that a number stands under: the last before it, or one that follows and closes the clause."""
    before = [one for one in found if one.last <= number.first]
    after = [one for one in found if one.first >= number.last]
    strong = [one for one in before if one.how != "named"]
    chosen = (strong or before)[-1] if before else None
    if chosen is not None:
        chosen = _first_of_pair(view, chosen, found)
    if after:
        behind = after[0]
        between = any(
            other.first > number.first and other.last <= behind.first and not other.of.rejected for other in view.numbers
        )
        closes = behind.how in ("cites", "trails") or _closes(view, behind)
        if (
            chosen is None
            and not closes
            and (
                between
                or view.near(number.last, behind.first) > 14
                or any(view.low(place) in (";", "while", "whereas", "but") for place in range(number.last, behind.first))
            )
        ):
            return None
        if chosen is None or chosen.how == "named":
            return behind if chosen is None or behind.how != "named" else chosen
        if closes and not between and view.near(number.last, behind.first) + 2 < view.near(chosen.last, number.first):
            return behind
    return chosen


def _closes(view: View, one: Attribution) -> bool:
    """Whether it ends its clause: ", the staff said"."""
    for place in range(one.first - 1, max(view.first, one.first - 7), -1):
        if view.low(place) in (",", '"', "–", "—"):
            return True
        if not view.low(place)[:1].isalpha() and view.low(place) not in ("-", ".", "'s"):
            return False
    return False
