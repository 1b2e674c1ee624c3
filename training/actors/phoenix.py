"""Full names and dated roles out of the Phoenix dictionary of countries (Open Event Data Alliance, MIT), up to 2014."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """A person, the aliases and the periods with a government role: (country, first day, last day or None)."""

    name: str
    aliases: tuple[str, ...]
    periods: tuple[tuple[str, date | None, date | None], ...]


def day(text: str) -> date | None:
    text = text.strip()
    if not re.fullmatch(r"\d{6}|\d{8}", text):
        return None
    if len(text) == 6:
        text = ("20" if int(text[:2]) < 20 else "19") + text
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def words(raw: str) -> str:
    small = {"de", "da", "do", "van", "von", "der", "bin", "al", "el", "la", "di"}
    parts = raw.split("#")[0].split(";")[0].strip().strip("_").replace("_", " ").split()
    return " ".join(
        p.lower() if p.lower() in small and i else "-".join(q.capitalize() for q in p.split("-"))
        for i, p in enumerate(parts)
    )


def read(path: Path) -> list[Entry]:
    entries: list[Entry] = []
    name, aliases, periods = "", [], []
    from_country_info = False
    for raw in [*path.read_bytes().decode("latin-1").splitlines(), "END_"]:
        if not raw.strip() or raw.startswith("#"):
            continue
        role = re.match(r"\s*\[([A-Z]{3})([A-Z]*)\s*([<>]?)\s*(\d*)(?:-(\d*))?\]", raw)
        if role:
            if role[2].startswith("GOV"):
                first = day(role[4]) if role[3] != "<" else None
                last = day(role[5] or "") if role[3] != "<" else day(role[4])
                if first or last:
                    periods.append((role[1], first, last))
        elif raw.startswith("+"):
            aliases.append(words(raw[1:]))
        else:
            if name and periods and from_country_info:
                entries.append(Entry(name, tuple(aliases), tuple(periods)))
            name, aliases, periods, from_country_info = words(raw), [], [], "CountryInfo" in raw
    return entries
