"""Flat tables say what the events say: after filing, replacing, removing, in older snapshots, after an upgrade."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from deltalake import DeltaTable, write_deltalake

from detente.ledger import Ledger
from detente.ledger.flat import FLAT
from detente.ledger.migrations import MIGRATIONS, m013_words
from detente.ledger.schema import rows_of
from detente.ledger.tables import Folder
from detente.ledger.views import chosen
from tests.examples import coded


def agree(ledger: Ledger) -> int:
    """The rows of both tables, after a check that they are those that follow from the events; how many there are."""
    total = 0
    for name, query in FLAT.items():
        order = "ORDER BY ALL"
        told = ledger.sql(f"SELECT * FROM ({query.format(events='stored_events_as_filed')}) {order}").to_pylist()
        assert ledger.sql(f"SELECT * FROM stored_{name} {order}").to_pylist() == told
        total += len(told)
    return total


def test_they_follow_the_events(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "books")
    ledger.add([coded(0), coded(1), coded(2)])
    whole = agree(ledger)
    one = coded(1)
    ledger.add([replace(one, events=one.events[:1])])
    assert agree(ledger) < whole
    ledger.remove(coded(0).article.id)
    assert 0 < agree(ledger) < whole
    assert agree(Ledger(ledger.path, 1)) == whole
    assert ledger.sql("SELECT count(*) AS n FROM journal")["n"][0].as_py() > 0


def test_an_older_ledger_is_read_as_it_is_and_filled_by_its_first_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "books"
    folder = Folder(path, MIGRATIONS[:10])
    folder.create()
    with monkeypatch.context() as then:
        then.setattr("detente.ledger.tables.SCHEMAS", {})
        with folder.writing() as writing:
            writing.add(rows_of(coded(0)))
            writing.tables.pop("acts"), writing.tables.pop("parties")
            writing.last = replace(writing.last, acts_version=None, parties_version=None)
            writing.record("add")
    old = Ledger(path)
    assert old.sql("SELECT count(*) AS n FROM stored_acts")["n"][0].as_py() == agree(old) - len(
        old.sql("SELECT * FROM parties")
    )
    before = old.sql("SELECT * FROM journal ORDER BY ALL").to_pylist()
    old.add([coded(1)])
    assert agree(Ledger(path)) > agree(Ledger(path, 1)) > 0
    article = coded(0).article.id
    kept = f"SELECT * EXCLUDE (story) FROM journal WHERE article_id = '{article}' ORDER BY ALL"
    told = Ledger(path).sql(kept).to_pylist()
    assert told == [{k: v for k, v in row.items() if k != "story"} for row in before]


def test_acts_that_lack_the_words_they_rest_on_are_made_anew(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "books")
    ledger.add([coded(0), coded(1)])
    tables = {name: DeltaTable(tmp_path / "books" / name) for name in ("acts", "events")}
    whole = tables["acts"].to_pyarrow_table()
    old = whole.drop_columns(["place", "parties"])
    write_deltalake(tables["acts"], old, mode="overwrite", schema_mode="overwrite")
    for _ in range(2):
        m013_words(tables)
        found = DeltaTable(tmp_path / "books" / "acts")
        assert found.to_pyarrow_table().sort_by("event_id").equals(whole.sort_by("event_id"))
    assert whole["parties"].null_count == 0


def test_events_are_read_from_their_places() -> None:
    ledger = Ledger(":memory:")
    for number in range(4):
        ledger.add([coded(number)])
    ids = [event.id for number in (3, 1) for event in coded(number).events]
    listed = ", ".join(f"('{one}')" for one in ids)
    found = ledger.sql(chosen(f"SELECT id FROM (VALUES {listed}) AS asked(id)"))
    assert sorted(found["id"].to_pylist()) == sorted(ids)
    assert found.column_names == ledger.sql("SELECT * FROM stored_events LIMIT 0").column_names
    assert [e.id for e, _ in ledger.records(limit=3, newest_first=True)] == [
        row["id"] for row in ledger.events(limit=3, newest_first=True).to_pylist()
    ]
