"""The antecedent of a third-person pronoun: by construction where one decides, else by salience (see memory.py)."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from detente.actors.describe import actor_of
from detente.actors.memory import ABOVE, IT, KIND_WEIGHT, OWNER
from detente.actors.names import fold
from detente.actors.quotations import SAY
from detente.actors.scene import Scene, is_plural
from detente.records import Actor, distinct

# Verbs whose subject is somebody, never a thing.
_WILLED = SAY | frozenset(
    "want plan agree seek hope refuse reject accept consider decide intend commit deny believe try "
    "offer support oppose sign ratify urge accuse  "
    "condemn threaten order expel recall invite welcome meet negotiate promise withdraw deploy "
    "recognize recognise consult regard think".split()
)
# Verbs whose object is somebody.
_ADDRESSED = frozenset(
    (
        "accuse warn urge tell blame ask condemn help support attack threaten criticize criticise praise"
        " invite join leave force allow persuade pressure"
    ).split()
)
_OBJECT = {**KIND_WEIGHT, "thing": 2.0}  # an object "it" is rather a thing


class Antecedents:
    """Chooses among the earlier mentions of an article."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def best(self, token: Token, sentence: int, kinds: set[str], gender: str | None) -> tuple[tuple[Actor, ...], str]:
        """The most prominent earlier mention that agrees and is not an argument of the same verb."""
        ahead = self._ahead(token, kinds, gender)
        if ahead:
            return ahead, "the subject that follows"
        if "people" in kinds and (together := self._together(token)):
            return together, "the two who do it together"
        owned = self._owner_by_office(token)
        if owned:
            return owned, "the state of the office that follows"
        if fold(token.text) in IT and (spoken := self._spoken_for(token)):
            return spoken, "for whom the spokesperson speaks"
        if self._willed(token):
            kinds = kinds - {"thing", "things"}
        barred = self._coarguments(token)
        quote = self.scene.quotes.get(token.i)
        speakers = {a.id for a in self.scene.speakers(quote)} if quote is not None else set()
        argument = fold(token.text) in IT and token.dep_ in {"obj", "obl", "nmod", "nsubj:pass"}
        above = {} if argument else self._above(token)
        weights = _OBJECT if argument and fold(token.head.lemma_) not in _ADDRESSED else KIND_WEIGHT
        apart = self.scene.quotes if quote is None else ()
        for score, seen in self.scene.memory.ranked(
            sentence, token.i, kinds, gender=gender, above=above, weights=weights, apart=apart
        ):
            if seen.token in barred or any(a.id in speakers for a in seen.actors):
                continue
            self.scene.antecedents[token.i] = seen.token
            if not seen.actors:
                role = self.scene.role(token)
                again = replace(seen, token=token.i, sentence=sentence, role=role, gender=gender or seen.gender)
                self.scene.memory.add(again)
                return (), f"most prominent is {seen.name!r}, no known actor"
            if seen.kind == "media":
                return (), "a news medium"
            return seen.actors, f"most prominent before it ({score:.1f})"
        return (), "no earlier mention agrees"

    def _ahead(self, token: Token, kinds: set[str], gender: str | None) -> tuple[Actor, ...]:
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
        self.scene.antecedents[token.i] = subject.i
        person = len(found) == 1 and found[0].id.startswith("person:")
        if kinds == {"person"}:
            known = self.scene.memory.gender_of(found[0])
            return found if person and known in {None, gender} else ()
        if "people" in kinds:
            return found if len(found) > 1 or is_plural(subject) else ()
        return found if len(found) == 1 and not person else ()

    def _together(self, token: Token) -> tuple[Actor, ...]:
        """ "He agreed with Gorbachev at their summit": subject and partner of the verb above."""
        part = token
        for _ in range(3):
            if part.head.i == part.i:
                break
            part = part.head
            subject = next((c for c in part.children if c.dep_ == "nsubj" and c.i < token.i), None)
            partner = next((c for c in part.children if c.dep_ in {"obl", "nmod"} and c.i < token.i and _with(c)), None)
            if subject is None or partner is None or is_plural(subject) or is_plural(partner):
                continue
            found = distinct(p.actor for t in (subject, partner) for p in self.scene.parties.get(t.i, ()))
            if len(found) == 2 and partner.i in self.scene.parties and subject.i in self.scene.parties:
                return found
        return ()

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
        return next((s.actors for s in lately if s.kind == "state" and s.actors[0].country == country), ())

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

    @staticmethod
    def _willed(token: Token) -> bool:
        """Subject of a verb of saying or wanting."""
        return token.dep_ == "nsubj" and fold(token.head.lemma_) in _WILLED

    @staticmethod
    def _above(token: Token) -> dict[int, float]:
        """What stands above the pronoun in the tree and how much it gains: subjects of the verbs ("Moon said that he
        ..."), and more than they, possessors of the nouns ("Korea's focus on its relationship with Japan")."""
        found: dict[int, float] = {}
        part = token
        while part.head.i != part.i:
            below, part = part, part.head
            controlled = below.dep_ == "xcomp" and any(c.dep_ == "obj" and c.i < below.i for c in part.children)
            for child in part.children:
                if controlled and child.dep_ == "obj":  # "allowed Hong Kong to have its own courts"
                    found[child.i] = 2 * ABOVE
                elif not controlled and child.i < token.i and child.dep_ in {"nsubj", "nsubj:pass"}:
                    found[child.i] = ABOVE
                elif child.i < token.i and child.dep_ == "nmod:poss":
                    found[child.i] = OWNER
        return found

    @staticmethod
    def _coarguments(token: Token) -> set[int]:
        """Other arguments of the verb that a (non-possessive, non-reflexive) pronoun depends on."""
        if token.dep_ == "nmod:poss" or fold(token.text).endswith(("self", "selves")):
            return set()
        return {c.i for c in token.head.children if c.i != token.i and c.dep_ in {"nsubj", "nsubj:pass", "obj", "iobj"}}

    @staticmethod
    def expletive(token: Token) -> bool:
        """ "It is possible that ...", "it was agreed that ..."."""
        if token.dep_ == "expl":
            return True
        head = token.head
        if token.dep_ not in {"nsubj", "nsubj:pass"}:
            return False
        clausal = any(c.dep_ in {"csubj", "csubj:pass", "ccomp", "advcl"} for c in head.children)
        predicate = head.pos_ == "ADJ" or token.dep_ == "nsubj:pass" or any(c.dep_ == "cop" for c in head.children)
        return (clausal and predicate and head.pos_ != "VERB") or (
            head.pos_ == "VERB" and token.dep_ == "nsubj:pass" and clausal
        )


def _with(token: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ == "with" for c in token.children)
