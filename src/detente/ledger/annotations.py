"""What people say of the coder's work: right, wrong, to be put otherwise, missing. Kept with author and time.

Annotations change no event. They are the user's own test set and training data: `detente.evaluation.gold` writes them
in the format that `detente evaluate` reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from detente import ontology
from detente.errors import UsageError
from detente.records import STATUSES, stable_hash

VERDICTS = ("right", "wrong", "corrected", "missing")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One judgement. `event_id` is None for a missing event. The last judgement of an event holds; all are kept.

    verdict: one of VERDICTS. The fields from `text` on say how the event stands (corrected, missing): the clause that
    tells of it, codes of the parties (both sides of a joint act in `actors`), first and last day.
    """

    id: str
    article_id: str
    event_id: str | None
    verdict: str
    author: str
    time: datetime
    text: str | None = None
    event_type: str | None = None
    event_mode: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    reciprocal: bool = False
    status: str | None = None
    historical: bool = False
    date_start: date | None = None
    date_end: date | None = None
    attribution: str | None = None
    note: str | None = None


def annotation(article_id: str, event_id: str | None, verdict: str, author: str, **said: Any) -> Annotation:
    """A judgement made now. UsageError where it makes no sense: an unknown type, a missing event without actor ..."""
    if verdict not in VERDICTS:
        raise UsageError(f"no verdict {verdict!r}; there are {', '.join(VERDICTS)}")
    if not author.strip():
        raise UsageError("an annotation needs an author")
    if (event_id is None) != (verdict == "missing"):
        raise UsageError("a missing event has no id, any other has one")
    now = datetime.now(UTC)
    made = Annotation("", article_id, event_id, verdict, author.strip(), now, **said)
    if verdict in ("corrected", "missing"):
        _check(made)
    key = stable_hash(article_id, event_id, verdict, author, now.isoformat(), sorted(said.items(), key=str))
    return Annotation(key, article_id, event_id, verdict, author.strip(), now, **said)


def _check(made: Annotation) -> None:
    if made.event_type not in ontology.types():
        raise UsageError(f"no event type {made.event_type!r}; there are {', '.join(ontology.types())}")
    if made.event_mode is not None and (made.event_type, made.event_mode) not in ontology.modes():
        known = [mode for kind, mode in ontology.modes() if kind == made.event_type]
        raise UsageError(f"{made.event_type} has no mode {made.event_mode!r}; it has {', '.join(known) or 'none'}")
    if made.status not in STATUSES:
        raise UsageError(f"no status {made.status!r}; there are {', '.join(STATUSES)}")
    if not made.actors or (made.reciprocal and (len(made.actors) < 2 or made.recipients)):
        raise UsageError("an event needs an actor; a joint one has its parties, two or more, in actors")
    if not made.reciprocal and not made.recipients:
        raise UsageError("an event that is not joint needs a recipient")
    if not made.text:
        raise UsageError("an event needs the words that tell of it")
    if (made.date_start is None) != (made.date_end is None) or (
        made.date_start and made.date_end and made.date_end < made.date_start
    ):
        raise UsageError("a date has a first and a last day, in this order")
