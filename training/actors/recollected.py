"""Offices that rest on recollection: marked so, never over a sourced row (see recollected.txt and offices.txt)."""

from __future__ import annotations

import calendar
import re
from datetime import date
from pathlib import Path

from model import Tenure

SOURCE = "recollection"
YEARS = re.compile(r"(.+) (\d{4}(?:-\d\d-\d\d)?)-(\d{4}(?:-\d\d-\d\d)?)")


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
    """One tenure for each office, from and to years or days; an office until 2026 is still held and has an open end.

    The grain is that of a day where both ends are days, or the end is open; else that of a year.
    """
    tenures = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, body, offices = line.split("~")
        main, *aliases = name.split("|")
        given, family, family_first = names(main)
        for office in offices.split(";"):
            found = YEARS.fullmatch(office.strip())
            if not found:
                raise ValueError(f"{path.name}: {line!r}: office without years")
            start, end = found[2], found[3]
            held = end >= "2026"
            exact = len(start) > 4 and (held or len(end) > 4)
            tenures.append(
                Tenure(
                    body,
                    found[1],
                    given,
                    family,
                    date.fromisoformat(start if len(start) > 4 else f"{start}-01-01"),
                    None if held else date.fromisoformat(end if len(end) > 4 else f"{end}-12-31"),
                    "day" if exact else "year",
                    SOURCE,
                    family_first,
                    tuple(aliases),
                )
            )
    return tenures


SPAN = re.compile(r"(.+) (\d{4})(?:\.(\d\d))?-(\d{4})(?:\.(\d\d))?")


def read_offices(path: Path) -> list[Tenure]:
    """One tenure for each row of offices.txt: "@ body office" opens a chain of "name first-last".

    A row whose two ends are known by the month (or that is still open) has the grain month, any other that of a year.
    2026 without a month as the last year leaves the end open.
    """
    tenures: list[Tenure] = []
    body = office = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@ "):
            body, _, office = line[2:].partition(" ")
            continue
        found = SPAN.fullmatch(line)
        if not found or not office:
            raise ValueError(f'{path.name}, line {number}: {line!r} is not "name first-last"')
        main, *aliases = found[1].split("|")
        given, family, family_first = names(main)
        start = date(int(found[2]), int(found[3] or 1), 1)
        last, month = int(found[4]), int(found[5] or 12)
        end = None if last >= 2026 and not found[5] else date(last, month, calendar.monthrange(last, month)[1])
        if end is not None and end < start:
            raise ValueError(f"{path.name}, line {number}: {line!r} ends before it starts")
        grain = "month" if found[3] and (found[5] or end is None) else "year"
        tenures.append(Tenure(body, office, given, family, start, end, grain, SOURCE, family_first, tuple(aliases)))
    return tenures
