"""Real articles through Spark on two workers of this machine: `python -m benchmarks.cluster code 2000 --books build/x`.

`code`: articles made of paragraphs of real ones, as partitioned Parquet, are coded and filed by one process, by the
cluster with a worker killed (`kill -9`) when half of its tasks are done, and by the whole cluster; the books are
compared.

`file`: the driver's part of `replay` alone: rows as workers write them, filed in waves of 11,000 articles, with the
memory that it takes.

`replay`: articles put together from coded ones (as in benchmarks.stories_scale) go the same way; the coder gives what
was recorded. So what is measured is everything but coding: reading, moving, filing, stories.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.standalone import SETTINGS, Standalone, standalone
from benchmarks.stories_scale import made, memory, recorded, usable
from detente import cluster
from detente.cluster import stages
from detente.engines import Prepare
from detente.engines.spark import session
from detente.ledger import Ledger
from detente.ledger.parts import PART, part
from detente.pipeline import load
from detente.records import Article, Coded
from detente.sources import files_of, read
from detente.sources.languages import coded_languages

ROOT = Path(__file__).resolve().parent.parent
NEWS = Path(os.environ.get("DETENTE_DATA") or ROOT.parent / "shared" / "data") / "news"
DONORS, RUN = 3, 700  # real articles in one, and characters taken of each: as many words as a Wikinews report has
FILE_ROWS = 100
WAVE = 11_000  # articles
SAME = {
    "events": "SELECT * FROM events ORDER BY id",
    "articles, by a hash of all that is filed of each": "SELECT id, digest FROM articles ORDER BY id",
    "parties with their spans": "SELECT * FROM parties ORDER BY event_id, side, position",
    "stories": "SELECT * FROM stories ORDER BY id",
    "copies": "SELECT * FROM copies ORDER BY article_id",
    "errors": "SELECT file, item, reason FROM errors ORDER BY ALL",
}


def sources() -> list[dict[str, Any]]:
    """Wikinews reports and White House briefings."""
    rows = []
    for name in ("wikinews_en_2019_2020.jsonl", "white_house_briefings_sample.jsonl"):
        rows += [json.loads(line) for line in (NEWS / name).read_text(encoding="utf-8").splitlines()]
    return rows


def recombined(count: int) -> Iterator[dict[str, Any]]:
    """So many articles of runs of paragraphs of real ones; the same number gives the same articles."""
    split = ([p for p in row["text"].split("\n") if p.strip() and len(p) < 2 * RUN] for row in sources())
    real = [paragraphs for paragraphs in split if paragraphs]
    for number in range(count):
        chosen = random.Random(f"cluster {number}")
        parts = []
        for paragraphs in chosen.sample(real, DONORS):
            at, size = chosen.randrange(len(paragraphs)), 0
            while at < len(paragraphs) and size < RUN:
                parts.append(paragraphs[at])
                size, at = size + len(paragraphs[at]), at + 1
        day = date(2020, 1, 1) + timedelta(days=number // 10)
        yield {
            "text": "\n".join(parts),
            "published": str(day),
            "title": f"Report {number}",
            "source": f"Paper {number % 200}",
            "url": f"https://example.org/{number}",
        }


def write_set(rows: Iterator[dict[str, Any]], folder: Path) -> list[str]:
    """Rows as a Parquet set, partitioned by year and month."""
    shutil.rmtree(folder, ignore_errors=True)
    months: dict[str, list[dict[str, Any]]] = {}
    written = 0

    def write(month: str) -> None:
        nonlocal written
        place = folder / f"year={month[:4]}" / f"month={month[5:]}"
        place.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(months.pop(month)), place / f"{written:06}.parquet", compression="zstd")
        written += 1

    for row in rows:
        month = str(row["published"])[:7]
        months.setdefault(month, []).append(row)
        if len(months[month]) >= FILE_ROWS:
            write(month)
    for month in list(months):
        write(month)
    return list(files_of([folder]))


def replaying(keep: Path) -> Callable[[Article], Coded]:
    """A coder that gives what was recorded of an article that `made` has put together."""
    some = usable(recorded(keep))

    def work(article: Article) -> Coded:
        found = made(some, int(str(article.title).split()[1]))
        if found.article.id != article.id:
            raise ValueError("another article than the recorded one")
        return found

    return work


@contextmanager
def clock(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(
        f"{what}: {time.monotonic() - began:.0f} s by the clock, driver or process at most {memory:.0f} MiB", flush=True
    )


def there(
    files: list[str], books: Path, prepare: Prepare[Article, Coded], name: str, kill: Path | None, tasks: int
) -> Counter[str]:
    """Files the articles by the cluster and gives how many are in other languages and passed over; `kill`: where tasks
    leave their files, watched for the moment to kill."""
    shutil.rmtree(books, ignore_errors=True)
    with (
        standalone(books.parent / "spark") as machines,
        session(machines.url, {**SETTINGS, "spark.driver.memory": "1g", "spark.executor.memory": "1g"}) as spark,
    ):
        if kill is not None:
            threading.Thread(target=_kill, args=(machines, kill, tasks), daemon=True).start()
        sizes = [(file, Path(file).stat().st_size) for file in files]
        problems: list[Any] = []
        others: Counter[str] = Counter()
        ledger = Ledger(books)
        for filed, share in cluster.add(
            spark, sizes, ledger, prepare, name, on_problem=lambda *one: problems.append(one), others=others
        ):
            print(f"  {share:.0%}: {filed}", flush=True)
        print(f"  passed over: {dict(others)}")
        ledger.report(problems)
        return others


def _kill(machines: Standalone, books: Path, tasks: int) -> None:
    while len({p.name for p in books.glob(".parts-*/wave-*/coded/_temporary/**/part-*.parquet")}) < tasks:
        time.sleep(0.5)
    machines.kill(1)
    print(f"  killed a worker after {tasks} tasks", flush=True)


def compare(one: Path, other: Path) -> None:
    """Says of each part of two books whether they are the same."""
    for name, query in SAME.items():
        left, right = (Ledger(path).sql(query) for path in (one, other))
        print(f"  {name}: {left.num_rows} and {right.num_rows} rows, {'the same' if left == right else 'DIFFERENT'}")


def code(given: argparse.Namespace) -> None:
    coder = load()
    files = write_set(recombined(given.count), given.books / "set")
    with clock("one process"):
        shutil.rmtree(given.books / "one", ignore_errors=True)
        books = Ledger(given.books / "one")
        problems: list[Any] = []
        others: Counter[str] = Counter()
        for file in files:
            told: list[Any] = []
            articles = coded_languages(read(file, on_error=told.append), others)
            print(" ", books.add(coder.pipe(articles, on_error=told.append)), flush=True)
            problems += [(file, error) for error in told]
        books.report(problems)
        print(f"  passed over: {dict(others)}")
    with clock("two workers, one killed midway"):
        half = given.count // stages.PART_ARTICLES // 2
        there(files, given.books / "killed", coder.prepare(), coder.name, given.books / "killed", half)
    compare(given.books / "one", given.books / "killed")
    with clock("two workers"):
        there(files, given.books / "two", coder.prepare(), coder.name, None, 0)
    compare(given.books / "one", given.books / "two")


def replay(given: argparse.Namespace) -> None:
    from benchmarks import cluster as named  # as workers find it, not as __main__

    keep = given.books / "recorded.pkl"
    some = usable(recorded(keep))
    articles = (made(some, number).article for number in range(given.count))
    rows = (
        {"text": a.text, "published": str(a.published), "title": a.title, "source": a.source, "url": a.url}
        for a in articles
    )
    files = write_set(rows, given.books / "replayed-set")
    with clock(f"{given.count} replayed articles"):
        others = there(files, given.books / "replayed", partial(named.replaying, keep.absolute()), "replay", None, 0)
    retold(Ledger(given.books / "replayed"), (made(some, number) for number in range(given.count)), others)


def retold(ledger: Ledger, recorded_: Iterator[Coded], others: Counter[str]) -> None:
    """Says whether the ledger holds each article or has counted its language, and exactly the events recorded."""
    held = set(ledger.sql("SELECT id FROM articles")["id"].to_pylist())
    found = ledger.sql("SELECT id, event_type, event_mode, trigger_start, trigger_end FROM events").to_pylist()
    wanted: dict[str, tuple[Any, ...]] = {}
    lacking = 0
    for one in recorded_:
        if one.article.id not in held:
            lacking += 1
            continue
        for e in one.events:
            trigger = e.evidence.trigger
            wanted[e.id] = (e.id, e.event_type, e.event_mode, trigger.start, trigger.end)
    same = {row["id"]: tuple(row.values()) for row in found} == wanted
    print(f"{len(held):,} articles filed, {lacking} not, counted as other languages: {dict(others)}")
    print(f"{len(found):,} events, {'exactly' if same else 'NOT'} those recorded")


def file(given: argparse.Namespace) -> None:
    some = usable(recorded(given.books / "recorded.pkl"))
    shutil.rmtree(given.books / "filed", ignore_errors=True)
    ledger, parts = Ledger(given.books / "filed"), given.books / "parts"
    for first in range(0, given.count, WAVE):
        shutil.rmtree(parts, ignore_errors=True)
        parts.mkdir()
        last = min(first + WAVE, given.count)
        for start in range(first, last, FILE_ROWS):
            rows = [part(made(some, number)) for number in range(start, min(start + FILE_ROWS, last))]
            pq.write_table(pa.Table.from_pylist(rows, schema=PART), parts / f"{start:09}.parquet", compression="zstd")
        began = time.process_time()
        done = ledger.take(sorted(parts.iterdir()))
        each = 1000 * (time.process_time() - began) / (last - first)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(
            f"{last:,} | {done.events:,} events | {each:.2f} ms an article | {memory()} MiB, at most {most}", flush=True
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["code", "replay", "file"])
    parser.add_argument("count", type=int)
    parser.add_argument("--books", type=Path, required=True, help="a folder for what is written")
    given = parser.parse_args()
    given.books.mkdir(parents=True, exist_ok=True)
    {"code": code, "replay": replay, "file": file}[given.what](given)


if __name__ == "__main__":
    main()
