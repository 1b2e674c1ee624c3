"""Mentions of agreements and disputes in articles: rows of the view `matters`, and which of them are of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from detente.events.undertakings import names
from detente.relations.hand import Decisions
from detente.relations.steps import Books

NEAR = 120  # days between reports that speak of an agreement by its states alone
Row = dict[str, Any]
_DONE = ("by_countries", "by_names", "status", "strength", "date_start", "date_end", "historical")
_WORD = re.compile(r"[a-z]{4,}")


def decided_states(books: Books, decided: Decisions) -> frozenset[str]:
    """The states in mentions that something was decided on: their entries are read whole."""
    if not decided.held:
        return frozenset()
    states = "SELECT DISTINCT unnest(list_concat(parties, by_countries)) AS code FROM matters"
    chosen = "WHERE list_contains($ids, id) OR list_contains($ids, event_id)"
    found = books.sql(f"{states} {chosen}", {"ids": list(decided.ids)})
    return frozenset(found["code"].drop_null().to_pylist())


def linked_events(books: Books, decided: Decisions) -> dict[str, Row]:
    """Events that somebody has linked with an agreement, as rows of the view `matters`, by id."""
    if not decided.links:
        return {}
    ids = sorted({i for link in decided.links for i in (link.one, link.other) if i is not None})
    return {row["id"]: row for row in books.sql(_EVENTS, {"ids": ids}).to_pylist()}


_EVENTS = """
SELECT event_id AS id, event_id, any_value(article_id) AS article_id, any_value(origin) AS origin,
    any_value(published) AS published, any_value(source) AS source, any_value(url) AS url,
    NULL AS kind, NULL AS head, NULL AS name, NULL AS known, NULL AS topic, NULL AS year, NULL AS refers, NULL AS act,
    list_distinct(flatten(list([actor, recipient]))) AS parties,
    list_distinct(flatten(list(by_countries))) AS by_countries, list_distinct(flatten(list(by_names))) AS by_names,
    any_value(status) AS status, any_value(strength) AS strength, any_value(historical) AS historical,
    any_value(date_start) AS date_start, any_value(date_end) AS date_end,
    any_value("trigger") AS words, NULL AS deed, any_value(sentence) AS sentence
FROM (
    SELECT *, CASE WHEN reciprocal THEN [actor, recipient] ELSE [actor] END AS by_countries,
        CASE WHEN reciprocal THEN list_concat(actor_names, recipient_names) ELSE actor_names END AS by_names
    FROM journal_in_words WHERE list_contains($ids, event_id))
GROUP BY event_id ORDER BY event_id"""


@dataclass(frozen=True, slots=True)
class Mention:
    """A row of `matters`, the states in it, the stems of the words of its topic, and its year."""

    row: dict[str, Any]
    states: frozenset[str]
    stems: frozenset[str]
    year: int | None

    @property
    def ids(self) -> frozenset[str]:
        """Its own, and that of the event of the same words."""
        return frozenset(i for i in (self.row["id"], self.row["event_id"]) if i is not None)

    def does(self, act: str, event: Row | None) -> Mention:
        """This mention as one of that act; by whom and when its event tells, where the mention tells of no act."""
        told: Row = {}
        if self.row["act"] is None:
            told = {"status": "actual", "strength": "asserted"} if event is None else {n: event[n] for n in _DONE}
        return replace(self, row=self.row | told | {"act": act})


def mention_of(row: Row) -> Mention:
    """A row as a mention."""
    known = names().get(row["known"] or "")
    states = {code for code in (*row["parties"], *row["by_countries"], *(known.parties if known else ())) if code}
    stems = frozenset(word[:6] for word in _WORD.findall((row["topic"] or "").lower()))
    return Mention(row, frozenset(states), stems, row["year"])


def same(one: Mention, other: Mention) -> str | None:
    """Why two mentions are of one agreement or dispute; None where they are not."""
    mine, theirs = one.row, other.row
    if mine["kind"] != theirs["kind"]:
        return None
    if mine["known"] or theirs["known"]:
        return f"the same name: {mine['name']}" if mine["known"] == theirs["known"] else None
    if mine["name"] and theirs["name"]:
        return f"the same name: {mine['name']}" if mine["name"].lower() == theirs["name"].lower() else None
    if None not in (one.year, other.year) and one.year != other.year:
        return None
    shared = one.states & other.states
    if not shared:
        return None
    who = ", ".join(sorted(shared))
    if one.stems and other.stems:
        alike = len(one.stems & other.stems) / min(len(one.stems), len(other.stems))
        return f"the same topic, {mine['topic']}, and {who}" if alike >= 0.5 else None
    if one.year is not None and one.year == other.year:
        return f"the same year, {one.year}, and {who}"
    if one.states == other.states and len(shared) > 1 and mine["head"] == theirs["head"] and _near(mine, theirs):
        return f"the same noun and states, {who}, at most {NEAR} days apart"
    return None


def _near(one: dict[str, Any], other: dict[str, Any]) -> bool:
    days = one["published"], other["published"]
    return None not in days and abs((days[0] - days[1]).days) <= NEAR
