"""`resolve`: one phrase to one actor at a date, outside any article."""

from __future__ import annotations

import functools
from datetime import date

from detente.actors.describe import Directory
from detente.actors.descriptions import Description
from detente.actors.names import keys, words
from detente.actors.reading import Reader
from detente.actors.registry import Registry, load
from detente.records import Actor, Unresolved


@functools.cache
def directory() -> Directory:
    """The registry of the package with its look-ups."""
    return Directory(load())


@functools.lru_cache(maxsize=8)
def reader(registry: Registry) -> Reader:
    """Reads phrases outside articles with a registry."""
    return Reader(registry)


def resolve(
    text: str, on: date | None = None, context: str | None = None, *, look: Directory | None = None
) -> Actor | Unresolved:
    """The actor that a phrase denotes, or the reason why none can be told.

    `text`: a name, adjective, demonym, capital, office with its state, or nationality with a role ("Japan", "the Saudi
    foreign minister", "South Korean President Lee", "Israeli warplanes"). `on`: the day for which offices hold; without
    it a person is known but not the office. `context`: words around the phrase, used only where the phrase alone leaves
    several candidates ("Georgia", "Lee"). `look`: the tables, with layers of one's own (`detente.actors.known`); those
    of the package if none are given. `Actor.why` says what the answer rests on. Nothing raises; an empty phrase is
    Unresolved.
    """
    tokens = words(text)
    if not tokens:
        return Unresolved("no words")
    cues = frozenset(keys(words(context))) if context else frozenset()
    look = look or directory()
    told = reader(look.registry).read(tokens, cues, on)
    if isinstance(told, Unresolved):
        return told
    found = look.identify(told, on)
    if isinstance(found, Unresolved) and context and found.candidates:
        found = _by_context(look, found, told, on, cues)
    return found


def _by_context(
    look: Directory, found: Unresolved, told: Description, on: date | None, cues: frozenset[str]
) -> Actor | Unresolved:
    """The one candidate whose state or given name the context names."""
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
