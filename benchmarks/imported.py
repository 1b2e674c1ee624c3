"""Imports against DuckDB's bare parse of the same file; a pair's months, series and brief in a large ledger against
DuckDB's bare scan.

    python -m benchmarks.imported parse --rows 1000000
    python -m benchmarks.imported scale --rows 10000000 --keep big

Real rows from DETENTE_DATA (default ../shared/data) are recombined. Times are processor time; each ratio is taken in
one run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import duckdb

from benchmarks import recombined
from detente.formats import gdelt, icews
from detente.formats.literals import quoted
from detente.relations.ledger import Ledger
from detente.views.briefs import brief

DATA = Path(os.environ.get("DETENTE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data") / "formats"
FILES: dict[str, tuple[Path, tuple[str, ...], Callable[..., None]]] = {
    "gdelt": (DATA / "gdelt2_events.tsv", gdelt.EVENTS_2, recombined.write_gdelt),
    "icews": (DATA / "icews_2018_sample.tab", icews.EVENTS, recombined.write_icews),
}
PAIRS = ("AGO-ARG", "JPN-KOR", "CHN-USA", "AFG-ZWE")
FILE_ROWS = 1_000_000
# What a brief reads of each imported row, the struct that holds the rest of it aside.
BRIEF = (
    *("id", "coder", "date_start", "date_end", "published", "pair", "actor", "recipient", "actor_name"),
    *("recipient_name", "event_type", "event_mode", "contexts", "quad", "score", "cameo", "act", "source", "url"),
    *("mentions", "place_country"),
)
RATIOS = (
    ("journal", "scan of the columns"),
    ("journal", "scan of the pair"),
    ("series", "scan of the columns"),
    ("brief", "scan of the columns"),
    ("brief", "scan of a brief's columns"),
)


def parse(rows: int, rounds: int) -> None:
    """Rows a second of an import, and of two bare parses: into a table, and with every column looked at."""
    with _folder() as folder:
        for form, (real, columns, write) in FILES.items():
            file = folder / f"{form}.tsv"
            write(real, file, rows)
            named = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
            bare = (
                f"read_csv({quoted(file)}, columns = {{{named}}}, auto_detect = false, delim = '\t', quote = '', "
                f"escape = '', header = {form == 'icews'})"
            )
            seen = ", ".join(f'max("{name}")' for name in columns)
            times: dict[str, list[float]] = {"import": [], "parse into a table": [], "parse, every column seen": []}
            for number in range(rounds):
                books = folder / f"books-{form}-{number}"
                times["import"].append(_seconds(lambda b=books, f=form, p=file: Ledger(b).import_events(f, [p])))  # type: ignore[misc]
                size = _size(books)
                shutil.rmtree(books)
                times["parse into a table"].append(
                    _seconds(lambda q=bare: _run(f"CREATE TABLE parsed AS SELECT * FROM {q}"))  # type: ignore[misc]
                )
                times["parse, every column seen"].append(_seconds(lambda q=bare, s=seen: _run(f"SELECT {s} FROM {q}")))  # type: ignore[misc]
            file_size = file.stat().st_size
            print(f"{form}: {rows:,} rows, {file_size / 1e6:,.0f} MB, {size / rows:.0f} bytes a row in the ledger")
            for name, taken in times.items():
                ratios = sorted(t / own for t, own in zip(taken, times["import"], strict=True))
                print(
                    f"  {name:26} {rows / median(taken):>11,.0f} rows/s   import at "
                    f"{median(ratios):.2f} of it ({ratios[0]:.2f} to {ratios[-1]:.2f})"
                )
            file.unlink()


def scale(rows: int, rounds: int, keep: Path | None) -> None:
    """A ledger of `rows` events: what it takes on disk, and how long a pair's months take, loose and in order."""
    with _folder() as folder:
        books = keep or folder / "books"
        ledger = Ledger(books)
        real, _, write = FILES["gdelt"]
        began = time.perf_counter()
        done = ledger.snapshots()[-1].imported if (books / "snapshots").exists() else 0
        for first in range(done, rows, FILE_ROWS):
            file = folder / "part.tsv"
            write(real, file, min(FILE_ROWS, rows - first), first_id=10**9 + first, seed=1 + first)
            ledger.import_events("gdelt", [file])
            print(f"  {ledger.snapshots()[-1].imported:,} rows after {time.perf_counter() - began:,.0f} s", flush=True)
        _months(ledger, rounds, "as imported")
        print(f"sorted in {_seconds(ledger.compact):.0f} s")
        ledger.forget(ledger.snapshots()[-1].number)
        _months(ledger, rounds, "sorted by pair")


def _months(ledger: Ledger, rounds: int, state: str) -> None:
    count = ledger.sql("SELECT count(*) AS n FROM imported").to_pylist()[0]["n"]
    files = sorted((ledger.path / "imported").glob("*.parquet"))
    size = sum(f.stat().st_size for f in files)
    print(f"{state}: {count:,} events in {len(files)} files, {size / 1e6:,.0f} MB, {size / count:.0f} bytes an event")
    listed = "[" + ", ".join(quoted(f) for f in files) + "]"
    grouped = "date_trunc('month', date_start) AS month, quad, count(*) AS acts, avg(score) AS score"
    connection = duckdb.connect()
    for pair in PAIRS:
        relation = ledger.relation(*pair.split("-"))
        queries: dict[str, Callable[[], object]] = {
            "series": lambda r=relation: r.series("month"),  # type: ignore[misc]
            "brief": lambda r=relation: brief(r),  # type: ignore[misc]
            "journal": lambda p=pair: ledger.sql(  # type: ignore[misc]
                f"SELECT {grouped} FROM journal WHERE pair = $pair GROUP BY ALL", {"pair": p}
            ),
            "scan of the pair": lambda p=pair: connection.execute(  # type: ignore[misc]
                f"SELECT {grouped} FROM read_parquet({listed}) WHERE pair = '{p}' GROUP BY ALL"
            ).to_arrow_table(),
            "scan of the columns": lambda: connection.execute(
                f"SELECT date_trunc('month', date_start) AS month, quad, count(*), count(pair), avg(score) "
                f"FROM read_parquet({listed}) GROUP BY ALL"
            ).to_arrow_table(),
            "scan of a brief's columns": lambda: connection.execute(
                f"SELECT {', '.join(f'max({name})' for name in BRIEF)} FROM read_parquet({listed})"
            ).to_arrow_table(),
        }
        times = {name: [_seconds(query) for _ in range(rounds + 1)][1:] for name, query in queries.items()}
        acts = ledger.sql("SELECT count(*) AS n FROM journal WHERE pair = $pair", {"pair": pair}).to_pylist()[0]["n"]
        middle = {name: median(taken) for name, taken in times.items()}
        print(f"  {pair}, {acts:,} acts: " + "; ".join(f"{n} {t * 1000:.0f} ms" for n, t in middle.items()))
        for own, scan in RATIOS:
            print(f"    {own} takes {middle[own] / middle[scan]:.2f} times as long as the {scan}", flush=True)


def _run(query: str) -> None:
    connection = duckdb.connect()
    connection.execute(query).fetchall()
    connection.close()


def _seconds(work: Callable[[], object]) -> float:
    """Processor time of this process, all its threads: other work on the machine does not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="detente-imported-") as name:
        yield Path(name)


def main() -> None:
    """The two measurements as commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("parse", "scale"))
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder for the ledger of `scale`, which then stays")
    given = parser.parse_args()
    if given.what == "parse":
        parse(given.rows, given.rounds)
    else:
        scale(given.rows, given.rounds, given.keep)


if __name__ == "__main__":
    main()
