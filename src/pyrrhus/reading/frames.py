"""What a number counts: by its head noun, its unit, and the words of loss and ground around it."""

from __future__ import annotations

from dataclasses import dataclass

from pyrrhus.reading.heads import done_to, head_of, is_whole, label_of
from pyrrhus.reading.loss_words import joined, losing, loss_behind, of_cue
from pyrrhus.reading.phrases import Found
from pyrrhus.reading.view import Number, View

__all__ = ["Frame", "farther", "frame_of"]


@dataclass(slots=True)
class Frame:
    """What is counted; ``why`` says how it was known, ``reason`` why a number is no claim."""

    metric: str = ""
    basis: str = ""
    class_: str = ""
    subgroup: str = ""
    includes: frozenset[str] = frozenset()
    why: str = ""
    reason: str = ""
    cue: Found | None = None
    head: str = ""
    end: int = 0
    sign: int = 1


def frame_of(view: View, number: Number, previous: Number | None, next_: Number | None) -> Frame:
    """What a number counts, from its own sentence; without ``metric`` and ``reason`` where the sentence does not say."""
    unit, per = number.of.unit, number.of.per
    if number.of.form == "words" and number.of.value == 1 and unit in ("", "km2") and not per:
        return Frame(end=number.of.end_char, reason="a pronoun")
    if is_whole(view, number):
        return Frame(end=number.of.end_char, reason="counts something else")
    how, head, _ = head_of(view, number) if unit in ("", "persons", "pieces", "settlements") else ("none", None, 0)
    if how != "known" and unit in ("pieces", "persons"):
        inside = [
            one
            for one in view.found
            if one.tag in ("equipment", "counted", "person") and number.first < one.first and one.last <= number.last
        ]
        how, head = ("known", inside[-1]) if inside else (how, head)
    frame = Frame(end=number.of.end_char, head=how)
    if head is not None and head.tag == "never":
        frame.reason = "counts something else"
        return frame
    if unit == "km2":
        return _ground(view, number, frame, previous)
    if unit == "persons/km2" or per == "km2":
        frame.metric, frame.why = _per_km2(head), "its unit"
        return frame
    if unit in ("percent", "percentage_points") or number.of.form in ("multiple", "ratio") or unit == "times":
        return frame
    if unit not in ("", "persons", "pieces", "settlements"):
        frame.reason = "counts something else"
        return frame
    if head is not None and head.tag == "settlement":
        return _settlements(view, frame)
    if head is not None and head.tag == "equipment":
        return _equipment(view, head, frame)
    if head is not None and head.tag == "counted":
        frame.metric, frame.includes = joined(view, head)
        frame.why, frame.cue = "its noun", head
        frame.end = max(frame.end, head.end) if head.first - number.last <= 1 else frame.end
        return _per_ground(view, number, frame)
    persons = head is not None and head.tag in ("person", "party", "subgroup")
    if persons and head is not None and done_to(view, head.last):
        frame.reason = "counts something else"
        return frame
    if how == "other" and unit in ("", "pieces", "persons"):
        cue = losing(view, number, previous)
        if not (unit == "persons" and cue):
            frame.reason = "counts something else"
            return frame
    if unit in ("pieces", "settlements"):
        frame.reason = "counts something else"
        return frame
    label = label_of(view, number) if unit == "" and how == "none" else None
    if label is not None:
        frame.class_, frame.head, frame.cue = "" if label.means["is"] == "other" else str(label.means["is"]), "equipment", label
        if view.has("counted", "loses", "kills") or _counts_up(view):
            frame.metric, frame.why = "equipment", "its label"
        return frame
    place = next(
        (
            one
            for one in view.found
            if one.tag == "settlement"
            and unit == ""
            and not persons
            and one.last <= number.first
            and view.low(one.first - 1) == "of"
            and view.low(one.first - 2) == "number"
        ),
        None,
    )
    if place is not None:
        return _settlements(view, frame)
    cue = losing(view, number, previous) or loss_behind(view, number, next_, 16 if persons else 9)
    if cue is not None:
        frame.cue, frame.why = cue, "a word of loss"
        frame.metric, frame.includes = of_cue(view, number, cue)
    if persons and head is not None and head.tag == "person" and head.means["is"] in ("officers", "generals"):
        frame.subgroup = head.means["is"]
    if persons and head is not None and head.tag == "subgroup":
        frame.subgroup = str(head.means["name"])
    if persons and not frame.metric:
        frame.why = "persons"
    return _per_ground(view, number, frame)


def farther(view: View, number: Number, frame: Frame) -> Frame:
    """The frame by a word of loss farther back in the sentence, where nothing nearer told."""
    cue = losing(view, number, None) or (loss_behind(view, number, None, 20) if frame.why == "persons" else None)
    if cue is not None and not frame.metric:
        frame.cue, frame.why = cue, "a word of loss"
        frame.metric, frame.includes = of_cue(view, number, cue)
    return frame


def _per_km2(head: Found | None) -> str:
    return (
        "deaths_per_km2" if head is not None and head.tag == "counted" and head.means["is"] == "killed" else "casualties_per_km2"
    )


def _per_ground(view: View, number: Number, frame: Frame) -> Frame:
    """ "Every square kilometre cost 84 men": losses over ground where the clause says what each cost."""
    if number.of.unit not in ("", "persons"):
        return frame
    for one in view.found:
        bracketed = any(view.low(place) == "(" for place in range(number.last, one.first))
        if (
            one.tag == "per_km2"
            and not bracketed
            and (0 <= one.first - number.last <= 6 or (one.last <= number.first and view.near(one.last, number.first) <= 12))
            and not any(
                other is not number and _lies_between(other, one, number) and not other.of.rejected for other in view.numbers
            )
        ):
            frame.metric, frame.why, frame.cue = "casualties_per_km2", "a ratio", one
            return frame
    return frame


def _lies_between(other: Number, one: Found, number: Number) -> bool:
    return one.last <= other.first < number.first or number.last <= other.first < one.first


def _ground(view: View, number: Number, frame: Frame, previous: Number | None) -> Frame:
    best: tuple[int, Found] | None = None
    for one in view.found:
        if one.tag == "held" or one.tag == "ground" or (one.tag == "loses" and view.low(one.first).startswith("los")):
            before = one.last <= number.first
            away = view.near(one.last, number.first) if before else view.near(number.last, one.first) + 3
            if one.tag == "ground" and one.means["is"] == "unstated":
                away += 8
            if previous is not None and before and one.first < previous.first:
                away += 2
            if best is None or away < best[0]:
                best = (away, one)
    relative = next(
        (
            one
            for one in view.found
            if one.tag == "held"
            and 0 <= one.first - number.last <= 8
            and any(view.low(place) in ("that", "which", "still") for place in range(number.last, one.first))
        ),
        None,
    )
    if relative is not None:
        best = (0, relative)
    if best is None:
        frame.why = "an area"
        return frame
    cue = best[1]
    frame.cue, frame.why = cue, "a word of ground"
    if cue.tag == "held":
        frame.metric = "held"
        return frame
    frame.metric, frame.basis = "ground", _basis(view, number, cue)
    if frame.basis == "net" and any(
        one.tag == "ground" and one.means["is"] == "back" for one in view.found if abs(one.first - number.first) < 14
    ):
        frame.sign = -1
    return frame


def _basis(view: View, number: Number, cue: Found) -> str:
    """Net where the clause says so, else what its verb says."""
    kind = str(cue.means["is"]) if cue.tag == "ground" else "lost"
    for one in view.found:
        if one.tag == "ground" and one.means["is"] in ("net", "back") and (view.near(one.last, number.first) <= 12 or one is cue):
            return "net"
    return {"back": "net"}.get(kind, kind)


def _settlements(view: View, frame: Frame) -> Frame:
    if any(one.tag == "ground" and one.means["is"] != "unstated" for one in view.found) or view.has("loses", "held"):
        frame.metric, frame.why = "settlements", "its noun"
    else:
        frame.reason = "counts something else"
    return frame


def _counts_up(view: View) -> bool:
    """ "11,223 (+3)": a running total with its day's increase, which only a list of losses has."""
    return view.last - view.first <= 14 and any(
        view.low(place) == "(" and view.low(place + 1) == "+" for place in range(view.first, view.last)
    )


def _equipment(view: View, head: Found, frame: Frame) -> Frame:
    frame.cue = head
    frame.class_ = "" if head.means["is"] == "other" else str(head.means["is"])
    lost = _counts_up(view) or any(
        one.tag in ("loses", "kills")
        or (one.tag == "counted" and one.means["is"] == "casualties")
        or (one.tag == "ground" and one.means["is"] == "lost")
        for one in view.found
    )
    if lost:
        frame.metric, frame.why, frame.head = "equipment", "its noun", "equipment"
    else:
        frame.head = "equipment"
        frame.why = "equipment"
    return frame
