"""What an article has said so far: who was introduced under which names, and who stands in the foreground.

Antecedents are chosen by salience: role in the clause, distance in sentences, agreement in number and kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from detente.actors.names import keys, words
from detente.records import Actor

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
ME = frozenset({"i", "me", "my", "mine", "myself"})
MASCULINE = frozenset(
    {
        "mr",
        "king",
        "prince",
        "sir",
        "lord",
        "emperor",
        "sultan",
        "emir",
        "sheikh",
        "ayatollah",
        "pope",
        "chairman",
        "spokesman",
        "congressman",
    }
)
FEMININE = frozenset(
    {
        "mrs",
        "ms",
        "miss",
        "queen",
        "princess",
        "lady",
        "dame",
        "baroness",
        "empress",
        "chairwoman",
        "spokeswoman",
        "congresswoman",
    }
)

# How prominent a grammatical role makes its holder; halved with every sentence (see docs/actors.md for the measurement).
ROLE_WEIGHT = {"nsubj": 4.0, "nsubj:pass": 3.6, "nsubj:outer": 3.6, "root": 3.0, "obj": 2.0, "obl:agent": 2.4, "iobj": 2.0, "nmod:poss": 1.6,
               "conj": 2.2, "appos": 2.0, "obl": 1.5, "nmod": 1.2, "parataxis": 2.5}  # fmt: skip
DECAY = 0.5
REPEAT = 0.1  # what further mentions of the same actor add
ABOVE = 2.0  # subject of a verb that governs the pronoun's clause


@dataclass
class Known:
    """A person of this article: the actor, the words of the fullest name, the gender if the text shows it."""

    actor: Actor
    words: tuple[str, ...]
    gender: str | None = None


@dataclass(frozen=True)
class Seen:
    """One earlier mention: where, in which role, of what kind: person, state, organisation, people (plural), part."""

    token: int
    sentence: int
    role: str
    kind: str
    actors: tuple[Actor, ...]
    plural: bool = False
    gender: str | None = None
    clause: int = -1


@dataclass
class Memory:
    """The people introduced and the mentions seen, in text order."""

    people: list[Known] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def introduce(self, actor: Actor, name: str, gender: str | None = None) -> None:
        """Remembers a person under a name; a fuller name replaces a shorter one."""
        key = tuple(keys(words(name)))
        for known in self.people:
            if known.actor.id == actor.id:
                if len(key) > len(known.words):
                    known.words = key
                if actor.office and not known.actor.office:
                    known.actor = actor
                known.gender = known.gender or gender
                return
        self.people.append(Known(actor, key, gender))

    def named(self, name: str) -> list[Known]:
        """People whose name this can be: the whole, the family name, or a part that nobody else shares."""
        key = tuple(keys(words(name)))
        if not key:
            return []
        whole = [k for k in self.people if k.words == key]
        if whole:
            return whole
        ends = [
            k
            for k in self.people
            if len(k.words) > len(key) and (k.words[-len(key) :] == key or self._family(k) == key)
        ]
        if ends:
            return ends
        part = [
            k for k in self.people if len(key) == 1 and key[0] in k.words or len(key) > 1 and set(key) <= set(k.words)
        ]
        return (
            part
            if len(part) == 1
            else [k for k in self.people if set(k.words) < set(key) and k.words[-1] == key[-1]][:1]
            if len(key) > 1
            else part
        )

    @staticmethod
    def _family(known: Known) -> tuple[str, ...]:
        """Family name of a name whose order puts it first (Lee Jae-myung, Xi Jinping)."""
        return known.words[:1]

    def gender_of(self, actor: Actor) -> str | None:
        return next((k.gender for k in self.people if k.actor.id == actor.id), None)

    def ranked(
        self,
        sentence: int,
        before: int,
        kinds: Iterable[str],
        *,
        window: int = 4,
        gender: str | None = None,
        above: frozenset[int] = frozenset(),
    ) -> list[tuple[float, Seen]]:
        """Earlier mentions of these kinds, the most prominent first; each identity once."""
        wanted = set(kinds)
        best: dict[str, tuple[float, Seen]] = {}
        totals: dict[str, float] = {}
        for mention in self.seen:
            if mention.token >= before or sentence - mention.sentence > window or mention.kind not in wanted:
                continue
            if gender and (mention.gender or self.gender_of(mention.actors[0])) not in {None, gender}:
                continue
            score_above = ABOVE if mention.token in above else 1.0
            ident = "+".join(sorted(a.id for a in mention.actors))
            score = (
                ROLE_WEIGHT.get(mention.role, 1.0)
                * DECAY ** (sentence - mention.sentence)
                * (1 + mention.token / 1e6)
                * score_above
            )
            totals[ident] = totals.get(ident, 0.0) + REPEAT * score
            if ident not in best or score >= best[ident][0]:
                best[ident] = (score, mention)
        ranked = [(score + totals[ident] - REPEAT * score, seen) for ident, (score, seen) in best.items()]
        ranked.sort(key=lambda pair: (-pair[0], -pair[1].token))
        return ranked


def sides(mentions: Sequence[Seen], sentence: int, before: int, kind: str | None) -> tuple[Actor, ...]:
    """The last two actors of different states (or of different organisations), for "the two sides", "both leaders"."""
    found: list[Actor] = []
    for mention in reversed(mentions):
        if mention.token >= before or sentence - mention.sentence > 3:
            continue
        if (
            kind == "person"
            and mention.kind != "person"
            or kind == "state"
            and mention.kind not in {"state", "person", "part"}
        ):
            continue
        for actor in reversed(mention.actors):
            if not actor.country or actor.sector == "JRN":
                continue
            if all(_side(actor) != _side(other) for other in found):
                found.append(actor)
    return tuple(reversed(found))


def _side(actor: Actor) -> str:
    """States count by code, groups and organisations by themselves."""
    return actor.id if actor.id.startswith(("org:", "group:")) else actor.country or actor.id
