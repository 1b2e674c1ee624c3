"""Probabilities from windows: regularised logistic regression that falls back to the usual rate.

log odds = log odds of the pair's own rate + intercept + weights · standardised features, with a normal prior around 0
on intercept and weights: without evidence the forecast is the rate. Fitted by Newton's method.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from detente.relations.windows import ASKED, FEATURES, GRACE, Floats, Window

MODEL = "outlook-2"  # to be raised when the same ledger would be forecast otherwise
PENALTY = 100.0  # precision of the prior on a weight
SHARED = {15: 50.0, 16: 50.0}  # times as much for features that are the same for all pairs: windows are few
LEAST_WINDOWS, LEAST_CASES = 2, 20  # windows, and windows of pairs with the act, that a model is fitted on
MEMORY = 52  # windows that a model is fitted on, the newest
REFIT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of one kind of act: of the intercept, then of FEATURES, each less `mean` over `deviation`."""

    weights: Floats
    mean: Floats
    deviation: Floats

    def parts(self, features: Floats) -> Floats:
        """What each feature adds to the log odds, shape (n, FEATURES)."""
        added: Floats = (features - self.mean) / self.deviation * self.weights[1:]
        return added

    def probability(self, features: Floats) -> Floats:
        """Shape (n,) for features of shape (n, FEATURES)."""
        return _logistic(features[:, 0] + self.weights[0] + self.parts(features).sum(axis=1))


def fit(features: Floats, happened: Floats) -> Model:
    """The posterior mode. features: shape (n, FEATURES); happened: 1 or 0."""
    mean, deviation = features.mean(axis=0), features.std(axis=0)
    deviation = np.where(deviation < 1e-6, np.inf, deviation)  # what never differs says nothing
    x = np.column_stack([np.ones(len(features)), (features - mean) / deviation])
    offset, weights = features[:, 0], np.zeros(x.shape[1])
    prior = np.r_[PENALTY, [PENALTY * SHARED.get(i, 1.0) for i in range(len(FEATURES))]]
    for _ in range(25):
        p = _logistic(offset + x @ weights)
        gradient = x.T @ (happened - p) - prior * weights
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(prior), gradient)
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    return Model(weights, mean, deviation)


def fitted(past: Sequence[Window], origin: int, days: int) -> tuple[Model | None, ...]:
    """A model for each of ASKED from the windows that were over and known at an origin; None for too few cases."""
    over = [w for w in past if w.origin + days + GRACE <= origin][-MEMORY:]
    if len(over) < LEAST_WINDOWS:
        return (None,) * len(ASKED)
    features = np.concatenate([w.features[w.pooled] for w in over])
    happened = np.concatenate([np.where(np.isnan(w.base), np.nan, w.happened)[w.pooled] for w in over])
    models: list[Model | None] = []
    for kind in range(len(ASKED)):
        told = ~np.isnan(happened[:, kind])
        cases = happened[told, kind].sum()
        enough = min(cases, told.sum() - cases) >= LEAST_CASES
        models.append(fit(features[told, kind], happened[told, kind]) if enough else None)
    return tuple(models)


def forecasts(given: Sequence[Window], days: int) -> Iterator[tuple[Window, Floats, Floats]]:
    """Each window with its probabilities and those by persistence, both of shape (pairs, ASKED).

    Only windows that were over at its origin count for either; models are fitted anew every week.
    """
    models: tuple[Model | None, ...] = (None,) * len(ASKED)
    when = -REFIT_DAYS
    for number, window in enumerate(given):
        if window.origin - when >= REFIT_DAYS:
            models, when = fitted(given[:number], window.origin, days), window.origin
        found = window.base.copy()
        for kind, model in enumerate(models):
            if model is not None:
                told = ~np.isnan(found[:, kind])
                found[told, kind] = model.probability(window.features[told, kind])
        yield window, np.clip(found, 1e-4, 1 - 1e-4), _persistence(given[:number], window, days)


def _persistence(past: Sequence[Window], window: Window, days: int) -> Floats:
    """How often the act came in windows after one that had it, or had it not, over all pairs."""
    over = [w for w in past if w.origin + days + GRACE <= window.origin][-MEMORY:]
    if not over:
        return window.base
    before = np.concatenate([w.persistent[w.pooled] for w in over])
    after = np.concatenate([w.happened[w.pooled] for w in over])
    rate = []
    for state in (0, 1):
        there = (before == state) & ~np.isnan(after)
        rate.append((np.where(there, after, 0).sum(axis=0) + 0.5) / (there.sum(axis=0) + 1))
    found: Floats = np.where(window.persistent > 0, rate[1], rate[0])
    return found


def _logistic(values: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return found
