"""Event files of any size, made of real rows: parts of rows are put together anew, with new ids, days and countries.

Who acts, what happened and where come from different real rows each; how often a country appears falls with its rank.
The same seed gives the same file.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from detente.formats import gdelt, icews
from detente.formats.literals import quoted
from detente.tables import read_table

FIRST_DAY = "2015-02-18"
DAYS = 3_650
_PARTS = {
    "gdelt": {
        "one": gdelt.EVENTS_2[5:15],
        "two": gdelt.EVENTS_2[15:25],
        "what": gdelt.EVENTS_2[25:35],
        "place": gdelt.EVENTS_2[35:59],
        "seen": gdelt.EVENTS_2[59:61],
    },
    "icews": {
        "one": icews.EVENTS[2:5],
        "two": icews.EVENTS[8:11],
        "what": icews.EVENTS[5:8],
        "seen": icews.EVENTS[11:14],
        "place": icews.EVENTS[14:20],
    },
}


def write_gdelt(real: Path, target: Path, rows: int, first_id: int = 10**9, seed: int = 1) -> None:
    """`rows` rows of GDELT 2 from those of a real file."""
    day = f"(DATE '{FIRST_DAY}' + (hash(i, 'day', {seed}) % {DAYS})::INT)"
    new = {
        "GLOBALEVENTID": f"{first_id} + i",
        "SQLDATE": f"strftime({day}, '%Y%m%d')",
        "MonthYear": f"strftime({day}, '%Y%m')",
        "Year": f"year({day})",
        "FractionDate": f"round(year({day}) + (month({day}) * 30 + day({day})) / 365.0 * 0.98, 4)",
        "AvgTone": f"round(what.AvgTone::DOUBLE * (0.5 + {_part(seed, 'tone')}), 14)",
        "DATEADDED": f"strftime({day}, '%Y%m%d') || '101500'",
        "SOURCEURL": f"seen.SOURCEURL || '?' || hex(hash(i, 'url', {seed}))",
    }
    for number, side in ((1, "one"), (2, "two")):
        new[f"Actor{number}CountryCode"] = f"country_{side}.code"
        new[f"Actor{number}Code"] = f"country_{side}.code || coalesce({side}.Actor{number}Type1Code, '')"
    _write("gdelt", gdelt.EVENTS_2, real, target, rows, new, "cameo", seed)


def write_icews(real: Path, target: Path, rows: int, first_id: int = 10**8, seed: int = 1) -> None:
    """`rows` rows of ICEWS from those of a real file."""
    new = {
        "Event ID": f"{first_id} + i",
        "Event Date": f"(DATE '{FIRST_DAY}' + (hash(i, 'day', {seed}) % {DAYS})::INT)",
        "Source Country": "country_one.code",
        "Target Country": "country_two.code",
        "Story ID": f"{first_id} + hash(i, 'story', {seed}) % {max(1, rows // 3)}",
    }
    _write("icews", icews.EVENTS, real, target, rows, new, "name", seed)


def _write(
    form: str,
    columns: tuple[str, ...],
    real: Path,
    target: Path,
    rows: int,
    new: dict[str, str],
    countries: str,
    seed: int,
) -> None:
    connection = duckdb.connect()
    named = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    header = form == "icews"
    connection.execute(
        f"CREATE TABLE real AS SELECT (row_number() OVER () - 1)::UBIGINT AS k, * FROM read_csv({quoted(real)}, "
        f"columns = {{{named}}}, auto_detect = false, delim = '\t', quote = '', escape = '', header = {header})"
    )
    codes = [row["code"] for row in read_table("actors", "states.tsv")]
    if countries == "name":
        names = {row["code"]: row["name"] for row in read_table("actors", "states.tsv")}
        codes = [names[code] for code in codes]
    connection.execute("CREATE TABLE countries (k UBIGINT, code VARCHAR)")
    connection.executemany("INSERT INTO countries VALUES (?, ?)", list(enumerate(codes)))
    (known,) = connection.execute("SELECT count(*) FROM real").fetchone() or (0,)
    parts = _PARTS[form]
    home = {name: part for part, names_of in parts.items() for name in names_of}
    selected = ", ".join(f'{new.get(name) or f"""{home[name]}."{name}" """} AS "{name}"' for name in columns)
    joins = " ".join(f"JOIN real AS {part} ON {part}.k = hash(i, '{part}', {seed}) % {known}" for part in parts)
    sides = " ".join(
        f"JOIN countries AS country_{side} ON country_{side}.k = "
        f"floor({len(codes)} * power({_part(seed, 'country ' + side)}, 3))::UBIGINT"
        for side in ("one", "two")
    )
    connection.execute(
        f"COPY (SELECT {selected} FROM range({rows}) AS numbers(i) {joins} {sides}) "
        f"TO {quoted(target)} (FORMAT csv, DELIMITER '\t', QUOTE '', ESCAPE '', HEADER {header})"
    )
    connection.close()


def _part(seed: int, what: str) -> str:
    """A number from 0 to below 1 that depends on the row."""
    return f"((hash(i, '{what}', {seed}) % 1000003) / 1000003.0)"
