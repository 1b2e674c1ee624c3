"""Answers that cost more than a moment, kept for as long as the ledger stands as it did."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from detente.errors import LedgerError
from detente.ledger import Ledger

T = TypeVar("T")


DEAR = 1.0  # seconds; an answer that took less is made anew as soon as the ledger has moved on
WORTH = 20.0  # times the seconds that a dear one took for which it is given though the ledger has moved on
LONGEST = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class _Answer:
    basis: int
    given: float  # until when it is, whatever the ledger tells by then
    value: Any


class Kept:
    """The last answers, each good while the ledger tells the same, and for a while after in which it is dear to make.

    Where articles are filed without a pause every answer would else be out of date before the next reader asks. While
    one is made anew, others are given the last; only the first time of all they wait for it.
    """

    def __init__(self, most: int = 128, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._answers: OrderedDict[tuple[Hashable, ...], _Answer] = OrderedDict()
        self._making: dict[tuple[Hashable, ...], Lock] = {}
        self._lock = Lock()

    def get(self, books: Ledger, question: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """The answer to a question about a ledger as it stands now or stood a while ago; else what `make` gives."""
        try:
            basis = books.basis()
        except LedgerError:
            return make()
        with self._lock:
            making = self._making.setdefault(question, Lock())
            known = self._fresh(question, basis) or self._answers.get(question)
        if not making.acquire(blocking=known is None):
            assert known is not None
            last: T = known.value
            return last
        try:
            with self._lock:
                fresh = self._fresh(question, basis)
            if fresh is not None:
                kept: T = fresh.value
                return kept
            start = self._clock()
            answer = make()
            self.keep(question, basis, answer, self._clock() - start)
            return answer
        finally:
            making.release()
            with self._lock:
                if question not in self._answers:
                    self._making.pop(question, None)

    def last(self, question: tuple[Hashable, ...], basis: int) -> tuple[Any, bool] | None:
        """The last answer, and whether it still holds for what the ledger tells as of `basis`; None without any."""
        with self._lock:
            fresh = self._fresh(question, basis)
            known = fresh or self._answers.get(question)
        return None if known is None else (known.value, fresh is not None)

    def keep(self, question: tuple[Hashable, ...], basis: int, value: Any, seconds: float) -> None:
        """Keep an answer that took so many seconds to make."""
        worth = min(LONGEST, WORTH * seconds) if seconds >= DEAR else 0.0
        with self._lock:
            self._answers[question] = _Answer(basis, self._clock() + worth, value)
            self._answers.move_to_end(question)
            while len(self._answers) > self._most:
                self._making.pop(self._answers.popitem(last=False)[0], None)

    def _fresh(self, question: tuple[Hashable, ...], basis: int) -> _Answer | None:
        """The answer that still holds, which becomes the last asked for."""
        known = self._answers.get(question)
        if known is None or (known.basis != basis and self._clock() >= known.given):
            return None
        self._answers.move_to_end(question)
        return known
