"""Tenures out of REIGN (de facto leaders by month, 1950 to March 2021; MIT)."""

from __future__ import annotations

import calendar
import csv
import re
from datetime import date
from pathlib import Path

from cow import iso
from model import Tenure, capitalised

FAMILY_FIRST = {"CHN", "TWN", "KOR", "PRK", "VNM", "RVN", "KHM"}
LAST_MONTH = (2021, 3)


def lines(path: Path) -> list[dict[str, str]]:
    """The rows; a few lines are not UTF-8."""
    text = []
    for raw in path.read_bytes().splitlines():
        try:
            text.append(raw.decode("utf-8"))
        except UnicodeDecodeError:
            text.append(raw.decode("cp1252", "replace"))
    return list(csv.DictReader(text))


def number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d+", text.strip()) and int(text) > 0 else None


def read(path: Path) -> list[Tenure]:
    """One tenure for each row; the name is mostly a family name, and is completed later from the other sources."""
    tenures = []
    for row in lines(path):
        name = re.sub(r"\([^)]*\)?|�", " ", row["leader"] or "").strip(' "')
        if "," in name:
            family, given = (part.strip() for part in name.split(",", 1))
        else:
            family, given = name, ""
        if re.fullmatch(r"(?:[A-Z]\.?\s*)+", given):
            given = ""
        family = re.sub(r"^(?:[A-Z]\.\s*)+(?=[A-Z][a-z])", "", family)
        family = re.sub(r"\s+[A-Z]\.?$", "", family)
        family = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", family) if family.startswith("de") else family
        if not family or " and " in family:
            continue
        day, month, year = number(row["sdate"]), number(row["smonth"]), number(row["syear"])
        if year is None:
            continue
        try:
            start = date(year, month or 1, day or 1)
        except ValueError:
            start = date(year, month or 1, 1)
        end_year, end_month = number(row["eyear"]), number(row["emonth"])
        end = None
        if end_year:
            end_month = end_month or 12
            end = date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
        code = iso(row["stateabb"])
        tenures.append(
            Tenure(code, "", given, capitalised(family), start, end, "month", "REIGN 2021-03", code in FAMILY_FIRST)
        )
    return tenures
