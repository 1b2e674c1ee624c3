"""Promises: what was promised and what became of it; links put right by hand."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from detente.errors import UsageError
from detente.views.commands.correcting import About, Author, Note, decide
from detente.views.console import command
from detente.views.options import (
    DAY,
    Between,
    Format,
    FormatOption,
    Involving,
    LedgerOption,
    Output,
    SnapshotOption,
    day,
    format_of,
    open_ledger,
)
from detente.views.results import show_table


class By(StrEnum):
    """What rates are grouped by."""

    pair = "pair"
    promiser = "promiser"
    leader = "leader"
    act = "act"
    strength = "strength"
    track = "track"


class Bears(StrEnum):
    """How a later event bears on a promise."""

    fulfils = "fulfils"
    breaks = "breaks"
    repeats = "repeats"


@command
def promises(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    between: Between = None,
    involving: Involving = None,
    state: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATE",
            help="open, repeated, fulfilled, broken, overdue, expired, unknown; may be repeated.",
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="promise, intention, threat; may be repeated."),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=DAY, metavar="DATE", help="As it stood on this day. Default: the ledger's last day."),
    ] = None,
    rates: Annotated[By | None, typer.Option(help="How often and how soon promises were kept, by group.")] = None,
    link: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="PROMISE EVENT", help="Say by hand that the event answers the promise."),
    ] = None,
    unlink: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="PROMISE EVENT", help="Say by hand that it does not."),
    ] = None,
    relation: Annotated[Bears, typer.Option("--as", help="How the linked event bears on the promise.")] = Bears.fulfils,
    author: Author = None,
    note: Note = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """What was promised, intended or threatened, and what became of it; or how often promises are kept."""
    from detente.relations import promises as entries
    from detente.relations.keeping import Keeping, keeping
    from detente.relations.tables import entries_table
    from detente.views.entries import print_keeping, print_promises

    books = open_ledger(ledger, snapshot)
    if decide(books, About.promise, link=link, unlink=unlink, relation=relation.value, author=author, note=note):
        return
    _known(state, entries.STATES, "state")
    _known(kind, entries.KINDS, "kind")
    last = day(on) or entries.last_day(books)
    found = [
        promise
        for promise in entries.select(books, between=between, involving=involving, on=last)
        if (not state or promise.state in state) and (not kind or promise.kind in kind)
    ]
    chosen = format_of(form, out)
    if rates is not None:
        grouped = () if last is None else keeping(found, last, rates.value)
        table = entries_table(grouped, Keeping)
        show_table(table, chosen, out, lambda console, _: print_keeping(console, grouped))
        return
    table = entries_table(found, entries.Promise, flat=chosen is Format.csv)
    show_table(table, chosen, out, lambda console, _: print_promises(console, found))


def _known(some: list[str] | None, known: tuple[str, ...], what: str) -> None:
    for one in some or ():
        if one not in known:
            raise UsageError(f"no {what} {one!r}; there are {', '.join(known)}")
