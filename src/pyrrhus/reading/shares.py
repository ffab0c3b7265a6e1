"""Percentages, parts, multiples and ratios between the parties: a trend, a share, a level, or nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyrrhus.reading.frames import Frame
from pyrrhus.reading.phrases import Found
from pyrrhus.reading.view import Number, View

__all__ = ["Share", "difference", "exchange", "share_of"]

_WHOLE: Final = frozenset(
    ["it", "them", "those", "these", "whom", "which", "that", "the", "all", "its", "their", "this", "russia's", "gains", "losses"]
)
_COUNTRY: Final = frozenset(["country", "territory", "land", "nation"])


@dataclass(slots=True)
class Share:
    """What a percentage or multiple says; ``kind`` empty where it is nothing of losses or ground."""

    kind: str = ""
    direction: str = ""
    of: str = ""


def share_of(view: View, number: Number, frame: Frame, last: Frame | None) -> Share:
    """Reads the words around a percentage, a part or a multiple into ``frame`` and what kind of statement it is.

    Args:
        view: the sentence.
        number: a quantity in percent, or a multiple.
        frame: filled with what the percentage is about.
        last: what the number before counts, in the same sentence or paragraph.
    """
    cue = _topic(view, number)
    behind = number.last
    change = _change(view, number)
    if number.of.form == "ratio":
        if (cue is not None and cue.tag in ("counted", "loses", "kills")) or (
            last is not None and last.metric in ("casualties", "killed", "wounded")
        ):
            frame.metric = _metric(cue, last)
            return Share("ratio")
        return Share()
    if number.of.unit == "times" or number.of.form == "multiple":
        if cue is None and not (view.has("rate") and last is not None):
            return Share()
        if last is not None and last.metric in ("ground", "held"):
            cue = None
        if last is not None and last.metric == "equipment" and (cue is None or cue.tag != "counted"):
            frame.metric, frame.class_ = last.metric, last.class_
        else:
            frame.metric = _metric(cue, last)
        if frame.metric == "ground":
            frame.basis = last.basis if last is not None and last.metric == "ground" else _basis(cue)
        return Share("ratio") if _as_many_as_a_party(view, number) else Share("trend", change or "up")
    if view.low(behind) == "of" and (_is_country(view, behind + 1)):
        held = _nearest(view, number, ("held", "ground", "loses"))
        if held is None and last is not None and last.metric in ("held", "ground"):
            frame.metric, frame.basis = last.metric, last.basis
        elif held is not None:
            frame.metric = "held" if held.tag == "held" else "ground"
            frame.basis = "" if held.tag == "held" else str(held.means["is"]) if held.tag == "ground" else "lost"
            frame.basis = {"back": "net"}.get(frame.basis, frame.basis)
        else:
            return Share()
        return Share("level" if frame.metric == "held" else "flow", of="country")
    if change:
        if cue is None and last is None:
            return Share()
        if cue is not None and cue.tag != "held":
            frame.metric, frame.basis = _metric(cue, last), str(cue.means["is"]) if cue.tag == "ground" else ""
            frame.basis = {"back": "net"}.get(frame.basis, frame.basis)
        elif last is not None:
            frame.metric, frame.basis = last.metric, last.basis
        else:
            frame.metric = "held"
        return Share("trend", change)
    if (
        view.low(behind) == "of"
        and view.low(behind + 1) in _WHOLE | {"russian", "ukrainian"}
        and (cue is not None or last is not None)
    ):
        topic = _metric(cue, last)
        frame.metric, frame.basis = topic, (last.basis if last is not None and topic == last.metric else "")
        return Share("share", of="gains" if topic in ("ground", "settlements") else "losses")
    held = _nearest(view, number, ("held",))
    if held is not None and view.near(min(held.first, number.first), max(held.first, number.first)) <= 14:
        frame.metric = "held"
        return Share("level", of="country")
    if (
        last is not None
        and last.metric in ("killed_confirmed", "killed", "casualties")
        and view.low(behind) in ("had", "were", "was", "are", "have")
        and number.of.unit == "percent"
    ):
        frame.metric = last.metric
        return Share("share", of="losses")
    return Share()


def _as_many_as_a_party(view: View, number: Number) -> bool:
    """ "Twice as many soldiers as Ukraine", "three times those of Ukraine": one party against the other."""
    for place in range(number.last, min(number.last + 7, view.last)):
        if view.low(place) in ("as", "than", "those", "that", "the") or place == number.last:
            start = place + 1 if view.low(place) in ("as", "than") else place
            start += view.low(start) == "of"
            if any(one.tag == "party" and one.means["party"] == "ukraine" and one.first == start for one in view.found):
                return True
    return False


def _basis(cue: Found | None) -> str:
    kind = str(cue.means["is"]) if cue is not None and cue.tag == "ground" else "unstated"
    return {"back": "net"}.get(kind, kind)


def _metric(cue: Found | None, last: Frame | None) -> str:
    if cue is None:
        return last.metric if last is not None else ""
    if cue.tag == "counted":
        return str(cue.means["is"])
    if cue.tag == "ground":
        return "ground"
    if cue.tag == "held":
        return "held"
    if cue.tag == "per_km2":
        return "casualties_per_km2"
    return "killed" if cue.tag == "kills" and cue.means["is"] == "killed" else "casualties"


def _topic(view: View, number: Number) -> Found | None:
    """The nearest word of loss or ground."""
    return _nearest(view, number, ("counted", "loses", "kills", "ground", "held", "per_km2"))


def _nearest(view: View, number: Number, tags: tuple[str, ...]) -> Found | None:
    best: tuple[int, Found] | None = None
    for one in view.found:
        if one.tag in tags and not (one.tag == "counted" and one.means["is"] == "captured"):
            away = view.near(one.last, number.first) if one.last <= number.first else view.near(number.last, one.first) + 2
            if best is None or away < best[0]:
                best = (away, one)
    return best[1] if best else None


def _change(view: View, number: Number) -> str:
    """Up, down or nothing, from the word of change that touches the number."""
    for one in view.found:
        if one.tag not in ("up", "down"):
            continue
        gap = one.first - number.last
        back = number.first - one.last
        between = [view.low(place) for place in range(one.last, number.first)]
        if 0 <= gap <= 1 or (
            0 <= back <= 2
            and all(
                word in ("by", "some", "about", "nearly", "almost", "roughly", "another", "a", "of", "more", "than", "over")
                for word in between
            )
        ):
            return one.tag
    return ""


def _is_country(view: View, place: int) -> bool:
    if view.low(place) in ("the", "its", "all", "that"):
        place += 1
    for one in view.found:
        if one.first == place and one.tag == "party" and one.means["form"] in ("state", "demonym"):
            return one.means["form"] == "state" or any(
                view.low(near) in _COUNTRY for near in (one.last, one.last + 1, one.last + 2)
            )
    return view.low(place) in _COUNTRY


def difference(view: View, number: Number) -> Share:
    """ "430 fewer than in December": a difference between two periods, in its own unit; yesterday's is the day's count."""
    place = number.last
    if view.low(place + 1) != "than" or view.low(place + 2) in ("yesterday", "half"):
        return Share()
    one = next((one for one in view.found if one.tag in ("up", "down") and one.first == place), None)
    return Share("trend", one.tag) if one is not None else Share()


def exchange(view: View, number: Number) -> bool:
    """ "Five Russians for every Ukrainian soldier": losses of the parties against each other."""
    for place in range(number.last, number.last + 5):
        if view.low(place) == "for" and view.low(place + 1) in ("every", "each"):
            return any(one.tag == "party" and place + 2 <= one.first <= place + 3 for one in view.found)
    return False
