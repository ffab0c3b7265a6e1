"""The words of loss around a number, and what they make of it."""

from __future__ import annotations

from typing import Final

from pyrrhus.reading.phrases import Found
from pyrrhus.reading.view import Number, View

__all__ = ["LOSSES", "joined", "losing", "loss_behind", "of_cue"]

LOSSES: Final = (
    "casualties",
    "killed",
    "wounded",
    "missing",
    "captured",
    "irrecoverable",
    "killed_or_missing",
    "killed_confirmed",
)
"""Metrics that count persons."""
_LOSS: Final = ("counted", "loses", "kills")
_COMBINED: Final = frozenset(["killed", "wounded", "missing", "captured"])


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


def of_cue(view: View, number: Number, cue: Found) -> tuple[str, frozenset[str]]:
    """What a word of loss makes of a bare number or of persons."""
    behind = described(view, number)
    if behind is not None:
        return behind
    if cue.tag == "counted":
        return joined(view, cue)
    if cue.tag == "kills":
        kind = str(cue.means["is"])
        return ("casualties" if kind == "equipment" else kind), frozenset()
    return "casualties", frozenset()


def described(view: View, number: Number) -> tuple[str, frozenset[str]] | None:
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


def losing(view: View, number: Number, previous: Number | None) -> Found | None:
    """The nearest word of loss before a number, not farther back than the number before."""
    floor = previous.last if previous is not None else view.first
    best = None
    for one in view.found:
        if one.last > number.first:
            break
        if one.tag in _LOSS and one.first >= floor and not _is_ground(one):
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


def _is_ground(one: Found) -> bool:
    return one.tag == "counted" and one.means["is"] == "captured"


def loss_behind(view: View, number: Number, next_: Number | None, reach: int = 9) -> Found | None:
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
