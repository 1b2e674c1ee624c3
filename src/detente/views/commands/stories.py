"""Stories: one event with all articles that tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from detente.views.console import command
from detente.views.options import (
    ActsBetween,
    ActsInvolving,
    FormatOption,
    LedgerOption,
    Output,
    Since,
    SnapshotOption,
    Types,
    Until,
    day,
    format_of,
    open_ledger,
)
from detente.views.results import show_table
from detente.views.tables import plain

if TYPE_CHECKING:
    import pyarrow as pa


@command
def stories(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    between: ActsBetween = None,
    involving: ActsInvolving = None,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    least: Annotated[int, typer.Option(min=1, metavar="N", help="Told by so many independent sources or more.")] = 1,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")] = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """Events, each once with all articles that tell of it: how many sources are independent, and where they differ."""
    found = open_ledger(ledger, snapshot).stories(
        between=between,
        involving=involving,
        since=day(since),
        until=day(until),
        types=types or None,
        least=least,
        limit=limit,
    )
    show_table(found, format_of(form, out), out, _printed)


def _both(row: dict[str, Any], side: str) -> Iterable[tuple[str | None, str | None]]:
    return zip(row[f"{side}_names"], row[f"{side}_countries"], strict=True)


def _printed(console: Console, found: pa.Table) -> None:
    """One story: who did what and when, how often it was told, and the words of its best telling."""
    for row in found.to_pylist():
        names = [
            [
                plain(name or code or "?")
                for name, code in zip(row[f"{side}_names"], row[f"{side}_countries"], strict=True)
            ]
            for side in ("actor", "recipient")
        ]
        parties = " ⇄ ".join(names[0]) if row["reciprocal"] else " → ".join(", ".join(some) for some in names if some)
        what = " ".join(part for part in (row["event_type"], row["event_mode"]) if part)
        days = sorted({str(row["date_start"]), str(row["date_end"])}) if row["date_start"] else ["undated"]
        counts = f"{row['articles']} articles, {row['independent']} independent"
        differ = f" · differ in {', '.join(row['differ'])}" if row["differ"] else ""
        for line in (
            f"{'–'.join(days)}  {parties}",
            f"  {what} · {row['status']} · {counts}{differ}  [{row['id']}]",
            f"  “{plain(row['sentence'])}”",
            "",
        ):
            console.print(line, markup=False, highlight=False)
