"""Turning points as a table, and which of them are news to who looks every month."""

from __future__ import annotations

import pytest

from detente.relations import Relation
from detente.relations.breaks import CHANCE, WATCHED_CHANCE
from detente.relations.planted import Rows, planted_dyad
from detente.relations.turns import recent, turns_table


@pytest.fixture(scope="module")
def relation() -> tuple[Relation, int]:
    planted = planted_dyad(4, months=40, breaks=1, shift=3.0, gaps=0.0)
    return Relation(Rows(planted.rows), "ALA", "BOR"), planted.months.index(planted.breaks[0])


def test_a_table_of_turning_points(relation: tuple[Relation, int]) -> None:
    found = relation[0].turning_points("month", chance=CHANCE)
    table, flat = turns_table(found), turns_table(found, flat=True)
    assert table.num_rows == len(found) == 1
    (row,) = table.to_pylist()
    assert (row["period"], row["p_value"]) == (found[0].period, found[0].p_value)
    assert [act["event_id"] for act in row["acts"]] == found[0].acts["event_id"].to_pylist()
    assert flat["acts"][0].as_py().startswith(row["acts"][0]["event_id"] + ":")
    assert turns_table(()).schema == table.schema


def test_only_the_newest_are_news(relation: tuple[Relation, int]) -> None:
    whole, at = relation
    periods = [row["period"] for row in whole.series("month").to_pylist() if row["direction"] == "all"]
    assert recent(whole.turning_points("month"), periods) == ()
    early = periods[: at + 3]
    seen = whole.turning_points("month", until=early[-1], chance=WATCHED_CHANCE)
    assert [point.period for point in recent(seen, early)] == [periods[at]]
    assert recent((), []) == ()
