"""Which error explains a number that differs: each is tried, and only one that gives the number exactly is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyrrhus.judging.candidates import Candidate, tie
from pyrrhus.judging.fault import Fault, gives, is_named
from pyrrhus.judging.other_days import change_as_level, older_vintage, wrong_period
from pyrrhus.judging.shelf import Shelf
from pyrrhus.judging.shelf import period as period_of_figure
from pyrrhus.judging.slips import digit_changed, digits_swapped, mark_lost, rounding, wrong_unit
from pyrrhus.judging.verdicts import Code, Relation
from pyrrhus.measures.flows import mean_per_day
from pyrrhus.period import DAY
from pyrrhus.statement import Statement

__all__ = ["explain"]


def explain(said: Statement, written: str, own: list[Candidate], shelf: Shelf) -> Fault | None:
    """The first error that gives the number, from the most to the least telling.

    Args:
        said: the claim's statement.
        written: its words.
        own: the figures for the claim's own metric, party and days.
        shelf: what is held.
    """
    expected = [one.figure for one in own if one.tie == "own"] or [one.figure for one in own]
    tries: tuple[Callable[[], Fault | None], ...] = (
        lambda: wrong_unit(said, expected),
        lambda: mark_lost(said, expected),
        lambda: _category(said, written, shelf),
        lambda: _party(said, written, shelf),
        lambda: _source(said, written, own),
        lambda: _scope(said, written, shelf),
        lambda: older_vintage(said, shelf),
        lambda: digits_swapped(said, expected),
        lambda: change_as_level(said, written, shelf),
        lambda: wrong_period(said, written, shelf),
        lambda: digit_changed(said, expected),
        lambda: rounding(said, expected),
    )
    return next((found for one in tries if (found := one()) is not None), None)


def _category(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """The same number for the same days and party, of another loss."""
    if said.metric not in shelf.metrics() or said.value is None:
        return None
    others = (one for metric in shelf.metrics() if metric != said.metric for one in _like(said, shelf, metric=metric))
    hits = [one for one in others if gives(said, one, written) and is_named(said, one, shelf)]
    if hits:
        best = min(hits, key=lambda one: (one.value != said.value, tie(said.source, one, shelf) != "own", one.id))
        return Fault(Code.WRONG_CATEGORY, best, Relation.OTHER_DEFINITION)
    if said.kind == "added":
        return None
    for one in shelf.rows("killed_confirmed", "added", said.party) if said.kind == "flow" else ():
        if (one.start, one.end) == (said.start, said.end) and gives(said, one, written):
            return Fault(Code.WRONG_CATEGORY, one, Relation.OTHER_DEFINITION)
    return None


def _party(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """The same number for the same days, of the other side."""
    for party in shelf.of.parties:
        if party == said.party:
            continue
        for one in _like(said, shelf, party=party):
            if gives(said, one, written) and is_named(said, one, shelf):
                return Fault(Code.WRONG_PARTY, one)
    return None


def _source(said: Statement, written: str, own: list[Candidate]) -> Fault | None:
    """The same number for the same thing, of somebody else."""
    if said.source == "unattributed":
        return None
    for one in own:
        if one.tie == "other" and gives(said, one.figure, written):
            return Fault(Code.WRONG_SOURCE, one.figure, Relation.INDEPENDENT)
    return None


def _scope(said: Statement, written: str, shelf: Shelf) -> Fault | None:
    """The same number for the same days, of a part of the country or of more than it."""
    for one in shelf.rows(said.metric, said.kind, said.party):
        elsewhere = shelf.place(one.place) != shelf.place(said.place)
        same = (one.start, one.end) == (said.start, said.end) and one.unit == said.unit
        if elsewhere and same and gives(said, one, written) and is_named(said, one, shelf):
            return Fault(Code.WRONG_SCOPE, one, Relation.OTHER_SCOPE)
    return None


def _like(said: Statement, shelf: Shelf, *, metric: str = "", party: str = "") -> Iterator[Statement]:
    """Figures that a claim would be about if it were of another metric or party, its days as they are."""
    what, whose = metric or said.metric, party or said.party
    for one in shelf.rows(what, said.kind, whose):
        same_end = said.kind in ("cumulative", "level") and one.end and said.end and abs((one.end - said.end).days) <= 3
        same_days = (one.start, one.end) == (said.start, said.end) or same_end
        same_whole = shelf.place(one.place) == shelf.place(said.place) and one.class_ == said.class_ and not one.subgroup
        if same_days and same_whole and one.unit == said.unit:
            yield one
    days = period_of_figure(said)
    if what == "casualties" and whose == "russia" and days is not None and not shelf.place(said.place):
        if said.kind == "flow":
            yield from shelf.losses("casualties", days)
        elif said.kind == "rate" and said.unit == "persons/day":
            yield from (mean_per_day(one) for one in shelf.losses("casualties", days))
        elif said.kind == "cumulative" and said.end:
            yield from (shelf.held.totals[day] for day in (said.end, said.end - DAY) if day in shelf.held.totals)
