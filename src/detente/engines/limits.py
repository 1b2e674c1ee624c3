"""A bound on the processor time that one item may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from detente.errors import InputError


class _TimeOver(BaseException):
    """Not an Exception, so that nothing on the way takes it for an error of its own."""


@contextmanager
def processor_limit(seconds: float, where: str) -> Iterator[None]:
    """Ends the block with an InputError when this process has worked on it for so long.

    Processor time, not the clock: a busy or sleeping machine changes nothing. Regular expressions are interrupted too.
    There is no limit outside the main thread and on Windows, which have no such signal.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(_number: int, _frame: FrameType | None) -> None:
        raise _TimeOver

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except _TimeOver:
        raise InputError(where, f"took more than {seconds:,.0f} s of processor time") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
