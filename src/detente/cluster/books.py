"""From files to the books, on a cluster.

Files are taken in waves. Of each wave, workers read the files and write the articles; the driver sees which of them the
books lack; workers code those and write rows; the driver files the rows in one transaction. What a worker lost is done
again, and what was written by half is never read, so that whatever happens an article is filed once.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pyarrow as pa

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
from detente.errors import EngineError, LedgerError
from detente.ledger import Ledger
from detente.ledger.filed import Filed
from detente.ledger.locking import locked
from detente.records import Article, Coded

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WAVE_BYTES = 8 * 2**20  # of input for each core: some minutes of work
SCRATCH = ".parts-"  # how folders begin that hold what workers wrote


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
    others: Counter[str] | None = None,
) -> Iterator[tuple[Filed, float]]:
    """Code the articles of files on a cluster and file them in the ledger; tells of each wave when it is filed.

    Gives what became of the wave, and the part of all bytes that is done. files: with their sizes in bytes; driver and
    workers reach them by the same names. Addresses ("s3a://bucket/news") are read by Spark, with all that lies below
    them. prepare, coder: the work and its name, as `Coder` has them; an article that the ledger holds from that coder
    is not coded, unless `again`. scratch: a folder that driver and workers share, by default the ledger's. others:
    where articles in other languages are counted, which are passed over. EngineError where the cluster gives up or
    does not share the folder.
    """
    ledger.add(())  # the ledger is made, or cannot be
    numbered = list(enumerate(file_list(session, files)))
    whole, done = sum(size for _, (_, size) in numbered), 0
    with _shared(scratch or ledger.path) as folder:
        for some in _waves(numbered, WAVE_BYTES * session.sparkContext.defaultParallelism):
            wave = folder / f"wave-{some[0][0]:08}"
            articles = read_articles(session, [(number, file) for number, (file, _) in some], str(wave), published)
            ids = ids_of(articles).toArrow()
            lacking = ids if again else _lacking(ids, ledger, coder)
            problems, filed = problems_of(articles), Filed()
            if others is not None:
                others.update(others_of(articles))
            if lacking.num_rows:
                wanted = session.createDataFrame(lacking.select(["place"]))
                problems += problems_of(code_articles(session, articles, wanted, lacking.num_rows, str(wave), prepare))
                written = _written(wave)
                _check(written, lacking.num_rows, wave)
                filed = ledger.take(written)
            tell(problems, on_problem)
            done += sum(size for _, (_, size) in some)
            shutil.rmtree(wave, ignore_errors=True)
            known = ids.num_rows - lacking.num_rows
            yield replace(filed, unchanged=filed.unchanged + known), done / whole if whole else 1.0


def _waves(files: Sequence[tuple[int, tuple[str, int]]], size: int) -> Iterator[list[tuple[int, tuple[str, int]]]]:
    """The files in groups of about so many bytes."""
    some: list[tuple[int, tuple[str, int]]] = []
    held = 0
    for number, (file, bytes_) in files:
        some.append((number, (file, bytes_)))
        held += bytes_
        if held >= size:
            yield some
            some, held = [], 0
    if some:
        yield some


def _lacking(ids: pa.Table, ledger: Ledger, coder: str) -> pa.Table:
    """Those of them that this coder has still to code."""
    held = ledger.coders(ids["article_id"].to_pylist())
    return ids.filter(pa.array([held.get(i) != coder for i in ids["article_id"].to_pylist()], pa.bool_()))


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
