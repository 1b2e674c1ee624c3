"""Actors: whom some words denote at a date, and what a ledger's articles teach of who holds which office."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from detente.errors import InputError
from detente.records import Actor, Unresolved
from detente.views.console import Problems, command, output
from detente.views.options import DAY, ActorFiles, LedgerOption, open_ledger


@command
def actor(
    text: Annotated[str, typer.Argument(metavar="TEXT", help='Words that name an actor: "the Blue House".')],
    on: Annotated[datetime, typer.Option("--on", formats=DAY, metavar="DATE", help="The day it is about.")],
    context: Annotated[str | None, typer.Option(metavar="TEXT", help="Words around it that may tell more.")] = None,
    actors: ActorFiles = None,
) -> None:
    """Resolve an actor at a date, or several side by side: person, office, state, organisation."""
    from detente.actors import each, known

    problems, lines = Problems(), list[InputError]()
    look = known(*actors or (), problems=lines)
    for line in lines:
        problems(line)
    console = output()
    for n, found in enumerate(each(text, on=on.date(), context=context, look=look)):
        if n:
            console.print()
        _show(found, console)
    problems.end()


def _show(found: Actor | Unresolved, console: Console) -> None:
    if not isinstance(found, Actor):
        console.print(f"unresolved: {found.reason}", markup=False, soft_wrap=True)
        if found.sector:
            console.print(f"  sector {found.sector}", markup=False, soft_wrap=True)
        for candidate in found.candidates:
            console.print(f"  perhaps {candidate}", markup=False, soft_wrap=True)
        return
    rows = (
        ("name", found.name),
        ("country", found.country),
        ("sector", ", ".join(found.sectors) or found.sector),
        ("office", found.office),
        ("id", found.id),
        ("why", found.why),
    )
    for label, value in rows:
        console.print(f"{label:8} {value or '-'}", markup=False, soft_wrap=True)


@command
def members(
    organisation: Annotated[str, typer.Argument(metavar="ORGANISATION", help='Its name or id: "NATO", "Arab League".')],
    on: Annotated[datetime, typer.Option("--on", formats=DAY, metavar="DATE", help="The day it is about.")],
) -> None:
    """The states that were members of an organisation on a day, and since when."""
    from detente.actors.members import memberships

    found, console = memberships(organisation), output()
    if isinstance(found, Unresolved):
        console.print(f"unresolved: {found.reason}", markup=False, soft_wrap=True)
        return
    for one in found:
        if one.holds(on.date()):
            start = f"{one.start:%Y}" if one.grain == "year" else f"{one.start}"
            line = f"{one.code}  since {start}" + (f", until {one.end}" if one.end else "")
            console.print(line, markup=False, soft_wrap=True)


@command
def learned(
    ledger: LedgerOption = None,
    sources: Annotated[
        int, typer.Option(min=1, metavar="N", help="Only what so many independent sources say. Default: 1.")
    ] = 1,
    everything: Annotated[bool, typer.Option("--all", help="Also what the tables know already.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Use what is listed, or the named, when coding for this ledger.")
    ] = False,
    person: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this person's id; may be repeated.")
    ] = None,
) -> None:
    """Who a ledger's articles say holds which office, and how that stands to the tables.

    `known` is as the tables have it, `new` where they have nobody, `news` where they have somebody else.
    """
    from detente.actors import registry
    from detente.actors.describe import Directory
    from detente.actors.learned import judged, taught
    from detente.ledger import learning

    books = open_ledger(ledger)
    usable = learning.accepted(books.path)
    directory = Directory(taught(registry.load(), usable))
    found = [judged(fact, directory) for fact in learning.learned(books) if fact.sources >= sources]
    wanted = [
        fact
        for fact in found
        if (everything or person or fact.standing != "known") and (not person or fact.person in person)
    ]
    console = output()
    for fact in wanted:
        days = f"{fact.first} to {fact.last}"
        said = f"{fact.sources} source{'s' * (fact.sources != 1)}, {fact.articles} article{'s' * (fact.articles != 1)}"
        line = f"{fact.standing:6} {fact.person}  {fact.name}, {fact.office} of {fact.body}  {days}  {said}"
        console.print(line, markup=False, soft_wrap=True)
        console.print(f"       {fact.why}", markup=False, soft_wrap=True)
    if accept and wanted:
        total = learning.accept(books.path, wanted)
        said = f"{books.path}: {len(wanted)} accepted, {total} in use"
        console.print(said, markup=False, soft_wrap=True)
