"""How two sources' losses relate: their figures of the same day or days set beside each other, and who rests on whom.

Nothing is said about why they differ: that two series run near each other, and that the one is derived from the other, is
all that figures can show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from pyrrhus.conflict import witness
from pyrrhus.errors import InputError, NoData
from pyrrhus.ledger.view import View
from pyrrhus.measures.flows import mean_per_day
from pyrrhus.measures.gather import Gathered
from pyrrhus.measures.ranks import margin
from pyrrhus.measures.readings import CONVENTIONS
from pyrrhus.measures.trends import SAME_BAND
from pyrrhus.period import Period
from pyrrhus.statement import Statement

__all__ = ["KINDS", "LOSSES", "Beside", "Kind", "Related", "how_losses_relate"]

LOSSES: Final = (
    "casualties", "irrecoverable", "killed", "killed_or_missing", "killed_confirmed", "wounded", "missing", "captured",
)  # fmt: skip
Kind = Literal["cumulative", "flow", "rate"]
KINDS: Final[tuple[Kind, ...]] = ("cumulative", "flow", "rate")
Days = tuple[date, date]
_UNUSABLE: Final = frozenset({"doubtful", "start_approximate", "end_approximate"})


@dataclass(frozen=True, slots=True)
class Beside:
    """Two figures of the same kind and day or days.

    ``apart`` is by how many percent the other is under or over the one, None where either is a range; then ``inside`` says
    whether the one lies in it. ``same_definition`` is False where both say what they include and these differ,
    ``same_start`` where two running totals do not begin on the same day.
    """

    kind: Kind
    one: Statement
    other: Statement
    apart: Statement | None
    inside: bool | None
    same_definition: bool
    same_start: bool
    one_witness: bool


@dataclass(frozen=True, slots=True)
class Related:
    """What two sources' losses show beside each other.

    ``now`` are the comparisons for the period itself: of running totals, those of days in it. ``least`` and ``most`` are, of
    each kind, the comparisons up to the period's end with the least and the most between them, a series' own by the calendar
    and totals that begin on one day; ``near`` of ``counted`` lie within 2 %.
    ``rests_on`` is the source on which the other's compared figures are made, for all of them, some, or none.
    """

    period: Period
    as_of: date
    metric: str
    party: str
    one: str
    other: str
    now: tuple[Beside, ...]
    least: Mapping[Kind, Beside]
    most: Mapping[Kind, Beside]
    near: Mapping[Kind, int]
    counted: Mapping[Kind, int]
    rests_on: str
    rests: Literal["all", "some", "none"]


def how_losses_relate(
    view: View, one: str, other: str, period: Period, metric: str = "casualties", party: str = "russia"
) -> Related:
    """Set two sources' losses of the same day or days beside each other, up to the end of a period.

    Raises:
        InputError: for a source, metric or party that is not here, or the same source twice.
        NoData: where one of them has no such figure, or no two are of the same days; the text says what there is.
    """
    held = Gathered(view, period)
    held.check_span()
    _check(held, one, other, metric, party)
    rows = {name: _rows(held, name, metric, party) for name in (one, other)}
    for name in (one, other):
        if not rows[name]:
            there = sorted({row.source for row in view.statements(metric=metric, party=party) if row.kind in KINDS})
            raise NoData(
                f"no {metric} of {party} by {name} up to {period.end} is held as of {held.as_of}; there is by: {', '.join(there)}"
            )
    all_pairs = [pair for kind in KINDS for pair in _paired(held, rows, one, other, kind)]
    if not all_pairs:
        spans = "; ".join(f"{name}: {len(found):,} from {found[0].end} to {found[-1].end}" for name, found in rows.items())
        raise NoData(f"no figures of the same days by {one} and {other} are held up to {period.end}; there are of {spans}")
    sized: dict[Kind, list[Beside]] = {}
    for pair in all_pairs:
        calendar = {pair.one.convention, pair.other.convention} <= {"", "calendar"}
        if pair.apart is not None and calendar and pair.same_start:
            sized.setdefault(pair.kind, []).append(pair)
    makers = [pair for pair in all_pairs if pair.one_witness]
    return Related(
        period, held.as_of, metric, party, one, other, tuple(pair for pair in all_pairs if _of(pair, period)),
        {kind: min(found, key=_size) for kind, found in sized.items()},
        {kind: max(found, key=_size) for kind, found in sized.items()},
        {kind: sum(_size(pair) <= SAME_BAND for pair in found) for kind, found in sized.items()},
        {kind: len(found) for kind, found in sized.items()},
        witness(makers[0].other, held.of) if makers else "",
        "none" if not makers else "all" if len(makers) == len(all_pairs) else "some",
    )  # fmt: skip


def _check(held: Gathered, one: str, other: str, metric: str, party: str) -> None:
    known = held.view.sources()
    for name in (one, other):
        if name not in known:
            raise InputError(f"no source {name[:40]!r} here; there are: {', '.join(sorted(known))}")
    if one == other:
        raise InputError(f"{one} is named twice", remedy="name two sources")
    if metric not in LOSSES:
        raise InputError(f"no losses {metric[:40]!r}; there are: {', '.join(LOSSES)}")
    if party not in held.of.parties:
        raise InputError(f"no party {party[:40]!r}; there are: {', '.join(held.of.parties)}")


def _rows(held: Gathered, source: str, metric: str, party: str) -> list[Statement]:
    """A source's usable figures about the whole party up to the period's end, oldest first."""
    found = [
        row
        for row in held.view.statements(source=source, metric=metric, party=party)
        if row.kind in KINDS and row.start and row.end and row.end <= held.period.end and not row.subgroup and not row.place
        and not row.flags & _UNUSABLE and not (row.kind == "flow" and row.evidence == "bytes")
        and (row.kind != "rate" or row.unit == "persons/day")
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.end or date.min, row.start or date.min))


def _paired(held: Gathered, rows: Mapping[str, list[Statement]], one: str, other: str, kind: Kind) -> list[Beside]:
    """Each figure of the other beside those of the one for the same days."""
    mine, theirs = (_by_days(held, rows[name], kind) for name in (one, other))
    found = []
    for days in sorted({*mine, *theirs}, key=lambda days: (days[1], days[0])):
        left = _from_series(held, one, rows[one], days, kind) or mine.get(days, [])
        right = _from_series(held, other, rows[other], days, kind) or theirs.get(days, [])
        found += [_beside(held, kind, a, b) for a in left for b in right]
    return found


def _by_days(held: Gathered, rows: list[Statement], kind: Kind) -> dict[Days, list[Statement]]:
    """Of each day or days the best print."""
    grouped: dict[Days, list[Statement]] = {}
    for row in rows:
        if row.kind == kind and row.start and row.end:
            grouped.setdefault((row.end if kind == "cumulative" else row.start, row.end), []).append(row)
    return {days: [best] for days, found in grouped.items() if (best := held.best(found)) is not None}


def _from_series(held: Gathered, source: str, rows: list[Statement], days: Days, kind: Kind) -> list[Statement]:
    """What the General Staff's running totals give for these days, the calendar's first; nothing of another source."""
    if source != "ua_general_staff" or kind == "cumulative" or rows[0].metric != "casualties":
        return []
    whole: dict[object, Statement] = {}
    for name in CONVENTIONS:
        total = held.casualties(Period(*days), name)
        if total is not None and not total.flags & {"so_far", "stand_in"}:
            whole.setdefault(total.value, total)
    return [mean_per_day(total) if kind == "rate" else total for total in whole.values()]


def _beside(held: Gathered, kind: Kind, one: Statement, other: Statement) -> Beside:
    definitions = {row.includes for row in (one, other) if row.includes}
    apart, inside = None, None
    if one.value is not None and other.value is not None and one.value > 0:
        apart = margin(
            other, one, bound=_bound(one, other), vs_source=one.derived_from if one.source == "pyrrhus" else one.source
        )
    elif one.value is not None and other.low is not None and other.high is not None:
        inside = other.low <= one.value <= other.high
    elif other.value is not None and one.low is not None and one.high is not None:
        inside = one.low <= other.value <= one.high
    one_witness = witness(one, held.of) == witness(other, held.of)
    return Beside(kind, one, other, apart, inside, len(definitions) < 2, one.start == other.start, one_witness)


def _bound(one: Statement, other: Statement) -> str:
    """The word before a difference: of figures that are only bounds it is one too."""
    assert one.value is not None and other.value is not None
    low, high = (one, other) if one.value < other.value else (other, one)
    if low.bound in ("over", "nearly") and high.bound == "plain":
        return "under" if low.bound == "over" else "about"
    if high.bound == "over" and low.bound == "plain":
        return "over"
    return "plain" if (one.bound, other.bound) == ("plain", "plain") else "about"


def _of(pair: Beside, period: Period) -> bool:
    """Whether a comparison is of the period itself: of its days, or for a running total of a day in it."""
    end = pair.other.end
    if pair.kind == "cumulative":
        return end is not None and period.contains(end)
    return (pair.other.start, end) == (period.start, period.end)


def _size(pair: Beside) -> Decimal:
    assert pair.apart is not None and pair.apart.value is not None
    return pair.apart.value
