"""Decisions by hand: options that promises, contacts and agreements share, and the list of all of them."""

from __future__ import annotations

import getpass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.views.console import command, output
from detente.views.options import (
    Format,
    FormatOption,
    LedgerOption,
    Output,
    SnapshotOption,
    format_of,
    open_ledger,
)
from detente.views.results import show_table

if TYPE_CHECKING:
    from rich.console import Console

    from detente.ledger import Correction
    from detente.relations.ledger import Ledger

Author = Annotated[str | None, typer.Option(metavar="NAME", help="Who says so. Default: your login name.")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")]


class About(StrEnum):
    """What was decided on."""

    promise = "promise"
    contact = "contact"
    agreement = "agreement"


def decide(
    books: Ledger,
    about: About,
    *,
    link: tuple[str, str] | None = None,
    unlink: tuple[str, str] | None = None,
    drop: str | None = None,
    put: tuple[str, str] | None = None,
    relation: str = "same",
    author: str | None = None,
    note: str | None = None,
) -> bool:
    """File the one decision that is asked for, and say so; whether there was one. UsageError for several."""
    asked = [one for one in (link, unlink, drop, put) if one is not None]
    if not asked:
        return False
    if len(asked) > 1:
        raise UsageError("one decision at a time: --link, --unlink and the like exclude one another")
    one, other, said, value = drop or "", None, None, None
    if link or unlink:
        one, other = link or unlink or ("", "")
        said = relation if link else None
    elif put:
        one, (said, _, value) = put[0], put[1].partition("=")
    who = author or getpass.getuser()
    made = books.correct(one, other, said or None, author=who, note=note, about=about.value, value=value)
    output().print(f"{_words(made)}, says {made.author}", markup=False, soft_wrap=True)
    return True


@command
def corrections(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    about: Annotated[About | None, typer.Option(help="Only decisions on these.")] = None,
    undo: Annotated[str | None, typer.Option(metavar="ID", help="Take this decision back.")] = None,
    author: Author = None,
    note: Note = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """What was put right by hand in promises, contacts and agreements, oldest first; or take a decision back."""
    from detente.ledger import Correction
    from detente.relations.tables import entries_table

    books = open_ledger(ledger, snapshot)
    if undo is not None:
        made = books.undo(undo, author=author or getpass.getuser(), note=note)
        output().print(f"{made.value} is taken back, says {made.author}", markup=False, soft_wrap=True)
        return
    found = [one for one in books.corrections() if about is None or one.about == about.value]
    chosen = format_of(form, out)
    table = entries_table(found, Correction, flat=chosen is Format.csv)
    show_table(table, chosen, out, lambda console, _: _print(console, found))


def _print(console: Console, found: list[Correction]) -> None:
    from detente.ledger import UNDONE
    from detente.views.tables import short_id

    undone = {one.value for one in found if one.relation == UNDONE}
    for one in found:
        gone = " (taken back)" if one.id in undone else ""
        console.print(f"{short_id(one.id)}  {_words(one)}{gone}", markup=False, soft_wrap=True)
        console.print(f"  {one.about}, {one.words}", style="dim", markup=False, soft_wrap=True)


def _words(made: Correction) -> str:
    from detente.ledger import UNDONE
    from detente.views.tables import short_id

    if made.relation == UNDONE:
        return f"{short_id(made.value or '')} is taken back"
    one = short_id(made.one)
    if made.other is None:
        return f"{one} is no {made.about}" if made.relation is None else f"{one}: {made.relation} {_value(made.value)}"
    other = short_id(made.other)
    if made.relation is None:
        return f"{other} has nothing to do with {one}"
    return (
        f"{other} and {one} are the same {made.about}" if made.relation == "same" else f"{other} {made.relation} {one}"
    )


def _value(value: str | None) -> str:
    return "is not known" if value is None else f"is {value}"
