"""A series as lines that read well in 80 columns, direction by direction."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    import pyarrow as pa

_QUADS = " ".join(f"{name:>6}" for name in ("acts", "v.coop", "m.coop", "v.conf", "m.conf"))
_HEAD = f"{'period':10}  {'read':7}  {_QUADS}  {'mean':>5}  index"
_TITLES = {"all": "all acts between the two", "joint": "acts of both together"}


def print_series(console: Console, table: pa.Table) -> None:
    """Print a block for each direction, and each group where there are groups."""
    for (direction, group), lines in groupby(table.to_pylist(), key=lambda row: (row["direction"], row.get("group"))):
        title = _TITLES.get(direction, direction.replace(">", " to "))
        console.print(title if group is None else f"{title}, {group}", style="bold", markup=False, soft_wrap=True)
        console.print(_HEAD, style="dim", markup=False, soft_wrap=True)
        for row in lines:
            console.print(_line(row), markup=False, soft_wrap=True)
        console.print()


def _line(row: dict[str, Any]) -> str:
    quads = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    counts = " ".join(f"{_count(row[name]):>6}" for name in ("events", *quads))
    mean = "" if row["intensity_mean"] is None else f"{row['intensity_mean']:+.1f}"
    index = ""
    if row["cooperation"] is not None:
        index = f"{row['cooperation']:+.1f} ({row['cooperation_low']:+.1f} to {row['cooperation_high']:+.1f})"
    return f"{row['period'].isoformat():10}  {row['coverage']:7}  {counts}  {mean:>5}  {index}".rstrip()


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"
