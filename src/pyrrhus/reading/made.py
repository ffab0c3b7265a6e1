"""A claim as a statement, and what the headline leaves to the body."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyrrhus.reading.carry import LOSSES, Said
from pyrrhus.reading.claim import Span
from pyrrhus.reading.kinds import Kinds
from pyrrhus.reading.spots import place_of
from pyrrhus.statement import Statement

__all__ = ["Made"]


class Made(Kinds):
    """Statements of what was decided."""

    def _keep(self, said: Said) -> None:
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
            derived_from=_rests_on(said) or self.text.words.derived_from.get(said.source, ""),
            relayed_by=_relay(said), place=place_of(said), vs_source=said.versus,
        )  # fmt: skip
        self.made.append((said, statement, span))
        if of.value is not None:
            self.values.setdefault(of.value, said)

    def _compared_from(self, said: Said) -> date | None:
        if said.kind == "rank":
            return said.since.start if said.since is not None and said.since.start is not None else self.text.calendar.war
        return said.against.start if said.against is not None else None

    def _compared_to(self, said: Said) -> date | None:
        if said.kind == "rank":
            return self.text.calendar.published
        return said.against.end if said.against is not None else None

    def _bound(self, said: Said) -> str:
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

    def _with_headline_sources(self) -> list[tuple[Said, Statement, Span]]:
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


def _rests_on(said: Said) -> str:
    return said.attribution.derived if said.attribution is not None else ""


def _relay(said: Said) -> str:
    one = said.attribution
    return one.relay if one is not None and one.relay != said.source else ""


def _short(number: Decimal | None) -> Decimal | None:
    return (
        None
        if number is None
        else round(number, 6).normalize()
        if number != number.to_integral_value()
        else number.to_integral_value()
    )
