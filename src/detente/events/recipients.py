"""Whom an act is done to where the sense's own slots do not say: in the act that is planned, in other slots, inside
the object, in the clauses around (`occasions`), at the place or the talks where it is done, or in what the article told
before (`dealings`, `reactions`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from detente.events.acts import Act
from detente.events.arguments import slots_of, subjects
from detente.events.dealings import ENVOYS, GOING_ON, WORDS, Dealings
from detente.events.frames import Frame, Frames
from detente.events.grounds import Grounds
from detente.events.lexicon import Trigger
from detente.events.occasions import Occasions
from detente.events.parties import side
from detente.events.reactions import REFERRING, Reactions
from detente.events.told import AGREEMENTS, Told
from detente.events.tree import preposition
from detente.ontology import quad
from detente.records import Party

# Obliques that may hold a recipient which the sense does not name. What a cooperative act is "against" is no party to
# it, and what a hostile one is done "with" or "for" is no target.
FALLBACK_COOPERATION = ("obl:with", "obl:to", "obl:toward", "obl:towards", "obl:for")
FALLBACK_CONFLICT = ("obl:against", "obl:on", "obl:at", "obl:to", "obl:toward", "obl:towards", "obl:from")
FALLBACK = {
    "AID": (*FALLBACK_COOPERATION, "obl:along", "obl:across", "obl:near"),
    "REQUEST": ("obl:on", "obl:to", "obl:from", "obl:of", "obl:for"),
    # "at the court", "at the U.N." is where somebody is accused.
    "ACCUSE": (*(slot for slot in FALLBACK_CONFLICT if slot != "obl:at"), "obl:over", "obl:for"),
    "MOBILIZE": (*FALLBACK_CONFLICT, "obl:near", "obl:along", "obl:off", "obl:opposite", "obl:across", "obl:facing"),
}
# Force is used on the state in which it is used, and ground is given up to it, where nobody else is named.
IN_PLACES = frozenset({"ASSAULT", "RETREAT withdraw"})
# What is done to a region or a city is done to its state.
ON_PLACES = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "AID", "RETREAT", "THREATEN"})
# Acts whose clause tells in an infinitive what is threatened or refused, and there to whom it would be done.
UNDERTAKING = frozenset({"THREATEN", "REJECT", "SANCTION"})
# Words with an object of their own: to whom or of whom they are said.
ADDRESSED = frozenset({"REQUEST", "ACCUSE"})
ADDRESSEES = ("obj", "iobj", "obl:on", "obl:upon")
# Harm that somebody will not do is no refusal to whom it would have hit.
UNDONE = frozenset({"SANCTION", "COERCE", "ASSAULT"})
BOTH = frozenset({"both", "two"})
# What somebody threatens or refuses as long as another does or does not do something is addressed to that one.
CONDITIONAL = frozenset({"THREATEN", "REJECT", "SANCTION", "COERCE", "ASSAULT", "MOBILIZE"})
# Acts done at talks are done to the other side of the talks.
AT_TALKS = frozenset({"AGREE", "REQUEST", "REJECT"})
TALKS_BY = frozenset({"at", "during", "in", "after", "before"})
TRADING = frozenset({"buy", "purchase", "sell", "supply", "import", "export", "lease", "deliver"})


@dataclass(frozen=True, slots=True)
class Search:
    """Where a recipient may be found: for which acts, how, and what is said of it in `explain`."""

    applies: Callable[[Act], bool]
    look: Callable[[Act], tuple[Party, ...]]
    why: str


class Recipients:
    """Looks for recipients in one article, where the first search that applies finds some."""

    def __init__(self, doc: Doc, frames: Frames, told: Told) -> None:
        self.doc = doc
        self.frames = frames
        self.phrases = frames.phrases
        self.grounds = Grounds(doc, frames)
        self.reactions = Reactions(doc, frames, self.grounds, told)
        self.occasions = Occasions(doc, frames)
        self.dealings = Dealings(doc, frames, told)
        self.searches = (
            Search(self._planned, self._of_complement, "the recipient stands in the clause of the act that is planned"),
            Search(
                self._planned_together,
                lambda act: told.other_side(act.actors),
                "the other side is that of the contact told just before",
            ),
            Search(self._verb, self._fallback, "the recipient stands in another slot of the verb"),
            Search(self._noun, self._of_named_noun, "the recipient stands in the phrase of what the noun is of"),
            Search(
                lambda act: act.is_("ASSAULT") and bool(act.actors),
                self._of_described,
                "the recipient is told of in the clause that describes the deed",
            ),
            Search(lambda act: bool(act.actors), self.occasions.provoked, "the recipient is the one who provoked it"),
            Search(
                lambda act: act.is_("REJECT", "AGREE", "SUPPORT") and bool(act.actors),
                self.occasions.answered,
                "the recipient is the one who offered or asked just before",
            ),
            Search(
                lambda act: act.is_("REQUEST", "THREATEN", "ACCUSE") and bool(act.actors),
                self.occasions.written_to,
                "the recipient is the one to whom the words are sent",
            ),
            Search(
                lambda act: act.is_("ACCUSE") and bool(act.actors),
                self.occasions.occasion,
                "the recipient is the one whose deed was the occasion",
            ),
            Search(
                lambda act: act.is_(*CONDITIONAL) or act.trigger.sense.lemma == "offer",
                self.occasions.on_condition,
                "the recipient is the one on whose act it depends",
            ),
            Search(
                lambda act: act.is_(*AT_TALKS) and len(act.own) == 1,
                self._at_talks,
                "the recipient is the other side of the talks at which it is done",
            ),
            Search(
                lambda act: act.is_(*ON_PLACES) and bool(act.actors),
                lambda act: self.grounds.aimed_at(act.trigger, act.frame, act.own),
                "the recipient is the state of the place to which it is done",
            ),
            Search(
                lambda act: (act.is_("CONSULT visit") or _awaited(act)) and bool(act.actors),
                lambda act: self.grounds.visited(act.trigger, act.frame, act.own),
                "the recipient is the state that is visited",
            ),
            Search(
                lambda act: act.is_("ASSAULT") and bool(act.actors),
                self.occasions.hurt,
                "the recipient is the one who is said to be hurt by it",
            ),
            Search(
                lambda act: (act.is_(*IN_PLACES) or _of_ground(act)) and bool(act.actors) and not act.weak,
                lambda act: self.grounds.within(act.frame, act.own),
                "the recipient is the state in which it is done",
            ),
            Search(
                lambda act: quad(act.event_type) in {1, 2} and bool(act.actors),
                self._of_both,
                "the recipient is the other of the two that the clause speaks of together",
            ),
            Search(
                lambda act: act.is_("ACCUSE") and bool(act.actors),
                self.dealings.protested,
                "the recipient is the one who did what was told just before",
            ),
            Search(
                lambda act: bool(act.actors),
                self.dealings.in_turn,
                "the recipient is the other side, to which it is done in turn",
            ),
            Search(
                lambda act: act.is_("SUPPORT", "AGREE") and bool(act.actors),
                self._of_trade,
                "the recipient is the one with whose goods the agreement deals",
            ),
            Search(
                lambda act: act.is_("REQUEST") and bool(act.actors),
                self.dealings.partner,
                "what is asked after a contact is asked of the other side of it",
            ),
            Search(
                lambda act: True,
                lambda act: self.reactions.recalled(act.trigger, act.frame, act.actors),
                "the recipient is known from what the noun refers back to",
            ),
            Search(
                lambda act: act.is_(*WORDS, "ACCUSE", "REJECT") and bool(act.actors),
                self._of_posting,
                "the recipient is the state to which the embassy is sent",
            ),
            Search(
                lambda act: act.is_(*GOING_ON) and bool(act.actors),
                self.dealings.opponent,
                "the recipient is the one side with which the actor had to do just before",
            ),
        )

    def find(
        self, trigger: Trigger, frame: Frame, actors: tuple[Party, ...], complement: Trigger | None
    ) -> tuple[tuple[Party, ...], str]:
        """Recipients that the sense's own slots do not name, and where they were found; (), "" where nowhere."""
        act = Act(trigger, frame, actors, complement, frozenset(side(p.actor) for p in actors))
        for search in self.searches:
            found = search.look(act) if search.applies(act) else ()
            if found:
                return found, search.why
        return (), ""

    # -- for which acts ---------------------------------------------------------------------------------------------

    def _planned(self, act: Act) -> bool:
        if act.is_("REJECT") and act.complement is not None and act.complement.sense.event_type in UNDONE:
            return False  # "refused to join sanctions on Russia": Russia is not refused anything
        return act.complement is not None and not self._addressed_to_others(act, act.complement)

    def _planned_together(self, act: Act) -> bool:
        return self._planned(act) and act.complement is not None and "joint" in act.complement.sense.flags

    def _addressed_to_others(self, act: Act, complement: Trigger) -> bool:
        """ "urged lawmakers to support Ukraine", "accused rebels of shelling Kenya": said to or of somebody who is not
        known, not of whom the plea or the deed is for."""
        clause = act.event_type == "ACCUSE" or self.doc[complement.head].dep_ in {"xcomp", "advcl", "ccomp"}
        if act.event_type not in ADDRESSED or not clause:
            return False
        slots = slots_of(self.doc[act.frame.carrier])
        return any(i < complement.head for slot in ADDRESSEES for i in slots.get(slot, ()))

    def _verb(self, act: Act) -> bool:
        return self.doc[act.trigger.head].pos_ in {"VERB", "AUX"} and bool(act.trigger.sense.recipient)

    def _noun(self, act: Act) -> bool:
        return self.doc[act.trigger.head].pos_ not in {"VERB", "AUX"}

    # -- where they stand -------------------------------------------------------------------------------------------

    def _of_complement(self, act: Act) -> tuple[Party, ...]:
        if act.complement is None:
            return ()
        frame = self.frames.of(act.complement)
        for heads in (frame.recipient, frame.together, frame.actor):
            found = act.others(self._parties(heads, act.trigger, acting=False))
            if found:
                return found
        return act.others(self._in_other_slots(act.complement, frame.carrier, act.own))

    def _of_trade(self, act: Act) -> tuple[Party, ...]:
        """ "signed a deal to buy Brazilian coffee": whose goods an agreement is to bring, or to whom they go."""
        carrier = self.doc[act.frame.carrier]
        deals = [c for c in carrier.children if c.dep_ == "obj" and c.lemma_.lower() in AGREEMENTS]
        for verb in (c for t in (*deals, carrier) for c in t.children if deals):
            if verb.dep_ in {"acl", "advcl", "xcomp"} and verb.lemma_.lower() in TRADING:
                slots = slots_of(verb)
                heads = (i for slot in ("obl:from", "obl:to", "obj") for i in slots.get(slot, ()))
                found = act.others(self._parties(heads, act.trigger, acting=False))
                if found:
                    return found
        return ()

    def _of_posting(self, act: Act) -> tuple[Party, ...]:
        """ "The Chinese embassy in Canberra demanded a correction": the state in which an embassy speaks."""
        for i in act.frame.actor:
            if self.doc[i].lemma_.lower() not in ENVOYS:
                continue
            for place in self.doc[i].children:
                if not place.dep_.startswith("nmod") or preposition(place) not in {"in", "to"}:
                    continue
                capital = self.phrases.cast.place(place.i)
                found = act.others(self.phrases.named(place.i) or ([capital] if capital is not None else []))
                if found:
                    return found
        return ()

    def _fallback(self, act: Act) -> tuple[Party, ...]:
        return self._in_other_slots(act.trigger, act.frame.carrier, act.own)

    def _in_other_slots(self, trigger: Trigger, carrier: int, own: frozenset[str]) -> tuple[Party, ...]:
        """A recipient inside the object, or in an oblique that the sense does not name; the actor's own side is looked
        past ("expressed his eagerness")."""
        slots = slots_of(self.doc[carrier])
        for i in slots.get("obj", ()):
            found = self._parties([i], trigger, acting=False, besides=own) or self._in_content(i, trigger)
            if found:
                return found
        event_type = trigger.sense.event_type
        usual = FALLBACK_COOPERATION if quad(event_type) in {1, 2} else FALLBACK_CONFLICT
        for slot in FALLBACK.get(event_type, usual):
            found = self._parties(slots.get(slot, ()), trigger, acting=False, besides=own)
            if found:
                return found
        below = [t for t in self.frames.triggers.values() if self.doc[carrier].is_ancestor(self.doc[t.head])]
        harm = event_type == "REJECT" and any(t.sense.event_type in UNDONE for t in below)
        # "vowed to hit back [at Israel]", "refused to sell tanks [to Ukraine]"
        if event_type in UNDERTAKING and not harm:
            inside = (slots_of(self.doc[i]) for i in slots.get("xcomp", ()))
            for inner in (found.get(slot, ()) for found in inside for slot in usual):
                found = self._parties(inner, trigger, acting=False, besides=own)
                if found:
                    return found
        return ()

    def _in_content(self, noun: int, trigger: Trigger) -> tuple[Party, ...]:
        """ "dropped its demand that Washington pay": the subject of what a noun of words says."""
        for child in self.doc[noun].children:
            if child.dep_ in {"acl", "ccomp"} and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children):
                return self._parties(subjects(child), trigger, acting=False)
        return ()

    def _of_named_noun(self, act: Act) -> tuple[Party, ...]:
        """ "a suspension of air links with Serbia": inside what the entry says that the noun is of."""
        head = act.trigger.head
        below = [i for i in act.trigger.tokens if i != head and self.doc[i].head.i == head]
        return next((p for i in below if (p := self._parties([i], act.trigger, acting=False, besides=act.own))), ())

    def _of_described(self, act: Act) -> tuple[Party, ...]:
        """ "claimed responsibility for the attack, which killed three Italians": whom the deed is said to have hit."""
        slots = self.frames.slots(act.frame.carrier, act.trigger)
        for i in (i for slot in REFERRING for i in slots.get(slot, ())):
            for clause in self.doc[i].children:
                inner = self.frames.triggers.get(clause.i)
                if clause.dep_.startswith("acl") and inner is not None and inner.sense.event_type == "ASSAULT":
                    found = self._parties(self.frames.of(inner).recipient, act.trigger, acting=False)
                    if found:
                        return found
        return ()

    def _at_talks(self, act: Act) -> tuple[Party, ...]:
        """ "will offer a draft at talks with the Russians": the other side of the contact inside the same clause."""
        for token in self.doc[act.trigger.head].subtree:
            inner = self.frames.triggers.get(token.i)
            if inner is None or inner.sense.event_type != "CONSULT" or inner.head == act.trigger.head:
                continue
            if token.pos_ == "NOUN" and preposition(token) not in TALKS_BY:
                continue
            frame = self.frames.of(inner)
            found = act.others(self._parties((*frame.together, *frame.recipient), act.trigger, acting=False))
            if found:
                return found
        return ()

    def _of_both(self, act: Act) -> tuple[Party, ...]:
        """ "eager for cooperation in the interest of both countries": the other of two named by one word."""
        for token in self.doc[act.trigger.head].subtree:
            if token.pos_ != "NOUN" or not any(c.lower_ in BOTH for c in token.children):
                continue
            two = {side(p.actor): p for p in self._parties([token.i], act.trigger, acting=False)}
            if len(two) == 2 and act.own < set(two):
                return act.others(two.values())
        return ()

    def _parties(
        self, heads: Iterable[int], trigger: Trigger, *, acting: bool, besides: frozenset[str] = frozenset()
    ) -> tuple[Party, ...]:
        return self.phrases.taking_part(heads, trigger.sense.event_type, acting=acting, besides=besides)


def _of_ground(act: Act) -> bool:
    """ "captured two villages near Pokrovsk": ground is taken from the state in which it lies."""
    return act.is_("COERCE seize") and any("@territory" in c.text for c in act.trigger.sense.when)


def _awaited(act: Act) -> bool:
    """ "is due in Beijing": the state of the town is the one that is visited."""
    return act.is_("AGREE") and act.trigger.sense.recipient == ("obl:in",)
