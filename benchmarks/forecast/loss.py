"""What the trees minimise: each answer against the wrong candidates of its question, as the protocol ranks it.

The probability of an answer is `exp(f) / (exp(f) + sum of exp(f) over the wrong candidates)` for scores `f`: other
right answers are left out, as the time-aware filter leaves them out. Its loss is `(1 - p ** TRUST) / TRUST`, the
generalised cross-entropy of Zhang and Sabuncu (2018), between the logarithm (`TRUST` to 0) and the share of questions
answered right (1): answers that nothing foretells pull less than they would by the logarithm alone.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from benchmarks.forecast.data import Ints

TRUST = 0.25
_LEAST = 1e-6  # curvature, so that leaves stay finite
_FAR = 1e-100  # odds below which nothing is told apart

Doubles = npt.NDArray[np.float64]


def gradients(scores: Doubles, right: npt.NDArray[np.bool_], sizes: Ints) -> tuple[Doubles, Doubles]:
    """Slope and curvature of the loss by score, both `(n_rows,)`. Rows stand query by query (`sizes`), each with at
    least one right; `p ** TRUST` is taken as a weight that stands still, so that curvature is never negative."""
    query = np.repeat(np.arange(len(sizes)), sizes)
    odds = np.exp(scores - np.maximum.reduceat(scores, np.cumsum(sizes) - sizes)[query])
    wrong = np.bincount(query, np.where(right, 0, odds), len(sizes))
    asked = query[right]
    whole = np.maximum(wrong[asked] + odds[right], _FAR)
    chance = odds[right] / whole
    weight = chance**TRUST
    once, twice = (np.bincount(asked, weight / whole**power, len(sizes))[query] for power in (1, 2))
    slope, curvature = odds * once, odds * once - odds**2 * twice
    slope[right] = -weight * (1 - chance)
    curvature[right] = weight * chance * (1 - chance)
    return slope, np.maximum(curvature, _LEAST)


def objective(right: npt.NDArray[np.bool_], sizes: Ints) -> Callable[[Doubles, object], tuple[Doubles, Doubles]]:
    """The loss in the shape that LightGBM asks for."""
    return lambda scores, _: gradients(np.asarray(scores, np.float64), right, sizes)
