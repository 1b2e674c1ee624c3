"""The API: the shapes, the pages of lists, the one shape of errors."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from starlette.testclient import TestClient

from detente.formats import event_schema
from detente.views.web import api, create_app
from tests.examples import TEXT
from tests.views.web.test_pages import made


def test_events_have_the_published_shape(client: TestClient) -> None:
    items = client.get("/api/events").json()["items"]
    assert len(items) == 6
    for item in items:
        jsonschema.validate(item, event_schema())


def test_pages_of_a_list(client: TestClient) -> None:
    first = client.get("/api/events", params={"limit": 4}).json()
    assert (len(first["items"]), first["next"]) == (4, 4)
    rest = client.get("/api/events", params={"limit": 4, "offset": 4}).json()
    assert (len(rest["items"]), rest["next"]) == (2, None)
    ids = [e["id"] for e in first["items"] + rest["items"]]
    assert len(set(ids)) == 6


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("between=ALA-BOR", 6),
        ("between=ALA-USA", 0),
        ("involving=BOR", 6),
        ("type=CONSULT", 3),
        ("type=CONSULT&type=AGREE", 6),
        ("status=future", 3),
        ("status=&type=&between=", 6),
        ("historical=true", 0),
        ("attributed_to=government", 3),
        ("until=2025-06-09", 3),
    ],
)
def test_filters(client: TestClient, query: str, count: int) -> None:
    assert len(client.get(f"/api/events?{query}").json()["items"]) == count


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/events?type=FOO", 422),
        ("/api/events?between=JAPAN", 422),
        ("/api/events?limit=0", 422),
        ("/api/events?context=nonsense", 422),
        ("/api/events/ffffffff", 404),
        ("/api/events/not-an-id", 422),
        ("/api/articles/0123", 404),
        ("/api/actors/nobody", 404),
        ("/api/nowhere", 404),
    ],
)
def test_errors_have_one_shape(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message"}


def test_a_body_that_is_no_json(client: TestClient) -> None:
    answer = client.post("/api/code", content=b"/n%v0An\xc2", headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert set(answer.json()) == {"error"}


def test_no_ledger_is_an_answer(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "none"), base_url="http://localhost") as client:
        assert client.get("/api/ledger").json()["events"] == 0
        assert client.get("/api/events").status_code == 404
        assert "empty" in client.get("/").text


def test_article_and_event(client: TestClient) -> None:
    event = client.get("/api/events").json()["items"][0]
    article = client.get("/api/articles/" + event["article"]["id"]).json()
    assert article["text"] == TEXT
    told = client.get("/api/events/" + event["id"]).json()
    assert told["decisions"]
    start, end = told["evidence"]["trigger_start"], told["evidence"]["trigger_end"]
    assert article["text"][start:end] == told["evidence"]["trigger"]


def test_downloads(client: TestClient) -> None:
    lines = client.get("/api/events.jsonl").text.splitlines()
    assert len([json.loads(line) for line in lines]) == 6
    assert client.get("/api/events.csv?type=CONSULT").text.count("\n") == 4
    assert client.get("/api/events.parquet").content[:4] == b"PAR1"


def test_actors(client: TestClient) -> None:
    (found,) = client.get("/api/actors?name=berg").json()["items"]
    actor = client.get("/api/actors/" + found["id"]).json()
    assert (actor["name"], actor["country"], actor["events"]) == ("Ada Berg", "ALA", 3)


LISTS = "series turning-points promises contacts agreements tracks first-contacts third-parties".split()


@pytest.mark.parametrize("what", [*LISTS, "series?freq=year&split=quad"])
def test_relations(client: TestClient, what: str) -> None:
    answer = client.get(f"/api/relations/ALA-BOR/{what}")
    assert answer.status_code == 200
    assert isinstance(answer.json()["items"], list)
    assert client.get(f"/api/relations/ALA/{what}").status_code == 422


def test_a_forecast_is_made_beside_the_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PATIENCE", 0.0)
    path = "/api/relations/ALA-BOR/forecast?days=7"
    answer = client.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (202, "5")
    assert set(answer.json()["being_made"]) == {"state", "before", "seconds"}
    found = made(client, path).json()
    assert (found["one"], found["other"], found["days"]) == ("ALA", "BOR", 7)
    assert found["record_words"]


def test_contacts_lead_to_events(client: TestClient) -> None:
    (call,) = client.get("/api/relations/ALA-BOR/contacts").json()["items"]
    assert (call["kind"], call["level"], call["start"]) == ("call", "leaders", "2025-06-09")
    assert all(client.get("/api/events/" + e["event_id"]).status_code == 200 for e in call["evidence"])


def test_coding_one_text(client: TestClient) -> None:
    text = "Japan's Prime Minister Shigeru Ishiba met South Korean President Lee Jae-myung in Seoul on Monday."
    told = client.post("/api/code", json={"text": text, "published": "2025-06-10"}).json()
    assert [e["event_type"] for e in told["events"]] == ["CONSULT"]
    assert client.post("/api/code", json={"text": ""}).status_code == 422
    assert client.post("/api/code", json={"text": "Der Minister sagte am Montag. " * 30}).status_code == 422


def test_the_document_describes_every_route(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert all(path.startswith("/api/") for path in document["paths"])
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            assert described.get("description") or described.get("summary"), (path, method)
