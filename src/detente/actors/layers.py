"""Layers over the tables of the package: what a user's files or a ledger's articles add, and what wins.

A layer adds bodies, persons, tenures and nouns, each with the file and line, or the sources, that it comes from. A
later layer wins over an earlier one, and each over the tables: where it names somebody or something, theirs gives way.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.actors.entries import Alias, Body, Person, Role, Tenure, plural
from detente.actors.names import keys, words
from detente.actors.offices import HEADS, SAME_OFFICE
from detente.actors.registry import Registry
from detente.errors import InputError

SINGLE = frozenset({"head", "post"})  # ranks of titles that one person holds at a time


@dataclass(frozen=True, slots=True)
class Layer:
    """What one source adds. `bodies` and `persons` come with their names; `problems` are lines that cannot be used."""

    name: str
    bodies: tuple[tuple[Body, tuple[str, ...]], ...] = ()
    persons: tuple[tuple[Person, tuple[str, ...]], ...] = ()
    tenures: tuple[Tenure, ...] = ()
    roles: tuple[Role, ...] = ()
    problems: tuple[InputError, ...] = ()


def layered(registry: Registry, layers: Iterable[Layer]) -> Registry:
    """A registry with the layers on top, the last the highest; the one given is left as it is."""
    for layer in layers:
        registry = _with(registry, layer)
    return registry


def _with(registry: Registry, layer: Layer) -> Registry:
    known = copy.copy(registry)
    known.rank = registry.rank + 1
    if layer.bodies:
        known.bodies, known.aliases = dict(registry.bodies), registry.aliases.copy()
        for body, names in layer.bodies:
            known.bodies.setdefault(body.id, body)
            for name in names:
                known.aliases.add(name, Alias(body, "name", name, lower=name.islower(), layer=known.rank))
    if layer.roles:
        known.roles, known.titles = registry.roles.copy(), registry.titles.copy()
        for role in layer.roles:
            for form in {role.noun, role.noun if role.noun.endswith("s") else plural(role.noun)}:
                known.roles.put(form, role)
                known.titles.drop(form)
    if layer.persons:
        _persons(known, layer, registry)
    if layer.tenures:
        known.tenures, known.holders = dict(known.tenures), dict(known.holders)
        alone = {title.office for title in known.titles.values() if title.rank in SINGLE}
        for tenure in layer.tenures:
            if tenure.office in alone:
                _end_others(known, tenure)
            _tenure(known, replace(tenure, layer=known.rank))
    return known


def _persons(known: Registry, layer: Layer, registry: Registry) -> None:
    known.persons, known.also = dict(registry.persons), dict(registry.also)
    known.families, known.full_names = dict(registry.families), registry.full_names.copy()
    for given, names in layer.persons:
        person = replace(given, layer=known.rank)
        known.persons[person.id] = person
        known.also[person.id] = (*known.also.get(person.id, ()), *names)
        for name in (person.name, *names):
            known.full_names.add(name, person)
        family = " ".join(keys(words(person.family)))
        others = tuple(p for p in known.families.get(family, ()) if p.id != person.id)
        known.families[family] = (*others, person)


def _tenure(known: Registry, tenure: Tenure) -> None:
    ident = tenure.person.id
    known.tenures[ident] = (*known.tenures.get(ident, ()), tenure)
    key = (tenure.body, tenure.office)
    known.holders[key] = (*known.holders.get(key, ()), tenure)


def _end_others(known: Registry, new: Tenure) -> None:
    """Whoever else holds the office when the new tenure begins, of a lower layer, held it until the day before."""
    if new.start is None:
        return
    for office in offices_like(new.office):
        rows = known.holders.get((new.body, office), ())
        ended = tuple(_ended(row, new, new.start) for row in rows)
        if ended == rows:
            continue
        known.holders[new.body, office] = ended
        changed: dict[str, list[Tenure]] = defaultdict(list)
        for old, row in zip(rows, ended, strict=True):
            if old != row:
                changed[old.person.id].append(row)
        for other, news in changed.items():
            kept = [t for t in known.tenures[other] if not (t.office == office and _ended(t, new, new.start) != t)]
            known.tenures[other] = (*kept, *news)


def _ended(row: Tenure, new: Tenure, start: date) -> Tenure:
    """The row, cut off where the new one begins, if somebody else would hold the office still."""
    if row.person.id == new.person.id or not row.holds(start) or (row.start is not None and row.start >= start):
        return row
    return replace(row, end=start - timedelta(days=1))


def single(office: str, registry: Registry) -> bool:
    """Whether one person holds such an office at a time."""
    return any(title.office == office and title.rank in SINGLE for title in registry.titles.values())


def offices_like(office: str) -> set[str]:
    """Offices that rows may name otherwise than texts do."""
    return set(SAME_OFFICE.get(office, (office,))) | (set(HEADS) if office == "leader" else set())


__all__ = ["Layer", "layered", "offices_like", "single"]
