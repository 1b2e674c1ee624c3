"""The state of reading one article: what has been settled under which token, and what is remembered."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property

from spacy.tokens import Doc, Token

from detente.actors.describe import Directory
from detente.actors.descriptions import actor_of
from detente.actors.entries import STATE_KINDS, Body
from detente.actors.memory import COLLECTIVES, FEMININE, MASCULINE, Memory, Seen
from detente.actors.names import fold, keys, words
from detente.actors.phrases import Phrase
from detente.actors.quotations import Quotation, quotations
from detente.actors.resolve import directory, resolve
from detente.records import Actor, Introduction, Mention, Parse, Party, Span, Unresolved, distinct

ARGUMENTS = frozenset(
    {"nsubj", "nsubj:pass", "nsubj:outer", "obj", "iobj", "obl", "obl:agent", "nmod", "root", "appos", "conj"}
)

_MEASURES = frozenset(
    (
        "percent pct cent day week month year hour minute time today tonight way lot number part end "
        "case kilometer mile"
    ).split()
)
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
# The type of thing that a mention is where the language stage does not say.
_LABELS = {
    "person": "person",
    "people": "person",
    "state": "place",
    "organisation": "organization",
    "part": "organization",
    "media": "organization",
}


class Scene:
    """Holds the outcome for each token and the memory of the article."""

    def __init__(self, parse: Parse, look: Directory | None = None) -> None:
        self.parse: Parse = parse
        self.doc: Doc = parse.doc
        self.tokens: list[Token] = list(parse.doc)
        self.on: date | None = parse.article.published
        self.look: Directory = look or directory()
        self.memory = Memory()
        words = (parse.doc.vocab[orth] for orth in set(parse.doc.to_array("ORTH").tolist()))
        self.cues = frozenset(fold(word.text) for word in words if word.is_alpha)
        self.entities = {t.i: ent.label_ for ent in parse.doc.ents for t in ent}
        self.kinds = _kinds(parse.doc)
        self.mentions: list[Mention] = []
        self.introductions: list[Introduction] = []
        self.parties: dict[int, tuple[Party, ...]] = {}
        self.problems: dict[int, Unresolved] = {}
        self.places: dict[int, Party] = {}
        self.antecedents: dict[int, int] = {}
        self.taken: dict[int, Seen] = {}
        self.acronyms: dict[str, int] = {}  # initials that the article explains -> head of what they stand for
        self.first_person: list[tuple[Token, int]] = []
        self.quotes: dict[int, Quotation] = quotations(parse)

    @cached_property
    def home(self) -> str | None:
        """The code of the state from which the report is dated ("OSLO, March 3 -"); None where it names none."""
        first = next((s.start for s in self.parse.sentences if s.kind == "body"), 0)
        text = self.parse.article.text
        place = re.match(r"[^\W\d_][^\d,(:/—–]*", text[text.rfind("\n", 0, first) + 1 : first].strip())
        found = resolve(place[0].strip(" -"), self.on) if place else None
        return found.country if isinstance(found, Actor) and found.country in self.look.registry.bodies else None

    def span(self, start: int, end: int) -> Span:
        """The words of tokens [start, end)."""
        last = self.doc[end - 1]
        return self.parse.span(self.doc[start].idx, last.idx + len(last))

    def body_for(self, actor: Actor) -> Body | None:
        """The state, organisation or group that an actor belongs to."""
        bodies = self.look.registry.bodies
        parts = actor.id.split(":")
        for ident in (actor.id, ":".join(parts[:3]), ":".join(parts[:2]), parts[0]):
            if ident in bodies and bodies[ident].kind in STATE_KINDS | {"organisation", "group"}:
                return bodies[ident]
        if actor.id.startswith("person:"):
            person = self.look.registry.persons.get(actor.id.removeprefix("person:"))
            if person is not None and self.look.body_of(person).code == actor.country:
                return self.look.body_of(person)
        return bodies.get(actor.country or "")

    def note(
        self,
        phrase: Phrase,
        actors: tuple[Actor, ...],
        problem: Unresolved | None,
        kind: str,
        *,
        plural: bool = False,
        person: bool = False,
        gender: str | None = None,
    ) -> None:
        """Files the outcome under the tokens of the phrase and in the memory."""
        actors = distinct(actors)
        span = self.span(phrase.start, phrase.end)
        self.mentions.append(Mention(span, phrase.head, kind, actors, None if actors else problem))
        for i in range(phrase.start, phrase.end):
            if i in phrase.mod_tokens and i != phrase.head:
                continue
            if actors:
                self.parties[i] = tuple(Party(span, a) for a in actors)
                self.problems.pop(i, None)
            elif problem is not None and i not in self.parties:
                self.problems[i] = problem
        for i in sorted(phrase.mod_tokens - {phrase.head}):
            self._note_modifier(phrase, i)
        if kind != "adjective" and (actors or person or plural):
            self._remember(phrase, actors, plural, person, gender)

    def _note_modifier(self, phrase: Phrase, i: int) -> None:
        """ "Iranian" in "Iranian officials" denotes the state by itself too."""
        if i in self.parties:
            return
        token = self.doc[i]
        for alias in phrase.mods:
            if fold(token.text) in set(keys(words(alias.text))) | {fold(alias.text)}:
                actor = actor_of(alias.body, f"{token.text}: {alias.form} of {alias.body.name}")
                self.parties[i] = (Party(self.span(i, i + 1), actor),)
                return

    def _remember(
        self, phrase: Phrase, actors: tuple[Actor, ...], plural: bool, person: bool, gender: str | None
    ) -> None:
        kind = self._kind(actors, plural, person)
        if kind == "person" and gender and actors:
            self.memory.set_gender(actors[0], gender)
        token = self.doc[phrase.head]
        name = "" if actors else fold((phrase.name or token.lemma_ or token.text).split()[-1])
        noun, form = fold(token.lemma_ or token.text), "name" if token.pos_ == "PROPN" else "noun"
        if token.pos_ in {"PRON", "DET", "NUM"}:
            form, noun = "pronoun", self.taken[token.i].noun if token.i in self.taken else noun
        label = self.kinds.get(token.i) or _LABELS.get(kind, "")
        role = self.role(token)
        self.memory.add(Seen(phrase.head, phrase.sentence, role, kind, actors, plural, gender, name, form, label, noun))

    def _kind(self, actors: tuple[Actor, ...], plural: bool, person: bool) -> str:
        if not actors:
            return "people" if plural else "person"
        if person or actors[0].id.startswith("person:"):
            return "person"
        if len(actors) > 1:
            return "pair"
        if plural:
            return "people"
        first = actors[0]
        body = self.look.registry.bodies.get(first.id)
        if body is not None and body.kind in STATE_KINDS:
            return "state"
        if first.id.startswith(("org:", "group:")):
            return "organisation"
        return "media" if first.sector == "JRN" else "part"

    @staticmethod
    def role(token: Token) -> str:
        """The grammatical role; a conjunct has that of its first conjunct."""
        while token.dep_ in {"conj", "flat", "appos", "nmod:desc"} and token.head.i != token.i:
            token = token.head
        return token.dep_

    def remember_thing(self, token: Token, sentence: int) -> None:
        """A noun that is no known actor competes for the pronouns that agree with it."""
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in self.parties:
            return
        if token.dep_ not in ARGUMENTS and token.i not in self.kinds:
            return
        kind, gender, noun = self.kinds.get(token.i), None, fold(token.lemma_)
        if noun in MASCULINE or noun in FEMININE:
            gender = "m" if noun in MASCULINE else "f"
        plural = is_plural(token)
        if kind == "person" or (kind is None and gender is not None):
            kind = "people" if plural else "person"
        elif kind == "organization" or noun in COLLECTIVES:
            kind = "people" if plural else "collective"
        else:
            kind = "things" if plural else "thing"
        form = "name" if token.pos_ == "PROPN" else "noun"
        label = self.kinds.get(token.i, "")
        self.memory.add(Seen(token.i, sentence, self.role(token), kind, (), plural, gender, noun, form, label, noun))

    def remember_groups(self, first: int, last: int, sentence: int) -> None:
        """A coordination ("Cyprus, Greece and Israel", "her husband and his brother") can be taken up as a whole."""
        for token in self.tokens[first:last]:
            joined = [t for t in listed(token)[1:] if t.pos_ in _NOMINAL]
            if token.dep_ == "conj" or token.pos_ not in _NOMINAL or not joined or joined[-1].i < token.i:
                continue
            if any(c.lower_ == "or" for j in joined for c in j.lefts if c.dep_ == "cc"):
                continue
            actors: tuple[Actor, ...] = ()
            if all(t.i in self.parties for t in (token, *joined)):
                actors = distinct(p.actor for t in (token, *joined) for p in self.parties[t.i])
                if len(actors) < 2:
                    continue
            name = "" if actors else " ".join(fold(t.lemma_) for t in (token, *joined))
            form = "name" if token.pos_ == "PROPN" else "noun"
            label, role = self.kinds.get(token.i, ""), self.role(token)
            self.memory.add(Seen(joined[-1].i, sentence, role, "pair", actors, True, None, name, form, label))

    def speakers(self, quote: Quotation) -> tuple[Actor, ...]:
        """The subject of the verb of saying beside the quotation; in a later part of it, the speaker before."""
        part: Quotation | None = quote
        for _ in range(6):
            if part is None:
                break
            for subject in part.subjects:
                found = tuple(p.actor for p in self.parties.get(subject, ()))
                if found:
                    return found
            if part.subjects:
                break
            part = part.before
        return ()

    def first_token(self, sentence: int) -> int:
        """Where the sentence of that number begins."""
        return self.parse.sentences[sentence].first_token


def _kinds(doc: Doc) -> dict[int, str]:
    """The type of the largest nominal mention that each token heads, where the language stage gives mentions."""
    kinds: dict[int, str] = {}
    for span in sorted(doc.spans.get("mentions", ()), key=len):
        kinds[span.root.i] = span.label_
    return kinds


def is_plural(token: Token) -> bool:
    """Plural by tag or feature."""
    return token.tag_ in {"NNS", "NNPS"} or "Number=Plur" in str(token.morph)


def is_definite(token: Token) -> bool:
    """With "the", "this", "that", "these" or "those"."""
    return any(c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"} for c in token.children)


def possessor(token: Token) -> Token | None:
    """The possessive before the noun."""
    return next((c for c in token.children if c.dep_ == "nmod:poss"), None)


def listed(token: Token) -> list[Token]:
    """A token and everything coordinated with it, in text order, however the parser chained them."""
    found = [token]
    for item in found:
        found.extend(c for c in item.children if c.dep_ == "conj")
    return sorted(found, key=lambda t: t.i)
