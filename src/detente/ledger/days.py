"""Tables that lie by day, for logic across articles: a filing reads and writes the files of the days it touches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from detente.ledger.runs import files_of, place_of
from detente.ledger.schema import DAYS

if TYPE_CHECKING:
    from detente.ledger.tables import Writing

APART = 366  # days between rows that are not looked for together


def files_of_days(
    writing: Writing, name: str, stretches: Iterable[tuple[int | None, int | None]], *, undated: bool
) -> list[str]:
    """The files of a table that may hold rows of these days, by what its log says of them.

    stretches: first and last days; None is open. undated: likewise the files that may hold rows without a day.
    """
    found = []
    ends = [(-math.inf if a is None else a, math.inf if b is None else b) for a, b in stretches]
    for file in files_of(writing, name):
        low, high, nulls = (file.get(f"{what}.{DAYS[name]}") for what in ("min", "max", "null_count"))
        dated = nulls is None or nulls != file["num_records"]
        near = low is None or high is None or any(a <= high and low <= b for a, b in ends)
        if (dated and near) or (undated and nulls != 0):
            found.append(place_of(writing, name, file))
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
