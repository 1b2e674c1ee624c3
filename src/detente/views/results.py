"""Where results go: events as an index, or in a format that other programs read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from rich.console import Console

from detente.formats import replacing, write_events
from detente.records import Article, Cited, Event
from detente.views.console import output
from detente.views.options import Format
from detente.views.tables import print_events


def show(pairs: Iterable[tuple[Event, Article | Cited]], form: Format, out: Path | None) -> None:
    """Events in a format: on standard output, or in a file that is complete or absent."""
    if form is not Format.table:
        write(pairs, form, out)
    elif out is None:
        print_events(output(), pairs)
    else:
        with text_file(out) as console:
            print_events(console, pairs)


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
