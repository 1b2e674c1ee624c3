"""The antecedent of a third-person pronoun or a definite noun: by construction where one decides (`constructions.py`),
else the one that `ranking.py` finds most likely."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from detente.actors.constructions import Constructions
from detente.actors.memory import HE, IT, SHE, THEY, Seen
from detente.actors.names import fold
from detente.actors.quotations import SAY
from detente.actors.ranking import NEAR, Anaphor, Answer, Ranker
from detente.actors.scene import Scene, is_definite, is_plural
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
        self.constructions = Constructions(scene)

    def best(self, token: Token, sentence: int) -> tuple[tuple[Actor, ...], str]:
        """Whom a third-person pronoun takes up."""
        low = fold(token.text)
        sort = "it" if low in IT else "they" if low in THEY else "he"
        gender = "m" if low in HE else "f" if low in SHE else None
        actors, why = self.constructions.settle(token, sort, gender)
        if actors:
            return actors, why
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
