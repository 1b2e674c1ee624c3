"""Offices that rest on recollection: year-granular, marked so, never over a sourced row (see recollected.txt)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from model import Tenure

SOURCE = "recollection"


def names(text: str) -> tuple[str, str, bool]:
    """(given, family, family first); "_" stands before the family name where it is not the last word."""
    if "_" not in text:
        given, _, family = text.rpartition(" ")
        return given, family, False
    before, _, after = text.partition("_")
    if before.strip():
        return before.strip(), after.strip(), False
    family, _, given = after.partition(" ")
    return given, family, True


def read(path: Path) -> list[Tenure]:
    """One tenure for each office; the year of the last office that is still held is 2026 and becomes an open end."""
    tenures = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, body, offices = line.split("~")
        main, *aliases = name.split("|")
        given, family, family_first = names(main)
        for office in offices.split(";"):
            found = re.fullmatch(r"(.+) (\d{4})-(\d{4})", office.strip())
            if not found:
                raise ValueError(f"{path.name}: {line!r}: office without years")
            last = int(found[3])
            tenures.append(
                Tenure(
                    body,
                    found[1],
                    given,
                    family,
                    date(int(found[2]), 1, 1),
                    None if last >= 2026 else date(last, 12, 31),
                    "year",
                    SOURCE,
                    family_first,
                    tuple(aliases),
                )
            )
    return tenures
