"""read(path): what it is, once; then one article after another."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.archives import read_archive
from detente.sources.dates import NotADate
from detente.sources.decoding import NotText
from detente.sources.delimited import read_table
from detente.sources.feeds import read_feed
from detente.sources.furniture import prepare, stated_date
from detente.sources.jsonlines import read_json, read_jsonlines
from detente.sources.newsml import read_newsml
from detente.sources.pages import read_page
from detente.sources.parquet import read_parquet
from detente.sources.plain import read_text
from detente.sources.sniff import sniff
from detente.sources.streams import GZIP_MAGIC, HEAD_SIZE, READ_ERRORS, opened, peek, unzipped

Reader = Callable[[BinaryIO, str, Settings], Iterator[Article | SourceError]]
OnError = Callable[[SourceError], None]

READERS: dict[str, Reader] = {
    "text": read_text,
    "html": read_page,
    "json": read_json,
    "jsonl": read_jsonlines,
    "csv": read_table,
    "parquet": read_parquet,
    "feed": read_feed,
    "newsml": read_newsml,
    "warc": read_archive,
}
DEFAULTS = Settings()


def read(
    path: str | Path,
    *,
    published: date | None = None,
    on_error: OnError | None = None,
    on_read: Callable[[int], None] | None = None,
    settings: Settings = DEFAULTS,
) -> Iterator[Article]:
    """The articles of a file, one at a time, in its order; `path` "-" is standard input.

    The format is told once, from the content: plain text, HTML, JSON (an object a line, one object, an array), CSV
    (comma, tab, semicolon, bar), Parquet, RSS or Atom feeds, NewsML-G2, web archives (WARC), each also inside gzip.

    The publication date is the one in the item's own fields, else in the page, else at the head of the text
    ("GENEVA, 4 June 2019 (AP) -", "Friday, January 4, 2019"); `published` is for items that state none. None means
    that nothing says.

    Each thing that cannot be used is handed to `on_error` as a SourceError that names the file and the item, and
    reading goes on with the next item; where a date or another field makes no sense, the article itself is still read.
    Without `on_error` the first such error is raised. `on_read` is told before each article how many bytes of the
    file have been read; not of standard input.
    """

    def report(error: SourceError) -> None:
        if on_error is None:
            raise error
        on_error(error)

    name = "standard input" if str(path) == "-" else str(path)
    done = 0
    try:
        with opened(path) as stream:
            for item in _items(stream, name, settings):
                if isinstance(item, SourceError):
                    report(item)
                    continue
                done += 1
                if on_read is not None and stream.seekable():
                    on_read(stream.tell())
                yield _finished(item, published, name, report)
    except SourceError as error:
        if on_error is None:
            raise
        on_error(error)
    except READ_ERRORS as error:
        where = f"{name}, after item {done}" if done else name
        reason = "ends too early" if isinstance(error, EOFError) else str(error) or type(error).__name__
        report(SourceError(where, f"cannot be read further: {reason}"))


def _items(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    head, stream = peek(stream)
    if head.startswith(GZIP_MAGIC):
        head, stream = peek(unzipped(stream))
    if not head.strip():
        yield SourceError(name, "is empty")
        return
    try:
        kind = sniff(head, name, complete=len(head) < HEAD_SIZE)
    except NotText as error:
        yield SourceError(name, str(error))
        return
    yield from READERS[kind](stream, name, settings)


def _finished(article: Article, published: date | None, name: str, report: OnError) -> Article:
    """The article with its segments, and with a date where its own words or the caller give one."""
    article = prepare(article)
    if article.published is not None:
        return article
    stated: date | None = None
    try:
        stated = stated_date(article.text, article.segments)
    except NotADate as error:
        report(SourceError(name, f"read without its date: {error}"))
    day = stated or published
    return dataclasses.replace(article, published=day) if day else article
