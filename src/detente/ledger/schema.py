"""Tables derived from the records: one row an article, an event, a quotation; and those of imported events.

A row holds its record, as columns.py derives it, and beside it the few columns that queries filter on. What is imported
has the columns of formats/imported.py.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from detente import ontology
from detente.formats.imported import imported_schema, mentions_schema
from detente.ledger.annotations import Annotation
from detente.ledger.columns import arrow_type, columns, from_row, to_row
from detente.ledger.corrections import Correction
from detente.ledger.flat import SCHEMAS
from detente.ledger.scores import Scored
from detente.ledger.unreadable import Unreadable
from detente.records import Article, Cited, Coded, Event, Introduction, Matter, Order, Quote, Sentence, stable_hash
from detente.stories import Copy, Telling, copy, telling

Row = dict[str, Any]

# The order is the order of writing. `article_id` ties a row to its article in every table.
TABLES: dict[str, pa.Schema] = {
    "events": pa.schema(
        [
            *columns(Event),
            pa.field("position", pa.int64()),
            pa.field("article", arrow_type(Cited)),
            pa.field("quad", pa.int64()),
            pa.field("score", pa.float64()),
            pa.field("cameo", pa.string()),
            pa.field("actor_countries", pa.list_(pa.string())),
            pa.field("recipient_countries", pa.list_(pa.string())),
        ]
    ),
    "quotes": pa.schema([*columns(Quote), pa.field("position", pa.int64()), pa.field("article", arrow_type(Cited))]),
    "articles": pa.schema(
        [
            pa.field("article_id", pa.string()),
            *columns(Article),
            pa.field("sentences", arrow_type(tuple[Sentence, ...])),
            pa.field("introductions", arrow_type(tuple[Introduction, ...])),
            pa.field("digest", pa.string()),
            pa.field("coder", pa.string()),
            pa.field("matters", arrow_type(tuple[Matter, ...])),
            pa.field("orders", arrow_type(tuple[Order, ...])),
        ]
    ),
    # The rows of the logic across articles, and the groups that they are in.
    "tellings": pa.schema([*columns(Telling), pa.field("component", pa.string()), pa.field("story", pa.string())]),
    "copies": pa.schema([*columns(Copy), pa.field("component", pa.string()), pa.field("family", pa.string())]),
    **SCHEMAS,
    "imported": imported_schema(),
    "mentions": mentions_schema(),
    "corrections": pa.schema(columns(Correction)),
    "annotations": pa.schema(columns(Annotation)),
    "errors": pa.schema(columns(Unreadable)),
    "track_records": pa.schema(columns(Scored)),
}
# What came from articles, and goes with them.
FILED = ("events", "quotes", "articles")
CODED = (*FILED, "tellings", "copies")
# The columns that follow from one article alone: all but the groups.
OF_ARTICLE = {
    **{name: TABLES[name] for name in CODED},
    "tellings": pa.schema(columns(Telling)),
    "copies": pa.schema(columns(Copy)),
}
# Tables whose rows lie in the order of a column, days counted from 1970-01-01.
DAYS = {"tellings": "first", "copies": "published"}
# What is said of the books, not what they tell: acts and promises stay as they were.
BESIDE = ("annotations", "errors", "track_records")
# Tables whose rows come from files of other coders, and the order in which their rows lie.
IMPORTED = {"imported": "pair, date_start, id", "mentions": "event_id, id"}


def rows_of(coded: Coded) -> dict[str, list[Row]]:
    """The rows of one coded article, by table. Mentions are not kept."""
    cited = coded.article.cite()
    article = to_row(Cited)(cited)
    events = [event_row(event, number, article) for number, event in enumerate(coded.events)]
    quotes = [to_row(Quote)(q) | {"position": n, "article": article} for n, q in enumerate(coded.quotes)]
    row = {"article_id": cited.id, **to_row(Article)(coded.article)}
    row["sentences"] = to_row(tuple[Sentence, ...])(coded.sentences)
    row["coder"] = coded.coder or None
    row["matters"] = to_row(tuple[Matter, ...])(coded.matters)
    row["orders"] = to_row(tuple[Order, ...])(coded.orders)
    row["introductions"] = to_row(tuple[Introduction, ...])(coded.introductions)
    row["digest"] = stable_hash(row, events, quotes)
    return {"events": events, "quotes": quotes, "articles": [row]}


def told_of(coded: Coded) -> dict[str, list[Row]]:
    """What logic across articles needs to know of one, by table."""
    cited = coded.article.cite()
    return {
        "tellings": [to_row(Telling)(telling(event, cited)) for event in coded.events],
        "copies": [to_row(Copy)(copy(coded.article, cited.id, coded.sentences))],
    }


def tables_of(rows: dict[str, list[Row]]) -> dict[str, pa.Table]:
    """Rows by table as Arrow has them."""
    return {name: pa.Table.from_pylist(some, schema=OF_ARTICLE[name]) for name, some in rows.items()}


def event_of(row: Row) -> tuple[Event, Cited]:
    """The event of a row of `events`, and its article without the text."""
    return from_row(Event)(row), from_row(Cited)(row["article"])


def quote_of(row: Row) -> tuple[Quote, Cited]:
    """The quotation of a row of `quotes`, and its article without the text."""
    return from_row(Quote)(row), from_row(Cited)(row["article"])


def article_of(row: Row) -> tuple[Article, tuple[Sentence, ...]]:
    """The article of a row of `articles`, and its sentences."""
    return from_row(Article)(row), from_row(tuple[Sentence, ...])(row["sentences"])


def event_row(event: Event, position: int, article: Row) -> Row:
    """The row of an event in `events`; `article` is the row of its `Cited`."""
    row: Row = to_row(Event)(event)
    return row | {
        "position": position,
        "article": article,
        "quad": ontology.quad(event.event_type),
        "score": ontology.score(event.event_type, event.event_mode),
        "cameo": ontology.cameo(event.event_type, event.event_mode),
        "actor_countries": [p.actor.country for p in event.actors],
        "recipient_countries": [p.actor.country for p in event.recipients],
    }
