"""Casualties per km2 of a period: every loss figure held against every area held, the legal pairs and their range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from pyrrhus.conflict import witness
from pyrrhus.ledger.view import View
from pyrrhus.measures.gather import Gathered
from pyrrhus.measures.ratios import Pair, pairs, per_km2, spread
from pyrrhus.measures.readings import CONVENTIONS, Convention
from pyrrhus.period import Period
from pyrrhus.statement import Statement

__all__ = ["OTHER_DAYS", "PerKm2", "agrees_with", "casualties_per_km2", "grounds", "loss_figures"]

OTHER_DAYS: Final[Convention] = "last_to_last"
"""The days that publishers print and that are not the calendar's, for a count whose bulletins show the day before."""


@dataclass(frozen=True, slots=True)
class PerKm2:
    """The pairs of a period, legal ones first, and what they give.

    ``low`` and ``high`` are the ends of the range over legal pairs, both None where fewer than two are legal.
    ``other_days`` has, for each legal pair, the ratio with the losses counted by the other days that publishers print, where
    that differs.
    """

    period: Period
    as_of: date
    pairs: tuple[Pair, ...]
    low: Statement | None
    high: Statement | None
    other_days: tuple[Statement, ...]

    @property
    def legal(self) -> tuple[Pair, ...]:
        """The pairs that may be set against each other, each map and each count once."""
        return tuple(pair for pair in self.pairs if pair.ratio is not None)


def casualties_per_km2(view: View, period: Period) -> PerKm2:
    """Set every figure of Russian casualties for exactly this period against every area for it, in casualties per km2.

    Raises:
        NoData: where no casualties or no ground are held for the period.
    """
    held = Gathered(view, period)
    held.check_span()
    losses = loss_figures(held)
    areas = grounds(held)
    # A doubtful or approximate print is listed with its reason; what is comparable is chosen without it.
    areas += [one for one in held.prints("ground") if not one.place and one.id not in {area.id for area in areas} and one.flags]
    if not losses:
        raise held.nothing("no count of casualties")
    if not areas:
        raise held.nothing("no count of ground")
    found: list[Pair] = []
    counted: set[tuple[str, str]] = set()
    for figure in losses:
        for pair in pairs(figure, areas, held.of):
            key = (witness(figure, held.of), pair.witness)
            if pair.ratio is not None and key in counted:
                pair = Pair(pair.losses, pair.ground, None, "same_losses", pair.witness)
            found.append(pair)
        counted |= {(witness(figure, held.of), pair.witness) for pair in found if pair.losses is figure and pair.ratio}
    low, high = spread(found) or (None, None)
    legal = [pair for pair in found if pair.ratio is not None]
    rest = [pair for pair in found if pair.ratio is None]
    return PerKm2(period, held.as_of, (*legal, *rest), low, high, _other_days(held, legal))


def loss_figures(held: Gathered) -> list[Statement]:
    """Kyiv's count first, as printed or else worked out; then the same by other days, and what others printed."""
    total = held.casualties()
    headline = held.printed_casualties(held.period) or total
    found = [headline] if headline else []
    found += [one for one in (total, held.casualties(convention=OTHER_DAYS)) if one is not None]
    found += [one for one in held.prints("casualties") if not one.place]
    return _distinct(found)


def grounds(held: Gathered) -> list[Statement]:
    """Every printed area for the whole country or beyond, then ISW's layers corrected and DeepState's maps, by the calendar."""
    found = held.ground_prints(held.period)
    layers = held.layer_change(held.period)
    maps = held.maps.change(held.period)
    found += [layers[1]] if layers else []
    found += [maps.net] if maps else []
    return found


def agrees_with(printed: Statement, held: Gathered) -> tuple[Convention, ...]:
    """The day conventions by which the running totals give a printed figure of casualties; its own where it states one."""
    if printed.convention:
        return tuple(name for name in CONVENTIONS if name == printed.convention)
    totals = {name: held.casualties(convention=name) for name in CONVENTIONS}
    return tuple(name for name, total in totals.items() if total is not None and total.value == printed.value)


def _distinct(figures: list[Statement]) -> list[Statement]:
    """Each number of a counter once, the first that is given."""
    found: dict[tuple[object, ...], Statement] = {}
    for one in figures:
        maker = one.derived_from if one.source == "pyrrhus" else one.source
        found.setdefault((maker, one.value, one.start, one.end), one)
    return list(found.values())


def _other_days(held: Gathered, legal: list[Pair]) -> tuple[Statement, ...]:
    totals = [held.casualties(convention=name) for name in ("calendar", OTHER_DAYS)]
    found = []
    for pair in legal:
        for total in totals:
            mine = total is not None and witness(pair.losses, held.of) == witness(total, held.of)
            if total is not None and mine and total.value != pair.losses.value and "so_far" not in total.flags:
                found.append(per_km2(total, pair.ground))
    return tuple(found)
