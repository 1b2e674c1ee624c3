"""The stages as the driver starts them: each reads Parquet and writes Parquet."""

from __future__ import annotations

import math
import pickle
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cluster.work import READ, code_rows, read_files
from detente.engines import Prepare
from detente.engines.spark import map_arrow
from detente.errors import InputError
from detente.ledger.parts import PART
from detente.records import Article, Coded

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PART_ARTICLES = 100  # that one task codes, some ten seconds of work: so much is lost with a worker at most
FILES = 4  # read by one task

OnProblem = Callable[[str, InputError], None]


def file_list(session: SparkSession, files: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The files with their sizes; an address ("s3a://bucket/news") stands for all files at and below it."""
    found: list[tuple[str, int]] = []
    for file, size in files:
        if "://" not in file:
            found.append((file, size))
            continue
        listed = _stored(session, [file]).select("path", "length").orderBy("path").collect()
        found += [(row["path"], row["length"]) for row in listed]
    return found


def _stored(session: SparkSession, addresses: list[str]) -> DataFrame:
    reader = session.read.format("binaryFile").option("recursiveFileLookup", "true")
    return reader.load(addresses)


def read_articles(
    session: SparkSession, files: list[tuple[int, str]], folder: str, published: date | None
) -> DataFrame:
    """The articles of the files as Parquet, each with its place in the input, and what could not be read."""
    rows = [(n, file, file if _is_address(file) else str(Path(file).absolute())) for n, file in files]
    listed = session.createDataFrame(rows, "number bigint, file string, path string")
    if addresses := [file for _, file in files if _is_address(file)]:
        contents = _stored(session, addresses).select("path", "content")
        listed = listed.join(contents, "path", "left").select("number", "file", "path", "content")
    listed = listed.repartition(max(math.ceil(len(files) / FILES), 1), "number")
    map_arrow(listed, partial(read_files, published), READ).write.parquet(f"{folder}/read")
    return session.read.parquet(f"{folder}/read")


def _is_address(file: str) -> bool:
    """As Spark lists them: "s3a://bucket/news/1.parquet", "file:/news/1.parquet"."""
    return re.match(r"[a-z][a-z0-9]+:/", file) is not None


def ids_of(articles: DataFrame) -> DataFrame:
    """Each article's id and its first place."""
    from pyspark.sql import functions

    return articles.where("article_id IS NOT NULL").groupBy("article_id").agg(functions.min("place").alias("place"))


def code_articles(
    session: SparkSession,
    articles: DataFrame,
    wanted: DataFrame,
    count: int,
    folder: str,
    prepare: Prepare[Article, Coded],
) -> DataFrame:
    """The rows of the articles at the wanted places, so many, as Parquet."""
    parts = max(math.ceil(count / PART_ARTICLES), 1)
    some = articles.join(wanted.select("place"), "place", "leftsemi").repartition(parts, "place")
    some = some.select("file", "article")
    map_arrow(some, partial(code_rows, pickle.dumps(prepare)), PART).write.parquet(f"{folder}/coded")
    return session.read.parquet(f"{folder}/coded")


def problems_of(frame: DataFrame) -> list[dict[str, Any]]:
    return [row.asDict() for row in frame.where("problem IS NOT NULL").select("problem.*").collect()]


def others_of(articles: DataFrame) -> dict[str, int]:
    """How many articles are passed over, by language."""
    counted = articles.where("passed_over IS NOT NULL").groupBy("passed_over").count()
    return {row["passed_over"]: row["count"] for row in counted.collect()}


def tell(problems: list[dict[str, Any]], on_problem: OnProblem) -> None:
    for row in sorted(problems, key=lambda row: (row["file"], row["where"])):
        on_problem(row["file"], InputError(row["where"], row["why"], row["offset"]))
