"""The people of a registry: who has a name, which offices they held on a day, and who held an office."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date

from detente.actors.descriptions import sector_of
from detente.actors.entries import Body, Person, Tenure
from detente.actors.names import keys, words
from detente.actors.offices import HEADS, LEADING, SAME_OFFICE
from detente.actors.registry import Registry
from detente.actors.romanisation import skeleton

# What people do who hold no office of the state.
_UNGOVERNING = frozenset({"AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "LEG", "OPP", "PTY", "REL", "SOC"})


class People:
    """Looks people and offices up in a registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._sectors = {t.office.casefold(): t.sector for t in registry.titles.values() if t.sector}

    def people(self, name: str) -> tuple[Person, ...]:
        """Everybody whose full name, alias or family name this is."""
        key = tuple(keys(words(name)))
        while key and key[0] in {"mr", "mrs", "ms", "dr", "sir"}:
            key = key[1:]
        full = _top(_distinct(self.registry.full_names.get(key)))
        if full:
            return full
        joined = " ".join(key)
        family = _top(self.registry.families.get(joined, ()))
        if family or len(key) < 2:
            return family
        # first name and family name with a middle name left out or put in ("Donald John Trump")
        fitting = tuple(
            p
            for n in (1, 2)
            for p in self.registry.families.get(" ".join(key[-n:]), ())
            if self._given_fits(p, key[: len(key) - n])
        )
        return fitting or (self._by_ends.get((key[0], key[1]), ()) if len(key) == 2 else ())

    @functools.cached_property
    def _by_ends(self) -> dict[tuple[str, str], tuple[Person, ...]]:
        """People by the first and last word of names of three words and more ("Gloria Arroyo")."""
        found: dict[tuple[str, str], tuple[Person, ...]] = {}
        for person in self.registry.persons.values():
            for name in (person.name, *self.registry.also.get(person.id, ())):
                parts = list(keys(words(name)))
                key = (parts[0], parts[-1])
                if len(parts) > 2 and person not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), person)
        return found

    @staticmethod
    def _given_fits(person: Person, given: Sequence[str]) -> bool:
        known = list(keys(words(person.name)))
        return bool(given) and given[0] in known and not set(known) - set(given) - set(keys(words(person.family)))

    def _spelt_otherwise(self, name: str, body: Body) -> tuple[Person, ...]:
        """The people of a state whose names differ in their romanisation alone ("Yun Sok-yol")."""
        spelt = skeleton(name, body.code)
        return self._skeletons.get((body.code or "", spelt), ()) if spelt else ()

    @functools.cached_property
    def _skeletons(self) -> dict[tuple[str, str], tuple[Person, ...]]:
        found: dict[tuple[str, str], tuple[Person, ...]] = {}
        for person in self.registry.persons.values():
            code = self.body_of(person).code or ""
            for name in (person.name, *self.registry.also.get(person.id, ())):
                key = (code, skeleton(name, code) or "") if " " in name else (code, "")
                if key[1] and person not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), person)
        return found

    def _without_given_name(self, name: str, body: Body) -> tuple[Person, ...]:
        """The people of a state of whom the tables know the family name alone."""
        family = list(keys(words(name)))[-1]
        return tuple(
            p
            for p in self.registry.families.get(family, ())
            if p.name == p.family and self.body_of(p).code == body.code
        )

    def full_name(self, name: str) -> bool:
        """Whether the name has a given name too."""
        return bool(self.registry.full_names.get(tuple(keys(words(name))))) or len(list(keys(words(name)))) > 1

    def offices(self, person: Person, on: date | None) -> tuple[Tenure, ...]:
        """Offices held on the day; rows with days before rows with years only."""
        if on is None:
            return ()
        held = _highest([t for t in self.registry.tenures.get(person.id, ()) if t.holds(on)])
        exact = [t for t in held if t.grain != "year"]
        heads = sorted(exact or held, key=lambda t: t.office not in HEADS)
        return tuple(heads)

    def ever_led(self, person: Person) -> bool:
        """Whether the person ever led a state or a group."""
        return any(self._leading(t) for t in self.registry.tenures.get(person.id, ()))

    def leads(self, person: Person, on: date) -> bool:
        """Whether the person leads a state or a group on the day; where only years are known, between them."""
        return any(self._leading(t) and (t.grain != "year" or _well_inside(t, on)) for t in self.offices(person, on))

    def governs(self, person: Person, on: date) -> bool:
        """Whether the person holds an office of a state or organisation on the day, other than a seat in parliament."""
        body = self.body_of(person)
        return any(self.sector_of_office(t.office, body) not in _UNGOVERNING for t in self.offices(person, on))

    def _leading(self, tenure: Tenure) -> bool:
        return tenure.office in HEADS or self.registry.bodies[tenure.body].kind == "group"

    def body_of(self, person: Person, on: date | None = None) -> Body:
        """The state or organisation that a person serves or served, as it was on the day."""
        return self.at(self.registry.bodies[person.body], on)

    def at(self, body: Body, on: date | None) -> Body:
        """A group as it was on the day: rebels became a party, a party the government."""
        phases = self.registry.phases.get(body.id, ()) if on is not None else ()
        return next((p for p in phases if (p.start or on) <= on <= (p.end or on)), body) if on is not None else body

    def holders(self, body: Body, office: str, on: date) -> tuple[Tenure, ...]:
        """Who held the office on the day, each person once; under its own name before others that it goes by."""
        ids = [body.id, body.code or ""] if body.kind in {"state", "former"} else [body.id]
        names: Iterable[str] = SAME_OFFICE.get(office, (office,))
        if office == "leader":
            names = (*LEADING, *self.registry.offices.get(body.id, ())[:1])
        found: dict[str, Tenure] = {}
        for name in names:
            for ident in ids:
                for tenure in self.registry.holders.get((ident, name), ()):
                    if tenure.holds(on):
                        found.setdefault(tenure.person.name, tenure)
            if found and office in {"leader", name}:
                break
        rows = _highest(list(found.values()))
        exact = [t for t in rows if t.grain != "year"]
        return tuple(exact or rows)

    def _state_of(self, name: str, on: date | None) -> Body | None:
        """The state that the people of that name lead or led, if it is one: on the day, else ever."""
        found = self.people(name)
        serving = [p for p in found if any(t.office in HEADS for t in self.offices(p, on))]
        bodies = {self.body_of(p).id: self.body_of(p) for p in serving or found}
        return next(iter(bodies.values())) if len(bodies) == 1 else None

    def sector_of_office(self, office: str, body: Body) -> str | None:
        """The sector of an office of a body; None where no office is known."""
        if not office:
            return None
        if body.kind in {"group", "organisation"}:
            return body.sector
        return sector_of(body, self._sectors.get(office.casefold()) or self._sector_of_noun(office))

    def _sector_of_noun(self, office: str) -> str:
        """The sector of what is no office but what somebody is ("businessman", "rebel leader")."""
        key = tuple(keys(words(office)))
        role = next(iter(self.registry.roles.get(key)), None)
        if role is not None:
            return role.sector
        return self.registry.domains.get(key[0], "") if len(key) > 1 else ""


def _well_inside(tenure: Tenure, on: date) -> bool:
    """Whether the day lies in none of the years in which the tenure began or ended."""
    began = tenure.start is None or tenure.start.year < on.year
    return began and (tenure.end is None or on.year < tenure.end.year)


def _top(persons: tuple[Person, ...]) -> tuple[Person, ...]:
    """Those of the highest layer."""
    top = max((p.layer for p in persons), default=0)
    return tuple(p for p in persons if p.layer == top) if top else persons


def _highest(tenures: list[Tenure]) -> list[Tenure]:
    """Those of the highest layer; a dated one before one that always holds."""
    top = max((t.layer for t in tenures), default=0)
    rows = [t for t in tenures if t.layer == top] if top else tenures
    dated = [t for t in rows if t.start is not None or t.end is not None] if top else rows
    return dated or rows


def _distinct(persons: Iterable[Person]) -> tuple[Person, ...]:
    seen: dict[str, Person] = {}
    for person in persons:
        seen.setdefault(person.id, person)
    return tuple(seen.values())
