"""Who speaks for a side, and at which level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from detente.actors import entries, registry
from detente.actors.names import keys, words
from detente.ledger import LEVELS
from detente.relations.acts import Act, Person
from detente.relations.leading import leading
from detente.tables import read_table


@cache
def level_of_office(office: str) -> str | None:
    """leaders, ministers or officials; None for an office that no table knows."""
    return _levels().get(office)


def level(people: tuple[Person, ...], on: date | None) -> str | None:
    """The highest level among those who act for a side on a day; None where nobody is named."""
    return highest(_level(at(person, on)) for person in people)


def highest(levels: Iterable[str | None]) -> str | None:
    """The highest of the levels that are known."""
    return min((one for one in levels if one is not None), key=LEVELS.index, default=None)


def lowest(levels: Iterable[str | None]) -> str | None:
    """The lowest of the levels that are known."""
    return max((one for one in levels if one is not None), key=LEVELS.index, default=None)


def at(person: Person, on: date | None) -> Person:
    """The person with the office held on that day, where the tables know one; else as the article has it."""
    if on is None or person.id is None:
        return person
    held = [t for t in _tenures(person.id) if t.holds(on)]
    if not held:
        return person
    best = min(held, key=lambda t: LEVELS.index(level_of_office(t.office) or LEVELS[-1]))
    return replace(person, office=best.office)


def leader_of(act: Act, code: str, on: date | None) -> str | None:
    """The name of the leader who acts for a side, else of whoever led it on that day."""
    for person in act.people(code):
        if person.known and _level(at(person, on)) == LEVELS[0]:
            return person.name
    leader = leading(code, on) if on is not None else None
    return leader.name if leader is not None else None


@cache
def country_of(place: str) -> str | None:
    """The state of a place that the tables know as its name or capital ("Tokyo"); None for any other place."""
    parts = tuple(keys(words(place)))
    codes = {alias.body.code for alias in registry.load().aliases.get(parts) if alias.body.kind in entries.STATE_KINDS}
    return codes.pop() if len(codes) == 1 else None


def named(act: Act, code: str) -> frozenset[str]:
    """The ids of the persons who act for a side."""
    return frozenset(person.id for person in act.people(code) if person.known and person.id)


def _level(person: Person) -> str | None:
    if person.office is not None:
        return level_of_office(person.office) or LEVELS[-1]
    return LEVELS[-1] if person.known and person.sector not in (None, "ELI") else None


def _tenures(person: str) -> tuple[entries.Tenure, ...]:
    return registry.load().tenures.get(person.removeprefix("person:"), ())


@cache
def _levels() -> dict[str, str]:
    ranks = {"head": LEVELS[0], "post": LEVELS[1], "many": LEVELS[2]}
    found: dict[str, str] = {}
    for title in registry.load().titles.values():
        for office in {title.office or title.phrase, title.phrase}:
            found.setdefault(office, ranks[title.rank])
    for row in read_table("relations", "levels.tsv"):
        found |= dict.fromkeys(row["offices"].split("|"), row["level"])
    return found
