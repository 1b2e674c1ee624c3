"""Who fills the roles of a trigger: actors, recipients, or parties that act together.

The lexicon says in which slots a sense has its actor and recipient, `frames` where those stand in the tree. What is
left open is looked for in the act that is planned, in the clause around an event noun ("said after a call with Putin"),
at the talks where it is done, and in what the article told before ("the pact", "the attacks"). Nobody is made up:
without an actor there is no event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from detente.events.arguments import slots_of, subjects
from detente.events.complements import complements, meant
from detente.events.frames import JOINT, VERBAL, Frame, Frames
from detente.events.lexicon import Lexicon, Trigger
from detente.events.parties import Cast, Phrases, side, sides, unique
from detente.events.recipients import Recipients
from detente.events.told import AGREEMENTS, HARM, Told
from detente.events.tree import has_subject, preposition
from detente.ontology import quad
from detente.records import Party

SHARED = frozenset({"their", "both"})
MONTHS = frozenset("january february march april may june july august september october november december".split())
EACH_OTHER = frozenset({("each", "other"), ("one", "another")})
BETWEEN_TWO = frozenset("border frontier boundary embassy tie relation relationship dispute difference".split())
# "negotiators returned to Geneva for talks": it is theirs, too, that they come together for or at.
MEETING_AT = frozenset({"for", "at", "in", "into", "during"})
TELLING = frozenset("tell inform warn ask urge assure remind thank promise".split())
# "on the sidelines of the summit", "on the margins of the talks".
BESIDE = frozenset({"sideline", "sidelines", "margin", "margins", "fringe", "eve"})
# Slots of whom a promise is made to.
ADDRESSEES = ("obj", "iobj", "obl:to", "obl:with", "nmod:to", "nmod:with")
# Participles that tell what came of a deed, not a second deed: "vetoed it, forcing the council to give up".
RESULTING = frozenset({"force", "oblige", "compel"})
# What carries words: its author is the one who speaks in it.
DOCUMENTS = frozenset(
    "message statement letter speech tweet post resolution declaration communique note report article remark comment "
    "address interview telegram cable memo petition complaint text editorial".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger with its roles filled. `carrier` is the token that carries tense, negation and date: the trigger or
    the light verb above it. `complement` is the trigger of the act that this one plans, demands, refuses or threatens;
    `ends` and `cancels` tell that the carrier stops or calls off the deed. `addressed` tells that the words name whom
    they are addressed to. `direct` is False where a role was found outside the sense's own slots. `doers`: of the
    parties to a joint act those who do it, as its subject or owner.
    """

    trigger: Trigger
    carrier: int
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    reciprocal: bool
    complement: Trigger | None = None
    ends: bool = False
    cancels: bool = False
    addressed: bool = False
    direct: bool = True
    doers: tuple[Party, ...] = ()
    why: tuple[str, ...] = ()

    def one_sided(self) -> Candidate:
        """The same where it comes to a refusal or a break: done by those who do it to the other parties."""
        own = {side(p.actor) for p in self.doers}
        others = tuple(p for p in self.actors if side(p.actor) not in own)
        if not self.reciprocal or not self.doers or not others:
            return self
        return replace(self, actors=self.doers, recipients=others, reciprocal=False)


class Roles:
    """Fills the roles of triggers in one article, sentence by sentence."""

    def __init__(self, doc: Doc, cast: Cast, lexicon: Lexicon) -> None:
        self.doc = doc
        self.phrases = Phrases(doc, cast)
        self.frames = Frames(doc, self.phrases, lexicon)
        self.told = Told()
        self.elsewhere = Recipients(doc, self.frames, self.told)
        self._authors: set[int] = set()  # documents that already serve as the author of an act

    def fill(self, triggers: Sequence[Trigger]) -> list[Candidate]:
        """Candidates of one sentence, each trigger at most once; a governed act is folded into its governor."""
        self.frames.triggers = {t.head: t for t in triggers}
        self.told.next_sentence()
        about = complements(self.doc, triggers)
        by_head = self.frames.triggers
        folded = {inner.head for head, inner in about.items() if by_head[head].sense.event_type != "ACCUSE"}
        folded |= {t.head for t in triggers if self._told_by_verb(t)}
        filled: list[Candidate] = []
        for trigger in triggers:
            threatening = trigger.sense.event_type == "THREATEN"
            candidate = self._fill(trigger, meant(about.get(trigger.head), about, threatening=threatening))
            if candidate is None and trigger.head in about and "future" in trigger.sense.flags:
                folded.discard(about[trigger.head].head)  # "are expected to agree": nobody is said to expect it
            if candidate is None or trigger.head in folded or trigger.head in self._authors:
                continue
            if self._purpose_of_same(trigger, filled):
                continue
            filled.append(candidate)
            self._remember(candidate)
        return filled

    def _told_by_verb(self, trigger: Trigger) -> bool:
        """ "signed [a pact] with Egypt": the agreement is what the signing is of, not a second act."""
        verb = self.frames.triggers.get(self.frames.of(trigger).carrier)
        signing = verb is not None and verb.head != trigger.head and verb.sense.event_type == "SUPPORT"
        return signing and trigger.sense.event_type == "AGREE" and trigger.head in self._objects(verb)

    def _objects(self, trigger: Trigger | None) -> list[int]:
        return slots_of(self.doc[trigger.head]).get("obj", []) if trigger is not None else []

    def _purpose_of_same(self, trigger: Trigger, told: Sequence[Candidate]) -> bool:
        """ "met Lee [to discuss trade]", "summoned the envoy [to protest]": what a contact or a complaint is for is no
        second one, if its parties are told; but "flew to Caracas [to meet Maduro]"."""
        head = self.doc[trigger.head]
        above = self.frames.triggers.get(head.head.i)
        if above is None or above is trigger or head.dep_ not in {"advcl", "xcomp", "acl"}:
            return False
        kind = trigger.sense.event_type
        complains = kind == "ACCUSE" and head.tag_ == "VB"
        both = above.sense.event_type == kind and head.pos_ == "VERB" and (kind == "CONSULT" or complains)
        return both and any(c.trigger.head == above.head and (c.recipients or c.reciprocal) for c in told)

    def _fill(self, trigger: Trigger, complement: Trigger | None) -> Candidate | None:
        frame = self.frames.of(trigger)
        head = self.doc[trigger.head]
        if head.dep_ == "advcl" and head.tag_ == "VBG" and head.lemma_.lower() in RESULTING:
            return None  # "Russia vetoed it, forcing the council to give up": what is told has done so
        actors = self._parties(self._each(frame.actor), trigger, acting=True)
        if not actors:
            author = self._author(frame, self.doc[trigger.head])
            actors = self._parties(author, trigger, acting=True)
            if actors:
                frame.why.append("the actor is the author of the words")
        if not actors and frame.actor and trigger.sense.event_type in VERBAL:
            actors = self._parties(self._speaker_above(frame, self.doc[trigger.head]), trigger, acting=True)
            if actors:
                frame.why.append("the actor is the subject above: a thing says nothing")
        if not actors and not frame.actor and trigger.sense.event_mode == "release":
            actors = self._parties(self._holder(trigger, frame), trigger, acting=True)
            if actors:
                frame.why.append("the actor is the one who held them")
        if JOINT & trigger.sense.flags:
            joint = self._joint(trigger, frame, actors, complement)
            if joint is not None:
                return joint
        own = frozenset(side(p.actor) for p in actors)
        slots = slots_of(self.doc[frame.carrier])
        objects = frozenset((*slots.get("obj", ()), *slots.get("iobj", ())))
        recipients = self._parties(frame.recipient, trigger, acting=False, besides=own, direct=objects)
        if "joint" in trigger.sense.flags and not recipients:
            return None
        doers = self.elsewhere.reactions.doers(trigger, frame, actors)
        if doers is not None:
            recipients = doers
            frame.why.append("it is about a deed: the recipient is whoever did it")
        if trigger.sense.event_type == "ACCUSE" and self._of_oneself(frame, own):
            return None
        direct = bool(recipients)
        if not recipients and doers is None:
            recipients, why = self.elsewhere.find(trigger, frame, actors, complement)
            if why:
                frame.why.append(why)
        if not actors:
            if trigger.sense.event_type == "ASSAULT" and recipients:
                self.told.attack((), recipients)
            if self.doc[trigger.head].pos_ == "VERB" and trigger.sense.event_type in HARM:
                self.told.act(trigger.sense.event_type, (), news=False)  # done by somebody who is not told
            return None
        others = sides(p for p in recipients if side(p.actor) not in own)
        if len(own) > 1 and not others and self._each_other(frame):
            frame.why.append("what they do to each other, each of them does and suffers")
            return self._candidate(trigger, frame, sides(actors), (), True, complement, True)
        planned = complement.sense.flags if complement and trigger.sense.event_type == "AGREE" else frozenset()
        together = "joint_with" in trigger.sense.flags or bool(JOINT & planned)
        mutual = not others and len(own) > 1 and (together or self._theirs(trigger))
        return self._candidate(trigger, frame, sides(actors), others, mutual, complement, direct)

    def _candidate(
        self,
        trigger: Trigger,
        frame: Frame,
        actors: tuple[Party, ...],
        recipients: tuple[Party, ...],
        reciprocal: bool,
        complement: Trigger | None,
        direct: bool,
    ) -> Candidate:
        slots = slots_of(self.doc[trigger.head])
        given = {i for slot in ADDRESSEES for i in slots.get(slot, ())}
        return Candidate(
            trigger=trigger,
            carrier=frame.carrier,
            actors=actors,
            recipients=recipients,
            reciprocal=reciprocal,
            complement=complement,
            ends=frame.ends,
            cancels=frame.cancels,
            addressed=not given.isdisjoint((*frame.recipient, *frame.together)),
            direct=direct,
            doers=sides(self._parties(frame.actor, trigger, acting=True)) if reciprocal else (),
            why=tuple(frame.why),
        )

    # -- joint acts -------------------------------------------------------------------------------------------------

    def _joint(
        self, trigger: Trigger, frame: Frame, actors: tuple[Party, ...], complement: Trigger | None
    ) -> Candidate | None:
        """The trigger as an act of all its parties together; None where fewer than two sides are known."""
        head = self.doc[trigger.head]
        together = self._parties(frame.together, trigger, acting=True)
        recipients = self._parties(frame.recipient, trigger, acting=False)
        if "joint" not in trigger.sense.flags and not together:
            return None
        if frame.actor and not actors and head.pos_ == "VERB":
            return None  # somebody unknown met the others; they did not meet each other
        parties = sides(unique((*actors, *together, *recipients)))
        # Mediators alone do not meet: they bring together whoever the clause around is about.
        alone = trigger.sense.event_mode == "third-party" and not together and not recipients
        direct = len(parties) > 1 and not alone
        if not direct:
            parties, why = self._completed(head, trigger, parties)
            frame.why.append(why)
        if len(parties) < 2 or (alone and len(parties) == len(sides(actors))):
            return None
        return self._candidate(trigger, frame, parties, (), True, complement, direct)

    def _of_oneself(self, frame: Frame, own: frozenset[str]) -> bool:
        """ "claimed they had resolved it": what is said of oneself and others together accuses nobody."""
        spoken_of = [p for i in frame.recipient if self.doc[i].pos_ == "PRON" for p in self.phrases.named(i)]
        return any(side(p.actor) in own for p in spoken_of)

    def _each(self, heads: list[int]) -> list[int]:
        """ "India and Pakistan signed it, but each accused the other": whom a bare "each" is each of."""
        if len(heads) != 1 or self.doc[heads[0]].lower_ != "each":
            return heads
        return self._subject_around(self.doc[heads[0]].head)

    def _each_other(self, frame: Frame) -> bool:
        """ "accused each other", "shelled one another's positions", "each accused the other"."""
        carrier = self.doc[frame.carrier]
        doers = [c for c in carrier.children if c.dep_.startswith("nsubj")]
        each = any(t.lower_ == "each" for c in doers for t in (c, *c.children))
        for token in carrier.subtree:
            before = self.doc[token.i - 1].lower_ if token.i else ""
            pair = (before, token.lower_) in EACH_OTHER or (each and (before, token.lower_) == ("the", "other"))
            clause = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
            if pair and clause is not None and clause.i == carrier.i:
                return True
        return False

    def _theirs(self, trigger: Trigger) -> bool:
        """ "Colombia and Venezuela reopened their border", "reopened border crossings", "withdrew troops along their
        border": what two do to or at a thing between them they do together."""
        head = self.doc[trigger.head]
        things = (t for t in head.subtree if next((a.i for a in t.ancestors if a.pos_ == "VERB"), -1) == head.i)
        shared = [o for o in things if o.lemma_.lower() in BETWEEN_TWO]
        theirs = any(o.dep_ == "compound" or any(c.lower_ in SHARED for c in o.children) for o in shared)
        return quad(trigger.sense.event_type) in {1, 2} and theirs

    def _completed(self, head: Token, trigger: Trigger, known: tuple[Party, ...]) -> tuple[tuple[Party, ...], str]:
        """A joint act of which fewer than two sides stand in its own phrase, and where the others were found."""
        if head.head.lemma_.lower() in BESIDE:
            return known, "beside it others meet"
        around = self._around(head, trigger)
        if known and around and side(around[0].actor) != side(known[0].actor):
            return sides(unique((*around, *known))), "the other side is the subject of the clause around it"
        theirs = any(c.lower_ in SHARED for c in head.children) or preposition(head) in MEETING_AT
        if not known and len(sides(around)) > 1 and theirs:
            return sides(around), "theirs: the parties of the clause around it"
        refused = self.elsewhere.occasions.partner_refused(head, frozenset(side(p.actor) for p in known))
        if refused and known:
            return sides(unique((*known, *refused))), "the other side is the one on whose act it depends"
        other = self.told.other_side(known or around)
        if other:
            return sides(unique((*(known or around), *other))), "the other side is that of the contact told just before"
        return known, "no second side was found"

    def _around(self, head: Token, trigger: Trigger) -> tuple[Party, ...]:
        """The parties of the clause around a noun: its subject, and the other side of a mutual act told by its verb."""
        found = self._parties(self._subject_around(head), trigger, acting=True)
        if preposition(head) in MEETING_AT and head.head.lemma_.lower() in TELLING:
            slots = slots_of(head.head)  # "told [Iran] at a meeting"
            heads = [i for slot in ("iobj", "obj") for i in slots.get(slot, ()) if i != head.i]
            found = unique((*found, *self._parties(heads, trigger, acting=False)))
        above = self.frames.triggers.get(head.head.i)
        if head.pos_ == "NOUN" and above is not None and above.head != trigger.head and JOINT & above.sense.flags:
            found = unique((*found, *self._parties(self.frames.of(above).together, above, acting=True)))
        return found

    @staticmethod
    def _subject_around(head: Token) -> list[int]:
        """The subject of the clause in which an event noun or infinitive stands as an adjunct."""
        node = head
        while node.head.i != node.i:
            node = node.head
            if node.pos_ in {"VERB", "AUX"}:
                found = subjects(node)
                if found:
                    return found
        return []

    def _author(self, frame: Frame, head: Token) -> list[int]:
        """Who speaks in a document that does ("posted a message blaming ..."), or in which it is done ("was condemned
        in a statement by ...")."""
        for i in frame.actor:
            noun = self.doc[i]
            if noun.lemma_.lower() in DOCUMENTS and noun.dep_ in {"obj", "obl"} and noun.head.pos_ == "VERB":
                return subjects(noun.head)
        if not frame.actor and head.pos_ == "VERB":
            for i in slots_of(head).get("obl:in", ()):
                if self.doc[i].lemma_.lower() in DOCUMENTS:
                    self._authors.add(i)
                    return [i]
        return []

    def _speaker_above(self, frame: Frame, verb: Token) -> list[int]:
        """ "It halted the talks after a mine maimed a soldier, and blamed Hanoi": a second verb of words, joined to a
        clause whose subject says nothing, belongs to the clause around that."""
        inner = verb.head
        if verb.dep_ != "conj" or inner.dep_ != "advcl" or has_subject(verb):
            return []
        things = all(self.doc[i].pos_ == "NOUN" and not self.phrases.within(i) for i in frame.actor)
        return subjects(inner.head) if things else []

    def _holder(self, trigger: Trigger, frame: Frame) -> list[int]:
        """ "detained six fishermen, who were freed", "the fishermen detained by Bolivia were freed": whoever holds
        people lets them go, where nobody else is said to."""
        for noun in (self.doc[i] for i in frame.recipient):
            for verb in (noun.head, *(c for c in noun.children if c.dep_.startswith("acl"))):
                inner = self.frames.triggers.get(verb.i)
                if inner is not None and inner.head != trigger.head and inner.sense.event_mode == "arrest":
                    return self.frames.of(inner).actor
        return []

    def _parties(
        self,
        heads: Iterable[int],
        trigger: Trigger,
        *,
        acting: bool,
        besides: frozenset[str] = frozenset(),
        direct: frozenset[int] = frozenset(),
    ) -> tuple[Party, ...]:
        event_type = trigger.sense.event_type
        return self.phrases.taking_part(heads, event_type, acting=acting, besides=besides, direct=direct)

    @staticmethod
    def _aside(verb: Token) -> bool:
        """Whether a clause tells what went before ("after Israel bombed it", "in July"): no noun such as "the move"
        takes that up."""
        marks = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"}}
        times = {c.lower_ for c in verb.children if c.dep_.startswith("obl") and preposition(c) == "in"}
        subordinate = verb.dep_ == "advcl" and not marks.isdisjoint({"after", "since", "when", "before", "until"})
        return subordinate or verb.dep_ == "acl:relcl" or not times.isdisjoint(MONTHS)

    def _remember(self, candidate: Candidate) -> None:
        event_type = candidate.trigger.sense.event_type
        parties = (*candidate.actors, *candidate.recipients)
        objects = slots_of(self.doc[candidate.carrier]).get("obj", [])
        lemmas = {self.doc[i].lemma_.lower() for i in (candidate.trigger.head, *candidate.trigger.tokens)}
        about_one = any(self.doc[i].lemma_.lower() in AGREEMENTS for i in objects)
        if candidate.reciprocal and candidate.direct and event_type in {"CONSULT", "AGREE", "SUPPORT"}:
            self.told.contact(parties)
        if (
            (candidate.reciprocal and event_type in {"AGREE", "SUPPORT"})
            or lemmas & AGREEMENTS
            or (about_one and candidate.recipients)
        ):
            self.told.agreement(parties)
        if candidate.recipients or candidate.reciprocal:
            self.told.dealing(parties)
        self.told.act(event_type, candidate.actors, news=not self._aside(self.doc[candidate.carrier]))
        if event_type == "ASSAULT":
            self.told.attack(candidate.actors, candidate.recipients)
        if event_type == "CONSULT" and candidate.reciprocal:
            self.told.talks(candidate.actors)
