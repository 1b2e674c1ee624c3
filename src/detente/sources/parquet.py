"""Parquet: an article a row, read by batches so that a large file does not fill the memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.rows import NAMES, article, columns
from detente.sources.streams import READ_ERRORS, seekable

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 64
NULL = "__HIVE_DEFAULT_PARTITION__"  # how Spark and others write the lack of a value into a folder's name


def read_parquet(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The articles of a Parquet file; a damaged row group costs its own articles only."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with seekable(stream) as file:
        try:
            table = pq.ParquetFile(file)
            names = list(table.schema_arrow.names)
        except (pa.ArrowException, ValueError, *READ_ERRORS) as error:
            yield SourceError(name, f"is not a whole Parquet file ({_short(error)})")
            return
        places = columns(names)
        if "text" not in places:
            shown = ", ".join(names[:12]) or "none"
            yield SourceError(name, f"has no column named {' or '.join(NAMES['text'][:3])} (columns: {shown})")
            return
        wanted = {field: names[place] for field, place in places.items()}
        said = {field: value for field, value in partition(name).items() if field not in wanted}
        number = 0
        for group in range(table.num_row_groups):
            first = number
            number += table.metadata.row_group(group).num_rows
            done = first
            try:
                for batch in table.iter_batches(BATCH_ROWS, row_groups=[group], columns=list(wanted.values())):
                    yield from _rows(batch, wanted, said, name, done, settings)
                    done += batch.num_rows
            except (pa.ArrowException, ValueError, *READ_ERRORS) as error:
                yield SourceError(f"{name}, items {done + 1} to {number}", f"cannot be read ({_short(error)})")
        if not number:
            yield SourceError(name, "holds no articles")


def partition(path: str) -> dict[str, str]:
    """What the folders of a partitioned set say of all articles in a file: "source=Kyodo/date=2020-01-05/1.parquet"."""
    folders = Path(path).absolute().parts[:-1] if Path(path).exists() else ()  # standard input lies nowhere
    pairs = [part.partition("=") for part in folders if "=" in part]
    named = {key: unquote(value) for key, _, value in pairs if value != NULL}
    return {field: list(named.values())[place] for field, place in columns(list(named)).items()}


def _rows(
    batch: pa.RecordBatch, wanted: dict[str, str], said: dict[str, str], name: str, done: int, settings: Settings
) -> Iterator[Article | SourceError]:
    import pyarrow as pa

    held = {field: batch.column(column) for field, column in wanted.items() if column in batch.schema.names}
    for field, column in held.items():
        if pa.types.is_timestamp(column.type):  # nanoseconds have no Python type
            held[field] = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    for row in range(batch.num_rows):
        where = f"{name}, item {done + row + 1}"
        values: dict[str, object] = {**said}
        try:
            for field, column in held.items():
                values[field] = column[row].as_py()
        except (pa.ArrowException, ValueError, OverflowError) as error:
            yield SourceError(where, f"cannot be read ({_short(error)})")
            continue
        yield from article(values, where, settings)


def _short(error: BaseException) -> str:
    words = " ".join(str(error).split())
    return words if len(words) <= 160 else words[:157] + "..."
