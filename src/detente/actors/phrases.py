"""A phrase that may denote an actor: what stands in it, before anyone is identified."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from detente.actors.entries import STATE_KINDS, Alias, Body, Role, Title
from detente.actors.names import fold
from detente.records import Unresolved

LOCATIVE = frozenset(
    {
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "across",
        "through",
        "throughout",
        "within",
        "via",
        "into",
        "onto",
        "over",
    }
)
MOTION = frozenset(
    "fly travel go return arrive come drive sail leave depart head land move flee flight trip travel"
    " tour journey transfer transport bring take send "
    "invite".split()
)


# What belongs to a town and not to the state that it stands for.
CIVIC = frozenset(
    "mayor city town resident street suburb outskirts airport university bishop archbishop bank district port "
    "south north east west centre center battle siege treaty museum".split()
)


@dataclass
class Phrase:
    """Tokens [start, end) with head `head`, and what they say. `mods` are aliases before the noun or after "of"."""

    sentence: int
    start: int
    end: int
    head: int
    kind: str  # name, person, title, role, pronoun, adjective
    mods: list[Alias] = field(default_factory=list)
    title: Title | None = None
    role: Role | None = None
    name: str | None = None
    when: str = "now"
    elect: bool = False
    relative: bool = False
    alias: Alias | None = None
    problem: Unresolved | None = None
    several: bool = False
    mod_tokens: set[int] = field(default_factory=set)
    generic: bool = False  # "a president", "no president", "the first president"
    owner: str | None = None  # a person whose government or party it is ("the Reagan administration")


def head_of(doc: Doc, start: int, end: int) -> int:
    """The token of [start, end) whose head lies outside; the last one where the tree offers several."""
    outside = [t.i for t in doc[start:end] if not start <= t.head.i < end or t.head.i == t.i]
    return outside[0] if len(outside) == 1 else (outside[-1] if outside else end - 1)


def body_of(mods: list[Alias]) -> Body | None:
    """The most specific of the bodies before a noun: an institution or organisation before the state it belongs to; but
    "Taiwan's Kuomintang government" is the state's."""
    states = [alias.body for alias in mods if alias.body.kind in STATE_KINDS]
    for alias in mods:
        if alias.body.kind not in STATE_KINDS and not (alias.body.sector == "PTY" and states):
            return alias.body
    if states:
        return states[0]
    return mods[0].body if mods else None


def as_place(token: Token) -> bool:
    """A capital that is only a place here: behind a preposition of place, or the goal of a movement."""
    case = next((c.lower_ for c in token.children if c.dep_ == "case" and c.i < token.i), "")
    if case == "of" and token.head.lemma_.lower() in CIVIC:
        return True
    if case in LOCATIVE or (
        token.dep_ in {"appos", "flat"} and token.head.lemma_.lower() in {"capital", "city", "town"}
    ):
        return True
    if case in {"to", "from", "for", "toward", "towards"}:
        return token.head.lemma_.lower() in MOTION or fold(token.head.text) in MOTION
    return token.dep_ in {"obl:unmarked", "nmod:unmarked"} and not case
