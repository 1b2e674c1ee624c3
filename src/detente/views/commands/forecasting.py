"""What is likely next between two states."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from detente.views.commands.relations import One, Other
from detente.views.console import command
from detente.views.options import (
    DAY,
    ActsBetween,
    Format,
    FormatOption,
    LedgerOption,
    Output,
    SnapshotOption,
    day,
    format_of,
    open_ledger,
)
from detente.views.results import show_table


@command
def forecast(
    one: One,
    other: Other,
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=366, help="Horizon in days.")] = 30,
    on: Annotated[
        datetime | None,
        typer.Option(formats=DAY, metavar="DATE", help="From what was known on this day. Default: the ledger's last."),
    ] = None,
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """How probable each kind of act is in the next days, why, and how such forecasts have done so far."""
    from detente.relations.outlook import outlook_table
    from detente.views.entries import print_outlook

    found = open_ledger(ledger, snapshot).relation(one, other).forecast(days, day(on))
    chosen = format_of(form, out)
    table = outlook_table(found, flat=chosen is Format.csv)
    show_table(table, chosen, out, lambda console, _: print_outlook(console, found))


@command
def skill(
    between: ActsBetween = None,
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", min=1, max=366, help="Only of this horizon.")
    ] = None,
    kinds: Annotated[bool, typer.Option("--kinds", help="Each kind of act on a line of its own too.")] = False,
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """How forecasts have done: the track records that the ledger keeps since `detente forecast` made them."""
    from detente.ledger import country_code
    from detente.views.entries import print_track_records

    books = open_ledger(ledger, snapshot)
    pair = None if between is None else "-".join(sorted(map(country_code, between)))
    found = [one for one in books.track_records(pair, days) if kinds or one.event_type is None]
    chosen = format_of(form, out)
    table = books.sql(
        f"SELECT * {'EXCLUDE (reliability)' if chosen is Format.csv else ''} FROM track_records "
        "WHERE list_contains($ids, id) ORDER BY time, pair NULLS FIRST, event_type NULLS FIRST",
        {"ids": [one.id for one in found]},
    )
    show_table(table, chosen, out, lambda console, _: print_track_records(console, found))
