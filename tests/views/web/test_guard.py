"""What may pass: hosts, tokens, other sites, sizes, and what a browser is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.views.web import Access, create_app
from detente.views.web.guard import is_loopback


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]", "::1", "LOCALHOST"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["example.org", "10.0.0.1", "0.0.0.0", "", "localhost.example.org", "127.0.0.1.x"])
def test_another_machine(host: str) -> None:
    assert not is_loopback(host)


def test_a_foreign_name_for_this_machine_is_refused(client: TestClient) -> None:
    answer = client.get("/api/ledger", headers={"host": "evil.example:8000"})
    assert answer.status_code == 421
    assert answer.json()["error"]["code"] == "wrong_host"


def test_every_answer_has_a_strict_policy(client: TestClient) -> None:
    for path in ("/", "/events", "/nowhere", "/api/nowhere", "/static/detente.css"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_other_sites_cannot_write(writer: TestClient, headers: dict[str, str]) -> None:
    answer = writer.post("/api/code", json={"text": "Japan accused China."}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "cross_site"


def test_too_large_a_body(books: Path) -> None:
    with TestClient(create_app(books, Access(most_bytes=1000)), base_url="http://localhost") as client:
        assert client.post("/api/code", json={"text": "a" * 2000}).status_code == 413
        # Without a length beforehand, too.
        pieces = (b"a" * 100 for _ in range(20))
        answer = client.post("/api/code", content=pieces, headers={"content-type": "application/json"})
        assert answer.status_code == 413


def test_token(books: Path) -> None:
    app = create_app(books, Access(token="s3cret"))
    with TestClient(app, base_url="http://books.example", follow_redirects=False) as client:
        assert client.get("/api/ledger").status_code == 401
        assert client.get("/api/ledger", headers={"authorization": "Bearer wrong"}).status_code == 401
        assert client.get("/api/ledger", headers={"authorization": "Bearer s3cret"}).status_code == 200
        assert client.get("/", headers={"accept": "text/html"}).headers["location"] == "/enter"
        assert client.get("/static/detente.css").status_code == 200
        entered = client.post("/enter", data={"token": "s3cret"})
        assert "httponly" in entered.headers["set-cookie"].lower()
        assert client.get("/api/ledger").status_code == 200


def test_reading_only_unless_told(client: TestClient, writer: TestClient) -> None:
    report = {"text": "Japan accused China of aggression on Monday.", "published": "2025-06-10"}
    refused = client.post("/api/articles", json=report)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "read_only")
    assert client.delete("/api/articles/0000").status_code == 403
    filed = writer.post("/api/articles", json=report)
    assert filed.status_code == 201
    assert writer.get("/api/articles/" + filed.json()["article"]).json()["text"] == report["text"]
    removed = writer.delete("/api/articles/" + filed.json()["article"])
    assert removed.json() == {"removed": filed.json()["article"]}
    assert writer.get("/api/articles/" + filed.json()["article"]).status_code == 404
