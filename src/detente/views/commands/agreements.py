"""Agreements and disputes: what they are, and what was done to them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from detente.views.commands.correcting import About, Author, Note, decide
from detente.views.console import command
from detente.views.options import (
    Between,
    Format,
    FormatOption,
    Involving,
    LedgerOption,
    Output,
    SnapshotOption,
    format_of,
    open_ledger,
)
from detente.views.results import show_table


class Kind(StrEnum):
    """What is listed."""

    agreement = "agreement"
    dispute = "dispute"


@command
def agreements(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    between: Between = None,
    involving: Involving = None,
    kind: Annotated[Kind | None, typer.Option(help="Only these.")] = None,
    standing: Annotated[
        list[str] | None, typer.Option(metavar="ACT", help="signed, suspended, nullified ...; may be repeated.")
    ] = None,
    link: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="AGREEMENT EVENT", help="Say by hand that the event, or agreement, is of the agreement."),
    ] = None,
    unlink: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="AGREEMENT EVENT", help="Say by hand that it is not."),
    ] = None,
    act: Annotated[
        str,
        typer.Option("--as", metavar="ACT", help="What the linked event does to it: signed, suspended ..."),
    ] = "same",
    drop: Annotated[str | None, typer.Option(metavar="AGREEMENT", help="Say by hand that it is none.")] = None,
    put: Annotated[
        tuple[str, str] | None, typer.Option(metavar="AGREEMENT name=TEXT", help="Say by hand what it is called.")
    ] = None,
    author: Author = None,
    note: Note = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """Agreements and disputes of states, each with what was done to it, by whom and when."""
    from detente.relations import agreements as entries
    from detente.relations.tables import entries_table
    from detente.views.entries import print_agreements

    books = open_ledger(ledger, snapshot)
    said = {"link": link, "unlink": unlink, "put": put}
    if decide(books, About.agreement, **said, drop=drop, relation=act, author=author, note=note):
        return
    found = [
        entry
        for entry in entries.select(books, between=between, involving=involving)
        if (kind is None or entry.kind == kind.value) and (not standing or entry.standing in standing)
    ]
    chosen = format_of(form, out)
    table = entries_table(found, entries.Agreement, flat=chosen is Format.csv)
    show_table(table, chosen, out, lambda console, _: print_agreements(console, found))
