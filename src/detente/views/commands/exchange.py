"""Other people's data: taken into the ledger, and given out in their shapes."""

from __future__ import annotations

import shutil
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import UsageError
from detente.views.console import Problems, command, complain, output
from detente.views.options import LedgerOption, Output, SnapshotOption, open_ledger


class Coder(StrEnum):
    """Whose files are imported."""

    gdelt = "gdelt"
    icews = "icews"
    polecat = "polecat"


@command
def import_(
    form: Annotated[Coder, typer.Argument(metavar="FORMAT", help="gdelt, icews or polecat.")],
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Files of that format, also in zip or gzip.")],
    ledger: LedgerOption = None,
) -> None:
    """Take in events of GDELT, ICEWS or POLECAT, or GDELT's mentions; running it twice changes nothing."""
    books = open_ledger(ledger)
    problems = Problems()
    done = books.import_events(form.value, files, problems)
    said = (
        f"{books.path}: {done.added:,} added, {done.replaced:,} replaced, {done.unchanged:,} unchanged; "
        f"{done.refused:,} rows refused; snapshot {done.snapshot}"
    )
    output().print(said, markup=False, soft_wrap=True)
    problems.end()


class Shape(StrEnum):
    """In which shape events are exported."""

    gdelt = "gdelt"
    icews = "icews"
    polecat = "polecat"
    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"


class View(StrEnum):
    """What is exported as a table."""

    journal = "journal"
    imported = "imported"
    events = "events"
    mentions = "mentions"


@command
def export(
    form: Annotated[Shape, typer.Argument(metavar="FORMAT", help="gdelt, icews, polecat, csv, parquet or jsonl.")],
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Events of this file instead: JSON lines, GDELT, ICEWS, POLECAT."),
    ] = None,
    coders: Annotated[
        list[str] | None,
        typer.Option(
            "--coder", metavar="NAME", help="Only coders whose name begins so: detente, GDELT; may be repeated."
        ),
    ] = None,
    view: Annotated[View, typer.Option(help="Of csv, parquet and jsonl: which view.")] = View.journal,
    version: Annotated[int, typer.Option(min=1, max=2, metavar="N", help="Of gdelt: 1 or 2.")] = 2,
    out: Output = None,
) -> None:
    """Give events out, one's own and imported ones, in the shape of GDELT, ICEWS or POLECAT or as a table."""
    if form is Shape.parquet and out is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal: name a file with -o")
    problems = Problems()
    from detente.ledger.opening import ledger_of

    books = open_ledger(ledger, snapshot) if source is None else ledger_of(source, problems)
    name = "gdelt1" if form is Shape.gdelt and version == 1 else form.value
    if out is not None:
        done = books.export_events(name, out, coders or (), view.value)
    else:
        with tempfile.TemporaryDirectory(prefix="detente-") as folder:
            done = books.export_events(name, Path(folder) / "events", coders or (), view.value)
            with (Path(folder) / "events").open("rb") as content:
                shutil.copyfileobj(content, sys.stdout.buffer)
    for reason, count in done.left_out:
        complain(f"{count:,} events left out, {reason}: {form.value} has no place for them")
    problems.end()
