"""Tracks: the matters on which a relationship moves (history, security ...), as data/relations/tracks.tsv says."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from detente.errors import UsageError
from detente.ledger import country_code
from detente.relations.steps import Books
from detente.tables import read_table

PERIODS = ("day", "week", "month", "quarter", "year")


@cache
def tracks() -> tuple[str, ...]:
    """The names of the tracks, in the order of the table."""
    return tuple(row["track"] for row in read_table("relations", "tracks.tsv"))


@cache
def track_list(contexts: str = "contexts", sentence: str = "sentence") -> str:
    """SQL for the list of an act's tracks, from the columns that hold its contexts and its sentence (may be null)."""
    always: list[str] = []
    residual: list[str] = []
    for row in read_table("relations", "tracks.tsv"):
        listed = ", ".join(f"'{context}'" for context in row["contexts"].split())
        words = row["words"].replace("'", "''")
        test = (
            f"list_has_any({contexts}, [{listed}]) OR regexp_matches(coalesce({sentence}, ''), '\\b(?:{words})', 'i')"
        )
        (residual if row["only"] else always).append(f"CASE WHEN {test} THEN '{row['track']}' END")
    some = "list_filter([{}], lambda track: track IS NOT NULL)"
    first = some.format(", ".join(always))
    return f"CASE WHEN len({first}) > 0 THEN {first} ELSE {some.format(', '.join(residual))} END"


def track_series(books: Books, one: str, other: str, freq: str = "month") -> pa.Table:
    """Acts of two states by period and track: one row for each period and track that has any.

    Actual acts that are no background and whose days lie in one period. track: as in the table of tracks, "none" for
    acts on none; an act on two tracks counts on both. Columns: period (its first day), track, events, cooperation,
    conflict (acts by quad), score_sum, score_mean (PLOVER's intensity, -10 to 10), event_ids. UsageError for another
    freq than day, week, month, quarter, year.
    """
    if freq not in PERIODS:
        raise UsageError(f"no period {freq!r}; there are {', '.join(PERIODS)}")
    return books.sql(
        f"""
        WITH acts AS (
            SELECT event_id, score, quad, date_start, contexts, sentence FROM journal_as_filed
            WHERE pair = $pair AND status = 'actual' AND historical IS NOT true
                AND date_trunc('{freq}', date_start) = date_trunc('{freq}', date_end)),
        found AS (SELECT *, {track_list()} AS listed FROM acts),
        on_tracks AS (SELECT *, unnest(CASE WHEN len(listed) > 0 THEN listed ELSE ['none'] END) AS track FROM found)
        SELECT date_trunc('{freq}', date_start)::DATE AS period, track, count(*) AS events,
            count(*) FILTER (quad <= 2) AS cooperation, count(*) FILTER (quad > 2) AS conflict,
            sum(score) AS score_sum, avg(score) AS score_mean, list(event_id ORDER BY event_id) AS event_ids
        FROM on_tracks GROUP BY ALL ORDER BY period, track""",
        {"pair": "-".join(sorted((country_code(one), country_code(other))))},
    )
