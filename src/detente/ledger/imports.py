"""Files of other coders taken into the ledger: parsed aside, compared with what is held, moved in as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb

from detente.formats.literals import parquet, quoted
from detente.formats.staging import COPY_OPTIONS, Staged, stage
from detente.formats.unpack import OnError
from detente.ledger.aside import workshop
from detente.ledger.schema import IMPORTED, TABLES
from detente.ledger.tables import SMALL_FILES, Folder, Writing

SORTED = "sorted"  # how the names of files begin whose rows are in order
RUN_ROWS = 1_000_000  # some hundreds of megabytes in memory
SMALL_RUN = 16 * 2**20  # bytes of a sorted file that `compact` merges with others


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows by what became of them, refused ones, and the snapshot that shows it."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    refused: int = 0
    snapshot: int | None = None


def import_files(folder: Folder, form: str, files: Iterable[str | Path], on_error: OnError) -> Iterator[Imported]:
    """Import files in groups that are each filed whole or not at all; what became of each group."""
    with workshop(folder) as (connection, aside):
        for staged in stage(connection, form, files, aside, on_error):
            with folder.writing() as writing:
                yield _filed(connection, writing, staged, aside)


def remove_file(folder: Folder, name: str) -> int:
    """Take all rows that came from a file out again; how many there were."""
    with workshop(folder) as (connection, _), folder.writing() as writing:
        gone = 0
        for table in IMPORTED:
            if files := writing.files(table):
                query = f"SELECT id FROM {parquet(files)} WHERE file = $name OR starts_with(file, $name || '/')"
                ids = connection.execute(query, {"name": name}).to_arrow_table()
                if ids.num_rows:
                    writing.drop_rows(table, ids)
                    gone += ids.num_rows
        if gone:
            writing.record("remove")
        return gone


def sort_files(folder: Folder, writing: Writing, least: int = SMALL_FILES) -> bool:
    """Write files of imported rows that are not in order yet as runs in the order of `IMPORTED`, if there are `least`.

    A run has about `RUN_ROWS` rows and is sorted in memory; a query for one pair of countries then reads the row group
    of each run that holds it. `least` 1 takes small runs as well. Snapshots keep the files they name.
    """
    done = False
    for table, order in IMPORTED.items():
        files = [Path(file) for file in writing.files(table)]
        loose = [file for file in files if not file.name.startswith(SORTED)]
        if not loose or len(loose) < least:
            continue
        small = [f for f in files if f not in loose and f.stat().st_size < SMALL_RUN] if least == 1 else []
        with workshop(folder) as (connection, aside):
            for run in _runs(_counted(connection, sorted([*loose, *small]))):
                query = f"SELECT * FROM {parquet(run)} ORDER BY {order}"
                writing.exchange_files(table, run, _written(connection, query, aside), SORTED)
        done = True
    return done


def _runs(files: Iterable[tuple[Path, int]]) -> Iterator[list[Path]]:
    run: list[Path] = []
    rows = 0
    for file, count in files:
        run.append(file)
        rows += count
        if rows >= RUN_ROWS:
            yield run
            run, rows = [], 0
    if run:
        yield run


def _filed(connection: duckdb.DuckDBPyConnection, writing: Writing, staged: Staged, aside: Path) -> Imported:
    """One group moved into its table: new rows added, changed ones in the place of those held."""
    name, files = staged.table, [str(file) for file in staged.files]
    unchanged = replaced = 0
    new = list(_counted(connection, staged.files))
    rows = sum(count for _, count in new)
    if rows:
        (twice,) = _row(connection, f"SELECT count(*) - count(DISTINCT hash(id)) FROM {parquet(files)}")
        if twice:
            # The later row of a file counts.
            numbered = parquet(files, ", filename = true, file_row_number = true")
            query = (
                f"SELECT * EXCLUDE (filename, file_row_number) FROM {numbered} "
                "QUALIFY row_number() OVER (PARTITION BY id ORDER BY filename DESC, file_row_number DESC) = 1"
            )
            new = _written(connection, query, aside)
            files = [str(file) for file, _ in new]
            unchanged += rows - sum(count for _, count in new)
    held = writing.files(name)
    if rows and held:
        (known,) = _row(
            connection, f"SELECT count(*) FROM {parquet(files)} SEMI JOIN {parquet(held)} AS held USING (id)"
        )
        if known:
            same = _same(connection, name, files, held)
            unchanged += same
            replaced = known - same
            if replaced:
                writing.drop_rows(
                    name,
                    connection.execute(f"""
                    SELECT id FROM (SELECT id FROM {parquet(files)} SEMI JOIN {parquet(held)} AS held USING (id))
                    ANTI JOIN same USING (id)""").to_arrow_table(),
                )
            new = _written(connection, f"SELECT * FROM {parquet(files)} ANTI JOIN same USING (id)", aside)
    added = sum(count for _, count in new) - replaced
    if not added and not replaced:
        return Imported(0, 0, unchanged, staged.bad, writing.last.number)
    writing.take_files(name, new)
    sort_files(writing.folder, writing)
    return Imported(added, replaced, unchanged, staged.bad, writing.record("import").number)


def _same(connection: duckdb.DuckDBPyConnection, name: str, files: list[str], held: list[str]) -> int:
    """Fill the table `same` with the ids of new rows that say what the held ones say; how many."""
    empty = TABLES[name].empty_table()
    connection.register("no_rows", empty)
    said = ", ".join(column for column in TABLES[name].names if column not in ("id", "file"))

    def whole(some: list[str]) -> str:
        return f"(SELECT * FROM no_rows UNION ALL BY NAME SELECT * FROM {parquet(some)})"

    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE same AS
        SELECT id FROM (SELECT id, row({said}) AS said FROM {whole(files)}) AS new
        JOIN (SELECT id, row({said}) AS said FROM {whole(held)}) AS held USING (id)
        WHERE new.said IS NOT DISTINCT FROM held.said""")
    return int(_row(connection, "SELECT count(*) FROM same")[0])


def _written(connection: duckdb.DuckDBPyConnection, query: str, aside: Path) -> list[tuple[Path, int]]:
    target = aside / f"written-{uuid4().hex}"
    target.mkdir()
    connection.execute(f"COPY ({query}) TO {quoted(target / 'rows')} {COPY_OPTIONS}")
    return list(_counted(connection, sorted(target.rglob("*.parquet"))))


def _counted(connection: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """Files that have rows, and how many."""
    for file in files:
        (count,) = _row(connection, f"SELECT count(*) FROM {parquet([str(file)])}")
        if count:
            yield file, count


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    found = connection.execute(query).fetchone()
    assert found is not None
    return found
