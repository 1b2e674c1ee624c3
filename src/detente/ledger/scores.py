"""Track records of forecasts: what earlier forecasts, made in the same way, were worth. Kept for the ledger's acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from detente.records import stable_hash

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
    def label(self) -> str:
        """Whether there is skill, against all references unless it says which are not beaten."""
        if self.skilled is None:
            return "too few past windows to tell skill"
        beaten = [s.reference for s in self.skills if s.low > 0]
        if len(beaten) == len(self.skills):
            return "skill"
        if not beaten:
            return "no skill"
        return f"no skill against {_listed([s.reference for s in self.skills if s.low <= 0])}"

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


@dataclass(frozen=True, slots=True)
class Scored:
    """A track record as the ledger keeps it.

    basis: the oldest snapshot with the acts that were forecast; `on` the day of the newest forecast; days: the horizon;
    model: its version; pair: "JPN-KOR", None for all pairs that models are fitted on; event_type: None for all kinds.
    """

    id: str
    basis: int
    on: date
    days: int
    model: str
    pair: str | None
    event_type: str | None
    record: TrackRecord
    time: datetime


def scored(
    basis: int, on: date, days: int, model: str, pair: str | None, event_type: str | None, record: TrackRecord
) -> Scored:
    """A track record with its key, made now."""
    key = stable_hash(basis, on.isoformat(), days, model, pair, event_type)
    return Scored(key, basis, on, days, model, pair, event_type, record, datetime.now(UTC))


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
