"""Series, turning points, changes and leaders compared as lines that read well in 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.relations.breaks import TurningPoint

_QUADS = " ".join(f"{name:>6}" for name in ("acts", "v.coop", "m.coop", "v.conf", "m.conf"))
_HEAD = f"{'period':10}  {'read':7}  {_QUADS}  {'mean':>5}  index"
_ACTS = 5  # of a turning point
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


def print_turns(console: Console, found: Sequence[TurningPoint]) -> None:
    """A block for each turning point: when, from which level to which, how sure, and the acts that made it."""
    if not found:
        console.print("no turning point")
    for point in found:
        console.print(
            f"{point.period}  {point.before:+.1f} to {point.after:+.1f}: {point.change:+.1f} "
            f"({point.change_low:+.1f} to {point.change_high:+.1f}), p {point.p_value:.3f}",
            style="bold",
            markup=False,
            soft_wrap=True,
        )
        console.print(f"  between {point.earliest} and {point.latest}", style="dim", markup=False, soft_wrap=True)
        for act in point.acts.slice(0, _ACTS).to_pylist():
            console.print(
                f"  {act['contribution']:+.2f}  {act['date_end']}  {act['actor']} "
                f"{'and' if act['reciprocal'] else 'to'} {act['recipient']}: {act['event_type'].lower()}  "
                f"{act['event_id']}",
                markup=False,
                soft_wrap=True,
            )


def print_changes(console: Console, table: pa.Table) -> None:
    """A line for each pair: acts and mean score, each with what is usual, and the surprise in bits."""
    rows = table.to_pylist()
    if not rows:
        console.print("there are too few weeks of reports to tell")
        return
    span = f"{rows[0]['since']} to {rows[0]['last']}"
    console.print(f"{span}, against up to a year before", style="bold", markup=False, soft_wrap=True)
    console.print(
        f"{'pair':10}  {'acts':>6}  {'usual':>7}  {'score':>5}  {'usual':>5}  {'bits':>6}", style="dim", soft_wrap=True
    )
    for row in rows:
        score, before = ("" if row[name] is None else f"{row[name]:+.1f}" for name in ("score", "score_before"))
        console.print(
            f"{row['pair']:10}  {row['events']:>6,}  {row['expected']:>7,.1f}  {score:>5}  {before:>5}  "
            f"{row['surprise']:>6.1f}",
            markup=False,
            soft_wrap=True,
        )


def print_tenures(console: Console, table: pa.Table) -> None:
    """A line for each leader and measure."""
    for (leader, office, start, end), rows in groupby(
        table.to_pylist(), key=lambda r: (r["leader"], r["office"], r["start"], r["end"])
    ):
        span = f"{start or '?'} to {end or 'now'}"
        console.print(f"{leader}, {office}, {span}", style="bold", markup=False, soft_wrap=True)
        for row in rows:
            console.print(f"  {row['measure']:11}  {_valued(row, 'value')}", markup=False, soft_wrap=True)


def print_differences(console: Console, table: pa.Table) -> None:
    """A line for each two leaders and measure."""
    for (earlier, later), rows in groupby(table.to_pylist(), key=lambda r: (r["earlier"], r["later"])):
        console.print(f"{later} against {earlier}", style="bold", markup=False, soft_wrap=True)
        for row in rows:
            sure = "" if row["probability"] is None else f", higher with probability {row['probability']:.2f}"
            console.print(f"  {row['measure']:11}  {_valued(row, 'difference')}{sure}", markup=False, soft_wrap=True)


def _valued(row: dict[str, Any], name: str) -> str:
    if row[name] is None:
        return f"? {row['reason']}"
    return f"{row[name]:+.2f} ({row['low']:+.2f} to {row['high']:+.2f})"


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"
