"""A question that takes too long is given up; what another has written is seen at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from detente.errors import LedgerError
from detente.ledger import Ledger
from tests.examples import coded

LONG = "SELECT count(*) FROM range(100000000) AS a(x), range(1000) AS b(y) WHERE hash(x, y) = 1"


def test_a_question_that_takes_too_long_is_given_up() -> None:
    ledger = Ledger(":memory:", seconds=0.2)
    ledger.add([coded(0)])
    for ask in (ledger.sql, lambda query: list(ledger._rows(query, {}))):
        with pytest.raises(LedgerError, match="took longer than"):
            ask(LONG)
    ledger._seconds = 60.0
    assert len(ledger.sql("SELECT id FROM events")) == len(coded(0).events)


def test_a_snapshot_that_another_has_written_is_seen_at_once(tmp_path: Path) -> None:
    """Snapshots are read again only when there is a new one, also in a ledger made anew at the same place."""
    one, other = Ledger(tmp_path / "books"), Ledger(tmp_path / "books")
    for number in range(3):
        one.add([coded(number)])
        assert [s.articles for s in other.snapshots()] == [s.articles for s in one.snapshots()]
        assert len(other.sql("SELECT id FROM articles")) == number + 1
    shutil.rmtree(tmp_path / "books")
    with pytest.raises(LedgerError, match="no ledger"):
        other.snapshots()
    Ledger(tmp_path / "books").add([coded(7)])
    assert other.snapshots()[-1].articles == 1
