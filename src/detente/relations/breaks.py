"""Turning points: months since which two states stand otherwise, how sure that is, and the acts that made it.

docs/relations.md has the method, its sources and what was measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from typing import Any

import numpy as np
import pyarrow as pa

from detente.errors import UsageError
from detente.relations.index import INTERVAL, Floats, scatter
from detente.relations.series import Line, Wanted, act_steps, directed, line, parameters
from detente.relations.steps import Books, Step, joined

CHANCE = 0.05  # the largest p-value of a turning point
WATCHED_CHANCE = 0.01  # the same for whoever looks again each period (docs/relations-accuracy.md, false alarms)
LEAST = 2  # periods with acts on either side of a shift: one alone is an outlier
FEWEST = 2 * LEAST + 1  # periods with acts, below which no shift is looked for
SIMULATIONS = 499
MAKING = 3  # periods from the shift on whose acts are said to have made it
MANY_VALUES = 200_000  # simulated at once, which bounds memory at some 100 MB
EXACT_PERIODS = 400  # beyond, binary segmentation takes the place of the exact search, which grows with the square


@dataclass(frozen=True, slots=True)
class Break:
    """A shift of a level. `at` counts periods from 0: the first of the new level.

    low, high: the 90% interval of `at`. nearby: the probability that it lies within one period of `at`. before, after:
    mean scores of the two stretches. sd: of the difference. p_value: how often a series without any shift shows a
    difference as large between neighbouring stretches anywhere. end: the first period of the next level.
    """

    at: int
    low: int
    high: int
    nearby: float
    before: float
    after: float
    sd: float
    p_value: float
    end: int


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A shift of the cooperation index of two states.

    period: the first of the new level; earliest, latest: its 90% interval; nearby: the probability that it lies within
    one period of `period`. before, after: the mean scores of the stretches on both sides, change: their difference
    with its 90% interval. p_value: how often a series without any shift shows a difference as large somewhere.
    surprise: bits, of the first period, from what the pair's own past led to expect. acts: rows of the journal in the
    first periods, largest `contribution` to the change first; the contributions of all acts of these periods sum to
    the difference between their mean and `before`.
    """

    period: date
    earliest: date
    latest: date
    nearby: float
    before: float
    after: float
    change: float
    change_low: float
    change_high: float
    p_value: float
    surprise: float
    direction: str
    acts: pa.Table


def turning_points(
    books: Books, one: str, other: str, wanted: Wanted, direction: str, chance: float, rows: int
) -> tuple[TurningPoint, ...]:
    """See `Relation.turning_points`."""
    if not 0 < chance < 1:
        raise UsageError(f"a chance lies between 0 and 1, not at {chance}")
    periods = line(books, one, other, wanted, direction)
    found = find_breaks(periods, chance)
    surprise = periods.index().surprise if found else np.array([])
    inner = next(key for key, name in directed(one, other).items() if name == direction)
    points = []
    for shift in found:
        values = parameters(one, other, wanted) | _making(periods, shift) | {"rows": rows, "direction": inner}
        change, half = shift.after - shift.before, _half_width() * shift.sd
        points.append(
            TurningPoint(
                period=periods.periods[shift.at],
                earliest=periods.periods[shift.low],
                latest=periods.periods[shift.high],
                nearby=shift.nearby,
                before=shift.before,
                after=shift.after,
                change=change,
                change_low=change - half,
                change_high=change + half,
                p_value=shift.p_value,
                surprise=float(surprise[shift.at]),
                direction=direction,
                acts=books.sql(joined(making_steps(wanted)), {k: v for k, v in values.items() if k in _READ}),
            )
        )
    return tuple(points)


_READ = frozenset({"pair", "one", "status", "coders", "periods", "weights", "before", "sign", "rows", "direction"})


def making_steps(wanted: Wanted) -> list[Step]:
    """The acts of the first periods of a new level by what they contribute to the difference from the old one.

    Reads what `act_steps` reads and $one, $direction, $periods and their $weights, $before, the $sign of the change and
    $rows. In a mean of weighted means an act's share is its period's weight divided by the acts of the period.
    """
    return [
        *act_steps(wanted),
        Step("weights", "SELECT unnest($periods::DATE[]) AS period, unnest($weights::DOUBLE[]) AS weight"),
        Step(
            "here",
            "SELECT * FROM counted JOIN weights USING (period) WHERE $direction = 'all' OR $direction = "
            "CASE WHEN reciprocal THEN 'joint' WHEN actor = $one THEN 'forth' ELSE 'back' END",
        ),
        Step(
            "contributions",
            "SELECT * EXCLUDE (weight), (score - $before) * weight / count(*) OVER (PARTITION BY period) "
            "AS contribution FROM here",
        ),
        Step(
            "made",
            "SELECT * FROM contributions ORDER BY $sign * contribution DESC, date_start, event_id LIMIT $rows",
        ),
    ]


def _making(periods: Line, shift: Break) -> dict[str, Any]:
    told = np.flatnonzero(np.isfinite(periods.means))
    first = [int(i) for i in told if shift.at <= i < shift.end][:MAKING]
    noise = scatter(np.nan_to_num(periods.counts), periods.squares)
    weights = 1 / (noise[first] + _lean(periods.means[told], noise[told]))
    return {
        "periods": [periods.periods[i] for i in first],
        "weights": [float(w) for w in weights / weights.sum()],
        "before": shift.before,
        "sign": 1.0 if shift.after > shift.before else -1.0,
    }


def find_breaks(periods: Line, chance: float = CHANCE, seed: int = 0) -> list[Break]:
    """The shifts of one line of a series whose p-values are at most `chance`. The seed is that of the simulation."""
    told = np.flatnonzero(np.isfinite(periods.means))
    if told.size < FEWEST:
        return []
    y = periods.means[told]
    noise = scatter(np.nan_to_num(periods.counts), periods.squares)[told]
    weights = 1 / (noise + _lean(y, noise))
    cuts = _candidates(y, weights)
    rng = np.random.default_rng(seed)
    while cuts:
        errors = _Errors.of(y, weights, cuts)
        drawn = errors.drawn(rng, y.size) / np.sqrt(weights)
        parts = np.array_split(drawn, 1 + drawn.size // MANY_VALUES)
        largest = np.concatenate([_largest(part, weights) for part in parts])
        windows = list(_windows(cuts, y.size))
        seen = np.array([_contrast(y[a:b], weights[a:b])[c - a - LEAST] for a, c, b in windows])
        chances = (1 + (largest[:, None] >= seen).sum(axis=0)) / (1 + SIMULATIONS)
        if chances.max() <= chance:
            return [_break(y, weights, told, w, float(p), errors) for w, p in zip(windows, chances, strict=True)]
        del cuts[int(np.argmin(seen))]
    return []


def _windows(cuts: Sequence[int], size: int) -> Iterator[tuple[int, int, int]]:
    """Each cut between its neighbours: (start, cut, end)."""
    edges = [0, *cuts, size]
    return zip(edges, edges[1:], edges[2:], strict=False)


def _lean(y: Floats, noise: Floats) -> float:
    """The variance that the means of periods have in common beyond `noise`.

    Taken from the differences of neighbours, of which shifts touch few, by their median, which few do not move.
    """
    squared, both = np.diff(y) ** 2, noise[1:] + noise[:-1]
    low, high = 0.0, float(squared.max(initial=0.0)) + 1e-6
    for _ in range(50):
        middle = (low + high) / 2
        # 0.4549 is the median of chi-squared with one degree of freedom.
        low, high = (middle, high) if np.median(squared / (both + 2 * middle)) > 0.4549 else (low, middle)
    return high


def _candidates(y: Floats, weights: Floats) -> list[int]:
    """Cuts that the penalised search finds; the penalty is that of the Bayesian information criterion."""
    import ruptures

    cost = _weighted_cost()
    search = ruptures.Pelt if y.size <= EXACT_PERIODS else ruptures.Binseg
    found = search(custom_cost=cost, min_size=LEAST, jump=1).fit(np.column_stack([y, weights]))
    return [int(cut) for cut in found.predict(pen=2 * np.log(y.size))[:-1]]


def _weighted_cost() -> Any:
    """For ruptures: the weighted sum of squared distances from a segment's mean."""
    from ruptures.base import BaseCost

    class Weighted(BaseCost):  # type: ignore[misc]
        """`signal`: shape (periods, 2), values and weights."""

        model = "weighted mean"
        min_size = LEAST

        def fit(self, signal: Floats) -> Weighted:
            self.signal = signal
            value, weight = signal.T
            sums = np.cumsum([weight, weight * value, weight * value**2], axis=1)
            self.sums = np.hstack([np.zeros((3, 1)), sums])
            return self

        def error(self, start: int, end: int) -> float:
            total, first, second = self.sums[:, end] - self.sums[:, start]
            return float(second - first**2 / total)

    return Weighted()


@dataclass(frozen=True, slots=True)
class _Errors:
    """What is left of standardised means when stretches are taken out: fresh errors and how much is remembered."""

    fresh: Floats
    memory: float

    @classmethod
    def of(cls, y: Floats, weights: Floats, cuts: Sequence[int]) -> _Errors:
        left = np.empty_like(y)
        for start, end in pairwise([0, *cuts, y.size]):
            stretch = slice(start, end)
            left[stretch] = (y[stretch] - np.average(y[stretch], weights=weights[stretch])) * np.sqrt(weights[stretch])
        left *= np.sqrt(y.size / max(1, y.size - len(cuts) - 1))
        plain = float((left[1:] * left[:-1]).sum() / (left**2).sum()) if left.any() else 0.0
        # Kendall's correction of the bias of a short series.
        memory = float(np.clip(plain + (1 + 3 * plain) / y.size, 0.0, 0.8))
        fresh = left[1:] - memory * left[:-1]
        return cls(fresh - fresh.mean(), memory)

    def drawn(self, rng: np.random.Generator, length: int) -> Floats:
        """Standardised errors of series without shifts, shape (SIMULATIONS, length): a sieve bootstrap of order 1."""
        early = 0 if self.memory == 0 else 20
        errors = rng.choice(self.fresh, (SIMULATIONS, early + length))
        for i in range(1, early + length if self.memory else 0):
            errors[:, i] += self.memory * errors[:, i - 1]
        return errors[:, early:]

    @property
    def variance(self) -> float:
        """Of the mean of many errors, in multiples of that of independent ones of variance 1."""
        return float(self.fresh.var() / (1 - self.memory) ** 2)


def _largest(y: Floats, weights: Floats) -> Floats:
    """The largest squared standardised difference of neighbouring stretches, in each series of `y`: shape (series,).

    Stretches may lie anywhere; their lengths grow by half from `LEAST` on, which is nearly as many as there are.
    """
    size = y.shape[1]
    lengths = [LEAST]
    while lengths[-1] < size:
        lengths.append(max(lengths[-1] + 1, lengths[-1] * 3 // 2))
    sums = np.concatenate([np.zeros((y.shape[0], 1)), np.cumsum(y * weights, axis=1)], axis=1)
    totals = np.concatenate([[0.0], np.cumsum(weights)])
    cuts = np.arange(LEAST, size - LEAST + 1)
    lefts, rights = [], []
    for length in lengths:
        starts, ends = np.maximum(cuts - length, 0), np.minimum(cuts + length, size)
        before, after = totals[cuts] - totals[starts], totals[ends] - totals[cuts]
        lefts.append(((sums[:, cuts] - sums[:, starts]) / before, 1 / before))
        rights.append(((sums[:, ends] - sums[:, cuts]) / after, 1 / after))
    found = np.zeros(y.shape[0])
    for (first, one), (last, other) in product(lefts, rights):
        np.maximum(found, ((first - last) ** 2 / (one + other)).max(axis=1), out=found)
    return found


def _contrast(y: Floats, weights: Floats) -> Floats:
    """Squared standardised difference of the means before and after each cut: shape (cuts,)."""
    cuts = slice(LEAST - 1, y.size - LEAST)
    before, total = np.cumsum(weights)[cuts], weights.sum()
    sums = np.cumsum(y * weights)
    first, last = sums[cuts] / before, (sums[-1] - sums[cuts]) / (total - before)
    return np.asarray((first - last) ** 2 / (1 / before + 1 / (total - before)))


def _break(
    y: Floats, weights: Floats, told: Any, window: tuple[int, int, int], p_value: float, errors: _Errors
) -> Break:
    """The shift at a cut, with the probability of each place where it may lie (flat priors on place and means)."""
    start, cut, end = window
    inner, variance = weights[start:end], max(errors.variance, 0.25)
    before = np.cumsum(inner)[LEAST - 1 : end - start - LEAST]
    logs = _contrast(y[start:end], inner) / 2 / variance - np.log(before * (inner.sum() - before)) / 2
    place = np.exp(logs - logs.max())
    place /= place.sum()
    places = np.arange(start + LEAST, end - LEAST + 1)
    share = np.cumsum(place)
    low = places[int(np.searchsorted(share, (1 - INTERVAL) / 2))]
    high = places[min(int(np.searchsorted(share, (1 + INTERVAL) / 2)), places.size - 1)]
    first, last = weights[start:cut].sum(), weights[cut:end].sum()
    return Break(
        at=int(told[cut]),
        low=int(told[min(low, cut)]),
        high=int(told[max(high, cut)]),
        nearby=float(place[np.abs(told[places] - told[cut]) <= 1].sum()),
        before=float(np.average(y[start:cut], weights=weights[start:cut])),
        after=float(np.average(y[cut:end], weights=weights[cut:end])),
        sd=float(np.sqrt(variance * (1 / first + 1 / last))),
        p_value=p_value,
        end=int(told[end - 1]) + 1,
    )


def _half_width() -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + INTERVAL) / 2))
