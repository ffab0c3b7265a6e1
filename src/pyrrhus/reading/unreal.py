"""Numbers that a text only supposes, foretells, denies, or tells of something else than this war's losses."""

from __future__ import annotations

from typing import Final

from pyrrhus.reading.frames import Frame
from pyrrhus.reading.loss_words import LOSSES
from pyrrhus.reading.view import Number, View

__all__ = ["why_unreal", "why_word_unreal"]

_BEFORE: Final = 8


def why_unreal(view: View, number: Number, frame: Frame) -> str:
    """The reason why a number states nothing, or nothing of this war's losses; empty where it does."""
    for one in view.found:
        if one.tag != "unreal":
            continue
        kind = one.means["is"]
        if kind == "other_wars":
            if view.near(one.first, number.first) <= 24:
                return "another war"
        elif one.first < number.first:
            if kind == "words" and view.low(one.first) == "should" and any(other.tag == "corrected" for other in view.found):
                continue
            if (
                kind == "words"
                and not _is_verifying(view, one.last)
                and not _cites(view, one.first)
                and not _still_held(view, number)
            ):
                return "only supposed or foretold"
            if (
                kind == "negated"
                and not one.first >= view.text.place_of(number.of.bound_start)
                and _denies(view, one.last, number)
            ):
                return "denied"
        elif (
            kind == "words"
            and view.low(one.first) in ("would", "could")
            and one.first - number.last <= 8
            and not any(number.last <= other.first < one.first for other in view.numbers)
        ):
            return "only supposed or foretold"
    for one in view.found:
        if one.tag == "corrected":
            later = any(number.last <= other.first < one.first for other in view.numbers if not other.of.rejected)
            if number.last <= one.first and (one.means["is"] == "before" or later):
                return "taken back by the text"
        if one.tag == "exchanged" and view.near(one.first, number.first) <= 20:
            return "exchanged or returned"
        own = frame.why in ("its noun", "a word of ground", "a word of loss") or (
            number.of.unit == "percent" and frame.metric in LOSSES
        )
        if one.tag == "about_else" and not own and view.near(one.first, number.first) <= 14:
            return "counts something else"
    return ""


def why_word_unreal(view: View, place: int) -> str:
    """The reason why a word of rank or trend states nothing: it is supposed, foretold or denied."""
    for one in view.found:
        before = one.tag == "unreal" and one.first < place and one.means["is"] != "other_wars"
        if before and (one.means["is"] == "words" or place - one.last <= 3):
            return "only supposed or foretold"
    return ""


def _is_verifying(view: View, place: int) -> bool:
    modal = view.low(place - 1) in view.small("modal")
    return modal and view.low(place + (view.low(place) in ("not", "also", "only", "so"))) in view.small("verifying")


def _cites(view: View, place: int) -> bool:
    """ "If you take Kyiv's numbers": no condition."""
    return any(one.tag == "says" and one.means["is"] == "cites" and one.first == place for one in view.found)


def _still_held(view: View, number: Number) -> bool:
    """ "the 6,600 square kilometres that Ukraine still holds": a fact inside a supposition."""
    return any(
        one.tag == "held" and 0 <= one.first - number.last <= 10 and view.low(one.first - 1) in ("still", "already")
        for one in view.found
    )


def _denies(view: View, place: int, number: Number) -> bool:
    """Whether a negation reaches the number: near, with no comma and no other number between."""
    if number.first - place > _BEFORE:
        return False
    return not any(view.low(between) in (",", ";", ":", "–", "but") for between in range(place, number.first))
