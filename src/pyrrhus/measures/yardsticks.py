"""The series that others are held against: changes of Kyiv's totals, of ISW's areas and of DeepState's maps, by period."""

from __future__ import annotations

from collections.abc import Callable

from pyrrhus.conflict import conflict
from pyrrhus.ledger.view import View
from pyrrhus.measures.flows import flow
from pyrrhus.measures.ground import MapSeries
from pyrrhus.measures.readings import Readings
from pyrrhus.period import Period
from pyrrhus.sources.contract import load_source
from pyrrhus.statement import Statement

__all__ = ["Worked", "Yardstick", "layer_changes", "map_changes", "total_changes", "totals"]

Worked = Callable[[Period], Statement | None]
Yardstick = Callable[[View], Worked]
"""A view in, and what works out the change over a period as that view's day knows it."""


def totals(view: View) -> Readings:
    """The running totals of casualties of Ukraine's General Staff."""
    about = load_source("ua_general_staff")
    rows = view.statements(source=about.id, metric="casualties", kind="cumulative")
    return Readings((one for one in rows if one.evidence == "bytes" and not one.relayed_by), about.shows)


def total_changes(view: View) -> Worked:
    """Casualties in a period on Kyiv's totals."""
    readings = totals(view)
    return lambda period: flow(readings, period, began=conflict().start)


def layer_changes(view: View) -> Worked:
    """Net ground on ISW's areas as given."""
    about = load_source("isw")
    rows = view.statements(source=about.id, metric="held", kind="level")
    readings = Readings((one for one in rows if one.relayed_by == about.relayed_by), about.shows)
    return lambda period: flow(readings, period)


def map_changes(view: View) -> Worked:
    """Net ground on DeepState's maps."""
    about = load_source("deepstate")
    series = MapSeries(view.maps(about.id), about.shows)

    def net(period: Period) -> Statement | None:
        found = series.change(period)
        return found.net if found else None

    return net
