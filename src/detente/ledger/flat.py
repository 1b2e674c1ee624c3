"""Flat tables that follow from the events: one row for each pair of states in one, and one for each party of one.

Questions about a pair or an actor would else unnest every event of the ledger. They are written with the events, gone
with them, and can be made again from them.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from detente.formats.literals import parquet

_SIDE = ("id", "name", "office", "sector")
_LIST, _DAY, _TEXT = pa.list_(pa.string()), pa.date32(), pa.string()


def _side(side: str, parties: str) -> str:
    return ",\n    ".join(
        f"[p.actor.{column} for p in {parties} if p.actor.country = {side}] AS {side}_{column}s" for column in _SIDE
    )


def _acts(recipients: str, pairs: str) -> str:
    """One row for each pair of countries in an event: who stands on either side, and what was done."""
    return f"""
SELECT id AS event_id, article_id, coder, article.published AS published,
    date.start AS date_start, date."end" AS date_end, date.granularity AS date_granularity,
    actor, recipient, least(actor, recipient) || '-' || greatest(actor, recipient) AS pair, reciprocal,
    {_side("actor", "actors")},
    {_side("recipient", recipients)},
    event_type, event_mode, contexts, quad, score, cameo, status, strength, historical,
    planned.event_type AS planned_type, planned.event_mode AS planned_mode,
    planned.date.start AS planned_start, planned.date."end" AS planned_end,
    channel, attribution.actor.actor.name AS attribution_name, attribution.actor.actor.country AS attribution_country,
    article.source AS source, article.url AS url, confidence,
    evidence.sentence.text AS sentence, evidence.trigger.text AS "trigger", attribution.span.text AS attribution_text,
    article.title AS title, place.text AS place,
    list_sort(list_distinct(list_concat(actor_countries, recipient_countries))) AS parties
FROM (SELECT *, unnest({pairs}) AS sides FROM {{events}}), (SELECT sides[1] AS actor, sides[2] AS recipient)"""


# Both sides of a joint act stand in `actors`: each pair of countries once, in alphabetical order.
_DIRECTED = (
    "CASE WHEN NOT reciprocal THEN flatten([[[a, r] for r in list_distinct(recipient_countries)] "
    "for a in list_distinct(actor_countries)]) END"
)
_JOINT = (
    "CASE WHEN reciprocal THEN flatten([[[a, b] for b in list_distinct(actor_countries) if a < b] "
    "for a in list_distinct(actor_countries)]) END"
)

# SQL for the rows of each table from those of `{events}`.
FLAT: dict[str, str] = {
    "acts": _acts("recipients", _DIRECTED) + "\nUNION ALL" + _acts("actors", _JOINT),
    "parties": """
SELECT event_id, article_id, side, position, p.actor.id AS actor_id, p.actor.name AS name, p.actor.country AS country,
    p.actor.sector AS sector, p.actor.sectors AS sectors, p.actor.office AS office, p.actor.why AS why,
    p.span.text AS text, p.span.start AS "start", p.span."end" AS "end", p.span.field AS field
FROM (
    SELECT id AS event_id, article_id, 'actor' AS side, unnest(actors) AS p,
        unnest(range(len(actors))) AS position FROM {events}
    UNION ALL
    SELECT id, article_id, 'recipient', unnest(recipients), unnest(range(len(recipients))) FROM {events})""",
}
SCHEMAS: dict[str, pa.Schema] = {
    "acts": pa.schema(
        [
            ("event_id", _TEXT),
            ("article_id", _TEXT),
            ("coder", _TEXT),
            ("published", _DAY),
            ("date_start", _DAY),
            ("date_end", _DAY),
            ("date_granularity", _TEXT),
            ("actor", _TEXT),
            ("recipient", _TEXT),
            ("pair", _TEXT),
            ("reciprocal", pa.bool_()),
            *((f"{side}_{column}s", _LIST) for side in ("actor", "recipient") for column in _SIDE),
            ("event_type", _TEXT),
            ("event_mode", _TEXT),
            ("contexts", _LIST),
            ("quad", pa.int64()),
            ("score", pa.float64()),
            ("cameo", _TEXT),
            ("status", _TEXT),
            ("strength", _TEXT),
            ("historical", pa.bool_()),
            ("planned_type", _TEXT),
            ("planned_mode", _TEXT),
            ("planned_start", _DAY),
            ("planned_end", _DAY),
            *((name, _TEXT) for name in ("channel", "attribution_name", "attribution_country", "source", "url")),
            ("confidence", pa.float64()),
            *((name, _TEXT) for name in ("sentence", "trigger", "attribution_text", "title", "place")),
            ("parties", _LIST),
        ]
    ),
    "parties": pa.schema(
        [
            *((name, _TEXT) for name in ("event_id", "article_id", "side")),
            ("position", pa.int64()),
            *((name, _TEXT) for name in ("actor_id", "name", "country", "sector")),
            ("sectors", _LIST),
            *((name, _TEXT) for name in ("office", "why", "text")),
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("field", _TEXT),
        ]
    ),
}
EVENTS = 20_000  # that are flattened at once


def flattened(connection: duckdb.DuckDBPyConnection, table: str, events: str) -> pa.Table:
    """The rows of a flat table from events, which `events` names in SQL."""
    return connection.execute(FLAT[table].format(events=events)).to_arrow_table().cast(SCHEMAS[table])


def flattened_file(connection: duckdb.DuckDBPyConnection, table: str, file: str) -> Iterator[pa.Table]:
    """The rows of a flat table from a Parquet file of events, some at a time."""
    source = parquet([file], ", file_row_number = true")
    (size,) = connection.execute(f"SELECT count(*) FROM {source}").fetchone() or (0,)
    for first in range(0, size, EVENTS):
        some = f"WHERE file_row_number BETWEEN {first} AND {first + EVENTS - 1}"
        yield flattened(connection, table, f"(SELECT * FROM {source} {some})")
