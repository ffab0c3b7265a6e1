"""Whose losses or ground a number is, and whose number."""

from __future__ import annotations

from collections.abc import Sequence

from pyrrhus.reading.carry import LOSSES, Said
from pyrrhus.reading.parties import party_of
from pyrrhus.reading.shared import Shared
from pyrrhus.reading.sources import Attribution, attributed

__all__ = ["Whose"]


class Whose(Shared):
    """The party and the source of a claim, from its clause or carried over."""

    def _party(self, said: Said, found: Sequence[Attribution], before: Said | None) -> str:
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

    def _group(self, said: Said) -> str:
        metric = said.frame.metric
        if metric in ("ground", "held", "settlements"):
            return "ground"
        if metric in ("casualties_per_km2", "deaths_per_km2"):
            return "ratio"
        return f"losses of {said.party}"

    def _source(self, said: Said) -> str:
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
            other = self.text.words.only.get(self.publisher, group) != group and group.startswith("losses")
            kept = self.carry.sources.get(group)
            return self._own(kept[0] if other and kept is not None else self.publisher, said)
        if (
            named is not None
            and named[1] == said.view.block.number
            and said.view.low(said.view.first) in said.view.small("pronouns")
        ):
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

    def _ratio_before(self, said: Said) -> str:
        """A ratio without a source of its own is the outlet's, unless it goes on with one of a source in the same line."""
        last = self.carry.said
        if last is not None and last.frame.metric.endswith("_per_km2") and last.view.block.number == said.view.block.number:
            return last.source
        return "unattributed"

    def _own(self, source: str, said: Said) -> str:
        """What Kyiv says of its own dead or ground is its officials', not the daily count's."""
        if source == "ua_general_staff" and (said.party == "ukraine" or said.frame.metric in ("ground", "held", "settlements")):
            return "ukraine_government"
        return source
