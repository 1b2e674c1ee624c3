"""What every request finds on the desk."""

from __future__ import annotations

from dataclasses import dataclass

from detente.relations import Ledger
from detente.views.web.guard import Access
from detente.views.web.jobs import Jobs
from detente.views.web.kept import Kept


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger, what may be done with it, the jobs under way, and answers that are kept."""

    ledger: Ledger
    access: Access
    jobs: Jobs
    kept: Kept
