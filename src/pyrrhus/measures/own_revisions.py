"""How often the figures that are worked out here changed: months as they were first worked out, against now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from pyrrhus.conflict import conflict
from pyrrhus.ledger.view import View
from pyrrhus.measures.revisions import Revision, sized
from pyrrhus.measures.vintages import Group
from pyrrhus.measures.worked import divided
from pyrrhus.measures.yardsticks import Yardstick, layer_changes, map_changes, total_changes
from pyrrhus.period import DAY, Period, month
from pyrrhus.statement import Statement

__all__ = ["AFTER", "own_revisions"]

AFTER: Final = timedelta(days=5)
"""How long after a month's end its figures are taken to have been worked out first."""


def own_revisions(view: View) -> list[Revision]:
    """The monthly figures that briefs work out, as of five days after each month's end against now.

    A month whose figure could not be worked out then, or only for a part of the month, counts as ``missing`` and not as a
    figure.
    """
    began = conflict().start
    made = (_series(view, began, maker, prepared) for maker, prepared in _KINDS if maker in view.feeds())
    return [one for one in made if one is not None]


def _series(view: View, began: date, maker: str, prepared: Yardstick) -> Revision | None:
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


_KINDS: Final[tuple[tuple[str, Yardstick], ...]] = (
    ("ua_general_staff", total_changes),
    ("isw", layer_changes),
    ("deepstate", map_changes),
)
