"""Whether two tracks of a relationship move together or apart, with what cannot be told left untold.

The measure is Spearman's rank correlation of the mean intensities of two tracks over the periods in which both have
acts. Its interval comes from a moving-block bootstrap (Kunsch 1989, Annals of Statistics 17), which keeps what one
period owes to the last; blocks have the length of the cube root of the number of periods, rounded up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import ceil
from typing import Any

import numpy as np
import pyarrow as pa

from detente.records import Unresolved

FEWEST = 24  # periods that both tracks need: two years of months
DRAWS = 2_000
LEVEL = 0.90
_SEED = 20_250_610


@dataclass(frozen=True, slots=True)
class Moves:
    """How two tracks move.

    periods: those in which both have acts. correlation, low, high: Spearman's, with its 90% interval; all None where
    `reason` says why it cannot be told. verdict: together, apart, or open (the interval holds 0).
    """

    one: str
    other: str
    periods: int
    correlation: float | None
    low: float | None
    high: float | None
    verdict: str
    reason: str | None


def moves(series: pa.Table) -> tuple[Moves, ...]:
    """Every two tracks of a table that `track_series` made, in the order of their names."""
    by_track: dict[str, dict[date, float]] = {}
    for row in series.to_pylist():
        if row["track"] != "none" and row["score_mean"] is not None:
            by_track.setdefault(row["track"], {})[row["period"]] = row["score_mean"]
    return tuple(_pair(a, b, by_track[a], by_track[b]) for a, b in combinations(sorted(by_track), 2))


def _pair(one: str, other: str, mine: dict[date, float], theirs: dict[date, float]) -> Moves:
    common = sorted(mine.keys() & theirs.keys())
    found = correlation(np.array([mine[p] for p in common]), np.array([theirs[p] for p in common]))
    if isinstance(found, Unresolved):
        return Moves(one, other, len(common), None, None, None, "open", found.reason)
    value, low, high = found
    verdict = "together" if low > 0 else "apart" if high < 0 else "open"
    return Moves(one, other, len(common), value, low, high, verdict, None)


def correlation(one: Any, other: Any, seed: int = _SEED) -> tuple[float, float, float] | Unresolved:
    """Spearman's correlation of two series (arrays of shape (periods,)) and its 90% interval.

    Unresolved where there are too few periods, or one series never changes. The same seed gives the same interval.
    """
    count = len(one)
    if count < FEWEST:
        return Unresolved(f"{count} periods in which both have acts, fewer than {FEWEST}")
    if len(set(one)) < 2 or len(set(other)) < 2:
        return Unresolved("one of them never changes")
    length = ceil(count ** (1 / 3))
    random = np.random.default_rng(seed)
    starts = random.integers(0, count - length + 1, (DRAWS, ceil(count / length)))
    drawn = (starts[:, :, None] + np.arange(length)).reshape(DRAWS, -1)[:, :count]
    drawn_values = _spearman(one[drawn], other[drawn])
    known = drawn_values[np.isfinite(drawn_values)]
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    value = _spearman(one[None], other[None])[0]
    return float(value), float(low), float(high)


def _spearman(one: Any, other: Any) -> Any:
    """Rank correlations along the last axis of arrays of shape (draws, periods); NaN where one never changes."""
    from scipy.stats import rankdata

    a, b = (rankdata(values, axis=-1) for values in (one, other))
    a, b = a - a.mean(axis=-1, keepdims=True), b - b.mean(axis=-1, keepdims=True)
    spread = np.sqrt((a**2).sum(axis=-1) * (b**2).sum(axis=-1))
    return np.divide((a * b).sum(axis=-1), spread, out=np.full(spread.shape, np.nan), where=spread > 0)
