"""Dates from tenures: events that are told only by who held office at the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from detente.records import Interval, Office, Parse

# How long an "inaugural" call or visit may be in coming: new leaders make their first calls within three weeks.
INAUGURAL_DAYS = 21


def tenure_bounds(offices: Sequence[Office]) -> Interval | None:
    """The days on which all of these people were in their offices, None where they do not overlap or nothing is known.

    For events told only by who held office at the time ("with then Prime Minister Abe"). An office without its first or
    last day sets no bound on that side; both sides must be bounded.
    """
    starts = [office.start for office in offices if office.start is not None]
    ends = [office.end for office in offices if office.end is not None]
    if not starts or not ends or max(starts) > min(ends):
        return None
    titles = " and ".join(dict.fromkeys(office.title for office in offices))
    return Interval(max(starts), min(ends), "span", f"tenures of {titles}")


def inaugural(parse: Parse, trigger: int, bounds: Interval) -> Interval:
    """Bounds by tenures, narrowed to their first three weeks where the event is called "inaugural"."""
    token = parse.doc[trigger]
    if not any(child.dep_ == "amod" and child.text.lower() == "inaugural" for child in token.children):
        return bounds
    end = min(bounds.end, bounds.start + timedelta(days=INAUGURAL_DAYS - 1))
    return Interval(bounds.start, end, "span", f"inaugural, {bounds.basis}")
