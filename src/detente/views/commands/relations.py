"""How two states stand: their relation as series, its turning points, and under which leaders."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

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
from detente.views.periods import print_changes, print_differences, print_series, print_tenures, print_turns
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


Periods = Annotated[Period, typer.Option("--by", help="Length of a period.")]
Since = Annotated[datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Day in the first period.")]
Until = Annotated[datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Day in the last period.")]
Background = Annotated[bool, typer.Option("--background", help="Background counts too.")]
Coders = Annotated[
    list[str] | None,
    typer.Option("--coder", metavar="CODER", help="Only acts of detente, GDELT, ICEWS or POLECAT; may be repeated."),
]
One = Annotated[str, typer.Argument(metavar="ONE", help="Code of a state: JPN.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Code of the other.")]


@command
def series(
    one: One,
    other: Other,
    by: Periods = Period.month,
    split: Annotated[Split | None, typer.Option(help="A row for each group in a period.")] = None,
    since: Since = None,
    until: Until = None,
    status: Annotated[
        list[str] | None,
        typer.Option(metavar="STATUS", help="actual, future, hypothetical, negated; may be repeated. Default: actual."),
    ] = None,
    background: Background = False,
    coder: Coders = None,
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


@command
def turns(
    one: One,
    other: Other,
    by: Periods = Period.month,
    direction: Annotated[
        str, typer.Option(metavar="DIRECTION", help="all, joint, or one way: JPN>KOR. Default: all.")
    ] = "all",
    chance: Annotated[
        float | None,
        typer.Option(metavar="P", help="Largest p-value of a turning point. Default: 0.05, with --watch 0.01."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Only those that may begin in the last periods; for a look every period.")
    ] = False,
    since: Since = None,
    until: Until = None,
    background: Background = False,
    coder: Coders = None,
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """When the cooperation index of two states shifted, how sure that is, and which acts made it."""
    from detente.relations.breaks import CHANCE, WATCHED_CHANCE
    from detente.relations.turns import recent, turns_table

    least = chance if chance is not None else WATCHED_CHANCE if watch else CHANCE
    relation = open_ledger(ledger, snapshot).relation(one, other)
    first, last, coders = day(since), day(until), coder or ()
    found = relation.turning_points(
        by.value,
        direction=direction,
        since=first,
        until=last,
        historical=background,
        coder=coders,
        chance=least,
    )
    if watch:
        periods = relation.series(by.value, since=first, until=last, historical=background, coder=coders)
        found = recent(found, periods["period"].to_pylist())
    shown = format_of(form, out)
    table = turns_table(found, flat=shown is Format.csv)
    show_table(table, shown, out, lambda console, _: print_turns(console, found))


@command
def changed(
    days: Annotated[int, typer.Option(min=1, max=366, metavar="DAYS", help="How many days are the last.")] = 7,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many pairs.")] = 20,
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """Which pairs changed most in the last days of reports, in number and mean score of acts, against their past."""
    from detente.relations.lately import changed as pairs_changed
    from detente.relations.lately import changes_table

    table = changes_table(pairs_changed(open_ledger(ledger, snapshot), days, limit))
    show_table(table, format_of(form, out), out, print_changes)


@command
def leaders(
    one: One,
    other: Other,
    by: Periods = Period.month,
    office: Annotated[
        str | None, typer.Option(metavar="OFFICE", help="Who held this office. Default: whoever led the state.")
    ] = None,
    differences: Annotated[
        bool, typer.Option("--differences", help="How every two leaders differ instead of one row for each.")
    ] = False,
    since: Since = None,
    until: Until = None,
    background: Background = False,
    coder: Coders = None,
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """The relation with OTHER under each leader of ONE: cooperation, acts, share of conflict, with intervals."""
    found = (
        open_ledger(ledger, snapshot)
        .relation(one, other)
        .compare_leaders(
            one,
            by.value,
            office=office,
            since=day(since),
            until=day(until),
            historical=background,
            coder=coder or (),
        )
    )
    table = found.differences if differences else found.tenures
    show_table(table, format_of(form, out), out, print_differences if differences else print_tenures)
