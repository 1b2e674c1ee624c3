"""Feeds and pages over HTTP: from public addresses only, politely, within limits of time and size."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpcore

from detente.errors import SourceError

AGENT = f"detente/{version('detente')}"
REDIRECTS = 5
MOST_BYTES = 20 * 2**20
SECONDS = 30.0  # for one answer as a whole, however slowly its bytes come
PAUSE = 2.0  # seconds between two requests to one host; what its robots.txt asks for counts if it is more
LONGEST_PAUSE = 60.0
ROBOTS_SECONDS = 24 * 3600.0
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f]")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(SourceError):
    """An address that may not be fetched: asking again would not help."""


class Unavailable(SourceError):
    """An address that cannot be fetched now. `after`: seconds after which its server wants to be asked again."""

    after: float | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url` is where redirects led to; `body` is empty where nothing has changed since (status 304)."""

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    etag: str | None = None
    modified: str | None = None


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, and so does the one that it may wrap."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        inner = [found for found in wrapped if found is not None]
        if inner:
            return all(found.is_global and not found.is_multicast for found in inner)
    return ip.is_global and not ip.is_multicast


@dataclass(slots=True)
class Fetcher:
    """Fetches one thing at a time. `private` allows addresses of this machine and its networks; `sleep` waits.

    A host is asked once in `pause` seconds. Proxies of the environment are not used: they would connect unchecked.
    """

    private: bool = False
    pause: float = PAUSE
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES
    sleep: Callable[[float], object] = time.sleep
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, tuple[float, RobotFileParser]] = field(default_factory=dict)

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None, robots: bool = False) -> Fetched:
        """What lies at an address, unless it is as it was when `etag` or `modified` were given.

        robots: ask the host's robots.txt first, for pages that nobody offered to programs. Raises Refused for
        addresses that are not to be fetched, Unavailable where trying later may help.
        """
        at = url
        for _ in range(REDIRECTS + 1):
            if robots:
                self._check_robots(at, url)
            answer, onward = self._ask(at, url, etag, modified)
            if onward is None:
                return answer
            at = _onward(at, onward, url)
        raise Refused(url, f"is redirected more than {REDIRECTS} times")

    def _ask(self, at: str, url: str, etag: str | None, modified: str | None) -> tuple[Fetched, str | None]:
        """The answer, or where else to look."""
        parts = _parts(at, url)
        self._wait(parts.netloc)
        headers: dict[bytes | str, bytes | str] = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*"}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        deadline = time.monotonic() + self.seconds
        limits = dict.fromkeys(("connect", "read", "write", "pool"), self.seconds)
        try:
            with (
                httpcore.ConnectionPool(network_backend=_Checked(self.private, deadline)) as pool,
                pool.stream("GET", at, headers=headers, extensions={"timeout": limits}) as answer,
            ):
                said = {name.lower().decode("ascii"): value.decode("latin-1") for name, value in answer.headers}
                if answer.status in (301, 302, 303, 307, 308) and "location" in said:
                    return Fetched(at, answer.status), said["location"]
                if answer.status == 304:
                    return Fetched(at, 304, etag=etag, modified=modified), None
                if answer.status != 200:
                    raise _failure(url, answer.status, said.get("retry-after", ""))
                body = self._body(answer.iter_stream(), said.get("content-encoding", ""), url)
        except _Private as error:
            raise Refused(url, str(error)) from error
        except httpcore.TimeoutException as error:
            raise Unavailable(url, f"does not answer within {self.seconds:g} s") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ssl.SSLError) as error:
            raise Unavailable(url, f"cannot be fetched ({' '.join(str(error).split())[:160]})") from error
        except (ValueError, TypeError, httpcore.UnsupportedProtocol) as error:
            raise Refused(url, f"is no address that can be fetched ({error})") from error
        return (
            Fetched(at, 200, body, said.get("content-type", ""), said.get("etag"), said.get("last-modified")),
            None,
        )

    def _body(self, parts: Iterable[bytes], coding: str, url: str) -> bytes:
        """The bytes of an answer, unpacked no further than the limit."""
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise Refused(url, f"comes packed as {coding[:40]!r}, which was not asked for")
        unpack = zlib.decompressobj(31) if "gzip" in coding else None
        body = bytearray()
        for part in parts:
            try:
                body += part if unpack is None else unpack.decompress(part, self.most_bytes + 1 - len(body))
            except zlib.error as error:
                raise Unavailable(url, f"is damaged on the way ({error})") from error
            if len(body) > self.most_bytes:
                raise Refused(url, f"is longer than {self.most_bytes:,} bytes")
        return bytes(body)

    def _wait(self, host: str, pause: float | None = None) -> None:
        last, now = self._asked.get(host), time.monotonic()
        if last is not None and (left := last + (pause or self.pause) - now) > 0:
            self.sleep(left)
        self._asked[host] = time.monotonic()

    def _check_robots(self, at: str, url: str) -> None:
        """RFC 9309: no file, no rules; a file that cannot be had now forbids everything until it can."""
        parts = _parts(at, url)
        host = f"{parts.scheme}://{parts.netloc}"
        known = self._robots.get(host)
        if known is None or time.monotonic() - known[0] > ROBOTS_SECONDS:
            rules = RobotFileParser()
            try:
                rules.parse(self.get(f"{host}/robots.txt").body.decode("utf-8", "replace").splitlines())
            except Unavailable as error:
                raise Unavailable(url, f"its robots.txt cannot be had: {error.why}") from error
            except Refused:
                rules.parse([])
            known = self._robots[host] = (time.monotonic(), rules)
        if not known[1].can_fetch(AGENT, at):
            raise Refused(url, "its robots.txt keeps programs away")
        if delay := known[1].crawl_delay(AGENT):
            self._wait(parts.netloc, min(float(delay), LONGEST_PAUSE))


def _onward(at: str, onward: str, url: str) -> str:
    try:
        return urljoin(at, onward)
    except ValueError as error:
        raise Refused(url, f"is redirected to no address ({error})") from error


def _parts(at: str, url: str) -> SplitResult:
    """The parts of an address that may be fetched by its form."""
    try:
        parts = urlsplit(at)
    except ValueError as error:
        raise Refused(url, f"is no address that can be fetched ({error})") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or _UNFIT.search(at):
        raise Refused(url, f"{at[:100]!r} is no http or https address")
    return parts


def _failure(url: str, status: int, after: str) -> SourceError:
    if status in (408, 425, 429) or status >= 500:
        error = Unavailable(url, f"answers with status {status}")
        error.after = float(after) if after.isdecimal() and len(after) < 8 else None
        return error
    return Refused(url, f"answers with status {status}")


class _Private(Exception):
    """A connection that is not to be made."""


class _Checked(httpcore.NetworkBackend):
    """Connects to the very address that was checked, so that a name cannot mean another one a moment later."""

    def __init__(self, private: bool, deadline: float) -> None:
        self._private = private
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no address for {host}: {error}") from error
        if not self._private and (inner := [address for address in found if not is_public(address)]):
            raise _Private(f"{host} is {inner[0]}, no public address")
        problem: Exception | None = None
        for address in dict.fromkeys(found):
            try:
                left = min(timeout or self._deadline, max(0.001, self._deadline - time.monotonic()))
                return _Timed(
                    self._inner.connect_tcp(address, port, left, local_address, socket_options), self._deadline
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem or httpcore.ConnectError(f"no address for {host}")

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class _Timed(httpcore.NetworkStream):
    """A connection on which no wait goes beyond the deadline of the whole answer."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer takes too long")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
