"""Contacts: who called, met or visited whom."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

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


@command
def contacts(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    between: Between = None,
    involving: Involving = None,
    since: Annotated[datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Not before this day.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Not after this day.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND", help="call, video call, letter, visit, summit, meeting, talks, contact; may be repeated."
        ),
    ] = None,
    level: Annotated[
        list[str] | None, typer.Option(metavar="LEVEL", help="leaders, ministers, officials; may be repeated.")
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--first-of", metavar="CODE", help="The order of first contacts of each leader of this state."),
    ] = None,
    link: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="CONTACT CONTACT", help="Say by hand that the two are one."),
    ] = None,
    unlink: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="CONTACT EVENT", help="Say by hand that the event tells of another contact."),
    ] = None,
    drop: Annotated[str | None, typer.Option(metavar="CONTACT", help="Say by hand that it is none.")] = None,
    put: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="CONTACT FIELD=VALUE", help="Say by hand what its kind, level, host or place is."),
    ] = None,
    author: Author = None,
    note: Note = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """Calls, meetings, visits and summits, each once however many articles report it."""
    from detente.ledger import country_code
    from detente.relations import contacts as entries
    from detente.relations.firsts import FirstContact, first_contacts
    from detente.relations.tables import entries_table
    from detente.views.entries import print_contacts, print_first_contacts

    books = open_ledger(ledger, snapshot)
    if decide(books, About.contact, link=link, unlink=unlink, drop=drop, put=put, author=author, note=note):
        return
    chosen = format_of(form, out)
    if first is not None:
        order = first_contacts(books, country_code(first))
        table = entries_table(order, FirstContact, flat=chosen is Format.csv)
        show_table(table, chosen, out, lambda console, _: print_first_contacts(console, order))
        return
    start, end = day(since), day(until)
    found = [
        contact
        for contact in entries.select(books, between=between, involving=involving)
        if (start is None or (contact.by is not None and contact.by >= start))
        and (end is None or (contact.by is not None and (contact.start or contact.by) <= end))
        and (not kind or contact.kind in kind)
        and (not level or contact.level in level)
    ]
    table = entries_table(found, entries.Contact, flat=chosen is Format.csv)
    show_table(table, chosen, out, lambda console, _: print_contacts(console, found))
