"""The whole flow on a cluster: files -> articles -> coded rows -> the books, from Parquet to Parquet.

Files are taken in waves. Of each wave, workers read the files and write the articles; the driver sees which of them the
books lack; workers code those and write rows; the driver files the rows in one transaction. What a worker lost is done
again, and what was written by half is never read, so that whatever happens an article is filed once.
"""

from __future__ import annotations

import math
import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa

from detente.engines import Prepare, map_batches
from detente.engines.spark import attempt, map_arrow
from detente.errors import EngineError, InputError, LedgerError
from detente.ledger import Ledger
from detente.ledger.columns import arrow_type, from_row, to_row
from detente.ledger.filed import Filed
from detente.ledger.locking import locked
from detente.ledger.parts import PART, PROBLEM, part, problem
from detente.pipeline import where
from detente.records import Article, Coded
from detente.sources import read

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

WAVE_BYTES = 8 * 2**20  # of input for each core: some minutes of work
PART_ARTICLES = 100  # that one task codes, some ten seconds of work: so much is lost with a worker at most
FILES = 4  # read by one task
ROWS = 64  # of a batch
ISOLATED = 2  # from this attempt on articles are coded in processes of their own, so that the one that kills is found
PLACES = 2**32  # articles of a file
SCRATCH = ".parts-"  # how folders begin that hold what workers wrote

READ = pa.schema(
    [
        pa.field("place", pa.int64()),
        pa.field("article_id", pa.string()),
        pa.field("file", pa.string()),
        pa.field("article", arrow_type(Article)),
        pa.field("problem", pa.struct(list(PROBLEM))),
    ]
)

OnProblem = Callable[[str, InputError], None]


def add(
    session: SparkSession,
    files: Sequence[tuple[str, int]],
    ledger: Ledger,
    prepare: Prepare[Article, Coded],
    coder: str,
    *,
    scratch: Path | None = None,
    published: date | None = None,
    again: bool = False,
    on_problem: OnProblem,
) -> Iterator[tuple[Filed, float]]:
    """Code the articles of files on a cluster and file them in the ledger; tells of each wave when it is filed.

    Gives what became of the wave, and the part of all bytes that is done. files: with their sizes in bytes; driver and
    workers reach them by the same names. prepare, coder: the work and its name, as `Coder` has them; an article that
    the ledger holds from that coder is not coded, unless `again`. scratch: a folder that driver and workers share, by
    default the ledger's. EngineError where the cluster gives up or does not share the folder.
    """
    ledger.add(())  # the ledger is made, or cannot be
    numbered = list(enumerate(files))
    whole, done = sum(size for _, size in files), 0
    with _shared(scratch or ledger.path) as folder:
        for some in _waves(numbered, WAVE_BYTES * session.sparkContext.defaultParallelism):
            wave = folder / f"wave-{some[0][0]:08}"
            articles = _read(session, [(number, file) for number, (file, _) in some], wave, published)
            ids = _ids(articles)
            lacking = ids if again else _lacking(ids, ledger, coder)
            problems, filed = _problems(articles), Filed()
            if lacking.num_rows:
                problems += _problems(_code(session, articles, lacking, wave, prepare))
                written = _written(wave)
                _check(written, lacking.num_rows, wave)
                filed = ledger.take(written)
            for row in sorted(problems, key=lambda row: (row["file"], row["where"])):
                on_problem(row["file"], InputError(row["where"], row["why"], row["offset"]))
            done += sum(size for _, (_, size) in some)
            shutil.rmtree(wave, ignore_errors=True)
            known = ids.num_rows - lacking.num_rows
            yield replace(filed, unchanged=filed.unchanged + known), done / whole if whole else 1.0


def _waves(files: Sequence[tuple[int, tuple[str, int]]], size: int) -> Iterator[list[tuple[int, tuple[str, int]]]]:
    """The files in groups of about so many bytes."""
    some: list[tuple[int, tuple[str, int]]] = []
    for one in files:
        some.append(one)
        if sum(bytes_ for _, (_, bytes_) in some) >= size:
            yield some
            some = []
    if some:
        yield some


def _read(session: SparkSession, files: list[tuple[int, str]], wave: Path, published: date | None) -> DataFrame:
    """The articles of the files as Parquet, each with its place in the input, and what could not be read."""
    rows = [(number, file, str(Path(file).absolute())) for number, file in files]
    listed = session.createDataFrame(rows, "number bigint, file string, path string")
    listed = listed.repartition(math.ceil(len(files) / FILES), "number")
    map_arrow(listed, partial(read_files, published), READ).write.parquet(str(wave / "articles"))
    return session.read.parquet(str(wave / "articles"))


def _ids(articles: DataFrame) -> pa.Table:
    """Each article's id and its first place."""
    from pyspark.sql import functions

    found = articles.where("article_id IS NOT NULL").groupBy("article_id").agg(functions.min("place").alias("place"))
    return found.toArrow()


def _lacking(ids: pa.Table, ledger: Ledger, coder: str) -> pa.Table:
    """Those of them that this coder has still to code."""
    held = ledger.coders(ids["article_id"].to_pylist())
    return ids.filter(pa.array([held.get(i) != coder for i in ids["article_id"].to_pylist()], pa.bool_()))


def _code(
    session: SparkSession, articles: DataFrame, wanted: pa.Table, wave: Path, prepare: Prepare[Article, Coded]
) -> DataFrame:
    """The rows of the wanted articles, as Parquet."""
    from pyspark.sql import functions

    chosen = session.createDataFrame(wanted.select(["place"]))
    parts = max(math.ceil(wanted.num_rows / PART_ARTICLES), 1)
    some = articles.join(functions.broadcast(chosen), "place", "leftsemi").repartition(parts, "place")
    some = some.select("file", "article")
    map_arrow(some, partial(code_rows, pickle.dumps(prepare)), PART).write.parquet(str(wave / "coded"))
    return session.read.parquet(str(wave / "coded"))


def _problems(frame: DataFrame) -> list[dict[str, Any]]:
    return [row.asDict() for row in frame.where("problem IS NOT NULL").select("problem.*").collect()]


def _written(wave: Path) -> list[Path]:
    return sorted((wave / "coded").glob("*.parquet"))


def _check(written: Sequence[Path], wanted: int, wave: Path) -> None:
    """EngineError unless there is a row for each article that was to be coded."""
    import pyarrow.parquet as pq

    found = sum(pq.read_metadata(file).num_rows for file in written)
    if found != wanted:
        raise EngineError(
            f"{wave.parent.parent}: {found} of {wanted} coded articles arrived; driver and workers need a folder that "
            "all of them share (--scratch)"
        )


@contextmanager
def _shared(parent: Path) -> Iterator[Path]:
    """A folder of our own that goes with the block; those of runs that were killed go too."""
    for left in parent.glob(f"{SCRATCH}*"):
        with suppress(LedgerError), locked(left / "lock", patience=0):
            shutil.rmtree(left, ignore_errors=True)
    folder = parent.absolute() / f"{SCRATCH}{uuid4().hex[:12]}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise EngineError(f"{folder}: cannot be made: {error.strerror}") from error
    try:
        with locked(folder / "lock"):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_files(published: date | None, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """On a worker: the articles of files, as READ has them."""
    yield from _batched(_articles(published, batches), READ)


def _articles(published: date | None, batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    row_of = to_row(Article)
    for batch in batches:
        for row in batch.to_pylist():
            problems: list[InputError] = []
            place = row["number"] * PLACES
            for article in read(row["path"], published=published, on_error=problems.append):
                yield from _taken(row["file"], row["path"], problems)
                yield {"place": place, "article_id": article.id, "file": row["file"], "article": row_of(article)}
                place += 1
            yield from _taken(row["file"], row["path"], problems)


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
