"""Names and named people: whom a name, or an office with a name, denotes in this article."""

from __future__ import annotations

from detente.actors.describe import HEADS, Description, actor_of
from detente.actors.memory import FEMININE, MASCULINE, Known
from detente.actors.names import fold
from detente.actors.phrases import Phrase, as_place, body_of
from detente.actors.registry import STATE_KINDS, Alias
from detente.actors.scene import Scene, is_plural
from detente.records import Actor, Party, Unresolved

_PERSON = frozenset({"PER", "PERSON"})


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
        if not (stated or titled or (full and self.look.people(phrase.name))):
            return
        actor = self.look.identify(told, self.scene.on)
        if isinstance(actor, Actor):
            name = phrase.name if full else actor.name or phrase.name
            self.scene.memory.introduce(actor, name, self.gender(phrase), self._spellings(actor))

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
            return
        token = scene.doc[phrase.head]
        actor = self._of_alias(alias)
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
        why = f"{body.kind} {body.name}" if alias.form == "name" else f"{alias.text}: {alias.form} of {body.name}"
        return actor_of(body, why)

    def _person(self, phrase: Phrase) -> None:
        scene, name = self.scene, phrase.name or ""
        told = described(phrase)
        if self._two_names(phrase):
            return
        fits = scene.memory.named(name)
        if told.body is not None and told.body.code:
            fits = [k for k in fits if k.actor.country == told.body.code or told.body.kind == "organisation"]
        former = told.title is not None and bool(told.title.office) and told.when != "now"
        if fits and not former:
            chosen = self._choose(fits, told, phrase)
            if chosen is None:
                ids = tuple(k.actor.id for k in fits)
                problem = Unresolved(f"several people of this article are called {name}", ids)
                scene.note(phrase, (), problem, "name", person=True)
            else:
                scene.note(phrase, (chosen.actor,), None, "name", person=True)
            return
        if not self._may_be_person(phrase):
            return
        if told.title is None and told.role is None and not self.look.full_name(name):
            found = self._bare_surname(name)
        elif told.title is None and told.role is None and told.body is None and not self.look.people(name):
            found = Unresolved("person not introduced")
        else:
            found = self.look.identify(told, scene.on)
        if isinstance(found, Actor):
            scene.memory.introduce(found, name, self.gender(phrase), self._spellings(found))
            scene.note(phrase, (found,), None, "name", person=True, gender=self.gender(phrase))
        else:
            scene.note(phrase, (), found, "name", person=True, gender=self.gender(phrase))

    def _two_names(self, phrase: Phrase) -> bool:
        """ "Reagan-Gorbachev": two people of the article joined by a hyphen."""
        tokens = self.scene.doc[phrase.start : phrase.end]
        if phrase.title is not None or len(tokens) != 3 or tokens[1].text not in {"-", "–"}:
            return False
        pair = [self.scene.memory.named(tokens[i].text) for i in (0, 2)]
        if any(len(found) != 1 for found in pair) or pair[0][0] is pair[1][0]:
            return False
        for i, found in zip((0, 2), pair, strict=True):
            at = tokens[i].i
            one = Phrase(phrase.sentence, at, at + 1, at, "person", name=tokens[i].text)
            self.scene.note(one, (found[0].actor,), None, "name", person=True)
        return True

    def _choose(self, fits: list[Known], told: Description, phrase: Phrase) -> Known | None:
        """One of several people of the article: by the office named, else the one spoken of last."""
        if len(fits) == 1:
            return fits[0]
        office = told.title.office if told.title else None
        titled = [k for k in fits if office and k.actor.office == office]
        if len(titled) == 1:
            return titled[0]
        ids = {k.actor.id: k for k in fits}
        last = [s for s in self.scene.memory.seen if s.token < phrase.start and s.actors and s.actors[0].id in ids]
        if last and phrase.sentence - last[-1].sentence <= 2:
            return ids[last[-1].actors[0].id]
        return None

    def _may_be_person(self, phrase: Phrase) -> bool:
        """Proper nouns are a person with a title, by the recogniser's word, or as a full name that the tables know."""
        if phrase.title is not None or phrase.role is not None:
            return True
        labels = {self.scene.entities.get(i, "") for i in range(phrase.start, phrase.end)} - {""}
        if labels:
            return bool(labels & _PERSON)
        return self.look.full_name(phrase.name or "") and bool(self.look.people(phrase.name or ""))

    def _bare_surname(self, name: str) -> Actor | Unresolved:
        """A family name never introduced: only the one leader of that name, if in office on the day."""
        on, found = self.scene.on, self.look.people(name)
        serving = [
            p for p in found if on and any(t.office in HEADS and t.grain != "year" for t in self.look.offices(p, on))
        ]
        if len(found) == 1 and len(serving) == 1:
            return self.look.settle(serving[0], Description(name=name), on)
        return Unresolved("person not introduced", tuple(f"person:{p.id}" for p in found[:12]))
