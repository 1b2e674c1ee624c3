"""SQL over imported rows: the views `imported` and `mentions`, and their part of the journal."""

from __future__ import annotations

from detente.ledger.schema import TABLES
from detente.tables import read_table


def _sectors(kind: str, given: str, delimiter: str) -> str:
    """A list of PLOVER sectors from the sectors or roles that a format gives."""
    pairs = ", ".join(
        f"'{row['given']}': '{row['code']}'" for row in read_table("formats", "sectors.tsv") if row["kind"] == kind
    )
    known = f"[MAP {{{pairs}}}[trim(s)] for s in string_split({given}, '{delimiter}')]"
    return f"list_distinct({known})"


def _roles(number: int) -> str:
    roles = ", ".join(f"gdelt.Actor{number}Type{n}Code" for n in (1, 2, 3))
    return _sectors("cameo", f"concat_ws(';', {roles})", ";")


def _side(gdelt: int, icews: str, polecat: str) -> str:
    return f"""CASE format
        WHEN 'gdelt' THEN {_roles(gdelt)}
        WHEN 'icews' THEN {_sectors("icews", f'icews."{icews} Sectors"', ",")}
        ELSE string_split(nullif(replace(polecat."{polecat} Sectors", '; ', ';'), 'None'), ';') END"""


_ACTOR_SECTORS, _RECIPIENT_SECTORS = _side(1, "Source", "Actor"), _side(2, "Target", "Recipient")

# Only columns that cost nothing where they are not asked for.
IMPORTED_VIEW = f"""
SELECT * EXCLUDE (contexts, gdelt, icews, polecat),
    CASE format WHEN 'polecat' THEN polecat."Event ID" ELSE split_part(id, ':', 2) END AS original_id,
    string_split(contexts, ';') AS contexts,
    {_ACTOR_SECTORS} AS actor_sectors,
    {_RECIPIENT_SECTORS} AS recipient_sectors,
    CASE format
        WHEN 'gdelt' THEN gdelt.ActionGeo_FullName
        WHEN 'icews' THEN nullif(concat_ws(', ', nullif(icews.City, 'NA'), nullif(icews.Province, 'NA')), '')
        ELSE nullif(polecat.Placename, 'None') END AS place,
    TRY_CAST(coalesce(gdelt.ActionGeo_Lat, icews.Latitude, polecat.Latitude) AS DOUBLE) AS latitude,
    TRY_CAST(coalesce(gdelt.ActionGeo_Long, icews.Longitude, polecat.Longitude) AS DOUBLE) AS longitude,
    TRY_CAST(gdelt.AvgTone AS DOUBLE) AS tone,
    gdelt, icews, polecat
FROM stored_imported"""

MENTIONS_VIEW = f"SELECT {', '.join(TABLES['mentions'].names)} FROM stored_mentions"

_HOST = "cameo = '043'"  # of a visit, the host is told as the actor: the visitor is PLOVER's actor

_TOLD = f"""
SELECT *,
    CASE WHEN {_HOST} THEN recipient ELSE actor END AS doer,
    CASE WHEN {_HOST} THEN actor ELSE recipient END AS other,
    CASE WHEN {_HOST} THEN recipient_name ELSE actor_name END AS doer_name,
    CASE WHEN {_HOST} THEN actor_name ELSE recipient_name END AS other_name,
    CASE WHEN {_HOST} THEN {_RECIPIENT_SECTORS} ELSE {_ACTOR_SECTORS} END AS doer_sectors,
    CASE WHEN {_HOST} THEN {_ACTOR_SECTORS} ELSE {_RECIPIENT_SECTORS} END AS other_sectors
FROM stored_imported WHERE event_type IS NOT NULL"""


def _acts(rows: str, doer: str, other: str, pair: str, reciprocal: str) -> str:
    """Imported rows in the columns of the journal."""
    return f"""
SELECT id AS event_id, NULL::VARCHAR AS article_id, 'imported' AS origin, coder, published,
    date_start, date_end, 'day' AS date_granularity,
    {doer} AS actor, {other} AS recipient, {pair} AS pair, {reciprocal} AS reciprocal,
    NULL::VARCHAR[] AS actor_ids, [doer_name] AS actor_names, NULL::VARCHAR[] AS actor_offices,
    [doer_sectors[1]] AS actor_sectors,
    NULL::VARCHAR[] AS recipient_ids, [other_name] AS recipient_names, NULL::VARCHAR[] AS recipient_offices,
    [other_sectors[1]] AS recipient_sectors,
    event_type, event_mode, string_split(contexts, ';') AS contexts, quad::BIGINT AS quad, score, cameo,
    'actual' AS status, NULL::VARCHAR AS strength, NULL::BOOLEAN AS historical,
    NULL::VARCHAR AS planned_type, NULL::VARCHAR AS planned_mode, NULL::DATE AS planned_start,
    NULL::DATE AS planned_end, NULL::VARCHAR AS channel, NULL::VARCHAR AS attribution_name,
    NULL::VARCHAR AS attribution_country,
    coalesce(source, regexp_extract(url, '://([^/]+)', 1)) AS source, url, NULL::VARCHAR AS story,
    mentions::BIGINT AS mentions, NULL::DOUBLE AS confidence
FROM ({rows})"""


_SINGLE = f"SELECT * FROM ({_TOLD}) WHERE act IS NULL AND pair IS NOT NULL"

# One report that tells the same act once for each side tells one act. The rows are matched one to one, so that acts
# that are told twice from one side stay two. Only narrow columns are compared: rows of a pair lie far apart in a table
# that is not in order yet.
_SAME = "pair, date_start, event_type, event_mode, act"
_PAIRED = f"""
SELECT *, count(*) OVER (PARTITION BY {_SAME}, nth) > 1 AS both_sides
FROM (
    SELECT *, row_number() OVER (PARTITION BY {_SAME}, actor < recipient ORDER BY cameo, place_country, mentions) AS nth
    FROM ({_TOLD}) WHERE act IS NOT NULL AND pair IS NOT NULL)"""
_TOGETHER = f"SELECT * FROM ({_PAIRED}) WHERE NOT both_sides OR actor < recipient"
_RECIPROCAL = "(both_sides AND event_mode IS DISTINCT FROM 'visit')"

# Several states on a side, which POLECAT joins in one row: each pair of them is an act. Where all of a joint act stand
# as actors it is one of each two of them. The condition on the format spares row groups of other coders.
_SEVERAL = f"""
SELECT *, side[1] AS one, side[2] AS two, least(side[1], side[2]) || '-' || greatest(side[1], side[2]) AS sides
FROM (
    SELECT *, unnest(CASE WHEN other IS NULL AND act IS NOT NULL
        THEN flatten([[[a, b] for b in string_split(doer, ';') if a < b] for a in string_split(doer, ';')])
        ELSE flatten([[[a, r] for r in string_split(other, ';') if a <> r] for a in string_split(doer, ';')])
        END) AS side
    FROM ({_TOLD}) WHERE format = 'polecat' AND several)"""

IMPORTED_ACTS_OF_SEVERAL = _acts(_SEVERAL, "one", "two", "sides", "other IS NULL")
IMPORTED_ACTS = (
    _acts(_SINGLE, "doer", "other", "pair", "false"),
    _acts(
        _TOGETHER,
        f"CASE WHEN {_RECIPROCAL} THEN least(doer, other) ELSE doer END",
        f"CASE WHEN {_RECIPROCAL} THEN greatest(doer, other) ELSE other END",
        "pair",
        _RECIPROCAL,
    ),
    IMPORTED_ACTS_OF_SEVERAL,
)
