"""The antecedent of a third-person pronoun or a definite noun: by construction where one decides, else the one that
`ranking.py` finds most likely."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from detente.actors.descriptions import actor_of
from detente.actors.memory import HE, IT, SHE, THEY, Seen
from detente.actors.names import fold
from detente.actors.quotations import SAY
from detente.actors.ranking import NEAR, Anaphor, Answer, Ranker
from detente.actors.scene import Scene, is_definite, is_plural, listed
from detente.records import Actor, distinct

# Verbs whose subject is somebody, never a thing.
_WILLED = SAY | frozenset(
    "want plan agree seek hope refuse reject accept consider decide intend commit deny believe try "
    "offer support oppose sign ratify urge accuse  "
    "condemn threaten order expel recall invite welcome meet negotiate promise withdraw deploy "
    "recognize recognise consult regard think blame appeal criticise criticize praise thank congratulate protest "
    "complain apologise apologize reaffirm summon accept propose vow".split()
)
# Said of those who can will something: "it was ready to" has a subject.
_MINDED = frozenset(
    "ready willing unwilling prepared eager keen determined glad happy reluctant committed able unable open opposed "
    "concerned worried confident grateful".split()
)
# Verbs whose object is somebody.
_ADDRESSED = frozenset(
    (
        "accuse warn urge tell blame ask condemn help support attack threaten criticize criticise praise"
        " invite join leave force allow persuade pressure"
    ).split()
)
# A definite noun is given an antecedent at this share of the probability that it has none; swept from 0.3 to 1 on GUM
# train and dev, where F1 hardly differs: the lower, the more are answered and the more of the answers are wrong.
READY = 0.35
# Whoever says it is taken up by the subject of what is said from this probability on; below it stand "it was raining"
# and its like, but nothing that does something to something.
SAID = 0.15


class Antecedents:
    """Chooses among the earlier mentions of an article."""

    def __init__(self, scene: Scene, ranker: Ranker) -> None:
        self.scene = scene
        self.ranker = ranker

    def best(self, token: Token, sentence: int) -> tuple[tuple[Actor, ...], str]:
        """Whom a third-person pronoun takes up."""
        low = fold(token.text)
        sort = "it" if low in IT else "they" if low in THEY else "he"
        gender = "m" if low in HE else "f" if low in SHE else None
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
        answer, nothing = self.ranker.choose(self.pronoun(token, sentence, sort, gender), self.scene.memory)
        if answer is None:
            return (), "no earlier mention agrees"
        seen = self.take(token, answer.seen)
        if together := self.members(seen):
            return together, f"most likely of those before it ({answer.probability:.2f})"
        if not seen.actors:
            self.again(token, sentence, seen, gender)
            return (), f"most likely {seen.name!r}, no known actor"
        if seen.kind == "media":
            return (), "a news medium"
        somebody = self._of_speaker(token, seen, answer.probability) or self._spoken_to(token)
        somebody = somebody or (sort == "it" and self._willed(token))
        if nothing > answer.probability and not somebody:
            return (), "no earlier mention is likely"
        return seen.actors, f"most likely of those before it ({answer.probability:.2f})"

    def noun(self, token: Token, sentence: int, office: str | None = None) -> Answer | None:
        """The earlier mention that a definite noun takes up, if one is likelier than none."""
        anaphor = self.definite(token, sentence, office)
        answer, nothing = self.ranker.choose(anaphor, self.scene.memory)
        if answer is None or answer.probability < READY * nothing:
            return None
        self.take(token, answer.seen)
        return answer

    def same(self, token: Token, sentence: int, actors: tuple[Actor, ...]) -> None:
        """Notes that a definite noun whose actors are settled takes up their last mention."""
        wanted = {a.id for a in actors}
        for seen in self.scene.memory.lately(sentence, token.i, NEAR * 5):
            if {a.id for a in seen.actors} == wanted:
                self.take(token, seen)
                return

    def members(self, seen: Seen) -> tuple[Actor, ...]:
        """The actors of a coordination, if all of its members are known by now."""
        if seen.kind != "pair" or seen.form == "pronoun" or seen.actors:
            return seen.actors if seen.kind == "pair" else ()
        last = self.scene.doc[seen.token]
        tokens = (last.head, *(c for c in last.head.rights if c.dep_ == "conj"))
        known = all(t.i in self.scene.parties for t in tokens)
        return distinct(p.actor for t in tokens for p in self.scene.parties[t.i]) if known else ()

    def predicate(self, token: Token) -> bool:
        """ "Westphal is the director": a definite predicate says who its subject is, and is nobody else."""
        if not any(c.dep_ == "cop" for c in token.lefts):
            return False
        subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
        if subject is not None and is_definite(token) and subject.pos_ in {"NOUN", "PROPN", "PRON"}:
            self.scene.antecedents[token.i] = subject.i
        return True

    def take(self, token: Token, seen: Seen) -> Seen:
        """Notes that the token takes up a mention."""
        self.scene.taken[token.i] = seen
        head = self.scene.doc[seen.token]
        while seen.kind == "pair" and head.dep_ == "conj":
            head = head.head
        self.scene.antecedents[token.i] = head.i
        return seen

    def again(self, token: Token, sentence: int, seen: Seen, gender: str | None) -> None:
        """Remembers that somebody unknown is spoken of once more."""
        role = self.scene.role(token)
        known = gender or seen.gender
        self.scene.memory.add(replace(seen, token=token.i, sentence=sentence, role=role, gender=known, form="pronoun"))

    def pronoun(self, token: Token, sentence: int, sort: str, gender: str | None) -> Anaphor:
        """What the ranker has to know of a pronoun."""
        quote = self.scene.quotes.get(token.i)
        barred = self._coarguments(token)
        barred |= self._naming(tuple(p.actor for i in barred for p in self.scene.parties.get(i, ())), sentence, token.i)
        if quote is not None:
            barred |= self._naming(self.scene.speakers(quote), sentence, token.i)
        object_ = token.dep_ in {"obj", "obl", "nmod", "nsubj:pass"}
        return Anaphor(
            token,
            sort,
            sentence,
            self.scene.role(token),
            sort == "they",
            self.scene.kinds.get(token.i, ""),
            gender,
            self._above(token),
            barred,
            self.scene.quotes if quote is None else (),
            self._willed(token),
            object_ and fold(token.head.lemma_) not in _ADDRESSED,
        )

    def _naming(self, actors: tuple[Actor, ...], sentence: int, before: int) -> set[int]:
        """Mentions of these: in their own quotation, and as the object of what they do, a third person is another."""
        ids = {a.id for a in actors}
        if not ids:
            return set()
        lately = self.scene.memory.lately(sentence, before, NEAR)
        return {s.token for s in lately if any(a.id in ids for a in s.actors)}

    def definite(self, token: Token, sentence: int, office: str | None) -> Anaphor:
        """What the ranker has to know of a definite noun."""
        determiner = next((c.lower_ for c in token.lefts if c.dep_ == "det"), "")
        before = any(c.dep_ in {"amod", "compound", "nummod", "nmod:poss"} for c in token.lefts)
        after = any(c.dep_.startswith(("nmod", "acl")) for c in token.rights)
        described = {(False, False): "", (True, False): "before", (False, True): "after", (True, True): "both"}
        return Anaphor(
            token,
            "noun",
            sentence,
            self.scene.role(token),
            is_plural(token),
            self.scene.kinds.get(token.i, ""),
            above=self._above(token),
            apart=self.scene.quotes if token.i not in self.scene.quotes else (),
            noun=fold(token.lemma_ or token.text),
            office=office,
            described=described[before, after],
            determiner=determiner,
        )

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
        return self.take(token, seen).actors if seen is not None else ()

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
    def _of_speaker(token: Token, seen: Seen, probability: float) -> bool:
        """ "Japan said on Tuesday it had halted aid": the subject of what somebody says, taking up who says it, is
        likelier that one than nobody, whatever pronouns do elsewhere."""
        clause = token.head
        done = token.dep_ == "nsubj" and any(c.dep_ in {"obj", "iobj"} for c in clause.children)
        minded = fold(clause.text) in _MINDED
        if probability < SAID and not done and not minded:
            return False
        said = clause.dep_ == "ccomp" and (clause.pos_ == "VERB" or minded) and fold(clause.head.lemma_) in _WILLED
        if not said or token.dep_ not in {"nsubj", "nsubj:pass", "expl"}:
            return False
        return any(c.dep_ == "nsubj" and c.i == seen.token for c in clause.head.children)

    @staticmethod
    def _spoken_to(token: Token) -> bool:
        """ "urged it to halt the expulsions", "warned it": who is asked to do something or warned is somebody."""
        verb = fold(token.head.lemma_)
        asked = token.dep_ in {"obj", "iobj"} and verb in _ADDRESSED
        return asked and (verb in {"accuse", "warn"} or any(c.dep_ == "xcomp" for c in token.head.children))

    @staticmethod
    def _willed(token: Token) -> bool:
        """Subject of a verb of saying or wanting."""
        return token.dep_ == "nsubj" and fold(token.head.lemma_) in _WILLED

    @staticmethod
    def _above(token: Token) -> dict[int, str]:
        """What stands above the pronoun in the tree: subjects of the verbs ("Moon said that he ..."), possessors of the
        nouns ("Korea's focus on its relationship with Japan"), objects that do what follows."""
        found: dict[int, str] = {}
        part = token
        while part.head.i != part.i:
            below, part = part, part.head
            controlled = below.dep_ == "xcomp" and any(c.dep_ == "obj" and c.i < below.i for c in part.children)
            for child in part.children:
                if controlled and child.dep_ == "obj":  # "allowed Hong Kong to have its own courts"
                    found[child.i] = "controller"
                elif not controlled and child.i < token.i and child.dep_ in {"nsubj", "nsubj:pass"}:
                    found[child.i] = "subject"
                elif child.i < token.i and child.dep_ == "nmod:poss":
                    found[child.i] = "owner"
        return found

    @staticmethod
    def _coarguments(token: Token) -> set[int]:
        """Other arguments of the verb that a (non-possessive, non-reflexive) pronoun depends on."""
        if token.dep_ == "nmod:poss" or fold(token.text).endswith(("self", "selves")):
            return set()
        verb = token.head
        found = {c.i for c in verb.children if c.i != token.i and c.dep_ in {"nsubj", "nsubj:pass", "obj", "iobj"}}
        if verb.dep_ == "conj" and token.dep_ in {"obj", "iobj"} and not any(c.dep_ == "nsubj" for c in verb.children):
            found |= {c.i for c in verb.head.children if c.dep_ == "nsubj"}  # "Beijing accused Manila and warned it"
        return found

    @staticmethod
    def expletive(token: Token) -> bool:
        """ "It is possible that ...", "it was agreed that ..."."""
        head = token.head
        if fold(head.text) in _MINDED:
            return False
        if token.dep_ == "expl":
            return True
        if token.dep_ not in {"nsubj", "nsubj:pass"}:
            return False
        clausal = any(c.dep_ in {"csubj", "csubj:pass", "ccomp", "advcl"} for c in head.children)
        predicate = head.pos_ == "ADJ" or token.dep_ == "nsubj:pass" or any(c.dep_ == "cop" for c in head.children)
        return (clausal and predicate and head.pos_ != "VERB") or (
            head.pos_ == "VERB" and token.dep_ == "nsubj:pass" and clausal
        )


def _with(token: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ == "with" for c in token.children)
