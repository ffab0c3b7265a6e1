"""One GET over HTTP, done safely: bounded in size and time, whole or not at all, each failure one sentence."""

from __future__ import annotations

import logging
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx2
import stamina

from pyrrhus.errors import InputError, NetworkError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Answer", "Missing", "Stopped", "Web"]

ATTEMPTS = 4
LONGEST_WAIT = 30.0
"""Seconds that a host may ask us to wait before the next attempt; what asks for longer fails at once."""
CONNECT_TIMEOUT = 10.0
BODY_TIMEOUTS = 20
"""A whole body may take this many times the time-out of one read: a trickle must end some day."""

# stamina tells each retry to the log; without a handler of the application's, Python would print that to stderr.
logging.getLogger("stamina").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered: the bytes (decompressed) and their ETag, or ``unchanged`` for a 304."""

    body: bytes
    etag: str = ""
    unchanged: bool = False


class Stopped(Exception):
    """The caller no longer wants the answer; seen by no user."""


class Missing(NetworkError):
    """The host has nothing at the address."""


class _CanPass(NetworkError):
    """A failure that another attempt may not meet; ``wait`` is what the host asked for, in seconds."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Web:
    """An HTTP client with a pool of connections, shared by threads. Redirects are never followed, TLS is verified.

    ``trust_env`` lets the environment name proxies; ``advice`` ends the sentence about a host that cannot be reached.
    Raises ``InputError`` where the environment's proxy or certificate settings cannot be used.
    """

    def __init__(self, *, connections: int, timeout: float, trust_env: bool, advice: str) -> None:
        self._timeout, self._advice = timeout, advice
        self._connect_timeout = min(timeout, CONNECT_TIMEOUT)
        self._retrying = stamina.RetryingCaller(attempts=ATTEMPTS, timeout=45.0, wait_initial=0.2, wait_max=1.0, wait_jitter=0.1)
        try:
            self._client = httpx2.Client(
                headers={"User-Agent": "pyrrhus", "Accept": "*/*", "Accept-Encoding": "gzip"},
                timeout=httpx2.Timeout(timeout, connect=self._connect_timeout),
                limits=httpx2.Limits(max_connections=connections, max_keepalive_connections=connections),
                follow_redirects=False,
                trust_env=trust_env,
            )
        except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:
            raise InputError(
                f"the proxy or certificate settings of the environment cannot be used ({_one_line(error)})",
                remedy="see HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE",
            ) from error

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(
        self,
        url: str,
        about: str,
        *,
        max_bytes: int,
        headers: Mapping[str, str] | None = None,
        stop: Event | None = None,
    ) -> Answer:
        """Return what ``url`` answers, at most ``max_bytes`` once decompressed.

        ``about`` names what is asked for in the sentence of a 404. Failures that can pass (transport, time-outs, 429,
        5xx) are tried again, up to 4 attempts; a ``Retry-After`` of up to 30 s is waited for. A set ``stop`` ends the
        call with ``Stopped``. Raises ``NetworkError`` for all else.
        """
        stop = stop or Event()
        pause = 0.0

        def attempt() -> Answer:
            nonlocal pause
            # What a host asks for is waited here: nothing can end a sleep of stamina's before its time.
            if stop.wait(pause):
                raise Stopped
            try:
                return self._once(url, about, headers, max_bytes, stop)
            except _CanPass as error:
                pause = 0.0 if stamina.is_testing() else error.wait or 0.0
                raise

        def another(error: Exception) -> bool | float:
            if not isinstance(error, _CanPass):
                return False
            return True if error.wait is None else 0.0

        return self._retrying(another, attempt)

    def _once(self, url: str, about: str, headers: Mapping[str, str] | None, max_bytes: int, stop: Event) -> Answer:
        try:
            response = self._client.send(self._client.build_request("GET", url, headers=headers), stream=True)
            try:
                if response.status_code == 200:
                    deadline = time.monotonic() + BODY_TIMEOUTS * self._timeout
                    body = b"".join(_pieces(response, url, max_bytes, deadline, stop))
                    if not body:
                        raise NetworkError(f"{url} sent an empty body")
                    return Answer(body, _etag(response))
                if response.status_code == 304 and "If-None-Match" in response.request.headers:
                    response.read()
                    return Answer(b"", _etag(response), unchanged=True)
                raise _refusal(response, url, about)
            finally:
                response.close()
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise self._failure(error, url) from error

    def _failure(self, error: Exception, url: str) -> NetworkError:
        """The sentence for a request that got no whole answer."""
        parts = urlsplit(url)
        unreachable = f"cannot reach {parts.scheme}://{parts.netloc}"
        match error:
            case httpx2.ConnectTimeout():
                return _CanPass(f"{unreachable}: no connection within {self._connect_timeout:g} s; {self._advice}")
            case httpx2.ConnectError():
                reason, lasting = _why_unreachable(error)
                sentence = f"{unreachable}: {reason}; {self._advice}"
                return NetworkError(sentence) if lasting else _CanPass(sentence)
            case httpx2.TimeoutException():
                return _CanPass(f"{url} did not answer within {self._timeout:g} s")
            case httpx2.NetworkError() | httpx2.RemoteProtocolError():
                return _CanPass(f"{url} broke off: {_one_line(error)}")
        return NetworkError(f"{url} cannot be fetched: {_one_line(error)}")


def _pieces(response: httpx2.Response, url: str, max_bytes: int, deadline: float, stop: Event) -> Iterator[bytes]:
    """Yield the decompressed body; refuse what is too large, too slow, or not what its headers promise."""
    headers = response.headers
    too_large = NetworkError(f"{url} is larger than {max_bytes:,} bytes, the most that is read")
    declared = int(headers["Content-Length"]) if "Content-Length" in headers else None
    if declared is None and "Transfer-Encoding" not in headers:
        raise NetworkError(f"{url} does not say where its body ends, so that a part could pass for the whole")
    if declared is not None and declared > max_bytes:
        raise too_large
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise NetworkError(f"{url} is compressed as {encoding!r}, which was not asked for")
    gzip = zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding == "gzip" else None
    received, left = 0, max_bytes
    for sent in response.iter_raw():
        received += len(sent)
        try:
            # One byte more than may come shows a body that is too large without ever holding all of it.
            piece = gzip.decompress(sent, left + 1) if gzip else sent
        except zlib.error as error:
            raise NetworkError(f"{url} is not the gzip it says it is ({error})") from error
        left -= len(piece)
        if left < 0 or received > max_bytes:
            raise too_large
        if stop.is_set():
            raise Stopped
        if time.monotonic() > deadline:
            raise NetworkError(f"{url} was given up: it still sends, too slowly, after {received:,} bytes")
        yield piece
    if declared is not None and received != declared:
        raise NetworkError(f"{url} declares {declared:,} bytes and sent {received:,}")
    if gzip and (not gzip.eof or gzip.unused_data):
        raise NetworkError(f"{url} is a gzip that is cut short or followed by other bytes")


def _etag(response: httpx2.Response) -> str:
    etag = response.headers.get("ETag", "")
    # Some day it is sent back, in a header: what cannot stand there is as good as none.
    return etag if etag.isascii() and etag.isprintable() else ""


def _refusal(response: httpx2.Response, url: str, about: str) -> NetworkError:
    """The sentence for a status that carries no document."""
    status, headers = response.status_code, response.headers
    wait = _retry_after(headers.get("Retry-After", ""))
    if 300 <= status < 400 and status != 304:
        target = response.next_request.url.host if response.next_request else headers.get("Location", "nowhere")
        return NetworkError(f"{url} redirects ({status}) to {_one_line(target)}; redirects are not followed")
    if status == 404:
        return Missing(f"{about} does not exist: {url} answered 404")
    if status == 401:
        return NetworkError(f"{url} refuses the token (401); check GITHUB_TOKEN")
    if status == 429 or 500 <= status < 600:
        if wait is None and headers.get("X-RateLimit-Remaining") != "0":
            return _CanPass(f"{url} answered {status} {response.reason_phrase}".rstrip())
        if wait is not None and wait <= LONGEST_WAIT:
            return _CanPass(f"{url} answered {status} and asked to wait {wait:,.0f} s", wait)
    if headers.get("X-RateLimit-Remaining") == "0":
        reset = headers.get("X-RateLimit-Reset", "")
        until = f" until {datetime.fromtimestamp(int(reset), UTC):%Y-%m-%d %H:%M} UTC" if _is_seconds(reset) else ""
        return NetworkError(f"{url} answered {status}: its rate limit is used up{until}; GITHUB_TOKEN raises it")
    if wait is not None:
        return NetworkError(f"{url} answered {status} and asks to wait {wait:,.0f} s; run this again then")
    return NetworkError(f"{url} answered {status} {response.reason_phrase}".rstrip())


def _retry_after(text: str) -> float | None:
    """Seconds from now that a ``Retry-After`` asks for, given as seconds or as a date; None where it asks nothing."""
    if _is_seconds(text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _is_seconds(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 11


def _why_unreachable(error: BaseException) -> tuple[str, bool]:
    """The reason a connection failed, in words, and whether it will be the same next time."""
    cause: BaseException | None = error
    while cause is not None:
        match cause:
            case ssl.SSLCertVerificationError():
                return f"its certificate is not trusted ({cause.verify_message})", True
            case ConnectionRefusedError():
                return "connection refused", False
            case socket.gaierror():
                return "its name is unknown", False
        cause = cause.__cause__ or cause.__context__
    return _one_line(error), False


def _one_line(thing: object) -> str:
    return " ".join(str(thing).split())[:200]
