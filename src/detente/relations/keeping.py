"""How often and how soon promises are kept, with intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, sqrt
from statistics import NormalDist

from detente.errors import UsageError
from detente.relations.promises import Promise

LEVEL = 0.90  # of intervals
ENDED = ("fulfilled", "broken", "overdue", "expired")
BY = ("pair", "promiser", "leader", "act", "strength", "track")


@dataclass(frozen=True, slots=True)
class Keeping:
    """What became of the promises of one group whose time is over.

    promises: all of the group; due: those whose deadline or patience has ended, without those of which nothing could
    be seen (state "unknown").
    rate: fulfilled / due with its 90% interval (Wilson); delay: median days from promise to fulfilment with its 90%
    interval from order statistics, None where too few were fulfilled to give one. ids: the promises counted in `due`.
    """

    by: str
    group: str
    promises: int
    due: int
    fulfilled: int
    broken: int
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    delay: float | None
    delay_low: float | None
    delay_high: float | None
    ids: tuple[str, ...]


def keeping(found: Iterable[Promise], on: date, by: str = "promiser") -> tuple[Keeping, ...]:
    """Rates and delays of promises and intentions by group; threats are left out.

    Only promises whose time is over on the day count, whenever they were answered: those that are still open would
    otherwise look broken, and quick fulfilments be counted more than slow ones. UsageError for another `by`.
    """
    if by not in BY:
        raise UsageError(f"no group {by!r}; there are {', '.join(BY)}")
    groups: dict[str, list[Promise]] = defaultdict(list)
    for promise in found:
        if promise.kind != "threat":
            for group in _groups(promise, by):
                groups[group].append(promise)
    return tuple(_keeping(by, group, some, on) for group, some in sorted(groups.items()))


def _groups(promise: Promise, by: str) -> tuple[str, ...]:
    if by == "pair":
        return (f"{promise.one}-{promise.other}",)
    if by == "promiser":
        return promise.by
    if by == "leader":
        return () if promise.leader is None else (promise.leader,)
    if by == "track":
        return promise.tracks
    return (promise.planned_type,) if by == "act" else (promise.strength or "not told",)


def _keeping(by: str, group: str, some: list[Promise], on: date) -> Keeping:
    due = [p for p in some if p.state in ENDED and (end := p.settled_by) is not None and end < on]
    kept = [p for p in due if p.state == "fulfilled"]
    delays = sorted(p.delay for p in kept if p.delay is not None)
    low, high = wilson(len(kept), len(due)) if due else (None, None)
    delay, early, late = median(delays)
    return Keeping(
        by=by,
        group=group,
        promises=len(some),
        due=len(due),
        fulfilled=len(kept),
        broken=sum(p.state == "broken" for p in due),
        rate=len(kept) / len(due) if due else None,
        rate_low=low,
        rate_high=high,
        delay=delay,
        delay_low=early,
        delay_high=late,
        ids=tuple(p.id for p in due),
    )


def wilson(hits: int, tries: int, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's score interval of a proportion (1927). tries at least 1."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = hits / tries, z * z / tries
    centre = share + spread / 2
    width = z * sqrt(share * (1 - share) / tries + spread / (4 * tries))
    return max(0.0, (centre - width) / (1 + spread)), min(1.0, (centre + width) / (1 + spread))


def median(values: list[int], level: float = LEVEL) -> tuple[float | None, float | None, float | None]:
    """The median of sorted values and its interval from order statistics (normal approximation of the binomial).

    All None without values; an interval needs 6 of them, since fewer cannot hold the median with 90%.
    """
    count = len(values)
    if not count:
        return None, None, None
    middle = (values[(count - 1) // 2] + values[count // 2]) / 2
    if count < 6:
        return middle, None, None
    reach = NormalDist().inv_cdf((1 + level) / 2) * sqrt(count) / 2
    first, last = max(0, floor(count / 2 - reach)), min(count - 1, ceil(count / 2 + reach) - 1)
    return middle, float(values[first]), float(values[last])
