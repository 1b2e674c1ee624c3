"""Outlook: how probable acts of each kind are between two states in the next days, why, and with which record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from detente.errors import UsageError
from detente.ledger import TrackRecord
from detente.relations import chances, windows
from detente.relations.backtest import LEAST_ACTS, records
from detente.relations.promises import last_day
from detente.relations.record import record
from detente.relations.steps import Books
from detente.relations.tables import entries_table
from detente.relations.windows import ASKED, FEATURES, TYPES, Known, Window

MOST_DAYS = 366
MOST_WINDOWS = 104  # of the track record
SHOWN = 3  # reasons of a chance
EVENTS = 5  # ids that a reason names
# Which acts stand behind a feature: their kind ("own", "all", "conflict", "cooperation" or a type), and days back.
_BEHIND = {1: ("own", 14), 2: ("own", 60), 3: ("own", 240), 4: ("all", 14), 5: ("conflict", 60)} | {
    6: ("cooperation", 60),
    7: ("own", 366),
    10: ("CONSULT", 14),
    11: ("AGREE", 240),
    14: ("all", 90),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that moved a forecast: what it adds to the log odds, and the newest events behind it."""

    text: str
    weight: float
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chance:
    """How probable at least one such act is within the horizon; both ways and joint acts count.

    event_type: a PLOVER type, ESCALATION or THAW. base_rate: how often windows of so many days had one, drawn towards
    pairs as busy. Both are None where they cannot be told. reasons: the weightiest first; none where the forecast
    is the base rate, which `note` says. label: whether such forecasts of this kind have shown skill, of these
    two and of all pairs; proven: whether those of these two have, None where windows are too few.
    """

    event_type: str
    probability: float | None
    base_rate: float | None
    reasons: tuple[Reason, ...]
    note: str | None = None
    label: str = ""
    proven: bool | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Chances within `days` after the day `on`, from what was known on it, the 16 types first.

    record: how such forecasts of this pair have done; pooled: those of all pairs that the models are fitted on.
    """

    one: str
    other: str
    on: date | None
    days: int
    chances: tuple[Chance, ...]
    record: TrackRecord
    pooled: TrackRecord


def outlook(books: Books, one: str, other: str, days: int = 30, on: date | None = None) -> Outlook:
    """The outlook of two states from what was known on a day, by default the last that the ledger tells of.

    Raises UsageError for a horizon that is not 1 to 366 days.
    """
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"the horizon must be 1 to {MOST_DAYS} days, not {days}")
    until = on or last_day(books)
    nothing = record(*(np.zeros(0),) * 2, np.zeros((3, 0)), np.zeros(0), days)
    pair = "-".join(sorted((one, other)))
    some = windows.known(books, until) if until else None
    if until is None or some is None or pair not in some.pairs:
        untold = tuple(Chance(kind, None, None, (), "no act of the two is known") for kind in ASKED)
        return Outlook(one, other, until, days, untold, nothing, nothing)
    given = list(windows.windows(some, until, days, (pair,), MOST_WINDOWS))
    if not given:
        untold = tuple(
            Chance(kind, None, None, (), "the ledger knows no whole window of so many days") for kind in ASKED
        )
        return Outlook(one, other, until, days, untold, nothing, nothing)
    place, last = some.pairs.index(pair), given[-1]
    row = int(np.flatnonzero(last.pairs == place)[0])
    models = chances.fitted(given[:-1], last.origin, days)
    done = records(books, pair, place, until, days, given)
    found = tuple(
        replace(
            _chance(some, last, row, kind, models[kind]), label=done.label(kind), proven=done.own_kinds[kind].skilled
        )
        for kind in range(len(ASKED))
    )
    return Outlook(one, other, until, days, found, done.own, done.pooled)


def outlook_table(found: Outlook, *, flat: bool = False) -> pa.Table:
    """One row for each chance, the horizon and the track record beside it. flat: reasons as words with event ids."""
    table = entries_table(found.chances, Chance)
    if flat:
        reasons = [
            "; ".join(f"{r.text} [{' '.join(r.event_ids)}]" if r.event_ids else r.text for r in c.reasons)
            for c in found.chances
        ]
        table = table.set_column(table.column_names.index("reasons"), "reasons", pa.array(reasons, pa.string()))
    size = table.num_rows
    beside: dict[str, object] = {"on": found.on, "days": found.days, "record": found.record.words}
    beside |= {"skilled": found.record.skilled, "pooled_record": found.pooled.words}
    beside |= {"pooled_skilled": found.pooled.skilled}
    kinds = {"on": pa.date32(), "days": pa.int32(), "skilled": pa.bool_(), "pooled_skilled": pa.bool_()}
    for name, value in beside.items():
        table = table.append_column(name, pa.array([value] * size, kinds.get(name, pa.string())))
    return table


def _chance(some: Known, last: Window, row: int, kind: int, model: chances.Model | None) -> Chance:
    base = float(last.base[row, kind])
    if np.isnan(base):
        return Chance(ASKED[kind], None, None, (), "too few acts in the last 90 days to know the level")
    if last.acts[row] < LEAST_ACTS:
        note = f"the base rate: {last.acts[row]} acts of the two are too little history"
        return Chance(ASKED[kind], base, base, (), note)
    if model is None:
        return Chance(ASKED[kind], base, base, (), "the base rate: the ledger has too few such acts or windows")
    features = last.features[row : row + 1, kind]
    parts = model.parts(features)[0]
    # The usual rate stands beside the figure: its own weight only says how far it is to be trusted.
    parts[0] = 0
    chosen = [int(i) for i in np.argsort(-np.abs(parts), kind="stable")[:SHOWN] if abs(parts[i]) >= 0.02]
    pair = int(last.pairs[row])
    reasons = tuple(_reason(some, pair, kind, i, float(parts[i]), last.origin) for i in chosen)
    probability = float(np.clip(model.probability(features)[0], 1e-4, 1 - 1e-4))
    return Chance(ASKED[kind], probability, base, reasons)


def _reason(some: Known, pair: int, kind: int, feature: int, weight: float, origin: int) -> Reason:
    ids: tuple[str, ...] = ()
    if feature in _BEHIND:
        what, back = _BEHIND[feature]
        if what == "own" and kind >= len(TYPES):
            what = "conflict" if ASKED[kind] == "ESCALATION" else "cooperation"
        acts = (some.pair == pair) & (some.day > origin - back) & (some.known <= origin)
        if what in ("conflict", "cooperation"):
            acts &= some.conflict == (what == "conflict")
        elif what != "all":
            acts &= some.kind == (kind if what == "own" else TYPES.index(what))
        ids = tuple(reversed(some.ids[acts].tolist()[-EVENTS:]))
    return Reason(f"{'raised' if weight > 0 else 'lowered'} by {FEATURES[feature]}", weight, ids)
