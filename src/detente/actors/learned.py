"""What texts teach of who holds which office: candidate facts, how they stand to the tables, a registry with them.

A fact says on which days a person was seen in an office. Once accepted it holds from the first of them until somebody
else is seen in that office; the tables' own rows give way to it from that day on.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.actors.describe import HEADS, SAME_OFFICE, Directory
from detente.actors.names import keys, words
from detente.actors.registry import Person, Registry, Tenure

SINGLE = frozenset({"head", "post"})  # ranks of titles that one person holds at a time
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


def single(office: str, registry: Registry) -> bool:
    """Whether one person holds such an office at a time."""
    return any(title.office == office and title.rank in SINGLE for title in registry.titles.values())


def offices_like(office: str) -> set[str]:
    """Offices that rows may name otherwise than texts do."""
    return set(SAME_OFFICE.get(office, (office,))) | (set(HEADS) if office == "leader" else set())


def _row(tenure: Tenure) -> str:
    until = f" to {tenure.end}" if tenure.end else ""
    return f"{tenure.person.name}, {tenure.office} from {tenure.start or '?'}{until} ({tenure.source})"


def taught(registry: Registry, facts: Iterable[Learned]) -> Registry:
    """A registry that knows the facts too; the one given is left as it is."""
    facts = sorted(facts, key=lambda f: (f.first, f.person))
    if not facts:
        return registry
    known = copy.copy(registry)
    known.persons, known.tenures, known.holders = dict(registry.persons), dict(registry.tenures), dict(registry.holders)
    known.families, known.full_names = dict(registry.families), registry.full_names.copy()
    for fact in facts:
        if fact.body in registry.bodies:
            _teach(known, fact, registry)
    return known


def _teach(known: Registry, fact: Learned, registry: Registry) -> None:
    ident = fact.person.removeprefix("person:")
    source = f"learnt from {fact.sources} source{'s' * (fact.sources != 1)}, seen {fact.first} to {fact.last}"
    person = known.persons.get(ident)
    if person is None:
        family = " ".join(keys(words(fact.name.split()[-1])))
        person = known.persons[ident] = Person(ident, fact.body, fact.name, fact.name.split()[-1], source)
        known.full_names.add(fact.name, person)
        known.families[family] = (*known.families.get(family, ()), person)
    if single(fact.office, registry):
        _end_others(known, fact, ident)
    tenure = Tenure(person, fact.body, fact.office, fact.first, None, "day", source)
    known.tenures[ident] = (*known.tenures.get(ident, ()), tenure)
    key = (fact.body, fact.office)
    known.holders[key] = (*known.holders.get(key, ()), tenure)


def _end_others(known: Registry, fact: Learned, ident: str) -> None:
    """Whoever else holds the office on the fact's first day held it until the day before."""
    before = fact.first - timedelta(days=1)
    for office in offices_like(fact.office):
        rows = known.holders.get((fact.body, office), ())
        ended = tuple(replace(t, end=before) if t.person.id != ident and _open(t, fact.first) else t for t in rows)
        if ended == rows:
            continue
        known.holders[fact.body, office] = ended
        changed: dict[str, list[Tenure]] = defaultdict(list)
        for old, new in zip(rows, ended, strict=True):
            if old != new:
                changed[old.person.id].append(new)
        for other, news in changed.items():
            kept = [t for t in known.tenures[other] if not (t.office == office and _open(t, fact.first))]
            known.tenures[other] = (*kept, *news)


def _open(tenure: Tenure, on: date) -> bool:
    return tenure.holds(on) and (tenure.start is None or tenure.start < on)


__all__ = ["STANDINGS", "Learned", "judged", "taught"]
