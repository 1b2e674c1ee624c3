"""Arguments and options that several commands share, and what is made of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import InputError, UsageError
from detente.formats.files import FORMATS
from detente.settings import default_ledger

if TYPE_CHECKING:
    from detente.relations import Ledger


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


class EngineName(StrEnum):
    """Where articles are coded."""

    local = "local"
    spark = "spark"


DAY = ["%Y-%m-%d"]

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="Articles in files of any format, folders or patterns; - is standard input.",
    ),
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
EngineOption = Annotated[EngineName, typer.Option(help="local: on this machine; spark: on a cluster (see --master).")]
Master = Annotated[
    str | None,
    typer.Option(metavar="URL", help="The cluster, as Spark names it: spark://host:7077, yarn. Default: local[*]."),
]
Configuration = Annotated[
    list[str] | None,
    typer.Option("--conf", metavar="KEY=VALUE", help="A setting of Spark's, as in spark-submit; may be repeated."),
]
Scratch = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Where driver and workers exchange Parquet files. Default: the ledger's."),
]
ActorFiles = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="Actors of your own, over the tables; the last FILE wins."),
]
Between = Annotated[tuple[str, str] | None, typer.Option(metavar="ONE OTHER", help="Between these two: JPN KOR.")]
Involving = Annotated[str | None, typer.Option(metavar="CODE", help="With this one on either side.")]
LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="BOOKS", help="Folder of the ledger. Default: $DETENTE_LEDGER, else ./books."),
]
SnapshotOption = Annotated[
    int | None, typer.Option("--snapshot", metavar="N", help="As the ledger was at this snapshot.")
]
ActsBetween = Annotated[
    tuple[str, str] | None, typer.Option(metavar="ONE OTHER", help="Acts between these two: JPN KOR.")
]
ActsInvolving = Annotated[str | None, typer.Option(metavar="CODE", help="Acts with this one on either side.")]
Since = Annotated[datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Not before this day.")]
Until = Annotated[datetime | None, typer.Option(formats=DAY, metavar="DATE", help="Not after this day.")]
Types = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="PLOVER type; may be repeated.")]


def day(moment: datetime | None) -> date | None:
    """The day that an option names."""
    return None if moment is None else moment.date()


def format_of(form: Format | None, out: Path | None) -> Format:
    """The format asked for, else the one that the ending of the output file names, else a table."""
    if form is None:
        ending = out.suffix[1:] if out else ""
        form = Format(ending) if ending in FORMATS else Format.table
    if form is Format.parquet and out is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal: name a file with -o")
    return form


def open_ledger(path: Path | None, snapshot: int | None = None) -> Ledger:
    """The ledger that the options name."""
    from detente.relations import Ledger

    return Ledger(path or default_ledger(), snapshot)


def actor_files(files: list[Path] | None, problems: Callable[[InputError], None]) -> tuple[str, ...]:
    """The files of --actors for the settings; lines of them that cannot be used are told."""
    if not files:
        return ()
    from detente.actors.user_tables import with_files

    for problem in with_files(files)[1]:
        problems(problem)
    return tuple(str(file.resolve()) for file in files)
