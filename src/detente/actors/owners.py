"""Whose somebody is that a phrase speaks of: the state, organisation or group, and who stands for it without a noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.actors.chunks import BEHIND, OWNING, PLACING, Chunk
from detente.actors.entries import STATE_KINDS, Alias, Body, Role
from detente.actors.names import fold
from detente.actors.registry import Registry
from detente.actors.scan import capital

# Ties by which a thing is of a state, not merely favoured by it ("a Tokyo-based firm", "the U.S.-led coalition").
_OWNED = frozenset("based led born made run owned occupied held controlled administered ruled built educated".split())
# Behind these a state's name says that something is not in it ("near Libya").
_BESIDE = frozenset({"near", "outside", "across"})
# Those who serve whom "to" names.
_SERVING = frozenset("adviser advisor aide assistant counsel counsellor".split())
# What a state is called before its name.
_APPOSED = frozenset("ally member state neighbor neighbour nation country rival partner power republic".split())
STATE_NOUNS = frozenset("state states nation nations republic republics country countries".split())
_OTHERS = frozenset("ally rival partner enemy foe adversary".split())
_STAFF = frozenset(
    "team crew intern pollster lawyer counsel chef cook usher aide photographer speechwriter occupant planner"
    " strategist butler website blog".split()
)
_GOVERNMENT = Role("government", "GOV", "institution", "government")
# What a people may be besides a people ("displaced Sudanese", "Copts").
_OF_PEOPLE = frozenset({"REF", "REL"})
_PEOPLE = Role("people", "CVL", "people", "people")


def body_of(tokens: Sequence[str], chunks: Sequence[Chunk], first: int) -> tuple[Body | None, str, str]:
    """Whose the head is; the tie, where it is only tied to a state ("backed"); the place that told the state."""
    here = _first_of_row(chunks, first)
    if len(chunks) > first + 1 and here.bodies and here is chunks[first]:
        of_state = next((c for c in chunks[first + 1 :] if c.link == "of" and c.bodies), None)
        proper = bool(here.nouns) and capital(tokens[here.nouns[-1].end - 1]) and here.link != ","
        whole = proper and all(a.form == "name" for a in here.bodies)  # "Vietnam Veterans of America"
        if of_state is not None and (whole or _named_alike(here)):
            here = of_state
    found = _citizenship(tokens, here) or _delegating(here) or _most_specific(here.bodies)
    placing = [c for c in chunks if c.link in PLACING]
    if found is not None and found.kind != "none":
        if (found.kind == "group" and found.code is None) or _ethnic(tokens, here):  # "Kurdish rebels in Turkey"
            inside = [c for c in placing if c.link not in _BESIDE]
            home = _most_specific([a for c in inside for a in (*c.bodies, *c.places) if a.body.kind in STATE_KINDS])
            return home or found, "", ""
        return found, "", ""
    after = [c for c in chunks[first + 1 :] if c.link in OWNING or c.link == ","]
    before = [c for c in chunks[:first] if c.owner or c.link in {"", ","}]
    if here.nouns and here.nouns[-1].role is not None and here.nouns[-1].role.noun in _SERVING:
        after += [c for c in chunks[first + 1 :] if c.link == "to"]
    order = [[here], [c for c in before if c.owner], after, before]
    for group in (*order, [c for c in placing if c.link not in _BESIDE]):
        found = _most_specific([a for c in group for a in c.bodies])
        if found is not None and found.kind != "none":
            return found, "", ""
    for group in (*order, placing):
        places = [a for c in group for a in (*c.places, *(a for a in c.bodies if a.form == "capital"))]
        if places:
            return places[0].body, "", places[0].text
    usual = [a for c in (here, *chunks) for a in c.usual]
    if usual:
        return usual[0].body, "", ""
    tied = [pair for c in chunks for pair in c.tied]
    for alias, tie in sorted(tied, key=lambda pair: pair[1] not in _OWNED):
        return alias.body, "" if tie in _OWNED else tie, ""
    if here.nouns or here.name:
        return next((a.body for c in (here, *before, *after) for a in c.bodies), None), "", ""
    return next((a.body for c in chunks for a in c.bodies), None), "", ""


def _first_of_row(chunks: Sequence[Chunk], at: int) -> Chunk:
    """The chunk of the first of several states that one noun belongs to: "American, British and Egyptian forces"."""
    n = at
    while n and chunks[n].link in {"and", "or", ","}:
        before = chunks[n - 1]
        alike = bool(before.bodies) and bool(chunks[n].bodies) and before.bodies[-1].form == chunks[n].bodies[-1].form
        if not alike or before.nouns or before.name or before.owner or before.loose:
            break
        n -= 1
    states = all(a.body.kind in STATE_KINDS for chunk in chunks[n : at + 1] for a in chunk.bodies)
    adjective = bool(chunks[n].bodies) and chunks[n].bodies[-1].form == "adjective"
    return chunks[n] if states and adjective and chunks[at].nouns else chunks[at]


def _citizenship(tokens: Sequence[str], chunk: Chunk) -> Body | None:
    """The state of those who come from two: "a Syrian-American resident", "Lebanese-Nigerian developers"."""
    if len(chunk.bodies) < 2 or chunk.body_at < 2 or tokens[chunk.body_at - 1] != "-":
        return None
    last, noun = chunk.bodies[-1], chunk.nouns[-1] if chunk.nouns else None
    role = noun.role if noun is not None else None
    private = role is not None and noun is not None and noun.title is None and role.kind == "person"
    if last.form == "adjective" and private and role is not None and role.sector not in {"GOV", "MIL", ""}:
        return last.body
    return last.body if last.form == "demonym" else None


def _ethnic(tokens: Sequence[str], chunk: Chunk) -> bool:
    """Whether a people is named and no state: "ethnic Albanians"."""
    return bool(chunk.bodies) and chunk.body_at > 0 and tokens[chunk.body_at - 1].lower() == "ethnic"


def _delegating(chunk: Chunk) -> Body | None:
    """The state whose people in an organisation are told of: "the U.S. UN ambassador", "Italian EU lawmakers"."""
    bodies = chunk.bodies
    if len(bodies) < 2 or bodies[0].body.kind not in STATE_KINDS or chunk.headed_by_body():
        return None
    return bodies[0].body if all(a.body.kind == "organisation" for a in bodies[1:]) else None


def _named_alike(chunk: Chunk) -> bool:
    """Whether what stands before "of" is the name of one state's institution or party, which others have too."""
    return (
        bool(chunk.bodies)
        and all(
            a.body.kind == "institution" or a.body.sector == "PTY"
            for a in chunk.bodies
            if a.body.kind not in STATE_KINDS
        )
        and not any(a.body.kind in STATE_KINDS for a in chunk.bodies)
    )


def apposed(chunk: Chunk) -> Body | None:
    """The state that is called a member or ally: "NATO ally Turkey"."""
    last = chunk.bodies[-1] if chunk.bodies else None
    if last is None or not chunk.nouns or last.form != "name" or last.body.kind != "state":
        return None
    noun = chunk.nouns[-1]
    said = noun.title.phrase if noun.title is not None else noun.role.noun if noun.role is not None else ""
    return last.body if chunk.body_at >= noun.end and said in _APPOSED else None


def of_unknown(chunks: Sequence[Chunk], at: int) -> str:
    """The name of an organisation that no table has, if the head is of it and a state's name stands in it: "president
    of NARAL Pro-Choice America"."""
    following = chunks[at + 1] if at + 1 < len(chunks) else None
    if following is None or following.link != "of" or not following.name or following.nouns or following.owner:
        return ""
    last = following.bodies[-1] if following.bodies else None
    inside = last is not None and last.form == "name" and following.name_at + len(following.name) == following.body_at
    return " ".join([*following.name, last.text]) if inside and last is not None and not chunks[at].bodies else ""


def named(chunk: Chunk) -> bool:
    """Whether the noun of a chunk is what a group, firm or organisation is called before its name ("the exile group
    MEK")."""
    last = chunk.bodies[-1].body if chunk.headed_by_body() and chunk.name_at < chunk.body_at else None
    return last is not None and last.kind in {"group", "organisation", "company"} and last.sector != "CVL"


def begins_name(chunk: Chunk) -> bool:
    """Whether a state's name begins a longer one that no table has ("Jamaica Estates"); "U.S." and the like stand for
    adjectives."""
    last = chunk.bodies[-1] if chunk.bodies else None
    return (
        last is not None
        and last.form == "name"
        and not last.acronym
        and chunk.body_at + len(last.text.split()) == chunk.name_at
    )


def others(chunk: Chunk) -> str:
    """The noun of a chunk, if it is for other states than the one it stands beside ("U.S. allies")."""
    noun = chunk.nouns[-1] if chunk.nouns and not chunk.headed_by_body() else None
    said = noun.title.phrase if noun and noun.title else noun.role.noun if noun and noun.role else ""
    return said if said in _OTHERS else ""


def seat(chunk: Chunk, body: Body | None) -> Role | None:
    """The government, where its seat is named ("the Kremlin")."""
    seat = [a for a in chunk.bodies if a.form == "seat" and a.body is body]
    return _GOVERNMENT if seat and not chunk.nouns else None


def staff(chunk: Chunk, role: Role) -> Role:
    """Those who work at a seat of government are the government's ("White House staff")."""
    seats = chunk.bodies[-1:] and chunk.bodies[-1].form == "seat"
    if seats and (role.sector in {"LAB", "MED", "EDU", "JUD"} or role.noun.removesuffix("s") in _STAFF):
        return replace(role, sector="GOV")
    return role


def branch(chunk: Chunk) -> tuple[Body, Role] | None:
    """A state's branch of a non-governmental organisation: "the British Red Cross"."""
    states = [a for a in chunk.bodies if a.body.kind in STATE_KINDS and a.form == "adjective"]
    others = [a for a in chunk.bodies if a.body.code == "NGO"]
    if not states or not others or chunk.nouns:
        return None
    branch = others[0]
    return states[0].body, Role(branch.text, branch.body.sector or "SOC", "institution", branch.text.lower())


def institution(chunk: Chunk, body: Body | None) -> Role | None:
    """What another state's institution is called too ("the Peruvian Congress", "the Polish Catholic Church")."""
    if body is None or body.kind not in STATE_KINDS:
        return None
    for alias in chunk.bodies:
        foreign = alias.body.kind == "institution" or alias.body.sector == "PTY"
        if foreign and alias.body.code != body.code:
            return Role(alias.text, alias.body.sector or "", "institution", alias.text.lower())
    return None


def people(tokens: Sequence[str], chunk: Chunk, body: Body | None, registry: Registry) -> Role | None:
    """A people and not their state: "the Mexicans", "most Americans", "every American", "Kurds in Turkey"."""
    homeless = [a for a in chunk.bodies if a.body.kind == "group" and a.body.code is None]
    with_state = len(homeless) < len(chunk.bodies) and not any(
        a.body.kind == "group" and a.body.code for a in chunk.bodies
    )
    inside = body is not None and body.kind in STATE_KINDS and len(homeless) == len(chunk.bodies)
    if homeless and (with_state or inside) and homeless[0].body.sector:
        return replace(_PEOPLE, sector=homeless[0].body.sector)
    said = chunk.said[-1][1] if chunk.said else "CVL"
    if chunk.places:
        place = chunk.places[-1].text
        named = place in registry.peoples or (place.endswith("s") and bool(chunk.bodies))
        return replace(_PEOPLE, sector=said if said in _OF_PEOPLE else "CVL") if named else None
    alias = chunk.bodies[-1] if chunk.bodies else None
    alone = chunk.the and chunk.headed_by_body() and not (chunk.loose or chunk.name or chunk.said)
    if alone and alias is not None and alias.form == "adjective" and alias.body.kind in STATE_KINDS:  # "the French"
        return _PEOPLE
    if alias is not None and len(chunk.bodies) > 1 and alias.form == "demonym":  # "Kosovo Serbs"
        return _PEOPLE
    if alias is None or len(chunk.bodies) > 1:
        return None
    if alias.form == "demonym" and alias.body.kind in STATE_KINDS:
        return replace(_PEOPLE, sector=said) if said == "REF" else _PEOPLE
    if alias.form == "adjective" and said == "REF" and chunk.said[-1][0] < chunk.body_at:
        return replace(_PEOPLE, sector=said)
    loose = [at for at in chunk.loose if at >= chunk.explained]  # "a Turkish dinner", not "two Chinese out of work"
    behind = bool(loose) and not (loose == [chunk.explained] and fold(tokens[loose[0]]) in BEHIND)
    if alias.form == "adjective" and chunk.any and not (chunk.name or behind) and chunk.headed_by_body():
        return _PEOPLE
    return None


def _most_specific(aliases: Sequence[Alias]) -> Body | None:
    """An institution, organisation or group named beside its state says more than the state; the first state wins."""
    if not aliases:
        return None
    if len(aliases) == 1:
        return aliases[0].body
    states = {alias.body.code for alias in aliases if alias.body.kind in STATE_KINDS}
    others = [alias.body for alias in aliases if alias.body.kind not in STATE_KINDS and alias.body.kind != "none"]
    for body in sorted(others, key=lambda b: b.code is None):
        foreign = body.code not in states and (body.sector in {"PTY", "OPP"} or body.kind == "institution")
        if not states or not (foreign or body.code is None):  # "Syrian Kurds" are Syria's
            return body
    return next((a.body for a in aliases if a.body.kind in STATE_KINDS), aliases[0].body)
