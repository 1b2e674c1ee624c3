"""What texts teach of who holds which office: candidate facts, how they stand to the tables, a registry with them.

A fact says on which days a person was seen in an office. Once accepted it holds from the first of them until somebody
else is seen in that office; the tables' own rows give way to it from that day on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from detente.actors.describe import Directory
from detente.actors.entries import Person, Tenure
from detente.actors.layers import Layer, layered, offices_like, single
from detente.actors.registry import Registry

STANDINGS = ("known", "new", "news")


@dataclass(frozen=True, slots=True)
class Learned:
    """A person seen in an office: first and last day of publication, how many articles and independent sources say so.

    `standing`: "known" as the tables have it; "new" where they have nobody; "news" where they have somebody else, or
    this person no longer; `why` names the row.
    """

    person: str
    name: str
    office: str
    body: str
    country: str | None
    first: date
    last: date
    articles: int
    sources: int
    standing: str = ""
    why: str = ""


def judged(fact: Learned, directory: Directory) -> Learned:
    """The fact with its standing against the tables on the last day it was seen."""
    registry = directory.registry
    body = registry.bodies.get(fact.body)
    if body is None:
        return replace(fact, standing="new", why=f"no table has {fact.body}")
    ident = fact.person.removeprefix("person:")
    names = offices_like(fact.office)
    held = [t for t in registry.tenures.get(ident, ()) if t.office in names]
    if any(t.holds(fact.last) or t.holds(fact.first) for t in held):
        return replace(fact, standing="known", why=_row(held[-1]))
    holders = directory.holders(body, fact.office, fact.last) if single(fact.office, registry) else ()
    if holders:
        return replace(fact, standing="news", why=f"a new {fact.office}? The tables have {_row(holders[0])}")
    if held:
        return replace(fact, standing="news", why=f"again {fact.office}? The tables have {_row(held[-1])}")
    return replace(fact, standing="new", why=f"the tables have no {fact.office} of {body.name} on {fact.last}")


def _row(tenure: Tenure) -> str:
    until = f" to {tenure.end}" if tenure.end else ""
    return f"{tenure.person.name}, {tenure.office} from {tenure.start or '?'}{until} ({tenure.source})"


def taught(registry: Registry, facts: Iterable[Learned]) -> Registry:
    """A registry that knows the facts too; the one given is left as it is."""
    facts = sorted((f for f in facts if f.body in registry.bodies), key=lambda f: (f.first, f.person))
    return layered(registry, [_layer(registry, facts)]) if facts else registry


def _layer(registry: Registry, facts: Iterable[Learned]) -> Layer:
    """What was learnt, as a layer."""
    persons: dict[str, Person] = {}
    tenures = []
    for fact in facts:
        ident = fact.person.removeprefix("person:")
        source = f"learnt from {fact.sources} source{'s' * (fact.sources != 1)}, seen {fact.first} to {fact.last}"
        person = registry.persons.get(ident) or persons.get(ident)
        if person is None:
            person = persons[ident] = Person(ident, fact.body, fact.name, fact.name.split()[-1], source)
        tenures.append(Tenure(person, fact.body, fact.office, fact.first, None, "day", source))
    return Layer("learnt", persons=tuple((person, ()) for person in persons.values()), tenures=tuple(tenures))


__all__ = ["STANDINGS", "Learned", "judged", "taught"]
