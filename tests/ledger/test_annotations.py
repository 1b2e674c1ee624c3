"""What people say of the coder's work is kept, checked, and comes out as gold that scores the coder."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import detente
from detente.errors import LedgerError, UsageError
from detente.evaluation.articles import gold_files, score_article, summary
from detente.evaluation.gold import annotated, write_gold
from detente.formats import event_to_json
from tests.examples import TEXT, article, coded

MISSED = {
    "text": "Dorn hopes to visit Aland in May",
    "event_type": "CONSULT",
    "event_mode": "visit",
    "actors": ("BOR",),
    "recipients": ("ALA",),
    "status": "future",
    "date_start": date(2026, 5, 1),
    "date_end": date(2026, 5, 31),
}


@pytest.fixture
def books(tmp_path: Path) -> detente.Ledger:
    ledger = detente.Ledger(tmp_path / "books")
    ledger.add([coded(0), coded(1)])
    return ledger


def test_the_last_judgement_holds_and_all_are_kept(books: detente.Ledger) -> None:
    call, visit = coded(0).events
    books.annotate(article(0).id, call.id[:10], "wrong", author="Eva", note="no")
    books.annotate(article(0).id, call.id, "right", author="Eva")
    books.annotate(article(0).id, None, "missing", author="Jan", **MISSED)
    assert [a.verdict for a in books.annotations()] == ["wrong", "right", "missing"]
    ((gold, text),) = annotated(books)
    assert text["text"] == TEXT
    assert [(e["type"], e["optional"]) for e in gold["events"]] == [
        ([call.event_type], False),
        ([visit.event_type], True),
        (["CONSULT"], False),
    ]
    assert gold["never"] == []
    assert gold["events"][2]["date"] == ["2026-05-01", "2026-05-31"]
    # Nothing that was coded has changed.
    kept = [replace(e, story=None) for e, _ in books.records(article=article(0).id)]
    assert kept == list(coded(0).events)


def test_gold_scores_the_coder(tmp_path: Path) -> None:
    text = "Japan accused China of aggression on Monday. France met Germany in Paris on Tuesday. Russia praised Cuba."
    report = detente.Article(text, date(2025, 6, 10))
    done = detente.load("en").code(report)
    first, second, third = done.events
    books = detente.Ledger(tmp_path / "books")
    books.add([done])
    books.annotate(report.id, first.id, "right", author="Eva")
    books.annotate(report.id, second.id, "wrong", author="Eva")
    assert write_gold(books, tmp_path / "gold") == 1
    ((gold, kept),) = gold_files(tmp_path / "gold")
    score = summary([score_article(gold, [event_to_json(e, report) for e in done.events])])
    assert (score["tp"], score["fp"], score["fn"]) == (1, 1, 0)
    assert [e["optional"] for e in gold["events"]] == [False, True]
    assert gold["events"][1]["type"] == [third.event_type]
    assert json.loads((tmp_path / "gold" / "articles" / f"{kept['id']}.json").read_text())["text"] == text


@pytest.mark.parametrize(
    "said",
    [
        {"event_type": "TALK"},
        {"event_mode": "phoned"},
        {"status": "perhaps"},
        {"actors": ()},
        {"recipients": ()},
        {"reciprocal": True},
        {"text": None},
        {"date_end": None},
        {"date_end": date(2026, 4, 1)},
    ],
)
def test_nonsense_is_refused(books: detente.Ledger, said: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        books.annotate(article(0).id, None, "missing", author="Eva", **(MISSED | said))


def test_what_is_not_there_cannot_be_judged(books: detente.Ledger) -> None:
    with pytest.raises(LedgerError, match="no event"):
        books.annotate(article(0).id, "ffff", "right", author="Eva")
    with pytest.raises(LedgerError, match="no article"):
        books.annotate("ffff", None, "missing", author="Eva", **MISSED)
    with pytest.raises(UsageError, match="author"):
        books.annotate(article(0).id, coded(0).events[0].id, "right", author=" ")
    assert books.annotations() == ()
