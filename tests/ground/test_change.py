"""Ground gained and lost between two maps, and the witnesses that keep a wrong figure from being printed."""

import urllib.request
from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from maps_made import EAST, GRID_BENDS_M2, WEST, WEST_ADVANCED, a_map, km2, maps, redrawn

from pyrrhus.errors import Disagreement
from pyrrhus.ground import witness as witnesses
from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.ground.change import Change, change
from pyrrhus.ground.edges import difference
from pyrrhus.ground.maps import read_map
from pyrrhus.ground.pieces import pieces
from pyrrhus.ground.witness import witness

DEEPSTATE = "/cyterat/deepstate-map-data/main/data/deepstatemap_data_{:%Y%m%d}.geojson"


def test_ground_taken_in_one_place_and_given_up_in_another_is_both():
    found = change(a_map(WEST, EAST), a_map(WEST_ADVANCED))
    assert found.gained_m2 == km2(shapely.box(38, 48, 38.25, 49))
    assert found.lost_m2 == km2(EAST)
    assert found.net_m2 == found.gained_m2 - found.lost_m2
    assert found.held_before_m2 == km2(WEST, EAST)
    assert found.held_after_m2 == km2(WEST_ADVANCED)


def test_a_pocket_inside_held_ground_is_lost():
    pocket = shapely.box(37.4, 48.4, 37.6, 48.6)
    found = change(a_map(WEST), a_map(shapely.Polygon(WEST.exterior, [pocket.exterior])))
    assert (found.gained_m2, found.lost_m2) == (0, km2(pocket))


def test_the_same_map_twice_is_no_change():
    found = change(a_map(WEST, EAST), a_map(WEST, EAST))
    assert (found.gained_m2, found.lost_m2, found.net_m2) == (0, 0, 0)
    assert found.held_before_m2 == found.held_after_m2 == km2(WEST, EAST)


def test_the_same_ground_drawn_otherwise_is_no_change():
    turned = shapely.Polygon(np.roll(np.array(WEST.exterior.coords)[:-1], 2, axis=0)[::-1])
    found = change(a_map(WEST, EAST), a_map(EAST, turned))
    assert (found.gained_m2, found.lost_m2) == (0, 0)


def test_ground_that_moves_as_a_whole_is_gained_and_lost_as_a_whole():
    found = change(a_map(WEST), a_map(EAST))
    assert found == Change(km2(EAST), km2(WEST), found.held_before_m2, found.held_after_m2)


def test_a_change_cannot_be_altered():
    with pytest.raises(FrozenInstanceError):
        change(a_map(WEST), a_map(EAST)).gained_m2 = 0.0


def outcome(a, b):
    found = change(a, b)
    return found.gained_m2, found.lost_m2


@given(maps(), maps())
def test_gained_and_lost_are_what_geos_finds(a, b):
    found = change(a, b)
    again = witness(a, b, found)
    assert (found.gained_m2, found.lost_m2) == pytest.approx((again.gained_m2, again.lost_m2), abs=GRID_BENDS_M2)


@given(maps(), maps())
def test_the_pieces_have_the_areas_of_the_change(a, b):
    found = change(a, b)
    gained, lost = pieces(difference(b.edges, a.edges))
    assert gained.is_valid and lost.is_valid
    assert polygons_area_m2(gained) == pytest.approx(found.gained_m2, rel=1e-9, abs=GRID_BENDS_M2)
    assert polygons_area_m2(lost) == pytest.approx(found.lost_m2, rel=1e-9, abs=GRID_BENDS_M2)


@given(maps(), maps(), st.integers(1, 4))
def test_points_along_a_straight_border_change_nothing(a, b, parts):
    assert outcome(along(a, parts), b) == pytest.approx(outcome(a, b), rel=1e-9, abs=GRID_BENDS_M2)


@given(st.lists(maps(), min_size=2, max_size=4))
def test_the_nets_of_a_chain_of_days_are_the_net_of_its_ends(days):
    steps = [change(a, b).net_m2 for a, b in pairwise(days)]
    assert sum(steps) == pytest.approx(change(days[0], days[-1]).net_m2, abs=GRID_BENDS_M2)


def along(a, parts):
    """The same ground with points set on its straight borders."""
    return a_map(*(shapely.segmentize(p, 1.0 / parts) for p in a.geometry.geoms))


@given(maps(), maps())
def test_what_one_way_is_gained_is_lost_the_other_way(a, b):
    there, back = change(a, b), change(b, a)
    assert (there.gained_m2, there.lost_m2) == pytest.approx((back.lost_m2, back.gained_m2), rel=1e-12, abs=1e-3)


@given(maps(), maps())
def test_net_is_the_difference_of_the_held_areas(a, b):
    found = change(a, b)
    assert found.net_m2 == pytest.approx(found.held_after_m2 - found.held_before_m2, abs=GRID_BENDS_M2)
    assert 0 <= found.gained_m2 <= found.held_after_m2 + GRID_BENDS_M2
    assert 0 <= found.lost_m2 <= found.held_before_m2 + GRID_BENDS_M2


@given(maps(), maps(), st.integers(0, 5), st.booleans())
def test_how_a_map_is_drawn_does_not_matter(a, b, start, reverse):
    plain, turned = change(a, b), change(redrawn(a, start, reverse), redrawn(b, start + 1, not reverse))
    assert (turned.gained_m2, turned.lost_m2) == pytest.approx((plain.gained_m2, plain.lost_m2), abs=GRID_BENDS_M2)


# The plots of shapely#2368 at 1/1024 of their size: side by side, of one area, a border apart by the last bit.
LEFT = shapely.Polygon(
    [
        (0.2692336285123764, -0.0046134520888878715),
        (0.2690742621351173, 0.0017713353062204368),
        (0.2881710081466634, 0.0022479963194954908),
        (0.2883303745239225, -0.004136791075612817),
    ]
)
RIGHT = shapely.Polygon(
    [
        (0.2883303745239225, -0.004136791075612817),
        (0.2881710081466634, 0.002247996319495491),
        (0.3072677541582095, 0.002724657332770545),
        (0.3074271205354686, -0.003660130062337763),
    ]
)


def test_two_plots_side_by_side_share_nothing_whatever_geos_says_of_them():
    """GEOS 3.14 finds no difference between them, and its areas add up."""
    found = change(a_map(RIGHT), a_map(LEFT))
    assert (found.gained_m2, found.lost_m2) == (km2(LEFT), km2(RIGHT))
    again = witness(a_map(RIGHT), a_map(LEFT), found)
    assert again.gained_m2 == pytest.approx(found.gained_m2, abs=0.1)


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (Change(5_000, 900, 5_900, 10_000), r"gained is 5,000.0 m2 by edges, 4,\d+,\d+,\d+.\d m2 by overlay"),
        (Change(float("nan"), 0, 5_900, 5_900), r"gained is nan m2 by edges"),
    ],
)
def test_a_witness_that_disagrees_is_told_with_both_numbers(measured, said):
    with pytest.raises(Disagreement, match=said):
        witness(a_map(WEST), a_map(EAST), measured)


def test_a_net_that_is_not_the_difference_of_the_held_areas_is_refused():
    wrong = replace(a_map(EAST), edges=replace(a_map(EAST).edges, share=a_map(EAST).edges.share * 1.1))
    later = a_map(EAST, WEST)
    assert change(a_map(EAST), later).lost_m2 == 0
    with pytest.raises(Disagreement, match=r"gained less lost is [\d,.]+ m2, the held areas differ by"):
        change(wrong, later)


def test_a_map_that_holds_ground_twice_is_refused():
    twice = replace(a_map(WEST), edges=replace(a_map(WEST).edges, sides=a_map(WEST).edges.sides * 2))
    with pytest.raises(Disagreement, match="gained or lost more than once"):
        change(a_map(EAST), twice)


def test_maps_that_geos_cannot_overlay_are_told_as_such(monkeypatch):
    def fail(*_args, **_options):
        raise shapely.errors.GEOSException("TopologyException: side location conflict")

    found = change(a_map(WEST), a_map(EAST))
    monkeypatch.setattr(witnesses.shapely, "difference", fail)
    with pytest.raises(Disagreement, match="cannot be laid over each other: TopologyException"):
        witness(a_map(WEST), a_map(EAST), found)


@pytest.fixture(scope="module")
def deepstate(mirror):
    """DeepState's map of a day, read once."""
    held = {}

    def of(day):
        if day not in held:
            address = mirror + DEEPSTATE.format(day)
            with urllib.request.urlopen(address) as answer:
                held[day] = read_map(answer.read(), where=address)
        return held[day]

    return of


def in_km2(*areas):
    return tuple(round(area / 1e6, 1) for area in areas)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (date(2024, 12, 31), date(2025, 1, 31), (321.1, 0.6, 320.5)),
        (date(2025, 1, 2), date(2025, 2, 1), (319.3, 0.6, 318.7)),
        (date(2024, 12, 31), date(2025, 2, 1), (332.8, 0.6, 332.2)),
        (date(2024, 9, 30), date(2024, 10, 31), (481.7, 2.5, 479.2)),
        (date(2026, 1, 31), date(2026, 2, 28), (203.8, 48.9, 155.0)),
    ],
    ids=["january_last_to_last", "january_first_to_first", "january_calendar", "october_2024", "february_2026"],
)
def test_months_of_deepstate_have_their_known_change(deepstate, earlier, later, expected):
    found = change(deepstate(earlier), deepstate(later))
    assert in_km2(found.gained_m2, found.lost_m2, found.net_m2) == expected


@pytest.mark.shared
def test_the_steps_of_january_2025_sum_to_more_than_its_two_ends_show(deepstate):
    """Ground that went back and forth counts in each step; 2025-01-01 was not published."""
    first, missing = date(2024, 12, 31), date(2025, 1, 1)
    days = [day for n in range(32) if (day := first + timedelta(n)) != missing]
    steps = [change(deepstate(a), deepstate(b)) for a, b in pairwise(days)]
    assert in_km2(sum(s.gained_m2 for s in steps), sum(s.lost_m2 for s in steps)) == (326.6, 6.1)
    whole = change(deepstate(days[0]), deepstate(days[-1]))
    assert sum(step.net_m2 for step in steps) == pytest.approx(whole.net_m2, abs=1.0)
