"""What a phrase says of somebody, and the actors that have no name of their own."""

from __future__ import annotations

import functools
from typing import NamedTuple

from detente.actors.entries import STATE_KINDS, Body, Role, Title
from detente.actors.names import keys, words
from detente.records import Actor


class Description(NamedTuple):
    """What a phrase says of somebody.

    `body` is the most specific state, organisation or group named; `name` a person's name as written; `when` is "now",
    "former" or "then" (held the office at the time told about); `elect` and `relative` ("the son of ...") as said;
    `generic` for "a president", whoever it is; `organisation` a name that no table has ("Vietnam Veterans of America");
    `tie` how the body is only tied to what is meant ("backed"), `place` a city or province that told the state,
    `owner` a person whose state it is ("the Obama administration").
    """

    body: Body | None = None
    title: Title | None = None
    role: Role | None = None
    name: str | None = None
    when: str = "now"
    elect: bool = False
    relative: bool = False
    generic: bool = False
    organisation: str | None = None
    tie: str = ""
    place: str = ""
    owner: str = ""


@functools.lru_cache(maxsize=8192)
def slug(text: str) -> str:
    """Readable part of an id."""
    return "-".join(keys(words(text.replace(".", " "))))


def sector_of(body: Body | None, stated: str | None) -> str | None:
    """The stated sector; where there is none, that of the body; a state's plain officials are GOV, those of a partly
    recognised place PRE."""
    if stated:
        return "PRE" if stated == "GOV" and body is not None and body.sector == "PRE" else stated
    if body is None:
        return None
    return body.sector or ("GOV" if body.kind in STATE_KINDS else None)


def actor_of(body: Body, why: str) -> Actor:
    """The body itself as an actor."""
    sectors = (body.sector,) if body.sector else ()
    return Actor(body.id, body.name, body.code, body.sector, sectors, None, why)


def label(body: Body, what: str) -> str:
    """English name of a part of a body: "Japanese foreign ministry", "NATO officials"."""
    return f"{body.adjective or body.name} {what}"


def part(body: Body, sector: str | None, what: str, office: str | None, why: str) -> Actor:
    """Somebody who acts for a body and has no name of their own."""
    ident = (
        ":".join(p for p in (body.id, sector, slug(what)) if p)
        if body.kind in STATE_KINDS
        else f"{body.id}:{slug(what)}"
    )
    return Actor(ident, label(body, what), body.code, sector, (sector,) if sector else (), office, why)


def part_of_place(body: Body, place: str, sector: str | None, office: str) -> Actor:
    """Somebody in an office of a province or people of a state: "Quebec's premier" leads no state."""
    ident = ":".join(p for p in (body.id, sector, slug(f"{place} {office}")) if p)
    sectors = (sector,) if sector else ()
    return Actor(ident, f"{place} {office}", body.code, sector, sectors, office, f"{office} of {place}, {body.name}")
