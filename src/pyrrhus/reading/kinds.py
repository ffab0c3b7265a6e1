"""How a number relates to its period, and the days of it: the kind first, then the period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pyrrhus.period import DAY, month
from pyrrhus.reading.carry import Said
from pyrrhus.reading.numbers import Quantity
from pyrrhus.reading.periods import When
from pyrrhus.reading.rates import Rates
from pyrrhus.reading.view import Number
from pyrrhus.reading.when import Timed, said_on, spans_of

__all__ = ["Kinds", "is_multiple", "to_come"]


class Kinds(Rates):
    """The kind and the period of a claim."""

    def _kind_and_period(self, said: Said, times: Sequence[Timed], numbers: Sequence[Number], before: Said | None) -> None:
        of, frame, share = said.number.of, said.frame, said.share
        calendar = self.text.calendar
        when = spans_of(said.view, said.number, [one for one in times if not to_come(one, calendar.published)], numbers)
        when = self._since_it_began(said, when)
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
            if is_multiple(of) or (said.party == "both" and share.kind == "ratio"):
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

    def _since_it_began(self, said: Said, when: When | None) -> When | None:
        """ "Since launching his war in February 2022": from the first day of war, not the losses of that month."""
        war, view = self.text.calendar.war, said.view
        if when is None or when.form != "in" or when.start is None or when.end is None or not when.start <= war <= when.end:
            return when
        since = any(view.low(place) == "since" for place in range(max(view.first, when.first - 8), when.first))
        return replace(when, form="since", start=war) if since else when

    def _losses(self, said: Said, when: When | None, until: date, before: Said | None, times: Sequence[Timed]) -> None:
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
                daily = self.carry.daily.get(said.source)
                self.carry.daily[said.source] = (when, max(said.number.of.value, daily[1] if daily else said.number.of.value))
            return
        said.kind, said.start, said.end = "cumulative", calendar.war, until
        if when is not None and when.end is not None and when.grain != "war" and when.form not in ("since", "vague"):
            said.end = min(when.end, calendar.published)
            if (when.form in ("until", "") and when.start != when.end) or when.form == "until":
                self.carry.ends[said.source] = (said.end, said.view.block.number)

    def _until(self, said: Said, times: Sequence[Timed]) -> date:
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
            and (not self.carry.said_day[2] or said.source in self.carry.said_day[2])
            and self.carry.said_day[1] == said.view.block.number
            and self.carry.said_day[0].end is not None
        ):
            day = min(self.carry.said_day[0].end, published)
            ends[said.source] = (day, said.view.block.number)
            return day
        day, block = ends.get(said.source, (published, -9))
        return day if said.view.block.number - block <= 1 else published

    def _of_the_paragraph(self, said: Said) -> When | None:
        """The short span that the paragraph speaks of, for what happened in it: "Yesterday ... 361 were neutralised there"."""
        reference = self.carry.reference
        if reference is None or self.carry.reference_block != said.view.block.number or said.frame.cue is None:
            return None
        happened = said.frame.cue.tag in ("kills", "loses") or (
            said.frame.cue.tag == "equipment" and said.view.has("kills", "loses")
        )
        past = not any(
            said.view.low(place) in ("has", "have", "had")
            for place in range(max(said.view.first, said.frame.cue.first - 3), said.frame.cue.first)
        )
        short = reference.start is not None and reference.end is not None and (reference.end - reference.start).days < 8
        total = any(one.tag == "total" and 0 <= said.number.first - one.last <= 6 for one in said.view.found)
        within = past and said.frame.cue.tag == "loses" and reference.grain in ("month", "season", "quarter", "part")
        return reference if happened and (short or within) and not total else None

    def _of_the_daily_report(self, said: Said) -> When | None:
        """The day that a source's report covers, for losses it tells without a time of their own."""
        told = self.carry.daily.get(said.source)
        value = said.number.of.value or said.number.of.high
        cue = said.frame.cue
        if (
            value is None
            or cue is None
            or any(one.tag in ("total", "stock") and abs(one.first - said.number.first) < 14 for one in said.view.found)
        ):
            return None
        if told is None:
            size = self.text.words.daily.get(said.source, 0) // (10 if said.frame.metric == "equipment" else 1)
            day = self.text.calendar.published - DAY
            plain = said.frame.metric in ("casualties", "equipment", "captured", "irrecoverable") and said.view.has(
                "loses", "kills"
            )
            perfect = any(
                said.view.low(place) in ("has", "have") for place in range(max(said.view.first, cue.first - 2), cue.first)
            )
            return When(day, day, "day", "in", rule="past_day") if plain and not perfect and value <= size else None
        return told[0] if value <= 10 * told[1] else None

    def _follows(self, said: Said, before: Said | None) -> bool:
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

    def _stretch(self, when: When | None, until: date, before: Said | None, said: Said) -> tuple[date | None, date | None]:
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


def to_come(one: Timed, published: date) -> bool:
    """Whether a phrase speaks of days after publication, in which nothing has been counted."""
    end = one.when.end
    return (one.when.start is not None and one.when.start > published) or (
        end is not None and end > month(published).end + 31 * DAY and one.when.grain != "year"
    )


def is_multiple(of: Quantity) -> bool:
    """Whether it is "four times" or "two to one" rather than a percentage."""
    return of.form in ("multiple", "ratio") or of.unit == "times"
