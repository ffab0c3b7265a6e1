"""Maps read in a row are the maps that are read by themselves, and refused as they are."""

import json
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pyrrhus.errors import SourceError
from pyrrhus.ground import reader as module
from pyrrhus.ground.edges import difference
from pyrrhus.ground.maps import read_map
from pyrrhus.ground.reader import Reader
from pyrrhus.ground.timeline import timeline_of


def comb(west, south, teeth=6):
    """An open ring: a bar with teeth, so that a meridian meets it often."""
    top = [(west + 0.08 * n, south + (0.35 if n % 2 else 0.8)) for n in range(2 * teeth)]
    return [(west, south), (west + 0.08 * (2 * teeth - 1), south), *reversed(top)]


BASE = [[comb(36, 48)], [comb(37.5, 48.2), [(37.62, 48.25), (37.68, 48.25), (37.65, 48.3)]], [comb(36.2, 49.5)]]


def document(polygons, name="a day", **more):
    rings = [[[list(at) for at in [*ring, ring[0]]] for ring in polygon] for polygon in polygons]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": rings}}
    return json.dumps({"type": "FeatureCollection", "name": name, **more, "features": [feature]}).encode()


def as_set(edges):
    return sorted(zip(*(getattr(edges, name).tolist() for name in edges.__slots__), strict=True))


def outcome(read, data):
    """The border, or what is said instead."""
    try:
        return as_set(read(data))
    except SourceError as error:
        return str(error)


def alone(data):
    return read_map(data, where="a map").edges


def in_a_row(files):
    """Each file's outcome; the events of each step are those between its border and the one before."""
    reader, newest, found = Reader(), None, []

    def read(data):
        nonlocal newest
        step = reader.step(data, where="a map")
        border = step.border()
        assert step.held_m2 == pytest.approx(border.area_m2, abs=1e-3)
        if step.events is not None:
            assert as_set(step.events) == as_set(difference(border, newest))
        newest = border
        return border

    for data in files:
        found.append(outcome(read, data))
    return found


place = st.tuples(st.integers(355, 395), st.integers(475, 505)).map(lambda at: (at[0] / 10, at[1] / 10))
near = st.tuples(st.floats(-0.08, 0.08), st.floats(-0.08, 0.08))
edits = st.tuples(
    st.sampled_from(["move", "nudge", "nudge", "nudge", "add", "drop", "ring", "hole", "less", "turn"]),
    st.integers(0, 9), st.integers(0, 99), place, near,
)  # fmt: skip


def edited(polygons, edit):
    """The polygons after one edit, right or wrong as a map."""
    what, which, number, (x, y), (dx, dy) = edit
    made = [[list(ring) for ring in polygon] for polygon in polygons]
    polygon = made[which % len(made)]
    ring = polygon[which % len(polygon)]
    at = number % len(ring)
    match what:
        case "move":
            ring[at] = (x, y)
        case "nudge":
            ring[at] = (ring[at][0] + dx, ring[at][1] + dy)
        case "add":
            (a, b), (c, d) = ring[at], ring[(at + 1) % len(ring)]
            ring.insert(at + 1, ((a + c) / 2 + dx, (b + d) / 2 + dy))
        case "drop":
            del ring[at]
        case "ring":
            made.insert(which % (len(made) + 1), [[(x, y), (x + 0.05, y), (x, y + 0.05)]])
        case "hole":
            polygon.append([(x, y), (x, y + 0.05), (x + 0.05, y)])
        case "less" if len(made) > 1:
            made.remove(polygon)
        case "turn":
            polygon[0] = ring[::-1]
    return [[r for r in polygon if r] for polygon in made if any(polygon)] or BASE


@given(st.lists(st.lists(edits, max_size=3), min_size=1, max_size=5))
def test_maps_in_a_row_are_what_each_is_by_itself(days):
    polygons, files = BASE, [document(BASE)]
    for number, day in enumerate(days):
        for edit in day:
            polygons = edited(polygons, edit)
        files.append(document(polygons, f"day {number}"))
    assert in_a_row(files) == [outcome(alone, data) for data in files]


FRAGMENTS = [
    b"], [", b"]], [[", b"]]], [[[", b"[1, 2], ", b"[36.1, 48.7], ", b"true", b"null", b"-", b"9", b'"', b"{", b"[", b"]", b", ",
    b"\\u0050", b"",
]  # fmt: skip


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(FRAGMENTS)), min_size=1, max_size=3))
@example([(0.5, 0, b"[36.1, 48.7], ")])
def test_bytes_that_are_spoilt_are_refused_as_they_are_by_themselves(cuts):
    data = document(BASE)
    for where, length, fragment in cuts:
        at = int(where * len(data))
        data = data[:at] + fragment + data[at + length :]
    files = [document(BASE), data, document(BASE)]
    assert in_a_row(files) == [outcome(alone, one) for one in files]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"FeatureCollection"', b'"Feature"'),
        (b'"MultiPolygon"', b'"Polygon"'),
        (b'"MultiPolygon"', b'"MultiLineString"'),
        (b'"name": "a day"', b'"crs": {"type": "name", "properties": {"name": "EPSG:3857"}}'),
        (b'"name": "a day"', b'"name": "another", "features": []'),
        (b"[[[[36", b"[[[[true, 48], [36"),
        (b"[[[[36", b"[[[[236, 48], [36"),
        (b"]}}]}", b"]}}]"),
        (b"]}}]}", b"]}}]} "),
        (b"]}}]}", b"]}}]}]"),
        (b"]]]]}}]}", b"]]], []]}}]}"),
        (b"[36, 48]]], [[", b"[36, 48.01]]], [["),  # not closed
        (b"[37.68, 48.25], ", b""),  # three positions
        (b"[37.65, 48.3]", b"[37.65, 48.21]"),  # drawn the other way from there on
        (b"[36.08, 48.35]", b"[36.08, 48.35, 7]"),
        (b"[36.08, 48.35]", b"[36.08]"),
        (b"[36.08, 48.35]", b'[36.08, "48.35"]'),
        (b"[36.08, 48.35]", b"[[36.08, 48.35]]"),
    ],
)
def test_another_document_around_the_same_positions_is_read_as_it_is_by_itself(old, new):
    files = [document(BASE), document(BASE).replace(old, new), document(BASE)]
    assert files[0] != files[1]
    assert in_a_row(files) == [outcome(alone, data) for data in files]


@pytest.mark.parametrize(
    ("west", "old", "new"),
    [(0.2, b"[1.0, 48.8]", b"[true, 48.8]"), (179.1, b"[179.9, 48.8]", b"[180.05, 48.8]")],
)
def test_a_position_that_is_none_is_refused_though_its_edges_are_short(west, old, new):
    ring = [(west, 48), (west + 0.9, 48), (west + 0.9, 48.4), (round(west + 0.8, 1), 48.8), (west + 0.4, 48.8), (west, 48.6)]
    files = [document([[ring]]), document([[ring]]).replace(old, new)]
    assert files[0] != files[1]
    found = in_a_row(files)
    assert found == [outcome(alone, data) for data in files]
    assert "expected" in found[1]


def test_days_that_differ_in_few_places_are_read_in_full_once(monkeypatch):
    read, files, polygons = [], [], BASE
    monkeypatch.setattr(module, "read_map", lambda data, **options: read.append(data) or read_map(data, **options))
    for number in range(8):
        files.append(document(polygons, f"day {number}"))
        polygons = edited(polygons, ("nudge", number, 5 * number, (0, 0), (0.01, -0.02)))
        if number == 3:
            polygons = edited(polygons, ("ring", 1, 0, (39, 50), (0, 0)))
        if number == 5:
            polygons = edited(polygons, ("less", 1, 0, (0, 0), (0, 0)))
    in_a_row(files)
    assert read == files[:1]


@pytest.mark.parametrize(
    "ring",
    [
        [(36.3, 48.05), (36.4, 48.05), (36.3, 48.1)],  # inside ground that is held
        [(35, 47), (39, 47), (39, 51), (35, 51)],  # around it
        [(36.3, 48.05), (36.4, 47.9), (36.5, 48.05)],  # across its border
    ],
)
def test_ground_that_a_new_ring_holds_twice_is_found(ring):
    """No edge of it needs to meet another: what is held twice is found on the meridians that it covers."""
    files = [document(BASE), document([*BASE, [ring]])]
    reader, steps = Reader(), []
    for data in files:
        steps.append(reader.step(data, where="a map"))
    assert steps[1].events is None
    assert as_set(steps[1].border()) == as_set(alone(files[1]))


def test_a_timeline_of_steps_is_that_of_the_maps():
    polygons, files = BASE, []
    for number in range(6):
        files.append(document(polygons, f"day {number}"))
        polygons = edited(polygons, ("nudge", number, 7 * number, (0, 0), (0.02, 0.01)))
    reader = Reader()
    steps = timeline_of(reader.step(data, where="a map") for data in files)
    maps = timeline_of(alone(data) for data in files)
    for a, b in pairwise(range(len(files))):
        assert as_set(steps.between([(a, b)])) == as_set(maps.between([(a, b)]))
    assert steps.held_m2 == pytest.approx(maps.held_m2, abs=1e-3)


def test_a_hole_that_takes_all_the_ground_is_refused():
    ring, hole = comb(36, 48), [(36.1, 48.05), (36.1, 48.1), (36.2, 48.1)]
    files = [document([[ring, hole]]), document([[ring, ring]])]
    found = in_a_row(files)
    assert found == [outcome(alone, data) for data in files]
    assert "enclose no ground" in found[1]
