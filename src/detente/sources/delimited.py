"""CSV and its relatives: a header line, then an article a row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.decoding import NotText
from detente.sources.jsonlines import lines
from detente.sources.rows import NAMES, article, columns, placed
from detente.sources.sniff import delimiter_of
from detente.sources.streams import peek

_ESCAPED = re.compile(rb'\\"')
_DOUBLED = re.compile(rb'[^,;\t|"\r\n]""[^,;\t|"\r\n]')


class _Lines:
    """The text lines of a table, with the number of the last one and what could not be decoded."""

    def __init__(self, stream: BinaryIO, settings: Settings) -> None:
        self._lines = lines(stream, settings)
        self.number = 0
        self.first: int | None = None  # the byte at which the row that is being read begins
        self.broken: list[tuple[int, int | None, NotText]] = []

    def __iter__(self) -> Iterator[str]:
        for number, offset, line in self._lines:
            self.number = number
            self.first = offset if self.first is None else self.first
            if isinstance(line, NotText):
                self.broken.append((number, offset, line))
            else:
                yield line


def read_table(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The articles of a CSV file: comma, tab, semicolon or bar; quotation marks doubled or after a backslash."""
    head, stream = peek(stream)
    source = _Lines(stream, settings)
    feed = iter(source)
    header = next(feed, "")
    while header and not header.strip():
        header = next(feed, "")
    header = header.rstrip("\r\n")
    delimiter = delimiter_of(header) or ","
    escaped = bool(_ESCAPED.search(head)) and not _DOUBLED.search(head)
    # The field limit belongs to the csv module as a whole; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_characters))
    quote = "'" if header.startswith("'") else '"'
    try:
        names = next(csv.reader([header], delimiter=delimiter, quotechar=quote), [])
    except csv.Error as error:
        yield SourceError(f"{name}, line {source.number}", f"the header cannot be read ({error})")
        return
    places = columns(names)
    if "text" not in places:
        shown = ", ".join(n.strip()[:30] for n in names[:12]) or "none"
        yield SourceError(name, f"has no column named {' or '.join(NAMES['text'][:3])} (columns: {shown})")
        return
    escape = "\\" if escaped else None
    rows = csv.reader(
        feed, delimiter=delimiter, quotechar=quote, doublequote=not escaped, escapechar=escape, strict=True
    )
    number = 0
    while True:
        first = source.number + 1
        row: list[str] | None = None
        problem = ""
        source.first = None
        try:
            row = next(rows)
        except StopIteration:
            pass
        except csv.Error as error:
            problem = _explained(str(error), first, source.number)
        for line, offset, why in source.broken:
            yield SourceError(f"{name}, line {line}", str(why), offset)
        source.broken.clear()
        if row is None and not problem:
            break
        if row is not None and not any(cell.strip() for cell in row):
            continue
        number += 1
        where = f"{name}, item {number}"
        if row is None:
            yield SourceError(where, problem, source.first)
        elif len(row) > len(names):
            yield SourceError(where, f"has {len(row)} fields where the header names {len(names)}", source.first)
        else:
            values = {field: row[place] for field, place in places.items() if place < len(row) and row[place]}
            yield from placed(article(values, where, settings), source.first)
    if not number:
        yield SourceError(name, "holds no articles")


def _explained(error: str, first: int, last: int) -> str:
    if "unexpected end of data" in error:
        return f"a quotation mark opened in line {first} or later is never closed: lines {first} to {last} are lost"
    return f"the row cannot be read (line {last}: {error})"
