"""The pages: everything leads to its words, and hostile text stays text."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from detente.views.web import relations
from detente.views.web.text import Mark, runs

HOSTILE = (
    "<script>alert(1)</script> Japan accused <img src=x onerror=alert(2)> China of \u202eaggression\u202c on Monday. "
    "</article></main><iframe src='javascript:alert(3)'></iframe> & \"quoted\" 'text' {{ 7 * 7 }}"
)


def ids(client: TestClient) -> tuple[str, str]:
    event = client.get("/api/events?limit=1").json()["items"][0]
    return event["id"], event["article"]["id"]


def test_home_shows_what_there_is(client: TestClient) -> None:
    text = client.get("/").text
    assert "Ada Berg" in text
    assert "Who coded it" in text


def test_every_link_of_the_pages_leads_somewhere(client: TestClient) -> None:
    seen: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < 60:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = made(client, path)
        assert answer.status_code == 200, path
        if "text/html" in answer.headers["content-type"]:
            assert len(answer.content) < 300_000, path
            found = html.fromstring(answer.text).xpath("//a/@href | //link/@href | //script/@src")
            waiting += [h.split("#")[0] for h in found if h.startswith("/") and h.split("#")[0] not in seen]
    assert any(path.startswith("/articles/") for path in seen)
    assert any(path.startswith("/actors/") for path in seen)


def test_article_marks_its_words_and_leads_to_its_events(client: TestClient) -> None:
    event, article = ids(client)
    tree = html.fromstring(client.get(f"/articles/{article}").text)
    (text,) = tree.xpath("//article")
    marked = text.xpath(".//a[contains(@class, 'trigger')]")
    assert {a.get("href") for a in marked} >= {f"#e-{event}"}
    assert tree.xpath(f"//*[@id='e-{event}']")


def test_event_page_explains(client: TestClient) -> None:
    event, _ = ids(client)
    text = client.get(f"/events/{event}").text
    assert "Decisions" in text
    assert "Who is who" in text


def test_parse_on_demand(client: TestClient) -> None:
    event, _ = ids(client)
    assert "[root, verb]" in client.get(f"/events/{event}/parse").text


@pytest.mark.parametrize(
    ("query", "leads"),
    [
        ("JPN-KOR", "/JPN-KOR"),
        ("jpn kor", "/JPN-KOR"),
        ("Japan and South Korea", "/JPN-KOR"),
        ("US, China", "/USA-CHN"),
        ("", "/"),
    ],
)
def test_search_for_two_states(client: TestClient, query: str, leads: str) -> None:
    answer = client.get("/search", params={"q": query}, follow_redirects=False)
    assert answer.headers["location"] == leads


def test_search_for_one(client: TestClient) -> None:
    assert "Ada Berg" in client.get("/search", params={"q": "Berg"}).text
    assert "Nothing in the ledger" in client.get("/search", params={"q": "zzz <script>"}).text


def test_filters_of_the_events_page(client: TestClient) -> None:
    tree = html.fromstring(client.get("/events?type=CONSULT&status=&between=").text)
    assert len(tree.xpath("//li[contains(@class, 'event')]")) == 3
    assert tree.xpath("//select[@name='type']/option[@selected]")[0].text == "CONSULT"


@pytest.mark.parametrize(
    ("query", "count"), [("", 6), ("?type=CONSULT&status=&actor=&historical=", 3), ("?status=future&order=oldest", 3)]
)
def test_filters_of_a_relation(client: TestClient, query: str, count: int) -> None:
    tree = html.fromstring(client.get("/ALA-BOR" + query).text)
    assert len(tree.xpath("//*[@id='found']//tbody/tr")) == count


def made(client: TestClient, path: str, **headers: str) -> Any:
    """The answer once it is made, however busy the machine is."""
    for _ in range(1_200):
        answer = client.get(path, headers=headers)
        if answer.status_code != 202:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"{path} is still being made")


def test_the_brief_of_a_relation(client: TestClient) -> None:
    tree = html.fromstring(made(client, "/ALA-BOR/brief").text)
    assert "a call, 9 June 2025" in tree.text_content()
    leads = tree.xpath("//section[@class='evidence']//a[starts-with(@href, '/events/')]/@href")
    assert leads
    assert all(client.get(href).status_code == 200 for href in leads)


@pytest.mark.parametrize(
    ("form", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-"), ("md", b"# ALA and BOR")]
)
def test_the_brief_as_a_file(client: TestClient, form: str, begins: bytes) -> None:
    answer = made(client, f"/ala-bor/brief.{form}")
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"] == f'attachment; filename="ALA-BOR.{form}"'


def test_charts_of_a_relation(client: TestClient) -> None:
    assert made(client, "/ALA-BOR/charts/nothing.json").status_code == 404


def test_a_brief_that_takes_long_is_announced_and_then_there(
    writer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "PATIENCE", 0.0)
    answer = writer.get("/ALA-BOR/brief.html")
    assert (answer.status_code, answer.headers["refresh"], answer.headers["retry-after"]) == (202, "2", "2")
    tree = html.fromstring(answer.text)
    assert "The brief on ALA and BOR is being made" in tree.xpath("//*[@role='status']")[0].text
    part = writer.get("/BOR-ALA/brief", headers={"hx-request": "true"})  # the same brief
    assert part.status_code == 202 and "refresh" not in part.headers
    (asks,) = html.fragment_fromstring(part.text, create_parent=True).xpath("//*[@hx-get]")
    assert asks.get("hx-get") == "/BOR-ALA/brief"
    assert "a call, 9 June 2025" in made(writer, asks.get("hx-get"), **{"hx-request": "true"}).text
    assert made(writer, "/ALA-BOR/brief.html").text.startswith("<!doctype html>")


def test_no_such_relation(client: TestClient) -> None:
    assert client.get("/XXX-YYY").status_code == 404
    assert client.get("/JPN-JPN").status_code == 422
    assert "tells nothing" in client.get("/JPN-KOR").text


def finished(client: TestClient, path: str) -> str:
    for _ in range(200):
        text = client.get(path).text
        if re.search(r"(done|cancelled): \d", text):
            return text
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def test_hostile_text_stays_text(writer: TestClient) -> None:
    sent = {"text": HOSTILE, "title": "<b>bold</b>", "published": "2025-06-10"}
    started = writer.post("/code", data=sent, follow_redirects=False)
    job = started.headers["location"]
    finished(writer, job)
    filed = writer.post(f"{job}/file", follow_redirects=False).headers["location"]
    for path in (job, filed, "/", "/events"):
        tree = html.fromstring(writer.get(path).text)
        assert {s.get("src") for s in tree.xpath("//script")} <= {"/static/htmx.min.js", "/static/charts.js"}
        assert not tree.xpath("//iframe | //img | //b")
        assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    shown = html.fromstring(writer.get(filed).text).xpath("string(//article)")
    for piece in ("<script>alert(1)</script>", "onerror=alert(2)", "{{ 7 * 7 }}"):
        assert piece in shown
    article = writer.get("/api/articles/" + filed.split("/")[-1]).json()
    assert article["text"] == HOSTILE


def test_a_file_is_read_and_its_problems_are_told(writer: TestClient) -> None:
    good = '{"text": "Japan accused China of aggression on Monday.", "date": "2025-06-10"}'
    sent = {"upload": ("news.jsonl", f"{good}\n{{broken\n{good}\n".encode())}
    job = writer.post("/code", files=sent, follow_redirects=False).headers["location"]
    text = finished(writer, job)
    assert "news.jsonl" in text
    assert "could not be read" in text
    assert "/tmp/" not in text


@pytest.mark.parametrize("link", ["http://127.0.0.1:9/x", "file:///etc/passwd", "http://[::1]/", "http://10.0.0.1/"])
def test_links_into_this_network_are_refused(writer: TestClient, link: str) -> None:
    job = writer.post("/code", data={"link": link}, follow_redirects=False).headers["location"]
    text = finished(writer, job)
    assert "1 that could not be read" in text
    assert "File in the ledger" not in text


def test_judging_an_event_and_adding_a_missed_one(writer: TestClient) -> None:
    event, article = ids(writer)
    sent = {
        "author": "Eva <b>",
        "verdict": "corrected",
        "text": "spoke",
        "event_type": "CONSULT",
        "event_mode": "visit",
    }
    sent |= {"actors": "ALA, BOR", "reciprocal": "true", "status": "actual", "date_start": "2025-06-09"}
    answer = writer.post(f"/events/{event}/annotations", data=sent)
    assert answer.status_code == 200
    assert "Eva &lt;b&gt;: corrected (consult visit, ALA, BOR, actual)" in answer.text
    missed = {
        "author": "Eva",
        "text": "x",
        "event_type": "AID",
        "actors": "ALA",
        "recipients": "BOR",
        "status": "future",
    }
    assert writer.post(f"/articles/{article}/annotations", data=missed).status_code == 200
    assert writer.post(f"/articles/{article}/annotations", data=missed | {"event_mode": "zzz"}).status_code == 422
    kept = writer.get("/api/annotations").json()["items"]
    assert [a["verdict"] for a in kept] == ["corrected", "missing"]
    (line,) = writer.get("/api/gold").text.splitlines()
    gold = json.loads(line)["gold"]["events"]
    assert [e["type"] for e in gold if not e["optional"]] == [["CONSULT"], ["AID"]]


def test_readers_cannot_judge(client: TestClient) -> None:
    event, _ = ids(client)
    assert "Judge this event" not in client.get(f"/events/{event}").text
    assert client.post(f"/events/{event}/annotations", data={"author": "Eva", "verdict": "right"}).status_code == 403


def test_nothing_to_code(writer: TestClient) -> None:
    assert writer.post("/code", data={"text": "  "}).status_code == 422


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["actor", "date"])), max_size=6),
)
def test_runs_are_the_text_again(text: str, given_marks: list[tuple[int, int, str]]) -> None:
    marked = [Mark(min(a, b), max(a, b), kind, "why") for a, b, kind in given_marks if a != b]
    marked = [m for m in marked if m.end <= len(text)]
    found = list(runs(text, marked))
    assert "".join(run.text for run in found) == text
    at = 0
    for run in found:
        for i in range(at, at + len(run.text)):
            assert {(m.start, m.end, m.kind) for m in run.marks} == {
                (m.start, m.end, m.kind) for m in marked if m.start <= i < m.end
            }
        at += len(run.text)
