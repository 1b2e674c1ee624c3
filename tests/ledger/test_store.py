"""What goes into the ledger comes out of it, once, and can be asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import LedgerError, UsageError
from detente.formats import COLUMNS, flat_row, flat_schema
from detente.ledger import Ledger, store
from detente.records import Coded, Event
from tests.examples import coded
from tests.strategies import coded as any_coded


@pytest.fixture(scope="module")
def books() -> Ledger:
    ledger = Ledger(":memory:")
    ledger.add(coded(number) for number in range(3))
    return ledger


def test_adding_twice_changes_nothing() -> None:
    ledger = Ledger(":memory:")
    first = ledger.add(coded(number) for number in range(3))
    assert (first.added, first.replaced, first.unchanged, first.events, first.quotes) == (3, 0, 0, 6, 3)
    before = ledger.snapshots()
    again = ledger.add(coded(number) for number in range(3))
    assert (again.added, again.replaced, again.unchanged, again.events) == (0, 0, 3, 0)
    assert again.snapshot == first.snapshot
    assert ledger.snapshots() == before
    assert ledger.events().num_rows == 6


def test_coding_again_replaces() -> None:
    ledger = Ledger(":memory:")
    old = ledger.add([coded(0), coded(1)]).snapshot
    done = ledger.add([coded(1, coder="better"), coded(2)])
    assert (done.added, done.replaced, done.unchanged) == (1, 1, 0)
    coders = ledger.sql("SELECT coder, count(*) AS n FROM events GROUP BY coder ORDER BY coder").to_pylist()
    assert coders == [{"coder": "better", "n": 2}, {"coder": "detente test", "n": 4}]
    assert ledger.sql("SELECT count(*) AS n FROM quotes").to_pylist() == [{"n": 3}]
    earlier = Ledger(ledger.path, snapshot=old)
    assert set(earlier.events()["coder"].to_pylist()) == {"detente test"}
    with pytest.raises(LedgerError, match="does not change"):
        earlier.add([coded(3)])


def test_the_last_coding_in_a_batch_counts() -> None:
    ledger = Ledger(":memory:")
    done = ledger.add([coded(0), coded(0, coder="better")])
    assert done.added == 1
    assert set(ledger.events()["coder"].to_pylist()) == {"better"}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(any_coded(), min_size=1, max_size=3, unique_by=lambda c: c.article.id))
def test_records_come_back_as_they_were(some: list) -> None:
    ledger = Ledger(":memory:")
    ledger.add(some)
    for one in some:
        article, sentences = ledger.article(one.article.id)
        assert (article, sentences) == (one.article, one.sentences)
        # The story is what the ledger adds.
        found = [replace(event, story=None) for event, _ in ledger.records(article=one.article.id)]
        assert sorted(found, key=repr) == sorted((replace(event, story=None) for event in one.events), key=repr)
        assert tuple(quote for quote, _ in ledger.quotes(article=one.article.id)) == one.quotes
    flat = [flat_row(e, c) for e, c in ledger.records()]
    table = ledger.events().drop_columns(["position"])
    assert sorted(table.to_pylist(), key=repr) == sorted(flat, key=repr)


def test_events_have_the_columns_of_the_files(books: Ledger) -> None:
    table = books.events()
    assert table.column_names == [*(name for name, _, _ in COLUMNS), "position"]
    wanted = flat_schema()
    for name in wanted.names:
        found, kind = table.schema.field(name).type, wanted.field(name).type
        # Fields of lists bear names of no meaning, which differ between the two.
        assert (found.value_type if pa.types.is_list(found) else found) == (
            kind.value_type if pa.types.is_list(kind) else kind
        ), name


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 6),
        ({"between": ("ALA", "BOR")}, 6),
        ({"between": ("BOR", "ALA")}, 6),
        ({"between": ("bor", "ala")}, 6),
        ({"between": ("ALA", "USA")}, 0),
        ({"between": ("ALA", "ALA")}, 0),
        ({"involving": "BOR"}, 6),
        ({"involving": "USA"}, 0),
        ({"since": date(2025, 6, 9), "until": "2025-06-09"}, 3),
        ({"since": "2026-05-31"}, 3),
        ({"since": "2026-06-01"}, 0),
        ({"until": "2025-06-08"}, 0),
        ({"types": "CONSULT"}, 3),
        ({"types": ["CONSULT", "AGREE"]}, 6),
        ({"status": "future"}, 3),
        ({"status": ["actual", "negated"]}, 3),
        ({"contexts": "diplomatic"}, 3),
        ({"historical": True}, 0),
        ({"historical": False}, 6),
        ({"attributed_to": "Government"}, 3),
        ({"attributed_to": "100%"}, 0),
        ({"article": coded(1).article.id}, 2),
        ({"limit": 4}, 4),
    ],
)
def test_filters(books: Ledger, wanted: dict, count: int) -> None:
    assert books.events(**wanted).num_rows == count
    assert len(list(books.records(**wanted))) == count


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"types": "FIGHT"}, "no event type 'FIGHT'"),
        ({"status": "done"}, "actual, future"),
        ({"contexts": "weather"}, "no context"),
        ({"since": "June"}, "since: 'June'"),
        ({"limit": -1}, "limit"),
        ({"between": ("Japan", "KOR")}, "'Japan' is not a code"),
        ({"involving": ""}, "not a code"),
    ],
)
def test_impossible_filters(books: Ledger, wanted: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        books.events(**wanted)


def test_joint_acts_against_a_third_are_not_between_the_actors() -> None:
    from dataclasses import replace

    one = coded()
    call, visit = one.events
    joint = replace(call, reciprocal=False, recipients=visit.recipients[:0])
    ledger = Ledger(":memory:")
    ledger.add([replace(one, events=(joint,))])
    assert ledger.events(between=("ALA", "BOR")).num_rows == 0
    assert ledger.events(involving="ALA").num_rows == 1


def test_views(books: Ledger) -> None:
    sentences = books.sql("SELECT text FROM sentences ORDER BY article_id, position LIMIT 3")["text"].to_pylist()
    assert sentences[0].endswith("on Monday.")
    parties = books.sql("SELECT side, position, country, sectors, why FROM parties ORDER BY ALL").to_pylist()
    assert len(parties) == 12
    assert {
        "side": "actor",
        "position": 1,
        "country": "BOR",
        "sectors": ["GOV", "MIL"],
        "why": "named with his office",
    } in (parties)
    assert books.sql("SELECT value FROM decisions LIMIT 1").to_pylist() == [{"value": "CONSULT"}]
    assert books.sql("SELECT content, name FROM quotes LIMIT 1").to_pylist() == [
        {"content": "We had a good talk,", "name": "Ada Berg"}
    ]
    assert books.sql("SELECT characters FROM articles LIMIT 1").to_pylist() == [
        {"characters": len(coded().article.text)}
    ]
    assert books.sql("SELECT max(number) AS n FROM snapshots").to_pylist() == [{"n": 1}]


def test_one_event_by_the_beginning_of_its_id(books: Ledger) -> None:
    event = coded(1).events[0]
    found, article = books.event(event.id[:10])
    assert (replace(found, story=None), article) == (event, coded(1).article)
    with pytest.raises(LedgerError, match="no event 'x'"):
        books.event("x")
    with pytest.raises(LedgerError, match=r"several events|no event ''"):
        books.event("")


def test_bad_sql_is_a_ledger_error(books: Ledger) -> None:
    with pytest.raises(LedgerError, match="nothing"):
        books.sql("SELECT * FROM nothing")


def test_remove_takes_all_that_came_from_an_article() -> None:
    ledger = Ledger(":memory:")
    full = ledger.add([coded(0), coded(1)]).snapshot
    assert ledger.remove(coded(0).article.id[:9]) == coded(0).article.id
    for view in ("articles", "events", "quotes", "sentences", "parties"):
        id_column = "id" if view == "articles" else "article_id"
        found = ledger.sql(f"SELECT DISTINCT {id_column} AS id FROM {view}")["id"].to_pylist()
        assert found == [coded(1).article.id]
    last = ledger.snapshots()[-1]
    assert (last.action, last.articles, last.events, last.quotes) == ("remove", 1, 2, 1)
    assert Ledger(ledger.path, snapshot=full).events().num_rows == 4
    with pytest.raises(LedgerError, match="no article"):
        ledger.remove(coded(0).article.id)


def test_files_are_merged_and_snapshots_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BATCH_ARTICLES", 1)
    ledger = Ledger(":memory:")
    ledger.add(coded(number) for number in range(5))
    assert len(ledger.snapshots()) == 6
    merged = ledger.compact()
    assert merged.action == "compact"
    assert len(ledger._folder.files(merged)["events"]) == 1
    assert ledger.compact() == merged
    assert [Ledger(ledger.path, snapshot=n).events().num_rows for n in range(7)] == [0, 2, 4, 6, 8, 10, 10]
    held = len(list((ledger.path / "events").glob("*.parquet")))
    assert ledger.forget(before=6) == 6
    assert len(list((ledger.path / "events").glob("*.parquet"))) == 1 < held
    assert ledger.events().num_rows == 10
    with pytest.raises(LedgerError, match="no snapshot 3; there are 6 to 6"):
        Ledger(ledger.path, snapshot=3)


@pytest.mark.parametrize("kept", [1, 4, 6])
def test_a_ledger_is_read_whichever_snapshots_are_forgotten(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.ledger import tables

    monkeypatch.setattr(store, "BATCH_ARTICLES", 1)
    monkeypatch.setattr(tables, "SMALL_SNAPSHOTS", 4)  # forgetting one of those that lie in a file writes it again
    ledger = Ledger(":memory:")
    ledger.add(coded(number) for number in range(6))
    assert ledger.forget(kept) == kept
    assert [s.number for s in Ledger(ledger.path).snapshots()] == list(range(kept, 7))
    ledger.add([coded(9)])
    assert [s.articles for s in Ledger(ledger.path).snapshots()] == list(range(kept, 8))


def test_many_small_batches_are_merged_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.ledger import tables

    monkeypatch.setattr(store, "BATCH_ARTICLES", 1)
    monkeypatch.setattr(tables.Writing.merge_small_files, "__defaults__", (4,))
    ledger = Ledger(":memory:")
    ledger.add(coded(number) for number in range(9))
    assert len(ledger._folder.files(ledger.snapshots()[-1])["events"]) < 4
    assert ledger.events().num_rows == 18


def test_articles_are_taken_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BATCH_ARTICLES", 2)
    ledger = Ledger(":memory:")
    seen: list[int] = []

    def articles():
        for number in range(5):
            seen.append(ledger.sql("SELECT count(*) AS n FROM articles").to_pylist()[0]["n"])
            yield coded(number)

    ledger.add(articles())
    assert seen == [0, 0, 2, 2, 4]


def test_a_coder_that_fails_leaves_whole_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BATCH_ARTICLES", 2)
    ledger = Ledger(":memory:")

    def articles():
        yield from (coded(number) for number in range(3))
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        ledger.add(articles())
    assert ledger.events().num_rows == 4


@pytest.mark.parametrize("name", ["my books", "100 % é", "what?*", "it's", "語"])
def test_folders_with_odd_names(tmp_path: Path, name: str) -> None:
    ledger = Ledger(tmp_path / name)
    ledger.add([coded()])
    assert ledger.events().num_rows == 2


def test_folders_that_are_no_ledgers(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger at"):
        Ledger(tmp_path / "absent").events()
    with pytest.raises(LedgerError, match="cannot hold '\\['"):
        Ledger(tmp_path / "a[b")
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="is a file"):
        Ledger(tmp_path / "file").add([coded()])
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.docx").write_text("")
    with pytest.raises(LedgerError, match=r"thesis\.docx"):
        Ledger(tmp_path / "full").add([coded()])


def test_a_damaged_ledger_says_so(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "books")
    ledger.add([coded()])
    for file in (tmp_path / "books" / "events").glob("*.parquet"):
        file.unlink()
    with pytest.raises(LedgerError, match="books"):
        Ledger(tmp_path / "books").events()


def test_a_ledger_in_memory_goes_with_its_object() -> None:
    import gc

    ledger = Ledger(":memory:")
    path = ledger.path
    ledger.add([coded()])
    del ledger
    gc.collect()
    assert not path.exists()


def test_a_ledger_that_is_empty() -> None:
    ledger = Ledger(":memory:")
    assert ledger.events().num_rows == 0
    assert ledger.sql("SELECT * FROM sentences").num_rows == 0
    assert ledger.add([]).snapshot == 0


def pairs_of(event: Event) -> set[tuple[str, str, bool]]:
    """Countries on either side of an event, counted by hand."""
    actors = {p.actor.country for p in event.actors if p.actor.country}
    if event.reciprocal:
        return {(a, b, True) for a in actors for b in actors if a < b}
    return {(a, p.actor.country, False) for a in actors for p in event.recipients if p.actor.country}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(any_coded(), max_size=3, unique_by=lambda one: one.article.id))
def test_journal_has_each_pair_of_an_event_once(some: list[Coded]) -> None:
    ledger = Ledger(":memory:")
    ledger.add(some)
    found = ledger.sql("SELECT event_id, actor, recipient, reciprocal, actor_names, pair FROM journal").to_pylist()
    kept = {event.id: event for event, _ in ledger.records()}
    wanted = {(event.id, *pair) for event in kept.values() for pair in pairs_of(event)}
    assert sorted((r["event_id"], r["actor"], r["recipient"], r["reciprocal"]) for r in found) == sorted(wanted)
    for row in found:
        named = [p.actor.name for p in kept[row["event_id"]].actors if p.actor.country == row["actor"]]
        assert row["actor_names"] == named
        assert row["pair"] == "-".join(sorted((row["actor"], row["recipient"])))
