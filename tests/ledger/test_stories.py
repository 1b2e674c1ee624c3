"""Stories in the ledger: kept up by adding and taking out, whatever the order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.ledger import Ledger, linking, runs, schema, store
from detente.ledger.migrations import m012_stars
from detente.records import Coded, Event, Interval, event_id
from detente.stories import telling
from tests.examples import coded


def again(number: int, source: str = "Aland Times", **changes: object) -> Coded:
    """The report as another paper has it, its first event changed."""
    one = coded(number)
    article = replace(one.article, source=source)
    events = [
        replace(event, id=event_id(article.id, event.evidence.trigger, 0), article_id=article.id)
        for event in one.events
    ]
    first: Event = replace(events[0], **changes)  # type: ignore[arg-type]
    return Coded(article, (first, *events[1:]), (), one.sentences)


def stories(ledger: Ledger) -> list[dict]:
    return ledger.sql("SELECT * FROM stories ORDER BY event_type").to_pylist()


def state(ledger: Ledger) -> list[tuple]:
    return [(r["id"], r["story"]) for r in ledger.sql("SELECT id, story FROM events ORDER BY id").to_pylist()]


def test_one_event_in_many_articles_is_one_story() -> None:
    ledger = Ledger(":memory:")
    ledger.add([again(0), again(1, "Borduria Post"), again(2, "Borduria Post")])
    agree, consult = stories(ledger)
    assert (consult["articles"], consult["tellings"], agree["articles"]) == (3, 3, 3)
    assert consult["sources"] == ["Aland Times", "Borduria Post"]
    # All three print one text.
    assert consult["independent"] == 1
    assert consult["id"] in consult["event_ids"]
    assert consult["differ"] == []


def test_a_story_takes_the_most_precise_date_and_the_firmest_status_and_shows_what_differs() -> None:
    june = Interval(date(2025, 6, 1), date(2025, 6, 30), "month", "this month")
    ledger = Ledger(":memory:")
    ledger.add([again(0, date=june), again(1, status="hypothetical", strength="possible"), again(2)])
    (consult,) = [s for s in stories(ledger) if s["event_type"] == "CONSULT"]
    assert consult["tellings"] == 3
    assert (consult["date_start"], consult["date_end"]) == (date(2025, 6, 9), date(2025, 6, 9))
    assert (consult["status"], consult["strength"]) == ("actual", "asserted")
    assert consult["statuses"] == ["actual", "hypothetical"]
    assert consult["differ"] == ["status"]
    assert consult["dates"] == ["2025-06-01/2025-06-30", "2025-06-09/2025-06-09"]


def test_order_and_batches_do_not_matter_and_what_is_taken_out_leaves_no_trace() -> None:
    some = [again(n) for n in range(5)]
    one, other = Ledger(":memory:"), Ledger(":memory:")
    one.add(some)
    extra = again(9)
    for batch in (some[3:], [extra], some[1:3], some[:1]):
        other.add(batch)
    other.remove(extra.article.id)
    assert state(one) == state(other)
    assert one.add(some).unchanged == 5
    assert stories(one) == stories(other)


def test_an_article_coded_anew_changes_its_stories() -> None:
    ledger = Ledger(":memory:")
    ledger.add([again(0), again(1)])
    ledger.add([replace(again(1), events=())])
    assert {s["articles"] for s in stories(ledger)} == {1}


def test_records_and_filters_know_the_story() -> None:
    ledger = Ledger(":memory:")
    ledger.add([again(0), again(1), replace(again(2), events=())])
    assert {event.story for event, _ in ledger.records(types="CONSULT")} == {
        s["id"] for s in stories(ledger) if s["event_type"] == "CONSULT"
    }
    assert ledger.stories(types="CONSULT").num_rows == 1
    assert ledger.stories(least=2).num_rows == 0
    assert ledger.stories(limit=1).num_rows == 1
    assert ledger.sql("SELECT count(*) AS n FROM copies").to_pylist() == [{"n": 3}]


def test_an_older_ledger_is_grouped_by_its_first_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as then:
        then.setattr(linking, "LINKED", ())
        Ledger(tmp_path / "books").add([again(0), again(1)])
    ledger = Ledger(tmp_path / "books")
    assert stories(ledger) == []
    ledger.add([again(2)])
    new = Ledger(":memory:")
    new.add([again(n) for n in range(3)])
    assert state(ledger) == state(new)


def later(number: int, days: int) -> Coded:
    """The report as it would be printed so many days later, of a call on the day before that."""
    one = coded(number)
    published = date(2025, 6, 10) + timedelta(days)
    article = replace(one.article, published=published)
    day = Interval(published - timedelta(1), published - timedelta(1), "day", "on Monday")
    events = [
        replace(event, id=event_id(article.id, event.evidence.trigger, 0), article_id=article.id, date=day)
        for event in one.events
    ]
    return Coded(article, tuple(events), (), one.sentences)


def test_a_filing_reads_only_files_of_days_near_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in schema.DAYS:
        monkeypatch.setitem(runs.ORDERS, name, replace(runs.ORDERS[name], rows=8))
    monkeypatch.setattr(store, "BATCH_ARTICLES", 3)
    read: list[list[str]] = []
    files_of_days = linking.files_of_days
    monkeypatch.setattr(
        linking, "files_of_days", lambda *given, **said: read.append(files_of_days(*given, **said)) or read[-1]
    )
    some = [later(n, 40 * (n // 3)) for n in range(36)]
    ledger, other = Ledger(":memory:"), Ledger(":memory:")
    other.add(random.Random(2).sample(some, len(some)))
    other.compact()
    ledger.add(some)
    ledger.compact()
    assert {r["articles"] for r in stories(ledger)} == {3}
    held = ledger.sql("SELECT count(*) AS n FROM stored_tellings").to_pylist()
    assert held == [{"n": 72}]
    read.clear()
    # A late report of the last day, and one that nobody dated: it may be a copy of anything.
    late = [later(99, 440), replace(coded(98), article=replace(coded(98).article, published=None), events=())]
    ledger.add(late[:1])
    assert read and max(map(len, read)) == 1
    read.clear()
    all_files = ledger._folder.files(ledger._folder.snapshot())["copies"]
    ledger.add(late[1:])
    assert len(all_files) > 4 and max(map(len, read)) == len(all_files)
    other.add(late)
    assert state(ledger) == state(other)
    assert ledger.sql("SELECT * FROM copies ORDER BY 1") == other.sql("SELECT * FROM copies ORDER BY 1")
    families = {r["family"] for r in ledger.sql("SELECT family FROM copies").to_pylist()}
    assert len(families) == 1  # the undated text is a copy of all the others


def test_groups_of_an_earlier_version_are_made_anew(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "books")
    ledger.add([later(n, n) for n in range(6)])
    as_filed = state(ledger)
    with ledger._folder.writing() as writing:
        m012_stars(writing.tables)
        writing.record("migrate")
    assert not any(story for _, story in state(ledger))
    ledger.add([later(9, 9)])
    whole = Ledger(":memory:")
    whole.add([later(n, n) for n in (*range(6), 9)])
    assert state(ledger) == state(whole) and state(ledger) != as_filed


def test_an_undated_act_is_looked_for_before_publication_and_a_dated_one_on_its_days() -> None:
    one = again(0)
    dated = telling(one.events[0], one.article)
    undated = telling(replace(one.events[0], date=None), one.article)
    assert dated.dated and dated.first == dated.last
    assert not undated.dated and undated.first is not None and dated.first is not None
    assert undated.first < dated.first and set(dated.keys) & set(undated.keys)
    nowhere = telling(replace(one.events[0], date=None), replace(one.article, published=None))
    assert nowhere.keys == () and nowhere.first is None
