"""Whom an act is done to by what the article told just before: the other side of a contact, of a quarrel, of a deal."""

from __future__ import annotations

from spacy.tokens import Doc

from detente.events.acts import Act
from detente.events.arguments import slots_of
from detente.events.frames import Frames
from detente.events.occasions import NOT
from detente.events.parties import side
from detente.events.told import Told
from detente.events.tree import is_passive, preposition
from detente.records import Party

# Acts that go on from the sentence before: words to the other side, and the withdrawal of envoys from it.
WORDS = frozenset({"THREATEN", "REQUEST"})
GOING_ON = WORDS | {"SANCTION withdraw"}
PROTESTS = frozenset({"protest", "complaint", "demarche", "démarche"})
ASIDE = frozenset({"obl", "obl:through", "obl:via", "obl:in", "obl:time", "obl:by", "obl:at"})
TURNS = frozenset({"turn", "return", "exchange", "response", "reply"})
ENVOYS = frozenset("ambassador envoy diplomat embassy consul consulate attache attaché".split())
ANSWERS = frozenset({"respond", "retaliate", "reciprocate", "react"})


class Dealings:
    """Looks for the other side of what the actor had to do with somebody just before."""

    def __init__(self, doc: Doc, frames: Frames, told: Told) -> None:
        self.doc = doc
        self.phrases = frames.phrases
        self.told = told

    def partner(self, act: Act) -> tuple[Party, ...]:
        """ "Xi met Ishiba. Ishiba called for an end to the ban": the other side of the contact told just before, where
        the words name nobody else."""
        other = self.told.other_side(act.actors)
        known = act.own | {side(p.actor) for p in other}
        named = (p for t in self.doc[act.frame.carrier].subtree for p in self.phrases.named(t.i))
        return other if all(side(p.actor) in known for p in named) else ()

    def in_turn(self, act: Act) -> tuple[Party, ...]:
        """ "Peru and Bolivia signed a pact. Bolivia in turn promised to share data": the other side of the contact, or
        of what was told, just before."""
        carrier = self.doc[act.frame.carrier]
        words = [c for t in (carrier, *carrier.ancestors) for c in t.children if c.lemma_.lower() in TURNS]
        if not any(preposition(c) == "in" and not any(o.dep_ == "nmod" for o in c.children) for c in words):
            return ()
        return self.told.other_side(act.actors) or self.told.opponent(act.own)

    def protested(self, act: Act) -> tuple[Party, ...]:
        """ "Pyongyang fired a missile. Japan lodged a protest": a protest against nothing else is against what was done
        just before."""
        words = {self.doc[i].lemma_.lower() for i in (act.trigger.head, *act.trigger.tokens)}
        slots = slots_of(self.doc[act.frame.carrier])
        told = [slot for slot in slots if slot.startswith(("obl", "advcl", "ccomp")) and slot not in ASIDE]
        return () if words.isdisjoint(PROTESTS) or told else self.told.deed(act.own)

    def opponent(self, act: Act) -> tuple[Party, ...]:
        """ "Iran accused Israel. It also warned that ...", "Bogota recalled its ambassador": the other side of what was
        told just before, where an actor that is only referred to goes on or answers, or envoys are withdrawn."""
        carrier = self.doc[act.frame.carrier]
        slots = slots_of(carrier)
        doer = [self.doc[i] for i in slots.get("nsubj", ())]
        goes_on = any(t.pos_ == "PRON" or [c.lower_ for c in t.children] == ["the"] for t in doer)
        envoys = any(self.doc[i].lemma_.lower() in ENVOYS for i in slots.get("obj", ()))
        answers = any(self.doc[i].lemma_.lower() in ANSWERS for i in slots.get("xcomp", ()))
        addressed = any(slots.get(slot) for slot in act.trigger.sense.recipient if "." not in slot)
        words = act.is_(*WORDS) and not addressed and not is_passive(carrier)
        aside = carrier.dep_.startswith(("acl", "advcl")) or any(c.lower_ in NOT for c in carrier.children)
        if aside or (not (words and (goes_on or answers)) and not envoys):
            return ()
        other = self.told.opponent(act.own)
        known = act.own | {side(p.actor) for p in other}
        named = (p for t in carrier.subtree for p in self.phrases.named(t.i))
        return other if all(side(p.actor) in known for p in named) else ()
