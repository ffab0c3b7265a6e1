"""What the tests of survival share: three publishers with a past and a present, and the command that syncs them."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from holding import Rows, rows, said
from publishers import Publishers, serving

from pyrrhus.cli.main import main
from pyrrhus.ledger.location import writing
from pyrrhus.sources.contract import load_source

STAFF, ISW, DEEPSTATE = (load_source(name) for name in ("ua_general_staff", "isw", "deepstate"))
PERSONNEL, CORRECTION, EQUIPMENT = (file.path for file in STAFF.files)
AREA, MAP = ISW.files[0].path, DEEPSTATE.files[0].path
SOURCES = ("ua_general_staff", "isw", "deepstate")
FIRST = date(2025, 1, 1)

Run = Callable[..., tuple[int, str, str]]


def days(count: int) -> list[date]:
    return [FIRST + timedelta(days=number) for number in range(count)]


def daily(field: str, count: int, base: int) -> bytes:
    """A file of the General Staff: its totals grow, and of persons one was another in every tenth version."""
    found = []
    for number, day in enumerate(days(count)):
        restated = field == "personnel" and count % 10 == 0 and number == count - 5
        total = base + 1000 * number + (100 if restated else 0)
        found.append({"date": str(day), "day": (day - date(2022, 2, 23)).days, field: total})
    return json.dumps(found).encode()


def areas(count: int) -> bytes:
    """The Economist's file; every fifth version has all areas anew."""
    lines = [",".join(ISW.facts["columns"])]
    lines += [
        f"{day},{110_000_000_000 + 1_000_000 * number + 7 * (count // 5)},,,,{'x' * (number % 3)}"
        for number, day in enumerate(days(count))
    ]
    return "\n".join(lines).encode()


def ragged(day: int, corners: int = 250) -> bytes:
    """A map whose bytes hardly compress: a star with random points."""
    from math import cos, pi, sin

    made = random.Random(day)
    points = []
    for number in range(corners):
        angle, reach = 2 * pi * number / corners, 0.5 + made.random() / 3
        points.append([round(37 + reach * cos(angle), 12), round(48 + reach * sin(angle), 12)])
    return json.dumps({"type": "Polygon", "coordinates": [[*points, points[0]]]}).encode()


def fill(publishers: Publishers, versions: range) -> None:
    """Versions of all files, one each morning: in those before the last newest bytes stand under another ref too."""
    for number in versions:
        time = f"{FIRST + timedelta(days=number)}T05:00:00Z"
        publishers.commit(STAFF.repository, PERSONNEL, daily("personnel", number, 790_000), time)
        if number % 4 == 1:
            publishers.commit(STAFF.repository, CORRECTION, daily("personnel", number // 4 + 1, 0), time)
        if number % 7 == 3:
            publishers.commit(STAFF.repository, PERSONNEL, b'[{"date": "2025-01-01", "day"', time.replace("T05", "T06"))
            publishers.commit(STAFF.repository, PERSONNEL, daily("personnel", number, 790_000), time.replace("T05", "T07"))
        publishers.commit(ISW.repository, AREA, areas(number), time)
        publishers.lay(STAFF.repository, EQUIPMENT, daily("tank", number, 9_000))
        publishers.lay(DEEPSTATE.repository, MAP.replace("{day}", f"{FIRST + timedelta(days=number):%Y%m%d}"), ragged(number))


@pytest.fixture(autouse=True)
def patience(quick_attempts: None) -> None:
    """No test here waits as long as real life does."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit status, standard output, standard error."""

    def command(*args: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(args))
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return command


def sync_arguments(publishers: Publishers, *sources: str) -> list[str]:
    """The arguments of a sync of some of the three sources, by default all."""
    return ["sync", "--mirror", publishers.url, *(part for name in sources or SOURCES for part in ("--source", name))]


@dataclass(frozen=True)
class Whole:
    """What a ledger holds, and what the command line exports of it."""

    rows: Rows
    said: str
    exported: str


@dataclass(frozen=True)
class Undisturbed:
    """What a ledger holds and says before a sync, with its tables made, and after one, two and all of the sources."""

    rows: list[Rows]
    said: list[str]
    whole: Whole


@dataclass
class World:
    """Publishers as they are now, a ledger of their past, and what undisturbed syncs on it or on nothing come to."""

    publishers: Publishers
    past: Path
    known: dict[bool, Undisturbed]
    run: Run
    monkeypatch: pytest.MonkeyPatch

    def ledger(self, path: Path, *, empty: bool) -> Path:
        """A place for a ledger: nothing yet, or a copy of the past; the commands of this test use it."""
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        if not empty:
            shutil.copy(self.past, path)
        self.monkeypatch.setenv("PYRRHUS_LEDGER", str(path))
        return path

    def sync(self, *sources: str) -> tuple[int, str, str]:
        return self.run(*sync_arguments(self.publishers, *sources))

    def undisturbed(self, *, empty: bool) -> Undisturbed:
        if empty not in self.known:
            path = self.ledger(self.past.with_name("undisturbed.db"), empty=empty)
            with writing(f"sqlite:///{path}"):
                states = [{} if empty else rows(self.past), rows(path)]
            spoken = [said(path)]
            for source in SOURCES:
                status, _, err = self.sync(source)
                assert (status, err) == (0, "")
                states.append(rows(path))
                spoken.append(said(path))
            self.known[empty] = Undisturbed(states, spoken, self.whole(path))
        return self.known[empty]

    def whole(self, path: Path) -> Whole:
        self.monkeypatch.setenv("PYRRHUS_LEDGER", str(path))
        status, exported, err = self.run("statements", "--format", "csv", "--quiet")
        assert (status, err) == (0, "")
        return Whole(rows(path), said(path), exported)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Publishers, Path, dict[bool, Undisturbed]]]:
    """The publishers, and a ledger that was synced when they had the first two thirds of their history."""
    past = tmp_path_factory.mktemp("past") / "ledger.db"
    with serving() as publishers:
        fill(publishers, range(1, 41))
        # The environment is as it was before anything is handed out: this lasts for the whole session.
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYRRHUS_LEDGER", str(past))
            patch.setenv("NO_PROXY", "*")
            with pytest.raises(SystemExit) as ended:
                main([*sync_arguments(publishers), "--quiet"])
        assert ended.value.code == 0
        fill(publishers, range(41, 61))
        yield publishers, past, {}


@pytest.fixture
def world(served: tuple[Publishers, Path, dict[bool, Undisturbed]], run: Run, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(*served, run, monkeypatch)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1.2 MB, where this machine lets a test mount one; it is gone afterwards whatever happened."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts nothing for a test")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
