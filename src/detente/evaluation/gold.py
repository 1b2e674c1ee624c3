"""Annotated articles as gold, in the format that `detente evaluate` reads: a user's own test set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from detente.actors import registry
from detente.formats import replacing
from detente.ledger import Annotation, Ledger
from detente.records import Article, Event, Party

Json = dict[str, Any]


def annotated(ledger: Ledger) -> Iterator[tuple[Json, Json]]:
    """(gold, article) for every article with an annotation, by id.

    Events that nobody judged are optional: finding them costs and earns nothing. An event that was judged wrong stands
    under `never`.
    """
    by_article: dict[str, list[Annotation]] = {}
    for one in ledger.annotations():
        by_article.setdefault(one.article_id, []).append(one)
    for article_id, judged in sorted(by_article.items()):
        article, _ = ledger.article(article_id)
        told = [event for event, _ in ledger.records(article=article_id)]
        yield gold_of(article, told, judged), _article(article)


def gold_of(article: Article, events: Iterable[Event], judged: Iterable[Annotation]) -> Json:
    """The gold of one article from its events and what was said of them, the last word on each."""
    last: dict[str, Annotation] = {}
    missing: list[Annotation] = []
    for one in sorted(judged, key=lambda a: (a.time, a.id)):
        if one.event_id is None:
            missing.append(one)
        else:
            last[one.event_id] = one
    gold: list[Json] = []
    never: list[Json] = []
    for event in events:
        said = last.get(event.id)
        if said is None:
            gold.append(_coded(event) | {"optional": True})
        elif said.verdict == "right":
            gold.append(_coded(event))
        elif said.verdict == "corrected":
            gold.append(_given(said))
        else:
            parties = [*_codes(event.actors), *_codes(event.recipients)]
            never.append(
                {"parties": parties, "type": [event.event_type], "why": said.note or f"judged by {said.author}"}
            )
    gold += [_given(one) for one in missing]
    numbered = [{"id": number, **one} for number, one in enumerate(gold, 1)]
    published = article.published.isoformat() if article.published else None
    return {"doc": article.id, "published": published, "events": numbered, "never": never, "quotes": []}


def write_gold(ledger: Ledger, folder: Path) -> int:
    """Writes `events/ID.json` and `articles/ID.json` below a folder; returns how many articles."""
    count = 0
    for gold, article in annotated(ledger):
        for kind, content in (("events", gold), ("articles", article)):
            (folder / kind).mkdir(parents=True, exist_ok=True)
            with replacing(folder / kind / f"{article['id']}.json") as out:
                out.write(json.dumps(content, ensure_ascii=False, indent=1).encode())
        count += 1
    return count


def _coded(event: Event) -> Json:
    sides = (
        {"parties": _codes(event.actors)}
        if event.reciprocal
        else {"actor": _codes(event.actors), "recipient": _codes(event.recipients)}
    )
    return {
        "text": event.evidence.sentence.text,
        "also": [],
        "type": [event.event_type],
        "mode": event.event_mode,
        **sides,
        "status": event.status,
        "historical": event.historical,
        "date": _date(event.date.start.isoformat(), event.date.end.isoformat()) if event.date else None,
        "attribution": event.attribution.span.text if event.attribution else None,
        "optional": False,
    }


def _given(said: Annotation) -> Json:
    sides = (
        {"parties": list(said.actors)}
        if said.reciprocal
        else {"actor": list(said.actors), "recipient": list(said.recipients)}
    )
    dated = said.date_start is not None and said.date_end is not None
    return {
        "text": said.text,
        "also": [],
        "type": [said.event_type],
        "mode": said.event_mode,
        **sides,
        "status": said.status,
        "historical": said.historical,
        "date": _date(str(said.date_start), str(said.date_end)) if dated else None,
        "attribution": said.attribution,
        "optional": False,
    }


def _date(start: str, end: str) -> str | list[str]:
    return start if start == end else [start, end]


def _codes(parties: Iterable[Party]) -> list[str]:
    """The code of each party: a state's own, else the short name of the body."""
    states = registry.load().bodies
    found = [
        p.actor.country if p.actor.country in states else p.actor.id.split(":")[1] if ":" in p.actor.id else p.actor.id
        for p in parties
    ]
    return list(dict.fromkeys(code for code in found if code))


def _article(article: Article) -> Json:
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
        "text": article.text,
    }
