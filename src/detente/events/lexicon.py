"""The predicate lexicon: which words, in which construction, tell of which PLOVER event.

The entries (`detente.events.entries`) lie in `detente/data/lexicon`; docs/lexicon.md describes their columns. An entry
is written once, for the active voice: `detente.events.arguments` undoes passives, participles and relatives. Whether a
word tells of an event is decided here; who its parties are and whether it came true is decided by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from spacy.tokens import Doc, Token

from detente.events.arguments import slots_of
from detente.events.entries import (
    BARE_TESTS,
    CHILD_TESTS,
    CLAUSE_TESTS,
    FLAGS,
    POS,
    Condition,
    Light,
    Sense,
    Tables,
    read,
)
from detente.events.inflect import Forms
from detente.events.misread import for_subject
from detente.events.tree import conjuncts, is_passive, preposition

__all__ = ["FLAGS", "Condition", "Lexicon", "Light", "Sense", "Trigger"]

_PARTICLE_DEPS = frozenset({"compound:prt", "advmod", "case", "obl"})
_NAMES = frozenset({"PER", "ORG", "LOC"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A sense found in a text, by token numbers of the Doc; `tokens` holds the head and the words that were matched."""

    head: int
    tokens: tuple[int, ...]
    sense: Sense


class Lexicon:
    """Senses by head lemma. Get the shipped one with `Lexicon.load()`."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._shells = tables.classes.get("shell", frozenset())
        self._index: dict[tuple[str, str], list[Sense]] = {}
        for sense in (*tables.blockers, *tables.senses):
            self._index.setdefault((sense.lemma, sense.pos), []).append(sense)
        for found in self._index.values():
            found.sort(key=_rank)
        self._forms = Forms(tables.words(), tables.irregular)
        self._lights: dict[str, list[Light]] = {}
        for light in tables.lights:
            self._lights.setdefault(light.lemma, []).append(light)

    @staticmethod
    def load() -> Lexicon:
        """The lexicon shipped with detente, read once a process. Raises InputError that names file and line."""
        return _shipped()

    @staticmethod
    def read(folder: Traversable) -> Lexicon:
        """A lexicon from a folder laid out like `detente/data/lexicon`. Raises InputError that names file and line."""
        return Lexicon(read(folder))

    @property
    def senses(self) -> tuple[Sense, ...]:
        """Every entry, blockers left out."""
        return self.tables.senses

    def triggers(self, doc: Doc, start: int, end: int) -> list[Trigger]:
        """The senses that match heads in tokens `start` to `end` (half-open), in text order, the best first per head.

        Of one head only the most specific sense is kept, beside it those flagged `also`. A noun that another sense has
        taken as part of itself ("lifted the sanctions") is not a trigger of its own.
        """
        found: list[Trigger] = []
        taken: set[int] = set()
        for i in range(start, end):
            for trigger in self.at(doc[i]):
                found.append(trigger)
                if "governs" not in trigger.sense.flags:
                    taken.update(t for t in trigger.tokens if t != trigger.head)
        return [t for t in found if t.head not in taken]

    def at(self, token: Token) -> list[Trigger]:
        """The senses of one token where it stands, best first; empty when a blocker fits it at least as well."""
        pos = "NOUN" if token.pos_ == "PROPN" else token.pos_
        if pos not in POS:
            return []
        candidates = self._candidates(token, pos)
        if not candidates or (pos == "NOUN" and not self._stands_alone(token)):
            return []
        context = _Context(token, self._shells, self)
        best: Trigger | None = None
        kept: list[Trigger] = []
        for sense in candidates:
            if best is not None and "also" not in sense.flags:
                continue
            tokens = context.match(sense.when)
            if tokens is None:
                continue
            if not sense.event_type:
                return kept
            trigger = Trigger(token.i, tuple(sorted({token.i, *tokens})), sense)
            if "also" not in sense.flags:
                best = trigger
            kept.append(trigger)
        if best is not None:
            kept.sort(key=lambda t: t is not best)
        return kept

    def _candidates(self, token: Token, pos: str) -> list[Sense]:
        """Senses of the token's lemma; where the lexicon does not know that lemma, of those its form may belong to."""
        for joined in _hyphenated(token):
            whole = self._index.get((joined, pos))
            if whole:
                return whole
        own = self._index.get((token.lemma_.lower(), pos))
        if own:
            return own
        others = [s for w in self.words(token) for s in self._index.get((w, pos), ())]
        return sorted(others, key=lambda s: (*_rank(s), s.id))

    def words(self, token: Token) -> frozenset[str]:
        """The token's form, its lemma, and every lemma of the lexicon that it may be a form of."""
        words = self._forms.lemmas(token.lower_, token.lemma_, token.pos_)
        joined = _hyphenated(token)
        return words.union(joined) if joined else words

    def light(self, noun: Token) -> tuple[int, Light] | None:
        """The light verb that an event noun hangs on and how its slots map, or None ("made a visit to X")."""
        while _marked(noun, "nmod", {"of"}) and not self._shells.isdisjoint(self.words(noun.head)):
            noun = noun.head  # "held an hour of talks"
        for verb, slot in _governors(noun):
            lights = [x for w in sorted(self.words(verb)) for x in self._lights.get(w, ()) if x.noun == slot]
            for light in sorted(lights, key=lambda x: x.particle is None):  # "put off talks" is not "put"
                if _has_particle(verb, light.particle) if light.particle else not _turned(verb):
                    return verb.i, light
        return None

    def _stands_alone(self, noun: Token) -> bool:
        """Not a modifier of another noun ("meeting room") and not part of a name, unless the noun above is a shell."""
        if noun.pos_ == "PROPN" and noun.ent_type_ in _NAMES:
            return False
        if noun.dep_ in {"compound", "flat", "nmod:unmarked"} and noun.head.i != noun.i:
            return not self._shells.isdisjoint(self.words(noun.head))
        return True


class _Context:
    """The surroundings of one head, its slots read at most once."""

    def __init__(self, token: Token, shells: frozenset[str], lexicon: Lexicon) -> None:
        self.token = token
        self.shells = shells
        self.lexicon = lexicon
        self._slots: dict[str, list[int]] | None = None

    def match(self, when: tuple[Condition, ...]) -> list[int] | None:
        """Token numbers that met the conditions with named words; None when one does not hold."""
        tokens: list[int] = []
        for condition in when:
            met = self._meet(condition)
            if (met is None) != condition.negated:
                return None
            if met is not None and condition.values is not None:
                tokens.append(met)
        return tokens

    def _meet(self, condition: Condition) -> int | None:
        """A token that fills the condition (the head itself for a bare fact about it), or None."""
        test, token = condition.test, self.token
        if test in BARE_TESTS:
            return token.i if self._bare(test) else None
        for filler in self._fillers(test):
            if condition.values is None:
                return filler.i
            hit = self._word(filler, condition.values, 0)
            if hit is not None:
                return hit
        return None

    def _bare(self, test: str) -> bool:
        token = self.token
        if test == "plural":
            return "Plur" in token.morph.get("Number", []) or token.tag_ in {"NNS", "NNPS"}
        if test == "singular":
            return token.tag_ in {"NN", "NNP"} or "Sing" in token.morph.get("Number", [])
        if test == "light":
            return self.lexicon.light(token) is not None
        # "Asked whether ...": a participle without any auxiliary is passive too.
        passive = is_passive(token) or (token.tag_ == "VBN" and not any(c.dep_ == "aux" for c in token.children))
        return passive == (test == "passive")

    def _fillers(self, test: str) -> Iterator[Token]:
        token = self.token
        if test == "prt":
            yield from _particles(token)
        elif test in CHILD_TESTS:
            yield from (c for c in token.children if c.dep_ == test or c.dep_.startswith(test + ":"))
        elif "." in test:
            outer, _, inner = test.partition(".")
            for filler in self._fillers(outer):
                yield from _below(filler, inner)
        elif CLAUSE_TESTS.fullmatch(test):
            kind, _, marker = test.partition(":")
            for child in token.children:
                marked = not marker or any(m.dep_ in {"mark", "case"} and m.lower_ == marker for m in child.children)
                marked = marked or (marker == "for" and for_subject(child) is not None)
                if marked and (child.dep_ == kind or child.dep_.startswith(kind + ":")):
                    yield child
        else:
            yield from self._arguments(test)

    def _arguments(self, slot: str) -> Iterator[Token]:
        """Fillers of a slot. A preposition's phrase counts wherever the parser hung it: on the verb, on its object."""
        if self._slots is None:
            self._slots = slots_of(self.token)
        doc, slots = self.token.doc, self._slots
        kind, _, preposition = slot.partition(":")
        if kind not in {"obl", "nmod"}:
            yield from (doc[i] for i in slots.get(slot, ()))
            return
        if not preposition:
            yield from (doc[i] for name, fillers in slots.items() if name.startswith(("obl", "nmod")) for i in fillers)
            return
        for name in (f"obl:{preposition}", f"nmod:{preposition}"):
            yield from (doc[i] for i in slots.get(name, ()))
        if self.token.pos_ == "VERB" and preposition != "of":
            for i in slots.get("obj", ()):
                yield from _phrases(doc[i], preposition)
                yield from (doc[j] for j in slots_of(doc[i]).get(f"nmod:{preposition}", ()))
        elif self.token.pos_ == "NOUN":
            for verb, _ in _governors(self.token):
                yield from _phrases(verb, preposition)

    def _word(self, filler: Token, values: frozenset[str], depth: int) -> int | None:
        """The token of the phrase at `filler` that is one of `values`: head, conjunct, or inside a shell."""
        for token in conjuncts(filler):
            words = self.lexicon.words(token)
            if not values.isdisjoint(words):
                return token.i
            if token.ent_type_ in _NAMES and (f"<{token.ent_type_}>" in values or "<NAME>" in values):
                return token.i
            titles = (c for c in token.children if c.dep_ == "nmod:desc" and token.pos_ == "PROPN")
            title = next((c for c in titles if not values.isdisjoint(self.lexicon.words(c))), None)
            if title is not None:
                return title.i  # "summoned [Ambassador] Wu"
            if depth < 3 and (token.pos_ == "NUM" or not self.shells.isdisjoint(words)):
                for child in token.children:
                    inner = child.dep_ in {"compound", "amod", "nmod:unmarked"} or (
                        child.dep_.startswith("nmod")
                        and any(c.dep_ == "case" and c.lower_ in {"of", "in"} for c in child.children)
                    )
                    if inner:
                        hit = self._word(child, values, depth + 1)
                        if hit is not None:
                            return hit
        return None


def _hyphenated(token: Token) -> tuple[str, ...]:
    """ "cease-fire" for `fire`, "walk-out" for `walk`: treebanks take such words apart at the hyphen."""
    doc, i, found = token.doc, token.i, []
    if i > 1 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_ and not doc[i - 2].whitespace_:
        found += [f"{doc[i - 2].lower_}-{form}" for form in (token.lower_, token.lemma_.lower())]
    if i + 2 < len(doc) and doc[i + 1].text == "-" and not token.whitespace_ and not doc[i + 1].whitespace_:
        found += [f"{form}-{doc[i + 2].lower_}" for form in (token.lower_, token.lemma_.lower())]
    return tuple(dict.fromkeys(found))


def _rank(sense: Sense) -> tuple[int, bool, int]:
    """Most specific first; of equals a blocker, then the one that names fewer words."""
    return (-sense.weight, bool(sense.event_type), sum(len(c.values or ()) for c in sense.when))


def _turned(verb: Token) -> bool:
    """ "held up the deal", "put off talks": a particle that makes another verb of it."""
    names = {c.lower_ for c in verb.children if c.dep_ == "compound:prt"}
    return not names.isdisjoint({"off", "back", "down", "over"}) or (verb.lemma_.lower() == "hold" and "up" in names)


def _has_particle(verb: Token, particle: str) -> bool:
    """ "off" of "put off", or what a phrase written with "_" says: "on_hold" of "put on hold"."""
    case, _, noun = particle.partition("_")
    if noun:
        return any(c.lemma_.lower() == noun and preposition(c) == case for c in verb.children)
    return any(c.lower_ == particle for c in _particles(verb))


def _particles(verb: Token) -> Iterator[Token]:
    """Particles of a verb, and those that a parser takes for prepositions: "pull [out of Mali]", "hand [over four
    villages]" (an object has none)."""
    for child in verb.children:
        if child.dep_ == "obj":
            yield from (c for c in child.children if c.dep_ == "case" and c.i == verb.i + 1)
        if child.dep_ in _PARTICLE_DEPS:
            yield child
        if child.dep_.startswith("obl"):
            yield from (
                c for c in child.children if c.dep_ == "case" and c.lower_ == "out" and preposition(child) == "of"
            )


@cache
def _shipped() -> Lexicon:
    return Lexicon.read(files("detente").joinpath("data", "lexicon"))


def _marked(token: Token, dep: str, prepositions: set[str]) -> bool:
    return token.dep_.startswith(dep) and any(c.dep_ == "case" and c.lower_ in prepositions for c in token.children)


def _below(token: Token, dep: str) -> Iterator[Token]:
    """Dependents of a filler: by relation, or by preposition where `dep` is `nmod:PREP`."""
    kind, _, preposition = dep.partition(":")
    for child in token.children:
        if preposition and kind == "nmod":
            if _marked(child, "nmod", {preposition}):
                yield child
        elif child.dep_ == dep or child.dep_.startswith(dep + ":"):
            yield child


def _phrases(head: Token, preposition: str) -> Iterator[Token]:
    for child in head.children:
        if _marked(child, "obl", {preposition}) or _marked(child, "nmod", {preposition}):
            yield child


def _governors(noun: Token) -> Iterator[tuple[Token, str]]:
    """The verb above a noun and the slot the noun fills there, in the active voice; through coordination."""
    seen = 0
    while noun.dep_ == "conj" and noun.head.i != noun.i and seen < 8:
        noun = noun.head
        seen += 1
    for child in noun.children:
        if child.dep_ == "acl" and child.pos_ == "VERB" and child.tag_ == "VBN":
            yield child, "obj"
        elif child.dep_ == "acl:relcl" and child.pos_ == "VERB":
            subject = [c for c in child.children if c.dep_.startswith("nsubj")]
            if not subject or (subject[0].dep_ == "nsubj:pass" and subject[0].lower_ in {"that", "which"}):
                yield child, "obj"
            elif not any(c.dep_ == "obj" for c in child.children):
                yield child, "nsubj" if subject[0].lower_ in {"that", "which"} else "obj"
    verb = noun.head
    if verb.i == noun.i or verb.pos_ != "VERB":
        return
    if noun.dep_ in {"obj", "nsubj:pass"}:
        yield verb, "obj"
    elif noun.dep_ == "nsubj":
        yield verb, "nsubj"
    elif noun.dep_.startswith("obl"):
        case = next((c.lower_ for c in noun.children if c.dep_ == "case"), None)
        if case:
            yield verb, f"obl:{case}"
