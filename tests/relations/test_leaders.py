"""Leaders compared on planted rows that carry the codes and the years of real tenures."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from detente.errors import UsageError
from detente.relations import Relation
from detente.relations.leaders import ENOUGH, _blocks
from detente.relations.planted import Rows, planted_dyad


def renamed(table: pa.Table) -> Rows:
    """The planted dyad as one of Japan and South Korea."""
    for column in ("actor", "recipient", "pair"):
        for old, new in (("ALA", "KOR"), ("BOR", "JPN"), ("KOR-JPN", "JPN-KOR")):
            place = table.schema.get_field_index(column)
            table = table.set_column(place, column, pc.replace_substring(table[column], old, new))
    return Rows(table)


def korea(**how: object) -> Relation:
    return Relation(renamed(planted_dyad(3, **how).rows), "JPN", "KOR")


def test_tenures_come_from_the_registry() -> None:
    found = korea(breaks=0, start=date(2015, 1, 1), months=48).compare_leaders("KOR")
    rows = [row for row in found.tenures.to_pylist() if row["measure"] == "cooperation"]
    assert [row["leader"] for row in rows] == ["Park Geun-hye", "Hwang Kyo-ahn", "Moon Jae-in"]
    assert [row["periods"] for row in rows] == [23, 5, 20]  # by the month's middle day
    assert rows[0]["end"] == date(2016, 12, 8)
    assert found.office == "President"
    assert rows[1]["value"] is None
    assert f"{ENOUGH} are needed" in rows[1]["reason"]
    assert rows[2]["low"] < rows[2]["value"] < rows[2]["high"]


def test_the_other_side() -> None:
    found = korea(breaks=0, months=48).compare_leaders("JPN")
    assert set(found.tenures["leader"].to_pylist()) == {"Shinzo Abe"}
    assert found.office == "Prime Minister"
    assert found.differences.num_rows == 0


def _under_moon(seed: int, score: float) -> dict[str, object]:
    table = planted_dyad(seed, breaks=0, months=60, gaps=0.0, volume=15.0).rows
    later = pc.greater_equal(table["date_start"], pa.scalar(date(2017, 5, 10)))
    place = table.schema.get_field_index("score")
    table = table.set_column(place, "score", pc.if_else(later, pc.add(table["score"], score), table["score"]))
    found = Relation(renamed(table), "JPN", "KOR").compare_leaders("KOR")
    (row,) = [
        row
        for row in found.differences.to_pylist()
        if (row["earlier"], row["later"], row["measure"]) == ("Park Geun-hye", "Moon Jae-in", "cooperation")
    ]
    return row


def test_a_difference_that_is_there() -> None:
    row = _under_moon(1, 2.0)
    assert row["low"] <= 2.0 <= row["high"]
    assert row["probability"] > 0.95


def test_none_where_there_is_none() -> None:
    probabilities = [_under_moon(seed, 0.0)["probability"] for seed in range(4)]
    assert sum(0.02 < p < 0.98 for p in probabilities) >= 3


def test_no_such_leader() -> None:
    one = korea(months=12, breaks=0)
    for wrong in ({"side": "USA"}, {"side": "KOR", "office": "Doge"}):
        with pytest.raises(UsageError):
            one.compare_leaders(**wrong)


def test_blocks_keep_neighbours() -> None:
    blocks = _blocks(27, np.random.default_rng(0))
    assert blocks.shape == (1000, 27)
    assert blocks.min() == 0
    assert blocks.max() == 26
    neighbours = (np.diff(blocks, axis=1) % 27 == 1).mean()
    assert neighbours > 0.6
    counts = np.bincount(blocks.ravel(), minlength=27)
    assert counts.min() > 0.85 * counts.mean(), "no place is drawn less than others"
