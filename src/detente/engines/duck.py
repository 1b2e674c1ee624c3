"""SQL on one machine: DuckDB, which spills to disk what does not fit in memory."""

from __future__ import annotations

import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory of its own. What does not fit is spilled below the system's folder for temporary files,
    not, as DuckDB does by itself, into whatever folder the user stands in."""
    import duckdb

    spill = Path(tempfile.gettempdir()) / f"detente-spill-{uuid.uuid4().hex}"
    return duckdb.connect(config={"temp_directory": str(spill)})


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
