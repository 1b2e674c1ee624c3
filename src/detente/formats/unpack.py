"""Files as they come, plain or inside zip and gzip, as plain files on disk. The content says which, not the name."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast
from uuid import uuid4

from detente.errors import InputError

ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
CHUNK = 2**22

OnError = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A plain file: where it lies, how it is named to users, and whether it is a copy that may be deleted."""

    path: Path
    name: str
    copied: bool


def unpacked(file: str | Path, folder: Path, on_error: OnError) -> Iterator[Unpacked]:
    """The plain files in a file: itself, or what a zip or gzip holds, copied to `folder` one by one.

    What cannot be read is told to `on_error`.
    """
    path = Path(file)
    try:
        with path.open("rb") as content:
            start = content.read(4)
        if start == ZIP:
            yield from _members(path, folder, on_error)
        elif start[:2] == GZIP:
            with gzip.open(path) as content:
                yield Unpacked(_copied(cast(IO[bytes], content), folder), path.name, True)
        else:
            yield Unpacked(path.absolute(), path.name, False)
    except OSError as error:
        on_error(InputError(str(file), f"cannot be read: {error.strerror or error}"))
    except (EOFError, zlib.error, zipfile.BadZipFile) as error:
        on_error(InputError(str(file), f"is damaged: {error}"))


def _members(path: Path, folder: Path, on_error: OnError) -> Iterator[Unpacked]:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and member.file_size]
        for member in members:
            name = path.name if len(members) == 1 else f"{path.name}/{Path(member.filename).name}"
            try:
                with archive.open(member) as content:
                    copy = _copied(content, folder)
            except (EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                on_error(InputError(f"{path}, {member.filename}", f"is damaged: {error}"))
                continue
            yield Unpacked(copy, name, True)


def _copied(content: IO[bytes], folder: Path) -> Path:
    target = folder / f"unpacked-{uuid4().hex}"
    with target.open("wb") as out:
        shutil.copyfileobj(content, out, CHUNK)
    return target


def mend(path: Path, folder: Path) -> Path:
    """A copy whose lines end with a line feed alone and are UTF-8: a line that is not is read as ISO-8859-1.

    A carriage return inside a line becomes a blank.
    """
    target = folder / f"mended-{uuid4().hex}"
    with path.open("rb") as content, target.open("wb") as out:
        rest = b""
        while chunk := content.read(CHUNK):
            whole, newline, rest = (rest + chunk).rpartition(b"\n")
            out.write(_mended(whole + newline))
        out.write(_mended(rest))
    return target


def _mended(lines: bytes) -> bytes:
    lines = lines.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    try:
        lines.decode()
    except UnicodeDecodeError:
        return b"".join(_mended_line(line) for line in lines.splitlines(keepends=True))
    return lines


def _mended_line(line: bytes) -> bytes:
    try:
        line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1").encode()
    return line
