"""From files to partitioned Parquet sets, on a cluster: no ledger, and stories by Spark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cluster.stages import (
    OnProblem,
    code_articles,
    file_list,
    ids_of,
    others_of,
    problems_of,
    read_articles,
    tell,
)
from detente.engines import Prepare
from detente.engines.spark import Spark, discard, exists
from detente.errors import EngineError
from detente.ledger.linking import LINKED
from detente.ledger.schema import TABLES
from detente.records import Article, Coded
from detente.stories import place

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# The sets that are written, and for those whose rows are in groups: the table that says so, its key, the group's name.
_SETS = {
    "events": ("tellings", "id", "story"),
    "articles": ("copies", "article_id", "family"),
    "quotes": (None, "", ""),
}


def code(
    session: SparkSession,
    files: Sequence[tuple[str, int]],
    out: str,
    prepare: Prepare[Article, Coded],
    *,
    published: date | None = None,
    on_problem: OnProblem,
    others: Counter[str] | None = None,
) -> dict[str, int]:
    """Code the articles of files on a cluster and write Parquet sets below `out`, by year of publication.

    `events`, `quotes` and `articles` have the columns of the ledger's tables, the events their story, the articles
    their family of copies. out: a folder or address that Spark writes to and that holds none of them yet. Gives the
    number of rows of each. others: where articles in other languages are counted, which are passed over. EngineError
    where the cluster gives up; a set is whole where `_SUCCESS` lies beside it.
    """
    from pyspark.sql import functions

    out = out if "://" in out else str(Path(out).absolute())
    aside = f"{out.rstrip('/')}/_work"  # a name that readers pass over
    if any(exists(session, f"{out}/{name}") for name in _SETS):
        raise EngineError(f"{out}: exists already")
    try:
        listed = file_list(session, files)
        articles = read_articles(session, [(number, file) for number, (file, _) in enumerate(listed)], aside, published)
        ids = ids_of(articles)
        if others is not None:
            others.update(others_of(articles))
        coded = code_articles(session, articles, ids, ids.count(), aside, prepare)
        tell(problems_of(articles) + problems_of(coded), on_problem)
        coded.createOrReplaceTempView("coded")
        groups = _groups(session, aside)
        for name, (table, key, group) in _SETS.items():
            rows = session.sql(f"SELECT inline({name}) FROM coded")
            if table is not None:
                rows = rows.drop(group).join(groups[table].withColumnRenamed("name", group), key, "left")
                rows = rows.select(*dict.fromkeys((*TABLES[name].names, group)))
            day = "published" if name == "articles" else "article.published"
            rows.withColumn("year", functions.year(day)).write.partitionBy("year").parquet(f"{out}/{name}")
        sizes = ", ".join(f"coalesce(sum(size({name})), 0) AS {name}" for name in _SETS)
        return {
            name: int(count) for name, count in session.sql(f"SELECT {sizes} FROM coded").collect()[0].asDict().items()
        }
    finally:
        discard(session, aside)


def _groups(session: SparkSession, aside: str) -> dict[str, DataFrame]:
    """By table the ids of its rows with the names of their groups, by the steps that the ledger runs in DuckDB."""
    found = {}
    for linked in LINKED:
        engine = Spark(session, f"{aside}/{linked.table}")
        new = session.sql(f"SELECT inline({linked.table}) FROM coded")
        new.createOrReplaceTempView("new")
        new.selectExpr("*", "'' AS component", "'' AS name").where("false").createOrReplaceTempView("gone")
        place(engine, linked.grouping)
        key = _SETS[{"tellings": "events", "copies": "articles"}[linked.table]][1]
        found[linked.table] = session.table("placed").selectExpr(f"{linked.grouping.id} AS {key}", "name")
    return found
