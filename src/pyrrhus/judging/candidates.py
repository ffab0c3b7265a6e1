"""Which held figures are about the very thing that a claim is about, and how each stands to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from pyrrhus.conflict import scope
from pyrrhus.judging.numbers import apart, central
from pyrrhus.judging.shelf import SERIES, Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.verdicts import Relation
from pyrrhus.measures.flows import mean_per_day
from pyrrhus.period import DAY, Period
from pyrrhus.statement import Statement

__all__ = ["Candidate", "Tie", "own_figures", "scope_matters", "tie"]

Tie = Literal["own", "relays", "rests_on_it", "under_it", "same_side", "other"]
"""What a figure is to the named source: its own, one it repeats, one made from its data, one that its own are made from,
its own side's, or somebody else's."""
TIES: Final[tuple[Tie, ...]] = ("own", "relays", "rests_on_it", "under_it", "same_side", "other")
"""The nearest first."""

FRESH: Final = timedelta(days=120)
"""How old a running total may be and still be what a text means that names no day."""
SAME_DAY: Final = timedelta(days=3)
"""How far apart two running totals may be and still be of one day, where they are not a daily series."""
MEASURED_SLACK: Final = Decimal("0.10")
"""How far a source's print may be from what is measured here on its maps without contradiction."""
_APPROXIMATE: Final = frozenset({"start_approximate", "end_approximate"})
NEAR_PERIOD: Final = 0.8
"""The least share of days in common of two periods, where a source's own days are approximate."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure beside a claim.

    ``exact`` is whether it is of the very days; ``decides`` whether it may be held against a text that says otherwise: a
    source's own figure for the very days, neither doubtful nor approximate.
    """

    figure: Statement
    relation: Relation
    tie: Tie
    decides: bool
    exact: bool = True

    @property
    def is_printed(self) -> bool:
        """Whether somebody printed it; a day's increase stands in the bulletin beside the total."""
        return not self.figure.formula


def own_figures(said: Statement, shelf: Shelf) -> list[Candidate]:
    """Every figure for a claim's metric, party and days, the named source's first, prints before what was worked out."""
    found = [*_prints(said, shelf), *_series(said, shelf)]
    return sorted(found, key=lambda one: (TIES.index(one.tie), not one.decides, one.relation != Relation.SAME))


def tie(source: str, row: Statement, shelf: Shelf) -> Tie:
    """What a figure is to a named source."""
    members = shelf.rules.members(source)
    maker = row.derived_from if row.source == "pyrrhus" else row.source
    if maker in members:
        return "own"
    if row.relayed_by in members:
        return "relays"
    if row.derived_from in members or shelf.of.publisher(maker).derived_from in members:
        return "rests_on_it"
    if maker in shelf.rules.family(source):
        return "same_side"
    if maker in shelf.under(source, row.metric):
        return "under_it"
    return "other"


def scope_matters(one: Statement, shelf: Shelf) -> bool:
    """Whether a figure's days are ones in which a count with ground beyond the border and one without are two things."""
    first, last = shelf.of.scope_apart
    return bool(one.start and one.end and one.start <= last and one.end >= first)


def _prints(said: Statement, shelf: Shelf) -> Iterator[Candidate]:
    kinds = [said.kind]
    if said.kind == "rate":
        kinds.append("flow")
    elif said.kind in ("level", "cumulative") and said.metric in ("killed_confirmed", "ground"):
        kinds = ["cumulative", "level"]
    for kind in kinds:
        for row in shelf.rows(said.metric, kind, said.party):
            found = _beside(said, row, shelf)
            if found is not None:
                yield found


def _beside(said: Statement, row: Statement, shelf: Shelf) -> Candidate | None:
    if row.subgroup != said.subgroup or row.class_ != said.class_ or (said.of and row.of and said.of != row.of):
        return None
    if shelf.place(row.place) != shelf.place(said.place) or not _basis(said, row):
        return None
    days = _days(said, row)
    if days is None:
        return None
    figure = row
    if said.kind == "rate":
        if row.kind == "flow" and said.unit.endswith("/day") and row.unit == said.unit.partition("/")[0]:
            if row.value is None or not row.start:
                return None
            figure = mean_per_day(row)
        elif row.unit != said.unit:
            return None
    elif row.unit != said.unit:
        return None
    relation = Relation.SAME
    bound_to = tie(said.source, row, shelf) if said.source != "unattributed" else "other"
    if bound_to == "rests_on_it":
        relation = Relation.DERIVED
    elif bound_to == "other" and said.source != "unattributed":
        relation = Relation.INDEPENDENT
    elif said.metric in ("ground", "held") and _other_scope(said, row, shelf):
        relation = Relation.OTHER_SCOPE
    elif days == "near":
        relation = Relation.OTHER_VINTAGE
    fit = not row.flags & ({"doubtful"} | _APPROXIMATE) and days == "same"
    return Candidate(figure, relation, bound_to, decides=fit and bound_to == "own", exact=days == "same")


def _other_scope(said: Statement, row: Statement, shelf: Shelf) -> bool:
    mine = {shelf.of.country: "ukraine", shelf.of.scope_place: "theatre"}.get(said.place, "")
    return bool(mine) and scope_matters(row, shelf) and scope(row, shelf.of) not in (mine, "unknown")


def _basis(said: Statement, row: Statement) -> bool:
    if said.metric != "ground":
        return True
    return ("lost" in (said.basis, row.basis)) is (said.basis == row.basis == "lost")


def _days(said: Statement, row: Statement) -> Literal["same", "near"] | None:
    """Whether two figures are of the same days, or near enough to be told together; None where they are not."""
    if row.end is None or said.end is None:
        return None
    if said.kind in ("cumulative", "level"):
        behind = said.end - row.end
        if (row.source, row.metric) in SERIES and row.kind == "cumulative":
            # Of a daily series each day has its own total.
            return "same" if behind == timedelta(0) else "near" if timedelta(0) < behind <= SAME_DAY else None
        if abs(behind) <= SAME_DAY:
            return "same"
        return "near" if timedelta(0) < behind <= FRESH else None
    if said.start is None or row.start is None:
        return None
    if (said.start, said.end) == (row.start, row.end):
        return "same"
    if row.flags & _APPROXIMATE and share_of_days(said, row) >= NEAR_PERIOD:
        return "near"
    return None


def share_of_days(one: Statement, other: Statement) -> float:
    """Days in common over days of either."""
    if not (one.start and one.end and other.start and other.end):
        return 0.0
    common = (min(one.end, other.end) - max(one.start, other.start)).days + 1
    either = (max(one.end, other.end) - min(one.start, other.start)).days + 1
    return max(common, 0) / either


def _series(said: Statement, shelf: Shelf) -> Iterator[Candidate]:
    """What a daily series gives for the claim's days; ground measured on maps decides only where the number is far from it."""
    if said.subgroup or shelf.place(said.place) or said.party != "russia":
        return
    for source, metric in SERIES:
        if metric != said.metric:
            continue
        figures = list(_worked(said, source, shelf))
        named = said.source != "unattributed"
        bound_to: Tie = tie(said.source, figures[0], shelf) if figures and named else "other"
        whole = _whole(said, figures)
        for number, figure in enumerate(figures):
            relation = Relation.SAME if number == 0 or bound_to == "other" else Relation.OTHER_CONVENTION
            if bound_to == "other" and named:
                relation = Relation.INDEPENDENT
            yield Candidate(figure, relation, bound_to, decides=bound_to == "own" and whole and _may_decide(said, figure, shelf))


def _whole(said: Statement, figures: list[Statement]) -> bool:
    """Whether a series of totals is known far enough to be held against a text: by the bulletin after the last day too."""
    if said.metric not in ("casualties", "equipment"):
        return True
    if said.kind == "cumulative":
        return any(one.end is not None and said.end is not None and one.end >= said.end for one in figures)
    return {"first_to_first", "last_to_last"} <= {one.convention for one in figures}


def _may_decide(said: Statement, figure: Statement, shelf: Shelf) -> bool:
    if figure.metric not in ("ground", "held"):
        return True
    value, mine = central(figure), central(said)
    far = value is not None and mine is not None and apart(mine, value) > MEASURED_SLACK
    return far and not (figure.derived_from == "isw" and scope_matters(said, shelf))


def _worked(said: Statement, source: str, shelf: Shelf) -> Iterator[Statement]:
    days = period_of_figure(said)
    if days is None:
        return
    if source == "ua_general_staff":
        if said.kind == "cumulative":
            yield from total_on(said.end, shelf, said.metric, said.class_)
        elif said.kind == "flow":
            yield from shelf.losses(said.metric, days, said.class_)
        elif said.kind == "rate" and said.unit in ("persons/day", "pieces/day"):
            yield from (mean_per_day(one) for one in shelf.losses(said.metric, days, said.class_) if one.convention)
            if days.days > 1:
                # Texts divide the difference of the first and the last day's totals by the days that lie between them.
                between = Period(days.start, days.end - DAY)
                yield from (mean_per_day(one) for one in shelf.losses(said.metric, between, said.class_)[:1])
    elif said.metric == "ground" and said.kind == "flow" and said.unit == "km2":
        yield from shelf.measured_ground(source, days, said.basis)
    elif said.metric == "ground" and said.kind == "rate" and said.unit == "km2/day":
        yield from (mean_per_day(one) for one in shelf.measured_ground(source, days, said.basis))
    elif said.metric == "held" and said.kind == "level" and said.unit == "km2" and said.end:
        found = shelf.held_area(source, said.end)
        if found is not None:
            yield found


def total_on(day: date | None, shelf: Shelf, metric: str = "casualties", class_: str = "") -> Iterator[Statement]:
    """The running total of a day's bulletin, then those of the next and the last two, which show days beside it."""
    if day is None:
        return
    readings = shelf.totals(metric, class_)
    for shift in (0, 1, -1, -2):
        found = readings.get(day + shift * DAY)
        if found is not None:
            yield found
