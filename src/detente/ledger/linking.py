"""Stories and copies in the books: what a filing changes of them, written in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from detente.engines.duck import Duck
from detente.formats.literals import parquet
from detente.ledger.aside import workshop
from detente.ledger.columns import to_row
from detente.ledger.days import discard, files_of_days
from detente.ledger.runs import merge_runs
from detente.ledger.schema import DAYS, OF_ARTICLE, TABLES, Row, article_of, event_of
from detente.ledger.tables import SMALL_FILES, Writing
from detente.ledger.views import create_stored
from detente.stories import COPIES, STORIES, Copy, Grouping, Stretches, Telling, copy, place, telling


@dataclass(frozen=True, slots=True)
class Linked:
    """One table of groups: its rows, the column that names the group, and how many rows are grouped together where all
    of a ledger are."""

    table: str
    name: str
    grouping: Grouping
    at_once: int


ROWS = 2_000  # rows that are held while they are read
MEMORY = "1GB"  # what DuckDB may hold meanwhile
# The schema version since which the rows of an article, but for their groups, are what they are today.
ROWS_SINCE = 7
LINKED = (Linked("tellings", "story", STORIES, 40_000), Linked("copies", "family", COPIES, 2_500))
Gone = Mapping[str, pa.Table]
NOTHING: Gone = {linked.table: TABLES[linked.table].empty_table() for linked in LINKED}


def link(stored: duckdb.DuckDBPyConnection, writing: Writing, rows: Mapping[str, pa.Table], gone: Gone) -> None:
    """Group what is filed with what is there, and write the rows that change.

    rows: those that are filed, by table, without groups. gone: what `taken_out` gives of articles that are taken out or
    filed anew.
    """
    for linked in LINKED:
        new = rows.get(linked.table, OF_ARTICLE[linked.table].empty_table())
        if new.num_rows or gone[linked.table].num_rows:
            _link(stored.cursor(), writing, linked, new, gone[linked.table])


def taken_out(stored: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> Gone:
    """The rows of these articles with their groups, by table, as they stand in the views of a snapshot."""
    if not article_ids:
        return NOTHING
    with stored.cursor() as cursor:
        cursor.register("removed", pa.table({"article_id": pa.array(sorted(article_ids), pa.string())}))
        return {
            linked.table: cursor.execute(f"SELECT * FROM stored_{linked.table} SEMI JOIN removed USING (article_id)")
            .to_arrow_table()
            .cast(TABLES[linked.table])
            for linked in LINKED
        }


def catch_up(writing: Writing) -> None:
    """Group what was filed before there were stories, or grouped otherwise; once in the life of a ledger.

    Rows are grouped in the order of their days, some at a time, so that each lot meets those around it alone.
    """
    if not writing.last.articles or any(writing.files(linked.table) for linked in LINKED):
        return
    before = _rows_before(writing)
    with workshop(writing.folder, MEMORY) as (connection, aside):
        if before is None:
            create_stored(
                connection, writing.folder.files(writing.last, (*DAYS, *(s.table for s in _SOURCES.values())))
            )
        for linked in LINKED:
            files = before[linked.table] if before else [_made(connection, linked.table, aside)]
            _group(connection, writing, linked, files)
    writing.record("link")


def _group(connection: duckdb.DuckDBPyConnection, writing: Writing, linked: Linked, files: Sequence[str]) -> None:
    """Group all rows of these files."""
    schema, day = OF_ARTICLE[linked.table], DAYS[linked.table]
    columns = ", ".join(f'"{name}"' for name in schema.names)
    query = f'SELECT {columns} FROM {parquet(files)} ORDER BY "{day}" NULLS LAST'
    for batch in connection.cursor().execute(query).to_arrow_reader(linked.at_once):
        new = pa.Table.from_batches([batch]).cast(schema)
        _link(connection.cursor(), writing, linked, new, NOTHING[linked.table])
        merge_runs(writing, SMALL_FILES)


def _rows_before(writing: Writing) -> dict[str, list[str]] | None:
    """The files of the rows that were grouped otherwise, where an earlier snapshot of the same articles has them."""
    folder, now = writing.folder, {name: set(writing.files(name)) for name in ("events", "articles")}
    for snapshot in reversed(folder.snapshots()):
        there = folder.paths(snapshot, (*now, *DAYS))
        if snapshot.schema_version < ROWS_SINCE or any(set(there[name]) != files for name, files in now.items()):
            return None
        if all(there[name] for name in DAYS):
            return {name: there[name] for name in DAYS}
    return None


def _made(stored: duckdb.DuckDBPyConnection, table: str, aside: Path) -> str:
    """A file with the rows of a table as they follow from the events or articles of a ledger."""
    source = _SOURCES[table]
    file = aside / f"{table}.parquet"
    with pq.ParquetWriter(file, OF_ARTICLE[table], compression="zstd") as writer:
        for batch in stored.cursor().execute(f"SELECT * FROM {source.view}").to_arrow_reader(ROWS):
            rows = [source.made(row) for row in batch.to_pylist()]
            writer.write_table(pa.Table.from_pylist(rows, schema=OF_ARTICLE[table]))
    return str(file)


def _telling_row(row: Row) -> Row:
    made: Row = to_row(Telling)(telling(*event_of(row)))
    return made


def _copy_row(row: Row) -> Row:
    article, sentences = article_of(row)
    made: Row = to_row(Copy)(copy(article, row["article_id"], sentences))
    return made


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the rows of a table of groups come from: a table, its view, and how a row is made of one of its rows."""

    table: str
    view: str
    made: Callable[[Row], Row]


_SOURCES = {
    "tellings": _Source("events", "stored_events_as_filed", _telling_row),
    "copies": _Source("articles", "stored_articles", _copy_row),
}


def _link(cursor: duckdb.DuckDBPyConnection, writing: Writing, linked: Linked, rows: pa.Table, gone: pa.Table) -> None:
    schema, key, day = TABLES[linked.table], linked.grouping.id, linked.grouping.day

    def old(stretches: Stretches) -> str:
        files = files_of_days(writing, linked.table, stretches, undated=linked.grouping.anywhere)
        rows = f"SELECT * FROM {parquet(files)}" if files else "SELECT * FROM no_rows"
        return (
            f"SELECT *, {linked.name} AS name FROM ({rows} WHERE {_within(day, stretches, linked.grouping.anywhere)})"
        )

    with cursor:
        cursor.register("no_rows", schema.empty_table())
        cursor.register("new", rows)
        cursor.register("gone_rows", gone)
        cursor.execute(f"CREATE TEMP VIEW gone AS SELECT *, {linked.name} AS name FROM gone_rows")
        place(Duck(cursor), linked.grouping, old)
        changed = f"""
            FROM loaded AS w JOIN placed AS p ON p.{key} = w.{key}
            WHERE w.tellings > 0 AND (w.component IS DISTINCT FROM p.component OR w.name IS DISTINCT FROM p.name)"""
        moved = cursor.execute(f'SELECT w.{key} AS id, w."{day}" AS day {changed} AND w.before > 0').to_arrow_table()
        discard(writing, linked.table, key, moved)
        columns = ", ".join(f'w."{name}"' for name in schema.names[:-2])
        found = cursor.execute(f"SELECT {columns}, p.component, p.name AS {linked.name} {changed} ORDER BY w.{key}")
        writing.append(linked.table, found.to_arrow_table().cast(schema))


def _within(day: str, stretches: Stretches, undated: bool) -> str:
    said = [f'"{day}" IS NULL'] if undated else []
    for low, high in stretches:
        ends = ([] if low is None else [f'"{day}" >= {low}']) + ([] if high is None else [f'"{day}" <= {high}'])
        said.append(f"({' AND '.join(ends) or 'true'})")
    return " OR ".join(said)
