"""The packed publishers on loopback, and a forwarder that counts what is asked of them."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx2

SERVE = Path(__file__).resolve().parents[2] / "shared" / "mirror" / "serve.py"


@contextmanager
def mirror(url: str | None) -> Iterator[str | None]:
    """The mirror's address, started on a free port where none is given; None where there is none to start."""
    if url or not SERVE.exists():
        yield url
        return
    command = [sys.executable, "-u", str(SERVE), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield next(line.strip() for line in process.stdout if line.startswith("http"))
        finally:
            process.terminate()


@contextmanager
def counted(url: str) -> Iterator[tuple[str, Counter[str]]]:
    """An address that passes every request on to ``url``, and how many listings and documents were asked there."""
    asked: Counter[str] = Counter()

    class Forward(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked["listings" if self.path.startswith("/repos/") else "documents"] += 1
            wanted = {name: text for name, text in self.headers.items() if name.lower() == "if-none-match"}
            answer = client.get(url.rstrip("/") + self.path, headers=wanted)
            self.send_response(answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            if "ETag" in answer.headers:
                self.send_header("ETag", answer.headers["ETag"])
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Nothing: the counts are the log."""

    with httpx2.Client(trust_env=False) as client, ThreadingHTTPServer(("127.0.0.1", 0), Forward) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
