"""What an article has said so far: who was introduced under which names, and who stands in the foreground.

Antecedents are chosen among the mentions seen by `ranking.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from detente.actors.names import keys, words
from detente.records import Actor

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
ME = frozenset({"i", "me", "my", "mine", "myself"})
# Codes of bodies whose officials count as their side.
_BODIES = {"EUR": "org:EU", "UNO": "org:UN"}
MASCULINE = frozenset(
    "mr king prince sir lord emperor sultan emir sheikh ayatollah pope chairman spokesman "
    "congressman businessman policeman "
    "man boy father son brother husband uncle nephew grandfather grandson actor".split()
)
FEMININE = frozenset(
    "mrs ms miss queen princess lady dame baroness empress chairwoman spokeswoman congresswoman "
    "businesswoman policewoman "
    "woman girl mother daughter sister wife aunt niece grandmother widow actress".split()
)
# Nouns of several people in the singular, which "they" takes up as "it" does.
COLLECTIVES = frozenset(
    "team group company firm party family government band couple crew staff police public club band "
    "committee panel army "
    "department university school hospital bank agency ministry jury gang crowd community audience pair".split()
)


@dataclass
class Known:
    """A person of this article: the words of the fullest name, the actor (None: named, but nobody that can be placed),
    the gender if the text shows it, other spellings of the name."""

    words: tuple[str, ...]
    actor: Actor | None
    gender: str | None = None
    others: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True)
class Seen:
    """One earlier mention.

    `kind`: person, state, organisation, people (plural), pair (a coordination, or several actors), part (of a state),
    collective (unknown), media, thing, things. `actors` is empty for people whom nobody knows and for things; `name`
    tells those apart. `form`: name, noun or pronoun; `label`: the type of thing that the language stage takes it for,
    "" if none; `noun`: the lemma of its head, of a pronoun that of what it takes up.
    """

    token: int
    sentence: int
    role: str
    kind: str
    actors: tuple[Actor, ...]
    plural: bool = False
    gender: str | None = None
    name: str = ""
    form: str = "noun"
    label: str = ""
    noun: str = ""

    @cached_property
    def identity(self) -> str:
        return "+".join(sorted(a.id for a in self.actors)) or f"{self.kind} {self.name}"


class Memory:
    """The people introduced and the mentions seen, in text order; every look-up stays within a few sentences."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._by_word: dict[str, list[Known]] = {}
        self._by_id: dict[str, Known] = {}
        self._sides: dict[str, tuple[int, Actor]] = {}
        self._by_noun: dict[str, Seen] = {}
        self._counts: dict[str, int] = {}

    def introduce(self, actor: Actor | None, name: str, gender: str | None = None, also: Iterable[str] = ()) -> None:
        """Remembers a person under a name; a fuller name replaces a shorter one.

        `actor` None: somebody who cannot be placed, whose name must not be taken for another's. `also`: spellings from
        the registry.
        """
        key = tuple(keys(words(name)))
        known = self._by_id.get(actor.id) if actor else None
        if actor is not None and key:
            for unknown in self._by_word.get(key[-1], ()):
                if unknown.actor is None and unknown.words == key and known is None:
                    unknown.actor, self._by_id[actor.id] = actor, unknown  # who he is has come out
                    return
        if actor is None and (not key or any(k.words == key for k in self._by_word.get(key[-1], ()))):
            return
        if known is not None and actor is not None:
            if len(key) > len(known.words):
                known.words = key
                self._index(known, key)
            if actor.office and known.actor is not None and not known.actor.office:
                known.actor = actor
            known.gender = known.gender or gender
            return
        others = frozenset(tuple(keys(words(a))) for a in also)
        known = Known(key, actor, gender, others)
        if actor is not None:
            self._by_id[actor.id] = known
        self._index(known, key)
        for other in others:
            self._index(known, other)

    def _index(self, known: Known, key: Iterable[str]) -> None:
        for word in key:
            people = self._by_word.setdefault(word, [])
            if known not in people:
                people.append(known)

    def set_gender(self, actor: Actor, gender: str) -> None:
        """The text shows the gender of a person."""
        if (known := self._by_id.get(actor.id)) is not None:
            known.gender = known.gender or gender

    def gender_of(self, actor: Actor) -> str | None:
        known = self._by_id.get(actor.id)
        return known.gender if known is not None else None

    def named(self, name: str) -> list[Known]:
        """People whose name this can be: the whole, the family name, or a part that nobody else shares."""
        key = tuple(keys(words(name)))
        if not key:
            return []
        n = len(key)
        people = list(self._by_word.get(key[-1], ()))
        people += [k for k in self._by_word.get(key[0], ()) if k not in people]
        whole = [k for k in people if k.words == key]
        if whole:
            return whole
        family = [k for k in people if len(k.words) > n and key in {k.words[-n:], k.words[:n]}]
        if family:
            return family
        spelt = [k for k in people if any(key in {o, o[-n:]} for o in k.others)]
        if spelt:
            return spelt
        if n == 1:
            return people
        longer = [k for k in people if set(key) <= set(k.words) or (set(k.words) < set(key) and k.words[-1] == key[-1])]
        return longer if len(longer) == 1 else []

    def add(self, mention: Seen) -> None:
        """Remembers a mention; mentions come sentence by sentence."""
        self.seen.append(mention)
        identity = mention.identity
        self._counts[identity] = self._counts.get(identity, 0) + 1
        if mention.form != "pronoun":
            self._by_noun[mention.noun] = mention
        if mention.kind in {"state", "person", "part"}:
            for actor in mention.actors:
                if actor.country and actor.sector != "JRN":
                    count, _ = self._sides.get(side(actor), (0, actor))
                    self._sides[side(actor)] = (count + 1, actor)

    def lately(self, sentence: int, before: int, window: int) -> Iterator[Seen]:
        """Mentions before a token, the last first, not more than `window` sentences back."""
        for mention in reversed(self.seen):
            if sentence - mention.sentence > window:
                return
            if mention.token < before:
                yield mention

    def last_called(self, noun: str, before: int) -> Seen | None:
        """The last mention headed by this noun, however far back."""
        found = self._by_noun.get(noun)
        return found if found is not None and found.token < before else None

    def count(self, mention: Seen) -> int:
        """How often the same has been mentioned so far."""
        return self._counts.get(mention.identity, 1)

    def other_gender(self, mention: Seen, gender: str) -> bool:
        """Whether the mention is known to be of another gender."""
        known = mention.gender or (self.gender_of(mention.actors[0]) if mention.actors else None)
        return known is not None and known != gender

    def sides(
        self, sentence: int, before: int, kinds: Iterable[str], window: int = 3, besides: Iterable[str] = ()
    ) -> tuple[Actor, ...]:
        """The last actors of different states (or different organisations), for "the two sides", "both leaders".

        besides: sides that are not meant, since they do something to those who are.
        """
        wanted, barred = set(kinds), set(besides)
        found: list[Actor] = []
        for mention in self.lately(sentence, before, window):
            if mention.kind not in wanted:
                continue
            for actor in reversed(mention.actors):
                if not actor.country or actor.sector == "JRN" or side(actor) in barred:
                    continue
                if all(side(actor) != side(other) for other in found):
                    found.append(actor)
        return tuple(reversed(found))

    def names(self, code: str) -> bool:
        """Whether the state with this code, or somebody of it, has been spoken of."""
        return code in self._sides

    def leading(self) -> str | None:
        """The code of the state most spoken of so far."""
        ranked = [(count, actor.country) for count, actor in self._sides.values() if not actor.id.startswith("org:")]
        return max(ranked, key=lambda pair: pair[0])[1] if ranked else None

    def main_sides(self, number: int, besides: Iterable[str] = ()) -> tuple[Actor, ...]:
        """The sides most spoken of so far, if `number` of them clearly lead the rest."""
        barred = set(besides)
        told = (counted for key, counted in self._sides.items() if key not in barred)
        ranked = sorted(told, key=lambda counted: -counted[0])
        if len(ranked) < number or (len(ranked) > number and ranked[number - 1][0] < 2 * ranked[number][0]):
            return ()
        return tuple(actor for _, actor in ranked[:number])


def side(actor: Actor) -> str:
    """States count by code, groups and organisations by themselves, and officials of the EU and the UN as these."""
    if actor.country in _BODIES:
        return _BODIES[actor.country]
    if actor.id.startswith(("org:", "group:")):
        return ":".join(actor.id.split(":")[:2])
    return actor.country or actor.id
