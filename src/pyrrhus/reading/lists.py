"""Lists under a heading, tables with a head, bulletins: what a line takes from the lines above it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pyrrhus.reading.frames import Frame
from pyrrhus.reading.periods import When
from pyrrhus.reading.phrases import Found
from pyrrhus.reading.view import Number, View

__all__ = ["Column", "Head", "columns_of", "labelled", "opens"]

_SHORT: Final = 26


@dataclass(slots=True)
class Head:
    """A heading over a list: what its lines count, and the bound word that covers them all."""

    block: int
    losses: bool
    ground: bool
    basis: str = "unstated"
    bound: str = ""
    when: When | None = None


@dataclass(slots=True)
class Column:
    """A column of a table, from the cell at its head."""

    metric: str = ""
    basis: str = ""
    party: str = ""
    class_: str = ""
    unit: str = ""
    daily: str = ""
    places: list[int] = field(default_factory=list)


def opens(view: View) -> Head | None:
    """The head that a line is for the lines below it."""
    if view.block.kind not in ("heading", "title", "line") and view.low(view.last - 1) != ":":
        return None
    if view.block.kind == "line" and view.low(view.last - 1) != ":" and any(not number.of.rejected for number in view.numbers):
        return None
    losses = any(one.tag == "counted" or (one.tag in ("loses", "kills") and view.low(view.last - 1) == ":") for one in view.found)
    ground = any(one.tag in ("ground", "held") and one.means["is"] != "unstated" for one in view.found)
    if not losses and not ground:
        return None
    bound = next((str(one.means["is"]) for one in view.found if one.tag == "head_bound" and view.last - one.last <= 2), "")
    bases = [str(one.means["is"]) for one in view.found if one.tag == "ground" and one.means["is"] != "unstated"]
    return Head(view.block.number, losses, ground, {"back": "net"}.get(bases[0], bases[0]) if bases else "unstated", bound)


def labelled(view: View, number: Number, previous: Number | None, head: Head | None) -> Frame | None:
    """The frame of a number in a short line that names what it counts before it: "tanks: 9 672 (+12)"."""
    if head is None or view.last - view.first > _SHORT or (view.has("says", "kills") and view.block.kind != "item"):
        return None
    frame = Frame(end=number.of.end_char, why="its line")
    label = _label(view, number, previous)
    if label is None:
        if (
            head.losses
            and number.of.unit in ("", "persons")
            and not any(view.low(place)[:1].isalpha() for place in range(view.first, number.first))
        ):
            frame.metric = "casualties"
            return frame
        return None
    if label.tag == "equipment":
        frame.metric, frame.class_ = "equipment", "" if label.means["is"] == "other" else str(label.means["is"])
    elif label.tag == "counted":
        frame.metric = str(label.means["is"])
    elif label.tag == "person":
        frame.metric = "casualties"
    return frame


def _label(view: View, number: Number, previous: Number | None) -> Found | None:
    floor = previous.last if previous is not None else view.first
    labels = [
        one
        for one in view.found
        if one.tag in ("equipment", "counted", "person") and floor <= one.first and one.last <= number.first
    ]
    if not labels:
        return None
    label = labels[0]
    # Between label and number only signs, and a word or two as "about".
    words = [view.low(place) for place in range(labels[-1].last, number.first) if view.low(place)[:1].isalpha()]
    return label if len(words) <= 3 else None


def columns_of(view: View) -> list[Column]:
    """The columns that a table's first line heads, or none where it names nothing we count."""
    columns = [Column()]
    for place in range(view.first, view.last):
        if (
            view.low(place) == "|" or "\t" in view.text.text[view.text.tokens[place - 1].end : view.text.tokens[place].start]
            if place > view.first
            else False
        ):
            columns.append(Column())
        columns[-1].places.append(place)
    for column in columns:
        inside = set(column.places)
        for one in view.found:
            if one.first in inside:
                _into(column, one)
        words = [view.low(place) for place in column.places]
        if "km2" in words or "km²" in words or "km" in words or ("square" in words):
            column.unit = "km2"
            column.metric = column.metric or "ground"
            column.basis = column.basis or ("unstated" if column.metric == "ground" else "")
        if "%" in words:
            column.unit = "percent"
    return columns if any(column.metric for column in columns) else []


def _into(column: Column, one: Found) -> None:
    if one.tag == "counted" and not column.metric:
        column.metric = str(one.means["is"])
    elif one.tag == "equipment":
        column.metric, column.class_ = "equipment", str(one.means["is"])
    elif one.tag == "per_km2":
        column.metric = "casualties_per_km2"
    elif one.tag == "ground" and column.metric in ("", "ground", "casualties"):
        column.metric, column.basis = "ground", {"back": "net"}.get(str(one.means["is"]), str(one.means["is"]))
    elif one.tag == "held":
        column.metric = "held"
    elif one.tag == "settlement":
        column.metric = "settlements"
    elif one.tag == "party" and one.means["party"]:
        column.party = str(one.means["party"])
    elif one.tag == "rate" and one.means["is"] != "mean":
        column.daily = str(one.means["is"]).partition("/")[2]
