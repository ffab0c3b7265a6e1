"""Publishers on loopback in the shapes of GitHub's hosts: histories that can be rewritten, and faults on single addresses."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pyrrhus.capture.blobs import git_sha

__all__ = ["Fault", "Publishers", "Version", "serving"]


LAYER = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"layer": "VIEW_RussiaCoTinUkraine_V3"}, '
    b'"geometry": {"type": "Polygon", "coordinates": [[[37, 48], [37, 49], [38, 49], [37, 48]]]}}]}'
)


@dataclass(frozen=True)
class Version:
    """What a commit made of a path; ``data`` is None where it deleted it."""

    commit: str
    time: str
    data: bytes | None


@dataclass
class Repository:
    """Paths with their versions oldest first, and newest bytes that no commit has."""

    history: dict[str, list[Version]] = field(default_factory=dict)
    laid: dict[str, bytes] = field(default_factory=dict)

    def newest(self) -> dict[str, bytes]:
        committed = {path: versions[-1].data for path, versions in self.history.items() if versions}
        return {path: data for path, data in (committed | self.laid).items() if data is not None}


@dataclass
class Fault:
    """What becomes of answers at addresses that hold ``at``: each field that is set replaces what would have been right.

    ``cut`` sends so many bytes and hangs up; ``stall`` waits so many seconds first; ``times`` is how often it happens.
    """

    at: str
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    stall: float = 0.0
    times: int = 1_000_000


@dataclass
class Publishers:
    """The repositories of one host; ``etags`` gives its listings one each, as GitHub does."""

    url: str = ""
    repositories: dict[str, Repository] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    etags: bool = True
    pace: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def commit(self, repository: str, path: str, data: bytes | None, time: str, *, branch_of: str = "") -> str:
        """A commit at a time; its name. ``branch_of`` makes it another commit than the one of the same bytes and time."""
        versions = self.repositories.setdefault(repository, Repository()).history.setdefault(path, [])
        name = f"{branch_of} {path} {len(versions)} {time} {hashlib.sha256(data or b'').hexdigest()}"
        versions.append(Version(hashlib.sha1(name.encode()).hexdigest(), time, data))
        return versions[-1].commit

    def lay(self, repository: str, path: str, data: bytes) -> None:
        """Newest bytes that no commit has."""
        self.repositories.setdefault(repository, Repository()).laid[path] = data

    def fault(self, target: str) -> Fault | None:
        with self.lock:
            for one in self.faults:
                if one.at in target and one.times > 0:
                    one.times -= 1
                    return one
        return None

    def answer(self, target: str) -> bytes | None:
        """The body for an address, None where there is nothing."""
        url = urlsplit(target)
        parts = unquote(url.path).strip("/").split("/")
        api = parts[0] == "repos"
        owner, name, *rest = parts[1:] if api else parts
        held = self.repositories.get(f"{owner}/{name}", Repository())
        if not api:
            ref, path = rest[0], "/".join(rest[1:])
            if ref == "main":
                return held.newest().get(path)
            return next((one.data for one in held.history.get(path, []) if one.commit == ref), None)
        if rest[0] == "git":
            rows = [
                {"path": path, "type": "blob", "sha": git_sha(data), "size": len(data)} for path, data in held.newest().items()
            ]
            return json.dumps({"truncated": False, "tree": rows}).encode()
        query = parse_qs(url.query)
        size, page = int(query["per_page"][0]), int(query["page"][0])
        newest_first = held.history.get(query["path"][0], [])[::-1][(page - 1) * size : page * size]
        return json.dumps([{"sha": one.commit, "commit": {"committer": {"date": one.time}}} for one in newest_first]).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    publishers: Publishers

    def do_GET(self) -> None:
        publishers = self.publishers
        publishers.asked.append(self.path)
        fault = publishers.fault(self.path) or Fault("")
        time.sleep(fault.stall or publishers.pace)
        body = publishers.answer(self.path)
        status = 404 if body is None and fault.status == 200 else fault.status
        body = fault.body if fault.body is not None else body or b""
        headers = {"Content-Length": str(len(body))}
        if publishers.etags and "/git/trees/" in self.path:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
        headers |= fault.headers
        if status == 200 and self.headers.get("If-None-Match") == headers.get("ETag", "none"):
            status, body, headers["Content-Length"] = 304, b"", "0"
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if fault.cut is None else body[: fault.cut])
        self.close_connection = self.close_connection or fault.cut is not None

    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed hangs up."""


@contextmanager
def serving() -> Iterator[Publishers]:
    publishers = Publishers()
    # ISW's layers stand in a repository of their own: one map of them, so that a test of the areas need not lay it.
    publishers.lay("Nikkei-Visual-Data-Journalism/ISW", "data/20230601.geojson", LAYER)
    server = Server(("127.0.0.1", 0), type("Handler", (Handler,), {"publishers": publishers}))
    publishers.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield publishers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
