"""Every knob of detente: name, default and what it does, in one frozen record."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may change. Each field is documented in docs/reference/settings.md.

    language: language package to read with.
    scope: "international" codes events that cross a border, "all" domestic ones too.
    max_characters: articles longer than this are refused with a clear error.
    actors: files of actors of one's own, over the tables of the package; the last wins.
    """

    language: str = "en"
    scope: str = "international"
    max_characters: int = 20_000_000
    actors: tuple[str, ...] = ()


def default_ledger() -> Path:
    """`$DETENTE_LEDGER`, else `./books`."""
    return Path(os.environ.get("DETENTE_LEDGER") or "books")
