"""From what stands in a text to what it says: one pass over the sentences, each number with its frame, period and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pyrrhus.reading.carry import LOSSES, Rejected, Said
from pyrrhus.reading.claim import Claim, Span
from pyrrhus.reading.frames import Frame, farther, frame_of
from pyrrhus.reading.lists import columns_of, labelled, opens
from pyrrhus.reading.loss_words import joined
from pyrrhus.reading.periods import When
from pyrrhus.reading.shares import Share, difference, exchange
from pyrrhus.reading.sources import Attribution, attributed, attributions
from pyrrhus.reading.told import Told
from pyrrhus.reading.unreal import why_unreal
from pyrrhus.reading.view import Number, Text, View
from pyrrhus.reading.when import Timed, said_on, timed

__all__ = ["Rejected", "resolved"]


_DEAD: Final = ("killed", "wounded", "missing", "captured", "killed_or_missing")


def resolved(text: Text, publisher: str | None) -> tuple[list[Claim], list[Rejected]]:
    """The claims of a text in order, and its numbers that are none."""
    return _Reader(text, publisher).read()


class _Reader(Told):
    """Reads the sentences in order."""

    def read(self) -> tuple[list[Claim], list[Rejected]]:
        for view in self.text.views:
            self._sentence(view)
        return [
            Claim(span, statement, number.number.of.also, _written(number), _also(number))
            for number, statement, span in self._with_headline_sources()
        ], self.rejected

    def _above(self, view: View) -> None:
        """Which heading or table head the line stands under."""
        if view.block.kind == "row":
            if not any(not number.of.rejected for number in view.numbers) or not self.columns:
                self.columns = columns_of(view) or self.columns
        else:
            self.columns = []
        prose = view.block.kind == "paragraph" and view.low(view.last - 1) in (".", "!", "?")
        if self.head is not None and self.head.block != view.block.number and prose:
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
        before: Said | None = self.carry.said if view.sentence.goes_on else None
        previous: Number | None = None
        self.first = None
        said_here: list[Said] = []
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

    def _note(self, view: View, found: Sequence[Attribution], times: Sequence[Timed]) -> None:
        """What a sentence hands on whether or not it has numbers: who spoke, and when."""
        spoken = said_on(times)
        if spoken is not None and not view.has("earlier"):
            self.carry.said_day = (spoken, view.block.number, frozenset(one.source for one in found if one.how != "someone"))
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
        if self.first is not None:
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
        self, view: View, number: Number, previous: Number | None, next_: Number | None, before: Said | None,
        found: Sequence[Attribution], times: Sequence[Timed], numbers: Sequence[Number],
    ) -> Said | None:  # fmt: skip
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
        both = not share.kind and frame.metric in LOSSES and exchange(view, number)
        said = Said(frame, number, view, share=Share("ratio") if both else share)
        said.attribution = attributed(view, number, found)
        both = both or (share.kind == "ratio" and (number.of.unit == "times" or number.of.form == "multiple"))
        said.party = "both" if both else self._party(said, found, before)
        self._kind_of_dead(said)
        said.source = self._source(said)
        self._kind_and_period(said, times, numbers, before)
        if said.kind == "trend":
            said.against = next((one.when for one in times if one.role == "compared"), None)
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


def _in_brackets(view: View, when: When) -> bool:
    words = [view.low(place) for place in range(view.first, when.first)]
    return words.count("(") > words.count(")")


def _also(said: Said) -> tuple[str, ...]:
    one = said.attribution
    return (one.also,) if one is not None and one.also and one.also != said.source else ()


def _written(said: Said) -> str:
    one = said.attribution
    return one.written if one is not None and one.how == "someone" else ""
