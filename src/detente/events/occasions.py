"""Whom an act is done to by the clauses around it: what prompted it, what it answers, on what it depends."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from detente.events.acts import Act
from detente.events.arguments import slots_of, subjects
from detente.events.frames import Frames
from detente.events.parties import side
from detente.events.told import HARM
from detente.records import Party

PROMPTING = frozenset("prompt lead cause drive provoke spur push force trigger".split())
ANSWERING = frozenset("accept decline refuse reject rebuff dismiss welcome agree".split())
OFFERING = frozenset({"invite", "offer", "propose", "suggest"})
TURNING = frozenset({"write", "cable", "appeal", "turn", "speak"})
PROTESTING = frozenset({"protest", "complain", "object"})
OCCASIONS = frozenset({"when", "after", "because"})
CONDITIONS = frozenset({"if", "unless", "until", "should"})
TERMS = CONDITIONS | {"before", "while"}
NOT = frozenset({"not", "n't", "n’t", "never"})


class Occasions:
    """Looks for recipients in the clauses that stand around an act and below it."""

    def __init__(self, doc: Doc, frames: Frames) -> None:
        self.doc = doc
        self.frames = frames
        self.phrases = frames.phrases

    def answered(self, act: Act) -> tuple[Party, ...]:
        """ "Algeria invited the parties, but Mali declined to go": who offered or asked in the clause before."""
        carrier = self.doc[act.frame.carrier]
        above = self.frames.triggers.get(carrier.head.i)
        if carrier.dep_ not in {"conj", "parataxis"} or carrier.lemma_.lower() not in ANSWERING or above is None:
            return ()
        asked = above.sense.event_type == "REQUEST" or above.sense.lemma in OFFERING
        doers = self.frames.of(above).actor if asked else []
        return act.others(self.phrases.taking_part(doers, above.sense.event_type, acting=True))

    def written_to(self, act: Act) -> tuple[Party, ...]:
        """ "wrote to the council asking for the sanctions to be lifted": to whom somebody turns with the words."""
        carrier = self.doc[act.frame.carrier]
        above = carrier.head
        if carrier.dep_ != "advcl" or carrier.tag_ != "VBG" or above.lemma_.lower() not in TURNING:
            return ()
        return act.others(self.phrases.taking_part(slots_of(above).get("obl:to", ()), act.event_type, acting=False))

    def provoked(self, act: Act) -> tuple[Party, ...]:
        """ "Spain recognised the state, prompting Israel to recall its ambassador": whoever prompted it."""
        carrier = self.doc[act.frame.carrier]
        above = carrier.head
        if carrier.dep_ not in {"xcomp", "ccomp", "advcl"} or above.lemma_.lower() not in PROMPTING:
            return ()
        if act.is_("SANCTION discontinue"):
            return ()  # "sanctions on Serbia, prompting Croatia to halt deliveries": not to who imposed them
        return act.others(self.phrases.taking_part(subjects(above), "REJECT", acting=True))

    def hurt(self, act: Act) -> tuple[Party, ...]:
        """ "Two Thai soldiers were killed when Cambodian forces fired rockets": whom the clause around tells to have
        been hurt by nobody else."""
        carrier = self.doc[act.frame.carrier]
        marks = {c.lower_ for c in carrier.children if c.dep_ in {"mark", "advmod"}}
        outer = self.frames.triggers.get(carrier.head.i)
        if carrier.dep_ != "advcl" or not marks & OCCASIONS or outer is None or outer.sense.event_type != "ASSAULT":
            return ()
        frame = self.frames.of(outer)
        hurt = self.phrases.taking_part(frame.recipient, outer.sense.event_type, acting=False)
        return () if frame.actor else act.others(hurt)

    def occasion(self, act: Act) -> tuple[Party, ...]:
        """ "Hanoi protested when Chinese vessels rammed a boat": who did the harm, or whatever it was, upon which
        somebody protested."""
        carrier = self.doc[act.frame.carrier]
        protests = carrier.lemma_.lower() in PROTESTING
        for clause in carrier.children:
            marks = {c.lower_ for c in clause.children if c.dep_ in {"mark", "advmod"}}
            if clause.dep_ != "advcl" or not marks & OCCASIONS:
                continue
            inner = self.frames.triggers.get(clause.i)
            if inner is not None and inner.sense.event_type in HARM:
                found = self.phrases.taking_part(self.frames.of(inner).actor, inner.sense.event_type, acting=True)
            else:
                found = self.phrases.taking_part(subjects(clause), "REJECT", acting=True) if protests else ()
            if act.others(found):
                return act.others(found)
        return ()

    def partner_refused(self, carrier: Token, own: frozenset[str]) -> tuple[Party, ...]:
        """ "will not negotiate before Russia withdraws": with whom somebody will not meet as things stand."""
        if not any(c.lower_ in NOT for c in carrier.children):
            return ()
        for clause in carrier.children:
            if clause.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in TERMS for c in clause.children):
                found = self.phrases.taking_part(subjects(clause), "CONSULT", acting=True)
                others = tuple(p for p in found if side(p.actor) not in own)
                if others:
                    return others
        return ()

    def on_condition(self, act: Act) -> tuple[Party, ...]:
        """ "threatened to leave the talks if the United States goes ahead": the subject of the condition."""
        carrier = self.doc[act.frame.carrier]
        for clause in carrier.subtree:
            if clause.dep_ != "advcl" or _joined(clause, carrier):
                continue
            if any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in clause.children):
                found = act.others(self.phrases.taking_part(subjects(clause), act.event_type, acting=True))
                if found:
                    return found
        return ()


def _joined(clause: Token, carrier: Token) -> bool:
    """Whether a clause stands in another one that is joined to the carrier's: "declined, but said he would if ..."."""
    node = clause.head
    while node.i != carrier.i and node.head.i != node.i:
        if node.dep_ in {"conj", "parataxis"}:
            return True
        node = node.head
    return False
