"""Names and named people: whom a name, or an office with a name, denotes in this article."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Doc

from detente.actors.descriptions import Description, actor_of
from detente.actors.entries import STATE_KINDS, Alias, Body
from detente.actors.memory import FEMININE, MASCULINE, Known
from detente.actors.names import fold, keys, words
from detente.actors.phrases import Phrase, as_place, body_of, head_of
from detente.actors.scene import Scene, is_plural
from detente.records import Actor, Introduction, Party, Unresolved

_PERSON = frozenset({"PER", "PERSON"})
_LOCATIONS = frozenset({"LOC", "GPE"})
_EMPLOYERS = STATE_KINDS | {"organisation", "group"}
_ACRONYM = re.compile(r"(?=.{2,8}$)[A-Z]\w*[A-Z]\w*")
# States whose members of government are called secretaries.
NO_MINISTERS = frozenset({"USA", "VAT"})
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de", "del", "la", "des", "du", "-"})


def explained(doc: Doc, start: int, end: int) -> int | None:
    """The head of the words before a bracket whose initials the tokens [start, end) in it are, else None."""
    if start < 2 or doc[start - 1].text != "(" or end >= len(doc) or doc[end].text != ")":
        return None
    letters = [c for c in doc[start:end].text if c.isupper()]
    i = start - 2
    first = i + 1
    while letters and i >= max(0, start - 16):
        word = doc[i].text
        if word[:1].upper() == letters[-1] and (word[:1].isupper() or word.lower() not in _SMALL):
            letters.pop()
            first = i
        elif word.lower() not in _SMALL:
            return None
        i -= 1
    return head_of(doc, first, start - 1) if not letters else None


def described(phrase: Phrase) -> Description:
    """What the phrase says, for the directory."""
    return Description(
        body_of(phrase.mods),
        phrase.title,
        phrase.role,
        phrase.name,
        phrase.when,
        phrase.elect,
        phrase.relative,
        phrase.generic and phrase.name is None,
    )


class Naming:
    """Settles phrases with names, and learns whom the article introduces."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.look = scene.look

    def introduce(self, phrase: Phrase) -> None:
        """Learns people named with an office, a role, or a full name that the registry knows."""
        if phrase.kind != "person" or not phrase.name:
            return
        told = described(phrase)
        full = self.look.full_name(phrase.name)
        stated = told.body is not None and (told.title is not None or told.role is not None)
        titled = told.title is not None and bool(told.title.office)
        known = full and self._known(phrase.name)
        gender = self.gender(phrase)
        actor = self.look.identify(told, self.scene.on) if stated or titled or known else None
        if isinstance(actor, Actor):
            name = phrase.name if full else actor.name or phrase.name
            self.scene.memory.introduce(actor, name, gender, self._spellings(actor))
            if full and titled and stated:
                self._note_office(phrase, told, actor)
        elif " " in phrase.name and self._may_be_person(phrase):
            self.scene.memory.introduce(None, phrase.name, gender)

    def _note_office(self, phrase: Phrase, told: Description, actor: Actor) -> None:
        """Keeps that the article gives a named person an office of its day."""
        body, title = told.body, told.title
        if body is None or title is None or told.when != "now" or told.elect or told.relative or told.generic:
            return
        if not actor.id.startswith("person:") or actor.sector == "ELI" or body.kind not in _EMPLOYERS:
            return
        span = self.scene.span(phrase.start, phrase.end)
        name = actor.name or phrase.name or ""
        found = Introduction(actor.id, name, title.office, body.id, body.code, actor.sector, span)
        self.scene.introductions.append(found)

    def _known(self, name: str) -> bool:
        """The registry has one person of that full name, in office on the day or of a state the article speaks of; in
        a text without a day, one who led a state. Of several the only one in office on the day counts."""
        found, on = self.look.people(name), self.scene.on
        if len(found) > 1 and on is not None:
            found = tuple(p for p in found if self.look.offices(p, on))
        if len(found) != 1 or not self.look.full_name(name):
            return False
        body = self.look.body_of(found[0])
        marks = set(keys(words(body.name))) | set(keys(words(body.adjective or "")))
        if self.look.offices(found[0], on) if on is not None else self.look.ever_led(found[0]):
            return True
        return bool(marks & self.scene.cues) or (body.code == "USA" and bool({"us", "u.s."} & self.scene.cues))

    def _spellings(self, actor: Actor) -> tuple[str, ...]:
        """Other spellings of a known person's name."""
        registry, ident = self.look.registry, actor.id.removeprefix("person:")
        person = registry.persons.get(ident)
        return (person.name, person.family, *registry.also.get(ident, ())) if person is not None else ()

    def gender(self, phrase: Phrase) -> str | None:
        """What a title or a given name shows."""
        said = {fold(self.scene.doc[i].text) for i in range(phrase.start, phrase.end)}
        if said & MASCULINE or said & FEMININE:
            return "m" if said & MASCULINE else "f"
        given = fold((phrase.name or "").partition(" ")[0])
        return self.look.registry.genders.get(given) if " " in (phrase.name or "") else None

    def settle(self, phrase: Phrase) -> None:
        """Files who a name denotes."""
        if phrase.kind == "person":
            self._person(phrase)
        else:
            self._body(phrase)

    def _body(self, phrase: Phrase) -> None:
        scene, alias = self.scene, phrase.alias
        if phrase.problem is not None or alias is None:
            scene.note(phrase, (), phrase.problem, "name")
            return
        if alias.body.kind == "none":
            self._place(phrase, alias.text)
            return
        token = scene.doc[phrase.head]
        actor = self._of_alias(replace(alias, body=self.look.at(alias.body, scene.on)))
        if alias.form == "capital" and as_place(token):
            span = scene.span(phrase.start, phrase.end)
            for i in range(phrase.start, phrase.end):
                scene.places[i] = Party(span, actor)
            return
        kind = "adjective" if phrase.kind == "adjective" else "name"
        scene.note(phrase, (actor,), None, kind, plural=alias.form == "demonym" and is_plural(token))

    @staticmethod
    def _of_alias(alias: Alias) -> Actor:
        """The body; its government where its seat is named, its people where a demonym is."""
        body = alias.body
        if alias.form == "seat" and body.kind in STATE_KINDS:
            why = f"{alias.text}: seat of the government of {body.name}"
            return Actor(
                f"{body.id}:GOV:government", f"{body.adjective} government", body.code, "GOV", ("GOV",), None, why
            )
        if alias.form == "demonym" and body.kind in STATE_KINDS:
            return Actor(f"{body.id}:people", alias.text, body.code, None, (), None, f"people of {body.name}")
        why = body.said if alias.form == "name" else f"{alias.text}: {alias.form} of {body.name}"
        return actor_of(body, why)

    def _person(self, phrase: Phrase) -> None:
        scene, name = self.scene, phrase.name or ""
        told = described(phrase)
        if self._acronym(phrase):
            return
        if self._two_names(phrase):
            return
        fits = scene.memory.named(name)
        if told.body is not None and told.body.code:
            code, anybody = told.body.code, told.body.kind == "organisation"
            fits = [k for k in fits if k.actor is not None and (k.actor.country == code or anybody)]
        former = told.title is not None and bool(told.title.office) and told.when != "now"
        before = None
        if told.title is None and told.body is None and not any(known.actor for known in fits):
            before = self._described_before(name)
            fits = [] if before is not None else fits
        if fits and not former:
            chosen = self._choose(fits, told, phrase)
            if chosen is None:
                ids = tuple(k.actor.id for k in fits if k.actor is not None)
                problem = Unresolved(f"several people of this article are called {name}", ids)
                scene.note(phrase, (), problem, "name", person=True)
                return
            if chosen.actor is not None:
                scene.note(phrase, (chosen.actor,), None, "name", person=True)
                return
            if told.body is None and (told.title is None or not told.title.office):
                scene.note(phrase, (), Unresolved("person not introduced"), "name", person=True, gender=chosen.gender)
                return
        if before is None and not self._may_be_person(phrase):
            self._place(phrase, phrase.name)
            return
        if told.title is None and told.role is None and not self.look.full_name(name):
            found = self._bare_surname(name)
        elif told.title is None and told.role is None and told.body is None and not self._known(name):
            found = Unresolved("person not introduced")
        else:
            found = self.look.identify(told, scene.on)
            if not isinstance(found, Actor) and (body := self._governed(told, phrase)) is not None:
                found = self.look.identify(told._replace(body=body), scene.on)
                if isinstance(found, Actor):
                    found = replace(found, why=f"{found.why}, from where the report is dated or the sentence sets out")
        if before is not None and not isinstance(found, Actor):
            found = before
        if isinstance(found, Actor):
            scene.memory.introduce(found, name, self.gender(phrase), self._spellings(found))
            scene.note(phrase, (found,), None, "name", person=True, gender=self.gender(phrase))
        else:
            scene.note(phrase, (), found, "name", person=True, gender=self.gender(phrase))

    def _governed(self, told: Description, phrase: Phrase) -> Body | None:
        """ "WARSAW - Poland closed ... Interior Minister Jan Kowal said": the state whose minister somebody unknown is
        of whom no state is told: that of the place at the head of the sentence, else that from which the report is
        dated, where it speaks of it."""
        office = told.title.office if told.title is not None else ""
        named = told.body is None and not told.generic and self.look.full_name(phrase.name or "")
        if not named or not office.endswith("Minister") or office == "Prime Minister" or told.when != "now":
            return None
        scene, bodies = self.scene, self.look.registry.bodies
        first = scene.first_token(phrase.sentence)
        ahead = {p.actor.country for i in range(first, phrase.start) if (p := scene.places.get(i)) is not None}
        home = scene.home if scene.home is not None and scene.memory.names(scene.home) else None
        code = next(iter(ahead)) if len(ahead) == 1 else home if not ahead else None
        body = bodies.get(code or "")
        return body if body is not None and body.kind in STATE_KINDS and code not in NO_MINISTERS else None

    def _described_before(self, name: str) -> Actor | None:
        """ "Guyana's president said ... Irfaan Ali spoke": the one person of the article so far who has all these names
        and the last of them for his last, known by the office alone."""
        wanted = words(fold(name))
        parties = (p for found in self.scene.parties.values() for p in found if p.actor.id.startswith("person:"))
        people = {p.actor.id: p.actor for p in parties if p.actor.name}
        named = [(a, words(fold(a.name or ""))) for a in people.values()]
        fits = [a for a, own in named if own and wanted and own[-1] == wanted[-1] and set(wanted) <= set(own)]
        return replace(fits[0], why=f"{name}: {fits[0].why}") if len(fits) == 1 else None

    def _place(self, phrase: Phrase, name: str | None) -> None:
        """Files the state of a city or province that the recogniser takes for a place."""
        labels = {self.scene.entities.get(i, "") for i in range(phrase.start, phrase.end)}
        if name is None or not labels <= _LOCATIONS:
            return
        found = self.look.registry.within.get(tuple(keys(words(name))))
        states = {alias.body.id: alias.body for alias in found}
        if len(states) == 1:
            body = next(iter(states.values()))
            party = Party(self.scene.span(phrase.start, phrase.end), actor_of(body, f"{name} is in {body.name}"))
            for i in range(phrase.start, phrase.end):
                self.scene.places[i] = party

    def _acronym(self, phrase: Phrase) -> bool:
        """ "the Ministry of Defence (MoD) ... MoD said": initials that the article explains stand for what they are
        explained by."""
        scene, name = self.scene, phrase.name or ""
        if phrase.title is not None or phrase.role is not None or not _ACRONYM.fullmatch(name):
            return False
        long_form = explained(scene.doc, phrase.start, phrase.end)
        if long_form is not None:
            scene.acronyms.setdefault(name, long_form)
            return True
        actors = tuple(p.actor for p in scene.parties.get(scene.acronyms.get(name, -1), ()))
        if actors:
            scene.note(phrase, tuple(replace(a, why=f"{name}: {a.why}") for a in actors), None, "name")
        return bool(actors)

    def _two_names(self, phrase: Phrase) -> bool:
        """ "Reagan-Gorbachev": two people of the article joined by a hyphen."""
        tokens = self.scene.doc[phrase.start : phrase.end]
        if phrase.title is not None or len(tokens) != 3 or tokens[1].text not in {"-", "–"}:
            return False
        pair = [self._only(tokens[i].text) for i in (0, 2)]
        if pair[0] is None or pair[1] is None or pair[0].id == pair[1].id:
            return False
        for i, actor in zip((0, 2), pair, strict=True):
            at = tokens[i].i
            one = Phrase(phrase.sentence, at, at + 1, at, "person", name=tokens[i].text)
            self.scene.note(one, (actor,) if actor is not None else (), None, "name", person=True)
        return True

    def _only(self, name: str) -> Actor | None:
        """The one person of the article with that name."""
        found = self.scene.memory.named(name)
        return found[0].actor if len(found) == 1 else None

    def _choose(self, fits: list[Known], told: Description, phrase: Phrase) -> Known | None:
        """One of several people of the article: by the office named, else the one spoken of last."""
        if len(fits) == 1:
            return fits[0]
        office = told.title.office if told.title else None
        titled = [k for k in fits if office and k.actor is not None and k.actor.office == office]
        if len(titled) == 1:
            return titled[0]
        ids = {k.actor.id: k for k in fits if k.actor is not None}
        if len(ids) < len(fits):
            return None
        lately = self.scene.memory.lately(phrase.sentence, phrase.start, 2)
        return next((ids[s.actors[0].id] for s in lately if s.actors and s.actors[0].id in ids), None)

    def _may_be_person(self, phrase: Phrase) -> bool:
        """Proper nouns are a person with a title, by the recogniser's word, or as a full name that the tables know."""
        if phrase.title is not None or phrase.role is not None:
            return True
        labels = {self.scene.entities.get(i, "") for i in range(phrase.start, phrase.end)} - {""}
        if labels:
            return bool(labels & _PERSON)
        return self.look.full_name(phrase.name or "") and bool(self.look.people(phrase.name or ""))

    def _bare_surname(self, name: str) -> Actor | Unresolved:
        """A family name never introduced: the one leader of that name in office on the day, nobody of that name being
        in another office then; in a text without a day, somebody who led and is the only one of that name."""
        on, found, look = self.scene.on, self.look.people(name), self.look
        if fold(name) in look.registry.genders:  # "Sir John"
            chosen = []
        elif on is None:
            chosen = [p for p in found if look.ever_led(p)] if len(found) == 1 else []
        else:
            serving = [p for p in found if look.governs(p, on)]
            chosen = [p for p in serving if look.leads(p, on)] if len(serving) == 1 else []
        if chosen:
            return look.settle(chosen[0], Description(name=name), on)
        return Unresolved("person not introduced", tuple(f"person:{p.id}" for p in found[:12]))
