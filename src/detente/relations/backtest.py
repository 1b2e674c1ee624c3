"""Forecasts of the past beside what happened, and the track records that follow from them, which the ledger keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from detente import ledger
from detente.ledger.scores import Scored, TrackRecord, scored
from detente.relations import chances
from detente.relations.record import record
from detente.relations.steps import Books
from detente.relations.windows import ASKED, Floats, Window

LEAST_ACTS = 10  # of a pair, below which only its rate is told

Picked = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Backtest:
    """Forecasts of past windows beside what happened: each of shape (windows and pairs, ASKED), one row a pair.

    references: shape (3, rows, ASKED), in the order of `REFERENCES`. pooled: rows of pairs that models are fitted on.
    """

    days: int
    origins: Floats
    pairs: Floats
    forecast: Floats
    references: Floats
    happened: Floats
    pooled: Picked

    def record(self, picked: Picked, kind: int | None = None) -> TrackRecord:
        """The record of the rows that are picked, by a mask of shape (rows,); of one of ASKED, or of all."""
        columns = slice(None) if kind is None else slice(kind, kind + 1)
        forecast = self.forecast[picked][:, columns]
        origins = np.repeat(self.origins[picked], forecast.shape[1])
        references = self.references[:, picked][:, :, columns].reshape(len(self.references), -1)
        return record(origins, forecast.ravel(), references, self.happened[picked][:, columns].ravel(), self.days)


@dataclass(frozen=True, slots=True)
class Records:
    """Track records of one pair and of all pairs that are pooled: of all kinds, and of each of ASKED."""

    own: TrackRecord
    pooled: TrackRecord
    own_kinds: tuple[TrackRecord, ...]
    pooled_kinds: tuple[TrackRecord, ...]

    def label(self, kind: int) -> str:
        """Whether forecasts of a kind have shown skill, of these two and over all."""
        return f"of these two {self.own_kinds[kind].label}; of all pairs {self.pooled_kinds[kind].label}"


def backtest(given: Sequence[Window], days: int) -> Backtest:
    """Forecasts of the windows (one or more), each from what was known before it."""
    origins, pairs, forecast, references, happened, pooled = [], [], [], [], [], []
    for window, found, persistent in chances.forecasts(given, days):
        few = (window.acts < LEAST_ACTS)[:, None]
        forecast.append(np.where(few, window.base, found))
        references.append(np.stack([window.base, persistent, window.recurrent]))
        origins.append(np.full(len(window.pairs), window.origin))
        pairs.append(window.pairs)
        happened.append(window.happened)
        pooled.append(window.pooled)
    return Backtest(
        days,
        np.concatenate(origins).astype(float),
        np.concatenate(pairs).astype(float),
        np.concatenate(forecast),
        np.concatenate(references, axis=1),
        np.concatenate(happened),
        np.concatenate(pooled),
    )


def records(books: Books, pair: str, place: int, on: date, days: int, given: Sequence[Window]) -> Records:
    """The records of forecasts up to a day: those that the ledger keeps of its acts, else made and kept now.

    place: of the pair in the windows.
    """
    kept = books if isinstance(books, ledger.Ledger) else None
    basis = kept.basis() if kept is not None else 0
    if kept is not None and (found := _known(kept, basis, pair, on, days)) is not None:
        return found
    tested = backtest(given, days)
    mine, kinds = tested.pairs == place, range(len(ASKED))
    made = Records(
        tested.record(mine),
        tested.record(tested.pooled),
        tuple(tested.record(mine, kind) for kind in kinds),
        tuple(tested.record(tested.pooled, kind) for kind in kinds),
    )
    if kept is not None:
        kept.keep_track_records(
            [
                scored(basis, on, days, chances.MODEL, whose, kind, one)
                for whose, total, each in ((None, made.pooled, made.pooled_kinds), (pair, made.own, made.own_kinds))
                for kind, one in ((None, total), *zip(ASKED, each, strict=True))
            ]
        )
    return made


def _known(kept: ledger.Ledger, basis: int, pair: str, on: date, days: int) -> Records | None:
    found: dict[tuple[str | None, str | None], Scored] = {
        (one.pair, one.event_type): one
        for one in kept.track_records(pair, days, basis)
        if one.on == on and one.model == chances.MODEL
    }
    if any((whose, kind) not in found for whose in (None, pair) for kind in (None, *ASKED)):
        return None
    return Records(
        found[pair, None].record,
        found[None, None].record,
        tuple(found[pair, kind].record for kind in ASKED),
        tuple(found[None, kind].record for kind in ASKED),
    )
