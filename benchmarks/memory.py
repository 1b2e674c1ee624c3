"""Memory while articles are really coded: `python -m benchmarks.memory 20000`.

Articles made of paragraphs of real ones (benchmarks/cluster.py) are coded in this process, one after the other, and
filed with `--ledger`. Every 250 articles a row tells what the process holds, the most that it has held, and how long it
has worked. For larger numbers see benchmarks/stories_scale.py, where coding is replayed.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import deque
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.cluster import recombined
from benchmarks.stories_scale import memory
from detente.ledger import Ledger
from detente.pipeline import load
from detente.records import Article, Coded

EVERY = 250


def watched(coded: Iterator[Coded]) -> Iterator[Coded]:
    """The same, with a row now and then."""
    print("articles | events | MiB now | at most | s of processor", flush=True)
    events = 0
    for count, one in enumerate(coded, 1):
        yield one
        events += len(one.events)
        if count % EVERY == 0:
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            print(f"{count:,} | {events:,} | {memory()} | {most} | {time.process_time():.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--ledger", type=Path, help="a new folder for a ledger to file them in")
    given = parser.parse_args()
    rows = recombined(given.count)
    articles = (
        Article(row["text"], date.fromisoformat(row["published"]), row["title"], row["source"], row["url"])
        for row in rows
    )
    coded = watched(load().pipe(articles, on_error=print))
    if given.ledger:
        Ledger(given.ledger).add(coded)
    else:
        deque(coded, maxlen=0)


if __name__ == "__main__":
    main()
