"""``pyrrhus ground``: two files of one's own, and a source's maps by period, in every form, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import polars
import pytest
import shapely

from pyrrhus.cli.main import main
from pyrrhus.ground.area import polygons_area_m2
from pyrrhus.measures.ground_table import COLUMNS

WEST, EAST, ADVANCED = shapely.box(37, 48, 38, 49), shapely.box(38.5, 48, 39, 49), shapely.box(37, 48, 38.25, 49)


def run(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str, int]:
    with pytest.raises(SystemExit) as left:
        main(shlex.split(command))
    told = capsys.readouterr()
    return told.out, told.err, int(left.value.code or 0)


def written(path: Path, *polygons: shapely.Polygon) -> Path:
    path.write_text(shapely.to_geojson(shapely.MultiPolygon(list(polygons))))
    return path


@pytest.fixture
def files(tmp_path: Path) -> str:
    return f"{written(tmp_path / 'before.geojson', WEST, EAST)} {written(tmp_path / 'after.geojson', ADVANCED)}"


GAINED, LOST = (round(polygons_area_m2(p) / 1e6, 6) for p in (shapely.box(38, 48, 38.25, 49), EAST))


# two files ----------------------------------------------------------------------------------------------------------------


def test_two_files_give_ground_gained_and_lost(files: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, err, status = run(f"ground {files} --format json", capsys)
    told = json.loads(out)
    assert (told["gained_km2"], told["lost_km2"]) == (GAINED, LOST)
    assert told["net_km2"] == pytest.approx(GAINED - LOST, abs=1e-5)
    assert told["notes"] == {"earlier": [], "later": []}
    assert (err, status) == ("", 0)


def test_their_csv_and_table_have_the_same_figures(files: str, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = csv.DictReader(io.StringIO(run(f"ground {files} --format csv", capsys)[0]))
    assert (float(row["gained_km2"]), float(row["lost_km2"])) == (GAINED, LOST)
    table = run(f"ground {files}", capsys)[0]
    assert f"{GAINED:,.3f} km2" in table and f"{LOST:,.3f} km2" in table


def test_the_changed_ground_can_be_had_as_polygons(files: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = json.loads(run(f"ground {files} --format geojson", capsys)[0])
    for feature, km2 in zip(out["features"], (GAINED, LOST), strict=True):
        shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
        assert polygons_area_m2(shape) / 1e6 == pytest.approx(km2, abs=1e-4)
        assert feature["properties"]["km2"] == km2
    package = pytest.importorskip("pyogrio.raw")
    run(f"ground {files} --format gpkg --out {tmp_path / 'change.gpkg'} --quiet", capsys)
    _, _, shapes, fields = package.read(tmp_path / "change.gpkg")
    assert [polygons_area_m2(shapely.from_wkb(one)) / 1e6 for one in shapes] == pytest.approx([GAINED, LOST], abs=1e-4)
    assert fields[0].tolist() == ["gained", "lost"]


def test_a_repair_is_told_and_a_witness_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = written(tmp_path / "twice.geojson", WEST, shapely.box(37.5, 48, 38.25, 49))
    out, err, _ = run(f"ground {written(tmp_path / 'west.geojson', WEST)} {twice} --witness --format json", capsys)
    assert json.loads(out)["gained_km2"] == GAINED
    assert "2 polygons that overlap or touch merged" in err
    assert "GEOS, asked as a witness, agrees." in err


def test_two_files_are_compared_without_the_libraries_of_a_ledger(files: str) -> None:
    code = (
        "import sys; from pyrrhus.cli.main import main\n"
        f"try: main(['ground', *{files.split()!r}])\n"
        "except SystemExit: pass\n"
        "print(sorted({'shapely', 'pyproj', 'polars', 'sqlalchemy', 'pydantic', 'rich'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert told.splitlines()[-1] == "[]"


def files_refused() -> dict[str, tuple[bytes, str]]:
    ring = "[[37,48],[38,48],[38,49],[37,48]]"
    return {
        "truncated": (f'{{"type":"Polygon","coordinates":[{ring}'.encode(), "the JSON ends after"),
        "a_picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "are no JSON"),
        "empty": (b"", "0 bytes without content"),
        "deep": (b"[" * 100_000, "depth limit exceeded"),
        "metres": (b'{"type":"Polygon","coordinates":[[[4e6,6e6],[4.1e6,6e6],[4.1e6,6.1e6],[4e6,6e6]]]}', "outside -180 to 180"),
        "points": (b'{"type":"Point","coordinates":[37,48]}', "expected polygons, found 1 Point"),
    }


@pytest.mark.parametrize("name", files_refused())
def test_a_bad_file_is_one_sentence_with_its_name(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, said = files_refused()[name]
    bad, good = tmp_path / f"{name}.geojson", written(tmp_path / "good.geojson", WEST)
    bad.write_bytes(data)
    for pair in (f"{bad} {good}", f"{good} {bad}"):
        out, err, status = run(f"ground {pair}", capsys)
        assert (out, status) == ("", 2)
        assert err.startswith(f"pyrrhus: {bad}: expected ") and err.count("\n") == 1
        assert said in err


def test_a_file_of_200_mb_is_refused_before_it_is_read_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = tmp_path / "large.geojson"
    with large.open("wb") as file:
        file.truncate(200 * 2**20)
    out, err, status = run(f"ground {large} {large}", capsys)
    assert (out, status) == ("", 2)
    assert "expected at most 67,108,864 bytes, there are more; raise --max-mb" in err


def test_one_file_none_of_the_name_or_a_layer_it_cannot_have_is_refused(
    files: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command, said in (
        (f"ground {files.split()[0]}", "expected two map files, got 1; name the earlier and the later one"),
        (f"ground {tmp_path / 'none.geojson'} {files.split()[0]}", "cannot read it: No such file or directory"),
        (f"ground {files} --status claimed", "no layer that is claimed in a map without layers"),
        (f"ground {files} --format gpkg", "bytes are not for a terminal"),
    ):
        out, err, status = run(command, capsys)
        assert (out, status) == ("", 2)
        assert said in err and err.count("\n") == 1


def test_swapped_axes_are_refused_for_a_known_map_and_pointed_out_for_any_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = written(tmp_path / "right.geojson", WEST)
    swapped = written(tmp_path / "swapped.geojson", shapely.box(48, 37, 49, 38))
    out, err, status = run(f"ground {right} {swapped} --source deepstate", capsys)
    assert (out, status) == ("", 2)
    assert (
        "expected ground within longitudes 22 to 42 and latitudes 44 to 54, got 48 to 49 and 37 to 38; check for latitude" in err
    )
    _, err, status = run(f"ground {right} {swapped}", capsys)
    assert status == 0
    assert "the two maps lie apart: check for latitude before longitude in one of them" in err


# a source's maps, as shipped -----------------------------------------------------------------------------------------------


def rows(command: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    out, _, status = run(f"ground --source deepstate --format csv --quiet {command}", capsys)
    assert status == 0
    return list(csv.DictReader(io.StringIO(out)))


def test_a_month_is_had_by_each_convention(capsys: pytest.CaptureFixture[str]) -> None:
    found = {
        name: rows(f"--from 2024-10-01 --to 2024-10-31 --convention {name}", capsys)[0]
        for name in ("calendar", "first_to_first", "last_to_last")
    }
    last = found["last_to_last"]
    assert [round(float(last[name]), 1) for name in ("gained_km2", "lost_km2", "net_km2")] == [481.7, 2.5, 479.2]
    assert (last["first_day"], last["last_day"]) == ("2024-09-30", "2024-10-31")
    assert found["calendar"]["first_day"] == found["first_to_first"]["first_day"] == "2024-10-01"


def test_ground_that_went_back_and_forth_shows_in_the_steps(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = rows("--from 2026-02-01 --to 2026-02-28 --convention last_to_last", capsys)
    assert [round(float(row[name]), 1) for name in ("gained_km2", "lost_km2", "net_km2")] == [203.8, 48.9, 155.0]
    assert float(row["gained_by_day_km2"]) > float(row["gained_km2"])
    assert float(row["gained_by_day_km2"]) - float(row["lost_by_day_km2"]) == pytest.approx(float(row["net_km2"]), abs=1e-4)


@pytest.mark.parametrize(("by", "codes"), [
    ("day", ["2025-01-30", "2025-01-31", "2025-02-01"]), ("week", ["2025-W05"]), ("month", ["2025-01", "2025-02"]),
    ("quarter", ["2025-Q1"]), ("year", ["2025"]),
])  # fmt: skip
def test_every_period_from_first_to_last_is_a_row(by: str, codes: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(f"--by {by} --from 2025-01-30 --to 2025-02-01", capsys)
    assert [row["period"] for row in found] == codes
    assert list(found[0]) == list(COLUMNS)
    assert {row["redrawn_gained_km2"] + row["redrawn_lost_km2"] for row in found} == {""}


def test_a_period_without_two_maps_has_empty_figures_and_a_flag(capsys: pytest.CaptureFixture[str]) -> None:
    before, first, second = rows("--from 2024-06-01 --to 2024-08-31", capsys)
    assert (before["flags"], before["gained_km2"], before["first_day"]) == ("no_maps", "", "")
    assert first["flags"] == "no_maps"
    assert second["flags"] == ""
    assert second["gained_km2"] != ""


def test_a_stand_in_and_a_map_drawn_anew_are_flagged(capsys: pytest.CaptureFixture[str]) -> None:
    (january,) = rows("--from 2025-01-01 --to 2025-01-31", capsys)
    assert january["flags"] == "stand_in"
    (autumn,) = rows("--from 2025-09-01 --to 2025-09-30", capsys)
    assert autumn["flags"] == "redraw"
    _, err, _ = run("ground --source deepstate --from 2025-09-01 --to 2025-09-30", capsys)
    assert "redrawn on 2025-09-12" in err and "2025-09" in err


def test_the_forms_for_machines_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = "--from 2024-09-01 --to 2024-11-30"
    plain = rows(asked, capsys)
    told = json.loads(run(f"ground --source deepstate {asked} --format json --quiet", capsys)[0])
    assert [row["net_km2"] for row in told] == [float(row["net_km2"]) for row in plain]
    run(f"ground --source deepstate {asked} --format parquet --out {tmp_path / 'rows.parquet'} --quiet", capsys)
    frame = polars.read_parquet(tmp_path / "rows.parquet")
    assert frame.columns == list(COLUMNS)
    assert [float(value) for value in frame["net_km2"]] == [float(row["net_km2"]) for row in plain]


def test_geometry_that_a_licence_keeps_back_is_null_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    out, err, status = run("ground --source deepstate --from 2025-05-01 --to 2025-05-31 --format geojson", capsys)
    features = json.loads(out)["features"]
    assert [(one["geometry"], one["properties"]["change"]) for one in features] == [(None, "gained"), (None, "lost")]
    assert status == 0
    assert "left out: the geometry, which the licence of deepstate keeps from being passed on" in err


@pytest.mark.parametrize(("command", "said"), [
    ("ground", "no source; there are maps of: isw, deepstate, liveuamap; name one with --source"),
    ("ground --source uk_mod", "no maps of 'uk_mod'; there are maps of: isw, deepstate, liveuamap"),
    ("ground --source deepstate --status claimed", "the maps of deepstate do not say what is claimed; they say what is: held"),
    ("ground --source liveuamap", "no map of liveuamap is held as of"),
    ("ground --source deepstate --from 2025-02-01 --to 2025-01-01", "the first day 2025-02-01 lies after the last 2025-01-01"),
])  # fmt: skip
def test_what_cannot_be_measured_is_one_sentence(command: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, err, status = run(command, capsys)
    assert (out, status) == ("", 2)
    assert said in err and err.count("\n") == 1


def values(row: dict[str, str], *names: str) -> list[Any]:
    return [round(float(row[name]), 1) for name in names]


@pytest.mark.slow
@pytest.mark.shared
def test_liveuamap_s_layers_give_january_2025_and_its_traps_are_kept_off(
    synced: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    monkeypatch.setenv("PYRRHUS_CACHE", str(tmp_path / "cache"))
    asked = "ground --source liveuamap --format csv --convention last_to_last"
    out, _, _ = run(f"{asked} --from 2025-01-01 --to 2025-01-31", capsys)
    (january,) = csv.DictReader(io.StringIO(out))
    assert values(january, "gained_km2", "lost_km2", "net_km2") == [457.7, 94.2, 363.6]
    out, err, _ = run(f"{asked} --by day --from 2023-12-08 --to 2023-12-12", capsys)
    assert [row["flags"] for row in csv.DictReader(io.StringIO(out))] == ["", "no_maps", "no_maps", "no_maps", "stand_in"]
    assert "left out: 3 maps from 2023-12-09 to 2023-12-11: the labels of these files are broken" in err
    out, err, _ = run(f"{asked} --by day --from 2024-03-13 --to 2024-03-14", capsys)
    assert [row["flags"] for row in csv.DictReader(io.StringIO(out))] == ["", "redraw"]
    assert "redrawn on 2024-03-14" in err
    again, _, _ = run(f"{asked} --from 2025-01-01 --to 2025-01-31", capsys)
    assert list(csv.DictReader(io.StringIO(again))) == [january]
    out, _, _ = run(f"{asked} --status given_up --from 2025-01-01 --to 2025-01-31", capsys)
    (lost,) = csv.DictReader(io.StringIO(out))
    assert 0 < float(lost["held_km2"]) < 1_000
