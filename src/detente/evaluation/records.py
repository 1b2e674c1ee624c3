"""Smoke check against PLOVER gold records: one sentence, one event, older type names. Not an accuracy figure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import InputError

Json = Mapping[str, Any]
# Names of 2016 and what PLOVER 2.0 calls them.
TODAY = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}


@dataclass(frozen=True, slots=True)
class RecordScore:
    """What became of one record: was its type coded at all, and was it between the right words."""

    id: str
    event_type: str
    text: str
    typed: bool
    placed: bool
    coded: tuple[str, ...]


def read_records(path: Path) -> list[Json]:
    """The records of a JSON list. Raises InputError naming the file."""
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(records, list) or not all("event" in r and "text" in r for r in records):
            raise ValueError("not a list of PLOVER records")
    except (OSError, ValueError, TypeError) as error:
        raise InputError(str(path), f"not PLOVER gold records ({error})") from error
    return records


def _named(actors: Sequence[Json], wanted: Sequence[Json]) -> bool:
    """Whether a coded party overlaps the words or has the country of a wanted one; nobody wanted is always right."""
    if not wanted:
        return True
    for actor in actors:
        text = (actor.get("text") or "").lower()
        for want in wanted:
            words = want.get("actorText", "").lower()
            if (words and text and (words in text or text in words)) or (
                actor.get("country") and want.get("code", "")[:3] == actor["country"]
            ):
                return True
    return False


def score_records(records: Sequence[Json], code: Callable[[str], Sequence[Json]]) -> list[RecordScore]:
    """Each record with what was coded from its sentence; `code` turns a sentence into events as JSON."""
    found = []
    for record in records:
        wanted = TODAY.get(record["event"], record["event"])
        events = code(record["text"])
        same = [e for e in events if e["event_type"] == wanted]
        placed = any(
            _named(e["actors"], record.get("source", []))
            and (e["reciprocal"] or _named(e["recipients"], record.get("target", [])))
            for e in same
        )
        coded = tuple(e["event_type"] for e in events)
        found.append(RecordScore(str(record.get("id", "")), str(wanted), record["text"], bool(same), placed, coded))
    return found
