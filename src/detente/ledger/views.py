"""The SQL views over a snapshot: the tables that docs/reference/ledger.md describes."""

from __future__ import annotations

import duckdb

from detente.ledger.acts import IMPORTED_ACTS, IMPORTED_VIEW, MENTIONS_VIEW
from detente.ledger.schema import TABLES
from detente.ledger.scores import REFERENCES
from detente.ledger.told import COPIES_VIEW, STORIES_VIEW

_PARTY_COLUMNS = (
    ("texts", "span.text"),
    ("names", "actor.name"),
    ("countries", "actor.country"),
    ("sectors", "actor.sector"),
    ("offices", "actor.office"),
    ("ids", "actor.id"),
)


def _lists(side: str, column: str) -> str:
    return ",\n    ".join(
        f"{side}_countries" if name == "countries" else f"[p.{path} for p in {column}] AS {side}_{name}"
        for name, path in _PARTY_COLUMNS
    )


_SIDE = ("id", "name", "office", "sector")


def _side(side: str, parties: str) -> str:
    return ",\n    ".join(
        f"[p.actor.{column} for p in {parties} if p.actor.country = {side}] AS {side}_{column}s" for column in _SIDE
    )


def _acts(recipients: str, pairs: str) -> str:
    """One row for each pair of countries in an event: who stands on either side, and what was done."""
    return f"""
SELECT id AS event_id, article_id, 'coded' AS origin, coder, article.published AS published,
    date.start AS date_start, date."end" AS date_end, date.granularity AS date_granularity,
    actor, recipient, least(actor, recipient) || '-' || greatest(actor, recipient) AS pair, reciprocal,
    {_side("actor", "actors")},
    {_side("recipient", recipients)},
    event_type, event_mode, contexts, quad, score, cameo, status, strength, historical,
    planned.event_type AS planned_type, planned.event_mode AS planned_mode,
    planned.date.start AS planned_start, planned.date."end" AS planned_end,
    channel, attribution.actor.actor.name AS attribution_name, attribution.actor.actor.country AS attribution_country,
    article.source AS source, article.url AS url, story, 1 AS mentions, confidence
FROM (SELECT *, unnest({pairs}) AS sides FROM stored_events), (SELECT sides[1] AS actor, sides[2] AS recipient)"""


# Both sides of a joint act stand in `actors`: each pair of countries once, in alphabetical order.
_DIRECTED = (
    "CASE WHEN NOT reciprocal THEN flatten([[[a, r] for r in list_distinct(recipient_countries)] "
    "for a in list_distinct(actor_countries)]) END"
)
_JOINT = (
    "CASE WHEN reciprocal THEN flatten([[[a, b] for b in list_distinct(actor_countries) if a < b] "
    "for a in list_distinct(actor_countries)]) END"
)


def _skills() -> str:
    """A column for the skill against each reference, and for the ends of its interval."""
    return ",\n    ".join(
        f"list_filter(record.skills, s -> s.reference = '{name}')[1].{value} AS skill_{name}{ending}"
        for name in REFERENCES
        for value, ending in (("value", ""), ("low", "_low"), ("high", "_high"))
    )


VIEWS: dict[str, str] = {
    "articles": """
SELECT article_id AS id, published, title, source, url, language, text, len(text) AS characters, segments, digest, coder
FROM stored_articles""",
    "sentences": """
SELECT article_id, s.index AS position, s.start AS "start", s."end" AS "end", s.kind AS kind,
    substring(text, s.start + 1, s."end" - s.start) AS text
FROM (SELECT article_id, text, unnest(sentences) AS s FROM stored_articles)""",
    "introductions": """
SELECT article_id, published, source, i.person AS person, i.name AS name, i.office AS office, i.body AS body,
    i.country AS country, i.sector AS sector, i.span.text AS text, i.span.start AS "start", i.span."end" AS "end"
FROM (SELECT article_id, published, source, unnest(introductions) AS i FROM stored_articles)""",
    "events": f"""
SELECT id, article_id, article.url AS article_url, article.title AS article_title, article.source AS article_source,
    article.published AS article_published, article.language AS article_language,
    event_type, event_mode, contexts, quad, score, cameo,
    {_lists("actor", "actors")},
    {_lists("recipient", "recipients")},
    reciprocal, status, strength, historical,
    planned.event_type AS planned_type, planned.event_mode AS planned_mode,
    planned.date.start AS planned_start, planned.date."end" AS planned_end,
    channel, size.dead AS dead, size.injured AS injured, size.arrested AS arrested,
    date.start AS date_start, date."end" AS date_end, date.granularity AS date_granularity, date.basis AS date_basis,
    attribution.span.text AS attribution_text, attribution.actor.actor.name AS attribution_name,
    attribution.actor.actor.country AS attribution_country, attribution.verb AS attribution_verb,
    place.text AS place,
    evidence.sentence.text AS sentence, evidence.sentence.start AS sentence_start,
    evidence.sentence."end" AS sentence_end, evidence.sentence.field AS evidence_field,
    evidence.trigger.text AS "trigger", evidence.trigger.start AS trigger_start,
    evidence.trigger."end" AS trigger_end,
    story, confidence, coder, position
FROM stored_events""",
    "parties": """
SELECT event_id, article_id, side, position, p.actor.id AS actor_id, p.actor.name AS name, p.actor.country AS country,
    p.actor.sector AS sector, p.actor.sectors AS sectors, p.actor.office AS office, p.actor.why AS why,
    p.span.text AS text, p.span.start AS "start", p.span."end" AS "end", p.span.field AS field
FROM (
    SELECT id AS event_id, article_id, 'actor' AS side, unnest(actors) AS p,
        unnest(range(len(actors))) AS position FROM stored_events
    UNION ALL
    SELECT id, article_id, 'recipient', unnest(recipients), unnest(range(len(recipients))) FROM stored_events)""",
    "decisions": """
SELECT event_id, article_id, position, d.stage AS stage, d.value AS value, d.why AS why
FROM (
    SELECT id AS event_id, article_id, unnest(decisions) AS d, unnest(range(len(decisions))) AS position
    FROM stored_events)""",
    "quotes": """
SELECT article_id, position, article.published AS article_published, article.title AS article_title,
    speaker.text AS speaker, actor.actor.id AS actor_id, actor.actor.name AS name, actor.actor.country AS country,
    actor.actor.office AS office, actor.unresolved.reason AS unresolved, cue.text AS cue,
    array_to_string([c.text for c in content], ' … ') AS content, content[1].start AS "start",
    content[-1]."end" AS "end", direct, audience.text AS audience, occasion.text AS occasion, channel
FROM stored_quotes""",
    "matters": """
SELECT m.id AS id, article_id, published, source, url, m.kind AS kind, m.head AS head, m.name AS name, m.known AS known,
    m.topic AS topic, m.year AS year, [p.actor.country for p in m.parties] AS parties, m.act AS act,
    [p.actor.country for p in m.by] AS by_countries, [p.actor.name for p in m.by] AS by_names,
    m.status AS status, m.strength AS strength, m.date.start AS date_start, m.date."end" AS date_end,
    m.historical AS historical, m.event_id AS event_id, m.refers AS refers, m.span.text AS words,
    m.deed.text AS deed, m.sentence.text AS sentence, m.sentence.start AS sentence_start
FROM (SELECT article_id, published, source, url, unnest(matters) AS m FROM stored_articles)""",
    "orders": """
SELECT article_id, published, source, url, o.who.actor.id AS who_id, o.who.actor.name AS who,
    o.who.actor.country AS who_country, o.first.actor.country AS first, o.first.actor.name AS first_name,
    o."then".actor.country AS "then", o."then".actor.name AS then_name, o.cue.text AS cue, o.sentence.text AS sentence,
    o.date.start AS date_start, o.date."end" AS date_end
FROM (SELECT article_id, published, source, url, unnest(orders) AS o FROM stored_articles)""",
    "copies": COPIES_VIEW,
    "stories": STORIES_VIEW,
    "imported": IMPORTED_VIEW,
    "mentions": MENTIONS_VIEW,
    "journal": "\nUNION ALL".join((_acts("recipients", _DIRECTED), _acts("actors", _JOINT), *IMPORTED_ACTS)),
    "corrections": "SELECT * FROM stored_corrections",
    "annotations": "SELECT * FROM stored_annotations",
    "errors": "SELECT * FROM stored_errors",
    "track_records": f"""
SELECT id, basis AS "snapshot", "on", days, model, pair, event_type, record.windows AS windows,
    record.forecasts AS forecasts, record.since AS since, record.until AS until, record.brier AS brier,
    record.log_score AS log_score, record.calibration_error AS calibration_error, record.skilled AS skilled,
    {_skills()}, record.reliability AS reliability, time
FROM stored_track_records""",
    "snapshots": "SELECT * FROM stored_snapshots",
}


_FILED = {"events": "events_as_filed"}
# The story of an event changes when later articles are filed; it stands in a narrow table of its own.
_IN_STORIES = """
SELECT e.* REPLACE (t.story AS story) FROM stored_events_as_filed AS e
LEFT JOIN stored_tellings AS t ON t.event_id = e.id"""


def create_views(connection: duckdb.DuckDBPyConnection, files: dict[str, list[str]]) -> None:
    """Make the views over these files; a table without files is empty, a column that files lack is null."""
    for name, schema in TABLES.items():
        empty = schema.empty_table()  # noqa: F841 - DuckDB finds it by its name
        connection.execute(f"CREATE TABLE empty_{name} AS SELECT * FROM empty")
        stored = f"SELECT * FROM empty_{name}"
        if files[name]:
            listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files[name])
            stored += f" UNION ALL BY NAME SELECT * FROM read_parquet([{listed}], union_by_name = true)"
        connection.execute(f"CREATE VIEW stored_{_FILED.get(name, name)} AS {stored}")
    connection.execute(f"CREATE VIEW stored_events AS {_IN_STORIES}")
    for name, query in VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {query}")
