"""Tables that lie by day, for logic across articles: a filing reads and writes the files of the days it touches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from detente.ledger.schema import DAYS, TABLES

if TYPE_CHECKING:
    from detente.ledger.tables import Writing

RUN = 2_500  # rows of a sorted file, which is rewritten when one of them changes; files of less than half are merged
AT_ONCE = 64  # runs that are sorted in memory together
APART = 366  # days between rows that are not looked for together


def files_of_days(
    writing: Writing, name: str, stretches: Iterable[tuple[int | None, int | None]], *, undated: bool
) -> list[str]:
    """The files of a table that may hold rows of these days, by what its log says of them.

    stretches: first and last days; None is open. undated: likewise the files that may hold rows without a day.
    """
    found = []
    ends = [(-math.inf if a is None else a, math.inf if b is None else b) for a, b in stretches]
    for file in _files(writing, name):
        low, high, nulls = (file.get(f"{what}.{DAYS[name]}") for what in ("min", "max", "null_count"))
        dated = nulls is None or nulls != file["num_records"]
        near = low is None or high is None or any(a <= high and low <= b for a, b in ends)
        if (dated and near) or (undated and nulls != 0):
            found.append(_place(writing, name, file))
    return found


def discard(writing: Writing, name: str, column: str, rows: pa.Table) -> None:
    """Take rows out of a table; `rows` holds their ids (`id`, found in `column`) and days (`day`).

    Files of other days are not looked at.
    """
    for some in _near(rows):
        listed = ", ".join(f"'{i}'" for i in sorted(some["id"].to_pylist()))
        ends = pc.min_max(some["day"]).as_py()
        low, high, day = ends["min"], ends["max"], DAYS[name]
        said = f"{day} IS NULL" if low is None else f"{day} >= {low} AND {day} <= {high}"
        writing.delete(name, f"{said} AND {column} IN ({listed})")


def _near(rows: pa.Table) -> Iterator[pa.Table]:
    """The rows in groups of days that lie close together; those without a day by themselves."""
    if rows["day"].null_count:
        yield rows.filter(pc.is_null(rows["day"]))
    dated = rows.filter(pc.is_valid(rows["day"])).sort_by("day")
    days, start = dated["day"].to_pylist(), 0
    for at in range(1, len(days) + 1):
        if at == len(days) or days[at] - days[at - 1] > APART:
            yield dated.slice(start, at - start)
            start = at


def merge_days(writing: Writing, least: int) -> bool:
    """Merge the small files of each table into runs in the order of days, where it has so many; whether any had."""
    merged = False
    for name, day in DAYS.items():
        small = [file for file in _files(writing, name) if file["num_records"] < RUN / 2]
        if len(small) < least:
            continue
        small.sort(key=lambda file: file.get(f"min.{day}") or 0)
        for some in _groups(small):
            places = [_place(writing, name, file) for file in some]
            tables = [pq.read_table(place, partitioning=None).cast(TABLES[name]) for place in places]
            rows = pa.concat_tables(tables).sort_by(day)
            writing.exchange(name, [file["path"] for file in some], _runs(rows, day))
        merged = True
    return merged


def _groups(files: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The files in groups that are small enough to sort."""
    some: list[dict[str, Any]] = []
    held = 0
    for file in files:
        some.append(file)
        held += file["num_records"]
        if held >= AT_ONCE * RUN:
            yield some
            some, held = [], 0
    if some:
        yield some


def _runs(rows: pa.Table, day: str) -> Iterator[tuple[pa.Table, dict[str, Any]]]:
    count = max(1, round(rows.num_rows / RUN))
    size = math.ceil(rows.num_rows / count)
    for start in range(0, rows.num_rows, size):
        run = rows.slice(start, size)
        ends = pc.min_max(run[day]).as_py()
        dated = ends["min"] is not None
        yield (
            run,
            {
                "numRecords": run.num_rows,
                "minValues": {day: ends["min"]} if dated else {},
                "maxValues": {day: ends["max"]} if dated else {},
                "nullCount": {day: run[day].null_count},
            },
        )


def _files(writing: Writing, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa.table(writing.tables[name].get_add_actions(flatten=True)).to_pylist()
    return found


def _place(writing: Writing, name: str, file: dict[str, Any]) -> str:
    return str(Path(writing.folder.path.absolute(), name, unquote(file["path"])))
