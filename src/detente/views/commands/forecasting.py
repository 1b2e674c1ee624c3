"""What is likely next between two states."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from detente.views.commands.relations import One, Other
from detente.views.console import command
from detente.views.options import (
    DAY,
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
