"""Why two counts differ: steps that add up, merge where something is unknown, and bound what cannot be told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from making import area

from pyrrhus.conflict import conflict
from pyrrhus.measures.chain import STEPS, nearest, reconcile, wider_and_own
from pyrrhus.period import parse_period
from pyrrhus.statement import Statement

JANUARY = parse_period("2025-01")


def ground(value: float, source: str = "isw", **said: object) -> Statement:
    return area(source, str(value), JANUARY.start, JANUARY.end, **said)


@given(st.lists(st.one_of(st.none(), st.integers(-500, 900)), min_size=6, max_size=6))
def test_the_steps_add_up_and_every_name_stands_once(values: list[int | None]) -> None:
    figures = [None if value is None else ground(value, f"source{number}") for number, value in enumerate(values)]
    steps = reconcile(figures)
    known = [one for one in figures if one is not None]
    if len(known) < 2:
        assert steps == []
        return
    assert sum(step.term.value for step in steps) == known[-1].value - known[0].value  # type: ignore[misc,operator]
    names = [name for step in steps for name in step.names]
    first, last = figures.index(known[0]), figures.index(known[-1])
    assert tuple(names) == STEPS[first:last]


def test_scope_alone_is_a_bound_and_with_others_is_not() -> None:
    alone, *_ = reconcile([ground(498), ground(427), None, None, None, None])
    merged, *_ = reconcile([ground(498), None, ground(428), None, None, None])
    assert alone.term.bound == "under"
    assert merged.term.bound == "plain"
    assert merged.names == ("scope", "within_map")


def test_the_day_cut_is_the_convention_nearest_the_print() -> None:
    calendar, last, after = ground(332.2), ground(320.5), ground(318.7)
    assert nearest(ground(325), [calendar, last, after]) is last
    assert nearest(ground(331), [calendar, last, after]) is None
    assert nearest(ground(331), []) is None


def test_a_print_with_kursk_and_one_without_are_told_apart() -> None:
    of = conflict()
    wide, own = ground(498, place="Ukraine and Kursk Oblast"), ground(427, place="Ukraine")
    assert wider_and_own([own, wide], of) == (wide, own)
    later = area("isw", "500", parse_period("2025-06").start, parse_period("2025-06").end)
    assert wider_and_own([later], of) == (None, later)
