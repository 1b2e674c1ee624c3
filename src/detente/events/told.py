"""What an article has told so far, so that "the pact", "the attacks" or a second meeting find their parties."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from detente.events.parties import side
from detente.records import Party

AGREEMENTS = frozenset(
    "agreement pact treaty accord deal convention protocol memorandum understanding settlement truce ceasefire "
    "alliance framework communique declaration".split()
)
ATTACKS = frozenset("attack strike raid bombing assault airstrike offensive invasion shelling incident".split())
# Nouns that take up whatever was done last.
DEEDS = frozenset("move decision step action act measure incident announcement development behaviour behavior".split())
TALKS = frozenset("talk meeting summit negotiation call conversation discussion consultation dialogue".split())
# Nouns that take up an act by what it was; a reaction to the act goes to whoever did it. Of two acts that one noun
# may take up it is the later one.
ACTS = {
    "REQUEST": frozenset("call appeal request demand plea suggestion recommendation proposal condition".split()),
    "AGREE": frozenset("offer proposal pledge promise plan initiative overture condition term".split()),
    "THREATEN": frozenset("threat warning ultimatum".split()),
    "ACCUSE": frozenset(
        "accusation charge allegation criticism claim protest complaint objection condemnation statement".split()
    ),
    "REJECT": frozenset("rejection refusal veto".split()),
    "SANCTION": frozenset("sanction embargo ban restriction expulsion".split()),
    "COERCE": frozenset({"expulsion", "raid"}),
    "ASSAULT": frozenset({"downing", "ramming", "sinking"}),
    "MOBILIZE": frozenset("launch test exercise drill deployment buildup firing mobilisation mobilization".split()),
}
HARM = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE"})
REACTIONS = frozenset({"SUPPORT", "ACCUSE", "REJECT"})
# Words about others and meetings are no deed that a noun such as "the move" takes up.
NO_DEEDS = frozenset({"SUPPORT", "ACCUSE", "REQUEST", "CONSULT"})
# A deed is taken up in the same sentence or in this many after it.
DEED_REACH = 2
# A contact lends its other side to what is said in the same sentence and in this many after it.
REACH = 1


class Told:
    """The parties of the agreement, the attack, the talks and the contact told last."""

    def __init__(self) -> None:
        self._parties: dict[str, tuple[Party, ...]] = {}
        self._doers: dict[str, tuple[int, tuple[Party, ...]]] = {}
        self._acts = 0
        self._attackers: tuple[Party, ...] = ()
        self._deeds: deque[tuple[int, tuple[Party, ...]]] = deque(maxlen=12)
        self._dealings: deque[tuple[int, frozenset[str], tuple[Party, ...]]] = deque(maxlen=12)
        self._contact: tuple[Party, ...] = ()
        self._contact_in = -1 - REACH
        self._sentence = 0

    def next_sentence(self) -> None:
        """To be called before each sentence."""
        self._sentence += 1

    def recall(self, lemma: str, event_type: str, actors: Iterable[Party], deed: str = "") -> tuple[Party, ...]:
        """The parties of what a definite noun with this lemma refers back to, () when nothing of the kind was told.

        event_type, actors: the act that is done to it and by whom; a reaction to a deed goes to those who did it, but
        sympathy over an attack to those who suffered it. deed: the type of act that the noun tells of by itself.
        """
        own = {side(p.actor) for p in actors}
        if event_type in REACTIONS:
            kinds = {told for told, nouns in ACTS.items() if lemma in nouns} | ({deed} & HARM)
            named = [self._doers[told] for told in kinds if told in self._doers]
            if named and lemma not in ATTACKS:
                return tuple(p for p in max(named, key=lambda act: act[0])[1] if side(p.actor) not in own)
            if lemma in DEEDS:
                doers = self.deed(own)
                if doers:
                    return doers
            if lemma in ATTACKS and event_type != "SUPPORT":
                return tuple(p for p in self._attackers if side(p.actor) not in own)
        kind = _kind(lemma)
        return self._parties.get(kind, ()) if kind else ()

    def deed(self, own: Iterable[str]) -> tuple[Party, ...]:
        """Who did the last deed nearby that others than `own` did."""
        own = frozenset(own)
        for sentence, doers in reversed(self._deeds):
            others = tuple(p for p in doers if side(p.actor) not in own)
            if self._sentence - sentence > DEED_REACH:
                break
            if others:
                return others
        return ()

    def other_side(self, parties: Iterable[Party]) -> tuple[Party, ...]:
        """ "They spoke on Monday. Ishiba hopes for a meeting": of a contact of two sides told just before, the side
        that is not among `parties`; () unless exactly the other one of them is."""
        named = {side(p.actor) for p in parties}
        contact = {side(p.actor): p for p in self._contact}
        near = self._sentence - self._contact_in <= REACH
        if not near or len(named) != 1 or len(contact) != 2 or not named < set(contact):
            return ()
        return tuple(p for key, p in contact.items() if key not in named)

    def opponent(self, own: frozenset[str]) -> tuple[Party, ...]:
        """The one side with which `own` had to do in the same sentence and the one before; () unless it is one."""
        near = [d for d in self._dealings if self._sentence - d[0] <= REACH and d[1] & own]
        others = {side(p.actor): p for _, _, parties in near for p in parties if side(p.actor) not in own}
        return tuple(others.values()) if len(others) == 1 else ()

    def dealing(self, parties: tuple[Party, ...]) -> None:
        """An act between these was told of, in this sentence."""
        self._dealings.append((self._sentence, frozenset(side(p.actor) for p in parties), parties))

    def act(self, event_type: str, doers: tuple[Party, ...], *, news: bool = True) -> None:
        """An act of this type by these was told of; news: as what happened, not as what went before it."""
        self._acts += 1
        self._doers[event_type] = self._acts, doers
        if news and event_type not in NO_DEEDS:
            self._deeds.append((self._sentence, doers))

    def agreement(self, parties: tuple[Party, ...]) -> None:
        """An agreement between these was told of."""
        self._parties["agreement"] = parties

    def attack(self, attackers: tuple[Party, ...], victims: tuple[Party, ...]) -> None:
        """An attack was told of; () where the text does not tell by whom."""
        self._attackers = attackers
        self._parties["attack"] = victims

    def talks(self, parties: tuple[Party, ...]) -> None:
        """Talks between these were told of."""
        self._parties["talks"] = parties

    def contact(self, parties: tuple[Party, ...]) -> None:
        """These had to do with one another, in this sentence."""
        self._contact, self._contact_in = parties, self._sentence


def _kind(lemma: str) -> str | None:
    if lemma in AGREEMENTS:
        return "agreement"
    if lemma in ATTACKS:
        return "attack"
    return "talks" if lemma in TALKS else None
