"""SQL on one machine: DuckDB, which spills to disk what does not fit in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Duck:
    """`Sql` on a DuckDB connection. Its tables are temporary and go with the connection."""

    connection: duckdb.DuckDBPyConnection

    def make(self, name: str, query: str) -> None:
        """As `Sql.make`."""
        self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {query}')

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """As `Sql.ask`."""
        return self.connection.execute(query).fetchall()
