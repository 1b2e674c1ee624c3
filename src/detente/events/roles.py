"""Who fills the roles of a trigger: actors, recipients, or parties that act together.

The lexicon says in which slots a sense has its actor and recipient; here they are looked up in the tree, through light
verbs ("held talks with"), governing verbs ("agreed to send aid to"), the subject of the clause around an event noun
("said after a call with Putin"), and back-reference to an agreement or deed told before ("the pact", "the attacks").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from detente.events.arguments import conjuncts, preposition, slots_of, subjects
from detente.events.lexicon import Lexicon, Trigger
from detente.events.parties import Cast, Phrases, side, sides, unique
from detente.ontology import quad
from detente.records import Party

MEDIA = "JRN"
# Sectors of people and firms that act for themselves, not for a state or an organised group.
PRIVATE = frozenset({"CVL", "BUS", "JRN", "EDU", "MED", "AGR", "LAB", "CRM", "REF", "UNK"})
# Acts that a state does to private people and firms of another; elsewhere a private party stands for no state.
ON_PRIVATE = frozenset({"COERCE", "ASSAULT", "SANCTION", "RETREAT", "AID", "THREATEN"})
BY_PRIVATE = frozenset({"PROTEST"})
# Obliques that may hold a recipient which the sense does not name. What a cooperative act is "against" is no party to
# it, and what a hostile one is done "with" or "for" is no target.
FALLBACK_COOPERATION = ("obl:with", "obl:to", "obl:toward", "obl:towards", "obl:for")
FALLBACK_CONFLICT = ("obl:against", "obl:on", "obl:at", "obl:to", "obl:toward", "obl:towards", "obl:from")
# What carries words: its author is the one who speaks in it.
DOCUMENTS = frozenset(
    "message statement letter speech tweet post resolution declaration communique note report article remark comment "
    "address interview telegram cable memo petition complaint text editorial".split()
)
JOINT_OBLIQUES = ("obl:with", "nmod:with", "nmod:between", "nmod:among", "obl:between", "obl:among", "nmod:of")
AGREEMENTS = frozenset(
    "agreement pact treaty accord deal convention protocol memorandum understanding settlement truce ceasefire "
    "alliance framework communique declaration".split()
)
ATTACKS = frozenset("attack strike raid bombing assault airstrike offensive invasion shelling incident".split())
TALKS = frozenset("talk meeting summit negotiation call conversation discussion consultation dialogue".split())
SHARED = frozenset({"their", "both"})
COMPLEMENT_PREPOSITIONS = frozenset({"on", "to", "for", "of", "in", "against", "from"})
COMPLEMENT_MARKS = frozenset({"to", "for", "of", "from"})


def _is_complement(child: Token) -> bool:
    """Whether a dependent tells what its governor plans, demands, refuses or threatens."""
    if child.dep_ in {"xcomp", "ccomp", "obj", "acl"}:
        return True
    if not child.dep_.startswith(("advcl", "obl", "nmod")):
        return False
    return preposition(child) in COMPLEMENT_PREPOSITIONS or any(
        c.dep_ == "mark" and c.lower_ in COMPLEMENT_MARKS for c in child.children
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger with its roles filled. `carrier` is the token that carries tense, negation and date: the trigger or
    the light verb above it. `complement` is the trigger of the act that this one plans, demands, refuses or threatens.
    """

    trigger: Trigger
    carrier: int
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    reciprocal: bool
    complement: Trigger | None = None
    ends: bool = False
    cancels: bool = False
    direct: bool = True
    why: tuple[str, ...] = ()


@dataclass(slots=True)
class Told:
    """What the article has told so far, for back-reference by a definite noun, and the sentence of the last contact."""

    agreements: tuple[Party, ...] = ()
    attacks: tuple[Party, ...] = ()
    talks: tuple[Party, ...] = ()
    contact: tuple[Party, ...] = ()
    contact_sentence: int = -1


@dataclass(slots=True)
class _Frame:
    actor: list[int] = field(default_factory=list)
    recipient: list[int] = field(default_factory=list)
    together: list[int] = field(default_factory=list)
    carrier: int = 0
    ends: bool = False
    cancels: bool = False
    why: list[str] = field(default_factory=list)


class Roles:
    """Fills the roles of triggers in one article."""

    def __init__(self, doc: Doc, cast: Cast, lexicon: Lexicon) -> None:
        self.doc = doc
        self.phrases = Phrases(doc, cast)
        self.lexicon = lexicon
        self.told = Told()
        self._triggers: dict[int, Trigger] = {}
        self._sentence = 0
        self._spoken: set[int] = set()  # documents that already serve as the author of an act

    def fill(self, triggers: list[Trigger]) -> list[Candidate]:
        """Candidates of one sentence, each trigger at most once; a governed act is folded into its governor."""
        by_head = {t.head: t for t in triggers}
        self._triggers = by_head
        self._sentence += 1
        complements: dict[int, Trigger] = {}
        for trigger in triggers:
            if "governs" in trigger.sense.flags:
                found = self._complement(trigger, by_head)
                if found is not None:
                    complements[trigger.head] = found
        governed = {t.head: head for head, t in complements.items()}
        filled: list[Candidate] = []
        for trigger in triggers:
            candidate = self._fill(trigger, complements.get(trigger.head))
            if candidate is None or trigger.head in self._spoken:
                continue
            if trigger.head in governed and self._folds(candidate, governed[trigger.head], by_head):
                continue
            filled.append(candidate)
            self._remember(candidate)
        return filled

    # -- one trigger ------------------------------------------------------------------------------------------------

    def _fill(self, trigger: Trigger, complement: Trigger | None) -> Candidate | None:
        head = self.doc[trigger.head]
        frame = self._verb_frame(trigger) if head.pos_ in {"VERB", "AUX"} else self._noun_frame(trigger)
        actors = self._parties(frame.actor, trigger, acting=True)
        recipients = self._parties(frame.recipient, trigger, acting=False)
        together = self._parties(frame.together, trigger, acting=True)
        sense = trigger.sense
        direct = True
        if not actors and self._has_author(frame, head):
            actors = self._parties(self._author(frame, head), trigger, acting=True)
            frame.why.append("the actor is the author of the words")
        if "joint" in sense.flags or ("joint_with" in sense.flags and together):
            if frame.actor and not actors and head.pos_ == "VERB":
                return None  # somebody unknown met the others; they did not meet each other
            parties = sides(unique((*actors, *together, *recipients)))
            if len(parties) < 2:
                around = self._around(head, trigger)
                if around and parties and side(around[0].actor) != side(parties[0].actor):
                    frame.why.append("the other side is the subject of the clause around it")
                    parties = sides(unique((*around, *parties)))
                    direct = False
                elif not parties and len(sides(around)) > 1 and any(c.lower_ in SHARED for c in head.children):
                    frame.why.append("theirs: the parties of the clause around it")
                    parties = sides(around)
                    direct = False
                elif other := self._other_side(parties or around):
                    frame.why.append("the other side is that of the contact told just before")
                    parties = sides(unique((*(parties or around), *other)))
                    direct = False
            if len(parties) >= 2:
                return self._make(trigger, frame, parties, (), True, complement, direct)
            if "joint" in sense.flags and not recipients:
                return None
        if not recipients and complement is not None:
            recipients = self._from_complement(complement, trigger, actors)
            if recipients:
                frame.why.append("the recipient stands in the clause of the act that is planned")
                direct = False
            elif "joint" in complement.sense.flags and actors:
                recipients = self._other_side(actors)
                if recipients:
                    frame.why.append("the other side is that of the contact told just before")
                    direct = False
        if not recipients and head.pos_ in {"VERB", "AUX"} and sense.recipient:
            recipients = self._fallback(trigger, frame.carrier)
            direct = direct and not recipients
        if not recipients and sense.event_type in {"AGREE", "REQUEST", "REJECT"} and actors:
            recipients = self._at_talks(trigger, actors)
            if recipients:
                frame.why.append("the recipient is the other side of the talks at which it is done")
                direct = False
        if not recipients:
            recipients = self._recalled(trigger, frame)
            if recipients:
                frame.why.append("the recipient is known from what the noun refers back to")
                direct = False
        if not actors:
            if sense.event_type == "ASSAULT" and recipients:
                self.told.attacks = recipients
            return None
        own = {side(p.actor) for p in actors}
        recipients = tuple(p for p in recipients if side(p.actor) not in own)
        if "joint_with" in sense.flags and not recipients and len(own) > 1:
            return self._make(trigger, frame, sides(actors), (), True, complement, direct)
        return self._make(trigger, frame, sides(actors), sides(recipients), False, complement, direct)

    def _make(
        self,
        trigger: Trigger,
        frame: _Frame,
        actors: tuple[Party, ...],
        recipients: tuple[Party, ...],
        reciprocal: bool,
        complement: Trigger | None,
        direct: bool,
    ) -> Candidate:
        return Candidate(
            trigger=trigger,
            carrier=frame.carrier,
            actors=actors,
            recipients=recipients,
            reciprocal=reciprocal,
            complement=complement,
            ends=frame.ends,
            cancels=frame.cancels,
            direct=direct,
            why=tuple(frame.why),
        )

    # -- slots ------------------------------------------------------------------------------------------------------

    def _verb_frame(self, trigger: Trigger) -> _Frame:
        head = self.doc[trigger.head]
        slots = self._with_nouns(slots_of(head), trigger)
        frame = _Frame(carrier=head.i)
        sense = trigger.sense
        frame.actor = self._first(slots, sense.actor or ("nsubj",))
        if {"joint", "joint_with"} & sense.flags:
            frame.together = [i for s in JOINT_OBLIQUES for i in slots.get(s, ())]
            if "joint" in sense.flags and not frame.together and "obj" in sense.recipient:
                frame.together = list(slots.get("obj", ()))
        frame.recipient = self._recipient_heads(head, slots, sense.recipient)
        frame.why.append(f"{head.text}: " + ", ".join(f"{k} {self._words(v)}" for k, v in slots.items()))
        return frame

    def _with_nouns(self, slots: dict[str, list[int]], trigger: Trigger) -> dict[str, list[int]]:
        """A verb's slots with those of the nouns its sense takes in: "hold [talks with X]" as "[hold talks] with X"."""
        merged = {slot: list(fillers) for slot, fillers in slots.items()}
        for i in trigger.tokens:
            if i == trigger.head or self.doc[i].pos_ != "NOUN":
                continue
            for slot, fillers in slots_of(self.doc[i]).items():
                if slot.startswith("nmod:"):
                    merged.setdefault(slot.replace("nmod:", "obl:"), []).extend(fillers)
        return merged

    def _recipient_heads(self, head: Token, slots: dict[str, list[int]], order: Iterable[str]) -> list[int]:
        for slot in order:
            outer, _, inner = slot.partition(".")
            fillers = slots.get(outer, [])
            if not inner:
                hits = [i for i in fillers if self._names(i)]
                if hits:
                    return hits
                continue
            found: list[int] = []
            for i in fillers:
                for token in conjuncts(self.doc[i]):
                    if inner == "mod":
                        if not self.phrases.named(token.i) and self.phrases.within(token.i):
                            found.append(token.i)
                    else:
                        found.extend(slots_of(token).get(inner, []))
            if found:
                return found
        return []

    def _names(self, i: int) -> bool:
        return bool(self.phrases.within(i))

    def _noun_frame(self, trigger: Trigger) -> _Frame:
        head = self.doc[trigger.head]
        slots = slots_of(head)
        sense = trigger.sense
        frame = _Frame(carrier=head.i)
        frame.actor = self._first(slots, sense.actor or ("poss", "mod", "nmod:by"))
        frame.recipient = [i for i in self._first(slots, sense.recipient) if i not in frame.actor]
        if {"joint", "joint_with"} & sense.flags:
            for slot in ("poss", "mod", *JOINT_OBLIQUES):
                frame.together.extend(i for i in slots.get(slot, ()) if i not in frame.together)
        carried = self.lexicon.light(head)
        if carried is not None:
            verb, light = self.doc[carried[0]], carried[1]
            outer = slots_of(verb)
            frame.carrier = verb.i
            frame.ends = "ends" in light.flags
            frame.cancels = "cancels" in light.flags
            if not self._named_any(frame.actor):
                frame.actor = self._first(outer, light.actor)
            if not self._named_any(frame.recipient):
                order = light.recipient or ("obl:with", "obl:to", "obl:on", "obl:against")
                frame.recipient = [i for i in self._first(outer, order) if i not in frame.actor and i != head.i]
            if {"joint", "joint_with"} & sense.flags:
                frame.together.extend(i for s in ("nsubj", *JOINT_OBLIQUES) for i in outer.get(s, ()) if i != head.i)
            frame.why.append(f"{verb.text} ... {head.text}: light verb")
        elif not self._named_any(frame.actor) and "joint" not in sense.flags:
            for child in head.children:
                if child.dep_.startswith("acl") and child.pos_ == "VERB":
                    frame.actor = slots_of(child).get("nsubj", []) if "obj" in slots_of(child) else []
                    break
        if preposition(head) == "under" and not self._named_any(frame.recipient):
            # "Turkey is under EU sanctions", "the city came under Iraqi fire": the subject suffers it.
            frame.recipient = slots.get("nsubj", []) or (subjects(head.head) if head.head.pos_ == "VERB" else [])
        frame.why.append(f"{head.text}: " + ", ".join(f"{k} {self._words(v)}" for k, v in slots.items()))
        return frame

    def _named_any(self, heads: Iterable[int]) -> bool:
        return any(self.phrases.within(i) for i in heads)

    def _first(self, slots: dict[str, list[int]], order: Iterable[str]) -> list[int]:
        """Fillers of the first slot that names a party, else of the first that is filled at all."""
        fallback: list[int] = []
        for slot in order:
            outer, _, inner = slot.partition(".")
            fillers = slots.get(outer, [])
            if inner and inner != "mod":
                fillers = [j for i in fillers for j in slots_of(self.doc[i]).get(inner, [])]
            named = [i for i in fillers if self._named_any([i])]
            if named:
                return named
            fallback = fallback or list(fillers)
        return fallback

    # -- parties ----------------------------------------------------------------------------------------------------

    def _parties(self, heads: Iterable[int], trigger: Trigger, *, acting: bool) -> tuple[Party, ...]:
        found: list[Party] = []
        for head in heads:
            found.extend(self.phrases.within(head))
        event_type = trigger.sense.event_type
        allowed = BY_PRIVATE if acting else ON_PRIVATE
        return unique(
            p for p in found if p.actor.sector != MEDIA and (p.actor.sector not in PRIVATE or event_type in allowed)
        )

    def _subject_around(self, head: Token) -> list[int]:
        """The subject of the clause in which an event noun or infinitive stands as an adjunct."""
        node = head
        while node.head.i != node.i:
            node = node.head
            if node.pos_ in {"VERB", "AUX"}:
                found = subjects(node)
                if found:
                    return found
        return []

    def _has_author(self, frame: _Frame, head: Token) -> bool:
        return bool(self._author(frame, head))

    def _author(self, frame: _Frame, head: Token) -> list[int]:
        """Who speaks in a document that does ("posted a message blaming ..."), or in which it is done ("was condemned
        in a statement by ...")."""
        for i in frame.actor:
            noun = self.doc[i]
            if noun.lemma_.lower() in DOCUMENTS and noun.dep_ in {"obj", "obl"} and noun.head.pos_ == "VERB":
                return subjects(noun.head)
        if not frame.actor and head.pos_ == "VERB":
            for i in slots_of(head).get("obl:in", ()):
                if self.doc[i].lemma_.lower() in DOCUMENTS:
                    self._spoken.add(i)
                    return [i]
        return []

    def _other_side(self, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """ "They spoke on Monday. Ishiba hopes for a meeting": of a contact of two sides told in this or the sentence
        before, the side that is not already named."""
        named = {side(p.actor) for p in parties}
        contact = {side(p.actor): p for p in self.told.contact}
        if len(named) != 1 or len(contact) != 2 or self._sentence - self.told.contact_sentence > 1:
            return ()
        return tuple(p for key, p in contact.items() if key not in named) if named < set(contact) else ()

    def _around(self, head: Token, trigger: Trigger) -> tuple[Party, ...]:
        """The parties of the clause around a noun: its subject, and the other side of a mutual act told by its verb."""
        found = self._parties(self._subject_around(head), trigger, acting=True)
        above = self._triggers.get(head.head.i)
        mutual = above is not None and {"joint", "joint_with"} & above.sense.flags
        if head.pos_ == "NOUN" and above is not None and mutual and above.head != trigger.head:
            frame = self._verb_frame(above) if head.head.pos_ == "VERB" else self._noun_frame(above)
            found = unique((*found, *self._parties(frame.together, above, acting=True)))
        return found

    def _at_talks(self, trigger: Trigger, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """ "will offer a draft at talks with the Russians": the other side of the contact inside the same clause."""
        own = {side(p.actor) for p in actors}
        for token in self.doc[trigger.head].subtree:
            inner = self._triggers.get(token.i)
            if inner is None or inner.sense.event_type != "CONSULT" or inner.head == trigger.head:
                continue
            frame = self._verb_frame(inner) if token.pos_ == "VERB" else self._noun_frame(inner)
            found = self._parties((*frame.together, *frame.recipient), trigger, acting=False)
            others = tuple(p for p in found if side(p.actor) not in own)
            if others:
                return others
        return ()

    def _fallback(self, trigger: Trigger, carrier: int) -> tuple[Party, ...]:
        """A recipient in an oblique that the sense does not name, or inside the object."""
        slots = slots_of(self.doc[carrier])
        for i in slots.get("obj", ()):
            found = self._parties([i], trigger, acting=False)
            if found:
                return found
        cooperative = quad(trigger.sense.event_type) in {1, 2}
        for slot in FALLBACK_COOPERATION if cooperative else FALLBACK_CONFLICT:
            found = self._parties(slots.get(slot, ()), trigger, acting=False)
            if found:
                return found
        return ()

    # -- acts within acts -------------------------------------------------------------------------------------------

    def _complement(self, trigger: Trigger, by_head: dict[int, Trigger]) -> Trigger | None:
        """The trigger that heads the clause or noun which a governing trigger is about."""
        for child in self.doc[trigger.head].children:
            if not _is_complement(child):
                continue
            for item in conjuncts(child):
                found = self._event_under(item, by_head)
                if found is not None and found.head != trigger.head:
                    return found
        return None

    def _event_under(self, token: Token, by_head: dict[int, Trigger]) -> Trigger | None:
        """The trigger at `token`, or at the noun it carries: "agreed to hold talks", "an end to the attacks"."""
        if token.i in by_head:
            return by_head[token.i]
        for child in token.children:
            carried = child.dep_ in {"obj", "xcomp"} or (
                child.dep_.startswith("nmod") and preposition(child) in {"of", "to"}
            )
            if carried and child.i in by_head:
                return by_head[child.i]
        return None

    def _from_complement(self, inner: Trigger, trigger: Trigger, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        own = {side(p.actor) for p in actors}
        frame = self._verb_frame(inner) if self.doc[inner.head].pos_ in {"VERB", "AUX"} else self._noun_frame(inner)
        for heads in (frame.recipient, frame.together, frame.actor):
            found = [p for p in self._parties(heads, trigger, acting=False) if side(p.actor) not in own]
            if found:
                return tuple(found)
        return tuple(p for p in self._fallback(inner, frame.carrier) if side(p.actor) not in own)

    def _folds(self, candidate: Candidate, governor: int, by_head: dict[int, Trigger]) -> bool:
        """Whether the inner act is told only as the content of the outer one."""
        outer = by_head[governor].sense
        return outer.event_type != "ACCUSE" or candidate.reciprocal

    # -- back-reference ---------------------------------------------------------------------------------------------

    def _recalled(self, trigger: Trigger, frame: _Frame) -> tuple[Party, ...]:
        """ "rejected the pact", "blamed Iran for the attacks": parties of what a definite noun refers back to."""
        slots = self._with_nouns(slots_of(self.doc[frame.carrier]), trigger)
        for slot in ("obj", "obl:for", "obl:over", "obl:on", "obl:from", "obl:of", "nmod:for", "nmod:of"):
            for i in slots.get(slot, ()):
                for token in conjuncts(self.doc[i]):
                    if not any(c.lower_ in {"the", "this", "that", "these", "those"} for c in token.children):
                        continue
                    found = self._told_by(token.lemma_.lower())
                    if found:
                        return found
        return ()

    def _told_by(self, lemma: str) -> tuple[Party, ...]:
        if lemma in AGREEMENTS:
            return self.told.agreements
        if lemma in ATTACKS:
            return self.told.attacks
        if lemma in TALKS:
            return self.told.talks
        return ()

    def _remember(self, candidate: Candidate) -> None:
        event_type = candidate.trigger.sense.event_type
        lemmas = {self.doc[i].lemma_.lower() for i in (candidate.trigger.head, *candidate.trigger.tokens)}
        parties = (*candidate.actors, *candidate.recipients)
        if candidate.reciprocal and candidate.direct and event_type in {"CONSULT", "AGREE", "SUPPORT"}:
            self.told.contact, self.told.contact_sentence = parties, self._sentence
        agreeing = event_type in {"AGREE", "SUPPORT"} and candidate.reciprocal
        about_one = any(
            self.doc[i].lemma_.lower() in AGREEMENTS for i in slots_of(self.doc[candidate.carrier]).get("obj", ())
        )
        if agreeing or lemmas & AGREEMENTS or (about_one and candidate.recipients):
            self.told.agreements = parties
        if event_type == "ASSAULT" and candidate.recipients:
            self.told.attacks = candidate.recipients
        if event_type == "CONSULT" and candidate.reciprocal:
            self.told.talks = candidate.actors

    def _words(self, heads: Iterable[int]) -> str:
        return ", ".join(self.doc[i].text for i in heads)
