"""JSON: an object a line, or one object, or an array of them over many lines."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.decoding import NotText, decode, wide_encoding
from detente.sources.rows import article, fields, placed
from detente.sources.streams import HEAD_SIZE, peek

CHUNK = 1 << 16


def lines(stream: BinaryIO, settings: Settings) -> Iterator[tuple[int, int | None, str | NotText]]:
    """Number (from 1), first byte and text of each line; a line that is not text, or too long, as NotText.

    The first byte is None in UTF-16 and UTF-32.
    """
    head, stream = peek(stream)
    wide = wide_encoding(head)
    if wide is not None:
        reader = io.TextIOWrapper(stream, wide, errors="replace", newline="\n")
        limit = settings.max_characters * 2
        for number, line in enumerate(iter(lambda: reader.readline(limit), ""), 1):
            yield number, None, line.removeprefix("\ufeff")
        return
    limit = 8 * settings.max_characters  # escapes such as \u00e9 make a text longer
    number = following = 0
    while line_bytes := stream.readline(limit):
        number, offset = number + 1, following
        following += len(line_bytes)
        if len(line_bytes) == limit and not line_bytes.endswith(b"\n"):
            while rest := stream.readline(limit):
                following += len(rest)
                if rest.endswith(b"\n"):
                    break
            yield number, offset, NotText(f"is longer than {limit:,} bytes")
            continue
        if number == 1:
            line_bytes = line_bytes.removeprefix(codecs.BOM_UTF8)
        try:
            yield number, offset, decode(line_bytes)
        except NotText as error:
            yield number, offset, error


def _object(value: object, where: str, settings: Settings) -> Iterator[Article | SourceError]:
    if isinstance(value, dict):
        yield from article(fields(value), where, settings)
    else:
        yield SourceError(where, "is not a JSON object")


def read_jsonlines(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The articles of a file with a JSON object on each line; blank lines are passed over."""
    found = False
    for number, offset, line in lines(stream, settings):
        where = f"{name}, line {number}"
        if isinstance(line, NotText):
            found = True
            yield SourceError(where, str(line), offset)
            continue
        if not line.strip():
            continue
        found = True
        try:
            value = json.loads(line)
        except ValueError as error:
            yield SourceError(where, f"is not valid JSON ({error})", offset)
            continue
        except RecursionError:
            yield SourceError(where, "is nested too deeply", offset)
            continue
        yield from placed(_object(value, where, settings), offset)
    if not found:
        yield SourceError(name, "holds no articles")


def _text_of(stream: BinaryIO) -> TextIO:
    head, stream = peek(stream)
    encoding = wide_encoding(head)
    if encoding is None:
        try:
            codecs.getincrementaldecoder("utf-8")().decode(head)
            encoding = "utf-8-sig"
        except UnicodeDecodeError:
            encoding = "cp1252"
    return io.TextIOWrapper(stream, encoding, errors="replace", newline="")


class _Values:
    """One JSON value after another from a stream, holding no more than one at a time."""

    def __init__(self, text: TextIO, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._buffer = ""
        self._ended = False
        self._decoder = json.JSONDecoder()

    def _more(self, size: int) -> None:
        part = self._text.read(size)
        self._ended = not part
        self._buffer += part

    def skip(self, characters: str) -> str:
        """Drops these characters; the next one after them, "" at the end."""
        while True:
            self._buffer = self._buffer.lstrip(characters)
            if self._buffer or self._ended:
                return self._buffer[:1]
            self._more(CHUNK)

    def drop(self) -> None:
        """Drops one character."""
        self._buffer = self._buffer[1:]

    def value(self) -> object:
        """The next value, whole. ValueError where there is none that ends."""
        size = CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer)
            except ValueError:
                if self._ended or len(self._buffer) > self._limit:
                    raise
            else:
                if end < len(self._buffer) or self._ended:
                    self._buffer = self._buffer[end:]
                    return value
            self._more(size)
            size *= 2


def read_json(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The article or articles of a JSON file: an object, an array of objects, or one object after another."""
    values = _Values(_text_of(stream), 8 * settings.max_characters + HEAD_SIZE)
    space = " \t\r\n\ufeff"
    in_array = values.skip(space) == "["
    if in_array:
        values.drop()
    number = 0
    while following := values.skip(space + ","):
        if in_array and following == "]":
            values.drop()
            in_array = False
            if not values.skip(space):
                break
            yield SourceError(name, "goes on after the end of the array")
            return
        number += 1
        where = f"{name}, item {number}"
        try:
            value = values.value()
        except ValueError as error:
            yield SourceError(where, f"is not valid JSON, and what follows it cannot be read ({error})")
            return
        except RecursionError:
            yield SourceError(where, "is nested too deeply, and what follows it cannot be read")
            return
        yield from _object(value, where, settings)
    if in_array:
        yield SourceError(name, f"the array does not end: cut off after item {number}")
    elif not number:
        yield SourceError(name, "holds no articles")
