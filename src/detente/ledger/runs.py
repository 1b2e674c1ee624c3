"""Tables whose rows lie in the order of a column: small files are merged into runs, each a sorted file.

A question about some days, one pair or one actor then reads few groups of rows of each run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from detente.ledger.schema import DAYS, TABLES

if TYPE_CHECKING:
    from detente.ledger.tables import Writing

NAME = "run-"  # how the names of their files begin
AT_ONCE = 200_000  # rows that are sorted in memory together


@dataclass(frozen=True, slots=True)
class Order:
    """How a table lies: by which column, and how many rows make a file and a group of rows.

    Files of less than half as many rows are merged. whole: so are longer ones that are not in order, at once.
    """

    column: str
    rows: int
    group: int
    whole: bool = False


# A run of tellings or copies is written again when one of its rows changes; acts and parties are asked for more than
# they are changed.
ORDERS = {
    **{name: Order(column, 2_500, 2_500) for name, column in DAYS.items()},
    "acts": Order("pair", 200_000, 20_000, whole=True),
    "parties": Order("actor_id", 200_000, 20_000, whole=True),
}


def merge_runs(writing: Writing, least: int) -> bool:
    """Merge the files of each table that are short or not in order, where it has so many; whether any had."""
    merged = False
    for name, order in ORDERS.items():
        files = files_of(writing, name)
        other = [file for file in files if order.whole and not file["path"].startswith(NAME)]
        unordered = [file for file in other if file["num_records"] > order.rows]
        loose = [f for f in files if f["num_records"] < order.rows / 2] + unordered
        if len(loose) < least and not unordered:
            continue
        lowest = f"min.{order.column}"
        loose.sort(key=lambda file: (file.get(lowest) is not None, file.get(lowest)))
        places = [place_of(writing, name, file) for file in loose]
        writing.exchange(name, [file["path"] for file in loose], _runs(places, TABLES[name], order), order.group)
        merged = True
    return merged


def files_of(writing: Writing, name: str) -> list[dict[str, Any]]:
    """The files of a table, with what its log says of them."""
    found: list[dict[str, Any]] = pa.table(writing.tables[name].get_add_actions(flatten=True)).to_pylist()
    return found


def place_of(writing: Writing, name: str, file: dict[str, Any]) -> str:
    """The path of such a file."""
    return str(Path(writing.folder.path.absolute(), name, unquote(file["path"])))


def _runs(places: Iterable[str], schema: pa.Schema, order: Order) -> Iterator[tuple[pa.Table, dict[str, Any]]]:
    """The rows of these files in runs, each with what the log says of it; as many are in order as are held at once."""
    held: list[pa.Table] = []
    for place in places:
        with pq.ParquetFile(place) as file:
            for batch in file.iter_batches(AT_ONCE):
                held.append(pa.Table.from_batches([batch]).select(schema.names).cast(schema))
                if sum(rows.num_rows for rows in held) >= AT_ONCE:
                    yield from _sorted(pa.concat_tables(held), order)
                    held = []
    if held:
        yield from _sorted(pa.concat_tables(held), order)


def _sorted(rows: pa.Table, order: Order) -> Iterator[tuple[pa.Table, dict[str, Any]]]:
    rows, column = rows.sort_by(order.column), order.column
    size = math.ceil(rows.num_rows / max(1, round(rows.num_rows / order.rows)))
    for start in range(0, rows.num_rows, size):
        run = rows.slice(start, size)
        ends = pc.min_max(run[column]).as_py()
        valued = ends["min"] is not None
        said = {
            "numRecords": run.num_rows,
            "minValues": {column: ends["min"]} if valued else {},
            "maxValues": {column: ends["max"]} if valued else {},
            "nullCount": {column: run[column].null_count},
        }
        yield run, said
