"""How often the figures that are worked out here changed: months as they were first worked out, against now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from pyrrhus.conflict import conflict
from pyrrhus.ledger.view import View
from pyrrhus.measures.flows import flow
from pyrrhus.measures.ground import MapSeries
from pyrrhus.measures.readings import Readings
from pyrrhus.measures.revisions import Group, Revision, sized
from pyrrhus.measures.worked import divided
from pyrrhus.period import DAY, Period, month
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = ["AFTER", "own_revisions"]

AFTER: Final = timedelta(days=5)
"""How long after a month's end its figures are taken to have been worked out first."""

_Worked = Callable[[Period], Statement | None]
_Prepared = Callable[[View], _Worked]


def own_revisions(view: View) -> list[Revision]:
    """The monthly figures that briefs work out, as of five days after each month's end against now.

    A month whose figure could not be worked out then, or only for a part of the month, counts as ``missing`` and not as a
    figure.
    """
    began = conflict().start
    made = (_series(view, began, maker, prepared) for maker, prepared in _KINDS if maker in view.feeds())
    return [one for one in made if one is not None]


def _series(view: View, began: date, maker: str, prepared: _Prepared) -> Revision | None:
    work = prepared(view)
    pairs: list[tuple[Statement, Statement]] = []
    missing = 0
    group = None
    for one in _months(began, view.as_of):
        now = work(one)
        if now is None or "so_far" in now.flags:
            continue
        group = Group("pyrrhus", "", maker, now.metric, now.basis, now.party, now.kind, "", now.unit)
        then = prepared(view.at(one.end + AFTER))(one)
        if then is None or "so_far" in then.flags:
            missing += 1
        else:
            pairs.append((then, now))
    if group is None:
        return None
    moved = [(then, now) for then, now in pairs if then.value != now.value]
    changes = [(now.value - then.value, now.end) for then, now in moved if now.value is not None and then.value is not None]
    shares = [
        (divided((now.value - then.value) * 100, abs(then.value)), now.end)
        for then, now in moved
        if now.value is not None and then.value
    ]
    return Revision(
        group, "month's end + 5 days", since=pairs[0][1].start if pairs else None, versions=2, figures=len(pairs),
        restated=len(moved), back=0, gone=0, change=sized(changes), percent=sized(shares), step=None, days=None,
        missing=missing,
    )  # fmt: skip


def _months(began: date, as_of: date) -> Iterator[Period]:
    one = month(began)
    while one.end + AFTER <= as_of:
        yield one
        one = month(one.end + DAY)


def _casualties(view: View) -> _Worked:
    about = load_source("ua_general_staff")
    rows = view.statements(source=about.id, metric="casualties", kind="cumulative")
    readings = Readings((one for one in rows if one.evidence == "bytes" and not one.relayed_by), about.shows)
    return lambda period: flow(readings, period, began=conflict().start)


def _layers(view: View) -> _Worked:
    about = load_source("isw")
    rows = view.statements(source=about.id, metric="held", kind="level")
    readings = Readings((one for one in rows if one.relayed_by == about.relayed_by), about.shows)
    return lambda period: flow(readings, period)


def _maps(view: View) -> _Worked:
    about = load_source("deepstate")
    series = MapSeries(view.maps(about.id), about.shows)

    def net(period: Period) -> Statement | None:
        found = series.change(period)
        return found.net if found else None

    return net


_KINDS: Final[tuple[tuple[str, _Prepared], ...]] = (("ua_general_staff", _casualties), ("isw", _layers), ("deepstate", _maps))
