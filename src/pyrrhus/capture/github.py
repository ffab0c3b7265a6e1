"""Public repositories on GitHub, or on a mirror of the same shape: their newest tree, a file's commits, its bytes."""

from __future__ import annotations

import ipaddress
import re
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import orjson

from pyrrhus.capture.blobs import git_sha
from pyrrhus.capture.web import Missing, Web
from pyrrhus.errors import InputError, NetworkError, SourceError

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable
    from types import TracebackType

__all__ = ["Blob", "Commit", "GitHub", "Listing", "Wanted"]

API = "https://api.github.com"
RAW = "https://raw.githubusercontent.com"
PAGE = 100
MOST_PAGES = 1000
LARGEST_LISTING = 32 * 2**20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a tree: its path, its git blob name (``git_sha``) and its size in bytes."""

    path: str
    sha: str
    size: int


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and the time (UTC) at which the committer made it."""

    sha: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """All files of a repository's newest tree, and the ETag to ask with next time (empty where the host gives none)."""

    blobs: tuple[Blob, ...]
    etag: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch: ``repository`` is OWNER/NAME, ``ref`` a branch or a commit, ``path`` as git has it, unquoted.

    ``sha`` is the name that a listing gives the bytes (``git_sha``); others are refused then. ``may_be_gone`` is for a
    commit that may have deleted the path: where the host has nothing, the bytes are empty, which no file's are.
    """

    repository: str
    ref: str
    path: str
    sha: str = ""
    may_be_gone: bool = False


class GitHub:
    """Reads public repositories; a context manager that owns one pool of connections.

    ``mirror`` is an http(s) address that replaces both of GitHub's hosts; one on loopback is asked without any proxy.
    ``token`` goes to GitHub's API and nowhere else. ``workers`` files are fetched at a time; ``timeout`` is in seconds,
    for each read. Redirects are not followed. Raises ``InputError`` for arguments that cannot be used; every method
    raises ``InputError`` for a repository, ref or path that cannot be one, and ``NetworkError`` where the host does not
    answer as it should.
    """

    def __init__(self, *, mirror: str | None = None, token: str | None = None, workers: int = 8, timeout: float = 30.0) -> None:
        if workers < 1 or timeout <= 0:
            raise InputError(f"{workers} workers and a time-out of {timeout} s cannot be; both must be above zero")
        self._api, self._raw = (_checked_mirror(mirror),) * 2 if mirror is not None else (API, RAW)
        self._api_headers = {"Accept": "application/vnd.github+json"}
        if mirror is None and token and token.strip():
            self._api_headers["Authorization"] = f"Bearer {_checked_token(token)}"
        self._workers = workers
        self._fetches: set[tuple[ThreadPoolExecutor, Event]] = set()
        self._web = Web(
            connections=workers + 2,
            timeout=timeout,
            trust_env=mirror is None or not _on_loopback(mirror),
            advice="is the mirror running?" if mirror is not None else "check the network and its proxy settings",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End fetches that still run and close all connections."""
        for pool, stop in tuple(self._fetches):
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
        self._web.close()

    def tree(self, repository: str, branch: str = "main", etag: str = "") -> Listing | None:
        """Return the newest tree of a branch, or None where it still is the one that ``etag`` names.

        Raises ``SourceError`` where the host gives only part of the tree.
        """
        name = _checked_repository(repository)
        url = f"{self._api}/repos/{name}/git/trees/{quote(_checked_ref(branch), safe='')}?recursive=1"
        headers = self._api_headers | ({"If-None-Match": etag} if etag else {})
        answer = self._web.get(url, f"branch {branch} of {name}", headers=headers, max_bytes=LARGEST_LISTING)
        if answer.unchanged:
            return None
        page = _json(answer.body, url)
        if _field(page, "truncated", bool, url):
            raise SourceError("the host lists only part of this repository's files", where=f"{name} ({url})")
        rows = _field(page, "tree", list, url)
        return Listing(tuple(_blob(row, url) for row in rows if _is_file(row, url)), answer.etag)

    def commits(self, repository: str, path: str, known: Collection[str] = (), branch: str = "main") -> list[Commit]:
        """Return the commits of a branch that changed ``path``, newest first; none where the path never was.

        With ``known`` commits, only those newer than the first known one, and no more pages than that takes.
        """
        name, known = _checked_repository(repository), frozenset(known)
        query = {"sha": _checked_ref(branch), "path": _checked_path(path), "per_page": PAGE}
        found: dict[str, Commit] = {}
        for number in range(1, MOST_PAGES + 1):
            url = f"{self._api}/repos/{name}/commits?{urlencode(query | {'page': number}, quote_via=quote)}"
            about = f"the history of {path} in {name}, branch {branch},"
            answer = self._web.get(url, about, headers=self._api_headers, max_bytes=LARGEST_LISTING)
            rows = _json(answer.body, url)
            if not isinstance(rows, list):
                raise NetworkError(f"{url} should list commits and sent something else")
            before = len(found)
            for commit in (_commit(row, url) for row in rows):
                if commit.sha in known:
                    return list(found.values())
                # A push while we page moves a commit from one page to the next: seen twice, it is one.
                found.setdefault(commit.sha, commit)
            if len(rows) < PAGE:
                return list(found.values())
            if len(found) == before:
                raise NetworkError(f"{url} repeats the page before it, so that the history would never end")
        raise NetworkError(f"{url} is page {MOST_PAGES:,} of a history that does not end; refusing to read on")

    def fetch(self, wanted: Iterable[Wanted], max_bytes: int = 64 * 2**20) -> Generator[tuple[Wanted, bytes], None, None]:
        """Yield each wanted file with its bytes, in the order asked, while the next ones are fetched.

        At most twice ``workers`` files are in memory, each of at most ``max_bytes`` decompressed. An error is raised
        when the turn of its file comes; it, or closing the iterator, ends all threads.
        """
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="pyrrhus-fetch")
        stop = Event()
        running = pool, stop
        self._fetches.add(running)
        ahead: deque[tuple[Wanted, Future[bytes]]] = deque()
        try:
            for one in wanted:
                ahead.append((one, pool.submit(self._file, one, max_bytes, stop)))
                if len(ahead) == 2 * self._workers:
                    yield _first(ahead)
            while ahead:
                yield _first(ahead)
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            self._fetches.discard(running)

    def _file(self, one: Wanted, max_bytes: int, stop: Event) -> bytes:
        name, ref, path = _checked_repository(one.repository), _checked_ref(one.ref), _checked_path(one.path)
        url = f"{self._raw}/{name}/{quote(ref)}/{quote(path)}"
        try:
            data = self._web.get(url, f"{path} of {name} at {ref}", max_bytes=max_bytes, stop=stop).body
        except Missing:
            if not one.may_be_gone:
                raise
            return b""
        if one.sha and git_sha(data) != one.sha:
            problem = f"{url} sent {len(data):,} bytes, and not those that the listing names"
            raise NetworkError(f"{problem}; a push or an old copy may have come between, so try again in some minutes")
        return data


def _first(ahead: deque[tuple[Wanted, Future[bytes]]]) -> tuple[Wanted, bytes]:
    one, future = ahead.popleft()
    return one, future.result()


def _json(body: bytes, url: str) -> object:
    try:
        page: object = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NetworkError(f"{url} should send JSON and did not ({error})") from error
    return page


def _field(row: object, key: str, kind: type[T], url: str) -> T:
    value = row.get(key) if isinstance(row, dict) else None
    # type() rather than isinstance(): a size of true is no number.
    if type(value) is not kind:
        raise NetworkError(f"{url} sent a listing without a {key!r} of the kind that is expected ({kind.__name__})")
    return value


def _is_file(row: object, url: str) -> bool:
    kind = _field(row, "type", str, url)
    if kind not in ("blob", "tree", "commit"):
        raise NetworkError(f"{url} lists an entry of unknown type {kind!r}")
    return kind == "blob"


def _blob(row: object, url: str) -> Blob:
    path, size = _field(row, "path", str, url), _field(row, "size", int, url)
    if not _is_path(path) or size < 0:
        raise NetworkError(f"{url} lists {path!r} with {size} bytes, which no file can be")
    return Blob(path, _sha(row, url), size)


def _commit(row: object, url: str) -> Commit:
    committer = _field(_field(row, "commit", dict, url), "committer", dict, url)
    text = _field(committer, "date", str, url)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise NetworkError(f"{url} lists a commit of {text!r}, which is no time with a zone")
    return Commit(_sha(row, url), moment.astimezone(UTC))


def _sha(row: object, url: str) -> str:
    sha = _field(row, "sha", str, url)
    if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", sha):
        raise NetworkError(f"{url} lists {sha[:80]!r}, which is no name git gives")
    return sha


def _is_path(path: str) -> bool:
    """Whether git could hold such a path; a dot segment would lead out of the repository."""
    return "\0" not in path and not {"", ".", ".."} & set(path.split("/"))


def _checked_path(path: str) -> str:
    if not _is_path(path):
        raise InputError(f"{path!r} is no path in a repository", remedy="write it as git does: folder/file, no dots")
    return path


def _checked_repository(repository: str) -> str:
    if not re.fullmatch(r"[\w-][\w.-]*/(?!\.{1,2}$)[\w.-]+", repository, re.ASCII):
        raise InputError(f"{repository!r} is no repository", remedy="write OWNER/NAME")
    return repository


def _checked_ref(ref: str) -> str:
    if not _is_path(ref) or any(letter.isspace() for letter in ref):
        raise InputError(f"{ref!r} is neither a branch nor a commit")
    return ref


def _checked_token(token: str) -> str:
    # The token itself is never printed.
    if not re.fullmatch(r"[!-~]+", token.strip()):
        raise InputError("the GitHub token holds blanks or letters that no token has", remedy="check GITHUB_TOKEN")
    return token.strip()


def _checked_mirror(mirror: str) -> str:
    remedy = "give an address like http://127.0.0.1:8899"
    try:
        parts = urlsplit(mirror)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not re.fullmatch(r"[!-~]+", mirror):
        raise InputError(f"{mirror!r} is no http or https address of a mirror", remedy=remedy)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise InputError("a mirror's address holds no user name, no '?' and no '#'", remedy=remedy)
    return mirror.rstrip("/")


def _on_loopback(mirror: str) -> bool:
    host = urlsplit(mirror).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
