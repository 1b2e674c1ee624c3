"""One event as one flat row: the columns of CSV, of Parquet, and of the ledger's `events` view.

Columns about parties are lists, one entry a party, in the order of the text, so that `actor_names[i]`,
`actor_countries[i]` and the others speak of the same party. What is unknown is null (an empty cell in CSV).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente import ontology
from detente.records import Actor, Article, Cited, Event, Party

if TYPE_CHECKING:
    import pyarrow as pa

# name, kind, meaning. Kinds: str, int, float, bool, day, strs (a list).
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("id", "str", "stable hash of the event"),
    ("article_id", "str", "stable hash of the article it stands in"),
    ("article_url", "str", "where the article came from"),
    ("article_title", "str", "its headline"),
    ("article_source", "str", "who published it, or the file it was read from"),
    ("article_published", "day", "the day it was published"),
    ("article_language", "str", "language tag"),
    ("event_type", "str", "PLOVER type"),
    ("event_mode", "str", "PLOVER mode, known by its pair with the type"),
    ("contexts", "strs", "PLOVER contexts"),
    ("quad", "int", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"),
    ("score", "float", "intensity of type and mode, -10 (worst conflict) to +10"),
    ("cameo", "str", "nearest CAMEO code, a string with its leading zero"),
    ("actor_texts", "strs", "the words that name each actor"),
    ("actor_names", "strs", "name of each actor"),
    ("actor_countries", "strs", "ISO 3166 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC"),
    ("actor_sectors", "strs", "primary PLOVER sector of each actor"),
    ("actor_offices", "strs", "office each actor held on that day"),
    ("actor_ids", "strs", "stable id of each actor"),
    ("recipient_texts", "strs", "the same for the recipients; empty for a reciprocal event"),
    ("recipient_names", "strs", ""),
    ("recipient_countries", "strs", ""),
    ("recipient_sectors", "strs", ""),
    ("recipient_offices", "strs", ""),
    ("recipient_ids", "strs", ""),
    ("reciprocal", "bool", "all parties stand in the actor columns"),
    ("status", "str", "actual, future, hypothetical, negated"),
    ("strength", "str", "how firmly it is put"),
    ("historical", "bool", "background, not what the article newly reports"),
    ("planned_type", "str", "type of the act that a promise or plan is about"),
    ("planned_mode", "str", "its mode"),
    ("planned_start", "day", "its first possible day"),
    ("planned_end", "day", "its last possible day"),
    ("channel", "str", "phone, in person, letter ..."),
    ("dead", "int", "as stated"),
    ("injured", "int", "as stated"),
    ("arrested", "int", "as stated"),
    ("date_start", "day", "first day the event may have happened on; null when the text does not say"),
    ("date_end", "day", "last such day"),
    ("date_granularity", "str", "day, week, month, quarter, season, half, year, decade, span"),
    ("date_basis", "str", "the words or the reason the date rests on"),
    ("attribution_text", "str", "the words that name who asserts it; null for the article's own voice"),
    ("attribution_name", "str", "the source's name, where resolved"),
    ("attribution_country", "str", "the source's country, where resolved"),
    ("attribution_verb", "str", "said, according to ..."),
    ("place", "str", "the words that name the place"),
    ("sentence", "str", "the sentence it was read from"),
    ("sentence_start", "int", "offsets in code points, half-open"),
    ("sentence_end", "int", ""),
    ("evidence_field", "str", "text or title: what the offsets point into"),
    ("trigger", "str", "the words that tell of the deed"),
    ("trigger_start", "int", ""),
    ("trigger_end", "int", ""),
    ("story", "str", "articles on the same happening share it"),
    ("confidence", "float", "0 to 1"),
    ("coder", "str", "version of the coder and of its codebook"),
)


def flat_row(event: Event, article: Article | Cited) -> dict[str, Any]:
    """The values of `COLUMNS` for one event; days are `date`, lists are lists."""
    cited = article.cite() if isinstance(article, Article) else article
    planned, size, when, source = event.planned, event.size, event.date, event.attribution
    speaker = source.actor if source is not None and isinstance(source.actor, Actor) else None
    plan_date = planned.date if planned else None
    sentence, trigger = event.evidence.sentence, event.evidence.trigger
    return {
        "id": event.id,
        "article_id": event.article_id,
        "article_url": cited.url,
        "article_title": cited.title,
        "article_source": cited.source,
        "article_published": cited.published,
        "article_language": cited.language,
        "event_type": event.event_type,
        "event_mode": event.event_mode,
        "contexts": list(event.contexts),
        "quad": ontology.quad(event.event_type),
        "score": ontology.score(event.event_type, event.event_mode),
        "cameo": ontology.cameo(event.event_type, event.event_mode),
        **_side("actor", event.actors),
        **_side("recipient", event.recipients),
        "reciprocal": event.reciprocal,
        "status": event.status,
        "strength": event.strength,
        "historical": event.historical,
        "planned_type": planned.event_type if planned else None,
        "planned_mode": planned.event_mode if planned else None,
        "planned_start": plan_date.start if plan_date else None,
        "planned_end": plan_date.end if plan_date else None,
        "channel": event.channel,
        "dead": size.dead if size else None,
        "injured": size.injured if size else None,
        "arrested": size.arrested if size else None,
        "date_start": when.start if when else None,
        "date_end": when.end if when else None,
        "date_granularity": when.granularity if when else None,
        "date_basis": when.basis if when else None,
        "attribution_text": source.span.text if source else None,
        "attribution_name": speaker.name if speaker else None,
        "attribution_country": speaker.country if speaker else None,
        "attribution_verb": source.verb if source else None,
        "place": event.place.text if event.place else None,
        "sentence": sentence.text,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "evidence_field": sentence.field,
        "trigger": trigger.text,
        "trigger_start": trigger.start,
        "trigger_end": trigger.end,
        "story": event.story,
        "confidence": event.confidence,
        "coder": event.coder,
    }


def flat_schema() -> pa.Schema:
    """The Arrow schema of `COLUMNS`; each field's metadata says what it means."""
    import pyarrow as pa

    kinds = {
        "str": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "day": pa.date32(),
        "strs": pa.list_(pa.string()),
    }
    return pa.schema(
        [
            pa.field(name, kinds[kind], metadata={"meaning": meaning} if meaning else None)
            for name, kind, meaning in COLUMNS
        ]
    )


def _side(side: str, parties: tuple[Party, ...]) -> dict[str, list[str | None]]:
    return {
        f"{side}_texts": [p.span.text for p in parties],
        f"{side}_names": [p.actor.name for p in parties],
        f"{side}_countries": [p.actor.country for p in parties],
        f"{side}_sectors": [p.actor.sector for p in parties],
        f"{side}_offices": [p.actor.office for p in parties],
        f"{side}_ids": [p.actor.id for p in parties],
    }
