"""One event as JSON and back: the shape that docs/schema/event.schema.json describes.

The JSON form holds what a reader of an event needs: who, what, when, how firmly, who says so, and the words. How the
coder got there (`Event.decisions`, `Actor.why`, the reason of an unresolved source) is left out; the ledger keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from detente import ontology
from detente.errors import InputError, UsageError
from detente.records import (
    Actor,
    Article,
    Attribution,
    Cited,
    Event,
    Evidence,
    Interval,
    Party,
    Planned,
    Quote,
    Size,
    Span,
    Unresolved,
)

Json = dict[str, Any]


def event_to_json(event: Event, article: Article | Cited) -> Json:
    """An event with the article it stands in, as one JSON object. Keys come in a fixed order; days are ISO strings.

    Spans point into the article's text. A span that points into the title instead says `"field": "title"`; evidence
    always says which. `quad`, `score` and `cameo` follow from type and mode.
    """
    cited = article.cite() if isinstance(article, Article) else article
    if cited.id != event.article_id:
        raise ValueError(f"event {event.id} belongs to article {event.article_id}, not {cited.id}")
    sentence, trigger = event.evidence.sentence, event.evidence.trigger
    return {
        "id": event.id,
        "article": {
            "id": cited.id,
            "url": cited.url,
            "title": cited.title,
            "source": cited.source,
            "published": _day(cited.published),
            "language": cited.language,
        },
        "event_type": event.event_type,
        "event_mode": event.event_mode,
        "contexts": list(event.contexts),
        "quad": ontology.quad(event.event_type),
        "score": ontology.score(event.event_type, event.event_mode),
        "cameo": ontology.cameo(event.event_type, event.event_mode),
        "actors": [_party(p) for p in event.actors],
        "recipients": [_party(p) for p in event.recipients],
        "reciprocal": event.reciprocal,
        "status": event.status,
        "strength": event.strength,
        "historical": event.historical,
        "planned": None
        if event.planned is None
        else {
            "event_type": event.planned.event_type,
            "event_mode": event.planned.event_mode,
            "date": _interval(event.planned.date),
        },
        "channel": event.channel,
        "size": None
        if event.size is None
        else {"dead": event.size.dead, "injured": event.size.injured, "arrested": event.size.arrested},
        "date": _interval(event.date),
        "attribution": _attribution(event.attribution),
        "place": None if event.place is None else _span(event.place),
        "evidence": {
            "text": sentence.text,
            "start": sentence.start,
            "end": sentence.end,
            "field": sentence.field,
            "trigger": trigger.text,
            "trigger_start": trigger.start,
            "trigger_end": trigger.end,
        },
        "story": event.story,
        "confidence": event.confidence,
        "coder": event.coder,
    }


def event_from_json(data: Mapping[str, Any], where: str = "event") -> tuple[Event, Cited]:
    """The event and its article from `event_to_json`'s form; writing them again gives the same JSON.

    An attribution without name and country comes back as Unresolved. Raises InputError naming `where` when a field is
    missing or no event can be made of the values.
    """
    try:
        return _event(data)
    except KeyError as error:
        raise InputError(where, f"no field {error.args[0]!r}") from error
    except (TypeError, ValueError, AttributeError, UsageError) as error:
        raise InputError(where, f"not an event: {error}") from error


def quote_to_json(quote: Quote, article: Article | Cited) -> Json:
    """A quotation with its article: speaker, the words that introduce it, and the pieces of its content."""
    cited = article.cite() if isinstance(article, Article) else article
    actor = quote.actor if isinstance(quote.actor, Actor) else None
    return {
        "article": {"id": cited.id, "url": cited.url, "title": cited.title, "published": _day(cited.published)},
        "speaker": None if quote.speaker is None else _span(quote.speaker),
        "name": actor.name if actor else None,
        "country": actor.country if actor else None,
        "office": actor.office if actor else None,
        "cue": None if quote.cue is None else _span(quote.cue),
        "content": [_span(s) for s in quote.content],
        "direct": quote.direct,
        "audience": None if quote.audience is None else _span(quote.audience),
        "occasion": None if quote.occasion is None else _span(quote.occasion),
        "channel": quote.channel,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _span(span: Span) -> Json:
    found: Json = {"text": span.text, "start": span.start, "end": span.end}
    if span.field != "text":
        found["field"] = span.field
    return found


def _interval(interval: Interval | None) -> Json | None:
    if interval is None:
        return None
    return {
        "start": interval.start.isoformat(),
        "end": interval.end.isoformat(),
        "granularity": interval.granularity,
        "basis": interval.basis,
    }


def _party(party: Party) -> Json:
    actor = party.actor
    found = _span(party.span) | {
        "name": actor.name,
        "country": actor.country,
        "sector": actor.sector,
        "office": actor.office,
        "id": actor.id,
    }
    if len(actor.sectors) > 1:
        found["sectors"] = list(actor.sectors)
    return found


def _attribution(attribution: Attribution | None) -> Json | None:
    if attribution is None:
        return None
    actor = attribution.actor if isinstance(attribution.actor, Actor) else None
    return _span(attribution.span) | {
        "name": actor.name if actor else None,
        "country": actor.country if actor else None,
        "verb": attribution.verb,
    }


def _to_span(data: Mapping[str, Any], field: str | None = None) -> Span:
    return Span(data["start"], data["end"], data["text"], field or data.get("field", "text"))


def _to_interval(data: Mapping[str, Any] | None) -> Interval | None:
    if data is None:
        return None
    return Interval(
        date.fromisoformat(data["start"]), date.fromisoformat(data["end"]), data["granularity"], data["basis"]
    )


def _to_party(data: Mapping[str, Any]) -> Party:
    sectors = data.get("sectors") or ([data["sector"]] if data["sector"] else [])
    actor = Actor(data["id"], data["name"], data["country"], data["sector"], tuple(sectors), data["office"])
    return Party(_to_span(data), actor)


def _to_attribution(data: Mapping[str, Any] | None) -> Attribution | None:
    if data is None:
        return None
    actor: Actor | Unresolved
    if data["name"] is None and data["country"] is None:
        actor = Unresolved("the JSON form names no source and keeps no reason")
    else:
        actor = Actor("", data["name"], data["country"])
    return Attribution(_to_span(data), actor, data["verb"])


def _event(data: Mapping[str, Any]) -> tuple[Event, Cited]:
    article, evidence, planned, size = data["article"], data["evidence"], data["planned"], data["size"]
    cited = Cited(
        article["id"],
        None if article["published"] is None else date.fromisoformat(article["published"]),
        article["title"],
        article["source"],
        article["url"],
        article["language"],
    )
    event = Event(
        id=data["id"],
        article_id=cited.id,
        event_type=data["event_type"],
        event_mode=data["event_mode"],
        contexts=tuple(data["contexts"]),
        actors=tuple(_to_party(p) for p in data["actors"]),
        recipients=tuple(_to_party(p) for p in data["recipients"]),
        reciprocal=data["reciprocal"],
        status=data["status"],
        strength=data["strength"],
        historical=data["historical"],
        planned=None
        if planned is None
        else Planned(planned["event_type"], planned["event_mode"], _to_interval(planned["date"])),
        channel=data["channel"],
        size=None if size is None else Size(size["dead"], size["injured"], size["arrested"]),
        date=_to_interval(data["date"]),
        attribution=_to_attribution(data["attribution"]),
        place=None if data["place"] is None else _to_span(data["place"]),
        evidence=Evidence(
            _to_span(evidence),
            Span(evidence["trigger_start"], evidence["trigger_end"], evidence["trigger"], evidence["field"]),
        ),
        story=data["story"],
        confidence=data["confidence"],
        coder=data["coder"],
    )
    ontology.score(event.event_type, event.event_mode)
    return event, cited
