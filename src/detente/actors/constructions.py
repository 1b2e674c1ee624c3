"""Pronouns whose antecedent the construction decides: what stands above them in the tree, or begins the sentence."""

from __future__ import annotations

from spacy.tokens import Token

from detente.actors.descriptions import actor_of
from detente.actors.names import fold
from detente.actors.quotations import SAY
from detente.actors.scene import Scene, is_plural, listed
from detente.records import Actor, distinct


class Constructions:
    """Reads the constructions of one article."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def settle(self, token: Token, sort: str, gender: str | None) -> tuple[tuple[Actor, ...], str]:
        """Whom the construction makes the pronoun ("it", "they", "he" of a gender) take up, and by what; () where none
        decides."""
        if actors := self._ahead(token, sort, gender):
            return actors, "the subject that follows"
        if sort == "they" and (actors := self._together(token)):
            return actors, "the two who do it together"
        if actors := self._continued(token, sort):
            return actors, "the subject that goes on"
        if sort == "it" and (actors := self._own(token)):
            return actors, "the subject whose own it is"
        if actors := self._owner_by_office(token):
            return actors, "the state of the office that follows"
        if sort == "it" and (actors := self._spoken_for(token)):
            return actors, "for whom the spokesperson speaks"
        if sort == "it" and (actors := self._of_itself(token)):
            return actors, "who speaks of itself"
        return (), ""

    def _ahead(self, token: Token, sort: str, gender: str | None) -> tuple[Actor, ...]:
        """ "During their first call, A and B agreed": a pronoun in what stands before the subject means the subject."""
        part = token
        while part.head.i != part.i and part.dep_ not in {"obl", "advcl", "obl:unmarked"}:
            if part.dep_ in {"ccomp", "parataxis"} or (part.dep_ == "conj" and part.pos_ == "VERB"):
                return ()
            part = part.head
        verb = part.head
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubj:pass"}), None)
        if verb.i == part.i or subject is None or subject.i < token.i or part.i > subject.i:
            return ()
        heads = [subject, *(c for c in subject.children if c.dep_ == "conj")]
        found = distinct(p.actor for h in heads for p in self.scene.parties.get(h.i, ()))
        if not found or any(a.sector == "JRN" for a in found):
            return ()
        person = len(found) == 1 and found[0].id.startswith("person:")
        if sort == "he":
            agrees = person and self.scene.memory.gender_of(found[0]) in {None, gender}
        elif sort == "they":
            agrees = len(found) > 1 or is_plural(subject)
        else:
            agrees = len(found) == 1 and not person
        if agrees:
            self.scene.antecedents[token.i] = subject.i
        return found if agrees else ()

    def _together(self, token: Token) -> tuple[Actor, ...]:
        """ "He agreed with Gorbachev at their summit": subject and partner of the verb above; "Seoul and Tokyo set up a
        secretariat for their cooperation": the nearest subject, where it names several."""
        part, nearest = token, True
        for _ in range(4):
            if part.head.i == part.i:
                break
            part = part.head
            subject = next((c for c in part.children if c.dep_ == "nsubj" and c.i < token.i), None)
            if subject is not None and nearest:
                nearest = False
                named = [self.scene.parties.get(t.i, ()) for t in listed(subject)]
                if len(named) > 1 and all(named):
                    self.scene.antecedents[token.i] = subject.i
                    return distinct(p.actor for parties in named for p in parties)
            partner = next((c for c in part.children if c.dep_ in {"obl", "nmod"} and c.i < token.i and _with(c)), None)
            if subject is None or partner is None or is_plural(subject) or is_plural(partner):
                continue
            found = distinct(p.actor for t in (subject, partner) for p in self.scene.parties.get(t.i, ()))
            if len(found) == 2 and partner.i in self.scene.parties and subject.i in self.scene.parties:
                return found
        return ()

    def _own(self, token: Token) -> tuple[Actor, ...]:
        """ "Hezbollah has halted its fire", "Greece withdrew its troops": the subject of the verb that the noun depends
        on, where nobody else is named between them."""
        noun = token.head
        if token.dep_ != "nmod:poss" or noun.dep_ not in {"obj", "obl"} or noun.head.pos_ != "VERB":
            return ()
        verb = noun.head
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
        if subject is None or is_plural(subject) or any(i in self.scene.parties for i in range(verb.i, token.i)):
            return ()
        found = tuple(p.actor for p in self.scene.parties.get(subject.i, ()))
        if len(found) != 1 or found[0].id.startswith("person:"):
            return ()
        self.scene.antecedents[token.i] = subject.i
        return found

    def _continued(self, token: Token, sort: str) -> tuple[Actor, ...]:
        """ "Somalia expelled the ambassador. It also signed a pact": the subject of the sentence before, where the next
        begins with the pronoun and says "also"."""
        start = token.sent.start
        if token.i != start or start == 0:
            return ()
        goes_on = any(c.lower_ in {"also", "further", "then", "later"} for c in token.head.children)
        # "Its foreign minister said": whose minister speaks is who was spoken of as doing something.
        own = token.dep_ == "nmod:poss" and token.head.dep_ == "nsubj" and sort == "it"
        if not own and not (token.dep_ == "nsubj" and goes_on):
            return ()
        root = self.scene.doc[start - 1].sent.root
        subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
        found = tuple(p.actor for p in self.scene.parties.get(subject.i, ())) if subject is not None else ()
        fits = all(a.id.startswith("person:") == (sort == "he") for a in found)
        if subject is None or not found or not fits or (len(found) > 1) != (sort == "they"):
            return ()
        self.scene.antecedents[token.i] = subject.i
        return found

    def _owner_by_office(self, token: Token) -> tuple[Actor, ...]:
        """ "South Korea under its new President Lee": the state whose office it is."""
        if token.dep_ != "nmod:poss" or fold(token.text) != "its":
            return ()
        owned = [p.actor for p in self.scene.parties.get(token.head.i, ())]
        if len(owned) != 1 or not owned[0].office:
            return ()
        sentence = self.scene.parse.sentence_at(token.i)
        lately = self.scene.memory.lately(sentence.index, token.i, 2) if sentence is not None else ()
        country = owned[0].country
        seen = next((s for s in lately if s.kind == "state" and s.actors[0].country == country), None)
        if seen is None:
            return ()
        self.scene.taken[token.i], self.scene.antecedents[token.i] = seen, seen.token
        return seen.actors

    def _spoken_for(self, token: Token) -> tuple[Actor, ...]:
        """ "The ministry's spokesman said it ...": the body spoken for."""
        clause = token.head
        if token.dep_ not in {"nsubj", "nsubj:pass"} or clause.dep_ != "ccomp" or fold(clause.head.lemma_) not in SAY:
            return ()
        subject = next((c for c in clause.head.children if c.dep_ == "nsubj"), None)
        speakers = self.scene.parties.get(subject.i, ()) if subject is not None else ()
        if len(speakers) != 1 or "spokes" not in (speakers[0].actor.office or ""):
            return ()
        body = self.scene.body_for(speakers[0].actor)
        return (actor_of(body, "spoken for"),) if body is not None else ()

    def _of_itself(self, token: Token) -> tuple[Actor, ...]:
        """ "The United States, which counts Mongolia as a partner, said it would ...": the body that says so, whoever
        is named nearer."""
        clause = token.head
        if token.dep_ != "nsubj" or clause.dep_ != "ccomp" or fold(clause.head.lemma_) not in SAY:
            return ()
        if clause.pos_ != "VERB" or fold(clause.lemma_) in {"be", "seem", "appear"}:
            return ()
        subject = next((c for c in clause.head.children if c.dep_ == "nsubj" and c.i < clause.head.i), None)
        found = tuple(p.actor for p in self.scene.parties.get(subject.i, ())) if subject is not None else ()
        several = subject is not None and subject.pos_ != "PROPN" and is_plural(subject)
        if subject is None or several or len(found) != 1:
            return ()
        if found[0].id.startswith("person:") or found[0].sector == "JRN":
            return ()
        self.scene.antecedents[token.i] = subject.i
        return found


def _with(token: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ == "with" for c in token.children)
