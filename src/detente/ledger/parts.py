"""Coded articles as rows that any machine can make, and their way into the books.

A row holds all that came from one article, by table. It is made where the article is coded, travels in Parquet files,
and is filed without its text or events becoming objects again.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from detente.errors import InputError
from detente.formats.literals import parquet
from detente.ledger.filed import Filed
from detente.ledger.linking import NOTHING, link, taken_out
from detente.ledger.schema import CODED, FILED, OF_ARTICLE, Row, rows_of, told_of
from detente.ledger.tables import Writing
from detente.records import Coded

ROWS = 20_000  # rows that are held while they are written
LINKED_ARTICLES = 2_000  # that are grouped at once, day after day

# What stands in the place of an article that could not be coded, as InputError has it.
PROBLEM = pa.schema(
    [
        pa.field("file", pa.string()),
        pa.field("where", pa.string()),
        pa.field("why", pa.string()),
        pa.field("offset", pa.int64()),
    ]
)
PART = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("digest", pa.string()),
        pa.field("coder", pa.string()),
        *(pa.field(name, pa.list_(pa.struct(list(OF_ARTICLE[name])))) for name in CODED),
        pa.field("problem", pa.struct(list(PROBLEM))),
    ]
)


def part(coded: Coded) -> Row:
    """The row of a coded article."""
    rows = rows_of(coded) | told_of(coded)
    (article,) = rows["articles"]
    return {**{name: article[name] for name in ("article_id", "digest", "coder")}, **rows}


def problem(file: str, error: InputError) -> Row:
    """The row of an article that could not be coded."""
    return {"problem": {"file": file, "where": error.where, "why": error.why, "offset": error.offset}}


def file_parts(stored: duckdb.DuckDBPyConnection, writing: Writing, files: Iterable[Path]) -> Filed:
    """File the articles of Parquet files whose rows are as PART has them: each once, and only where it says
    something new.

    stored: DuckDB with the views of the state before.
    """
    with stored.cursor() as cursor:
        source = parquet(files, ", filename = true, file_row_number = true")
        # A doubled row, wherever it comes from, counts once.
        cursor.execute(f"""
            CREATE TEMP TABLE met AS
            SELECT p.*, f.article_id IS NOT NULL AS held, p.digest IS DISTINCT FROM f.digest AS differs
            FROM (SELECT DISTINCT ON (article_id) article_id, digest, copies[1].published AS published, filename,
                file_row_number FROM {source}
                WHERE article_id IS NOT NULL ORDER BY article_id, filename, file_row_number) AS p
            LEFT JOIN stored_articles AS f USING (article_id)""")
        cursor.execute("""
            CREATE TEMP TABLE changed AS SELECT *, row_number() OVER (ORDER BY published, article_id) AS place
            FROM met WHERE differs OR NOT held""")
        gone = [i for (i,) in cursor.execute("SELECT article_id FROM changed WHERE held ORDER BY 1").fetchall()]
        counts = cursor.execute(
            "SELECT count(*) FILTER (NOT held), count(*) FILTER (held AND differs), "
            "count(*) FILTER (held AND NOT differs) FROM met"
        ).fetchone()
        added, replaced, unchanged = counts or (0, 0, 0)
        if not added + replaced:
            return Filed(unchanged=int(unchanged))

        def rows(name: str, some: str = "true") -> str:
            which = f"(SELECT * FROM changed WHERE {some}) AS which"
            parts = f"(SELECT * FROM {source} SEMI JOIN {which} USING (article_id, filename, file_row_number))"
            return f"SELECT unnest(one) FROM (SELECT unnest({name}) AS one FROM {parts})"

        out = taken_out(stored, gone)
        writing.remove(gone)
        written = dict.fromkeys(FILED, 0)
        for name in FILED:
            for batch in cursor.execute(rows(name)).to_arrow_reader(ROWS):
                writing.append(name, pa.Table.from_batches([batch]).cast(OF_ARTICLE[name]))
                written[name] += batch.num_rows
        for first in range(0, added + replaced, LINKED_ARTICLES):
            some = f"place > {first} AND place <= {first + LINKED_ARTICLES}"
            made = {
                name: cursor.execute(rows(name, some)).to_arrow_table().cast(OF_ARTICLE[name])
                for name in CODED
                if name not in FILED
            }
            link(stored, writing, made, NOTHING if first else out)
        return Filed(int(added), int(replaced), int(unchanged), written["events"], written["quotes"])
