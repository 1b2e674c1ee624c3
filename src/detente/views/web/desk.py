"""What every request finds on the desk."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import anyio
from anyio import CapacityLimiter, to_thread

from detente.relations import Ledger
from detente.views.web.guard import Access
from detente.views.web.jobs import Jobs
from detente.views.web.kept import Kept
from detente.views.web.making import Question

LOOK = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger, what may be done with it, the jobs under way, answers that are kept, and the turn in which the state
    of the ledger is looked at beside the pages."""

    ledger: Ledger
    access: Access
    jobs: Jobs
    kept: Kept
    beside: CapacityLimiter

    async def made(self, question: Question, patience: float) -> Any:
        """The answer that a process of its own makes, or, after so many seconds, how far it is (`Making`).

        The last answer is given while one is made anew. Raises what making it raises.
        """
        basis = await to_thread.run_sync(self.ledger.basis, limiter=self.beside)
        last = self.kept.last(question, basis)
        if last is not None and last[1]:
            return last[0]
        job = self.jobs.make(question, lambda answer, took: self.kept.keep(question, basis, answer, took))
        if last is not None:
            return last[0]
        end = time.monotonic() + patience
        while not job.over and time.monotonic() < end:
            await anyio.sleep(LOOK)
        if job.error is not None:
            raise job.error
        return job.answer if job.answer is not None else job
