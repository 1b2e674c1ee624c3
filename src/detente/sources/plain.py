"""A plain text file: one article. Its headline, where it has one, is also its title; the text stays whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.decoding import NotText, decode, newlines
from detente.sources.furniture import headline


def read_whole(stream: BinaryIO, where: str, settings: Settings) -> bytes:
    """All bytes of a file that is one article. SourceError where it is longer than an article may be."""
    limit = 4 * settings.max_characters  # no encoding takes more bytes a character
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise SourceError(where, f"is longer than {settings.max_characters:,} characters")
    return data


def read_text(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The article in a text file."""
    try:
        text = newlines(decode(read_whole(stream, name, settings)))
    except NotText as error:
        yield SourceError(name, str(error))
        return
    if not text.strip():
        yield SourceError(name, "holds no text")
    elif len(text) > settings.max_characters:
        yield SourceError(name, f"is longer than {settings.max_characters:,} characters")
    else:
        yield Article(text=text, title=headline(text))
