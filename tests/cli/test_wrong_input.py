"""Whatever is wrong with what it is given or with the world: one sentence, exit status 2, and nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from sqlalchemy import Engine, event

from pyrrhus.capture.blobs import git_sha
from pyrrhus.cli.main import main
from pyrrhus.ledger.export import as_csv
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.sources.contract import ADAPTERS, load_source

pytestmark = pytest.mark.usefixtures("quick_attempts")

STAFF, ISW, DEEPSTATE = (load_source(name) for name in ("ua_general_staff", "isw", "deepstate"))
THREE = ("--source", "ua_general_staff", "--source", "isw", "--source", "deepstate")
PERSONNEL, CORRECTION, EQUIPMENT = (file.path for file in STAFF.files)
AREA, LAYERS = ISW.files[0].path, ISW.files[1]
MAP = DEEPSTATE.files[0].path


# A publisher on loopback


@dataclass
class Mirror:
    """Repositories by name, each path with its versions oldest first; ``answers`` overrides single addresses."""

    url: str = ""
    repositories: dict[str, dict[str, list[bytes]]] = field(default_factory=dict)
    answers: dict[str, bytes] = field(default_factory=dict)
    hold: str = ""

    def answer(self, target: str) -> bytes | None:
        url = urlsplit(target)
        if url.path in self.answers:
            return self.answers[url.path]
        parts = unquote(url.path).strip("/").split("/")
        api = parts[0] == "repos"
        owner, name, *rest = parts[1:] if api else parts
        files = self.repositories.get(f"{owner}/{name}", {})
        if not api:
            versions = files.get("/".join(rest[1:]), [])
            by_ref = {named(rest[1:], number): data for number, data in enumerate(versions)}
            return by_ref.get(rest[0], versions[-1] if versions and rest[0] == "main" else None)
        if rest[0] == "git":
            tree = [
                {"path": path, "type": "blob", "sha": git_sha(versions[-1]), "size": len(versions[-1])}
                for path, versions in files.items()
            ]
            return json.dumps({"truncated": False, "tree": tree}).encode()
        query = parse_qs(url.query)
        path = query["path"][0]
        commits = [
            {"sha": named(path.split("/"), number), "commit": {"committer": {"date": f"2025-02-{number + 1:02}T06:00:00+02:00"}}}
            for number in range(len(files.get(path, [])))
        ][::-1]
        return json.dumps(commits if query["page"] == ["1"] else []).encode()


def named(path: list[str], number: int) -> str:
    return hashlib.sha1(f"{'/'.join(path)} {number}".encode()).hexdigest()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    mirror: Mirror

    def do_GET(self) -> None:
        if self.mirror.hold and self.mirror.hold in self.path:
            time.sleep(30)
        body = self.mirror.answer(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was interrupted hangs up."""


@contextmanager
def serving() -> Iterator[Mirror]:
    mirror = Mirror(repositories={
        STAFF.repository: {
            PERSONNEL: [personnel(1000, 1100)], CORRECTION: [rows(personnel=50)], EQUIPMENT: [rows(tank=10)]
        },
        ISW.repository: {AREA: [area("110649000000")]},
        LAYERS.repository: {LAYERS.path.replace("{day}", "20230601"): [layer()]},
        DEEPSTATE.repository: {MAP.replace("{day}", "20250131"): [square()], "README.md": [b"# maps"]},
    })  # fmt: skip
    server = Server(("127.0.0.1", 0), type("Handler", (Handler,), {"mirror": mirror}))
    mirror.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield mirror
    server.shutdown()
    server.server_close()
    thread.join()


def rows(day: str = "2025-01-31", **fields: Any) -> bytes:
    return json.dumps([{"date": day, "day": (date.fromisoformat(day) - date(2022, 2, 23)).days, **fields}]).encode()


def personnel(*totals: int) -> bytes:
    return json.dumps([
        {"date": f"2025-01-{30 + number}", "day": 1072 + number, "personnel": total} for number, total in enumerate(totals)
    ]).encode()  # fmt: skip


def area(square_metres: str, columns: list[str] | None = None) -> bytes:
    header = columns or ISW.facts["columns"]
    return f"{','.join(header)}\n2025-01-31,{square_metres}{',' * (len(header) - 2)}\n".encode()


def square() -> bytes:
    ring = [[37.0, 48.0], [37.0, 48.1], [37.1, 48.1], [37.1, 48.0], [37.0, 48.0]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()


def layer() -> bytes:
    properties = {LAYERS.layers.label: next(iter(LAYERS.layers.statuses))}  # type: ignore[union-attr]
    feature = {"type": "Feature", "properties": properties, "geometry": json.loads(square())}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with serving() as one:
        yield one


# A ledger, and how it is seen that nothing changed


@pytest.fixture(scope="module")
def full_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger synced from the repositories above; tests work on copies."""
    path = tmp_path_factory.mktemp("full") / "ledger.db"
    with serving() as mirror, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYRRHUS_LEDGER", str(path))
        with pytest.raises(SystemExit) as ended:
            main(["sync", "--mirror", mirror.url, "--quiet", *THREE])
    assert ended.value.code == 0
    return path


@pytest.fixture
def ledger(full_ledger: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = Path(shutil.copy(full_ledger, tmp_path / "held.db"))
    monkeypatch.setenv("PYRRHUS_LEDGER", str(path))
    return path


def contents(path: Path) -> tuple[str, dict[str, list[Any]]]:
    """All that a ledger says, as csv and as rows, but for the log of runs."""
    with reading(f"sqlite:///{path}") as connection:
        store = StoredLedger(connection)
        said = as_csv([one for source in sorted(store.sources()) for one in store.intervals(source, None)])
    with sqlite3.connect(path) as connection_:
        names = [name for (name,) in connection_.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return said, {name: connection_.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if name != "run"}


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process: exit status, standard output, standard error."""

    def command(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(args))
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return command


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """A command that ends with one sentence and exit status 2; the sentence."""

    def command(*args: str) -> str:
        status, out, err = run(*args)
        assert status == 2
        assert out == ""
        return one_sentence(err)

    return command


def one_sentence(err: str) -> str:
    assert "Traceback" not in err
    assert "sqlalche.me" not in err
    assert err.count("\n") == 1
    assert err.startswith("pyrrhus: ")
    assert len(err) < 1000
    return err.removeprefix("pyrrhus: ").removesuffix("\n")


@pytest.fixture
def failed_sync(run: Run, ledger: Path) -> Callable[..., str]:
    """A sync that fails, says why in one sentence, and leaves what the ledger says as it was; the sentence."""

    def command(mirror: str, source: str) -> str:
        before = contents(ledger)
        status, out, err = run("sync", "--mirror", mirror, "--source", source)
        assert status == 2
        assert "failed" in out
        assert contents(ledger) == before
        sentence = one_sentence(err)
        assert sentence.startswith(f"{source}: ")
        return sentence.removeprefix(f"{source}: ")

    return command


# Periods and days


@pytest.mark.parametrize(
    "period",
    [
        "2025-13", "2025-00", "2025-1", "25-01", "January 2025", "2025-W54", "2025-W00", "2025-W1", "2025-Q5", "2025-Q0",
        "2025-02-30", "2025-02-29", "0000", "0000-01", "", " ", "..", "2025..", "..2025", "2025-01-01..x", "2025-01...2025-02",
        "2025..2026..2027", "2025-01\n", "２０２５-01", "٢٠٢٥", "2025-01 ", "9999-W52", "2025-01-06/2025-01-12", "\x1b[31m", "💥",
    ],
)  # fmt: skip
def test_a_period_that_cannot_be_read(period: str, refused: Any) -> None:
    sentence = refused("brief", "--", period)
    assert "expected a period like 2025-01, 2025, 2025-Q1, 2025-W05" in sentence
    assert repr(period)[1:4] in sentence or ".." in period
    assert refused("statements", f"--period={period}") == sentence


def test_a_period_that_ends_before_it_starts(refused: Any) -> None:
    assert refused("brief", "2025-02..2025-01") == "the period '2025-02..2025-01' ends before it starts"


@pytest.mark.parametrize("period", ["..".join(["2025"] * 3000), "2" * 100_000, "2025-01-01.." * 5000])
def test_a_period_too_long_to_be_one(period: str, refused: Any) -> None:
    assert "expected a period like" in refused("brief", period)


@pytest.mark.parametrize("period", ["1990-01", "1990", "2020-01-01..2021-12-31", "2035-W05", "2035-Q1", "2099-12"])
def test_a_period_outside_every_span_says_what_there_is_instead(period: str, refused: Any) -> None:
    sentence = refused("brief", period)
    assert sentence.startswith("nothing ")
    assert f" {period} " in sentence
    assert "ISW's daily areas: 2022-02-2" in sentence


@pytest.mark.parametrize("period", ["0001..9999", "2026-05..9999-12", "0001..2025", "2022-02-24..9999-12-31", "9999", "0001"])
def test_a_period_up_to_the_end_of_the_calendar_is_no_reason_to_break_down(period: str, run: Run) -> None:
    status, _, err = run("brief", period, "--quiet")
    assert status in (0, 2)
    assert err == "" if status == 0 else one_sentence(err)


@pytest.mark.parametrize(
    "day", ["yesterday", "2025-02-30", "2025-02", "20250204", "04.02.2025", "2025-02-04T00:00", "", "2025-2-4", "٢٠٢٥-٠٢-٠٤"]
)
@pytest.mark.parametrize("command", [("brief", "2025-01"), ("statements",)])
def test_an_as_of_that_is_no_day(day: str, command: tuple[str, ...], refused: Any) -> None:
    assert refused(*command, "--as-of", day) == f"expected a day like 2025-02-04, got {day!r}"


def test_an_as_of_before_anything_was_known(refused: Any) -> None:
    sentence = refused("brief", "2025-01", "--as-of", "1900-01-01")
    assert sentence.startswith("nothing ")
    assert " 2025-01 " in sentence
    assert "1900-01-01" in sentence


# Sources, options, commands


def test_an_unknown_source_of_statements(refused: Any) -> None:
    sentence = refused("statements", "--source", "nobody")
    assert sentence.startswith("no source 'nobody' here; there are: afp, ")


def test_an_unknown_source_to_sync_makes_no_ledger(refused: Any, tmp_path: Path) -> None:
    sentence = refused("sync", "--source", "isw", "--source", "nobody")
    assert sentence == f"no source 'nobody' to sync; there are: {', '.join(ADAPTERS)}"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "args",
    [
        [], ["nonsense"], ["--nonsense"], ["brief"], ["brief", "2025-01", "2025-02"], ["brief", "2025-01", "--format", "pdf"],
        ["statements", "--metric", "deaths"], ["statements", "--basis", "gross"], ["statements", "--kind", "sum"],
        ["statements", "extra"], ["statements", "--as-of"], ["sync", "--source"], ["statements", "--format", "xml"],
    ],
)  # fmt: skip
def test_a_command_line_that_cannot_be_one_shows_its_usage(args: list[str], run: Run) -> None:
    status, out, err = run(*args)
    assert status == 2
    assert out == ""
    assert err.startswith(("Usage: ", "Error: "))
    assert "Traceback" not in err


@pytest.mark.parametrize("address", ["", "127.0.0.1:8899", "ftp://127.0.0.1", "http://", "http://127.0.0.1:99999", "file:///etc"])
def test_a_mirror_that_is_no_address(address: str, refused: Any, tmp_path: Path) -> None:
    assert "is no http or https address of a mirror" in refused("sync", "--mirror", address)
    assert list(tmp_path.iterdir()) == []


def test_a_token_that_cannot_be_one_is_not_shown(refused: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret word")
    assert "secret" not in refused("sync")


# Where the result goes


@pytest.mark.parametrize("command", [("brief", "2025-01"), ("statements", "--source", "isw", "--period", "2025-01-31")])
def test_an_out_into_a_missing_folder(command: tuple[str, ...], refused: Any, tmp_path: Path) -> None:
    out = tmp_path / "missing" / "x.json"
    sentence = refused(*command, "--format", "json", "--out", str(out))
    assert sentence == f"{out}: cannot write there: No such file or directory; choose another --out"
    assert list(tmp_path.iterdir()) == []


STATEMENTS = ("statements", "--source", "isw", "--period", "2025-01-31", "--format", "csv")


def test_an_out_that_is_empty(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*STATEMENTS, "--out", "")
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_an_out_that_is_a_folder(run: Run, tmp_path: Path) -> None:
    status, out, err = run(*STATEMENTS, "--out", str(tmp_path))
    assert (status, out) == (2, "")
    assert err.startswith("Usage: ")
    assert list(tmp_path.iterdir()) == []


def test_an_out_whose_name_is_too_long(refused: Any, tmp_path: Path) -> None:
    assert "File name too long" in refused(*STATEMENTS, "--out", str(tmp_path / ("x" * 300)))
    assert list(tmp_path.iterdir()) == []


def test_an_out_below_a_file(refused: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("as it was")
    assert "Not a directory" in refused(*STATEMENTS, "--out", str(tmp_path / "file" / "x.csv"))
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "as it was")]


def test_an_out_that_cannot_be_written_keeps_the_file_that_was_there(
    refused: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, *args: Any, **options: Any) -> int:
        with self.open("w") as started:
            started.write("half")
        raise OSError(28, "No space left on device")

    out = tmp_path / "x.csv"
    out.write_text("as it was")
    monkeypatch.setattr(Path, "write_bytes", full)
    assert "No space left on device" in refused(*STATEMENTS, "--out", str(out))
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("x.csv", "as it was")]


def test_an_out_that_is_a_pipe_or_device_is_written_to_and_not_replaced(run: Run, tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    # Opened for reading and writing, so that neither side waits for the other; what is written fits the pipe.
    handle = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    status, _, err = run(*STATEMENTS, "--quiet", "--out", str(pipe))
    with suppress(BlockingIOError):
        got.append(os.read(handle, 1 << 20))
    os.close(handle)
    assert (status, err) == (0, "")
    assert pipe.is_fifo()
    assert b"isw" in b"".join(got)


def test_an_out_that_is_a_link_is_written_where_it_leads(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert run(*STATEMENTS, "--quiet", "--out", str(tmp_path / "link.csv"))[0] == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert "isw" in (tmp_path / "real.csv").read_text()


# A ledger that is none


def text_file(path: Path) -> None:
    path.write_text("a text, no database\n" * 100)


def folder(path: Path) -> None:
    path.mkdir()


def another_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE mine (x)")


@pytest.mark.parametrize("make", [text_file, folder, another_database])
@pytest.mark.parametrize("command", [("brief", "2025-01"), ("statements",), ("sync", "--mirror", "http://127.0.0.1:1")])
def test_a_ledger_that_is_none(
    make: Callable[[Path], None], command: tuple[str, ...], refused: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine"
    make(path)
    before = path.read_bytes() if path.is_file() else list(path.iterdir())
    monkeypatch.setenv("PYRRHUS_LEDGER", str(path))
    sentence = refused(*command)
    assert str(path) in sentence
    assert "point PYRRHUS_LEDGER at" in sentence
    assert make is not another_database or "is a database, but no ledger" in sentence
    assert (path.read_bytes() if path.is_file() else list(path.iterdir())) == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("command", [("brief", "2025-01"), ("statements",), ("sync", "--mirror", "http://127.0.0.1:1")])
def test_a_ledger_of_a_newer_schema(command: tuple[str, ...], refused: Any, ledger: Path) -> None:
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    before = ledger.read_bytes()
    assert "has schema 0999, this pyrrhus knows up to" in refused(*command)
    assert ledger.read_bytes() == before


def test_a_ledger_of_an_older_schema_is_brought_up_by_a_sync_only(refused: Any, ledger: Path) -> None:
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    assert "run `pyrrhus sync` once" in refused("statements")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("command", [("brief", "2025-01"), ("statements", "--source", "isw")])
def test_a_ledger_that_was_cut_short(kept: float, command: tuple[str, ...], refused: Any, ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[: int(ledger.stat().st_size * kept)])
    assert str(ledger) in refused(*command)


@pytest.mark.parametrize("table", ["event", "statement", "path"])
@pytest.mark.parametrize("command", [("brief", "2025-01"), ("statements", "--source", "isw")])
def test_a_ledger_that_lost_a_table(table: str, command: tuple[str, ...], refused: Any, ledger: Path) -> None:
    with sqlite3.connect(ledger) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"DROP TABLE {table}")
    assert str(ledger) in refused(*command)


def test_a_damaged_document_is_fetched_again_by_the_next_sync(run: Run, ledger: Path, mirror: Mirror) -> None:
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE document SET packed = x'00'")
    mirror.repositories[STAFF.repository][PERSONNEL].append(personnel(1000, 1200))
    status, out, err = run("sync", "--mirror", mirror.url, "--source", "ua_general_staff")
    assert (status, err) == (0, "")
    assert "repaired" in out
    assert '"1200"' in json.dumps(contents(ledger)[1]["statement"], default=str)


# A ledger in a place that cannot be used


@pytest.mark.parametrize(
    "place",
    [
        "/proc/pyrrhus/ledger.db", "/dev/null/ledger.db", "/dev/full", "x" * 300, "x" * 5000, "~nobody-of-this-name/ledger.db",
        "nonsense://x", "://", "sqlite:///", "postgresql://127.0.0.1:1/x", "mysql://127.0.0.1:1/x",
    ],
)  # fmt: skip
def test_a_ledger_in_a_place_that_cannot_be_written(
    place: str, refused: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYRRHUS_LEDGER", place)
    refused("sync", "--mirror", "http://127.0.0.1:1", "--source", "isw")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["x" * 5000, "~nobody-of-this-name/ledger.db", "nonsense://x", "mysql://127.0.0.1:1/x"])
def test_reading_from_a_place_that_cannot_be_one(place: str, refused: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYRRHUS_LEDGER", place)
    refused("statements")


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}", "sqlite+pysqlite:///{}", "sqlite:///{}?timeout=5"])
def test_commands_that_read_make_no_ledger(form: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYRRHUS_LEDGER", form.format(tmp_path / "new" / ".." / "none.db"))
    run(*STATEMENTS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["what?.db", "100%.db", "a#b.db", "ü б.db", "a&b=c.db", "a b.db", "%20.db"])
def test_any_name_of_a_file_is_a_name_of_a_ledger(
    name: str, run: Run, full_ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(full_ledger, tmp_path / name)
    monkeypatch.setenv("PYRRHUS_LEDGER", str(tmp_path / name))
    status, out, _ = run("statements", "--source", "isw", "--metric", "held", "--format", "csv")
    assert status == 0
    assert ",110649," in out
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}", "sqlite+pysqlite:///{}", "sqlite:///{}?timeout=5"])
def test_a_ledger_may_be_given_as_a_path_or_as_a_url(form: str, run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYRRHUS_LEDGER", form.format(ledger))
    assert ",110649," in run("statements", "--source", "isw", "--metric", "held", "--format", "csv")[1]


@contextmanager
def on_each_connection(pragma: str) -> Iterator[None]:
    def set_it(connection: Any, _: Any) -> None:
        connection.execute(pragma)

    event.listen(Engine, "connect", set_it)
    try:
        yield
    finally:
        event.remove(Engine, "connect", set_it)


def test_a_ledger_that_turns_out_to_be_read_only(refused: Any, ledger: Path, mirror: Mirror) -> None:
    before = contents(ledger)
    mirror.repositories[STAFF.repository][PERSONNEL].append(personnel(1000, 1200))
    with on_each_connection("PRAGMA query_only = ON"):
        sentence = refused("sync", "--mirror", mirror.url, "--source", "ua_general_staff")
    assert str(ledger) in sentence
    assert contents(ledger) == before


def test_a_ledger_on_a_disk_that_is_full(refused: Any, ledger: Path, mirror: Mirror) -> None:
    before = contents(ledger)
    noise = hashlib.shake_256(b"noise").digest(200_000)
    mirror.repositories[STAFF.repository][PERSONNEL] += [noise, personnel(1000, 1200)]
    with on_each_connection("PRAGMA max_page_count = 1"):
        sentence = refused("sync", "--mirror", mirror.url, "--source", "ua_general_staff")
    assert str(ledger) in sentence
    assert "full" in sentence
    assert contents(ledger) == before


def test_a_ledger_that_another_sync_holds(refused: Any, ledger: Path, mirror: Mirror) -> None:
    before = contents(ledger)
    other = sqlite3.connect(ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with on_each_connection("PRAGMA busy_timeout = 20"):
        sentence = refused("sync", "--mirror", mirror.url, "--source", "isw")
    other.close()
    assert "locked" in sentence
    assert contents(ledger) == before


def test_a_ledger_can_be_read_while_another_sync_holds_it(run: Run, ledger: Path) -> None:
    other = sqlite3.connect(ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    status, out, _ = run("statements", "--source", "isw", "--metric", "held", "--format", "csv")
    other.close()
    assert status == 0
    assert ",110649," in out


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, where this machine lets a test mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts nothing for a test")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_disk_mounted_read_only(
    refused: Any, run: Run, full_ledger: Path, small_disk: Path, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(full_ledger, small_disk / "ledger.db"))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    monkeypatch.setenv("PYRRHUS_LEDGER", str(path))
    assert str(path) in refused("sync", "--mirror", mirror.url, "--source", "isw")
    assert run(*STATEMENTS)[0] == 0
    assert "Read-only file system" in refused(*STATEMENTS, "--out", str(small_disk / "x.csv"))
    monkeypatch.setenv("PYRRHUS_LEDGER", str(small_disk / "new" / "ledger.db"))
    assert "Read-only file system" in refused("sync", "--mirror", mirror.url, "--source", "isw")


def test_a_disk_that_fills_up(
    refused: Any, full_ledger: Path, small_disk: Path, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(full_ledger, small_disk / "ledger.db"))
    before = contents(path)
    monkeypatch.setenv("PYRRHUS_LEDGER", str(path))
    noise = hashlib.shake_256(b"noise").digest(2_000_000)
    mirror.repositories[STAFF.repository][PERSONNEL] += [noise, personnel(1000, 1200)]
    assert str(path) in refused("sync", "--mirror", mirror.url, "--source", "ua_general_staff")
    with suppress(FileNotFoundError):
        (small_disk / "x.csv").unlink()
    assert contents(path) == before
    (small_disk / "rest").write_bytes(b"")
    with suppress(OSError):
        (small_disk / "rest").write_bytes(noise)
    assert "No space left on device" in refused(*STATEMENTS, "--out", str(small_disk / "x.csv"))
    assert not (small_disk / "x.csv").exists()
    assert not (small_disk / "x.csv.part").exists()


# A publisher that does not keep its promises


def test_a_mirror_that_cannot_be_reached(failed_sync: Any) -> None:
    sentence = failed_sync("http://127.0.0.1:1", "deepstate")
    assert sentence == "cannot reach http://127.0.0.1:1: connection refused; is the mirror running?"


def test_one_unreachable_source_does_not_hide_the_others(run: Run, ledger: Path, mirror: Mirror) -> None:
    mirror.answers[f"/repos/{ISW.repository}/git/trees/main"] = b"garbage"
    mirror.repositories[STAFF.repository][PERSONNEL].append(personnel(1000, 1200))
    status, out, err = run("sync", "--mirror", mirror.url, *THREE)
    assert status == 2
    assert one_sentence(err).startswith("isw: ")
    assert [line.split()[0] for line in out.splitlines() if "failed" in line] == ["isw"]
    assert '"1200"' in json.dumps(contents(ledger)[1]["statement"], default=str)


@pytest.mark.parametrize(
    "listing",
    [
        b"garbage", b"<html>", b"[]", b"{}", b"null", b'{"truncated": false}', b'{"truncated": true, "tree": []}', b"[" * 9999,
        b'{"truncated": false, "tree": [{"path": "../x", "type": "blob", "sha": "' + b"0" * 40 + b'", "size": 1}]}',
        b'{"truncated": false, "tree": [{"path": "x", "type": "blob", "sha": "main", "size": 1}]}', b"\xff\xfe", b"",
    ],
)  # fmt: skip
def test_a_listing_that_is_garbage(listing: bytes, failed_sync: Any, mirror: Mirror) -> None:
    mirror.answers[f"/repos/{DEEPSTATE.repository}/git/trees/main"] = listing
    assert f"/repos/{DEEPSTATE.repository}/git/trees/main" in failed_sync(mirror.url, "deepstate")


@pytest.mark.parametrize("history", [b"garbage", b"{}", b'[{"sha": "x"}]', b'[{"commit": 1}]', b'["2025-01-31"]'])
def test_a_history_that_is_garbage(history: bytes, failed_sync: Any, mirror: Mirror) -> None:
    mirror.repositories[STAFF.repository][PERSONNEL].append(personnel(1000, 1200))
    mirror.answers[f"/repos/{STAFF.repository}/commits"] = history
    assert f"/repos/{STAFF.repository}/commits" in failed_sync(mirror.url, "ua_general_staff")


def test_a_listing_without_any_file_of_the_source(failed_sync: Any, mirror: Mirror) -> None:
    mirror.repositories[DEEPSTATE.repository] = {"README.md": [b"# moved"]}
    sentence = failed_sync(mirror.url, "deepstate")
    assert sentence == f"{DEEPSTATE.repository}, {MAP}: the repository lists no such file; nothing was changed"


@pytest.mark.parametrize("path", [PERSONNEL, CORRECTION, EQUIPMENT])
def test_a_repository_that_lost_one_file(path: str, failed_sync: Any, mirror: Mirror) -> None:
    del mirror.repositories[STAFF.repository][path]
    assert f"{path}: the repository lists no such file" in failed_sync(mirror.url, "ua_general_staff")


def test_a_repository_that_is_gone(failed_sync: Any, mirror: Mirror) -> None:
    mirror.repositories[DEEPSTATE.repository] = {}
    mirror.answers = {}
    assert "the repository lists no such file" in failed_sync(mirror.url, "deepstate")


def test_a_listed_file_that_is_not_served(failed_sync: Any, mirror: Mirror) -> None:
    new = MAP.replace("{day}", "20250201")
    mirror.repositories[DEEPSTATE.repository][new] = [square()]
    mirror.answers[f"/{DEEPSTATE.repository}/main/{new}"] = b""
    assert new in failed_sync(mirror.url, "deepstate")


@pytest.mark.parametrize("cut", [1, 40, 100, -1, -2])
def test_a_map_that_breaks_off(cut: int, failed_sync: Any, mirror: Mirror) -> None:
    new = MAP.replace("{day}", "20250201")
    mirror.repositories[DEEPSTATE.repository][new] = [square()[:cut]]
    assert failed_sync(mirror.url, "deepstate").startswith(f"{new}: expected a GeoJSON FeatureCollection, the JSON ends after")


@pytest.mark.parametrize(
    ("newest", "why"),
    [
        (personnel(1100, 1000), "row 2025-01-31: the running total falls from 1,100 on 2025-01-30 to 1,000"),
        (personnel(1000, 6_000_000), "row 2025-01-31: expected a whole number of at most 5,000,000, got 6000000"),
        (rows(personnel=5, captured=1), "row 2025-01-31: unknown field 'captured'"),
        (rows(total=5), "row 2025-01-31: no field 'personnel'"),
        (personnel(1000, 1200)[:-9], "expected a JSON list of days, the JSON breaks off"),
        (b"<!DOCTYPE html>", "expected a JSON list of days"),
    ],
    ids=["falls", "out of range", "unknown field", "no total", "truncated", "a web page"],
)
def test_totals_that_cannot_be(newest: bytes, why: str, failed_sync: Any, mirror: Mirror) -> None:
    mirror.repositories[STAFF.repository][PERSONNEL] += [personnel(1000, 1150), newest]
    sentence = failed_sync(mirror.url, "ua_general_staff")
    assert PERSONNEL in sentence
    assert why in sentence


def test_equipment_with_an_unknown_column(failed_sync: Any, mirror: Mirror) -> None:
    mirror.repositories[STAFF.repository][EQUIPMENT].append(rows(tank=10, hovercraft=1))
    sentence = failed_sync(mirror.url, "ua_general_staff")
    assert sentence == f"{EQUIPMENT}: row 2025-01-31: unknown field 'hovercraft'"


@pytest.mark.parametrize("number", [0, 1, 5])
def test_a_csv_with_a_missing_column(number: int, failed_sync: Any, mirror: Mirror) -> None:
    columns = list(ISW.facts["columns"])
    lost = columns.pop(number)
    mirror.repositories[ISW.repository][AREA].append(area("110650000000", columns))
    sentence = failed_sync(mirror.url, "isw")
    assert AREA in sentence
    assert f"row 1: no column '{lost}'" in sentence
    assert "nothing was changed" in sentence


@pytest.mark.parametrize("value", ["many", "1", "1e300", "nan"])
def test_a_csv_with_a_value_that_cannot_be(value: str, failed_sync: Any, mirror: Mirror) -> None:
    mirror.repositories[ISW.repository][AREA].append(area(value))
    assert ", row 2: " in failed_sync(mirror.url, "isw")


def test_once_the_publisher_is_well_again_so_is_the_sync(run: Run, ledger: Path, mirror: Mirror, failed_sync: Any) -> None:
    versions = mirror.repositories[STAFF.repository][PERSONNEL]
    versions.append(personnel(1100, 1000))
    failed_sync(mirror.url, "ua_general_staff")
    versions.append(personnel(1000, 1200))
    assert run("sync", "--mirror", mirror.url, "--source", "ua_general_staff")[0] == 0
    assert ",1200," in contents(ledger)[0]


def test_a_sync_that_fails_on_a_new_ledger_leaves_an_empty_one(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "folder" / "new.db"
    monkeypatch.setenv("PYRRHUS_LEDGER", str(path))
    assert run("sync", "--mirror", "http://127.0.0.1:1", "--source", "isw")[0] == 2
    assert contents(path)[0].count("\n") == 1
    with_ledger = run(*STATEMENTS)
    monkeypatch.setenv("PYRRHUS_LEDGER", str(tmp_path / "none.db"))
    assert run(*STATEMENTS) == with_ledger


# Help, quiet, interruption


@pytest.mark.parametrize("command", [[], ["brief"], ["statements"], ["sync"]])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_of_each_command_has_examples(command: list[str], option: str, run: Run) -> None:
    status, out, err = run(*command, option)
    assert (status, err) == (0, "")
    assert out.startswith("Usage: ")
    examples = out.partition("Examples:\n")[2].splitlines()
    assert [line for line in examples if line.strip().startswith(" ".join(["pyrrhus", *command]))]


HEAVY = ("numpy", "sqlalchemy", "alembic", "polars", "shapely", "pydantic", "orjson", "httpx2", "altair", "rich")


@pytest.mark.parametrize("args", [["--help"], ["brief", "--help"], ["statements", "--help"], ["sync", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    script = (
        "import sys; from pyrrhus.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        f"finally: print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", script, *args], check=False, capture_output=True, text=True)
    assert ended.returncode == 0
    assert ended.stderr == "\n"


def as_module(*args: str, stdout: Any = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, as ``python -m pyrrhus``."""
    command = [sys.executable, "-m", "pyrrhus", *args]
    told = os.environ | environment
    return subprocess.run(command, check=False, stdout=stdout, stderr=subprocess.PIPE, text=True, env=told)


def test_the_module_runs_as_the_command_does(run: Run) -> None:
    ended = as_module("--version")
    assert (ended.returncode, ended.stdout, ended.stderr) == run("--version")
    wrong = as_module("brief", "2025-13")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    one_sentence(wrong.stderr)


def test_quiet_silences_standard_error_and_not_the_result(run: Run, ledger: Path, mirror: Mirror, tmp_path: Path) -> None:
    loud, quiet = run(*STATEMENTS), run(*STATEMENTS, "--quiet")
    assert loud[2] != ""
    assert quiet == (0, loud[1], "")
    assert run(*STATEMENTS, "--quiet", "--out", str(tmp_path / "x.csv")) == (0, "", "")
    assert run("brief", "2025-01", "--quiet")[2] == ""
    assert run("sync", "--mirror", mirror.url, "--quiet", *THREE)[2] == ""


def test_quiet_does_not_silence_an_error(refused: Any) -> None:
    assert refused("brief", "2025-13", "--quiet")


def test_an_interrupted_command_ends_with_130_and_a_word(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pyrrhus.ledger.desk.open", interrupted)
    status, out, err = run(*STATEMENTS)
    assert (status, out, err.strip()) == (130, "", "pyrrhus: interrupted")


@pytest.mark.parametrize("hold", ["git/trees", "deepstatemap_data_20250201"], ids=["listing", "a file"])
def test_a_sync_that_is_interrupted_while_it_waits_ends_at_once_and_leaves_all_as_it_was(
    hold: str, ledger: Path, mirror: Mirror
) -> None:
    mirror.repositories[DEEPSTATE.repository][MAP.replace("{day}", "20250201")] = [square()]
    mirror.hold = hold
    before = contents(ledger)
    command = [sys.executable, "-m", "pyrrhus", "sync", "--mirror", mirror.url, "--source", "deepstate"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(2.0)
        process.send_signal(signal.SIGINT)
        try:
            _, err = process.communicate(timeout=8)
        finally:
            process.kill()
    assert process.returncode == 130
    assert err.strip() == "pyrrhus: interrupted"
    assert contents(ledger) == before


@pytest.mark.parametrize("args", [["statements", "--format", "csv"], [*STATEMENTS], ["--help"]], ids=["long", "short", "help"])
def test_a_full_standard_output_is_one_sentence(args: list[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        ended = as_module(*args, stdout=full)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "No space left on device" in ended.stderr


@pytest.mark.parametrize("args", [["statements", "--format", "csv"], [*STATEMENTS]], ids=["long", "short"])
def test_a_reader_that_hangs_up_is_no_error(args: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        assert as_module(*args, "--quiet", stdout=write).stderr == ""
    finally:
        os.close(write)


def test_a_terminal_of_few_letters_still_gets_its_text() -> None:
    ended = as_module("brief", "2025-01", "--quiet", PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "January 2025" in ended.stdout


def test_a_party_that_the_conflict_has_not(refused: Any) -> None:
    assert refused("statements", "--party", "nobody") == "no party 'nobody'; there are: russia, ukraine, north_korea, both"


def test_a_password_is_never_printed() -> None:
    from sqlalchemy.exc import OperationalError

    from pyrrhus.errors import LedgerError
    from pyrrhus.ledger.location import _as_ledger_error

    url = "postgresql+psycopg://me:secret@db.example/x"
    with pytest.raises(LedgerError) as told, _as_ledger_error(url):
        raise OperationalError("SELECT 1", {}, Exception("no such host"))
    assert "secret" not in str(told.value)
    assert "me:***@db.example" in str(told.value)
