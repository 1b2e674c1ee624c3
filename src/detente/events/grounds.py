"""The states of places at which, to which or in which an act is done."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from detente.events.arguments import Slots, slots_of
from detente.events.frames import Frame, Frames
from detente.events.lexicon import Trigger
from detente.events.parties import side
from detente.events.tree import called, conjuncts, preposition
from detente.records import Party

IN = frozenset({"in", "near", "inside", "outside", "around", "over", "across", "on", "into"})
# Towns where states meet others than their hosts.
VENUES = frozenset({"geneva", "vienna", "brussels", "new york", "the hague", "hague", "strasbourg", "davos"})


class Grounds:
    """Places in one article, seen from acts."""

    def __init__(self, doc: Doc, frames: Frames) -> None:
        self.doc = doc
        self.frames = frames
        self.phrases = frames.phrases

    def aimed_at(self, trigger: Trigger, frame: Frame, own: frozenset[str]) -> tuple[Party, ...]:
        """ "blockaded Gaza", "sent food to Kharkiv", "seized Crimea's ports": the state of a place in the sense's own
        slots."""
        slots = self.frames.slots(frame.carrier, trigger)
        for token in (self.doc[i] for slot in trigger.sense.recipient for i in self._fillers(slots, slot)):
            for item in conjuncts(token):
                inside = [c for c in item.children if c.dep_ in {"compound", "amod", "nmod:poss"} or _of(c)]
                for place in (self.phrases.cast.place(t.i) for t in (item, *inside)):
                    if place is not None and side(place.actor) not in own:
                        return (place,)
        return ()

    def _fillers(self, slots: Slots, slot: str) -> Iterable[int]:
        outer, _, inner = slot.partition(".")
        fillers = slots.get(outer, ())
        if outer in {"xcomp", "ccomp"}:
            return [j for i in fillers for j in slots_of(self.doc[i]).get(inner, ())]
        return fillers

    def visited(self, trigger: Trigger, frame: Frame, own: frozenset[str]) -> tuple[Party, ...]:
        """ "flew to Kyiv": the state of the town, unless it is known as a venue or others are met there."""
        if self._meets_others(trigger, frame):
            return ()
        return tuple(p for p in self.aimed_at(trigger, frame, own) if p.span.text.lower() not in VENUES)

    def _meets_others(self, trigger: Trigger, frame: Frame) -> bool:
        """Whether the clause tells of talks with somebody: then the town may only be where they are held."""
        for token in self.doc[frame.carrier].subtree:
            inner = self.frames.triggers.get(token.i)
            if inner is None or inner.head == trigger.head or inner.sense.event_type != "CONSULT":
                continue
            if self.phrases.taking_part(self.frames.of(inner).together, trigger.sense.event_type, acting=False):
                return True
        return False

    def within(self, frame: Frame, own: frozenset[str]) -> tuple[Party, ...]:
        """ "struck targets in Syria", "shelled Kharkiv": force used in another state is used on it."""
        carrier = self.doc[frame.carrier]
        below = [c for c in carrier.children if c.dep_ == "obj" or c.dep_.startswith(("obl", "nmod"))]
        below += [pair[1] for c in below if (pair := called(c)) is not None]
        below += [c for token in below for c in token.children if c.dep_.startswith("nmod")]
        for token in below:
            place = self.phrases.cast.place(token.i)
            found = self.phrases.named(token.i) if preposition(token) in IN else ()
            states = [p for p in (*found, *([place] if place else [])) if p.actor.sector is None]
            others = tuple(p for p in states if side(p.actor) not in own)
            if others:
                return others[:1]
        return ()


def _of(token: Token) -> bool:
    """ "the city [of Goma]"."""
    return token.dep_ == "nmod" and preposition(token) == "of"
