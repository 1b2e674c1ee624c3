"""Work that takes longer than an answer, done in the background: articles that a visitor pasted or uploaded are coded,
briefs and forecasts are made."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from detente.errors import DetenteError, LedgerError
from detente.pipeline import Coder
from detente.records import Article, Coded
from detente.views.web.making import Maker, Question

KEPT = 20  # finished jobs; older ones are forgotten
MOST_ARTICLES = 500  # of one job
MOST_MADE = 100  # answers that wait to be made
FORSAKEN = 30.0  # seconds since anybody asked, after which an answer is made no more


@dataclass(slots=True)
class Job:
    """Work under way. Only the thread that does it changes it, but for `cancelled`."""

    state: str = "waiting"  # waiting, working, done, cancelled
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in {"done", "cancelled"}


@dataclass(slots=True)
class Making(Job):
    """An answer on its way. begun, asked: when it was begun, and asked for last, by a clock that nobody sets."""

    answer: Any = None
    error: DetenteError | None = None
    begun: float | None = None
    asked: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """For how long it has been in the making."""
        return 0.0 if self.begun is None else time.monotonic() - self.begun


@dataclass(slots=True)
class Coding(Job):
    """Articles on their way through the coder."""

    id: str = ""
    name: str = ""
    coded: list[Coded] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    filed: bool = False

    @property
    def events(self) -> int:
        """How many events were found so far."""
        return sum(len(one.events) for one in self.coded)


class Jobs:
    """One job of a kind at a time, since each takes a whole processor.

    load: makes the coder on the first job. maker: the process that makes answers. seconds: the longest that it may take
    for one.
    """

    def __init__(self, load: Callable[[], Coder], maker: Maker, seconds: float) -> None:
        self._load = load
        self._maker = maker
        self._seconds = seconds
        self._coder: Coder | None = None
        self._loading = threading.Lock()
        self._jobs: OrderedDict[str, Coding] = OrderedDict()
        self._makings: dict[Question, Making] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="detente-job")
        self._makers = ThreadPoolExecutor(1, thread_name_prefix="detente-making")

    def coder(self) -> Coder:
        """The coder, loaded once."""
        with self._loading:
            if self._coder is None:
                self._coder = self._load()
            return self._coder

    def start(self, name: str, articles: Iterable[Article], after: Callable[[], None] = lambda: None) -> Coding:
        """Begin a job. `articles` may raise DetenteError as it goes; `after` runs when the job is over."""
        job = Coding(id=secrets.token_urlsafe(9), name=name)
        self._jobs[job.id] = job
        while len(self._jobs) > KEPT:
            _, forgotten = self._jobs.popitem(last=False)
            forgotten.cancelled.set()
        self._pool.submit(self._run, job, articles, after)
        return job

    def get(self, job_id: str) -> Coding | None:
        """A job by its id; None where it is unknown or forgotten."""
        return self._jobs.get(job_id)

    def close(self) -> None:
        """Cancel everything and let the thread end."""
        for job in (*self._jobs.values(), *tuple(self._makings.values())):
            job.cancelled.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._makers.shutdown(wait=True, cancel_futures=True)
        self._maker.close()

    def make(self, question: Question, after: Callable[[Any, float], None]) -> Making:
        """Have an answer made, or tell how far it is where it is being made already.

        after: is given the answer and the seconds that it took. LedgerError where too many wait.
        """
        with self._loading:
            job = self._makings.get(question)
            if job is None:
                if len(self._makings) >= MOST_MADE:
                    raise LedgerError(f"{MOST_MADE} answers wait to be made; it took longer than they could wait for")
                job = self._makings[question] = Making()
                self._makers.submit(self._make, question, job, after)
        job.asked = time.monotonic()
        return job

    def before(self, job: Making) -> int:
        """How many answers will be made before this one."""
        with self._loading:
            waiting = list(self._makings.values())
        return waiting.index(job) if job in waiting else 0

    def _make(self, question: Question, job: Making, after: Callable[[Any, float], None]) -> None:
        def wanted() -> bool:
            return not job.cancelled.is_set() and time.monotonic() - job.asked < FORSAKEN

        try:
            if wanted():
                job.state, job.begun = "working", time.monotonic()
                job.answer = self._maker.make(question, self._seconds, wanted)
                after(job.answer, job.seconds)
        except DetenteError as error:
            job.error = error
        finally:
            with self._loading:
                self._makings.pop(question, None)
            job.state = "done" if job.begun is not None else "cancelled"

    def _run(self, job: Coding, articles: Iterable[Article], after: Callable[[], None]) -> None:
        job.state = "working"
        try:
            coder = self.coder()
            for article in articles:
                if job.cancelled.is_set():
                    break
                if len(job.coded) + len(job.problems) >= MOST_ARTICLES:
                    job.problems.append(f"only the first {MOST_ARTICLES} articles were read; detente add takes more")
                    break
                try:
                    job.coded.append(coder.code(article))
                except DetenteError as error:
                    job.problems.append(str(error))
        except DetenteError as error:
            job.problems.append(str(error))
        except Exception as error:  # noqa: BLE001 - a visitor is told, the server goes on
            job.problems.append(f"could not be read ({type(error).__name__})")
        finally:
            after()
            job.state = "cancelled" if job.cancelled.is_set() else "done"
