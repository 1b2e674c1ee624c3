"""Work that takes longer than an answer: articles that a visitor pasted or uploaded are coded in the background."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from detente.errors import DetenteError
from detente.pipeline import Coder
from detente.records import Article, Coded

KEPT = 20  # finished jobs; older ones are forgotten
MOST_ARTICLES = 500  # of one job


@dataclass(slots=True)
class Job:
    """Articles on their way through the coder. Only the worker thread changes it, but for `cancelled`."""

    id: str
    name: str
    state: str = "waiting"  # waiting, working, done, cancelled
    coded: list[Coded] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    filed: bool = False
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in {"done", "cancelled"}

    @property
    def events(self) -> int:
        """How many events were found so far."""
        return sum(len(one.events) for one in self.coded)


class Jobs:
    """One job at a time, since each takes a whole processor. `load` makes the coder on the first job."""

    def __init__(self, load: Callable[[], Coder]) -> None:
        self._load = load
        self._coder: Coder | None = None
        self._loading = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="detente-job")

    def coder(self) -> Coder:
        """The coder, loaded once."""
        with self._loading:
            if self._coder is None:
                self._coder = self._load()
            return self._coder

    def start(self, name: str, articles: Iterable[Article], after: Callable[[], None] = lambda: None) -> Job:
        """Begin a job. `articles` may raise DetenteError as it goes; `after` runs when the job is over."""
        job = Job(secrets.token_urlsafe(9), name)
        self._jobs[job.id] = job
        while len(self._jobs) > KEPT:
            _, forgotten = self._jobs.popitem(last=False)
            forgotten.cancelled.set()
        self._pool.submit(self._run, job, articles, after)
        return job

    def get(self, job_id: str) -> Job | None:
        """A job by its id; None where it is unknown or forgotten."""
        return self._jobs.get(job_id)

    def close(self) -> None:
        """Cancel everything and let the thread end."""
        for job in self._jobs.values():
            job.cancelled.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, job: Job, articles: Iterable[Article], after: Callable[[], None]) -> None:
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
