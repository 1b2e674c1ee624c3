"""Stories and copies in the books: what a filing changes of them, written in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice

import duckdb
import pyarrow as pa

from detente.engines.duck import Duck
from detente.formats.literals import parquet
from detente.ledger.days import discard, files_of_days
from detente.ledger.schema import OF_ARTICLE, TABLES, Row, article_of, event_of, tables_of, told_of
from detente.ledger.tables import Writing
from detente.records import Coded, Event
from detente.stories import COPIES, STORIES, Grouping, Stretches, place


@dataclass(frozen=True, slots=True)
class Linked:
    """One table of groups: its rows, and the column that names the group."""

    table: str
    name: str
    grouping: Grouping


ROWS = 2_000  # rows that are held while they are read
LINKED = (Linked("tellings", "story", STORIES), Linked("copies", "family", COPIES))
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


def catch_up(connect: Callable[[], duckdb.DuckDBPyConnection], writing: Writing) -> None:
    """Group what was filed before there were stories, or grouped otherwise; once in the life of a ledger.

    connect: opens the views of the state before.
    """
    if writing.last.articles and not any(writing.files(linked.table) for linked in LINKED):
        stored = connect()
        coded = _filed(stored)
        while some := list(islice(coded, ROWS)):
            found: dict[str, list[Row]] = {linked.table: [] for linked in LINKED}
            for one in some:
                for name, rows in told_of(one).items():
                    found[name] += rows
            link(stored, writing, tables_of(found), NOTHING)
        writing.record("link")


def _filed(stored: duckdb.DuckDBPyConnection) -> Iterator[Coded]:
    """All articles with their events."""
    events = groupby(_rows(stored, "events"), key=lambda row: row["article_id"])
    mine = next(events, None)
    for row in _rows(stored, "articles"):
        article, sentences = article_of(row)
        told: tuple[Event, ...] = ()
        if mine is not None and mine[0] == row["article_id"]:
            told = tuple(event_of(one)[0] for one in mine[1])
            mine = next(events, None)
        yield Coded(article, told, sentences=sentences)


def _rows(stored: duckdb.DuckDBPyConnection, table: str) -> Iterator[Row]:
    query = f"SELECT * FROM stored_{table} ORDER BY article_id"
    for batch in stored.cursor().execute(query).to_arrow_reader(ROWS):
        yield from batch.to_pylist()


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
