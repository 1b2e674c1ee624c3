"""From a description (state or organisation, office or role, name, "former") to an actor at a date, or the reason
why not."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from detente.actors.names import fold, keys, words
from detente.actors.registry import STATE_KINDS, Body, Person, Registry, Role, Tenure, Title
from detente.actors.romanisation import skeleton
from detente.actors.scan import Scanner
from detente.records import Actor, Unresolved

# Offices that tenures may name otherwise than the title in the text does.
SAME_OFFICE = {
    "President": ("President", "Acting President"),
    "Prime Minister": ("Prime Minister", "Premier"),
    "Foreign Minister": ("Foreign Minister", "Secretary of State", "Foreign Secretary"),
    "Foreign Secretary": ("Foreign Secretary", "Foreign Minister"),
    "Secretary of State": ("Secretary of State",),
    "Defence Minister": ("Defence Minister", "Secretary of Defense", "Defence Secretary"),
    "Secretary of Defense": ("Secretary of Defense",),
    "Defence Secretary": ("Defence Secretary", "Secretary of Defense"),
    "Finance Minister": ("Finance Minister", "Secretary of the Treasury", "Chancellor of the Exchequer"),
    "monarch": ("King", "Queen", "Emperor", "Sultan", "Emir", "Grand Duke", "Prince"),
    "head of state": ("President", "King", "Queen", "Emperor", "Sultan", "Emir", "Supreme Leader"),
    "head of government": ("Prime Minister", "Premier", "Chancellor", "head of government"),
    "Chancellor": ("Chancellor",),
    "High Representative": ("High Representative",),
}
LEADING = ("General Secretary", "First Secretary", "Supreme Leader", "Paramount Leader", "Leader", "leader")
HEADS = frozenset(
    {
        "President",
        "Prime Minister",
        "Premier",
        "Chancellor",
        "King",
        "Queen",
        "Emperor",
        "Sultan",
        "Emir",
        "Pope",
        "Secretary-General",
        "Chief Executive",
        *LEADING,
    }
)


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
    """The stated sector; where there is none, that of the body; a state's plain officials are GOV."""
    if stated:
        return stated
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


class Directory:
    """Looks people and offices up in a registry. `on` is the day for which offices hold; None leaves them undecided."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.scanner = Scanner(registry)
        self._sectors = {t.office: t.sector for t in registry.titles.values() if t.sector}

    # people

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

    def _leading(self, tenure: Tenure) -> bool:
        return tenure.office in HEADS or self.registry.bodies[tenure.body].kind == "group"

    def body_of(self, person: Person) -> Body:
        return self.registry.bodies[person.body]

    # offices

    def holders(self, body: Body, office: str, on: date) -> tuple[Tenure, ...]:
        """Who held the office on the day, each person once."""
        ids = [body.id, body.code or ""] if body.kind in STATE_KINDS else [body.id]
        names: Iterable[str] = SAME_OFFICE.get(office, (office,))
        if office == "leader":
            names = (*LEADING, *self.registry.offices.get(body.id, ())[:1])
        found: dict[str, Tenure] = {}
        for name in names:
            for ident in ids:
                for tenure in self.registry.holders.get((ident, name), ()):
                    if tenure.holds(on):
                        found.setdefault(tenure.person.id, tenure)
            if found and office in {"leader"}:
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
        if body.kind in {"group", "organisation"}:
            return body.sector
        return self._sectors.get(office) or sector_of(body, None)

    # descriptions

    def identify(self, told: Description, on: date | None) -> Actor | Unresolved:
        """Who the description denotes on the day; who is only tied to a state ("Iran-backed") is not the state's."""
        if told.tie and told.body is not None:
            return Unresolved(f"{told.tie} by {told.body.name}; whose they are is not said", (told.body.id,))
        if told.body is None and told.owner and not told.name:
            told = told._replace(body=self._state_of(told.owner, on), owner="")
        if told.name:
            return self._named(told, on)
        if told.title and (told.title.office or told.title.sector):
            return self._office(told, on)
        if told.body is None:
            return Unresolved("no state, organisation or group is named")
        if told.role:
            return self._role(told, told.body)
        if told.place:
            why = f"{told.place}, a place in {told.body.name}"
            return Actor(f"{told.body.id}:place:{slug(told.place)}", told.place, told.body.code, None, (), None, why)
        return actor_of(told.body, told.body.said)

    def _role(self, told: Description, body: Body) -> Actor:
        role = told.role
        assert role is not None
        sector = role.sector
        if told.organisation and body.kind == "company":
            return actor_of(body, body.said)
        if told.organisation:
            why = f"{told.organisation}: {role.noun} ({sector or 'no sector'}) of {body.name}, known by its words alone"
            ident = ":".join(p for p in (body.id, sector, slug(told.organisation)) if p)
            return Actor(ident, told.organisation, body.code, sector or None, (sector,) if sector else (), None, why)
        if body.kind not in STATE_KINDS and role.kind in {"person", "institution"} and role.sector in {"GOV", ""}:
            sector = body.sector or ("GOV" if body.kind == "institution" else "")
        if body.kind in {"company", "media"}:
            sector = body.sector or sector
        if body.kind == "group" and (role.sector in {"MIL", "GOV", "UAF", ""} or role.kind == "collective"):
            sector = sector if body.sector == "CVL" and sector else body.sector or sector
        if told.when == "former":
            sector = "ELI"
        return part(
            body,
            sector_of(body, sector),
            role.slug.replace("-", " ") or role.noun,
            None,
            f"{_of(body)}, {role.noun} ({'; '.join(x for x in (sector, role.source) if x)})",
        )

    def _office(self, told: Description, on: date | None) -> Actor | Unresolved:
        body, title = told.body, told.title
        assert title is not None
        if body is None:
            return Unresolved(f"whose {title.phrase} is not said")
        sector = sector_of(body, title.sector)
        what = title.office or title.phrase
        if told.elect:
            return part(body, "PTY", f"{what}-elect", None, f"{what}-elect of {body.name}")
        if told.when != "now" or told.relative:
            sector = "ELI" if told.when == "former" or told.relative else sector
            return part(
                body,
                sector,
                f"family of {what}" if told.relative else f"{told.when} {what}",
                None if sector == "ELI" else what,
                f"{told.when} {what} of {body.name}",
            )
        if on is not None and not told.generic and title.rank in {"head", "post"}:
            found = self.holders(body, what, on)
            if len(found) == 1:
                tenure = found[0]
                return self._person(
                    tenure.person, body, tenure, f"{tenure.office} of {body.name} on {on} ({tenure.source})"
                )
        return part(body, sector, what, what, f"{what} of {body.name}; who held it is not settled")

    def _person(self, person: Person, body: Body, tenure: Tenure | None, why: str) -> Actor:
        home = body if body.code == self.body_of(person).code else self.body_of(person)
        sector = (tenure.sector or self.sector_of_office(tenure.office, home)) if tenure else None
        return Actor(
            f"person:{person.id}",
            person.name,
            home.code,
            sector,
            (sector,) if sector else (),
            tenure.office if tenure else None,
            why,
        )

    def _named(self, told: Description, on: date | None) -> Actor | Unresolved:
        name, body, title = told.name or "", told.body, told.title
        candidates = self.people(f"{title.phrase} {name}") if title is not None else ()
        candidates = candidates or self.people(name)
        if body is not None:
            inside = [p for p in candidates if self.body_of(p).code == body.code or p.body == body.id]
            if inside or body.kind != "organisation" or not self.full_name(name):
                candidates = tuple(inside)
            if not candidates and self.full_name(name):
                candidates = self._spelt_otherwise(name, body) or self._without_given_name(name, body)
        if len(candidates) > 1 or (candidates and not self.full_name(name) and body is None):
            candidates = self._narrow(candidates, told, on)
        if not candidates:
            return self._introduced(told)
        if len(candidates) > 1:
            if title is not None and title.office and on is None and told.when == "now":
                states = {self.body_of(p).id: self.body_of(p) for p in candidates}
                if len(states) == 1:
                    home = next(iter(states.values()))
                    why = f"{title.office} of {home.name}; which {name} is not settled without a date"
                    return part(home, self.sector_of_office(title.office, home), title.office, title.office, why)
            return Unresolved(f"several persons are called {name}", tuple(f"person:{p.id}" for p in candidates[:12]))
        return self.settle(candidates[0], told, on)

    def _narrow(self, candidates: tuple[Person, ...], told: Description, on: date | None) -> tuple[Person, ...]:
        """Those who hold (or held, for "former") the office that is named, on the day that is given."""
        office = told.title.office if told.title and told.title.office else None
        if office:
            names = set(SAME_OFFICE.get(office, (office,))) | ({*LEADING} if office == "leader" else set())
            kept = []
            for person in candidates:
                rows = [t for t in self.registry.tenures.get(person.id, ()) if t.office in names]
                if told.when == "now" and on is not None:
                    rows = [t for t in rows if t.holds(on)]
                elif on is not None:
                    rows = [t for t in rows if t.start is not None and t.start <= on]
                if rows:
                    kept.append(person)
            if kept or on is None:
                return tuple(kept) or candidates
            if told.title is not None and told.title.rank in {"head", "post"}:
                return ()
        if on is not None:
            serving = tuple(p for p in candidates if any(t.office in HEADS for t in self.offices(p, on)))
            if serving:
                return serving
        return candidates

    def settle(self, person: Person, told: Description, on: date | None) -> Actor:
        """A known person in the office of the text or of the day."""
        body, title = self.body_of(person), told.title
        if told.body is not None and (told.body.code == body.code) and told.body.kind in {"former", "institution"}:
            body = told.body if told.body.kind == "former" else body
        held = self.offices(person, on)
        office = title.office if title else None
        ever = self.registry.tenures.get(person.id, ())
        source = ever[0].source if ever else person.source
        if told.relative:
            return Actor(
                f"{body.id}:ELI:{slug('family of ' + person.name)}",
                f"family of {person.name}",
                body.code,
                "ELI",
                ("ELI",),
                None,
                "relative",
            )
        if told.when == "former" or (
            on is not None and not held and not office and any(t.end and t.end < on for t in ever)
        ):
            past = [t for t in ever if on is None or (t.end is not None and t.end < on)]
            past.sort(key=lambda t: (t.office in HEADS, t.end or t.start or date.min))
            was = past[-1].office if past else (office or "office holder")
            return Actor(
                f"person:{person.id}",
                person.name,
                body.code,
                "ELI",
                ("ELI",),
                None,
                f"former {office or was} of {body.name} ({source})",
            )
        names = set(SAME_OFFICE.get(office, (office,))) if office else set()
        over = on is not None and any(t.office in names and t.end and t.end < on for t in ever)
        if office and not held and over and told.when == "now":
            return Actor(
                f"person:{person.id}", person.name, body.code, "ELI", ("ELI",), None, f"{office} before {on} ({source})"
            )
        if office and not held:
            sector = sector_of(body, title.sector if title else None)
            return Actor(
                f"person:{person.id}",
                person.name,
                body.code,
                sector,
                (sector,) if sector else (),
                office,
                f"{office} as the text says",
            )
        if held:
            tenure = next((t for t in held if t.office in names), held[0])
            stated = (
                office
                if office and office not in {"leader", "minister", "chairman", "head", "chief", "general", "monarch"}
                else tenure.office
            )
            sector = tenure.sector if tenure.sector and not office else self.sector_of_office(stated, body)
            home = self.registry.bodies.get(tenure.body, body) if told.body is None else body
            return Actor(
                f"person:{person.id}",
                person.name,
                home.code,
                sector,
                (sector,) if sector else (),
                stated or None,
                f"{tenure.office or sector} of {home.name} on {on} ({tenure.source})",
            )
        said = title.sector if title else told.role.sector if told.role else None
        sector = sector_of(body, said) if title or said else None
        why = f"known from {source}; no office on {on}" if on else f"known from {source}; no date, so no office"
        return Actor(f"person:{person.id}", person.name, body.code, sector, (sector,) if sector else (), office, why)

    def _introduced(self, told: Description) -> Actor | Unresolved:
        """A person nobody knows, as the text presents them."""
        body, title, role = told.body, told.title, told.role
        if body is None:
            return Unresolved(
                "person not introduced" if not title or not title.office else f"{title.phrase} of what is not said"
            )
        if title is None and role is not None and role.kind == "institution" and told.name:
            what = f"{role.noun.capitalize()} of {told.name}"
            return part(body, role.sector or None, what, None, f"{body.name}, {what} ({role.sector})")
        if title is None and role is None and " " not in (told.name or ""):
            sectors = (body.sector,) if body.sector else ()
            why = f"a name beside {body.name}, not known"
            return Actor(f"{body.id}:{slug(told.name or '')}", told.name, body.code, body.sector, sectors, None, why)
        stated = title.sector if title else role.sector if role else "CVL"
        sector = "ELI" if told.when == "former" or told.relative else sector_of(body, stated)
        if body.kind in {"media", "company"} or (title is None and role is None and body.kind not in STATE_KINDS):
            sector = body.sector
        office = (title.office or None) if title and told.when != "former" else None
        return Actor(
            f"person:{slug(told.name or '')}",
            told.name,
            body.code,
            sector,
            (sector,) if sector else (),
            office,
            f"introduced by the text as {told.when + ' ' if told.when != 'now' else ''}"
            f"{(title.phrase if title else role.noun if role else 'of')} {body.name}",
        )


def _well_inside(tenure: Tenure, on: date) -> bool:
    """Whether the day lies in none of the years in which the tenure began or ended."""
    began = tenure.start is None or tenure.start.year < on.year
    return began and (tenure.end is None or on.year < tenure.end.year)


def _of(body: Body) -> str:
    """The body's name, with the row that a user's file gives of it."""
    return f"{body.name} ({body.source})" if ", line " in body.source else body.name


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


__all__ = ["HEADS", "Description", "Directory", "actor_of", "fold", "part", "sector_of", "slug"]
