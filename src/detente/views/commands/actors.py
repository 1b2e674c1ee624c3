"""One actor: who some words denote at a date."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from detente.records import Actor
from detente.views.console import command, output
from detente.views.options import DAY


@command
def actor(
    text: Annotated[str, typer.Argument(metavar="TEXT", help='Words that name an actor: "the Blue House".')],
    on: Annotated[datetime, typer.Option("--on", formats=DAY, metavar="DATE", help="The day it is about.")],
    context: Annotated[str | None, typer.Option(metavar="TEXT", help="Words around it that may tell more.")] = None,
) -> None:
    """Resolve one actor at a date: person, office, state, organisation."""
    from detente.actors import resolve

    found = resolve(text, on=on.date(), context=context)
    console = output()
    if not isinstance(found, Actor):
        console.print(f"unresolved: {found.reason}", markup=False, soft_wrap=True)
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
