"""The cooperation index: a slowly moving level behind the mean intensity of what is reported.

docs/relations.md has the formula, its sources and what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Over the dyads of ICEWS 2014 with at least 30 acts: mean and deviation of their means, and the variance of scores
# within a month (`python -m benchmarks.relations --only prior`).
LEVEL_MEAN, LEVEL_SD = 1.7, 2.3
SPREAD = 8.5
SPREAD_WEIGHT = 4.0

# How far a level moves in a month and how much all acts of one period lean the same way, in points of PLOVER's score.
# Both are averaged over with half-normal weights of these scales rather than fixed at one estimate.
DRIFT_SCALE, LEAN_SCALE = 0.4, 0.8
_STEPS = np.array([0.05, 0.15, 0.3, 0.5, 0.8, 1.2, 1.8, 2.6, 3.6])
LEAST_WEIGHT = 0.002
DAYS_A_MONTH = 30.44
INTERVAL = 0.90


@dataclass(frozen=True, slots=True)
class Index:
    """The level in each period, -10 to +10, its standard deviation, the 90% interval, and the surprise in bits.

    All arrays have the shape (periods,). `surprise` is nan where nothing was told: -log2 of the probability of a mean
    as far from what the periods before it led to expect.
    """

    level: Floats
    sd: Floats
    low: Floats
    high: Floats
    surprise: Floats


def cooperation(means: Floats, counts: Floats, squares: Floats, days: Floats) -> Index:
    """The index of one series of periods.

    means: mean score of the acts of each period, nan where there is none. counts: their number. squares: the sum of
    the squared distances of their scores from the mean. days: length of each period. All of shape (periods,).
    """
    noise = scatter(counts, squares)
    drifts, leans, weights = _weighted(means, noise, days)
    level = np.zeros_like(means)
    second, below = np.zeros_like(means), np.zeros_like(means)
    for drift, lean, weight in zip(drifts, leans, weights, strict=True):
        found = _model(means, noise, days, drift, lean).smooth()
        state = found.smoothed_state[0]
        level += weight * state
        second += weight * (found.smoothed_state_cov[0, 0] + state**2)
        below += weight * _normal_cdf(found.forecasts_error[0] / np.sqrt(found.forecasts_error_cov[0, 0]))
    sd = np.sqrt(np.maximum(second - level**2, 0))
    with np.errstate(invalid="ignore"):
        tail = np.clip(2 * np.minimum(below, 1 - below), 1e-300, 1)
    half = _normal_quantile(0.5 + INTERVAL / 2) * sd
    return Index(level, sd, level - half, level + half, np.where(np.isnan(means), np.nan, -np.log2(tail)))


def scatter(counts: Floats, squares: Floats) -> Floats:
    """The variance of each period's mean that comes from having few acts; inf where there is none.

    The variance of single scores is pooled over the periods, the last axis, and drawn towards what is usual, with the
    weight of `SPREAD_WEIGHT` acts.
    """
    spare = np.maximum(counts - 1, 0).sum(axis=-1, keepdims=True)
    spread = (SPREAD_WEIGHT * SPREAD + squares.sum(axis=-1, keepdims=True)) / (SPREAD_WEIGHT + spare)
    with np.errstate(divide="ignore"):
        return np.where(counts > 0, spread / counts, np.inf)


def last_errors(means: Floats, counts: Floats, squares: Floats, days: float) -> tuple[Floats, Floats]:
    """How far the last mean of many series lies from what was expected, in standard deviations of the forecast.

    means, counts, squares as `cooperation` has them, of shape (series, periods); days: length of every period. Gives
    the distances, shape (series, settings), and the weight of each setting of drift and lean, which sum to 1. It is
    the filter of `cooperation` without its smoother, for all series at once: a thousandth of the time for each.
    """
    noise = scatter(counts, squares)
    drifts, leans, prior = _settings()
    shape = (len(means), len(drifts))
    level, variance, fit = np.full(shape, LEVEL_MEAN), np.full(shape, LEVEL_SD**2), np.zeros(shape)
    distance = np.zeros(shape)
    for period in range(means.shape[1]):
        told = ~np.isnan(means[:, period])[:, None]
        expected = variance + np.where(told, noise[:, period, None], 1.0) + leans**2
        error = np.where(told, means[:, period, None] - level, 0.0)
        distance = error / np.sqrt(expected)
        fit -= np.where(told, np.log(expected) + distance**2, 0.0) / 2
        gain = np.where(told, variance / expected, 0.0)
        level = level + gain * error
        variance = variance * (1 - gain) + drifts**2 * days / DAYS_A_MONTH
    return distance, _weights(prior, fit)


def draws(
    means: Floats, counts: Floats, squares: Floats, days: Floats, number: int, rng: np.random.Generator
) -> Floats:
    """Levels that may have been, drawn from what the model holds of them: shape (number, periods)."""
    noise = scatter(counts, squares)
    drifts, leans, weights = _weighted(means, noise, days)
    taken = rng.multinomial(number, weights)
    drawn = []
    for drift, lean, times in zip(drifts, leans, taken, strict=True):
        if times:
            simulation = _model(means, noise, days, drift, lean, simulated=True).simulation_smoother()
            for _ in range(times):
                simulation.simulate(rng=rng)
                drawn.append(simulation.simulated_state[0].copy())
    return np.array(drawn)


def _weighted(means: Floats, noise: Floats, days: Floats) -> tuple[Floats, Floats, Floats]:
    """Pairs of drift and lean and how much each is worth in view of the series; those of no weight are left out."""
    drifts, leans, prior = _settings()
    model = _model(means, noise, days, drifts[0], leans[0])
    likelihoods = []
    for drift, lean in zip(drifts, leans, strict=True):
        _set(model, noise, days, drift, lean)
        likelihoods.append(model.loglike())
    weights = _weights(prior, np.array(likelihoods))
    kept = weights > 0
    return drifts[kept], leans[kept], weights[kept]


def _settings() -> tuple[Floats, Floats, Floats]:
    """Drifts and leans, pair by pair, and the prior weight of each pair."""
    drifts, leans = (axis.ravel() for axis in np.meshgrid(DRIFT_SCALE * _STEPS, LEAN_SCALE * _STEPS))
    half = np.exp(-(_STEPS**2) / 2) * np.gradient(_STEPS)
    return drifts, leans, np.outer(half, half).ravel()


def _weights(prior: Floats, fit: Floats) -> Floats:
    """What each setting is worth, in view of log likelihoods along the last axis; 0 for those of next to no weight."""
    weights = prior * np.exp(fit - fit.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    weights = np.where(weights > LEAST_WEIGHT, weights, 0.0)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def _model(means: Floats, noise: Floats, days: Floats, drift: float, lean: float, simulated: bool = False) -> Any:
    """The local level model of statsmodels, with the noise of each period."""
    from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother
    from statsmodels.tsa.statespace.simulation_smoother import SimulationSmoother

    model = (SimulationSmoother if simulated else KalmanSmoother)(k_endog=1, k_states=1, k_posdef=1)
    model["design", 0, 0] = model["transition", 0, 0] = model["selection", 0, 0] = 1.0
    model.bind(np.ascontiguousarray(means[:, None]))
    model.initialize_known(np.array([LEVEL_MEAN]), np.array([[LEVEL_SD**2]]))
    _set(model, noise, days, drift, lean)
    return model


def _set(model: Any, noise: Floats, days: Floats, drift: float, lean: float) -> None:
    model["obs_cov"] = np.where(np.isfinite(noise), noise + lean**2, 1.0)[None, None, :]
    # The move into a period takes the time from the middle of the one before.
    moved = (days + np.append(days[1:], days[-1:])) / 2 / DAYS_A_MONTH
    model["state_cov"] = (drift**2 * moved)[None, None, :]


def _normal_cdf(x: Floats) -> Floats:
    from scipy.special import ndtr

    return np.asarray(ndtr(x))


def _normal_quantile(probability: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(probability))
