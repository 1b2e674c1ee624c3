"""Stories and copies in the books: what a filing changes of them, written in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import duckdb
import pyarrow as pa

from detente.engines.duck import Duck
from detente.ledger.schema import OF_ARTICLE, TABLES, Row, article_of, event_of, tables_of, told_of
from detente.ledger.tables import Writing
from detente.records import Coded, Event
from detente.stories import COPIES, STORIES, Grouping, place


@dataclass(frozen=True, slots=True)
class Linked:
    """One table of groups: its rows, and the column that names the group."""

    table: str
    name: str
    grouping: Grouping


ROWS = 2_000  # rows that are held while they are read
LINKED = (Linked("tellings", "story", STORIES), Linked("copies", "family", COPIES))


def link(
    stored: duckdb.DuckDBPyConnection, writing: Writing, rows: dict[str, pa.Table], removed: Iterable[str]
) -> None:
    """Group what is filed with what is there, and write the rows that change.

    stored: DuckDB with the views `stored_tellings` and `stored_copies` of the state before. rows: those that are filed,
    by table, without groups. removed: the ids of articles that were taken out, or are filed anew.
    """
    out = pa.table({"article_id": pa.array(sorted(removed), pa.string())})
    for linked in LINKED:
        new = rows.get(linked.table, OF_ARTICLE[linked.table].empty_table())
        if new.num_rows or out.num_rows:
            _link(stored.cursor(), writing, linked, new, out)


def catch_up(stored: duckdb.DuckDBPyConnection, writing: Writing) -> None:
    """Group what was filed before there were stories; once in the life of a ledger."""
    if writing.last.articles and not stored.execute("SELECT 1 FROM stored_copies LIMIT 1").fetchall():
        found: dict[str, list[Row]] = {linked.table: [] for linked in LINKED}
        for one in _filed(stored):
            for name, rows in told_of(one).items():
                found[name] += rows
        link(stored, writing, tables_of(found), ())
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


def _link(
    cursor: duckdb.DuckDBPyConnection, writing: Writing, linked: Linked, rows: pa.Table, removed: pa.Table
) -> None:
    schema, key = TABLES[linked.table], linked.grouping.id
    with cursor:
        cursor.register("new", rows)
        cursor.register("removed", removed)
        stored = f"SELECT * FROM stored_{linked.table}"
        cursor.execute(f"CREATE TEMP VIEW old AS {stored} ANTI JOIN removed USING (article_id)")
        cursor.execute(f"CREATE TEMP VIEW gone AS {stored} SEMI JOIN removed USING (article_id)")
        place(Duck(cursor), linked.grouping)
        changed = f"""
            FROM work AS w JOIN placed AS p ON p.{key} = w.{key} LEFT JOIN old AS o ON o.{key} = w.{key}
            WHERE o.{key} IS NULL OR o.component <> p.component OR o.{linked.name} <> p.name"""
        gone = cursor.execute(f"SELECT o.{key} {changed} ORDER BY 1").fetchall()
        writing.discard(linked.table, key, [i for (i,) in gone if i is not None])
        columns = ", ".join(f'w."{name}"' for name in schema.names[:-2])
        found = cursor.execute(f"SELECT {columns}, p.component, p.name AS {linked.name} {changed} ORDER BY w.{key}")
        writing.append(linked.table, found.to_arrow_table().cast(schema))
