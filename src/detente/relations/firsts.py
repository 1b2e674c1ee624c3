"""Whom a leader spoke with first: the order of first contacts after taking office.

Contacts are ordered by their days, and by what reports say of the order ("spoke with Ishiba before China"). Where
neither tells, the rank is a range. It is an order of what the ledger knows: contacts that no report tells of are not in
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detente.relations import acts as journal
from detente.relations import contacts, people
from detente.relations.acts import Act, Citation
from detente.relations.contacts import HELD
from detente.relations.leading import Leader, terms
from detente.relations.named import identify
from detente.relations.steps import Books
from detente.relations.tellings import kind_of


@dataclass(frozen=True, slots=True)
class FirstContact:
    """The first contact of one leader with one state.

    rank, rank_last: the first and last place that it can have had among `of` states; equal where the order is known.
    start, end: its days, None where it is known by a stated order alone. days: from taking office, at least; earliest:
    the same to the first contact with any state. before, after: states that are known to have come later and earlier.
    evidence: its telling and the statements of order.
    """

    leader: str
    leader_id: str
    country: str
    office: str
    since: date | None
    state: str
    kind: str | None
    rank: int
    rank_last: int
    of: int
    start: date | None
    end: date | None
    days: int | None
    earliest: int | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    evidence: tuple[Citation, ...]


def first_contacts(books: Books, country: str) -> tuple[FirstContact, ...]:
    """The first contacts of every leader of a state of whom the ledger tells, by leader, then by rank."""
    return _first_contacts(books, country, _named(books, country, country), contacts.none(books))


def between(books: Books, one: str, other: str) -> tuple[FirstContact, ...]:
    """The first contacts of the leaders of either state with the other, by state, then by leader."""
    names, none = _named(books, one, other), contacts.none(books)
    sides = ((one, other), (other, one))
    return tuple(c for code, state in sides for c in _first_contacts(books, code, names, none) if c.state == state)


def _first_contacts(
    books: Books, country: str, names: dict[str, list[str]], none: frozenset[str]
) -> tuple[FirstContact, ...]:
    leaders = terms(country)
    told = _of(books, country, leaders, names.get(country, []))
    acts = [act for act in told if act.official and act.event_id not in none]
    orders = books.sql("SELECT * FROM orders WHERE who_country = $code", {"code": country}).to_pylist()
    found: list[FirstContact] = []
    for leader in leaders:
        found.extend(ranked(leader, acts, orders))
    return tuple(found)


def _named(books: Books, one: str, other: str) -> dict[str, list[str]]:
    """The names that imported contacts of two states give on their sides, by state."""
    names: dict[str, list[str]] = {}
    for row in books.sql(_NAMES, {"one": one, "other": other}).to_pylist():
        names.setdefault(row["code"], []).append(row["name"])
    return names


def _of(books: Books, country: str, leaders: Sequence[Leader], told: Sequence[str]) -> list[Act]:
    """The contacts of a state that name one of its leaders: by id, in imported rows by names that the tables know."""
    ids = [leader.id for leader in leaders]
    names = [name for name in told if name and identify(name, country)[0] in ids]
    acts = journal.involving(books, country, f"{HELD} AND {_BY_ID}", {"ids": ids})
    return acts + journal.involving(books, country, f"{HELD} AND {_BY_NAME}", {"names": names}) if names else acts


_NAMES = f"""
SELECT DISTINCT side.code AS code, unnest(side.names) AS name
FROM (
    SELECT unnest([{{'code': actor, 'names': actor_names}}, {{'code': recipient, 'names': recipient_names}}]) AS side
    FROM journal_as_filed WHERE origin = 'imported' AND ({journal.OF_EITHER}) AND {HELD})
WHERE side.code IN ($one, $other)"""
_BY_ID = "origin = 'coded' AND list_has_any(list_concat(actor_ids, recipient_ids), $ids::VARCHAR[])"
_BY_NAME = "origin = 'imported' AND list_has_any(list_concat(actor_names, recipient_names), $names::VARCHAR[])"


def ranked(leader: Leader, acts: Iterable[Act], orders: Iterable[dict[str, Any]]) -> list[FirstContact]:
    """The first contacts of one leader, from acts of the state and rows of the view `orders`."""
    first: dict[str, Act] = {}
    for act in acts:
        other = act.recipient if act.actor == leader.country else act.actor
        if leader.id not in people.named(act, leader.country) or not _in_office(leader, act.start, act.end):
            continue
        held = first.get(other)
        if held is None or _earlier(act, held):
            first[other] = act
    stated: dict[tuple[str, str], Citation] = {}
    for row in orders:
        known = row["date_start"] is not None
        if row["who_id"] != leader.id or not (
            _in_office(leader, row["date_start"], row["date_end"]) if known else _placed(leader, row["published"])
        ):
            continue
        stated.setdefault((row["first"], row["then"]), _statement(row))
    states = sorted(first.keys() | {code for pair in stated for code in pair})
    comes_before = {(a, b) for a in states for b in states if a != b and _before(a, b, first, stated)}
    closed = _closure(states, comes_before)
    found = [_entry(leader, state, states, first.get(state), closed, stated) for state in states]
    earliest = min((one.days for one in found if one.days is not None), default=None)
    found = [replace(one, earliest=earliest) for one in found]
    return sorted(found, key=lambda one: (one.rank, one.rank_last, one.state))


def _in_office(leader: Leader, start: date | None, end: date | None) -> bool:
    if start is None or leader.start is None:
        return False
    return (end or start) >= leader.start and (leader.end is None or start <= leader.end)


def _placed(leader: Leader, published: date | None) -> bool:
    """Whether an order that is told without a day is of this tenure: published in it, or the only one of the leader."""
    return _in_office(leader, published, None) or len(_tenures(leader)) == 1


def _tenures(leader: Leader) -> list[Leader]:
    return [one for one in terms(leader.country) if one.id == leader.id]


def _earlier(act: Act, other: Act) -> bool:
    return (act.start or date.max, act.end or date.max, act.event_id) < (
        other.start or date.max,
        other.end or date.max,
        other.event_id,
    )


def _before(one: str, other: str, first: dict[str, Act], stated: dict[tuple[str, str], Citation]) -> bool:
    if (one, other) in stated:
        return True
    if (other, one) in stated or one not in first or other not in first:
        return False
    end, start = first[one].end, first[other].start
    return end is not None and start is not None and end < start


def _closure(states: Sequence[str], pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What follows from the pairs: whoever comes before somebody comes before all who come after."""
    closed = set(pairs)
    for middle in states:
        closed |= {(a, b) for a in states for b in states if (a, middle) in closed and (middle, b) in closed}
    return {(a, b) for a, b in closed if a != b and (b, a) not in closed}


def _entry(
    leader: Leader,
    state: str,
    states: Sequence[str],
    act: Act | None,
    order: set[tuple[str, str]],
    stated: dict[tuple[str, str], Citation],
) -> FirstContact:
    after = tuple(a for a in states if (a, state) in order)
    before = tuple(b for b in states if (state, b) in order)
    start, end = (act.start, act.end) if act is not None else (None, None)
    told = (act.cite("the first contact told of"),) if act is not None else ()
    return FirstContact(
        leader=leader.name,
        leader_id=leader.id,
        country=leader.country,
        office=leader.office,
        since=leader.start,
        state=state,
        kind=kind_of(act)[0] if act is not None else None,
        rank=len(after) + 1,
        rank_last=len(states) - len(before),
        of=len(states),
        start=start,
        end=end,
        days=max(0, (start - leader.start).days) if start is not None and leader.start is not None else None,
        earliest=None,
        before=before,
        after=after,
        evidence=(*told, *(citation for pair, citation in stated.items() if state in pair)),
    )


def _statement(row: dict[str, Any]) -> Citation:
    why = f"it is said that {row['first']} came before {row['then']}"
    return Citation(
        None, row["article_id"], "coded", row["published"], row["source"], row["url"], row["sentence"], row["cue"], why
    )
