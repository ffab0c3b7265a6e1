"""What a repository lists, and which files come, in which order, from where."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from pyrrhus.capture import github
from pyrrhus.capture.blobs import git_sha
from pyrrhus.capture.github import Blob, Commit, GitHub, Listing, Wanted
from pyrrhus.errors import InputError, NetworkError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

TREE = "/repos/owner/name/git/trees/main?recursive=1"
SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def mirror(host: Any, quick_retries: None) -> Iterator[GitHub]:
    with GitHub(mirror=host.url, workers=3, timeout=5.0) as opened:
        yield opened


def history(path: str, page: int) -> str:
    return f"/repos/owner/name/commits?sha=main&path={path}&per_page=100&page={page}"


def commit(number: int, date: str = "2025-01-31T23:30:00Z") -> dict[str, Any]:
    return {"sha": f"{number:040x}", "commit": {"committer": {"date": date}}}


def entry(path: str, kind: str = "blob", sha: str = SHA, size: Any = 7) -> dict[str, Any]:
    return {"path": path, "type": kind, "sha": sha, "size": size, "mode": "100644"}


def fetch_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("pyrrhus-fetch")]


# The tree


def test_a_tree_lists_files_and_leaves_out_folders_and_submodules(host: Any, mirror: GitHub) -> None:
    folder = {"path": "data", "type": "tree", "sha": SHA}
    submodule = {"path": "lib", "type": "commit", "sha": SHA}
    host.lay(TREE, {"tree": [folder, entry("data/a b.csv"), submodule], "truncated": False}, ETag='W/"one"')
    assert mirror.tree("owner/name") == Listing((Blob("data/a b.csv", SHA, 7),), 'W/"one"')


def test_a_tree_that_is_still_the_known_one_is_none(host: Any, mirror: GitHub) -> None:
    host.lay(TREE, b"", 304)
    assert mirror.tree("owner/name", etag='W/"one"') is None
    assert host.asked[0][1]["if-none-match"] == 'W/"one"'


def test_not_modified_without_a_question_is_no_answer(host: Any, mirror: GitHub) -> None:
    host.lay(TREE, b"", 304)
    with pytest.raises(NetworkError, match="answered 304"):
        mirror.tree("owner/name")


def test_an_etag_that_no_header_can_carry_is_not_kept(host: Any, mirror: GitHub) -> None:
    host.lay(TREE, {"tree": [entry("a.csv")], "truncated": False}, ETag='"caf\xe9"')
    listing = mirror.tree("owner/name")
    assert listing is not None
    assert listing.etag == ""


def test_a_truncated_tree_is_refused(host: Any, mirror: GitHub) -> None:
    host.lay(TREE, {"tree": [entry("a.csv")], "truncated": True})
    with pytest.raises(SourceError, match=r"owner/name .* lists only part of this repository's files"):
        mirror.tree("owner/name")


def test_a_branch_with_a_slash_is_one_segment_of_the_address(host: Any, mirror: GitHub) -> None:
    host.lay("/repos/owner/name/git/trees/data%2Fnew?recursive=1", {"tree": [], "truncated": False})
    assert mirror.tree("owner/name", "data/new") == Listing((), "")


def test_a_missing_branch_is_named(mirror: GitHub) -> None:
    with pytest.raises(NetworkError, match=r"branch master of owner/name does not exist: http.* answered 404"):
        mirror.tree("owner/name", "master")


@pytest.mark.parametrize(
    "page",
    [
        b"<html>",
        b"[]" * 5000,
        b"[" * 5000,
        [],
        {"tree": []},
        {"truncated": False},
        {"tree": {}, "truncated": False},
        {"tree": [], "truncated": 0},
        {"tree": ["a.csv"], "truncated": False},
        {"tree": [{"path": "a.csv"}], "truncated": False},
        {"tree": [entry("a.csv", kind="device")], "truncated": False},
        {"tree": [entry("a.csv", sha="main")], "truncated": False},
        {"tree": [entry("a.csv", size="7")], "truncated": False},
        {"tree": [entry("a.csv", size=True)], "truncated": False},
        {"tree": [entry("a.csv", size=-1)], "truncated": False},
        {"tree": [entry("../a.csv")], "truncated": False},
        {"tree": [entry("/a.csv")], "truncated": False},
        {"tree": [entry("")], "truncated": False},
    ],
)
def test_a_garbled_tree_is_refused_and_its_address_named(page: object, host: Any, mirror: GitHub) -> None:
    host.lay(TREE, page)
    with pytest.raises(NetworkError) as caught:
        mirror.tree("owner/name")
    assert f"{host.url}{TREE}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_listing_too_large_to_be_one_is_refused(host: Any, mirror: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github, "LARGEST_LISTING", 50)
    host.lay(TREE, {"tree": [entry("a.csv")], "truncated": False})
    with pytest.raises(NetworkError, match="larger than 50 bytes"):
        mirror.tree("owner/name")


# The history


def test_times_of_commits_are_utc(host: Any, mirror: GitHub) -> None:
    host.lay(history("a.csv", 1), [commit(1, "2025-02-01T01:30:00+03:00")])
    assert mirror.commits("owner/name", "a.csv") == [Commit(f"{1:040x}", datetime(2025, 1, 31, 22, 30, tzinfo=UTC))]
    assert mirror.commits("owner/name", "a.csv")[0].time.tzinfo is UTC


def test_pages_are_read_until_a_short_one(host: Any, mirror: GitHub) -> None:
    host.lay(history("a%20b.csv", 1), [commit(n) for n in range(200, 100, -1)])
    host.lay(history("a%20b.csv", 2), [commit(n) for n in range(100, 0, -1)])
    host.lay(history("a%20b.csv", 3), [])
    found = mirror.commits("owner/name", "a b.csv")
    assert [int(one.sha, 16) for one in found] == list(range(200, 0, -1))
    assert len(host.asked) == 3


def test_only_commits_newer_than_the_first_known_one_are_given(host: Any, mirror: GitHub) -> None:
    host.lay(history("a.csv", 1), [commit(n) for n in range(200, 100, -1)])
    found = mirror.commits("owner/name", "a.csv", known=[f"{n:040x}" for n in (198, 3)])
    assert [int(one.sha, 16) for one in found] == [200, 199]
    assert len(host.asked) == 1


def test_a_commit_that_a_push_moves_to_the_next_page_is_one(host: Any, mirror: GitHub) -> None:
    host.lay(history("a.csv", 1), [commit(n) for n in range(200, 100, -1)])
    host.lay(history("a.csv", 2), [commit(n) for n in (101, 100, 99)])
    assert len(mirror.commits("owner/name", "a.csv")) == 102


def test_a_path_that_never_was_has_no_commits(host: Any, mirror: GitHub) -> None:
    host.lay(history("a.csv", 1), [])
    assert mirror.commits("owner/name", "a.csv") == []


def test_a_page_that_repeats_for_ever_is_refused(host: Any, mirror: GitHub) -> None:
    for page in (1, 2):
        host.lay(history("a.csv", page), [commit(n) for n in range(100)])
    with pytest.raises(NetworkError, match="page=2 repeats the page before it"):
        mirror.commits("owner/name", "a.csv")


def test_a_history_without_end_is_refused(host: Any, mirror: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github, "MOST_PAGES", 2)
    for page in (1, 2, 3):
        host.lay(history("a.csv", page), [commit(page * 100 + n) for n in range(100)])
    with pytest.raises(NetworkError, match="history that does not end"):
        mirror.commits("owner/name", "a.csv")


@pytest.mark.parametrize(
    "page",
    [
        {},
        [{}],
        [{"sha": SHA}],
        [{"sha": SHA, "commit": {"committer": None}}],
        [{"sha": "HEAD", "commit": {"committer": {"date": "2025-01-31T23:30:00Z"}}}],
        [commit(1, "yesterday")],
        [commit(1, "2025-01-31T23:30:00")],
    ],
)
def test_a_garbled_history_is_refused_and_its_address_named(page: object, host: Any, mirror: GitHub) -> None:
    host.lay(history("a.csv", 1), page)
    with pytest.raises(NetworkError) as caught:
        mirror.commits("owner/name", "a.csv")
    assert f"{host.url}{history('a.csv', 1)}" in str(caught.value)


# The files


def test_paths_are_percent_encoded(host: Any, mirror: GitHub) -> None:
    host.lay("/owner/name/main/b%20%23%3F%25/%D0%B4%D0%B0%D0%BD%D1%96.csv", b"1,2\n")
    wanted = Wanted("owner/name", "main", "b #?%/дані.csv")
    assert list(mirror.fetch([wanted])) == [(wanted, b"1,2\n")]


def test_files_come_in_the_order_asked_though_they_arrive_in_another(host: Any, mirror: GitHub) -> None:
    for n in range(12):
        host.lay(f"/owner/name/main/{n}", b"%d" % n, pause=0.1 + 0.05 * (n % 3 == 0))
    wanted = [Wanted("owner/name", "main", str(n)) for n in range(12)]
    assert list(mirror.fetch(wanted)) == [(one, one.path.encode()) for one in wanted]
    assert host.busiest == 3


def test_no_more_than_twice_the_workers_are_fetched_ahead(host: Any, mirror: GitHub) -> None:
    asked: list[int] = []

    def wanted() -> Iterator[Wanted]:
        for n in range(100):
            asked.append(n)
            host.lay(f"/owner/name/main/{n}")
            yield Wanted("owner/name", "main", str(n))

    files = mirror.fetch(wanted())
    assert asked == []
    next(files)
    until = time.monotonic() + 10
    while len(host.asked) < 6 and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.1)
    assert len(asked) == len(host.asked) == 6
    files.close()


def test_closing_the_iterator_ends_its_threads_and_asks_for_nothing_more(host: Any, mirror: GitHub) -> None:
    for n in range(50):
        host.lay(f"/owner/name/main/{n}", pause=0.02)
    files = mirror.fetch(Wanted("owner/name", "main", str(n)) for n in range(50))
    next(files)
    assert fetch_threads()
    files.close()
    assert fetch_threads() == []
    asked = len(host.asked)
    time.sleep(0.1)
    assert len(host.asked) == asked <= 6


def test_closing_does_not_wait_for_the_end_of_a_slow_body(host: Any, mirror: GitHub) -> None:
    host.lay("/owner/name/main/0")
    host.lay("/owner/name/main/1", b"x" * 200, trickle=0.02)
    files = mirror.fetch(Wanted("owner/name", "main", str(n)) for n in range(2))
    next(files)
    time.sleep(0.1)
    before = time.monotonic()
    files.close()
    assert time.monotonic() - before < 1.0
    assert fetch_threads() == []


def test_leaving_the_context_ends_a_fetch_that_nobody_closed(host: Any) -> None:
    for n in range(50):
        host.lay(f"/owner/name/main/{n}", pause=0.01)
    with GitHub(mirror=host.url) as opened:
        files = opened.fetch(Wanted("owner/name", "main", str(n)) for n in range(50))
        next(files)
    assert fetch_threads() == []
    files.close()


def test_an_error_comes_in_its_turn_and_ends_the_threads(host: Any, mirror: GitHub) -> None:
    host.lay("/owner/name/main/0", b"first", pause=0.05)
    files = mirror.fetch(Wanted("owner/name", "main", str(n)) for n in range(50))
    assert next(files)[1] == b"first"
    with pytest.raises(NetworkError, match=r"1 of owner/name at main does not exist: http.* answered 404"):
        next(files)
    assert fetch_threads() == []
    assert len(host.asked) <= 7


def test_bytes_that_are_not_those_of_the_listing_are_refused(host: Any, mirror: GitHub) -> None:
    host.lay("/owner/name/main/a", b"old")
    named = Wanted("owner/name", "main", "a", sha=git_sha(b"old"))
    assert list(mirror.fetch([named])) == [(named, b"old")]
    with pytest.raises(NetworkError, match=r"/owner/name/main/a sent 3 bytes, and not those that the listing names"):
        list(mirror.fetch([Wanted("owner/name", "main", "a", sha=git_sha(b"new"))]))


def test_what_a_commit_deleted_has_no_bytes_where_that_may_be(host: Any, mirror: GitHub) -> None:
    host.lay("/owner/name/0b/a", b"bytes")
    wanted = [Wanted("owner/name", ref, "a", may_be_gone=True) for ref in ("0a", "0b")]
    assert [data for _, data in mirror.fetch(wanted)] == [b"", b"bytes"]
    with pytest.raises(NetworkError, match="a of owner/name at 0a does not exist"):
        list(mirror.fetch([Wanted("owner/name", "0a", "a")]))


@pytest.mark.parametrize("status", [403, 410, 500])
def test_only_nothing_is_taken_for_a_deletion(status: int, host: Any, mirror: GitHub) -> None:
    host.lay("/owner/name/0a/a", b"", status)
    with pytest.raises(NetworkError, match=f"answered {status}"):
        list(mirror.fetch([Wanted("owner/name", "0a", "a", may_be_gone=True)]))


def test_a_file_larger_than_allowed_is_refused(host: Any, mirror: GitHub) -> None:
    host.lay("/owner/name/main/a", b"x" * 11)
    with pytest.raises(NetworkError, match="larger than 10 bytes"):
        list(mirror.fetch([Wanted("owner/name", "main", "a")], max_bytes=10))
    assert list(mirror.fetch([Wanted("owner/name", "main", "a")], max_bytes=11))


# What may be asked, and of whom


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "../other/main/a", "a/../../b", "./a", "a\0b"])
def test_a_path_that_could_leave_its_repository_is_not_asked_for(path: str, host: Any, mirror: GitHub) -> None:
    with pytest.raises(InputError, match="is no path in a repository"):
        list(mirror.fetch([Wanted("owner/name", "main", path)]))
    with pytest.raises(InputError, match="is no path in a repository"):
        mirror.commits("owner/name", path)
    assert host.asked == []


@pytest.mark.parametrize("repository", ["name", "a/b/c", "../b", "a/..", "a/.", "a b/c", "a/b?c", "", "a/b\n"])
def test_what_is_no_repository_is_not_asked_for(repository: str, host: Any, mirror: GitHub) -> None:
    with pytest.raises(InputError, match="is no repository; write OWNER/NAME"):
        mirror.tree(repository)
    with pytest.raises(InputError, match="is no repository"):
        mirror.commits(repository, "a")
    with pytest.raises(InputError, match="is no repository"):
        list(mirror.fetch([Wanted(repository, "main", "a")]))
    assert host.asked == []


@pytest.mark.parametrize("ref", ["", "..", "main/../..", "ma in", "main\n"])
def test_what_is_no_ref_is_not_asked_for(ref: str, host: Any, mirror: GitHub) -> None:
    with pytest.raises(InputError, match="neither a branch nor a commit"):
        mirror.tree("owner/name", ref)
    with pytest.raises(InputError, match="neither a branch nor a commit"):
        mirror.commits("owner/name", "a", branch=ref)
    with pytest.raises(InputError, match="neither a branch nor a commit"):
        list(mirror.fetch([Wanted("owner/name", ref, "a")]))
    assert host.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "127.0.0.1:8899",
        "ftp://host",
        "file:///etc/passwd",
        "http://",
        "http://host:port",
        "http://[::1",
        "http://a b",
    ],
)
def test_a_mirror_is_an_http_address(address: str) -> None:
    with pytest.raises(InputError, match="is no http or https address of a mirror; give an address like"):
        GitHub(mirror=address)


@pytest.mark.parametrize("address", ["http://user:secret@host", "http://host?a=b", "http://host/#a"])
def test_a_mirror_is_an_address_alone_and_no_password_is_printed(address: str) -> None:
    with pytest.raises(InputError, match="holds no user name") as caught:
        GitHub(mirror=address)
    assert "secret" not in str(caught.value)


def test_a_mirror_may_stand_under_a_path(host: Any) -> None:
    host.lay(f"/mirror{TREE}", {"tree": [], "truncated": False})
    with GitHub(mirror=f"{host.url}/mirror/") as opened:
        assert opened.tree("owner/name") == Listing((), "")


def test_the_hosts_are_those_of_github_when_there_is_no_mirror() -> None:
    assert github.API == "https://api.github.com"
    assert github.RAW == "https://raw.githubusercontent.com"


def test_the_token_goes_to_the_api_and_not_to_the_raw_host(host: Any, other_host: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github, "API", host.url)
    monkeypatch.setattr(github, "RAW", other_host.url)
    host.lay(TREE, {"tree": [], "truncated": False})
    host.lay(history("a", 1), [])
    other_host.lay("/owner/name/main/a")
    with GitHub(token="s3cret\n") as opened:
        opened.tree("owner/name")
        opened.commits("owner/name", "a")
        list(opened.fetch([Wanted("owner/name", "main", "a")]))
    assert [headers["authorization"] for _, headers in host.asked] == ["Bearer s3cret"] * 2
    assert len(other_host.asked) == 1
    assert "s3cret" not in str(other_host.asked)


def test_the_token_never_goes_to_a_mirror(host: Any) -> None:
    host.lay(TREE, {"tree": [], "truncated": False})
    host.lay("/owner/name/main/a")
    with GitHub(mirror=host.url, token="s3cret") as opened:
        opened.tree("owner/name")
        list(opened.fetch([Wanted("owner/name", "main", "a")]))
    assert len(host.asked) == 2
    assert "s3cret" not in str(host.asked)


@pytest.mark.parametrize("token", ["s3 cret", "s3cret\nX-Evil: 1", "s3crét"])
def test_a_token_that_is_none_is_refused_without_being_printed(token: str) -> None:
    with pytest.raises(InputError, match="check GITHUB_TOKEN") as caught:
        GitHub(token=token)
    assert "cret" not in str(caught.value)


@pytest.mark.parametrize("arguments", [{"workers": 0}, {"timeout": 0.0}, {"timeout": -1.0}])
def test_no_workers_and_no_time_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="must be above zero"):
        GitHub(**arguments)
