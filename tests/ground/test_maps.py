"""A publisher's bytes become a map as they are, are repaired with a note, or are refused in one sentence."""

import json
import random

import numpy as np
import orjson
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from pyrrhus.errors import SourceError
from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.ground.maps import Map, read_map

SQUARE = [[37, 48], [38, 48], [38, 49], [37, 49], [37, 48]]
HOLE = [[37.2, 48.2], [37.2, 48.8], [37.8, 48.8], [37.8, 48.2], [37.2, 48.2]]
EAST = [[39, 48], [40, 48], [40, 49], [39, 49], [39, 48]]
OVERLAPPING = [[37.5, 48], [38.5, 48], [38.5, 49], [37.5, 49], [37.5, 48]]
BOW_TIE = [[37, 48], [38, 49], [38, 48], [37, 49], [37, 48]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry):
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def collection(*geometries, **members):
    return {"type": "FeatureCollection", **members, "features": [feature(geometry) for geometry in geometries]}


def read(document, where="map.geojson", **options):
    data = document if isinstance(document, bytes) else orjson.dumps(document)
    return read_map(data, where=where, **options)


MULTI = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [EAST]]}


@pytest.mark.parametrize(
    "document",
    [
        MULTI,
        feature(MULTI),
        collection(MULTI),
        collection(polygon(SQUARE, HOLE), polygon(EAST)),
        collection(polygon(SQUARE, HOLE), None, polygon(EAST)),
        {"type": "GeometryCollection", "geometries": [polygon(SQUARE, HOLE), polygon(EAST)]},
    ],
    ids=["geometry", "feature", "collection", "two_features", "null_geometry", "geometries"],
)
def test_all_polygons_of_a_document_are_one_map(document):
    found = read(document)
    assert found.geometry.equals_exact(shapely.from_geojson(orjson.dumps(MULTI)), tolerance=0)
    assert found.notes == ()


def test_a_valid_map_keeps_every_digit_and_the_way_its_rings_run():
    ring = [
        [37.123456789012345, 48.1],
        [37.0, 49.000000000000007],
        [38.00000000000001, 49.3],
        [37.123456789012345, 48.1],
    ]
    assert shapely.get_coordinates(read(polygon(ring)).geometry).tolist() == ring


def test_heights_are_dropped_and_whole_numbers_accepted():
    found = read(polygon([[*position, 120.5] for position in SQUARE[:3]] + SQUARE[3:]))
    assert shapely.get_coordinates(found.geometry, include_z=True).tolist() == [
        [float(lon), float(lat), pytest.approx(np.nan, nan_ok=True)] for lon, lat in SQUARE
    ]


def test_points_and_lines_are_left_out_with_a_note():
    point, line = {"type": "Point", "coordinates": [1, 2]}, {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}
    found = read(collection(point, polygon(SQUARE), line, point))
    assert polygons_area_m2(found.geometry) == polygons_area_m2(shapely.Polygon(SQUARE))
    assert found.notes == ("left out: 1 LineString", "left out: 2 Point")


def test_a_byte_order_mark_does_no_harm():
    assert read(b"\xef\xbb\xbf" + orjson.dumps(MULTI)).geometry.equals(read(MULTI).geometry)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_a_named_crs_of_degrees_is_accepted(name):
    assert read(collection(MULTI, crs={"type": "name", "properties": {"name": name}})).notes == ()


def test_parts_that_overlap_are_merged_and_lose_no_ground():
    """Even-odd, the repair of the whole multipolygon, would drop what two parts both cover."""
    found = read(collection(polygon(SQUARE), polygon(OVERLAPPING)))
    assert polygons_area_m2(found.geometry) == pytest.approx(polygons_area_m2(shapely.box(37, 48, 38.5, 49)), rel=1e-12)
    assert found.geometry.is_valid
    twice = polygons_area_m2(shapely.box(37.5, 48, 38, 49)) / 1e6
    assert found.notes == (f"2 polygons that overlap or touch merged with union_all, {twice:,.1f} km2 counted once",)


def test_a_polygon_that_crosses_itself_is_repaired_with_a_note():
    found = read(polygon(BOW_TIE))
    assert found.geometry.is_valid
    assert found.notes == ("1 of 1 polygons repaired with make_valid, the first for Self-intersection[37.5 48.5]",)
    assert polygons_area_m2(found.geometry) == pytest.approx(polygons_area_m2(shapely.Polygon(SQUARE)) / 2, rel=1e-2)


def test_one_bad_polygon_among_good_ones_is_repaired_by_itself():
    found = read(collection(polygon(BOW_TIE), polygon(EAST)))
    assert [note.split(",")[0] for note in found.notes] == [
        "1 of 2 polygons repaired with make_valid",
        "2 polygons that overlap or touch merged with union_all",
    ]
    assert polygons_area_m2(found.geometry) == pytest.approx(
        polygons_area_m2(shapely.Polygon(EAST)) + polygons_area_m2(read(polygon(BOW_TIE)).geometry)
    )


def test_maps_are_not_equal_by_accident():
    """Two readings of one file are two maps; whether their ground is the same is a question for change."""
    assert read(MULTI) != read(MULTI)


CUT = orjson.dumps(collection(MULTI))[:123]
FORMAT = "see RFC 7946 for the form that is read"
AGAIN = "fetch it again, and if it stays so keep the version before it"
REFUSED = {
    "nothing": (b"", "expected a GeoJSON FeatureCollection, got 0 bytes without content", AGAIN),
    "cut_off": (CUT, "expected a GeoJSON FeatureCollection, the JSON ends after 123 bytes", AGAIN),
    "a_page": (
        b"<!DOCTYPE html>\n<p>Not found</p>",
        "expected a GeoJSON FeatureCollection, the 32 bytes are no JSON and begin with '<!DOCTYPE html>\\n<p>N'",
        AGAIN,
    ),
    "not_utf8": (
        b'{"type": "\xff"}',
        "expected a GeoJSON FeatureCollection, byte 11 of 13 is no UTF-8",
        AGAIN,
    ),
    "broken_inside": (
        b'{"type": "FeatureCollection",\n"features": [}',
        "expected a GeoJSON FeatureCollection, the JSON breaks off in line 2, column 14 "
        "(unexpected character, expected a JSON value)",
        AGAIN,
    ),
    "too_deep": (
        b"[" * 5000,
        "expected a GeoJSON FeatureCollection, the JSON breaks off in line 1, column 1,026 (depth limit exceeded)",
        AGAIN,
    ),
    "not_an_object": ([1], "expected the document to be a GeoJSON object, got a list of 1", FORMAT),
    "topojson": ({"type": "Topology"}, "expected the document to be GeoJSON, its type is 'Topology'", FORMAT),
    "no_features": (
        {"type": "FeatureCollection"},
        'expected "features" of the document to be a list, got nothing',
        FORMAT,
    ),
    "geometry_as_feature": (
        {"type": "FeatureCollection", "features": [MULTI]},
        "expected feature 1 to be a GeoJSON Feature, got an object of type 'MultiPolygon'",
        FORMAT,
    ),
    "feature_without_geometry": (
        {"type": "FeatureCollection", "features": [{"type": "Feature"}]},
        "expected feature 1 to have a geometry, there is none",
        FORMAT,
    ),
    "nested_collections": (
        b'{"type": "GeometryCollection", "geometries": [' * 20 + b"]}" * 20,
        "expected geometry collections nested at most 8 deep, there are more",
        FORMAT,
    ),
    "empty": (collection(), "expected polygons, found none", FORMAT),
    "points_only": (
        collection({"type": "Point", "coordinates": [1, 2]}),
        "expected polygons, found 1 Point",
        FORMAT,
    ),
    "ring_is_a_word": (
        polygon("abc"),
        "expected a ring in the polygon of the document to be a list of positions, got 'abc'",
        FORMAT,
    ),
    "position_is_a_number": (
        polygon(SQUARE[0]),
        "expected positions to be lists of two numbers, got 37",
        FORMAT,
    ),
    "one_number": (polygon([[37]]), "expected positions of two numbers, got a list of 1", FORMAT),
    "number_as_word": (
        polygon([["37", 48], *SQUARE[1:]]),
        "expected longitudes and latitudes to be numbers, got '37'",
        FORMAT,
    ),
    "truth_as_number": (
        polygon([[True, 48], *SQUARE[1:]]),
        "expected longitudes and latitudes to be numbers, got True",
        FORMAT,
    ),
    "null_as_number": (
        polygon([[None, 48], *SQUARE[1:]]),
        "expected longitudes and latitudes to be numbers, got nothing",
        FORMAT,
    ),
    "not_finite": (
        json.dumps(polygon([[float("nan"), 48], *SQUARE[1:]])).encode(),
        "expected a GeoJSON FeatureCollection, the JSON breaks off in line 1, column 39 "
        "(unexpected character, expected a JSON value)",
        AGAIN,
    ),
    "short_ring": (
        collection(MULTI, polygon(SQUARE[:3])),
        "expected at least 4 positions in each ring, one in the polygon of feature 2 has 3",
        AGAIN,
    ),
    "open_ring": (
        collection({"type": "MultiPolygon", "coordinates": [[EAST], [SQUARE, HOLE[:-1]]]}),
        "expected closed rings, one in polygon 2 of feature 1 does not end where it begins",
        AGAIN,
    ),
    "flat": (
        polygon([[37, 48], [38, 49], [39, 50], [37, 48]]),
        "expected polygons, what there are enclose no ground",
        AGAIN,
    ),
    "metres": (
        polygon([[4_123_456.5, 6_100_000], [4_123_456.5, 6_200_000], [4_200_000, 6_200_000], [4_123_456.5, 6_100_000]]),
        "expected degrees, longitude 4,123,456.5 in the polygon of the document is outside -180 to 180",
        "check for metres, or for latitude before longitude",
    ),
    "axes_swapped": (
        collection(MULTI, polygon([[lat, lon + 90] for lon, lat in SQUARE])),
        "expected degrees, latitude 127 in the polygon of feature 2 is outside -90 to 90",
        "check for metres, or for latitude before longitude",
    ),
    "another_crs": (
        collection(MULTI, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}),
        "expected degrees of WGS 84 (CRS84), the file says 'urn:ogc:def:crs:EPSG::3857'",
        "convert it first",
    ),
}


@pytest.mark.parametrize(("document", "problem", "remedy"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_map_is_refused_in_one_sentence(document, problem, remedy):
    with pytest.raises(SourceError) as raised:
        read(document, where="data/map_20250201.geojson")
    assert str(raised.value) == f"data/map_20250201.geojson: {problem}; {remedy}"
    assert raised.value.where == "data/map_20250201.geojson"


def test_bytes_beyond_the_limit_are_not_parsed():
    with pytest.raises(SourceError, match="expected at most 100 bytes, got 1,000"):
        read(b"{" * 1000, max_bytes=100)


def test_a_file_of_millions_of_empty_lists_is_not_parsed():
    with pytest.raises(SourceError, match="expected at most 6,000,000 values and containers, there are more"):
        read(b"[" + b"[]," * 3_000_001 + b"[]]")


SMALL = orjson.dumps(collection(polygon(SQUARE, HOLE), {"type": "Point", "coordinates": [1, 2]}, polygon(EAST)))


@st.composite
def mutated(draw):
    data = bytearray(SMALL)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["set", "cut", "insert", "double"])):
            case "set":
                data[at] = draw(st.sampled_from(b'0123456789-+.eE[]{},:" \x00\xff') | st.integers(0, 255))
            case "cut":
                del data[at : at + draw(st.integers(1, 20))]
            case "insert":
                data[at:at] = draw(st.sampled_from([b"[", b"]", b"1e308", b"null", b'"x"', b"{}", b"-", b"9" * 30]))
            case "double":
                data[at:at] = data[at : at + draw(st.integers(1, 60))]
        if not data:
            break
    return bytes(data)


@given(data=mutated())
@example(data=SMALL)
def test_damaged_bytes_give_a_map_or_a_source_error(data):
    assert_map_or_refusal(data)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=3), lambda x: st.lists(x, max_size=4)))
def test_any_coordinates_give_a_map_or_a_source_error(coordinates):
    for kind in ("Polygon", "MultiPolygon"):
        assert_map_or_refusal(orjson.dumps({"type": kind, "coordinates": coordinates}))


def test_rings_of_random_steps_give_a_valid_map_or_a_source_error():
    dice = random.Random(2368)
    for _ in range(200):
        rings = [[[dice.randint(0, 4), dice.randint(0, 4)] for _ in range(dice.randint(3, 9))] for _ in range(3)]
        closed = [[*ring, ring[0]] for ring in rings]
        assert_map_or_refusal(orjson.dumps({"type": "MultiPolygon", "coordinates": [closed[:2], closed[2:]]}))


def assert_map_or_refusal(data):
    match outcome(data):
        case Map(geometry=geometry):
            assert geometry.is_valid
            assert polygons_area_m2(geometry) > 0
        case sentence:
            assert sentence.startswith("map.geojson: expected ")
            assert "\n" not in sentence


def outcome(data):
    try:
        return read_map(data, where="map.geojson")
    except SourceError as error:
        return str(error)
