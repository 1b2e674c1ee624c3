"""Articles: code them, file them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from rich.console import Console

from detente.errors import InputError
from detente.records import Article, Coded
from detente.views.console import Problems, command, output, watched
from detente.views.options import (
    Files,
    Format,
    FormatOption,
    LedgerOption,
    Output,
    Published,
    Scope,
    ScopeOption,
    Workers,
    day,
    format_of,
    open_ledger,
)
from detente.views.results import text_file, write
from detente.views.tables import print_events, print_headline


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
    chosen = format_of(form, out)
    problems = Problems()
    coded = _coded(files, day(published), scope, workers, problems)
    if chosen is Format.table:
        _print_coded(coded, problems, out)
    else:
        shown = out is not None or not sys.stdout.isatty()
        pairs = ((event, one.article) for one in watched(coded, problems, shown=shown) for event in one.events)
        write(pairs, chosen, out)
    problems.end()


@command
def add(
    files: Files,
    ledger: LedgerOption = None,
    published: Published = None,
    scope: ScopeOption = Scope.international,
    workers: Workers = 1,
) -> None:
    """Code articles and file them; running it twice changes nothing."""
    books = open_ledger(ledger)
    problems = Problems()
    filed = books.add(watched(_coded(files, day(published), scope, workers, problems), problems))
    said = (
        f"{books.path}: {filed.added} added, {filed.replaced} replaced, {filed.unchanged} unchanged; "
        f"{filed.events} events, {filed.quotes} quotations written; snapshot {filed.snapshot}"
    )
    output().print(said, markup=False, soft_wrap=True)
    problems.end()


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


def _print_coded(coded: Iterable[Coded], problems: Problems, out: Path | None) -> None:
    """Each article's headline and events, those without events too."""
    if out is None:
        console = output()
        for one in watched(coded, problems, shown=not console.is_terminal):
            _print_one(console, one)
    else:
        with text_file(out) as console:
            for one in watched(coded, problems):
                _print_one(console, one)


def _print_one(console: Console, one: Coded) -> None:
    if one.events:
        print_events(console, ((event, one.article) for event in one.events))
    else:
        print_headline(console, one.article)
        console.print(" no event found\n", style="dim")
