"""A process beside the server for answers that take seconds of statistics: briefs and forecasts.

It makes one at a time, at a lower priority than the pages, has a ledger of its own, and is ended when an answer takes
too long; the next answer starts another one.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Hashable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, LedgerError

Question = tuple[Hashable, ...]  # the name of the work, then what it is given
NICE = 5
PAUSE = 0.1  # seconds between two looks at whether the answer is still wanted


def _brief(books: Any, one: str, other: str) -> Any:
    from detente.views.briefs import brief

    return brief(books.relation(one, other))


def _forecast(books: Any, one: str, other: str, days: int, on: Any) -> Any:
    return books.relation(one, other).forecast(days, on)


WORK: dict[str, Callable[..., Any]] = {"brief": _brief, "forecast": _forecast}


class Maker:
    """The process, started for the first answer. One thread at a time may ask."""

    def __init__(self, ledger: str | Path, *, keeps: bool) -> None:
        self._given = (str(ledger), keeps)
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None

    def make(self, question: Question, seconds: float, wanted: Callable[[], bool] = lambda: True) -> Any:
        """The answer to a question; raises what making it raises.

        LedgerError where it takes longer than `seconds`, is `wanted` no more, or its process ends.
        """
        line = self._started()
        end = time.monotonic() + seconds
        try:
            line.send(question)
            while not line.poll(PAUSE):
                if time.monotonic() > end:
                    raise LedgerError(f"{self._given[0]}: the answer took longer than {seconds:g} s")
                if not wanted():
                    raise LedgerError(f"{self._given[0]}: nobody waits for the answer")
            made, answer = line.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise LedgerError(f"{self._given[0]}: the process that made the answer has ended") from error
        except LedgerError:
            self.close()
            raise
        if not made:
            raise answer
        return answer

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None

    def _started(self) -> Connection:
        if self._process is None or self._line is None or not self._process.is_alive():
            self.close()
            context = get_context("spawn")
            self._line, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, *self._given), daemon=True)
            self._process.start()
            theirs.close()
        return self._line


def _serve(line: Connection, ledger: str, keeps: bool) -> None:
    """Answer until the other side hangs up."""
    from detente.relations import Ledger

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    books = Ledger(ledger, keeps=keeps)
    while True:
        try:
            name, *given = line.recv()
        except (EOFError, OSError):
            return
        try:
            said = (True, WORK[name](books, *given))
        except DetenteError as error:
            said = (False, error)
        except Exception as error:  # noqa: BLE001 - whoever asked is told, the next question is answered
            said = (False, LedgerError(f"{ledger}: the answer cannot be made ({type(error).__name__}: {error})"))
        line.send(said)
