"""What was known of pairs of states before each of many windows of days, and what then happened in it.

An act is known from its day of publication, an imported one without any from the day it happened on. Windows begin
every week (every horizon where that is shorter), back from the day of a forecast. Escalation and thaw are defined in
docs/outlook.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from detente import ontology
from detente.relations.acts import WIDE
from detente.relations.steps import Books

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

TYPES = tuple(ontology.types())
ASKED = (*TYPES, "ESCALATION", "THAW")
HALF_LIVES = (7, 30, 120)  # days
GRACE = 3  # days after a window within which an act in it must be known to count
LEVEL_DAYS, LEVEL_ACTS, SHIFT, SHIFT_ACTS = 90, 3, 2.0, 2
POOLED = 300  # busiest pairs that the models are fitted on, besides those that are asked for
PRIOR_DAYS = 28  # which the rate of all pairs weighs in the rate of one
STEP = 7  # days
YEAR = 364  # whole weeks
GAP = 56  # days without any act in the ledger, after which it is read anew

FEATURES = (
    "its usual rate between the two",
    "acts of this kind in the last week or so",
    "acts of this kind in the last month or so",
    "acts of this kind in the last months",
    "all acts of the last week or so",
    "acts of conflict in the last month or so",
    "acts of cooperation in the last month or so",
    "the time since the last act of this kind",
    "whether the window before had one",
    "plans and promises of such an act for these days",
    "contacts in the last week or so",
    "agreements in the last months",
    "acts of this kind between either and others",
    "the same days a year before",
    "the mean score of the last 90 days",
    "acts of this kind among all states now against usually",
    "days of the weekend in the window",
)


@dataclass(frozen=True, slots=True)
class Known:
    """All that counts, one item an act and pair, by the day it became known; days are ordinals.

    planned: pair, type, day known, first and last planned day, shape (n, 5).
    """

    pairs: tuple[str, ...]
    ids: npt.NDArray[np.object_]
    pair: Whole
    kind: Whole
    day: Whole
    known: Whole
    score: Floats
    conflict: npt.NDArray[np.bool_]
    planned: Whole


@dataclass(frozen=True, slots=True)
class Window:
    """The days after an origin, for `pairs` (places in `Known.pairs`).

    features: shape (pairs, ASKED, FEATURES), from what was known at the origin. base, persistent, recurrent: shape
    (pairs, ASKED): the rate of earlier windows, whether the one before had it, the probability by recurrence.
    happened: 1 or 0, NaN where that is not defined or not yet known. acts: acts known of each pair. pooled: whether it
    is one of the busiest, which models are fitted on.
    """

    origin: int
    pairs: Whole
    features: Floats
    base: Floats
    persistent: Floats
    recurrent: Floats
    happened: Floats
    acts: Whole
    pooled: npt.NDArray[np.bool_]


def known(books: Books, on: date) -> Known:
    """The actual, dated acts between states that were known on a day, and what was planned.

    Acts before the last `GAP` days in which the ledger tells of none at all are left out: such silence says what was
    not read, not what did not happen, and rates that counted it would be far too low.
    """
    columns = set(books.sql("SELECT * FROM journal_as_filed LIMIT 0").column_names)
    values: dict[str, Any] = {"on": on, "wide": WIDE}
    found_acts = books.sql(
        """SELECT pair, event_id, event_type, max(date_end) AS day, max(coalesce(published, date_end)) AS known,
            any_value(score) AS score
        FROM journal_as_filed
        WHERE status = 'actual' AND historical IS NOT TRUE AND date_end - date_start <= $wide
            AND coalesce(published, date_end) <= $on AND date_end <= coalesce(published, date_end)
        GROUP BY pair, event_id, event_type ORDER BY known, day, event_id, pair""",
        values,
    )
    acts = _since_the_last_gap(found_acts).to_pydict()
    pairs = tuple(sorted(set(acts["pair"])))
    place = {pair: i for i, pair in enumerate(pairs)}
    types = {name: i for i, name in enumerate(TYPES)}
    kind = np.array([types[name] for name in acts["event_type"]], np.int64)
    planned: list[list[int]] = []
    if {"planned_type", "planned_start", "planned_end"} <= columns:
        found = books.sql(
            """SELECT DISTINCT pair, event_id, planned_type, coalesce(published, date_end) AS known,
                planned_start, planned_end FROM journal_as_filed
            WHERE status = 'future' AND planned_type IS NOT NULL AND planned_start IS NOT NULL
                AND planned_end IS NOT NULL AND coalesce(published, date_end) <= $on
            ORDER BY known, event_id, pair""",
            {"on": on},
        ).to_pylist()
        planned = [
            [place[r["pair"]], types[r["planned_type"]]]
            + [r[name].toordinal() for name in ("known", "planned_start", "planned_end")]
            for r in found
            if r["pair"] in place and r["planned_type"] in types
        ]
    return Known(
        pairs,
        np.array(acts["event_id"], dtype=object),
        np.array([place[pair] for pair in acts["pair"]], np.int64),
        kind,
        np.array([day.toordinal() for day in acts["day"]], np.int64),
        np.array([day.toordinal() for day in acts["known"]], np.int64),
        np.array(acts["score"], np.float64),
        np.array([ontology.quad(name) > 2 for name in TYPES])[kind],
        np.array(planned, np.int64).reshape(-1, 5),
    )


def _since_the_last_gap(acts: pa.Table) -> pa.Table:
    days = np.unique(acts["day"].cast(pa.int32()).to_numpy())
    gaps = np.flatnonzero(np.diff(days) >= GAP)
    return (
        acts if not len(gaps) else acts.filter(pc.greater_equal(acts["day"].cast(pa.int32()), int(days[gaps[-1] + 1])))
    )


def windows(some: Known, on: date, days: int, asked: Sequence[str], most: int) -> Iterator[Window]:
    """The last `most` windows before a day, oldest first, and the one that begins there.

    asked: pairs that each window has beside the `POOLED` busiest of its origin.
    """
    if not some.pairs:
        return
    end, first = on.toordinal(), int(some.known.min()) - 1
    step = min(days, STEP)
    origins = [end - step * i for i in range((end - first) // step, -1, -1)]
    wanted = np.array([i for i, pair in enumerate(some.pairs) if pair in set(asked)], np.int64)
    size, sides = len(some.pairs), np.array([pair.split("-") for pair in some.pairs])
    states = {code: i for i, code in enumerate(sorted(set(sides.ravel().tolist())))}
    side = np.array([[states[code] for code in both] for both in sides.tolist()])
    decayed = np.zeros((len(HALF_LIVES), size, len(ASKED)))
    last = np.full((size, len(ASKED)), -(10**6), np.int64)
    total = np.zeros(size, np.int64)
    hits, tried = np.zeros((size, len(ASKED))), np.zeros((size, len(ASKED)))
    at = 0
    for number, origin in enumerate(origins):
        for i, half in enumerate(HALF_LIVES):
            decayed[i] *= 0.5 ** (step / half)
        new = int(np.searchsorted(some.known, origin, side="right"))
        fresh = slice(at, new)
        at = new
        for column in (some.kind[fresh], np.where(some.conflict[fresh], len(TYPES), len(TYPES) + 1)):
            place = (some.pair[fresh], column)
            for i, half in enumerate(HALF_LIVES):
                np.add.at(decayed[i], place, 0.5 ** ((origin - some.day[fresh]) / half))
            np.maximum.at(last, place, some.day[fresh])
        total += np.bincount(some.pair[fresh], minlength=size)
        if origin - days < first:
            continue
        before = happened(some, origin - days, days, origin)
        seen = ~np.isnan(before)
        tried += seen
        hits += np.where(seen, before, 0)
        if number < len(origins) - 1 - most:
            continue
        busy = np.argsort(-decayed[1].sum(axis=1), kind="stable")[:POOLED]
        busy = busy[total[busy] > 0]
        chosen = np.union1d(busy, wanted)
        # As if the ledger had always been read as since it began.
        recent, monthly, lasting = (
            kept / (1 - 0.5 ** ((origin - first) / half)) for kept, half in zip(decayed, HALF_LIVES, strict=True)
        )
        there = total > 0  # the others are only known to exist by what came later
        busyness = lasting[:, : len(TYPES)].sum(axis=1)
        base = _usual(hits, tried, busyness, there, max(PRIOR_DAYS, days) / step)[chosen]
        usual = recent[there].mean(axis=0) * HALF_LIVES[2] / HALF_LIVES[0]
        trend = np.log((usual + 0.01) / (lasting[there].mean(axis=0) + 0.01))
        by_state = np.zeros((len(states), len(ASKED)))
        for which in (0, 1):
            np.add.at(by_state, side[:, which], monthly)
        own = monthly[chosen]
        others = by_state[side[chosen, 0]] + by_state[side[chosen, 1]] - 2 * own
        level, _ = _levels(some, origin)
        a_year_ago = origin - YEAR >= first
        same = happened(some, origin - YEAR, days, origin) if a_year_ago else np.zeros_like(before)
        weekend = np.mean([(origin + i) % 7 in (6, 0) for i in range(1, days + 1)])  # ordinal 7 is a Sunday
        previous = np.nan_to_num(before[chosen])
        shape = own.shape

        def spread(values: npt.ArrayLike, shape: tuple[int, ...] = shape) -> Floats:
            return np.broadcast_to(np.asarray(values, np.float64), shape)

        consult, agree = TYPES.index("CONSULT"), TYPES.index("AGREE")
        conflict, cooperation = len(TYPES), len(TYPES) + 1
        columns = (
            np.log(base / (1 - base)),
            *(np.log1p(kept[chosen]) for kept in (recent, monthly, lasting)),
            spread(np.log1p(recent[chosen][:, : len(TYPES)].sum(axis=1))[:, None]),
            spread(np.log1p(own[:, conflict])[:, None]),
            spread(np.log1p(own[:, cooperation])[:, None]),
            np.exp(-(origin - last[chosen]) / 30),
            previous,
            np.log1p(_planned(some, origin, days)[chosen]),
            spread(np.log1p(recent[chosen][:, consult])[:, None]),
            spread(np.log1p(lasting[chosen][:, agree])[:, None]),
            np.log1p(np.maximum(others, 0)),
            np.nan_to_num(same[chosen]),
            spread(np.nan_to_num(level[chosen])[:, None]),
            spread(trend),
            spread(weekend),
        )
        closed = origin + days + GRACE <= end
        outcome = happened(some, origin, days, origin + days + GRACE)[chosen]
        defined = np.isnan(level[chosen])[:, None] & (np.arange(len(ASKED)) >= len(TYPES))
        yield Window(
            origin,
            chosen,
            np.stack(columns, axis=2),
            np.where(defined, np.nan, base),
            previous,
            1 - np.exp(-own * np.log(2) / HALF_LIVES[1] * days),
            outcome if closed else np.full_like(outcome, np.nan),
            total[chosen].copy(),
            np.isin(chosen, busy),
        )


def _usual(hits: Floats, tried: Floats, busyness: Floats, there: npt.NDArray[np.bool_], weight: float) -> Floats:
    """The share of each pair's windows that had each of ASKED, drawn towards pairs as busy, and these towards all.

    hits, tried: shape (pairs, ASKED); busyness: acts in the last months; there: pairs that are known. A pair counts as
    busy as those with up to twice as many acts. Each draw has the `weight` of so many windows.
    """
    everywhere = (hits[there].sum(axis=0) + 0.5) / (tried[there].sum(axis=0) + 50)
    group = np.log2(1 + busyness).astype(np.int64)
    alike = np.zeros((2, group.max(initial=0) + 1, hits.shape[1]))
    for sums, counted in zip(alike, (hits, tried), strict=True):
        np.add.at(sums, group[there], counted[there])
    prior = (alike[0] + weight * everywhere) / (alike[1] + weight)
    found: Floats = (hits + weight * prior[group]) / (tried + weight)
    return found


def happened(some: Known, origin: int, days: int, by: int) -> Floats:
    """Whether each of ASKED happened to each pair in the days after an origin, as known by a day: shape (pairs, ASKED).

    NaN for escalation and thaw of a pair whose level before the window is not known.
    """
    inside = (some.day > origin) & (some.day <= origin + days) & (some.known <= by)
    size = len(some.pairs)
    found = np.zeros((size, len(ASKED)))
    found[some.pair[inside], some.kind[inside]] = 1
    level, _ = _levels(some, origin)
    number = np.bincount(some.pair[inside], minlength=size)
    mean = np.bincount(some.pair[inside], some.score[inside], size) / np.maximum(number, 1)
    change = np.where(number >= SHIFT_ACTS, mean - level, np.where(np.isnan(level), np.nan, 0))
    found[:, -2] = np.where(np.isnan(change), np.nan, change <= -SHIFT)
    found[:, -1] = np.where(np.isnan(change), np.nan, change >= SHIFT)
    return found


def _levels(some: Known, origin: int) -> tuple[Floats, Whole]:
    """Mean score of the days up to an origin, NaN where too few acts tell it, and their number."""
    inside = (some.day > origin - LEVEL_DAYS) & (some.day <= origin) & (some.known <= origin)
    size = len(some.pairs)
    number = np.bincount(some.pair[inside], minlength=size)
    total = np.bincount(some.pair[inside], some.score[inside], size)
    return np.where(number >= LEVEL_ACTS, total / np.maximum(number, 1), np.nan), number


def _planned(some: Known, origin: int, days: int) -> Floats:
    found = np.zeros((len(some.pairs), len(ASKED)))
    pair, kind, known_on, start, end = some.planned.T
    due = (known_on <= origin) & (start <= origin + days) & (end > origin)
    np.add.at(found, (pair[due], kind[due]), 1)
    return found
