"""A part of a phrase between two links (prepositions, commas, "and", possessives), and which body a name of several
is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.actors.entries import Alias, Ambiguous, Body
from detente.actors.registry import Registry
from detente.actors.scan import Item
from detente.records import Unresolved

# Prepositions after which the owner of the head may stand, and those behind which only its place stands.
OWNING = frozenset({"of", "for", "from", "at", "with"})
PLACING = frozenset({"in", "based", "near", "across", "inside", "outside", "within"})
OTHER = frozenset(
    "to on by about over against into who which that toward towards under between is was are were has said after"
    " during since as like including amid than through via".split()
)
# Words behind a noun that say where or how somebody is.
BEHIND = frozenset(
    "here there abroad alone alike overseas close familiar aware ready loyal home nearby present outside inside"
    " back out elsewhere responsible hostile sympathetic opposed today yesterday now himself herself itself"
    " themselves".split()
)
# Before a hyphen these say what somebody thinks of a state, not whose they are ("pro-Russian").
PREFIXES = {"pro": "in favour of", "anti": "against"}
STANCES = frozenset(PREFIXES.values())
ENDING = frozenset({"of", *(OWNING | PLACING | OTHER), ",", "and", "(", ")", ";", ":", "or", "'s"})


@dataclass(slots=True)
class Chunk:
    """Tokens [start, end) between two links. `link` is the word before it; `owner` if a possessive closes it."""

    start: int
    link: str
    end: int = 0
    owner: bool = False
    bodies: list[Alias] = field(default_factory=list)
    places: tuple[Alias, ...] = ()
    usual: tuple[Alias, ...] = ()  # whose a general name is where nothing says ("Congress")
    tied: tuple[tuple[Alias, str], ...] = ()
    nouns: list[Item] = field(default_factory=list)
    said: list[tuple[int, str]] = field(default_factory=list)  # (token, sector that it speaks of)
    name: list[str] = field(default_factory=list)
    name_at: int = -1
    body_at: int = -1  # the first token of the last body
    explained: int = 0  # the end of the last body, place, noun or name
    loose: list[int] = field(default_factory=list)  # tokens without a capital letter that are no noun of the tables
    unknown: str = ""  # the last of them, if it speaks of no domain
    any: bool = False
    the: bool = False
    generic: bool = False

    def headed_by_body(self) -> bool:
        """Whether a body's name or demonym stands behind every noun ("Muslim Americans")."""
        return bool(self.bodies) and (not self.nouns or self.body_at >= self.nouns[-1].end)

    def ends_with_state(self) -> bool:
        """Whether the last thing explained is a body's name or adjective, not those who belong to it."""
        return self.headed_by_body() and self.name_at < self.body_at and self.bodies[-1].form != "demonym"


@dataclass(slots=True)
class Marks:
    """ "Former", "then", "-elect", "the son of": what is said of the whole phrase; `on` is the day it is read for."""

    when: str = "now"
    elect: bool = False
    relative: bool = False
    exiled: bool = False
    on: date | None = None


def choose(
    ambiguous: Ambiguous, cues: frozenset[str], registry: Registry, on: date | None = None
) -> Body | Unresolved | None:
    """The reading whose cue words stand in the text, if only one has any, else the one usual on the day; None when the
    reading is no actor."""
    chosen = [reading for reading in ambiguous.readings if reading.cues & cues]
    if not chosen:
        chosen = [reading for reading in ambiguous.readings if reading.is_usual(on)]
    if len(chosen) != 1:
        return Unresolved(f"{ambiguous.name} is the name of several", tuple(r.ident for r in ambiguous.readings))
    return registry.bodies.get(chosen[0].ident)


_KINDS = ("state", "former", "territory", "organisation", "group", "institution", "none", "media", "company")
_ORDER = {kind: n for n, kind in enumerate(_KINDS)}
_FORMS = {form: n for n, form in enumerate(("name", "adjective", "demonym", "seat", "capital", "place"))}


def pick(aliases: Sequence[Alias]) -> Alias:
    """The best of several bodies of one name: that of the highest layer; a state before other things."""
    return (
        min(aliases, key=lambda a: (-a.layer, _ORDER[a.body.kind], _FORMS[a.form])) if len(aliases) > 1 else aliases[0]
    )
