"""What people have put right by hand: which events belong together, and which do not. Kept with author and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from detente.errors import UsageError
from detente.records import stable_hash

# What a link may say of the second event: that it keeps, breaks or renews the promise of the first.
RELATIONS = ("fulfils", "breaks", "repeats")


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision. `relation` None takes every link of the two events away, whoever made it.

    The last decision on a pair of events holds; all stay in the ledger.
    """

    id: str
    one: str
    other: str
    relation: str | None
    author: str
    time: datetime
    note: str | None = None


def correction(one: str, other: str, relation: str | None, author: str, note: str | None = None) -> Correction:
    """A decision made now. UsageError for an unknown relation, an empty author, or an event and itself."""
    if relation is not None and relation not in RELATIONS:
        raise UsageError(f"no relation {relation!r}; there are {', '.join(RELATIONS)}")
    if not author.strip():
        raise UsageError("a correction needs an author")
    if one == other:
        raise UsageError(f"{one} cannot be linked with itself")
    now = datetime.now(UTC)
    return Correction(
        stable_hash(one, other, relation, author, now.isoformat()), one, other, relation, author, now, note
    )
