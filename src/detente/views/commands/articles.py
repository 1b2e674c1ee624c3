"""Articles: code them, file them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from detente.errors import UsageError
from detente.records import Coded
from detente.views.cluster import Cluster, settings_of
from detente.views.console import Problems, command, complain, output, watched
from detente.views.options import (
    ActorFiles,
    Configuration,
    EngineName,
    EngineOption,
    Files,
    Format,
    FormatOption,
    LedgerOption,
    Master,
    Output,
    Published,
    Scope,
    ScopeOption,
    Scratch,
    Workers,
    actor_files,
    day,
    format_of,
    open_ledger,
)
from detente.views.reading import Reading, Unread
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
    actors: ActorFiles = None,
    engine: EngineOption = EngineName.local,
    master: Master = None,
    conf: Configuration = None,
) -> None:
    """Code articles and print their events; nothing is kept."""
    cluster = _cluster(engine, workers, master, conf)
    problems = Problems()
    reading = Reading(files, day(published), problems)
    if cluster is not None:
        if out is None or form not in (None, Format.parquet):
            raise UsageError("--engine spark writes Parquet sets: name their folder with -o")
        counts = cluster.code(reading, str(out), scope.value, actor_files(actors, problems))
        said = ", ".join(f"{number:,} {name}" for name, number in counts.items())
        output().print(f"{out}: {said}", markup=False, soft_wrap=True)
        _end(reading, problems)
        return
    chosen = format_of(form, out)
    coded = reading.coded(scope.value, workers, actors=actor_files(actors, problems))
    if chosen is Format.table:
        _print_coded(coded, problems, out, reading.share)
    else:
        shown = out is not None or not sys.stdout.isatty()
        seen = watched(coded, problems, shown=shown, share=reading.share)
        write(((event, one.article) for one in seen for event in one.events), chosen, out)
    _end(reading, problems)


@command
def add(
    files: Files,
    ledger: LedgerOption = None,
    published: Published = None,
    scope: ScopeOption = Scope.international,
    workers: Workers = 1,
    actors: ActorFiles = None,
    again: Annotated[
        bool, typer.Option("--again", help="Code articles anew that this version has filed already.")
    ] = False,
    engine: EngineOption = EngineName.local,
    master: Master = None,
    conf: Configuration = None,
    scratch: Scratch = None,
) -> None:
    """Code articles and file them; running it twice changes nothing, and goes on where a run was cut off."""
    from detente.ledger.learning import accepted

    cluster = _cluster(engine, workers, master, conf, scratch)
    books = open_ledger(ledger)
    problems = Problems()
    facts, own = accepted(books.path), actor_files(actors, problems)
    reading = Reading(files, day(published), problems)
    with Unread(books) as unread:
        if cluster is not None:
            filed = cluster.add(reading, books, scope.value, facts, unread, again=again, actors=own)
        else:
            coded = reading.coded(scope.value, workers, None if again else books, unread, facts, own)
            filed = books.add(watched(coded, problems, share=reading.share))
            filed = replace(filed, unchanged=filed.unchanged + reading.filed)
    said = (
        f"{books.path}: {filed.added} added, {filed.replaced} replaced, {filed.unchanged} unchanged; "
        f"{filed.events} events, {filed.quotes} quotations written; snapshot {books.snapshots()[-1].number}"
    )
    output().print(said, markup=False, soft_wrap=True)
    _end(reading, problems)


def _end(reading: Reading, problems: Problems) -> None:
    if reading.passed_over:
        complain(reading.passed_over)
    problems.end()


def _cluster(
    engine: EngineName,
    workers: int,
    master: str | None,
    conf: list[str] | None,
    scratch: Path | None = None,
) -> Cluster | None:
    """The cluster that the options name; None where all is done here."""
    if engine is EngineName.local:
        if master or conf or scratch:
            raise UsageError("--master, --conf and --scratch are for --engine spark")
        return None
    if workers != 1:
        raise UsageError("--workers is for --engine local; a cluster has its own")
    return Cluster(master, settings_of(conf), scratch)


def _print_coded(
    coded: Iterable[Coded], problems: Problems, out: Path | None, share: Callable[[], float | None]
) -> None:
    """Each article's headline and events, those without events too."""
    if out is None:
        console = output()
        for one in watched(coded, problems, shown=not console.is_terminal, share=share):
            _print_one(console, one)
    else:
        with text_file(out) as console:
            for one in watched(coded, problems, share=share):
                _print_one(console, one)


def _print_one(console: Console, one: Coded) -> None:
    if one.events:
        print_events(console, ((event, one.article) for event in one.events))
    else:
        print_headline(console, one.article)
        console.print(" no event found\n", style="dim")
