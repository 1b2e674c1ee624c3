"""The JSON Schema of one event, made from the records and the ontology so that it cannot lag behind them."""

from __future__ import annotations

from typing import Any

from detente import ontology
from detente.records import GRANULARITIES, STATUSES, STRENGTHS

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_MAYBE_TEXT: Json = {"type": ["string", "null"]}
_OFFSET: Json = {"type": "integer", "minimum": 0}
_DAY: Json = {"type": "string", "format": "date"}
_HASH: Json = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
_WORDS: Json = {"text": _TEXT, "start": _OFFSET, "end": _OFFSET}
_FIELD: Json = {"enum": ["text", "title"], "description": "What the offsets point into; absent means the text."}
_COUNTRY: Json = {
    "type": ["string", "null"],
    "pattern": "^[A-Z]{3}$",
    "description": "ISO 3166 alpha-3, or PLOVER's IGO, UNO, EUR, NGO, ISM, IMG, MNC, or null.",
}


def event_schema() -> Json:
    """JSON Schema, draft 2020-12, of one line of `--format jsonl`; docs/schema/event.schema.json holds the same."""
    types = list(ontology.types())
    modes = ontology.modes()
    properties: Json = {
        "id": _HASH,
        "article": _object(
            {
                "id": _HASH,
                "url": _MAYBE_TEXT,
                "title": _MAYBE_TEXT,
                "source": _MAYBE_TEXT,
                "published": _or_null(_DAY),
                "language": _TEXT,
            }
        ),
        "event_type": {"enum": types},
        "event_mode": _MAYBE_TEXT,
        "contexts": {"type": "array", "items": {"enum": list(ontology.contexts())}},
        "quad": {"enum": list(ontology.QUADS)},
        "score": {"type": "number", "minimum": -10, "maximum": 10},
        "cameo": {"type": "string", "pattern": "^[0-9]{2,4}$"},
        "actors": {"type": "array", "items": {"$ref": "#/$defs/party"}, "minItems": 1},
        "recipients": {"type": "array", "items": {"$ref": "#/$defs/party"}},
        "reciprocal": {"type": "boolean"},
        "status": {"enum": list(STATUSES)},
        "strength": {"enum": list(STRENGTHS)},
        "historical": {"type": "boolean"},
        "planned": _or_null(
            _object(
                {
                    "event_type": {"enum": types},
                    "event_mode": _MAYBE_TEXT,
                    "date": _or_null({"$ref": "#/$defs/interval"}),
                }
            )
        ),
        "channel": _MAYBE_TEXT,
        "size": _or_null(_object(dict.fromkeys(("dead", "injured", "arrested"), _or_null(_OFFSET)))),
        "date": _or_null({"$ref": "#/$defs/interval"}),
        "attribution": _or_null(
            _object(
                {**_WORDS, "name": _MAYBE_TEXT, "country": _COUNTRY, "verb": _TEXT, "field": _FIELD},
                optional=("field",),
            )
        ),
        "place": _or_null(_object({**_WORDS, "field": _FIELD}, optional=("field",))),
        "evidence": _object(
            {
                **_WORDS,
                "field": {"enum": ["text", "title"]},
                "trigger": _TEXT,
                "trigger_start": _OFFSET,
                "trigger_end": _OFFSET,
            }
        ),
        "story": _MAYBE_TEXT,
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "coder": _TEXT,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:detente:event",
        "title": "One event of a news report",
        "description": "Who did what to whom, with the words it was read from. Offsets are code points into the "
        "article's text as given, half-open; null is what the text does not say.",
        **_object(properties),
        "allOf": [
            *(
                _when("event_type", code, {"event_mode": {"enum": [*(m for t, m in modes if t == code), None]}})
                for code in types
            ),
            _when("reciprocal", True, {"actors": {"minItems": 2}, "recipients": {"maxItems": 0}}),
        ],
        "$defs": {"party": _party(), "interval": _interval()},
    }


def _object(properties: Json, optional: tuple[str, ...] = ()) -> Json:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _or_null(schema: Json) -> Json:
    return {"anyOf": [{"type": "null"}, schema]}


def _when(name: str, value: object, then: Json) -> Json:
    return {"if": {"properties": {name: {"const": value}}}, "then": {"properties": then}}


def _party() -> Json:
    sectors = list(ontology.sectors())
    return _object(
        {
            **_WORDS,
            "name": _MAYBE_TEXT,
            "country": _COUNTRY,
            "sector": {"enum": [*sectors, None]},
            "office": _MAYBE_TEXT,
            "id": _TEXT,
            "sectors": {
                "type": "array",
                "items": {"enum": sectors},
                "minItems": 2,
                "description": "All sectors, where there are several.",
            },
            "field": _FIELD,
        },
        optional=("sectors", "field"),
    )


def _interval() -> Json:
    return _object({"start": _DAY, "end": _DAY, "granularity": {"enum": list(GRANULARITIES)}, "basis": _TEXT}) | {
        "description": "Days from start to end, both included; basis names the words or the reason."
    }
