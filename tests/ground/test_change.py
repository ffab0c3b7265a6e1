"""Ground gained and lost between two maps, and the witnesses that keep a wrong figure from being printed."""

import urllib.request
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from pyrrhus.errors import Disagreement
from pyrrhus.ground import change as door
from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.ground.change import Change, change
from pyrrhus.ground.maps import Map, read_map

DEEPSTATE = "/cyterat/deepstate-map-data/main/data/deepstatemap_data_{:%Y%m%d}.geojson"


def a_map(*polygons):
    return Map(shapely.MultiPolygon(list(polygons)), ())


def km2(*polygons):
    return pytest.approx(sum(map(polygons_area_m2, polygons)), rel=1e-9)


WEST, EAST = shapely.box(37, 48, 38, 49), shapely.box(38.5, 48, 39, 49)
WEST_ADVANCED = shapely.box(37, 48, 38.25, 49)


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


def test_the_same_map_twice_is_no_change_and_costs_no_overlay(monkeypatch):
    monkeypatch.setattr(shapely, "difference", None)
    found = change(a_map(WEST, EAST), a_map(WEST, EAST))
    assert (found.gained_m2, found.lost_m2, found.net_m2) == (0, 0, 0)
    assert found.held_before_m2 == found.held_after_m2 == km2(WEST, EAST)


def test_the_same_ground_drawn_otherwise_is_no_change():
    turned = shapely.Polygon(np.roll(np.array(WEST.exterior.coords)[:-1], 2, axis=0)[::-1])
    found = change(a_map(WEST, EAST), a_map(EAST, turned))
    assert (found.gained_m2, found.lost_m2) == (0, 0)


def test_from_nothing_all_is_gained():
    found = change(a_map(), a_map(WEST))
    assert found == Change(found.held_after_m2, 0.0, 0.0, found.held_after_m2)
    assert found.gained_m2 == km2(WEST)


def test_a_change_cannot_be_altered():
    with pytest.raises(FrozenInstanceError):
        change(a_map(WEST), a_map(EAST)).gained_m2 = 0.0


corner = st.integers(0, 40).map(lambda n: 30 + n / 7)
blocks = st.lists(st.tuples(corner, corner, st.floats(0.01, 2), st.floats(0.01, 2)), min_size=1, max_size=5)


@st.composite
def maps(draw):
    """Maps of a few blocks with shared corners and edges, holes and lone parts: what neighbouring days look like."""
    merged = shapely.union_all([shapely.box(x, y, x + w, y + h) for x, y, w, h in draw(blocks)], grid_size=1e-6)
    if draw(st.booleans()):
        x, y, w, h = draw(blocks)[0]
        merged = shapely.difference(merged, shapely.box(x, y, x + w / 2, y + h / 2), grid_size=1e-6)
    parts = [part for part in shapely.get_parts(merged) if isinstance(part, shapely.Polygon) and not part.is_empty]
    assume(parts)
    return a_map(*parts)


def redrawn(a, start, reverse):
    """The same ground with its polygons in another order, its rings begun elsewhere and run the other way."""

    def ring(given):
        turned = np.roll(np.array(given.coords)[:-1], start, axis=0)
        return turned[::-1] if reverse else turned

    parts = [shapely.Polygon(ring(p.exterior), [ring(hole) for hole in p.interiors][::-1]) for p in a.geometry.geoms]
    return a_map(*parts[::-1])


@given(maps(), maps())
def test_what_one_way_is_gained_is_lost_the_other_way(a, b):
    there, back = change(a, b), change(b, a)
    assert (there.gained_m2, there.lost_m2) == pytest.approx((back.lost_m2, back.gained_m2), rel=1e-12, abs=1e-3)


@given(maps(), maps())
def test_net_is_the_difference_of_the_held_areas(a, b):
    found = change(a, b)
    assert found.net_m2 == pytest.approx(found.held_after_m2 - found.held_before_m2, abs=1.0)
    assert 0 <= found.gained_m2 <= found.held_after_m2 + 1
    assert 0 <= found.lost_m2 <= found.held_before_m2 + 1


@given(maps(), maps(), st.integers(0, 5), st.booleans())
def test_how_a_map_is_drawn_does_not_matter(a, b, start, reverse):
    plain, turned = change(a, b), change(redrawn(a, start, reverse), redrawn(b, start + 1, not reverse))
    assert (turned.gained_m2, turned.lost_m2) == pytest.approx((plain.gained_m2, plain.lost_m2), abs=0.1)


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


def test_a_grossly_wrong_overlay_is_refused_though_its_areas_add_up():
    """GEOS 3.14 finds no difference between two plots that share no ground."""
    if shapely.difference(RIGHT, LEFT).area > RIGHT.area / 2:
        pytest.skip("this GEOS is right about them")
    said = r"gained and lost together is 0.0 m2, a second overlay finds 3,003,527.\d m2"
    with pytest.raises(Disagreement, match=said):
        change(a_map(RIGHT), a_map(LEFT))


@pytest.mark.parametrize(
    ("gained", "lost", "again", "said"),
    [
        (5_000, 900, 5_900, r"gained less lost is 4,100.0 m2, the held areas differ by 4,000.0 m2"),
        (5_000, 1_000, 7_000, r"gained and lost together is 6,000.0 m2, a second overlay finds 7,000.0 m2"),
        (9_000, 5_000, 14_000, r"ground gained is 9,000.0 m2, more than the 8,000.0 m2 held on that map"),
        (8_500, 4_500, 13_000, r"ground gained is 8,500.0 m2, more than the 8,000.0 m2"),
        (float("nan"), 1_000, 6_000, r"gained less lost is nan m2"),
    ],
)
def test_a_witness_that_disagrees_is_told_with_both_numbers(monkeypatch, gained, lost, again, said):
    areas = iter([4_000, 8_000, gained, lost, again])
    monkeypatch.setattr(door, "polygons_area_m2", lambda _: next(areas))
    with pytest.raises(Disagreement, match=said):
        change(a_map(WEST), a_map(EAST))


def test_maps_that_geos_cannot_overlay_are_told_as_such(monkeypatch):
    def fail(*_args, **_options):
        raise shapely.errors.GEOSException("TopologyException: side location conflict")

    monkeypatch.setattr(shapely, "difference", fail)
    with pytest.raises(Disagreement, match="cannot be laid over each other: TopologyException"):
        change(a_map(WEST), a_map(EAST))


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
