"""From a slot's filler to the parties it names: coordination, lists, owners and nationalities inside a phrase."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from spacy.tokens import Doc, Token

from detente.events.tree import conjuncts, preposition
from detente.records import Actor, Party

# PLOVER's codes for bodies that are no state: two of them differ by identity, not by code.
BODIES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
MEDIA = "JRN"
# Sectors of people and firms that act for themselves, not for a state or an organised group.
PRIVATE = frozenset({"CVL", "BUS", "JRN", "EDU", "MED", "AGR", "LAB", "CRM", "REF", "UNK"})
# Acts that a state does to private people and firms of another; elsewhere a private party stands for no state.
# Bodies of states act for states whatever their field: the World Health Organization is no private clinic.
OF_STATES = frozenset({"IGO", "UNO", "EUR"})
ON_PRIVATE = frozenset({"COERCE", "ASSAULT", "SANCTION", "RETREAT", "CONCEDE", "AID", "THREATEN", "MOBILIZE"})
# Journalists are no party to what they report, but they are to what is done to them.
ON_JOURNALISTS = frozenset({"COERCE", "ASSAULT", "SANCTION", "RETREAT"})
# Words that are an act towards the state of the private people to whom they are said.
WORDS = frozenset({"ACCUSE", "REQUEST", "SUPPORT"})
BY_PRIVATE = frozenset({"PROTEST"})
# Ships that use force are their state's, not a shipping line's.
BY_CRAFT = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
CRAFT = frozenset({"ship", "vessel", "boat"})
LISTING = frozenset({"including", "like", "notably", "especially", "namely", "as"})
# An agreement "brokered by" somebody is that of others.
MEDIATING = frozenset("mediate broker facilitate host sponsor draft propose oversee guarantee witness".split())
# "the deal made with Egypt" is with Egypt; "the deal, which angered ... with Egypt" need not be.
MAKING = frozenset(
    "make sign reach conclude negotiate agree strike forge seal ink initial hold share belong begin fight wage".split()
)
# "the tariffs that Washington imposed" are Washington's.
DOING = frozenset(
    "build impose launch issue carry commit adopt introduce pass announce levy stage conduct erect test fire".split()
)
OWNED = frozenset({"own", "flag", "register", "control", "operate"})
# "the son of Biden", "Biden's son": kin of somebody are not his state.
KIN = frozenset("son daughter wife husband brother sister father mother cousin nephew niece widow child".split())
# Armed groups in a state are not that state's.
ARMED = frozenset("group rebel militia militant insurgent fighter separatist terrorist gunman guerrilla".split())
TIES = frozenset("installed backed appointed controlled held aligned sponsored imposed run led".split())
OCCUPYING = frozenset({"occupation", "occupying", "puppet", "rebel", "breakaway", "separatist"})
# "signed in Trump's presence", "a dinner in Modi's honour": somebody beside the act.
CIRCUMSTANCES = frozenset({"presence", "absence", "honour", "honor", "memory", "name"})
# A border that two share is nobody's: "a wall on the U.S.-Mexican border".
BORDERS = frozenset({"border", "frontier", "boundary"})
OWNERS = ("by", "from", "between", "among", "of", "with", "to", "for", "against", "on", "in")


class Cast(Protocol):
    """What the role rules need of `detente.actors`: the parties that the phrase headed by a token denotes, and the
    state of a city that is named as a mere place."""

    def at(self, token: int, /) -> tuple[Party, ...]: ...

    def place(self, token: int, /) -> Party | None: ...


def side(actor: Actor) -> str:
    """What an actor counts as when sides are told apart: its state, or the body it belongs to ("org:AU:leaders" is of
    "org:AU")."""
    if actor.country is None or actor.country in BODIES:
        return ":".join(actor.id.split(":")[:2])
    return actor.country


def unique(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Each actor once, in order; of a state and its own officials named twice the first stays."""
    seen: dict[str, Party] = {}
    for party in parties:
        seen.setdefault(party.actor.id, party)
    return tuple(seen.values())


def sides(parties: Iterable[Party]) -> tuple[Party, ...]:
    """One party a side, the first that the text names."""
    seen: dict[str, Party] = {}
    for party in parties:
        seen.setdefault(side(party.actor), party)
    return tuple(seen.values())


def _private(actor: Actor) -> bool:
    return actor.sector in PRIVATE and actor.country not in OF_STATES


def _tied(noun: Token) -> bool:
    """ "Russian-installed officials": whose they are is not where they are."""
    said = [t for c in noun.lefts if c.dep_ == "amod" for t in c.subtree]
    return any(t.lower_ in TIES and t.nbor(-1).text in {"-", "–"} for t in said if t.i > 0) or any(
        t.lower_ in OCCUPYING for t in noun.lefts
    )


def _craft(actor: Actor) -> bool:
    """ "the voyage of a Turkish survey ship": words about a ship are to its state."""
    return actor.id.endswith((":shipping", ":boat"))


def _others(parties: Iterable[Party], besides: frozenset[str]) -> tuple[Party, ...]:
    return tuple(p for p in parties if side(p.actor) not in besides)


class Phrases:
    """The parties named by noun phrases of one article."""

    def __init__(self, doc: Doc, cast: Cast) -> None:
        self.doc = doc
        self.cast = cast

    def named(self, head: int) -> tuple[Party, ...]:
        """Parties that the phrase at `head` and its conjuncts themselves denote."""
        found: list[Party] = []
        for token in conjuncts(self.doc[head]):
            qualifies = token.dep_ in {"amod", "compound"} and token.pos_ in {"ADJ", "PROPN"}
            found.extend(self._modifier(token) if qualifies else self._own(token))
        return unique(found)

    def within(self, head: int, besides: frozenset[str] = frozenset()) -> tuple[Party, ...]:
        """Parties that the phrase denotes, else those that own, qualify or complete it ("Iran's attack").

        besides: sides that are looked past, so that "suspended its agreement with the EU" gives the EU.
        """
        direct = _others(self.named(head), besides)
        if direct:
            return direct
        found: list[Party] = []
        for token in conjuncts(self.doc[head]):
            found.extend(self._inside(token, 0, besides))
        return unique(found)

    def taking_part(
        self,
        heads: Iterable[int],
        event_type: str,
        *,
        acting: bool,
        besides: frozenset[str] = frozenset(),
        direct: frozenset[int] = frozenset(),
    ) -> tuple[Party, ...]:
        """The parties of these phrases that can take part in an act of this type: media only where they suffer it,
        private people only where a state acts on them.

        direct: heads that are the very object of an act, so that words to private people are taken for words to their
        state.
        """
        allowed = BY_PRIVATE if acting else ON_PRIVATE
        forceful = acting and event_type in BY_CRAFT
        return unique(
            party
            for head in heads
            for party in (self._flag(head) if forceful else ()) or self.within(head, besides)
            if (party.actor.sector != MEDIA or (not acting and event_type in ON_JOURNALISTS))
            and (
                not _private(party.actor)
                or event_type in allowed
                or (event_type in WORDS and (head in direct or (not acting and _craft(party.actor))))
            )
        )

    def _flag(self, head: int) -> tuple[Party, ...]:
        """ "Chinese vessels": the state of ships of which nothing else is said."""
        token = self.doc[head]
        bare = all(c.dep_ != "compound" or self.cast.at(c.i) for c in token.children)
        if token.lemma_.lower() not in CRAFT or not bare:
            return ()
        return tuple(self._inside(token, 0, frozenset()))

    def _own(self, token: Token) -> list[Party]:
        glossed = self._glossed(token)
        if glossed:
            return glossed
        members = self._members(token)
        if members:
            return members
        found = list(self.cast.at(token.i))
        if token.pos_ in {"NOUN", "PROPN", "NUM"}:
            found.extend(self._listed(token))
        return found

    def _glossed(self, token: Token) -> list[Party]:
        """ "They (the Kuwaitis)", "he [Lee]": whom the writer says that a pronoun stands for."""
        if token.pos_ != "PRON":
            return []
        for child in token.children:
            if child.dep_ in {"appos", "parataxis", "dep"} and any(c.text in {"(", "["} for c in child.children):
                return [p for item in conjuncts(child) for p in self.cast.at(item.i)]
        return []

    def _members(self, token: Token) -> list[Party]:
        """ "the leaders of Britain, France and Italy": one party for each of several states after `of` or before."""
        if token.pos_ != "NOUN" or not self.cast.at(token.i):
            return []
        for child in token.children:
            if child.dep_.startswith("nmod") and preposition(child) in {"of", "from"}:
                chain = conjuncts(child)
                if len(chain) > 1:
                    found = [p for c in chain for p in self.cast.at(c.i)]
                    if len(sides(found)) > 1:
                        return found
            if child.dep_ in {"amod", "compound"}:
                chain = conjuncts(child)
                found = [p for c in chain for p in self._modifier(c)]
                if len(sides(found)) > 1:
                    return found
        return []

    def _listed(self, token: Token) -> list[Party]:
        found: list[Party] = []
        for child in token.children:
            listing = child.dep_.startswith(("nmod", "obl", "advcl", "acl")) and preposition(child) in LISTING
            spelled_out = child.dep_ == "appos" and len(conjuncts(child)) > 1
            if listing or spelled_out:
                for item in conjuncts(child):
                    found.extend(self.cast.at(item.i))
        return found

    def _modifier(self, token: Token) -> list[Party]:
        """ "Turkish-Libyan", "US and Indian", "British-owned": parties of an adjective or compound and what is joined
        to it; what is "British-made" is anybody's."""
        found = list(self.cast.at(token.i))
        if token.pos_ == "VERB" and token.lemma_.lower() not in OWNED:
            return []
        for child in token.children:
            if child.dep_ in {"compound", "amod", "conj", "nmod", "flat", "nmod:unmarked", "obl:unmarked"}:
                found = self._modifier(child) + found if child.i < token.i else found + self._modifier(child)
        return found

    def _inside(self, token: Token, depth: int, besides: frozenset[str]) -> list[Party]:
        one = token.lemma_.lower() == "member" and any(c.lower_ in {"a", "another"} for c in token.lefts)
        if depth > 3 or one or token.lemma_.lower() in KIN:
            return []  # "a member of the court" is not the court
        by_slot: dict[str, list[Token]] = {}
        for child in token.children:
            if child.dep_ == "nmod:poss":
                by_slot.setdefault("poss", []).append(child)
            elif child.dep_ in {"amod", "compound", "nmod:unmarked"}:
                by_slot.setdefault("mod", []).append(child)
            elif child.dep_.startswith("nmod") and child.lemma_.lower() not in CIRCUMSTANCES:
                by_slot.setdefault(preposition(child) or "", []).append(child)
            elif child.dep_.startswith("acl") and child.lemma_.lower() not in MEDIATING:
                # "the deal signed by X", "the agreement that was made with X"
                for agent in child.children:
                    if child.dep_ == "acl:relcl" and agent.dep_ == "nsubj" and child.lemma_.lower() in DOING:
                        by_slot.setdefault("by", []).append(agent)
                    prep = preposition(agent) if agent.dep_.startswith("obl") else None
                    if prep == "to" and child.lemma_.lower() == "belong":
                        prep = "of"
                    made = child.lemma_.lower() in MAKING or prep == "by"
                    if agent.dep_ == "obl:agent" or (made and prep in {"by", "between", "with", "of"}):
                        by_slot.setdefault(prep or "by", []).append(agent)
            elif child.dep_ == "appos":
                by_slot.setdefault("appos", []).append(child)
        guests = token.lemma_.lower() in ARMED or _tied(token)
        for slot in ("poss", "mod", *OWNERS, "appos"):
            if guests and slot == "in":
                continue
            found: list[Party] = []
            for child in by_slot.get(slot, ()):
                if slot == "mod":
                    found.extend(self._modifier(child))
                    continue
                for item in conjuncts(child):
                    if item.lemma_.lower() in BORDERS and len(sides(self._inside(item, depth + 1, frozenset()))) > 1:
                        continue
                    found.extend(self._own(item) or self._inside(item, depth + 1, besides))
            others = _others(found, besides)
            if others:
                return list(others)
        return []
