"""Whatever a host does: the ledger stays as it was or comes out whole, one sentence says why, and the log of runs has it."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from holding import Rows, rows
from publishers import Fault, Publishers, serving

from pyrrhus.capture.github import GitHub
from pyrrhus.cli.main import main
from pyrrhus.sources.contract import load_source

STAFF = load_source("ua_general_staff")
PERSONNEL, CORRECTION, EQUIPMENT = (file.path for file in STAFF.files)
LISTING, HISTORY = f"/repos/{STAFF.repository}/git/trees/main", f"/repos/{STAFF.repository}/commits"
AT_COMMIT, AT_BRANCH = "/{commit}/", f"/{STAFF.repository}/main/{EQUIPMENT}"
PLACES = {"the listing": LISTING, "a history": HISTORY, "a commit's file": AT_COMMIT, "a newest file": AT_BRANCH}
OTHER = b'[{"date": "2025-01-01", "day": 1043, "personnel": 1, "tank": 1}]'


def daily(field: str, *totals: int) -> bytes:
    rows = [f'{{"date": "2025-01-0{day}", "day": {1042 + day}, "{field}": {total}}}' for day, total in enumerate(totals, 1)]
    return f"[{', '.join(rows)}]".encode()


def lay_past(publishers: Publishers) -> None:
    publishers.commit(STAFF.repository, PERSONNEL, daily("personnel", 790_000), "2025-01-01T06:00:00Z")
    publishers.commit(STAFF.repository, CORRECTION, daily("personnel", 50), "2025-01-01T06:00:00Z")
    publishers.lay(STAFF.repository, EQUIPMENT, daily("tank", 9000))


def lay_present(publishers: Publishers) -> str:
    """Two more commits, the first of which restates, and a longer file without any; the name of the newest commit."""
    publishers.commit(STAFF.repository, PERSONNEL, daily("personnel", 790_100), "2025-01-02T06:00:00Z")
    publishers.lay(STAFF.repository, EQUIPMENT, daily("tank", 9000, 9010))
    return publishers.commit(STAFF.repository, PERSONNEL, daily("personnel", 790_100, 791_000), "2025-01-03T06:00:00Z")


@pytest.fixture
def host() -> Iterator[Publishers]:
    with serving() as publishers:
        lay_past(publishers)
        yield publishers


@pytest.fixture
def sync(run: Any, host: Publishers) -> Callable[[], tuple[int, str, str]]:
    return lambda: run("sync", "--mirror", host.url, "--source", "ua_general_staff")


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of what the publisher had before anything went wrong."""
    return undisturbed(tmp_path_factory.mktemp("past") / "ledger.db")


@pytest.fixture(scope="module")
def present(past: Path) -> Rows:
    """What a sync makes of it when nothing goes wrong."""
    return unlisted(undisturbed(Path(shutil.copy(past, past.with_name("present.db"))), lay_present))


def undisturbed(ledger: Path, *lay: Callable[[Publishers], object]) -> Path:
    with serving() as publishers, pytest.MonkeyPatch.context() as patch:
        for one in (lay_past, *lay):
            one(publishers)
        patch.setenv("PYRRHUS_LEDGER", str(ledger))
        patch.setenv("NO_PROXY", "*")
        with pytest.raises(SystemExit) as ended:
            main(["sync", "--mirror", publishers.url, "--source", "ua_general_staff", "--quiet"])
    assert ended.value.code == 0
    return ledger


@pytest.fixture
def ledger(past: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(past, tmp_path / "held.db"))
    monkeypatch.setenv("PYRRHUS_LEDGER", str(path))
    return path


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    assert GitHub.__init__.__kwdefaults__ is not None
    monkeypatch.setitem(GitHub.__init__.__kwdefaults__, "timeout", 0.2)


def unlisted(path: Path) -> Rows:
    """What a ledger holds, but for the listings it remembers: two hosts give them different ETags."""
    return {name: table for name, table in rows(path).items() if name != "listing"}


def values(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [value for (value,) in connection.execute("SELECT value FROM statement ORDER BY id")]


def runs(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT status, message FROM run ORDER BY id").fetchall()


@pytest.fixture
def fails(host: Publishers, ledger: Path, sync: Any, present: Rows) -> Callable[..., str]:
    """A sync that fails and changes nothing, and the next one, without the fault, that makes it whole; its sentence."""

    def command(*faults: Fault) -> str:
        before, commit = rows(ledger), lay_present(host)
        host.faults = [replace(fault, at=fault.at.format(commit=commit)) for fault in faults]
        status, out, err = sync()
        assert status == 2
        assert out.splitlines()[1].split()[0] == "ua_general_staff"
        assert "failed" in out
        assert err.count("\n") == 1
        assert err.startswith("pyrrhus: ua_general_staff: ")
        assert "Traceback" not in err
        sentence = str(err).removeprefix("pyrrhus: ua_general_staff: ").removesuffix("\n")
        assert rows(ledger) == before
        assert runs(ledger)[1:] == [("failed", sentence)]
        host.faults = []
        assert sync()[0] == 0
        assert unlisted(ledger) == present
        return sentence

    return command


FAILING = {
    "500": Fault("", 500, b"oops"),
    "503": Fault("", 503, b""),
    "429, for an hour": Fault("", 429, b"slow down", {"Retry-After": "3600"}),
    "429, every time": Fault("", 429, b"slow down", {"Retry-After": "1"}),
    "401": Fault("", 401, b""),
    "403": Fault("", 403, b"", {"X-RateLimit-Remaining": "0"}),
    "404": Fault("", 404, b"404: Not Found"),
    "206": Fault("", 206),
    "204": Fault("", 204, b""),
    "stalled": Fault("", stall=0.4),
    "cut": Fault("", cut=9),
    "cut before the first byte": Fault("", cut=0),
    "a length too long": Fault("", headers={"Content-Length": "99999"}, cut=1000),
    "a length that is none": Fault("", headers={"Content-Length": "many"}),
    "no length": Fault("", headers={"Content-Length": ""}, cut=1000),
    "a redirect to itself": Fault("", 302, b"", {"Location": "?"}),
    "a redirect to nowhere": Fault("", 301, b""),
    "a gzip that is none": Fault("", headers={"Content-Encoding": "gzip"}),
    "a gzip cut short": Fault("", body=gzip.compress(OTHER)[:-5], headers={"Content-Encoding": "gzip"}),
    "two gzips": Fault("", body=gzip.compress(b"[]") * 2, headers={"Content-Encoding": "gzip"}),
    "an unknown compression": Fault("", headers={"Content-Encoding": "br"}),
    "nothing": Fault("", body=b""),
    "nothing, compressed": Fault("", body=gzip.compress(b""), headers={"Content-Encoding": "gzip"}),
}
QUICK = {("500", place) for place in PLACES} | {
    (name, "a commit's file")
    for name in (
        "429, for an hour",
        "stalled",
        "cut",
        "a length too long",
        "a redirect to itself",
        "a gzip that is none",
        "nothing",
    )
}
MATRIX = [
    pytest.param(FAILING[name], at, id=f"{name} at {place}", marks=[] if (name, place) in QUICK else [pytest.mark.slow])
    for name in FAILING
    for place, at in PLACES.items()
]


@pytest.mark.parametrize(("fault", "at"), MATRIX)
def test_an_answer_that_is_none_changes_nothing_and_the_next_sync_is_whole(fault: Fault, at: str, fails: Any) -> None:
    assert "127.0.0.1" in fails(replace(fault, at=at))


UNCHECKED = pytest.mark.xfail(
    strict=True,
    reason="ledger.sync does not hold newest bytes against the listing (Wanted.sha): others pass for an old version",
)
GARBAGE = {
    "a web page": b"<!DOCTYPE html><title>Sign in</title>",
    "half": b"",
    "another shape": b'{"message": "Moved"}',
    "not a word of it": b"\xff\xfe\x00",
}
KINDS = [pytest.param(name, marks=[] if name == "half" else [pytest.mark.slow]) for name in GARBAGE]


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(LISTING, id="the listing"),
        pytest.param(HISTORY, id="a history"),
        pytest.param(AT_BRANCH, id="a newest file", marks=UNCHECKED),
    ],
)
@pytest.mark.parametrize("garbage", KINDS)
def test_garbage_with_status_200_changes_nothing(garbage: str, at: str, fails: Any, host: Publishers) -> None:
    body = GARBAGE[garbage]
    if garbage == "half":
        body = {LISTING: b'{"truncated": false, "tree": [', HISTORY: b'[{"sha"'}.get(at, daily("tank", 9000, 9010)[:-20])
    fails(Fault(at, body=body))


@UNCHECKED
@pytest.mark.parametrize("everywhere", [False, True], ids=["at its commit", "at its commit and at the branch"])
@pytest.mark.parametrize("garbage", KINDS)
def test_garbage_in_place_of_the_newest_version_changes_nothing(garbage: str, everywhere: bool, fails: Any) -> None:
    body = GARBAGE[garbage] or daily("personnel", 790_100, 791_000)[:-20]
    fails(*(Fault(at, body=body) for at in (AT_COMMIT, *[f"/main/{PERSONNEL}"] * everywhere)))


@pytest.mark.parametrize("place", PLACES)
def test_a_redirect_off_the_hosts_is_refused_and_nothing_asked_of_its_target(place: str, fails: Any) -> None:
    with serving() as elsewhere:
        sentence = fails(Fault(PLACES[place], 302, b"", {"Location": f"{elsewhere.url.replace('127.0.0.1', 'localhost')}/x"}))
        assert "redirects (302) to localhost; redirects are not followed" in sentence
        assert elsewhere.asked == []


def test_a_redirect_loop_is_asked_once(fails: Any, host: Publishers) -> None:
    assert "redirects are not followed" in fails(Fault(LISTING, 301, b"", {"Location": f"{LISTING}?recursive=1"}))
    assert sum(LISTING in one for one in host.asked) == 2  # refused once; and the sync that ends well


PASSING = {
    "500": Fault("", 500, b"oops", times=2),
    "429": Fault("", 429, b"slow down", {"Retry-After": "1"}, times=1),
    "stalled": Fault("", stall=0.4, times=1),
    "cut": Fault("", cut=9, times=2),
}


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        pytest.param(fault, place, marks=[] if number % 4 == other else [pytest.mark.slow])
        for number, fault in enumerate(PASSING)
        for other, place in enumerate(PLACES)
    ],
)
def test_what_passes_leaves_no_trace(fault: str, place: str, host: Publishers, ledger: Path, sync: Any, present: Rows) -> None:
    commit = lay_present(host)
    host.faults = [replace(PASSING[fault], at=PLACES[place].format(commit=commit))]
    status, _, err = sync()
    assert (status, err) == (0, "")
    assert host.faults[0].times == 0
    assert unlisted(ledger) == present
    assert [status for status, _ in runs(ledger)] == ["done", "done"]


# Files that went


def test_a_listed_file_that_is_not_there_stops_the_run(fails: Any) -> None:
    assert f"{EQUIPMENT} of {STAFF.repository} at main does not exist" in fails(Fault(AT_BRANCH, 404, b""))


@pytest.mark.xfail(strict=True, reason="ledger.sync does not ask for commits with Wanted.may_be_gone; such a run fails for ever")
def test_a_commit_that_deleted_the_file_is_a_flagged_version_that_withdraws_what_stood(
    host: Publishers, ledger: Path, sync: Any
) -> None:
    deleted = host.commit(STAFF.repository, PERSONNEL, None, "2025-01-02T06:00:00Z")
    host.commit(STAFF.repository, PERSONNEL, daily("personnel", 790_100, 791_000), "2025-01-02T07:00:00Z")
    status, _, err = sync()
    assert (status, err) == (0, "")
    with closing(sqlite3.connect(ledger)) as connection:
        ((code, where),) = connection.execute('SELECT code, "where" FROM flag').fetchall()
        events = connection.execute(
            "SELECT e.stated, s.value, v.learnt FROM event e JOIN statement s ON s.id = e.statement "
            "JOIN version v ON v.id = e.version JOIN series r ON r.id = s.series "
            "WHERE r.metric = 'casualties' AND s.value > '7' ORDER BY e.id"
        ).fetchall()
    assert code == "deleted"
    assert deleted[:10] in where
    assert [(stated, value) for stated, value, _ in events] == [(1, "790000"), (0, "790000"), (1, "790100"), (1, "791000")]
    assert events[2][2] - events[1][2] == 3600


# Bytes that are not those that are listed


def test_a_listing_that_keeps_its_etag_and_changes_its_files_is_read(host: Publishers, ledger: Path, sync: Any) -> None:
    host.faults = [Fault(LISTING, headers={"ETag": '"always"'})]
    lay_present(host)
    sync()
    assert sync()[0] == 0
    # The host answers with the same ETag and other bytes, instead of saying that nothing changed.
    host.lay(STAFF.repository, EQUIPMENT, daily("tank", 9000, 9010, 9020))
    host.etags, host.faults = False, [Fault(LISTING, headers={"etag": '"always"'})]
    assert sync()[0] == 0
    assert "9020" in values(ledger)
    assert rows(ledger)["listing"][-1][-1] == '"always"'


@UNCHECKED
@pytest.mark.parametrize("served", [daily("tank", 9000), OTHER.replace(b'"personnel": 1, ', b""), daily("tank", 9000, 9011)])
def test_newest_bytes_that_are_not_the_listed_ones_change_nothing(served: bytes, fails: Any) -> None:
    fails(Fault(AT_BRANCH, body=served))


@UNCHECKED
def test_an_old_copy_of_a_file_does_not_hide_the_new_one_for_ever(host: Publishers, ledger: Path, sync: Any) -> None:
    lay_present(host)
    # A cache between the host and us has the file of yesterday for some minutes; the listing is of today.
    host.faults = [Fault(AT_BRANCH, body=daily("tank", 9000))]
    sync()
    host.faults = []
    assert sync()[0] == 0
    assert "9010" in values(ledger)
