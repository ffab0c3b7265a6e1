"""The region, sector or town that a number is limited to."""

from __future__ import annotations

from typing import Final

from pyrrhus.reading.carry import LOSSES, Said
from pyrrhus.reading.phrases import Found
from pyrrhus.reading.view import View

__all__ = ["place_of"]

_BEFORE: Final = frozenset(["in", "near", "at", "around", "of", "for", "within", "inside", "across", "on", "outside", "towards"])
_METRICS: Final = frozenset([*LOSSES, "ground", "held", "settlements", "equipment"])
_FAR: Final = 24
_NAMED_AFTER: Final = frozenset(
    ["incursion", "offensive", "counter-offensive", "counteroffensive", "front", "tragedy", "battle", "operation"]
)


def place_of(said: Said) -> str:
    """The place as a label writes it ("Kharkiv region", "Pokrovsk direction", "near Mykolaiv"), or nothing for the country.

    The nearest name of a region or sector in the sentence counts, no farther from the number than a clause and not across
    another number from behind.
    """
    view, number = said.view, said.number
    if said.frame.metric not in _METRICS or said.frame.why == "given before":
        return ""
    best: tuple[int, str] | None = None
    for one in view.found:
        if one.tag != "place":
            continue
        if one.first >= number.last and any(
            number.last <= other.first < one.first and not other.of.rejected for other in view.numbers
        ):
            continue
        away = view.near(one.last, number.first) if one.last <= number.first else view.near(number.last, one.first)
        written = _written(view, one)
        if written and away <= _FAR and (best is None or away < best[0]):
            best = (away, written)
    return best[1] if best else ""


def _written(view: View, one: Found) -> str:
    before = view.low(one.first - 1)
    if before in ("the", "russia's", "ukraine's", "'s"):
        before = view.low(one.first - 2) if before == "the" else "in"
    name = view.text.text[one.start : one.end]
    if not name[:1].isupper():
        return ""
    kind = view.small("area").intersection([view.low(one.last)])
    if kind:
        noun = view.text.text[view.text.tokens[one.last].start : view.text.tokens[one.last].end]
        return f"{name} {'oblast' if noun.lower() in ('obl', 'oblasts') else noun}"
    if one.means["form"] == "regions" and view.low(one.last) in _NAMED_AFTER:
        return ""
    if before in ("near", "outside", "around"):
        return f"near {name}"
    return name if before in _BEFORE and (before not in ("of", "for", "on") or one.means["form"] == "directions") else ""
