"""From a description (state or organisation, office or role, name, "former") to an actor at a date, or the reason
why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.actors.chunks import STANCES
from detente.actors.descriptions import Description, actor_of, part, part_of_place, sector_of, slug
from detente.actors.entries import STATE_KINDS, Body, Person, Tenure
from detente.actors.offices import HEADS, LEADING, ROYAL, SAME_OFFICE
from detente.actors.people import People
from detente.actors.registry import Registry
from detente.actors.scan import Scanner
from detente.records import Actor, Unresolved

# Whoever belongs to an organisation or a group acts as it does: "EU members", "Hamas members".
BELONGING = frozenset({"member", "members"})
# "the Mercosur bloc" is Mercosur.
ITSELF = frozenset({"bloc", "alliance", "grouping"})
COLLECTIVE = frozenset({"organisation", "group", "institution"})


class Directory(People):
    """Identifies descriptions. `on` is the day for which offices hold; None leaves them undecided."""

    def __init__(self, registry: Registry) -> None:
        super().__init__(registry)
        self.scanner = Scanner(registry)

    def identify(self, told: Description, on: date | None) -> Actor | Unresolved:
        """Who the description denotes on the day, or why not, with the sector that it tells all the same."""
        found = self._identify(told, on)
        if isinstance(found, Actor):
            return found
        stated = told.title.sector if told.title else told.role.sector if told.role else ""
        past = told.title is not None and (told.when == "former" or told.relative)
        return replace(found, sector="ELI" if past else stated) if stated else found

    def _identify(self, told: Description, on: date | None) -> Actor | Unresolved:
        """The same without the sector; who is only tied to a state ("Iran-backed") is not the state's."""
        if told.tie and told.body is not None:
            how = told.tie if told.tie in STANCES else f"{told.tie} by"
            return Unresolved(f"{how} {told.body.name}; whose they are is not said", (told.body.id,))
        if told.body is not None and told.body.id in self.registry.phases:
            told = told._replace(body=self.at(told.body, on))
        if told.body is None and told.title is not None and told.title.only:
            told = told._replace(body=self.registry.bodies[told.title.only])
        if told.body is None and told.owner and (told.relative or not told.name):
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
        if (told.organisation and body.kind == "company") or (body.kind == "organisation" and role.noun in ITSELF):
            return actor_of(body, body.said)
        if told.organisation:
            why = f"{told.organisation}: {role.noun} ({sector or 'no sector'}) of {body.name}, known by its words alone"
            ident = ":".join(p for p in (body.id, sector, slug(told.organisation)) if p)
            return Actor(ident, told.organisation, body.code, sector or None, (sector,) if sector else (), None, why)
        if body.kind not in STATE_KINDS and role.kind in {"person", "institution"} and role.sector in {"GOV", ""}:
            sector = body.sector or ("GOV" if body.kind == "institution" else "")
        if body.kind in {"company", "media"} or (body.kind in COLLECTIVE and role.noun in BELONGING):
            sector = body.sector or ("" if body.kind in COLLECTIVE else sector)
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
        sector = body.sector if body.kind in {"company", "media"} else sector_of(body, title.sector)
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
        if told.place and told.place not in self.registry.places:  # "Quebec's premier"
            return part_of_place(body, told.place, sector, title.phrase)
        leads = body.kind == "group" and what == "leader" and title.sector in {"GOV", body.sector}
        if on is not None and not told.generic and (leads or title.rank in {"head", "post"}):
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
            if told.title is not None and (told.title.rank in {"head", "post"} or office in ROYAL):
                return ()
        if on is not None:
            serving = tuple(p for p in candidates if any(t.office in HEADS for t in self.offices(p, on)))
            if serving:
                return serving
            if len({p.name for p in candidates}) == 1:  # one person in the service of several
                return self._latest(candidates, on)
        return candidates

    def _latest(self, candidates: tuple[Person, ...], on: date) -> tuple[Person, ...]:
        """Those in an office on the day, else those who left one last."""
        serving = tuple(p for p in candidates if self.offices(p, on))
        if serving:
            return serving[:1] if len({p.name for p in serving}) == 1 else serving
        ends = {p.id: [t.end for t in self.registry.tenures.get(p.id, ()) if t.end and t.end < on] for p in candidates}
        last = max((max(days) for days in ends.values() if days), default=None)
        return tuple(p for p in candidates if last is not None and last in ends[p.id]) or candidates

    def settle(self, person: Person, told: Description, on: date | None) -> Actor:
        """A known person in the office of the text or of the day."""
        body, title = self.body_of(person, on), told.title
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
        stated = told.role.sector if told.role is not None and told.role.sector not in {"CVL", "ELI"} else ""
        gone = on is not None and not (held or office or stated) and any(t.end and t.end < on for t in ever)
        if told.when == "former" or gone:
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
            rank = title is not None and title.sector == "MIL" and title.rank == "many"  # "Col. Muammar Gaddafi"
            general = rank or office in {"leader", "minister", "chairman", "head", "chief", "monarch"}
            stated = office if office and not general else tenure.office
            sector = tenure.sector if tenure.sector and not office else self.sector_of_office(stated, body)
            home = self.registry.bodies.get(tenure.body, body) if told.body is None else body
            return Actor(
                f"person:{person.id}",
                person.name,
                home.code,
                sector,
                (sector,) if sector else (),
                stated or None,
                f"{tenure.office or sector or 'somebody'} of {home.name} on {on} ({tenure.source})",
            )
        said = title.sector if title else told.role.sector if told.role else None
        sector = sector_of(body, said) if title or said else None
        why = f"known from {source}; no office on {on}" if on else f"known from {source}; no date, so no office"
        if sector is None and on is None:  # whatever the office, it was of one sector
            sectors = {t.sector or self.sector_of_office(t.office, body) for t in ever}
            sector = sectors.pop() if len(sectors) == 1 else None
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
        if title is None and role is None and " " not in (told.name or "") and not told.relative:
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


def _of(body: Body) -> str:
    """The body's name, with the row that a user's file gives of it."""
    return f"{body.name} ({body.source})" if ", line " in body.source else body.name
