"""Files, folders and patterns -> the files to read."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

# As in Hadoop and Spark, names that begin so are no data: ".git", "_SUCCESS", "_delta_log".
HIDDEN = (".", "_")


def files_of(places: Iterable[str | Path]) -> Iterator[str]:
    """The files that the places name, in their order: a file, a folder with all in it, a pattern such as "news/*.gz".

    Folders and patterns ("**" stands for any folders) give their files sorted by path. Links to folders are not
    followed, hidden names are passed over. A place that is nothing of all this comes back as it is: reading it says so.
    """
    for place in places:
        path = Path(place)
        if str(place) == "-" or path.is_file():
            yield str(place)
        elif path.is_dir():
            yield from _inside(path)
        elif glob.has_magic(str(place)):
            yield from _matching(path)
        else:
            yield str(place)


def _matching(pattern: Path) -> Iterator[str]:
    """The files that a pattern names, and those in the folders that it names; the pattern where there are none."""
    base = Path(pattern.anchor)
    try:
        found = sorted(base.glob(str(pattern.relative_to(pattern.anchor))))
    except (ValueError, OSError):
        found = []
    if not any(part.startswith(HIDDEN) for part in pattern.parts):
        found = [path for path in found if not any(part.startswith(HIDDEN) for part in path.parts)]
    if not found:
        yield str(pattern)
    for path in found:
        if path.is_file():
            yield str(path)
        elif path.is_dir() and pattern.name != "**":
            yield from _inside(path)


def _inside(folder: Path) -> Iterator[str]:
    """The files below a folder, one folder after another, so that a large tree is not listed whole."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield str(folder)
        return
    for entry in entries:
        if entry.name.startswith(HIDDEN):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _inside(entry)
        elif entry.is_file():  # no pipes, sockets or devices
            yield str(entry)
