"""`cast`: who the words of one article denote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Token

from detente.actors.describe import HEADS, Description, Directory, actor_of, sector_of
from detente.actors.memory import FEMININE, HE, IT, MASCULINE, ME, SHE, THEY, WE, Known, Memory, Seen, sides
from detente.actors.names import fold, keys, words
from detente.actors.phrases import Phrase, as_place, body_of, find
from detente.actors.quotations import Quotation, quotations
from detente.actors.registry import STATE_KINDS, Body
from detente.actors.resolve import directory, scanner
from detente.records import Actor, Mention, Parse, Party, Span, Unresolved, distinct

_COLLECTIVE = frozenset({"leader", "side", "country", "nation", "state", "government", "president", "minister", "neighbor", "neighbour", "capital",
                         "ally", "party", "power", "man", "official", "diplomat", "rival", "delegation", "counterpart", "adversary", "foe"})  # fmt: skip
_STATES = frozenset(
    {
        "country",
        "nation",
        "state",
        "side",
        "government",
        "neighbor",
        "neighbour",
        "capital",
        "ally",
        "party",
        "power",
        "rival",
        "delegation",
    }
)
_STATE_NOUN = frozenset({"country", "nation"})
_MONARCHY = frozenset({"kingdom"})
_ORG_NOUN = frozenset(
    {
        "organization",
        "organisation",
        "alliance",
        "bloc",
        "union",
        "agency",
        "body",
        "council",
        "commission",
        "group",
        "movement",
    }
)
_WHO = frozenset({"PER", "PERSON"})


@dataclass(frozen=True)
class Cast:
    """The actors of one article. `mentions` stand in text order; tokens are numbers of the parse's Doc."""

    mentions: tuple[Mention, ...]
    parties: Mapping[int, tuple[Party, ...]] = field(repr=False, default_factory=dict)
    problems: Mapping[int, Unresolved] = field(repr=False, default_factory=dict)
    places: Mapping[int, Party] = field(repr=False, default_factory=dict)

    def at(self, token: int) -> tuple[Party, ...]:
        """The parties denoted by the phrase that this token heads, or by the token as a modifier; () for no resolved actor.

        Conjuncts are not included. "The two leaders" and plural pronouns give several parties.
        """
        return self.parties.get(token, ())

    def unresolved(self, token: int) -> Unresolved | None:
        """Why the phrase of this token denotes nobody that could be told."""
        return self.problems.get(token)

    def place(self, token: int) -> Party | None:
        """The state whose capital is named as a mere place ("in Tokyo", "flew to Tokyo"), where `at` gives nothing."""
        return self.places.get(token)

    def explain(self, token: int) -> str:
        """One line on who this token denotes and why."""
        parties = self.at(token)
        if parties:
            return "; ".join(f"{p.span.text}: {p.actor.name or p.actor.id} ({p.actor.why})" for p in parties)
        problem = self.unresolved(token)
        return f"unresolved: {problem.reason}" if problem else "no actor"


def cast(parse: Parse) -> Cast:
    """Finds and resolves every actor mention of an article.

    Offices hold as of `parse.article.published`; without that day persons are known but offices are not. Furniture is not
    read; captions introduce people. Nothing is resolved by default: what the text does not settle is `Unresolved`.
    """
    return _Caster(parse).run()


class _Caster:
    def __init__(self, parse: Parse) -> None:
        self.parse, self.doc = parse, parse.doc
        self.on: date | None = parse.article.published
        self.look: Directory = directory()
        self.memory = Memory()
        self.cues = frozenset(fold(t.text) for t in parse.doc if t.is_alpha)
        self.people = {t.i: ent.label_ for ent in parse.doc.ents for t in ent}
        self.mentions: list[Mention] = []
        self.parties: dict[int, tuple[Party, ...]] = {}
        self.problems: dict[int, Unresolved] = {}
        self.places: dict[int, Party] = {}
        self.acronyms: dict[str, Actor] = {}
        self.first_person: list[tuple[Token, int]] = []
        self.quotes = quotations(parse)

    def run(self) -> Cast:
        by_sentence = [find(self.doc, s, scanner(), self.cues, self.people) for s in self.parse.sentences]
        for phrases in by_sentence:
            for phrase in phrases:
                self._introduce(phrase)
        for sentence, phrases in zip(self.parse.sentences, by_sentence, strict=True):
            self._sentence(sentence.first_token, sentence.last_token, sentence.index, phrases)
        for token, index in self.first_person:
            self._refer(token, index)
        self.mentions.sort(key=lambda m: (m.span.start, m.span.end))
        return Cast(tuple(self.mentions), self.parties, self.problems, self.places)

    def _sentence(self, first: int, last: int, index: int, phrases: list[Phrase]) -> None:
        """Names first, then what refers to them, each in text order: a pronoun may stand before its name."""
        for phrase in phrases:
            if phrase.kind in {"name", "adjective", "person"}:
                self._settle(phrase)
        inside = {i for p in phrases if p.kind != "pronoun" for i in range(p.start, p.end)}
        later = {p.start: p for p in phrases if p.kind not in {"name", "adjective", "person"}}
        for i in range(first, last):
            if i in later:
                self._settle(later[i])
            elif i not in inside and self._referring(self.doc[i]):
                if fold(self.doc[i].text) in WE | ME:
                    self.first_person.append((self.doc[i], index))  # a quotation may stand before its speaker
                else:
                    self._refer(self.doc[i], index)

    # first reading: who is introduced -----------------------------------------------------------------------------------

    def _introduce(self, phrase: Phrase) -> None:
        """Learns people named with an office, a role or a full name that the registry knows."""
        if phrase.kind != "person" or not phrase.name:
            return
        told = self._description(phrase)
        full = self.look.full_name(phrase.name)
        stated = told.body is not None and (told.title is not None or told.role is not None)
        if not (stated or full or (told.title is not None and told.title.office)):
            return
        if not stated and full and not self.look.people(phrase.name):
            return
        actor = self.look.identify(told, self.on)
        if isinstance(actor, Actor):
            self.memory.introduce(actor, phrase.name if full else actor.name or phrase.name, self._gender(phrase))

    def _description(self, phrase: Phrase) -> Description:
        return Description(
            body_of(phrase.mods), phrase.title, phrase.role, phrase.name, phrase.when, phrase.elect, phrase.relative
        )

    def _gender(self, phrase: Phrase) -> str | None:
        said = {fold(self.doc[i].text) for i in range(phrase.start, phrase.end)}
        return "m" if said & MASCULINE else "f" if said & FEMININE else None

    # second reading: every phrase ---------------------------------------------------------------------------------------

    def _settle(self, phrase: Phrase) -> None:
        if phrase.kind in {"name", "adjective"}:
            self._settle_name(phrase)
        elif phrase.kind == "person":
            self._settle_person(phrase)
        else:
            self._settle_nominal(phrase)

    def _settle_name(self, phrase: Phrase) -> None:
        alias = phrase.alias
        if phrase.problem is not None or alias is None:
            self._note(phrase, (), phrase.problem, "name")
            return
        if alias.body.kind == "none":
            return
        token = self.doc[phrase.head]
        actor = actor_of(
            alias.body,
            f"{alias.text}: {alias.form} of {alias.body.name}"
            if alias.form != "name"
            else f"{alias.body.kind} {alias.body.name}",
        )
        if alias.form == "seat" and alias.body.kind in STATE_KINDS:
            actor = Actor(
                f"{alias.body.id}:GOV",
                f"{alias.body.name} (government)",
                alias.body.code,
                "GOV",
                ("GOV",),
                None,
                f"{alias.text}: seat of {alias.body.name}'s government",
            )
        if alias.form == "capital" and as_place(token):
            span = self._span(phrase.start, phrase.end)
            for i in range(phrase.start, phrase.end):
                self.places[i] = Party(span, actor)
            return
        kind = "adjective" if phrase.kind == "adjective" else "name"
        plural = alias.form == "demonym" and self._plural(token)
        if alias.form == "demonym":
            actor = Actor(
                f"{alias.body.id}:CVL:people",
                alias.text,
                alias.body.code,
                None,
                (),
                None,
                f"people of {alias.body.name}",
            )
        self._note(phrase, (actor,), None, kind, plural=plural)

    def _settle_person(self, phrase: Phrase) -> None:
        name = phrase.name or ""
        told = self._description(phrase)
        fits = self.memory.named(name)
        if told.body is not None and told.body.code:
            fits = [k for k in fits if k.actor.country == told.body.code or told.body.kind in {"organisation"}] or []
        if fits and not (told.title and told.title.office and told.when == "former"):
            titled = [k for k in fits if told.title and told.title.office and k.actor.office == told.title.office]
            chosen = fits if len(fits) == 1 else titled if len(titled) == 1 else self._foreground(fits, phrase)
            if len(chosen) == 1:
                actor = chosen[0].actor
                if told.title and told.title.office and told.when != "now":
                    again = self.look.identify(told, self.on)
                    actor = again if isinstance(again, Actor) and again.country == actor.country else actor
                self._note(phrase, (actor,), None, "name", person=True)
                return
            if len(fits) > 1:
                self._note(
                    phrase,
                    (),
                    Unresolved(f"several people of this article are called {name}", tuple(k.actor.id for k in fits)),
                    "name",
                )
                return
        if not self._may_be_person(phrase):
            return
        actor_or = self.look.identify(told, self.on)
        if not told.title and not told.role and not self.look.full_name(name):
            actor_or = self._bare_surname(name)
        if isinstance(actor_or, Actor):
            self.memory.introduce(actor_or, name, self._gender(phrase))
            self._note(phrase, (actor_or,), None, "name", person=True)
        else:
            self._note(phrase, (), actor_or, "name")

    def _may_be_person(self, phrase: Phrase) -> bool:
        """A run of proper nouns is taken for a person with a title, a recogniser's word, or a name that the tables know."""
        if phrase.title is not None or phrase.role is not None:
            return True
        label = {self.people.get(i) for i in range(phrase.start, phrase.end)} - {None}
        if label:
            return bool(label & _WHO)
        return bool(self.look.people(phrase.name or ""))

    def _bare_surname(self, name: str) -> Actor | Unresolved:
        """A family name that the article never introduces: only the one head of state or government who is in office."""
        found = self.look.people(name)
        serving = [
            p
            for p in found
            if self.on and any(t.office in HEADS and t.grain != "year" for t in self.look.offices(p, self.on))
        ]
        if len(found) == 1 and len(serving) == 1:
            return self.look.settle(serving[0], Description(name=name), self.on)
        return Unresolved("person not introduced", tuple(f"person:{p.id}" for p in found[:12]))

    def _foreground(self, fits: list[Known], phrase: Phrase) -> list[Known]:
        """Of people who share a family name, the one spoken of last, if both have been named apart before."""
        ids = {k.actor.id: k for k in fits}
        last = [s for s in self.memory.seen if s.token < phrase.start and s.actors and s.actors[0].id in ids]
        return [ids[last[-1].actors[0].id]] if last and phrase.sentence - last[-1].sentence <= 2 else fits

    def _settle_nominal(self, phrase: Phrase) -> None:
        """A title or role without a name."""
        if phrase.problem is not None and not phrase.mods:
            self._note(phrase, (), phrase.problem, "nominal")
            return
        token = self.doc[phrase.head]
        if phrase.name:  # the name in apposition settles it
            fits = self.memory.named(phrase.name)
            if len(fits) == 1:
                self._note(phrase, (fits[0].actor,), None, "nominal", person=True)
                return
        plural = self._plural(token)
        if not phrase.mods:
            found, why = self._described(phrase, token, plural)
            self._note(
                phrase,
                found,
                Unresolved(why) if not found else None,
                "nominal",
                plural=plural,
                person=bool(found) and found[0].id.startswith("person:"),
            )
            return
        bodies: list[Body] = []
        if phrase.several or plural and len(phrase.mods) > 1 and all(m.body.kind in STATE_KINDS for m in phrase.mods):
            bodies = [m.body for m in reversed(phrase.mods)]
        else:
            only = body_of(phrase.mods)
            bodies = [only] if only else []
        actors = []
        for body in bodies:
            title = phrase.title if not plural or phrase.role is None else None
            if title is not None and plural:
                title = type(title)(title.phrase, title.office, title.sector, "many")
            told = Description(body, title, phrase.role, None, phrase.when, phrase.elect, phrase.relative)
            actor = self.look.identify(told, self.on)
            if isinstance(actor, Actor):
                actors.append(actor)
        person = bool(actors) and actors[0].id.startswith("person:")
        self._note(
            phrase,
            tuple(actors),
            None if actors else Unresolved("no state or organisation"),
            "nominal",
            plural=plural,
            person=person,
        )

    def _described(self, phrase: Phrase, token: Token, plural: bool) -> tuple[tuple[Actor, ...], str]:
        """A title or role noun with no state beside it: someone the article has spoken of."""
        noun = fold(token.lemma_ or token.text)
        numbered = self._pair(token)
        if plural and numbered:
            return self._two(token, noun, phrase.sentence, numbered)
        if self._possessor(token) is not None:
            owner = self.parties.get(self._possessor(token).i, ()) if self._possessor(token) is not None else ()  # type: ignore[union-attr]
            return self._owned(owner, phrase)
        definite = self._definite(token)
        if phrase.title is not None and not plural and definite:
            names = {phrase.title.office}
            for score, seen in self.memory.ranked(phrase.sentence, phrase.start, {"person"}, window=8):
                actor = seen.actors[0]
                if (
                    actor.office in names
                    or phrase.title.office == "leader"
                    and actor.office in HEADS
                    or phrase.title.office == "minister"
                    and actor.office
                    and "Minister" in actor.office
                ):
                    return (actor,), f"earlier {actor.office} ({score:.1f})"
            return (), f"whose {phrase.title.phrase} is not said"
        if definite or plural:
            for mention in reversed(self.memory.seen):
                if (
                    mention.token < phrase.start
                    and mention.kind in {"part", "people"}
                    and phrase.role
                    and mention.actors
                    and phrase.role.slug
                    and all(a.id.endswith(":" + phrase.role.slug) for a in mention.actors)
                    and phrase.sentence - mention.sentence <= 6
                    and definite
                ):
                    return mention.actors, "the same as before"
        return (), f"whose {noun} is not said"

    def _owned(self, owner: tuple[Party, ...], phrase: Phrase) -> tuple[tuple[Actor, ...], str]:
        """ "its troops", "his foreign minister": the body of the possessor."""
        actors = []
        for party in owner:
            body = self._body_for(party.actor)
            if body is None:
                continue
            found = self.look.identify(Description(body, phrase.title, phrase.role, None, phrase.when), self.on)
            if isinstance(found, Actor):
                actors.append(found)
        return tuple(actors), "whose they are is not settled"

    def _body_for(self, actor: Actor) -> Body | None:
        bodies = self.look.registry.bodies
        if actor.id in bodies:
            return bodies[actor.id]
        for ident in (":".join(actor.id.split(":")[:2]), actor.id.split(":")[0], actor.country or ""):
            if ident in bodies:
                return bodies[ident]
        return None

    # pronouns and descriptions ------------------------------------------------------------------------------------------

    def _referring(self, token: Token) -> bool:
        low = fold(token.text)
        if token.pos_ == "PRON" or not token.pos_:
            if low == "us" and token.text.isupper():
                return False
            return (
                low in HE | SHE | IT | THEY | WE | ME
                or low in {"both", "who", "which"}
                and token.dep_.startswith(("nsubj", "obj"))
            )
        noun = fold(token.lemma_ or token.text)
        return (
            token.pos_ == "NOUN"
            and (noun in _STATE_NOUN | _MONARCHY | _ORG_NOUN or noun in _COLLECTIVE and self._plural(token))
            or (token.pos_ == "NUM" and low == "two" and token.dep_ in {"nsubj", "nsubj:pass", "obj", "obl", "nmod"})
        )

    def _refer(self, token: Token, sentence: int) -> None:
        low = fold(token.text)
        actors: tuple[Actor, ...] = ()
        why = "nobody fits"
        kind, plural = "pronoun", False
        if token.pos_ == "NOUN":
            actors, why, kind, plural = *self._noun(token, sentence), "nominal", self._plural(token)
        elif low in {"who", "which"}:
            actors = self._relative(token)
            if not actors:
                return
        elif low in HE | SHE:
            gender = "m" if low in HE else "f"
            actors, why = self._best(token, sentence, {"person"}, gender)
        elif low in IT:
            if self._expletive(token):
                return
            actors, why = self._best(token, sentence, {"state", "organisation", "part"}, None)
        elif low in THEY:
            actors, why = self._best(token, sentence, {"people", "pair"}, None)
            plural = True
        elif low in WE | ME:
            actors, why = self._speaker_of(token, low in WE)
            plural = low in WE
        elif low in {"both", "two"}:
            actors, plural = sides(self.memory.seen, sentence, token.i, None), True
            actors = actors if len(actors) == 2 else ()
            why = "which two is not settled"
        if actors:
            actors = tuple(
                Actor(
                    a.id, a.name, a.country, a.sector, a.sectors, a.office, f'"{token.text}": {a.name or a.id}, {why}'
                )
                for a in actors
            )
        phrase = Phrase(sentence, token.i, token.i + 1, token.i, kind)
        person = len(actors) == 1 and (actors[0].id.startswith("person:") or low in HE | SHE | ME)
        self._note(phrase, actors, None if actors else Unresolved(f'"{token.text}": {why}'), kind, plural=plural, person=person,
                   gender="m" if low in HE else "f" if low in SHE else None)  # fmt: skip

    def _noun(self, token: Token, sentence: int) -> tuple[tuple[Actor, ...], str]:
        noun = fold(token.lemma_ or token.text)
        plural = self._plural(token)
        pair = self._pair(token)
        if plural:
            return self._two(token, noun, sentence, pair) if pair else ((), "which ones is not said")
        if not self._definite(token) or any(
            c.dep_ in {"amod", "nummod", "acl:relcl", "acl"} or c.dep_ == "nmod" for c in token.children
        ):
            return (), "not a definite description on its own"
        if noun in _STATE_NOUN | _MONARCHY:
            found = [s for _, s in self.memory.ranked(sentence, token.i, {"state"}, window=3)]
            if noun in _MONARCHY:
                found = [s for s in found if self._has_monarch(s.actors[0])]
            if len(found) == 1 or found and self._clear(sentence, token.i, {"state"}, 3):
                return (found[0].actors[0],), "the state spoken of"
            return (), "which state is not settled"
        found = [
            s
            for _, s in self.memory.ranked(sentence, token.i, {"organisation"}, window=3)
            if s.actors[0].sector not in {"JRN", "BUS"}
        ]
        if len({s.actors[0].id for s in found}) == 1:
            return (found[0].actors[0],), "the organisation spoken of"
        return (), "which organisation is not settled"

    def _has_monarch(self, actor: Actor) -> bool:
        return bool({"King", "Queen", "Emperor", "Sultan"} & set(self.look.registry.offices.get(actor.id, ())))

    def _clear(self, sentence: int, before: int, kinds: set[str], window: int) -> bool:
        """The first candidate stands well before the second."""
        ranked = self.memory.ranked(sentence, before, kinds, window=window)
        return len(ranked) == 1 or len(ranked) > 1 and ranked[0][0] >= 1.5 * ranked[1][0]

    def _pair(self, token: Token) -> int:
        """2 for "the two", "both", 3 for "the three"; 0 without such a word. A definite plural of leaders counts as a pair."""
        said = {
            fold(c.text) for c in token.children if c.i < token.i and c.dep_ in {"nummod", "det", "det:predet", "amod"}
        }
        if said & {"two", "both", "2"}:
            return 2
        if said & {"three", "3"}:
            return 3
        return (
            2
            if "the" in said
            and fold(token.lemma_ or token.text) in {"leader", "side", "president", "neighbor", "neighbour"}
            and not said - {"the"}
            else 0
        )

    def _two(self, token: Token, noun: str, sentence: int, number: int) -> tuple[tuple[Actor, ...], str]:
        persons = noun in {"leader", "president", "minister", "man", "official", "diplomat"}
        found = sides(self.memory.seen, sentence, token.i, "person") if persons else ()
        if len(found) != number:
            found = sides(self.memory.seen, sentence, token.i, "state" if noun in _STATES else None)
        if len(found) != number:
            return (), f"{len(found)} candidates for {number}"
        if noun in _STATES:
            found = tuple(actor_of(body, "side") if (body := self._body_for(a)) is not None else a for a in found)
        return found, "the two spoken of" if number == 2 else "the three spoken of"

    def _best(self, token: Token, sentence: int, kinds: set[str], gender: str | None) -> tuple[tuple[Actor, ...], str]:
        """The most prominent earlier mention that agrees and is not an argument of the same verb."""
        barred = self._coarguments(token)
        quote = self.quotes.get(token.i)
        speakers = {a.id for a in self._speakers(quote)} if quote is not None else set()
        ahead = self._ahead(token, kinds, gender)
        if ahead:
            return ahead, "the subject that follows"
        owned = self._owner_by_office(token)
        if owned:
            return owned, "the state of the office that follows"
        above = self._subjects_above(token)
        for score, seen in self.memory.ranked(sentence, token.i, kinds, gender=gender, above=above):
            if seen.token in barred or any(a.sector == "JRN" or a.id in speakers for a in seen.actors):
                continue
            return seen.actors, f"most prominent before it ({score:.1f})"
        return (), "no earlier mention agrees"

    def _ahead(self, token: Token, kinds: set[str], gender: str | None) -> tuple[Actor, ...]:
        """ "During their first call, A and B agreed": a pronoun in what stands before the subject means the subject."""
        part = token
        while part.head.i != part.i and part.dep_ not in {"obl", "advcl", "obl:unmarked"}:
            if part.dep_ in {"ccomp", "parataxis"} or part.dep_ == "conj" and part.pos_ == "VERB":
                return ()
            part = part.head
        verb = part.head
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubj:pass"}), None)
        if verb.i == part.i or subject is None or subject.i < token.i or part.i > subject.i:
            return ()
        heads = [subject, *(c for c in subject.children if c.dep_ == "conj")]
        found = distinct(p.actor for h in heads for p in self.parties.get(h.i, ()))
        if not found or any(a.sector == "JRN" for a in found):
            return ()
        single = kinds == {"person"}
        if single and (
            len(found) > 1
            or not found[0].id.startswith("person:")
            or self.memory.gender_of(found[0]) not in {None, gender}
        ):
            return ()
        if "people" in kinds and len(found) == 1 and not self._plural(subject):
            return ()
        if "state" in kinds and (len(found) > 1 or found[0].id.startswith("person:")):
            return ()
        return found

    def _owner_by_office(self, token: Token) -> tuple[Actor, ...]:
        """ "South Korea under its new President Lee": the state whose office it is."""
        if token.dep_ != "nmod:poss" or fold(token.text) != "its":
            return ()
        owned = [p.actor for p in self.parties.get(token.head.i, ())]
        if len(owned) != 1 or not owned[0].office:
            return ()
        fits = [
            s
            for s in self.memory.seen
            if s.token < token.i and s.kind == "state" and s.actors[0].country == owned[0].country
        ]
        return fits[-1].actors if fits else ()

    @staticmethod
    def _subjects_above(token: Token) -> frozenset[int]:
        """Subjects of the verbs that govern the pronoun's clause ("Moon said that he ...")."""
        found: set[int] = set()
        part = token
        while part.head.i != part.i:
            part = part.head
            found.update(c.i for c in part.children if c.dep_ in {"nsubj", "nsubj:pass"} and c.i < token.i)
        return frozenset(found)

    def _coarguments(self, token: Token) -> set[int]:
        """Other arguments of the verb that a (non-possessive, non-reflexive) pronoun depends on."""
        if token.dep_ == "nmod:poss" or fold(token.text).endswith(("self", "selves")):
            return set()
        return {c.i for c in token.head.children if c.i != token.i and c.dep_ in {"nsubj", "nsubj:pass", "obj", "iobj"}}

    def _expletive(self, token: Token) -> bool:
        """ "It is possible that ...", weather and time."""
        if token.dep_ == "expl":
            return True
        head = token.head
        return (
            token.dep_ in {"nsubj", "nsubj:pass"}
            and any(c.dep_ in {"csubj", "csubj:pass", "ccomp"} for c in head.children)
            and (head.pos_ == "ADJ" or any(c.dep_ == "cop" for c in head.children) or token.dep_ == "nsubj:pass")
        )

    def _relative(self, token: Token) -> tuple[Actor, ...]:
        """ "who", "which": the noun that the relative clause hangs on; after a coordination its last member, if the verb is
        singular."""
        clause = token.head
        while clause.dep_ in {"conj", "xcomp", "ccomp", "aux", "cop"} and clause.head.i != clause.i:
            clause = clause.head
        if not clause.dep_.startswith("acl"):
            return ()
        noun = clause.head
        joined = [c for c in noun.children if c.dep_ == "conj" and c.i < token.i]
        forms = [clause, *(c for c in clause.children if c.dep_ in {"aux", "cop", "aux:pass"})]
        single = any(t.tag_ == "VBZ" or t.lower_ in {"was", "is", "has"} for t in forms)
        nouns = [joined[-1]] if joined and single else [noun, *joined]
        found = distinct(p.actor for n in nouns for p in self.parties.get(n.i, ()))
        if fold(token.text) == "which":
            found = tuple(a for a in found if not a.id.startswith("person:"))
        return found

    def _speaker_of(self, token: Token, side: bool) -> tuple[tuple[Actor, ...], str]:
        """The first person in a quotation: whoever says it."""
        quote = self.quotes.get(token.i)
        if quote is None:
            return (), "outside a quotation"
        speaker = self._speakers(quote)
        if not speaker or speaker[0].sector == "JRN":
            return (), "the speaker is not settled"
        if side:
            sided = tuple(
                actor_of(b, "side of the speaker") if (b := self._body_for(a)) is not None else a for a in speaker
            )
            return distinct(sided), f"side of the speaker {speaker[0].name or speaker[0].id}"
        return speaker, "the speaker"

    def _speakers(self, quote: Quotation) -> tuple[Actor, ...]:
        """The subject of the verb of saying beside the quotation; in a later part of it, the speaker before."""
        for subject in quote.subjects:
            found = tuple(p.actor for p in self.parties.get(subject, ()))
            if found:
                return found
        if quote.before is not None and not quote.subjects:
            return self._speakers(quote.before)
        return ()

    # notes --------------------------------------------------------------------------------------------------------------

    @staticmethod
    def _plural(token: Token) -> bool:
        return (
            token.tag_ in {"NNS", "NNPS"}
            or "Plur" in str(token.morph)
            or (not token.tag_ and token.text.endswith("s"))
        )

    @staticmethod
    def _definite(token: Token) -> bool:
        return any(c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"} for c in token.children)

    @staticmethod
    def _possessor(token: Token) -> Token | None:
        return next((c for c in token.children if c.dep_ == "nmod:poss"), None)

    def _span(self, start: int, end: int) -> Span:
        return self.parse.span(self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1]))

    def _note(self, phrase: Phrase, actors: tuple[Actor, ...], problem: Unresolved | None, kind: str, *, plural: bool = False,
              person: bool = False, gender: str | None = None) -> None:  # fmt: skip
        """Files the outcome under the tokens of the phrase and in the memory."""
        actors = distinct(actors)
        span = self._span(phrase.start, phrase.end)
        self.mentions.append(Mention(span, phrase.head, kind, actors, problem))
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
        if actors and kind != "adjective":
            self._remember(phrase, actors, plural, person, gender)

    def _note_modifier(self, phrase: Phrase, i: int) -> None:
        """ "Iranian" in "Iranian officials" denotes the state by itself too."""
        if i in self.parties:
            return
        for alias in phrase.mods:
            text = alias.text
            if fold(self.doc[i].text) in set(keys(words(text))) | {fold(text)}:
                token = self.doc[i]
                self.parties[i] = (
                    Party(
                        self._span(i, i + 1), actor_of(alias.body, f"{token.text}: {alias.form} of {alias.body.name}")
                    ),
                )
                return

    def _remember(
        self, phrase: Phrase, actors: tuple[Actor, ...], plural: bool, person: bool, gender: str | None
    ) -> None:
        first = actors[0]
        if person or first.id.startswith("person:"):
            kind = "person"
        elif len(actors) > 1:
            kind = "pair"
        elif plural:
            kind = "people"
        elif first.id.startswith(("org:", "group:")):
            kind = "organisation"
        elif first.id in self.look.registry.bodies and self.look.registry.bodies[first.id].kind in STATE_KINDS:
            kind = "state"
        elif first.sector == "JRN":
            kind = "media"
        else:
            kind = "part"
        if kind == "person" and gender:
            for known in self.memory.people:
                if known.actor.id == first.id:
                    known.gender = known.gender or gender
        token = self.doc[phrase.head]
        role = token.dep_ if token.dep_ != "conj" else token.head.dep_
        self.memory.seen.append(Seen(phrase.head, phrase.sentence, role.lower(), kind, actors, plural, gender))


__all__ = ["Cast", "cast", "sector_of"]
