"""Contacts: calls, meetings, visits, summits. One contact is counted once, however many reports tell of it.

Two tellings are of one contact when kind and persons do not exclude one another and their days agree; what is dated
loosely or not at all joins the contact that fits best, else stands for itself. What somebody has put right by hand
comes before all that. See docs/howto/contacts.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from detente.errors import UsageError
from detente.ledger import KINDS
from detente.relations import acts as journal
from detente.relations import hand, people
from detente.relations.acts import Act, Citation
from detente.relations.hand import Decisions
from detente.relations.steps import Books
from detente.relations.tellings import Group, Groups, order, telling

_NONE = Decisions()
HELD = "event_type = 'CONSULT' AND status = 'actual'"
_OCCASION = re.compile(
    r"\b(?:at|during|attend\w*|on the (?:sidelines|margins|fringes) of|in connection with)\s+"
    r"((?:(?:the|a|an|this|last|his|her|their)\s+)?(?:[\w’'.&-]+\s+){0,6}?"
    r"(?i:summit|forum|conference|assembly|inauguration|funeral|ceremony|anniversary|congress|games|olympics|"
    r"commemoration|coronation)(?:\s+of\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*)?)\b",
)


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of two states. `id` is that of the first event that tells of it.

    kind: call, video call, letter, visit, summit, meeting, talks, or contact where nothing says. level: leaders,
    ministers, officials: that of the lower side, None where one side's is unknown; `levels` has both, one's first.
    start, end: the days it may have been on, None where no report says; reported: the first publication. host: the
    state in which it was held, `place` in the words of a report. others: third parties to it. background: told only
    as past. reports: how many tell of it. Both are None where a coder does not say. evidence: every telling and why it
    counts. by_hand: what somebody has said of it ("level: ministers, said A. Clerk on 2025-06-20").
    """

    id: str
    one: str
    other: str
    kind: str
    level: str | None
    levels: tuple[str | None, ...]
    start: date | None
    end: date | None
    reported: date | None
    people_one: tuple[str, ...]
    people_other: tuple[str, ...]
    host: str | None
    place: str | None
    occasion: str | None
    others: tuple[str, ...]
    background: bool | None
    reports: int | None
    evidence: tuple[Citation, ...]
    by_hand: tuple[str, ...] = ()

    @property
    def by(self) -> date | None:
        """The last day it can have happened on: its own, else that of the first report."""
        return self.end or self.reported


def contacts(books: Books, one: str, other: str) -> tuple[Contact, ...]:
    """All contacts of two states, by day (undated ones by publication)."""
    return gathered(journal.between(books, one, other, HELD), one, other, hand.decisions(books, "contact"))


def among(books: Books, acts: Iterable[Act], one: str, other: str) -> tuple[Contact, ...]:
    """The same, from acts of the two that were read already."""
    held = (act for act in acts if act.event_type == "CONSULT" and act.status == "actual")
    return gathered(held, one, other, hand.decisions(books, "contact"))


def select(books: Books, *, between: tuple[str, str] | None = None, involving: str | None = None) -> Iterator[Contact]:
    """The contacts of every pair of states, of one pair, or of one state with all others, pair by pair."""
    decided = hand.decisions(books, "contact")
    for (one, other), acts in journal.by_pair(books, HELD, pair=between, code=involving):
        yield from gathered(acts, one, other, decided)


def gathered(acts: Iterable[Act], one: str, other: str, decided: Decisions = _NONE) -> tuple[Contact, ...]:
    """The contacts that these acts of the two states tell of; acts of rebels, firms and the like are none."""
    found = [_contact(g, one, other, decided) for g in _groups(acts, decided) if g.ids.isdisjoint(decided.dropped)]
    return tuple(sorted(found, key=lambda c: (c.start or c.reported or date.max, c.by or date.max, c.id)))


def none(books: Books) -> frozenset[str]:
    """The events of all contacts of which somebody has said that they are none."""
    decided = hand.decisions(books, "contact")
    if not decided.dropped:
        return frozenset()
    asked = "SELECT DISTINCT pair FROM journal_as_filed WHERE list_contains($ids, event_id)"
    pairs = books.sql(asked, {"ids": list(decided.dropped)})["pair"].drop_null().to_pylist()
    told = (journal.between(books, one, other, HELD) for one, other in (pair.split("-") for pair in pairs))
    groups = (group for acts in told for group in _groups(acts, decided))
    return frozenset(i for group in groups if not group.ids.isdisjoint(decided.dropped) for i in group.ids)


def _groups(acts: Iterable[Act], decided: Decisions) -> Iterator[Group]:
    """Tellings put together, by what they say and by hand."""
    groups = Groups(decided.apart())
    for told in sorted((telling(act) for act in acts if act.official), key=order):
        groups.add(told)
    read = list(groups)
    for first, *others in decided.merged([group.ids for group in read]):
        for other in others:
            for told, why in read[other].tellings:
                read[first].take(told, why)
        yield read[first]


def since_last(found: Sequence[Contact], on: date, kinds: Sequence[str] | None = None) -> int | None:
    """Days from the last contact before `on` (of these kinds) to that day; None where there was none."""
    days = [c.by for c in found if c.by is not None and c.by <= on and (kinds is None or c.kind in kinds)]
    return (on - max(days)).days if days else None


def frequency(found: Sequence[Contact], freq: str = "year") -> tuple[tuple[date, str, int], ...]:
    """(first day of the period, kind, number of contacts) for each period and kind that has any; month or year.

    A contact whose days lie in two periods counts where they end, an undated one where it was reported.
    """
    if freq not in ("month", "year"):
        raise UsageError(f"no period {freq!r}; there are month and year")
    counted: Counter[tuple[date, str]] = Counter()
    for contact in found:
        if contact.by is not None:
            first = contact.by.replace(day=1) if freq == "month" else contact.by.replace(month=1, day=1)
            counted[first, contact.kind] += 1
    return tuple((first, kind, number) for (first, kind), number in sorted(counted.items()))


def _contact(group: Group, one: str, other: str, decided: Decisions) -> Contact:
    acts = [told.act for told, _ in group.tellings]
    kinds = {told.kind for told, _ in group.tellings}
    days = group.days
    first = min(acts, key=lambda act: (act.published or date.max, act.event_id))
    levels = tuple(
        people.highest(people.level(a.people(c), days[1] if days else a.published) for a in acts) for c in (one, other)
    )
    place = next((act.place for act in acts if act.place), None)
    read = Contact(
        id=first.event_id,
        one=one,
        other=other,
        kind=next(kind for kind in KINDS if kind in kinds),
        level=None if None in levels else people.lowest(levels),
        levels=levels,
        start=days[0] if days else None,
        end=days[1] if days else None,
        reported=first.published,
        people_one=_names(acts, one),
        people_other=_names(acts, other),
        host=_host(acts),
        place=place,
        occasion=next(filter(None, map(_occasion, acts)), None),
        others=tuple(sorted({code for act in acts for code in act.parties} - {one, other})),
        background=journal.background(acts),
        reports=None if None in (told := [act.mentions for act in acts]) else sum(m for m in told if m is not None),
        evidence=tuple(told.act.cite(decided.why({told.act.event_id}, why)) for told, why in group.tellings),
    )
    return decided.put_right(read, group.ids)


def _names(acts: Sequence[Act], code: str) -> tuple[str, ...]:
    found = (person.name for act in acts for person in act.people(code) if person.known or person.office)
    return tuple(dict.fromkeys(name for name in found if name))


def _host(acts: Sequence[Act]) -> str | None:
    """Where a report names a place that the tables know, its state; else the one that was visited."""
    for act in acts:
        if act.place and (code := people.country_of(act.place)):
            return code
    visited = [act.recipient for act in acts if act.event_mode == "visit" and not act.reciprocal]
    return Counter(visited).most_common(1)[0][0] if visited else None


def _occasion(act: Act) -> str | None:
    """A named occasion; "a summit" alone says nothing beyond the kind."""
    found = _OCCASION.search(act.sentence or "")
    return found[1] if found is not None and len(found[1].split()) > 2 else None
