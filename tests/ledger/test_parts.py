"""Coded articles that come as Parquet files, as workers of a cluster write them, fill the same books as records do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detente.errors import InputError
from detente.ledger import Ledger, parts
from detente.ledger.parts import PART, part, problem
from detente.records import Coded
from tests.examples import coded


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    pq.write_table(pa.Table.from_pylist(rows, schema=PART), path)
    return path


def books(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    wanted = {
        "articles": "id",
        "events": "id",
        "quotes": "article_id, position",
        "stories": "id",
        "copies": "article_id",
    }
    return {name: ledger.sql(f"SELECT * FROM {name} ORDER BY {key}").to_pylist() for name, key in wanted.items()}


@pytest.mark.parametrize("at_once", [2, 2_000])
def test_parts_fill_the_same_books_as_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(parts, "LINKED_ARTICLES", at_once)
    some: list[Coded] = [coded(n) for n in range(6)]
    one, other = Ledger(tmp_path / "one"), Ledger(tmp_path / "other")
    one.add(some)
    files = [written(tmp_path / f"{n}.parquet", [part(c) for c in some[3 * n : 3 * n + 3]]) for n in range(2)]
    done = other.take(files)
    assert (done.added, done.replaced, done.unchanged, done.events, done.quotes) == (6, 0, 0, 12, 6)
    assert books(other) == books(one)
    newest = other.snapshots()[-1]
    assert (newest.articles, newest.events, newest.quotes) == (6, 12, 6)
    again = other.take(files)
    assert (again.added, again.unchanged, again.snapshot) == (0, 6, newest.number)
    assert other.snapshots()[-1] == newest


def test_what_is_doubled_counts_once_and_what_failed_is_left_out(tmp_path: Path) -> None:
    row = part(coded(0))
    files = [
        written(
            tmp_path / "1.parquet", [row, row, problem("news.txt", InputError("news.txt, 3", "is not in English"))]
        ),
        written(tmp_path / "2.parquet", [row, part(coded(1))]),
    ]
    ledger, expected = Ledger(tmp_path / "books"), Ledger(tmp_path / "expected")
    assert ledger.take(files).added == 2
    expected.add([coded(0), coded(1)])
    assert books(ledger) == books(expected)


def test_an_article_that_says_something_else_is_replaced(tmp_path: Path) -> None:
    ledger, expected = Ledger(tmp_path / "books"), Ledger(tmp_path / "expected")
    ledger.add([coded(0), coded(1)])
    changed = replace(coded(1), events=coded(1).events[:1])
    done = ledger.take([written(tmp_path / "1.parquet", [part(coded(0)), part(changed)])])
    assert (done.added, done.replaced, done.unchanged, done.events) == (0, 1, 1, 1)
    expected.add([coded(0), changed])
    assert books(ledger) == books(expected)


def test_no_files_change_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "books")
    assert ledger.take([written(tmp_path / "none.parquet", [])]).added == 0
    assert len(ledger.snapshots()) == 1


def test_a_doubled_article_in_one_batch_counts_once(tmp_path: Path) -> None:
    ledger, expected = Ledger(tmp_path / "books"), Ledger(tmp_path / "expected")
    assert ledger.add([coded(0), coded(1), coded(0)]).added == 2
    expected.add([coded(0), coded(1)])
    assert books(ledger) == books(expected)
