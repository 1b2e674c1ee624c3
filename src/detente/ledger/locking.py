"""One writer at a time, on one machine: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import LedgerError

PATIENCE = 60.0  # seconds: a batch is written in less than one
PAUSE = 0.02


@contextmanager
def locked(path: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock file while the block runs. LedgerError where another process keeps it longer than `patience`."""
    try:
        file = path.open("a+b")
    except OSError as error:
        raise LedgerError(f"{path.parent}: cannot be written: {error.strerror}") from error
    with file:
        deadline = time.monotonic() + (PATIENCE if patience is None else patience)
        while not _take(file.fileno()):
            if time.monotonic() > deadline:
                raise LedgerError(f"{path.parent}: another process is writing to this ledger")
            time.sleep(PAUSE)
        yield


if sys.platform == "win32":
    import msvcrt

    def _take(number: int) -> bool:
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
