"""What ships is what a ledger synced from the publishers gives: no file is edited by hand."""

from __future__ import annotations

import csv
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pyrrhus.ground.change import change
from pyrrhus.ground.maps import read_map
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.ship import series_files
from pyrrhus.ledger.shipped import DATA
from pyrrhus.ledger.stored import StoredLedger

pytestmark = pytest.mark.shared
SAMPLE = 60


def test_the_shipped_series_are_those_of_the_ledger(synced: Path) -> None:
    with reading(f"sqlite:///{synced}") as connection:
        files = series_files(StoredLedger(connection))
    assert {name: (DATA / name).read_text(encoding="utf-8") for name in files} == files


def test_the_shipped_maps_are_those_of_the_ledger(synced: Path) -> None:
    with reading(f"sqlite:///{synced}") as connection:
        held = [(str(one.day), one.sha256, one.page) for one in StoredLedger(connection).maps("deepstate")]
    assert [(row["day"], row["sha256"], row["page"]) for row in rows("measured/maps.csv")] == held


def test_the_printed_figures_are_those_that_were_read_from_pages(shared: Path) -> None:
    assert (DATA / "published.csv").read_bytes() == (shared / "figures" / "published.csv").read_bytes()


@pytest.mark.slow
def test_the_shipped_measurements_are_measured_again(synced: Path) -> None:
    areas = {row["day"]: Decimal(row["held_km2"]) for row in rows("measured/maps.csv")}
    with reading(f"sqlite:///{synced}") as connection:
        maps = {one.day: one for one in StoredLedger(connection).maps("deepstate")}
        for row in random.Random(1).sample(rows("measured/changes.csv"), SAMPLE):
            pair = [maps[date.fromisoformat(row[name])] for name in ("earlier", "later")]
            found = change(*(read_map(one.load(), where=one.page) for one in pair))  # type: ignore[misc]
            shipped = [Decimal(row["gained_km2"]), Decimal(row["lost_km2"]), areas[row["earlier"]], areas[row["later"]]]
            measured = [found.gained_m2, found.lost_m2, found.held_before_m2, found.held_after_m2]
            assert all(abs(float(km2) * 1e6 - m2) <= 1 for km2, m2 in zip(shipped, measured, strict=True)), row


def test_no_geometry_ships() -> None:
    texts = [path.read_text(encoding="utf-8") for path in DATA.rglob("*.*") if path.suffix in (".csv", ".toml", ".json")]
    assert not any("coordinates" in text or "MultiPolygon" in text for text in texts)
    assert list(DATA.rglob("*.geojson")) == []


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
