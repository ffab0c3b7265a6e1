"""One request: what is taken, what is refused, what is tried again, and in which words it fails."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import subprocess
import sys
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from pyrrhus.capture import github
from pyrrhus.capture.github import GitHub, Wanted
from pyrrhus.errors import InputError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "/owner/name/main/a"


def get(url: str, max_bytes: int = 1000, timeout: float = 5.0) -> bytes:
    with GitHub(mirror=url, timeout=timeout) as mirror:
        [(_, body)] = mirror.fetch([Wanted("owner/name", "main", "a")], max_bytes)
        return body


def refusal(url: str, max_bytes: int = 1000, timeout: float = 5.0) -> str:
    """The sentence with which a fetch fails; one that does not fail is a failure of the test."""
    with pytest.raises(NetworkError) as caught:
        get(url, max_bytes, timeout)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


# Bodies


def test_a_body_larger_than_it_declares_to_be_allowed_is_not_read(host: Any) -> None:
    host.lay(FILE, b"x" * 10, Content_Length="1001")
    before = time.monotonic()
    assert refusal(host.url, timeout=3.0) == f"{host.url}{FILE} is larger than 1,000 bytes, the most that is read"
    assert time.monotonic() - before < 2.0


def test_a_body_that_grows_too_large_without_declaring_it_is_refused(host: Any) -> None:
    host.lay(FILE, chunked(b"x" * 600, b"x" * 401), Transfer_Encoding="chunked")
    assert "larger than 1,000 bytes" in refusal(host.url)


def test_a_body_of_exactly_the_allowed_size_is_taken(host: Any) -> None:
    host.lay(FILE, b"x" * 1000)
    assert len(get(host.url)) == 1000


def test_a_compressed_body_is_unpacked(host: Any) -> None:
    host.lay(FILE, gzip.compress(b"x" * 1000), Content_Encoding="gzip")
    assert get(host.url) == b"x" * 1000
    assert host.asked[0][1]["accept-encoding"] == "gzip"


def test_the_decompressed_size_counts(host: Any) -> None:
    host.lay(FILE, gzip.compress(b"x" * 1001), Content_Encoding="gzip")
    assert "larger than 1,000 bytes" in refusal(host.url)


def test_a_bomb_is_never_unpacked_whole(host: Any) -> None:
    host.lay(FILE, gzip.compress(bytes(200 * 2**20), 9), Content_Encoding="gzip")
    tracemalloc.start()
    try:
        assert "larger than 1,000,000 bytes" in refusal(host.url, max_bytes=10**6)
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()


def test_bytes_after_the_end_of_a_gzip_count_too(host: Any) -> None:
    body = chunked(gzip.compress(b"x"), b"y" * 1001)
    host.lay(FILE, body, Content_Encoding="gzip", Transfer_Encoding="chunked")
    assert "larger than 1,000 bytes" in refusal(host.url)


@pytest.mark.parametrize("body", [gzip.compress(b"x" * 500)[:-4], gzip.compress(b"x") + b"y"], ids=["cut_short", "followed"])
def test_a_gzip_that_does_not_end_where_the_body_ends_is_refused(body: bytes, host: Any) -> None:
    host.lay(FILE, body, Content_Encoding="gzip")
    assert "is a gzip that is cut short or followed by other bytes" in refusal(host.url)


def test_what_only_claims_to_be_gzip_is_refused(host: Any) -> None:
    host.lay(FILE, b"plain", Content_Encoding="gzip")
    assert "is not the gzip it says it is" in refusal(host.url)


def test_a_compression_that_was_not_asked_for_is_refused(host: Any) -> None:
    host.lay(FILE, b"bytes", Content_Encoding="br")
    assert "is compressed as 'br'" in refusal(host.url)


def test_an_empty_body_is_refused(host: Any) -> None:
    host.lay(FILE, b"")
    assert refusal(host.url) == f"{host.url}{FILE} sent an empty body"


def test_a_body_shorter_than_declared_is_refused(host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", raw=True)
    assert "broke off" in refusal(host.url)
    assert len(host.asked) == 4


def test_a_length_that_the_chunks_do_not_bear_out_is_refused(host: Any) -> None:
    host.lay(FILE, chunked(b"short"), Transfer_Encoding="chunked", Content_Length="10")
    assert "declares 10 bytes and sent 5" in refusal(host.url)


def test_a_body_without_an_end_of_its_own_is_refused(host: Any) -> None:
    host.lay(FILE, b"HTTP/1.1 200 OK\r\n\r\nperhaps half", raw=True)
    assert "does not say where its body ends" in refusal(host.url)


def test_a_trickle_ends_some_day(host: Any) -> None:
    host.lay(FILE, b"x" * 500, trickle=0.01)
    before = time.monotonic()
    assert "too slowly" in refusal(host.url, timeout=0.03)
    assert time.monotonic() - before < 2.0


# Statuses


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_and_its_target_named(status: int, host: Any, other_host: Any) -> None:
    other_host.lay("/elsewhere", b"bytes")
    host.lay(FILE, b"", status, Location=other_host.url.replace("127.0.0.1", "localhost") + "/elsewhere")
    assert refusal(host.url) == f"{host.url}{FILE} redirects ({status}) to localhost; redirects are not followed"
    assert other_host.asked == []
    assert len(host.asked) == 1


def test_a_redirect_to_nonsense_is_still_one_sentence(host: Any) -> None:
    host.lay(FILE, b"", 302, Location="http://1.2.3.999/" + "a" * 5000)
    sentence = refusal(host.url)
    assert "redirects (302) to http://1.2.3.999/aaa" in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize("status", [400, 404, 410, 451, 204, 206])
def test_a_status_that_will_not_pass_is_not_asked_again(status: int, host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"" if status == 204 else b"bytes", status)
    assert f"answered {status}" in refusal(host.url)
    assert len(host.asked) == 1


def test_a_missing_file_is_named_with_its_repository(host: Any) -> None:
    assert refusal(host.url) == f"a of owner/name at main does not exist: {host.url}{FILE} answered 404"


def test_a_refused_token_is_said_to_be_one(host: Any) -> None:
    host.lay(FILE, b"", 401)
    assert "check GITHUB_TOKEN" in refusal(host.url)


@pytest.mark.parametrize("status", [403, 429])
def test_a_rate_limit_says_until_when(status: int, host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"", status, X_RateLimit_Remaining="0", X_RateLimit_Reset="1738368000")
    expected = f"answered {status}: its rate limit is used up until 2025-02-01 00:00 UTC; GITHUB_TOKEN raises it"
    assert expected in refusal(host.url)
    assert len(host.asked) == 1


# Second attempts


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_status_that_can_pass_is_asked_again(status: int, host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"", status)
    host.lay(FILE, b"bytes")
    assert get(host.url) == b"bytes"
    assert len(host.asked) == 2


def test_a_failure_that_stays_is_given_up_after_four_attempts(host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"", 503)
    assert refusal(host.url) == f"{host.url}{FILE} answered 503 Service Unavailable"
    assert len(host.asked) == 4


def test_a_broken_connection_is_tried_again(host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"", raw=True)
    host.lay(FILE, b"bytes")
    assert get(host.url) == b"bytes"


def test_a_host_that_does_not_answer_is_tried_again_and_then_named(host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"bytes", pause=0.3)
    assert refusal(host.url, timeout=0.05) == f"{host.url}{FILE} did not answer within 0.05 s"
    assert len(host.asked) == 4


def test_a_host_is_given_the_time_it_asks_for(host: Any) -> None:
    host.lay(FILE, b"", 503, Retry_After="1")
    host.lay(FILE, b"bytes")
    before = time.monotonic()
    assert get(host.url) == b"bytes"
    assert time.monotonic() - before > 0.95


@pytest.mark.parametrize("pause", [0.0, 0.3], ids=["while_it_waits", "before_it_waits"])
def test_closing_does_not_wait_for_the_time_a_host_asks_for(pause: float, host: Any) -> None:
    host.lay(FILE, b"", 503, Retry_After="20", pause=pause)
    host.lay("/owner/name/main/b")
    with GitHub(mirror=host.url) as mirror:
        files = mirror.fetch([Wanted("owner/name", "main", "b"), Wanted("owner/name", "main", "a")])
        next(files)
        time.sleep(0.1)
        before = time.monotonic()
        files.close()
        assert time.monotonic() - before < 1.0
    assert host.targets.count(FILE) == 1


def test_a_rate_limit_that_soon_passes_is_waited_for(host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"", 429, Retry_After="20", X_RateLimit_Remaining="0")
    host.lay(FILE, b"bytes")
    assert get(host.url) == b"bytes"


def test_a_host_that_asks_for_an_hour_is_not_waited_for(host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"", 429, Retry_After="3600")
    assert "answered 429 and asks to wait 3,600 s; run this again then" in refusal(host.url)
    assert len(host.asked) == 1


def test_a_wait_may_be_given_as_a_date(host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"", 503, Retry_After=format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert "asks to wait 3,6" in refusal(host.url).replace("3,599", "3,600")
    assert len(host.asked) == 1


@pytest.mark.parametrize("wait", ["", "soon", "-5", "nan", "1e9", "9" * 400, "Mon, 99 Foo 2025 00:00:00 GMT"])
def test_a_wait_that_means_nothing_is_as_good_as_none(wait: str, host: Any, quick_retries: None) -> None:
    host.lay(FILE, b"", 503, Retry_After=wait)
    host.lay(FILE, b"bytes")
    assert get(host.url) == b"bytes"


# Connections


def test_a_mirror_that_does_not_run_is_said_so_within_three_seconds() -> None:
    before = time.monotonic()
    with GitHub(mirror="http://127.0.0.1:1") as mirror, pytest.raises(NetworkError) as caught:
        list(mirror.fetch(Wanted("owner/name", "main", str(n)) for n in range(100)))
    assert str(caught.value) == "cannot reach http://127.0.0.1:1: connection refused; is the mirror running?"
    assert 1.0 < time.monotonic() - before < 3.0


def test_a_mirror_on_loopback_is_asked_without_a_proxy(host: Any, other_host: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", other_host.url)
    host.lay(FILE)
    assert get(host.url) == b"bytes"
    assert get(host.url.replace("127.0.0.1", "localhost")) == b"bytes"
    assert other_host.asked == []


def test_a_mirror_elsewhere_is_asked_through_the_proxy_of_the_environment(host: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", host.url)
    host.lay(f"http://mirror.invalid{FILE}")
    assert get("http://mirror.invalid") == b"bytes"


def test_a_proxy_that_cannot_be_used_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "carrier-pigeon://loft")
    with pytest.raises(InputError, match=r"the proxy or certificate settings .* see HTTPS_PROXY"):
        GitHub()


@pytest.fixture
def impostor(host: Any) -> Iterator[str]:
    """A host whose certificate nobody vouches for."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            host.asked.append("a handshake")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("untrusted.pem"))
    server = Quiet(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_certificate_nobody_vouches_for_is_refused_at_once(impostor: str, quick_retries: None, host: Any) -> None:
    assert f"cannot reach {impostor}: its certificate is not trusted" in refusal(impostor)
    until = time.monotonic() + 10  # the host's own thread writes down that its handshake failed, a little after us
    while not host.asked and time.monotonic() < until:
        time.sleep(0.01)
    assert host.asked == ["a handshake"]


def test_an_address_that_cannot_be_one_is_still_one_sentence() -> None:
    assert "cannot be fetched: Invalid IPv4 address" in refusal("http://1.2.3.999")


def test_a_name_that_nobody_knows_is_said_to_be_one(monkeypatch: pytest.MonkeyPatch, quick_retries: None) -> None:
    def unknown(*args: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert refusal("http://host") == "cannot reach http://host: its name is unknown; is the mirror running?"


def test_a_reason_in_two_lines_is_told_in_one(monkeypatch: pytest.MonkeyPatch, quick_retries: None) -> None:
    def broken(*args: Any) -> None:
        raise OSError("no route\nto host")

    monkeypatch.setattr(socket, "getaddrinfo", broken)
    assert refusal("http://host") == "cannot reach http://host: no route to host; is the mirror running?"


def test_a_network_that_is_down_is_not_blamed_on_a_mirror(monkeypatch: pytest.MonkeyPatch, quick_retries: None) -> None:
    monkeypatch.setattr(github, "API", "http://127.0.0.1:1")
    with GitHub() as network, pytest.raises(NetworkError, match="connection refused; check the network and its proxy"):
        network.tree("owner/name")


# Python


def run(program: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_importing_the_room_loads_no_http_client() -> None:
    done = run("import sys, pyrrhus.capture, pyrrhus.capture.blobs; sys.exit('httpx2' in sys.modules)")
    assert done.returncode == 0, done.stderr


def test_a_retry_writes_nothing_to_the_terminal() -> None:
    done = run(
        "import stamina\n"
        "from pyrrhus.capture.github import GitHub\n"
        "stamina.set_testing(True, attempts=9, cap=True)\n"
        "try: GitHub(mirror='http://127.0.0.1:1').tree('owner/name')\n"
        "except Exception as error: print(error)\n"
    )
    assert done.stdout.startswith("cannot reach")
    assert done.stderr == ""
