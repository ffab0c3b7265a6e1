"""Who rests on whom: figures that rest on one source are one witness, however many print them.

A source says so itself (``derived_from`` of a statement, or of the table of sources), or its figures stay so near another's
over time that they cannot be taken for a count of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from pyrrhus.conflict import Conflict, witness
from pyrrhus.ledger.view import View
from pyrrhus.measures.flows import mean_per_day
from pyrrhus.measures.ground import corrected
from pyrrhus.measures.revisions import quantile
from pyrrhus.measures.worked import divided, worked_out
from pyrrhus.measures.yardsticks import Worked, layer_changes, map_changes, total_changes, totals
from pyrrhus.period import Period, month
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = [
    "WITHIN", "Nearness", "Rest", "figure_count", "independent_witnesses", "near_equality", "rests", "witness_count",
    "witness_groups",
]  # fmt: skip

WITHIN: Final = Decimal(1)
"""Percent within which one series is said to follow another."""
FEWEST: Final = 3
"""Fewer days in common than this tell nothing."""
_UNFIT: Final = frozenset({"doubtful", "start_approximate", "end_approximate", "so_far", "stand_in"})


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near one series stays to another on the days or periods that both have, in percent of the other."""

    cases: int
    near: int
    median: Decimal | None
    largest: Decimal | None
    largest_of: date | None
    within: Decimal

    @property
    def verdict(self) -> str:
        """``follows``, ``not``, or ``cannot tell`` where too few cases are held."""
        if self.cases < FEWEST:
            return "cannot tell"
        return "follows" if self.near == self.cases else "not"


@dataclass(frozen=True, slots=True)
class Rest:
    """A source's figures of one metric and kind against another's.

    ``declared``: how many of its ``figures`` say that they rest on the other; the nearness is of these alone, or where
    ``declared`` is 0 of those that do not say so.
    """

    source: str
    other: str
    metric: str
    kind: str
    declared: int
    figures: int
    nearness: Nearness | None


def near_equality(series: Iterable[Statement], other: Iterable[Statement], *, within: Decimal = WITHIN) -> Nearness:
    """Set one series beside another: totals and levels on the same day, all else over the same period.

    Doubtful figures and those of approximate days are left out, and so are ranges without a central value. Of several
    figures of one day the first counts.
    """
    ours, theirs = _by_days(series), _by_days(other)
    cases = sorted(
        (divided(abs(one.value - theirs[days].value) * 100, abs(theirs[days].value)), days[-1])  # type: ignore[operator, arg-type]
        for days, one in ours.items()
        if days in theirs and theirs[days].value
    )
    if not cases:
        return Nearness(0, 0, None, None, None, within)
    shares = [share for share, _ in cases]
    return Nearness(len(cases), sum(share <= within for share in shares), quantile(shares, 50), shares[-1], cases[-1][1], within)


def witness_groups(statements: Iterable[Statement], of: Conflict) -> dict[str, list[Statement]]:
    """The statements by the id on whose data they rest in the end, in the order of their first.

    Ground is counted on somebody's map: a source that makes none, is no party and does not say whose it used stands under the
    empty id, for it may rest on any of the others.
    """
    found: dict[str, list[Statement]] = {}
    for one in statements:
        maker = witness(one, of)
        told = of.publisher(maker)
        known = one.metric not in ("ground", "held") or told.own_map or told.stance == "party"
        found.setdefault(maker if known else "", []).append(one)
    return found


def independent_witnesses(statements: Iterable[Statement], of: Conflict) -> int:
    """How many of them are known not to rest on one another."""
    return len(set(witness_groups(statements, of)) - {""})


def figure_count(statements: list[Statement]) -> Statement:
    """How many figures there are, as a statement."""
    return _count("figure_count/1", statements, len(statements), "")


def witness_count(statements: list[Statement], of: Conflict) -> Statement:
    """How many independent witnesses they have, as a statement whose note names them."""
    groups = witness_groups(statements, of)
    told = []
    for maker, rows in groups.items():
        counters = dict.fromkeys("measured here" if one.source == "pyrrhus" else one.source for one in rows)
        told.append(f"{maker or 'not stated'}: {', '.join(counters)}")
    return _count("witness_count/1", statements, independent_witnesses(statements, of), "; ".join(told))


def rests(view: View, of: Conflict) -> list[Rest]:
    """Every source whose figures rest on another's by declaration, and how near figures stay to the series held daily.

    Kyiv's totals are set against all other running totals, means and sums of Russian casualties; ISW's areas (corrected) and
    DeepState's maps against all printed months of ground.
    """
    rows = [one for one in view.statements() if _compared(one)]
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for one in rows:
        groups.setdefault((one.source, one.metric, one.kind), []).append(one)
    yardsticks = _yardsticks(view)
    found = []
    for (source, metric, kind), figures in sorted(groups.items()):
        declared = Counter(witness(one, of) for one in figures)
        others = {other for other in declared if other != source} | {other for other, what in yardsticks if what == metric}
        for other in sorted(others - {source}):
            resting = [one for one in figures if witness(one, of) == other]
            near = _nearness(resting, kind, yardsticks.get((other, metric)))
            if resting:
                found.append(Rest(source, other, metric, kind, len(resting), len(figures), near))
            free = [one for one in figures if witness(one, of) == source]
            near = _nearness(free, kind, yardsticks.get((other, metric)))
            if near is not None and near.cases:
                found.append(Rest(source, other, metric, kind, 0, len(figures), near))
    return found


def _compared(one: Statement) -> bool:
    """Russia's losses and ground of the whole war, as sources print them; daily series are what they are compared with."""
    whole = not one.subgroup and (not one.place or one.place == "Ukraine")
    return one.party == "russia" and one.source != "pyrrhus" and one.metric != "equipment" and whole and not _is_daily(one)


def _is_daily(one: Statement) -> bool:
    about = load_source(one.source) if one.source in ("ua_general_staff", "isw") else None
    return about is not None and one.evidence == "bytes" and one.relayed_by == about.relayed_by


def _yardsticks(view: View) -> dict[tuple[str, str], tuple[list[Statement], Worked]]:
    """By source and metric: its readings, and what works out its change over a period."""
    ratio = Decimal(load_source("isw").facts["ellipsoid_ratio"])
    layers, maps = layer_changes(view), map_changes(view)

    def right(period: Period) -> Statement | None:
        given = layers(period)
        return corrected(given, ratio, why="") if given else None

    return {
        ("ua_general_staff", "casualties"): (list(totals(view).values()), total_changes(view)),
        ("isw", "ground"): ([], right),
        ("deepstate", "ground"): ([], maps),
    }


def _nearness(figures: list[Statement], kind: str, yardstick: tuple[list[Statement], Worked] | None) -> Nearness | None:
    if yardstick is None or not figures:
        return None
    readings, change = yardstick
    if kind == "cumulative":
        return near_equality(figures, readings)
    if kind not in ("flow", "rate"):
        return None
    others = []
    for one in figures:
        if one.start is None or one.end is None or one.unit not in ("persons", "persons/day", "km2"):
            continue
        period = month(one.start)
        other = change(period) if (period.start, period.end) == (one.start, one.end) else None
        if other is not None:
            others.append(mean_per_day(other) if kind == "rate" else other)
    return near_equality(figures, others) if others else None


def _count(formula: str, statements: list[Statement], value: int, note: str) -> Statement:
    first = statements[0]
    return worked_out(
        formula, statements, metric=first.metric, party=first.party, kind="count", unit="none", value=Decimal(value),
        start=min((one.start for one in statements if one.start), default=None),
        end=max((one.end for one in statements if one.end), default=None), note=note,
    )  # fmt: skip


def _by_days(series: Iterable[Statement]) -> dict[tuple[date, ...], Statement]:
    found: dict[tuple[date, ...], Statement] = {}
    for one in series:
        if one.value is None or one.end is None or one.flags & _UNFIT:
            continue
        span = (one.end,) if one.kind in ("cumulative", "level") or one.start is None else (one.start, one.end)
        found.setdefault(span, one)
    return found
