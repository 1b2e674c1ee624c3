"""The SQL views over a snapshot: the tables that docs/reference/ledger.md describes."""

from __future__ import annotations

import duckdb

from detente.ledger.acts import IMPORTED_ACTS, IMPORTED_ACTS_OF_SEVERAL, IMPORTED_VIEW, MENTIONS_VIEW
from detente.ledger.flat import FLAT
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


def _events(source: str) -> str:
    """One row an event, as flat as can be."""
    return f"""
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
FROM {source}"""


# The words that an act rests on, beside the columns of the journal; null for imported acts.
_WORDS = 'sentence, "trigger", attribution_text, title, place, parties'
_CODED_ACTS = f"""
SELECT event_id, article_id, 'coded' AS origin, coder, published, date_start, date_end, date_granularity,
    actor, recipient, pair, reciprocal, actor_ids, actor_names, actor_offices, actor_sectors,
    recipient_ids, recipient_names, recipient_offices, recipient_sectors,
    event_type, event_mode, contexts, quad, score, cameo, status, strength, historical,
    planned_type, planned_mode, planned_start, planned_end, channel, attribution_name, attribution_country,
    source, url, NULL::VARCHAR AS story, 1 AS mentions, confidence, {_WORDS}
FROM stored_acts"""
# `journal_of_several` holds the acts of events that may be of more than two states, which most imported ones cannot.
# The story of an act changes when later articles are filed; it stands in a narrow table of its own. Questions that do
# not ask for it ask `journal_as_filed`, and are spared reading the stories of all events.
_IN_WORDS = """
SELECT a.* REPLACE (t.story AS story) FROM journal_as_filed AS a
LEFT JOIN (SELECT event_id, story FROM stored_tellings) AS t USING (event_id)"""


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
    "events": _events("stored_events"),
    "parties": "SELECT * FROM stored_parties",
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
    "journal": f"SELECT * EXCLUDE ({_WORDS}) FROM journal_in_words",
    "corrections": "SELECT * REPLACE (coalesce(about, 'promise') AS about) FROM stored_corrections",
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
# The story of an event stands in the tellings too.
_IN_STORIES = """
SELECT e.* REPLACE (t.story AS story) FROM {events} AS e
LEFT JOIN stored_tellings AS t ON t.event_id = e.id"""


def chosen(wanted: str) -> str:
    """SQL for the stored events whose `id` another query gives.

    They are read from their places in the files; a join with the ids alone reads all columns of all events.
    """
    found = (
        "(SELECT * EXCLUDE (filename, file_row_number) FROM events_with_places SEMI JOIN places "
        "USING (filename, file_row_number))"
    )
    return f"""
WITH wanted AS MATERIALIZED ({wanted}),
places AS MATERIALIZED (SELECT filename, file_row_number FROM events_with_places SEMI JOIN wanted USING (id))
{_IN_STORIES.format(events=found)}"""


def chosen_rows(wanted: str) -> str:
    """SQL for the rows of the view `events` whose `id` another query gives, read in the same way."""
    return _events(f"({chosen(wanted)})")


def create_stored(connection: duckdb.DuckDBPyConnection, files: dict[str, list[str]]) -> None:
    """Make a view `stored_...` of each table over its files; without files it is empty, a column they lack is null."""
    for name, listed in files.items():
        empty = TABLES[name].empty_table()  # noqa: F841 - DuckDB finds it by its name
        connection.execute(f"CREATE TABLE empty_{name} AS SELECT * FROM empty")
        stored = f"SELECT * FROM empty_{name}"
        if listed:
            stored += f" UNION ALL BY NAME SELECT * FROM {_parquet(listed)}"
        elif name in FLAT and files["events"]:  # a snapshot from before there was such a table
            stored = FLAT[name].format(events="stored_events_as_filed")
        connection.execute(f"CREATE VIEW stored_{_FILED.get(name, name)} AS {stored}")
    if "events" in files:
        connection.execute(f"CREATE VIEW stored_events AS {_IN_STORIES.format(events='stored_events_as_filed')}")


def create_views(connection: duckdb.DuckDBPyConnection, files: dict[str, list[str]]) -> None:
    """Make all views over the files of the tables."""
    create_stored(connection, files)
    placed = "SELECT *, NULL::VARCHAR AS filename, NULL::BIGINT AS file_row_number FROM empty_events"
    if files["events"]:
        placed += f" UNION ALL BY NAME SELECT * FROM {_parquet(files['events'], places=True)}"
    connection.execute(f"CREATE VIEW events_with_places AS {placed}")
    acts = "\nUNION ALL BY NAME".join((_CODED_ACTS, *IMPORTED_ACTS))
    connection.execute(f"CREATE VIEW journal_as_filed AS {acts}")
    several = "\nUNION ALL BY NAME".join((_CODED_ACTS, IMPORTED_ACTS_OF_SEVERAL))
    connection.execute(f"CREATE VIEW journal_of_several AS {several}")
    connection.execute(f"CREATE VIEW journal_in_words AS {_IN_WORDS}")
    connection.execute(f"CREATE VIEW filed_events AS {_events('stored_events_as_filed')}")
    for name, query in VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {query}")


def _parquet(files: list[str], places: bool = False) -> str:
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
    return f"read_parquet([{listed}], union_by_name = true{', filename = true, file_row_number = true' * places})"
