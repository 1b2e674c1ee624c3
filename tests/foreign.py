"""Files of other coders for tests: rows of GDELT, ICEWS and POLECAT with the values that a test names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from detente.formats import gdelt, icews, polecat

Row = Mapping[str, str]

GDELT: Row = {
    "GLOBALEVENTID": "1",
    "SQLDATE": "20180601",
    "MonthYear": "201806",
    "Year": "2018",
    "FractionDate": "2018.4137",
    "Actor1Code": "JPNGOV",
    "Actor1Name": "JAPAN",
    "Actor1CountryCode": "JPN",
    "Actor1Type1Code": "GOV",
    "Actor2Code": "KOR",
    "Actor2Name": "SOUTH KOREA",
    "Actor2CountryCode": "KOR",
    "IsRootEvent": "1",
    "EventCode": "112",
    "EventBaseCode": "112",
    "EventRootCode": "11",
    "QuadClass": "3",
    "GoldsteinScale": "-2.0",
    "NumMentions": "4",
    "NumSources": "2",
    "NumArticles": "3",
    "AvgTone": "-1.25",
    "ActionGeo_Type": "1",
    "ActionGeo_FullName": "Japan",
    "ActionGeo_CountryCode": "JA",
    "ActionGeo_Lat": "36",
    "ActionGeo_Long": "138",
    "DATEADDED": "20180602101500",
    "SOURCEURL": "https://news.example/1",
}
ICEWS: Row = dict.fromkeys(icews.EVENTS, "NA") | {
    "Event ID": "1",
    "Event Date": "2018-06-01",
    "Source Name": "Foreign Affairs (Japan)",
    "Source Sectors": "Executive,Foreign Ministry,Government",
    "Source Country": "Japan",
    "Event Text": "Accuse",
    "CAMEO Code": "112",
    "Intensity": "-2",
    "Target Name": "Citizen (Moldova)",
    "Target Sectors": "Social,General Population / Civilian / Social",
    "Target Country": "Moldova, Republic of",
    "Story ID": "7",
    "Sentence Number": "2",
    "Publisher": "A Paper",
    "Country": "Japan",
}
POLECAT: Row = dict.fromkeys(polecat.EVENTS, "None") | {
    "Event ID": "20180601-1-ab_CONSULT",
    "Event Date": "2018-06-01",
    "Event Type": "CONSULT",
    "Event Mode": "phone",
    "Intensity": "1.5",
    "Quad Code": "VERBAL COOPERATION",
    "Contexts": "diplomatic; military",
    "Actor Name": "Shinzo Abe",
    "Actor Country": "JPN",
    "Actor COW": "740",
    "Primary Actor Sector": "GOV",
    "Actor Sectors": "GOV",
    "Recipient Name": "Moon Jae-in",
    "Recipient Country": "KOR",
    "Recipient COW": "732",
    "Primary Recipient Sector": "GOV",
    "Recipient Sectors": "GOV; MIL",
    "Source": "A Paper",
    "Publication Date": "2018-06-02",
    "Language": "Japanese",
    "Version": "1.2",
}


def line(columns: Iterable[str], row: Row) -> str:
    """One row; what it does not name is empty."""
    return "\t".join(row.get(column, "") for column in columns)


def write_gdelt(path: Path, *rows: Row, columns: Iterable[str] = gdelt.EVENTS_2) -> Path:
    """A file of GDELT with the example row, changed by what each row says."""
    text = "".join(line(columns, {**GDELT, **row}) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def write_icews(path: Path, *rows: Row) -> Path:
    """A file of ICEWS."""
    lines = ["\t".join(icews.EVENTS), *(line(icews.EVENTS, {**ICEWS, **row}) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return path


def write_polecat(path: Path, *rows: Row, header: str | None = None, encoding: str = "utf-8", tail: str = "") -> Path:
    """A file of POLECAT; `tail` ends each row."""
    lines = [
        "\t".join(polecat.EVENTS) if header is None else header,
        *(line(polecat.EVENTS, {**POLECAT, **row}) + tail for row in rows),
    ]
    path.write_text("\n".join(lines) + "\n", encoding=encoding, newline="")
    return path
