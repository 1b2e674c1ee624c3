"""One event as JSON: the contract's shape, its schema, and the way back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.formats import event_from_json, event_schema, event_to_json, quote_to_json
from detente.records import Actor, Unresolved
from tests.examples import coded
from tests.strategies import articles, events, quotes

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
VALIDATOR = jsonschema.Draft202012Validator(event_schema(), format_checker=jsonschema.FormatChecker())


def test_an_event_has_the_documented_shape() -> None:
    one = coded()
    data = event_to_json(one.events[0], one.article)
    assert list(data) == [
        "id", "article", "event_type", "event_mode", "contexts", "quad", "score", "cameo", "actors", "recipients",
        "reciprocal", "status", "strength", "historical", "planned", "channel", "size", "date", "attribution", "place",
        "evidence", "story", "confidence", "coder",
    ]  # fmt: skip
    assert data["article"] == {
        "id": one.article.id,
        "url": "https://example.org/0",
        "title": "Berg and Dorn speak (0)",
        "source": "Aland Times",
        "published": "2025-06-10",
        "language": "en",
    }
    assert (data["quad"], data["score"], data["cameo"]) == (1, 1.5, "041")
    assert data["actors"][0] == {
        "text": "President Ada Berg",
        "start": 8,
        "end": 26,
        "name": "Ada Berg",
        "country": "ALA",
        "sector": "GOV",
        "office": "President",
        "id": "person:berg",
    }
    assert data["actors"][1]["sectors"] == ["GOV", "MIL"]
    assert data["date"] == {"start": "2025-06-09", "end": "2025-06-09", "granularity": "day", "basis": "on Monday"}
    assert data["evidence"]["field"] == "text"
    assert data["evidence"]["trigger"] == one.article.text[data["evidence"]["trigger_start"] :][:5] == "spoke"


def test_what_is_unknown_is_null() -> None:
    one = coded()
    data = event_to_json(one.events[1], one.article)
    source = data["attribution"]
    assert (source["text"], source["name"], source["country"]) == ("government sources", None, None)
    assert data["planned"]["event_mode"] == "visit"
    assert data["place"] is data["size"] is data["story"] is data["channel"] is None
    undated = event_to_json(replace(one.events[1], date=None), one.article)
    assert undated["date"] is None


@FEW
@given(st.data())
def test_json_satisfies_the_schema_and_comes_back(data: st.DataObject) -> None:
    article = data.draw(articles)
    event = data.draw(events(article))
    written = event_to_json(event, article)
    VALIDATOR.validate(written)
    text = json.dumps(written)
    back, cited = event_from_json(json.loads(text))
    assert json.dumps(event_to_json(back, cited)) == text
    assert (cited.id, cited.published) == (article.id, article.published)
    assert back.evidence == event.evidence
    assert (back.date, back.planned, back.size, back.place) == (event.date, event.planned, event.size, event.place)
    assert [p.span for p in back.actors] == [p.span for p in event.actors]


@FEW
@given(st.data())
def test_quotes_are_json(data: st.DataObject) -> None:
    article = data.draw(articles)
    quote = data.draw(quotes(article))
    written = json.loads(json.dumps(quote_to_json(quote, article)))
    assert [c["text"] for c in written["content"]] == [c.text for c in quote.content]
    assert written["name"] == (quote.actor.name if isinstance(quote.actor, Actor) else None)


def test_schema_refuses_what_is_not_an_event() -> None:
    one = coded()
    good = event_to_json(one.events[0], one.article)
    assert VALIDATOR.is_valid(good)
    for change in (
        {"event_type": "DEMAND"},
        {"event_mode": "withdraw"},
        {"status": "likely"},
        {"recipients": good["actors"]},
        {"confidence": 2},
        {"extra": 1},
    ):
        assert not VALIDATOR.is_valid(good | change), change


def test_published_schema_is_the_current_one(root_dir) -> None:
    jsonschema.Draft202012Validator.check_schema(event_schema())
    assert json.loads((root_dir / "docs/schema/event.schema.json").read_text()) == event_schema()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"event_type": None}, "PLOVER"),
        ({"actors": []}, "actor"),
        ({"date": {"start": "yesterday", "end": "2025-01-01", "granularity": "day", "basis": ""}}, "isoformat"),
        ({"evidence": {}}, "no field 'start'"),
        ({"actors": 3}, "iterable"),
        ({"article": None}, "NoneType"),
    ],
)
def test_a_broken_event_is_an_input_error(change: dict, message: str) -> None:
    one = coded()
    data = event_to_json(one.events[0], one.article) | change
    with pytest.raises(InputError, match=message) as found:
        event_from_json(data, "file.jsonl, line 7")
    assert found.value.where == "file.jsonl, line 7"


def test_an_event_is_not_written_under_another_article() -> None:
    one, other = coded(0), coded(1)
    with pytest.raises(ValueError, match="belongs to article"):
        event_to_json(one.events[0], other.article)


def test_unresolved_sources_come_back_unresolved() -> None:
    one = coded()
    back, cited = event_from_json(event_to_json(one.events[1], one.article))
    assert back.attribution is not None
    assert isinstance(back.attribution.actor, Unresolved)
    assert cited.published == date(2025, 6, 10)
