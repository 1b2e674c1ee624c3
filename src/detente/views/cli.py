"""The command line: each command takes its arguments apart, calls a plain function and prints what it returns."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from detente import __version__
from detente.errors import UsageError
from detente.formats import replacing, write_events
from detente.formats.files import FORMATS
from detente.records import Actor, Article, Cited, Coded, Event
from detente.views.console import Problems, command, output, watched
from detente.views.tables import print_events, print_headline

app = typer.Typer(
    name="detente",
    help="Reads news reports on how states treat one another and keeps the books: sourced, dated, attributed events.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How results are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


class Scope(StrEnum):
    """Which events are coded."""

    international = "international"
    all = "all"


Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Articles: text, pages, tables; - is standard input.")
]
Published = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Day of publication, for articles that state none."),
]
ScopeOption = Annotated[Scope, typer.Option(help="international: events that cross a border; all: domestic ones too.")]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="Default: table, or what the ending of OUT says.")
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="OUT", help="File to write; complete or absent.")
]
Workers = Annotated[int, typer.Option(min=1, metavar="N", help="Processes that read side by side.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


@app.command()
@command
def code(
    files: Files,
    published: Published = None,
    scope: ScopeOption = Scope.international,
    form: FormatOption = None,
    out: Output = None,
    workers: Workers = 1,
) -> None:
    """Code articles and print their events; nothing is kept."""
    chosen = _format(form, out)
    problems = Problems()
    coded = _coded(files, _day(published), scope, workers, problems)
    if chosen is Format.table:
        _print_coded(coded, problems, out)
    else:
        shown = out is not None or not sys.stdout.isatty()
        pairs = ((event, one.article) for one in watched(coded, problems, shown=shown) for event in one.events)
        _write(pairs, chosen, out)
    problems.end()


@app.command()
@command
def actor(
    text: Annotated[str, typer.Argument(metavar="TEXT", help='Words that name an actor: "the Blue House".')],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day it is about.")],
) -> None:
    """Resolve one actor at a date: person, office, state, organisation."""
    from detente.actors import resolve

    found = resolve(text, on=on.date())
    console = output()
    if not isinstance(found, Actor):
        console.print(f"unresolved: {found.reason}", markup=False)
        for candidate in found.candidates:
            console.print(f"  perhaps {candidate}", markup=False)
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


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _format(form: Format | None, out: Path | None) -> Format:
    """The format asked for, else the one that the ending of the output file names, else a table."""
    if form is None:
        ending = out.suffix[1:] if out else ""
        form = Format(ending) if ending in FORMATS else Format.table
    if form is Format.parquet and out is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal: name a file with -o")
    return form


def _coded(files: list[str], published: date | None, scope: Scope, workers: int, problems: Problems) -> Iterator[Coded]:
    """The articles of all files, coded."""
    from detente.pipeline import load
    from detente.sources import read

    coder = load().set(scope=scope.value)
    articles = chain.from_iterable(read(file, published=published, on_error=problems) for file in files)
    yield from coder.pipe(articles, workers, on_error=problems)


def _write(pairs: Iterable[tuple[Event, Article | Cited]], form: Format, out: Path | None) -> None:
    if out is None:
        write_events(pairs, sys.stdout.buffer, form.value)
        return
    with replacing(out) as file:
        write_events(pairs, file, form.value)


def _print_coded(coded: Iterable[Coded], problems: Problems, out: Path | None) -> None:
    """Each article's headline and events, those without events too."""
    for one in watched(coded, problems, shown=out is not None or not sys.stdout.isatty()):
        if one.events:
            print_events(output(), ((event, one.article) for event in one.events))
        else:
            console = output()
            print_headline(console, one.article)
            console.print(" no event found\n", style="dim")


def main() -> None:
    """The `detente` command."""
    for stream in (sys.stdout, sys.stderr):
        # Names in any script must not end a run in a terminal that cannot show them.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()
