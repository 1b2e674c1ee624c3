"""A run over many articles, which tests may kill: `python -m tests.faulty BOOKS LOG COUNT WORKERS`.

The coder replays the hand-made example and notes in LOG each article that it codes and its own process.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from detente.engines import map_batches
from detente.ledger import Ledger, store
from detente.records import Article, Coded
from tests.examples import article, coded

NAME = "replay"
SECONDS = 0.03


def prepare(log: Path) -> Callable[[Article], Coded]:
    def work(report: Article) -> Coded:
        time.sleep(SECONDS)
        number = int(str(report.title).split("(")[1].rstrip(")"))
        with log.open("a") as file:
            file.write(f"{number} {os.getpid()}\n")
        return dataclasses.replace(coded(number), coder=NAME)

    return work


def run(books: Path, log: Path, count: int, workers: int) -> None:
    store.BATCH_ARTICLES = 4
    store.LOOKED_UP = 4
    ledger = Ledger(books)
    articles = ledger.unfiled((article(number) for number in range(count)), NAME)
    ledger.add(one for one in map_batches(partial(prepare, log), articles, workers=workers) if isinstance(one, Coded))


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
