"""What a number counts where its own sentence leaves that to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyrrhus.reading.carry import LOSSES, Said, State
from pyrrhus.reading.frames import Frame
from pyrrhus.reading.shares import Share, share_of
from pyrrhus.reading.sources import Attribution, attributed, attributions
from pyrrhus.reading.view import Number, View

__all__ = ["Shared"]


class Shared(State):
    """Frames that come from the number before, the lines above, the topic or the source."""

    def _shared(self, view: View, number: Number, frame: Frame, previous: Number | None, before: Said | None) -> Frame:
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
        if of.value is not None and of.unit == "" and not of.per and of.value >= 100 and of.value in self.values:
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

    def _military(self, view: View, number: Number, frame: Frame, found: Sequence[Attribution], before: Said | None) -> bool:
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
            if (one.tag == "party" and view.low(one.first - 1) not in ("in", "of", "near", "the", "into")) or (
                one.tag == "party"
                and view.low(one.first - 1) == "of"
                and view.low(one.first - 2) not in ("city", "region", "town", "oblast", "east", "south", "north", "war")
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

    def _share(self, view: View, number: Number, frame: Frame, before: Said | None) -> Share:
        last = before
        if last is None and self.carry.said is not None and self.carry.said.view.block.number == view.block.number:
            last = self.carry.said
        share = share_of(view, number, frame, last.frame if last is not None else None)
        beside = (
            before is not None
            and before.number.of.unit == "percent" == number.of.unit
            and before.kind in ("level", "flow", "share")
        )
        if not share.kind and beside and before is not None:
            # "19.3%, compared with 18.6% a year earlier": the second is of the same.
            frame.metric, frame.basis = before.frame.metric, before.frame.basis
            share = Share(before.kind, of=before.share.of)
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
        return (
            bool(view.times)
            or view.has("rate")
            or any(
                view.low(place) in ("it", "that", "this", "figure", "number", "total", "count")
                for place in range(view.first, number.first)
            )
        )

    def _kind_of_dead(self, said: Said) -> None:
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
            last is not None
            and last.frame.metric == "killed_confirmed"
            and last.view.block.number == said.view.block.number
            and last.party == said.party
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
