"""Another war, made up, with known truth: declared in text files alone, synced, asked as of each day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pyrrhus.capture.blobs import git_sha
from pyrrhus.capture.github import Blob, Commit, GitHub, Listing
from pyrrhus.conflict import conflict
from pyrrhus.ledger.location import reading, writing
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.sync import sync_source
from pyrrhus.ledger.view import View
from pyrrhus.measures.flows import flow
from pyrrhus.measures.readings import Readings
from pyrrhus.period import Period
from pyrrhus.sources.contract import add_source, load_source
from tests.support.simulator import War

CONFLICT = """
name = "A border war"
start = 2031-03-01
country = "Northland"
[parties]
northland = "Northland"
southland = "Southland"
[sources.north_ministry]
name = "Ministry of War of Northland"
stance = "party"
party = "northland"
[sources.south_names]
name = "Names of the South"
stance = "independent"
"""
MINISTRY = """
id = "north_ministry"
title = "Daily totals"
conflict = "border"
repository = "north/ministry"
shows = "same_day"
stance = "party"
licence = "number"
licence_note = "made up"
attribution = "made up"
[[files]]
name = "totals"
kind = "series"
path = "totals.json"
vintages = true
[files.table]
format = "json"
rows = "rows"
key = ["day"]
[[files.table.statements]]
fields = { metric = "killed", kind = "cumulative", unit = "persons", party = "southland" }
columns = { value = "killed", end = "day" }
"""
NAMES = """
id = "south_names"
title = "Names by day of death"
conflict = "border"
repository = "south/names"
shows = "same_day"
stance = "independent"
licence = "number"
licence_note = "made up"
attribution = "made up"
[[files]]
name = "names"
kind = "series"
path = "namen.csv"
vintages = true
[files.table]
format = "csv"
delimiter = ";"
thousands = "."
decimal = ","
day = "%d.%m.%Y"
key = ["tag"]
[[files.table.statements]]
fields = { metric = "killed_confirmed", kind = "flow", unit = "persons", bound = "over" }
columns = { value = "namen", end = "tag", party = "seite" }
words = { party = { S = "southland" } }
"""
DAYS = 60


class Repository(GitHub):
    """A repository with one file and a commit a day."""

    def __init__(self, path: str, versions: list[tuple[datetime, bytes]]) -> None:
        self.path, self.versions = path, versions

    def tree(self, repository: str, branch: str = "main", etag: str = "") -> Listing | None:
        newest = self.versions[-1][1]
        return Listing((Blob(self.path, git_sha(newest), len(newest)),), "")

    def commits(self, repository: str, path: str, known: object = (), branch: str = "main") -> list[Commit]:
        named = [Commit(f"{number:040x}", moment) for number, (moment, _) in enumerate(self.versions)]
        return [one for one in named if one.sha not in known][::-1]  # type: ignore[operator]

    def fetch(self, wanted: object, max_bytes: int = 0, *, missing_ok: bool = False) -> Iterator[object]:  # type: ignore[override]
        for one in wanted:  # type: ignore[attr-defined]
            yield one, self.versions[int(one.ref, 16)][1]


class Silent:
    def expect(self, source: str, documents: int) -> None: ...

    def fetched(self, source: str, size: int) -> None: ...


@pytest.fixture(scope="module")
def war() -> War:
    return War(DAYS)


@pytest.fixture(scope="module")
def ledger(war: War, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The made-up war's ledger; its conflict and its two publishers are text files and nothing else."""
    folder = tmp_path_factory.mktemp("war")
    (folder / "border.toml").write_text(CONFLICT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYRRHUS_SOURCES", str(folder))
        patch.setenv("PYRRHUS_CONFLICTS", str(folder))
        conflict.cache_clear()
        sources = [add_source(text, where="made up") for text in (MINISTRY, NAMES)]
        files = {"north_ministry": ("totals.json", war.ministry), "south_names": ("namen.csv", war.names)}
        with writing(f"sqlite:///{folder / 'ledger.db'}") as engine:
            for source in sources:
                path, says = files[source.id]
                github = Repository(path, [(war.noon(number), says(number)) for number in range(DAYS)])
                clock = lambda: datetime(2031, 6, 1, tzinfo=UTC)  # noqa: E731
                outcome = sync_source(engine, source, github, origin="x", progress=Silent(), clock=clock)
                assert outcome.error is None
        yield folder / "ledger.db"
    load_source.cache_clear()
    conflict.cache_clear()


@pytest.fixture
def view(ledger: Path) -> Iterator[View]:
    with reading(f"sqlite:///{ledger}") as connection:
        yield View([StoredLedger(connection)], ())


@pytest.mark.parametrize("seen_on", [0, 1, 6, 7, 8, 20, 41, DAYS - 1])
def test_each_day_knows_what_each_publisher_had_said_by_then(view: View, war: War, seen_on: int) -> None:
    then = view.at(war.day(seen_on))
    said = {one.end: one.value for one in then.statements(source="south_names")}
    assert said == {war.day(number): war.known_names(number, seen_on) for number in range(seen_on + 1)}
    totals = then.statements(source="north_ministry")
    expected = 0
    for number, one in enumerate(totals):
        expected += war.claimed(number, seen_on)
        assert (one.end, one.value, one.start) == (war.day(number), expected, war.start)
    assert len(totals) == seen_on + 1


def test_a_flow_between_two_days_is_the_sum_of_the_days_between(view: View, war: War) -> None:
    readings = Readings(view.statements(source="north_ministry"), "same_day")
    found = flow(readings, Period(war.day(10), war.day(19), "day"), began=war.start)
    assert found is not None
    assert found.value == sum(war.claimed(number, DAYS - 1) for number in range(10, 20))


def test_the_ministry_restated_exactly_the_days_that_it_did(view: View, war: War) -> None:
    pairs = view.restated("north_ministry", "killed")
    assert pairs
    first = min(pair.after.end for pair in pairs if pair.after.end)
    assert first == war.day(0)
    assert all(pair.after.value - pair.before.value == 7 for pair in pairs if pair.after.value and pair.before.value)


def test_names_are_never_more_than_the_dead(view: View, war: War) -> None:
    for number, one in enumerate(view.statements(source="south_names")):
        assert one.value is not None
        assert one.value <= war.dead["southland"][number]
        assert one.party == "southland"
