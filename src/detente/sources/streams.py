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
# News packs to a third or a fifth of its size; runs of one byte to a thousandth, which is what bombs are made of.
MOST_PACKED = 200
FREE_SIZE = 2**26


class _Rejoined(io.RawIOBase):
    """The head that was looked at, then the rest, or the error that reading it ended in."""

    def __init__(self, head: bytes, rest: BinaryIO, error: Exception | None) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self._error = error
        self.taken = 0

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
            part = memoryview(some(self._rest, len(view)))
        view[: len(part)] = part
        self.taken += len(part)
        return len(part)


def some(stream: BinaryIO, size: int) -> bytes:
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
        while missing > 0 and (part := some(stream, missing)):
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


class _Unzipped(io.RawIOBase):
    """The bytes inside a gzip stream, as long as they could be text."""

    def __init__(self, packed: io.BufferedReader) -> None:
        self._packed = packed
        self._inside = gzip.GzipFile(fileobj=packed, mode="rb")
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        part = self._inside.read1(len(view))
        view[: len(part)] = part
        self._given += len(part)
        taken = getattr(self._packed.raw, "taken", None)
        if taken is not None and self._given > FREE_SIZE and self._given > MOST_PACKED * taken:
            raise OSError(f"unpacks to more than {MOST_PACKED} times its size, which no text does")
        return len(part)


def unzipped(stream: BinaryIO) -> BinaryIO:
    """The bytes inside a gzip stream that comes from `peek`. OSError where they grow as those of a bomb do."""
    return cast(BinaryIO, io.BufferedReader(_Unzipped(cast(io.BufferedReader, stream)), HEAD_SIZE))


@contextlib.contextmanager
def seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream as a temporary file on disk, for formats that are read from their end."""
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy, 1 << 20)
        copy.seek(0)
        yield cast(BinaryIO, copy)
