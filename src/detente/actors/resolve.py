"""`resolve`: one phrase to one actor at a date, outside any article."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date

from detente.actors.describe import Description, Directory, actor_of
from detente.actors.names import fold, keys, words
from detente.actors.registry import STATE_KINDS, Alias, Ambiguous, Body, Role, Title, load
from detente.actors.scan import ATTACHED, Item, Scanner, capital
from detente.records import Actor, Unresolved

_STOP = frozenset({"to", "in", "at", "on", "with", "about", "over", "from", "who", "which", "that", "into", "near"})
# Titles that are common words where they have no capital letter ("a major party").
_CAPITAL_TITLES = frozenset({"major", "general", "private", "marshal"})
# Those who stand at the head of any organisation: "president of the chess federation" serves the federation.
_HEADS_OF_ANYTHING = frozenset({"President", "chief", "head", "director", "chairman", "deputy director", "Speaker"})
# Words for anybody who acts, which leave the sector to the word before them ("military authorities").
_ANYBODY = frozenset({"authorities", "authority", "official", "leader", "leadership", "representative", "delegation"})
_OPEN_SECTORS = frozenset({"MIL", "COP", "SPY", "JUD", "LEG", "OPP", "REB", "REL"})
_ARTICLES = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "new", "senior", "top", "some", "two", "several", "unnamed", "'s"}
)


@functools.cache
def directory() -> Directory:
    """The registry of the package with its look-ups."""
    return Directory(load())


@functools.cache
def scanner() -> Scanner:
    return Scanner(load())


def resolve(text: str, on: date | None = None, context: str | None = None) -> Actor | Unresolved:
    """The actor that a phrase denotes, or the reason why none can be told.

    `text`: a name, adjective, demonym, capital, office with its state, or nationality with a role ("Japan", "the Saudi
    foreign minister", "South Korean President Lee", "Israeli warplanes"). `on`: the day for which offices hold; without
    it a person is known but not the office. `context`: words around the phrase, used only where the phrase alone leaves
    several candidates ("Georgia", "Lee"). `Actor.why` says what the answer rests on. Nothing raises; an empty phrase is
    Unresolved.
    """
    tokens = words(text)
    if not tokens:
        return Unresolved("no words")
    cues = frozenset(keys(words(context))) if context else frozenset()
    told = read(tokens, cues | frozenset(keys(tokens)))
    if isinstance(told, Unresolved):
        return told
    found = directory().identify(told, on)
    if isinstance(found, Unresolved) and context and found.candidates:
        found = _by_context(found, told, on, cues)
    return found


def _by_context(found: Unresolved, told: Description, on: date | None, cues: frozenset[str]) -> Actor | Unresolved:
    """The one candidate whose state or given name the context names."""
    look = directory()
    fits = []
    for ident in found.candidates:
        person = look.registry.persons.get(ident.removeprefix("person:"))
        if person is None:
            continue
        body = look.body_of(person)
        marks = set(keys(words(body.name))) | set(keys(words(body.adjective or "")))
        given = set(keys(words(person.name))) - set(keys(words(person.family)))
        if marks & cues or (given and given <= cues):
            fits.append(person)
    if len(fits) > 1 and on is not None:
        fits = [p for p in fits if look.offices(p, on)] or fits
    return look.settle(fits[0], told, on) if len(fits) == 1 else found


def choose(ambiguous: Ambiguous, cues: frozenset[str]) -> Body | Unresolved | None:
    """The reading whose cue words stand in the text, if only one has any; None when the reading is no actor."""
    hits = [(ident, len(marks & cues)) for ident, marks in ambiguous.readings]
    with_cues = [ident for ident, n in hits if n]
    if not with_cues:  # "*" marks what the name means where nothing speaks for another
        with_cues = [ident for ident, marks in ambiguous.readings if "*" in marks]
    if len(with_cues) != 1:
        return Unresolved(f"{ambiguous.name} is the name of several", tuple(ident for ident, _ in hits))
    return load().bodies.get(with_cues[0])


def pick(aliases: Sequence[Alias], cues: frozenset[str]) -> Alias:
    """The best of several bodies of one name: a state before other things, an organisation before a medium."""
    order = {
        "state": 0,
        "former": 1,
        "territory": 2,
        "organisation": 3,
        "group": 4,
        "institution": 5,
        "none": 6,
        "media": 7,
        "company": 8,
    }
    forms = {"name": 0, "adjective": 1, "demonym": 2, "seat": 3, "capital": 4}
    return min(aliases, key=lambda a: (order[a.body.kind], forms[a.form]))


def read(tokens: Sequence[str], cues: frozenset[str]) -> Description | Unresolved:
    """What a row of tokens says of its head, read from left to right."""
    items = scanner().scan(tokens)
    by_start = {item.start: item for item in items}
    bodies: list[tuple[Alias, str]] = []
    title: Title | None = None
    role: Role | None = None
    name: list[str] = []
    when, elect, relative, acting = "now", False, False, False
    names_done, after_of = False, False
    unexplained: str | None = None
    at = 0
    while at < len(tokens):
        item = by_start.get(at)
        token = tokens[at]
        low = fold(token)
        if item is not None and _part_of_name(item, tokens, bool(title), name):
            name.extend(tokens[item.start : item.end])
            at = item.end
            continue
        if item is None:
            inside_name = bool(name) and name[-1] == "-"  # "Moon Jae-in"
            if low in _STOP and (bodies or title or role or name) and not inside_name:
                break
            if token[:1].islower() and token.isalpha() and low not in _ARTICLES | {"of", "and"}:
                unexplained = token if bodies and bodies[-1][0].form == "adjective" else unexplained
            if low == "of":
                after_of = True
            elif (capital(token) and low not in _ARTICLES and not names_done and token[:1].isalpha()) or (
                name and low in {"-", "al", "el", "de", "da", "bin", "van", "von", "der", "la", "le", "ul", "o"}
            ):
                name.append(token)
            elif name and token not in {","}:
                if token[:1].isalpha() and "-" in name[-1:] and name[-1] == "-":
                    name.append(token)
                else:
                    names_done = True
            elif token == "," and name:
                names_done = True
            at += 1
            continue
        if name and name[-1] != "-":
            names_done = True
        if item.end + 1 < len(tokens) and tokens[item.end] == "-" and fold(tokens[item.end + 1]) in ATTACHED:
            at = item.end + 2
            continue
        if item.ambiguous is not None:
            chosen = choose(item.ambiguous, cues - {fold(item.ambiguous.name)})
            if isinstance(chosen, Unresolved):
                return chosen
            if chosen is not None:
                bodies.append((Alias(chosen, "name", item.ambiguous.name), "of" if after_of else "mod"))
        elif item.aliases:
            alias = pick(item.aliases, cues)
            bodies.append((alias, "of" if after_of else "mod"))
        elif item.mark:
            when = item.mark if item.mark in {"former", "then"} else when
            elect = elect or item.mark == "elect"
            relative = relative or item.mark == "relative"
            acting = acting or item.mark == "acting"
        elif item.title is None or token[:1].isupper() or low not in _CAPITAL_TITLES or item.end - item.start > 1:
            title, role = _combine(title, role, item, after_of)
        after_of = False
        at = item.end
    text = " ".join(name).replace(" - ", "-").strip("- ")
    if role is None and title is None and not text and _people(bodies, tokens):
        role = _PEOPLE
    body = _most_specific([alias for alias, _ in bodies])
    if body is not None and body.kind == "none":
        return Unresolved(f"{body.name} is no actor")
    if unexplained and not text and title is None and role is None:
        return Unresolved(f"what {unexplained!r} is, is not known")
    if not text and body is None and title is None and role is None:
        return Unresolved("no state, organisation, office or person known by this name")
    return Description(body, title, role, text or None, when, elect, relative)


def _part_of_name(item: Item, tokens: Sequence[str], titled: bool, name: Sequence[str]) -> bool:
    """A body's name that continues a person's name ("Michael Jordan", "President Chad Smith")."""
    if not item.aliases or all(a.form not in {"name", "capital"} for a in item.aliases):
        return False
    following = tokens[item.end] if item.end < len(tokens) else ""
    return (
        bool(name)
        and name[-1] not in {"-", ","}
        and tokens[item.start - 1] == name[-1]
        and not titled
        and following in {"", "of", ",", "'s"}
        and len(name) == 1
    ) or (
        bool(name)
        and name[-1] not in {"-", ","}
        and tokens[item.start - 1] == name[-1]
        and not titled
        and not following
    )


_PEOPLE = Role("people", "CVL", "people", "people")


def _people(bodies: Sequence[tuple[Alias, str]], tokens: Sequence[str]) -> bool:
    """Whether a demonym denotes some of a people and not their state: "most Americans", but not "the Americans"."""
    if len(bodies) != 1 or bodies[0][0].form != "demonym":
        return False
    at = next((n for n, token in enumerate(tokens) if token[:1].isupper() and n), 0)
    return at > 0 and fold(tokens[at - 1]) not in {"the", "both"}


def _combine(
    title: Title | None, role: Role | None, item: Item, after_of: bool = False
) -> tuple[Title | None, Role | None]:
    """The office counts before the institution it stands in; the first office before later ones.

    An institution behind "of" that is no part of a government takes its head over from the state, and a word for
    anybody takes the sector of the word before it: "opposition fighters" are REB, "military authorities" MIL.
    """
    new = item.role
    part_of_state = new is None or new.kind not in {"institution", "collective"} or new.sector in {"", "GOV"}
    if title is not None and after_of and not part_of_state and title.office in _HEADS_OF_ANYTHING:
        return None, new
    if role is not None and new is not None and item.title is None and role.sector != new.sector:
        if role.sector in {"OPP", "REB"} and new.sector == "MIL":
            return title, Role(f"{role.noun} {new.noun}", "REB", new.kind, new.slug)
        if role.sector in _OPEN_SECTORS and new.noun in _ANYBODY:
            return title, Role(f"{role.noun} {new.noun}", role.sector, new.kind, new.slug)
    if item.title is not None:
        if title is None or not title.office:
            return item.title, role if role is not None else item.role
        return title, role
    if role is None or item.role is not None:
        return title, item.role
    return title, role


def _most_specific(aliases: Sequence[Alias]) -> Body | None:
    """An institution, organisation or group named beside its state says more than the state; the first state wins."""
    if not aliases:
        return None
    states = {alias.body.code for alias in aliases if alias.body.kind in STATE_KINDS}
    for alias in aliases:
        foreign = alias.body.kind == "group" and alias.body.sector in {"PTY", "OPP"} and alias.body.code not in states
        if alias.body.kind not in STATE_KINDS and alias.body.kind != "none" and not (states and foreign):
            return alias.body
    return aliases[0].body


__all__ = ["actor_of", "choose", "directory", "pick", "read", "resolve", "scanner"]
