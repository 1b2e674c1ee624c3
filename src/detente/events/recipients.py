"""Whom an act is done to where the sense's own slots do not say: in the act that is planned, in other slots, inside
the object, in the condition, at the talks where it is done, or in what the article told before."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from detente.events.arguments import slots_of, subjects
from detente.events.frames import NOUN_ACTOR, Frame, Frames
from detente.events.lexicon import Trigger
from detente.events.parties import side
from detente.events.told import Told
from detente.events.tree import conjuncts, preposition
from detente.ontology import quad
from detente.records import Party

# Obliques that may hold a recipient which the sense does not name. What a cooperative act is "against" is no party to
# it, and what a hostile one is done "with" or "for" is no target.
FALLBACK_COOPERATION = ("obl:with", "obl:to", "obl:toward", "obl:towards", "obl:for")
FALLBACK_CONFLICT = ("obl:against", "obl:on", "obl:at", "obl:to", "obl:toward", "obl:towards", "obl:from")
FALLBACK = {
    "REQUEST": ("obl:on", "obl:to", "obl:from", "obl:of", "obl:for"),
    "ACCUSE": (*FALLBACK_CONFLICT, "obl:over", "obl:for"),
    "MOBILIZE": (*FALLBACK_CONFLICT, "obl:near", "obl:along", "obl:off", "obl:opposite", "obl:across", "obl:facing"),
}
REFERRING = ("obj", "obl:for", "obl:over", "obl:on", "obl:from", "obl:of", "nmod:for", "nmod:of")
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
# Force is used on the state in which it is used, and ground is given up to it, where nobody else is named.
IN_PLACES = frozenset({"ASSAULT", "RETREAT withdraw"})
# Towns where states meet others than their hosts.
VENUES = frozenset({"geneva", "vienna", "brussels", "new york", "the hague", "hague", "strasbourg", "davos"})
# What is done to a region or a city is done to its state.
ON_PLACES = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "AID", "RETREAT", "THREATEN"})
IN = frozenset({"in", "near", "inside", "outside", "around", "over", "across", "on", "into"})
BOTH = frozenset({"both", "two"})
PROMPTING = frozenset("prompt lead cause drive provoke spur push force trigger".split())
# What somebody threatens or refuses as long as another does or does not do something is addressed to that one.
CONDITIONAL = frozenset({"THREATEN", "REJECT"})
# A reaction to harm is one to whoever did it.
REACTIONS = frozenset({"ACCUSE", "REJECT"})
HARM = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
# Nouns of harm that is done to whom stands after "of", beside the deeds of the lexicon.
SUFFERED = frozenset("treatment mistreatment persecution oppression abuse displacement harassment plight".split())
CONDITIONS = frozenset({"if", "unless", "until", "should"})
# Acts done at talks are done to the other side of the talks.
AT_TALKS = frozenset({"AGREE", "REQUEST", "REJECT"})


def deed_is(trigger: Trigger, deed: str) -> bool:
    """Whether a trigger is of a type ("ASSAULT"), or of a type and mode ("RETREAT withdraw")."""
    return deed in {trigger.sense.event_type, f"{trigger.sense.event_type} {trigger.sense.event_mode}"}


class Recipients:
    """Looks for recipients in one article; `triggers` are those of the sentence that is read, by head."""

    def __init__(self, doc: Doc, frames: Frames, told: Told) -> None:
        self.doc = doc
        self.frames = frames
        self.phrases = frames.phrases
        self.told = told
        self.triggers: dict[int, Trigger] = {}

    def find(
        self, trigger: Trigger, frame: Frame, actors: tuple[Party, ...], complement: Trigger | None
    ) -> tuple[tuple[Party, ...], str]:
        """Recipients that the sense's own slots do not name, and where they were found."""
        own = {side(p.actor) for p in actors}
        if complement is not None and not self._addressed_to_others(trigger, frame, complement):
            found = self._of_complement(complement, trigger, own)
            if found:
                return found, "the recipient stands in the clause of the act that is planned"
            found = self.told.other_side(actors) if "joint" in complement.sense.flags else ()
            if found:
                return found, "the other side is that of the contact told just before"
        if self.doc[trigger.head].pos_ in {"VERB", "AUX"}:
            found = self._fallback(trigger, frame.carrier, own) if trigger.sense.recipient else ()
            if found:
                return found, "the recipient stands in another slot of the verb"
        else:
            found = self._of_named_noun(trigger, frozenset(own))
            if found:
                return found, "the recipient stands in the phrase of what the noun is of"
        found = self._of_described(trigger, frame) if trigger.sense.event_type == "ASSAULT" and actors else ()
        if found:
            return found, "the recipient is told of in the clause that describes the deed"
        found = self._provoked(frame, own) if actors else ()
        if found:
            return found, "the recipient is the one who provoked it"
        if trigger.sense.event_type in CONDITIONAL:
            found = self._on_condition(trigger, own)
            if found:
                return found, "the recipient is the one on whose act it depends"
        if trigger.sense.event_type in AT_TALKS and actors:
            found = self._at_talks(trigger, own)
            if found:
                return found, "the recipient is the other side of the talks at which it is done"
        if trigger.sense.event_type in ON_PLACES and actors:
            found = self._place(trigger, frame, own)
            if found:
                return found, "the recipient is the state of the place to which it is done"
        if deed_is(trigger, "CONSULT visit") and actors:
            found = () if self._meets_others(trigger, frame) else self._place(trigger, frame, own)
            found = tuple(p for p in found if p.span.text.lower() not in VENUES)
            if found:
                return found, "the recipient is the state that is visited"
        if any(deed_is(trigger, deed) for deed in IN_PLACES) and actors and "weak" not in trigger.sense.flags:
            found = self._where(frame, own)
            if found:
                return found, "the recipient is the state in which it is done"
        if quad(trigger.sense.event_type) in {1, 2} and actors:
            found = self._of_both(trigger, own)
            if found:
                return found, "the recipient is the other of the two that the clause speaks of together"
        found = self._recalled(trigger, frame, actors)
        return found, "the recipient is known from what the noun refers back to" if found else ""

    def _addressed_to_others(self, trigger: Trigger, frame: Frame, complement: Trigger) -> bool:
        """ "urged lawmakers to support Ukraine": asked of somebody who is not known, not of whom the plea is for."""
        if trigger.sense.event_type != "REQUEST" or self.doc[complement.head].dep_ not in {"xcomp", "advcl", "ccomp"}:
            return False
        slots = slots_of(self.doc[frame.carrier])
        return any(self.doc[i].i < complement.head for slot in ("obj", "iobj") for i in slots.get(slot, ()))

    def _of_described(self, trigger: Trigger, frame: Frame) -> tuple[Party, ...]:
        """ "claimed responsibility for the attack, which killed three Italians": whom the deed is said to have hit."""
        slots = self.frames.slots(frame.carrier, trigger)
        for i in (i for slot in REFERRING for i in slots.get(slot, ())):
            for clause in self.doc[i].children:
                inner = self.triggers.get(clause.i)
                if clause.dep_.startswith("acl") and inner is not None and inner.sense.event_type == "ASSAULT":
                    found = self._parties(self.frames.of(inner).recipient, trigger, acting=False)
                    if found:
                        return found
        return ()

    def _provoked(self, frame: Frame, own: set[str]) -> tuple[Party, ...]:
        """ "Spain recognised the state, prompting Israel to recall its ambassador": whoever prompted it."""
        act = self.doc[frame.carrier]
        above = act.head
        if act.dep_ not in {"xcomp", "ccomp", "advcl"} or above.lemma_.lower() not in PROMPTING:
            return ()
        found = self.phrases.taking_part(subjects(above), "REJECT", acting=True)
        return tuple(p for p in found if side(p.actor) not in own)

    def _of_complement(self, inner: Trigger, trigger: Trigger, own: set[str]) -> tuple[Party, ...]:
        frame = self.frames.of(inner)
        for heads in (frame.recipient, frame.together, frame.actor):
            found = [p for p in self._parties(heads, trigger, acting=False) if side(p.actor) not in own]
            if found:
                return tuple(found)
        return tuple(p for p in self._fallback(inner, frame.carrier, own) if side(p.actor) not in own)

    def _fallback(self, trigger: Trigger, carrier: int, own: set[str]) -> tuple[Party, ...]:
        """A recipient inside the object, or in an oblique that the sense does not name; the actor's own side is looked
        past ("expressed his eagerness")."""
        besides = frozenset(own)
        slots = slots_of(self.doc[carrier])
        for i in slots.get("obj", ()):
            found = self._parties([i], trigger, acting=False, besides=besides) or self._in_content(i, trigger)
            if found:
                return found
        event_type = trigger.sense.event_type
        usual = FALLBACK_COOPERATION if quad(event_type) in {1, 2} else FALLBACK_CONFLICT
        for slot in FALLBACK.get(event_type, usual):
            found = self._parties(slots.get(slot, ()), trigger, acting=False, besides=besides)
            if found:
                return found
        return ()

    def _in_content(self, noun: int, trigger: Trigger) -> tuple[Party, ...]:
        """ "dropped its demand that Washington pay": the subject of what a noun of words says."""
        for child in self.doc[noun].children:
            if child.dep_ in {"acl", "ccomp"} and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children):
                return self._parties(subjects(child), trigger, acting=False)
        return ()

    def _of_named_noun(self, trigger: Trigger, own: frozenset[str]) -> tuple[Party, ...]:
        """ "a suspension of air links with Serbia": inside what the entry says that the noun is of."""
        for i in trigger.tokens:
            if i != trigger.head and self.doc[i].head.i == trigger.head:
                found = self._parties([i], trigger, acting=False, besides=own)
                if found:
                    return found
        return ()

    def _on_condition(self, trigger: Trigger, own: set[str]) -> tuple[Party, ...]:
        """ "threatened to leave the talks if the United States goes ahead": the subject of the condition."""
        for clause in self.doc[trigger.head].subtree:
            if clause.dep_ != "advcl" or not any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in clause.children):
                continue
            found = self._parties(subjects(clause), trigger, acting=True)
            others = tuple(p for p in found if side(p.actor) not in own)
            if others:
                return others
        return ()

    def _meets_others(self, trigger: Trigger, frame: Frame) -> bool:
        """Whether the clause tells of talks with somebody: then the town may only be where they are held."""
        for token in self.doc[frame.carrier].subtree:
            inner = self.triggers.get(token.i)
            if inner is None or inner.head == trigger.head or inner.sense.event_type != "CONSULT":
                continue
            if self._parties(self.frames.of(inner).together, trigger, acting=False):
                return True
        return False

    def _place(self, trigger: Trigger, frame: Frame, own: set[str]) -> tuple[Party, ...]:
        """ "blockaded Gaza", "sent food to Kharkiv", "seized Crimea's ports": the state of a place in the sense's own
        slots."""
        slots = self.frames.slots(frame.carrier, trigger)
        for slot in trigger.sense.recipient:
            outer, _, inner = slot.partition(".")
            fillers = slots.get(outer, ())
            if outer in {"xcomp", "ccomp"}:
                fillers = [j for i in fillers for j in slots_of(self.doc[i]).get(inner, ())]
            for i in fillers:
                for token in conjuncts(self.doc[i]):
                    inside = [c for c in token.children if c.dep_ in {"compound", "amod", "nmod:poss"} or _of(c)]
                    for place in (self.phrases.cast.place(t.i) for t in (token, *inside)):
                        if place is not None and side(place.actor) not in own:
                            return (place,)
        return ()

    def _where(self, frame: Frame, own: set[str]) -> tuple[Party, ...]:
        """ "struck targets in Syria", "shelled Kharkiv": force used in another state is used on it."""
        carrier = self.doc[frame.carrier]
        below = [c for c in carrier.children if c.dep_ == "obj" or c.dep_.startswith(("obl", "nmod"))]
        below += [c for token in below for c in token.children if c.dep_.startswith("nmod")]
        for token in below:
            within = preposition(token) in IN
            place = self.phrases.cast.place(token.i)
            found = self.phrases.named(token.i) if within else ()
            states = [p for p in (*found, *([place] if place else [])) if p.actor.sector is None]
            others = tuple(p for p in states if side(p.actor) not in own)
            if others:
                return others[:1]
        return ()

    def _of_both(self, trigger: Trigger, own: set[str]) -> tuple[Party, ...]:
        """ "eager for cooperation in the interest of both countries": the other of two named by one word."""
        for token in self.doc[trigger.head].subtree:
            if token.pos_ != "NOUN" or not any(c.lower_ in BOTH for c in token.children):
                continue
            two = {side(p.actor): p for p in self._parties([token.i], trigger, acting=False)}
            if len(two) == 2 and own < set(two):
                return tuple(p for key, p in two.items() if key not in own)
        return ()

    def doers(self, trigger: Trigger, frame: Frame, actors: tuple[Party, ...]) -> tuple[Party, ...] | None:
        """Who did the deed that a reaction is about ("condemned the killing of Palestinians by Israel"): never who
        suffered it. None where the object is no such deed, () where nobody is told to have done it."""
        own = frozenset(side(p.actor) for p in actors)
        for i in frame.recipient:
            noun, deed = self.doc[i], self.triggers.get(i)
            slots = slots_of(noun)
            if noun.pos_ != "NOUN" or i == trigger.head:
                continue
            if deed is not None and deed.sense.event_type in HARM:
                inner = self.frames.of(deed)
            elif noun.lemma_.lower() in SUFFERED:
                inner = Frame([j for s in NOUN_ACTOR for j in slots.get(s, ())], slots.get("nmod:of", []), carrier=i)
            else:
                continue
            found = self._parties(inner.actor, trigger, acting=True, besides=own)
            if found:
                return found
            suffered = {side(p.actor) for p in self._parties(inner.recipient, trigger, acting=False)}
            # A state arrests and bans in its own land; bombs go off anywhere.
            there = deed is None or deed.sense.event_type in {"COERCE", "SANCTION"}
            where = self._where(inner, {*own, *suffered}) if there else ()
            return where or self._recalled(trigger, frame, actors)
        return None

    def _at_talks(self, trigger: Trigger, own: set[str]) -> tuple[Party, ...]:
        """ "will offer a draft at talks with the Russians": the other side of the contact inside the same clause."""
        for token in self.doc[trigger.head].subtree:
            inner = self.triggers.get(token.i)
            if inner is None or inner.sense.event_type != "CONSULT" or inner.head == trigger.head:
                continue
            frame = self.frames.of(inner)
            found = self._parties((*frame.together, *frame.recipient), trigger, acting=False)
            others = tuple(p for p in found if side(p.actor) not in own)
            if others:
                return others
        return ()

    def _recalled(self, trigger: Trigger, frame: Frame, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """ "rejected the pact", "claimed responsibility for the attacks": whom a definite noun refers back to."""
        slots = self.frames.slots(frame.carrier, trigger)
        for slot in REFERRING:
            for i in slots.get(slot, ()):
                for token in conjuncts(self.doc[i]):
                    found = self.told.recall(token.lemma_.lower(), trigger.sense.event_type, actors)
                    if found and any(c.lower_ in DEFINITE for c in token.children):
                        return found
        return ()

    def _parties(
        self, heads: Iterable[int], trigger: Trigger, *, acting: bool, besides: frozenset[str] = frozenset()
    ) -> tuple[Party, ...]:
        return self.phrases.taking_part(heads, trigger.sense.event_type, acting=acting, besides=besides)


def _of(token: Token) -> bool:
    """ "the city [of Goma]"."""
    return token.dep_ == "nmod" and preposition(token) == "of"
