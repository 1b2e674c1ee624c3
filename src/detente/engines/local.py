"""One machine: this process, or a pool of them; answers in the order of the questions."""

from __future__ import annotations

import itertools
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import Any

from detente.engines.base import Answer, Item, Prepare
from detente.errors import DetenteError, InputError, UsageError

BATCH = 4  # items sent to a worker at once: a batch of articles takes far longer than sending it
AHEAD = 3  # batches a worker has waiting: enough that none stands idle, little enough that memory stays bounded
_DIED = "the process that worked on it ended (killed, crashed, or out of memory)"

_work: Callable[[Any], Any] | None = None  # the function that `prepare` returned, in a worker process
_failed: BaseException | None = None


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What became of an item that has no answer; pickles whatever the exception was."""

    why: str
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Local:
    """`workers` processes of this machine; one means this process itself."""

    workers: int = 1
    batch: int = BATCH

    def map_batches(
        self, prepare: Prepare[Item, Answer], items: Iterable[Item], *, name: Callable[[Item], str] | None = None
    ) -> Iterator[Answer | InputError]:
        """As `Engine.map_batches`."""
        return map_batches(prepare, items, workers=self.workers, batch=self.batch, name=name)


def map_batches(
    prepare: Prepare[Item, Answer],
    items: Iterable[Item],
    *,
    workers: int = 1,
    batch: int = BATCH,
    name: Callable[[Item], str] | None = None,
) -> Iterator[Answer | InputError]:
    """`prepare()(item)` for each item, in the order of the items; see `Engine.map_batches`.

    With several workers `prepare`, the items and the answers are pickled and at most workers * batch * (AHEAD + 1)
    items are held. When a worker dies its batches are done again, one item at a time, so that only the item that
    kills it is lost. What `prepare` raises is raised here. UsageError where worker processes cannot be started.
    """
    if workers < 1 or batch < 1:
        raise UsageError(f"needs one worker and one item a batch or more, not {workers} and {batch}")
    numbered = enumerate(items, 1)

    def named(number: int, item: Item, trouble: _Trouble) -> InputError:
        if isinstance(trouble.error, InputError):
            return trouble.error
        found = InputError(name(item) if name is not None else f"item {number}", trouble.why)
        found.__cause__ = trouble.error
        return found

    found: Iterable[tuple[int, Item, Any]]
    found = _here(prepare, numbered) if workers == 1 else _Pool(prepare, workers).run(numbered, batch)
    for number, item, answer in found:
        yield named(number, item, answer) if isinstance(answer, _Trouble) else answer


def _here(prepare: Prepare[Item, Answer], numbered: Iterable[tuple[int, Item]]) -> Iterator[tuple[int, Item, Any]]:
    work = prepare()
    for number, item in numbered:
        yield number, item, _attempt(work, item)


def _attempt(work: Callable[[Any], Any], item: Any) -> Any:
    try:
        return work(item)
    except InputError as error:
        return _Trouble(error.why, error)
    except DetenteError:
        raise  # not about the item: a damaged model, a wrong setting
    except Exception as error:  # noqa: BLE001 - one item in ten million must not end the run; it is named, not dropped
        return _Trouble(f"{type(error).__name__}: {error}", error)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits until the block ends; processes that are started in it never see one, not even while they load."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(prepare: Callable[[], Callable[[Any], Any]]) -> None:
    global _work, _failed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to answer; it ends the pool
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _work = prepare()
    except Exception as error:  # noqa: BLE001 - kept, and raised by the first task, where the caller can see it
        _failed = error


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready() -> None:
    if _failed is not None:
        raise _failed


def _run(items: Sequence[Any]) -> list[bytes]:
    """The pickled answers: each on its own, so that one that cannot be pickled costs no other."""
    _ready()
    assert _work is not None
    answers = []
    for item in items:
        answer = _attempt(_work, item)
        if isinstance(answer, _Trouble) and not isinstance(answer.error, InputError):
            answer = _Trouble(answer.why)  # an exception of any other class may not survive pickling
        try:
            answers.append(pickle.dumps(answer))
        except Exception as error:  # noqa: BLE001 - pickling runs the code of any class
            why = answer.why if isinstance(answer, _Trouble) else f"its answer cannot be pickled ({error})"
            answers.append(pickle.dumps(_Trouble(why)))
    return answers


class _Pool:
    """Worker processes that are replaced when they die."""

    def __init__(self, prepare: Callable[[], Callable[[Any], Any]], workers: int) -> None:
        self._prepare = prepare
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None

    def _started(self, workers: int) -> ProcessPoolExecutor:
        # Spawned, not forked: a forked copy of a process with running threads (onnxruntime, Arrow) may hang.
        executor = ProcessPoolExecutor(workers, get_context("spawn"), _start, (self._prepare,))
        try:
            with _interrupts_held():
                first = executor.submit(_ready)  # starts the processes
            first.result()
        except BrokenProcessPool as error:
            executor.shutdown()
            raise UsageError(
                "worker processes cannot be started; in a script, call from below `if __name__ == '__main__':`"
            ) from error
        except BaseException:
            executor.shutdown()
            raise
        return executor

    def run(self, numbered: Iterable[tuple[int, Any]], batch: int) -> Iterator[tuple[int, Any, Any]]:
        """Number, item and answer (or _Trouble) of each item, in order."""
        waiting: deque[tuple[list[tuple[int, Any]], Future[list[bytes]]]] = deque()
        batches = iter(lambda: list(itertools.islice(numbered, batch)), [])
        try:
            self._executor = self._started(self._workers)
            while True:
                for items in itertools.islice(batches, self._workers * AHEAD - len(waiting)):
                    waiting.append((items, self._submit(items)))
                if not waiting:
                    return
                items, future = waiting[0]
                try:
                    answers = future.result()
                except BrokenProcessPool:
                    # What was under way is lost with the pool; whichever item broke it shows when each is done alone.
                    self._executor.shutdown(cancel_futures=True)
                    self._executor = None
                    waiting = deque(self._redone(waiting))
                    self._executor = self._started(self._workers)
                    continue
                waiting.popleft()
                for (number, item), answer in zip(items, answers, strict=True):
                    yield number, item, pickle.loads(answer)
        finally:
            if self._executor is not None:
                self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, items: list[tuple[int, Any]]) -> Future[list[bytes]]:
        assert self._executor is not None
        try:
            return self._executor.submit(_run, [item for _, item in items])
        except BrokenProcessPool as error:
            lost: Future[list[bytes]] = Future()
            lost.set_exception(error)
            return lost

    def _redone(
        self, waiting: Iterable[tuple[list[tuple[int, Any]], Future[list[bytes]]]]
    ) -> Iterator[tuple[list[tuple[int, Any]], Future[list[bytes]]]]:
        """The batches with their answers: those that were lost are done again, item by item, in one process."""
        executor: ProcessPoolExecutor | None = None
        try:
            for items, future in waiting:
                if future.done() and not future.cancelled() and future.exception() is None:
                    yield items, future
                    continue
                answers: list[bytes] = []
                for _, item in items:
                    executor = executor or self._started(1)
                    try:
                        answers += executor.submit(_run, [item]).result()
                    except BrokenProcessPool:
                        executor.shutdown()
                        executor = None
                        answers.append(pickle.dumps(_Trouble(_DIED)))
                done: Future[list[bytes]] = Future()
                done.set_result(answers)
                yield items, done
        finally:
            if executor is not None:
                executor.shutdown()
