"""Words that take up what was named before: pronouns, "the president", "the two sides", "the kingdom", bare role
nouns."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from detente.actors.antecedents import Antecedents
from detente.actors.descriptions import Description, actor_of
from detente.actors.entries import STATE_KINDS, Body, Role
from detente.actors.memory import HE, IT, ME, SHE, THEY, WE, Seen
from detente.actors.names import fold
from detente.actors.offices import HEADS
from detente.actors.phrases import Phrase, body_of
from detente.actors.ranking import PARTIES, Ranker
from detente.actors.scan import capital
from detente.actors.scene import Scene, is_definite, is_plural, possessor
from detente.actors.sides import PERSONS, STATES, Sides
from detente.records import Actor, Party, Unresolved, distinct

_COLLECTIVE = PERSONS | STATES
_MONARCHY = frozenset({"kingdom"})
_MONARCHS = frozenset({"King", "Queen", "Emperor", "Sultan"})
_REFERRING = frozenset({"PRON", "NOUN", "NUM"})
SURE = 0.5


class Reference:
    """Settles phrases without a name of their own."""

    def __init__(self, scene: Scene, ranker: Ranker) -> None:
        self.scene = scene
        self.look = scene.look
        self.antecedents = Antecedents(scene, ranker)
        self.sides = Sides(scene, self.antecedents)

    # titles and roles without a name

    def nominal(self, phrase: Phrase) -> None:
        """A title or role noun, with or without its state."""
        scene = self.scene
        token = scene.doc[phrase.head]
        if phrase.problem is not None and not phrase.mods:
            scene.note(phrase, (), phrase.problem, "nominal")
            return
        if phrase.name:  # the name beside it settles it
            fits = scene.memory.named(phrase.name)
            if len(fits) == 1 and fits[0].actor is not None:
                scene.note(phrase, (fits[0].actor,), None, "nominal", person=True)
                return
        if any(c.dep_ == "cop" for c in token.children):
            self.antecedents.predicate(token)
            scene.note(phrase, (), Unresolved("says what somebody is"), "nominal")
            return
        plural = is_plural(token)
        if phrase.mods:
            actors = self._with_bodies(phrase, plural)
            problem = None if actors else Unresolved("no state or organisation")
        else:
            actors, why = self._without_body(phrase, token, plural)
            problem = None if actors else Unresolved(why)
        if not actors and self.definite(token, phrase.sentence, phrase):
            return
        if actors and is_definite(token):
            self.antecedents.same(token, phrase.sentence, actors)
        person = len(actors) == 1 and actors[0].id.startswith("person:")
        if (
            not actors
            and phrase.title is None
            and phrase.role is not None
            and phrase.role.kind in {"thing", "collective", "people"}
        ):
            if problem is not None and plural and self.sides.number(token):
                scene.problems[phrase.head] = problem
            for i in range(phrase.start, phrase.end):
                scene.remember_thing(scene.doc[i], phrase.sentence)
            return
        somebody = phrase.title is not None or (phrase.role is not None and phrase.role.kind == "person")
        if actors:
            scene.note(phrase, actors, problem, "nominal", plural=plural, person=person)
        else:  # an unknown person still competes for "he" and "they", an unknown body for "it"
            scene.note(phrase, (), problem, "nominal", plural=plural and somebody, person=somebody and not plural)
            if not somebody:
                scene.remember_thing(token, phrase.sentence)

    def definite(self, token: Token, sentence: int, phrase: Phrase | None = None) -> bool:
        """Settles a definite noun that takes up an earlier mention; False where none is likely.

        It denotes the actors of that mention if the answer is sure enough and of the right kind.
        """
        scene = self.scene
        if token.pos_ != "NOUN" or token.i in scene.parties or not is_definite(token):
            return False
        if scene.kinds.get(token.i, "none" if scene.kinds else "") not in PARTIES:
            return False
        if self.antecedents.predicate(token) or (is_plural(token) and self.sides.number(token)):
            return False
        office = phrase.title.office if phrase is not None and phrase.title is not None else None
        answer = self.antecedents.noun(token, sentence, office)
        if answer is None:
            return False
        seen, plural = answer.seen, is_plural(token)
        if not seen.actors:
            if phrase is not None:
                scene.note(phrase, (), Unresolved(f"takes up {seen.name!r}, no known actor"), "nominal")
            self.antecedents.again(token, sentence, seen, None)
            return True
        if answer.probability < SURE or not self._may_be(token, seen):
            return False
        why = f"the {token.lower_} spoken of ({answer.probability:.2f})"
        phrase = phrase or Phrase(sentence, token.i, token.i + 1, token.i, "nominal")
        person = seen.kind == "person"
        actors = tuple(replace(a, why=why) for a in seen.actors)
        scene.note(phrase, actors, None, "nominal", plural=plural, person=person)
        return True

    def _may_be(self, token: Token, seen: Seen) -> bool:
        """People are taken up by nouns for people, states and bodies by nouns for such, one by a singular."""
        label = self.scene.kinds.get(token.i, "")
        if seen.kind == "media" or (fold(token.lemma_) in _MONARCHY and not self._monarchy(seen.actors[0])):
            return False
        several = seen.plural or seen.kind in {"pair", "people"}
        return (label == "person") == (seen.label == "person") and several == is_plural(token)

    def _with_bodies(self, phrase: Phrase, plural: bool) -> tuple[Actor, ...]:
        bodies: list[Body] = []
        if phrase.several:
            bodies = [m.body for m in phrase.mods]
        elif (only := body_of(phrase.mods)) is not None:
            bodies = [only]
        title = phrase.title
        if plural and title is not None:
            many = len(bodies) < 2 or title.rank == "many"
            title = None if many and phrase.role is not None else replace(title, rank="many") if many else title
        role = self._proper(phrase)
        found = (
            self.look.identify(
                Description(b, title, role, None, phrase.when, phrase.elect, phrase.relative, phrase.generic),
                self.scene.on,
            )
            for b in bodies
        )
        return tuple(a for a in found if isinstance(a, Actor))

    def _proper(self, phrase: Phrase) -> Role | None:
        """The role with the charge that makes it a name: "the United States Department of Transportation"."""
        role, head = phrase.role, self.scene.doc[phrase.head]
        if role is None or role.kind != "institution" or not capital(head.text):
            return role
        for child in head.children:
            of = child.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ == "of" for c in child.children)
            if of and capital(child.text) and child.i not in phrase.mod_tokens:
                return replace(role, noun=f"{head.text} of {child.text}", slug="")
        return role

    def _without_body(self, phrase: Phrase, token: Token, plural: bool) -> tuple[tuple[Actor, ...], str]:
        """Someone the article has spoken of, or of whoever is named as possessor."""
        noun = fold(token.lemma_ or token.text)
        number = self.sides.number(token)
        if number and (plural or _each(token)):
            return self.sides.several(token, noun, phrase.sentence, number)
        if phrase.owner is not None:
            leader = self._leader(phrase.owner)
            if leader is not None:
                return self._owned((Party(self.scene.span(phrase.start, phrase.end), leader),), phrase)
        owner = possessor(token)
        if owner is not None:
            if owner.i not in self.scene.parties and self.refers(owner):
                self.refer(owner, phrase.sentence)
            return self._owned(self.scene.parties.get(owner.i, ()), phrase)
        found = self._earlier(phrase, plural) if is_definite(token) else ()
        return found or self._in_sight(phrase, token), f"whose {noun} is not said"

    def _in_sight(self, phrase: Phrase, token: Token) -> tuple[Actor, ...]:
        """A ministry or "the government" of the state from which the report is dated, else of the only state in sight;
        officials after "In New Delhi, ..."."""
        role = phrase.role
        if (
            role is None
            or role.sector not in {"GOV", "MIL", "LEG"}
            or role.kind not in {"institution", "person", "force"}
        ):
            return ()
        first = self.scene.first_token(phrase.sentence)
        fronted = [self.scene.places[i] for i in range(first, phrase.start) if i in self.scene.places]
        codes = {p.actor.country: p.actor for p in fronted}
        definite = role.kind == "institution" and (is_definite(token) or token.pos_ == "PROPN")
        if not codes and definite and (home := self.scene.home) is not None and self.scene.memory.names(home):
            return self._of_state(home, phrase)
        if not codes and definite:
            near = self.scene.memory.lately(phrase.sentence, phrase.start, 2)
            near_actors = [a for s in near if s.kind in {"state", "person", "part", "organisation"} for a in s.actors]
            codes = {a.country: a for a in near_actors if a.sector != "JRN"}
            around = range(max(0, first - 80), phrase.start)
            codes |= {
                self.scene.places[i].actor.country: self.scene.places[i].actor for i in around if i in self.scene.places
            }
        if len(codes) != 1:
            return ()
        if not fronted and self.scene.memory.leading() not in codes:
            return ()
        return self._of_state(next(iter(codes)) or "", phrase)

    def _of_state(self, code: str, phrase: Phrase) -> tuple[Actor, ...]:
        body = self.look.registry.bodies.get(code)
        if body is None or body.kind not in STATE_KINDS:
            return ()
        found = self.look.identify(Description(body, None, phrase.role, None, phrase.when), self.scene.on)
        return (found,) if isinstance(found, Actor) else ()

    def _earlier(self, phrase: Phrase, plural: bool) -> tuple[Actor, ...]:
        """ "The president", "the spokesman", "the officials": the last holder of that office or role."""
        title, role = phrase.title, phrase.role
        for mention in self.scene.memory.lately(phrase.sentence, phrase.start, 8):
            if not mention.actors:
                continue
            first = mention.actors[0]
            if title is not None and title.office and not plural and len(mention.actors) == 1 and first.office:
                same = first.office == title.office
                leads = title.office == "leader" and first.office in HEADS
                minister = title.office == "minister" and first.office.endswith(("Minister", "Secretary"))
                if same or leads or minister:
                    return (first,)
            same_role = role is not None and role.slug and mention.kind in {"part", "people"}
            if same_role and role is not None and all(a.id.endswith(":" + role.slug) for a in mention.actors):
                return mention.actors
        return ()

    def _leader(self, name: str) -> Actor | None:
        """The person after whom a government is called ("the Reagan administration")."""
        known = self.scene.memory.named(name)
        if len(known) == 1 and known[0].actor is not None:
            return known[0].actor
        found = self.look.identify(Description(name=name), self.scene.on)
        return found if isinstance(found, Actor) and found.office in HEADS else None

    def _owned(self, owner: tuple[Party, ...], phrase: Phrase) -> tuple[tuple[Actor, ...], str]:
        """ "its troops", "his foreign minister": of the body of the possessor."""
        actors = []
        for party in owner:
            body = self.scene.body_for(party.actor)
            if body is None or party.actor.sector == "JRN":
                continue
            told = Description(body, phrase.title, phrase.role, None, phrase.when, phrase.elect, phrase.relative)
            found = self.look.identify(told, self.scene.on)
            if isinstance(found, Actor):
                actors.append(found)
        return distinct(actors), "whose it is, is not settled"

    # pronouns and descriptions

    def refers(self, token: Token) -> bool:
        """Whether the token is a pronoun or a description that may take up an actor."""
        pos = token.pos_
        if pos not in _REFERRING:
            return False
        low = fold(token.text)
        if pos == "PRON":
            if low == "us" and token.text.isupper():
                return False
            return low in HE | SHE | IT | THEY | WE | ME or (
                low in {"both", "who", "which", "whom"} and "Rel" not in token.dep_
            )
        if pos == "NOUN":
            several = (is_plural(token) or _each(token)) and self.sides.number(token) > 0
            return several and fold(token.lemma_ or token.text) in _COLLECTIVE
        return low == "two" and token.dep_ in {"nsubj", "nsubj:pass", "obj", "obl", "nmod"}

    def refer(self, token: Token, sentence: int) -> None:
        """Files who the pronoun or description takes up."""
        low = fold(token.text)
        kind, plural, person = "pronoun", False, False
        beside = self._beside(token)
        gender = "m" if low in HE else "f" if low in SHE else None
        actors: tuple[Actor, ...] = ()
        why = "nobody fits"
        if token.pos_ == "NOUN":
            actors, why = self._noun(token, sentence)
            kind, plural = "nominal", len(actors) > 1 or is_plural(token)
        elif low.endswith(("self", "selves")) and token.i - 1 in self.scene.parties:
            return  # "Trump himself"
        elif beside:
            actors, why, plural = tuple(p.actor for p in beside), "named beside it", low in THEY
        elif low in {"who", "which", "whom"}:
            actors = self._relative(token)
            plural = any(c.lower_ in {"are", "were", "have"} for c in (token.head, *token.head.children))
            if not actors:
                return
        elif low == "them" and any(c.dep_ == "case" and c.lower_ == "between" for c in token.children):
            actors, why = self.sides.several(token, "side", sentence, 2)
            plural = True
        elif low in HE | SHE | IT | THEY:
            if low in IT and self.antecedents.expletive(token):
                return
            actors, why = self.antecedents.best(token, sentence)
            plural, person = low in THEY, gender is not None
        elif low in WE | ME:
            actors, why = self._first_person(token, side=low in WE)
            plural, person = low in WE, low in ME
        else:
            actors, why = self.sides.several(token, "two", sentence, 2)
            plural = True
        phrase = Phrase(sentence, token.i, token.i + 1, token.i, kind)
        actors = tuple(replace(a, why=f'"{token.text}" is {a.name or a.id}: {why}') for a in actors)
        problem = None if actors else Unresolved(f'"{token.text}": {why}')
        self.scene.note(phrase, actors, problem, kind, plural=plural, person=person and bool(actors), gender=gender)

    def _beside(self, token: Token) -> tuple[Party, ...]:
        """ "They (the Kuwaitis)": what is named in apposition or in brackets right behind."""
        apposed = [c.i for c in token.children if c.dep_ == "appos"]
        rest = self.scene.doc[token.i + 1 : token.i + 8]
        if len(rest) and rest[0].text == "(":
            apposed += [t.i for t in rest[1:] if t.i < next((u.i for u in rest if u.text == ")"), 0)]
        return next((self.scene.parties[i] for i in apposed if i in self.scene.parties), ())

    def _noun(self, token: Token, sentence: int) -> tuple[tuple[Actor, ...], str]:
        number = self.sides.number(token)
        noun = fold(token.lemma_ or token.text)
        return self.sides.several(token, noun, sentence, number) if number else ((), "which ones is not said")

    def _monarchy(self, actor: Actor) -> bool:
        return bool(_MONARCHS & set(self.look.registry.offices.get(actor.id, ())))

    def _relative(self, token: Token) -> tuple[Actor, ...]:
        """ "who", "which": the noun that the relative clause hangs on; of a coordination the last where the verb is
        singular."""
        clause = token if token.dep_.startswith("acl") else token.head
        while clause.dep_ in {"conj", "xcomp", "ccomp", "aux", "cop"} and clause.head.i != clause.i:
            clause = clause.head
        if not clause.dep_.startswith("acl"):
            return ()
        noun = clause.head
        joined = [c for c in noun.children if c.dep_ == "conj" and c.i < token.i]
        forms = [clause, *(c for c in clause.children if c.dep_ in {"aux", "cop", "aux:pass"})]
        single = any(t.tag_ == "VBZ" or t.lower_ in {"was", "is", "has"} for t in forms)
        nouns = [joined[-1]] if joined and single else [noun, *joined]
        found = distinct(p.actor for n in nouns for p in self.scene.parties.get(n.i, ()))
        if fold(token.text) == "which":
            found = tuple(a for a in found if not a.id.startswith("person:"))
        return found

    def _first_person(self, token: Token, *, side: bool) -> tuple[tuple[Actor, ...], str]:
        """ "I" and "we" in a quotation: whoever says it, or the speaker's side."""
        quote = self.scene.quotes.get(token.i)
        if quote is None:
            return (), "outside a quotation"
        speaker = self.scene.speakers(quote)
        if not speaker or speaker[0].sector == "JRN":
            return (), "the speaker is not settled"
        if not side:
            return speaker, "the speaker"
        bodies = (self.scene.body_for(a) for a in speaker)
        sided = distinct(actor_of(b, "side") if b is not None else a for b, a in zip(bodies, speaker, strict=True))
        return sided, f"the side of the speaker, {speaker[0].name or speaker[0].id}"


def _each(noun: Token) -> bool:
    """ "each side", one word for several."""
    return any(c.lower_ == "each" for c in noun.lefts)


__all__ = ["STATE_KINDS", "Reference", "Seen"]
