"""Actors as they were at a date: names, offices, organisations and groups, and who an article's words denote."""

from __future__ import annotations

from pathlib import Path

from detente.actors.cast import Cast, cast
from detente.actors.describe import Directory
from detente.actors.members import is_member, members
from detente.actors.resolve import each, resolve
from detente.errors import InputError


def known(*files: str | Path, problems: list[InputError] | None = None) -> Directory:
    """The tables with a layer for each file of one's own, the last the highest: PETRARCH dictionaries or CSV tables.

    `problems` takes the lines that cannot be used, each with its file and line; without it the first of them is raised,
    as is InputError for a file that cannot be read.
    """
    from detente.actors.user_tables import with_files

    registry, found = with_files(files)
    if problems is not None:
        problems.extend(found)
    elif found:
        raise found[0]
    return Directory(registry)


__all__ = ["Cast", "Directory", "cast", "each", "is_member", "known", "members", "resolve"]
