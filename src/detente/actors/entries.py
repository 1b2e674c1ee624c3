"""What the tables of data/actors hold: bodies and their names, titles, nouns, persons and their tenures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

STATE_KINDS = frozenset({"state", "former", "territory"})
# Words inside names that need no capital letter.
SMALL = frozenset("of the and for in on to d de la le al el bin y e -".split()) | {""}


@dataclass(frozen=True, slots=True)
class Body:
    """A state, organisation, group, institution, company or medium; or, of kind "none", a name that is no actor.

    `code` is the PLOVER country field; `adjective` the English adjective of a state ("Japanese").
    """

    id: str
    kind: str
    name: str
    code: str | None
    sector: str | None = None
    adjective: str | None = None
    start: date | None = None
    end: date | None = None
    source: str = ""

    @property
    def said(self) -> str:
        """What it is, and which row says so."""
        return f"{self.kind} {self.name}" + (f"; {self.source}" if self.source else "")


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to name a body. `form`: name, adjective, demonym, capital, seat; `acronym` asks for capital letters.
    `layer`: 0 for the package's tables, higher for what lies over them."""

    body: Body
    form: str
    text: str
    acronym: bool = False
    lower: bool = False
    small: frozenset[str] = SMALL
    layer: int = 0


@dataclass(frozen=True, slots=True)
class Title:
    """An office title. `rank`: head (one per state), post (one below the head), many; `sector` "" takes the body's;
    `only` is the state that alone has it ("Taoiseach")."""

    phrase: str
    office: str
    sector: str
    rank: str
    only: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A noun for those who act for a body. `kind`: institution, person, force, thing, people, collective."""

    noun: str
    sector: str
    kind: str
    slug: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """How a noun that does not say its sector finds it: `takes` lists the sectors that the words around it may give
    (empty: any), `sector` is its own where they give none."""

    takes: frozenset[str]
    sector: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person the tables know. `body` is the id of the state or organisation served."""

    id: str
    body: str
    name: str
    family: str
    source: str
    layer: int = 0


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office from `start` to `end`, both days included; None is open. `grain` says how exact: day, month, year.
    `sector`: where it is not that of the office."""

    person: Person
    body: str
    office: str
    start: date | None
    end: date | None
    grain: str
    source: str
    sector: str = ""
    layer: int = 0

    def holds(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """A body, or a thing that is none, that an ambiguous name may mean. `cues` are the words of an article that speak
    for it; `usual` whether it is meant where none speaks for another, from the day `start` to the day `end`."""

    ident: str
    cues: frozenset[str]
    usual: bool = False
    start: date | None = None
    end: date | None = None

    def is_usual(self, on: date | None) -> bool:
        """Whether it is meant on the day if nothing speaks for another."""
        if not self.usual or (self.start is None and self.end is None):
            return self.usual
        return on is not None and (self.start or on) <= on <= (self.end or on)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name of several bodies and the words of an article that decide between them."""

    name: str
    readings: tuple[Reading, ...]


_PLURALS = {"man": "men", "woman": "women"}


def plural(noun: str) -> str:
    """The regular English plural of the last word."""
    for ending, many in _PLURALS.items():
        if noun.endswith(ending):
            return noun[: -len(ending)] + many
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    hissing = noun.endswith(("s", "x", "ch", "sh")) and not noun.endswith(("arch", "och"))  # "monarchs"
    return noun + ("es" if hissing else "s")
