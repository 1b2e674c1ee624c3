"""How two states stand: their relation as series."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from detente.views.console import command
from detente.views.options import DAY, FormatOption, LedgerOption, Output, SnapshotOption, day, format_of, open_ledger
from detente.views.periods import print_series
from detente.views.results import show_table


class Period(StrEnum):
    """Length of a period."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


class Split(StrEnum):
    """What a series is split by."""

    quad = "quad"
    type = "type"
    track = "track"


One = Annotated[str, typer.Argument(metavar="ONE", help="Code of a state: JPN.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Code of the other.")]


@command
def series(
    one: One,
    other: Other,
    by: Annotated[Period, typer.Option(help="Length of a period.")] = Period.month,
    split: Annotated[Split | None, typer.Option(help="A row for each group in a period.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Day in the first period.")
    ] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Day in the last period.")] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(metavar="STATUS", help="actual, future, hypothetical, negated; may be repeated. Default: actual."),
    ] = None,
    background: Annotated[bool, typer.Option("--background", help="Background counts too.")] = False,
    coder: Annotated[
        list[str] | None,
        typer.Option(metavar="CODER", help="Only acts of detente, GDELT, ICEWS or POLECAT; may be repeated."),
    ] = None,
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """The relation of two states period by period: acts, their intensity, the cooperation index, what was read."""
    table = (
        open_ledger(ledger, snapshot)
        .relation(one, other)
        .series(
            by.value,
            split=None if split is None else split.value,
            since=day(since),
            until=day(until),
            status=status or "actual",
            historical=background,
            coder=coder or (),
        )
    )
    show_table(table, format_of(form, out), out, print_series)
