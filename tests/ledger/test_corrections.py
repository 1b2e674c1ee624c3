"""What is put right by hand stays, whatever happens to articles, and says who did it."""

from __future__ import annotations

import pytest

from detente.errors import LedgerError, UsageError
from detente.ledger import Ledger
from tests.examples import coded


def test_a_correction_is_kept() -> None:
    ledger = Ledger(":memory:")
    ledger.add([coded(0), coded(1)])
    one, other = ledger.sql("SELECT id FROM events ORDER BY id LIMIT 2")["id"].to_pylist()
    made = ledger.correct(one[:10], other, "fulfils", author="me", note="read both")
    ledger.correct(one, other, None, author="you")
    assert ledger.corrections()[0] == made
    assert [(c.one, c.other, c.relation, c.author) for c in ledger.corrections()] == [
        (one, other, "fulfils", "me"),
        (one, other, None, "you"),
    ]
    assert ledger.snapshots()[-1].action == "correct"
    assert ledger.sql("SELECT count(*) AS n FROM corrections")["n"].to_pylist() == [2]


def test_it_outlives_its_articles() -> None:
    ledger = Ledger(":memory:")
    ledger.add([coded(0), coded(1)])
    one, other = ledger.sql("SELECT id FROM events ORDER BY id LIMIT 2")["id"].to_pylist()
    ledger.correct(one, other, "breaks", author="me")
    ledger.remove(coded(0).article.id)
    ledger.add([coded(0)])
    assert len(ledger.corrections()) == 1
    assert ledger.snapshots()[-1].events == 4


def test_what_makes_no_sense() -> None:
    ledger = Ledger(":memory:")
    ledger.add([coded(0)])
    one, other = ledger.sql("SELECT id FROM events ORDER BY id LIMIT 2")["id"].to_pylist()
    with pytest.raises(UsageError, match="relation"):
        ledger.correct(one, other, "keeps", author="me")
    with pytest.raises(UsageError, match="author"):
        ledger.correct(one, other, "fulfils", author=" ")
    with pytest.raises(UsageError, match="itself"):
        ledger.correct(one, one, "fulfils", author="me")
    with pytest.raises(LedgerError, match="no event"):
        ledger.correct(one, "nothing", "fulfils", author="me")
    assert ledger.corrections() == ()
