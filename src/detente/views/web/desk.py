"""What every request finds on the desk."""

from __future__ import annotations

from dataclasses import dataclass

from detente.relations import Ledger
from detente.views.web.briefing import Briefs
from detente.views.web.guard import Access
from detente.views.web.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Desk:
    """The ledger, what may be done with it, the jobs under way, and the briefs that were written."""

    ledger: Ledger
    access: Access
    jobs: Jobs
    briefs: Briefs
