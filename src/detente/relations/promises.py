"""Promises: what was announced, promised or agreed to be done, and what became of it.

The acts of two states are gone through in the order of their days, as a clerk would. A promise opens an entry or is
told again; a later act that answers an open entry well enough closes it. Corrections by hand come before any score.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from detente.ledger import Correction
from detente.ontology import quad
from detente.relations import acts as journal
from detente.relations import hand, people
from detente.relations.acts import Act, Citation
from detente.relations.hand import Decisions
from detente.relations.matching import (
    GRACE,
    MATCHED,
    POSSIBLE,
    PROMISING,
    Score,
    answer,
    due,
    made,
    promised,
    rule,
    same_promise,
)
from detente.relations.steps import Books

STATES = ("open", "repeated", "fulfilled", "broken", "overdue", "expired", "unknown")
KINDS = ("promise", "intention", "threat")
_FIRM = ("asserted", "confirmed", "promised", "reported", "claimed")
SAME_NEWS = 14  # days within which a promise is told again; later it is given again
_POSSIBLE_SHOWN = 5
_NONE = Decisions()
_STATUSES = ("future", "actual", "negated")
_CONDITION = f"status IN {_STATUSES}"


@dataclass(frozen=True, slots=True)
class Link:
    """A later act and how it bears on a promise: fulfils, breaks or repeats it, or awaits: says that it has not come.

    score: 0 to 1, None where somebody linked it by hand (`author`). agreed, differed: what speaks for it and against.
    """

    relation: str
    score: float | None
    author: str | None
    day: date | None
    agreed: tuple[str, ...]
    differed: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, plan or announcement. `id` is that of the first event that tells of it.

    kind: promise (agreed, conceded, promised), intention (planned, hoped, expected), threat (an act of conflict).
    by: who is to act; to: towards whom (empty where both are to act together). planned_type, planned_mode: the act.
    strength: how firmly it was put at first. made: its day, or that of the first report. due_start, due_end: for when,
    None where not said. state: one of STATES; closed: the day it was kept or broken, `delay` the days until then.
    leader: who led the first of `by` when it was made. links: acts that answer it; possible: acts that may. evidence:
    every telling. docs/howto/promises.md has the rules.
    """

    id: str
    one: str
    other: str
    kind: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    people: tuple[str, ...]
    planned_type: str
    planned_mode: str | None
    strength: str | None
    made: date | None
    due_start: date | None
    due_end: date | None
    state: str
    closed: date | None
    delay: int | None
    leader: str | None
    contexts: tuple[str, ...]
    tracks: tuple[str, ...]
    background: bool | None
    links: tuple[Link, ...]
    possible: tuple[Link, ...]
    evidence: tuple[Citation, ...]

    @property
    def settled_by(self) -> date | None:
        """The day after which it cannot be open any more: its deadline and some grace, or the end of patience."""
        if self.due_end is not None:
            return self.due_end + timedelta(days=GRACE)
        return None if self.made is None else self.made + timedelta(days=rule(self.planned_type).days)


def promises(books: Books, one: str, other: str, on: date | None = None) -> tuple[Promise, ...]:
    """The promises between two states as they stand on a day, by default the last day that the ledger tells of."""
    acts = journal.between(books, one, other, _CONDITION)
    return gathered(acts, on or last_day(books), hand.decisions(books, "promise"))


def among(books: Books, acts: Iterable[Act], on: date) -> tuple[Promise, ...]:
    """The same, from acts of the two that were read already."""
    return gathered((a for a in acts if a.status in _STATUSES), on, hand.decisions(books, "promise"))


def select(
    books: Books,
    *,
    between: tuple[str, str] | None = None,
    involving: str | None = None,
    on: date | None = None,
) -> Iterator[Promise]:
    """The promises of every pair of states, of one pair, or of one state with all others, pair by pair."""
    day, corrections = on or last_day(books), hand.decisions(books, "promise")
    for _, acts in journal.by_pair(books, _CONDITION, pair=between, code=involving):
        yield from gathered(acts, day, corrections)


def last_day(books: Books) -> date | None:
    """The last day of publication in the ledger, or of an imported act: what is known ends there."""
    found: list[date | None] = books.sql(_LAST_DAY)["day"].to_pylist()
    return found[0]


# The journal's imported part would first be put together of all its rows.
_LAST_DAY = """
SELECT max(day) AS day FROM (
    SELECT max(coalesce(published, date_end)) AS day FROM journal_as_filed WHERE origin = 'coded' AND status <> 'future'
    UNION ALL
    SELECT max(coalesce(published, date_end)) FROM imported
    WHERE event_type IS NOT NULL AND (pair IS NOT NULL OR several))"""


def gathered(acts: Iterable[Act], on: date | None, corrections: Decisions = _NONE) -> tuple[Promise, ...]:
    """The promises in the acts of two states, as they stand on a day; later acts are left out."""
    known = [act for act in acts if act.official]
    clerk = _Clerk(corrections.of_pairs())
    for act in sorted((a for a in known if on is None or (_day(a) or on) <= on), key=_order):
        clerk.take(act)
    days = sorted(day for act in known if act.status != "future" and (day := _day(act)) is not None)
    return tuple(_promise(entry, on, days) for entry in clerk.entries)


def _day(act: Act) -> date | None:
    """The day an act counts for: a promise when it was made, a deed when it was done."""
    if promised(act) is not None:
        return made(act)
    return act.end if act.dated else act.published


def _order(act: Act) -> tuple[date, bool, date, str]:
    return _day(act) or date.min, promised(act) is None, act.published or date.min, act.event_id


@dataclass
class _Entry:
    """A promise while its acts come in."""

    tellings: list[tuple[Act, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    possible: list[Link] = field(default_factory=list)
    closed: Link | None = None
    _ends: date | None = None
    _articles: set[str] = field(default_factory=set)

    @property
    def first(self) -> Act:
        return self.tellings[0][0]

    def tell(self, act: Act, why: str) -> None:
        """Take in a telling."""
        self.tellings.append((act, why))
        if act.article_id is not None:
            self._articles.add(act.article_id)
        if (day := due(act)[1]) is not None:
            end: date | None = day + timedelta(days=GRACE)
        elif (day := made(act)) is not None:
            end = day + timedelta(days=rule(promised(self.first) or "").days)
        else:
            end = None
        self._ends = max((d for d in (self._ends, end) if d is not None), default=None)

    def tells(self, act: Act) -> bool:
        """Whether an article that tells of the promise tells this act too, and does not date it: it is no answer."""
        return act.article_id in self._articles and any(
            told.article_id == act.article_id and (not act.dated or told.sentence == act.sentence)
            for told, _ in self.tellings
        )

    def ends(self) -> date:
        return self._ends or date.max


def _entry(act: Act) -> _Entry:
    entry = _Entry()
    entry.tell(act, "the first telling")
    return entry


class _Clerk:
    def __init__(self, corrections: Mapping[tuple[str, str], Correction]) -> None:
        self.corrections = corrections
        self.entries: list[_Entry] = []
        self._open: list[_Entry] = []

    def take(self, act: Act) -> None:
        day = _day(act)
        if day is not None:
            self._open = [entry for entry in self._open if entry.closed is None and entry.ends() >= day]
        by_hand = self._by_hand(act)
        if promised(act) is not None:
            self._promise(act, by_hand)
        else:
            self._deed(act, by_hand)

    def _by_hand(self, act: Act) -> list[tuple[_Entry, Correction]]:
        """Entries that somebody has linked this act with, or has said that it has nothing to do with."""
        if not self.corrections:
            return []
        found = (
            (entry, self.corrections.get((telling.event_id, act.event_id)))
            for entry in self.entries
            for telling, _ in entry.tellings
        )
        return [(entry, correction) for entry, correction in found if correction is not None]

    def _promise(self, act: Act, by_hand: list[tuple[_Entry, Correction]]) -> None:
        for entry, correction in by_hand:
            if correction.relation == "repeats":
                entry.tell(act, f"linked by {correction.words}")
                entry.links.append(_hand_link(correction, act))
                return
        barred = [entry for entry, correction in by_hand if correction.relation is None]
        for entry in reversed(self._open):
            if entry in barred:
                continue
            why = same_promise(entry.first, act) or same_promise(entry.tellings[-1][0], act)
            if why is None:
                continue
            last, day = _day(entry.tellings[-1][0]), _day(act)
            entry.tell(act, "; ".join(why))
            if last is not None and day is not None and (day - last).days > SAME_NEWS:
                entry.links.append(Link("repeats", 1.0, None, day, why, (), act.cite("given again")))
            return
        entry = _entry(act)
        self.entries.append(entry)
        self._open.append(entry)

    def _deed(self, act: Act, by_hand: list[tuple[_Entry, Correction]]) -> None:
        for entry, correction in by_hand:
            if correction.relation is not None:
                link = _hand_link(correction, act)
                entry.links.append(link)
                if correction.relation in ("fulfils", "breaks"):
                    entry.closed = link
        decided = [entry for entry, _ in by_hand]
        best: dict[str, tuple[float, _Entry, Link]] = {}
        for entry in self._open:
            if entry in decided or entry.tells(act):
                continue
            scores = (answer(telling, act) for telling in {entry.first.event_id: entry.first, **_last(entry)}.values())
            score = max((s for s in scores if s is not None), key=lambda s: s.value, default=None)
            if score is None or score.value < POSSIBLE:
                continue
            link = _link(score, act)
            if score.relation == "awaits":
                (entry.links if score.value >= MATCHED else entry.possible).append(link)
                continue
            if score.value < MATCHED:
                entry.possible.append(link)
                continue
            # One act answers one promise of a kind: the one that it fits best.
            planned = promised(entry.first) or ""
            if planned in best and best[planned][0] >= score.value:
                entry.possible.append(link)
                continue
            if planned in best:
                best[planned][1].possible.append(best[planned][2])
            best[planned] = score.value, entry, link
        for _, entry, link in best.values():
            entry.links.append(link)
            entry.closed = link


def _last(entry: _Entry) -> dict[str, Act]:
    last = entry.tellings[-1][0]
    return {last.event_id: last}


def _link(score: Score, act: Act) -> Link:
    return Link(
        score.relation, score.value, None, _day(act), score.agreed, score.differed, act.cite("; ".join(score.agreed))
    )


def _hand_link(correction: Correction, act: Act) -> Link:
    why = f"linked by {correction.words}"
    return Link(correction.relation or "", None, correction.author, _day(act), (why,), (), act.cite(why))


def _promise(entry: _Entry, on: date | None, days: Sequence[date]) -> Promise:
    first = entry.first
    planned = promised(first) or first.event_type
    first_due = next((due(act) for act, _ in entry.tellings if due(act)[1] is not None), (None, None))
    day = made(first)
    by = first.pair if first.reciprocal else (first.actor,)
    closed = entry.closed.day if entry.closed is not None else None
    leader = people.leader_of(first, by[0], day)
    found = Promise(
        id=first.event_id,
        one=first.pair[0],
        other=first.pair[1],
        kind=_kind(first, planned),
        by=by,
        to=() if first.reciprocal else (first.recipient,),
        people=tuple(dict.fromkeys(p.name for act, _ in entry.tellings for p in act.actors if p.known and p.name)),
        planned_type=planned,
        planned_mode=next((act.planned_mode for act, _ in entry.tellings if act.planned_mode), None),
        strength=first.strength,
        made=day,
        due_start=first_due[0],
        due_end=first_due[1],
        state="open",
        closed=closed,
        delay=(closed - day).days if closed is not None and day is not None else None,
        leader=leader,
        contexts=tuple(sorted({context for act, _ in entry.tellings for context in act.contexts})),
        tracks=tuple(sorted({track for act, _ in entry.tellings for track in act.tracks})),
        background=journal.background(act for act, _ in entry.tellings),
        links=tuple(entry.links),
        possible=tuple(sorted(entry.possible, key=lambda link: -(link.score or 0))[:_POSSIBLE_SHOWN]),
        evidence=tuple(act.cite(why) for act, why in entry.tellings),
    )
    return replace(found, state=_state(entry, found, on, days))


def _kind(act: Act, planned: str) -> str:
    if quad(planned) in (3, 4):
        return "threat"
    return "promise" if act.event_type in PROMISING and act.strength in _FIRM else "intention"


def _state(entry: _Entry, promise: Promise, on: date | None, days: Sequence[date]) -> str:
    if entry.closed is not None:
        return "fulfilled" if entry.closed.relation == "fulfils" else "broken"
    until = entry.ends()
    if on is not None and until < on:
        # Silence counts only where somebody was looking: an act of the two was told between the promise and its end.
        since = max((day for act, _ in entry.tellings if (day := _day(act)) is not None), default=date.min)
        seen = bisect_right(days, until) > bisect_right(days, max(since, promise.due_start or date.min))
        return "unknown" if not seen or entry.possible else "expired" if promise.due_end is None else "overdue"
    return "repeated" if any(link.relation == "repeats" for link in entry.links) else "open"
