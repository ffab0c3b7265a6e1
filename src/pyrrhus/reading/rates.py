"""Whether a number is a mean by the day, a mark that was passed, or a standing total."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pyrrhus.reading.carry import Said
from pyrrhus.reading.periods import When
from pyrrhus.reading.phrases import Found
from pyrrhus.reading.whose import Whose

__all__ = ["Rates"]

_LIKE: Final = Decimal("2.5")
"""How much larger or smaller a bare number may be than a mean before it and still be such a mean."""


class Rates(Whose):
    """Rates, thresholds and stocks, by the words around a number."""

    def _reach(self, said: Said, one: Found) -> int:
        """How far a word of rate holds: through the clause, where it says mean and no other number stands between."""
        mean = (
            said.view.low(one.first) == "average"
            or said.view.low(one.last - 1) == "average"
            or (
                said.view.has("rate")
                and any(
                    other.tag == "rate" and other.means["is"] == "mean" and abs(other.first - one.first) <= 3
                    for other in said.view.found
                )
            )
        )
        between = any(one.last <= other.first < said.number.first and not other.of.rejected for other in said.view.numbers)
        return 40 if mean and not between else 14

    def _is_threshold(self, said: Said, when: When | None) -> bool:
        """ "Have topped 1,000 for months", "top 2,000 in a day": a mark that each day passed."""
        view, number = said.view, said.number
        if said.unit not in ("persons", "km2"):
            return False
        near = any(one.tag == "threshold" and 0 <= number.first - one.last <= 2 for one in view.found)
        daily = any(one.tag == "rate" and one.means["is"] == "persons/day" for one in view.found) or number.of.per == "day"
        day = when is not None and when.rule == "past_day"
        return near and (daily or day or (when is not None and when.form == "vague"))

    def _is_stock(self, said: Said, when: When) -> bool:
        """Whether a figure given in a month or on a day is a total as of then, rather than what was lost in it."""
        if when.start == self.text.calendar.war:
            return True
        view, number = said.view, said.number
        earlier = max(
            (other.last for other in view.numbers if other.last <= number.first and not other.of.rejected), default=None
        )
        if earlier is not None and any(
            one.tag == "total" and earlier <= one.first and view.low(one.first) == "total"
            for one in view.found
            if one.last <= number.first
        ):
            return True
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

    def _rate(self, said: Said, before: Said | None) -> str:
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
        if (
            before is None
            and of.unit in ("", "persons")
            and self.carry.said is not None
            and self.carry.said.view.block.number == said.view.block.number
        ):
            before = self.carry.said if not said.view.has("total", "loses") else None
        mean = before.number.of.value if before is not None and before.kind == "rate" and of.unit in ("", "persons") else None
        if before is not None and mean and of.value and max(of.value, mean) <= _LIKE * min(of.value, mean):
            return before.unit.partition("/")[2]
        return ""
