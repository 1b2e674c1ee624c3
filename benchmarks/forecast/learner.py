"""The learner: boosted trees over the features of the first candidates; all others stand behind them by first score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

from benchmarks.forecast.data import Floats, Ints
from benchmarks.forecast.features import HEAD, Table, compared, features
from benchmarks.forecast.loss import objective
from benchmarks.forecast.past import Day, Past
from benchmarks.forecast.protocol import Queries, queries

CANDIDATES = 100  # entities ranked by the trees
SAMPLED = 0.3  # share of the candidates after the first `HEAD` that are learnt from
_CHUNK = 256  # queries whose scores of all entities are held at once
PARAMETERS = {
    "objective": "none",  # loss.py
    "learning_rate": 0.06,
    "num_leaves": 31,
    "min_data_in_leaf": 200,
    "min_sum_hessian_in_leaf": 1.0,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "cat_smooth": 50,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # threads that wait for one another spin, and on a busy machine take each other's time
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates of some queries, the highest first score first: `entity` `(n_queries, k)`, and the first scores of all
    entities `(n_queries, n)`."""

    entity: Ints
    first: Floats
    paths: dict[str, sparse.csr_matrix]

    def table(self, day: Day, asked: Queries, kept: npt.NDArray[np.bool_] | None = None) -> Table:
        """Features of the candidates, query by query; of those `kept` `(n_queries, k)` only, if given. The first `HEAD`
        are always kept by who asks, since the others are compared with them."""
        row, place = np.nonzero(np.ones(self.entity.shape, bool) if kept is None else kept)
        entity = self.entity[row, place]
        paths = {name: np.asarray(shares[row, entity]).ravel() for name, shares in self.paths.items()}
        found = features(day, asked.subject[row], asked.relation[row], entity, self.first[row, entity], paths)
        sizes = np.bincount(row, minlength=len(asked))
        return compared(found, sizes[sizes > 0])


def candidates(day: Day, asked: Queries) -> Candidates:
    """The first entities by first score; ties go to the lower number."""
    paths = day.paths(asked.subject, asked.relation)
    first = day.choice_scores(asked.subject, asked.relation, paths["alike_do"])
    count = min(CANDIDATES, first.shape[1])
    chosen = np.sort(np.argpartition(-first, count - 1, axis=1)[:, :count], axis=1)
    order = np.argsort(-np.take_along_axis(first, chosen, axis=1), axis=1, kind="stable")
    return Candidates(np.take_along_axis(chosen, order, axis=1), first, paths)


def chunks(asked: Queries) -> list[Queries]:
    return [asked.part(np.arange(start, min(start + _CHUNK, len(asked)))) for start in range(0, len(asked), _CHUNK)]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Rows of one day to learn from: a table, 1 for right answers `(n_rows,)`, and the number of rows of each query."""

    table: Table
    right: npt.NDArray[np.int8]
    sizes: Ints


def lessons(past: Past, days: Iterable[int], per_day: int, seed: int = 0) -> Iterator[Lessons]:
    """Rows of at most `per_day` queries of each day, drawn by lot, each from its past: the first `HEAD` candidates, and
    some of the others, drawn by lot whether right or wrong, so that the odds of a row stay what they are. Queries left
    without a right answer teach nothing and are left out, and so are days left without queries."""
    for number in days:
        past.advance(number)
        lot = np.random.default_rng((seed, number))
        day, asked = Day(past), queries(past.history.facts.on(number))
        if len(asked) > per_day:
            asked = asked.part(np.sort(lot.choice(len(asked), per_day, replace=False)))
        tables, right, sizes = [], [], []
        for part in chunks(asked):
            found = candidates(day, part)
            answers = np.zeros(found.first.shape, bool)
            answers[part.query, part.answer] = True
            is_right = np.take_along_axis(answers, found.entity, axis=1)
            kept = lot.random(is_right.shape) < SAMPLED
            kept[:, :HEAD] = True
            kept &= (is_right & kept).any(axis=1)[:, None]
            if kept.any():
                tables.append(found.table(day, part, kept))
                right.append(is_right[kept].astype(np.int8))
                sizes.append(kept.sum(axis=1)[kept.any(axis=1)])
        if tables:
            values = np.concatenate([table.values for table in tables])
            table = Table(tables[0].names, tables[0].families, values)
            yield Lessons(table, np.concatenate(right), np.concatenate(sizes))


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees that rank candidates; `used` `(n_used,)` are the columns they look at."""

    booster: lightgbm.Booster
    used: Ints

    def scores(self, day: Day, asked: Queries) -> Floats:
        """Scores `(n_queries, n)` of all entities: of the candidates by the trees, all others below them in the order
        of their first scores."""
        found = candidates(day, asked)
        values = found.table(day, asked).values[:, self.used]
        judged = self.booster.predict(values, raw_score=True, num_threads=1).reshape(found.entity.shape)
        below = judged.min(axis=1) - found.first.max(axis=1) - 1
        scores = found.first.astype(np.float64) + below[:, None]
        np.put_along_axis(scores, found.entity, judged, axis=1)
        return scores


def fit(taught: Sequence[Lessons], rounds: int, *, without: Sequence[str] = ()) -> Ranker:
    """Trees from lessons; `without` names families of features that are not looked at."""
    families = taught[0].table.families
    used = np.array([at for at, family in enumerate(families) if family not in without])
    names = [taught[0].table.names[at] for at in used]
    right, sizes = (np.concatenate([getattr(each, part) for each in taught]) for part in ("right", "sizes"))
    data = lightgbm.Dataset(
        [each.table.values[:, used] if without else each.table.values for each in taught],
        right,
        group=sizes,
        feature_name=names,
        categorical_feature=[name for name in ("relation",) if name in names],
        params=PARAMETERS,
    )
    booster = lightgbm.Booster(PARAMETERS, data)
    slopes = objective(right.astype(bool), sizes)
    for _ in range(rounds):
        booster.update(fobj=slopes)
    return Ranker(booster, used)
