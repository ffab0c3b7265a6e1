"""Whose losses or whose ground: from the noun itself, the verb's subject or object, and where the speaker stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from pyrrhus.conflict import conflict
from pyrrhus.reading.frames import Frame
from pyrrhus.reading.phrases import Found
from pyrrhus.reading.sources import Attribution
from pyrrhus.reading.view import Number, View

__all__ = ["of_sources", "party_of"]

_OTHER: Final = {"russia": "ukraine", "ukraine": "russia"}


@cache
def of_sources() -> Mapping[str, str]:
    """The side that each source speaks for, where it is a party itself."""
    return {id_: one.party for id_, one in conflict().publishers.items() if one.stance == "party"}


def party_of(view: View, number: Number, frame: Frame, found: Sequence[Attribution], side: str, author: str) -> str:
    """The party, or nothing where the sentence does not tell.

    Args:
        view: the sentence.
        number: the number.
        frame: what it counts.
        found: the sentence's attributions; who only speaks is no party of the number.
        side: the party for which the speaker stands, empty where he is none.
        author: the party from whose side the text is written, empty where it is from neither.
    """
    speakers = {
        place
        for one in found
        if one.how in ("says", "cites", "trails", "figures", "named")
        for place in range(one.first, one.last)
    }
    named: list[tuple[int, int, str, Found]] = []
    for one in view.found:
        party = _party(one, side, author)
        if party and not (set(range(one.first, one.last)) & speakers):
            named.append((one.first, one.last, party, one))
    named = [other for other in named if not _elsewhere(view, other[0])]
    if frame.metric in ("ground", "held", "settlements"):
        return _holder(
            view,
            number,
            frame,
            [(first, last, party) for first, last, party, one in named if _acts(view, one)],
            side,
            bool(found),
        )
    inside = [
        party
        for first, last, party, one in named
        if number.first <= first
        and last <= max(number.last, number.first + 6)
        and first - number.last <= 2
        and _touches(view, number, first)
    ]
    if inside:
        return inside[0]
    own = _own(view, number, side)
    if own:
        return own
    if _both(view, number):
        return "both"
    losses = frame.metric not in ("ground", "held", "settlements")
    cue = frame.cue
    counted = {place for other in view.numbers for place in range(other.first, other.last + 1)}
    verb = next(
        (
            one
            for one in view.found
            if losses
            and one.tag == "kills"
            and one.last <= number.first
            and number.first - one.last < 8
            and one.first not in counted
            and view.low(one.last) not in ("at", "was", "were", "is", "since", "stands", "stood", "by")
            and not any(one.last <= other.first < number.first for other in view.numbers)
        ),
        None,
    )
    before = [(view.near(last, number.first), party, one) for first, last, party, one in named if last <= number.first]
    after = [(view.near(number.last, first), party, one) for first, last, party, one in named if first >= number.last]
    if (
        verb is not None
        and losses
        and view.low(verb.first - 1) not in ("(", "been", "were", "was", "are", "be", "the", "of", "and", "or", "those", "number")
    ):
        # "X killed 40 soldiers": the other party's, unless the object says.
        if after and after[0][0] <= 6:
            return after[0][1]
        subject = next((party for away, party, one in reversed(before) if one.last <= verb.first), "")
        return _OTHER.get(subject or side, "")
    if after and view.low(after[0][2].first - 1) in ("of", "among", "by", "for", "on") and after[0][0] <= 7:
        return after[0][1]
    if before:
        if losses and cue is not None and cue.last <= number.first:
            near = [(abs(view.near(one.last, cue.first)), party) for _, party, one in before]
            return min(near)[1] if near else ""
        return before[-1][1]
    if after and after[0][0] <= 14:
        return after[0][1]
    return ""


def _elsewhere(view: View, place: int) -> bool:
    """Whether a name only says where, or what something is as large as: "in Ukraine", "the size of North Korea"."""
    before, second = view.low(place - 1), view.low(place - 2)
    if before == "the":
        before, second = second, view.low(place - 3)
    if before in (
        "in",
        "inside",
        "across",
        "into",
        "against",
        "from",
        "within",
        "near",
        "on",
        "over",
        "with",
        "to",
        "at",
        "outside",
        "between",
    ):
        return before != "on" or view.low(place + 1) != "side"
    return before == "of" and second in (
        "size",
        "invasion",
        "war",
        "parts",
        "part",
        "percent",
        "cent",
        "%",
        "area",
        "east",
        "rest",
        "outside",
        "territory",
        "south",
        "north",
        "west",
        "most",
    )


def _holder(view: View, number: Number, frame: Frame, named: Sequence[tuple[int, int, str]], side: str, speaks: bool) -> str:
    """Who took or holds: the subject before the verb, else "by X" behind it."""
    cue = frame.cue
    subjects = [
        (first, last, party)
        for first, last, party in named
        if view.low(first - 1) not in ("of", "by") and not (view.low(first - 1) == "the" and view.low(first - 2) == "of")
    ]
    by = [
        party
        for first, _, party in named
        if view.low(first - 1) == "by" or (view.low(first - 1) == "the" and view.low(first - 2) == "by")
    ]
    if by:
        return by[0]
    if cue is not None:
        inside = [one for one in view.found if one.tag == "demonym" and cue.first <= one.first < cue.last]
        if inside:
            return str(inside[0].means["party"])
        if (
            side
            and speaks
            and not subjects
            and any(view.low(place) in view.small("pronouns") | {"we"} for place in range(view.first, cue.first))
        ):
            return side
    if (
        cue is not None
        and side
        and any(
            view.low(place) in ("his", "its", "their", "our") and view.low(place + 1) in view.small("forces")
            for place in range(max(view.first, cue.first - 5), cue.first)
        )
    ):
        return side
    if cue is not None and cue.first >= number.last:
        between = [
            (view.near(last, cue.first), party) for first, last, party in subjects if number.last <= first and last <= cue.first
        ]
        if between:
            return min(between)[1]
    if cue is not None:
        before = [(view.near(last, cue.first), party) for first, last, party in subjects if last <= cue.first]
        if before:
            return min(before)[1]
    before = [(view.near(last, number.first), party) for first, last, party in subjects if last <= number.first]
    return min(before)[1] if before else ""


def _acts(view: View, one: Found) -> bool:
    """Whether a name can be who took ground: a state, an army, not "a Ukrainian project"."""
    if one.tag != "party" or one.means["form"] != "demonym":
        return True
    return any(view.low(place) in view.small("forces") for place in (one.last, one.last + 1))


def _party(one: Found, side: str, author: str) -> str:
    if one.tag == "party":
        if one.means["form"] == "enemy":
            return _OTHER.get(side or author, "russia")
        if one.means["form"] == "own":
            return author or side
        return str(one.means["party"])
    if one.tag == "subgroup":
        return str(one.means["party"])
    if one.tag == "source":
        return of_sources().get(one.means["source"], "")
    return ""


def _touches(view: View, number: Number, place: int) -> bool:
    return (
        all(view.low(between)[:1].isalpha() for between in range(view.text.place_of(number.of.number_end), place))
        and place - view.text.place_of(number.of.number_end) <= 3
    )


def _own(view: View, number: Number, side: str) -> str:
    """ "1,351 of its soldiers", "its own losses": the speaker's."""
    start = view.text.place_of(number.of.number_end)
    if any(view.low(place) in ("its", "their", "our") for place in range(start, min(start + 3, view.last))):
        return side
    if any(
        view.low(place) in ("its", "their", "our", "his") and view.low(place + 1) == "own"
        for place in range(view.first, number.first)
    ):
        return side
    return ""


def _both(view: View, number: Number) -> bool:
    start = number.last
    words = [view.low(place) for place in range(start, min(start + 6, view.last))]
    named = {
        str(one.means["party"])
        for one in view.found
        if one.tag == "party" and number.last <= one.first <= number.last + 5 and one.means["form"] == "people"
    }
    return len(named) == 2 or ("both" in words and "sides" in words) or ("two" in words and "sides" in words)
