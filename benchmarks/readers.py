"""Many readers on a large ledger of coded events, while articles are being filed.

    python -m benchmarks.readers build --keep build/coded.pkl --ledger big --events 1000000
    python -m benchmarks.readers pages --ledger big
    python -m benchmarks.readers load --keep build/coded.pkl --ledger big --readers 50 --seconds 120

build: codes the articles of DETENTE_DATA once (`--keep`), and files articles that are put together of parts of them
which tell of events (`benchmarks.stories_scale`), with sentences, spans and stories; what was filed is then written
again with other ids and days, `--copies` times in all, to make so many events. pages: each page twice by
one reader alone: seconds, the share of them in queries, kilobytes. load: `detente serve`, a process that files
articles without a pause, and readers who each ask for one page after another, and again where it is being made.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa

from benchmarks.stories_scale import A_DAY, RUN, made, usable
from detente.ledger.schema import TABLES
from detente.records import Coded
from detente.relations import Ledger

NEWS = Path(os.environ.get("DETENTE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data") / "news"


def donors(keep: Path) -> list[Coded]:
    """The coded articles, cut to the sentences around each event."""
    if not keep.exists():
        import detente
        from detente.sources import read

        coder = detente.load()
        found = [coder.code(one) for file in sorted(NEWS.glob("*.jsonl")) for one in read(file)]
        keep.parent.mkdir(parents=True, exist_ok=True)
        keep.write_bytes(pickle.dumps(found))
    cut = []
    for one in pickle.loads(keep.read_bytes()):
        for event in one.events:
            at = next(i for i, s in enumerate(one.sentences) if s.end > event.evidence.sentence.start)
            cut.append(replace(one, sentences=one.sentences[max(0, at - RUN // 2) :][:RUN]))
    return cut


def articles(keep: Path, first: int = 0) -> Iterator[Coded]:
    """Articles made of parts of others, 60 a day, from the one with a number on."""
    some = usable(donors(keep))
    return (made(some, number) for number in count(first))


def build(ledger: Path, keep: Path, events: int, copies: int) -> None:
    """File a part of the events as they would come; then write it again and again, each time for later years."""
    books = Ledger(ledger)
    coming, there, start = articles(keep), 0, time.monotonic()
    while there < events / copies:
        there += books.add(islice(coming, 500)).events
        print(f"{there:,} events, {time.monotonic() - start:.0f} s", flush=True)
    (row,) = books.sql("SELECT max(published) - min(published) + 30 AS days FROM articles").to_pylist()
    for number in range(1, copies):
        _write_again(books, number, row["days"] * number)
        print(f"{books.snapshots()[-1].events:,} events, {time.monotonic() - start:.0f} s", flush=True)
    books.compact()
    books.forget(books.snapshots()[-1].number)


def _write_again(books: Ledger, number: int, days: int) -> None:
    """The first part of the ledger once more, with other ids, so many days later. Its stories stay apart."""

    def other(column: str) -> str:
        return f"substr(sha256({column} || '-{number}'), 1, length({column}))"

    mark = f"(substr(component, 1, 7)::INT + {days}) || ' ' || {other('substr(component, 9)')}"
    later = f'start := date.start + {days}, "end" := date."end" + {days}'
    cited = f"struct_update(article, id := {other('article.id')}, published := article.published + {days})"
    changes = {
        "events": f"{other('id')} AS id, {other('article_id')} AS article_id, {cited} AS article, "
        f"CASE WHEN date IS NOT NULL THEN struct_update(date, {later}) END AS date",
        "articles": f"{other('article_id')} AS article_id, published + {days} AS published, "
        f"{other('digest')} AS digest, url || '?{number}' AS url",
        "tellings": f"{other('event_id')} AS event_id, {other('article_id')} AS article_id, published + {days} AS "
        f"published, first + {days} AS first, last + {days} AS last, {other('component')} AS component, "
        f"{other('story')} AS story, {other('fingerprint')} AS fingerprint, "
        f"list_transform(keys, k -> k || '-{number}') AS keys",
        "copies": f"{other('article_id')} AS article_id, published + {days} AS published, "
        f"{mark} AS component, {other('family')} AS family, {other('fingerprint')} AS fingerprint, "
        f"list_transform(keys, k -> xor(k, {number}::BIGINT)) AS keys",
    }
    bound = "(SELECT min(published) FROM stored_articles)"
    firsts = {"events": "article.published", "articles": "published"}
    with books._folder.writing() as writing:
        connection = books._connection(writing.last)
        for table, changed in changes.items():
            stored = "stored_events_as_filed" if table == "events" else f"stored_{table}"
            day = firsts.get(table, "(DATE '1970-01-01' + published::INT)")
            query = f"SELECT * REPLACE ({changed}) FROM {stored} WHERE {day} < {bound} + {days // number}"
            for batch in connection.cursor().execute(query).to_arrow_reader(10_000):
                writing.append(table, pa.Table.from_batches([batch]).cast(TABLES[table]))
        writing.record("add")


def file_on(ledger: Path, keep: Path) -> None:
    """File articles of the days after the last until the process is ended."""
    books = Ledger(ledger)
    (row,) = books.sql("SELECT date_diff('day', DATE '2021-01-01', max(published)) AS days FROM articles").to_pylist()
    coming = articles(keep, (row["days"] + 1) * A_DAY)
    while True:
        print(books.add(islice(coming, 100)).added, flush=True)


BEING_MADE = 202
PAGES = (
    "/",
    "/{pair}",
    "/{pair}?type=ACCUSE&order=score",
    "/{pair}?order=oldest&offset=500",
    "/{pair}/brief",
    "/events",
    "/events?between={pair}&status=future",
    "/events?involving={state}&offset=200",
    "/events/{event}",
    "/articles/{article}",
    "/actors/{actor}",
    "/search?q={name}",
    "/api/events?between={pair}&limit=50",
    "/api/relations/{pair}/series?freq=month",
    "/api/relations/{pair}/forecast?days=30",
    "/api/changed",
)
_LISTED = re.compile(r"\{(\w+)\}")


def material(books: Ledger, seed: int = 4) -> dict[str, list[str]]:
    """Pairs, states, events and so on to ask for: the ledger's own, pairs and actors as often as they act."""
    drawn = random.Random(seed)

    def some(query: str) -> list[str]:
        return [str(row["x"]) for row in books.sql(query).to_pylist()]

    return {
        "pair": some("SELECT pair AS x FROM journal WHERE actor <> recipient USING SAMPLE 200 ROWS (reservoir, 4)"),
        "state": some("SELECT actor AS x FROM journal USING SAMPLE 50 ROWS (reservoir, 4)"),
        "event": some("SELECT id AS x FROM events USING SAMPLE 500 ROWS (reservoir, 4)"),
        "article": some("SELECT id AS x FROM articles USING SAMPLE 500 ROWS (reservoir, 4)"),
        "actor": some(
            "SELECT actor_id AS x FROM parties WHERE actor_id IS NOT NULL USING SAMPLE 50 ROWS (reservoir, 4)"
        ),
        "name": drawn.sample(["Putin", "Japan", "Trump and Kim", "Germany and France", "minister", "Mao", "United"], 7),
    }


def asked(page: str, given: dict[str, list[str]], drawn: random.Random) -> str:
    """A page's path, with one of what there is in each place."""
    return _LISTED.sub(lambda m: urllib.parse.quote(drawn.choice(given[m[1]])), page)


def alone(ledger: Path) -> None:
    """Each page twice by one reader: seconds and their share in queries."""
    from fastapi.testclient import TestClient

    from detente import ledger as books_of
    from detente.views.web import create_app

    spent = 0.0
    for name in ("sql", "_rows"):
        setattr(books_of.Ledger, name, _timed(getattr(books_of.Ledger, name)))
    given, drawn = material(Ledger(ledger)), random.Random(1)

    def clock(seconds: float) -> None:
        nonlocal spent
        spent += seconds

    _CLOCKS.append(clock)
    with TestClient(create_app(ledger), base_url="http://127.0.0.1") as client:
        print("| page | first, s | processor | in queries | again, s | processor | in queries | KB |")
        print("|---|---|---|---|---|---|---|---|")
        for page in PAGES:
            path, cells, size = asked(page, given, drawn), [], 0
            for _ in range(2):
                spent, start, busy = 0.0, time.perf_counter(), time.process_time()
                while (answer := client.get(path)).status_code == BEING_MADE:
                    time.sleep(0.1)
                took, busy = time.perf_counter() - start, time.process_time() - busy
                size = len(answer.content)
                cells += [f"{took:.2f}", f"{busy:.2f}", f"{min(1.0, spent / took):.0%}"]
                if answer.status_code >= 400:
                    cells[-1] += f" (status {answer.status_code})"
            print(f"| `{page}` | {' | '.join(cells)} | {size / 1000:.0f} |", flush=True)


_CLOCKS: list[Any] = []


def _timed(function: Any) -> Any:
    """The function, which tells the last of the clocks how long each call takes, also while its rows are read."""

    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        found = function(*arguments, **named)
        if hasattr(found, "__next__"):
            return _counted(found)
        _tell(time.perf_counter() - start)
        return found

    return timed


def _counted(rows: Iterator[Any]) -> Iterator[Any]:
    while True:
        start = time.perf_counter()
        try:
            row = next(rows)
        except StopIteration:
            return
        finally:
            _tell(time.perf_counter() - start)
        yield row


def _tell(seconds: float) -> None:
    if _CLOCKS:
        _CLOCKS[-1](seconds)


def load(ledger: Path, keep: Path, readers: int, seconds: float, pause: float, pages: Sequence[str]) -> None:
    """Readers at once, against a server of its own, while articles are filed."""
    given = material(Ledger(ledger))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "detente", "serve", "--ledger", str(ledger), "--port", str(port)]
    filing = [sys.executable, "-m", "benchmarks.readers", "file", "--ledger", str(ledger), "--keep", str(keep)]
    before = Ledger(ledger).snapshots()[-1]
    server = subprocess.Popen(command)
    filer = subprocess.Popen(filing, stdout=subprocess.DEVNULL)
    took: dict[str, list[float]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    wrong: Counter[str] = Counter()
    unmade: Counter[str] = Counter()
    told: list[float] = []  # seconds until a reader was told that a page is being made
    lock, end = threading.Lock(), 0.0

    def read_on(number: int) -> None:
        drawn = random.Random(number)
        time.sleep(drawn.uniform(0, 2 * pause))
        while time.monotonic() < end:
            page = drawn.choice(pages)
            start = time.perf_counter()
            path, asks = asked(page, given, drawn), 0
            try:
                while True:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=120) as answer:
                        size, status = len(answer.read()), answer.status
                    if status != BEING_MADE:
                        break
                    if asks == 0:
                        with lock:
                            told.append(time.perf_counter() - start)
                    asks += 1
                    time.sleep(float(answer.headers["retry-after"]))
                    if time.monotonic() > end:
                        with lock:
                            unmade[page] += 1
                        return
            except urllib.error.HTTPError as error:
                with lock:
                    wrong[f"{page}: status {error.code}"] += 1
                continue
            except OSError as error:
                with lock:
                    wrong[f"{page}: {error}"] += 1
                continue
            with lock:
                took[page].append(time.perf_counter() - start)
                sizes[page] = max(sizes[page], size)
            time.sleep(drawn.uniform(0, 2 * pause))

    try:
        _until_up(port)
        up = time.monotonic()
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=read_on, args=(n,)) for n in range(readers)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        spent = {
            "server": _processor(server.pid),
            "its process for briefs": sum(map(_processor, _children(server.pid))),
            "filing": _processor(filer.pid),
        }
        took_all = time.monotonic() - up
    finally:
        for process in (filer, server):
            process.terminate()
            process.wait()
    after = Ledger(ledger).snapshots()[-1]
    every = sorted(t for some in took.values() for t in some)
    print("| page | answers | median, s | 95 of 100 within, s | largest, KB |\n|---|---|---|---|---|")
    for page, times in sorted(took.items(), key=lambda item: -median(item[1])):
        print(
            f"| `{page}` | {len(times)} | {median(times):.2f} | {_within(sorted(times)):.2f} | "
            f"{sizes[page] / 1000:.0f} |"
        )
    print(
        f"{readers} readers who look at a page for {pause:g} s, {seconds:.0f} s: {len(every)} answers, median "
        f"{median(every):.2f} s, 95 of 100 within {_within(every):.2f} s, 99 within {_within(every, 0.99):.2f} s, "
        f"errors {dict(wrong) or 'none'}; told {len(told)} times that a page is being made, 95 of 100 within "
        f"{_within(sorted(told)) if told else 0:.2f} s, {sum(unmade.values())} still being made at the end; "
        f"{after.articles - before.articles} articles filed meanwhile, "
        f"{after.events:,} events; processor seconds {spent} in {took_all:.0f} s, load of the machine "
        f"{os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
    )


def _within(times: list[float], share: float = 0.95) -> float:
    return times[min(len(times) - 1, int(share * len(times)))]


def _processor(process: int) -> float:
    """Seconds of processor time that a process has taken (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> list[int]:
    """The processes that a process has started (Linux)."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
    return [int(pid) for pid in listed.split()]


def _until_up(port: int) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/openapi.json", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not come up")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("build", "pages", "load", "file"))
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--keep", type=Path, default=Path("build/coded.pkl"), help="the coded articles")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--copies", type=int, default=20, help="times that the first part is written again")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=10, help="mean seconds for which a reader looks at a page")
    parser.add_argument("--without", nargs="*", default=[], metavar="WORD", help="no pages whose path holds it: brief")
    given = parser.parse_args()
    if given.what == "build":
        build(given.ledger, given.keep, given.events, given.copies)
    elif given.what == "pages":
        alone(given.ledger)
    elif given.what == "file":
        file_on(given.ledger, given.keep)
    else:
        pages = [page for page in PAGES if not any(word in page for word in given.without)]
        load(given.ledger, given.keep, given.readers, given.seconds, given.pause, pages)


if __name__ == "__main__":
    main()
