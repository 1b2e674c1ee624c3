"""Whether a later act keeps, breaks or repeats a promise: a score whose parts can be read one by one.

The score is a sum of parts between 0 and 1: kind of act, parties, time, matter. Each part says what agreed and what did
not. docs/howto/promises.md has the table of weights.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.ontology import quad
from detente.relations import people
from detente.relations.acts import Act
from detente.relations.awaited import awaited
from detente.relations.tellings import kind_of
from detente.tables import read_table

MATCHED = 0.6  # a score from which an act counts as an answer to a promise
POSSIBLE = 0.45  # a score from which it is shown as one that may be
PROMISING = ("AGREE", "CONCEDE")  # types whose planned act is the actor's own
GRACE = 31  # days after a deadline in which an act still keeps the promise, though late
LEAST_WORDS = 0.12  # share of words that a promise of anything but a meeting has in common with what answers it
_ANOTHER = "another person for"
EARLY = 3  # days before a planned day in which it may already happen

_WORD = re.compile(r"[a-z][a-z'’-]{3,}")
_REMOTE = re.compile(r"\b(?:phone|telephone|call|video|virtual)", re.I)
_FACE = re.compile(r"\b(?:in[- ]person|face[- ]to[- ]face|visit|trip|summit|travel|host)", re.I)
_COMMON = frozenset(
    """that this with from have been were will would could should their they them there which while after before about
    into over under also more most other than then when where what who whom said says told according both between
    against countries country government president prime minister foreign leader leaders officials during including
    because through these those some such only just still very much many make made take taken week month year monday
    tuesday wednesday thursday friday saturday sunday january february march april june july august september october
    november december announced promised agreed agree hopes hope plans plan vowed pledged""".split()
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of data/relations/promises.tsv."""

    kept: tuple[tuple[str, frozenset[str]], ...]
    broken: tuple[tuple[str, frozenset[str]], ...]
    by: str
    days: int


@dataclass(frozen=True, slots=True)
class Score:
    """How well a later act answers a promise: 0 to 1; what agreed, what did not. relation: fulfils, breaks, awaits."""

    relation: str
    value: float
    agreed: tuple[str, ...]
    differed: tuple[str, ...]


@cache
def _by_cameo() -> dict[str, str]:
    rows = read_table("relations", "promises.tsv")
    return {code: row["planned"] for row in rows for code in row["cameo"].split()}


@cache
def rule(planned: str) -> Rule:
    """What keeps and what breaks a promise of this type of act."""
    for row in read_table("relations", "promises.tsv"):
        if row["planned"] == planned:
            return Rule(_kinds(row["kept"]), _kinds(row["broken"]), row["by"], int(row["days"]))
    return Rule(((planned, frozenset()),), (), "either" if quad(planned) in (1, 2) else "promiser", 365)


def promised(act: Act) -> str | None:
    """The type of the act that this one promises or plans; None where it is no promise."""
    if act.status == "future":
        # What a demand or threat plans is the other side's act, or its consequence; what will be done is to demand.
        return act.planned_type or act.event_type if act.event_type in PROMISING else act.event_type
    if act.status == "actual" and act.event_type in PROMISING:
        return act.planned_type or (None if act.origin == "coded" else _by_cameo().get((act.cameo or "")[:3]))
    return None


def made(act: Act) -> date | None:
    """The day a promise was made: its own where it is told as done, else that of the report."""
    return act.end if act.status == "actual" and act.dated else act.published or act.end


def due(act: Act) -> tuple[date | None, date | None]:
    """First and last day for which something is promised."""
    if act.planned_end is not None:
        return act.planned_start, act.planned_end
    return (act.start, act.end) if act.status == "future" else (None, None)


def answer(promise: Act, later: Act) -> Score | None:
    """How a later act bears on a promise; None where type, parties or days exclude it."""
    planned = promised(promise)
    if planned is None or later.pair != promise.pair:
        return None
    kind = _kind(promise, planned, later)
    if kind is None:
        return None
    relation, parts = kind
    time = _time(promise, later)
    if time is None or not _by(promise, planned, later, relation):
        return None
    parts = [*parts, *_parties(promise, later), time, *_place(promise, later), *_matter(promise, later)]
    value = round(min(1.0, max(0.0, sum(part for part, _ in parts))), 3)
    if planned == "CONSULT" and any(why.startswith(_ANOTHER) for _, why in parts):
        value = min(value, MATCHED - 0.001)  # a meeting of other people may stand in for it; it is not the one
    return Score(
        relation, value, tuple(why for part, why in parts if part > 0), tuple(w for part, w in parts if part <= 0)
    )


def same_promise(one: Act, other: Act) -> tuple[str, ...] | None:
    """Why two promises are of the same thing; None where they are not."""
    planned = promised(one)
    if planned is None or planned != promised(other) or one.pair != other.pair:
        return None
    if _promisers(one).isdisjoint(_promisers(other)) or _way_differs(one, other):
        return None
    if one.planned_mode != other.planned_mode and None not in (one.planned_mode, other.planned_mode):
        return None
    if planned == "CONSULT" and any(
        (mine := people.named(one, code)) and (theirs := people.named(other, code)) and not mine & theirs
        for code in one.pair
    ):
        return None
    days, more = due(one), due(other)
    if days[0] and days[1] and more[0] and more[1] and (days[1] < more[0] or more[1] < days[0]):
        return None
    why = [f"the same act: {planned}"]
    alike = _alike(one, other)
    if alike is not None and alike < LEAST_WORDS and planned != "CONSULT":
        return None
    if alike:
        why.append(f"{alike:.0%} of the words")
    if days[0] and more[0]:
        why.append("the same planned days")
    return tuple(why)


# What is added up. The weights were set by reading matches on development data, see docs/howto/promises.md.


def _kind(promise: Act, planned: str, later: Act) -> tuple[str, list[tuple[float, str]]] | None:
    found = rule(planned)
    words = awaited(later) if later.status in ("actual", "negated") else None
    if words is not None:
        if all(later.event_type != event_type for event_type, _ in found.kept):
            return None
        return "awaits", [(0.35, f'{planned} has not come, says "{words}"')]
    if later.status == "negated" and later.event_type == planned:
        return "breaks", [(0.25, f"{planned} is denied or did not come")]
    if later.status != "actual":
        return None
    for relation, kinds in (("fulfils", found.kept), ("breaks", found.broken)):
        for place, (event_type, modes) in enumerate(kinds):
            if later.event_type != event_type or (modes and later.event_mode not in modes):
                continue
            if relation == "fulfils" and _way_differs(promise, later):
                return relation, [(-0.2, "one is remote, the other in person")]
            if relation == "fulfils" and _way(promise) == "in person" and _way(later) == "open":
                return relation, [(0.1, f"the act promised: {planned}"), (0.0, "nothing says that they met in person")]
            if relation == "breaks":
                return relation, [(0.35, f"{event_type} goes against {planned}")]
            if place:
                return relation, [(0.25, f"{event_type} stands in for {planned}")]
            return relation, _mode(promise, later, planned)
    return None


def _mode(promise: Act, later: Act, planned: str) -> list[tuple[float, str]]:
    if promise.planned_mode is None or later.event_mode is None:
        return [(0.35, f"the act promised: {planned}")]
    if promise.planned_mode == later.event_mode:
        return [(0.4, f"the act promised: {planned} {later.event_mode}")]
    return [(0.25, f"the act promised: {planned}"), (0.0, f"{promise.planned_mode} promised, {later.event_mode} done")]


def _by(promise: Act, planned: str, later: Act, relation: str) -> bool:
    """Whether whoever must act does."""
    if later.reciprocal or promise.reciprocal or (rule(planned).by == "either" and relation == "fulfils"):
        return True
    return relation == "breaks" or later.actor == promise.actor


def _parties(promise: Act, later: Act) -> list[tuple[float, str]]:
    parts: list[tuple[float, str]] = [(0.1, f"between {' and '.join(promise.pair)}")]
    for code in promise.pair:
        mine, theirs = people.named(promise, code), people.named(later, code)
        if mine & theirs:
            parts.append((0.1 if promised(promise) == "CONSULT" else 0.05, f"the same person for {code}"))
        elif mine and theirs:
            parts.append((-0.15, f"{_ANOTHER} {code}"))
    return parts


def _place(promise: Act, later: Act) -> list[tuple[float, str]]:
    """Where a visit or meeting was to be, and where it was, as far as both name a state."""
    if promised(promise) != "CONSULT":
        return []
    planned, held = _state_of(promise), _state_of(later)
    if planned is None or held is None:
        return []
    return [(0.1, f"in {planned}")] if planned == held else [(-0.2, f"planned in {planned}, held in {held}")]


def _state_of(act: Act) -> str | None:
    """The state of the place that is named, else that which a visit goes to."""
    if act.place and (code := people.country_of(act.place)):
        return code
    visit = "visit" in (act.planned_mode, act.event_mode)
    return act.recipient if visit and not act.reciprocal else None


def _time(promise: Act, later: Act) -> tuple[float, str] | None:
    """After the promise, by its day; None where the days exclude it."""
    since, (first, last) = made(promise), due(promise)
    on = later.end if later.dated else None
    reported = later.published
    if later.start is not None and on is None and since is not None and later.end is not None and later.end < since:
        return None
    if on is None:
        if since is None or reported is None or later.historical or later.article_id == promise.article_id:
            return None
        on = reported
    if since is not None and on < since:
        return None
    if later.article_id == promise.article_id and later.article_id is not None:
        # What an article puts in the future had not happened when it was written.
        done = promise.status == "actual" and promise.dated and later.dated and later.start is not None
        if not done or (promise.end is not None and later.start is not None and later.start <= promise.end):
            return None
    if first is not None and last is not None:
        if (first - on).days > EARLY:
            return (-0.1, f"{(first - on).days} days before the days planned")
        late = (on - last).days
        if late <= 0:
            return (0.25, "on the days planned" if first <= on else f"{(first - on).days} days before the days planned")
        return (0.1, f"{late} days late") if late <= GRACE else (-0.1, f"{late} days late")
    if since is None:
        return (0.0, "no day of the promise is known")
    waited, patience = (on - since).days, rule(promised(promise) or "").days
    if waited > patience:
        return None
    return (
        round(0.2 * (1 - waited / patience), 3),
        f"{waited} days after the promise, which stays open for {patience}",
    )


def _matter(promise: Act, later: Act) -> list[tuple[float, str]]:
    parts: list[tuple[float, str]] = []
    alike = _alike(promise, later)
    if alike is not None:
        # A meeting is known by who meets and when; any other act must be about the same thing.
        least = 0.0 if promised(promise) == "CONSULT" else LEAST_WORDS
        value = min(0.2, (alike - least) * 0.8) if alike > least else -0.1 if least == 0 else -0.2
        parts.append((round(value, 3), f"{alike:.0%} of the words"))
    elif due(promise)[1] is None and not _same_person(promise, later):
        parts.append((-0.1, "neither words, persons nor planned days tell this act from another of its type"))
    one, other = (set(act.contexts) - {"diplomatic"} for act in (promise, later))
    if one and other:
        shared = sorted(one & other)
        parts.append((0.05, f"matters: {', '.join(shared)}") if shared else (-0.05, "other matters"))
    return parts


def _same_person(one: Act, other: Act) -> bool:
    return any(people.named(one, code) & people.named(other, code) for code in one.pair)


def _alike(one: Act, other: Act) -> float | None:
    """Share of the words of meaning of the shorter sentence that stand in the other; None without words."""
    if one.sentence is None or other.sentence is None:
        return None
    mine, theirs = (_stems(act.sentence or "", _names(one) | _names(other)) for act in (one, other))
    if not mine or not theirs:
        return None
    return len(mine & theirs) / min(len(mine), len(theirs))


def _stems(sentence: str, without: frozenset[str]) -> frozenset[str]:
    """Words of meaning, cut to six letters so that forms of one word agree."""
    words = set(_WORD.findall(sentence.lower()))
    return frozenset(word[:6] for word in words if word not in _COMMON and word not in without)


def _names(act: Act) -> frozenset[str]:
    names = [person.name for person in (*act.actors, *act.recipients) if person.name]
    return frozenset(word for name in names for word in _WORD.findall(name.lower()))


def _way_differs(one: Act, other: Act) -> bool:
    ways = {_way(one), _way(other)}
    return ways >= {"remote", "in person"}


def _way(act: Act) -> str:
    if act.event_type == "CONSULT" and act.status == "actual":
        return kind_of(act)[1]
    if act.planned_mode in ("phone", "visit"):
        return "remote" if act.planned_mode == "phone" else "in person"
    # Only the words after those of promising: "agreed by phone to meet" promises no call.
    _, _, rest = (act.sentence or "").partition(act.trigger or "\0")
    planned = f"{act.trigger or ''} {rest}"
    if _FACE.search(planned):
        return "in person"
    return "remote" if _REMOTE.search(planned) else "open"


def _promisers(act: Act) -> frozenset[str]:
    return frozenset(act.pair) if act.reciprocal else frozenset({act.actor})


def _kinds(cell: str) -> tuple[tuple[str, frozenset[str]], ...]:
    parted = (one.partition(":") for one in cell.split())
    return tuple((name, frozenset(modes.split("|")) if modes else frozenset()) for name, _, modes in parted)
