"""Where a trigger's roles stand in the tree: its own slots, those of its light verb, and of the nouns it takes in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from detente.events.arguments import MEASURES, Slots, slots_of, subjects
from detente.events.compose import ENDED
from detente.events.lexicon import Lexicon, Trigger
from detente.events.parties import MEDIATING, Phrases, sides
from detente.events.tree import conjuncts, has_subject, is_passive, preposition

JOINT = frozenset({"joint", "joint_with"})
JOINT_SLOTS = ("obl:with", "nmod:with", "nmod:between", "nmod:among", "obl:between", "obl:among", "nmod:of")
NOUN_ACTOR = ("poss", "mod", "nmod:by")
# Acts of words come from who utters them ("criticism from Paris"); a withdrawal or a ban from somewhere does not.
VERBAL = frozenset({"SUPPORT", "ACCUSE", "REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE"})
WORDS_FROM = (*NOUN_ACTOR, "nmod:from")
# Deeds are done by the subject of these light verbs, whosever they are called.
DOING = frozenset(
    "impose reimpose slap levy apply enforce inflict launch mount wage carry conduct stage commit perpetrate".split()
)
DONE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "AID"})
FINISHING = frozenset({"end", "conclude", "finish", "complete", "wrap", "wind"})
STOPPING = frozenset({"stop", "cease", "halt", "quit", "suspend", "discontinue", "end"})
LIGHT_RECIPIENT = ("obl:with", "obl:to", "obl:on", "obl:against")


@dataclass(slots=True)
class Frame:
    """Token numbers that may fill the roles. `carrier` has tense and negation; `ends` and `cancels` come of it."""

    actor: list[int] = field(default_factory=list)
    recipient: list[int] = field(default_factory=list)
    together: list[int] = field(default_factory=list)
    carrier: int = 0
    ends: bool = False
    cancels: bool = False
    why: list[str] = field(default_factory=list)


class Frames:
    """Frames of triggers in one article; `triggers` are those of the sentence that is read, by head."""

    def __init__(self, doc: Doc, phrases: Phrases, lexicon: Lexicon) -> None:
        self.doc = doc
        self.phrases = phrases
        self.lexicon = lexicon
        self.triggers: dict[int, Trigger] = {}

    def of(self, trigger: Trigger) -> Frame:
        """Where the roles of a trigger stand."""
        if self.doc[trigger.head].pos_ in {"VERB", "AUX"}:
            return self._of_verb(trigger)
        return self._of_noun(trigger)

    def slots(self, carrier: int, trigger: Trigger) -> Slots:
        """A verb's slots with those of the nouns its sense takes in: "hold [talks with X]" as "[hold talks] with X"."""
        merged = {slot: list(fillers) for slot, fillers in slots_of(self.doc[carrier]).items()}
        measured = [i for i in merged.get("obj", ()) if self.doc[i].lemma_.lower() in MEASURES]
        for i in dict.fromkeys((*trigger.tokens, *measured)):
            if i == trigger.head or self.doc[i].pos_ != "NOUN":
                continue
            for slot, fillers in slots_of(self.doc[i]).items():
                if slot.startswith("nmod:"):
                    merged.setdefault(slot.replace("nmod:", "obl:"), []).extend(fillers)
        return merged

    def _of_verb(self, trigger: Trigger) -> Frame:
        head, sense = self.doc[trigger.head], trigger.sense
        slots = self.slots(head.i, trigger)
        frame = Frame(carrier=head.i, why=[self._shown(head, slots)])
        frame.actor = self._first(slots, sense.actor or ("nsubj",))
        if not frame.actor and is_passive(head):
            frame.actor = self._agent_below(head, 0)
        frame.recipient = self._recipient(slots, sense.recipient)
        if self._stopped(head, trigger):
            frame.carrier, frame.ends = head.head.i, True
        if JOINT & sense.flags:
            frame.together = [i for s in JOINT_SLOTS for i in slots.get(s, ())]
            if "joint" in sense.flags and not frame.together and "obj" in sense.recipient:
                frame.together = list(slots.get("obj", ()))
        return frame

    def _stopped(self, head: Token, trigger: Trigger) -> bool:
        """ "stopped [accepting refugees]": whether the verb above, which has no entry of its own, ends the act."""
        gerund = head.dep_ in {"xcomp", "obj"} and head.lower_.endswith("ing")
        stops = gerund and head.head.lemma_.lower() in STOPPING
        return stops and head.head.i not in self.triggers and trigger.sense.event_type in ENDED

    def _agent_below(self, head: Token, depth: int) -> list[int]:
        """ "was refused a permit by Curacao", "was told to leave by the junta", "was turned away from the prison at
        Insein by the army": the agent of a passive hung on what stands between; an event noun, a participle and a
        clause with a subject keep their own."""
        for child in head.children:
            if child.i < head.i or depth > 2:
                continue
            named = child.pos_ in {"NOUN", "PROPN"}
            if named and preposition(child) == "by" and self.phrases.within(child.i):
                return [child.i]
            infinitive = child.dep_ in {"xcomp", "advcl", "ccomp"} and not has_subject(child) and not is_passive(child)
            if infinitive or (named and not self.lexicon.at(child)):
                found = self._agent_below(child, depth + 1)
                if found:
                    return found
        return []

    def _of_noun(self, trigger: Trigger) -> Frame:
        head, sense = self.doc[trigger.head], trigger.sense
        slots = slots_of(head)
        frame = Frame(carrier=head.i, why=[self._shown(head, slots)])
        frame.actor = self._first(slots, sense.actor or (WORDS_FROM if sense.event_type in VERBAL else NOUN_ACTOR))
        frame.recipient = [i for i in self._first(slots, sense.recipient) if i not in frame.actor]
        if JOINT & sense.flags:
            venue = self._venue(slots)
            frame.actor = [i for i in frame.actor if i != venue]
            for slot in ("poss", "mod", *JOINT_SLOTS):
                frame.together.extend(i for i in slots.get(slot, ()) if i not in frame.together and i != venue)
            if frame.together:
                # In a list of names the second is at times read as standing for the noun: "of Cyprus, Greece and ..."
                frame.together.extend(i for i in slots.get("appos", ()) if self.phrases.named(i))
        if not self._lend(head, trigger, frame) and not self._named(frame.actor) and "joint" not in sense.flags:
            frame.actor = self._actor_of_participle(head)
        if preposition(head) == "under" and not self._named(frame.recipient):
            # "Turkey is under EU sanctions", "the city came under Iraqi fire": the subject suffers it.
            frame.recipient = slots.get("nsubj", []) or (subjects(head.head) if head.head.pos_ == "VERB" else [])
        return frame

    def _venue(self, slots: Slots) -> int | None:
        """ "the Madrid summit", "the Iran talks": one state or capital before a noun is where or about what they talk;
        "Russian", "U.S.-Russia", "NATO" and "the U.S. talks with Iran" say who does."""
        named = [i for i in slots.get("mod", ()) if self.phrases.named(i)]
        partner = any(slot in slots for slot in ("nmod:with", "obl:with"))
        if partner or len(named) != 1 or self.doc[named[0]].pos_ != "PROPN":
            return None
        parties = self.phrases.named(named[0])
        return named[0] if len(parties) == 1 and parties[0].actor.id == parties[0].actor.country else None

    def _lend(self, head: Token, trigger: Trigger, frame: Frame) -> bool:
        """Fills what the noun leaves open from its light verb; False when it has none."""
        carried = self.lexicon.light(head)
        if carried is None:
            return False
        verb, light = self.doc[carried[0]], carried[1]
        slots = slots_of(verb)
        frame.carrier, frame.cancels = verb.i, "cancels" in light.flags
        # "wrapped up a meeting": talks that are finished were held.
        held = trigger.sense.event_type == "CONSULT" and verb.lemma_.lower() in FINISHING
        frame.ends = "ends" in light.flags and not held
        doing = (
            verb.lemma_.lower() in DOING and trigger.sense.event_type in DONE and self._named(slots.get("nsubj", ()))
        )
        if doing or not self._named(frame.actor):
            # Whoever imposes U.N. sanctions imposes them.
            frame.actor = self._first(slots, light.actor)
        if not self._named(frame.recipient):
            taken = {*frame.actor, head.i}
            order = light.recipient or LIGHT_RECIPIENT
            if JOINT & trigger.sense.flags and self._several(slots):
                order = tuple(slot for slot in order if slot != "obl:in")
            frame.recipient = [i for i in self._first(slots, order) if i not in taken]
        if JOINT & trigger.sense.flags:
            frame.together.extend(i for s in ("nsubj", *JOINT_SLOTS) for i in slots.get(s, ()) if i != head.i)
        frame.why.append(f"{verb.text} ... {head.text}: light verb")
        return True

    def _several(self, slots: Slots) -> bool:
        """ "Iran and Iraq held talks in Oman": where two or more meet, the place is no party."""
        heads = (i for slot in ("nsubj", "obl:with") for i in slots.get(slot, ()))
        return len(sides(p for i in heads for p in self.phrases.within(i))) > 1

    def _actor_of_participle(self, noun: Token) -> list[int]:
        """ "the sanctions imposed by X": the subject of the clause that the noun is the object of."""
        for child in noun.children:
            if child.dep_.startswith("acl") and child.pos_ == "VERB" and child.lemma_.lower() not in MEDIATING:
                slots = slots_of(child)
                return slots.get("nsubj", []) if "obj" in slots else []
        return []

    def _recipient(self, slots: Slots, order: Iterable[str]) -> list[int]:
        """Fillers of the first slot that names a party; `obj.mod` only where the object itself names none."""
        for slot in order:
            outer, _, inner = slot.partition(".")
            found: list[int] = []
            for i in slots.get(outer, []):
                if not inner:
                    found.extend([i] if self.phrases.within(i) else [])
                    continue
                for token in conjuncts(self.doc[i]):
                    if inner != "mod":
                        found.extend(_inner(token, inner))
                    elif not self.phrases.named(token.i) and self.phrases.within(token.i):
                        found.append(token.i)
            if found:
                return found
        return []

    def _first(self, slots: Slots, order: Iterable[str]) -> list[int]:
        """Fillers of the first slot that names a party, else of the first that is filled at all."""
        fallback: list[int] = []
        for slot in order:
            outer, _, inner = slot.partition(".")
            fillers = slots.get(outer, [])
            if inner and inner != "mod":
                fillers = [j for i in fillers for j in _inner(self.doc[i], inner)]
            named = [i for i in fillers if self.phrases.within(i)]
            if named:
                return named
            fallback = fallback or list(fillers)
        return fallback

    def _named(self, heads: Iterable[int]) -> bool:
        return any(self.phrases.within(i) for i in heads)

    def _shown(self, head: Token, slots: Slots) -> str:
        filled = (f"{slot} {', '.join(self.doc[i].text for i in fillers)}" for slot, fillers in slots.items())
        return f"{head.text}: {'; '.join(filled) or 'no slot filled'}"


def _inner(token: Token, slot: str) -> list[int]:
    """Fillers of a slot of what fills a slot; of "wants [to sell India a computer]" whoever is sold it comes first.
    Slot `own` is what stands before a noun as its owner or nationality."""
    slots = slots_of(token)
    if slot == "own":
        return [*slots.get("poss", []), *slots.get("mod", [])]
    given = slots.get("iobj", []) if slot == "obj" else []
    return [*given, *(i for i in slots.get(slot, []) if i not in given)]
