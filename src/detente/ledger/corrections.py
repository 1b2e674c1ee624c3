"""What people have put right by hand: which events belong together and which do not, and what is said of an entry
wrongly. Kept with author and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from detente.errors import UsageError
from detente.ledger.filters import country_code
from detente.records import stable_hash

LEVELS = ("leaders", "ministers", "officials")  # of a contact, from the highest down
# Kinds of contact, those that say most first.
KINDS = ("summit", "visit", "video call", "call", "letter", "meeting", "talks", "contact")
# What is done to an agreement, in the order of its life; what is undated is told in this order.
ACTS = (
    "negotiated discussed concluded signed ratified joined affirmed extended revised criticised escalated rejected "
    "suspended breached withdrawn nullified expired settled"
).split()
# How two events may belong together, by what the decision is about: the second keeps, breaks or renews the promise of
# the first; both tell of one contact, or of one agreement, to which the second does something.
RELATIONS: dict[str, tuple[str, ...]] = {
    "promise": ("fulfils", "breaks", "repeats"),
    "contact": ("same",),
    "agreement": ("same", *ACTS),
}
# What may be said of one entry.
FIELDS: dict[str, tuple[str, ...]] = {
    "promise": (),
    "contact": ("kind", "level", "host", "place"),
    "agreement": ("name",),
}
UNDONE = "undone"
_WORDS = {"kind": KINDS, "level": LEVELS}


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision about promises, contacts or agreements (`about`: a key of RELATIONS). All stay in the ledger.

    With `other`, on two events: `relation` is how they belong together, None that they have nothing to do with each
    other, whoever said so. Without, on the entry that `one` is in: `relation` is the field whose `value` holds (None:
    not known); None that it is no contact or agreement at all. Relation "undone" takes back the decision whose id is
    `value`. The last decision on the same two events, or on the same of one entry, holds.
    """

    id: str
    one: str
    other: str | None
    relation: str | None
    author: str
    time: datetime
    note: str | None = None
    about: str = "promise"
    value: str | None = None

    @property
    def words(self) -> str:
        """Who decided, when and why: what stands behind an entry that it changed."""
        return f"{self.author} on {self.time:%Y-%m-%d}" + (f": {self.note}" if self.note else "")


def correction(
    one: str,
    other: str | None,
    relation: str | None,
    author: str,
    note: str | None = None,
    about: str = "promise",
    value: str | None = None,
) -> Correction:
    """A decision made now. UsageError where it makes no sense: an unknown relation, an empty author ..."""
    if about not in RELATIONS:
        raise UsageError(f"no corrections of {about!r}; there are those of {', '.join(RELATIONS)}")
    if not author.strip():
        raise UsageError("a correction needs an author")
    if one == other:
        raise UsageError(f"{one} cannot be linked with itself")
    if relation != UNDONE and other is None:
        value = _of_one(about, relation, value)
    elif relation != UNDONE:
        _check_two(about, relation, value)
    now = datetime.now(UTC)
    key = stable_hash(one, other, relation, author, now.isoformat(), about, value)
    return Correction(key, one, other, relation, author, now, note, about, value)


def _check_two(about: str, relation: str | None, value: str | None) -> None:
    if relation is not None and relation not in RELATIONS[about]:
        raise UsageError(f"no relation {relation!r}; there are {', '.join(RELATIONS[about])}")
    if value is not None:
        raise UsageError("a value is said of one entry, not of two events")


def _of_one(about: str, relation: str | None, value: str | None) -> str | None:
    fields = FIELDS[about]
    if not fields:
        raise UsageError(f"a correction of a {about} is about two events")
    if relation is None:
        if value is not None:
            raise UsageError(f"a value of what? There are {', '.join(fields)}")
        return None
    if relation not in fields:
        raise UsageError(f"no {relation!r} can be said of a {about}; there are {', '.join(fields)}")
    value = (value or "").strip() or None
    known = _WORDS.get(relation)
    if relation == "kind" and value is None:
        raise UsageError(f"a kind is one of {', '.join(KINDS)}")
    if known is not None and value is not None and value not in known:
        raise UsageError(f"no {relation} {value!r}; there are {', '.join(known)}")
    return country_code(value) if relation == "host" and value is not None else value
