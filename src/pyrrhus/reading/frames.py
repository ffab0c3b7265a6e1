"""What a number counts: its head noun, and the words of loss and ground around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyrrhus.reading.phrases import Found
from pyrrhus.reading.view import Number, View

__all__ = ["Frame", "farther", "frame_of", "head_of", "joined"]

_LOSS: Final = ("counted", "loses", "kills")
_COMBINED: Final = frozenset(["killed", "wounded", "missing", "captured"])


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
        unknown += 1
        if unknown > 1:
            return "other", None, place
        place += 1
        steps += 1
    return ("other" if unknown else "none"), None, place


def _best(heads: list[Found]) -> Found:
    return min(heads, key=lambda one: ("never", "equipment", "settlement", "counted", "person").index(one.tag))


def frame_of(view: View, number: Number, previous: Number | None, next_: Number | None) -> Frame:
    """What a number counts, from its own sentence; without ``metric`` and ``reason`` where the sentence does not say."""
    unit, per = number.of.unit, number.of.per
    if number.of.form == "words" and number.of.value == 1 and unit == "" and not per:
        return Frame(end=number.of.end_char, reason="a pronoun")
    if _is_whole(view, number):
        return Frame(end=number.of.end_char, reason="counts something else")
    how, head, _ = head_of(view, number) if unit in ("", "persons", "pieces", "settlements") else ("none", None, 0)
    frame = Frame(end=number.of.end_char, head=how)
    if head is not None and head.tag == "never":
        frame.reason = "counts something else"
        return frame
    if unit == "km2":
        return _ground(view, number, frame, previous, next_)
    if unit == "persons/km2" or per == "km2":
        frame.metric, frame.why = _per_km2(head), "its unit"
        return frame
    if unit in ("percent", "percentage_points") or number.of.form in ("multiple", "ratio") or unit == "times":
        return frame
    if unit not in ("", "persons", "pieces", "settlements"):
        frame.reason = "counts something else"
        return frame
    if head is not None and head.tag == "settlement":
        return _settlements(view, number, frame)
    if head is not None and head.tag == "equipment":
        return _equipment(view, number, head, frame)
    if head is not None and head.tag == "counted":
        frame.metric, frame.includes = joined(view, head)
        frame.why, frame.cue = "its noun", head
        frame.end = max(frame.end, head.end) if head.first - number.last <= 1 else frame.end
        return _per_ground(view, number, frame)
    persons = head is not None and head.tag in ("person", "party", "subgroup")
    if persons and head is not None and _done_to(view, head.last):
        frame.reason = "counts something else"
        return frame
    if how == "other" and unit in ("", "pieces", "persons"):
        cue = _losing(view, number, previous)
        if not (unit == "persons" and cue):
            frame.reason = "counts something else"
            return frame
    if unit in ("pieces", "settlements"):
        frame.reason = "counts something else"
        return frame
    label = _label(view, number) if unit == "" and how == "none" else None
    if label is not None:
        frame.class_, frame.head, frame.cue = "" if label.means["is"] == "other" else str(label.means["is"]), "equipment", label
        if view.has("counted", "loses", "kills"):
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
        return _settlements(view, number, frame)
    cue = _losing(view, number, previous) or _after(view, number, next_, 16 if persons else 9)
    if cue is not None:
        frame.cue, frame.why = cue, "a word of loss"
        frame.metric, frame.includes = _of_cue(view, number, cue)
    if persons and head is not None and head.tag == "person" and head.means["is"] in ("officers", "generals"):
        frame.subgroup = head.means["is"]
    if persons and not frame.metric:
        frame.why = "persons"
    return _per_ground(view, number, frame)


def _done_to(view: View, place: int) -> bool:
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


def _label(view: View, number: Number) -> Found | None:
    """ "Tanks – 9,919": a kind of equipment with a dash or a colon before the number, in a sentence about losses."""
    if view.low(number.first - 1) not in (":", "-", "–", "—", "‒", "−"):
        return None
    return next((one for one in view.found if one.tag == "equipment" and one.last == number.first - 1), None)


def farther(view: View, number: Number, frame: Frame) -> Frame:
    """The frame by a word of loss farther back in the sentence, where nothing nearer told."""
    cue = _losing(view, number, None) or (_after(view, number, None, 20) if frame.why == "persons" else None)
    if cue is not None and not frame.metric:
        frame.cue, frame.why = cue, "a word of loss"
        frame.metric, frame.includes = _of_cue(view, number, cue)
    return frame


def _is_whole(view: View, number: Number) -> bool:
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


def joined(view: View, head: Found) -> tuple[str, frozenset[str]]:
    """A metric of one or several words: "killed or wounded" is casualties of both."""
    metric = str(head.means["is"])
    words = {metric}
    last = head.last
    first = head.first
    while view.low(first - 1) in ("and", "or", ","):
        step = first - 1 - (view.low(first - 2) == ",")
        other = next((one for one in view.found if one.tag == "counted" and one.last in (step, first - 1)), None)
        if other is None or other.means["is"] not in _COMBINED:
            break
        words.add(str(other.means["is"]))
        first = other.first
        if view.low(first - 1) == "the":
            first -= 1
    while view.low(last) in ("and", "or", ",", "/"):
        step = last + 1 + (view.low(last + 1) in ("and", "or"))
        step += view.low(step) == "the"
        other = next((one for one in view.found if one.tag == "counted" and one.first == step), None)
        if other is None:
            break
        words.add(str(other.means["is"]))
        last = other.last
    words -= {"killed_confirmed"}
    if words == {"killed", "missing"}:
        return "killed_or_missing", frozenset()
    if len(words) > 1 and words <= _COMBINED:
        return "casualties", frozenset(words)
    return metric, frozenset()


def _of_cue(view: View, number: Number, cue: Found) -> tuple[str, frozenset[str]]:
    """What a word of loss makes of a bare number or of persons."""
    behind = _described(view, number)
    if behind is not None:
        return behind
    if cue.tag == "counted":
        return joined(view, cue)
    if cue.tag == "kills":
        kind = str(cue.means["is"])
        return ("casualties" if kind == "equipment" else kind), frozenset()
    return "casualties", frozenset()


def _described(view: View, number: Number) -> tuple[str, frozenset[str]] | None:
    """ "2,030 soldiers, killed and wounded": what happened to those counted, told behind them."""
    place = number.last
    while view.low(place) in (
        ",",
        "(",
        "–",
        "—",
        "either",
        "both",
        "were",
        "have",
        "had",
        "been",
        "are",
        "was",
        "soldiers",
        "troops",
        "men",
        "people",
    ):
        place += 1
    if place - number.last > 4:
        return None
    one = next((one for one in view.found if one.tag == "counted" and one.first == place), None)
    return joined(view, one) if one else None


def _losing(view: View, number: Number, previous: Number | None) -> Found | None:
    """The nearest word of loss before a number, not farther back than the number before."""
    floor = previous.last if previous is not None else view.first
    best = None
    for one in view.found:
        if one.last > number.first:
            break
        if one.tag in _LOSS and one.first >= floor and not _is_ground(view, one):
            if one.tag == "kills" and one.means["is"] in ("captured", "equipment"):
                continue
            if (
                best is None
                or one.tag == "counted"
                or best.tag != "counted"
                or view.near(one.last, number.first) + 4 < view.near(best.last, number.first)
            ):
                best = one
    return best


def _is_ground(view: View, one: Found) -> bool:
    return one.tag == "counted" and one.means["is"] == "captured"


def _after(view: View, number: Number, next_: Number | None, reach: int = 9) -> Found | None:
    """A word of loss behind a number, before the next one: "172,000 troops had been killed"."""
    ceiling = next_.first if next_ is not None else view.last
    for one in view.found:
        if (
            one.first >= number.last
            and one.last <= ceiling
            and one.tag in ("counted", "kills")
            and one.means["is"] != "equipment"
        ):
            if view.near(number.last, one.first) <= reach:
                return one
            break
    return None


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
        ) and (
            not any(
                other is not number and one.last <= other.first and other.last <= number.first and not other.of.rejected
                for other in view.numbers
            )
            or one.first >= number.last
        ):
            frame.metric, frame.why, frame.cue = "casualties_per_km2", "a ratio", one
            return frame
    return frame


def _ground(view: View, number: Number, frame: Frame, previous: Number | None, next_: Number | None) -> Frame:
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


def _settlements(view: View, number: Number, frame: Frame) -> Frame:
    if any(one.tag == "ground" and one.means["is"] != "unstated" for one in view.found) or view.has("loses", "held"):
        frame.metric, frame.why = "settlements", "its noun"
    else:
        frame.reason = "counts something else"
    return frame


def _equipment(view: View, number: Number, head: Found, frame: Frame) -> Frame:
    frame.cue = head
    frame.class_ = "" if head.means["is"] == "other" else str(head.means["is"])
    lost = any(
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
