"""How well an earlier mention answers a pronoun or a definite noun: a sum of learned weights.

A mention-ranking model (Denis and Baldridge 2008): each earlier mention within reach, and "none of them", gets the sum
of the weights of its features; their softmax is the probability of the answer. The weights stand in
`data/actors/reference.tsv`, one row a feature; `python -m training.actors.reference` fits them.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from detente.actors.memory import Memory, Seen
from detente.tables import read_table

Feature = tuple[str, object]
Weights = Mapping[str, Mapping[Feature, float]]

NEAR = 4  # sentences that a pronoun reaches back; GUM's antecedents beyond are 2 %
FAR = 8  # sentences that a noun reaches back; the same noun is found anywhere before
# Types of things that can be parties, as the language stage names them; "" where it does not say.
PARTIES = frozenset({"person", "place", "organization", ""})

BODIES = frozenset({"organization", "place"})
# Things that say something.
TEXTS = frozenset(
    "report statement letter document resolution declaration communique study article law bill treaty constitution "
    "agreement text post message order paper newspaper website survey poll note accord deal pact".split()
)


@dataclass(slots=True)
class Anaphor:
    """What has to be taken up: the kind of word ("he", "it", "they", "noun"), its sentence, role and number, the type
    of thing that the language stage takes it for, and its place in the tree: what stands above it (`above`), tokens
    that cannot be it (`barred`), tokens inside quotations where it stands outside (`apart`)."""

    token: Token
    sort: str
    sentence: int
    role: str
    plural: bool
    label: str
    gender: str | None = None
    above: Mapping[int, str] = field(default_factory=dict)
    barred: Container[int] = ()
    apart: Container[int] = ()
    willed: bool = False
    affected: bool = False  # object of a verb that is not done to people
    noun: str = ""
    office: str | None = None
    described: str = ""  # what else the noun phrase says: "", "before", "after", "both"
    determiner: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The mention chosen and its probability."""

    seen: Seen
    probability: float


class Ranker:
    """Chooses antecedents by the weights."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._known: dict[tuple[object, ...], float] = {}

    def choose(self, anaphor: Anaphor, memory: Memory) -> tuple[Answer | None, float]:
        """The best earlier mention, or None where there is none, and the probability that no mention fits."""
        found = candidates(anaphor, memory)
        weights, known = self.weights.get(anaphor.sort, {}), self._known
        get = weights.get
        nothing = sum([get(f, 0.0) for f in none_features(anaphor, found)])
        best, top, scores = None, -math.inf, [nothing]
        said = (anaphor.sort, anaphor.label, anaphor.plural, anaphor.willed, anaphor.affected)
        for seen, rank, nth in places(found):
            key = (said, seen.role, seen.kind, seen.form, seen.label, seen.plural)
            lasts = known.get(key)
            if lasts is None:
                lasts = known[key] = sum([get(f, 0.0) for f in lasting(anaphor, seen)])
            distance = anaphor.sentence - seen.sentence
            where = (anaphor.sort, min(distance, 6), rank.bit_length(), min(memory.count(seen), 6))
            stands = known.get(where)
            if stands is None:
                stands = known[where] = sum([get(f, 0.0) for f in standing(distance, rank, where[-1])])
            score = lasts + stands
            for feature in bound(anaphor, seen, distance, nth):
                score += get(feature, 0.0)
            scores.append(score)
            if score > top:
                best, top = seen, score
        high = max(scores)
        total = sum([math.exp(s - high) for s in scores])
        answer = Answer(best, math.exp(top - high) / total) if best is not None else None
        return answer, math.exp(nothing - high) / total


def candidates(anaphor: Anaphor, memory: Memory) -> list[Seen]:
    """Earlier mentions within reach that may be meant, the last first."""
    token, sort = anaphor.token.i, anaphor.sort
    reach = FAR if sort == "noun" else NEAR
    found = []
    for seen in memory.lately(anaphor.sentence, token, reach):
        if seen.token in anaphor.barred or ((sort == "he") != (seen.kind == "person") and sort in {"he", "it"}):
            continue
        if anaphor.gender and memory.other_gender(seen, anaphor.gender):
            continue
        if sort == "it" and anaphor.willed and _mute(seen):
            continue
        if sort == "noun" and seen.noun != anaphor.noun and not _comparable(anaphor.label, seen.label):
            continue
        found.append(seen)
    found.sort(key=_place, reverse=True)  # names of a sentence are remembered before its other mentions
    if sort == "noun":
        again = memory.last_called(anaphor.noun, token)
        if again is not None and anaphor.sentence - again.sentence > reach:
            found.append(again)
    return found


def _comparable(one: str, other: str) -> bool:
    """People are people; places act as organisations do, and the language stage often takes one for the other."""
    return other in PARTIES and (one == "person") == (other == "person")


def _mute(seen: Seen) -> bool:
    """Whether a mention is of something that says and wants nothing: no party, and no text either."""
    return seen.kind in {"thing", "things"} and seen.label not in BODIES and seen.noun not in TEXTS


def _place(seen: Seen) -> int:
    return seen.token


def places(found: Iterable[Seen]) -> Iterator[tuple[Seen, int, int]]:
    """The mentions, the last first, each with how many stand between, and how many of its type."""
    types: dict[str, int] = {}
    for rank, seen in enumerate(found):
        nth = types.get(seen.label, 0)
        types[seen.label] = nth + 1
        yield seen, rank, nth


def lasting(anaphor: Anaphor, seen: Seen) -> list[Feature]:
    """Features that hold wherever the two stand, so that their sum can be kept."""
    found: list[Feature] = [
        ("role", seen.role),
        ("kind", seen.kind),
        ("form", seen.form),
        ("number", seen.plural is anaphor.plural),
        ("types", (anaphor.label, seen.label)),
    ]
    if anaphor.label and seen.label:
        found.append(("type", anaphor.label == seen.label))
    if anaphor.willed:
        found.append(("willed", seen.kind))
    if anaphor.affected:
        found.append(("affected", seen.kind))
    return found


def standing(distance: int, rank: int, told: int) -> list[Feature]:
    """Features of the place: sentences and mentions between the two, how often the mention's own was told of."""
    return [
        ("sentences", min(distance, 6)),
        ("between", rank.bit_length()),
        ("told", min(told, 6).bit_length()),
    ]


def bound(anaphor: Anaphor, seen: Seen, distance: int, nth: int) -> list[Feature]:
    """Features of this pair alone: the tree above, quotations, for nouns the words."""
    found: list[Feature] = []
    if distance < 2:
        if seen.role == anaphor.role:
            found.append(("parallel", distance))
        if seen.token in anaphor.above:
            found.append(("above", anaphor.above[seen.token]))
    if seen.token in anaphor.apart:
        found.append(("quoted", True))
    if anaphor.sort == "noun":
        found += _noun_features(anaphor, seen, nth)
    return found


def _noun_features(anaphor: Anaphor, seen: Seen, nth: int) -> Iterable[Feature]:
    """`nth`: how many mentions of its type stand between."""
    same = seen.noun == anaphor.noun
    yield "type between", (min(nth, 4), "same" if same else seen.form)
    if same:
        fit = "" if seen.form == "pronoun" else _fit(anaphor, seen)
        yield "head", "same"
        yield "said", (fit, seen.form)
        yield "fit", (fit, anaphor.described)
        yield "same determiner", (anaphor.determiner, _determiner(anaphor.token.doc[seen.token]))
        yield "same type", anaphor.label
    else:
        yield "head", "other"
        yield "other described", anaphor.described
        yield "other form", (seen.form, anaphor.label)
        yield "other determiner", anaphor.determiner
        yield "other number", (anaphor.plural, seen.plural)
        if seen.actors and any(anaphor.noun in (a.name or "").lower().split() for a in seen.actors):
            yield "called", True
        if anaphor.office is not None and seen.actors:
            held = seen.actors[0].office
            yield "office", held == anaphor.office if held else "none"


def _determiner(token: Token) -> str:
    return next((c.lower_ for c in token.lefts if c.dep_ in {"det", "nmod:poss"}), "")


def _fit(anaphor: Anaphor, seen: Seen) -> str:
    """How the words before the two nouns compare."""
    mine, theirs = modifiers(anaphor.token), modifiers(anaphor.token.doc[seen.token])
    return "same" if mine == theirs else "fewer" if mine < theirs else "more" if theirs < mine else "other"


def modifiers(token: Token) -> set[str]:
    """What is said of a noun before it."""
    return {c.lemma_.lower() for c in token.lefts if c.dep_ in {"amod", "compound", "nummod", "nmod:poss", "nmod"}}


def none_features(anaphor: Anaphor, found: Sequence[Seen]) -> Iterable[Feature]:
    """What speaks for nothing earlier being meant; the names and values of features are the table's."""
    yield "none", True
    yield "none type", anaphor.label
    yield "none role", anaphor.role
    yield "none among", min(len(found), 31).bit_length()
    if anaphor.sort == "noun":
        yield "none same noun", any(s.noun == anaphor.noun for s in found)
        yield "none described", anaphor.described
        yield "none determiner", anaphor.determiner
        yield "none number", anaphor.plural


@cache
def shipped() -> Ranker:
    """The ranker with the weights of the package."""
    weights: dict[str, dict[Feature, float]] = {}
    for row in read_table("actors", "reference.tsv"):
        weights.setdefault(row["word"], {})[(row["feature"], _value(row["value"]))] = float(row["weight"])
    return Ranker(weights)


def _value(text: str) -> object:
    """A value as the table writes it: number, yes or no, text, or several joined by `|`."""
    if "|" in text:
        return tuple(text.split("|"))
    if text in {"yes", "no"}:
        return text == "yes"
    return int(text) if text.isdecimal() else text


def written(value: object) -> str:
    """The reverse of `_value`."""
    if isinstance(value, tuple):
        return "|".join(str(v) for v in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
