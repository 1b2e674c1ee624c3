"""Work beside a ledger: on its disk, with a bound on memory, and gone when it ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from detente.errors import LedgerError
from detente.ledger.locking import locked
from detente.ledger.tables import ASIDE, LOCK, Folder

MEMORY = "4GB"  # what DuckDB may hold; beyond it writes to the ledger's disk


@contextmanager
def workshop(folder: Folder, memory: str = MEMORY) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A connection, and a folder on the ledger's disk that goes when the block ends.

    What a killed process leaves of it goes with the next `Folder.forget`.
    """
    aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=folder.path))
    try:
        with locked(aside / LOCK), _connected(folder, aside, memory) as connection:
            yield connection, aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _connected(folder: Folder, aside: Path, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config={"temp_directory": str(aside / "spill"), "memory_limit": memory})
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    except duckdb.Error as error:
        raise LedgerError(f"{folder.path}: {error}") from error
    finally:
        connection.close()
