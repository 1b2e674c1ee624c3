"""`detente watch`: files what is new, stops cleanly, goes on where it left off."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente import pipeline
from detente.ledger import Ledger
from detente.views.cli import app
from tests.sources.test_fetching import Site
from tests.views.test_cli import FakeCoder

ENTRY = "<item><title>Talks {0}</title><link>http://news.example/{0}</link><description>{1}</description></item>"
TEXT = "The foreign ministers of Japan and South Korea met in Tokyo on Monday and agreed to hold talks in May."


def feed(*numbers: int) -> bytes:
    items = "".join(ENTRY.format(n, TEXT) for n in numbers)
    return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_once(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load", lambda *_args, **_options: FakeCoder())
    foreign = ENTRY.format(
        3, "Die Minister trafen sich am Montag in Tokio und einigten sich auf weitere Gespräche. " * 3
    )
    url = site.says("/feed", feed(1, 2).replace(b"</channel>", f"{foreign}</channel>".encode()), ETag='"1"')
    command = ["watch", url, f"{site.url}/none", "--ledger", str(tmp_path / "books"), "--once", "--allow-private"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1
    assert f"{site.url}/none: answers with status 404" in done.stderr
    assert f"{url}: 1 passed over, not English: de 1" in done.stderr
    books = Ledger(tmp_path / "books")
    assert books.sql("SELECT count(*) AS n FROM articles")["n"][0].as_py() == 2
    assert [e.reason for e in books.errors()] == ["answers with status 404"]
    held = json.loads((tmp_path / "books" / "watch.json").read_text())
    assert held[url]["etag"] == '"1"'
    assert list(held) == [url]
    refused = CliRunner().invoke(app, command[:-1])
    assert "127.0.0.1 is 127.0.0.1, no public address" in refused.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(site: Site, tmp_path: Path, number: signal.Signals) -> None:
    url = site.says("/feed", feed(1), ETag='"1"')
    command = [sys.executable, "-m", "detente", "watch", url, "--ledger", str(tmp_path / "books"), "--allow-private"]
    process = subprocess.Popen([*command, "--every", "0.05"], stderr=subprocess.PIPE, text=True)
    watcher = threading.Timer(100, process.kill)
    watcher.start()
    try:
        until = time.monotonic() + 90
        while len(site.asked) < 2 and time.monotonic() < until:  # the second time after the first is filed
            time.sleep(0.05)
        process.send_signal(number)
        _, said = process.communicate()
    finally:
        watcher.cancel()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "1 articles" in said
    assert Ledger(tmp_path / "books").sql("SELECT count(*) AS n FROM articles")["n"][0].as_py() == 1
    if number is signal.SIGTERM:
        return
    site.says("/feed", feed(1, 2), ETag='"2"')
    assert subprocess.run([*command, "--once"], capture_output=True, timeout=100).returncode == 0
    assert Ledger(tmp_path / "books").sql("SELECT count(*) AS n FROM articles")["n"][0].as_py() == 2
