"""Whom a reaction is to: whoever did the deed that it is about, never who suffered it."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from detente.events.arguments import slots_of
from detente.events.frames import NOUN_ACTOR, Frame, Frames
from detente.events.grounds import Grounds
from detente.events.lexicon import Trigger
from detente.events.parties import side
from detente.events.told import AGREEMENTS, DEEDS, HARM, Told
from detente.events.tree import conjuncts
from detente.records import Party

# Types of which an act that is about harm is one to whoever did it.
REACTIONS = frozenset({"ACCUSE", "REJECT"})
# Nouns of harm that is done to whom stands after "of", beside the deeds of the lexicon.
SUFFERED = frozenset("treatment mistreatment persecution oppression abuse displacement harassment plight".split())
REFERRING = ("obj", "obl:for", "obl:over", "obl:on", "obl:from", "obl:of", "nmod:for", "nmod:of")
# Verbs whose object "it" is the agreement that was a subject before, and how many words before at most.
TO_AGREEMENTS = frozenset(
    "ratify sign approve endorse initial accept reject violate break breach abandon quit renounce scrap".split()
)
AGREEMENT_REACH = 40
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


class Reactions:
    """Looks for the doers of deeds in one article."""

    def __init__(self, doc: Doc, frames: Frames, grounds: Grounds, told: Told) -> None:
        self.doc = doc
        self.frames = frames
        self.phrases = frames.phrases
        self.grounds = grounds
        self.told = told

    def doers(self, trigger: Trigger, frame: Frame, actors: tuple[Party, ...]) -> tuple[Party, ...] | None:
        """ "condemned the killing of Palestinians by Israel": who did the deed. None where it is no reaction or
        its object no such deed, () where nobody is told to have done it."""
        own = frozenset(side(p.actor) for p in actors)
        event_type = trigger.sense.event_type
        if event_type not in REACTIONS:
            return None
        for i in frame.recipient:
            inner = self._deed(i) if i != trigger.head else None
            if inner is None:
                continue
            if event_type == "REJECT" and self.doc[i].head.dep_ == "xcomp" and self.doc[i].head.i != trigger.head:
                return ()  # "refused to join sanctions on Russia": nobody's deed is turned down
            found = self.phrases.taking_part(inner.actor, event_type, acting=True, besides=own)
            if found:
                return found
            suffered = {side(p.actor) for p in self.phrases.taking_part(inner.recipient, event_type, acting=False)}
            deed = self.frames.triggers.get(i)
            # A state arrests and bans in its own land; bombs go off anywhere.
            there = deed is None or deed.sense.event_type in {"COERCE", "SANCTION"}
            where = self.grounds.within(inner, own | suffered) if there else ()
            return where or self.recalled(trigger, frame, actors)
        return None

    def _deed(self, i: int) -> Frame | None:
        """Who did and who suffered the harm that a noun tells of."""
        noun, deed = self.doc[i], self.frames.triggers.get(i)
        if noun.pos_ != "NOUN":
            return None
        if deed is not None and deed.sense.event_type in HARM:
            return self.frames.of(deed)
        if noun.lemma_.lower() in SUFFERED:
            slots = slots_of(noun)
            return Frame([j for s in NOUN_ACTOR for j in slots.get(s, ())], slots.get("nmod:of", []), carrier=i)
        return None

    def recalled(self, trigger: Trigger, frame: Frame, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """ "rejected the pact", "claimed responsibility for the attacks": whom a definite noun refers back to."""
        slots = self.frames.slots(frame.carrier, trigger)
        if any(self.doc[i].lemma_.lower() == "responsibility" for i in slots.get("obj", ())):
            # "Hamas claimed responsibility (for it)": for the attack told before.
            claimed = [self.doc[i].lower_ for i in (*slots.get("obl:for", ()), *slots.get("nmod:for", ()))]
            if not claimed or claimed == ["it"]:
                return self.told.recall("attack", "ASSAULT", actors)
        things = [i for slot in REFERRING for i in slots.get(slot, ())]
        if "ccomp.nsubj" in trigger.sense.recipient:  # "said [the move] was illegal"
            things += [j for i in slots.get("ccomp", ()) for j in slots_of(self.doc[i]).get("nsubj", ())]
        # "threatened to suspend [the accord]", "refused to sign [the pact]"
        below = (j for i in slots.get("xcomp", ()) for j in slots_of(self.doc[i]).get("obj", ()))
        things += [j for j in below if self.doc[j].lemma_.lower() in AGREEMENTS]
        for token in (item for i in things for item in conjuncts(self.doc[i])):
            if token.lower_ == "it" and self._of_agreement(trigger, token):
                return self.told.recall("agreement", trigger.sense.event_type, actors)
            if token.lower_ == "it" and (found := self._same_object(trigger, actors)):
                return found
            if any(c.dep_ in {"amod", "compound"} and c.text[:1].isupper() for c in token.children):
                continue  # "the European decision" is that of Europeans
            deed = self.frames.triggers.get(token.i)
            kind = deed.sense.event_type if deed is not None and deed.head != trigger.head else ""
            found = self.told.recall(token.lemma_.lower(), trigger.sense.event_type, actors, kind)
            definite = any(c.lower_ in DEFINITE for c in token.children)
            if found and (definite or _summed_up(token, trigger.head)):
                return found
        return ()

    def _same_object(self, trigger: Trigger, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """ "Armenia accepted a Russian plan, but Azerbaijan rejected it": whose that is which the verb before had for
        its object."""
        verb = self.doc[trigger.head]
        if verb.dep_ != "conj" or verb.head.pos_ != "VERB":
            return ()
        own = frozenset(side(p.actor) for p in actors)
        things = [i for i in slots_of(verb.head).get("obj", ()) if self.doc[i].pos_ == "NOUN"]
        return self.phrases.taking_part(things, trigger.sense.event_type, acting=False, besides=own)

    def _of_agreement(self, trigger: Trigger, pronoun: Token) -> bool:
        """ "The treaty settles the border, and Ukraine has ratified it": whether "it" is the agreement just named."""
        if trigger.sense.lemma not in TO_AGREEMENTS:
            return False
        before = self.doc[max(0, pronoun.i - AGREEMENT_REACH) : pronoun.i]
        subjects = (t for t in before if t.dep_.startswith("nsubj") and t.pos_ == "NOUN")
        things = [t for t in subjects if t.head.i != pronoun.head.i]
        return bool(things) and things[-1].lemma_.lower() in AGREEMENTS


def _summed_up(noun: Token, verb: int) -> bool:
    """ "..., a move that Beijing called a provocation": a noun that takes up the clause before for what `verb` says."""
    relative = any(c.i == verb and c.dep_.startswith("acl") for c in noun.children)
    first = noun.left_edge
    return relative and noun.lemma_.lower() in DEEDS and "," in {first.text, first.nbor(-1).text if first.i else ""}
