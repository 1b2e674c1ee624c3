"""Which ones are meant by "the two countries", "both sides", "the three leaders"."""

from __future__ import annotations

from spacy.tokens import Token

from detente.actors.antecedents import Antecedents
from detente.actors.descriptions import actor_of
from detente.actors.memory import side
from detente.actors.names import fold
from detente.actors.scene import Scene, listed
from detente.records import Actor, distinct

PERSONS = frozenset(
    {
        "leader",
        "president",
        "minister",
        "man",
        "official",
        "diplomat",
        "politician",
        "counterpart",
        "monarch",
        "premier",
    }
)
STATES = frozenset(
    (
        "country nation state side government neighbor neighbour capital ally party power rival "
        "delegation adversary foe team"
    ).split()
)
HOSTING = frozenset({"host", "mediate", "broker", "convene", "arrange", "facilitate", "chair", "sponsor"})
# Who belongs to a party that is elected, and where it sits.
ELECTED = frozenset(
    (
        "leader member majority minority candidate lawmaker legislator senator politician voter congress senate house "
        "parliament chamber assembly legislature"
    ).split()
)
_NUMBERS = {"two": 2, "2": 2, "both": 2, "three": 3, "3": 3, "four": 4}
_DEFINITE = frozenset({"the", "these", "those", "both"})
# "The three" are those of a list that stands this many words before at most.
LISTED_NEAR = 120


class Sides:
    """Finds the last sides spoken of in an article."""

    def __init__(self, scene: Scene, antecedents: Antecedents) -> None:
        self.scene = scene
        self.antecedents = antecedents

    @staticmethod
    def number(token: Token) -> int:
        """How many "the two", "both", "the three" are; a definite plural of leaders counts as two. 0: not said."""
        said = {
            fold(c.text) for c in token.children if c.i < token.i and c.dep_ in {"nummod", "det", "det:predet", "amod"}
        }
        if _of_parliament(token):
            return 0
        if "each" in said and fold(token.lemma_) in STATES:
            return 2  # "each side"
        definite = not said.isdisjoint(_DEFINITE) or any(c.dep_ == "nmod:poss" for c in token.children)
        for word in said & set(_NUMBERS):
            return _NUMBERS[word] if definite or word == "both" else 0
        plain = "the" in said and len(said) == 1 and not any(c.dep_ in {"compound", "nmod"} for c in token.children)
        return 2 if plain and fold(token.lemma_) in {"leader", "side", "president", "neighbor", "neighbour"} else 0

    @staticmethod
    def _both(token: Token) -> bool:
        """ "Both countries" are two named just before; "the two countries" may be those that the article is about."""
        return any(c.i < token.i and c.lower_ in {"both", "each"} for c in token.children)

    @staticmethod
    def _numbered(token: Token) -> bool:
        """Whether a number is told: "both leaders", "the two presidents"."""
        return any(fold(c.text) in _NUMBERS for c in token.children if c.i < token.i)

    def several(self, token: Token, noun: str, sentence: int, number: int) -> tuple[tuple[Actor, ...], str]:
        """The last `number` sides spoken of; those the whole article is about where the neighbourhood names more."""
        memory, before = self.scene.memory, token.i
        if number == 2 and self._half_known(token, sentence):
            return (), "one of the two named just before is not known"
        kinds = {"state", "person", "part", "organisation", "pair"}
        besides = self._doers(token)
        pairs = ((s, self.antecedents.members(s)) for s in memory.lately(sentence, before, 2))
        pair, members = next(((s, actors) for s, actors in pairs if actors), (None, ()))
        options = [
            memory.sides(sentence, before, kinds, 0, besides) if noun == "two" else (),
            members if pair is not None and pair.sentence == sentence else (),
            memory.sides(sentence, before, kinds, 1, besides) if noun in STATES and self._both(token) else (),
            self._together(sentence, before, besides) if number == 2 and noun in STATES else (),
            self._named_together(sentence, before, number) if noun in PERSONS else (),
            memory.sides(sentence, before, {"person"}, 1, besides) if noun in PERSONS else members,
            memory.sides(sentence, before, {"person"}, 3, besides) if noun in PERSONS else (),
            self._listed(before, number),
            memory.sides(sentence, before, kinds, 1, besides),
            memory.main_sides(number, besides),
            self._lead(besides) if number == 2 and noun in STATES else (),
            memory.sides(sentence, before, kinds, 3, besides),
        ]
        for found in options:
            # "Both leaders" may be those of two states of which other people spoke.
            kept = [noun not in STATES and (noun == "two" or a.id.startswith("person:")) for a in found]
            bodies = [None if as_is else self.scene.body_for(a) for a, as_is in zip(found, kept, strict=True)]
            sides = tuple(a if b is None else actor_of(b, "side") for a, b in zip(found, bodies, strict=True))
            told = {side(a) for a in sides}
            counted = len(sides) == number == len(told) and told.isdisjoint(besides)
            mixed = noun not in STATES | PERSONS | {"two"} and len({a.id.startswith("person:") for a in found}) > 1
            torn = mixed or self._torn(token, sentence, told, besides) or self._uneven(found, noun, told, besides)
            # "The leaders" of whom no number is told are no two states that happen to stand near.
            vague = noun in PERSONS and not self._numbered(token) and not any(a.id.startswith("person:") for a in found)
            if counted and not torn and not vague:
                if pair is not None and found == members:
                    self.antecedents.take(token, pair)
                return sides, "those spoken of"
        return (), "which ones is not settled"

    def _half_known(self, token: Token, sentence: int) -> bool:
        """ "talks between Kinshasa and the rebels, at which both sides signed": only one of whom they are is known."""
        for other in self.scene.doc[self.scene.first_token(sentence) : token.i]:
            if any(c.dep_ == "case" and c.lower_ == "between" for c in other.children):
                two = listed(other)
                if len(two) == 2 and sum(t.i in self.scene.parties for t in two) == 1:
                    return True
        return False

    def _uneven(self, found: tuple[Actor, ...], noun: str, told: set[str], besides: set[str]) -> bool:
        """Whether one is a state and the other a person, where the article is plainly about two others: "Riyadh, where
        Isaias goes next, called for calm. Washington urged both sides ..."."""
        people = sum(a.id.startswith("person:") for a in found)
        main = {side(a) for a in self.scene.memory.main_sides(2, besides) or self._lead(besides)}
        return noun in STATES and people == 1 and len(found) == 2 and len(main) == 2 and main != told

    def _lead(self, besides: set[str]) -> tuple[Actor, ...]:
        """The two that the title or the first sentence names together."""
        for seen in self.scene.memory.seen:
            if seen.sentence > 1:
                break
            two = {side(a) for a in seen.actors}
            if seen.kind == "pair" and seen.form == "name" and len(seen.actors) == len(two) == 2 and not two & besides:
                return seen.actors
        return ()

    def _named_together(self, sentence: int, before: int, number: int) -> tuple[Actor, ...]:
        """People of this number who were named side by side just before: "hosted Pashinyan and Aliyev. The two leaders
        ..."."""
        for seen in self.scene.memory.lately(sentence, before, 1):
            people = [a for a in seen.actors if a.id.startswith("person:")]
            if seen.kind == "pair" and seen.form == "name" and len(people) == len(seen.actors) == number:
                return seen.actors
        return ()

    def _torn(self, token: Token, sentence: int, told: set[str], besides: set[str]) -> bool:
        """Whether one of those named just before stood beside one that is not meant: of "Lima thanked Brazil and
        Colombia. Lula congratulated both governments" Lima and Colombia are no two."""
        pairs = (s.actors for s in self.scene.memory.lately(sentence, token.i, 1) if s.kind == "pair")
        joined = ({side(a) for a in actors} for actors in pairs)
        return any(two & told and two & besides for two in joined)

    def _together(self, sentence: int, before: int, besides: set[str]) -> tuple[Actor, ...]:
        """The two whom the article has named together again and again: nearer names are then asides."""
        told: dict[frozenset[str], list[tuple[Actor, ...]]] = {}
        for seen in self.scene.memory.lately(sentence, before, sentence + 1):
            two = frozenset(side(a) for a in seen.actors)
            if seen.kind == "pair" and len(seen.actors) == len(two) == 2 and two.isdisjoint(besides):
                told.setdefault(two, []).append(seen.actors)
        ranked = sorted(told.values(), key=len, reverse=True)
        often = ranked and len(ranked[0]) > 1 and (len(ranked) == 1 or len(ranked[0]) > len(ranked[1]))
        return ranked[0][-1] if often else ()

    def _listed(self, before: int, number: int) -> tuple[Actor, ...]:
        """The last list of this many, more than two: "Mali, Niger and Chad ... the three countries"."""
        if number < 3:
            return ()
        for token in reversed(self.scene.doc[max(0, before - LISTED_NEAR) : before]):
            chain = listed(token)
            if len(chain) == number and all(t.i in self.scene.parties for t in chain):
                return distinct(p.actor for t in chain for p in self.scene.parties[t.i][:1])
        return ()

    def _doers(self, token: Token) -> set[str]:
        """The sides of the subject that does something to those meant ("Germany called on both sides"), of who says
        so, and of whoever they belong to ("the two U.S. allies")."""
        inside = {side(p.actor) for c in token.lefts for p in self.scene.parties.get(c.i, ())}
        if token.dep_.startswith("nsubj"):
            host = token.head.head.head if token.head.dep_ == "acl:relcl" else token.head
            hosts = [c.i for c in host.children if c.dep_ == "nsubj"] if host.lemma_.lower() in HOSTING else []
            # "Qatar hosted talks at which both sides signed": the host is neither of them.
            return inside | {side(p.actor) for i in hosts for p in self.scene.parties.get(i, ())}
        verb = next((t for t in token.ancestors if t.pos_ == "VERB"), None)
        above = {t.i for t in token.ancestors}
        subjects: list[int] = []
        while verb is not None:
            mine = [c.i for c in verb.children if c.dep_ == "nsubj"]
            subjects += [i for i in mine if i not in above]
            told = verb.dep_ in {"ccomp", "xcomp"} or (verb.dep_ == "conj" and not mine)
            verb = verb.head if told and above.isdisjoint(mine) else None
        return inside | {side(p.actor) for i in subjects for p in self.scene.parties.get(i, ())}


def _of_parliament(token: Token) -> bool:
    """ "Leaders of both parties", "both parties in Congress": parties that are elected are no sides."""
    if token.lemma_.lower() != "party":
        return False
    near = {token.head.lemma_.lower(), *(c.lemma_.lower() for c in token.children if c.dep_.startswith("nmod"))}
    return not near.isdisjoint(ELECTED)
