"""Ranks who does what to whom next on ICEWS14 and ICEWS18, beside the recurrence baseline.

    python -m benchmarks.forecast --data DIR --split valid            both sets
    python -m benchmarks.forecast --set ICEWS14 --explain 3           and why answers came first

DIR (default: the folder `forecast` of DETENTE_DATA, itself ../shared/data by default) holds a folder for each set. The
trees learn from the last days of train only, whichever split is asked; the history at each day holds all facts before
it, of valid too when test is asked. Needs the extra `forecast`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import numpy as np

from benchmarks.forecast.data import Dataset, read
from benchmarks.forecast.explain import explain, relation_name
from benchmarks.forecast.measure import EARLIER, Measured, Settings, measure
from benchmarks.forecast.past import Day, Past
from benchmarks.forecast.protocol import queries
from detente.errors import DetenteError

SETS = ("ICEWS14", "ICEWS18")
DEFAULTS = Settings()
ROOT = Path(__file__).resolve().parent.parent.parent


def show(data: Dataset, measured: Measured, count: int) -> None:
    """Prints why the first answers to some questions of the last day came first."""
    past = Past(measured.facts, data.entities, len(data.relations))
    past.advance(int(measured.facts.day[-1]))
    day, asked = Day(past), queries(past.history.facts.on(past.history.day))
    for number in np.linspace(0, len(asked) - 1, count).astype(int):
        subject, relation = int(asked.subject[number]), int(asked.relation[number])
        right = [data.entities[entity] for entity in asked.answer[asked.query == number]]
        print(f"\n{data.entities[subject]}: {relation_name(relation, data.relations)} -> ? (was: {', '.join(right)})")
        for answer in explain(measured.ranker, day, subject, relation, data.relations):
            print(f"  {data.entities[answer.entity]}, score {answer.score:.2f}")
            for reason in answer.reasons[:4]:
                print(f"    {reason.adds:+.2f}  {reason.words}")


def parser() -> argparse.ArgumentParser:
    shared = Path(os.environ.get("DETENTE_DATA") or ROOT.parent / "shared" / "data")
    options = argparse.ArgumentParser(prog="python -m benchmarks.forecast", description=__doc__.partition("\n")[0])
    options.add_argument("--data", type=Path, default=shared / "forecast", help="the folder with a folder for each set")
    options.add_argument("--split", choices=tuple(EARLIER), default="valid")
    options.add_argument("--set", choices=SETS, action="append", help="one set; default: both")
    options.add_argument("--days", type=int, default=DEFAULTS.days, help="last days of train to learn from")
    options.add_argument("--queries", type=int, default=DEFAULTS.queries, help="most queries of a day to learn from")
    options.add_argument("--rounds", type=int, default=DEFAULTS.rounds, help="trees")
    options.add_argument(
        "--without", action="append", default=[], metavar="FAMILY", help="leave a family of features out"
    )
    options.add_argument("--workers", type=int, default=DEFAULTS.workers, help="processes that work side by side")
    options.add_argument("--explain", type=int, default=0, metavar="N", help="explain N rankings of the last day")
    options.add_argument("--output", type=Path, help="also write the figures to this file, one JSON object a line")
    return options


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    settings = Settings(options.days, options.queries, options.rounds, tuple(options.without), options.workers)
    records: list[dict[str, object]] = []
    try:
        for name in options.set or SETS:
            data = read(options.data / name)
            measured = measure(data, options.split, settings)
            records += measured.records
            print(*map(json.dumps, measured.records), sep="\n", flush=True)
            if options.explain:
                show(data, measured, options.explain)
    except DetenteError as error:
        print(error, file=sys.stderr)
        return 1
    if options.output:
        options.output.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
