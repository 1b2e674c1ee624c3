"""Series whose truth is known: rows of a journal that are drawn from levels and breaks that a seed decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detente import ontology
from detente.engines.duck import connect
from detente.errors import LedgerError

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

# How often each type stands between two states in ICEWS 2014, in acts of a thousand.
_FREQUENCY = {
    "CONSULT": 343,
    "AGREE": 245,
    "SUPPORT": 142,
    "ACCUSE": 74,
    "ASSAULT": 43,
    "COERCE": 37,
    "REJECT": 19,
    "SANCTION": 18,
    "REQUEST": 18,
    "AID": 17,
    "THREATEN": 11,
    "RETREAT": 9,
    "MOBILIZE": 8,
    "COOPERATE": 8,
    "PROTEST": 5,
    "CONCEDE": 3,
}
ONE, OTHER = "ALA", "BOR"  # no states of this world
_ELSEWHERE = ("RUR", "SYL")


class Rows:
    """Rows of the view `journal` in memory, which answer SQL as a ledger does. No articles stand behind them."""

    def __init__(self, journal: pa.Table) -> None:
        self._connection = connect()
        self._connection.register("rows", journal)
        self._connection.execute("CREATE TABLE journal AS SELECT * FROM rows")
        self._connection.execute(
            "CREATE VIEW imported AS SELECT *, false AS several FROM journal WHERE origin <> 'coded'"
        )
        self._connection.execute("CREATE VIEW events AS SELECT event_id AS id, NULL::VARCHAR AS sentence FROM journal")
        for name in ("journal_in_words", "journal_as_filed", "journal_of_several"):
            self._connection.execute(f"CREATE VIEW {name} AS SELECT *, NULL::VARCHAR AS sentence FROM journal")
        self._connection.execute("CREATE VIEW articles AS SELECT NULL::DATE AS published WHERE false")
        self._connection.execute("CREATE VIEW corrections AS SELECT '' AS about, '' AS time, '' AS id WHERE false")

    def sql(self, query: str, parameters: dict[str, Any] | None = None) -> pa.Table:
        """The answer to a query on `journal`. LedgerError for a query that fails."""
        try:
            return self._connection.cursor().execute(query, parameters or {}).to_arrow_table()
        except duckdb.Error as error:
            raise LedgerError(f"rows in memory: {error}") from error


@dataclass(frozen=True, slots=True)
class Planted:
    """What was planted between ALA and BOR.

    rows: a journal, with the acts of another pair that show in which months anything was read. months: first days.
    level: the true cooperation index of each month, shape (months,). breaks: the first month after each shift.
    deviation: the standard deviation of a month's mean intensity that is not due to shifts, which they are measured in.
    unread: months of which nothing was read.
    """

    rows: pa.Table
    months: tuple[date, ...]
    level: Floats
    breaks: tuple[date, ...]
    deviation: float
    unread: tuple[date, ...]


def planted_dyad(
    seed: int,
    *,
    months: int = 60,
    breaks: int = 1,
    shift: float = 3.0,
    volume: float = 20.0,
    dispersion: float = 3.0,
    lean: float = 0.5,
    memory: float = 0.0,
    gaps: float = 0.1,
    start: date = date(2015, 1, 1),
) -> Planted:
    """A dyad with shifts of its level at known months; the same seed gives the same rows.

    breaks: number of shifts, at least six months from each other and from both ends. shift: their size in standard
    deviations of a month's mean intensity, up or down. volume: mean number of acts a month. dispersion: variance of
    that number in multiples of its mean, 1 for Poisson, more for bursts (negative binomial). lean: standard deviation
    of what all acts of a month have in common, in points of the score. memory: its correlation from month to month.
    gaps: share of months of which nothing was read.
    """
    rng = np.random.default_rng(seed)
    scores = np.array([ontology.score(kind) for kind in _FREQUENCY])
    tilts, means, deviations = _tilted(scores)
    usual = float(np.interp(2.0, means, deviations))
    deviation = float(np.sqrt(usual**2 / volume + lean**2))
    at = _places(rng, months, breaks)
    level = _levels(rng, months, at, shift * deviation)
    common = _remembered(rng, months, memory) * lean
    told = _counts(rng, volume, dispersion, months)
    read = rng.random(months) >= gaps
    read[[0, -1]] = True
    told[~read] = 0
    firsts = np.array([_month(start, i) for i in range(months)], dtype="datetime64[D]")
    lengths = np.array([_month(start, i + 1) for i in range(months)], dtype="datetime64[D]") - firsts

    mean = np.clip(level + common, means[0], means[-1])
    month = np.repeat(np.arange(months), told)
    shares = np.exp(np.interp(mean, means, tilts)[:, None] * scores) * np.array(list(_FREQUENCY.values()))
    edges = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
    kinds = (rng.random(month.size)[:, None] > edges[month]).sum(axis=1)
    elsewhere = np.repeat(np.arange(months), np.where(read, 100, 0))
    rows = _rows(
        np.concatenate([month, elsewhere]),
        np.concatenate([kinds, rng.integers(0, 3, elsewhere.size)]),
        np.concatenate([rng.random(month.size) < 0.5, np.ones(elsewhere.size, bool)]),
        month.size,
        firsts,
        lengths,
        rng,
    )
    days = tuple(first.astype(object) for first in firsts)
    unread = tuple(day for day, known in zip(days, read, strict=True) if not known)
    return Planted(rows, days, level, tuple(days[i] for i in at), deviation, unread)


def _tilted(scores: Floats) -> tuple[Floats, Floats, Floats]:
    """Tilts of the usual mix of types, and the mean and deviation of the scores of each mix."""
    tilts = np.linspace(-1.5, 1.5, 601)
    shares = np.exp(tilts[:, None] * scores) * np.array(list(_FREQUENCY.values()))
    shares /= shares.sum(axis=1, keepdims=True)
    means = shares @ scores
    return tilts, means, np.sqrt(shares @ scores**2 - means**2)


def _places(rng: np.random.Generator, months: int, breaks: int, apart: int = 6) -> list[int]:
    """Places of the breaks: uniform among those that keep the distances."""
    free = months - apart * (breaks + 1)
    if breaks and free < 0:
        raise ValueError(f"{months} months have no room for {breaks} breaks {apart} months apart")
    if not breaks:
        return []
    cuts = np.sort(rng.integers(0, free + 1, breaks))
    return [int(cut) + apart * (i + 1) for i, cut in enumerate(cuts)]


def _levels(rng: np.random.Generator, months: int, at: list[int], size: float) -> Floats:
    level = np.full(months, rng.uniform(0.5, 3.0))
    for place in at:
        up = rng.random() < 0.5
        if not -5 <= level[place] + (size if up else -size) <= 6:
            up = not up
        level[place:] += size if up else -size
    return level


def _remembered(rng: np.random.Generator, months: int, memory: float) -> Floats:
    """Noise of variance 1 whose neighbours correlate by `memory`."""
    fresh = rng.normal(size=months)
    fresh[1:] *= np.sqrt(1 - memory**2)
    for i in range(1, months):
        fresh[i] += memory * fresh[i - 1]
    return fresh


def _counts(rng: np.random.Generator, volume: float, dispersion: float, months: int) -> Whole:
    if dispersion <= 1:
        return rng.poisson(volume, months)
    return rng.poisson(rng.gamma(volume / (dispersion - 1), dispersion - 1, months))


def _month(start: date, after: int) -> date:
    years, month = divmod(start.month - 1 + after, 12)
    return date(start.year + years, month + 1, 1)


def _rows(
    month: Whole,
    kinds: Whole,
    forth: npt.NDArray[np.bool_],
    own: int,
    firsts: npt.NDArray[np.datetime64],
    lengths: npt.NDArray[np.timedelta64],
    rng: np.random.Generator,
) -> pa.Table:
    """Rows of a journal. The first `own` are the dyad's; `forth` says which are acts of the first state."""
    number = month.size
    names = list(_FREQUENCY)
    days = firsts[month] + (rng.random(number) * lengths[month].astype(int)).astype("timedelta64[D]")
    one = np.where(np.arange(number) < own, ONE, _ELSEWHERE[0])
    other = np.where(np.arange(number) < own, OTHER, _ELSEWHERE[1])
    day = pa.array(days.astype("datetime64[D]"))
    kind = pa.array(np.asarray(names)[kinds])
    same = {
        "origin": "imported",
        "coder": "planted",
        "date_granularity": "day",
        "status": "actual",
        "strength": "asserted",
    }
    return pa.table(
        {
            "event_id": pa.array([f"planted-{i}" for i in range(number)]),
            **{name: pa.array(np.full(number, value)) for name, value in same.items()},
            "article_id": pa.nulls(number, pa.string()),
            "date_start": day,
            "date_end": day,
            "actor": pa.array(np.where(forth, one, other)),
            "recipient": pa.array(np.where(forth, other, one)),
            "pair": pa.array(np.where(np.arange(number) < own, f"{ONE}-{OTHER}", "-".join(_ELSEWHERE))),
            "reciprocal": pa.array(np.zeros(number, bool)),
            "event_type": kind,
            "event_mode": pa.nulls(number, pa.string()),
            "contexts": pa.nulls(number, pa.list_(pa.string())),
            "quad": pa.array(np.array([ontology.quad(name) for name in names])[kinds]),
            "score": pa.array(np.array([ontology.score(name) for name in names])[kinds]),
            "historical": pa.array(np.zeros(number, bool)),
            "story": pa.nulls(number, pa.string()),
            "mentions": pa.array(np.ones(number, np.int64)),
            "confidence": pa.nulls(number, pa.float64()),
        }
    )
