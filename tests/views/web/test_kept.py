"""An answer is made once for each state of the ledger, however many ask at once."""

from __future__ import annotations

import threading
import time

import anyio

import detente
from detente.views.web.desk import Desk
from detente.views.web.guard import Access
from detente.views.web.jobs import Jobs
from detente.views.web.kept import Kept
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


def test_dear_answers_are_made_one_at_a_time_and_kept_ones_are_given_meanwhile() -> None:
    ledger = detente.Ledger(":memory:")
    ledger.add([coded(0)])
    under_way, most, given = [0], [0], list[tuple[str, int]]()

    async def ask(at: Desk, question: str) -> None:
        given.append((question, await at.in_turn((question,), lambda: make())))

    def make() -> int:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        time.sleep(0.1)
        under_way[0] -= 1
        return 1

    async def everything() -> None:
        at = Desk(ledger, Access(), Jobs(detente.load), Kept(), anyio.CapacityLimiter(1))
        at.kept.get(ledger, ("known",), lambda: 7)
        async with anyio.create_task_group() as tasks:
            for question in ("a", "b", "c", "known"):
                tasks.start_soon(ask, at, question)
        at.jobs.close()

    anyio.run(everything)
    assert most == [1]
    assert given[0] == ("known", 7)
    assert sorted(given[1:]) == [("a", 1), ("b", 1), ("c", 1)]
