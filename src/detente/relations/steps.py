"""Logic over rows as named SQL steps, which whoever holds the rows runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa


class Books(Protocol):
    """Whatever answers SQL on the ledger's views: a ledger, or rows held in memory (`planted.Rows`)."""

    def sql(self, query: str, parameters: dict[str, Any] | None = None) -> pa.Table: ...


class Asked:
    """Books that answer a question asked before as they did then: for answers that are made of many questions.

    Answers are held as long as this is, so that it is meant for questions about one pair. What is filed meanwhile does
    not show in answers that were given.
    """

    def __init__(self, books: Books) -> None:
        self.books = books
        self._answers: dict[tuple[str, str], pa.Table] = {}

    def sql(self, query: str, parameters: dict[str, Any] | None = None) -> pa.Table:
        """The answer to a query on the views of the books."""
        question = query, repr(sorted((parameters or {}).items()))
        if question not in self._answers:
            self._answers[question] = self.books.sql(query, parameters)
        return self._answers[question]


@dataclass(frozen=True, slots=True)
class Step:
    """One query that may read the views and the steps before it."""

    name: str
    sql: str


def joined(steps: Sequence[Step], last: str | None = None) -> str:
    """One query that gives what a step yields, by default the last; any other one shows what happens on the way."""
    named = ",\n".join(f"{step.name} AS ({step.sql})" for step in steps)
    return f"WITH {named}\nSELECT * FROM {last or steps[-1].name}"
