"""A relation: two states and the ledger that tells of them."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from detente.errors import UsageError
from detente.ledger import Ledger, country_code


@dataclass(frozen=True, slots=True)
class Relation:
    """Two states, in the order in which they were named. The ledger is read anew by each question."""

    ledger: Ledger
    one: str
    other: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "one", country_code(self.one))
        object.__setattr__(self, "other", country_code(self.other))
        if self.one == self.other:
            raise UsageError(f"a relation is between two states, not {self.one} and itself")

    @property
    def pair(self) -> str:
        """The two codes as the journal writes them: in alphabetical order, with a hyphen."""
        return "-".join(sorted((self.one, self.other)))

    def acts(self) -> pa.Table:
        """The rows of the view `journal` between the two, by day (undated ones last), then by id."""
        return self.ledger.sql(
            "SELECT * FROM journal WHERE pair = $pair ORDER BY date_start NULLS LAST, date_end, event_id, actor",
            {"pair": self.pair},
        )
