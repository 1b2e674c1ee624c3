"""Tracks: the matters on which a relationship moves (history, security ...), as data/relations/tracks.tsv says."""

from __future__ import annotations

from functools import cache

from detente.tables import read_table


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
