"""Where results go: events as an index, or in a format that other programs read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from detente.formats import replacing, write_events, write_table
from detente.records import Article, Cited, Event
from detente.views.console import output
from detente.views.options import Format
from detente.views.tables import print_events

if TYPE_CHECKING:
    import pyarrow as pa


def show(pairs: Iterable[tuple[Event, Article | Cited]], form: Format, out: Path | None) -> None:
    """Events in a format: on standard output, or in a file that is complete or absent."""
    if form is not Format.table:
        write(pairs, form, out)
    elif out is None:
        print_events(output(), pairs)
    else:
        with text_file(out) as console:
            print_events(console, pairs)


def show_table(table: pa.Table, form: Format, out: Path | None, printed: Callable[[Console, pa.Table], object]) -> None:
    """An Arrow table in a format, or as `printed` shows it; on standard output, or in a file complete or absent."""
    if form is Format.table and out is None:
        printed(output(), table)
    elif form is Format.table and out is not None:
        with text_file(out) as console:
            printed(console, table)
    elif out is None:
        write_table(table, sys.stdout.buffer, form.value)
    else:
        with replacing(out) as file:
            write_table(table, file, form.value)


@contextmanager
def text_file(path: Path) -> Iterator[Console]:
    """A file that is written as a terminal of 80 columns would show it."""
    with replacing(path) as file:
        text = TextIOWrapper(file, encoding="utf-8", write_through=True)
        yield Console(file=text, width=80, highlight=False, emoji=False)
        text.detach()


def write(pairs: Iterable[tuple[Event, Article | Cited]], form: Format, out: Path | None) -> None:
    """Events in a format that other programs read."""
    if out is None:
        write_events(pairs, sys.stdout.buffer, form.value)
        return
    with replacing(out) as file:
        write_events(pairs, file, form.value)
