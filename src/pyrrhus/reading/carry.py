"""What a reading hands on from sentence to sentence, and a claim while it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pyrrhus.reading.claim import Span
from pyrrhus.reading.frames import Frame
from pyrrhus.reading.lists import Column, Head
from pyrrhus.reading.loss_words import LOSSES
from pyrrhus.reading.parties import of_sources
from pyrrhus.reading.periods import When
from pyrrhus.reading.shares import Share
from pyrrhus.reading.sources import Attribution
from pyrrhus.reading.view import Number, Text, View
from pyrrhus.statement import Statement

__all__ = ["LOSSES", "Carry", "Rejected", "Said", "State"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that is no claim, and why."""

    span: Span
    reason: str


@dataclass(slots=True)
class Said:
    """A claim while it is made: what later ones lean on."""

    frame: Frame
    number: Number
    view: View
    party: str = ""
    source: str = ""
    kind: str = ""
    unit: str = ""
    start: date | None = None
    end: date | None = None
    attribution: Attribution | None = None
    share: Share = field(default_factory=Share)
    listed: str = ""
    rank: int | None = None
    since: When | None = None
    against: When | None = None
    versus: str = ""


@dataclass(slots=True)
class Carry:
    """What holds until it is replaced. Sources are kept by what is counted and of whom; ``block`` says where it was filled."""

    sources: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    last_source: tuple[str, str, int] | None = None
    named: tuple[str, int] | None = None
    party: tuple[str, int] | None = None
    loser: str = ""
    gainer: str = ""
    said: Said | None = None
    reference: When | None = None
    topic: tuple[str, int] | None = None
    reference_block: int = -1
    daily: dict[str, tuple[When, Decimal]] = field(default_factory=dict)
    said_day: tuple[When, int, frozenset[str]] | None = None
    ends: dict[str, tuple[date, int]] = field(default_factory=dict)


class State:
    """All that is known at a place of the text; what later classes of this room decide upon."""

    def __init__(self, text: Text, publisher: str | None) -> None:
        self.text, self.publisher = text, publisher
        self.carry = Carry()
        self.made: list[tuple[Said, Statement, Span]] = []
        self.rejected: list[Rejected] = []
        self.sides = of_sources()
        self.head: Head | None = None
        self.lost: Number | None = None
        self.values: dict[Decimal, Said] = {}
        self.first: Said | None = None
        self.found: Sequence[Attribution] = ()
        self.lead: When | None = None
        self.row: list[Frame | None] = []
        self.row_block = -9
        self.side = _side(text, publisher, self.sides)
        self.columns: list[Column] = []
        self.net = any(one.tag == "ground" and one.means["is"] == "net" for view in text.views for one in view.found)


def _side(text: Text, publisher: str | None, sides: Mapping[str, str]) -> str:
    """The side from which a text is written, by its publisher or by words that only that side uses."""
    if publisher and sides.get(publisher):
        return sides[publisher]
    counts = {"ukraine": 0, "russia": 0}
    for view in text.views:
        for one in view.found:
            if one.tag == "side":
                counts[str(one.means["side"])] += 1
    return "" if counts["ukraine"] == counts["russia"] else max(counts, key=lambda side: counts[side])
