"""The track record of forecasts: scores, reliability, and skill against simpler ways to forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.relations.windows import Floats

DRAWS = 500
LEAST = 6  # blocks of windows that a skill is told for
REFERENCES = ("climatology", "persistence", "recurrence")


@dataclass(frozen=True, slots=True)
class Skill:
    """1 - Brier score / Brier score of the reference: 1 is perfect, 0 no better; bootstrap interval of 90%."""

    reference: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Forecasts of about the same probability: their number, mean, and how often it happened."""

    low: float
    high: float
    forecasts: int
    mean: float
    happened: float


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How forecasts made in the same way, from what was known at the time, have done.

    log_score: mean -ln of the probability given to what happened. calibration_error: mean distance of forecast and
    frequency over the reliability table, weighted by number; all None without any forecast. skilled: the intervals of
    the skill lie above 0 against every reference; None where windows are too few to tell, then skills are empty.
    """

    windows: int
    forecasts: int
    since: date | None
    until: date | None
    brier: float | None
    log_score: float | None
    calibration_error: float | None
    skills: tuple[Skill, ...]
    reliability: tuple[Reliability, ...]
    skilled: bool | None

    @property
    def lines(self) -> tuple[str, ...]:
        """The skills in short lines, for a chart."""
        if self.skilled is None:
            return ("no track record yet",)
        label = "with skill" if self.skilled else "without skill: read them as the usual rate"
        told = (f"skill {s.value:+.2f} against {s.reference} ({s.low:+.2f} to {s.high:+.2f})" for s in self.skills)
        return (f"{self.windows} past windows, {label}", *told)

    @property
    def words(self) -> str:
        """The record in a sentence or two."""
        if self.skilled is None or self.since is None or self.until is None:
            return f"No track record: {self.windows} past windows are too few to tell."
        tale = "; ".join(f"{s.value:+.2f} against {s.reference} ({s.low:+.2f} to {s.high:+.2f})" for s in self.skills)
        label = "" if self.skilled else " These forecasts have shown no skill: read them as the usual rate."
        return (
            f"{self.forecasts:,} forecasts of {self.windows} windows from {self.since} to {self.until}: Brier score "
            f"{self.brier:.3f}, log score {self.log_score:.3f}, calibration error {self.calibration_error:.3f}; "
            f"skill {tale}.{label}"
        )


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
