"""An answer is made once for each state of the ledger, however many ask at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

import detente
from detente.errors import LedgerError, UsageError
from detente.views.web import jobs as jobs_module
from detente.views.web.desk import Desk
from detente.views.web.guard import Access
from detente.views.web.jobs import Jobs, Making
from detente.views.web.kept import Kept
from detente.views.web.making import Maker
from tests.examples import coded


def test_made_once_and_anew_when_the_ledger_moves_on() -> None:
    ledger = detente.Ledger(":memory:")
    ledger.add([coded(0)])
    kept = Kept(most=2)
    made: list[int] = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    threads = [threading.Thread(target=lambda: kept.get(ledger, ("a",), make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert kept.get(ledger, ("b",), make) == 2
    ledger.add([coded(1)])
    assert kept.get(ledger, ("a",), make) == 3
    assert kept.get(ledger, ("a",), make) == 3


def test_a_failure_is_not_kept() -> None:
    ledger = detente.Ledger(":memory:")
    ledger.add([coded(0)])
    kept = Kept()

    def fail() -> int:
        raise ValueError

    for _ in range(2):
        try:
            kept.get(ledger, ("a",), fail)
        except ValueError:
            continue
        raise AssertionError("it did not fail")
    assert kept.get(ledger, ("a",), lambda: 1) == 1


def test_what_is_dear_is_given_for_a_while_after_the_ledger_has_moved_on() -> None:
    ledger = detente.Ledger(":memory:")
    ledger.add([coded(0)])
    now = [0.0]
    kept = Kept(clock=lambda: now[0])
    made: list[int] = []

    def make(seconds: float) -> int:
        now[0] += seconds
        made.append(1)
        return len(made)

    assert kept.get(ledger, ("dear",), lambda: make(3)) == 1
    ledger.add([coded(1)])
    now[0] += 59
    assert kept.get(ledger, ("dear",), lambda: make(3)) == 1
    now[0] += 2
    assert kept.get(ledger, ("dear",), lambda: make(3)) == 2
    assert kept.get(ledger, ("cheap",), lambda: make(0.5)) == 3
    ledger.add([coded(2)])
    assert kept.get(ledger, ("cheap",), lambda: make(0.5)) == 4


def test_others_are_given_the_last_answer_while_one_is_made_anew() -> None:
    ledger = detente.Ledger(":memory:")
    ledger.add([coded(0)])
    kept, begun, go = Kept(), threading.Event(), threading.Event()
    assert kept.get(ledger, ("a",), lambda: "old") == "old"
    ledger.add([coded(1)])

    def slow() -> str:
        begun.set()
        assert go.wait(10)
        return "new"

    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(kept.get(ledger, ("a",), slow)))
    thread.start()
    assert begun.wait(10)
    assert kept.get(ledger, ("a",), slow) == "old"
    go.set()
    thread.join()
    assert found == ["new"] and kept.get(ledger, ("a",), slow) == "new"


class Slow:
    """Stands for the process that makes answers; `go` lets it come to an end."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self.under_way = self.most = 0
        self.go = threading.Event()

    def make(self, question: Any, seconds: float, wanted: Callable[[], bool]) -> Any:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        assert self.go.wait(10)
        self.under_way -= 1
        self.made.append(question)
        if question == ("wrong",):
            raise UsageError("no such thing")
        return f"answer {len(self.made)}"

    def close(self) -> None:
        self.go.set()


def desk_of(ledger: detente.Ledger, maker: Any) -> Desk:
    jobs = Jobs(detente.load, maker, 10.0)
    return Desk(ledger, Access(), jobs, Kept(), anyio.CapacityLimiter(1))


def test_dear_answers_are_made_one_at_a_time_and_whoever_waits_too_long_is_told_how_far_they_are() -> None:
    ledger = detente.Ledger(":memory:")
    ledger.add([coded(0)])
    slow = Slow()
    at = desk_of(ledger, slow)

    async def everything() -> None:
        jobs = [await at.made((name,), 0.0) for name in ("a", "b", "a", "wrong")]
        assert all(isinstance(job, Making) for job in jobs)
        assert jobs[0] is jobs[2]
        assert [at.jobs.before(job) for job in jobs] == [0, 1, 0, 2]
        at.kept.keep(("known",), ledger.basis(), 7, 5.0)
        assert await at.made(("known",), 10.0) == 7
        slow.go.set()
        assert await at.made(("b",), 10.0) == "answer 2"
        assert await at.made(("a",), 10.0) == "answer 1"
        with pytest.raises(UsageError):
            await at.made(("wrong",), 10.0)
        ledger.add([coded(1)])
        slow.go.clear()
        assert await at.made(("a",), 0.0) == "answer 1"  # the last one, while it is made anew
        slow.go.set()
        while (found := await at.made(("a",), 0.0)) == "answer 1":
            await anyio.sleep(0.01)
        assert found.startswith("answer ")

    anyio.run(everything)
    at.jobs.close()
    assert slow.most == 1
    assert slow.made[:3] == [("a",), ("b",), ("wrong",)]


def test_an_answer_that_nobody_asks_for_any_more_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = detente.Ledger(":memory:")
    ledger.add([coded(0)])
    slow = Slow()
    at = desk_of(ledger, slow)
    first, second = (at.jobs.make((name,), lambda answer, took: None) for name in ("a", "b"))
    monkeypatch.setattr(jobs_module, "FORSAKEN", 0.0)
    slow.go.set()
    while not second.over:
        time.sleep(0.01)
    assert (first.state, second.state, slow.made) == ("done", "cancelled", [("a",)])
    at.jobs.close()


def test_too_many_answers_are_not_queued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "MOST_MADE", 2)
    slow = Slow()
    jobs = Jobs(detente.load, slow, 10.0)  # type: ignore[arg-type]
    for name in ("a", "b", "a"):
        jobs.make((name,), lambda answer, took: None)
    with pytest.raises(LedgerError, match="wait to be made"):
        jobs.make(("c",), lambda answer, took: None)
    jobs.close()


def test_a_process_makes_answers_and_is_ended_when_one_takes_too_long(tmp_path: Path) -> None:
    detente.Ledger(tmp_path / "books").add([coded(0)])
    maker = Maker(tmp_path / "books", keeps=False)
    with pytest.raises(LedgerError, match="took longer than 0 s"):
        maker.make(("brief", "ALA", "BOR"), 0.0)
    assert maker.make(("brief", "ALA", "BOR"), 60.0).title == "ALA and BOR"
    assert maker._process is not None
    first = maker._process.pid
    with pytest.raises(UsageError):
        maker.make(("forecast", "ALA", "BOR", 0, None), 60.0)
    assert maker._process.pid == first
    maker._process.kill()
    maker._process.join()
    assert maker.make(("forecast", "ALA", "BOR", 30, None), 60.0).days == 30
    assert maker._process.pid != first
    maker.close()
