"""Rows of the journal as records, with the words behind them: what promises, contacts and agreements are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from detente.ledger import country_code
from detente.relations.named import identify
from detente.relations.steps import Books
from detente.relations.tracks import track_list

# Sectors that do not act for their state: what rebels, firms or citizens do is no contact or promise of the state.
UNOFFICIAL = frozenset("REB UAF OPP CRM CVL REF JRN BUS EDU REL SOC LAB AGR MED UNK".split())
WIDE = 14  # days: a date that leaves more of them open does not place an act


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts for a side: an actor of the event. `id` and `name` as the coder gave them."""

    id: str | None
    name: str | None
    office: str | None = None
    sector: str | None = None

    @property
    def known(self) -> bool:
        """Whether this is somebody, not a state or a body."""
        return self.id is not None and self.id.startswith("person:")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value comes from: an event, its words (null for imported rows), its article, and why it counts.

    event_id is None where an article's words tell of no event between states ("the accord of 2015").
    """

    event_id: str | None
    article_id: str | None
    origin: str
    published: date | None
    source: str | None
    url: str | None
    sentence: str | None
    trigger: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the journal: what one state did towards another, or both together, as one event tells it.

    `start` and `end` are the first and last day it may have happened on, None where nothing dates it. `historical`,
    `strength`, `mentions` and `confidence` are None where the coder does not say.
    """

    event_id: str
    article_id: str | None
    origin: str
    published: date | None
    start: date | None
    end: date | None
    granularity: str | None
    actor: str
    recipient: str
    reciprocal: bool
    actors: tuple[Person, ...]
    recipients: tuple[Person, ...]
    event_type: str
    event_mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    status: str
    strength: str | None
    historical: bool | None
    planned_type: str | None
    planned_mode: str | None
    planned_start: date | None
    planned_end: date | None
    channel: str | None
    story: str | None
    source: str | None
    url: str | None
    mentions: int | None
    confidence: float | None
    sentence: str | None
    trigger: str | None
    place: str | None
    parties: tuple[str, ...]
    tracks: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[str, str]:
        """The two codes in alphabetical order."""
        return (min(self.actor, self.recipient), max(self.actor, self.recipient))

    @property
    def dated(self) -> bool:
        """Whether its days are few enough to place it."""
        return self.start is not None and self.end is not None and (self.end - self.start).days <= WIDE

    @property
    def official(self) -> bool:
        """Whether somebody acts for the state on either side."""
        sides = (self.actors, self.recipients)
        return all(not side or any(person.sector not in UNOFFICIAL for person in side) for side in sides)

    def people(self, code: str) -> tuple[Person, ...]:
        """Who acts for this state."""
        return self.actors if code == self.actor else self.recipients if code == self.recipient else ()

    def cite(self, why: str) -> Citation:
        """This act as evidence."""
        return Citation(
            self.event_id,
            self.article_id,
            self.origin,
            self.published,
            self.source,
            self.url,
            self.sentence,
            self.trigger,
            why,
        )


def background(acts: Iterable[Act]) -> bool | None:
    """Whether all are told as past only; None where none is news and a coder does not say of one."""
    told = {act.historical for act in acts}
    return False if False in told else None if None in told else True


def between(books: Books, one: str, other: str, condition: str = "true") -> list[Act]:
    """The acts between two states that meet a condition on the journal's columns, by publication, then by id."""
    return list(_acts(books, f"pair = $pair AND ({condition})", {"pair": "-".join(sorted((one, other)))}))


# Conditions on the pair are cheap in any ledger: its rows lie in that order, and acts told from both sides are joined
# within it. `$code` may be either side; `$one` and `$other` are those of a relation.
OF_CODE = "(starts_with(pair, $code || '-') OR ends_with(pair, '-' || $code))"
OF_EITHER = " OR ".join(OF_CODE.replace("$code", side) for side in ("$one", "$other"))


def involving(books: Books, code: str, condition: str = "true", values: dict[str, Any] | None = None) -> list[Act]:
    """The acts of one state with any other, likewise, pair by pair; `values` are those of the condition."""
    return list(_acts(books, f"{OF_CODE} AND ({condition})", {"code": code} | (values or {})))


def by_pair(
    books: Books, condition: str = "true", *, pair: tuple[str, str] | None = None, code: str | None = None
) -> Iterator[tuple[tuple[str, str], list[Act]]]:
    """The acts pair by pair in alphabetical order, of every pair, of one, or of those with one state in them."""
    values: dict[str, Any] = {}
    if pair is not None:
        condition = f"pair = $pair AND ({condition})"
        values["pair"] = "-".join(sorted(country_code(side) for side in pair))
    if code is not None:
        condition = f"{OF_CODE} AND ({condition})"
        values["code"] = country_code(code)
    found = _acts(books, condition, values)
    yield from ((both, list(acts)) for both, acts in groupby(found, key=lambda act: act.pair))


def _acts(books: Books, condition: str, values: dict[str, Any]) -> Iterator[Act]:
    query = f"""
        SELECT *, {track_list("contexts", "sentence")} AS tracks FROM journal_in_words WHERE {condition}
        ORDER BY pair, published, date_start, event_id, actor, recipient"""
    for batch in books.sql(query, values).to_batches(max_chunksize=2_000):
        yield from map(_act, batch.to_pylist())


def _act(row: dict[str, Any]) -> Act:
    return Act(
        event_id=row["event_id"],
        article_id=row["article_id"],
        origin=row["origin"],
        published=row["published"],
        start=row["date_start"],
        end=row["date_end"],
        granularity=row["date_granularity"],
        actor=row["actor"],
        recipient=row["recipient"],
        reciprocal=bool(row["reciprocal"]),
        actors=_people(row, "actor"),
        recipients=_people(row, "recipient"),
        event_type=row["event_type"],
        event_mode=row["event_mode"],
        contexts=tuple(row["contexts"] or ()),
        cameo=row["cameo"],
        status=row["status"],
        strength=row["strength"],
        historical=row["historical"],
        planned_type=row["planned_type"],
        planned_mode=row["planned_mode"],
        planned_start=row["planned_start"],
        planned_end=row["planned_end"],
        channel=row["channel"],
        story=row["story"],
        source=row["source"],
        url=row["url"],
        mentions=row["mentions"],
        confidence=row["confidence"],
        sentence=row["sentence"],
        trigger=row["trigger"],
        place=row["place"],
        tracks=tuple(row["tracks"]),
        parties=tuple(sorted(code for code in row["parties"] or () if code)),
    )


def _people(row: dict[str, Any], side: str) -> tuple[Person, ...]:
    columns = [row[f"{side}_{name}"] or [] for name in ("ids", "names", "offices", "sectors")]
    longest = max(map(len, columns))
    filled = [column + [None] * (longest - len(column)) for column in columns]
    people = tuple(Person(*values) for values in zip(*filled, strict=True))
    if row["origin"] == "coded":
        return people
    return tuple(_identified(person, row[side]) for person in people)


def _identified(person: Person, country: str) -> Person:
    """Somebody in an imported row, who has a name only."""
    ident, office = identify(person.name, country) if person.name else (None, None)
    return replace(person, id=person.id or ident, office=person.office or office)
