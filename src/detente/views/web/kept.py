"""Answers that cost more than a moment, kept for as long as the ledger stands as it did."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from detente.errors import LedgerError
from detente.ledger import Ledger

T = TypeVar("T")


class Kept:
    """The last answers, each good while the ledger tells the same. One that is being made is waited for."""

    def __init__(self, most: int = 128) -> None:
        self._most = most
        self._answers: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()
        self._making: dict[tuple[Hashable, ...], Lock] = {}
        self._lock = Lock()

    def get(self, books: Ledger, question: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """The answer to a question about a ledger as it stands now; `make` gives it where it is not kept."""
        try:
            key = (books.basis(), *question)
        except LedgerError:
            return make()
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._answers:
                    self._answers.move_to_end(key)
                    found: T = self._answers[key]
                    return found
            answer = make()
            with self._lock:
                self._answers[key] = answer
                self._making.pop(key, None)
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
            return answer
