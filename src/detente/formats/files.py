"""Events written to files and read from them. A file that is written is complete or absent."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any

from detente.errors import InputError, UsageError
from detente.formats.events import event_from_json, event_to_json
from detente.formats.flat import COLUMNS, flat_row, flat_schema
from detente.records import Article, Cited, Event

FORMATS = ("jsonl", "csv", "parquet")
ROWS_A_GROUP = 50_000  # rows of a Parquet row group: some tens of megabytes in memory

Pairs = Iterable[tuple[Event, Article | Cited]]


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of `path` when the block ends, and vanishes when it fails."""
    with part_of(path) as part, part.open("wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def part_of(path: Path) -> Iterator[Path]:
    """A file beside `path`, under another name, which replaces it when the block ends and vanishes when it fails."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror}") from error
    part = Path(name)
    try:
        yield part
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_events(pairs: Pairs, out: IO[bytes], form: str) -> int:
    """Write (event, article) pairs to a binary stream as "jsonl", "csv" or "parquet"; returns how many.

    jsonl: one object a line, UTF-8, the shape of `event_to_json`. csv: UTF-8 with a header, `COLUMNS`, lists joined by
    ";" (a ";" inside a value is written "\\;", a "\\" "\\\\"). parquet: `COLUMNS` with real lists. Pairs are taken one
    by one: memory does not grow with their number. Raises UsageError for another format.
    """
    if form == "jsonl":
        return _write_jsonl(pairs, out)
    if form == "csv":
        return _write_csv(pairs, out)
    if form == "parquet":
        return _write_parquet(pairs, out)
    raise UsageError(f"no format {form!r}; there are {', '.join(FORMATS)}")


def read_events(path: Path) -> Iterator[tuple[Event, Cited]]:
    """Events of a file that `write_events` wrote as jsonl. Raises InputError naming file and line."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                where = f"{path}, line {number}"
                if not line.strip():
                    continue
                try:
                    data = json.loads(line)
                except ValueError as error:
                    raise InputError(where, f"not JSON: {error}") from error
                if not isinstance(data, dict):
                    raise InputError(where, "not a JSON object")
                yield event_from_json(data, where)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cited(pairs: Pairs) -> Iterator[tuple[Event, Cited]]:
    """Each article hashed once, though its events come one by one."""
    last: Article | None = None
    known: Cited | None = None
    for event, article in pairs:
        if isinstance(article, Cited):
            yield event, article
            continue
        if known is None or article is not last:
            last, known = article, article.cite()
        yield event, known


def _write_jsonl(pairs: Pairs, out: IO[bytes]) -> int:
    count = 0
    for event, cited in _cited(pairs):
        line = json.dumps(event_to_json(event, cited), ensure_ascii=False, allow_nan=False)
        # A lone surrogate has no UTF-8; JSON can still carry it as an escape.
        try:
            data = line.encode()
        except UnicodeEncodeError:
            data = json.dumps(event_to_json(event, cited), allow_nan=False).encode()
        out.write(data + b"\n")
        count += 1
    return count


def cell(value: Any) -> str:
    """A value as a cell of CSV: nothing for None, lists joined by ";" (a ";" inside is written "\\;")."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(cell(v).replace("\\", "\\\\").replace(";", "\\;") for v in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_csv(pairs: Pairs, out: IO[bytes]) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
    try:
        rows = csv.writer(text)
        rows.writerow([name for name, _, _ in COLUMNS])
        count = 0
        for event, cited in _cited(pairs):
            rows.writerow([cell(v) for v in flat_row(event, cited).values()])
            count += 1
        return count
    finally:
        text.detach()


def _write_parquet(pairs: Pairs, out: IO[bytes]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = flat_schema()
    rows = (flat_row(event, cited) for event, cited in _cited(pairs))
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as file:
        while group := list(islice(rows, ROWS_A_GROUP)):
            file.write_table(pa.Table.from_pylist(group, schema=schema))
            count += len(group)
    return count
