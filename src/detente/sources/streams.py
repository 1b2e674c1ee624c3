"""Bytes to read from: files, standard input, gzip; with a look at the beginning that consumes nothing."""

from __future__ import annotations

import contextlib
import gzip
import io
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from detente.errors import SourceError

HEAD_SIZE = 1 << 16
READ_ERRORS = (OSError, EOFError, zlib.error)  # what a broken file or archive raises while it is read
GZIP_MAGIC = b"\x1f\x8b"


class _Rejoined(io.RawIOBase):
    """The head that was looked at, then the rest, or the error that reading it ended in."""

    def __init__(self, head: bytes, rest: BinaryIO, error: Exception | None) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self._error = error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        if self._head:
            part = self._head[: len(view)]
            self._head = self._head[len(part) :]
        elif self._error is not None:
            raise self._error
        else:
            part = memoryview(_some(self._rest, len(view)))
        view[: len(part)] = part
        return len(part)


def _some(stream: BinaryIO, size: int) -> bytes:
    """What can be read without losing it to an error further on; empty at the end."""
    read1 = getattr(stream, "read1", None)
    return cast(bytes, read1(size) if read1 is not None else stream.read(size))


def peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first HEAD_SIZE bytes (fewer if there are no more), and a stream that still begins with them.

    An error within the head is raised when the stream is read that far, so that what stands before it can be used;
    without any head it is raised at once.
    """
    parts: list[bytes] = []
    missing = HEAD_SIZE
    broken: Exception | None = None
    try:
        while missing > 0 and (part := _some(stream, missing)):
            parts.append(part)
            missing -= len(part)
    except READ_ERRORS as error:
        if not parts:
            raise
        broken = error
    return b"".join(parts), cast(BinaryIO, io.BufferedReader(_Rejoined(b"".join(parts), stream, broken), HEAD_SIZE))


@contextlib.contextmanager
def opened(path: str | Path) -> Iterator[BinaryIO]:
    """The bytes of a file, or of standard input where `path` is "-". SourceError where it cannot be opened."""
    if str(path) == "-":
        yield cast(BinaryIO, sys.stdin.buffer)
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 (closed below)
    except FileNotFoundError as error:
        raise SourceError(str(path), "no such file") from error
    except IsADirectoryError as error:
        raise SourceError(str(path), "is a folder, not a file") from error
    except (OSError, ValueError) as error:
        raise SourceError(str(path), f"cannot be opened ({getattr(error, 'strerror', None) or error})") from error
    with stream:
        yield stream


def unzipped(stream: BinaryIO) -> BinaryIO:
    """The bytes inside a gzip stream."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))


@contextlib.contextmanager
def seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream as a temporary file on disk, for formats that are read from their end."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy, 1 << 20)
        copy.seek(0)
        yield cast(BinaryIO, copy)
