"""What every source keeps to, whoever publishes it: held against the publishers' own bytes where they are at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from pyrrhus.capture.github import GitHub
from pyrrhus.conflict import conflict
from pyrrhus.ground.maps import check_map
from pyrrhus.sources.contract import ADAPTERS, File, Flag, Source, load_source, reader_of
from pyrrhus.statement import Statement, statement_from_fields
from pyrrhus.vocabulary import EVIDENCE_GRADES, KINDS, METRICS, UNITS

SERIES = [(name, file.name) for name in ADAPTERS for file in load_source(name).files if file.kind == "series"]
MAPS = [(name, file.name) for name in ADAPTERS for file in load_source(name).files if file.kind == "map"]


def newest(mirror: str, source: Source, file: File) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file of a kind, in the newest tree."""
    repository, branch = source.place(file)
    with GitHub(mirror=mirror) as github:
        listing = github.tree(repository, branch)
        assert listing is not None
        for blob in listing.blobs:
            if file.day_of(blob.path) is not False:
                address = f"{mirror}/{repository}/{branch}/{blob.path.replace(' ', '%20')}"
                with urlopen(address) as answer:
                    yield blob.path, answer.read()


@pytest.fixture(params=SERIES, ids=lambda pair: ".".join(pair))
def read(request: pytest.FixtureRequest, mirror: str) -> tuple[Source, list[Statement], list[Flag]]:
    """Everything that the newest version of a series says."""
    source = load_source(request.param[0])
    file = source.file(request.param[1])
    reader = reader_of(source, file)
    ((path, data),) = newest(mirror, source, file)
    records = reader.records(data, where=path)
    reader.check(records, where=path)
    found = [reader.read(key, record, where=path) for key, record in records.items()]
    return source, [one for row in found for one in row.statements], [one for row in found for one in row.flags]


@pytest.mark.shared
def test_it_speaks_the_vocabulary(read: tuple[Source, list[Statement], list[Flag]]) -> None:
    source, statements, _ = read
    assert statements
    for one in statements:
        assert one.metric in METRICS
        assert one.kind in KINDS
        assert one.unit in UNITS
        assert one.evidence in EVIDENCE_GRADES
        assert one.party in conflict(source.conflict).parties
        text = {name: _cell(value) for name, value in one.as_json().items() if name != "id"}
        assert statement_from_fields(text, where="").id == one.id


@pytest.mark.shared
def test_each_number_has_its_days_and_its_place_in_the_bytes(read: tuple[Source, list[Statement], list[Flag]]) -> None:
    source, statements, _ = read
    for one in statements:
        assert one.start and one.end and one.start <= one.end
        assert one.start >= conflict(source.conflict).start or one.metric == "held"
        assert one.where
        numbers = [number for number in (one.low, one.value, one.high) if number is not None]
        assert numbers
        assert numbers == sorted(numbers)
        assert bool(one.range_is) == (one.low is not None and one.high is not None)


@pytest.mark.shared
def test_it_says_whose_numbers_it_relays(read: tuple[Source, list[Statement], list[Flag]]) -> None:
    source, statements, _ = read
    for one in statements:
        assert one.stance == conflict(source.conflict).publisher(one.source).stance
        assert one.licence == source.licence
        assert one.page.startswith("https://github.com/")
        assert one.relayed_by in ("", source.relayed_by)
        assert one.relayed_by != one.source


@pytest.mark.shared
def test_no_two_statements_of_a_version_are_one(read: tuple[Source, list[Statement], list[Flag]]) -> None:
    source, statements, _ = read
    ids = [one.id for one in statements]
    # Two rows of the list of estimates say the same of the same day.
    assert len(ids) - len(set(ids)) <= (1 if source.id == "estimates" else 0)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "kind"), MAPS)
def test_a_map_has_the_layers_that_are_declared(name: str, kind: str, mirror: str) -> None:
    source = load_source(name)
    file = source.file(kind)
    for number, (path, data) in enumerate(newest(mirror, source, file)):
        check_map(data, where=path, layers=file.layers)
        if number == 3:
            break


@pytest.mark.parametrize("name", ADAPTERS)
def test_its_stance_is_that_of_the_table_of_sources(name: str) -> None:
    source = load_source(name)
    if name in conflict(source.conflict).publishers:
        assert source.stance == conflict(source.conflict).publisher(name).stance


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "+".join(value)
    return f"{value:f}" if hasattr(value, "is_finite") else str(value)


@pytest.mark.shared
def test_the_list_of_estimates_is_whole(mirror: str) -> None:
    source = load_source("estimates")
    ((path, data),) = newest(mirror, source, source.files[0])
    records = reader_of(source, source.files[0]).records(data, where=path)
    assert len(records) == 117
    assert {country: sum(row[7] == country for row in records.values()) for country in ("russia", "ukraine")} == {
        "russia": 97,
        "ukraine": 20,
    }
    assert len({row[5] for row in records.values()}) == 32
    assert json.dumps(sorted(records)) == json.dumps(sorted(set(records)))


@pytest.mark.shared
def test_the_economists_estimate_has_two_intervals_that_are_two_statements(synced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyrrhus

    monkeypatch.setenv("PYRRHUS_LEDGER", str(synced))
    with pyrrhus.open() as desk:
        rows = desk.statements(source="economist", metric="killed", kind="cumulative", period="2025-06-30")
    rows = [one for one in rows if one.range_is]
    assert sorted(one.range_is for one in rows) == ["confidence", "prediction"]
    assert {f"{one.value}" for one in rows} == {"284145.7"}
