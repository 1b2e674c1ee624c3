"""The command line: each command takes its arguments apart, calls a plain function and prints what it returns."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from detente import __version__
from detente.errors import InputError, UsageError
from detente.formats import quote_to_json, replacing, write_events
from detente.formats.files import FORMATS
from detente.records import Actor, Article, Cited, Coded, Event
from detente.settings import default_ledger
from detente.views.console import Problems, command, output, watched
from detente.views.tables import print_events, print_headline, print_quotes

if TYPE_CHECKING:
    from detente.ledger import Ledger

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


class QuoteFormat(StrEnum):
    """How quotations are written."""

    table = "table"
    jsonl = "jsonl"


class Scope(StrEnum):
    """Which events are coded."""

    international = "international"
    all = "all"


DAY = ["%Y-%m-%d"]

Files = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Articles: text, pages, tables, feeds; - is standard input.")
]
Published = Annotated[
    datetime | None,
    typer.Option(formats=DAY, metavar="DATE", help="Day of publication, for articles that state none."),
]
ScopeOption = Annotated[Scope, typer.Option(help="international: events that cross a border; all: domestic ones too.")]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="Default: table, or what the ending of OUT says.")
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="OUT", help="File to write; complete or absent.")
]
Workers = Annotated[int, typer.Option(min=1, metavar="N", help="Processes that read side by side.")]


LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="BOOKS", help="Folder of the ledger. Default: $DETENTE_LEDGER, else ./books."),
]
SnapshotOption = Annotated[
    int | None, typer.Option("--snapshot", metavar="N", help="As the ledger was at this snapshot.")
]


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
def add(
    files: Files,
    ledger: LedgerOption = None,
    published: Published = None,
    scope: ScopeOption = Scope.international,
    workers: Workers = 1,
) -> None:
    """Code articles and file them; running it twice changes nothing."""
    books = _ledger(ledger)
    problems = Problems()
    filed = books.add(watched(_coded(files, _day(published), scope, workers, problems), problems))
    said = (
        f"{books.path}: {filed.added} added, {filed.replaced} replaced, {filed.unchanged} unchanged; "
        f"{filed.events} events, {filed.quotes} quotations written; snapshot {filed.snapshot}"
    )
    output().print(said, markup=False, soft_wrap=True)
    problems.end()


@app.command()
@command
def events(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="ONE OTHER", help="Acts between these two: JPN KOR.")
    ] = None,
    involving: Annotated[str | None, typer.Option(metavar="CODE", help="Acts with this one on either side.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Not before this day.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Not after this day.")] = None,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="PLOVER type; may be repeated.")
    ] = None,
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
    books = _ledger(ledger, snapshot)
    found = books.records(
        between=between,
        involving=involving,
        since=_day(since),
        until=_day(until),
        types=types or None,
        status=status or None,
        historical=background,
        attributed_to=source,
        article=article,
        limit=limit,
    )
    _show(found, _format(form, out), out)


@app.command()
@command
def quotes(
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
    article: Annotated[str | None, typer.Option(metavar="ID", help="Only of this article.")] = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")] = None,
    form: Annotated[QuoteFormat, typer.Option("--format")] = QuoteFormat.table,
) -> None:
    """Who said what, in the ledger's articles."""
    found = _ledger(ledger, snapshot).quotes(article, limit)
    if form is QuoteFormat.table:
        print_quotes(output(), found)
        return
    for quote, cited in found:
        sys.stdout.write(json.dumps(quote_to_json(quote, cited), ensure_ascii=False) + "\n")


@app.command()
@command
def explain(
    event_id: Annotated[str, typer.Argument(metavar="EVENT_ID", help="Its id, or a beginning that fits only one.")],
    ledger: LedgerOption = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="The article, or events as JSON lines.")
    ] = None,
    published: Published = None,
    scope: ScopeOption = Scope.international,
) -> None:
    """The words, the parse and each decision behind one event."""
    from detente.views.explain import print_explanation
    from detente.views.finding import find_event, parsed

    event, article = (
        _ledger(ledger).event(event_id)
        if source is None
        else find_event(event_id, source, _day(published), scope.value, Problems())
    )
    print_explanation(output(), event, article, parsed(event, article))


@app.command()
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


@app.command()
@command
def evaluate(
    arguments: Annotated[
        list[str],
        typer.Argument(
            metavar="[KIND] PATH", help="articles, records, parse, names, dates or pairs; told by PATH if left out."
        ),
    ],
) -> None:
    """Accuracy on labelled data: articles, PLOVER records, treebanks, names, dates in TimeML, marked pairs."""
    from detente.views.evaluate import figures, kind_of

    if len(arguments) > 2:
        raise UsageError("evaluate takes one path, and before it the kind of data if you like")
    path = Path(arguments[-1])
    kind = arguments[0] if len(arguments) == 2 else kind_of(path)
    console = output()
    for name, value in figures(kind, path):
        console.print(f"{name:32} {value}", markup=False, soft_wrap=True)


@app.command()
@command
def remove(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id, or a beginning that fits only one.")],
    ledger: LedgerOption = None,
) -> None:
    """Take an article out of the ledger, with all that came from it."""
    books = _ledger(ledger)
    output().print(f"{books.path}: article {books.remove(article)} removed", markup=False, soft_wrap=True)


@app.command()
@command
def snapshots(ledger: LedgerOption = None) -> None:
    """The states of the ledger that can be cited and opened again."""
    console = output()
    console.print(f"{'snapshot':>8}  {'time (UTC)':19}  {'action':8}  {'articles':>9}  {'events':>9}  {'quotes':>9}")
    for one in _ledger(ledger).snapshots():
        console.print(
            f"{one.number:>8}  {one.time:%Y-%m-%d %H:%M:%S}  {one.action:8}  {one.articles:>9,}  {one.events:>9,}  "
            f"{one.quotes:>9,}",
            markup=False,
            soft_wrap=True,
        )


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


def _ledger(path: Path | None, snapshot: int | None = None) -> Ledger:
    from detente.ledger import Ledger

    return Ledger(path or default_ledger(), snapshot)


def _show(pairs: Iterable[tuple[Event, Article | Cited]], form: Format, out: Path | None) -> None:
    if form is not Format.table:
        _write(pairs, form, out)
    elif out is None:
        print_events(output(), pairs)
    else:
        with _text_file(out) as console:
            print_events(console, pairs)


@contextmanager
def _text_file(path: Path) -> Iterator[Console]:
    """A file that is written as a terminal of 80 columns would show it."""
    with replacing(path) as file:
        text = TextIOWrapper(file, encoding="utf-8", write_through=True)
        yield Console(file=text, width=80, highlight=False, emoji=False)
        text.detach()


def _coded(files: list[str], published: date | None, scope: Scope, workers: int, problems: Problems) -> Iterator[Coded]:
    """The articles of all files, coded; what could not be coded is named with its file."""
    from detente.pipeline import load, where
    from detente.sources import read

    coder = load().set(scope=scope.value)
    under_way: dict[str, str] = {}  # how an article is named -> the file it came from

    def articles() -> Iterator[Article]:
        for file in files:
            for article in read(file, published=published, on_error=problems):
                under_way[where(article)] = "standard input" if file == "-" else file
                yield article

    def on_error(error: InputError) -> None:
        file = under_way.pop(error.where, None)
        problems(error if file is None else InputError(f"{file}, {error.where}", error.why))

    for one in coder.pipe(articles(), workers, on_error=on_error):
        under_way.pop(where(one.article), None)
        yield one


def _write(pairs: Iterable[tuple[Event, Article | Cited]], form: Format, out: Path | None) -> None:
    if out is None:
        write_events(pairs, sys.stdout.buffer, form.value)
        return
    with replacing(out) as file:
        write_events(pairs, file, form.value)


def _print_coded(coded: Iterable[Coded], problems: Problems, out: Path | None) -> None:
    """Each article's headline and events, those without events too."""
    if out is None:
        console = output()
        for one in watched(coded, problems, shown=not console.is_terminal):
            _print_one(console, one)
    else:
        with _text_file(out) as console:
            for one in watched(coded, problems):
                _print_one(console, one)


def _print_one(console: Console, one: Coded) -> None:
    if one.events:
        print_events(console, ((event, one.article) for event in one.events))
    else:
        print_headline(console, one.article)
        console.print(" no event found\n", style="dim")


def main() -> None:
    """The `detente` command."""
    for stream in (sys.stdout, sys.stderr):
        # Names in any script must not end a run in a terminal that cannot show them.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()
