"""A history of maps as one table of edges: every day comes back as it was, and any two days give their change."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from maps_made import EAST, GRID_BENDS_M2, WEST, a_map, maps

from pyrrhus.ground.change import change, changes
from pyrrhus.ground.edges import Edges
from pyrrhus.ground.packed import pack, unpack
from pyrrhus.ground.timeline import timeline_of

histories = st.lists(maps(), min_size=1, max_size=5)


def as_set(edges: Edges):
    """A border as it is on the grid, whatever the order of its edges."""
    return sorted(zip(*(getattr(edges, name).tolist() for name in ("ax", "ay", "bx", "by", "sides")), strict=True))


def a_timeline(days):
    return timeline_of(day.edges for day in days)


@given(histories)
def test_any_day_rebuilt_from_the_timeline_is_the_day_read(days):
    history = a_timeline(days)
    assert len(history) == len(days)
    for number, day in enumerate(days):
        assert as_set(history.map(number)) == as_set(day.edges)
        assert history.held_m2[number] == day.held_m2


@given(histories)
def test_any_two_days_have_the_change_of_their_maps_forward_and_back(days):
    pairs = [(a, b) for a in range(len(days)) for b in range(len(days))]
    for (a, b), found in zip(pairs, changes(a_timeline(days), pairs), strict=True):
        alone = change(days[a], days[b])
        assert (found.gained_m2, found.lost_m2) == pytest.approx((alone.gained_m2, alone.lost_m2), abs=GRID_BENDS_M2)
        assert (found.held_before_m2, found.held_after_m2) == (alone.held_before_m2, alone.held_after_m2)


@given(histories)
def test_a_pair_alone_and_among_others_comes_to_the_same(days):
    history = a_timeline(days)
    steps = list(pairwise(range(len(days))))
    together = changes(history, steps)
    alone = [changes(history, [step])[0] for step in steps]
    assert [c.gained_m2 for c in together] == pytest.approx([c.gained_m2 for c in alone], abs=1e-3)
    assert [c.lost_m2 for c in together] == pytest.approx([c.lost_m2 for c in alone], abs=1e-3)


@given(histories, st.integers(0, 5))
def test_a_history_may_be_taken_up_again(days, at):
    whole = a_timeline(days)
    parts = timeline_of((day.edges for day in days[at:]), after=a_timeline(days[:at]))
    assert [as_set(parts.map(n)) for n in range(len(parts))] == [as_set(whole.map(n)) for n in range(len(whole))]
    assert parts.held_m2.tolist() == whole.held_m2.tolist()


@given(histories)
def test_a_timeline_comes_back_from_its_bytes_to_the_last_digit(days):
    history = a_timeline(days)
    again = unpack(pack(history))
    for name in ("lon", "lat", "a", "b", "edge", "by", "ends", "held_m2"):
        assert getattr(again, name).tolist() == getattr(history, name).tolist()
    assert pack(again) == pack(history)


def test_digits_beyond_the_grid_come_back_too():
    day = a_map(shapely.Polygon([(37.123456789012345, 48), (38, 48.00000000049), (38, 49)]))
    again = unpack(pack(a_timeline([day])))
    assert {37.123456789012345, 38.0} == set(again.lon.tolist())
    assert 48.00000000049 in again.lat.tolist()


def test_ground_that_goes_and_comes_back_is_no_new_edge():
    days = [a_map(WEST, EAST), a_map(WEST), a_map(WEST, EAST)]
    history = a_timeline(days)
    assert len(history.a) == 8
    assert len(history.edge) == 8 + 4 + 4
    assert [round(c.net_m2) for c in changes(history, [(0, 2)])] == [0]


def test_what_did_not_change_between_two_maps_is_not_looked_at():
    ring = [(37 + np.cos(t), 48 + np.sin(t)) for t in np.linspace(0, 2 * np.pi, 5_000, endpoint=False)]
    far = shapely.Polygon(ring)
    history = a_timeline([a_map(far, shapely.box(39, 48, 40, 49)), a_map(far, shapely.box(39, 48, 40, 49.5))])
    assert len(history.between([(0, 1)])) < 10


def test_bytes_that_promise_more_than_they_hold_are_refused_before_memory_is_asked_for():
    data = bytearray(pack(a_timeline([a_map(WEST)])))
    for at in range(19, len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[at] ^= 1 << bit
            try:
                unpack(bytes(flipped))
            except ValueError as error:
                assert "timeline" in str(error)


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 255))
def test_damaged_bytes_are_refused_or_are_a_timeline(junk, at, byte):
    data = bytearray(pack(a_timeline([a_map(WEST), a_map(WEST, EAST)])))
    data[at % len(data)] = byte
    for some in (bytes(data), junk, bytes(data[:at])):
        try:
            assert len(unpack(some)) >= 0
        except ValueError as error:
            assert "timeline" in str(error)
