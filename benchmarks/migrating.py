"""Time and memory of bringing an older ledger up to date.

    python -m benchmarks.migrating --ledger big --version 10

The ledger is copied beside itself and taken back to what that version of the tables held (10: before acts and parties
lay flat, 11: before groups were kept as they are now, 6: before there were stories; the events and articles stay what
they are). A process then opens it as a writer; each step tells its seconds, and what the process held at most till
then. Last it is told how many stories and families of copies there are, as there were before.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from detente.ledger import store
from detente.ledger.flat import SCHEMAS
from detente.ledger.migrations import MIGRATIONS, Tables
from detente.ledger.schema import DAYS
from detente.ledger.tables import Folder
from detente.relations import Ledger

FLAT_SINCE, STORIES_SINCE = 11, 7


def taken_back(ledger: Path, copied: Path, version: int) -> None:
    """A copy of the newest state of a ledger, as a writer of that version would have left it."""
    shutil.copytree(ledger, copied)
    folder = Folder(copied)
    last = folder.snapshot()
    gone = [*(SCHEMAS if version < FLAT_SINCE else ()), *(DAYS if version < STORIES_SINCE else ())]
    versions = {f"{name}_version": None for name in gone}
    folder._record(replace(last, number=last.number + 1, schema_version=version, **versions))
    for name in gone:
        shutil.rmtree(copied / name)
    folder.forget(last.number + 1)


def told(name: str, work: Callable[[], None]) -> None:
    start, busy = time.monotonic(), time.process_time()
    work()
    took, busy = time.monotonic() - start, time.process_time() - busy
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"| {name} | {took:.1f} | {busy:.1f} | {most:,} |", flush=True)


def upgraded(ledger: Path) -> None:
    """Bring the ledger up to date, step by step."""

    def timed(step: Callable[[Tables], None]) -> Callable[[Tables], None]:
        return lambda tables: told(step.__name__, lambda: step(tables))

    books = Ledger(ledger)
    books._folder.migrations = tuple(map(timed, MIGRATIONS))
    print("| step | s | of processor | MiB held at most |\n|---|---|---|---|")
    told("nothing yet", lambda: None)
    with books._folder.writing() as writing:
        told("groups", lambda: store.catch_up(writing))
    print(groups(books))


def groups(books: Ledger) -> str:
    """How much there is, and in how many groups."""
    last = books.snapshots()[-1]
    (row,) = books.sql(
        "SELECT (SELECT count(DISTINCT story) FROM stored_tellings) AS stories, "
        "(SELECT count(DISTINCT family) FROM stored_copies) AS families"
    ).to_pylist()
    return f"{last.articles:,} articles, {last.events:,} events, {row['stories']:,} stories, {row['families']:,} texts"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--version", type=int, help="of the tables that the copy is taken back to")
    given = parser.parse_args()
    if given.version is None:
        upgraded(given.ledger)
        return
    print(groups(Ledger(given.ledger)))
    copied = given.ledger.with_name(f"{given.ledger.name}-{given.version}")
    taken_back(given.ledger, copied, given.version)
    subprocess.run([sys.executable, "-m", "benchmarks.migrating", "--ledger", str(copied)], check=True)


if __name__ == "__main__":
    main()
