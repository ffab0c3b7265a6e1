"""What stands behind or before a number as the thing it counts."""

from __future__ import annotations

from pyrrhus.reading.phrases import Found
from pyrrhus.reading.view import Number, View

__all__ = ["done_to", "head_of", "is_whole", "label_of"]


def head_of(view: View, number: Number) -> tuple[str, Found | None, int]:
    """What stands behind a number as the thing it counts.

    Returns ``known`` with the phrase, ``none`` where nothing adjoins, or ``other`` where it is a word of no list.
    """
    by_place: dict[int, list[Found]] = {}
    for one in view.found:
        by_place.setdefault(one.first, []).append(one)
    times = {one.first for one in view.times}
    place, unknown = view.text.place_of(number.of.number_end), 0
    steps = 0
    while place < view.last and steps < 8:
        low = view.low(place)
        here = by_place.get(place, [])
        heads = [one for one in here if one.tag in ("counted", "person", "settlement", "equipment", "never")]
        if heads:
            return "known", heads[0] if len(heads) == 1 else _best(heads), place
        if place in times and not low[:1].isdigit():
            break
        if any(one.tag in ("party", "subgroup", "by_name") for one in here):
            if any(one.tag == "party" and one.means["form"] == "people" for one in here):
                return "known", next(one for one in here if one.tag == "party"), place
            place = max(one.last for one in here)
            steps += 1
            continue
        if low in view.small("between") and not (False):
            if low == "and" or (low == "of" and steps and view.low(place - 1) != "all"):
                break
            place += 1
            steps += 1
            continue
        if (
            not low[:1].isalpha()
            or low in view.small("plain")
            or any(one.tag in ("loses", "kills", "ground", "held", "says", "up", "down", "total", "compared") for one in here)
        ):
            break
        if low.endswith(("ed", "ly")) and not unknown:
            break  # a participle or an adverb: nothing that is counted
        unknown += 1
        if unknown > 1:
            return "other", None, place
        ahead = next((one for one in by_place.get(place + 1, []) if one.tag == "never"), None)
        if ahead is not None:
            return "known", ahead, place + 1
        place += 1
        steps += 1
    return ("other" if unknown else "none"), None, place


def _best(heads: list[Found]) -> Found:
    return min(heads, key=lambda one: ("never", "equipment", "settlement", "counted", "person").index(one.tag))


def done_to(view: View, place: int) -> bool:
    """Whether something else than a loss was done to those counted: "121,000 people were evacuated"."""
    if view.low(place) not in ("were", "was", "are", "have", "had", "has"):
        return False
    while view.low(place) in view.small("auxiliary"):
        place += 1
    if not view.low(place)[:1].isalpha():
        return False
    done = view.low(place).endswith("ed") or view.low(place) in (
        "sent",
        "taken",
        "given",
        "caught",
        "driven",
        "left",
        "fed",
        "brought",
        "held",
    )
    return done and not any(
        one.first == place and one.tag in ("counted", "kills", "loses", "by_name", "added", "irrecoverable") for one in view.found
    )


def label_of(view: View, number: Number) -> Found | None:
    """ "Tanks – 9,919": a kind of equipment with a dash or a colon before the number, in a sentence about losses."""
    last = number.first - (view.low(number.first - 1) in (":", "-", "–", "—", "‒", "−"))
    if last == number.first and view.low(number.last) != "(":
        return None
    return next((one for one in view.found if one.tag == "equipment" and one.last == last), None)


def is_whole(view: View, number: Number) -> bool:
    """ "In a country of 603,000": the number behind "of" measures the noun before it."""
    start = view.text.place_of(number.of.bound_start) if number.of.bound_start >= 0 else number.first
    start = min(start, number.first)
    if view.low(start - 1) != "of" or view.low(start - 3) not in ("a", "an", "the", "its", "their", "this"):
        return False
    return not any(
        one.last == start - 1
        and one.tag
        in (
            "amount",
            "counted",
            "ground",
            "held",
            "total",
            "by_name",
            "added",
            "says",
            "loses",
            "equipment",
            "settlement",
            "person",
            "rate",
        )
        for one in view.found
    )
