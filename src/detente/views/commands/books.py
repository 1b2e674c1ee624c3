"""The ledger: what it holds, its states, and taking articles out of it."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import Annotated

import typer

from detente.errors import LedgerError, UsageError
from detente.formats import quote_to_json
from detente.views.console import command, output
from detente.views.options import (
    ActsBetween,
    ActsInvolving,
    FormatOption,
    LedgerOption,
    Output,
    QuoteFormat,
    Since,
    SnapshotOption,
    Types,
    Until,
    day,
    format_of,
    open_ledger,
)
from detente.views.results import show
from detente.views.tables import plain, print_quotes


@command
def events(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    between: ActsBetween = None,
    involving: ActsInvolving = None,
    since: Since = None,
    until: Until = None,
    types: Types = None,
    status: Annotated[
        list[str] | None,
        typer.Option(metavar="STATUS", help="actual, future, hypothetical, negated; may be repeated."),
    ] = None,
    background: Annotated[
        bool | None, typer.Option("--background/--no-background", help="Only background, or none of it.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--attributed-to", metavar="TEXT", help="Part of the source's name, or its country.")
    ] = None,
    article: Annotated[str | None, typer.Option(metavar="ID", help="Only of this article.")] = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")] = None,
    form: FormatOption = None,
    out: Output = None,
) -> None:
    """What the ledger holds, by day of publication; all conditions must fit."""
    books = open_ledger(ledger, snapshot)
    found = books.records(
        between=between,
        involving=involving,
        since=day(since),
        until=day(until),
        types=types or None,
        status=status or None,
        historical=background,
        attributed_to=source,
        article=article,
        limit=limit,
    )
    show(found, format_of(form, out), out)


@command
def quotes(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    article: Annotated[str | None, typer.Option(metavar="ID", help="Only of this article.")] = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")] = None,
    form: Annotated[QuoteFormat, typer.Option("--format")] = QuoteFormat.table,
) -> None:
    """Who said what, in the ledger's articles."""
    found = open_ledger(ledger, snapshot).quotes(article, limit)
    if form is QuoteFormat.table:
        print_quotes(output(), found)
        return
    for quote, cited in found:
        sys.stdout.write(json.dumps(quote_to_json(quote, cited), ensure_ascii=False) + "\n")


@command
def errors(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")] = None,
    form: Annotated[QuoteFormat, typer.Option("--format")] = QuoteFormat.table,
) -> None:
    """What `add` and `watch` could not read or code: file, item, byte and reason."""
    for one in open_ledger(ledger, snapshot).errors(limit):
        if form is QuoteFormat.jsonl:
            row = {**dataclasses.asdict(one), "time": one.time.isoformat(timespec="seconds")}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            continue
        where = ", ".join(part for part in (one.file, one.item) if part)
        at = "" if one.offset is None else f" (byte {one.offset:,})"
        said = f"{one.time:%Y-%m-%d %H:%M}  {plain(where)}{at}: {plain(one.reason)}"
        output().print(said, markup=False, soft_wrap=True)


@command
def remove(
    article: Annotated[
        str | None, typer.Argument(metavar="ARTICLE", help="Its id, or a beginning that fits only one.")
    ] = None,
    imported: Annotated[
        str | None, typer.Option("--imported", metavar="FILE", help="Instead, all events imported from this file.")
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """Take an article out of the ledger, with all that came from it; or all that was imported from a file."""
    if (article is None) == (imported is None):
        raise UsageError("remove takes an article or --imported FILE")
    books = open_ledger(ledger)
    if article is not None:
        said = f"article {books.remove(article)} removed"
    else:
        gone = books.remove_imported(str(imported))
        if not gone:
            raise LedgerError(f"{books.path}: nothing was imported from {imported!r}")
        said = f"{gone:,} imported rows of {imported} removed"
    output().print(f"{books.path}: {said}", markup=False, soft_wrap=True)


@command
def snapshots(ledger: LedgerOption = None) -> None:
    """The states of the ledger that can be cited and opened again."""
    console = output()
    titles = "".join(f"  {title:>9}" for title in ("articles", "events", "quotes", "imported"))
    console.print(f"{'snapshot':>8}  {'time (UTC)':19}  {'action':8}{titles}", soft_wrap=True)
    for one in open_ledger(ledger).snapshots():
        console.print(
            f"{one.number:>8}  {one.time:%Y-%m-%d %H:%M:%S}  {one.action:8}"
            + "".join(f"  {count:>9,}" for count in (one.articles, one.events, one.quotes, one.imported)),
            markup=False,
            soft_wrap=True,
        )


@command
def compact(ledger: LedgerOption = None) -> None:
    """Merge small files and sort imported events by pair and day, as is worth while after a large import."""
    books = open_ledger(ledger)
    output().print(f"{books.path}: snapshot {books.compact().number}", markup=False, soft_wrap=True)
