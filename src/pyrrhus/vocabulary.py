"""The words of the field: the closed lists that a statement may use, with what each means to a reader."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

__all__ = [
    "BASES",
    "BOUNDS",
    "CONVENTIONS",
    "EVIDENCE_GRADES",
    "FLAGS",
    "INCLUDES",
    "KINDS",
    "KM2_PER_SQUARE_MILE",
    "METRICS",
    "RANGE_IS",
    "SETS",
    "STANCES",
    "UNITS",
]

KM2_PER_SQUARE_MILE: Final = Decimal("2.589988")
"""Square kilometres in one international square mile (1,609.344 m squared, NIST SP 811, appendix B)."""

METRICS: Final[dict[str, str]] = {
    "casualties": "killed and wounded, and where the source says so missing and captured",
    "irrecoverable": "killed, died, missing and captured",
    "killed": "dead by any estimate",
    "killed_or_missing": "killed and missing together",
    "killed_confirmed": "dead known by name: a floor, and late",
    "wounded": "wounded",
    "missing": "missing",
    "captured": "captured",
    "ground": "change of area held",
    "held": "area held at the end of the period",
    "casualties_per_km2": "casualties over ground gained",
    "deaths_per_km2": "dead over ground gained",
    "settlements": "places that changed hands",
    "equipment": "equipment destroyed, by class",
}

KINDS: Final[dict[str, str]] = {
    "flow": "over the period",
    "added": "identified or published in the period, whenever it happened",
    "cumulative": "since the count began",
    "level": "at the end of the period",
    "rate": "per day, week or month on average",
    "ratio": "one figure over another",
    "share": "a part of a whole",
    "rank": "place in a series",
    "threshold": "a mark that was passed",
    "trend": "one source, two periods",
    "comparison": "two sources, parties or counts, one period",
    "count": "how many",
}

UNITS: Final[dict[str, str]] = {
    "persons": "",
    "persons/day": "a day",
    "persons/week": "a week",
    "persons/month": "a month",
    "km2": "km2",
    "km2/day": "km2 a day",
    "km2/week": "km2 a week",
    "km2/month": "km2 a month",
    "persons/km2": "per km2",
    "percent": "%",
    "percentage_points": "percentage points",
    "settlements": "settlements",
    "pieces": "pieces",
    "days": "days",
    "weeks": "weeks",
    "months": "months",
    "none": "",
}

BOUNDS: Final[dict[str, str]] = {
    "plain": "",
    "about": "about",
    "over": "over",
    "under": "up to",
    "nearly": "nearly",
    "range": "",
}

BASES: Final = ("net", "gained", "lost", "unstated")
RANGE_IS: Final = ("confidence", "prediction", "assumption", "spread_of_sources", "stated")
CONVENTIONS: Final = ("calendar", "first_to_first", "last_to_last")
INCLUDES: Final = ("killed", "wounded", "missing", "captured", "repeat_wounds", "unstated")
STANCES: Final = ("party", "aligned", "independent", "unknown")
LICENCES: Final = ("geometry", "number", "link")
SETS: Final = ("includes", "flags")
"""Fields that hold a set; written as sorted lists."""

EVIDENCE_GRADES: Final[dict[str, str]] = {
    "bytes": "read in the publisher's own bytes",
    "page": "the publisher's page seen",
    "relay": "another page that repeats it seen whole",
    "excerpt": "only an excerpt of a page seen",
    "worked_out": "worked out here by a formula over statements",
}
"""Best first."""

FLAGS: Final[dict[str, str]] = {
    "doubtful": "doubtful; use only with its note",
    "start_approximate": "first day approximate",
    "end_approximate": "last day approximate",
    "own_sum": "the relaying author's own sum",
    "backfilled": "filled in later",
    "stand_in": "another day's reading stands in for a missing one",
    "so_far": "runs to the newest reading; the period is still open",
    "restated": "replaced an earlier figure",
    "jump": "holds a correction that is no day's event",
    "redraw": "includes redrawing",
    "hindsight": "known only later",
    "undated": "day of publication unknown",
}
