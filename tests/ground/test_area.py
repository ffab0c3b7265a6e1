"""Areas are those of the WGS 84 ellipsoid, for edges straight in longitude and latitude."""

import math
import subprocess
import sys

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from pyrrhus.ground.area import area_m2, polygons_area_m2

GEOD = Geod(ellps="WGS84")
BOX = shapely.box(37, 48, 38, 49)


def area_of_box(west, south, east, north):
    """The closed area between two meridians and two parallels, in its logarithmic form and by the standard library."""
    a, f = 6_378_137.0, 1 / 298.257223563
    e = math.sqrt(f * (2 - f))

    def strip(latitude):
        x = e * math.sin(math.radians(latitude))
        return (a * (1 - f)) ** 2 / (2 * e) * (x / (1 - x * x) + math.log((1 + x) / (1 - x)) / 2)

    return math.radians(east - west) * (strip(north) - strip(south))


def geodesic_area(polygon, pieces=400):
    """Karney's area of a ring whose straight edges were cut so fine that a geodesic cannot leave them."""
    lon, lat = shapely.get_coordinates(polygon.exterior).T
    steps = np.arange((len(lon) - 1) * pieces + 1) / pieces
    at = np.arange(len(lon))
    return abs(GEOD.polygon_area_perimeter(np.interp(steps, at, lon), np.interp(steps, at, lat))[0])


@pytest.mark.parametrize(
    "bounds", [(37, 48, 38, 49), (0, 0, 1, 1), (-70, -55, -60, -54), (37, 48, 37.001, 48.001), (10, -3, 40, 5)]
)
def test_a_box_has_its_closed_area(bounds):
    assert polygons_area_m2(shapely.box(*bounds)) == pytest.approx(area_of_box(*bounds), rel=1e-9)


def test_the_whole_ellipsoid_has_the_area_that_is_printed_for_it():
    assert polygons_area_m2(shapely.box(-180, -90, 180, 90)) == pytest.approx(510_065_621_724_089, rel=1e-12)


@given(
    longitude=st.floats(-170, 170),
    latitude=st.floats(-70, 70),
    size=st.floats(0.001, 0.5),
    turns=st.lists(st.floats(0.4, 1.0), min_size=3, max_size=12),
)
def test_small_polygons_agree_with_geodesic_areas(longitude, latitude, size, turns):
    angles = np.linspace(0, 2 * np.pi, len(turns), endpoint=False)
    polygon = shapely.Polygon(
        np.c_[longitude + size * np.array(turns) * np.cos(angles), latitude + size * np.array(turns) * np.sin(angles)]
    )
    assert polygons_area_m2(polygon) == pytest.approx(geodesic_area(polygon), rel=1e-6, abs=1e-3)


def test_long_straight_edges_are_not_taken_for_geodesics():
    """Between two points on one parallel an edge runs along the parallel, as RFC 7946 draws it."""
    wide = shapely.box(30, 48, 40, 49)
    uncut = abs(GEOD.geometry_area_perimeter(wide)[0])
    assert polygons_area_m2(wide) == pytest.approx(geodesic_area(wide, 4000), rel=1e-7)
    assert abs(polygons_area_m2(wide) - uncut) > 1e6


def test_a_ring_is_positive_with_its_interior_on_the_left():
    lon, lat = np.array([37, 38, 38, 37, 37]), np.array([48, 48, 49, 49, 48])
    assert area_m2(lon, lat) == pytest.approx(area_of_box(37, 48, 38, 49))
    assert area_m2(lon[::-1], lat[::-1]) == pytest.approx(-area_of_box(37, 48, 38, 49))


@given(start=st.integers(0, 6), reverse=st.booleans())
def test_a_ring_may_start_anywhere_and_run_either_way(start, reverse):
    ring = np.array([[37, 48], [37.5, 47.9], [38, 48.2], [38.4, 48.9], [37.6, 48.5], [37.2, 49], [36.8, 48.6]])
    turned = np.roll(ring, start, axis=0)[:: -1 if reverse else 1]
    assert polygons_area_m2(shapely.Polygon(turned)) == pytest.approx(polygons_area_m2(shapely.Polygon(ring)), rel=1e-13)


def test_a_small_plot_keeps_its_digits_on_a_long_border():
    """One square metre is measured to a thousandth of itself."""
    side = 1e-5
    plot = shapely.box(37.8, 48.0, 37.8 + side, 48.0 + side)
    assert polygons_area_m2(plot) == pytest.approx(area_of_box(0, 48.0, side, 48.0 + side), rel=1e-3)


def test_holes_are_taken_off_whichever_way_they_run():
    hole = [(37.2, 48.2), (37.8, 48.2), (37.8, 48.8), (37.2, 48.8)]
    expected = area_of_box(37, 48, 38, 49) - area_of_box(37.2, 48.2, 37.8, 48.8)
    for ring in (hole, hole[::-1]):
        assert polygons_area_m2(shapely.Polygon(BOX.exterior, [ring])) == pytest.approx(expected)


def test_only_polygons_of_a_collection_count():
    line = shapely.LineString([(0, 0), (1, 1)])
    nested = shapely.GeometryCollection([line, shapely.GeometryCollection([shapely.MultiPolygon([BOX]), line]), BOX])
    assert polygons_area_m2(nested) == pytest.approx(2 * polygons_area_m2(BOX))


@pytest.mark.parametrize("wkt", ["POLYGON EMPTY", "MULTIPOLYGON EMPTY", "GEOMETRYCOLLECTION EMPTY", "POINT (1 2)"])
def test_what_encloses_nothing_has_no_area(wkt):
    assert polygons_area_m2(shapely.from_wkt(wkt)) == 0.0
    assert area_m2([], []) == 0.0


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        ([1, 2, 3, 1], [1, 2, 3], "one length"),
        ([[1, 2], [3, 1]], [[1, 2], [3, 1]], "one length"),
        ([1, 2, 2], [1, 1, 2], "closed"),
    ],
)
def test_what_is_no_closed_ring_is_refused(lon, lat, said):
    with pytest.raises(ValueError, match=said):
        area_m2(lon, lat)


def test_the_room_is_entered_without_loading_numpy_or_shapely():
    code = """
import sys
import pyrrhus.ground as ground
assert not {"numpy", "shapely", "orjson"} & set(sys.modules), "loaded too early"
assert all(callable(getattr(ground, name)) for name in ground.__all__)
assert set(ground.__all__) <= set(dir(ground))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_room_says_what_it_does_not_have():
    import pyrrhus.ground as ground

    with pytest.raises(AttributeError, match="no attribute 'sectors'"):
        _ = ground.sectors


def test_a_long_edge_is_measured_as_its_parts_are():
    long = shapely.Polygon([(38, 1.5), (38.5, 48.5), (38, 48)])
    short = shapely.segmentize(long, 0.01)
    assert polygons_area_m2(long) == pytest.approx(polygons_area_m2(short), abs=1)
