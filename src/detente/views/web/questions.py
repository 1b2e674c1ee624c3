"""What the pages and the API ask of a ledger: each function gives plain values, and knows nothing of HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import detente
from detente.actors import registry
from detente.actors.tenures import offices
from detente.errors import LedgerError
from detente.ledger import Ledger
from detente.ledger.views import chosen_rows
from detente.records import Actor, Office

Row = dict[str, Any]
_PAIR = re.compile(r"\s*([A-Za-z]{3})\s*[-–/ ]\s*([A-Za-z]{3})\s*")
_AND = re.compile(r"\s+(?:and|&|with|vs\.?|versus|[-–])\s+|\s*[,/–]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class State:
    """What the ledger holds: numbers, days of the first and last report (None while it is empty), who coded it."""

    articles: int
    sources: int
    events: int
    imported: int
    quotes: int
    first: date | None
    last: date | None
    coders: tuple[tuple[str, int], ...]
    snapshot: int | None


def _rows(ledger: Ledger, query: str, parameters: dict[str, Any] | None = None) -> list[Row]:
    found: list[Row] = ledger.sql(query, parameters).to_pylist()
    return found


def state(ledger: Ledger) -> State:
    """The state of the ledger. A ledger that is not there yet is empty."""
    try:
        newest = ledger.snapshots()[-1]
    except LedgerError:
        return State(0, 0, 0, 0, 0, None, None, (), None)
    (row,) = _rows(
        ledger,
        "SELECT count(DISTINCT source) AS sources, min(published) AS first, max(published) AS last FROM articles",
    )
    coders = _rows(
        ledger,
        "SELECT coder, count(*) AS n, 'coded' AS origin FROM filed_events GROUP BY coder UNION ALL "
        "SELECT coder, count(DISTINCT event_id), origin FROM journal_as_filed WHERE origin <> 'coded' "
        "GROUP BY coder, origin ORDER BY n DESC, coder",
    )
    return State(
        newest.articles,
        row["sources"],
        newest.events,
        sum(c["n"] for c in coders if c["origin"] != "coded"),
        newest.quotes,
        row["first"],
        row["last"],
        tuple((c["coder"], c["n"]) for c in coders),
        newest.number,
    )


def dyad(text: str) -> tuple[str, str] | None:
    """The two states that a search names: "JPN-KOR", "Japan and South Korea"; None where it names no two."""
    if found := _PAIR.fullmatch(text):
        one, other = found[1].upper(), found[2].upper()
        known = registry.load().bodies
        return (one, other) if one != other and one in known and other in known else None
    sides = [s for s in _AND.split(text) if s]
    codes = [c for c in map(_code_of, sides) if c is not None]
    return (codes[0], codes[1]) if len(sides) == len(codes) == 2 and codes[0] != codes[1] else None


def _code_of(text: str) -> str | None:
    if text.upper() in registry.load().bodies and len(text) == 3:
        return text.upper()
    found = detente.resolve(text)
    return found.country if isinstance(found, Actor) and found.id == found.country else None


def actor(text: str, on: date) -> Actor | None:
    """The state, organisation or person that a search names on a day."""
    if len(text) == 3 and (body := registry.load().bodies.get(text.upper())) is not None:
        text = body.name
    found = detente.resolve(text, on=on)
    return found if isinstance(found, Actor) else None


def matching_actors(ledger: Ledger, text: str, limit: int = 12) -> list[Row]:
    """Actors of the ledger whose name holds these words, with the number of their acts."""
    return _rows(
        ledger,
        "SELECT actor_id AS id, any_value(name) AS name, any_value(country) AS country, any_value(office) AS office, "
        "count(DISTINCT event_id) AS events FROM parties WHERE contains(lower(name), lower($text)) "
        f"GROUP BY actor_id ORDER BY events DESC, id LIMIT {int(limit)}",
        {"text": text},
    )


def busiest(ledger: Ledger, limit: int = 10, involving: str | None = None) -> list[Row]:
    """The pairs that the ledger tells most of: acts, their mean score, the last day."""
    condition = "WHERE actor = $code OR recipient = $code" if involving else ""
    return _rows(
        ledger,
        "SELECT pair, split_part(pair, '-', 1) AS one, split_part(pair, '-', 2) AS other, "
        "count(DISTINCT event_id) AS events, avg(score) AS score, max(coalesce(date_end, published)) AS last "
        f"FROM journal_as_filed {condition} GROUP BY pair HAVING one <> other "
        f"ORDER BY events DESC, pair LIMIT {int(limit)}",
        {"code": involving} if involving else {},
    )


def known_offices(actor_id: str, name: str | None, country: str | None) -> tuple[Office, ...]:
    """The offices that the tables know of a person, with their days."""
    return offices(Actor(actor_id, name, country))


def actor_row(ledger: Ledger, actor_id: str) -> Row | None:
    """An actor as the ledger's events name it; None where none does."""
    found = _rows(
        ledger,
        "SELECT actor_id AS id, mode(name) AS name, mode(country) AS country, mode(sector) AS sector, "
        "count(DISTINCT event_id) AS events, list(DISTINCT office) FILTER (office IS NOT NULL) AS offices "
        "FROM parties WHERE actor_id = $id GROUP BY actor_id",
        {"id": actor_id},
    )
    return found[0] if found else None


def acts_of(ledger: Ledger, actor_id: str, limit: int, offset: int = 0) -> list[Row]:
    """The events an actor takes part in, the newest first."""
    return _rows(
        ledger,
        chosen_rows(
            "SELECT id FROM stored_events_as_filed AS e "
            "SEMI JOIN (SELECT event_id FROM parties WHERE actor_id = $id) AS p ON e.id = p.event_id "
            "ORDER BY article.published DESC NULLS LAST, article_id, position "
            f"LIMIT {int(limit)} OFFSET {int(offset)}"
        )
        + " ORDER BY article_published DESC NULLS LAST, article_id, position",
        {"id": actor_id},
    )


def quotes_of(ledger: Ledger, actor_id: str, limit: int) -> list[Row]:
    """What an actor is quoted with, the newest first."""
    return _rows(
        ledger,
        "SELECT * FROM quotes WHERE actor_id = $id ORDER BY article_published DESC NULLS LAST, article_id, position "
        f"LIMIT {int(limit)}",
        {"id": actor_id},
    )


def articles(ledger: Ledger, limit: int, offset: int = 0) -> list[Row]:
    """Articles without their text, the newest first, with the number of their events."""
    return _rows(
        ledger,
        "SELECT a.id, a.published, a.title, a.source, a.url, a.language, a.characters, coalesce(n, 0) AS events "
        "FROM articles a LEFT JOIN (SELECT article_id, count(*) AS n FROM stored_events GROUP BY article_id) e "
        f"ON e.article_id = a.id ORDER BY a.published DESC NULLS LAST, a.id LIMIT {int(limit)} OFFSET {int(offset)}",
    )


@dataclass(frozen=True, slots=True)
class ActFilter:
    """What the table of acts of a relation shows: type, status, background, whose acts, in which order."""

    type: str | None = None
    status: str | None = None
    historical: bool | None = None
    actor: str | None = None
    order: str = "newest"


ORDERS = {
    "newest": "coalesce(date_start, published) DESC NULLS LAST, event_id",
    "oldest": "coalesce(date_start, published) NULLS LAST, event_id",
    "type": "event_type, coalesce(date_start, published) DESC NULLS LAST, event_id",
    "score": "score DESC, coalesce(date_start, published) DESC NULLS LAST, event_id",
    "status": "status, coalesce(date_start, published) DESC NULLS LAST, event_id",
    "source": "source NULLS LAST, coalesce(date_start, published) DESC NULLS LAST, event_id",
}


def acts_between(ledger: Ledger, pair: str, wanted: ActFilter, limit: int, offset: int = 0) -> list[Row]:
    """The acts of a pair with their sentences, in one of ORDERS."""
    said = ["pair = $pair"]
    values: dict[str, Any] = {"pair": pair}
    for column, value in (
        ("event_type", wanted.type),
        ("status", wanted.status),
        ("historical", wanted.historical),
        ("actor", wanted.actor),
    ):
        if value is not None:
            values[column] = value
            said.append(f"(actor = ${column} OR reciprocal)" if column == "actor" else f"{column} = ${column}")
    return _rows(
        ledger,
        f"""
SELECT * RENAME (attribution_text AS attribution) FROM journal_as_filed WHERE {" AND ".join(said)}
ORDER BY {ORDERS[wanted.order]} LIMIT {int(limit)} OFFSET {int(offset)}""",
        values,
    )


def is_told(ledger: Ledger, pair: str) -> bool:
    """Whether the ledger tells of any act of a pair."""
    return bool(_rows(ledger, "SELECT 1 AS told FROM journal_as_filed WHERE pair = $pair LIMIT 1", {"pair": pair}))
