"""The ledger's events in the shapes of other coders, and its views as CSV, Parquet and JSON lines: SQL to a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from detente.errors import UsageError
from detente.formats.codes import register_codes
from detente.formats.literals import quoted
from detente.formats.shapes import PAIRWISE, SHAPES, shape_query

TABLES = ("csv", "parquet", "jsonl")
VIEWS = ("journal", "imported", "events", "mentions")
FORMATS = (*SHAPES, *TABLES)

_TSV = "(FORMAT csv, DELIMITER '\t', QUOTE '', ESCAPE '', NULLSTR '', HEADER {header})"
_OPTIONS = {
    "csv": "(FORMAT csv, HEADER true)",
    "parquet": "(FORMAT parquet, COMPRESSION zstd)",
    "jsonl": "(FORMAT json)",
    "gdelt": _TSV.format(header="false"),
    "gdelt1": _TSV.format(header="false"),
    "icews": _TSV.format(header="true"),
    "polecat": _TSV.format(header="true"),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows were written, and how many events the format has no place for, by reason."""

    rows: int
    left_out: tuple[tuple[str, int], ...] = ()


def export_events(
    connection: duckdb.DuckDBPyConnection, form: str, path: Path, coders: Sequence[str], view: str
) -> Exported:
    """Write events to `path`; see `Ledger.export_events`."""
    if form not in FORMATS:
        raise UsageError(f"no format {form!r} to export; there are {', '.join(FORMATS)}")
    register_codes(connection)
    connection.execute("SET TimeZone = 'UTC'")
    if form in TABLES:
        if view not in VIEWS:
            raise UsageError(f"no view {view!r} to export; there are {', '.join(VIEWS)}")
        query = _view_query(connection, form, view, coders)
        left_out: tuple[tuple[str, int], ...] = ()
    else:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW told AS {_told(form, coders)}")
        query, left_out = shape_query(form), _left_out(connection, form, coders)
    (rows,) = connection.execute(f"COPY ({query}) TO {quoted(path)} {_OPTIONS[form]}").fetchone() or (0,)
    return Exported(int(rows), left_out)


def _by(coders: Sequence[str]) -> str:
    """A condition on the column `coder`: it begins with one of the names."""
    return " OR ".join(f"starts_with(lower(coder), {quoted(name.lower())})" for name in coders) or "true"


def _view_query(connection: duckdb.DuckDBPyConnection, form: str, view: str, coders: Sequence[str]) -> str:
    """A view with Correlates of War numbers beside country codes; in CSV lists are joined, structs left out."""
    columns = connection.execute(f"DESCRIBE {view}").fetchall()
    chosen: list[str] = []
    for name, kind, *_ in columns:
        if form == "csv" and kind.startswith("STRUCT"):
            continue
        if form == "csv" and kind.endswith("[]"):
            escaped = "replace(replace(coalesce(x::VARCHAR, ''), '\\', '\\\\'), ';', '\\;')"
            chosen.append(f'array_to_string([{escaped} FOR x IN "{name}"], \';\') AS "{name}"')
        else:
            chosen.append(f'"{name}"')
        if name in ("actor", "recipient"):
            chosen.append(
                f"cow_numbers({name}) AS {name}_cow" if view == "imported" else f"cow_number({name}) AS {name}_cow"
            )
        elif name in ("actor_countries", "recipient_countries"):
            numbers = f"[cow_number(c) FOR c IN {name}]"
            joined = f"array_to_string([coalesce(x::VARCHAR, '') FOR x IN {numbers}], ';')"
            chosen.append(f"{joined if form == 'csv' else numbers} AS {name.removesuffix('_countries')}_cow")
    where = "true" if view == "mentions" else _by(coders)
    return f"SELECT {', '.join(chosen)} FROM {view} WHERE {where}"


def _plain(text: str) -> str:
    """Words on one line: these formats have no way to write a tab or a line end inside a cell."""
    return f"regexp_replace({text}, '[\\t\\n\\r]+', ' ', 'g')"


_HAPPENED = "status = 'actual' AND date_start = date_end"


def _told(form: str, coders: Sequence[str]) -> str:
    by = _by(coders)
    own = _own_pairs(by) if form in PAIRWISE else _own_events(by)
    return f"{own} UNION ALL BY NAME {_imported(form, by)}"


_OWN = f"""
    'own' AS format, own.day, event.article_published AS published, own.event_type, own.event_mode, own.contexts,
    own.quad, own.score, own.cameo, 1 AS mentions, 1 AS sources, 1 AS articles,
    {_plain("event.article_source")} AS source, {_plain("event.article_url")} AS url,
    (md5_number_lower(event.article_id) >> 4)::BIGINT::VARCHAR AS story, {_plain("event.place")} AS place,
    event.article_language AS language, {_plain("event.coder")} AS coder"""


def _own_pairs(by: str) -> str:
    """One's own events, a row for each two states; a joint act once from each side, as these formats have it."""
    side = (
        "{one} AS actor, {other} AS recipient, {one}_names AS actors, {other}_names AS recipients, "
        "{one}_sectors AS actor_sectors, {other}_sectors AS recipient_sectors"
    )
    shared = "event_id, date_start AS day, event_type, event_mode, contexts, quad, score, cameo"
    journal = f"FROM journal WHERE origin = 'coded' AND {_HAPPENED} AND ({by})"
    alone = f"""
        SELECT id AS event_id, date_start AS day, event_type, event_mode, contexts, quad, score, cameo,
            unnest(list_distinct(actor_countries)) AS actor, NULL AS recipient,
            [actor_names[i] FOR i IN range(1, len(actor_names) + 1) IF actor_countries[i] IS NOT NULL] AS actors,
            NULL AS recipients, actor_sectors, NULL AS recipient_sectors
        FROM events WHERE NOT reciprocal AND len(list_distinct(recipient_countries)) = 0 AND {_HAPPENED} AND ({by})"""
    return f"""
SELECT event.id, (md5_number_lower(concat_ws(':', event.id, own.actor, own.recipient)) >> 4)::BIGINT AS number,
    own.actor, own.recipient, {_plain("list_filter(actors, lambda n: n IS NOT NULL)[1]")} AS actor_name,
    {_plain("list_filter(recipients, lambda n: n IS NOT NULL)[1]")} AS recipient_name,
    list_distinct(own.actor_sectors) AS actor_sectors, list_distinct(own.recipient_sectors) AS recipient_sectors,
    (sentences.position + 1)::VARCHAR AS sentence, {_OWN}
FROM (
    SELECT {shared}, {side.format(one="actor", other="recipient")} {journal}
    UNION ALL BY NAME SELECT {shared}, {side.format(one="recipient", other="actor")} {journal} AND reciprocal
    UNION ALL BY NAME {alone}) AS own
JOIN events AS event ON event.id = own.event_id
LEFT JOIN sentences ON sentences.article_id = event.article_id AND sentences.start = event.sentence_start
    AND event.evidence_field = 'text'"""


def _own_events(by: str) -> str:
    """One's own events, a row each, their parties joined."""

    def joined(side: str) -> str:
        return f"""
    array_to_string(list_sort(list_distinct(own.{side}_countries)), ';') AS {side},
    {_plain(f"array_to_string(own.{side}_names, '; ')")} AS {side}_name,
    list_sort(list_distinct(own.{side}_sectors)) AS {side}_sectors,
    {_plain(f"array_to_string(own.{side}_offices, '; ')")} AS {side}_title"""

    return f"""
SELECT event.id, NULL::BIGINT AS number, {joined("actor")}, {joined("recipient")}, NULL::VARCHAR AS sentence, {_OWN}
FROM (SELECT *, date_start AS day FROM events WHERE {_HAPPENED} AND ({by})) AS own JOIN events AS event USING (id)"""


def _imported(form: str, by: str) -> str:
    """Imported events; in formats with one actor and one recipient a row for each two states of a row with several."""
    numbered = form.rstrip("1")  # whose ids are numbers that its own rows keep
    shared = f"""
    SELECT * EXCLUDE (id, contexts, cameo), contexts, cameo,
        CASE format WHEN '{numbered}' THEN original_id::BIGINT
            ELSE (md5_number_lower(id) >> 4)::BIGINT END AS number,
        CASE format
            WHEN 'icews' THEN concat_ws('-', 'icews', story, sentence)
            ELSE concat_ws('-', format, coalesce(left(md5(url), 12), original_id)) END AS id,
        date_start AS day, split_part(coder, ' ', 1) AS language, NULL::VARCHAR AS actor_title,
        NULL::VARCHAR AS recipient_title
    FROM imported"""
    columns = "* EXCLUDE (language), NULL::VARCHAR AS language"
    if form not in PAIRWISE:
        known = "" if form != "polecat" else " AND (format = 'polecat' OR event_type IS NOT NULL)"
        return f"SELECT {columns} FROM ({shared}) WHERE ({by}){known}"
    return f"""
SELECT {columns} FROM ({shared} WHERE NOT several) WHERE ({by})
UNION ALL BY NAME
SELECT {columns.replace("(language", "(language, side, actor, recipient, number")},
    side[1] AS actor, side[2] AS recipient,
    (md5_number_lower(concat_ws(':', number, side[1], side[2])) >> 4)::BIGINT AS number
FROM (
    SELECT *, unnest(flatten([[[a, r] FOR r IN string_split(recipient, ';')]
        FOR a IN string_split(actor, ';')])) AS side
    FROM ({shared} WHERE several))
WHERE ({by})"""


def _left_out(connection: duckdb.DuckDBPyConnection, form: str, coders: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Events that the shape cannot hold, by reason."""
    by = _by(coders)
    counts: dict[str, Any] = {
        "planned, hypothetical or denied": f"FROM events WHERE status <> 'actual' AND ({by})",
        "of no single day": f"FROM events WHERE status = 'actual' AND date_start <> date_end AND ({by})",
        "undated": f"FROM events WHERE status = 'actual' AND date_start IS NULL AND ({by})",
    }
    if form == "polecat":
        counts["of no PLOVER type"] = f"FROM imported WHERE event_type IS NULL AND format <> 'polecat' AND ({by})"
    found = [
        (reason, (connection.execute(f"SELECT count(*) {query}").fetchone() or (0,))[0])
        for reason, query in counts.items()
    ]
    return tuple((reason, count) for reason, count in found if count)
