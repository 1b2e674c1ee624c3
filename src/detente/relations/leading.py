"""Who led a state on a day: one rule, for promises, contacts, comparisons and briefs.

1. The office that leads is that of the row of data/relations/leading.tsv for the state and the day, else the first
   of the state's offices in data/actors/states.tsv.
2. Whoever holds it on the day leads. Without a row, so does whom REIGN (Bell 2016), which lists leaders in effect by
   month to March 2021, has for the day in any office ("leader" where it names none).
3. Of several the one who came last leads: rows of predecessors often end late. A row that is known by the year or month
   yields to one that is known more closely and begins in that time, a recollected one to any other that begins on its
   day. If two still begin on one day, nobody is said to lead.

What the tables do not know has no leader. docs/relations.md has the rule and its limits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from detente.actors import registry
from detente.actors.entries import Tenure
from detente.tables import read_table

EXACT = {"day": 0, "month": 31, "year": 366}  # days by which the first day of a row may be wrong
RECOLLECTED = "recollection"
REIGN_ENDS = date(2021, 3, 31)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who led a state, from `start` to `end` (both included, None where open or not known).

    office: the one held, several in their order where it changed. grain: how exact the first day is.
    """

    id: str
    name: str
    country: str
    office: str
    start: date | None
    end: date | None
    grain: str
    source: str

    def holds(self, on: date) -> bool:
        """Whether the day lies in it."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class _Epoch:
    """Days in which the same offices lead; `ruled` where a row of the table says so."""

    start: date
    end: date
    offices: tuple[str, ...]
    ruled: bool

    def counts(self, tenure: Tenure) -> bool:
        """Whether who held this office then may have led."""
        return tenure.office in self.offices or (not self.ruled and tenure.source.startswith("REIGN"))


@cache
def terms(country: str, office: str | None = None) -> tuple[Leader, ...]:
    """Who led a state, or held the office asked for, by first day, no two at once; empty where nobody is known."""
    known = registry.load()
    held = [t for (body, _), found in known.holders.items() if _state(body) == country for t in found]
    if office is None:
        epochs = list(_epochs(country))
    else:
        held = [tenure for tenure in held if tenure.office == office]
        epochs = [_Epoch(date.min, date.max, (office,), True)]
    found: list[Leader] = []
    for start, end, tenure in _segments(held, epochs):
        if found and found[-1].id == f"person:{tenure.person.id}" and _next(found[-1].end) >= start:
            found[-1] = _longer(found[-1], tenure, end)
        else:
            found.append(_leader(country, tenure, start, end))
    return tuple(found)


def leading(country: str, on: date) -> Leader | None:
    """Who led a state on a day; None where the tables do not tell."""
    return next((one for one in terms(country) if one.holds(on)), None)


def _state(body: str) -> str | None:
    """The code of a body that is a state of today or of the past, not a territory, group or organisation."""
    known = registry.load().bodies.get(body)
    return known.code if known is not None and known.kind in ("state", "former") else None


def _epochs(country: str) -> Iterator[_Epoch]:
    """All days, cut by the rows of the table."""
    usual = registry.load().offices.get(country, ())[:1]
    free = date.min
    rows = [row for row in read_table("relations", "leading.tsv") if row["country"] == country]
    for row in sorted(rows, key=lambda row: row["start"]):
        start, end = _day(row["start"], date.min), _day(row["end"], date.max)
        if free < start:
            yield _Epoch(free, start - _DAY, usual, False)
        yield _Epoch(start, end, tuple(row["offices"].split("|")), True)
        if end == date.max:
            return
        free = end + _DAY
    yield _Epoch(free, date.max, usual, False)


def _segments(held: list[Tenure], epochs: list[_Epoch]) -> Iterator[tuple[date, date, Tenure]]:
    """Stretches of days with who led in them, in order; days without anybody are left out."""
    counting = [t for t in held if any(e.counts(t) and _first(t) <= e.end for e in epochs)]
    firsts = sorted({_first(t) for t in counting})
    spans = [(t, _first(t), _last(t, firsts)) for t in counting]
    for epoch in epochs:
        counted = [(t, max(a, epoch.start), min(b, epoch.end)) for t, a, b in spans if epoch.counts(t)]
        counted = [(t, a, b) for t, a, b in counted if a <= b]
        edges = sorted({a for _, a, _ in counted} | {_next(b) for _, _, b in counted} | {date.max})
        for start, following in pairwise(edges):
            end = following if following == date.max else following - _DAY
            found = _last_come([t for t, a, b in counted if a <= start <= b])
            if found is not None:
                yield start, end, found


def _last_come(held: list[Tenure]) -> Tenure | None:
    """Of those who held an office on the same days, who came last; None where sources have two begin on one day."""
    exact = [t for t in held if not any(_closer(other, t) for other in held)]
    latest = max(map(_first, exact), default=None)
    last = [t for t in exact if _first(t) == latest]
    sourced = [t for t in last if t.source != RECOLLECTED] or last
    return sourced[0] if len({t.person.id for t in sourced}) == 1 else None


def _closer(one: Tenure, other: Tenure) -> bool:
    """Whether both may be of one change of office, which the first is dated more closely by."""
    apart = abs((_first(one) - _first(other)).days)
    return EXACT[one.grain] < EXACT[other.grain] and apart <= EXACT[other.grain]


def _first(tenure: Tenure) -> date:
    return tenure.start or date.min


def _last(tenure: Tenure, firsts: list[date]) -> date:
    """The last day; an open row of REIGN's, which ends in 2021, lasts until somebody follows."""
    if tenure.end is not None:
        return tenure.end
    if tenure.source.startswith("REIGN"):
        after = bisect_right(firsts, max(_first(tenure), REIGN_ENDS))
        return firsts[after] - _DAY if after < len(firsts) else date.max
    return date.max


def _leader(country: str, tenure: Tenure, start: date, end: date) -> Leader:
    return Leader(
        f"person:{tenure.person.id}",
        tenure.person.name,
        country,
        tenure.office,
        None if start == date.min else start,
        None if end == date.max else end,
        tenure.grain,
        tenure.source,
    )


def _longer(leader: Leader, tenure: Tenure, end: date) -> Leader:
    held = leader.office.split(", ")
    office = leader.office if tenure.office in held else ", ".join([*held, tenure.office])
    return replace(leader, office=office, end=None if end == date.max else end)


def _next(day: date | None) -> date:
    return date.max if day is None or day == date.max else day + _DAY


def _day(text: str, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise
