"""A tiny host on loopback that answers what a test lays out, and remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import orjson
import pytest
import stamina

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Reply:
    status: int
    body: bytes
    headers: dict[str, str]
    pause: float
    raw: bool
    trickle: float


@dataclass
class Host:
    """``lay`` an answer for a path (with its query); several are given in turn, the last one again and again."""

    url: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    replies: dict[str, deque[Reply]] = field(default_factory=lambda: defaultdict(deque))
    lock: threading.Lock = field(default_factory=threading.Lock)
    busy: int = 0
    busiest: int = 0

    def lay(
        self,
        target: str,
        body: bytes | object = b"bytes",
        status: int = 200,
        *,
        pause: float = 0.0,
        raw: bool = False,
        trickle: float = 0.0,
        **headers: str,
    ) -> None:
        content = body if isinstance(body, bytes) else orjson.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[target].append(Reply(status, content, named, pause, raw, trickle))

    @property
    def targets(self) -> list[str]:
        return [target for target, _ in self.asked]

    def next_reply(self, target: str) -> Reply:
        with self.lock:
            laid = self.replies.get(target)
            if not laid:
                return Reply(404, b"404: Not Found", {}, 0.0, False, 0.0)
            return laid.popleft() if len(laid) > 1 else laid[0]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    host: Host

    def do_GET(self) -> None:
        host = self.host
        with host.lock:
            host.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            host.busy += 1
            host.busiest = max(host.busiest, host.busy)
        reply = host.next_reply(self.path)
        time.sleep(reply.pause)
        with host.lock:
            host.busy -= 1
        if reply.raw:
            self.close_connection = True
            self.wfile.write(reply.body)
            return
        self.send_response(reply.status)
        names = {name.lower() for name in reply.headers}
        if not names & {"content-length", "transfer-encoding"}:
            self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.trickle:
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                time.sleep(reply.trickle)
        else:
            self.wfile.write(reply.body)

    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what several tests are about."""


def serve() -> Iterator[Host]:
    host = Host()
    server = Server(("127.0.0.1", 0), type("Handler", (Handler,), {"host": host}))
    host.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield host
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def host() -> Iterator[Host]:
    yield from serve()


@pytest.fixture
def other_host() -> Iterator[Host]:
    yield from serve()


@pytest.fixture
def quick_retries() -> Iterator[None]:
    """Attempts as in real life, without the waits between them."""
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
