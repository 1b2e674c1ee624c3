"""`resolve`: one phrase to one actor at a date, outside any article."""

from __future__ import annotations

import functools
import itertools
from datetime import date

from detente.actors.describe import Directory
from detente.actors.descriptions import Description
from detente.actors.names import keys, words
from detente.actors.reading import Reader
from detente.actors.registry import Registry, load
from detente.records import Actor, Unresolved

# Between names that one noun belongs to.
_JOINING = frozenset({"and", "&", ",", "or", "/", "the", "both"})


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
    return _one(words(text), on, context, look or directory())


def each(
    text: str, on: date | None = None, context: str | None = None, *, look: Directory | None = None
) -> tuple[Actor | Unresolved, ...]:
    """Everybody whom a phrase names side by side, in its order: "Israeli and Palestinian officials" are two, and so are
    "the presidents of Chad and Niger", "the French president and the German chancellor".

    Takes what `resolve` takes, which answers for the first alone. One answer, where the phrase names one.
    """
    tokens, look = words(text), look or directory()
    items = reader(look.registry).cutter.scanner.scan(tokens)
    named = [(item.start, item.end) for item in items if item.aliases]
    row = named[:1]
    for start, end in named[1:]:
        if row and all(token.lower() in _JOINING for token in tokens[row[-1][1] : start]):
            row.append((start, end))
        elif len(row) < 2:
            row = [(start, end)]
    if len(row) > 1:  # one noun for several
        before, behind = tokens[: row[0][0]], tokens[row[-1][1] :]
        parts = [before + tokens[start:end] + behind for start, end in row]
        return tuple(_one(part, on, context, look, apart=True) for part in parts)
    joints = [n for n, token in enumerate(tokens) if token in {"and", "&"} and not any(s <= n < e for s, e in named)]
    cuts = [-1, *joints, len(tokens)]
    parts = [tokens[one + 1 : other] for one, other in itertools.pairwise(cuts)]
    ends = [any(one < start < other for start, _ in named) for one, other in itertools.pairwise(cuts)]
    found = tuple(_one(part, on, context, look) for part in parts)
    if len(parts) > 1 and all(ends) and all(found):
        return found
    return (_one(tokens, on, context, look),)


def _one(
    tokens: list[str], on: date | None, context: str | None, look: Directory, *, apart: bool = False
) -> Actor | Unresolved:
    """Whom the tokens of a phrase denote; `apart`: a plural title is that of one ("the presidents of Chad and ...")."""
    if not tokens:
        return Unresolved("no words")
    cues = frozenset(keys(words(context))) if context else frozenset()
    told = reader(look.registry).read(tokens, cues, on)
    if isinstance(told, Unresolved):
        return told
    if apart and told.title is not None and told.title.rank != "many":
        told = told._replace(generic=False)
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
