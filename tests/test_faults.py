"""What may go wrong in a long run: nothing is lost, nothing doubled, the rest goes on. See docs/reliability.md."""

from __future__ import annotations

import gzip
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from detente.engines import processor_limit
from detente.errors import InputError, LedgerError, SourceError
from detente.ledger import Ledger
from detente.records import Article
from detente.sources import read
from tests.examples import coded
from tests.sources.test_pages import PAGE, archive

COUNT = 24
needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def start(tmp_path: Path, workers: int, count: int = COUNT) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faulty", tmp_path / "books", tmp_path / "log", str(count), str(workers)]
    return subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True)


def noted(tmp_path: Path) -> list[tuple[int, int]]:
    """The articles that were coded, each with the process that did it."""
    log = tmp_path / "log"
    rows = [line.split() for line in log.read_text().splitlines()] if log.exists() else []
    return [(int(number), int(process)) for number, process in rows]


def wait_for(tmp_path: Path, articles: int) -> list[tuple[int, int]]:
    until = time.monotonic() + 200
    while len(found := noted(tmp_path)) < articles:
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def whole(books: Path) -> int:
    """The number of articles; each is there once, with all that belongs to it."""
    (row,) = (
        Ledger(books)
        .sql("""SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(DISTINCT id) FROM articles) AS ids,
            (SELECT count(*) FROM events) AS events, (SELECT count(DISTINCT id) FROM events) AS event_ids,
            (SELECT count(*) FROM quotes) AS quotes""")
        .to_pylist()
    )
    assert row["articles"] == row["ids"] == row["quotes"]
    assert row["events"] == row["event_ids"] == 2 * row["articles"]
    return int(row["articles"])


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@needs_limits
def test_a_worker_is_killed(tmp_path: Path) -> None:
    run = start(tmp_path, workers=2)
    _, worker = wait_for(tmp_path, 6)[-1]
    os.kill(worker, signal.SIGKILL)
    _, said = run.communicate(timeout=240)
    assert run.returncode == 0, said
    assert whole(tmp_path / "books") == COUNT


@needs_limits
def test_the_main_process_is_killed(tmp_path: Path) -> None:
    run = start(tmp_path, workers=2)
    workers = {process for _, process in wait_for(tmp_path, COUNT // 2)}
    run.kill()
    run.communicate()
    until = time.monotonic() + 10
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, workers)), "workers outlive the process that they work for"
    held = whole(tmp_path / "books") if (tmp_path / "books").exists() else 0
    assert held < COUNT
    before = len(noted(tmp_path))
    assert start(tmp_path, workers=1).wait(240) == 0
    assert whole(tmp_path / "books") == COUNT
    assert len(noted(tmp_path)) - before == COUNT - held  # what was filed is not coded again


@needs_limits
def test_two_runs_over_the_same_articles_at_once(tmp_path: Path) -> None:
    runs = [start(tmp_path, workers=1), start(tmp_path, workers=1)]
    for run in runs:
        _, said = run.communicate(timeout=240)
        assert run.returncode == 0, said
    assert whole(tmp_path / "books") == COUNT
    assert max(Counter(number for number, _ in noted(tmp_path)).values()) <= 2


FULL = """
import resource, sys
from tests.examples import coded
from detente.ledger import Ledger
books = Ledger(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
try:
    books.add(coded(n) for n in range(1, 30))
except Exception as error:
    print(type(error).__name__)
"""


@needs_limits
def test_the_disk_is_full(tmp_path: Path) -> None:
    path = tmp_path / "books"
    Ledger(path).add([coded(0)])
    done = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, timeout=240)
    assert done.stdout.strip() == LedgerError.__name__, done.stderr
    assert whole(path) == 1
    assert Ledger(path).add(coded(n) for n in range(30)).added == 29
    assert whole(path) == 30


def test_an_archive_that_is_damaged_in_the_middle(tmp_path: Path) -> None:
    pages = [("200 OK", "text/html", PAGE.replace("Geneva", f"Geneva {n}").encode()) for n in range(6)]
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.warc.gz").write_bytes(archive(*pages))
    data = bytearray((tmp_path / "b.warc.gz").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 40] = bytes(40)
    (tmp_path / "b.warc.gz").write_bytes(data)
    errors: list[SourceError] = []
    counts = {n: len(list(read(tmp_path / f"{n}.warc.gz", on_error=errors.append))) for n in ("a", "b", "c")}
    assert counts["a"] == counts["c"] == 6
    assert 1 <= counts["b"] < 6
    assert all(str(tmp_path / "b.warc.gz") in e.where for e in errors)
    assert errors


@pytest.mark.parametrize("jump", [-86400.0 * 400, 86400.0 * 400])
def test_the_clock_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: float) -> None:
    path = tmp_path / "books"
    Ledger(path).add([coded(0)])
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + jump)
    assert Ledger(path).add([coded(0), coded(1)]).added == 1
    monkeypatch.undo()
    assert Ledger(path).add([coded(2)]).added == 1
    assert whole(path) == 3
    numbers = [s.number for s in Ledger(path).snapshots()]
    assert numbers == sorted(numbers)
    assert Ledger(path, snapshot=numbers[-2]).sql("SELECT count(*) AS n FROM articles")["n"][0].as_py() == 2


GOOD = json.dumps({"text": "The ministers of Japan and South Korea met in Tokyo on Monday."}).encode()


def poisoned(tmp_path: Path, name: str) -> Path:
    """A file with something poisonous between two good articles, as far as its format can hold them."""
    path = tmp_path / name
    match name:
        case "line.jsonl":
            path.write_bytes(b"\n".join([GOOD, b'{"text": "' + b"x" * 100_000_000 + b'"}', GOOD]))
        case "endless.jsonl":
            path.write_bytes(b"\n".join([GOOD, b"x" * 200_000_000, GOOD]))
        case "brackets.jsonl":
            path.write_bytes(b"\n".join([GOOD, b"[" * 1_000_000, b'{"text":' * 1_000_000, GOOD]))
        case "bomb.jsonl.gz":
            with gzip.open(path, "wb", compresslevel=1) as file:
                file.write(GOOD + b"\n")
                for _ in range(40):
                    file.write(bytes(10_000_000))
        case "laughs.xml":
            names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
            path.write_text(
                f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{names}]><rss version="2.0"><channel>'
                "<item><title>&l11;</title><description>&l11;</description></item></channel></rss>"
            )
        case "outside.xml":
            secret = tmp_path / "secret"
            secret.write_text("hunter2")
            path.write_text(
                f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
                '<rss version="2.0"><channel>'
                "<item><title>t</title><description>Words &x; words.</description></item></channel></rss>"
            )
    return path


@needs_limits
@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("line.jsonl", 2),
        ("endless.jsonl", 2),
        ("brackets.jsonl", 2),
        ("bomb.jsonl.gz", 1),
        ("laughs.xml", None),
        ("outside.xml", None),
    ],
)
def test_poison(tmp_path: Path, name: str, good: int | None) -> None:
    path = poisoned(tmp_path, name)
    errors: list[SourceError] = []
    began = time.process_time()
    found = list(read(path, on_error=errors.append))
    assert time.process_time() - began < 20
    assert errors or found
    assert not any("hunter2" in article.text for article in found)
    assert all(len(article.text) < 1_000_000 for article in found)
    if good is not None:
        assert len(found) == good
        assert errors
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 3 * 2**20  # KiB


@needs_limits
def test_work_that_does_not_end_is_ended() -> None:
    import re

    began = time.process_time()
    with (
        pytest.raises(InputError, match="report: took more than 0 s"),
        processor_limit(0.3, "report"),
    ):
        re.match(r"(a+)+$", "a" * 40 + "b")
    assert time.process_time() - began < 5
    with processor_limit(0.3, "report"):
        pass
    busy = time.process_time() + 0.5
    while time.process_time() < busy:  # the limit is gone with its block
        pass


def test_an_article_is_known_by_what_it_says() -> None:
    books = Ledger(":memory:")
    some = [coded(n) for n in range(5)]
    assert books.add([*some, *reversed(some)]).added == 5
    other = Ledger(":memory:")
    other.add(reversed(some))
    query = "SELECT id, digest FROM articles ORDER BY id"
    assert books.sql(query).equals(other.sql(query))
    assert Article("a").id != Article("b").id
