"""Fetching: which addresses are refused, what servers may do, and what is remembered of feeds."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.settings import Settings
from detente.sources import fetching
from detente.sources.fetching import Fetcher, Refused, Unavailable, is_public
from detente.sources.watching import Visit, feeds_of, load_visits, visit, visits_to_json
from tests.sources.test_pages import ATOM, PAGE

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A web server on this machine. `answers`: path -> a function from the headers of a request to the answer."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[dict[str, str]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                said = {k.lower(): v for k, v in self.headers.items()}
                site.asked.append((self.path, said))
                status, headers, body = site.answers.get(self.path, lambda _: (404, {}, b""))(said)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    if self.path == "/slow":
                        for _ in range(100):
                            self.wfile.write(b"x")
                            self.wfile.flush()
                            time.sleep(0.05)
                    self.wfile.write(body)
                except OSError:
                    pass

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def says(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        self.answers[path] = lambda _: (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)
        return self.url + path


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(private=True, pause=0.0)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1"),
        *(
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2002:a00:1::",
            "192.0.2.1",
            "2001:db8::1",
        ),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://example.org/a", "gopher://example.org", "data:text/html,x", "javascript:1"),
        *("http://", "http:///a", "//example.org/", "http://[::1/", "http://a b/", "http://example.org:99999/", "x"),
        *("http://localhost/", "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/"),
        *("http://0/", "http://[::ffff:127.0.0.1]/", "http://127.1/", "http://user:pass@127.0.0.1/"),
    ],
)
def test_what_is_refused(url: str) -> None:
    with pytest.raises(SourceError) as caught:
        Fetcher(pause=0.0).get(url)
    assert url in str(caught.value)
    if not url.startswith("http://[::1]"):  # a machine without IPv6 has no such address at all
        assert isinstance(caught.value, Refused), caught.value


def names(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Makes each look-up of a name give the next of the addresses."""
    left = list(answers)

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (left.pop(0) if len(left) > 1 else left[0], port))]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", look_up)


def test_a_name_that_means_this_machine(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "127.0.0.1")
    with pytest.raises(Refused, match=r"news\.example is 127\.0\.0\.1, no public address"):
        Fetcher(pause=0.0).get(f"http://news.example:{site.server.server_port}/")
    assert site.asked == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "203.0.114.7", "127.0.0.1")
    connected: list[str] = []

    def connect(_: object, host: str, *_rest: object) -> None:
        connected.append(host)
        raise fetching.httpcore.ConnectError("not here")

    monkeypatch.setattr(fetching.httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(Unavailable):
        Fetcher(pause=0.0).get("http://rebinding.example/")
    assert connected == ["203.0.114.7"]


def test_redirects_are_checked_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first name stands for a public server: only its own connection is let through.
    real = fetching.is_public
    asked: list[str] = []
    monkeypatch.setattr(fetching, "is_public", lambda a: asked.append(a) or (len(asked) == 1 or real(a)))
    url = site.says("/away", b"", 302, Location="http://localhost:1/secret")
    with pytest.raises(Refused, match="localhost is"):
        Fetcher(pause=0.0).get(url)
    asked.clear()
    for away in ("file:///etc/passwd", "http://[broken/", "//"):
        asked.clear()
        with pytest.raises(Refused, match="address"):
            Fetcher(pause=0.0).get(site.says("/file", b"", 302, Location=away))
    with pytest.raises(Refused):
        Fetcher(pause=0.0).get("http://[broken/", robots=True)


def test_redirects(site: Site, fetcher: Fetcher) -> None:
    site.says("/one", b"", 301, Location="two?x=1")
    site.says("/two?x=1", b"here", ETag='"7"', Content_Type="text/plain")
    got = fetcher.get(site.url + "/one")
    assert (got.url, got.body, got.etag, got.content_type) == (f"{site.url}/two?x=1", b"here", '"7"', "text/plain")
    with pytest.raises(Refused, match="redirected more than 5 times"):
        fetcher.get(site.says("/round", b"", 302, Location="/round"))


def test_size_and_time_are_bounded(site: Site, fetcher: Fetcher) -> None:
    fetcher.most_bytes = 1000
    bomb = gzip.compress(bytes(50_000_000))
    with pytest.raises(Refused, match="longer than 1,000 bytes"):
        fetcher.get(site.says("/bomb", bomb, Content_Encoding="gzip"))
    with pytest.raises(Refused, match="longer than 1,000 bytes"):
        fetcher.get(site.says("/long", bytes(1001)))
    assert fetcher.get(site.says("/packed", gzip.compress(b"short"), Content_Encoding="gzip")).body == b"short"
    with pytest.raises(Refused, match="packed as 'br'"):
        fetcher.get(site.says("/brotli", b"", Content_Encoding="br"))
    fetcher.seconds = 0.4
    began = time.monotonic()
    with pytest.raises(Unavailable, match="within"):
        fetcher.get(site.says("/slow", b""))
    assert time.monotonic() - began < 3


def test_failures(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(Refused, match="status 404"):
        fetcher.get(site.url + "/none")
    with pytest.raises(Unavailable, match="status 503") as caught:
        fetcher.get(site.says("/busy", b"", 503, Retry_After="120"))
    assert caught.value.after == 120
    with pytest.raises(Unavailable, match="cannot be fetched"):
        fetcher.get("http://127.0.0.1:1/")


def test_hosts_are_asked_with_pauses(site: Site) -> None:
    slept: list[float] = []
    fetcher = Fetcher(private=True, pause=5.0, sleep=slept.append)
    url = site.says("/", b"")
    fetcher.get(url)
    fetcher.get(url)
    assert len(slept) == 1
    assert 4 < slept[0] <= 5
    assert site.asked[0][1]["user-agent"].startswith("detente/")


def test_robots(site: Site, fetcher: Fetcher) -> None:
    site.says("/a", b"a")
    site.says("/private/a", b"a")
    site.says("/robots.txt", b"User-agent: *\nDisallow: /private/\n")
    assert fetcher.get(site.url + "/a", robots=True).body == b"a"
    with pytest.raises(Refused, match=r"robots\.txt keeps"):
        fetcher.get(site.url + "/private/a", robots=True)
    assert sum(path == "/robots.txt" for path, _ in site.asked) == 1
    assert fetcher.get(site.url + "/private/a").body == b"a"
    site.says("/robots.txt", b"", 500)
    with pytest.raises(Unavailable, match=r"robots\.txt cannot be had"):
        Fetcher(private=True, pause=0.0).get(site.url + "/a", robots=True)


def read_visit(site: Site, fetcher: Fetcher, last: Visit, **options: bool) -> tuple[list[str], list[str], Visit]:
    errors: list[SourceError] = []
    articles, after = visit(site.url + "/feed", last, fetcher, 1000.0, errors.append, settings=Settings(), **options)
    titles = [a.title or "" for a in articles]
    return titles, [e.why for e in errors], after()


def test_a_feed_is_read_once(site: Site, fetcher: Fetcher) -> None:
    def feed(said: dict[str, str]) -> Answer:
        same = said.get("if-none-match") == '"1"' and said.get("if-modified-since") == "Tue, 04 Jun 2019 10:00:00 GMT"
        headers = {"ETag": '"1"', "Last-Modified": "Tue, 04 Jun 2019 10:00:00 GMT"}
        return (304, headers, b"") if same else (200, headers, ATOM.encode())

    site.answers["/feed"] = feed
    first, _, last = read_visit(site, fetcher, Visit())
    assert first
    assert last.time == 1000.0
    assert len(last.done) == len(first)
    assert read_visit(site, fetcher, last) == ([], [], last)
    changed = Visit(None, None, 0.0, last.done)  # the server no longer knows the validators: the entries are known
    assert read_visit(site, fetcher, changed)[0] == []


def test_pages_of_entries(site: Site, fetcher: Fetcher) -> None:
    entry = "<item><title>T{0}</title><link>{1}/{0}</link><description>Words of entry {0}.</description></item>"
    items = "".join(entry.format(n, site.url) for n in ("good", "gone", "busy"))
    site.says("/feed", f"<rss version='2.0'><channel><title>C</title>{items}</channel></rss>".encode(), ETag='"9"')
    site.says("/good", PAGE.encode())
    site.says("/busy", b"", 503)
    titles, errors, last = read_visit(site, fetcher, Visit(), pages=True)
    assert titles == ["Ministers meet in Geneva", "Tgone"]
    assert errors == ["answers with status 404", "answers with status 503"]
    assert last.etag is None  # the entry whose page was busy is asked for again
    site.says("/busy", PAGE.encode())
    titles, errors, last = read_visit(site, fetcher, last, pages=True)
    assert (titles, errors, last.etag) == (["Ministers meet in Geneva"], [], '"9"')
    assert len(last.done) == 3


def test_visits_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "watch.json"
    assert load_visits(path) == {}
    visits = {"http://a.example/": Visit('"1"', None, 7.5, ("x", "y"))}
    path.write_bytes(visits_to_json(visits))
    assert load_visits(path) == visits
    for broken in (b"", b"[]", b'{"a": 1}', b'{"a": {}}', b"\xff"):
        path.write_bytes(broken)
        assert load_visits(path) == {}


def test_lists_of_feeds(tmp_path: Path) -> None:
    listed = tmp_path / "feeds.txt"
    listed.write_text("# ours\nhttp://a.example/rss  # daily\n\nhttp://b.example/#part\nhttp://a.example/rss\n")
    assert feeds_of([str(listed), "http://c.example/"]) == [
        "http://a.example/rss",
        "http://b.example/#part",
        "http://c.example/",
    ]
    listed.write_text("words\n")
    with pytest.raises(SourceError, match="line 1: 'words' is no address"):
        feeds_of([str(listed)])
    with pytest.raises(SourceError, match="cannot be read"):
        feeds_of([str(tmp_path / "none")])
