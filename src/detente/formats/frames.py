"""Arrow tables, as queries give them, in the formats that other programs read."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from detente.errors import UsageError
from detente.formats.files import FORMATS, cell

if TYPE_CHECKING:
    import pyarrow as pa


def write_table(table: pa.Table, out: IO[bytes], form: str) -> int:
    """Write a table to a binary stream as "jsonl", "csv" or "parquet"; returns the number of rows.

    csv: UTF-8 with a header, an empty cell for what is unknown, lists joined as in `write_events`. jsonl: one object a
    line, days as 2025-06-10. Raises UsageError for another format.
    """
    if form == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(table, out, compression="zstd")
    elif form in FORMATS:
        text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
        try:
            (_write_csv if form == "csv" else _write_jsonl)(table, text)
        finally:
            text.detach()
    else:
        raise UsageError(f"no format {form!r}; there are {', '.join(FORMATS)}")
    return int(table.num_rows)


def _write_csv(table: pa.Table, text: IO[str]) -> None:
    rows = csv.writer(text)
    rows.writerow(table.column_names)
    for batch in table.to_batches():
        rows.writerows([cell(value) for value in row.values()] for row in batch.to_pylist())


def _write_jsonl(table: pa.Table, text: IO[str]) -> None:
    for batch in table.to_batches():
        for row in batch.to_pylist():
            text.write(json.dumps(row, ensure_ascii=False, allow_nan=False, default=_plain) + "\n")


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
