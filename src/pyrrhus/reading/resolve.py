"""From what stands in a text to what it says: one pass over the sentences, each number with its frame, period and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from pyrrhus.period import DAY, month
from pyrrhus.reading.claim import Claim, Span
from pyrrhus.reading.frames import Frame, farther, frame_of, joined
from pyrrhus.reading.lists import Column, Head, columns_of, labelled, opens
from pyrrhus.reading.numbers import Quantity
from pyrrhus.reading.parties import of_sources, party_of
from pyrrhus.reading.periods import When
from pyrrhus.reading.phrases import Found
from pyrrhus.reading.shares import Share, difference, share_of
from pyrrhus.reading.sources import Attribution, attributed, attributions
from pyrrhus.reading.unreal import why_unreal, why_word_unreal
from pyrrhus.reading.view import Number, Text, View
from pyrrhus.reading.when import Timed, said_on, spans_of, timed
from pyrrhus.reading.word_claims import word_claims
from pyrrhus.statement import Statement

__all__ = ["LOSSES", "Rejected", "resolved"]

_DEAD: Final = ("killed", "wounded", "missing", "captured", "killed_or_missing")
_LIKE: Final = Decimal("2.5")
"""How much larger or smaller a bare number may be than a mean before it and still be such a mean."""
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


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that is no claim, and why."""

    span: Span
    reason: str


@dataclass(slots=True)
class _Said:
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


@dataclass(slots=True)
class _Carry:
    """What holds until it is replaced. Sources are kept by what is counted and of whom; ``block`` says where it was filled."""

    sources: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    last_source: tuple[str, str, int] | None = None
    named: tuple[str, int] | None = None
    party: tuple[str, int] | None = None
    loser: str = ""
    gainer: str = ""
    said: _Said | None = None
    reference: When | None = None
    topic: tuple[str, int] | None = None
    reference_block: int = -1
    daily: dict[str, tuple[When, Decimal]] = field(default_factory=dict)
    said_day: tuple[When, int] | None = None
    ends: dict[str, tuple[date, int]] = field(default_factory=dict)


def resolved(text: Text, publisher: str | None) -> tuple[list[Claim], list[Rejected]]:
    """The claims of a text in order, and its numbers that are none."""
    return _Reader(text, publisher).read()


class _Reader:
    def __init__(self, text: Text, publisher: str | None) -> None:
        self.text, self.publisher = text, publisher
        self.carry = _Carry()
        self.made: list[tuple[_Said, Statement, Span]] = []
        self.rejected: list[Rejected] = []
        self.sides = of_sources()
        self.head: Head | None = None
        self.lost: Number | None = None
        self.values: dict[Decimal, _Said] = {}
        self.first: _Said | None = None
        self.found: Sequence[Attribution] = ()
        self.lead: When | None = None
        self.row: list[Frame | None] = []
        self.row_block = -9
        self.side = _side(text, publisher, self.sides)
        self.columns: list[Column] = []
        self.net = any(one.tag == "ground" and one.means["is"] == "net" for view in text.views for one in view.found)

    def read(self) -> tuple[list[Claim], list[Rejected]]:
        for view in self.text.views:
            self._sentence(view)
        return [
            Claim(span, statement, number.number.of.also, _written(number))
            for number, statement, span in self._with_headline_sources()
        ], self.rejected

    def _above(self, view: View) -> None:
        """Which heading or table head the line stands under."""
        if view.block.kind == "row":
            if not any(not number.of.rejected for number in view.numbers) or not self.columns:
                self.columns = columns_of(view) or self.columns
        else:
            self.columns = []
        if self.head is not None and self.head.block != view.block.number:
            if view.block.kind == "paragraph" and view.low(view.last - 1) in (".", "!", "?"):
                self.head = None
        head = opens(view)
        if head is not None:
            self.head = head

    def _sentence(self, view: View) -> None:
        self._above(view)
        found = self.found = attributions(view)
        times = timed(view, found, self.carry.reference, self.text.calendar)
        covered = [(one.when.from_, one.when.to) for one in times]
        numbers = []
        for number in view.numbers:
            reason = number.of.rejected
            if (
                not reason
                and number.first == view.first == self.text.place_of(view.block.start)
                and view.low(number.last) in ("/", ")", ".", "-")
                and number.of.unit == ""
                and (number.of.value or 0) < 100
            ):
                reason = "numbering"
            if not reason and any(start < number.of.end_char and number.of.start_char < end for start, end in covered):
                reason = "date"
            if not reason and number.of.ambiguous:
                reason = "ambiguous"
            if reason:
                self._reject(number, reason)
            else:
                numbers.append(number)
        self._note(view, found, times)
        covers = [one.when for one in times if one.role == "covers" and one.when.start is not None and one.when.form != "vague"]
        if self.head is not None and self.head.block == view.block.number:
            self.head.when = next(
                (
                    when
                    for when in covers
                    if when.start != self.text.calendar.war
                    and when.rule not in ("today", "event", "year")
                    and not _in_brackets(view, when)
                ),
                None,
            )
        if self.lead is None and view.block.number < 3:
            self.lead = next(
                (
                    when
                    for when in covers
                    if when.grain in ("month", "year", "quarter", "half", "season", "range") and when.form in ("in", "")
                ),
                None,
            )
        self._speaker(view, found, before=True)
        before: _Said | None = self.carry.said if view.sentence.goes_on else None
        previous: Number | None = None
        self.first = None
        said_here: list[_Said] = []
        row: list[Frame | None] = []
        for place, number in enumerate(numbers):
            next_ = numbers[place + 1] if place + 1 < len(numbers) else None
            said = self._number(view, number, previous, next_, before, found, times, numbers)
            row.append(said.frame if said is not None else None)
            if said is not None:
                before = said
                self.first = self.first or said
                said_here.append(said)
            previous = number
        self._words(view, said_here, found, times)
        self._speaker(view, found, before=False)
        if numbers:
            self.carry.party = None
            self.row, self.row_block = row, view.block.number
        for one in times:
            if one.role == "covers" and one.when.start is not None and one.when.form != "vague":
                self.carry.reference_block = view.block.number
                self.carry.reference = replace(one.when, end=one.when.end or self.text.calendar.published)

    def _words(self, view: View, here: Sequence[_Said], found: Sequence[Attribution], times: Sequence[Timed]) -> None:
        """Ranks and trends in words, each beside the claim or the word of loss or ground that it is about."""
        last = self.carry.said
        near = last is not None and view.block.number == last.view.block.number
        for word in word_claims(view, [said.number for said in here], topic=bool(here) or near):
            beside = _beside(word.first, here) or (last if near and word.cue is None else None)
            frame = Frame(why="a word", cue=word.cue)
            _topic_of(frame, word.cue, beside)
            if not frame.metric or (why_word_unreal(view, word.first) and not here):
                continue
            tokens = self.text.tokens
            start, end = tokens[word.first].start, tokens[word.last - 1].end
            of = Quantity(start, end, self.text.text[start:end], None, None, None, "plain", "", "", "", start, end, -1, -1)
            said = _Said(frame, Number(of, word.first, word.last), view, kind=word.kind, unit="none")
            said.share = Share(word.kind, word.direction)
            said.rank = word.rank
            same = beside is not None and beside.frame.metric == frame.metric
            said.attribution = attributed(view, said.number, found)
            said.party = beside.party if beside is not None and same else self._party(said, found, None)
            said.source = beside.source if beside is not None and same and beside.view is view else self._source(said)
            when = spans_of(view, said.number, times, [one.number for one in here])
            until = self._until(said, times)
            if (
                beside is not None
                and same
                and beside.view is view
                and beside.start is not None
                and (word.kind == "rank" or when is None)
            ):
                said.start, said.end = beside.start, beside.end
            else:
                said.start, said.end = self._stretch(when, until, beside, said)
            said.since = next((one.when for one in times if one.role == "ranked"), None)
            compared = next((one.when for one in times if one.role == "compared"), None)
            said.against = compared if word.kind == "trend" else None
            carried, gainer, loser = self.carry.said, self.carry.gainer, self.carry.loser
            self._keep(said)
            self.carry.said, self.carry.gainer, self.carry.loser = carried, gainer, loser

    def _note(self, view: View, found: Sequence[Attribution], times: Sequence[Timed]) -> None:
        """What a sentence hands on whether or not it has numbers: who spoke, and when."""
        spoken = said_on(times)
        if spoken is not None and not view.has("earlier"):
            self.carry.said_day = (spoken, view.block.number)
        cues = [one for one in view.found if one.tag == "counted" and one.means["is"] != "captured"]
        if cues:
            self.carry.topic = (joined(view, cues[-1])[0], view.block.number)
        elif any(one.tag == "loses" for one in view.found) and not any(
            one.tag in ("ground", "held", "equipment") for one in view.found
        ):
            self.carry.topic = ("casualties", view.block.number)
        parties = {str(one.means["party"]) for one in view.found if one.tag == "party" and one.means["party"]}
        if len(parties) == 1 and not any(not number.of.rejected for number in view.numbers):
            self.carry.party = (next(iter(parties)), view.block.number)
            if view.block.kind in ("heading", "line") or view.low(view.last - 1) == "?":
                self.carry.loser = self.carry.party[0]

    def _speaker(self, view: View, found: Sequence[Attribution], *, before: bool) -> None:
        """Who spoke last: told after the sentence's numbers, so that no clause lends its source to one before it."""
        if before:
            return
        for one in found:
            if one.how != "named" or not view.numbers:
                self.carry.last_source = (one.source, one.written if one.how == "someone" else "", view.block.number)
            self.carry.named = (one.source, view.block.number)
        if view.numbers:
            return
        for place, one in enumerate(found):
            # "The area that X shades and the losses that Y counts": each is the source of its own figures.
            ceiling = found[place + 1].first if place + 1 < len(found) else view.last
            floor = found[place - 1].last if place else view.first
            for cue in view.found:
                if floor <= cue.first < ceiling and abs(cue.first - one.first) <= 10:
                    if cue.tag in ("ground", "held"):
                        self.carry.sources["ground"] = (one.source, "", view.block.number)
                    elif cue.tag == "counted":
                        for party in ("russia", "ukraine"):
                            if self.text.words.loses.get(one.source, party) == party:
                                self.carry.sources[f"losses of {party}"] = (one.source, "", view.block.number)

    def _reject(self, number: Number, reason: str) -> None:
        of = number.of
        self.rejected.append(Rejected(Span(of.text, of.start_char, of.end_char), reason))

    def _number(
        self, view: View, number: Number, previous: Number | None, next_: Number | None, before: _Said | None,
        found: Sequence[Attribution], times: Sequence[Timed], numbers: Sequence[Number],
    ) -> _Said | None:  # fmt: skip
        share = Share()
        if (
            view.low(number.last) == "of"
            and view.low(number.last + 1) in ("them", "those", "these", "whom")
            and previous is not None
            and self.lost is previous
        ):
            self._reject(number, "counts something else")
            return None
        bracket = (
            before is not None
            and view.low(number.first - 1) in ("(", "/")
            and (number.of.text.startswith("+") or view.low(number.first) == "+")
            and number.of.unit == ""
        )
        frame = (
            (replace(before.frame, end=number.of.end_char) if bracket and before is not None else None)
            or self._in_table(view, number)
            or labelled(view, number, previous, self.head)
            or frame_of(view, number, previous, next_)
        )
        if (
            not frame.metric
            and not frame.reason
            and (number.of.unit in ("percent", "percentage_points", "times") or number.of.form in ("multiple", "ratio"))
        ):
            share = self._share(view, number, frame, before)
        if not frame.reason:
            frame.reason = why_unreal(view, number, frame)
        if not frame.reason and not frame.metric:
            frame = self._again(number, frame)
        if not frame.reason and not frame.metric:
            frame = self._shared(view, number, frame, previous, before)
        if not frame.reason and not frame.metric and not share.kind and (self.lost is None or self.lost is not previous):
            frame = farther(view, number, frame)
        if not frame.reason and not frame.metric and not share.kind:
            frame = self._of_its_source(view, number, frame, found)
        if not frame.reason and frame.metric in _DEAD and not self._military(view, number, frame, found, before):
            frame.reason = "nobody of the armies is named"
        if frame.reason or not frame.metric:
            self._reject(number, frame.reason or "nothing says what it counts")
            self.lost = number if frame.reason == "counts something else" else self.lost
            return None
        if number.of.unit in ("", "persons", "km2") and not share.kind:
            share = difference(view, number)
        said = _Said(frame, number, view, share=share)
        said.attribution = attributed(view, number, found)
        self._kind_of_dead(said)
        said.party = self._party(said, found, before)
        said.source = self._source(said)
        self._kind_and_period(said, times, numbers, before)
        if (
            before is not None
            and before.frame.metric == frame.metric
            and not any(
                view.low(place)[:1].isalpha() and view.low(place) != "and" for place in range(before.number.last, number.first)
            )
        ):
            said.listed = before.listed or before.number.of.bound
        self._keep(said)
        return said

    # What is counted, where the sentence leaves it to the one before.

    def _shared(self, view: View, number: Number, frame: Frame, previous: Number | None, before: _Said | None) -> Frame:
        of = number.of
        last = before if before is not None else self.carry.said
        if of.unit == "km2":
            if last is not None and (before is not None or last.view.block.number == view.block.number):
                if last.frame.metric == "held":
                    return replace(frame, metric="held")
                frame.metric, frame.basis = "ground", last.frame.basis if last.frame.metric == "ground" else "unstated"
            elif self.head is not None and self.head.ground:
                frame.metric, frame.basis = "ground", self.head.basis
            elif attributions(view) or view.has("party") or view.times:
                frame.metric, frame.basis = "ground", "unstated"
            return frame
        if of.unit in ("percent", "percentage_points", "times") or of.form in ("multiple", "ratio"):
            return frame
        if frame.head == "equipment" and self.head is not None and self.head.losses and view.block.number != self.head.block:
            return replace(frame, metric="equipment", why="its line")
        if last is None:
            return frame
        same_block = last.view.block.number == view.block.number
        if frame.head == "equipment":
            if (last.frame.metric == "equipment" and (before is not None or same_block)) or (
                frame.cue is not None and frame.cue.last <= number.first and view.block.number - last.view.block.number <= 1
            ):
                frame.metric = "equipment"
            return frame
        added = next((one for one in view.found if one.tag == "added" and one.last <= number.first), None)
        if added is not None and last.frame.metric == "killed_confirmed" and of.unit in ("", "persons"):
            return replace(frame, metric="killed_confirmed", why="added")
        if frame.why == "persons" and (before is None or last.frame.metric not in LOSSES):
            return frame
        total = before is not None and any(one.tag == "total" and 0 <= number.first - one.last <= 3 for one in view.found)
        if total and before is not None and of.unit == "":
            return replace(
                frame, metric=before.frame.metric, class_=before.frame.class_, subgroup=before.frame.subgroup, why="the total"
            )
        row = self._row_above(view, number)
        if row is not None:
            return replace(row, end=of.end_char, why="the line above")
        if self.lost is not None and self.lost is previous and of.unit == "":
            # "132 drones, of which 88 were shot down": a part of what is none of ours.
            return replace(frame, reason="counts something else")
        if before is not None and (of.unit in ("", "persons")):
            new = any(
                one.tag in ("counted", "loses", "kills", "ground", "held") and before.number.last <= one.first < number.first
                for one in view.found
            )
            if not new:
                return replace(
                    frame,
                    metric=last.frame.metric,
                    basis=last.frame.basis,
                    class_=last.frame.class_,
                    subgroup=last.frame.subgroup,
                    sign=last.frame.sign,
                    why="the number before",
                )
        counts = self._of_its_source(view, number, frame, attributions(view), topic=False)
        if before is None and counts.metric:
            return counts
        if (
            before is None
            and of.unit == ""
            and same_block
            and (self._leans(view, number) or (attributions(view) and (of.value or 0) >= 20))
        ):
            return replace(
                frame,
                metric=last.frame.metric,
                basis=last.frame.basis,
                class_=last.frame.class_,
                sign=last.frame.sign,
                why="the sentence before",
            )
        return frame

    def _again(self, number: Number, frame: Frame) -> Frame:
        """A bare number that the text gave before is the same again."""
        of = number.of
        if of.value is not None and of.unit == "" and of.value >= 100 and of.value in self.values:
            last = self.values[of.value].frame
            return replace(
                frame, metric=last.metric, basis=last.basis, class_=last.class_, subgroup=last.subgroup, why="given before"
            )
        return frame

    def _of_its_source(
        self, view: View, number: Number, frame: Frame, found: Sequence[Attribution], *, topic: bool = True
    ) -> Frame:
        """A bare number of a source that counts one thing is that."""
        one = attributed(view, number, found)
        if (
            number.of.unit in ("", "persons")
            and one is not None
            and one.how in ("says", "figures", "cites", "trails", "named")
            and frame.head != "other"
        ):
            metric = self.text.words.counts.get(one.source, "")
            if metric and (number.of.value or number.of.low or 0) >= 100:
                return replace(frame, metric=metric, why="its source")
        named = self.carry.named
        if (
            one is None
            and number.of.unit == ""
            and frame.head == "none"
            and named is not None
            and named[1] == view.block.number
            and self._leans(view, number)
        ):
            metric = self.text.words.counts.get(named[0], "")
            if metric and (number.of.value or number.of.low or 0) >= 100:
                return replace(frame, metric=metric, why="its source")
        if not topic:
            return frame
        last = self.carry.topic
        both = any(view.low(place) == "sides" for place in range(number.last, number.last + 6))
        if (
            last is not None
            and (number.of.unit == "" or both)
            and view.block.number - last[1] <= 2
            and frame.head == "none"
            and (self._leans(view, number) or found)
            and (number.of.value or number.of.low or 0) >= 20
        ):
            return replace(frame, metric=last[0], why="the topic")
        return frame

    def _military(self, view: View, number: Number, frame: Frame, found: Sequence[Attribution], before: _Said | None) -> bool:
        """Whether the dead or wounded are of a party at war: someone of the armies, a party, a source of their losses."""
        if before is None and any(
            one.tag == "civil" and view.near(min(one.first, number.first), max(one.first, number.first)) <= 12
            for one in view.found
        ):
            return False
        soldiers = {one.start for one in view.found if one.tag == "person"} - {
            one.start for one in view.found if one.tag == "anybody"
        }
        if soldiers or before is not None or any(one.source != "unattributed" for one in found):
            return True
        for one in view.found:
            if one.tag in ("subgroup", "by_name", "side"):
                return True
            if (
                (one.tag == "party"
                and view.low(one.first - 1) not in ("in", "of", "near", "the", "into"))
                or (
                    one.tag == "party"
                    and view.low(one.first - 1) == "of"
                    and view.low(one.first - 2) not in ("city", "region", "town", "oblast", "east", "south", "north", "war")
                )
            ):
                return True
        if self.head is not None and self.head.losses:
            return True
        said = self.carry.said
        return said is not None and said.frame.metric in LOSSES and view.block.number == said.view.block.number

    def _row_above(self, view: View, number: Number) -> Frame | None:
        """The frame of the number at the same place in the list's line above."""
        if number.of.unit != "" or view.block.kind not in ("item", "line", "row") or view.block.number - self.row_block != 1:
            return None
        place = [one for one in view.numbers if not one.of.rejected].index(number)
        return self.row[place] if place < len(self.row) else None

    def _share(self, view: View, number: Number, frame: Frame, before: _Said | None) -> Share:
        last = before
        if last is None and self.carry.said is not None and self.carry.said.view.block.number == view.block.number:
            last = self.carry.said
        share = share_of(view, number, frame, last.frame if last is not None else None)
        if not share.kind:
            frame.metric, frame.reason = "", "a share of something else"
        return share

    def _in_table(self, view: View, number: Number) -> Frame | None:
        """The frame of a cell, from the head of its column."""
        if view.block.kind != "row" or not self.columns:
            return None
        cell = sum(view.low(place) == "|" for place in range(view.first, number.first))
        column = self.columns[cell] if cell < len(self.columns) else None
        if column is None or not column.metric:
            return None
        basis = column.basis
        if basis == "unstated" and self.net:
            basis = "net"
        return Frame(metric=column.metric, basis=basis, class_=column.class_, end=number.of.end_char, why="its column")

    def _leans(self, view: View, number: Number) -> bool:
        """Whether a bare number can be read as the same thing as the one before: "in March it was 195"."""
        return bool(view.times) or any(
            view.low(place) in ("it", "that", "this", "figure", "number", "total", "count")
            for place in range(view.first, number.first)
        )

    def _kind_of_dead(self, said: _Said) -> None:
        """The dead are confirmed where the sentence speaks of names, and not of estimates."""
        if said.frame.metric not in ("killed", "killed_confirmed"):
            return
        undo = by_name = False
        for one in said.view.found:
            if one.tag == "by_name":
                undo = undo or one.means["is"] == "undo"
                by_name = by_name or one.means["is"] == "words"
        last = self.carry.said
        goes_on = (
            last is not None and last.frame.metric == "killed_confirmed" and last.view.block.number == said.view.block.number
        )
        source = said.attribution.source if said.attribution is not None else ""
        if (
            said.frame.metric == "killed_confirmed"
            and said.frame.why in ("the topic", "the sentence before")
            and source
            and self.text.words.counts.get(source) != "killed_confirmed"
        ):
            said.frame.metric = "killed"
        if said.frame.metric == "killed_confirmed":
            if undo and said.frame.why != "its noun":
                said.frame.metric = "killed"
        elif not undo and (by_name or (goes_on and not said.attribution)):
            said.frame.metric = "killed_confirmed"

    def _party(self, said: _Said, found: Sequence[Attribution], before: _Said | None) -> str:
        own = said.frame.metric in LOSSES or said.frame.metric == "equipment"
        attribution = attributed(said.view, said.number, found)
        speaker = (
            attribution.source
            if attribution
            else (self.publisher or (self.carry.last_source[0] if self.carry.last_source else ""))
        )
        found_party = party_of(said.view, said.number, said.frame, found, self.sides.get(speaker, ""), self.side)
        if found_party:
            return found_party
        if before is not None and before.party:
            return before.party
        loser = self.text.words.loses.get(speaker, "")
        told = self.carry.party
        if (
            own
            and told is not None
            and told[1] == said.view.block.number
            and (attribution is None or attribution.how == "someone")
        ):
            return told[0]
        if own:
            return loser if attribution and attribution.how != "named" and loser else self.carry.loser or loser or "russia"
        return self.carry.gainer or "russia"

    # Whose number it is.

    def _group(self, said: _Said) -> str:
        metric = said.frame.metric
        if metric in ("ground", "held", "settlements"):
            return "ground"
        if metric in ("casualties_per_km2", "deaths_per_km2"):
            return "ratio"
        return f"losses of {said.party}"

    def _source(self, said: _Said) -> str:
        group = self._group(said)
        one = said.attribution
        if group == "ratio":
            first = min((number.first for number in said.view.numbers if not number.of.rejected), default=said.number.first)
            whole = one is not None and (one.first < first or one.first > said.number.first)
            if one is None or not whole:
                return self._own(self.publisher, said) if self.publisher else self._ratio_before(said)
        if one is not None:
            source = self._own(one.source, said)
            self.carry.sources[group] = (source, one.written if one.how == "someone" else "", said.view.block.number)
            return source
        last = self.carry.last_source
        named = self.carry.named
        if self.publisher and said.view.low(said.view.first) not in said.view.small("pronouns"):
            return self._own(self.publisher, said)
        if named is not None and named[1] == said.view.block.number and said.view.low(said.view.first) in said.view.small("pronouns"):
            return self._own(named[0], said)
        only = self.text.words.only
        if last is not None and only.get(last[0]) and (only[last[0]] == "ground") != (group == "ground"):
            last = None
        if last is not None and last[2] == said.view.block.number and not self._other_group(group, last):
            return self._own(last[0], said)
        if group in self.carry.sources:
            return self.carry.sources[group][0]
        if self.publisher:
            return self._own(self.publisher, said)
        return self._own(last[0], said) if last else ""

    def _other_group(self, group: str, last: tuple[str, str, int]) -> bool:
        """Whether the last speaker of the paragraph spoke of something else, and the group has a source of its own there."""
        own = self.carry.sources.get(group)
        return own is not None and own[0] != last[0] and own[2] == last[2]

    def _ratio_before(self, said: _Said) -> str:
        """A ratio without a source of its own is the outlet's, unless it goes on with one of a source in the same line."""
        last = self.carry.said
        if last is not None and last.frame.metric.endswith("_per_km2") and last.view.block.number == said.view.block.number:
            return last.source
        return "unattributed"

    def _own(self, source: str, said: _Said) -> str:
        """What Kyiv says of its own dead or ground is its officials', not the daily count's."""
        if source == "ua_general_staff" and (said.party == "ukraine" or said.frame.metric in ("ground", "held", "settlements")):
            return "ukraine_government"
        return source

    # When, and how it relates to that.

    def _kind_and_period(self, said: _Said, times: Sequence[Timed], numbers: Sequence[Number], before: _Said | None) -> None:
        of, frame, share = said.number.of, said.frame, said.share
        calendar = self.text.calendar
        when = spans_of(said.view, said.number, [one for one in times if not _to_come(one, calendar.published)], numbers)
        until = self._until(said, times)
        said.unit = {"ground": "km2", "held": "km2", "settlements": "settlements", "equipment": "pieces"}.get(
            frame.metric, "persons"
        )
        if of.unit in ("percent", "percentage_points"):
            said.unit = of.unit
        again = self.values.get(of.value) if frame.why == "given before" and of.value is not None else None
        if again is not None and again.kind in ("flow", "cumulative", "added"):
            said.kind, said.unit, said.start, said.end = again.kind, again.unit, again.start, again.end
            return
        if share.kind:
            said.kind = share.kind
            if number_is_multiple(of):
                said.unit = "none"
        elif frame.metric.endswith("_per_km2"):
            said.kind, said.unit = "ratio", "persons/km2"
        elif frame.metric == "held":
            said.kind = "level"
        elif self._is_threshold(said, when):
            said.kind, said.unit = "threshold", f"{said.unit}/day"
        elif said.unit in ("persons", "km2") and frame.why != "its column" and (daily := self._rate(said, before)):
            said.kind, said.unit = "rate", f"{said.unit}/{daily}"
            if frame.metric == "killed_confirmed":
                said.kind = "added"
        elif frame.metric == "settlements":
            said.kind = "count"
        elif frame.metric == "ground":
            said.kind = "flow"
        if said.kind == "level":
            said.start = said.end = self._point(when, until)
        elif said.kind == "trend" and before is not None and self.first is not None:
            said.start, said.end = self.first.start, self.first.end
        elif said.kind:
            said.start, said.end = self._stretch(when, until, before, said)
            if said.kind in ("trend", "share") and said.start is None and said.end is None and (before or self.carry.said):
                last = before or self.carry.said
                assert last is not None
                said.start, said.end = last.start, last.end
        elif of.text.startswith("+"):
            said.kind, said.start, said.end = "flow", calendar.published - DAY, calendar.published - DAY
        else:
            self._losses(said, when, until, before, times)

    def _losses(self, said: _Said, when: When | None, until: date, before: _Said | None, times: Sequence[Timed]) -> None:
        """A total since the count began, or the losses of a period."""
        calendar = self.text.calendar
        yesterday = next(
            (
                one.when
                for one in times
                if one.role == "compared" and one.when.rule == "yesterday" and 0 <= one.when.first - said.number.last <= 3
            ),
            None,
        )
        if yesterday is not None:
            said.kind, said.start, said.end = "flow", yesterday.start, yesterday.end
            return
        inherited = False
        if when is None and said.frame.why == "its line" and self.head is not None and self.head.when is not None:
            when = self.head.when
        if when is None and said.frame.why != "its line":
            if self._follows(said, before):
                last = before or self.carry.said
                assert last is not None
                said.kind, said.start, said.end = last.kind, last.start, last.end
                return
            when = self._of_the_paragraph(said) or self._of_the_daily_report(said)
            inherited = when is not None
        if (
            when is not None
            and when.rule == "past_day"
            and any(
                one.tag == "stock" and one.last <= said.number.first and said.view.near(one.last, said.number.first) <= 4
                for one in said.view.found
            )
        ):
            when = None
        covers = when is not None and when.form not in ("until", "ago") and when.grain != "war" and when.start != calendar.war
        if covers and not inherited and when is not None and when.form in ("on", "in", "") and self._is_stock(said, when):
            covers = False
        if covers:
            said.kind = "added" if said.frame.metric == "killed_confirmed" else "flow"
            said.start, said.end = self._stretch(when, until, before, said)
            if (
                when is not None
                and said.start == said.end == calendar.published - DAY
                and (when.rule == "past_day" or when.form == "since")
                and said.number.of.value
            ):
                last = self.carry.daily.get(said.source)
                self.carry.daily[said.source] = (when, max(said.number.of.value, last[1] if last else said.number.of.value))
            return
        said.kind, said.start, said.end = "cumulative", calendar.war, until
        if when is not None and when.end is not None and when.grain != "war" and when.form not in ("since", "vague"):
            said.end = min(when.end, calendar.published)
            if (when.form in ("until", "") and when.start != when.end) or when.form == "until":
                self.carry.ends[said.source] = (said.end, said.view.block.number)

    def _until(self, said: _Said, times: Sequence[Timed]) -> date:
        """The day at which a total ends: when it was said, where the text tells that for this source, else published."""
        published = self.text.calendar.published
        spoken = said_on(times, said.attribution, self.found)
        ends = self.carry.ends
        if spoken is not None and spoken.end is not None:
            day = min(spoken.end, published)
            if not said.view.has("earlier"):
                ends[said.source] = (day, said.view.block.number)
            return day
        if said.attribution is not None and said.attribution.how == "someone":
            return published
        if (
            self.carry.said_day is not None
            and self.carry.said_day[1] == said.view.block.number
            and self.carry.said_day[0].end is not None
        ):
            day = min(self.carry.said_day[0].end, published)
            ends[said.source] = (day, said.view.block.number)
            return day
        day, block = ends.get(said.source, (published, -9))
        return day if said.view.block.number - block <= 1 else published

    def _of_the_paragraph(self, said: _Said) -> When | None:
        """The short span that the paragraph speaks of, for what happened in it: "Yesterday ... 361 were neutralised there"."""
        reference = self.carry.reference
        if reference is None or self.carry.reference_block != said.view.block.number or said.frame.cue is None:
            return None
        happened = said.frame.cue.tag in ("kills", "loses") or (
            said.frame.cue.tag == "equipment" and said.view.has("kills", "loses")
        )
        short = reference.start is not None and reference.end is not None and (reference.end - reference.start).days < 8
        total = any(one.tag == "total" and 0 <= said.number.first - one.last <= 6 for one in said.view.found)
        return reference if happened and short and not total else None

    def _of_the_daily_report(self, said: _Said) -> When | None:
        """The day that a source's report covers, for losses it tells without a time of their own."""
        told = self.carry.daily.get(said.source)
        value = said.number.of.value or said.number.of.high
        if (
            told is None
            or value is None
            or said.frame.cue is None
            or any(one.tag in ("total", "stock") and abs(one.first - said.number.first) < 14 for one in said.view.found)
        ):
            return None
        return told[0] if value <= 10 * told[1] else None

    def _reach(self, said: _Said, one: Found) -> int:
        """How far a word of rate holds: through the clause, where it says mean and no other number stands between."""
        mean = (
            said.view.low(one.first) == "average"
            or said.view.low(one.last - 1) == "average"
            or (said.view.has("rate")
            and any(
                other.tag == "rate" and other.means["is"] == "mean" and abs(other.first - one.first) <= 3
                for other in said.view.found
            ))
        )
        between = any(one.last <= other.first < said.number.first and not other.of.rejected for other in said.view.numbers)
        return 40 if mean and not between else 14

    def _is_threshold(self, said: _Said, when: When | None) -> bool:
        """ "Have topped 1,000 for months", "top 2,000 in a day": a mark that each day passed."""
        view, number = said.view, said.number
        if said.unit not in ("persons", "km2"):
            return False
        near = any(one.tag == "threshold" and 0 <= number.first - one.last <= 2 for one in view.found)
        daily = any(one.tag == "rate" and one.means["is"] == "persons/day" for one in view.found) or number.of.per == "day"
        day = when is not None and when.rule == "past_day"
        return near and (daily or day or (when is not None and when.form == "vague"))

    def _is_stock(self, said: _Said, when: When) -> bool:
        """Whether a figure given in a month or on a day is a total as of then, rather than what was lost in it."""
        if when.start == self.text.calendar.war:
            return True
        view, number = said.view, said.number
        floor = max(
            (
                other.last
                for other in view.numbers
                if other.last <= number.first and not other.of.rejected and other.of.unit != number.of.unit
            ),
            default=view.first,
        )
        words = [one for one in view.found if one.tag == "stock" and floor <= one.first and one.last <= number.first]
        nouns = said.frame.metric in ("killed", "wounded", "missing", "killed_or_missing")
        if (
            words
            and when.grain in ("month", "point", "season", "year", "day")
            and nouns
            and not any(one.tag == "loses" and words[-1].last <= one.first < number.first for one in view.found)
        ):
            return True
        alone = view.low(when.first - 1) == "(" and view.low(when.last) == ")"
        if alone and nouns and not view.has("loses"):
            return True
        if when.form != "on" and not (when.form == "" and when.grain in ("day", "point")):
            return False
        if any(one.tag == "total" and abs(one.first - number.first) < 12 for one in view.found) or words:
            return True
        last = self.carry.said
        return last is not None and last.kind == "cumulative" and last.view.block.number == view.block.number

    def _rate(self, said: _Said, before: _Said | None) -> str:
        of = said.number.of
        if of.per in ("day", "week", "month"):
            return of.per
        for one in said.view.found:
            if (
                one.tag == "rate"
                and one.means["is"] != "mean"
                and one.last <= said.number.first
                and said.view.near(one.last, said.number.first) <= self._reach(said, one)
            ):
                return str(one.means["is"]).partition("/")[2]
        for one in said.view.found:
            behind = one.first - said.number.last
            if (
                one.tag == "rate"
                and one.means["is"] != "mean"
                and 0 <= behind <= 6
                and said.view.low(one.first) != "daily"
                and not any(said.number.last <= other.first < one.first for other in said.view.numbers)
            ):
                return str(one.means["is"]).partition("/")[2]
        if before is not None and before.kind == "rate" and of.unit == "" and of.value and before.number.of.value:
            if max(of.value, before.number.of.value) <= _LIKE * min(of.value, before.number.of.value):
                return before.unit.partition("/")[2]
        return ""

    def _follows(self, said: _Said, before: _Said | None) -> bool:
        """Whether a number without a phrase of time shares the one before."""
        last = before or self.carry.said
        if last is None or last.start is None or last.kind not in ("flow", "cumulative", "added"):
            return False
        if last.frame.metric.endswith("_per_km2") or last.frame.metric in ("ground", "held"):
            return False
        if before is None:
            return False
        return not any(one.tag == "total" and before.number.last <= one.first < said.number.first for one in said.view.found)

    def _point(self, when: When | None, until: date) -> date:
        if when is not None and when.end is not None and when.form != "since":
            return min(when.end, self.text.calendar.published)
        return until

    def _stretch(self, when: When | None, until: date, before: _Said | None, said: _Said) -> tuple[date | None, date | None]:
        published = self.text.calendar.published
        if when is None:
            last = before or self.carry.said
            if last is not None and (
                before is not None or last.view.block.number == said.view.block.number or said.frame.why == "the sentence before"
            ):
                return last.start, last.end
            reference = self.carry.reference
            if reference is not None and said.kind in ("ratio", "rate"):
                return reference.start, min(reference.end or published, published)
            if self.lead is not None and self.lead.start is not None and said.frame.metric != "settlements":
                return self.lead.start, min(self.lead.end or published, published)
            return None, None
        if when.form == "vague":
            return None, published
        if when.form == "since":
            if when.grain == "day" and when.start == published - DAY:
                return when.start, when.start
            return when.start, until if until > (when.start or until) else published
        if when.form == "until":
            return None, when.end
        start, end = when.start, when.end
        if when.rule in ("past_units", "so_far", "this_unit") and until < published and end == published and start is not None:
            if when.rule == "past_units":
                start -= published - until
            end = until
        if start is not None and start < self.text.calendar.war <= (end or published):
            start = self.text.calendar.war
        return start, min(end, published) if end else published

    def _keep(self, said: _Said) -> None:
        of, frame = said.number.of, said.frame
        if frame.metric in LOSSES or frame.metric == "equipment":
            self.carry.loser = said.party
        elif frame.metric in ("ground", "held", "settlements"):
            self.carry.gainer = said.party
        self.carry.said = said
        end = max(of.end_char, frame.end)
        span = Span(self.text.text[of.start_char : end], of.start_char, end)
        flip = -1 if frame.sign < 0 else 1
        low, value, high = ((None if one is None else one * flip) for one in (of.low, of.value, of.high))
        statement = Statement(
            source=said.source or "", metric=frame.metric, kind=said.kind, unit=said.unit, party=said.party, basis=frame.basis,
            includes=frame.includes, low=_short(low), value=_short(value), high=_short(high), bound=self._bound(said),
            unit_as_written=of.unit_as_written, of=said.share.of, direction=said.share.direction, rank=said.rank,
            vs_start=self._compared_from(said), vs_end=self._compared_to(said),
            start=said.start, end=said.end, class_=frame.class_, subgroup=frame.subgroup,
            derived_from=self.text.words.derived_from.get(said.source, ""),
        )  # fmt: skip
        self.made.append((said, statement, span))
        if of.value is not None:
            self.values.setdefault(of.value, said)

    def _compared_from(self, said: _Said) -> date | None:
        if said.kind == "rank":
            return said.since.start if said.since is not None and said.since.start is not None else self.text.calendar.war
        return said.against.start if said.against is not None else None

    def _compared_to(self, said: _Said) -> date | None:
        if said.kind == "rank":
            return self.text.calendar.published
        return said.against.end if said.against is not None else None

    def _bound(self, said: _Said) -> str:
        """The number's own bound word, else that of the heading, which covers no bracketed daily figure."""
        of = said.number.of
        if of.bound == "plain" and said.listed and said.frame.metric == "equipment":
            return said.listed
        if (
            of.bound == "plain"
            and self.head is not None
            and self.head.bound
            and said.frame.why == "its line"
            and not of.text.startswith("+")
        ):
            return self.head.bound
        return of.bound

    def _with_headline_sources(self) -> list[tuple[_Said, Statement, Span]]:
        """What a headline leaves unsaid: the source that the body names for the same, and the period of its words."""
        done = []
        same: dict[object, Statement] = {}
        like: dict[object, Statement] = {}
        dated: dict[str, Statement] = {}
        for said, statement, span in reversed(self.made):
            key, group = (statement.metric, statement.value, statement.low), (statement.metric, statement.party)
            if not statement.source:
                chosen = same.get(key) or (
                    like.get(group) if said.view.block.kind == "title" or said.view.block.number < 2 else None
                )
                statement = replace(statement, source=chosen.source if chosen else "unattributed")
                if chosen and key in same and statement.start is None:
                    statement = replace(statement, start=chosen.start, end=chosen.end)
            if (
                statement.start is None
                and statement.kind in ("rank", "trend")
                and said.view.block.kind == "title"
                and statement.metric in dated
            ):
                statement = replace(statement, start=dated[statement.metric].start, end=dated[statement.metric].end)
            if statement.source != "unattributed":
                like[group] = statement
                if statement.value is not None or statement.low is not None:
                    same[key] = statement
            if statement.start is not None:
                dated[statement.metric] = statement
            done.append((said, statement, span))
        return done[::-1]


def _in_brackets(view: View, when: When) -> bool:
    words = [view.low(place) for place in range(view.first, when.first)]
    return words.count("(") > words.count(")")


def _beside(place: int, here: Sequence[_Said]) -> _Said | None:
    """The claim that a word stands beside: the last before it in the sentence, else the first behind."""
    before = [said for said in here if said.number.first < place]
    return before[-1] if before else here[0] if here else None


def _topic_of(frame: Frame, cue: Found | None, beside: _Said | None) -> None:
    """What a word of rank or trend is about: its own noun, else what the claim beside it counts."""
    if cue is not None and cue.tag == "counted":
        frame.metric = str(cue.means["is"])
    elif cue is not None and cue.tag == "ground":
        frame.metric, frame.basis = (
            "ground",
            {"back": "net", "unstated": "gained"}.get(str(cue.means["is"]), str(cue.means["is"])),
        )
    elif cue is not None and cue.tag == "loses":
        frame.metric = "casualties"
    if beside is not None and (
        not frame.metric
        or (cue is not None and cue.tag == "loses")
        or (frame.metric == "casualties" and beside.frame.metric in LOSSES)
    ):
        frame.metric, frame.basis = beside.frame.metric, beside.frame.basis


def _to_come(one: Timed, published: date) -> bool:
    """Whether a phrase speaks of days after publication, in which nothing has been counted."""
    end = one.when.end
    return (one.when.start is not None and one.when.start > published) or (
        end is not None and end > month(published).end + 31 * DAY and one.when.grain != "year"
    )


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


def number_is_multiple(of: Quantity) -> bool:
    """Whether it is "four times" or "two to one" rather than a percentage."""
    return of.form in ("multiple", "ratio") or of.unit == "times"


def _written(said: _Said) -> str:
    one = said.attribution
    return one.written if one is not None and one.how == "someone" else ""


def _short(number: Decimal | None) -> Decimal | None:
    return (
        None
        if number is None
        else round(number, 6).normalize()
        if number != number.to_integral_value()
        else number.to_integral_value()
    )
