"""What a source's .toml must say, and how a path tells its day."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources
from typing import Any

import pytest
from pydantic import ValidationError

from pyrrhus.conflict import conflict
from pyrrhus.sources.contract import ADAPTERS, File, Source, load_source, reader_of
from pyrrhus.vocabulary import EVIDENCE_GRADES

MAP = load_source("deepstate").files[0]


def told(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("pyrrhus.sources") / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ADAPTERS)
def test_the_toml_of_each_source_is_valid_and_says_who_it_is(name: str) -> None:
    source = load_source(name)
    assert source.id == name
    # A list of others' figures counts nothing itself: who relays it is known.
    assert source.id in conflict().publishers or source.relayed_by in conflict().publishers
    assert source.licence_note
    assert source.attribution
    assert {file.evidence for file in source.files} <= set(EVIDENCE_GRADES)
    assert len({file.name for file in source.files}) == len(source.files)


@pytest.mark.parametrize("name", ADAPTERS)
def test_each_series_has_a_reader(name: str) -> None:
    source = load_source(name)
    for file in source.files:
        if file.kind == "series":
            assert callable(reader_of(source, file).records)


def test_every_toml_beside_the_modules_is_a_source_that_is_synced() -> None:
    folder = resources.files("pyrrhus.sources")
    assert {one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")} == set(ADAPTERS)


@pytest.mark.parametrize("name", ADAPTERS)
def test_an_unknown_key_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="licence_notes"):
        Source.model_validate(told(name) | {"licence_notes": "x"})


@pytest.mark.parametrize("name", ADAPTERS)
def test_an_unknown_key_of_a_file_is_refused(name: str) -> None:
    source = told(name)
    source["files"][0]["vintage"] = True
    with pytest.raises(ValidationError, match="vintage"):
        Source.model_validate(source)


@pytest.mark.parametrize("name", ADAPTERS)
@pytest.mark.parametrize("key", ["id", "title", "shows", "stance", "licence", "attribution", "files"])
def test_a_missing_key_is_refused(name: str, key: str) -> None:
    source = told(name)
    del source[key]
    with pytest.raises(ValidationError, match=key):
        Source.model_validate(source)


@pytest.mark.parametrize(
    ("key", "value"),
    [("licence", "free"), ("shows", "evening"), ("files", []), ("title", 5), ("files", [{"name": "x", "kind": "table"}])],
)
def test_a_value_outside_the_closed_lists_is_refused(key: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate(told("isw") | {key: value})


def test_a_source_cannot_be_changed_once_it_is_read() -> None:
    with pytest.raises(ValidationError):
        load_source("isw").licence = "geometry"


def test_a_page_is_an_address_for_people_with_blanks_encoded() -> None:
    page = load_source("isw").page("a b/ü?.csv")
    assert page == (
        "https://github.com/TheEconomist/the-economist-ukraine-war-dead-and-wounded-estimates/blob/main/a%20b/%C3%BC%3F.csv"
    )


# The day of a path


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("data/deepstatemap_data_20240708.geojson", date(2024, 7, 8)),
        ("data/deepstatemap_data_20240229.geojson", date(2024, 2, 29)),
    ],
)
def test_the_day_of_a_map_is_in_its_files_name(path: str, day: date) -> None:
    assert MAP.day_of(path) == day


@pytest.mark.parametrize(
    "path",
    [
        "data/deepstatemap_data_20240230.geojson",
        "data/deepstatemap_data_.geojson",
        "data/deepstatemap_data_2024708.geojson",
        "data/deepstatemap_data_202407 8.geojson",
        "data/deepstatemap_data_２０２４０７０８.geojson",
        "data/deepstatemap_data_20240708.geojson.bak",
        "data/deepstatemap_data_20240708_20240709.geojson",
        "data/old/deepstatemap_data_20240708.geojson",
        "other/data/deepstatemap_data_20240708.geojson",
        "data/deepstatemap_data_20240708xgeojson",
        "data/deepstatemap_data_20240708.geojson\n",
        "README.md",
        "",
    ],
)
def test_a_path_that_is_no_map_of_a_day_is_left_alone(path: str) -> None:
    assert MAP.day_of(path) is False


def test_a_path_without_a_day_is_itself_or_nothing() -> None:
    file = File(name="area", kind="series", path="a/area.csv")
    assert file.day_of("a/area.csv") is None
    assert file.day_of("a/area.csv.bak") is False
    assert file.day_of("b/a/area.csv") is False
