"""A relation is what the journal says of a pair."""

from __future__ import annotations

import pytest

import detente
from detente.errors import UsageError
from tests.examples import coded


def test_acts_are_those_of_the_pair() -> None:
    ledger = detente.Ledger(":memory:")
    ledger.add(coded(number) for number in range(2))
    relation = ledger.relation("bor", "ALA")
    assert relation.pair == "ALA-BOR"
    assert relation.acts().num_rows == 4
    assert set(relation.acts()["pair"].to_pylist()) == {"ALA-BOR"}
    assert ledger.relation("ALA", "USA").acts().num_rows == 0


@pytest.mark.parametrize(("one", "other"), [("JPN", "JPN"), ("Japan", "KOR"), ("", "KOR")])
def test_no_pair(one: str, other: str) -> None:
    with pytest.raises(UsageError):
        detente.Ledger(":memory:").relation(one, other)
