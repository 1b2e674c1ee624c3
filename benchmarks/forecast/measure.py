"""One set measured, on several processes: lessons by days, trees, ranks by days."""

from __future__ import annotations

import dataclasses
import multiprocessing
import pickle
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.forecast import recurrence
from benchmarks.forecast.data import Dataset, Facts
from benchmarks.forecast.learner import Ranker, chunks, fit, lessons
from benchmarks.forecast.past import Day, Past
from benchmarks.forecast.protocol import figures, queries, ranks
from detente.errors import InputError

MODELS = ("recurrence", "learner")
EARLIER = {"valid": ("train",), "test": ("train", "valid")}


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is learnt: from the last `days` of train, at most `queries` questions of each, `rounds` trees, without
    the families of features named; and how many processes work side by side."""

    days: int = 75
    queries: int = 500
    rounds: int = 200
    without: tuple[str, ...] = ()
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Ranked:
    """Ranks of the answers of some days by each model, and the processor seconds that each took."""

    ranks: dict[str, npt.NDArray[np.float64]]
    seconds: dict[str, float]


def parts(days: npt.NDArray[np.int64], workers: int) -> list[list[int]]:
    """Days in as many runs of consecutive days as there are workers."""
    return [run.tolist() for run in np.array_split(days, workers) if len(run)]


def taught(data: Dataset, days: list[int], queries_a_day: int, folder: Path) -> tuple[list[Path], float]:
    """Files with the lessons of some days of train, one a day, and the processor seconds that they took."""
    began, files = time.process_time(), []
    past = Past(data.splits["train"], data.entities, len(data.relations))
    for number, found in enumerate(lessons(past, days, queries_a_day)):
        files.append(folder / f"{days[0]}-{number}.pickle")
        files[-1].write_bytes(pickle.dumps(found, protocol=5))
    return files, time.process_time() - began


def learnt(pool: ProcessPoolExecutor, data: Dataset, settings: Settings) -> tuple[Ranker, float]:
    """Trees from the last days of train, and the processor seconds that they took. Lessons pass between processes as
    files, since they would be held several times over otherwise."""
    days = np.unique(data.splits["train"].day)[-settings.days :]
    with tempfile.TemporaryDirectory() as folder:
        runs = parts(days, settings.workers)
        done = list(pool.map(taught, repeat(data), runs, repeat(settings.queries), repeat(Path(folder))))
        mark = time.process_time()
        read = [pickle.loads(file.read_bytes()) for files, _ in done for file in files]
    ranker = fit(read, settings.rounds, without=settings.without)
    return ranker, sum(seconds for _, seconds in done) + time.process_time() - mark


def ranked(data: Dataset, facts: Facts, days: list[int], ranker: Ranker) -> Ranked:
    """Ranks of all answers of some days, each from its past, by the recurrence baseline and by the learner."""
    past = Past(facts, data.entities, len(data.relations))
    found: dict[str, list[npt.NDArray[np.float64]]] = {model: [] for model in MODELS}
    seconds = dict.fromkeys(MODELS, 0.0)
    for number in days:
        mark = time.process_time()
        past.advance(number)
        day = Day(past)
        seconds["learner"] += time.process_time() - mark
        for part in chunks(queries(past.history.facts.on(number))):
            mark = time.process_time()
            found["recurrence"].append(ranks(recurrence.scores(past.history, part), part))
            then = time.process_time()
            found["learner"].append(ranks(ranker.scores(day, part), part))
            seconds["recurrence"] += then - mark
            seconds["learner"] += time.process_time() - then
    return Ranked({model: np.concatenate(each) for model, each in found.items()}, seconds)


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of each model, one record a model, and what it takes to explain rankings of the last day."""

    records: tuple[dict[str, object], ...]
    ranker: Ranker
    facts: Facts


def measure(data: Dataset, split: str, settings: Settings) -> Measured:
    """Figures of the recurrence baseline and of the learner on a split of one set, with seconds of processor time,
    seconds on the clock for training, and the memory of all processes at their peaks.

    Raises `InputError` if a split is absent.
    """
    missing = [name for name in (*EARLIER[split], split) if name not in data.splits]
    if missing:
        raise InputError(data.name, " and ".join(f"no {name}.txt" for name in missing))
    asked = data.splits[split]
    facts = asked
    for earlier in reversed(EARLIER[split]):
        facts = data.splits[earlier] + facts
    began = time.monotonic()
    # Worker processes are spawned: a fork would inherit the locks of LightGBM's threads.
    with ProcessPoolExecutor(settings.workers, multiprocessing.get_context("spawn")) as pool:
        ranker, training = learnt(pool, data, settings)
        elapsed = time.monotonic() - began
        runs = parts(np.unique(asked.day), settings.workers)
        done = list(pool.map(ranked, repeat(data), repeat(facts), runs, repeat(ranker)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory += settings.workers * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    records = []
    for model in MODELS:
        learns = model == "learner"
        records.append(
            {
                "set": data.name,
                "split": split,
                "model": model,
                **_rounded(dataclasses.asdict(figures(np.concatenate([each.ranks[model] for each in done])))),
                "training_cpu_s": round(training) if learns else 0,
                "training_s": round(elapsed) if learns else 0,
                "ranking_cpu_s": round(sum(each.seconds[model] for each in done)),
                "memory_mb": memory // 1024,
            }
        )
    return Measured(tuple(records), ranker, facts)


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
