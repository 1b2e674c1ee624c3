"""Leaders of one side compared: the same measures of a relation over the time that each of them held office.

docs/relations.md has the method.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detente.errors import UsageError
from detente.records import Unresolved
from detente.relations.index import INTERVAL, Floats, draws
from detente.relations.leading import Leader, terms
from detente.relations.series import Line, Wanted, line
from detente.relations.steps import Books

ENOUGH = 6  # periods; an interval from fewer means nothing
DRAWS = 1000
MEASURES = {
    "cooperation": "mean of the cooperation index, -10 to +10",
    "acts": "acts a period, of periods of which something was read",
    "conflict": "share of acts of verbal or material conflict",
}

_TENURES = pa.schema(
    [
        *((name, pa.string()) for name in ("leader", "office")),
        *((name, pa.date32()) for name in ("start", "end")),
        *((name, pa.string()) for name in ("grain", "source")),
        *((name, pa.int64()) for name in ("periods", "read", "told")),
        ("measure", pa.string()),
        *((name, pa.float64()) for name in ("value", "low", "high")),
        ("reason", pa.string()),
    ]
)
_DIFFERENCES = pa.schema(
    [
        *((name, pa.string()) for name in ("earlier", "later", "measure")),
        *((name, pa.float64()) for name in ("difference", "low", "high", "probability")),
        ("reason", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Leaders:
    """What `compare_leaders` found. `office`: the one asked for, or those that led the state ("" where none did).

    tenures: a row for each leader and measure: `value` with its 90% interval, or the `reason` why there is none;
    `start` and `end` of the time (null: still leading), how exact it is (`grain`) and who says so; `periods` of the
    series in it, those of which something was `read` and those that acts were `told` of. differences: a row for each
    two leaders and measure: later minus earlier, its 90% interval, and the probability that it is above 0.
    """

    side: str
    office: str
    tenures: pa.Table
    differences: pa.Table


@dataclass(frozen=True, slots=True)
class _Term:
    """The time of a leader and its periods: those whose middle day lies in it."""

    leader: Leader
    inside: npt.NDArray[np.bool_]


def compare_leaders(
    books: Books, one: str, other: str, wanted: Wanted, side: str, direction: str, office: str | None = None
) -> Leaders:
    """See `Relation.compare_leaders`."""
    if side not in (one, other):
        raise UsageError(f"leaders are those of {one} or {other}, not of {side!r}")
    led = _led(side, office)
    periods = line(books, one, other, wanted, direction)
    held = [term for term in _terms(led, periods) if term.inside.any()]
    rng = np.random.default_rng(0)
    levels = _levels(periods, rng)
    sampled = [_samples(periods, levels, term.inside, rng) for term in held]
    tenure_rows = [row for term, found in zip(held, sampled, strict=True) for row in _tenure_rows(term, found, periods)]
    difference_rows = [
        _difference(earlier, later, measure)
        for earlier, later in combinations(list(zip(held, sampled, strict=True)), 2)
        for measure in MEASURES
    ]
    return Leaders(
        side,
        office or " or ".join(dict.fromkeys(o for term in held for o in term.leader.office.split(", "))),
        pa.Table.from_pylist(tenure_rows, schema=_TENURES),
        pa.Table.from_pylist(difference_rows, schema=_DIFFERENCES),
    )


def _led(side: str, office: str | None) -> tuple[Leader, ...]:
    """Who led a state, or held the office asked for, in order."""
    found = terms(side, office)
    if not found:
        raise UsageError(f"nobody is known to have been {office or 'leader'} of {side}")
    return found


def _terms(led: tuple[Leader, ...], periods: Line) -> Iterator[_Term]:
    middles = np.array(periods.periods, dtype="datetime64[D]") + (periods.days // 2).astype("timedelta64[D]")
    for leader in led:
        after = np.ones(middles.size, bool) if leader.start is None else middles >= np.datetime64(leader.start)
        until = np.ones(middles.size, bool) if leader.end is None else middles <= np.datetime64(leader.end)
        yield _Term(leader, after & until)


def _levels(periods: Line, rng: np.random.Generator) -> Floats:
    """Draws of the index, shape (DRAWS, periods)."""
    told = np.nan_to_num(periods.counts)
    if not told.any():
        return np.full((DRAWS, told.size), np.nan)
    return draws(periods.means, told, periods.squares, periods.days, DRAWS, rng)


Sampled = dict[str, tuple[float, Floats] | Unresolved]


def _samples(periods: Line, levels: Floats, inside: npt.NDArray[np.bool_], rng: np.random.Generator) -> Sampled:
    """Each measure of a tenure: its value and values that it may as well have had, shape (DRAWS,)."""
    counts = periods.counts[inside]
    read = np.isfinite(counts)
    told = int((np.nan_to_num(counts) > 0).sum())
    found: Sampled = {}
    if told >= ENOUGH:
        known = inside & np.isfinite(periods.counts)
        of_tenure = np.average(levels[:, known], axis=1, weights=periods.days[known])
        found["cooperation"] = (float(of_tenure.mean()), of_tenure)
    else:
        found["cooperation"] = Unresolved(f"acts in {told} periods, {ENOUGH} are needed")
    if int(read.sum()) >= ENOUGH:
        acts, hostile = counts[read], periods.conflict[inside][read]
        blocks = _blocks(acts.size, rng)
        found["acts"] = (float(acts.mean()), acts[blocks].mean(axis=1))
    else:
        found["acts"] = Unresolved(f"something read in {int(read.sum())} periods, {ENOUGH} are needed")
    if told >= ENOUGH:
        totals = acts[blocks].sum(axis=1)
        shares = hostile[blocks].sum(axis=1)[totals > 0] / totals[totals > 0]
        found["conflict"] = (float(hostile.sum() / acts.sum()), rng.choice(shares, DRAWS))
    else:
        found["conflict"] = Unresolved(f"acts in {told} periods, {ENOUGH} are needed")
    return found


def _blocks(size: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Places of resampled periods, shape (DRAWS, size): blocks of neighbours, so that what hangs together stays so.

    The circular block bootstrap (Politis and Romano 1992) with blocks of the cube root of the length (Künsch 1989).
    """
    length = max(1, round(size ** (1 / 3)))
    starts = rng.integers(0, size, (DRAWS, -(-size // length)))
    return ((starts[:, :, None] + np.arange(length)) % size).reshape(DRAWS, -1)[:, :size]


def _interval(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    return float(low), float(high)


def _tenure_rows(term: _Term, found: Sampled, periods: Line) -> Iterator[dict[str, object]]:
    counts = periods.counts[term.inside]
    for measure, sampled in found.items():
        row: dict[str, object] = {
            "leader": term.leader.name,
            "office": term.leader.office,
            "start": term.leader.start,
            "end": term.leader.end,
            "grain": term.leader.grain,
            "source": term.leader.source,
            "periods": int(term.inside.sum()),
            "read": int(np.isfinite(counts).sum()),
            "told": int((np.nan_to_num(counts) > 0).sum()),
            "measure": measure,
        }
        if isinstance(sampled, Unresolved):
            yield row | {"reason": sampled.reason}
        else:
            low, high = _interval(sampled[1])
            yield row | {"value": sampled[0], "low": low, "high": high}


def _difference(earlier: tuple[_Term, Sampled], later: tuple[_Term, Sampled], measure: str) -> dict[str, object]:
    row: dict[str, object] = {
        "earlier": earlier[0].leader.name,
        "later": later[0].leader.name,
        "measure": measure,
    }
    first, second = earlier[1][measure], later[1][measure]
    for term, sampled in ((earlier[0], first), (later[0], second)):
        if isinstance(sampled, Unresolved):
            return row | {"reason": f"{term.leader.name}: {sampled.reason}"}
    assert not isinstance(first, Unresolved) and not isinstance(second, Unresolved)
    differences = second[1] - first[1]
    low, high = _interval(differences)
    above = float((differences > 0).mean() + (differences == 0).mean() / 2)
    return row | {"difference": second[0] - first[0], "low": low, "high": high, "probability": above}
