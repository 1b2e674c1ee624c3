"""What every request finds on the desk."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from detente.relations import Ledger
from detente.views.web.guard import Access
from detente.views.web.jobs import Jobs
from detente.views.web.kept import Kept

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger, what may be done with it, the jobs under way, answers that are kept, and who makes dear ones."""

    ledger: Ledger
    access: Access
    jobs: Jobs
    kept: Kept
    maker: CapacityLimiter

    async def in_turn(self, question: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """An answer of `kept` that takes seconds of Python to make: one at a time, others are answered meanwhile."""
        known = await to_thread.run_sync(self.kept.fresh, self.ledger, question)
        if known is not None:
            found: T = known
            return found
        return await to_thread.run_sync(self.kept.get, self.ledger, question, make, limiter=self.maker)
