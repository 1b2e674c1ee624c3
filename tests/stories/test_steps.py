"""The steps keep to what DuckDB and Spark have in common: each can be said in Spark's words."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from detente.stories import COPIES, STORIES, steps

QUERIES = {
    **{f"nodes of {g.id}": g.nodes.format(rows="work") for g in (STORIES, COPIES)},
    **{f"edges of {g.id}": g.edges("nodes", "nodes", "a.node < b.node") for g in (STORIES, COPIES)},
    **{
        name: query.format(id="event_id", columns="*", rows="work", old="SELECT * FROM held", families="gone")
        for name, query in vars(steps).items()
        if name.isupper() and isinstance(query, str) and "SELECT" in query
    },
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_step_can_be_said_in_spark_sql(name: str) -> None:
    (read,) = sqlglot.parse(QUERIES[name], read="duckdb")
    assert read is not None
    # A function that the translator does not know would go over unchanged, right or wrong.
    assert {f.name for f in read.find_all(exp.Anonymous)} == set()
    said = read.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert sqlglot.parse_one(said, read="spark")
