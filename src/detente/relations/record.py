"""The track record of forecasts: scores, reliability, and skill against simpler ways to forecast."""

from __future__ import annotations

from datetime import date

import numpy as np

from detente.ledger.scores import REFERENCES, Reliability, Skill, TrackRecord
from detente.relations.windows import Floats

DRAWS = 500
LEAST = 6  # blocks of windows that a skill is told for


def record(origins: Floats, forecast: Floats, references: Floats, happened: Floats, days: int) -> TrackRecord:
    """The record of n forecasts. origins: the ordinal of each; references: shape (len(REFERENCES), n).

    Windows that begin within one horizon overlap and are drawn together by the bootstrap, as one block.
    """
    told = ~(np.isnan(happened) | np.isnan(forecast) | np.isnan(references).any(axis=0))
    origins, forecast, happened, references = origins[told], forecast[told], happened[told], references[:, told]
    begins = np.unique(origins)
    if not len(begins):
        return TrackRecord(0, 0, None, None, None, None, None, (), (), None)
    losses = np.stack([(forecast - happened) ** 2, *((r - happened) ** 2 for r in references)])
    skills = _skills(losses, (origins - begins[0]) // days)
    bins = np.minimum((forecast * 10).astype(int), 9)
    table = tuple(
        Reliability(b / 10, (b + 1) / 10, int(n), float(forecast[bins == b].mean()), float(happened[bins == b].mean()))
        for b in range(10)
        if (n := (bins == b).sum())
    )
    error = sum(r.forecasts * abs(r.mean - r.happened) for r in table) / len(happened)
    right = np.where(happened == 1, forecast, 1 - forecast)
    skilled = all(s.low > 0 for s in skills) if skills else None
    return TrackRecord(
        len(begins),
        len(happened),
        date.fromordinal(int(begins[0])),
        date.fromordinal(int(begins[-1])),
        float(losses[0].mean()),
        float(-np.log(np.clip(right, 1e-6, 1)).mean()),
        float(error),
        skills,
        table,
        skilled,
    )


def _skills(losses: Floats, when: Floats) -> tuple[Skill, ...]:
    """Skill against each reference. losses: shape (1 + references, n); when: the block of each forecast."""
    blocks, place = np.unique(when, return_inverse=True)
    if len(blocks) < LEAST:
        return ()
    sums = np.stack([np.bincount(place, loss, len(blocks)) for loss in losses])
    rng = np.random.default_rng(0)
    drawn = sums[:, rng.integers(0, len(blocks), (DRAWS, len(blocks)))].sum(axis=2)
    skills = []
    for i, name in enumerate(REFERENCES, 1):
        if sums[i].sum() > 0:
            low, high = np.quantile(1 - drawn[0] / np.maximum(drawn[i], 1e-12), (0.05, 0.95))
            skills.append(Skill(name, float(1 - sums[0].sum() / sums[i].sum()), float(low), float(high)))
    return tuple(skills)
