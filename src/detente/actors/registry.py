"""What detente knows about actors: the tables of data/actors, loaded once and indexed by name.

States, territories, former states, seats of government, organisations, armed and political groups, institutions, state
companies, media, office titles, role nouns, and persons with dated tenures. Every row of a table names its source.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

from detente.actors.entries import SMALL, Alias, Ambiguous, Body, Head, Person, Reading, Role, Tenure, Title, plural
from detente.actors.names import PARTICLES, Phrases, fold, key, words

DATA = Path(str(files("detente") / "data" / "actors"))


def rows(table: str) -> Iterator[Mapping[str, str]]:
    """The rows of a table of the package."""
    with (DATA / f"{table}.tsv").open(encoding="utf-8") as lines:
        fields = next(lines).rstrip("\n").split("\t")
        for line in lines:
            yield dict(zip(fields, line.rstrip("\n").split("\t"), strict=True))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _reading(ident: str, cell: str) -> Reading:
    """A body that a name may mean: the words that speak for it, and when it is meant where none speaks for another,
    "*" always, "*1990-10-03.." since a day."""
    cues = _list(cell)
    usual = next((cue[1:] for cue in cues if cue.startswith("*")), None)
    start, _, end = (usual or "").partition("..")
    return Reading(
        ident, frozenset(fold(c) for c in cues if not c.startswith("*")), usual is not None, _day(start), _day(end)
    )


def _list(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _acronym(text: str) -> bool:
    letters = text.replace(".", "").replace("-", "").replace("+", "").replace("/", "")
    return letters.isalnum() and letters.upper() == letters and len(letters) <= 6 and not letters.isdigit()


class Registry:
    """All tables, indexed. Immutable after loading; get it with `load()`."""

    def __init__(self) -> None:
        self.rank = 0  # of the highest layer
        self.dependencies: dict[str, str] = {}  # ISO 3166-1 alpha-3 -> code of the state
        self.bodies: dict[str, Body] = {}
        self.aliases: Phrases[Alias] = Phrases()
        self.titles: Phrases[Title] = Phrases()
        self.roles: Phrases[Role] = Phrases()
        self.ambiguous: Phrases[Ambiguous] = Phrases()
        self.phases: dict[str, tuple[Body, ...]] = {}
        self.persons: dict[str, Person] = {}
        self.also: dict[str, tuple[str, ...]] = {}
        self.full_names: Phrases[Person] = Phrases()
        self.families: dict[str, tuple[Person, ...]] = {}
        self.tenures: dict[str, tuple[Tenure, ...]] = {}
        self.holders: dict[tuple[str, str], tuple[Tenure, ...]] = {}
        self.offices: dict[str, tuple[str, ...]] = {}
        self.places: frozenset[str] = frozenset()
        self.genders: dict[str, str] = {}
        self.given: frozenset[str] = frozenset()  # given names, with those whose gender is not told
        self.heads: dict[str, Head] = {}
        self.domains: dict[str, str] = {}
        self.things: frozenset[str] = frozenset()
        self.general: dict[str, Role] = {}
        self.local_titles: dict[tuple[str, str], Title] = {}
        self._load_states()
        self._load_bodies()
        self._load_nouns()
        self._load_persons()

    def _name(self, body: Body, text: str, form: str) -> None:
        parts = words(text)
        small = {fold(w) for w in parts if w[:1].islower()} - SMALL
        lower = text == text.lower()
        self.aliases.add(text, Alias(body, form, text, _acronym(text), lower, SMALL | small if small else SMALL))

    def _body(self, body: Body) -> Body:
        return self.bodies.setdefault(body.id, body)

    def _load_states(self) -> None:
        places = set()
        for table in ("states", "former"):
            for row in rows(table):
                adjectives, former = _list(row["adjectives"]), table == "former"
                body = self._body(
                    Body(
                        row["id"] if former else row["code"],
                        "former" if former else "state",
                        row["name"],
                        row["code"],
                        None,
                        adjectives[0] if adjectives else row["name"],
                        _day(row["start"]) if former else None,
                        _day(row["end"]) if former else None,
                        row["source"],
                    )
                )
                for name in [row["name"], *_list(row["names"])]:
                    self._name(body, name, "name")
                for adjective in adjectives:
                    self._name(body, adjective, "adjective")
                    if not _acronym(adjective) and not adjective.endswith(("ese", "sh", "ch", "ss")):
                        self._name(body, plural(adjective), "demonym")
                for demonym in _list(row["demonyms"]):
                    self._name(body, demonym, "demonym")
                    if not demonym.endswith(("men", "ese", "woman")):
                        self._name(body, plural(demonym), "demonym")
                for capital in _list(row["capitals"]):
                    self._name(body, capital, "capital")
                    places.add(capital)
                for seat in _list(row["seats"]):
                    self._name(body, seat, "seat")
                self.offices[body.id] = tuple(_list(row["offices"]))
        for row in rows("territories"):
            adjectives = _list(row["adjectives"])
            body = self._body(
                Body(
                    f"{row['code']}:{fold(row['name']).replace(' ', '-')}",
                    "territory",
                    row["name"],
                    row["code"],
                    row["sector"] or None,
                    adjectives[0] if adjectives else row["name"],
                    source=row["source"],
                )
            )
            if row["source"].startswith("ISO 3166-1 "):
                self.dependencies[row["source"][-3:]] = row["code"]
            for name in [row["name"], *_list(row["names"])]:
                self._name(body, name, "name")
            for adjective in adjectives:
                self._name(body, adjective, "adjective")
                self._name(body, plural(adjective), "demonym")
        self.places = frozenset(places)

    @functools.cached_property
    def within(self) -> Phrases[Alias]:
        """Cities and provinces, filed as names of form "place" of their state."""
        places: Phrases[Alias] = Phrases()
        for row in rows("places"):
            places.add(row["name"], Alias(self.bodies[row["code"]], "place", row["name"]))
        return places

    @functools.cached_property
    def peoples(self) -> frozenset[str]:
        """Names of peoples among those of form "place": plurals of an adjective ("Tibetans")."""
        names = {alias.text for alias in self.within.values()}
        return frozenset(name for name in names if name.endswith("s") and name[:-1] in names)

    def _load_bodies(self) -> None:
        for table, kind in (("organisations", "organisation"), ("groups", "group")):
            prefix = "org" if kind == "organisation" else "group"
            for row in rows(table):
                body = self._body(
                    Body(
                        f"{prefix}:{row['id']}",
                        kind,
                        row["name"],
                        row["code"] or None,
                        row["sector"] or None,
                        None,
                        _day(row["start"]),
                        _day(row["end"]),
                        row["source"],
                    )
                )
                for name in [row["name"], *_list(row["names"])]:
                    self._name(body, name, "name")
        for row in rows("institutions"):
            names, code = _list(row["names"]), row["code"] or None
            kind = "company" if row["sector"] == "BUS" else "institution"
            ident = f"{code or 'MNC'}:{row['sector']}:{row['slug']}"
            body = Body(ident, kind, row["name"], code or "MNC", row["sector"], source=row["source"])
            self._body(body)
            for name in names:
                self._name(body, name, "name")
        for row in rows("media"):
            for name in _list(row["names"]):
                body = Body(
                    f"media:{fold(name.removeprefix('The ')).replace(' ', '-')}",
                    "media",
                    name,
                    row["code"] or None,
                    "JRN",
                    source=row["source"],
                )
                self._name(self._body(body), name, "name")
        for row in rows("not_actors"):
            body = Body(f"none:{fold(row['name']).replace(' ', '-')}", "none", row["name"], None, source=row["source"])
            self._name(body, row["name"], "name")
        for row in rows("phases"):
            phase = replace(
                self.bodies[f"group:{row['id']}"],
                code=row["code"] or None,
                sector=row["sector"] or None,
                start=_day(row["start"]),
                end=_day(row["end"]),
            )
            self.phases[phase.id] = (*self.phases.get(phase.id, ()), phase)
        for row in rows("ambiguous"):
            readings = tuple(_reading(row[f"id{n}"], row[f"cues{n}"]) for n in (1, 2, 3) if row.get(f"id{n}"))
            self.ambiguous.add(row["name"], Ambiguous(row["name"], readings))

    def _load_nouns(self) -> None:
        for row in rows("titles"):
            title = Title(row["phrase"], row["office"], row["sector"], row["rank"], row["only"])
            self.titles.add(title.phrase, title)
            if title.office and " of " not in title.phrase:
                self.titles.add(plural(title.phrase), title)
            elif title.office:
                head, _, rest = title.phrase.partition(" of ")
                self.titles.add(f"{plural(head)} of {rest}", title)
        for row in rows("local_titles"):
            title = Title(row["phrase"], row["office"], row["sector"], "many")
            self.local_titles[row["code"], row["phrase"]] = title
        for row in rows("roles"):
            role = Role(row["noun"], row["sector"], row["kind"], row["slug"])
            self.roles.add(role.noun, role)
            if not role.noun.endswith("s"):
                self.roles.add(plural(role.noun), role)
        for row in rows("nouns"):
            noun = row["noun"]
            many = noun if noun.endswith("s") else plural(noun)
            role = Role(noun, row["sector"], row["kind"], many)
            for form in {noun, many}:
                if not self.roles.get(key(form)):
                    self.roles.add(form, role)
        self.things = frozenset(form for row in rows("things") for form in (row["noun"], plural(row["noun"])))
        for row in rows("heads"):
            noun = row["noun"]
            self.heads[noun] = Head(frozenset(_list(row["takes"])), row["sector"])
            if " " not in noun:
                self.general[noun] = Role(noun, row["sector"], "collective", noun)
                if plural(noun) not in self.things:  # "arms" are no arms of anybody
                    self.general[plural(noun)] = self.general[noun]
        for row in rows("domains"):
            for word in row["words"].split():
                self.domains[word] = row["sector"]
                if row["sector"] in {"PTY", "REL"}:  # "conservatives", "Protestants"
                    self.general.setdefault(plural(word), Role(word, row["sector"], "person", plural(word)))

    def _load_persons(self) -> None:
        given = {fold(row["name"]): row["gender"] for row in rows("given_names")}
        self.given = frozenset(given)
        self.genders = {name: gender for name, gender in given.items() if gender}
        families: dict[str, list[Person]] = defaultdict(list)
        for row in rows("persons"):
            body = row["body"]
            person = Person(
                row["id"],
                body if body in self.bodies else self._long_id(body),
                row["name"],
                row["family"],
                row["source"],
            )
            self.persons[person.id] = person
            self.also[person.id] = tuple(_list(row["aliases"]))
            for name in [row["name"], *_list(row["aliases"])]:
                if name != row["family"]:
                    self.full_names.add(name, person)
            for family in self._family_names(row["family"], _list(row["aliases"])):
                families[family].append(person)
        self.families = {key: tuple(value) for key, value in families.items()}
        by_person: dict[str, list[Tenure]] = defaultdict(list)
        by_office: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
        for row in rows("tenures"):
            person = self.persons[row["person"]]
            tenure = Tenure(
                person, person.body, row["office"], _day(row["start"]), _day(row["end"]), row["grain"], row["source"]
            )
            by_person[person.id].append(tenure)
            by_office[tenure.body, tenure.office].append(tenure)
        self.tenures = {key: tuple(value) for key, value in by_person.items()}
        self.holders = {key: tuple(value) for key, value in by_office.items()}

    @staticmethod
    def _family_names(family: str, aliases: Iterable[str]) -> set[str]:
        """A family name as keys, without its particle ("al-Assad") too and as the aliases spell it ("Zelenskyy")."""
        own = _folded(family)
        particle, _, rest = own.partition(" ")
        found = {own, rest} if rest and particle in PARTICLES else {own}
        alike = own[: max(4, len(own) - 2)]
        lasts = (_folded(alias.split()[-1]) for alias in aliases if " " in alias)
        return found | {last for last in lasts if len(own) > 4 and last.startswith(alike) and len(last) <= len(own) + 2}

    def _long_id(self, short: str) -> str:
        for prefix in ("org", "group"):
            if f"{prefix}:{short}" in self.bodies:
                return f"{prefix}:{short}"
        former = [b.id for b in self.bodies.values() if b.kind == "former" and b.code == short]
        if former:
            return former[0]
        raise ValueError(f"persons.tsv: no body {short!r}")


def _folded(name: str) -> str:
    return " ".join(key(name))


@functools.cache
def load() -> Registry:
    """The registry of the package, read once per process."""
    return Registry()
