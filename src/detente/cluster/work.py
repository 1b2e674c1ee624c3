"""What workers do: read files, code articles; Arrow batches in and out, the same whenever it is done again."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from detente.engines import Prepare, map_batches
from detente.engines.spark import attempt
from detente.errors import InputError
from detente.ledger.columns import arrow_type, from_row, to_row
from detente.ledger.parts import PART, PROBLEM, part, problem
from detente.pipeline import where
from detente.records import Article, Coded
from detente.sources import read
from detente.sources.languages import other_language

ROWS = 64  # of a batch
ISOLATED = 2  # from this attempt on articles are coded in processes of their own, so that the one that kills is found
PLACES = 2**32  # articles of a file

READ = pa.schema(
    [
        pa.field("place", pa.int64()),
        pa.field("article_id", pa.string()),
        pa.field("file", pa.string()),
        pa.field("article", arrow_type(Article)),
        pa.field("problem", pa.struct(list(PROBLEM))),
        pa.field("passed_over", pa.string()),  # the language of an article that is not coded for it
    ]
)


def read_files(published: date | None, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """On a worker: the articles of files, as READ has them."""
    yield from _batched(_articles(published, batches), READ)


def _articles(published: date | None, batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    row_of = to_row(Article)
    for batch in batches:
        for row in batch.to_pylist():
            problems: list[InputError] = []
            place = row["number"] * PLACES
            with _at_hand(row["path"], row.get("content")) as path:
                for article in read(path, published=published, on_error=problems.append):
                    yield from _taken(row["file"], path, problems)
                    if (told := other_language(article)) is not None:
                        yield {"file": row["file"], "passed_over": told}
                        continue
                    yield {"place": place, "article_id": article.id, "file": row["file"], "article": row_of(article)}
                    place += 1
                yield from _taken(row["file"], path, problems)


@contextmanager
def _at_hand(path: str, content: bytes | None) -> Iterator[str]:
    """Where a file can be opened: where it lies, or as a copy of its content, below folders of the same names."""
    if content is None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        copy = Path(folder, *(part for part in Path(path).parts[1:] if part != ".."))
        copy.parent.mkdir(parents=True)
        copy.write_bytes(content)
        yield str(copy)


def _taken(file: str, path: str, problems: list[InputError]) -> Iterator[dict[str, Any]]:
    """The problems, with the file named as it was given."""
    while problems:
        error = problems.pop(0)
        yield problem(file, InputError(file + error.where.removeprefix(path), error.why, error.offset))


def code_rows(pickled: bytes, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """On a worker: coded articles or problems, as PART has them, one for each article."""
    yield from _batched(_coded(pickled, batches), PART)


def _coded(pickled: bytes, batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    isolated = attempt() >= ISOLATED
    work: Prepare[Article, Coded] = pickle.loads(pickled) if isolated else partial(_prepared, pickled)
    for batch in batches:
        files = batch["file"].to_pylist()
        articles = [from_row(Article)(row) for row in batch["article"].to_pylist()]
        found = map_batches(work, articles, workers=1 + isolated, name=where)
        for file, one in zip(files, found, strict=True):
            if isinstance(one, Coded):
                yield part(one)
            else:
                yield problem(file, InputError(f"{file}, {one.where}", one.why, one.offset))


@lru_cache(maxsize=1)
def _prepared(pickled: bytes) -> Callable[[Article], Coded]:
    """The work, loaded once in the life of a worker's process."""
    prepare: Prepare[Article, Coded] = pickle.loads(pickled)
    return prepare()


def _batched(rows: Iterator[dict[str, Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while some := list(islice(rows, ROWS)):
        yield pa.RecordBatch.from_pylist(some, schema=schema)
