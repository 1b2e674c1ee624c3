"""An answer is made once for each state of the ledger, however many ask at once."""

from __future__ import annotations

import threading
import time

import detente
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
