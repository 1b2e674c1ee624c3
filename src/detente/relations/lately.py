"""Which pairs of states changed most in the last days, against their own past.

Two things may change: how many acts are told, and how they score on the mean. Each has a surprise in bits, -log2 of the
probability of something as far from what the pair's own past led to expect. That of the mean comes from the model of
the index (index.py). That of the number is two-sided too, from a negative binomial distribution with the pair's mean
and its own overdispersion, since reports come in bursts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import get_args, get_type_hints

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.relations.index import SPREAD_WEIGHT, Floats, last_errors
from detente.relations.steps import Books

PAST = 52  # periods before the last
LEAST_PAST = 4
LEAST_SURPRISE = 0.5  # bits; below, nothing has changed
PRIOR_PERIODS = 8.0  # that the overdispersion of all pairs weighs in that of one


@dataclass(frozen=True, slots=True)
class Change:
    """A pair's last days. The surprises are in bits; that of the mean is None where no act or no past tells one.

    expected: acts in as many days of its past. score, score_before: mean of the last days and of that past.
    """

    pair: str
    one: str
    other: str
    events: int
    expected: float
    score: float | None
    score_before: float | None
    surprise_number: float
    surprise_mean: float | None
    surprise: float
    since: date
    last: date


def changed(books: Books, days: int = 7, limit: int = 8) -> tuple[Change, ...]:
    """The pairs whose last days, up to the newest report, differ most from up to a year before.

    Acts are counted by day of report, each story once. Periods in which the ledger was told of no act of anybody count
    for nobody; with fewer than `LEAST_PAST` others there is no past to compare with. Pairs of less surprise than
    `LEAST_SURPRISE` are left out.
    """
    found = books.sql(
        f"""
WITH acts AS (
    SELECT DISTINCT ON (pair, coalesce(story, event_id)) pair, published, score
    FROM journal WHERE published IS NOT NULL AND historical IS NOT TRUE AND status = 'actual' AND actor <> recipient
), aged AS (
    SELECT pair, score, (last - published) // {int(days)} AS age, last
    FROM acts, (SELECT max(published) AS last FROM acts)
)
SELECT pair, age, count(*) AS events, avg(score) AS mean, coalesce(var_pop(score) * count(score), 0) AS squares,
    any_value(last) AS last
FROM aged WHERE age <= {PAST} GROUP BY pair, age ORDER BY pair, age""",
    )
    if not found.num_rows:
        return ()
    if found["age"].to_numpy().max() < PAST:  # the ledger begins within the oldest period
        found = found.filter(pc.less(found["age"], pc.max(found["age"])))
    ages = found["age"].to_numpy().astype(int)
    read = np.unique(ages)
    if len(read) <= LEAST_PAST or read[0] != 0:
        return ()
    pairs, place = np.unique(np.array(found["pair"].to_pylist()), return_inverse=True)
    shape, at = (len(pairs), len(read)), (place, len(read) - 1 - np.searchsorted(read, ages))
    counts, squares, means = np.zeros(shape), np.zeros(shape), np.full(shape, np.nan)
    counts[at] = found["events"].to_numpy()
    squares[at] = found["squares"].to_numpy()
    means[at] = found["mean"].to_numpy()
    of_number, of_mean = surprise_of_number(counts), surprise_of_mean(means, counts, squares, days)
    total = of_number + np.nan_to_num(of_mean)
    last = found["last"][0].as_py()
    made = []
    order = [i for i in np.lexsort((pairs, -total)).tolist() if total[i] >= LEAST_SURPRISE]
    for i in order[:limit]:
        past = counts[i, :-1]
        one, _, other = str(pairs[i]).partition("-")
        made.append(
            Change(
                pair=str(pairs[i]),
                one=one,
                other=other,
                events=int(counts[i, -1]),
                expected=float(past.mean()),
                score=_known(means[i, -1]),
                score_before=float(np.nansum(past * means[i, :-1]) / past.sum()) if past.sum() else None,
                surprise_number=float(of_number[i]),
                surprise_mean=_known(of_mean[i]),
                surprise=float(total[i]),
                since=last - timedelta(days=days - 1),
                last=last,
            )
        )
    return tuple(made)


def changes_table(found: Sequence[Change]) -> pa.Table:
    """One row for each change, with its fields as columns."""
    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), date: pa.date32()}
    columns = [
        (name, kinds[get_args(kind)[0] if get_args(kind) else kind]) for name, kind in get_type_hints(Change).items()
    ]
    return pa.Table.from_pylist([asdict(one) for one in found], schema=pa.schema(columns))


def surprise_of_number(counts: Floats) -> Floats:
    """Bits of surprise at the last number of each pair, shape (pairs,). counts: shape (pairs, periods), oldest first.

    The number is taken for negative binomial with the mean of the pair's past and a variance that is so many times the
    mean as the pair's past had it, drawn towards all pairs, and larger by what the mean itself may be off.
    """
    from scipy.special import betainc

    past, now = counts[:, :-1], counts[:, -1]
    size = past.shape[1]
    mean = (past.sum(axis=1) + 0.5) / (size + 1)
    apart = ((past - past.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    everywhere = apart.sum() / max((size - 1) * past.mean(axis=1).sum(), 1e-9)
    own = (PRIOR_PERIODS * everywhere + apart / mean) / (PRIOR_PERIODS + size - 1)
    spread = np.maximum(own, 1.01) * (1 + 1 / size)
    r, p = mean / (spread - 1), 1 / spread
    at_most = betainc(r, now + 1, p)
    at_least = np.where(now > 0, 1 - betainc(r, np.maximum(now, 1), p), 1)
    found: Floats = -np.log2(np.clip(2 * np.minimum(at_most, at_least), 1e-300, 1))
    return found


def surprise_of_mean(means: Floats, counts: Floats, squares: Floats, days: float) -> Floats:
    """Bits of surprise at the last mean of each pair, shape (pairs,); nan where it or all of its past is not told.

    Arguments as `index.last_errors` has them. The distance is that of the index, its distribution Student's t, since
    the spread of scores is known from few acts only.
    """
    from scipy.special import stdtr

    found = np.full(len(means), np.nan)
    told = (counts[:, -1] > 0) & (counts[:, :-1].sum(axis=1) > 0)
    distance, weights = last_errors(means[told], counts[told], squares[told], days)
    freedom = SPREAD_WEIGHT + np.maximum(counts[told] - 1, 0).sum(axis=1, keepdims=True)
    below = (weights * stdtr(freedom, distance)).sum(axis=1)
    found[told] = -np.log2(np.clip(2 * np.minimum(below, 1 - below), 1e-300, 1))
    return found


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
