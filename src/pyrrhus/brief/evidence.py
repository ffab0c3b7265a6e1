"""What a brief of a period rests on: what is gathered for it, what it is set beside, and the totals near its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pyrrhus.measures.gather import Count, Gathered
from pyrrhus.period import DAY, Period, season, year
from pyrrhus.statement import Statement

__all__ = ["NEARBY", "Count", "Evidence"]

NEARBY = timedelta(days=45)
"""How far from a period's end a running total may stand and still be told with it."""


class Evidence(Gathered):
    """Everything that the contents of one brief draw on; worked out when first asked for."""

    def compared_periods(self) -> list[tuple[str, Period]]:
        """The periods that the pace is set beside: before, the season before, a year before, the last whole year."""
        period = self.period
        found = [("previous", period.previous())]
        if period.days <= 31:
            this = season(period.start)[1]
            found.append(("season", season(this.start - DAY)[1]))
        if period.shape != "year":
            found.append(("year_before", period.year_before()))
            found.append(("year", year(date(period.start.year - 1, 1, 1))))
        return found

    def near(self, *, party: str, metrics: Iterable[str], kind: str = "cumulative") -> list[Statement]:
        """Figures about all of a party's losses that end in the period or not far from its end, by day."""
        first, last = min(self.period.start, self.period.end - NEARBY), self.period.end + NEARBY
        found = [
            one
            for metric in metrics
            for one in self.view.statements(metric=metric, kind=kind, party=party)
            if one.end and first <= one.end <= last and not one.subgroup and not one.place
            and "doubtful" not in one.flags and one.source != "ua_general_staff"
        ]  # fmt: skip
        return sorted(found, key=lambda one: (one.end or date.min, one.source))
