"""Claims in words: ranks and trends, each beside a claim or a word of loss or ground."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pyrrhus.reading.calendar import back, unit_of
from pyrrhus.reading.carry import LOSSES, Said
from pyrrhus.reading.frames import Frame
from pyrrhus.reading.made import Made
from pyrrhus.reading.numbers import Quantity
from pyrrhus.reading.phrases import Found
from pyrrhus.reading.shares import Share
from pyrrhus.reading.sources import Attribution, attributed
from pyrrhus.reading.unreal import why_word_unreal
from pyrrhus.reading.view import Number, View
from pyrrhus.reading.when import Timed, spans_of
from pyrrhus.reading.word_claims import word_claims

__all__ = ["Told"]


class Told(Made):
    """Word claims of a sentence."""

    def _words(self, view: View, here: Sequence[Said], found: Sequence[Attribution], times: Sequence[Timed]) -> None:
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
            value = Decimal(word.streak[0]) if word.streak else None
            of = Quantity(start, end, self.text.text[start:end], None, value, None, "plain", "", "", "", start, end, -1, -1)
            said = Said(
                frame, Number(of, word.first, word.last), view, kind=word.kind, unit=word.streak[1] if word.streak else "none"
            )
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
            if word.streak is not None:
                said.start, said.end = self._run(word.streak, said.end)
            if word.kind == "comparison":
                self._against_source(said, beside)
            said.since = next((one.when for one in times if one.role == "ranked"), None)
            compared = next((one.when for one in times if one.role == "compared"), None)
            said.against = compared if word.kind == "trend" else None
            carried, gainer, loser = self.carry.said, self.carry.gainer, self.carry.loser
            self._keep(said)
            self.carry.said, self.carry.gainer, self.carry.loser = carried, gainer, loser

    def _run(self, streak: tuple[int, str], end: date | None) -> tuple[date | None, date]:
        """The days of a streak: so many units up to the one it ends in, or to publication."""
        published = self.text.calendar.published
        last = unit_of(streak[1][:-1], end or published)
        if last is None or last.start is None:
            return None, published
        first = back(last, streak[1][:-1], streak[0] - 1)
        return (first.start if first is not None else None), min(last.end or published, published)

    def _against_source(self, said: Said, beside: Said | None) -> None:
        """What one source says against what the one before it said, of the same party and days."""
        last = beside or self.carry.said
        named = [one for one in said.view.found if one.tag in ("source", "supporter") and one.last <= said.number.first]
        if named:
            said.source = self._own(named[-1].means["source"], said)
        if last is not None:
            said.party, said.start, said.end = last.party, last.start, last.end
            said.versus = last.source if last.source != said.source else ""


def _beside(place: int, here: Sequence[Said]) -> Said | None:
    """The claim that a word stands beside: the last before it in the sentence, else the first behind."""
    before = [said for said in here if said.number.first < place]
    return before[-1] if before else here[0] if here else None


def _topic_of(frame: Frame, cue: Found | None, beside: Said | None) -> None:
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
