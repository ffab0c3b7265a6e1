"""What others offer for ground gained and lost between two maps: overlay both ways, and the area of what is left.

Each peer gets its maps beforehand, in the form it likes best, and then answers one pair at a time. GEOS's overlay is what
all of them call. Shapely measures on the ellipsoid as pyrrhus does, the others in the equal-area projection EPSG:6933,
into which the maps were brought before.
"""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from pyrrhus.ground.area import polygons_area_m2

EQUAL_AREA = "EPSG:6933"
Measured = tuple[float, float]
Both = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """Its name, and gained and lost of a pair by number in square metres; without a function, why it is not there."""

    name: str
    measure: Callable[[int], Measured] | None
    why: str = ""


@contextmanager
def peers(pairs: Sequence[Both]) -> Iterator[list[Peer]]:
    """Every peer, loaded with pairs of geometries (earlier, later) in degrees."""
    with ExitStack() as stack:
        flat = [tuple(_projected(one) for one in both) for both in pairs]
        yield [
            Peer("shapely", lambda number: _shapely(*pairs[number])),
            _made("geopandas", lambda: _geopandas(pairs)),
            _made("DuckDB spatial", lambda: _duckdb(flat, stack)),
            _made("SedonaDB", lambda: _sedona(flat)),
            _made("PostGIS", lambda: _postgis(flat, stack)),
        ]


class Absent(Exception):
    """Why a peer cannot be asked here."""


def _made(name: str, make: Callable[[], Callable[[int], Measured]]) -> Peer:
    try:
        return Peer(name, make())
    except ImportError as error:
        return Peer(name, None, f"{error.name} is not installed")
    except Absent as error:
        return Peer(name, None, str(error))


def _projected(geometry: Any) -> Any:
    import pyproj

    transformer = pyproj.Transformer.from_crs("EPSG:4326", EQUAL_AREA, always_xy=True)
    return shapely.transform(geometry, lambda at: np.column_stack(transformer.transform(at[:, 0], at[:, 1])))


def _shapely(before: Any, after: Any) -> Measured:
    return polygons_area_m2(shapely.difference(after, before)), polygons_area_m2(shapely.difference(before, after))


def _geopandas(pairs: Sequence[Both]) -> Callable[[int], Measured]:
    import geopandas

    frames = [tuple(geopandas.GeoDataFrame(geometry=[one], crs="EPSG:4326").to_crs(EQUAL_AREA) for one in both) for both in pairs]

    def measure(number: int) -> Measured:
        before, after = frames[number]
        gained = geopandas.overlay(after, before, how="difference")
        lost = geopandas.overlay(before, after, how="difference")
        return float(gained.area.sum()), float(lost.area.sum())

    return measure


def _duckdb(pairs: Sequence[Any], stack: ExitStack) -> Callable[[int], Measured]:
    import duckdb
    import duckdb_extension_spatial

    found = sorted(Path(duckdb_extension_spatial.__file__).parent.rglob("*.duckdb_extension"))
    connection = stack.enter_context(duckdb.connect())
    try:
        connection.execute(f"LOAD '{found[0]}'")
    except (duckdb.Error, IndexError) as error:
        raise Absent(f"its spatial extension does not load: {str(error).splitlines()[0]}") from error
    connection.execute("CREATE TABLE pair (id INTEGER PRIMARY KEY, earlier GEOMETRY, later GEOMETRY)")
    rows = [(number, *map(shapely.to_wkb, both)) for number, both in enumerate(pairs)]
    connection.executemany("INSERT INTO pair VALUES (?, ST_GeomFromWKB(?), ST_GeomFromWKB(?))", rows)

    def measure(number: int) -> Measured:
        gained, lost = connection.execute(
            "SELECT ST_Area(ST_Difference(later, earlier)), ST_Area(ST_Difference(earlier, later)) FROM pair WHERE id = ?",
            [number],
        ).fetchall()[0]
        return gained, lost

    return measure


def _sedona(pairs: Sequence[Any]) -> Callable[[int], Measured]:
    import pyarrow
    import sedonadb

    context = sedonadb.connect()
    for number, (before, after) in enumerate(pairs):
        row = pyarrow.table({"earlier": [shapely.to_wkb(before)], "later": [shapely.to_wkb(after)]})
        context.create_data_frame(row).to_view("raw", overwrite=True)
        shapes = context.sql("SELECT ST_GeomFromWKB(earlier) AS earlier, ST_GeomFromWKB(later) AS later FROM raw").to_memtable()
        shapes.to_view(f"pair_{number}", overwrite=True)

    def measure(number: int) -> Measured:
        found = pyarrow.table(context.sql(
            "SELECT ST_Area(ST_Difference(later, earlier)) AS gained, ST_Area(ST_Difference(earlier, later)) AS lost "
            f"FROM pair_{number}"
        ))  # fmt: skip
        return found["gained"][0].as_py(), found["lost"][0].as_py()

    return measure


def _postgis(pairs: Sequence[Any], stack: ExitStack) -> Callable[[int], Measured]:
    import psycopg

    port = stack.enter_context(_cluster())
    connection = stack.enter_context(psycopg.connect(host="127.0.0.1", port=port, user="postgres", autocommit=True))
    try:
        connection.execute("CREATE EXTENSION postgis")
    except psycopg.Error as error:
        raise Absent("PostgreSQL has no extension postgis") from error
    connection.execute("CREATE TABLE pair (id integer PRIMARY KEY, earlier geometry, later geometry)")
    for number, both in enumerate(pairs):
        connection.execute(
            "INSERT INTO pair VALUES (%s, ST_GeomFromWKB(%s, 6933), ST_GeomFromWKB(%s, 6933))",
            (number, *map(shapely.to_wkb, both)),
        )
    connection.execute("VACUUM ANALYZE pair")

    def measure(number: int) -> Measured:
        row = connection.execute(
            "SELECT ST_Area(ST_Difference(later, earlier)), ST_Area(ST_Difference(earlier, later)) FROM pair WHERE id = %s",
            (number,), prepare=True,
        ).fetchone()  # fmt: skip
        assert row is not None
        return row[0], row[1]

    return measure


@contextmanager
def _cluster() -> Iterator[int]:
    """A PostgreSQL of its own on loopback, in a folder that goes away; its port."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise Absent("no PostgreSQL on this machine (Debian: postgresql-15-postgis-3)")
    programs = found[-1].parent
    # initdb refuses to run as root
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="bench-postgis-") as name, socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        probe.close()
        if as_user:
            subprocess.run(["chown", "postgres", name], check=True)
        data = f"{name}/data"

        def run(*command: str) -> None:
            # its server would keep a pipe open
            with (Path(name) / "said").open("a") as said:
                ended = subprocess.run([*as_user, *command], stdout=said, stderr=said, cwd=name, check=False)
            if ended.returncode:
                raise Absent(f"{Path(command[0]).name} failed with exit status {ended.returncode}")

        run(str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={name}"
        run(str(programs / "pg_ctl"), "-D", data, "-w", "-o", options, "start")
        try:
            yield port
        finally:
            run(str(programs / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
