"""Several processes at one ledger: killed writers, readers beside a writer, two writers at once."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.errors import LedgerError
from detente.ledger import Ledger, locking, store
from tests.examples import coded

# Children start from a server that has the libraries loaded, so that one takes a tenth of a second.
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["detente.ledger", "tests.examples", "duckdb", "deltalake", "pyarrow"])


def write(path: Path, first: int, last: int, coder: str) -> None:
    store.BATCH_ARTICLES = 2
    Ledger(path).add(coded(number, coder) for number in range(first, last))


def whole(ledger: Ledger) -> int:
    """The number of articles, after every one of them has been found whole, in one coding."""
    rows = ledger.sql("""
        SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM events) AS events,
            (SELECT count(DISTINCT id) FROM events) AS ids, (SELECT count(*) FROM quotes) AS quotes,
            (SELECT count(*) FROM (SELECT article_id, count(DISTINCT coder) AS n FROM events GROUP BY ALL) WHERE n > 1)
            AS mixed""").to_pylist()[0]
    assert rows["events"] == rows["ids"] == 2 * rows["articles"]
    assert rows["quotes"] == rows["articles"]
    assert rows["mixed"] == 0
    return rows["articles"]


def test_a_killed_writer_leaves_whole_articles(tmp_path: Path) -> None:
    path = tmp_path / "books"
    Ledger(path).add([coded(0)])
    chance = random.Random(20251123)
    for attempt in range(6):
        child = SERVER.Process(target=write, args=(path, 0, 40, f"coder {attempt}"))
        child.start()
        time.sleep(0.15 + chance.random() * 0.6)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        ledger = Ledger(path)
        count = whole(ledger)
        last = ledger.snapshots()[-1]
        assert (last.articles, last.events, last.quotes) == (count, 2 * count, count)
    Ledger(path).add(coded(number, "the last") for number in range(40))
    assert whole(Ledger(path)) == 40
    assert set(Ledger(path).events()["coder"].to_pylist()) == {"the last"}


def test_a_writer_killed_between_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.ledger.tables import Writing

    path = tmp_path / "books"
    Ledger(path).add([coded(0)])

    class PowerCut(BaseException):
        pass

    def cut(*_args: object, **_options: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(Writing, "record", cut)
        with pytest.raises(PowerCut):
            Ledger(path).add([coded(0, "better"), coded(1)])
    assert whole(Ledger(path)) == 1
    assert Ledger(path).add([coded(2)]).added == 1
    assert whole(Ledger(path)) == 2
    assert set(Ledger(path).events()["coder"].to_pylist()) == {"detente test"}


def test_others_read_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "books"
    Ledger(path).add([coded(0)])
    child = SERVER.Process(target=write, args=(path, 0, 20, "other"))
    child.start()
    seen = set()
    reader = Ledger(path)
    while child.is_alive():
        seen.add(whole(reader))
    child.join()
    assert child.exitcode == 0
    assert whole(reader) == 20
    assert len(seen) > 2


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "books"
    children = [
        SERVER.Process(target=write, args=(path, 0, 10, "one")),
        SERVER.Process(target=write, args=(path, 6, 16, "two")),
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
        assert child.exitcode == 0
    assert whole(Ledger(path)) == 16


def test_a_writer_that_waits_in_vain_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "books"
    Ledger(path).add([coded(0)])
    monkeypatch.setattr(locking, "PATIENCE", 0.1)
    with locking.locked(path / ".lock"), pytest.raises(LedgerError, match="another process is writing"):
        Ledger(path).add([coded(1)])
    assert Ledger(path).add([coded(1)]).added == 1


def test_a_process_that_read_the_ledger_ends_well(tmp_path: Path) -> None:
    """Arrow's threads may not call Python while the interpreter ends: that aborts a process after its work is done."""
    path = tmp_path / "books"
    Ledger(path).add([coded(0)])
    command = [sys.executable, "-m", "detente", "snapshots", "--ledger", str(path)]
    for _ in range(8):
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")
