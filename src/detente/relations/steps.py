"""Logic over rows as named SQL steps, which whoever holds the rows runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa


class Books(Protocol):
    """Whatever answers SQL on the ledger's views: a ledger, or rows held in memory (`planted.Rows`)."""

    def sql(self, query: str, parameters: dict[str, Any] | None = None) -> pa.Table: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One query that may read the views and the steps before it."""

    name: str
    sql: str


def joined(steps: Sequence[Step], last: str | None = None) -> str:
    """One query that gives what a step yields, by default the last; any other one shows what happens on the way."""
    named = ",\n".join(f"{step.name} AS ({step.sql})" for step in steps)
    return f"WITH {named}\nSELECT * FROM {last or steps[-1].name}"
